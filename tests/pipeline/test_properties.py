"""Whatever the text: no exception, every span in its place, JSON there and back."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi_extract import Report, parse_report

from .reports import SHORT
from .test_input import assert_spans, walk

ANYTHING = st.characters(exclude_categories=())
SCRAPS = (
    "一是 二要 (一) ３. ① 《 》 ， ; 。 “ ” ： | 其中 同比下降 由 上升到 3成 12% 百分之 近 余 万 亿元 2023年 "
    "县司法局 究其原因"
)
PIECES = st.sampled_from([*SHORT.split("\n"), *SCRAPS.split(), "\n", "\r\n", "\u3000", " "])
MIXED = st.lists(st.one_of(PIECES, st.text(ANYTHING, max_size=3)), max_size=60).map("".join)


def _holds(text):
    report = parse_report(text)
    assert report.text == text
    assert_spans(report)
    assert Report.model_validate_json(report.model_dump_json()) == report
    ids = [one.id for one in walk(report) if hasattr(one, "id")]
    assert len(ids) == len(set(ids))
    known = set(ids)
    for metric in report.metrics:
        assert {metric.section, metric.item, metric.part_of} <= {*known, None}
    for item in (*report.measures, *report.shortcomings, *report.plans):
        assert set(item.metrics) <= known
    assert parse_report(text) == report


@settings(deadline=None, max_examples=150)
@given(st.text(ANYTHING, max_size=200))
def test_any_text(text):
    _holds(text)


@settings(deadline=None, max_examples=250)
@given(MIXED)
def test_scrambled_reports(text):
    _holds(text)
