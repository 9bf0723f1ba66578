"""docs/indicators.md is what the catalogue says."""

import importlib.util
from pathlib import Path

import pytest

from fazhi_extract.indicators import catalogue

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_current() -> None:
    tool = ROOT / "tools" / "make_indicator_docs.py"
    if not tool.exists():
        pytest.skip("tools/ is not part of this checkout")
    spec = importlib.util.spec_from_file_location("make_indicator_docs", tool)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    written = module.TARGET.read_text(encoding="utf-8")
    assert written == module.render(catalogue()), "run python tools/make_indicator_docs.py"
