"""Parts of totals: 其中/包括/分别 say so, or the parts of a sentence sum to its total."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import regex

from fazhi_extract.extraction.metrics.context import Context, Figure

__all__ = ["read_parts"]

_WHICH = regex.compile(r"其中(?!一|之)|[(（]含|包括|包含|(?<=[，,(（])含|分别(?:为|是|有)")
_SHARE = regex.compile(r"占(?P<whole>[^，,；;。]{0,24}?)的?(?:比重|比例|比)?(?:为|达到?)?$")
_NEAR = 12  # figures between a part and its total
_STOP = frozenset("；;。\n")
_COUNTED = frozenset({"count", "money", "area", "length", "weight", "duration"})


def read_parts(context: Context, labels: Sequence[str]) -> dict[int, int]:
    """{number of a part: number of its total}, by figure numbers of the context."""
    parts: dict[int, int] = {}
    figures = context.figures
    start = 0
    while start < len(figures):
        end = start
        while end < len(figures) and figures[end].sentence == figures[start].sentence:
            end += 1
        if end - start > 1:
            _by_words(context, start, end, parts)
            _by_sum(figures, start, end, parts)
            _by_share(context, labels, start, end, parts)
        start = end
    return parts


def _counted(figure: Figure) -> bool:
    return figure.quantity.kind in _COUNTED and figure.quantity.value is not None


def _fits(part: Figure, whole: Figure) -> bool:
    a, b = part.quantity, whole.quantity
    return a.value is not None and b.value is not None and a.unit == b.unit and a.value <= b.value


def _by_words(context: Context, start: int, end: int, parts: dict[int, int]) -> None:
    figures = context.figures
    masked = context.masked
    whole = -1
    for at in range(start + 1, end):
        gap = masked[figures[at - 1].end : figures[at].start]
        found = _WHICH.search(gap)
        if found:
            whole = at - 1
            while whole > start and not (_counted(figures[whole]) and _fits(figures[at], figures[whole])):
                whole -= 1
            if not _counted(figures[whole]) or at - whole > 3:
                whole = -1
        elif whole >= 0 and (any(sign in _STOP for sign in gap) or _closes(masked, figures, whole, at)):
            whole = -1
        if whole >= 0 and _counted(figures[at]) and _fits(figures[at], figures[whole]):
            parts[at] = whole


def _closes(masked: str, figures: Sequence[Figure], whole: int, at: int) -> bool:
    """Whether a bracket opened after the total is closed before figure `at`."""
    between = masked[figures[whole].end : figures[at].start]
    return between[:1] in "(（" and any(sign in between for sign in ")）") if between else False


def _by_sum(figures: Sequence[Figure], start: int, end: int, parts: dict[int, int]) -> None:
    for total in range(start, end):
        whole = figures[total].quantity
        if not _counted(figures[total]) or total in parts or not whole.value or whole.comparator != "=":
            continue
        for step in (1, -1):
            summed = Decimal(0)
            taken: list[int] = []
            at = total + step
            while start <= at < end and summed < whole.value and abs(at - total) <= _NEAR:
                figure = figures[at]
                if _counted(figure) and figure.quantity.unit == whole.unit and at not in parts:
                    summed += figure.quantity.value or 0
                    taken.append(at)
                elif _counted(figure) and figure.quantity.unit == whole.unit:
                    break
                at += step
            if summed == whole.value and len(taken) >= 2:
                parts.update(dict.fromkeys(taken, total))
                break


def _by_share(context: Context, labels: Sequence[str], start: int, end: int, parts: dict[int, int]) -> None:
    for at in range(start + 1, end):
        figure = context.figures[at]
        if figure.quantity.kind not in {"percentage", "permille"} or at in parts:
            continue
        found = _SHARE.search(context.masked[figure.left : figure.start].rstrip())
        if not found:
            continue
        whole = found["whole"]
        best, score = -1, 0
        for other in range(max(start, at - _NEAR), at):
            if not _counted(context.figures[other]):
                continue
            common = len(_bigrams(whole) & _bigrams(labels[other]))
            if common > score:
                best, score = other, common
        if best < 0 and regex.match(r"^(?:总数|总量|全部|总|总人数|总案件)?$", whole):
            before = [
                parts.get(other, other) for other in range(start, at) if _counted(context.figures[other])
            ]
            best = before[0] if len(before) >= 2 else -1
        if best >= 0:
            parts[at] = best


def _bigrams(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
