"""Matches to values, and values to frozen objects."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final, NamedTuple

from fazhi_extract.models import Quantity, Span
from fazhi_extract.models.quantity import Kind
from fazhi_extract.numerals.digits import exponent, shifted
from fazhi_extract.numerals.grammar import Grammar
from fazhi_extract.numerals.number import fold, read_folded
from fazhi_extract.numerals.rejects import RULES, Rejected

__all__ = ["Reading", "make_quantity", "make_rejected", "read"]


class Reading(NamedTuple):
    """What one expression says, apart from the marks before it."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    kind: Kind
    comparator: str


_PAIR: Final = re.compile(
    r"([零一二两三四五六七八九十百千万亿]*?)([一二两三四五六七八九])([二三四五六七八九])([十百千万亿]*)"
)
_NEXT: Final = {a + b for a, b in zip("一二三四五六七八", "二三四五六七八九", strict=True)} | {
    "两三",
    "三五",
    "一两",
}
_DIGIT: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}


def _scale(value: Decimal, times: str) -> Decimal:
    return shifted(f"{value:f}", exponent(times)) if times else value


def _pair(number: str) -> tuple[Decimal, Decimal] | None:
    """三五, 十五六, 二三百 → the two neighbours."""
    pair = _PAIR.fullmatch(number)
    if not pair or pair[2] + pair[3] not in _NEXT or (pair[1] and pair[1][-1] not in "十百千万亿"):
        return None
    low = read_folded(pair[1] + pair[2] + pair[4])
    high = read_folded(pair[1] + pair[3] + pair[4])
    return (low, high) if low is not None and high is not None else None


def read(g: Grammar, m: re.Match[str], second: re.Match[str] | None) -> Reading | None:
    """The reading of one expression, or of two joined to a range; None where the number is malformed."""
    number, times, vague = m["num"], m["times"] or "", m["vague"]
    name = m["unit"]
    entry = g.units[name] if name else None
    unit = entry.printed if entry else None
    kind: Kind = entry.kind if entry else "count"
    comparator = "="
    value: Decimal | None
    low = high = None
    if number.isascii() and number.isdigit():
        value = Decimal(number) if not times else shifted(number, exponent(times))
    elif "分之" in number:
        head, _, tail = fold(number).partition("分之")
        value = read_folded(tail)
        if head == "百" and entry is None:
            unit, kind = "%", "percentage"
        elif head == "千" and entry is None:
            unit, kind = "‰", "permille"
        else:
            value = read_folded(fold(number))
    elif number[0] in "几数好":
        value = None
        low = read_folded(number.lstrip("几数好"))
        if low is None:
            return None
        low = _scale(low, times)
        high = low * 10
        comparator = "~"
    else:
        plain = fold(number)
        pair = _pair(plain)
        if pair:
            value, low, high, comparator = None, _scale(pair[0], times), _scale(pair[1], times), "~"
        else:
            value = read_folded(plain)
            if value is None:
                return None
            value = _scale(value, times)
    if vague in ("余", "多"):
        comparator = ">"
    elif vague and value is not None:
        low, high, value, comparator = value, value * 2, None, "~"
    after = m["after"]
    if after:
        comparator = ">=" if after[0] == "或" else g.after[after]
    if entry and entry.kind == "percentage" and entry.factor != 1:
        value = value * entry.factor if value is not None else None
        low = low * entry.factor if low is not None else None
        high = high * entry.factor if high is not None else None
    if second is not None:
        other = read(g, second, None)
        if other is None or other.value is None or value is None:
            return None
        if unit is not None and other.unit != unit:
            return None
        if other.value <= value:
            return None
        return Reading(None, value, other.value, other.unit, other.kind, "=")
    return Reading(value, low, high, unit, kind, comparator)


_NONE: Final = None
_FIELDS_Q: Final = {"text", "span", "value", "low", "high", "unit", "comparator", "kind"}


def _made(cls: type[Any], values: dict[str, Any]) -> Any:
    return cls.model_construct(**values)


def make_quantity(text: str, start: int, end: int, reading: Reading, mark: str | None) -> Quantity:
    """A quantity whose parts are known to be good."""
    made: Quantity = _made(
        Quantity,
        {
            "text": text[start:end],
            "span": _made(Span, {"start": start, "end": end}),
            "value": reading.value,
            "low": reading.low,
            "high": reading.high,
            "unit": reading.unit,
            "comparator": mark or reading.comparator,
            "kind": reading.kind,
        },
    )
    return made


def make_rejected(text: str, start: int, end: int, rule: str) -> Rejected:
    """A rejected expression."""
    made: Rejected = _made(
        Rejected,
        {
            "text": text[start:end],
            "span": _made(Span, {"start": start, "end": end}),
            "rule": rule,
            "reason": RULES[rule],
        },
    )
    return made
