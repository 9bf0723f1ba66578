"""What a file says of its report outside the text: it fills gaps and overrules nothing."""

from __future__ import annotations

import pytest

from fazhi_extract.extraction.metadata import read_metadata
from fazhi_extract.outline import read_outline

BODY = (
    "一、主要举措和成效\n我县评查行政执法案卷126件，县政府常务会议专题研究法治工作3次。\n"
    "二、存在的不足\n一是力量薄弱。\n"
)
TITLE = "青溪县2023年法治政府建设年度报告"


def meta(text=BODY, header="", **fields):
    return read_metadata(text, read_outline(text), fields=fields, header=header)


def test_nothing_given_changes_nothing():
    assert meta() == read_metadata(BODY, read_outline(BODY))


def test_a_title_fills_year_and_issuer():
    found, _ = meta(title=f"{TITLE}_青溪县人民政府门户网站")
    assert (found.title, found.year, found.issuer) == (TITLE, 2023, "青溪县人民政府")


def test_a_title_of_another_kind_is_none():
    assert meta(title="青溪县政府信息网")[0].title is None


def test_the_text_has_its_own_title():
    found, warnings = meta(f"{TITLE}\n{BODY}", title="关于青溪县法治政府建设情况的公示")
    assert found.title == TITLE
    assert warnings == meta(f"{TITLE}\n{BODY}")[1]


def test_different_years_are_told():
    found, warnings = meta(f"{TITLE}\n{BODY}", title=TITLE.replace("2023", "2022"))
    assert found.year == 2023
    assert "the text's title says 2023, the page's 2022: took the text's" in warnings


@pytest.mark.parametrize("given", ["2024-03-22 16:40", "2024/3/22", "2024年03月22日", "20240322"])
def test_a_day_fills_a_gap(given):
    assert meta(published=given)[0].published == "2024-03-22"


@pytest.mark.parametrize("given", ["", "2024-13-45", "昨天", "1711093200000"])
def test_what_is_no_day_fills_nothing(given):
    assert meta(published=given)[0].published is None


def test_the_printed_day_stays():
    text = f"{TITLE}\n发布时间：2024-03-22\n{BODY}"
    found, warnings = meta(text, published="2024-04-01")
    assert found.published == "2024-03-22"
    assert any("2024-04-01" in warning for warning in warnings)
    assert meta(text, published="2024-03-22 10:00")[1] == meta(text)[1]


@pytest.mark.parametrize(
    ("header", "given", "publisher"),
    [
        ("", "青溪县司法局", "青溪县司法局"),
        ("", "本站", None),
        ("发布机构：县政府办公室", "青溪县司法局", "县政府办公室"),
        ("来源：县政府办公室", "青溪县司法局", "县政府办公室"),
    ],
)
def test_publishers(header, given, publisher):
    assert meta(header=header, publisher=given)[0].publisher == publisher


def test_a_header_that_was_cut_is_read():
    found, _ = meta(header="| 索 引 号： | QX-7 | 文　　号： | 青政报〔2024〕6号 |\n成文日期：2024-03-18")
    assert (found.index_number, found.document_number, found.signed) == (
        "QX-7",
        "青政报〔2024〕6号",
        "2024-03-18",
    )


@pytest.mark.parametrize("site", ["青溪县人民政府门户网站", "青溪县人民政府", "青溪县人民政府网"])
def test_a_site_tells_the_place(site):
    assert meta(site=site)[0].region == "青溪县"
    assert meta()[0].region is None
