"""The public face: what it offers, and that it costs nothing until it is used."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys

import pytest

import fazhi_extract


def test_names():
    for name in fazhi_extract.__all__:
        assert getattr(fazhi_extract, name).__name__ == name
    assert set(fazhi_extract.__all__) <= set(dir(fazhi_extract))


def test_an_unknown_name():
    with pytest.raises(AttributeError, match="parse_all"):
        fazhi_extract.parse_all  # noqa: B018


def test_version():
    assert importlib.metadata.version("fazhi-extract") == fazhi_extract.__version__


def test_every_error_has_the_root():
    errors = [name for name in fazhi_extract.__all__ if name.endswith("Error")]
    assert len(errors) == 9
    for name in errors:
        assert issubclass(getattr(fazhi_extract, name), fazhi_extract.FazhiError)


def _loaded_after(code):
    script = f"import sys\n{code}\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_import_loads_nothing_heavy():
    assert not _loaded_after("import fazhi_extract") & {"spacy", "pydantic", "regex", "typer", "rich"}


def test_models_load_no_spacy():
    assert "spacy" not in _loaded_after("from fazhi_extract import Report, FazhiError")


def test_registration_without_entry_points():
    code = """
import importlib.metadata as metadata
real = metadata.entry_points
metadata.entry_points = lambda **params: real(group="no such group")
from fazhi_extract import load
assert load()("一、工作情况。")._.report.text
"""
    assert "spacy" in _loaded_after(code)
