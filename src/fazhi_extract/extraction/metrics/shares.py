"""Shares of totals: 占受理案件的50% names its total, a bare 占 takes it from the figure before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fazhi_extract.extraction.metrics.context import Context, Figure
from fazhi_extract.extraction.metrics.counts import NEAR, bigrams, counted, fits

__all__ = ["read_shares"]

_SHARE = re.compile(
    r"(?:^|(?<=[，,的中]))[^，,；;。占]{0,16}占(?!比)(?P<whole>[^，,；;。]{0,24}?)的?(?:比重|比例)?(?:为|达到?)?$"
)
_NO_WHOLE = re.compile(r"^(?:总数|总量|全部|总|总人数|总案件|其)?$")
_TOTAL_END = re.compile("(?:案件|申请)?总(?:数量?|量|额|人数)$")
_COVERED = 0.7  # of the bigrams of a named total that the label must share
_SHARE_HEADS = ("，占", ",占")  # the figure before is the part
_FEW = 2
_ROUNDING = 1  # per cent


def read_shares(context: Context, labels: Sequence[str], start: int, end: int, parts: dict[int, int]) -> None:
    """占受理案件的50% names its total; a bare 占 after a part takes the part's total."""
    figures = context.figures
    for at in range(start + 1, end):
        figure = figures[at]
        if figure.quantity.kind not in {"percentage", "permille"} or at in parts:
            continue
        left = context.masked[figure.left : figure.start].rstrip()
        found = _SHARE.search(left[-60:]) if "占" in left else None
        counts = [other for other in range(max(start, at - NEAR), at) if counted(figures[other])]
        if not counts:
            continue
        if not found:
            if left.lstrip("，, 、").startswith("其中") and counts[-1] == at - 1:
                parts[at] = at - 1
            continue
        whole = found["whole"]
        if _NO_WHOLE.match(whole):
            named = left.endswith("的占") or ("其中" in left and counts[-1] not in parts)
            best = _whole_of_part(figures, counts, parts, figure, named=named)
        else:
            own = context.masked.startswith(_SHARE_HEADS, figures[at - 1].end) and counts[-1] == at - 1
            others = counts[:-1] if own else counts
            best = _best_named(_TOTAL_END.sub("", whole), others, labels)
            best = parts.get(counts[-1]) if best is None and _TOTAL_END.search(whole) else best
        if best is not None:
            parts[at] = best


def _whole_of_part(
    figures: Sequence[Figure], counts: Sequence[int], parts: dict[int, int], share: Figure, *, named: bool
) -> int | None:
    """The total of the part stated last; a part without its own figure (合格的占) is of the figure itself.

    Of several that may be the total, the one of which the part is that share by arithmetic.
    """
    last = counts[-1]
    if named:
        return last
    if last in parts:
        return parts[last]
    larger = [other for other in reversed(counts[:-1]) if fits(figures[last], figures[other])]
    if len(counts) <= _FEW:
        return larger[0] if larger else None
    return next((other for other in larger if _is_share(figures[last], figures[other], share)), None)


def _is_share(part: Figure, whole: Figure, share: Figure) -> bool:
    a, b, percent = part.quantity.value, whole.quantity.value, share.quantity.value
    if a is None or not b or percent is None:
        return False
    full = 1000 if share.quantity.kind == "permille" else 100
    return abs(full * a / b - percent) < _ROUNDING


def _best_named(whole: str, counts: Sequence[int], labels: Sequence[str]) -> int | None:
    wanted = bigrams(whole)
    scored = [(len(wanted & bigrams(labels[other])), other) for other in counts]
    score, best = max(scored, default=(0, -1))
    return best if wanted and score >= _COVERED * len(wanted) else None
