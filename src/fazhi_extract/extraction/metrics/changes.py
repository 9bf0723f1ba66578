"""Changes: 下降30% is the size of a change, 由81%提高到90% a new level with the former one beside it."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from fazhi_extract.extraction.metrics.context import Context, Figure
from fazhi_extract.extraction.metrics.grammar import FIGURE, MetricGrammar

__all__ = ["AGAINST_AVERAGE", "LEVEL", "Change", "continues", "former_levels", "read_change"]

Direction = Literal["up", "down"]
_FROM = re.compile(rf"[由从自将把](?:[^{FIGURE}，,；;。：:]{{0,16}})$")
AGAINST_AVERAGE = re.compile(
    r"(?:[高低多少](?:于|出)|超[出过])[^，,；;。、]{0,6}平均(?:水平|值)?$|(?:[比较][^，,；;。、]{0,6})?平均(?:水平|值)?[高低多少]出?$"
)
"""A distance from an average (高出全市平均水平3个百分点), which is no change."""
_SAVING = re.compile("[减压缩精节少]")
_ARRIVAL = re.compile("[至到为成]")
_SAVED_NOUN_LIMIT = 24


class Change(NamedTuple):
    """Aspect and direction of one figure."""

    aspect: Literal["level", "change"] = "level"
    direction: Direction | None = None


LEVEL: Final = Change()
_LESS: Final = Change("change", "down")
_RATIOS: Final = frozenset({"percentage", "percentage_point", "permille", "multiple"})
_LINKS: Final = frozenset({"、", "和", "及", "与", "以及"})


def _as_direction(word: str | None, grammar: MetricGrammar) -> Direction | None:
    direction = grammar.directions.get(word or "")
    return "up" if direction == "up" else "down" if direction == "down" else None


def read_change(context: Context, figure: Figure, grammar: MetricGrammar) -> Change:
    """Aspect and direction by the words directly before the figure."""
    left = context.masked[max(figure.left, figure.start - 60) : figure.start].rstrip()
    if "平均" in left and AGAINST_AVERAGE.search(left):
        return LEVEL
    if not grammar.change_end.search(left):
        return _read_saving(figure, left, grammar) if _SAVING.search(left) else LEVEL
    if found := grammar.new_level.search(left):
        return Change("level", _as_direction(found["verb"], grammar))
    if found := grammar.change.search(left):
        return Change("change", _as_direction(found["verb"], grammar))
    return _read_saving(figure, left, grammar)


def _read_saving(figure: Figure, left: str, grammar: MetricGrammar) -> Change:
    """减少跑动1200次: the counted object is what was saved."""
    ratio = figure.quantity.kind in {"percentage", "permille"}
    saving = None if ratio else grammar.saving.search(left)
    if saving and len(left) - saving.end() <= _SAVED_NOUN_LIMIT:
        return _LESS
    return LEVEL


def continues(context: Context, at: int) -> bool:
    """Whether a figure goes on with the change of the one before it: 分别下降40%、50%."""
    before, figure = context.figures[at - 1], context.figures[at]
    alike = figure.quantity.kind in _RATIOS and before.quantity.kind in _RATIOS
    spread = (
        figure.quantity.unit == before.quantity.unit and "分别" in context.masked[before.left : before.start]
    )
    if at == 0 or not (alike or spread):
        return False
    return context.masked[before.end : figure.start].strip() in _LINKS


def former_levels(context: Context, grammar: MetricGrammar) -> dict[int, tuple[int, Direction | None]]:
    """Figures that give a former level: {number of the new figure: (number of the former, direction)}."""
    pairs: dict[int, tuple[int, Direction | None]] = {}
    figures = context.figures
    for at in range(1, len(figures)):
        old, new = figures[at - 1], figures[at]
        if new.start - old.end > 24 or old.sentence != new.sentence or at - 1 in pairs:
            continue
        gap = context.masked[old.end : new.start].rstrip()
        if not _ARRIVAL.search(gap):
            continue
        left = context.masked[max(old.left, old.start - 20) : old.start]
        if not _same_measure(old, new) or not _FROM.search(left):
            continue
        found = grammar.between_levels.match(gap)
        if not found:
            continue
        direction = _by_values(old, new) or _as_direction(found["verb"], grammar)
        pairs[at] = (at - 1, direction)
    return pairs


def _same_measure(old: Figure, new: Figure) -> bool:
    a, b = old.quantity.unit, new.quantity.unit
    times = old.quantity.kind == new.quantity.kind == "duration"
    return a == b or times or a is None or b is None


def _by_values(old: Figure, new: Figure) -> Direction | None:
    a, b = old.quantity.value, new.quantity.value
    if a is None or b is None or a == b or old.quantity.unit != new.quantity.unit:
        return None
    return "up" if b > a else "down"
