"""Pages made to take all time or memory: refused, or read at a cost that grows with their length alone."""

from __future__ import annotations

import pytest

from fazhi_extract import SourceError
from fazhi_extract.sources import Limits, read_source

from ..growth import LINEAR, growth  # noqa: TID252

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


PATTERNS = {  # what is repeated, how often, and the characters that are read of it all
    "paragraphs": ("<p>" + LINE, 10_000, 20 * 10_000 - 1),
    "breaks": (LINE + "<br>", 10_000, 20 * 10_000 - 1),
    "open tags": ("<p <a ", 200_000, 0),
    "open quotes": ('<a b="', 20_000, 0),
    "open comments": ("<!--", 200_000, 0),
    "open scripts": ("<script>", 200_000, 0),
    "cells": ("<table><tr><td>a<td>b<tr><td>1<td>2</table>", 2_000, 20 * 2_000 - 1),
    "one table": ("<tr><td>甲<td>12", 10_000, 11 * 10_000 - 1),
    "list": ("<ol><li>甲</ol><li>乙", 5_000, 7 * 5_000 - 1),
    "links": ('<a href="/x.pdf">附件</a>', 10_000, 0),
    "clutter": ('<div class="nav share">' + LINE + "</div>", 10_000, 20 * 10_000 - 1),
    "controls": ("<div>" + "打印 关闭 上一条" * 8 + "。</div>", 10_000, 74 * 10_000 - 1),
    "labels": ("<div>索引号：</div>", 10_000, 5 * 10_000 - 1),
    "dates": ("<div>发布时间：2024-01-01 来源：</div>", 10_000, 0),
    "hidden": ('<div style="display:none">' + LINE + "</div>", 10_000, 20 * 10_000 - 1),
    "nul": ("\x00", 200_000, 0),
    "entities": ("&#x4e00;&nbsp;&", 100_000, 3 * 100_000),
    "blanks": (" \n\u3000", 200_000, 0),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", PATTERNS)
def test_cost_grows_with_length_alone(name):
    pattern, times, characters = PATTERNS[name]

    def page(count):
        return "<html><table>" * (name == "one table") + "<html>" + pattern * count

    assert len(read_source(page(times))[0].text) == characters
    assert growth(read_source, page, 250) < LINEAR
