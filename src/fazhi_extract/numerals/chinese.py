"""Values to Chinese: the inverse of reading."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, Literal, get_args

from fazhi_extract.errors import InputError, OptionError

__all__ = ["Style", "to_chinese"]

Style = Literal["lower", "upper", "percent", "positional"]
_LOWER: Final = "零一二三四五六七八九"
_UPPER: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = {"lower": ("千", "百", "十", ""), "upper": ("仟", "佰", "拾", "")}


def to_chinese(value: Decimal | int, style: Style = "lower") -> str:
    """`value` as a Chinese numeral that `parse_number` reads back to the same value.

    Args:
        value: an int or a finite Decimal of any size.
        style: `lower` 一百二十, `upper` 壹佰贰拾, `percent` 百分之一百二十 (the value being in percent),
            `positional` 一二零.

    Raises:
        InputError: when `value` is neither, or is not finite.
        OptionError: on an unknown style, or a negative or broken number in `positional`.
    """
    if style not in get_args(Style):
        raise OptionError(f"to_chinese knows the styles {', '.join(get_args(Style))}, not {style!r}")
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise InputError(
            f"to_chinese wants an int or a Decimal, not {type(value).__name__}; a float is not exact"
        )
    number = Decimal(value)
    if not number.is_finite():
        raise InputError(f"to_chinese wants a finite value, not {value}")
    sign, digits = ("负", f"{number:f}"[1:]) if number < 0 else ("", f"{number:f}".removeprefix("-"))
    whole, _, fraction = digits.partition(".")
    fraction = fraction.rstrip("0")
    if style == "positional":
        if sign or fraction:
            raise OptionError(f"a positional numeral has no sign and no fraction; {value} has one")
        return "".join(_LOWER[int(c)] for c in whole)
    written = _whole(whole, "upper" if style == "upper" else "lower")
    if fraction:
        figures = _UPPER if style == "upper" else _LOWER
        written += "点" + "".join(figures[int(c)] for c in fraction)
    return f"百分之{sign}{written}" if style == "percent" else sign + written


def _whole(digits: str, style: str) -> str:
    """Plain digits in groups of eight, each closed by 亿."""
    digits = digits.lstrip("0") or "0"
    if digits == "0":
        return "零"
    first = len(digits) % 8 or 8
    out = [_eight(digits[:first], style)]
    skipped = False
    for at in range(first, len(digits), 8):
        group = _eight(digits[at : at + 8], style)
        out.append("亿")
        if group:
            out.append(("零" if skipped or digits[at] == "0" else "") + group)
        skipped = not group
    written = "".join(out)
    return written[1:] if style == "lower" and written.startswith("一十") else written


def _eight(digits: str, style: str) -> str:
    high, low = digits[:-4], digits[-4:]
    above, below = (_four(high, style) if high else ""), _four(low, style)
    if not above:
        return below
    joint = "零" if below and low[0] == "0" else ""
    return f"{above}万{joint}{below}"


def _four(digits: str, style: str) -> str:
    """Up to four digits, leading zeros left out, each inner run of zeros one 零."""
    figures = _UPPER if style == "upper" else _LOWER
    out: list[str] = []
    gap = False
    for digit, place in zip(digits, _PLACES[style][-len(digits) :], strict=True):
        if digit == "0":
            gap = True
            continue
        if gap and out:
            out.append("零")
        out.append(figures[int(digit)] + place)
        gap = False
    return "".join(out)
