"""Write docs/audit.md from the rules of the audit.

python tools/make_audit_docs.py            write it
python tools/make_audit_docs.py --check    exit 1 if it is not current
"""

from __future__ import annotations

import sys
from pathlib import Path

from fazhi_extract.audit import RULES, Rule

PAGE = Path(__file__).parents[1] / "docs" / "audit.md"
HEAD = """\
# The arithmetic audit

<!-- written by tools/make_audit_docs.py from the rules' docstrings: edit those, then run it -->

`report.findings` says what a careful reader would check with a pocket calculator. `audit_report(report)`
does it again for any report, a stored one included:

```python
from fazhi_extract import audit_report

for finding in audit_report(report):
    print(finding.severity, finding.rule, finding.message, finding.expected, finding.found)
```

A finding names its rule, the metrics concerned (`metrics`, ids of the report), what was expected and what
was found, and the place to look at (`span`). **Nothing printed is ever changed**: the value of a metric
stays what the report says.

- `info` says that figures agree, or how they can be read; it is no fault.
- `warning` says that what is printed cannot all be true. Whether the figure or the word is wrong is for
  the reader to decide.

A warning wants certainty. Numbers with 余, 近, 约 or 以上 stand for intervals, percentages and numbers
with 万 or 亿 for every value that rounds (or is cut off) to them, and two figures contradict each other
only when these have no value in common. Figures are compared only where the text ties them together: in
one sentence or item, for the same year and the same body. Targets are never audited.

"""


def section(rule: Rule) -> str:
    """The part of the page on one rule."""
    summary, _, rest = rule.docs.partition("\n\n")
    body = f"\n{rest}\n" if rest else ""
    return f"### `{rule.name}`\n\n*{rule.severity}* — {summary}\n{body}\nTolerance: {rule.tolerance}.\n"


def page() -> str:
    """The whole page."""
    rows = ["| rule | severity | what it says |", "| --- | --- | --- |"]
    for rule in RULES.values():
        summary = " ".join(rule.docs.partition("\n\n")[0].split())
        rows.append(f"| [`{rule.name}`](#{rule.name}) | {rule.severity} | {summary} |")
    return HEAD + "\n".join(rows) + "\n\n" + "\n".join(section(rule) for rule in RULES.values())


if __name__ == "__main__":
    if "--check" in sys.argv:
        current = PAGE.exists() and PAGE.read_text(encoding="utf-8") == page()
        if not current:
            print(f"{PAGE.name} is not current: run python tools/make_audit_docs.py")
        sys.exit(not current)
    PAGE.write_text(page(), encoding="utf-8")
