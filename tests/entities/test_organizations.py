"""Bodies in small sentences: ⟦…⟧ in the case file marks what must be found, no more and no less."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from fazhi_extract.entities import find_organizations, find_references
from fazhi_extract.errors import LexiconError
from fazhi_extract.lexicon import default_lexicon

from ..growth import LINEAR, growth  # noqa: TID252

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


def test_no_name_runs_over_the_end_of_a_line() -> None:
    text = "一、举措和成效\n县人民政府收到申请\n联合\n柳湾镇、杏林乡\n成立工作\n领导小组\n由\n法规科"
    assert [e.text for e in find_organizations(text)] == ["县人民政府", "法规科"]


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


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("unit", "times", "bodies"),
    [
        ("我单位", 20_000, 20_000),
        ("县委", 20_000, 20_000),
        ("甲乙丙县", 300_000, 0),
        ("（（局", 100_000, 0),
        ("柳湾镇", 10_000, 1),
        ("“春风”、", 100_000, 0),
        ("中心", 20_000, 0),
        ("人民调解", 500_000, 0),
        ("街道办", 20_000, 20_000),
        ("青溪", 500_000, 0),
        ("《县委", 20_000, 20_000),
        ("会同县民政局、", 5_000, 5_000),
        ("县民政局、柳湾镇、", 5_000, 10_000),
        ("“马背宣讲队”", 5_000, 5_000),
        ("创建工作领导小组", 5_000, 0),
        ("普法与依法治理股", 5_000, 0),
        ("第三中学", 5_000, 1),
    ],
)
def test_cost_grows_linearly(unit: str, times: int, bodies: int) -> None:
    assert len(find_organizations(unit * times)) == bodies
    assert growth(find_organizations, lambda count: unit * count, 250) < LINEAR
