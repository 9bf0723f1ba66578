"""Former and new values against the printed size and direction of the change."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple, cast

import regex

from fazhi_extract.audit.context import AuditContext
from fazhi_extract.audit.printed import Interval, as_printed, interval, plain
from fazhi_extract.audit.rule import Hit, rule
from fazhi_extract.models import Metric, Quantity
from fazhi_extract.models.base import remade

__all__ = ["change_fits", "change_fits_none", "change_in_points", "direction_contradicts"]

_PRINTED = (
    "half a unit of the printed last place below, one unit above (rounded or cut off), on each of the figures"
)
_YEAR_AGO = (
    r"(?:(?:较|比|同)(?:上年|去年|上一年|前一年|往年|[12][0-9]{3}年)度?(?:同期)?(?:相比)?|同比|环比|同期相比)"
)
_MOVES = (
    r"(?:净|大幅|显著|明显|共|累计)?"
    r"(?:增长|增加|上升|提高|提升|增幅|增速|涨幅|增|升|下降|减少|降低|回落|降幅|下滑|压减|降)"
    r"(?:了|率|幅度)?(?:为|达到?|约)?"
)
_THEN = regex.compile(rf"^[)）]?\s*[，,、(（]?\s*(?:{_YEAR_AGO})?[，,]?\s*{_MOVES}$")
_AND = regex.compile(rf"^[)）]?\s*[，,、和及(（]\s*(?:{_YEAR_AGO})?(?:{_MOVES})?$")
_AGAINST = regex.compile(
    r"^\s*[，,、(（]?\s*(?:较|比|同)(?:上年|去年|上一年|前一年|[12][0-9]{3}年)度?(?:同期)?的?$"
)
_FORMER = regex.compile(r"(?:较|比|由|从|同)[^，,；;。]{0,14}$")
_REAL = regex.compile(r"生产总值|GDP|增加值|产值|收入|消费|零售")  # growth is printed net of prices
_UP = regex.compile(r"提升|提高|上升|增长|增加|增至|增到|升至|升到|攀升")
_DOWN = regex.compile(r"下降|降低|降至|降到|减少|减至|减到|压减|压缩|缩短|回落|下滑")
_FAR = 16  # characters between a former and a new value
_RANKED = frozenset({"名", "位", "名次", "级"})
Verdict = Literal["fits", "points", "none"]


class _Case(NamedTuple):
    """A former value, a new one, and what is printed as the change."""

    old: Interval
    new: Interval
    change: Metric
    terms: tuple[Metric, ...]
    shown: str
    expected: str
    verdict: Verdict


def _cases(context: AuditContext) -> list[_Case]:
    if "changes" not in context.memo:
        context.memo["changes"] = [
            case
            for at, change in enumerate(context.metrics)
            if at and change.aspect == "change"
            for case in _at(context, at)
            if case is not None
        ]
    return cast("list[_Case]", context.memo["changes"])


def _at(context: AuditContext, at: int) -> Iterator[_Case | None]:
    """The changes that can be checked with metric `at` as the printed change."""
    change = context.metrics[at]
    now = context.metrics[at - 1]
    if not context.follows(now, change):
        return
    gap = context.gap(now, change)
    if now.previous is not None and _THEN.match(gap):
        yield _case(now.previous, now.quantity, change, (now, change))
        return
    before = context.metrics[at - 2] if at > 1 else None
    if before is None or not context.follows(before, now) or before.quantity.unit != now.quantity.unit:
        return
    if now.aspect == "level" and _THEN.match(gap):
        if _AGAINST.match(context.gap(before, now)):
            yield _case(now.quantity, before.quantity, change, (before, now, change))
        elif before.status == "baseline" and now.status == "achieved" and before.label == now.label:
            yield _case(before.quantity, now.quantity, change, (before, now, change))
    elif now.aspect == "change" and change.quantity.kind == "percentage" and _AND.match(gap):
        start = before.quantity.span.start
        if _FORMER.search(context.text[max(before.sentence.start, start - 20) : start]):
            return
        if before.aspect == "level" and _THEN.match(context.gap(before, now)):
            yield _by_increase(before, now, change)


def _case(old: Quantity, new: Quantity, change: Metric, terms: tuple[Metric, ...]) -> _Case | None:
    then, now, said = interval(old), interval(new), interval(change.quantity)
    if not (then and now and said) or old.unit != new.unit or old.value is None or new.value is None:
        return None
    verdict, expected = _judge(old, new, change.quantity, (then, now, said))
    sure = all(quantity.comparator == "=" for quantity in (old, new, change.quantity))
    if verdict is None or (verdict != "none" and not sure):
        return None
    shown = f"{old.text} → {new.text}"
    return _Case(then, now, change, terms, shown, expected, verdict)


def _judge(
    old: Quantity, new: Quantity, change: Quantity, bounds: tuple[Interval, Interval, Interval]
) -> tuple[Verdict | None, str]:
    then, now, said = bounds
    apart = _apart(then, now)
    difference = abs((new.value or Decimal(0)) - (old.value or Decimal(0)))
    absolute = change.unit == old.unit and change.kind == old.kind != "percentage"
    if change.kind == "percentage_point" or absolute:
        return ("fits" if apart.meets(said) else "none"), f"{plain(difference)}{change.unit or ''}"
    if change.kind not in {"percentage", "multiple"} or then.low <= 0 or not old.value:
        return None, ""
    relative = Interval(100 * apart.low / then.high, 100 * apart.high / then.low)
    exact = 100 * difference / old.value
    if change.kind == "multiple":
        times = Interval(relative.low / 100, relative.high / 100)
        fits = times.meets(said) or Interval(times.low + 1, times.high + 1).meets(said)
        return ("fits" if fits else "none"), f"{exact / 100:.2f}倍"
    verdict = _judge_share(old, change, (difference, exact), (apart, relative, said))
    return verdict, f"{plain(difference)}个百分点" if verdict == "points" else f"{exact:.2f}%"


def _judge_share(
    old: Quantity,
    change: Quantity,
    exact: tuple[Decimal, Decimal],
    bounds: tuple[Interval, Interval, Interval],
) -> Verdict:
    """A change in %: of the former value, or (of percentages, wrongly so printed) the difference."""
    difference, relative = exact
    apart, share, said = bounds
    of_shares = old.kind == "percentage"
    if (
        of_shares
        and change.value == difference
        and as_printed(relative, change) != as_printed(difference, change)
    ):
        return "points"
    if share.meets(said):
        return "fits"
    return "points" if of_shares and apart.meets(said) else "none"


def _apart(then: Interval, now: Interval) -> Interval:
    low = max(now.low - then.high, then.low - now.high, Decimal(0))
    return Interval(low, max(now.high - then.low, then.high - now.low))


def _by_increase(now: Metric, increase: Metric, change: Metric) -> _Case | None:
    """150件,增加50件,增长50%: the former value follows from the increase."""
    new, more = now.quantity, increase.quantity
    if new.value is None or more.value is None or new.unit != more.unit or new.kind != more.kind:
        return None
    if new.comparator != "=" or more.comparator != "=" or increase.direction is None:
        return None
    if change.direction not in {None, increase.direction}:
        return None
    value = new.value - more.value if increase.direction == "up" else new.value + more.value
    if value <= 0:
        return None
    old = remade(new, {"value": value, "text": f"{plain(value)}{new.unit or ''}"})
    return _case(old, new, change, (now, increase, change))


@rule("info", _PRINTED)
def change_fits(context: AuditContext) -> Iterator[Hit]:
    """A printed change is what the former and the new value give.

    Read are 由A增至B,增长C; B,较上年A增长C; A last year and B this year, C up; and B, D more, C up.

    Example: 办结案件由120件增至150件,增长25%.
    """
    for case in _cases(context):
        if case.verdict == "fits" and not _opposed(case):
            yield Hit(
                f"{case.change.label}: {case.shown} is {case.change.quantity.text}",
                case.terms,
                case.expected,
                case.change.quantity.text,
            )


def _hit(case: _Case) -> Hit:
    printed = case.change.quantity.text
    message = f"{case.change.label}: {case.shown} is {case.expected}, printed as {printed}"
    return Hit(message, case.terms, case.expected, printed)


@rule("info", _PRINTED)
def change_in_points(context: AuditContext) -> Iterator[Hit]:
    """A difference of two percentages is printed in % where it is percentage points.

    Example: 满意率由90%提高到95%,提高5% (5个百分点, or 5.56%).
    """
    for case in _cases(context):
        if case.verdict == "points":
            yield _hit(case)


@rule("warning", _PRINTED)
def change_fits_none(context: AuditContext) -> Iterator[Hit]:
    """A printed change is not what the former and the new value give.

    Economic totals (生产总值, 增加值, 收入) are left out: their growth is printed net of prices.

    Example: 办结案件由120件增至150件,增长30% (25%).
    """
    for case in _cases(context):
        if case.verdict == "none" and not any(_REAL.search(term.label) for term in case.terms):
            yield _hit(case)


@rule("warning", "none: only values that lie apart after rounding are compared; ranks are left out")
def direction_contradicts(context: AuditContext) -> Iterator[Hit]:
    """The words say up where the numbers go down, or the other way round.

    Example: 满意率由96.2%提升至94.1%; 案件由120件增至150件,下降25%.
    """
    for metric in context.metrics:
        old = metric.previous
        if old is None or metric.quantity.unit in _RANKED:
            continue
        said = _direction(context, metric, old)
        then, now = interval(old), interval(metric.quantity)
        if said is None or then is None or now is None or old.unit != metric.quantity.unit:
            continue
        if _against(said, then, now):
            message = f"{metric.label}: {old.text} → {metric.quantity.text} is not {said}"
            yield Hit(message, (metric,), "down" if said == "up" else "up", said)
    for case in _cases(context):
        if _opposed(case):
            yield Hit(
                f"{case.change.label}: {case.shown} is not {case.change.direction}",
                case.terms,
                "down" if case.change.direction == "up" else "up",
                case.change.direction,
            )


def _direction(context: AuditContext, metric: Metric, old: Quantity) -> str | None:
    """What the words between the two values say; the metric's own direction where they say nothing."""
    words = context.text[old.span.end : metric.quantity.span.start]
    if len(words) <= _FAR:
        if _UP.search(words):
            return None if _DOWN.search(words) else "up"
        if _DOWN.search(words):
            return "down"
    return metric.direction


def _against(direction: str, then: Interval, now: Interval) -> bool:
    return now.high < then.low if direction == "up" else then.high < now.low


def _opposed(case: _Case) -> bool:
    return case.change.direction is not None and _against(case.change.direction, case.old, case.new)
