"""`build`: files in, a data set out; interrupted at any moment, it goes on where it was."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from fazhi_extract import __version__
from fazhi_extract.dataset.inputs import Columns, Scope
from fazhi_extract.dataset.interrupt import heeding
from fazhi_extract.dataset.lock import locked
from fazhi_extract.dataset.manifest import is_dataset
from fazhi_extract.dataset.plan import CHUNK, Plan
from fazhi_extract.dataset.pool import Here, Pool, Processes
from fazhi_extract.dataset.progress import Progress, Watch
from fazhi_extract.dataset.publish import publish, recover
from fazhi_extract.dataset.state import State
from fazhi_extract.dataset.work import Done, Worker
from fazhi_extract.errors import DatasetError, MissingPackageError, OptionError
from fazhi_extract.models import SCHEMA_VERSION
from fazhi_extract.sources import Limits

__all__ = ["BUILD", "build"]

BUILD = "_build"
PENDING = "pending"


def build(  # noqa: PLR0913  (each option stands for itself)
    inputs: str | Path | Iterable[str | Path],
    path: str | Path,
    *,
    n_process: int | None = None,
    text: str = "text",
    id: str = "id",  # noqa: A002  (the name of a column)
    url: str = "url",
    prune: bool = False,
    retry: bool = False,
    limits: Limits | None = None,
    progress: Watch | None = None,
    chunk: int = CHUNK,
    pool: Callable[[Worker], Pool] | None = None,
    **options: Any,
) -> Progress:
    """Read reports and write, or bring up to date, the data set in a folder.

    What was read before is not read again as long as content, library and options are the same; an input that
    is gone from one of the folders or patterns given leaves the data set. One that cannot be read is a row of
    the table `errors`. Whatever interrupts a build, the next one goes on where it was.

    Args:
        inputs: files, folders and patterns. Files of rows (JSONL, CSV, Parquet) and zip files are unpacked.
        path: the folder of the data set.
        n_process: how many processes parse; by default one a core. 1 works in this process.
        text: the column of the texts in files of rows.
        id: the column of names, if there is one: they tell rows with the same text apart.
        url: the column of addresses, if there is one.
        prune: also drop what is in the data set and not among the inputs given.
        retry: read again what gave an error, even if it has not changed.
        limits: how much of a file is read before it is refused.
        progress: called after each chunk.
        chunk: how many reports are parsed and kept at once.
        pool: what runs the work in place of processes here, see `fazhi_extract.ray`.
        **options: as for `load`, but for a recognizer, which is given by name.

    Returns:
        What was done.

    Raises:
        InputError: when an input names no file.
        OptionError: for an unknown option, or a value that it cannot take.
        DatasetError: when another build is at work on the data set, it is damaged, or the disk is full.
        MissingPackageError: when pyarrow is not installed.
    """
    for name, value in (("n_process", n_process), ("chunk", chunk)):
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            raise OptionError(f"{name}={value!r}: give a whole number of at least 1")
    _need_arrow()
    root = Path(path)
    scope = Scope([inputs] if isinstance(inputs, str | Path) else inputs, root)
    fingerprint = _fingerprint(options)
    watched = Progress()
    limits = limits or Limits()
    pending = root / BUILD / PENDING
    worker = Worker(pending, options, limits)
    columns = Columns(text, id, url)
    try:
        _check_folder(root)
        pending.mkdir(parents=True, exist_ok=True)
        with locked(root / BUILD / "lock"), closing(State(root / BUILD / "state.sqlite")) as state:
            recover(root, pending, state)
            run = int(state.fact("run", "0")) + 1
            state.set_fact("run", str(run))
            if retry:
                state.forget_errors()
            plan = Plan(state, run, fingerprint, columns, limits, watched, chunk)
            workers = pool(worker) if pool else _pool(n_process, worker)
            try:
                _parse(scope, plan, workers, progress)
                watched.removed = _remove(scope, state, run, prune=prune)
                watched.phase = "writing"
                if progress:
                    progress(watched)
                publish(root, pending, state, workers)
            finally:
                workers.close()
            watched.reports, watched.failed = state.counts()
            watched.phase = "done"
            if progress:
                progress(watched)
    except (OSError, sqlite3.OperationalError) as error:
        raise DatasetError(
            f"{path}: {getattr(error, 'strerror', None) or error}; what was finished is kept, and the same "
            "build goes on from there"
        ) from error
    return watched


def _parse(scope: Scope, plan: Plan, pool: Pool, progress: Watch | None) -> None:
    """Parse what is new, and keep each chunk as it comes."""
    watched, state = plan.progress, plan.state
    for found in scope:
        watched.files = (watched.files or 0) + 1
        watched.bytes += found.size

    def keep(done: Done) -> None:
        with state.transaction():
            if done.chunk is not None:
                state.add_chunk(done.chunk, done.rows)
            state.record(plan.run, done.inputs, done.chunk)
            state.see_files(plan.run, done.files)
        plan.finished(done)
        watched.parsed += len(done.inputs)
        watched.parsed_bytes += done.size
        watched.seen += sum(file.size for file in done.files)
        watched.errors += sum(one.error is not None for one in done.inputs)
        if progress:
            progress(watched)

    try:
        with heeding() as check:
            for done in pool.run("parse", plan.tasks(scope), split=plan.split, lost=plan.lost):
                keep(done)
                check(done.interrupted)
    except KeyboardInterrupt:
        for done in pool.drain():
            keep(done)
        raise


def _remove(scope: Scope, state: State, run: int, *, prune: bool) -> int:
    """Drop the inputs that are gone; how many."""
    gone = [key for key, file in state.unseen(run) if prune or scope.covers(file)]
    with state.transaction():
        state.forget(gone)
    return len(gone)


def _pool(n_process: int | None, worker: Worker) -> Pool:
    count = n_process or cores()
    return Here(worker) if count == 1 else Processes(count, worker)


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _fingerprint(options: Mapping[str, Any]) -> str:
    """What the reports depend on, beside their content."""
    told = ""
    if options:
        from spacy.language import Language  # noqa: PLC0415  (not without options)

        from fazhi_extract.pipeline.options import Options  # noqa: PLC0415

        checked = Options.checked(options)
        if isinstance(checked.ner, Language):
            raise OptionError("ner is a Language; give the name or the folder of the pipeline")
        told = repr(checked)
    return hashlib.sha256("\0".join((__version__, SCHEMA_VERSION, told)).encode()).hexdigest()[:16]


def _check_folder(root: Path) -> None:
    """Build into nobody else's folder."""
    if root.exists() and not (root / BUILD).is_dir() and not is_dataset(root) and any(root.iterdir()):
        raise OptionError(f"{root}: a folder with other files in it; give a new or an empty one")


def _need_arrow() -> None:
    try:
        import pyarrow as pa  # noqa: F401, PLC0415
    except ImportError as error:
        raise MissingPackageError("pyarrow is not installed; pip install 'fazhi-extract[dataset]'") from error
