"""Builds that are interrupted: nothing finished is lost, and the end is as if nothing had happened."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fazhi_extract.dataset.builder import build
from fazhi_extract.errors import DatasetError

from .small import folder, rows

COUNT = 24
KILLS = {"times": 20, "points": 12}


@pytest.mark.parametrize("how", ["times", "points"])
def test_killed_at_any_moment_it_goes_on(tmp_path, how):
    reports = folder(tmp_path / "reports", COUNT)
    told = subprocess.run(
        [
            sys.executable,
            Path(__file__).with_name("kill_builds.py"),
            *(how, reports, tmp_path, "seed", str(KILLS[how])),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    deaths = [line.split() for line in told.stdout.splitlines()]
    assert len(deaths) == KILLS[how]
    assert sum(word == "killed" for word, _ in deaths) >= KILLS[how] * 0.8
    assert len({kept for _, kept in deaths}) > 2  # death came early and late
    expected = rows(tmp_path / "whole")
    assert len(expected["reports"]) == COUNT
    for number in range(KILLS[how]):
        assert rows(tmp_path / f"killed{number}") == expected


def program(*arguments, **options):
    """The command, in a session of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", "from fazhi_extract.cli import main; main()", "build", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **options,
    )


def until(holds):
    """Wait; the limit of the test ends what never comes."""
    while not holds():
        time.sleep(0.01)


def pending(path):
    return list((path / "_build" / "pending").glob("0*.arrow"))


def alive(group):
    """The processes of a group that are at work."""
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, members, *_ = file.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(members) == group and state != "Z":
            found.append(file.parent.name)
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
def test_killed_with_its_workers_at_work_it_leaves_none_and_goes_on(tmp_path):
    reports, path = folder(tmp_path / "reports", 300), tmp_path / "dataset"
    process = program(reports, "-o", path, "--processes", 2)
    until(lambda: len(pending(path)) > 2 or process.poll() is not None)
    assert process.poll() is None
    process.kill()
    process.communicate()
    until(lambda: not alive(process.pid))
    done = build(reports, path, n_process=1)
    assert done.unchanged > 0
    assert done.parsed < 300
    assert (done.reports, done.failed) == (300, 0)
    build(reports, tmp_path / "whole", n_process=1)
    assert rows(path) == rows(tmp_path / "whole")


@pytest.mark.skipif(not hasattr(signal, "SIGINT") or os.name == "nt", reason="sends signals")
@pytest.mark.parametrize("processes", [1, 2])
def test_ctrl_c_keeps_what_is_finished(tmp_path, processes):
    reports, path = folder(tmp_path / "reports", 400), tmp_path / "dataset"
    process = program(reports, "-o", path, "--processes", processes)
    until(lambda: pending(path) or process.poll() is not None)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    assert "interrupted; what was finished is kept" in told
    assert "Traceback" not in told
    done = build(reports, path, n_process=1)
    assert done.unchanged >= 32
    assert done.reports == 400


def test_a_full_disk_is_an_error_after_which_it_goes_on(tmp_path):
    resource = pytest.importorskip("resource")
    reports, path = folder(tmp_path / "reports", 200), tmp_path / "dataset"

    def small_files():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    process = program(reports, "-o", path, "--processes", 1, preexec_fn=small_files)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 1, told
    assert re.match("error: .*(File too large|disk I/O error).*what was finished is kept", told)
    assert "Traceback" not in told
    assert not list(path.rglob(".part*"))
    done = build(reports, path, n_process=1)
    assert (done.reports, done.failed) == (200, 0)
    assert done.unchanged > 0


def test_an_input_that_kills_its_process_is_an_error_and_stops_no_other(tmp_path):
    reports, path = folder(tmp_path / "reports", 70), tmp_path / "dataset"
    (reports / "0" / "0002x.txt").write_text("毒", encoding="utf-8")
    told = subprocess.run(
        [sys.executable, Path(__file__).with_name("deadly_builds.py"), reports, path],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert told.returncode == 0, told.stderr
    found = rows(path)
    assert len(found["reports"]) == 70
    (error,) = found["errors"]
    assert error["class"] == "WorkerError"
    assert error["input"].endswith("0002x.txt")


def test_two_builds_at_once_are_refused(tmp_path):
    reports, path = folder(tmp_path / "reports", 3), tmp_path / "dataset"
    tried = []

    def again(progress):
        if progress.phase == "reading" and not tried:
            tried.append(program(reports, "-o", path).communicate()[1])
            with pytest.raises(DatasetError, match=rf"another build .*process {os.getpid()} "):
                build(reports, path, n_process=1)

    build(reports, path, n_process=1, progress=again)
    assert "another build is at work" in tried[0]
    assert build(reports, path, n_process=1).unchanged == 3  # the lock file stands there, and holds nobody up


def test_a_lost_part_is_built_again(tmp_path):
    reports, path = folder(tmp_path / "reports", 6), tmp_path / "dataset"
    build(reports, path, n_process=1)
    expected = rows(path)
    next((path / "metrics").rglob("*.parquet")).unlink()
    assert build(reports, path, n_process=1).parsed == 6
    assert rows(path) == expected


def test_a_damaged_pending_file_is_parsed_again(tmp_path):
    reports, path = folder(tmp_path / "reports", 6), tmp_path / "dataset"

    def fail(progress):
        if progress.phase == "writing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(reports, path, n_process=1, progress=fail)
    (chunk,) = pending(path)
    chunk.write_bytes(chunk.read_bytes()[:100])
    assert build(reports, path, n_process=1).parsed == 6
    assert len(rows(path)["reports"]) == 6


def test_a_damaged_state_is_told(tmp_path):
    reports, path = folder(tmp_path / "reports", 2), tmp_path / "dataset"
    build(reports, path, n_process=1)
    (path / "_build" / "state.sqlite").write_bytes(b"\x01" * 4096)
    with pytest.raises(DatasetError, match=r"damaged .*remove the folder"):
        build(reports, path, n_process=1)
