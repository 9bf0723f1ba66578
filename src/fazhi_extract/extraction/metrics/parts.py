"""Parts of totals: 其中/包括/分别 say so, or the parts of a sentence sum to its total."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from fazhi_extract.extraction.metrics.context import Context, Figure
from fazhi_extract.extraction.metrics.counts import NEAR, bigrams, counted, fits
from fazhi_extract.extraction.metrics.grammar import MetricGrammar
from fazhi_extract.extraction.metrics.shares import read_shares

__all__ = ["read_parts"]

_WHICH = re.compile(
    r"其中(?!一|之)|[(（]含|包括|包含|(?<=[，,(（])含|(?:^|(?<=[，,；;(（]))分别(?:为|是|有)"
    r"|^(?:之)?中(?!心|央|小|国|级|医)|^[^，,；;。、]{1,20}(?<![集其命空])中(?=[，,]|取得|适用|[已共仅仍还]?有|符合|具有|具备|的$)"
)
_AMONG = re.compile(r"(?:^|[。；;\s])(?P<whole>[^，,；;。\s]{2,14})中[，,]")
_WHICH_SIGN = re.compile("[中含括别]")
_GATHERED = re.compile("[共计总]")
_AVERAGE = re.compile("[日周月年人户]均|平均")
_DEEDS = 3
_NAMESAKE = 4  # last characters that two labels share
_BRACKETS = frozenset({"(", "（"})
_COMMAS = frozenset({"，", ","})
_NOT_AMONG = frozenset("一之")
_OPENED = _COMMAS | {"：", ":"}
_HEADLESS = ("的有", "的为", "的", "的共")  # 未审核的有14本,记录不全的有31本
_STOP = frozenset("；;。\n")


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
                _by_sum(context, labels, grammar, start, end, parts, former)
            read_shares(context, labels, start, end, parts)
        start = end
    return parts


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
    whole = -1
    for at in range(start + 1, end):
        gap = masked[figures[at - 1].end : figures[at].start]
        if _WHICH_SIGN.search(gap) and _WHICH.search(gap):
            whole = at - 1
            while whole > start and not (counted(figures[whole]) and fits(figures[at], figures[whole])):
                whole -= 1
            if not counted(figures[whole]) or at - whole > 3:
                whole = -1
            if (namesake := _namesake(figures, labels, at, range(max(start, at - NEAR), at))) is not None:
                whole = namesake
        elif whole >= 0 and (
            any(sign in _STOP for sign in gap)
            or _closes(masked, figures, whole, at)
            or (
                gap[:1] in _COMMAS
                and masked[figures[whole].end : figures[whole].end + 1] not in _BRACKETS
                and (
                    _turns(masked, figures, at, grammar)
                    or not (gap.endswith(_HEADLESS) or _alike(labels[at - 1], labels[at], grammar))
                )
            )
        ):
            whole = -1
        if (
            whole >= 0
            and counted(figures[at])
            and fits(figures[at], figures[whole])
            and not _AVERAGE.search(gap)
        ):
            parts[at] = whole


def _turns(masked: str, figures: Sequence[Figure], at: int, grammar: MetricGrammar) -> bool:
    """Whether a deed follows what is no deed: 其中重大隐患14条,|下发整改指令11条."""

    def is_deed(number: int) -> bool:
        gap = masked[figures[number - 1].end : figures[number].start]
        return grammar.light.match(gap.lstrip("，,:： 其中")) is not None

    return is_deed(at) and not is_deed(at - 1)


def _namesake(figures: Sequence[Figure], labels: Sequence[str], at: int, others: range) -> int | None:
    """The nearest of `others` that counts the same by its label, if more: 检查企业29家, 矿山检查企业16家."""
    label = labels[at]
    for other in reversed(others):
        total = labels[other]
        if (
            len(total) > 1
            and label != total
            and label.endswith(total[-_NAMESAKE:])
            and counted(figures[other])
        ):
            return other if counted(figures[at]) and fits(figures[at], figures[other]) else None
    return None


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
    context: Context,
    labels: Sequence[str],
    grammar: MetricGrammar,
    start: int,
    end: int,
    parts: dict[int, int],
    former: frozenset[int],
) -> None:
    """Two or more neighbours of one unit that sum to a figure are its parts, after it or before it."""
    figures, masked = context.figures, context.masked
    units = [figure.quantity.unit for figure in figures[start:end]]
    for total in range(start, end):
        whole = figures[total].quantity
        if units.count(whole.unit) < 3 or total in parts or total in former:  # the total and two parts
            continue
        if not whole.value or whole.comparator != "=" or not counted(figures[total]):
            continue
        after = range(total + 1, min(end, total + NEAR + 1))
        before = range(total - 1, max(start, total - NEAR) - 1, -1)
        taken = _summing(figures, total, after, parts, former)
        if not taken and _GATHERED.search(
            masked, max(figures[total].clause[0], figures[total].left), figures[total].start
        ):
            taken = _summing(figures, total, before, parts, former)
        if taken and not _parallel([labels[total], *(labels[at] for at in taken)], grammar):
            parts.update(dict.fromkeys(taken, total))


def _parallel(labels: Sequence[str], grammar: MetricGrammar) -> bool:
    """Whether the figures stand side by side: of one name, or three deeds (废止11件、失效7件、修改4件)."""
    deeds = [verb for label in labels if (verb := grammar.state.match(label)) and verb.end() == len(label)]
    return len(set(labels)) == 1 or len(deeds) == len(labels) == _DEEDS


def _summing(
    figures: Sequence[Figure], total: int, run: range, parts: dict[int, int], former: frozenset[int]
) -> list[int] | None:
    """The figures of a run that sum to figure number `total`; parts of others are passed over."""
    whole = figures[total].quantity
    summed = Decimal(0)
    taken: list[int] = []
    for at in run:
        value = figures[at].quantity.value
        if at in former:
            return None
        if value is None or figures[at].quantity.unit != whole.unit or parts.get(at, total) != total:
            continue
        summed += value
        taken.append(at)
        if whole.value is None or summed >= whole.value:
            break
    return taken if summed == whole.value and len(taken) >= 2 else None


def _by_heading(context: Context, labels: Sequence[str], start: int, end: int, parts: dict[int, int]) -> None:
    """办结案件中,维持201件: the total stands in the sentence before."""
    first = context.figures[start]
    begin = first.sentence[0]
    lead = context.masked[begin : min(first.start, begin + 20)]
    found = _AMONG.match(lead) if "中" in lead else None
    if not found:
        return
    wanted = found["whole"]
    for other in range(start - 1, max(start - NEAR, 0) - 1, -1):
        label = labels[other]
        named = len(label) > 1 and (label in wanted or len(bigrams(label) & bigrams(wanted)) >= 2)
        if named and counted(context.figures[other]):
            for at in range(start, end):
                if counted(context.figures[at]) and fits(context.figures[at], context.figures[other]):
                    parts[at] = other
            return


def _by_opening(context: Context, labels: Sequence[str], start: int, end: int, parts: dict[int, int]) -> None:
    """办案90件。其中,许可60件;处罚30件: a sentence on parts of figures of the sentence before.

    A part's total is what its label names there (处罚4次 → 行政处罚12次), else the first count there.
    """
    figures = context.figures
    begin = figures[start].sentence[0]
    if not context.masked.startswith("其中", begin) or context.masked[begin + 2 : begin + 3] in _NOT_AMONG:
        return
    before = figures[start - 1].sentence
    if begin - before[1] > 2:
        return
    first = start - 1
    while first and figures[first - 1].sentence is before:
        first -= 1
    marked = context.masked[begin + 2 : begin + 3] in _OPENED
    counts = [at for at in range(first, start) if counted(figures[at])]
    near = counts[-NEAR:]
    last = ""
    for at in range(start, end):
        label, figure = labels[at], figures[at]
        if at in parts or not counted(figure):
            continue
        whole = next((one for one in reversed(near) if label.endswith(labels[one][-_NAMESAKE:])), None)
        if whole is None and (not last or last[-2:] == label[-2:] or len(last) == len(label)):
            fitting = [one for one in near if fits(figure, figures[one])]
            whole = (counts[0] if marked else fitting[-1]) if fitting else None
        if whole is not None and fits(figure, figures[whole]):
            parts[at], last = whole, label
