"""Parts of the sentence before: the work does not grow with the square of the figures."""

from __future__ import annotations

from fazhi_extract.extraction.metrics import find_metrics
from fazhi_extract.numerals import find_quantities
from fazhi_extract.outline.structure import Block, Extent, Outline

from ...growth import LINEAR, growth  # noqa: TID252


def read(text):
    body = Extent(0, len(text))
    outline = Outline(body, None, (), (), (Block("item", body, "measures", None),))
    return find_metrics(text, outline, find_quantities(text))


def test_two_long_sentences_cost_in_proportion():
    def make(size):
        return "检查工地90家、" * size + "办结。其中：" + "抽查船舶8家、" * size + "完毕。"

    assert growth(read, make, 40) < LINEAR
