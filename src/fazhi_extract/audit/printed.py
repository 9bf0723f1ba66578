"""What a printed number allows: the interval of true values behind it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

import regex

from fazhi_extract.models import Quantity

__all__ = ["Interval", "as_printed", "interval", "plain", "sum_of"]

_INFINITY = Decimal("Infinity")
_ZERO = Decimal(0)
_SHORT_OF = Decimal("0.9999")  # cut off, 98.9999 is printed as 98; 99 is not
_WHOLE = frozenset({"count", "score"})
_POINTS = ".．点"
_DECIMALS = regex.compile(r"[.．点]([0-9０-９〇零一二三四五六七八九]+)")
_SCALED = regex.compile(r"[0-9０-９〇零一二两三四五六七八九十.．]\s*(十|百|千)?\s*([万亿])")
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_ABOUT = (Decimal("0.9"), Decimal("1.1"))


class Interval(NamedTuple):
    """Bounds, both included."""

    low: Decimal
    high: Decimal

    def meets(self, other: Interval) -> bool:
        """Whether the two have a value in common."""
        return self.low <= other.high and other.low <= self.high

    def over(self, whole: Interval) -> Interval:
        """The share of `whole` in percent; the upper bound of `whole` must lie above zero."""
        high = 100 * self.high / whole.low if whole.low > 0 else _INFINITY
        return Interval(100 * self.low / whole.high, high)


def _step(quantity: Quantity) -> Decimal:
    """The value of one unit in the last printed place; zero for a count printed in full."""
    text = quantity.text
    places = _places(text)
    if "万" in text or "亿" in text:
        scaled = _SCALED.search(text)
        scale = _SCALES[scaled[2]] * _SCALES.get(scaled[1] or "", 1) if scaled else 1
    elif not places and quantity.kind in _WHOLE:
        return _ZERO
    else:
        scale = 10 if "成" in text and quantity.kind == "percentage" else 1
    return Decimal(scale).scaleb(-places)


def _places(text: str) -> int:
    """Decimals of a printed number, in digits or words (九点三)."""
    if not any(point in text for point in _POINTS):
        return 0
    found = _DECIMALS.search(text)
    return len(found[1]) if found else 0


def interval(quantity: Quantity) -> Interval | None:
    """True values a quantity may stand for, None where it says nothing.

    A rounded number (a share, or one written with 万 or 亿) may have been rounded to the nearest or cut
    off: half a unit of its last place below, one unit above. 余, 近, 以上 and the like leave one side
    open; 约 means ten percent to either side.
    """
    value = quantity.value
    if value is None:
        if quantity.low is None and quantity.high is None:
            return None
        low = quantity.low if quantity.low is not None else Decimal(0)
        return Interval(low, quantity.high if quantity.high is not None else _INFINITY)
    if quantity.comparator in {">", ">="}:
        return Interval(value, _INFINITY)
    if quantity.comparator in {"<", "<="}:
        return Interval(Decimal(0), value)
    if quantity.comparator == "~":
        return Interval(value * _ABOUT[0], value * _ABOUT[1])
    step = _step(quantity)
    return Interval(value - step / 2, value + step * _SHORT_OF) if step else Interval(value, value)


def sum_of(parts: list[Interval]) -> Interval:
    """The bounds of a sum."""
    return Interval(sum((p.low for p in parts), Decimal(0)), sum((p.high for p in parts), Decimal(0)))


def as_printed(value: Decimal, model: Quantity) -> str:
    """A computed value with as many decimals and the unit that `model` has."""
    place = Decimal(1).scaleb(-_places(model.text))
    return f"{value.quantize(place, ROUND_HALF_UP):f}{model.unit or ''}"


def plain(value: Decimal) -> str:
    """A number without exponent and without idle zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
