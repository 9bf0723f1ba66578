"""What the README and the documentation show is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fazhi_extract.cli.app import app

from .regen import REGEN

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)


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


def _excerpt(printed):
    """The card, and the beginnings of four chapters."""

    def part(begin, count):
        first = next(number for number, line in enumerate(printed) if line.strip().startswith(begin))
        return [*printed[first : first + count], "  …"]

    return [
        *printed[:14],
        "  …",
        *part("（五）", 22),
        *part("存在的不足", 7),
        *part("工作安排", 5),
        *part("数据核对", 5),
    ]


def test_the_printed_report():
    (shown,) = [body for kind, body in BLOCKS if not kind]
    done = CliRunner().invoke(app, ["parse", str(ROOT / "fixtures" / "qingxi_2023.txt")])
    excerpt = "\n".join(_excerpt(done.stdout.splitlines())) + "\n"
    if REGEN:
        README.write_text(README.read_text(encoding="utf-8").replace(shown, excerpt), encoding="utf-8")
    assert shown == excerpt


@pytest.mark.parametrize("page", ["index", "quickstart", "pipeline"])
def test_the_code_of_a_page_runs(page, monkeypatch):
    monkeypatch.chdir(ROOT)
    text = Path("fixtures/qingxi_2023.txt").read_text(encoding="utf-8")
    names = {"text": text, "texts": [text, ""]}
    blocks = re.findall(
        r"```python\n(.*?)```", Path(f"docs/{page}.md").read_text(encoding="utf-8"), re.DOTALL
    )
    assert blocks
    for block in blocks:
        exec(block, names)
