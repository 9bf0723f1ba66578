"""The house rules that no linter knows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "src").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))
CLOCK = re.compile(r"\b(?:perf_counter|process_time|monotonic|thread_time)(?:_ns)?\(|\btime\.time\(")
LONGEST = 400


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT / "src").as_posix())
def test_a_module_is_short_and_says_what_it_is(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith('"""')
    assert len(text.splitlines()) <= LONGEST


def test_the_layers_drawn_are_those_enforced():
    (drawing,) = re.findall(
        r"```\n(cli .*?)```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.DOTALL
    )
    drawn = [line.split()[0] for line in drawing.splitlines()]
    contracts = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (layers,) = re.findall(r"^layers = \[(.*?)^\]", contracts, re.DOTALL | re.MULTILINE)
    assert drawn == re.findall(r'"fazhi_extract\.(\w+)"', layers)


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.relative_to(ROOT / "tests").as_posix())
def test_a_test_reads_no_clock(path):
    assert not CLOCK.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted((ROOT / "src").rglob("*.tsv")), ids=lambda path: path.stem)
def test_a_word_list_says_what_it_is(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("#")
    assert len(lines[0]) > 20


def test_names_of_word_lists_are_unique():
    names = [path.stem for path in (ROOT / "src").rglob("*.tsv")]
    assert len(names) == len(set(names))
