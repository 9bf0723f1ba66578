"""Build, and die: run as a program by test_build_faults.py.

    kill_builds.py times INPUT FOLDER SEED COUNT      killed at random moments
    kill_builds.py points INPUT FOLDER SEED COUNT     killed before a random one of its writes to the disk

Each death has a data set of its own, which is then built to its end. Writes a line for each: whether death
came before the end, and how many files the next build needed not read again.
"""

import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from pathlib import Path

from fazhi_extract.arrow import batch_of
from fazhi_extract.dataset import (
    state,
    warm,  # noqa: F401
)
from fazhi_extract.dataset.builder import build
from fazhi_extract.pipeline.files import parse_file

CHUNK = 4
KEPT = 100  # added to the number of files in the exit code of a build that went well


def forked(work, *arguments):
    """Do the work in a process of its own; its id."""
    process = os.fork()
    if not process:
        code = 1
        try:
            code = work(*arguments)
        finally:
            os._exit(code)
    return process


def ended(process):
    return os.waitpid(process, 0)[1]


def built(reports, path):
    return KEPT + build(reports, path, n_process=1, chunk=CHUNK).unchanged


def built_in(reports, path):
    """Seconds that a build takes."""
    began = time.perf_counter()
    assert os.waitstatus_to_exitcode(ended(forked(built, reports, path))) == KEPT
    return time.perf_counter() - began


def killed_after(seconds, reports, path):
    process = forked(built, reports, path)
    time.sleep(seconds)
    os.kill(process, signal.SIGKILL)
    return ended(process)


def built_until(write, reports, path):
    """Die before the write of this number: a file made safe, moved or removed, or a transaction ended."""
    made = 0

    def counted(function):
        def call(*arguments, **options):
            nonlocal made
            if made == write:
                os.kill(os.getpid(), signal.SIGKILL)
            made += 1
            return function(*arguments, **options)

        return call

    class Connection(sqlite3.Connection):
        commit = counted(sqlite3.Connection.commit)

    os.fsync = counted(os.fsync)
    Path.replace = counted(Path.replace)
    Path.unlink = counted(Path.unlink)
    connect = sqlite3.connect
    state.sqlite3.connect = lambda *given, **options: connect(*given, factory=Connection, **options)
    code = built(reports, path)
    (path / "_build" / "writes").write_text(str(made), encoding="ascii")
    return code


def main():
    how, reports, folder, seed, count = sys.argv[1:]
    folder = Path(folder)
    draw = random.Random(seed)
    for file in sorted(Path(reports).rglob("*.txt"))[:4]:
        batch_of([parse_file(file)])  # so that no time goes into that later
    takes = min(built_in(reports, folder / "whole"), built_in(reports, folder / "again"))
    ended(forked(built_until, -1, reports, folder / "counted"))
    writes = int((folder / "counted" / "_build" / "writes").read_text(encoding="ascii"))
    for number in range(int(count)):
        path = folder / f"killed{number}"
        if how == "times":
            moment = draw.uniform(0, takes)
            status = killed_after(moment, reports, path)
            while not os.WIFSIGNALED(status) and moment > 0.001:  # it was quicker than when it was timed
                shutil.rmtree(path)
                moment /= 2
                status = killed_after(moment, reports, path)
        else:
            status = ended(forked(built_until, draw.randrange(writes), reports, path))
        code = os.waitstatus_to_exitcode(ended(forked(built, reports, path)))
        assert code >= KEPT, code
        sys.stdout.write(f"{'killed' if os.WIFSIGNALED(status) else 'late'} {code - KEPT}\n")


if __name__ == "__main__":
    main()
