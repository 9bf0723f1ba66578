"""The examples of `docs/numerals.md` are cases like any other: each line is run."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from fazhi_extract.numerals import find_quantities
from fazhi_extract.numerals.rejects import RULES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "numerals.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@cache
def cases() -> ModuleType:
    path = Path(__file__).with_name("test_cases.py")
    spec = importlib.util.spec_from_file_location("numerals_cases", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def blocks(language: str) -> list[str]:
    return [body for name, body in FENCE.findall(PAGE.read_text(encoding="utf-8")) if name == language]


def lines() -> list[str]:
    return [line for block in blocks("text") for line in block.splitlines() if line]


@pytest.mark.parametrize("line", lines())
def test_example(line: str) -> None:
    wanted = cases().case(line)
    found = find_quantities(wanted.text)
    assert [item.text for item in found] == [wanted.text[slice(*item.span)] for item in wanted.quantities]
    for item, expectation in zip(found, wanted.quantities, strict=True):
        expectation.check(item, wanted.text)
    rules = [getattr(item, "rule", None) for item in find_quantities(wanted.text, keep_rejected=True)]
    for rule in wanted.rules:
        assert rule in rules


def test_the_page_has_examples() -> None:
    assert len(lines()) > 30


@pytest.mark.parametrize("block", blocks("python"))
def test_python_block_says_what_it_gives(block: str) -> None:
    names: dict[str, object] = {}
    for line in block.splitlines():
        code, _, shown = line.partition("  # ")
        if shown:
            assert repr(eval(code, names)) == shown.strip()
        elif code.strip():
            exec(code, names)
    ast.parse(block)


def test_every_rule_has_its_row() -> None:
    rows = set(re.findall(r"^\| `([a-z]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert rows == set(RULES)
