"""法治政府建设年度报告 in, typed objects out.

    from fazhi_extract import parse_report

    report = parse_report(text)

Nothing is loaded until it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fazhi_extract.audit import audit_report
    from fazhi_extract.comparison import Comparison, compare
    from fazhi_extract.dataset.store import Dataset
    from fazhi_extract.errors import (
        DatasetError,
        FazhiError,
        InputError,
        LexiconError,
        MissingPackageError,
        NumeralError,
        OptionError,
        SourceError,
        WorkerError,
    )
    from fazhi_extract.models import (
        Entity,
        Finding,
        Item,
        Measure,
        Metric,
        Plan,
        Quantity,
        Rank,
        Reference,
        Report,
        ReportMeta,
        Section,
        Shortcoming,
        Source,
        Span,
        Statement,
    )
    from fazhi_extract.pipeline import load, parse_file, parse_report, parse_reports

__version__ = "0.1.0"

_HOMES = {
    "audit": ("audit_report",),
    "comparison": ("Comparison", "compare"),
    "dataset.store": ("Dataset",),
    "errors": (
        "DatasetError",
        "FazhiError",
        "InputError",
        "LexiconError",
        "MissingPackageError",
        "NumeralError",
        "OptionError",
        "SourceError",
        "WorkerError",
    ),
    "models": (
        "Entity",
        "Finding",
        "Item",
        "Measure",
        "Metric",
        "Plan",
        "Quantity",
        "Rank",
        "Reference",
        "Report",
        "ReportMeta",
        "Section",
        "Shortcoming",
        "Source",
        "Span",
        "Statement",
    ),
    "pipeline": ("load", "parse_file", "parse_report", "parse_reports"),
}
_HOME = {name: f"{__name__}.{module}" for module, names in _HOMES.items() for name in names}

__all__ = [
    "Comparison",
    "Dataset",
    "DatasetError",
    "Entity",
    "FazhiError",
    "Finding",
    "InputError",
    "Item",
    "LexiconError",
    "Measure",
    "Metric",
    "MissingPackageError",
    "NumeralError",
    "OptionError",
    "Plan",
    "Quantity",
    "Rank",
    "Reference",
    "Report",
    "ReportMeta",
    "Section",
    "Shortcoming",
    "Source",
    "SourceError",
    "Span",
    "Statement",
    "WorkerError",
    "audit_report",
    "compare",
    "load",
    "parse_file",
    "parse_report",
    "parse_reports",
]


def __getattr__(name: str) -> Any:
    """Import a public name from its home when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOME[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
