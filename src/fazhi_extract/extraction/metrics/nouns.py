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
    r"^(?:[、和与及并]|[并而]?且(?!末)|以(?![上下内外来往]|[^，,；;。]{1,14}的)|就(?![业医学近地读])|或者?|之中|基础上|前提|同时|背景|情况下|中(?!小|央|心|级|医|国|层|介|学|队)"
    r"|[一二三四五六七八九十]{1,3}是|其[一二三四五])"
)
_STOPS = frozenset({"", *"，,；;。：:！!？?\n\r\t|()（）【】、"})
_JOINTS = re.compile(r"[、和与及]|以及")
_PLACES = re.compile(  # 40个|乡镇（街道）|持证率: the rate is another figure's
    rf"(?:乡镇|镇街|街镇|镇乡|县区|区县|县市区|市县|乡|镇|街道|行政村|村|社区|部门|单位){HIDDEN}*(?=[一-鿿]{{3}})"
)
_PUT = frozenset({"提出", "反映", "涉及", "关注", "承担"})  # 人大代表|提出的|建议
_AMONG = re.compile("中[已共仅仍还]?有$")
_RATES = frozenset("率比")
_PERSON_UNITS = frozenset({"名", "位", "人"})
_HOLDERS = re.compile(  # 21名|干部|持有统一制发的执法证
    r"[^，,；;。、的]{0,8}?(?:[人员师者警]|干部|代表|专家|骨干|职工|学生)(?=持有|取得|获得|通过|考取)"
)
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
    region = _AMONG.sub("", region) if region[-1:] == "有" else region  # 30个|部门|中已有21个
    stop = start + len(region)
    if not region.strip() or _JOINT.match(region):
        return None
    before_figure = masked.startswith(FIGURE, stop)
    cut = grammar.boundary.search(region)
    if cut and cut.start() == 0:
        if cut.group() in _ADJECTIVES and grammar.light_end.find(masked, figure.start):
            cut = grammar.boundary.search(region, cut.end())  # 开展|3次|全面清理
        else:
            return _verb_or_relative(region, start, cut.end(), grammar, before_figure=before_figure)
    holders = _HOLDERS.match(region) if figure.quantity.unit in _PERSON_UNITS else None
    end = holders.end() if holders else _noun_end(region, cut.span() if cut else None, grammar)
    noun = region[:end]
    if before_figure and end == len(region):
        noun = _before_joint(noun)
    elif "、" in noun and "等" not in noun and not cut:
        noun = _own_list(noun, grammar)
    noun = _trimmed(noun, context.text[start])
    if noun[-1:] in _RATES and (places := _PLACES.match(noun)):
        noun = places.group()
        stop = start + len(noun)
    return Right(start, start + len(noun), (start + len(noun), stop), verb=False) if noun else None


def _trimmed(noun: str, opening: str) -> str:
    """A noun phrase without a long bracket or joints at its end; nothing if all of it is in brackets."""
    noun = _LONG_BRACKET.sub("", noun).rstrip("、和与及 的中共均都到赴")
    return noun if opening not in "(（" or noun.strip(HIDDEN) else ""


def _before_joint(noun: str) -> str:
    """What of the words up to the next figure is this one's: the first of a list, without a clause on 的."""
    noun = _JOINTS.split(noun, maxsplit=1)[0]
    return noun[: noun.rindex("的")] if "的" in noun[1:-1] else noun


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
    if (
        relative is None
        or relative.start() - end > 24
        or (region[after] == "的" and region[end:after] not in _PUT)
    ):
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
