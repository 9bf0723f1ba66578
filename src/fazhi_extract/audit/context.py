"""What the rules look at: the metrics of a report by place, by indicator, by total; read once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from fazhi_extract.audit.lists import loose_denominators
from fazhi_extract.audit.printed import Interval, interval
from fazhi_extract.models import Metric, Report

__all__ = ["AuditContext", "IndicatorLike", "Known", "know"]

_SHARES = frozenset({"percentage", "permille", "percentage_point"})


class IndicatorLike(Protocol):
    """What the audit needs to know of an indicator of a catalogue."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def unit(self) -> str | None: ...  # noqa: D102
    @property
    def numerator(self) -> str | None: ...  # noqa: D102
    @property
    def denominator(self) -> str | None: ...  # noqa: D102
    @property
    def denominator_alt(self) -> Iterable[str]: ...  # noqa: D102


class Known(NamedTuple):
    """A catalogue as the rules need it."""

    entries: Mapping[str, IndicatorLike]
    terms: Mapping[str, tuple[str, ...]]
    """Denominators by numerator, for the rates whose terms are printed side by side."""


def know(catalogue: Iterable[IndicatorLike]) -> Known:
    """The tables of a catalogue."""
    entries = {entry.id: entry for entry in catalogue}
    loose = loose_denominators()
    terms: dict[str, tuple[str, ...]] = {}
    for entry in entries.values():
        if entry.numerator and entry.denominator and entry.id not in loose:
            old = terms.get(entry.numerator, ())
            terms[entry.numerator] = (*old, entry.denominator, *entry.denominator_alt)
    return Known(entries, terms)


class AuditContext:
    """One report with the tables that several rules share. Rules change nothing in it."""

    def __init__(self, report: Report, known: Known) -> None:
        """Hold `report`; tables are made when first asked for, `memo` keeps what rules share."""
        self.report = report
        self.text = report.text
        self.metrics = report.metrics
        self.catalogue = known.entries
        self.terms = known.terms
        self.memo: dict[str, Any] = {}
        self._bounds: dict[str, Interval | None] = {}

    @cached_property
    def order(self) -> dict[str, int]:
        """Place of each metric in the document, by id."""
        return {metric.id: at for at, metric in enumerate(self.metrics)}

    @cached_property
    def sentences(self) -> list[list[Metric]]:
        """The metrics of each sentence that has any, both in document order."""
        groups: list[list[Metric]] = []
        start = -1
        for metric in self.metrics:
            if metric.sentence.start != start or not groups:
                start = metric.sentence.start
                groups.append([])
            groups[-1].append(metric)
        return groups

    @cached_property
    def levels(self) -> dict[str, list[Metric]]:
        """Achieved levels by indicator."""
        found: dict[str, list[Metric]] = {}
        for metric in self.metrics:
            if metric.indicator and metric.aspect == "level" and metric.status == "achieved":
                found.setdefault(metric.indicator, []).append(metric)
        return found

    @cached_property
    def shares(self) -> list[Metric]:
        """The metrics in percent, permille or percentage points."""
        return [metric for metric in self.metrics if metric.quantity.kind in _SHARES]

    @cached_property
    def parts(self) -> dict[str, list[Metric]]:
        """Parts by the id of their total; shares are no parts."""
        found: dict[str, list[Metric]] = {}
        for metric in self.metrics:
            if metric.part_of and metric.quantity.kind not in {"percentage", "permille"}:
                found.setdefault(metric.part_of, []).append(metric)
        return found

    @cached_property
    def year(self) -> int | None:
        """The year reported on."""
        return self.report.meta.year

    def bounds(self, metric: Metric) -> Interval | None:
        """The values that the figure of a metric may stand for."""
        if metric.id not in self._bounds:
            self._bounds[metric.id] = interval(metric.quantity)
        return self._bounds[metric.id]

    def metric(self, metric_id: str) -> Metric | None:
        """A metric by id."""
        at = self.order.get(metric_id)
        return None if at is None else self.metrics[at]

    def gap(self, before: Metric, after: Metric) -> str:
        """The text between two quantities."""
        return self.text[before.quantity.span.end : after.quantity.span.start]

    def follows(self, before: Metric, after: Metric) -> bool:
        """Whether `after` is the next metric and stands in the same sentence."""
        return (
            before.sentence.start == after.sentence.start
            and self.order[after.id] == self.order[before.id] + 1
        )
