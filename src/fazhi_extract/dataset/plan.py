"""What is there to do: the inputs that are new or have changed, a few at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from uuid import uuid4

from fazhi_extract.dataset.inputs import PACKED, UNSETTLED, Columns, Entry, Found, file_of
from fazhi_extract.dataset.packed import Refusal, unpack
from fazhi_extract.dataset.progress import Progress
from fazhi_extract.dataset.state import File, Input, State
from fazhi_extract.dataset.work import Done, Task, digest_of, identity
from fazhi_extract.errors import MissingPackageError, SourceError, WorkerError
from fazhi_extract.sources import Limits

__all__ = ["Plan"]

CHUNK = 32
_BYTES = 8 << 20  # of a chunk
_PAGE = 500  # files looked up at once


@dataclass
class Plan:
    """Goes through the files, tells what is as it was, and makes tasks of the rest."""

    state: State
    run: int
    fingerprint: str
    columns: Columns
    limits: Limits
    progress: Progress
    chunk: int = CHUNK
    _known: bool = False
    _made: int = 0
    _open: dict[str, int] = field(default_factory=dict)  # packed file → entries that are in the works
    _read: dict[str, File] = field(default_factory=dict)  # packed file, all of whose entries were handed out
    _sizes: dict[str, int] = field(default_factory=dict)

    def tasks(self, files: Iterable[Found]) -> Iterator[Task]:
        """The tasks for these files."""
        self._known = not self.state.is_empty()
        waiting: list[Entry] = []
        size = 0
        for entry in self._entries(files):
            waiting.append(entry)
            size += entry.size
            if len(waiting) >= self.chunk or size >= _BYTES:
                yield self._task(waiting)
                waiting, size = [], 0
        if waiting:
            yield self._task(waiting)

    def split(self, task: Task) -> list[Task]:
        """One task for each entry."""
        return [self._task([entry]) for entry in task.entries]

    def lost(self, task: Task) -> Done:
        """What is said of an entry that ends the process which reads it."""
        (entry,) = task.entries
        gone = self._input(
            entry,
            digest=digest_of(entry, self.limits),
            error=WorkerError.__name__,
            message=f"{entry.location}: the process that read it died, perhaps for want of memory",
        )
        files = [] if entry.path is None else [file_of(Found(entry.path, 0), task.fingerprint)]
        return Done(inputs=[gone], files=files, size=entry.size)

    def finished(self, done: Done) -> None:
        """Take note of a task that is done and kept."""
        for one in done.inputs:
            if one.file not in self._open:
                continue
            self._open[one.file] -= 1
            self._close(one.file)

    def _task(self, entries: list[Entry]) -> Task:
        self._made += 1
        name = f"{self.run:06}-{self._made:06}-{uuid4().hex[:8]}.arrow"
        return Task(name, tuple(entries), self.fingerprint)

    def _entries(self, files: Iterable[Found]) -> Iterator[Entry]:
        for page in _pages(files):
            known = self.state.files([found.key for found in page])
            same: list[str] = []
            updated: list[File] = []
            for found in page:
                packed = found.suffix in PACKED
                now = file_of(found, self._fingerprint(packed))
                if now.changed != UNSETTLED and known.get(found.key) == now:
                    same.append(found.key)
                    self._skip(found.size)
                elif packed:
                    yield from self._packed(found, now)
                else:
                    entry = Entry(found.key, found.key, found.path, found.path, size=found.size)
                    if not self._is_known(entry):
                        yield entry
                    else:
                        self._skip(found.size)
                        updated.append(now)
            with self.state.transaction():
                self.state.see_unchanged(self.run, same)
                self.state.see_files(self.run, updated)

    def _fingerprint(self, packed: bool) -> str:
        """What a file was read with; of packed ones, the columns too."""
        if not packed:
            return self.fingerprint
        return "\0".join((self.fingerprint, self.columns.text, self.columns.id, self.columns.url))

    def _skip(self, size: int) -> None:
        self.progress.unchanged += 1
        self.progress.seen += size

    def _packed(self, found: Found, now: File) -> Iterator[Entry]:
        """The entries of a packed file that are new. When all are done, the file is."""
        if found.key in self._open:  # two arguments name it
            return
        self._open[found.key] = 0
        self._sizes[found.key] = found.size
        seen: list[str] = []
        try:
            for entry in unpack(found, self.columns, self.limits):
                if isinstance(entry, Refusal):
                    self._refuse(entry, SourceError(entry.message))
                elif self._is_known(entry):
                    seen.append(entry.key)
                    self.progress.unchanged += 1
                    if len(seen) >= _PAGE:
                        self._see(seen)
                        seen = []
                else:
                    self._open[found.key] += 1
                    yield entry
        except (SourceError, MissingPackageError) as error:
            self._refuse(Refusal(found.key, found.key, found.path, str(error)), error)
            now = replace(now, changed=UNSETTLED) if isinstance(error, MissingPackageError) else now
        self._see(seen)
        self._read[found.key] = now
        self._close(found.key)

    def _see(self, keys: list[str]) -> None:
        with self.state.transaction():
            self.state.see_inputs(self.run, keys)

    def _refuse(self, refusal: Refusal, error: Exception) -> None:
        with self.state.transaction():
            self.state.record(
                self.run,
                [
                    Input(
                        key=refusal.key,
                        file=refusal.file,
                        location=refusal.location,
                        url=None,
                        digest=None,
                        fingerprint=self.fingerprint,
                        error=type(error).__name__,
                        message=refusal.message,
                    )
                ],
            )
        self.progress.parsed += 1
        self.progress.errors += 1

    def _close(self, file: str) -> None:
        """Take a packed file as read when nothing of it is in the works."""
        if self._open[file] == 0 and file in self._read:
            with self.state.transaction():
                self.state.see_files(self.run, [self._read.pop(file)])
            self.progress.seen += self._sizes[file]

    def _is_known(self, entry: Entry) -> bool:
        """Whether this content was read before, here or under another name; then that is kept."""
        if not self._known:
            return False
        digest = digest_of(entry, self.limits)
        if digest is None:
            return False
        before = self.state.input(entry.key)
        if before is not None and (before.digest, before.fingerprint) == (digest, self.fingerprint):
            if before.report is None:
                same = before.error is not None
            else:
                same = before.report == identity(digest, entry)
            if same:
                self._seen_again(before)
                return True
        report = identity(digest, entry)
        if not self.state.has_report(report, self.fingerprint):
            return False
        self._seen_again(self._input(entry, digest=digest, report=report))
        return True

    def _seen_again(self, one: Input) -> None:
        with self.state.transaction():
            if self.state.input(one.key) == one:
                self.state.see_inputs(self.run, [one.key])
            else:
                self.state.record(self.run, [one])

    def _input(self, entry: Entry, **got: str | None) -> Input:
        told = {
            "key": entry.key,
            "file": entry.file,
            "location": entry.location,
            "url": entry.url,
            "digest": None,
            "fingerprint": self.fingerprint,
        }
        return Input(**{**told, **got})  # type: ignore[arg-type]


def _pages(files: Iterable[Found]) -> Iterator[list[Found]]:
    page: list[Found] = []
    for found in files:
        page.append(found)
        if len(page) >= _PAGE:
            yield page
            page = []
    if page:
        yield page
