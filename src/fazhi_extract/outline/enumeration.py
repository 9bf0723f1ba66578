"""Which enumerators inside running text open items: 一是…二是…, 第一,…, ①…, (1)…."""

from __future__ import annotations

from fazhi_extract.outline.numbering import COLON, GLUED, LINE, SPACE, STOP, Mark

__all__ = ["item_marks"]

_SPOKEN = frozenset({"say", "ordinal", "among"})
_INLINE = _SPOKEN | {"circled", "paren_arabic", "paren_han"}
_NO_LIST = "第其中“《、"


def item_marks(text: str, marks: list[Mark]) -> list[Mark]:
    """The enumerators among `marks` that open items, in order.

    Each style counts on its own: an enumerator inside a line belongs to a list only where its number goes on
    from the last one of its style, or begins a list of at least two.
    """
    last: dict[str, int] = {}
    run_of: dict[str, int] = {}
    runs: list[int] = []
    chosen: list[tuple[Mark, int]] = []
    for mark in marks:
        style = mark.style
        if style == "part" or not _acceptable(text, mark, last.get(style, 0)):
            continue
        if style not in run_of or mark.number <= last[style]:
            run_of[style] = len(runs)
            runs.append(0)
        runs[run_of[style]] += 1
        last[style] = mark.number
        chosen.append((mark, run_of[style]))
    return [mark for mark, run in chosen if runs[run] >= 2 or mark.before == LINE or mark.style == "say"]


def _acceptable(text: str, mark: Mark, last: int) -> bool:
    """May `mark` open an item, by what precedes it and by the last number of its style?"""
    opens = mark.number == 1
    follows = mark.number == last + 1 and last > 0
    if mark.style == "order":
        return mark.before >= STOP and (opens or mark.number > last > 0)
    if mark.before >= STOP:
        return opens or mark.before == LINE or last < mark.number <= last + 2
    if mark.before == GLUED:
        said = mark.style == "say" and follows and text[mark.start - 1] not in _NO_LIST
        return said or (mark.style == "circled" and (opens or follows))
    if mark.before == COLON:
        return opens
    inline = mark.style in _INLINE
    return (follows and (inline or mark.before == SPACE)) or (opens and inline)
