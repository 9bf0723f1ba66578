"""Single values that cannot be, and values that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from fazhi_extract.audit.context import AuditContext
from fazhi_extract.audit.lists import bounded_rates
from fazhi_extract.audit.printed import interval
from fazhi_extract.audit.rule import Hit, rule
from fazhi_extract.models import Metric

__all__ = ["indicator_two_values", "negative_count", "percent_over_100", "unit_impossible"]

_COUNTED = frozenset({"count", "money", "area", "length", "weight", "duration"})
_SIGN = regex.compile(r"\p{Han}{2}[:：\s]{0,3}[-－−]\s?$")
_DASHES = frozenset("-－−")
_IN_NAMES = frozenset({"系列", "型", "款", "代", "级", "号", "式", "度", "℃", "室", "层", "楼", "米"})
_PER_HEAD = regex.compile(
    r"万人(?:拥有)?(?:律师|成讼|失信|起诉|发案|警情|犯罪)?[\p{Han}]{0,4}(?:比|率|数)?$|万人比"
)
_RATE = regex.compile(r"率$")
_PARTIAL = regex.compile(
    r"其中|本级|为被告|为被申请人|累计|以来|年来|截至|截止|上半年|下半年|季度|[0-9０-９]\s?月|期间|[-—至][0-9０-９]+月"
)
_LIMITED = regex.compile(
    r"其中|分别|新增|各|每|平均|人均|日均|原|首批|另|还|除|本级|机关|部门|街道|乡镇|[镇乡村]|专项|行动"
)
_TELLING = 4  # characters of a label that names its matter: 审结案件, not 办结 or 败诉率
_CLAUSE = regex.compile(r"[^，,、；;。：:\n]*$")


@rule("warning", "none")
def percent_over_100(context: AuditContext) -> Iterator[Hit]:
    """A share of a whole lies above 100%.

    Only where the label ends in a word that means a share (`data/audit/bounded_rates.tsv`): 完成率 or
    增长率 may go over.

    Example: 群众满意率达109.6%.
    """
    endings = bounded_rates()
    for metric in context.shares:
        quantity = metric.quantity
        if quantity.kind != "percentage" or metric.aspect != "level" or metric.status == "target":
            continue
        for value in (quantity, metric.previous):
            if value and value.value is not None and value.value > 100 and metric.label.endswith(endings):
                yield Hit(f"{metric.label} {value.text} is above 100%", (metric,), "at most 100%", value.text)


@rule("warning", "none")
def negative_count(context: AuditContext) -> Iterator[Hit]:
    """Something counted has a negative number.

    A dash before a figure counts as a sign only directly after a Chinese word, so ranges and file numbers
    do not.

    Example: 受理行政复议案件-12件.
    """
    text = context.text
    for metric in context.metrics:
        quantity = metric.quantity
        start = quantity.span.start
        dash = text[start - 1 : start] in _DASHES or text[start - 2 : start - 1] in _DASHES
        if not dash and (quantity.value is None or quantity.value >= 0):
            continue
        if quantity.kind not in _COUNTED or metric.aspect != "level":
            continue
        below = quantity.value is not None and quantity.value < 0
        signed = dash and quantity.unit is not None and quantity.unit not in _IN_NAMES
        if below or (signed and _SIGN.search(text[max(0, start - 8) : start])):
            yield Hit(f"{metric.label.rstrip('-－− ')} is negative", (metric,), "0 or more", quantity.text)


@rule("warning", "none")
def unit_impossible(context: AuditContext) -> Iterator[Hit]:
    """A figure has a unit that its indicator cannot have.

    A number per ten thousand inhabitants is no percentage, and a rate itself is not in percentage points.

    Example: 律师万人比达3.8%; 群众满意率达97个百分点.
    """
    for metric in context.shares:
        quantity = metric.quantity
        defined = context.catalogue.get(metric.indicator or "")
        unit = (defined.unit or "") if defined else ""
        expected = None
        if metric.aspect == "change":
            continue
        if quantity.kind in {"percentage", "permille"}:
            if "/" in unit:
                expected = unit
            elif _PER_HEAD.search(metric.label):
                expected = "per ten thousand inhabitants"
        elif quantity.kind == "percentage_point" and (unit == "%" or _RATE.search(metric.label)):
            expected = "%"
        if expected:
            yield Hit(
                f"{metric.label} {quantity.text}: the unit cannot be", (metric,), expected, quantity.text
            )


@rule("warning", "values that overlap after rounding and 近/余 are the same value")
def indicator_two_values(context: AuditContext) -> Iterator[Hit]:
    """One indicator has two different values for the same year.

    Both must be plain levels of the whole body reported on, with the same label and unit, none a part, a
    cumulative or a partial period's figure, and in different sentences.

    Example: 审结行政复议案件210件 in one section, 审结行政复议案件201件 in another.
    """
    for levels in context.levels.values():
        if len(levels) < 2:
            continue
        firsts: dict[str, Metric] = {}
        for second in levels:
            if len(second.label) < _TELLING or not _whole(context, second):
                continue
            first = firsts.setdefault(second.label, second)
            if _contradict(first, second):
                one, other = first.quantity.text, second.quantity.text
                message = f"{second.label} is {one} in one place and {other} in another"
                yield Hit(message, (first, second), one, other)


def _whole(context: AuditContext, metric: Metric) -> bool:
    if metric.part_of or metric.scope or metric.previous or metric.year not in {None, context.year}:
        return False
    before = context.text[metric.sentence.start : metric.quantity.span.start]
    if _PARTIAL.search(before):
        return False
    clause = _CLAUSE.search(before)
    return clause is None or _LIMITED.search(clause.group().replace(metric.label, "")) is None


def _contradict(first: Metric, second: Metric) -> bool:
    if first.sentence == second.sentence:
        return False
    if first.quantity.unit != second.quantity.unit or first.year != second.year:
        return False
    one, other = interval(first.quantity), interval(second.quantity)
    return one is not None and other is not None and not one.meets(other)
