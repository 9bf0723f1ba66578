"""Reports side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from importlib import import_module
from typing import Any, Literal

from fazhi_extract.comparison.load import Source, load_reports
from fazhi_extract.comparison.pairing import pair_plans, recurring_shortcomings
from fazhi_extract.comparison.panel import column, panel_rows
from fazhi_extract.comparison.places import name_places
from fazhi_extract.comparison.rows import ChangeRow, MetricRow, PromiseRow, RankRow, RecurringRow
from fazhi_extract.comparison.series import change_rows, rank_rows
from fazhi_extract.errors import OptionError
from fazhi_extract.indicators import Indicator
from fazhi_extract.indicators import catalogue as shipped_catalogue
from fazhi_extract.models import Report
from fazhi_extract.models.base import Model

__all__ = ["Comparison", "compare"]

Cell = str | int | Decimal | None
Table = Literal["long", "wide", "ranks", "changes", "promises", "recurring"]
_LEAST_PLAN, _LEAST_SHORTCOMING = 0.2, 0.3


class Comparison:
    """Several reports as one panel. Tables are made when first asked for.

    `reports` are the reports in the order given, `places` the name of the place or body of each.
    """

    def __init__(self, reports: Iterable[Report], indicators: Iterable[Indicator]) -> None:
        """Take reports and the catalogue that their indicators belong to."""
        self.reports = tuple(reports)
        self.places = tuple(name_places(self.reports))
        self._indicators: Mapping[str, Indicator] = {entry.id: entry for entry in indicators}

    @cached_property
    def _rows(self) -> tuple[MetricRow, ...]:
        return tuple(panel_rows(self.reports, self.places, self._indicators))

    def long(self, *, indicators_only: bool = False) -> list[MetricRow]:
        """One row a figure, with its report, place, year, sentence and position."""
        return [row for row in self._rows if row.indicator or not indicators_only]

    def wide(self) -> list[dict[str, Cell]]:
        """One row a place and year, one column an indicator.

        Only what a report says of its whole body and year is taken, the first figure of several. A rate
        whose denominator the report itself shows stands in a column of its own, `indicator/denominator`.
        Where two reports are about the same place and year, the earlier given fills the cells first.
        """
        rows = [row for row in self._rows if row.main]
        columns = sorted({column(row) for row in rows})
        table: dict[tuple[str, int | None], dict[str, Cell]] = {}
        for report, place in zip(self.reports, self.places, strict=True):
            year = report.meta.year
            table.setdefault((place, year), {"place": place, "year": year, **dict.fromkeys(columns)})
        for row in rows:
            cells = table[row.place, row.year]
            if cells[column(row)] is None:
                cells[column(row)] = row.value
        return sorted(table.values(), key=lambda cells: (str(cells["place"]), str(cells["year"])))

    @cached_property
    def ranks(self) -> list[RankRow]:
        """Ranks by indicator and year, 1 for the largest; rates over different denominators apart."""
        return rank_rows(self._rows)

    @cached_property
    def changes(self) -> list[ChangeRow]:
        """Changes from one year to the next; none is computed between different denominators."""
        return change_rows(self._rows)

    @cached_property
    def promises(self) -> list[PromiseRow]:
        """Each plan beside measures of the next year's report, by words, topic and cited documents."""
        return self.pair_plans()

    @cached_property
    def recurring(self) -> list[RecurringRow]:
        """Shortcomings that a place names again in another year."""
        return self.find_recurring()

    def pair_plans(self, *, least: float = _LEAST_PLAN) -> list[PromiseRow]:
        """`promises` with another lowest score (0 to 1)."""
        return pair_plans(self.reports, self.places, _checked(least))

    def find_recurring(
        self, *, across: Literal["years", "places"] = "years", least: float = _LEAST_SHORTCOMING
    ) -> list[RecurringRow]:
        """`recurring` with another lowest score, or shortcomings that several places share."""
        if across not in {"years", "places"}:
            raise OptionError(f"across must be 'years' or 'places', not {across!r}")
        return recurring_shortcomings(self.reports, self.places, _checked(least), across)

    def to_pandas(self, table: Table = "long") -> Any:
        """One of the tables as a pandas DataFrame.

        Raises:
            ImportError: when pandas is not installed.
            OptionError: when there is no such table.
        """
        tables: dict[str, Any] = {
            "long": self.long,
            "wide": self.wide,
            **{
                name: lambda name=name: getattr(self, name)
                for name in ("ranks", "changes", "promises", "recurring")
            },
        }
        if table not in tables:
            raise OptionError(f"no table is called {table!r}; there are: {', '.join(tables)}")
        try:
            pandas = import_module("pandas")
        except ImportError as fault:
            message = "to_pandas() needs pandas: install it (pip install pandas), or use the rows as they are"
            raise ImportError(message) from fault
        rows = tables[table]()
        return pandas.DataFrame([row.model_dump() if isinstance(row, Model) else row for row in rows])

    def __len__(self) -> int:
        """How many reports there are."""
        return len(self.reports)

    def __repr__(self) -> str:
        """Reports, places and years."""
        years = sorted({report.meta.year for report in self.reports if report.meta.year is not None})
        return f"Comparison({len(self.reports)} reports, {len(set(self.places))} places, years {years})"


def _checked(least: float) -> float:
    if not 0 <= least <= 1:
        raise OptionError(f"least must lie between 0 and 1, not {least!r}")
    return least


def compare(
    reports: Source | Iterable[Source], *, catalogue: Iterable[Indicator] | None = None
) -> Comparison:
    """Set reports side by side: a panel of figures, ranks, changes, plans and what came of them.

    Args:
        reports: `Report` objects or stored results (dicts, JSON, paths of `.json` and `.jsonl` files or
            folders).
        catalogue: the indicators that the reports were parsed with; the shipped catalogue by default.

    Raises:
        InputError: when something is no report.
    """
    indicators = shipped_catalogue() if catalogue is None else catalogue
    return Comparison(load_reports(reports), indicators)
