"""The API around the scanner: units of the caller, lexicons, streams, rejections, the shape of results."""

from __future__ import annotations

import pickle
from decimal import Decimal

import pytest

from fazhi_extract.errors import InputError, LexiconError, NumeralError, OptionError
from fazhi_extract.lexicon import default_lexicon
from fazhi_extract.models import Quantity
from fazhi_extract.numerals import (
    Rejected,
    Unit,
    find_quantities,
    iter_quantities,
    parse_quantity,
    units,
)
from fazhi_extract.numerals.rejects import RULES

from ..growth import LINEAR, growth  # noqa: TID252

REPORT = (
    "一、2023年主要工作\n一是落实“三项制度”，办结案件385件，同比增长12.5%。\n"
    "二是开展培训10余次，覆盖近1.2万人次；第三次会议听取汇报。\n"
) * 40


def rules(text: str) -> list[tuple[str, str]]:
    return [(r.text, r.rule) for r in find_quantities(text, keep_rejected=True) if isinstance(r, Rejected)]


def test_a_quantity_is_a_whole_model() -> None:
    (found,) = find_quantities("化解纠纷约1.2万起")
    assert Quantity.model_validate_json(found.model_dump_json()) == found
    assert pickle.loads(pickle.dumps(found)) == found
    assert found.model_copy(update={"unit": "件"}).unit == "件"
    assert found == Quantity(
        text="约1.2万起", span={"start": 4, "end": 10}, value=Decimal(12000), unit="起", comparator="~"
    )
    with pytest.raises(ValueError, match="frozen"):
        found.unit = "件"  # type: ignore[misc]


def test_a_rejection_says_why() -> None:
    found = find_quantities("第六次会议审议议题3项", keep_rejected=True)
    assert [type(item) for item in found] == [Rejected, Quantity]
    rejected = found[0]
    assert isinstance(rejected, Rejected)
    assert (rejected.text, rejected.rule, rejected.reason) == ("第六", "ordinal", RULES["ordinal"])
    assert Rejected.model_validate_json(rejected.model_dump_json()) == rejected


def test_rejections_are_kept_by_rule() -> None:
    text = "2023年3月第六次会议审议议题3项，落实三项制度"
    every = find_quantities(text, keep_rejected=True)
    dates = find_quantities(text, keep_rejected={"date"})
    assert dates == [r for r in every if isinstance(r, Quantity) or r.rule == "date"]
    assert [r.text for r in dates] == ["2023年3月", "3项"]
    assert find_quantities(text, keep_rejected=set(RULES)) == every
    assert find_quantities(text, keep_rejected=()) == find_quantities(text)


@pytest.mark.parametrize("wanted", [{"date", "dates"}, "date"])
def test_a_rule_that_there_is_not_is_refused(wanted: str | set[str]) -> None:
    with pytest.raises(OptionError, match="ordinal"):
        find_quantities("3件", keep_rejected=wanted)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_has_a_text_that_meets_it(rule: str) -> None:
    texts = {
        "title": "印发《普法3项清单》",
        "name": "落实三项制度",
        "date": "3月28日印发",
        "ordinal": "第六次会议",
        "enumerator": "一是强化领导",
        "identifier": "拨打12345热线",
        "furniture": "浏览次数：385",
        "rank": "位列前三",
        "indefinite": "培育一批骨干",
        "word": "统一受理",
        "bare": "实施321机制",
        "qualifier": "执业三年以上的律师",
        "malformed": "共10百百件",
    }
    assert rule in [found for _, found in rules(texts[rule])]


def test_units_of_the_caller_win() -> None:
    mine = Unit(name="卷案", kind="count")
    assert [q.unit for q in find_quantities("评查12卷案", units=[mine])] == ["卷案"]
    assert [q.unit for q in find_quantities("评查12卷案")] == ["卷"]
    assert parse_quantity("12卷案", units=[mine]).unit == "卷案"
    assert [q.kind for q in find_quantities("得分12件", units=[Unit(name="件", kind="score")])] == ["score"]
    assert [q.kind for q in find_quantities("得分12件")] == ["count"]


def test_a_unit_of_the_caller_may_be_another_spelling() -> None:
    (found,) = find_quantities("拨款5块大洋", units=[Unit(name="块大洋", kind="money", base="元")])
    assert (found.unit, found.kind) == ("元", "money")


def test_the_catalogue_is_shared_and_read_only() -> None:
    assert units() is units()
    assert units()["公里"].factor == 1000
    assert units()["圆"].printed == "元"
    with pytest.raises(TypeError):
        units()["件"] = Unit(name="件")  # type: ignore[index]


def test_the_lexicon_can_be_extended() -> None:
    text = "推进三项试点"
    more = default_lexicon().extended({"result_verbs": ["推进"]})
    assert find_quantities(text) == []
    assert [q.text for q in find_quantities(text, lexicon=more)] == ["三项"]


def test_a_broken_units_row_is_named() -> None:
    broken = default_lexicon().extended({"units": [("件", "colour", "event", "件", "1", "-")]})
    with pytest.raises(LexiconError, match="colour"):
        find_quantities("12件", lexicon=broken)


def test_every_unit_is_found_after_a_number() -> None:
    missed = []
    for name in units().keys() - {"日"}:  # the 12th of a month
        found = find_quantities(f"共计12{name}。")
        if [q.text for q in found] != [f"12{name}"]:
            missed.append(name)
    assert missed == []


@pytest.mark.parametrize("size", [1, 7, 64, 10_000])
def test_a_stream_in_any_pieces_is_the_text(size: int) -> None:
    pieces = [REPORT[at : at + size] for at in range(0, len(REPORT), size)]
    assert list(iter_quantities(pieces)) == find_quantities(REPORT)


def test_a_long_stream_keeps_its_offsets() -> None:
    text = REPORT * 30
    found = list(iter_quantities(text))
    assert found == find_quantities(text)
    assert all(text[q.span.start : q.span.end] == q.text for q in found)


def test_a_stream_is_read_as_it_comes() -> None:
    def pieces():
        yield "办结3件\n"
        yield from ["调解4起\n"] * 3
        pytest.fail("read too far")

    assert next(iter(iter_quantities(pieces()))).text == "3件"


def test_a_stream_of_something_else_is_refused() -> None:
    with pytest.raises(InputError):
        list(iter_quantities([b"3"]))  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("text", "position"), [("办结385件", 0), ("385件次数", 3), ("385件、12起", 4), ("", 0)]
)
def test_a_refused_quantity_points_at_the_place(text: str, position: int) -> None:
    with pytest.raises(NumeralError) as caught:
        parse_quantity(text)
    assert 0 <= caught.value.position <= len(text)
    assert caught.value.position >= position - 1


@pytest.mark.parametrize(
    ("text", "unit"), [("人民币8千元", "元"), ("港币两千九百六十元", "港元"), ("每小时十公里", "公里每小时")]
)
def test_a_quantity_with_a_word_before_it(text: str, unit: str) -> None:
    assert parse_quantity(text).unit == unit


def test_a_list_shares_its_last_unit() -> None:
    found = find_quantities("分别提高20.9、36.2、54个百分点")
    assert [(q.text, q.value, q.unit) for q in found] == [
        ("20.9", Decimal("20.9"), "个百分点"),
        ("36.2", Decimal("36.2"), "个百分点"),
        ("54个百分点", Decimal(54), "个百分点"),
    ]
    assert find_quantities("实施20、36机制") == []


def test_a_formula_spelt_out_is_a_name() -> None:
    assert find_quantities("搭建“1+2”体系(即1个中心、2支队伍)") == []
    assert len(find_quantities("搭建体系(即1个中心、2支队伍)")) == 2


def test_cost_grows_with_the_text() -> None:
    assert growth(find_quantities, lambda times: REPORT * times, 1) < LINEAR
