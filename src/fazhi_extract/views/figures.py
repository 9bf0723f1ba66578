"""Figures in words, and as tables: a metric, a quantity, a change."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from fazhi_extract.indicators import Catalogue, catalogue
from fazhi_extract.models import Metric, Quantity, Report
from fazhi_extract.views.printable import clean

__all__ = ["Figures", "metric_line", "notes_of", "quantity_line"]

_WIDE = 100  # from this width on, units have a column of their own
_NARROW = 60  # below this width, notes stand under the label
_LEAST = 12  # cells of a column that no window is too narrow for
_COMPARATOR = {"=": "", "~": "≈ ", ">": "> ", "<": "< ", ">=": "≥ ", "<=": "≤ "}
_STATUS = {"achieved": "", "target": "目标", "baseline": "往期"}
_ARROW = {"up": "↑", "down": "↓"}


def quantity_line(quantity: Quantity) -> str:
    """Value and unit: `≥ 11,700 家`, `5–10 次`; the quote where there is no value."""
    unit = f" {quantity.unit}" if quantity.unit else ""
    if quantity.value is not None:
        return f"{_COMPARATOR[quantity.comparator]}{_number(quantity.value)}{unit}"
    if quantity.low is None and quantity.high is None:
        return quantity.text
    low, high = ("" if bound is None else _number(bound) for bound in (quantity.low, quantity.high))
    return f"{low}–{high}{unit}"


def metric_line(metric: Metric) -> str:
    """Direction and value; the former value before it, where the text gives one."""
    now = quantity_line(metric.quantity)
    if metric.previous is not None:
        now = f"{quantity_line(metric.previous)} → {now}"
    arrow = _ARROW.get(metric.direction or "", "")
    return f"{arrow} {now}" if arrow else now


def notes_of(metric: Metric, *, year: int | None = None) -> str:
    """What else is known of a metric: status, year unless it is `year`, scope, rank, total."""
    notes = [
        _STATUS[metric.status],
        "变化量" if metric.aspect == "change" else "",
        str(metric.year) if metric.year and metric.year != year else "",
        metric.scope or "",
        metric.rank.text if metric.rank else "",
        f"占 {metric.part_of}" if metric.part_of else "",
    ]
    return ", ".join(note for note in notes if note)


def _number(value: Decimal) -> str:
    if value.adjusted() > 30:
        return f"{value:.6E}"
    return f"{value:,f}"


class Figures:
    """The metrics of one report as tables whose columns all stand in the same places.

    A row is the id of the metric, its label, its value and unit, and what else is known: the name of its
    indicator, and the notes. A value that the audit doubts is yellow and noted 存疑.
    """

    def __init__(self, report: Report, indicators: Catalogue | None = None) -> None:
        """Names of indicators come from `indicators`, by default the shipped ones."""
        known = catalogue() if indicators is None else indicators
        names = {one.id: one.name_zh for one in known}
        doubted = {
            identity
            for finding in report.findings
            if finding.severity != "info"
            for identity in finding.metrics
        }
        self._rows = {
            metric.id: _row(
                metric,
                names.get(metric.indicator or "", metric.indicator or ""),
                doubted=metric.id in doubted,
                year=report.meta.year,
            )
            for metric in report.metrics
        }

    def table(self, identities: Iterable[str]) -> RenderableType:
        """The metrics with these ids."""
        return Padding(
            _Figures([self._rows[identity] for identity in identities], self._widths), (0, 0, 0, 6)
        )

    @cached_property
    def _widths(self) -> tuple[int, ...]:
        rows = self._rows.values()
        return tuple(max(map(cell_len, column)) for column in zip(*(row[:4] for row in rows), strict=True))


class _Row(NamedTuple):
    id: str
    label: str
    number: str
    unit: str
    style: str
    notes: Text


class _Figures:
    """Rows that are laid out when the width of the terminal is known."""

    def __init__(self, rows: list[_Row], widths: tuple[int, ...]) -> None:
        self.rows = rows
        self.widths = widths

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        room = options.max_width
        wide = room >= _WIDE
        id_width, label_width, number_width, unit_width = self.widths
        table = Table.grid(padding=(0, 2))
        table.add_column(justify="right", style="dim", width=id_width)
        table.add_column(width=min(label_width, max(_LEAST, room * 7 // 20)), overflow="fold")
        most = max(_LEAST, room // 4)
        if wide:
            table.add_column(justify="right", width=min(number_width, most), overflow="fold")
            table.add_column(width=min(unit_width, _LEAST), overflow="fold")
        else:
            table.add_column(justify="right", width=min(number_width + unit_width + 1, most), overflow="fold")
        table.add_column(overflow="fold")
        for row in self.rows:
            value = (
                (Text(row.number, row.style), Text(row.unit))
                if wide
                else (Text(f"{row.number} {row.unit}".strip(), row.style),)
            )
            if room >= _NARROW:
                table.add_row(row.id, Text(row.label), *value, row.notes)
            else:
                table.add_row(
                    row.id, Text("\n" if row.notes else "").join([Text(row.label), row.notes]), *value
                )
        yield table


def _row(metric: Metric, indicator: str, *, doubted: bool, year: int | None) -> _Row:
    number, unit = clean(metric_line(metric)), clean(metric.quantity.unit or "")
    if unit and number.endswith(f" {unit}"):
        number = number[: -len(unit) - 1]
    else:
        unit = ""
    notes = (
        (clean(indicator), "not dim cyan"),
        ("存疑" if doubted else "", "not dim yellow"),
        (clean(notes_of(metric, year=year)), ""),
    )
    shown = Text(", ", "dim").join(Text(words, style) for words, style in notes if words)
    style = "bold yellow" if doubted else "bold"
    shown.style = "dim"
    return _Row(metric.id, clean(metric.label), number, unit, style, shown)
