"""What the parser makes of each fixture, in full, against tests/golden; FAZHI_REGEN=1 rewrites the files.

The gold of a fixture says what is right; a golden file says what came out last time, so that a change shows.
"""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from fazhi_extract import Report, parse_report

from .regen import REGEN

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
FIXTURES = {path.stem: path for path in sorted((HERE.parent / "fixtures").glob("*.txt"))}


def test_the_switch_is_off():
    assert not REGEN, (
        "FAZHI_REGEN is set: the golden files have just been rewritten; look at `git diff`, unset it"
    )


@pytest.mark.parametrize("name", FIXTURES)
def test_golden(name):
    report = parse_report(FIXTURES[name].read_bytes().decode())
    got = report.model_dump_json(indent=1, exclude={"text"}, exclude_defaults=True) + "\n"
    path = GOLDEN / f"{name}.json"
    if REGEN:
        path.write_text(got, encoding="utf-8", newline="\n")
    want = path.read_text(encoding="utf-8")
    changed = difflib.unified_diff(want.splitlines(), got.splitlines(), "golden", "now", lineterm="", n=2)
    assert got == want, "\n".join(changed)
    assert Report.model_validate_json(report.model_dump_json()) == report


def test_no_golden_file_without_its_fixture():
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(FIXTURES)
