"""Metrics of many reports as rows, and the figure that stands for each indicator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from fazhi_extract.audit import context_of, rate_checks
from fazhi_extract.comparison.rows import MetricRow
from fazhi_extract.indicators import Indicator
from fazhi_extract.models import Metric, Report

__all__ = ["column", "panel_rows", "unit_of"]

_SAME_UNIT = {"宗": "件", "起": "件", "例": "件", "桩": "件", "名": "人", "位": "人"}


def panel_rows(
    reports: Sequence[Report], places: Sequence[str], indicators: Mapping[str, Indicator]
) -> list[MetricRow]:
    """All figures of all reports, in the order of the reports and of their texts."""
    return [
        row
        for number, (report, place) in enumerate(zip(reports, places, strict=True))
        for row in _rows(number, report, place, indicators)
    ]


def _rows(
    number: int, report: Report, place: str, indicators: Mapping[str, Indicator]
) -> Iterator[MetricRow]:
    divided = _denominators(report, indicators.values())
    main = _main(report)
    for metric in report.metrics:
        quantity = metric.quantity
        entry = indicators.get(metric.indicator or "")
        yield MetricRow.model_construct(
            report=number,
            place=place,
            level=report.meta.level,
            year=report.meta.year,
            metric=metric.id,
            indicator=metric.indicator,
            topic=entry.topic if entry else None,
            label=metric.label,
            text=quantity.text,
            value=quantity.value,
            low=quantity.low,
            high=quantity.high,
            unit=quantity.unit,
            comparator=quantity.comparator,
            kind=quantity.kind,
            status=metric.status,
            aspect=metric.aspect,
            direction=metric.direction,
            figure_year=metric.year,
            previous=metric.previous.value if metric.previous else None,
            part_of=metric.part_of,
            scope=metric.scope,
            denominator=divided.get(metric.id),
            main=metric.id in main,
            sentence=report.text[metric.sentence.start : metric.sentence.end],
            start=quantity.span.start,
            end=quantity.span.end,
        )


def _denominators(report: Report, indicators: Iterable[Indicator]) -> dict[str, str]:
    """The indicator that each printed rate was divided by, where the report's own figures show it."""
    found: dict[str, set[str]] = {}
    for check in rate_checks(context_of(report, indicators)):
        for pair in check.fitting:
            if pair.denominator_id:
                found.setdefault(check.rate.id, set()).add(pair.denominator_id)
    return {metric: names.pop() for metric, names in found.items() if len(names) == 1}


def _main(report: Report) -> frozenset[str]:
    """The metric of each indicator and unit that is about the whole body and year, first of several."""
    best: dict[tuple[str, str | None], tuple[tuple[bool, bool], str]] = {}
    for metric in report.metrics:
        if metric.indicator and _plain(metric, report.meta.year):
            key = (metric.indicator, unit_of(metric.quantity.unit))
            order = (metric.scope is not None, metric.part_of is not None)
            if key not in best or order < best[key][0]:
                best[key] = (order, metric.id)
    return frozenset(metric_id for _, metric_id in best.values())


def _plain(metric: Metric, year: int | None) -> bool:
    return (
        metric.aspect == "level"
        and metric.status == "achieved"
        and metric.quantity.value is not None
        and (metric.year is None or year is None or metric.year == year)
    )


def unit_of(unit: str | None) -> str | None:
    """The unit with classifiers for one thing taken together (宗, 起 → 件; 名 → 人)."""
    return _SAME_UNIT.get(unit or "", unit)


def column(row: MetricRow) -> str:
    """The column of the wide table: the indicator, with the denominator of a rate where it is known."""
    name = row.indicator or row.label
    return f"{name}/{row.denominator}" if row.denominator else name
