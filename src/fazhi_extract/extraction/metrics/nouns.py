"""The phrase after a figure: 24名|专兼调解员|入驻中心."""

from __future__ import annotations

import re
from typing import NamedTuple

from fazhi_extract.extraction.metrics.context import Context, Figure
from fazhi_extract.extraction.metrics.grammar import FIGURE, HIDDEN, MetricGrammar

__all__ = ["RELATIVE", "UNIT_BRACKET", "Right", "read_right"]

RELATIVE = re.compile(r"的(?=[^，,；;。、的]{2,})")
_REGION = re.compile(rf"[^，,；;。：:！!？?\n\r\t|()（）【】{FIGURE}]{{0,80}}")
UNIT_BRACKET = re.compile(r"[(（][次人户件场期批间套个处名家][)）]")
_LONG_BRACKET = re.compile(rf"(?<=[一-鿿]){HIDDEN}{{9,}}$")
_JOINT = re.compile(
    r"^(?:[、和与及并]|以(?![上下内外来往]|[^，,；;。]{1,14}的)|就(?![业医学近地读])|或者?|之中|基础上|前提|同时|背景|情况下|中(?!小|央|心|级|医|国|层|介|学|队)"
    r"|[一二三四五六七八九十]{1,3}是|其[一二三四五])"
)
_STOPS = frozenset({"", *"，,；;。：:！!？?\n\r\t|()（）【】、"})
_JOINTS = re.compile(r"[、和与及]|以及")
_ADJECTIVES = frozenset({"全面", "深入", "集中", "共同"})


class Right(NamedTuple):
    """The phrase after a figure: a noun phrase, or a verb phrase where `verb` is true."""

    start: int
    end: int
    tail: tuple[int, int]
    verb: bool


def read_right(context: Context, figure: Figure, grammar: MetricGrammar) -> Right | None:
    """The noun or verb phrase directly after a figure, None where a delimiter or a figure follows."""
    masked = context.masked
    start = figure.end
    sign = masked[start : start + 1]
    if sign == HIDDEN and (unit := UNIT_BRACKET.match(context.text, start)):
        start = unit.end()  # 680件（次）|
        sign = masked[start : start + 1]
    if sign in _STOPS:
        return None
    if sign == "的":
        start += 1
    found = _REGION.match(masked, start)
    stop = found.end() if found else start
    while start < stop and masked[start] in " \u3000'\"":
        start += 1
    region = masked[start:stop]
    if not region.strip() or _JOINT.match(region):
        return None
    before_figure = masked.startswith(FIGURE, stop)
    cut = grammar.boundary.search(region)
    if cut and cut.start() == 0:
        if cut.group() in _ADJECTIVES and grammar.light_end.find(masked, figure.start):
            cut = grammar.boundary.search(region, cut.end())  # 开展|3次|全面清理
        else:
            return _verb_or_relative(region, start, cut.end(), grammar, before_figure=before_figure)
    end = _noun_end(region, cut.span() if cut else None, grammar)
    noun = region[:end]
    if before_figure and end == len(region):
        noun = _JOINTS.split(noun, maxsplit=1)[0]
        if "的" in noun[1:-1]:
            noun = noun[: noun.rindex("的")]
    elif "、" in noun and "等" not in noun and not cut:
        noun = _own_list(noun, grammar)
    noun = _LONG_BRACKET.sub("", noun).rstrip("、和与及 的中")
    if not noun:
        return None
    return Right(start, start + len(noun), (start + len(noun), stop), verb=False)


def _verb_or_relative(
    region: str, start: int, after: int, grammar: MetricGrammar, *, before_figure: bool
) -> Right:
    """A region that starts with a verb is a verb phrase, or a relative clause with its noun."""
    relative = RELATIVE.search(region, after)
    if relative is None or before_figure:
        stop = start + len(region)
        return Right(start, stop, (stop, stop), verb=True)
    rest = grammar.boundary.search(region, relative.end() + 1)
    end = start + (rest.start() if rest else len(region))
    return Right(start, end, (end, start + len(region)), verb=False)


def _noun_end(region: str, cut: tuple[int, int] | None, grammar: MetricGrammar) -> int:
    """Where the noun phrase ends that may be followed by the verb at `cut`."""
    if cut is None:
        return len(region)
    if region[cut[0] - 1] == "的":
        after = grammar.boundary.search(region, cut[1])
        return after.start() if after else len(region)
    return _with_relative(region, cut[1], cut[0], grammar)


def _with_relative(region: str, after: int, end: int, grammar: MetricGrammar) -> int:
    """Extend a noun phrase over a relative clause: 1名取得法律职业资格的|审查员."""
    relative = RELATIVE.search(region, after)
    if relative is None or region[after] == "的" or relative.start() - end > 24:
        return end
    rest = grammar.boundary.search(region, relative.end() + 1)
    head = rest.start() if rest else len(region)
    loose = end <= 8 or region[end - 1] in "或及和"
    return head if head - relative.end() <= 12 and loose else end


def _own_list(noun: str, grammar: MetricGrammar) -> str:
    """A list of nouns belongs to the number whole; what follows a verb in it does not."""
    parts = noun.split("、")
    for at, part in enumerate(parts[1:], 1):
        if grammar.verb_start.match(part):
            return "、".join(parts[:at])
    return noun
