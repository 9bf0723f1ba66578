"""One whole numeral in any written form to its exact value."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NoReturn

from fazhi_extract.errors import InputError, NumeralError
from fazhi_extract.numerals.digits import DIGITS, FOLD, SMALL, exponent, join_eights, plus, quotient, shifted

__all__ = ["fold", "parse_number", "read_folded"]

ARABIC: Final = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:\.\d+)?"
_SIMPLE: Final = re.compile(rf"({ARABIC})([十百千]?万?亿*|[十百千]?万?兆)", re.ASCII)
_TOKEN: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+|.", re.ASCII | re.DOTALL)
_FRACTION: Final = re.compile(r"([\d零一二三四五六七八九]+)([十百千]?万?亿*|[十百千]?万?兆)", re.ASCII)
_POSITIONAL: Final = re.compile(r"[零一二三四五六七八九]{2,}")
_PLACES: Final = str.maketrans("零一二三四五六七八九", "0123456789")
_LONGEST_MIXED: Final = 16


class Malformed(Exception):  # noqa: N818 - private signal, never leaves this package
    """A numeral stops making sense at `position`."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


def fold(text: str) -> str:
    """`text` with full-width, capital and traditional numeral characters made plain, one to one."""
    return text.translate(FOLD)


def parse_number(s: str) -> Decimal:
    """The value of one whole numeral.

    Reads Arabic (full-width, thousands separators), Chinese (capital, traditional, positional, elliptic),
    mixed (3千5百, 1.17万), decimals, fractions (三分之二, 3/5, 一又二分之一), percent signs as fractions
    (百分之五 → 0.05, 5% → 0.05), negatives and 半.

    Raises:
        NumeralError: when `s` is not one whole numeral; `position` says where it stops making sense.
        InputError: when `s` is no string.
    """
    if not isinstance(s, str):
        raise InputError(f"parse_number wants a str, not {type(s).__name__}; decode or format it first")
    try:
        return _read(fold(s))
    except Malformed as stop:
        _refuse(s, stop.position)


def _refuse(s: str, position: int) -> NoReturn:
    shown = s if len(s) <= 40 else s[:37] + "…"
    if not s:
        raise NumeralError("an empty string is no numeral; give at least one digit", numeral=s, position=0)
    what = f"{s[position]!r} at position {position}" if position < len(s) else "its end: something is missing"
    raise NumeralError(
        f"{shown!r} is not one whole numeral: it stops making sense at {what}", numeral=s, position=position
    )


def read_folded(s: str) -> Decimal | None:
    """The value of a folded numeral, or None where it is malformed."""
    try:
        return _read(s)
    except Malformed:
        return None


def _read(s: str) -> Decimal:
    lead = len(s) - len(s.lstrip())
    s = s.rstrip()
    sign = s[lead : lead + 1]
    start = lead + 1 if sign in ("负", "-", "+") and sign else lead
    if start >= len(s):
        raise Malformed(len(s))
    value = _unsigned(s, start)
    return value.copy_negate() if sign in ("负", "-") and value else value


def _unsigned(s: str, at: int) -> Decimal:
    simple = _SIMPLE.fullmatch(s, at)
    if simple:
        return shifted(simple[1].replace(",", "").replace(" ", ""), exponent(simple[2]))
    if s[-1] in "%‰":
        return shifted_down(_plain(s[:-1], at), 2 if s[-1] == "%" else 3)
    whole = s.find("又", at)
    if whole >= 0:
        return plus(_plain(s[:whole], at), _fraction(s, whole + 1))
    if "分之" in s or "/" in s:
        return _fraction(s, at)
    return _plain(s, at)


def shifted_down(value: Decimal, power: int) -> Decimal:
    """`value` divided by ten to `power`, exact."""
    return quotient(value, Decimal(10**power)) if value else value


def _fraction(s: str, at: int) -> Decimal:
    """三分之二 and 2/3; a sign may stand before the numerator (百分之负三)."""
    cut = s.find("分之", at)
    if cut >= 0:
        below, above, above_at = s[:cut], s, cut + 2
    else:
        cut = s.find("/", at)
        if cut < 0:
            raise Malformed(len(s))
        above, below, above_at = s[:cut], s, at
        at = cut + 1
    sign = above[above_at : above_at + 1] in ("负", "-")
    numerator = _plain(above, above_at + sign)
    denominator = _plain(below, at)
    if not denominator:
        raise Malformed(at)
    value = quotient(numerator, denominator)
    return value.copy_negate() if sign else value


def _plain(s: str, at: int) -> Decimal:
    """An unsigned whole or decimal numeral."""
    if at >= len(s):
        raise Malformed(at)
    if s[at:] in ("半", "一半"):
        return Decimal("0.5")
    simple = _SIMPLE.fullmatch(s, at)
    if simple:
        return shifted(simple[1].replace(",", "").replace(" ", ""), exponent(simple[2]))
    if _POSITIONAL.fullmatch(s, at):
        return Decimal(s[at:].translate(_PLACES))
    head = _SIMPLE.match(s, at)
    if head and "." in head[0]:
        raise Malformed(head.end())
    point = s.find("点", at)
    if point < 0:
        return _integer(s, at)
    whole = _integer(s[:point], at)
    rest = _FRACTION.match(s, point + 1)
    if not rest or rest.end() < len(s):
        raise Malformed(rest.end() if rest else point + 1)
    places = rest[1].translate(_PLACES)
    value = plus(whole, Decimal("0." + places))
    return shifted(f"{value:f}", exponent(rest[2])) if rest[2] else value


class _Reader:
    """Adds up a Chinese or mixed whole number from left to right.

    `sections` are the closed groups of eight places (each closed by an 亿), `above` a group raised by 兆,
    `wan` the places above 万 of the open group, `low` its places below, `digits` what waits for its unit.
    """

    __slots__ = ("above", "chinese", "digits", "floor", "last", "low", "sections", "start", "wan", "zero")

    def __init__(self, start: int) -> None:
        self.start = start
        self.sections: list[int] = []
        self.above = 0
        self.wan: int | None = None
        self.low = 0
        self.digits = ""
        self.chinese = False
        self.floor = 10_000
        self.last = 0
        self.zero = False

    def small(self, unit: int, at: int) -> None:
        """十, 百 or 千."""
        count = int(self.digits) if self.digits else 1
        misplaced = unit >= self.floor or not count or (self.chinese and len(self.digits) > 1)
        bare = not self.digits and unit > 10 and self.floor < 10_000 and not self.zero
        crowded = count > 9 and (self.last or count * unit >= 10_000)
        if misplaced or bare or crowded:
            raise Malformed(at)
        self.low += count * unit
        self.floor = self.last = unit
        self.digits, self.zero = "", False

    def group(self, at: int) -> int:
        """Close the open group of eight places and return it."""
        if (self.zero and not self.digits) or (len(self.digits) > 1 and self.chinese):
            raise Malformed(at)
        self.zero = False
        part = self.low + (int(self.digits) if self.digits else 0)
        value = (self.wan or 0) * 10_000 + part
        self.wan, self.low, self.digits, self.floor = None, 0, "", 10_000
        return value

    def large(self, unit: str, at: int) -> None:
        """万, 亿 or 兆."""
        empty = not self.digits and not self.low and self.wan is None
        if empty and self.last and not (unit == "亿" and self.last >= 10**8 and not self.zero):
            raise Malformed(at)
        if unit == "万":
            if self.wan is not None:
                raise Malformed(at)
            self.wan = self.group(at) or self.one(empty, at)
            self.last = 10_000
        elif unit == "亿":
            lone = empty and not self.sections and not self.above
            self.sections.append(self.above + (self.group(at) or (self.one(empty, at) if lone else 0)))
            self.above = 0
            self.last = 10**8
        else:
            if self.above:
                raise Malformed(at)
            self.above = (self.group(at) or self.one(empty, at)) * 10_000
            self.last = 10**12

    @staticmethod
    def one(empty: bool, at: int) -> int:
        """The unsaid 一 of a numeral that begins with its multiplier; a said 零 has no multiplier."""
        if not empty:
            raise Malformed(at)
        return 1

    def digit(self, c: str, at: int) -> None:
        """One Chinese digit, 零 included."""
        first = at == self.start
        if c == "零" and not first:
            if self.digits or self.zero:
                raise Malformed(at)
            self.zero = True
        elif self.digits:
            raise Malformed(at)
        else:
            self.digits, self.chinese = str(DIGITS[c]), True

    def score(self, tens: int, at: int) -> None:
        """廿 and 卅."""
        if self.digits or self.floor <= 10:
            raise Malformed(at)
        self.low += tens
        self.floor = self.last = 10
        self.zero = False

    def total(self, end: int) -> Decimal:
        """The value at the end of the numeral."""
        if self.zero and not self.digits:
            raise Malformed(end)
        last = int(self.digits) if self.digits else 0
        if len(self.digits) == 1 and self.last >= 100 and not self.zero and last:
            last *= self.last // 10
        elif last >= (self.last or last + 1) or (self.digits and not last and self.last):
            raise Malformed(end - len(self.digits))
        group = (self.wan or 0) * 10_000 + self.low + last
        if self.above:
            self.sections.append(self.above)
        return join_eights([*self.sections, group])


def _integer(s: str, at: int) -> Decimal:
    if _POSITIONAL.fullmatch(s, at):
        return Decimal(s[at:].translate(_PLACES))
    reader = _Reader(at)
    if at >= len(s):
        raise Malformed(at)
    for token in _TOKEN.finditer(s, at):
        c, here = token[0], token.start()
        if c in DIGITS:
            reader.digit(c, here)
        elif c in SMALL:
            reader.small(SMALL[c], here)
        elif c in "万亿兆":
            reader.large(c, here)
        elif c[0] in "0123456789":
            if reader.digits or len(c) > _LONGEST_MIXED:
                raise Malformed(here)
            reader.digits, reader.chinese = c.replace(",", ""), False
        elif c in "廿卅卌":
            reader.score({"廿": 20, "卅": 30, "卌": 40}[c], here)
        else:
            raise Malformed(here)
    return reader.total(len(s))
