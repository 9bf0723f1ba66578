"""The terms of printed rates: numerators and denominators near them, and which of these give the rate."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple, cast

import regex

from fazhi_extract.audit.context import AuditContext, IndicatorLike
from fazhi_extract.audit.lists import loose_denominators
from fazhi_extract.models import Metric

__all__ = ["Pair", "RateCheck", "rate_checks"]

Verdict = Literal["fits", "fits_other", "fits_none", "unprinted"]
_OUT = Decimal("1.5")  # an unprinted denominator this much over the printed ones is out of proportion
_BACK = 3  # figures between a rate and the numerator that it is named after
_NEAR = 12  # metrics between a rate and its terms
_SHARE = regex.compile(
    r"^[件项个人名家次起户份元余多]?[)）]?[，,、(（]?\s*(?:仅|约|共)?占(?!用|地|道|据|有)[^，,；;。、]{0,24}$"
)


class Pair(NamedTuple):
    """A numerator over a denominator; `denominator_id` is None where the text itself pairs them."""

    numerator: Metric
    denominator: Metric
    denominator_id: str | None

    @property
    def share(self) -> Decimal | None:
        """The one in percent of the other."""
        top, bottom = self.numerator.quantity.value, self.denominator.quantity.value
        return None if top is None or not bottom or bottom < 0 else 100 * top / bottom

    def implied(self, rate: Metric) -> Decimal | None:
        """The denominator that a printed rate and the numerator give."""
        share, top = rate.quantity.value, self.numerator.quantity.value
        return 100 * top / share if share and top else None

    def __str__(self) -> str:
        """Both terms with their labels."""
        top, bottom = self.numerator, self.denominator
        return f"{top.label} {top.quantity.text} / {bottom.label} {bottom.quantity.text}"


@dataclass(frozen=True, slots=True)
class RateCheck:
    """A printed rate, the pairs tried on it and those that give it (none where the verdict says so)."""

    rate: Metric
    verdict: Verdict
    fitting: tuple[Pair, ...]
    tried: tuple[Pair, ...]

    @property
    def pair(self) -> Pair | None:
        """The first pair that fits."""
        return self.fitting[0] if self.fitting else None


def rate_checks(context: AuditContext) -> list[RateCheck]:
    """Every printed rate that has terms near it, with the verdict on it.

    A rate with terms that fit none of the pairs is reported only where the terms stand close enough to be
    meant: in its own sentence or the one before or after it in the same item.
    """
    if "rates" in context.memo:
        return cast("list[RateCheck]", context.memo["rates"])
    found: list[RateCheck] = []
    for metric in context.shares:
        if metric.quantity.kind != "percentage" or metric.aspect != "level" or metric.status != "achieved":
            continue
        check = _by_catalogue(context, metric) or _by_words(context, metric) or _by_stem(context, metric)
        if check:
            found.append(check)
    context.memo["rates"] = found
    return found


def _by_catalogue(context: AuditContext, rate: Metric) -> RateCheck | None:
    defined = context.catalogue.get(rate.indicator or "")
    if defined is None or not defined.numerator or not defined.denominator:
        return None
    pairs = [pair for pair in _pairs(context, rate, defined) if pair.share is not None]
    if not pairs:
        return None
    fitting = tuple(pair for pair in pairs if _agrees(context, rate, pair))
    if fitting:
        own = fitting[0].denominator_id == defined.denominator
        check = RateCheck(rate, "fits" if own else "fits_other", fitting, tuple(pairs))
        return check if _sure(rate, fitting[0]) else None
    close = tuple(
        p for p in pairs if _close(context, rate, p.numerator) and _close(context, rate, p.denominator)
    )
    if not close or defined.id in loose_denominators():
        return None
    return RateCheck(rate, "fits_none" if _judged(rate, close, defined) else "unprinted", (), close)


def _judged(rate: Metric, tried: tuple[Pair, ...], defined: IndicatorLike) -> bool:
    """Whether a misfit counts: the usual denominator is printed, or would be out of all proportion."""
    if any(pair.denominator_id == defined.denominator for pair in tried):
        return True
    implied = [pair.implied(rate) for pair in tried]
    printed = [pair.denominator.quantity.value or Decimal(0) for pair in tried]
    return all(size is not None for size in implied) and min(s for s in implied if s) > _OUT * max(printed)


def _pairs(context: AuditContext, rate: Metric, defined: IndicatorLike) -> Iterator[Pair]:
    tops = _near(context, rate, defined.numerator)
    if not tops:
        return
    for name in (defined.denominator or "", *defined.denominator_alt):
        for bottom in _near(context, rate, name):
            for top in tops:
                yield Pair(top, bottom, name)


def _near(context: AuditContext, rate: Metric, indicator: str | None) -> list[Metric]:
    """Achieved levels of an indicator in the sentence or item of a rate, of its year and scope."""
    levels = context.levels.get(indicator or "")
    if not levels:
        return []
    order = context.order
    at = order[rate.id]
    first = bisect_left(levels, at - _NEAR, key=lambda level: order[level.id])
    return [
        metric
        for metric in levels[first : first + 2 * _NEAR + 1]
        if order[metric.id] <= at + _NEAR
        and (
            metric.sentence.start == rate.sentence.start
            or (metric.item is not None and metric.item == rate.item)
        )
        and metric.year == rate.year
        and metric.scope == rate.scope
    ]


def _close(context: AuditContext, rate: Metric, term: Metric) -> bool:
    if term.sentence.start == rate.sentence.start:
        return True
    first, second = sorted((term.sentence, rate.sentence), key=lambda span: span.start)
    return not context.text[first.end : second.start].strip()


def _by_words(context: AuditContext, rate: Metric) -> RateCheck | None:
    """共审结250件,其中败诉15件,占6%: the sentence itself says what is divided by what."""
    at = context.order[rate.id]
    if not at or rate.sentence.start != context.metrics[at - 1].sentence.start:
        return None
    top = context.metrics[at - 1]
    if top.status != "achieved" or top.aspect != "level" or not _is_share(context, top):
        return None
    wholes = [
        metric
        for metric in context.metrics[max(0, at - _NEAR) : at - 1]
        if metric.sentence.start == rate.sentence.start and _may_hold(metric, top)
    ]
    pairs = tuple(pair for whole in wholes if (pair := Pair(top, whole, None)).share is not None)
    fitting = tuple(pair for pair in pairs if _agrees(context, rate, pair))
    if fitting:
        return RateCheck(rate, "fits", fitting, pairs) if _sure(rate, fitting[0]) else None
    if len(pairs) != 1 or wholes[0].id not in {rate.part_of, top.part_of} or _is_share(context, wholes[0]):
        return None
    return RateCheck(rate, "fits_none", (), pairs)


def _by_stem(context: AuditContext, rate: Metric) -> RateCheck | None:
    """抽检400批次,合格396批次,合格率99%: the rate is named after its numerator. Only a fit says anything."""
    stem = rate.label.removesuffix("率")
    if len(stem) < 2 or stem == rate.label or rate.quantity.comparator != "=" or rate.scope:
        return None
    defined = context.catalogue.get(rate.indicator or "")
    if defined and defined.numerator and defined.denominator:
        return None
    at = context.order[rate.id]
    before = [m for m in context.metrics[max(0, at - _NEAR) : at] if m.sentence.start == rate.sentence.start]
    for place in range(len(before) - 1, max(len(before) - 1 - _BACK, 0), -1):
        top = before[place]
        if stem not in top.label or top.aspect != "level" or top.quantity.kind != "count":
            continue
        wholes = [metric for metric in before[:place] if _may_hold(metric, top) and metric.scope == top.scope]
        pairs = tuple(pair for whole in wholes if (pair := Pair(top, whole, None)).share is not None)
        fitting = tuple(pair for pair in pairs if _agrees(context, rate, pair) and _sure(rate, pair))
        return RateCheck(rate, "fits", fitting, pairs) if fitting else None
    return None


def _may_hold(whole: Metric, part: Metric) -> bool:
    """Whether one figure is large enough, and of the kind, to hold the other."""
    return (
        whole.aspect == "level"
        and whole.status == part.status
        and whole.quantity.unit == part.quantity.unit
        and (whole.quantity.value or 0) >= (part.quantity.value or 0)
    )


def _is_share(context: AuditContext, metric: Metric) -> bool:
    """Whether a share follows the figure: then it is a part itself, beside the other parts."""
    at = context.order[metric.id] + 1
    after = context.metrics[at] if at < len(context.metrics) else None
    if after is None:
        return False
    gap = context.gap(metric, after)
    return "占" in gap and _SHARE.match(gap) is not None


def _agrees(context: AuditContext, rate: Metric, pair: Pair) -> bool:
    printed = context.bounds(rate)
    top, bottom = context.bounds(pair.numerator), context.bounds(pair.denominator)
    return bool(printed and top and bottom and top.over(bottom).meets(printed))


def _sure(rate: Metric, pair: Pair) -> bool:
    """Whether no 余, 近, 以上 or the like leaves room: such a fit says nothing."""
    return all(metric.quantity.comparator == "=" for metric in (rate, *pair[:2]))
