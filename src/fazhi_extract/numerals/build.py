"""Matches to values, and values to frozen objects."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from fazhi_extract.models import Quantity
from fazhi_extract.models.base import made, remade, span_of
from fazhi_extract.models.quantity import Comparator, Kind
from fazhi_extract.numerals.digits import exponent, plus, shifted, times_small
from fazhi_extract.numerals.grammar import BLANK, Grammar
from fazhi_extract.numerals.number import fold, read_folded
from fazhi_extract.numerals.rejects import RULES, Rejected

__all__ = ["Reading", "joined", "make_quantity", "make_rejected", "moved", "read", "written"]


class Reading(NamedTuple):
    """What one expression says, apart from the words before it."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    kind: Kind
    comparator: Comparator


_PAIR: Final = re.compile(
    r"([零一二两三四五六七八九十百千万亿]*)([一二两三四五六七八九])([二两三四五六七八九])([十百千万亿]*)"
)
_NEIGHBOURS: Final = frozenset(
    [a + b for a, b in zip("一二三四五六七八", "二三四五六七八九", strict=True)] + ["两三", "三五", "一两"]
)
_POWER: Final = {"万": 4, "亿": 8}
_CLASSES: Final = frozenset(["大", "大类"])
_BLANK: Final = re.compile(BLANK)
_HALVES: Final[dict[str, Comparator]] = {"过半数": ">", "过半": ">", "半数": "=", "一半": "=", "半": "="}
_DOUBLINGS: Final = {
    "": 1,
    "一": 1,
    "两": 2,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_SHARED: Final = re.compile(r"[万亿兆萬億]+$|(?<=[0-9０-９一二两三四五六七八九])[十百千]$")


def _scaled(value: Decimal, times: str) -> Decimal:
    return shifted(f"{value:f}", exponent(fold(times))) if times else value


def _pair(number: str) -> tuple[Decimal, Decimal] | None:
    """三五, 十五六, 二三百 → the two neighbours."""
    pair = _PAIR.fullmatch(number)
    if not pair or pair[2] + pair[3] not in _NEIGHBOURS or (pair[1] and pair[1][-1] not in "十百千万亿"):
        return None
    low = read_folded(pair[1] + pair[2] + pair[4])
    high = read_folded(pair[1] + pair[3] + pair[4])
    return (low, high) if low is not None and high is not None else None


def _percent(number: str) -> tuple[Decimal | None, str | None, Kind]:
    """百分之…, 千分之…, 万分之… as printed, other fractions as numbers."""
    plain = fold(number)
    head, _, tail = plain.partition("分之")
    sign = head[0] == "负"
    head = head.removeprefix("负的").removeprefix("负")
    if head not in ("百", "千", "万"):
        return read_folded(plain), None, "count"
    value = read_folded("100" if head == "百" and tail == "百" else tail)
    if value is not None and sign:
        value = value.copy_negate()
    if head == "百":
        return value, "%", "percentage"
    if head == "千":
        return value, "‰", "permille"
    return (value if value is None else times_small(value, Decimal("0.01"))), "%", "percentage"


def _simple(number: str, times: str | None) -> Decimal | None:
    """The value of plain digits with at most one multiplier; None for every other form."""
    power = _POWER.get(number[-1])
    digits = number[:-1] if power else number
    if not (digits.isascii() and digits.replace(".", "", 1).isdigit()):
        return None
    if times:
        power = (power or 0) + exponent(fold(times))
    return shifted(digits, power) if power else Decimal(digits)


Numbers = tuple[Decimal | None, Decimal | None, Decimal | None, Comparator]
"""Value, low, high, and the comparator that the form of the number itself gives."""


def read(g: Grammar, m: re.Match[str]) -> Reading | None:
    """The reading of one expression; None where the number is malformed."""
    number, vague, times, _, times2, name, more, after = m.groups()
    entry = g.forms[name] if name else None
    if not (times2 or more) and vague not in ("几", "来") and (entry is None or entry.plain):
        plain = not times and number.isascii() and number.isdigit()
        simple = Decimal(number) if plain else _simple(number, times)
        if simple is not None:
            comparator: Comparator = _after(g, after) if after else ">" if vague else "="
            if entry is None:
                return Reading(simple, None, None, None, "count", comparator)
            return Reading(simple, None, None, entry.printed, entry.kind, comparator)
    unit = entry.printed if entry else None
    kind: Kind = entry.kind if entry else "count"
    if _BLANK.search(number):
        number = _BLANK.sub("", number)
    if "分之" in number and "又" not in number:
        share, sign, share_kind = _percent(number)
        if share is None:
            return None
        numbers: Numbers | None = (_scaled(share, times or ""), None, None, "=")
        unit, kind = (sign, share_kind) if sign else (unit, kind)
    else:
        numbers = (_cached if len(number) <= _SHORT else _numbers)(number, times or "", vague)
    if numbers is None or (name in _CLASSES and _broken(numbers[0])):
        return None
    if number[0] == "翻":
        unit, kind = "倍", "multiple"
    return _dressed(g, m, Reading(numbers[0], numbers[1], numbers[2], unit, kind, numbers[3]))


def _broken(value: Decimal | None) -> bool:
    return value is not None and (value < 1 or value != value.to_integral_value())


def _numbers(number: str, times: str, vague: str | None) -> Numbers | None:
    """The number without its unit: exact, doubled, halved, vague, or between neighbours."""
    if number[0] == "翻":
        doublings = fold(number)[1:-1].removeprefix("了")
        count = _DOUBLINGS[doublings] if doublings in _DOUBLINGS else int(doublings)
        return Decimal(2**count), None, None, "="
    if number in _HALVES:
        return Decimal("0.5"), None, None, _HALVES[number]
    plain = fold(number)
    pair = None if vague else _pair(plain)
    if pair:
        return None, pair[0], pair[1], "~"
    if plain[0] in "几数好" or vague == "几":
        return _vague(plain, times)
    value = read_folded(plain)
    if value is None:
        return None
    return _scaled(value, times), None, None, "=" if not vague else "~" if vague == "来" else ">"


_SHORT: Final = 12
_cached: Final = lru_cache(maxsize=4096)(_numbers)


def _vague(plain: str, times: str) -> Numbers | None:
    """数十 and 几百, from one to ten of the unit; 十几 and 一百零几, up to the next place."""
    if plain[0] in "几数好":
        low = read_folded(plain.lstrip("好几数") or "一")
        step = None if low is None else _scaled(low, "十")
    else:
        low = read_folded(plain.rstrip("零") or plain)
        place = 10 if plain[-1] not in "百千万亿" else 10 ** exponent(plain[-1])
        step = None if low is None else plus(low, Decimal(place))
    if low is None or step is None:
        return None
    return None, _scaled(low, times), _scaled(step, times), "~"


def _dressed(g: Grammar, m: re.Match[str], r: Reading) -> Reading:
    """The reading with what stands after the unit, and with the scale of 成 and 折."""
    value, low, high, unit, kind, comparator = r
    if m["times2"]:
        value, low, high = (x if x is None else _scaled(x, m["times2"]) for x in (value, low, high))
    more, name = m["more"], m["unit"]
    if more and more not in "整正":
        value, unit, comparator = _more(value, unit, more, comparator)
        kind = "duration" if name == "个" else kind
    if m["after"]:
        comparator = _after(g, m["after"])
    factor = g.units[name].factor if name and kind == "percentage" else 1
    if factor != 1 and not (name == "折" and value is not None and value > 10):
        ten = Decimal(factor)
        value, low, high = (x if x is None else times_small(x, ten) for x in (value, low, high))
    return Reading(value, low, high, unit, kind, comparator)


def _more(
    value: Decimal | None, unit: str | None, more: str, comparator: Comparator
) -> tuple[Decimal | None, str | None, Comparator]:
    """两年半, 两个半小时, 三个多月, 八成五, 三倍多."""
    if value is None:
        return value, unit, comparator
    if unit == "个":
        unit = "个" + more[1:]
    if more[0] in "余多":
        return value, unit, ">"
    if more[0] == "半":
        return plus(value, Decimal("0.5")), unit, comparator
    return plus(value, Decimal(f"0.{'零一二三四五六七八九'.index(more[0])}")), unit, comparator


def _after(g: Grammar, word: str) -> Comparator:
    if word in g.after:
        return g.after[word]
    return "<=" if word[-1] in "下内" else ">="


def written(m: re.Match[str]) -> str:
    """The number of an expression with the multiplier after its 余."""
    return m["num"] + (m["times"] or "")


def joined(first: Reading, number: str, second: Reading, other: str) -> Reading | None:
    """Two readings as a range: a multiplier or unit that only the second has holds for both."""
    low, high = first.value, second.value
    if low is None or high is None:
        return None
    if second.unit is None and first.unit is not None and "分之" in number:
        second = second._replace(unit=first.unit, kind=first.kind)
    if first.unit is not None and first.unit != second.unit:
        return None
    times = _SHARED.search(other)
    if times and first.unit is None and number[-1] not in "万亿兆萬億":
        scaled = _scaled(low, times[0])
        low = scaled if scaled < high else low
    if low >= high:
        return None
    comparator = second.comparator if second.comparator in ("~", ">=", "<=", ">") else "="
    return Reading(None, low, high, second.unit, second.kind, comparator)


def make_quantity(text: str, start: int, end: int, reading: Reading, mark: Comparator | None) -> Quantity:
    """A quantity whose parts are known to be good."""
    value, low, high, unit, kind, comparator = reading
    return made(
        Quantity,
        {
            "text": text[start:end],
            "span": span_of(start, end),
            "value": value,
            "low": low,
            "high": high,
            "unit": unit,
            "comparator": mark or comparator,
            "kind": kind,
        },
    )


def moved(q: Quantity, offset: int) -> Quantity:
    """The same quantity `offset` characters on."""
    if not offset:
        return q
    return remade(q, {"span": span_of(q.span.start + offset, q.span.end + offset)})


def make_rejected(text: str, start: int, end: int, rule: str) -> Rejected:
    """A rejected expression."""
    return made(
        Rejected,
        {
            "text": text[start:end],
            "span": span_of(start, end),
            "rule": rule,
            "reason": RULES[rule],
        },
    )
