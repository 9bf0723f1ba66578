"""What a worker does with a few inputs: read, parse, and write the reports to a pending file."""

from __future__ import annotations

import gc
import hashlib
import os
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fazhi_extract.dataset.inputs import UNSETTLED, Entry, Found, file_of
from fazhi_extract.dataset.state import File, Input, Part
from fazhi_extract.errors import FazhiError, MissingPackageError
from fazhi_extract.models import Report, Source
from fazhi_extract.sources import Document, Limits

if TYPE_CHECKING:
    from fazhi_extract.arrow import Rows
    from fazhi_extract.dataset.compact import Packing

__all__ = ["Done", "Task", "Worker", "digest_of", "identity"]

_LONG = 4000  # characters of a message or traceback


@dataclass(frozen=True, slots=True)
class Task:
    """Inputs to parse together, and the name of the pending file for their reports."""

    name: str
    entries: tuple[Entry, ...]
    fingerprint: str


@dataclass(slots=True)
class Done:
    """What became of a task. `chunk` is None where no input gave a report."""

    chunk: str | None = None
    rows: int = 0
    size: int = 0
    inputs: list[Input] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class Worker:
    """Parses with these options into this folder of pending files."""

    pending: Path
    options: Mapping[str, Any]
    limits: Limits

    def parse(self, task: Task) -> Done:
        """Parse the inputs of a task. At a Ctrl-C those that are finished are kept.

        Raises:
            DatasetError: when the disk is full or cannot be written.
        """
        from fazhi_extract.arrow import Rows  # noqa: PLC0415  (not where nothing is parsed)
        from fazhi_extract.dataset.files import plain_memory, with_ids, write_batches  # noqa: PLC0415

        done = Done()
        ids: dict[str, None] = {}
        reports = Rows()
        with _uncollected():
            try:
                for entry in task.entries:
                    self._one(entry, task.fingerprint, done, ids, reports)
            except KeyboardInterrupt:
                if not reports.whole:
                    return Done(interrupted=True)
                done.interrupted = True
            if reports:
                with plain_memory():
                    rows = with_ids(list(ids)[: len(reports)], reports.batch())
                    done.rows = write_batches(self.pending / task.name, rows.schema, [rows])
                done.chunk = task.name
        return done

    def pack(self, packing: Packing) -> Part:
        """Write the files of a part; see `compact.pack`."""
        from fazhi_extract.dataset.compact import pack  # noqa: PLC0415

        return pack(packing)

    def _one(self, entry: Entry, fingerprint: str, done: Done, ids: dict[str, None], reports: Rows) -> None:
        file = None if entry.path is None else file_of(Found(entry.path, 0), fingerprint)
        got: dict[str, Any]
        try:
            report, digest = self._report(entry)
        except Exception as error:  # noqa: BLE001  (one bad file never stops the rest)
            got = {"digest": digest_of(entry, self.limits), **_told(error)}
            if isinstance(error, MissingPackageError | MemoryError):
                got["digest"] = None  # another time it may be read
                file = None if file is None else replace(file, changed=UNSETTLED)
        else:
            url = None if report.source is None else report.source.url
            got = {"digest": digest, "url": url, "report": identity(digest, entry)}
            if got["report"] not in ids:
                ids[got["report"]] = None
                reports.add(report)
        done.inputs.append(
            Input(
                **{
                    "key": entry.key,
                    "file": entry.file,
                    "location": entry.location,
                    "url": entry.url,
                    "fingerprint": fingerprint,
                    **got,
                }
            )
        )
        done.size += entry.size
        if file is not None:
            done.files.append(file)

    def opened(self, entry: Entry) -> tuple[Document, Source]:
        """Read the text of an input, and where it came from.

        Raises:
            SourceError: when it cannot be read.
        """
        from fazhi_extract.sources import read_source  # noqa: PLC0415  (not where nothing is parsed)

        document, source = _opened(entry, self.limits) or read_source(
            entry.path or entry.content or b"",
            url=entry.url,
            media_type=entry.media_type,
            limits=self.limits,
        )
        if entry.path is None:
            source = source.model_copy(update={"location": entry.location})
        return document, source

    def _report(self, entry: Entry) -> tuple[Report, str]:
        from fazhi_extract.pipeline.files import parse_document  # noqa: PLC0415

        document, source = self.opened(entry)
        assert source.sha256 is not None
        return parse_document(document, source, **self.options), source.sha256


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector, which would go through many reports again and again and find nothing."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _opened(entry: Entry, limits: Limits) -> tuple[Document, Source] | None:
    """The text of a row as it stands, unless it is a page."""
    from fazhi_extract.sources import detect  # noqa: PLC0415

    if not isinstance(entry.content, str) or detect.is_markup(entry.content):
        return None
    return (
        Document(entry.content, "text/plain"),
        Source(url=entry.url, sha256=digest_of(entry, limits)),
    )


def digest_of(entry: Entry, limits: Limits) -> str | None:
    """SHA-256 of the content; None when it cannot be read or is too large."""
    if entry.path is None:
        content = entry.content
        if content is None:
            return None
        data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        return hashlib.sha256(data).hexdigest()
    try:
        if os.stat(entry.path).st_size > limits.max_bytes:  # noqa: PTH116
            return None
        with open(entry.path, "rb") as opened:  # noqa: PTH123  (many of them)
            return hashlib.sha256(opened.read()).hexdigest()
    except (OSError, ValueError):
        return None


def identity(digest: str, entry: Entry) -> str:
    """The id of a report: of its content, and of the address and name that a table gives it."""
    if entry.url is None and entry.id is None:
        return digest[:16]
    told = "\0".join((digest, entry.url or "", entry.id or ""))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _told(error: Exception) -> dict[str, str]:
    told = {"error": type(error).__name__, "message": str(error)[:_LONG]}
    if not isinstance(error, FazhiError):
        told["traceback"] = "".join(traceback.format_exception(error))[-_LONG:]
    return told
