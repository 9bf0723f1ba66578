"""Parts against their totals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple, cast

import regex

from fazhi_extract.audit.context import AuditContext
from fazhi_extract.audit.printed import Interval, plain, sum_of
from fazhi_extract.audit.rule import Hit, rule
from fazhi_extract.models import Metric

__all__ = [
    "part_larger_than_whole",
    "parts_exceed_total",
    "parts_fit",
    "parts_leave_rest",
    "parts_miss_total",
]

_EXACT = (
    "none for counts printed in full; half a unit below and one above the last place of numbers with 万 or 亿"
)
_WHICH = re.compile("其中|含")
_OF_WHICH = regex.compile(r"^[^，,；;。、]{0,8}[，,、(（；;]?\s*(?:其中|[(（]含)(?!一|之)")
_IN_LIST = regex.compile(r"^[^，,；;。()（）]{0,12}[、和及与][^，,；;。()（）]{0,20}$")
_EACH = regex.compile(r"分别(?:为|是|有)?[^，,；;。]{0,12}$")
_ADDED_UP = regex.compile(r"^[^，,；;。、]{0,12}[，,]\s*(?:以上)?(?:共计|合计|总计)(?:达|为|有)?$")
_HOLDS = regex.compile(r"其中|包括|包含|含|[(（:：]|中[，,]")
_LEAD = 60  # characters from a total to its first part
_LEVELS = frozenset({"count", "money", "area", "length", "weight", "duration"})
_SLIP = Decimal("1.1")  # a sum this far over its total is a slip; further over, the parts overlap
_BACK = 4  # figures between 其中 and the total


def _comparable(part: Metric, whole: Metric) -> bool:
    return (
        part.quantity.unit == whole.quantity.unit
        and part.quantity.kind == whole.quantity.kind
        and part.quantity.kind in _LEVELS
        and part.aspect == whole.aspect == "level"
        and part.status == whole.status
    )


class _Group(NamedTuple):
    """A total and its parts, with the bounds of their sum and of the total."""

    total: Metric
    parts: list[Metric]
    added: Interval
    whole: Interval


def _groups(context: AuditContext) -> list[_Group]:
    """The totals that at least two parts can be added up for."""
    if "groups" not in context.memo:
        found = (_group(context, total_id, parts) for total_id, parts in context.parts.items())
        context.memo["groups"] = [group for group in found if group]
    return cast("list[_Group]", context.memo["groups"])


def _group(context: AuditContext, total_id: str, parts: list[Metric]) -> _Group | None:
    total = context.metric(total_id)
    if total is None or len(parts) < 2 or not all(_comparable(part, total) for part in parts):
        return None
    if total.indicator and all(part.indicator for part in parts):
        return None  # figures in their own right (received, closed, corrected) that happen to add up
    if any(part.id in context.parts for part in parts):
        return None
    bounds = [found for part in parts if (found := context.bounds(part))]
    whole = context.bounds(total)
    if whole is None or len(bounds) < len(parts):
        return None
    return _Group(total, parts, sum_of(bounds), whole)


def _sure(*metrics: Metric) -> bool:
    """Whether no 余, 近, 以上 or the like leaves room."""
    return all(metric.quantity.comparator == "=" for metric in metrics)


def _adds_up(context: AuditContext, total: Metric, parts: Sequence[Metric]) -> bool:
    """Whether words, or three parts and more, say so: 制定2件、修改1件、废止3件 is chance."""
    if len(parts) > 2 or _said(context, total, parts):
        return True
    gap = context.text[parts[-1].quantity.span.end : total.quantity.span.start]
    return "共" in gap or "计" in gap


def _said(context: AuditContext, total: Metric, parts: Sequence[Metric]) -> bool:
    """Whether 其中, 包括, a bracket or a colon stands between the total and the parts."""
    start, end = total.quantity.span.end, parts[0].quantity.span.start
    return start < end and _HOLDS.search(context.text, start, min(end, start + _LEAD)) is not None


def _list(parts: Sequence[Metric]) -> str:
    return " + ".join(part.quantity.text for part in parts)


def _sum(parts: Sequence[Metric]) -> str:
    return plain(sum((part.quantity.value or Decimal(0) for part in parts), Decimal(0)))


def _one_list(context: AuditContext, parts: Sequence[Metric]) -> bool:
    """Whether the parts are one list with 、 between them."""
    return all(
        context.follows(a, b) and _IN_LIST.match(context.gap(a, b)) is not None for a, b in pairwise(parts)
    )


def _promised(context: AuditContext, total: Metric, parts: Sequence[Metric]) -> bool:
    """Whether 分别为 says that the parts are all there are."""
    return (
        context.follows(total, parts[0])
        and _EACH.search(context.gap(total, parts[0])) is not None
        and _one_list(context, parts)
    )


@rule("info", _EXACT)
def parts_fit(context: AuditContext) -> Iterator[Hit]:
    """The parts of a total add up to it.

    Example: 共计60项,其中不予处罚28项、从轻处罚20项、减轻处罚12项.
    """
    for total, parts, added, whole in _groups(context):
        if added.meets(whole) and _sure(total, *parts) and _adds_up(context, total, parts):
            yield Hit(f"{_list(parts)} = {total.quantity.text} ({total.label})", (*parts, total))


@rule("info", _EXACT)
def parts_leave_rest(context: AuditContext) -> Iterator[Hit]:
    """The parts named do not exhaust their total; the rest is given.

    其中 does not promise completeness, so this is no fault. Where 分别为 promises it, see
    `parts_miss_total`.

    Example: 梳理事项500项,其中保留460项、取消35项 leaves 5.
    """
    for total, parts, added, whole in _groups(context):
        if added.high >= whole.low or total.quantity.kind != "count":
            continue
        if _sure(total, *parts) and _said(context, total, parts) and not _promised(context, total, parts):
            rest = plain((total.quantity.value or Decimal(0)) - Decimal(_sum(parts)))
            message = f"{_list(parts)} of {total.quantity.text} ({total.label}) leave {rest}"
            yield Hit(message, (*parts, total), total.quantity.text, _sum(parts))


@rule("warning", _EXACT + "; commas between the parts: only sums up to a tenth over, as more means overlap")
def parts_exceed_total(context: AuditContext) -> Iterator[Hit]:
    """The parts of a total add up to more than the total.

    A list with 、 counts as a partition. Parts with commas between them may overlap
    (专职200人,女性350人): only a slight excess is reported there, and none for persons.

    Example: 共计60项,其中不予处罚28项、从轻处罚20项、减轻处罚13项 (61).
    """
    for total, parts, added, whole in _groups(context):
        if added.low <= whole.high or _promised(context, total, parts) or not _said(context, total, parts):
            continue
        persons = total.quantity.unit in {"人", "名", "人次", "位"}
        if (_one_list(context, parts) or added.low <= whole.high * _SLIP) and not persons:
            yield Hit(
                f"{_list(parts)} = {_sum(parts)}, more than the total {total.quantity.text} ({total.label})",
                (*parts, total),
                total.quantity.text,
                _sum(parts),
            )


@rule("warning", _EXACT)
def parts_miss_total(context: AuditContext) -> Iterator[Hit]:
    """Parts that are said to be all (分别为, 合计, 共计) do not add up to the total.

    Example: 保留31项、取消6项、合并4项,合计42项 (41).
    """
    for total, parts, added, whole in _groups(context):
        if _promised(context, total, parts) and not added.meets(whole):
            yield _missed(total, parts)
    for sentence in context.sentences:
        if (
            len(sentence) < 3
            or "计" not in context.text[sentence[0].quantity.span.end : sentence[-1].quantity.span.start]
        ):
            continue
        for at in range(2, len(sentence)):
            total = sentence[at]
            if not _ADDED_UP.match(context.gap(sentence[at - 1], total)):
                continue
            first = at - 1
            while (
                first > 0
                and _comparable(sentence[first - 1], total)
                and _IN_LIST.match(context.gap(sentence[first - 1], sentence[first]))
            ):
                first -= 1
            parts = sentence[first:at]
            bounds = [found for part in parts if (found := context.bounds(part))]
            limit = context.bounds(total)
            if len(parts) < 2 or not limit or not _comparable(parts[-1], total) or len(bounds) < len(parts):
                continue
            if not sum_of(bounds).meets(limit):
                yield _missed(total, parts)


def _missed(total: Metric, parts: Sequence[Metric]) -> Hit:
    message = f"{_list(parts)} = {_sum(parts)}, but the total is {total.quantity.text} ({total.label})"
    return Hit(message, (*parts, total), _sum(parts), total.quantity.text)


@rule("warning", _EXACT)
def part_larger_than_whole(context: AuditContext) -> Iterator[Hit]:
    """One part is larger than what it is a part of.

    The part follows 其中 (or stands in the same list with 、) and every earlier figure of the sentence
    with its unit is smaller; or the numerator of a rate of the catalogue is larger than each of its
    denominators in the sentence.

    Example: 审查合同42件,其中行政协议51件; 审结行政诉讼案件94件,败诉104件.
    """
    tops = {
        metric.sentence.start
        for name in context.levels.keys() & context.terms.keys()
        for metric in context.levels[name]
    }
    for sentence in context.sentences:
        if len(sentence) > 1:
            start, end = sentence[0].quantity.span.end, sentence[-1].quantity.span.start
            if _WHICH.search(context.text, start, end):
                yield from _larger_in_words(context, sentence)
            if sentence[0].sentence.start in tops:
                yield from _larger_by_catalogue(context, sentence)


def _larger_in_words(context: AuditContext, sentence: Sequence[Metric]) -> Iterator[Hit]:
    wholes: list[Metric] = []
    for at in range(1, len(sentence)):
        part, gap = sentence[at], context.gap(sentence[at - 1], sentence[at])
        if ("其中" in gap or "含" in gap) and _OF_WHICH.search(gap):
            wholes = [m for m in sentence[max(0, at - _BACK) : at] if _comparable(part, m)]
        elif not (wholes and _IN_LIST.match(gap)):
            wholes = []
        low = context.bounds(part) if wholes and _comparable(part, wholes[-1]) else None
        if low is None:
            continue
        bounds = [found for whole in wholes if (found := context.bounds(whole))]
        if bounds and all(bound.high < low.low for bound in bounds):
            yield _larger(part, wholes[-1])


def _larger_by_catalogue(context: AuditContext, sentence: Sequence[Metric]) -> Iterator[Hit]:
    named: dict[str, list[Metric]] = {}
    for metric in sentence:
        if metric.indicator and metric.aspect == "level" and metric.status == "achieved":
            named.setdefault(metric.indicator, []).append(metric)
    if len(named) < 2:
        return
    for top_id, tops in named.items():
        bottoms = context.terms.get(top_id, ())
        for top in tops:
            wholes = [
                whole
                for name in bottoms
                for whole in named.get(name, ())
                if whole.scope == top.scope and whole.year == top.year and _comparable(top, whole)
            ]
            if any(context.order[whole.id] > context.order[top.id] for whole in wholes):
                continue
            low = context.bounds(top)
            bounds = [found for whole in wholes if (found := context.bounds(whole))]
            if low and bounds and all(bound.high < low.low for bound in bounds):
                yield _larger(top, wholes[-1])


def _larger(part: Metric, whole: Metric) -> Hit:
    size, limit = part.quantity.text, whole.quantity.text
    message = f"{part.label} {size} is larger than {whole.label} {limit}, which it is part of"
    return Hit(message, (whole, part), f"at most {limit}", size)
