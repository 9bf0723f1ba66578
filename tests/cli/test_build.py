"""What `fazhi-extract build` shows on a terminal, whatever its width."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console
from typer.testing import CliRunner

from fazhi_extract.cli import app as whole
from fazhi_extract.cli import build as command
from fazhi_extract.dataset.progress import Progress, summary
from fazhi_extract.errors import DatasetError, InputError

_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
BYTES = 1_000_000


class Still(Progress):
    """A build that began ten seconds ago, whenever that is asked."""

    seconds = 10.0


def told(**known):
    """How far it is."""
    return Still(**{"files": 9, "bytes": BYTES, **known})


def shown(width, *states):
    """The frames that a terminal of this width gets, without their colours."""
    console = Console(file=io.StringIO(), force_terminal=True, width=width, _environ={"TERM": "xterm"})
    bar = command._Bar(console)
    with bar as watch:
        for state in states:
            watch(state)
            bar._bar.refresh()
    text = _CODES.sub("", console.file.getvalue())
    return [line for line in re.split(r"[\r\n]+", text) if line.strip()]


@pytest.mark.parametrize(
    ("width", "errors", "tail"),
    [
        (200, 0, "40%  4,321 parsed  432.1/s  0 errors  0:15 left"),
        (100, 7, "40%  4,321 parsed  432.1/s  7 errors  0:15 left"),
        (60, 0, "40%  4,321  432.1/s  0:15 left"),
        (60, 1234, "40%  4,321  1,234 errors  0:15"),
        (50, 0, "40%  4,321  432.1/s  0:15 left"),
        (40, 0, "40%  4,321  0:15"),
        (40, 1234, "40%  4,321  0:15"),
        (30, 0, "40%  4,321"),
        (24, 0, "40%"),
        (14, 0, "40%"),
    ],
)
def test_each_frame_is_one_whole_line(width, errors, tail):
    line = shown(width, told(seen=400_000, parsed=4321, parsed_bytes=400_000, errors=errors))[-1].rstrip()
    assert re.fullmatch(rf"reading (?:[━╸╺]+\s+)?{re.escape(tail)}", line)
    assert len(line) <= width
    assert (line.count("━") >= 7) == (width > 14)


@pytest.mark.parametrize(
    ("known", "share"),
    [
        ({}, None),
        ({"seen": 250_000, "parsed_bytes": 200_000}, 0.25),
        ({"seen": 0, "parsed_bytes": 300_000}, 0.3),  # within one packed file
        ({"seen": 0, "parsed_bytes": 3 * BYTES}, None),  # within one that is compressed
        ({"seen": 500_000, "parsed_bytes": 3 * BYTES}, 0.5),
        ({"seen": BYTES}, 1.0),  # nothing is new
        ({"seen": BYTES, "phase": "writing"}, None),
        ({"bytes": 0}, None),
    ],
)
def test_how_much_is_read(known, share):
    assert told(**known).share == share


def test_without_a_share_there_is_no_percentage():
    (line,) = shown(90, told(parsed=32, parsed_bytes=3 * BYTES))[-1:]
    assert "%" not in line
    assert "32 parsed  3.2/s  0 errors" in line


def test_at_the_end_a_summary_stays():
    lines = shown(90, told(seen=1, parsed=1, parsed_bytes=1), told(phase="done", reports=12, failed=1))
    assert any(line.startswith("12 reports in the data set, 1 inputs with errors") for line in lines)


def test_writing_has_a_name_of_its_own():
    assert shown(60, told(phase="writing", parsed=40, seen=BYTES))[-1].startswith("writing tables ━")


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        (KeyboardInterrupt(), 130, "interrupted; what was finished is kept"),
        (DatasetError("the disk is full"), 1, "error: the disk is full"),
        (InputError("names nothing"), 2, "error: names nothing"),
    ],
)
def test_a_fault_is_told_below_the_bar(monkeypatch, tmp_path, fault, code, words):
    seen = []

    class Bar:
        def __enter__(self):
            seen.append("begun")

        def __exit__(self, *_):
            seen.append("ended")

    def fails(*_, **__):
        raise fault

    monkeypatch.setattr(command, "_shown", lambda _: Bar())
    monkeypatch.setattr("fazhi_extract.dataset.builder.build", fails)
    monkeypatch.setattr(command.typer, "echo", lambda text, **_: seen.append(text))
    done = CliRunner().invoke(whole.app, ["build", str(tmp_path), "-o", str(tmp_path / "out")])
    assert done.exit_code == code
    assert seen[:2] == ["begun", "ended"]
    assert seen[2].startswith(words)


def test_plain_lines_say_how_much_of_a_packed_file_is_read():
    line = summary(told(seen=0, parsed=30, parsed_bytes=BYTES // 2))
    assert line.startswith("50%, 30 parsed")
    assert line.endswith("0:10 left")
    assert "%" not in summary(told(seen=0, parsed=30, parsed_bytes=2 * BYTES))
