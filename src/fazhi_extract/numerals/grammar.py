"""The patterns of the scanner, compiled once for a catalogue of units and a lexicon."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from fazhi_extract.lexicon import Lexicon
from fazhi_extract.models.quantity import Comparator, Kind
from fazhi_extract.numerals.units import Unit, unit_pattern, units

__all__ = ["ARABIC_DIGITS", "BLANK", "JOINTS", "LIKELY", "START", "D", "Grammar", "Mark", "grammar"]

D: Final = "[0-9０-９]"
BLANK: Final = "[ 　\u00a0]"
START: Final = re.compile(
    "[0-9０-９零〇○一二两兩三四五六七八九廿卅壹贰叁肆伍陆柒捌玖十百千万亿兆拾佰仟萬億半几数好过翻负]"
)
"""Every character with which a numeral can begin."""
LIKELY: Final = re.compile(
    START.pattern
    + r"(?<!好(?![几数])|过(?!半数)|数(?![十百千万亿兆拾佰仟萬億])|负(?!的?[百千万])|翻(?!了?[^番]?番))"
)
"""The same, without those that only begin other words there (好人, 过程, 数据)."""
ARABIC_DIGITS: Final = frozenset("0123456789０１２３４５６７８９")
JOINTS: Final = frozenset("-－—–−~～至到(（ 　\u00a0")
SIGN: Final = "[-－−负]"
DIGIT: Final = "[一二两三四五六七八九]"
_THOUSANDS: Final = rf"{D}{{1,3}}(?:[,，]{D}{{3}})+(?!{D})"
_SPACED: Final = rf"{D}{{1,3}}(?: {D}{{3}}){{1,6}}(?!{D})(?= ?[一-鿿%％])"
ARABIC: Final = rf"(?:{_THOUSANDS}|{_SPACED}|{D}+)(?:[.．]{D}+)?"
_GOES_ON: Final = "[0-9０-９,，.．/／分十拾百佰千仟万萬亿億兆 　\u00a0]"
"""What may follow the first digits of a numeral; most numerals are no more than their digits."""
TIMES: Final = (
    r"(?:[十拾亿億]|(?:百|佰)(?!分[点之位])|[万萬](?!分之)"
    r"|[千仟](?!米|克|瓦|卡|赫|伏|帕|比特|字节|分之)|(?<=[两兩])千(?=[米克])|兆(?!瓦|赫|伏|帕|比特|字节))"
)
"""A multiplier that is not the head of a unit (千米, 兆赫)."""
CHINESE: Final = rf"(?:[零〇○一二两兩三四五六七八九廿卅壹贰叁肆伍陆柒捌玖]|{TIMES})"
POINT: Final = r"(?:点[零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖]+[十百千万亿]*|点[0-9]+)?"


class Mark(NamedTuple):
    """A word of approximation before a number; after the characters `barred` it is part of another word."""

    word: str
    comparator: Comparator
    barred: str
    required: str


class Form(NamedTuple):
    """What a quantity takes from its unit; `plain`: the number before it is read as it stands."""

    printed: str
    kind: Kind
    plain: bool


class Grammar(NamedTuple):
    """Everything that scanning needs, compiled; a word of approximation ends on one of `leads`."""

    units: Mapping[str, Unit]
    forms: Mapping[str, Form]
    arabic: re.Pattern[str]
    chinese: re.Pattern[str]
    second: re.Pattern[str]
    between: re.Pattern[str]
    before: Mapping[str, tuple[Mark, ...]]
    leads: frozenset[str]
    after: Mapping[str, Comparator]


def _arabic() -> str:
    """Numerals that begin with an Arabic digit."""
    fraction = rf"{D}+分之(?:{CHINESE}+|{D}+)"
    slash = rf"{D}{{1,3}}[/／]{D}{{1,3}}(?![-/／.．0-9０-９A-Za-z])"
    mixed = (
        rf"{ARABIC}(?:(?:{BLANK}(?=[万亿]))?{TIMES}+(?:零?(?:{ARABIC}|{DIGIT}){TIMES}+)*(?:零?{ARABIC})?)?"
    )
    return rf"(?:{D}+(?!{_GOES_ON})|{fraction}|{slash}|{mixed})"


def _chinese() -> str:
    """Numerals that begin with a Chinese character."""
    percent = rf"(?:负的?)?[百千万]+分之{SIGN}?(?:{ARABIC}(?:{TIMES}+)?|{CHINESE}+{POINT})"
    whole = rf"{CHINESE}+(?:分之(?:{CHINESE}+|{D}+)|又{CHINESE}+分之{CHINESE}+|{POINT})"
    return rf"(?:{percent}|好?[几数]{TIMES}+|过?半数|一半|半|几|翻了?(?:{DIGIT}|{D})?番|{whole})"


def _expression(number: str, unit: str, after: str) -> str:
    return (
        rf"(?P<num>{number})"
        rf"(?:(?P<vague>[余多来几])(?P<times>{TIMES}*)(?:(?P<vague2>[余多])(?P<times2>[万亿]+))?)?"
        rf"(?:{BLANK}?(?P<unit>{unit}))?"
        rf"(?P<more>(?<=个)[半多余](?:小时|月|星期|工作日)|(?<=成)[一二三四五六七八九半](?![十百千万亿个年])"
        rf"|(?<=[年天时倍])半(?!年|天|数|径|夜)|(?<=[年月天时周倍元成])[余多](?![次年月元样边种])|(?<=[元圆])[整正](?![一-鿿]))?"
        rf"(?P<after>{after})?"
    )


def _plain(unit: Unit) -> bool:
    """成 and 折 scale the number; of a class (大) there are no parts."""
    return unit.name not in ("大", "大类") and (unit.kind != "percentage" or unit.factor == 1)


@lru_cache(maxsize=8)
def grammar(more: tuple[Unit, ...], lexicon: Lexicon) -> Grammar:
    """The grammar for the shipped units and `more`."""
    catalogue = units(more, lexicon)
    before: dict[str, list[Mark]] = {}
    after: dict[str, Comparator] = {}
    tails = []
    for word, place, comparator, barred, *required in sorted(
        lexicon.rows("approximations"), key=lambda row: -len(row[0])
    ):
        edge = "" if barred == "-" else barred
        if place == "before":
            mark = Mark(word, comparator, edge, required[0] if required else "")  # type: ignore[arg-type]
            before.setdefault(word[-1], []).append(mark)
        else:
            after[word] = comparator  # type: ignore[assignment]
            tails.append(re.escape(word) + (f"(?![{edge}])" if edge else ""))
    again = r"[或及](?:者)?(?P=num)(?P=unit)(?:以上|以下)"
    inside = r"(?<=[日天月时])(?:之?内)(?![容部外在设])"
    names, ends = unit_pattern(catalogue.values()), "|".join([again, inside, *tails])
    arabic, chinese = _expression(_arabic(), names, ends), _expression(_chinese(), names, ends)
    either = _expression(rf"(?:{_arabic()}|{_chinese()})", names, ends)
    joint = rf"(?:[(（]含[)）])?{BLANK}?(?:[-－—–−~～]{{1,2}}|[至到]){BLANK}?[近约超]?"
    return Grammar(
        units=catalogue,
        forms={u.name: Form(u.printed, u.kind, _plain(u)) for u in catalogue.values()},
        arabic=re.compile(arabic),
        chinese=re.compile(chinese),
        second=re.compile(joint + either),
        between=re.compile(rf"[与和]{either}(?:之间|间)"),
        before={last: tuple(group) for last, group in before.items()},
        leads=frozenset(before).union(" 前上"),
        after=after,
    )
