"""Figures in words: a metric, a quantity, a change, as one short line."""

from __future__ import annotations

from decimal import Decimal

from fazhi_extract.models import Metric, Quantity

__all__ = ["metric_line", "notes_of", "quantity_line"]

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
