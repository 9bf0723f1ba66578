"""Printed rates against the numerators and denominators printed near them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple, cast

import regex

from fazhi_extract.audit.context import AuditContext, IndicatorLike
from fazhi_extract.audit.lists import loose_denominators
from fazhi_extract.audit.printed import as_printed
from fazhi_extract.audit.rule import Hit, rule
from fazhi_extract.models import Metric

__all__ = [
    "Pair",
    "RateCheck",
    "rate_checks",
    "rate_fits",
    "rate_fits_none",
    "rate_fits_other",
    "rate_usual_unprinted",
]

Verdict = Literal["fits", "fits_other", "fits_none", "unprinted"]
_OUT = Decimal("1.5")  # an unprinted denominator this much over the printed ones is out of proportion
_BACK = 3  # figures between a rate and the numerator that it is named after
_NEAR = 12  # metrics between a rate and its terms
_SHARE = regex.compile(
    r"^[件项个人名家次起户份元余多]?[)）]?[，,、(（]?\s*(?:仅|约|共)?占(?!用|地|道|据|有)[^，,；;。、]{0,24}$"
)
_TRUNCATION = "half a unit of the printed last place below, one unit above (rounded or cut off)"


class Pair(NamedTuple):
    """A numerator over a denominator; `denominator_id` is None where the text itself pairs them."""

    numerator: Metric
    denominator: Metric
    denominator_id: str | None

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
    for metric in context.metrics:
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
    near = _near(context, rate)
    pairs = [pair for pair in _pairs(near, defined) if _share(pair) is not None]
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
    implied = [_implied(rate, pair) for pair in tried]
    printed = [pair.denominator.quantity.value or Decimal(0) for pair in tried]
    return all(size is not None for size in implied) and min(s for s in implied if s) > _OUT * max(printed)


def _implied(rate: Metric, pair: Pair) -> Decimal | None:
    """The denominator that the printed rate and numerator give."""
    share, top = rate.quantity.value, pair.numerator.quantity.value
    return 100 * top / share if share and top else None


def _pairs(near: dict[str, list[Metric]], defined: IndicatorLike) -> Iterator[Pair]:
    for name in (defined.denominator or "", *defined.denominator_alt):
        for bottom in near.get(name, ()):
            for top in near.get(defined.numerator or "", ()):
                yield Pair(top, bottom, name)


def _near(context: AuditContext, rate: Metric) -> dict[str, list[Metric]]:
    """Achieved levels by indicator in the sentence or item of a rate, of its year and scope."""
    at = context.order[rate.id]
    found: dict[str, list[Metric]] = {}
    for metric in context.metrics[max(0, at - _NEAR) : at + _NEAR + 1]:
        if (
            metric.indicator
            and metric.aspect == "level"
            and metric.status == "achieved"
            and (
                metric.sentence.start == rate.sentence.start
                or (metric.item is not None and metric.item == rate.item)
            )
            and metric.year == rate.year
            and metric.scope == rate.scope
        ):
            found.setdefault(metric.indicator, []).append(metric)
    return found


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
    pairs = tuple(pair for whole in wholes if _share(pair := Pair(top, whole, None)) is not None)
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
        pairs = tuple(pair for whole in wholes if _share(pair := Pair(top, whole, None)) is not None)
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


def _share(pair: Pair) -> Decimal | None:
    top, bottom = pair.numerator.quantity.value, pair.denominator.quantity.value
    return None if top is None or not bottom or bottom < 0 else 100 * top / bottom


def _agrees(context: AuditContext, rate: Metric, pair: Pair) -> bool:
    printed = context.bounds(rate)
    top, bottom = context.bounds(pair.numerator), context.bounds(pair.denominator)
    return bool(printed and top and bottom and top.over(bottom).meets(printed))


def _sure(rate: Metric, pair: Pair) -> bool:
    """Whether no 余, 近, 以上 or the like leaves room: such a fit says nothing."""
    return all(metric.quantity.comparator == "=" for metric in (rate, *pair[:2]))


def _hit(check: RateCheck, message: str) -> Hit:
    pair = check.pair
    terms = (pair.numerator, pair.denominator) if pair else _terms(check)
    return Hit(message, (*terms, check.rate), _expected(check), check.rate.quantity.text)


def _terms(check: RateCheck) -> tuple[Metric, ...]:
    return tuple({metric.id: metric for pair in check.tried for metric in pair[:2]}.values())


def _expected(check: RateCheck) -> str:
    pairs = [check.pair] if check.pair else check.tried
    shares = [as_printed(_share(pair) or Decimal(0), check.rate.quantity) for pair in pairs]
    return " or ".join(dict.fromkeys(shares))


@rule("info", _TRUNCATION)
def rate_fits(context: AuditContext) -> Iterator[Hit]:
    """A printed rate is what its printed terms give.

    The terms are the numerator and the denominator that the catalogue defines for the indicator, or those
    that the sentence itself names with 占 or by the name of the rate (合格, 合格率). They stand in the
    same sentence or item, for the same year and scope.

    Example: 审结一审行政案件250件,败诉15件,败诉率6%.
    """
    for check in rate_checks(context):
        if check.verdict == "fits" and check.pair:
            yield _hit(check, f"{check.rate.label} {check.rate.quantity.text} = {check.pair}")


@rule("info", _TRUNCATION)
def rate_fits_other(context: AuditContext) -> Iterator[Hit]:
    """A printed rate fits only with another denominator than the usual one.

    Reports divide the same numerator by cases received, accepted or closed. The one that fits is named,
    so that rates of two reports are compared only where they mean the same.

    Example: 新收复议申请160件,审结125件,纠错20件,纠错率12.5% is 20 of those received.
    """
    for check in rate_checks(context):
        if check.verdict == "fits_other" and check.pair:
            yield _hit(
                check,
                f"{check.rate.label} {check.rate.quantity.text} = {check.pair}, "
                f"not over the usual denominator ({check.pair.denominator_id} instead)",
            )


@rule("warning", _TRUNCATION)
def rate_fits_none(context: AuditContext) -> Iterator[Hit]:
    """A printed rate fits none of the denominators printed beside it.

    The usual denominator is among them, or the one that the rate implies would be half as large again as
    those printed; otherwise see `rate_usual_unprinted`. `expected` has the values that the printed terms
    give; the printed rate stays as it is. Rates whose legal denominator is hardly ever printed
    (`data/audit/loose_denominators.tsv`) are never reported.

    Example: 审结复议案件80件,调解撤回36件,调撤率50% (36 of 80 is 45%).
    """
    for check in rate_checks(context):
        if check.verdict != "fits_none":
            continue
        yield _hit(check, _misfit(check))


@rule("info", _TRUNCATION)
def rate_usual_unprinted(context: AuditContext) -> Iterator[Hit]:
    """A printed rate fits no printed denominator, but the usual one is not printed.

    The denominator that the rate implies is given; a rate may well be right.

    Example: 收到复议申请400件,纠错18件,纠错率5% (of about 360 closed cases, not printed).
    """
    for check in rate_checks(context):
        if check.verdict == "unprinted":
            yield _hit(check, _misfit(check))


def _misfit(check: RateCheck) -> str:
    rate, first = check.rate.quantity, check.tried[0]
    implied = _implied(check.rate, first)
    would = (
        f"; {first.numerator.quantity.text} would be {rate.text} of about {implied:.0f}" if implied else ""
    )
    tried = "; ".join(f"{pair} = {as_printed(_share(pair) or Decimal(0), rate)}" for pair in check.tried)
    return f"{check.rate.label} {rate.text} fits none of: {tried}{would}"
