"""What the README shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path

from typer.testing import CliRunner

from fazhi_extract.cli.app import app

ROOT = Path(__file__).resolve().parents[1]
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)


def test_the_example():
    (code,) = [body for kind, body in BLOCKS if kind == "python"]
    names = {}
    begin, rest = code.split("\nreport.meta", 1)
    exec(begin, names)
    checked = 0
    for line in f"report.meta{rest}".splitlines():
        statement, _, shown = line.partition("  # ")
        if shown:
            assert eval(statement, names) == eval(
                shown, {**names, "Decimal": __import__("decimal").Decimal}
            ), line
            checked += 1
        else:
            exec(line, names)
    assert checked >= 10


def test_the_printed_report():
    (shown,) = [body for kind, body in BLOCKS if not kind]
    printed = (
        CliRunner().invoke(app, ["parse", str(ROOT / "fixtures" / "qingxi_2023.txt")]).stdout.splitlines()
    )
    rest = iter(printed)
    missing = [line for line in shown.splitlines() if line.strip() != "…" and line not in rest]
    assert not missing
