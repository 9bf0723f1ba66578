"""Divisions: table, look-up, names in text, context."""

from __future__ import annotations

import pytest

from fazhi_extract.entities import gazetteer
from fazhi_extract.entities.divisions import shorten
from fazhi_extract.lexicon import default_lexicon

TABLE = gazetteer()


def test_every_row_is_a_code_a_name_and_an_edition() -> None:
    rows = default_lexicon().rows("divisions")
    assert len(rows) > 3000
    assert all(len(code) == 6 and code.isdigit() and len(name) >= 2 for code, name, _ in rows)
    assert {last for _, _, last in rows} <= {"-", *map(str, range(2014, 2025))}
    assert len({(code, name) for code, name, _ in rows}) == len(rows)


def test_every_division_has_a_path_that_ends_in_itself_and_begins_with_its_province() -> None:
    for division in TABLE:
        assert division.path[-1] == division.name
        province = TABLE.code(division.code[:2] + "0000")
        assert province is not None
        assert division.path[0] == province.name
        assert len(set(division.path)) == len(division.path)


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("110000", "province"),
        ("330100", "city"),
        ("330106", "county"),
        ("419001", "county"),
        ("441900", "city"),
    ],
)
def test_level(code: str, level: str) -> None:
    division = TABLE.code(code)
    assert division is not None
    assert division.level == level


def test_municipalities_have_no_city_between() -> None:
    division = TABLE.code("110108")
    assert division is not None
    assert division.path == ("北京市", "海淀区")


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("柯桥区", "柯桥"),
        ("延边朝鲜族自治州", "延边"),
        ("内蒙古自治区", "内蒙古"),
        ("阿克苏地区", "阿克苏"),
        ("滑县", "滑"),
    ],
)
def test_shorten(name: str, short: str) -> None:
    assert shorten(name) == short


def test_short_names_lead_back() -> None:
    assert TABLE.full_names("衢州") == ("衢州市",)
    assert TABLE.full_names("滑") == ()


def test_mentions_in_text() -> None:
    text = "浙江省衢州市和新疆维吾尔自治区阿克苏地区，防范县域风险，河南省滑县，滑县"
    found = [text[m.start : m.end] for m in TABLE.mentions(text)]
    assert found == ["浙江省", "衢州市", "新疆维吾尔自治区", "阿克苏地区", "河南省", "滑县", "滑县"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("上级会同县财政局检查，与外地合作市场广阔", []),
        ("会同县人民政府报告，会同县财政局检查", ["会同县", "会同县"]),
        ("怀化市通报，会同县财政局检查", ["怀化市", "会同县"]),
        ("面向城区居民，全州县级单位参加", []),
        ("晋城市，在城区试点", ["晋城市", "城区"]),
    ],
)
def test_a_name_that_may_be_other_words(text: str, names: list[str]) -> None:
    assert [mention.name for mention in TABLE.mentions(text)] == names


def test_a_shared_name_is_resolved_by_context_or_stays_open() -> None:
    assert TABLE.resolve("西湖区") is None
    assert TABLE.resolve("西湖区", context={"杭州市": 1}) == TABLE.code("330106")
    assert TABLE.resolve("西湖区", context={"杭州市": 1, "南昌市": 1}) is None
    assert TABLE.resolve("鼓楼区", codes=["320106"]) == TABLE.code("320106")
    assert TABLE.resolve("鼓楼区", codes=["999999"]) is None
    assert TABLE.resolve("衢江区") == TABLE.code("330803")
    assert TABLE.resolve("没有县") is None


def test_retired_names_are_found_for_their_years() -> None:
    retired = next(
        d for d in TABLE if d.until is not None and not any(o.until is None for o in TABLE.named(d.name))
    )
    assert TABLE.resolve(retired.name, codes=[retired.code], year=retired.until) is not None


@pytest.mark.parametrize(
    ("text", "at", "end"),
    [
        ("在浙江省杭州市召开", 1, 4),
        ("在浙江省杭州市召开", 0, -1),
        ("内蒙古自治区党委", 0, 6),
        ("区司法局", 0, -1),
    ],
)
def test_longest_name_at_a_place(text, at, end):
    assert gazetteer().longest_at(text, at) == end
