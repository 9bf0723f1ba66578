"""Strings of a report are any characters whatever; JSON brings each of them back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_extract.models import Report, Span, Statement

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("云岭市", "云岭市"),
        ("\ud800", "\ufdd0d800"),
        ("\ufdd0", "\ufdd0fdd0"),
        ("\ufdd0d800", "\ufdd0fdd0d800"),
        ("𠮷", "𠮷"),
    ],
)
def test_json_form(text, printed):
    assert json.loads(Report(text=text).model_dump_json())["text"] == printed


@given(ANY_TEXT, ANY_TEXT)
def test_json_round_trip(text, warning):
    report = Report(
        text=text,
        causes=[Statement(text=text, span=Span(start=0, end=len(text)))],
        warnings=[warning],
    )
    assert Report.model_validate_json(report.model_dump_json()) == report


def test_the_schema_says_string():
    for mode in ("validation", "serialization"):
        assert Report.model_json_schema(mode=mode)["properties"]["text"]["type"] == "string"


def test_python_input_is_not_unescaped():
    assert Report(text="\ufdd0d800").text == "\ufdd0d800"


def test_a_number_is_no_text():
    with pytest.raises(ValueError, match="text"):
        Report(text=3)
