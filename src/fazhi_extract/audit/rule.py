"""What a rule of the audit is, and the registry of them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from inspect import getdoc
from typing import TYPE_CHECKING, Literal, NamedTuple

from fazhi_extract.models import Finding, Metric, Span
from fazhi_extract.models.base import made

if TYPE_CHECKING:
    from fazhi_extract.audit.context import AuditContext

__all__ = ["RULES", "Hit", "Rule", "finding_of", "rule"]

Severity = Literal["info", "warning", "error"]


class Hit(NamedTuple):
    """What a rule reports; its name and severity are added by the audit."""

    message: str
    metrics: tuple[Metric, ...] = ()
    expected: str | None = None
    found: str | None = None
    span: Span | None = None


Check = Callable[["AuditContext"], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One check: what it looks for stands in `docs`, how far a number may be off in `tolerance`."""

    name: str
    severity: Severity
    tolerance: str
    check: Check

    @property
    def docs(self) -> str:
        """The docstring of the check."""
        return getdoc(self.check) or ""


RULES: dict[str, Rule] = {}
"""Every rule by name, in the order in which they run."""


def rule(severity: Severity, tolerance: str) -> Callable[[Check], Check]:
    """Register a check under its function's name."""

    def register(check: Check) -> Check:
        name = check.__name__
        if name in RULES:
            raise ValueError(f"two rules are called {name!r}; rename one")
        RULES[name] = Rule(name, severity, tolerance, check)
        return check

    return register


def finding_of(rule: Rule, hit: Hit) -> Finding:
    """The finding that a hit makes."""
    span = hit.span
    if span is None and hit.metrics:
        span = hit.metrics[-1].quantity.span
    return made(
        Finding,
        {
            "rule": rule.name,
            "severity": rule.severity,
            "message": hit.message,
            "metrics": [metric.id for metric in hit.metrics],
            "expected": hit.expected,
            "found": hit.found,
            "span": span,
        },
    )
