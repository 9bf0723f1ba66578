"""Metadata of small reports: one case a portal layout or a way to be told."""

from __future__ import annotations

from pathlib import Path

import pytest

from fazhi_extract.entities import find_organizations
from fazhi_extract.extraction.metadata import read_metadata
from fazhi_extract.extraction.metadata.dates import find_date, first_year
from fazhi_extract.models import ReportMeta
from fazhi_extract.outline import read_outline

CASES = Path(__file__).parent / "cases" / "metadata.txt"
ESCAPES = {"\\r": "\r", "\\u3000": "\u3000", "\\xa0": "\xa0"}


def read(text: str) -> tuple[ReportMeta, list[str]]:
    return read_metadata(text, read_outline(text), organizations=find_organizations(text))


def cases() -> list[tuple[str, str, dict[str, str]]]:
    found = []
    for part in CASES.read_text(encoding="utf-8").split("\n=== ")[1:]:
        name, _, content = part.partition("\n")
        text, mark, fields = content.partition("\n---\n")
        assert mark, f"case {name!r} has no line ---"
        for escape, char in ESCAPES.items():
            text = text.replace(escape, char)
        found.append((name, text, dict(line.split(": ", 1) for line in fields.strip().splitlines())))
    return found


@pytest.mark.parametrize(("name", "text", "expected"), cases(), ids=[name for name, _, _ in cases()])
def test_case(name: str, text: str, expected: dict[str, str]) -> None:
    meta, warnings = read(text)
    shown = {
        key: " ".join(value) if isinstance(value, list) else str(value)
        for key, value in meta.model_dump().items()
        if value not in (None, [])
    }
    warned = expected.pop("warning", None)
    assert shown == expected
    assert any(warned in warning for warning in warnings) if warned else not warnings


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("2022-03-28 14:25", "2022-03-28"),
        ("2022/3/8", "2022-03-08"),
        ("2022.03.28", "2022-03-28"),
        ("2023年3月1日", "2023-03-01"),
        ("2023年 3 月", "2023-03"),
        ("二〇二三年十二月二十一日", "2023-12-21"),
        ("２０２０年３月１０日", "2020-03-10"),
        ("20220328", "2022-03-28"),
    ],
)
def test_dates(printed: str, date: str) -> None:
    assert find_date(printed) == date


@pytest.mark.parametrize("printed", ["", "2022", "2022年", "2022-13-01", "无", "3月5日", "2022年40月"])
def test_no_dates(printed: str) -> None:
    assert find_date(printed) is None


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2021年度", 2021),
        ("二〇二一年", 2021),
        ("２０２１ 年", 2021),
        ("2021法治报告", 2021),
        ("2021以来", 2021),
        ("第12021号", None),
    ],
)
def test_years(text: str, year: int | None) -> None:
    assert first_year(text) == year


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "\x00",
        "\ud800",
        "索引号",
        "索引号：",
        "发布日期：" * 3000,
        "|" * 5000,
        "文号：\n" * 2000,
        "年" * 3000,
    ],
)
def test_odd_text_is_no_error(text: str) -> None:
    meta, _ = read(text)
    assert meta.year is None
    assert meta.region_path == []
