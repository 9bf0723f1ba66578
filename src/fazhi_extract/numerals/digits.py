"""Characters of numerals and exact decimal arithmetic."""

from __future__ import annotations

from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from typing import Final

__all__ = ["DIGITS", "FOLD", "SMALL", "exponent", "join_eights", "plus", "quotient", "shifted", "times_small"]

DIGITS: Final = {
    "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
SMALL: Final = {"十": 10, "百": 100, "千": 1000}
_POWERS: Final = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8, "兆": 12}

FOLD: Final = str.maketrans(
    "０１２３４５６７８９．，－−–—％／＋〇○壹贰叁肆伍陆柒捌玖拾佰仟萬億兩点點負贰貳參叄陸俩仨",
    "0123456789.,----%/+零零一二三四五六七八九十百千万亿两点点负二二三三六两三",
)
"""One character to one character, so that positions in folded text are positions in the text."""

_EXACT: Final = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])


def exponent(multiplier: str) -> int:
    """Power of ten of a run of multipliers: 百万 → 6, 万亿 → 12."""
    return sum(_POWERS[c] for c in multiplier)


def shifted(number: str, power: int) -> Decimal:
    """`number` (plain digits with or without a decimal point) times ten to `power`, exact and unscaled.

    1.17 and 4 give 11700, not 1.17E+4 nor 11700.00.
    """
    if not power:
        return Decimal(number)
    whole, _, fraction = number.partition(".")
    if len(fraction) <= power:
        return Decimal(whole + fraction + "0" * (power - len(fraction)))
    return Decimal(f"{whole}{fraction[:power]}.{fraction[power:]}")


def plus(left: Decimal, right: Decimal) -> Decimal:
    """Exact sum at any size."""
    return _EXACT.add(left, right)


def times_small(value: Decimal, factor: Decimal) -> Decimal:
    """Exact product at any size."""
    return _EXACT.multiply(value, factor)


def quotient(numerator: Decimal, denominator: Decimal) -> Decimal:
    """The quotient: exact where it ends, else to at least 50 significant digits."""
    digits = max(50, numerator.adjusted() + 55 - min(0, int(numerator.as_tuple().exponent)))
    result = Context(prec=digits, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[]).divide(numerator, denominator)
    return result or Decimal(0)


def join_eights(sections: list[int]) -> Decimal:
    """The number whose digits to the base 10^8 are `sections`, highest first; a digit may be too large."""
    carry = 0
    for at in range(len(sections) - 1, 0, -1):
        carry, sections[at] = divmod(sections[at] + carry, 10**8)
    sections[0] += carry
    return Decimal(str(sections[0]) + "".join(f"{section:08d}" for section in sections[1:]))
