"""docs/audit.md is what the rules' docstrings give."""

from __future__ import annotations

import runpy
from pathlib import Path

from fazhi_extract.audit import RULES

ROOT = Path(__file__).parents[2]


def test_the_page_is_current():
    made = runpy.run_path(str(ROOT / "tools" / "make_audit_docs.py"))["page"]()
    assert (ROOT / "docs" / "audit.md").read_text(encoding="utf-8") == made
    assert all(f"### `{name}`" in made for name in RULES)
