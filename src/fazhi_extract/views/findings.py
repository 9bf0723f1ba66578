"""What the audit says, as a table: doubts first, then what agrees."""

from __future__ import annotations

from collections.abc import Iterable

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from fazhi_extract.models import Finding
from fazhi_extract.views.printable import clean

__all__ = ["findings_table"]

_SEVERITY = {"error": ("错误", "bold red"), "warning": ("存疑", "bold yellow"), "info": ("说明", "dim")}
_ORDER = tuple(_SEVERITY)


def findings_table(findings: Iterable[Finding]) -> Padding:
    """One row a finding: severity, rule, message, the metrics concerned; the gravest come first."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, style="cyan")
    table.add_column(overflow="fold")
    table.add_column(style="dim", overflow="fold", max_width=15)
    for finding in sorted(findings, key=lambda one: _ORDER.index(one.severity)):
        word, style = _SEVERITY[finding.severity]
        table.add_row(
            Text(word, style),
            Text(clean(finding.rule)),
            Text(clean(finding.message)),
            Text(" ".join(finding.metrics)),
        )
    return Padding(table, (0, 0, 0, 4))
