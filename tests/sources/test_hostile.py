"""Pages made to take all time or memory: refused, or read at a cost that grows with their length alone."""

from __future__ import annotations

import time

import pytest

from fazhi_extract import SourceError
from fazhi_extract.sources import Limits, read_source

pytest.importorskip("selectolax")
LINE = "一是强化执法监督，评查案卷；提高质量。"


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<div>" * 100_000 + LINE, "nest more than 1,000 deep"),
        ("<p " + " ".join(f"a{n}=1" for n in range(1_000_000)) + ">" + LINE, "attributes"),
        ("<i>" * 600_000, "more than 500,000 tags"),
    ],
    ids=["depth", "attributes", "tags"],
)
def test_refused(page, said):
    with pytest.raises(SourceError, match=said):
        read_source("<html>" + page)


def test_limits_may_be_raised_and_lowered():
    page = "<html>" + "<div>" * 1500 + LINE
    with pytest.raises(SourceError, match="max_depth"):
        read_source(page)
    assert read_source(page, limits=Limits(max_depth=2000))[0].text == LINE
    with pytest.raises(SourceError, match="max_tags"):
        read_source("<html>" + "<p>" * 20, limits=Limits(max_tags=10))


def test_styling_tags_nest_as_deep_as_they_like():
    assert read_source("<html>" + "<p><font size=1>" * 20_000 + LINE)[0].text == LINE


PATTERNS = {
    "paragraphs": "<p>" + LINE,
    "breaks": LINE + "<br>",
    "open tags": "<p <a ",
    "open quotes": '<a b="',
    "open comments": "<!--",
    "open scripts": "<script>",
    "cells": "<table><tr><td>a<td>b<tr><td>1<td>2</table>",
    "one table": "<tr><td>甲<td>12",
    "list": "<ol><li>甲</ol><li>乙",
    "links": '<a href="/x.pdf">附件</a>',
    "clutter": '<div class="nav share">' + LINE + "</div>",
    "controls": "<div>" + "打印 关闭 上一条" * 8 + "。</div>",
    "labels": "<div>索引号：</div>",
    "dates": "<div>发布时间：2024-01-01 来源：</div>",
    "hidden": '<div style="display:none">' + LINE + "</div>",
    "nul": "\x00",
    "entities": "&#x4e00;&nbsp;&",
    "blanks": " \n\u3000",
}


def cost(pattern, count):
    page = "<html><table>" * (pattern == PATTERNS["one table"]) + "<html>" + pattern * count
    best = 60.0
    for _ in range(3):
        start = time.perf_counter()
        read_source(page)
        best = min(best, time.perf_counter() - start)
    return best


@pytest.mark.parametrize("name", PATTERNS)
def test_cost_grows_with_length_alone(name):
    pattern = PATTERNS[name]
    short = cost(pattern, 1_000)
    assert cost(pattern, 8_000) < max(8 * short * 3, 0.1)
