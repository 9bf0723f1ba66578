"""Status and year: achieved, aimed at, or a former period's value."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Literal

from fazhi_extract.extraction.metrics.context import Context, Figure
from fazhi_extract.extraction.metrics.grammar import MetricGrammar

__all__ = ["Status", "YearIndex", "read_status"]

Status = Literal["achieved", "target", "baseline"]
_YEAR = re.compile(r"(?:1|１|2|２)(?:9|９|0|０)\d\d")
_COMPARED = re.compile(r"同比|环比|相比|较|比|由|从|增|升|提|降|减|高出|高于|低于|超出|超过")
_AIMED = re.compile(r"的[^，,；;。、]{0,8}目标")  # 超额完成|280天|的市级目标
_REACHED = re.compile(r"(?:完成|达成|实现|高于|超过)了?$")
_CARRIED = re.compile("结转|结存|遗留|转入")
_SO_FAR = re.compile(r"已|目前|现有|截至|去年|上年")


class YearIndex:
    """The printed years of a text by position."""

    def __init__(self, text: str) -> None:
        """Find every `2023年` once."""
        self._at: list[int] = []
        self._years: list[int] = []
        at = text.find("年", 4)
        while at >= 0:
            if _YEAR.fullmatch(text, at - 4, at) and not text[at - 5 : at - 4].isdecimal():
                self._at.append(at - 4)
                self._years.append(int(text[at - 4 : at]))
            at = text.find("年", at + 1)

    def last(self, end: int) -> tuple[int, int | None]:
        """Where the last year before `end` is printed, and that year; (-1, None) where there is none."""
        at = bisect_left(self._at, end) - 1
        return (self._at[at], self._years[at]) if at >= 0 else (-1, None)


def read_status(
    context: Context,
    figure: Figure,
    grammar: MetricGrammar,
    *,
    planned: bool,
    years: YearIndex,
    year: int | None,
) -> tuple[Status, int | None]:
    """Status and year of a figure; `planned` says that it stands in a plan, `year` is the report's."""
    clause = figure.clause[0]
    left = context.masked[max(clause, figure.start - 120) : figure.start]
    at, last = years.last(figure.start)
    printed = last if at >= figure.sentence[0] else None
    in_clause = last if at >= clause else None
    if planned:
        past = in_clause is not None and year is not None and in_clause <= year
        done = (past and not context.text.endswith(("较", "比", "与"), 0, at)) or _SO_FAR.search(left)
        if not done:
            return "target", printed if printed and (year is None or printed > year) else _after(year)
    elif grammar.target.search(left) or (_AIMED.match(context.masked, figure.end) and _REACHED.search(left)):
        return "target", printed if printed and (year is None or printed > year) else _after(year)
    former = grammar.past.search(left)
    if former and _CARRIED.search(left, former.end()):
        former = None  # 上年|结转6件: cases of this year
    earlier = in_clause is not None and year is not None and in_clause < year
    if earlier and context.text.endswith("完成", 0, at):
        earlier = False  # 完成2022年度考核: done in the year told of
    if figure.quantity.kind != "multiple" and (former or earlier) and not _COMPARED.search(left):
        return "baseline", in_clause if in_clause is not None else (year - 1 if year is not None else None)
    return "achieved", in_clause if in_clause is not None else year


def _after(year: int | None) -> int | None:
    return None if year is None else year + 1
