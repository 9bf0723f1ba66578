"""Ranks within a year and changes from year to year."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from fazhi_extract.comparison.panel import unit_of
from fazhi_extract.comparison.rows import ChangeRow, MetricRow, RankRow

__all__ = ["change_rows", "rank_rows"]


def rank_rows(rows: Sequence[MetricRow]) -> list[RankRow]:
    """Ranks by indicator, denominator, unit and year, where two places or more can be ranked."""
    groups: dict[tuple[str, str, str, int], dict[str, MetricRow]] = {}
    for row in rows:
        if row.main and row.indicator and row.year is not None:
            key = (row.indicator, row.denominator or "", unit_of(row.unit) or "", row.year)
            groups.setdefault(key, {}).setdefault(row.place, row)
    ranked: list[RankRow] = []
    for (indicator, denominator, unit, year), group in sorted(groups.items()):
        if len(group) < 2:
            continue
        values = sorted((row.value for row in group.values() if row.value is not None), reverse=True)
        ranked += [
            RankRow(
                indicator=indicator,
                denominator=denominator or None,
                unit=unit or None,
                year=year,
                place=row.place,
                value=row.value,
                comparator=row.comparator,
                rank=values.index(row.value) + 1,
                of=len(values),
            )
            for row in sorted(group.values(), key=lambda row: (-(row.value or 0), row.place))
            if row.value is not None
        ]
    return ranked


def change_rows(rows: Sequence[MetricRow]) -> list[ChangeRow]:
    """Changes between years that follow each other, by place, indicator and unit."""
    series: dict[tuple[str, str, str], dict[int, MetricRow]] = {}
    for row in rows:
        if row.main and row.indicator and row.year is not None:
            key = (row.place, row.indicator, unit_of(row.unit) or "")
            series.setdefault(key, {}).setdefault(row.year, row)
    return [
        _change(years[year - 1], years[year])
        for _, years in sorted(series.items())
        for year in sorted(years)
        if year - 1 in years
    ]


def _change(before: MetricRow, now: MetricRow) -> ChangeRow:
    old, new = before.value or Decimal(0), now.value or Decimal(0)
    sort = _denominators(before, now)
    apart = None if sort == "different" else new - old
    relative = None
    if apart is not None and old and now.kind not in {"percentage", "permille"}:
        relative = (100 * apart / old).quantize(Decimal("0.01"))
    return ChangeRow(
        place=now.place,
        indicator=now.indicator or "",
        unit="个百分点" if now.kind == "percentage" else now.unit,
        year=now.year or 0,
        value=new,
        previous=old,
        difference=apart,
        relative=relative,
        denominators=sort,
        denominator=now.denominator,
        previous_denominator=before.denominator,
        exact=before.comparator == now.comparator == "=",
        stated_previous=now.previous,
    )


def _denominators(before: MetricRow, now: MetricRow) -> Literal["none", "same", "unknown", "different"]:
    if now.kind not in {"percentage", "permille"}:
        return "none"
    if before.denominator is None or now.denominator is None:
        return "unknown"
    return "same" if before.denominator == now.denominator else "different"
