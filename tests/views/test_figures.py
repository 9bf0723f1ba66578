"""Figures in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fazhi_extract.models import Metric, Quantity, Rank, Span
from fazhi_extract.views.figures import metric_line, notes_of, quantity_line

HERE = Span(start=0, end=1)


def _quantity(**fields):
    return Quantity(text=fields.pop("text", "数"), span=HERE, **fields)


def _metric(quantity, **fields):
    return Metric(id="q2", label="办结", quantity=quantity, sentence=HERE, **fields)


@pytest.mark.parametrize(
    ("quantity", "line"),
    [
        (_quantity(value=Decimal(11700), unit="家"), "11,700 家"),
        (_quantity(value=Decimal("1.5E+9"), unit="元", comparator=">"), "> 1,500,000,000 元"),
        (_quantity(value=Decimal("0.50"), unit="%", comparator="<="), "≤ 0.50 %"),
        (_quantity(low=Decimal(5), high=Decimal(10), unit="次"), "5–10 次"),
        (_quantity(low=Decimal(20)), "20–"),
        (_quantity(text="数十"), "数十"),
        (_quantity(value=Decimal("1E+40")), "1.000000E+40"),
    ],
)
def test_quantity(quantity, line):
    assert quantity_line(quantity) == line


def test_metric():
    metric = _metric(
        _quantity(value=Decimal(3), unit="件"),
        previous=_quantity(value=Decimal(5), unit="件"),
        direction="down",
        status="target",
        year=2024,
        scope="红石镇",
        rank=Rank(text="全市第一", span=HERE),
        part_of="q1",
    )
    assert metric_line(metric) == "↓ 5 件 → 3 件"
    assert notes_of(metric) == "目标, 2024, 红石镇, 全市第一, 占 q1"
    assert "2024" not in notes_of(metric, year=2024)


def test_a_plain_metric_needs_no_notes():
    assert notes_of(_metric(_quantity(value=Decimal(3)))) == ""
