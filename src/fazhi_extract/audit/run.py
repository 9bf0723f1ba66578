"""All rules over one report."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from fazhi_extract.audit import rates

# isort: split
from fazhi_extract.audit import changes, parts, values, years
from fazhi_extract.audit.context import AuditContext, IndicatorLike, Known, know
from fazhi_extract.audit.rule import RULES, finding_of
from fazhi_extract.indicators import Catalogue
from fazhi_extract.indicators import catalogue as shipped_catalogue
from fazhi_extract.models import Finding, Report

__all__ = ["audit_report", "context_of"]

_MODULES = (rates, changes, parts, values, years)  # importing them fills the registry, in this order


@cache
def _shipped() -> Known:
    return know(shipped_catalogue())


@lru_cache(maxsize=4)
def _known(catalogue: Catalogue) -> Known:
    return know(catalogue)


def context_of(report: Report, catalogue: Iterable[IndicatorLike] | None = None) -> AuditContext:
    """What the rules look at, with the shipped catalogue by default."""
    if catalogue is None:
        return AuditContext(report, _shipped())
    return AuditContext(report, _known(catalogue) if isinstance(catalogue, Catalogue) else know(catalogue))


def audit_report(report: Report, *, catalogue: Iterable[IndicatorLike] | None = None) -> list[Finding]:
    """What a careful reader would check with a pocket calculator: by rule, then in document order, each once.

    The report is not changed, and `report.findings` is not read: a stored report can be audited again.

    Args:
        report: any report, also one read back from JSON.
        catalogue: indicators whose `numerator`, `denominator` and `denominator_alt` define the rates; the
            shipped catalogue by default.
    """
    context = context_of(report, catalogue)
    found = (finding_of(rule, hit) for rule in RULES.values() for hit in rule.check(context))
    return list({(one.rule, one.span, one.message): one for one in found}.values())
