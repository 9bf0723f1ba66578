"""Dates and years as reports print them, to ISO 8601."""

from __future__ import annotations

import regex

__all__ = ["find_date", "first_year", "years"]

_DIGITS = str.maketrans("０１２３４５６７８９〇零○Ｏ一二三四五六七八九", "012345678900001234567" + "89")
_CHINESE = "〇零○Ｏ一二三四五六七八九"
_DATE = regex.compile(
    rf"(?P<y>(?:19|20|１９|２０|[一二][{_CHINESE}])[0-9０-９{_CHINESE}]{{2}})"
    r"\s*(?:年|[-/.－／．—])\s*"
    r"(?P<m>[0-9０-９一二三四五六七八九十元]{1,3})"
    r"(?:\s*(?:月|[-/.－／．—])\s*(?:(?P<d>[0-9０-９一二三四五六七八九十廿]{1,4})\s*[日号]?)?)?"
)
_COMPACT = regex.compile(
    r"(?<![0-9])(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?![0-9])"
)
_YEAR = regex.compile(rf"(?<![0-9０-９])(?:20|２０|二[〇零○Ｏ])[0-9０-９{_CHINESE}]{{2}}(?=\s*(?:年|以来))")
_WHOLE_YEAR = regex.compile(r"(?<![0-9])20\d\d(?![0-9])")


def _small(numeral: str) -> int:
    """A number below a hundred: 3, ０３, 十二, 二十, 廿一; 0 for what is none."""
    numeral = numeral.replace("元", "一").replace("廿", "二十")
    if "十" in numeral:
        tens, _, ones = numeral.partition("十")
        numeral = (tens or "一") + (ones or "零")
    numeral = numeral.translate(_DIGITS)
    return int(numeral) if numeral.isascii() and numeral.isdigit() else 0


def find_date(text: str) -> str | None:
    """The first date of `text`, ISO 8601; a year-month where it gives no day; None where there is none."""
    for pattern in (_DATE, _COMPACT):
        for hit in pattern.finditer(text):
            year, month = int(hit["y"].translate(_DIGITS)), _small(hit["m"])
            day = _small(hit["d"]) if hit["d"] else 0
            if not 1 <= month <= 12 or day > 31:
                continue
            return f"{year:04d}-{month:02d}-{day:02d}" if day else f"{year:04d}-{month:02d}"
    return None


def years(text: str) -> list[int]:
    """The years of `text` (2021年, ２０２１年, 二〇二一年) in order."""
    return [int(hit.group().translate(_DIGITS)) for hit in _YEAR.finditer(text)]


def first_year(text: str) -> int | None:
    """The first year of `text`, also without 年 (2021法治政府建设报告)."""
    hit = _YEAR.search(text) or _WHOLE_YEAR.search(text)
    return int(hit.group().translate(_DIGITS)) if hit else None
