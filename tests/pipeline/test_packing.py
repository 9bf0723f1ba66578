"""Reports survive the way from one process to another, in every respect."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_extract import Report, Source, Span, parse_report
from fazhi_extract.models import Metric, Quantity
from fazhi_extract.pipeline.packing import pack, unpack

from .reports import SHORT

FIXTURES = sorted((Path(__file__).parents[2] / "fixtures").glob("*.txt"))
TEXTS = [path.read_text(encoding="utf-8") for path in FIXTURES] + ["", SHORT + "\ud800\ufdd0\0"]


def same(one, other):
    """Equal, and alike in what equality does not look at."""
    return (
        one == other
        and one.model_dump_json() == other.model_dump_json()
        and one.model_dump(exclude_unset=True) == other.model_dump(exclude_unset=True)
        and repr(one) == repr(other)
    )


def packed(report):
    (back,) = unpack(pack([report]))
    return back


def test_many_reports_come_back():
    reports = [parse_report(text) for text in TEXTS]
    assert all(map(same, unpack(pack(reports, text=False), TEXTS), reports))
    assert all(map(same, unpack(pack(reports)), reports))
    assert unpack(pack([])) == []


@pytest.mark.parametrize("text", TEXTS, ids=[path.stem for path in FIXTURES] + ["empty", "odd"])
def test_a_report_comes_back(text):
    report = parse_report(text)
    assert same(packed(report), report)
    (back,) = unpack(pack([report], text=False), [text])
    assert same(back, report)
    assert back.text is text


def test_the_text_can_be_left_out():
    report = parse_report(SHORT)
    assert SHORT.encode() in pack([report])
    assert SHORT.encode() not in pack([report], text=False)


def test_one_entity_in_two_lists_stays_one():
    report = packed(parse_report(SHORT))
    named = {id(entity) for entity in report.entities}
    assert report.organizations
    assert {id(entity) for entity in report.organizations} <= named


def test_objects_that_were_not_made_by_a_parse():
    """Pages, which are a list of spans; fields that were never set; values that were changed later."""
    metric = Metric(
        id="m1",
        label="案件",
        quantity=Quantity(text="3件", span=Span(start=0, end=2)),
        sentence=Span(start=0, end=2),
    )
    report = Report(
        text="3件",
        metrics=[metric, metric.model_copy(update={"id": "m2", "previous": metric.quantity})],
        source=Source(location="\ud800.txt", pages=[Span(start=0, end=1), Span(start=1, end=2)]),
    )
    assert same(packed(report), report)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_decimals_come_back_digit_for_digit(value):
    quantity = Quantity(text="x", span=Span(start=0, end=1), value=value, low=Decimal("-0"))
    metric = Metric(id="m1", label="x", quantity=quantity, sentence=Span(start=0, end=1))
    back = packed(Report(text="x", metrics=[metric])).metrics[0].quantity
    assert (str(back.value), str(back.low), back.high) == (str(value), "-0", None)


@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_any_text_comes_back(text):
    report = Report(text=text, warnings=[text])
    assert same(packed(report), report)
