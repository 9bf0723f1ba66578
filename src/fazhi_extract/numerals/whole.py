"""A string that is one whole quantity."""

from __future__ import annotations

import re
from typing import Final

from fazhi_extract.models import Quantity
from fazhi_extract.models.quantity import Comparator
from fazhi_extract.numerals.build import Reading, joined, make_quantity, read, written
from fazhi_extract.numerals.grammar import ARABIC_DIGITS, START
from fazhi_extract.numerals.scan import SIGNS, Scan

__all__ = ["whole_quantity"]

_CURRENCY: Final = re.compile(r"(人民币|港币|美元|欧元|日元)\s*(?=\S)")
_PRINTED: Final = {"港币": "港元", "人民币": "元"}


def whole_quantity(scan: Scan) -> Quantity | int:
    """The one quantity that the text of `scan` is, or the position where it stops being one."""
    text, g = scan.text, scan.g
    left = start = len(text) - len(text.lstrip())
    stop = len(text.rstrip())
    currency = _CURRENCY.match(text, start)
    if currency:
        start = currency.end()
    negative = start < stop and text[start] in SIGNS
    m = _first(scan, start + negative)
    if not m:
        return start
    at, mark, speed = _before(scan, m)
    if at not in (start + negative, start):
        return start
    reading = read(g, m)
    if reading is None:
        return m.start()
    end = m.end()
    second = g.second.match(text, end) or g.between.match(text, end)
    other = read(g, second) if second else None
    both = joined(reading, written(m), other, written(second)) if second and other else None
    if both and second:
        reading, end = both, second.end()
    if end != stop:
        return end
    if negative:
        reading = _negative(reading)
    if speed:
        reading = reading._replace(unit=f"{reading.unit}每小时")
    if currency and reading.unit in (None, "元"):
        reading = reading._replace(unit=_PRINTED.get(currency[1], currency[1]), kind="money")
    return make_quantity(text, left, stop, reading, mark)


def _before(scan: Scan, m: re.Match[str]) -> tuple[int, Comparator | None, bool]:
    """Where the words before the number begin (从, 每小时, 约), their comparator; is it a speed?"""
    at, mark = scan.mark(m.start(), m["num"], m["unit"])
    if at and scan.text[at - 1] == "从":
        at -= 1
    speed = at >= 3 and scan.text.startswith("每小时", at - 3)
    return at - 3 * speed, mark, speed


def _negative(reading: Reading) -> Reading:
    if reading.value is not None:
        return reading._replace(value=reading.value.copy_negate())
    return reading._replace(low=reading.low.copy_negate()) if reading.low is not None else reading


def _first(scan: Scan, at: int) -> re.Match[str] | None:
    """The first expression from `at` on."""
    c = START.search(scan.text, at)
    while c:
        pattern = scan.g.arabic if c[0] in ARABIC_DIGITS else scan.g.chinese
        m = pattern.match(scan.text, c.start())
        if m:
            return m
        c = START.search(scan.text, c.end())
    return None
