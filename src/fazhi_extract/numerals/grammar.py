"""The patterns of the scanner, compiled once for a catalogue and a lexicon."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from fazhi_extract.lexicon import Lexicon
from fazhi_extract.models.quantity import Comparator
from fazhi_extract.numerals.units import Unit, unit_pattern, units

__all__ = ["Grammar", "Mark", "grammar"]

D: Final = "[0-9０-９]"
ARABIC: Final = rf"(?:{D}{{1,3}}(?:[,，]{D}{{3}})+(?!{D})|{D}+)(?:[.．]{D}+)?"
TIMES: Final = (
    r"(?:[十拾亿億]|(?:百|佰)(?!分点|分之)|[万萬](?!分之|众一心)"
    r"|[千仟](?![米克瓦卡赫伏帕]|比特|字节|分之)|(?<=[两兩])千(?=[米克])|兆(?![瓦赫伏帕]|比特|字节))"
)
CHINESE_DIGIT: Final = "[一二两三四五六七八九]"
CAPITAL: Final = "壹贰叁肆伍陆柒捌玖"
CHINESE: Final = rf"(?:[零〇○一二两三四五六七八九廿卅{CAPITAL}]|{TIMES})"
POINT: Final = r"(?:点[零〇一二三四五六七八九]+[十百千万亿]*|点[0-9]+)?"
SIGN: Final = "[-－−负]"


class Mark(NamedTuple):
    """A word of approximation: its comparator and the characters that make it part of another word."""

    word: str
    comparator: Comparator
    barred: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """Everything that scanning needs, compiled."""

    units: Mapping[str, Unit]
    scan: re.Pattern[str]
    second: re.Pattern[str]
    before: Mapping[str, tuple[Mark, ...]]
    after: Mapping[str, Comparator]


def _number() -> str:
    mixed = rf"{ARABIC}(?:{TIMES}+(?:零?(?:{ARABIC}|{CHINESE_DIGIT}){TIMES}+)*(?:零?{ARABIC})?)?"
    percent = rf"[十百千万]+分之{SIGN}?(?:{ARABIC}(?:{TIMES}+)?|{CHINESE}+{POINT})"
    fraction = rf"(?:{CHINESE}+|{D}+)分之(?:{CHINESE}+|{D}+)(?!的?分)"
    chinese = rf"(?:半|{CHINESE}+{POINT})"
    return rf"(?:{percent}|{fraction}|{mixed}|(?:好)?[几数]{TIMES}+|{chinese})"


def _expression(unit: str, after: str) -> str:
    return (
        rf"(?P<num>{_number()})"
        rf"(?:(?P<vague>[余多来几])(?P<times>{TIMES}*)(?:(?P<vague2>[余多])(?P<times2>[万亿]+))?)?"
        rf"(?:[  　]?(?P<unit>{unit}))?"
        rf"(?P<after>{after}|(?<=[年月天时周])[余多](?![次年月元样]))?"
    )


@lru_cache(maxsize=8)
def grammar(more: tuple[Unit, ...], lexicon: Lexicon) -> Grammar:
    """The grammar for the shipped units and `more`."""
    catalogue = units(more, lexicon)
    marks = lexicon.rows("approximations")
    before: dict[str, list[Mark]] = {}
    after: dict[str, Comparator] = {"余": ">", "多": ">"}
    tails = []
    for word, place, comparator, barred in sorted(marks, key=lambda row: -len(row[0])):
        barred = "" if barred == "-" else barred
        if place == "before":
            before.setdefault(word[-1], []).append(Mark(word, comparator, barred))  # type: ignore[arg-type]
        else:
            after[word] = comparator  # type: ignore[assignment]
            tails.append(re.escape(word) + (f"(?![{barred}])" if barred else ""))
    again = r"或(?P=num)(?P=unit)(?:以上|以下)"
    expression = _expression(unit_pattern(catalogue.values()), "|".join([again, *tails]))
    joined = r"(?:[-－—–~～]{1,2}|[至到])(?P<mark>[近约超]?)"
    return Grammar(
        units=catalogue,
        scan=re.compile(expression),
        second=re.compile(joined + expression),
        before={last: tuple(group) for last, group in before.items()},
        after=after,
    )
