"""The quantities of the repository's own reports: every annotated one, whole, and none that is excluded."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from fazhi_extract.numerals import find_quantities

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
REPORTS = sorted(FIXTURES.glob("*.gold.json"))
UNITS = {None: "", "％": "%", "百分点": "个百分点"}


def place(text: str, quotes: list[str]) -> list[tuple[int, int]]:
    """Spans of quotes that stand in document order."""
    spans = []
    cursor = 0
    for quote in quotes:
        start = text.index(quote, cursor)
        cursor = start + len(quote)
        spans.append((start, cursor))
    return spans


def number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


@pytest.mark.skipif(not REPORTS, reason="the fixtures are not here")
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name.removesuffix(".gold.json"))
def test_every_annotated_quantity_is_found_whole(path: Path) -> None:
    text = path.with_name(path.name.replace(".gold.json", ".txt")).read_bytes().decode("utf-8")
    metrics = json.loads(path.read_text(encoding="utf-8"))["metrics"]
    found = {(q.span.start, q.span.end): q for q in find_quantities(text)}
    wrong = []
    for (start, end), metric in zip(place(text, [m["q"] for m in metrics]), metrics, strict=True):
        q = found.get((start, end))
        wanted = (
            number(metric.get("value")),
            number(metric.get("low")),
            number(metric.get("high")),
            UNITS.get(metric.get("unit"), metric.get("unit")),
            metric["cmp"],
        )
        got = q and (q.value, q.low, q.high, UNITS.get(q.unit, q.unit), q.comparator)
        if got != wanted:
            wrong.append(f"{text[max(0, start - 10) : end + 5]!r}: {got} for {wanted}")
    assert wrong == []


@pytest.mark.skipif(not REPORTS, reason="the fixtures are not here")
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name.removesuffix(".gold.json"))
def test_nothing_else_is_found(path: Path) -> None:
    text = path.with_name(path.name.replace(".gold.json", ".txt")).read_bytes().decode("utf-8")
    gold = json.loads(path.read_text(encoding="utf-8"))
    listed = place(text, [metric["q"] for metric in gold["metrics"]])
    former = [metric["previous"]["q"] for metric in gold["metrics"] if metric.get("previous")]
    for q in find_quantities(text):
        counted = any(q.span.start < end and start < q.span.end for start, end in listed)
        assert counted or q.text in former, text[max(0, q.span.start - 12) : q.span.end + 8]
