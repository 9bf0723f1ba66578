"""Bodies in small sentences: ⟦…⟧ in the case file marks what must be found, no more and no less."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest

from fazhi_extract.entities import find_organizations, find_references
from fazhi_extract.errors import LexiconError
from fazhi_extract.lexicon import default_lexicon

CASES = Path(__file__).parent / "cases" / "organizations.txt"
LINES = [line for line in CASES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def plain(marked: str) -> str:
    return marked.replace("⟦", "").replace("⟧", "")


def mark(text: str) -> str:
    for entity in reversed(find_organizations(text)):
        start, end = entity.span.start, entity.span.end
        text = f"{text[:start]}⟦{text[start:end]}⟧{text[end:]}"
    return text


@pytest.mark.parametrize("marked", LINES)
def test_case(marked: str) -> None:
    assert mark(plain(marked)) == marked


@pytest.mark.parametrize("marked", LINES)
def test_half_width_punctuation_changes_nothing(marked: str) -> None:
    half = marked.translate(str.maketrans("，。；：（）", ",.;:()"))
    assert mark(plain(half)) == half


def test_entities_slice_to_their_text_in_order_without_overlap() -> None:
    text = "\n".join(map(plain, LINES))
    found = find_organizations(text)
    assert found
    assert all(text[e.span.start : e.span.end] == e.text and e.label == "ORG" for e in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


def test_known_spans_are_added_where_no_rule_has_a_body() -> None:
    text = "县司法局邀请白鹭书院授课，见《白鹭书院讲义》。"
    inside = text.index("白鹭书院", 12)
    known = [(6, 10, "ORG"), (1, 4, "ORG"), (inside, inside + 4, "ORG"), (0, 99, "ORG"), (3, 3, "ORG")]
    found = find_organizations(text, references=find_references(text), known=known)
    assert [e.text for e in found] == ["县司法局", "白鹭书院"]


def test_navigation_outside_the_body_is_passed_over() -> None:
    text = "首页 > 县政府文件 > 正文\n发布机构：县政府办公室\n县政府依法履职。"
    body = (text.index("县政府依法"), len(text))
    assert [e.text for e in find_organizations(text, body=body)] == ["县政府办公室", "县政府"]
    assert len(find_organizations(text)) == 3


def test_a_lexicon_can_be_extended() -> None:
    text = "由县候鸟驿馆负责，市候鸟驿馆协助。"
    assert find_organizations(text) == []
    lexicon = default_lexicon().extended({"org_heads": [("驿馆", "prefix", "-")]})
    assert [e.text for e in find_organizations(text, lexicon=lexicon)] == ["县候鸟驿馆", "市候鸟驿馆"]


def test_a_head_with_an_unknown_need_is_an_error() -> None:
    lexicon = default_lexicon().extended({"org_heads": [("驿馆", "maybe", "-")]})
    with pytest.raises(LexiconError, match="maybe"):
        find_organizations("县驿馆", lexicon=lexicon)


@pytest.mark.parametrize(
    "text",
    ["", " \n\t", "\x00县政府\x00", "\ud800县委", "\ue000局\u0301委", "局" * 50, "((((局))))", "我", "街道"],
)
def test_odd_text_is_no_error(text: str) -> None:
    assert all(text[e.span.start : e.span.end] == e.text for e in find_organizations(text))


@pytest.mark.parametrize(
    "unit",
    [
        "我单位",
        "县委",
        "甲乙丙县",
        "（（局",
        "柳湾镇",
        "“春风”、",
        "中心",
        "人民调解",
        "街道办",
        "青溪",
        "《县委",
    ],
)
def test_cost_grows_linearly(unit: str) -> None:
    def cost(times: int) -> float:
        text = unit * times
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            find_organizations(text)
            best = min(best, time.perf_counter() - start)
        return best

    cost(10)
    assert cost(16_000) < 12 * cost(4_000) + 0.05
