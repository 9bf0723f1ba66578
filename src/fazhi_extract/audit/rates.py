"""Printed rates against the numerators and denominators printed near them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from fazhi_extract.audit.context import AuditContext
from fazhi_extract.audit.printed import as_printed
from fazhi_extract.audit.rule import Hit, rule
from fazhi_extract.audit.terms import RateCheck, rate_checks
from fazhi_extract.models import Metric

__all__ = ["rate_fits", "rate_fits_none", "rate_fits_other", "rate_usual_unprinted"]

_TRUNCATION = "half a unit of the printed last place below, one unit above (rounded or cut off)"


def _hit(check: RateCheck, message: str) -> Hit:
    pair = check.pair
    terms = (pair.numerator, pair.denominator) if pair else _terms(check)
    return Hit(message, (*terms, check.rate), _expected(check), check.rate.quantity.text)


def _terms(check: RateCheck) -> tuple[Metric, ...]:
    return tuple({metric.id: metric for pair in check.tried for metric in pair[:2]}.values())


def _expected(check: RateCheck) -> str:
    pairs = [check.pair] if check.pair else check.tried
    shares = [as_printed(pair.share or Decimal(0), check.rate.quantity) for pair in pairs]
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
    implied = first.implied(check.rate)
    would = (
        f"; {first.numerator.quantity.text} would be {rate.text} of about {implied:.0f}" if implied else ""
    )
    tried = "; ".join(f"{pair} = {as_printed(pair.share or Decimal(0), rate)}" for pair in check.tried)
    return f"{check.rate.label} {rate.text} fits none of: {tried}{would}"
