"""Objects made without validation are those that validation makes."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from fazhi_extract import parse_report
from fazhi_extract.models import Report
from fazhi_extract.models.base import Model, Span, made, remade, span_of

FIXTURES = sorted((Path(__file__).parents[2] / "fixtures").glob("*.txt"))


def test_equals_hashes_copies_and_prints_like_a_validated_one():
    fast, plain = span_of(3, 7), Span(start=3, end=7)
    assert fast == plain
    assert plain == fast
    assert hash(fast) == hash(plain)
    assert repr(fast) == repr(plain)
    assert fast.model_dump_json() == plain.model_dump_json()
    assert fast.model_fields_set == plain.model_fields_set
    assert fast.__getstate__() == plain.__getstate__()
    for other in (copy.copy(fast), copy.deepcopy(fast), fast.model_copy(), pickle.loads(pickle.dumps(fast))):
        assert other == plain
        assert other.model_fields_set == plain.model_fields_set


def test_stays_frozen():
    with pytest.raises(ValueError, match="frozen"):
        span_of(3, 7).start = 4


def test_changes_go_to_a_new_object():
    old = span_of(3, 7)
    assert remade(old, {"end": 9}) == Span(start=3, end=9)
    assert old == Span(start=3, end=7)
    assert old.model_copy(update={"start": 1}) == Span(start=1, end=7)
    assert made(Span, {"start": 1, "end": 2}).model_fields_set == {"start", "end"}


def _objects(value: object) -> Iterator[Model]:
    if isinstance(value, Model):
        yield value
        for part in value.__dict__.values():
            yield from _objects(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _objects(part)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_every_object_of_a_report_is_complete_and_valid(path):
    report = parse_report(path.read_text(encoding="utf-8"))
    assert Report.model_validate(report.model_dump()) == report
    for one in _objects(report):
        assert list(one.__dict__) == list(type(one).model_fields)
        assert type(one).model_validate(one.model_dump()) == one
