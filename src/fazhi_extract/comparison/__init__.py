"""Comparison of reports: panel, ranks, changes, plans and their sequel, shortcomings that come back."""

from __future__ import annotations

from fazhi_extract.comparison.compare import Comparison, compare
from fazhi_extract.comparison.load import load_reports
from fazhi_extract.comparison.rows import (
    ChangeRow,
    ItemRef,
    MetricRow,
    PromiseRow,
    RankRow,
    RecurringRow,
)

__all__ = [
    "ChangeRow",
    "Comparison",
    "ItemRef",
    "MetricRow",
    "PromiseRow",
    "RankRow",
    "RecurringRow",
    "compare",
    "load_reports",
]
