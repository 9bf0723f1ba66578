"""Parts of totals: 其中/包括/分别 say so, or the parts of a sentence sum to its total."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from fazhi_extract.extraction.metrics.context import Context, Figure
from fazhi_extract.extraction.metrics.grammar import MetricGrammar
from fazhi_extract.models import Quantity

__all__ = ["read_parts"]

_WHICH = re.compile(
    r"其中(?!一|之)|[(（]含|包括|包含|(?<=[，,(（])含|分别(?:为|是|有)"
    r"|^(?:之)?中(?!心|央|小|国|级|医)|^[^，,；;。、]{1,20}(?<![集其命空])中(?=[，,]|取得|适用|有|符合|具有|具备)"
)
_SHARE = re.compile(
    r"(?:^|(?<=[，,的中]))[^，,；;。占]{0,16}占(?!比)(?P<whole>[^，,；;。]{0,24}?)的?(?:比重|比例)?(?:为|达到?)?$"
)
_AMONG = re.compile(r"(?:^|[。；;\s])(?P<whole>[^，,；;。\s]{2,14})中[，,]")
_NO_WHOLE = re.compile(r"^(?:总数|总量|全部|总|总人数|总案件|其)?$")
_WHICH_SIGN = re.compile("[中含括别]")
_COVERED = 0.7  # of the bigrams of a named total that the label must share
_NEAR = 12  # figures between a part and its total
_BRACKETS = frozenset({"(", "（"})
_COMMAS = frozenset({"，", ","})
_OPENED = _COMMAS | {"：", ":"}
_HEADLESS = ("的有", "的为", "的", "的共")  # 未审核的有14本,记录不全的有31本
_STOP = frozenset("；;。\n")
_KIN = {"名": "人", "位": "人", "起": "件", "宗": "件", "例": "件", "户": "家"}  # units of one thing
_COUNTED = frozenset({"count", "money", "area", "length", "weight", "duration"})


def read_parts(
    context: Context, labels: Sequence[str], grammar: MetricGrammar, former: frozenset[int] = frozenset()
) -> dict[int, int]:
    """{number of a part: number of its total}, by figure numbers of the context.

    `former` holds the figures that give a former level: they are no metrics, so neither parts nor totals.
    """
    parts: dict[int, int] = {}
    figures = context.figures
    start = 0
    while start < len(figures):
        end = start
        while end < len(figures) and figures[end].sentence is figures[start].sentence:
            end += 1
        if start:
            _by_heading(context, labels, start, end, parts)
            _by_opening(context, labels, start, end, parts)
        if end - start > 1:
            _by_words(context, labels, grammar, start, end, parts)
            if end - start > 2:
                _by_sum(figures, start, end, parts, former)
            _by_share(context, labels, start, end, parts)
        start = end
    return parts


def _counted(figure: Figure) -> bool:
    return figure.quantity.kind in _COUNTED and figure.quantity.value is not None


def _fits(part: Figure, whole: Figure) -> bool:
    a, b = part.quantity, whole.quantity
    if a.value is None or b.value is None or a.value > b.value:
        return False
    return _KIN.get(a.unit or "", a.unit) == _KIN.get(b.unit or "", b.unit)


def _by_words(
    context: Context,
    labels: Sequence[str],
    grammar: MetricGrammar,
    start: int,
    end: int,
    parts: dict[int, int],
) -> None:
    figures = context.figures
    masked = context.masked
    whole, done = -1, False
    for at in range(start + 1, end):
        gap = masked[figures[at - 1].end : figures[at].start]
        before, done = done, grammar.light.match(gap.lstrip("，,:： 其中")) is not None
        if _WHICH_SIGN.search(gap) and _WHICH.search(gap):
            whole = at - 1
            while whole > start and not (_counted(figures[whole]) and _fits(figures[at], figures[whole])):
                whole -= 1
            if not _counted(figures[whole]) or at - whole > 3:
                whole = -1
        elif whole >= 0 and (
            any(sign in _STOP for sign in gap)
            or _closes(masked, figures, whole, at)
            or (
                gap[:1] in _COMMAS
                and masked[figures[whole].end : figures[whole].end + 1] not in _BRACKETS
                and (
                    (done and not before)  # 其中重大隐患14条,下发整改指令11条
                    or not (gap.endswith(_HEADLESS) or _alike(labels[at - 1], labels[at], grammar))
                )
            )
        ):
            whole = -1
        if whole >= 0 and _counted(figures[at]) and _fits(figures[at], figures[whole]):
            parts[at] = whole


def _alike(before: str, label: str, grammar: MetricGrammar) -> bool:
    """Whether the label after a comma goes on with the parts: 维持3件,驳回2件; 重大案件3件,一般案件2件."""
    if max(len(before), len(label)) <= 4 or (grammar.state.match(before) and grammar.state.match(label)):
        return True
    return len(before) > 1 and before[-2:] == label[-2:]


def _closes(masked: str, figures: Sequence[Figure], whole: int, at: int) -> bool:
    """Whether a bracket opened after the total is closed before figure `at`."""
    between = masked[figures[whole].end : figures[at].start]
    return between[:1] in "(（" and any(sign in between for sign in ")）") if between else False


def _by_sum(
    figures: Sequence[Figure], start: int, end: int, parts: dict[int, int], former: frozenset[int]
) -> None:
    """Two or more neighbours of one unit that sum to a figure are its parts, after it or before it."""
    units = [figure.quantity.unit for figure in figures[start:end]]
    for total in range(start, end):
        whole = figures[total].quantity
        if units.count(whole.unit) < 3 or total in parts or total in former:  # the total and two parts
            continue
        if not whole.value or whole.comparator != "=" or whole.kind not in _COUNTED:
            continue
        after = range(total + 1, min(end, total + _NEAR + 1))
        before = range(total - 1, max(start, total - _NEAR) - 1, -1)
        taken = _summing(figures, whole, after, parts, former) or _summing(
            figures, whole, before, parts, former
        )
        if taken:
            parts.update(dict.fromkeys(taken, total))


def _summing(
    figures: Sequence[Figure], whole: Quantity, run: range, parts: dict[int, int], former: frozenset[int]
) -> list[int] | None:
    """The figures of a run that sum to `whole`; parts of others are passed over."""
    summed = Decimal(0)
    taken: list[int] = []
    for at in run:
        value = figures[at].quantity.value
        if at in former:
            return None
        if value is None or figures[at].quantity.unit != whole.unit or at in parts:
            continue
        summed += value
        taken.append(at)
        if whole.value is None or summed >= whole.value:
            break
    return taken if summed == whole.value and len(taken) >= 2 else None


def _by_share(context: Context, labels: Sequence[str], start: int, end: int, parts: dict[int, int]) -> None:
    """占受理案件的50% names its total; a bare 占 after a part takes the part's total."""
    figures = context.figures
    for at in range(start + 1, end):
        figure = figures[at]
        if figure.quantity.kind not in {"percentage", "permille"} or at in parts:
            continue
        left = context.masked[figure.left : figure.start].rstrip()
        found = _SHARE.search(left[-60:]) if "占" in left else None
        counted = [other for other in range(max(start, at - _NEAR), at) if _counted(figures[other])]
        if not counted:
            continue
        if not found:
            if left.lstrip("，, 、").startswith("其中") and counted[-1] == at - 1:
                parts[at] = at - 1
            continue
        whole = found["whole"]
        if _NO_WHOLE.match(whole):
            named = left.endswith("的占") or ("其中" in left and counted[-1] not in parts)
            best = _whole_of_part(figures, counted, parts, named=named)
        else:
            best = _best_named(whole, counted, labels)
        if best is not None:
            parts[at] = best


def _whole_of_part(
    figures: Sequence[Figure], counted: Sequence[int], parts: dict[int, int], *, named: bool
) -> int | None:
    """The total of the part stated last; a part without its own figure (合格的占) is of the figure itself."""
    last = counted[-1]
    if named:
        return last
    if last in parts:
        return parts[last]
    return next((other for other in reversed(counted[:-1]) if _fits(figures[last], figures[other])), None)


def _best_named(whole: str, counted: Sequence[int], labels: Sequence[str]) -> int | None:
    wanted = _bigrams(whole)
    scored = [(len(wanted & _bigrams(labels[other])), other) for other in counted]
    score, best = max(scored, default=(0, -1))
    return best if wanted and score >= _COVERED * len(wanted) else None


def _by_heading(context: Context, labels: Sequence[str], start: int, end: int, parts: dict[int, int]) -> None:
    """办结案件中,维持201件: the total stands in the sentence before."""
    first = context.figures[start]
    begin = first.sentence[0]
    lead = context.masked[begin : min(first.start, begin + 20)]
    found = _AMONG.match(lead) if "中" in lead else None
    if not found:
        return
    wanted = found["whole"]
    for other in range(start - 1, max(start - _NEAR, 0) - 1, -1):
        label = labels[other]
        named = len(label) > 1 and (label in wanted or len(_bigrams(label) & _bigrams(wanted)) >= 2)
        if named and _counted(context.figures[other]):
            for at in range(start, end):
                if _counted(context.figures[at]) and _fits(context.figures[at], context.figures[other]):
                    parts[at] = other
            return


def _by_opening(context: Context, labels: Sequence[str], start: int, end: int, parts: dict[int, int]) -> None:
    """办案90件。其中,许可60件;处罚30件: a sentence on parts, of the first count of the sentence before."""
    figures = context.figures
    begin = figures[start].sentence[0]
    if not context.masked.startswith("其中", begin) or context.masked[begin + 2 : begin + 3] not in _OPENED:
        return
    before = figures[start - 1].sentence
    first = start - 1
    while first and figures[first - 1].sentence is before:
        first -= 1
    whole = next((at for at in range(first, start) if _counted(figures[at])), None)
    if whole is None or figures[start].sentence[0] - before[1] > 2:
        return
    last = ""
    for at in range(start, end):
        label = labels[at]
        alike = not last or last[-2:] == label[-2:] or len(last) == len(label)
        if alike and at not in parts and _counted(figures[at]) and _fits(figures[at], figures[whole]):
            parts[at], last = whole, label


def _bigrams(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
