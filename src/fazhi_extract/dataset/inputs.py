"""What a build reads: files, folders, patterns, and what is packed in zip, JSONL, CSV and Parquet files."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from glob import has_magic, iglob
from pathlib import Path

from fazhi_extract.dataset.manifest import MANIFEST, is_dataset
from fazhi_extract.dataset.state import File
from fazhi_extract.errors import InputError, OptionError
from fazhi_extract.models.base import escape

__all__ = ["PACKED", "READ", "UNSETTLED", "Columns", "Entry", "Found", "Scope", "file_of"]

READ = frozenset(
    [
        ".txt",
        ".text",
        ".md",
        ".markdown",
        ".html",
        ".htm",
        ".shtml",
        ".xhtml",
        ".mht",
        ".docx",
        ".doc",
        ".wps",
        ".rtf",
        ".odt",
        ".pdf",
    ]
)
"""Suffixes of the files that are taken from folders and zip files; one that is named is always taken."""

PACKED = frozenset([".zip", ".jsonl", ".ndjson", ".csv", ".tsv", ".parquet"])
"""Suffixes of the files that hold many reports."""

UNSETTLED = -1
"""In place of the time of a change: the file is to be read again."""

_SETTLED = 2_000_000_000
"""Nanoseconds: a file changed more lately than that may change again without another time stamp."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table of texts are read. `id` and `url` may be missing from the table."""

    text: str = "text"
    id: str = "id"
    url: str = "url"


@dataclass(frozen=True, slots=True)
class Found:
    """A file that was found: its path as given, and how many bytes it has."""

    path: str
    size: int

    @property
    def key(self) -> str:
        """The absolute path, as it can be stored."""
        return escape(os.path.abspath(self.path))  # noqa: PTH100  (links are not followed)

    @property
    def suffix(self) -> str:
        """In lower case, with its dot."""
        return Path(self.path).suffix.lower()


@dataclass(frozen=True, slots=True)
class Entry:
    """One input: a file, or a member or row of one.

    Attributes:
        key: the absolute path, with the member or row behind a #.
        file: the absolute path alone.
        path: the file to read, None where `content` is what was read of it.
        location: what the report's source says.
        content: the bytes of a member of a zip file, or the text of a row.
        media_type: of a member, by its name.
    """

    key: str
    file: str
    path: str | None
    location: str
    content: bytes | str | None = None
    url: str | None = None
    id: str | None = None
    media_type: str | None = None
    size: int = 0


def file_of(found: Found, fingerprint: str) -> File:
    """How the file is now. One that has just been changed, or cannot be reached, is never the same later."""
    try:
        status = os.stat(found.path)  # noqa: PTH116  (many of them)
    except (OSError, ValueError):
        return File(found.key, 0, UNSETTLED, fingerprint)
    changed = max(status.st_mtime_ns, status.st_ctime_ns)
    settled = time.time_ns() - changed > _SETTLED
    return File(found.key, status.st_size, changed if settled else UNSETTLED, fingerprint)


class Scope:
    """The arguments of a build: which files they name, and whether a file that is gone was among them."""

    def __init__(self, arguments: Iterable[str | Path], without: Path) -> None:
        """Take paths and patterns; leave out what lies in the data set `without`.

        Raises:
            OptionError: when there is none.
            InputError: when one names nothing.
        """
        self.arguments = [os.fspath(argument) for argument in arguments]
        if not self.arguments:
            raise OptionError("no reports are given; name files, folders or patterns")
        self._without = os.path.abspath(without)  # noqa: PTH100
        for argument in self.arguments:
            if not _is_pattern(argument) and not Path(argument).exists():
                raise InputError(f"{argument}: no such file or folder")

    def __iter__(self) -> Iterator[Found]:
        """The files, each argument's in the order of their names; one that two arguments name comes twice."""
        for argument in self.arguments:
            if _is_pattern(argument):
                for path in sorted(iglob(argument, recursive=True)):  # noqa: PTH207  (of strings)
                    if "**" not in argument or not Path(path).is_dir():  # whose files it names too
                        yield from self._below(path, named=False)
            else:
                yield from self._below(argument, named=True)

    def covers(self, key: str) -> bool:
        """Whether a file of this absolute path would have been found, were it still there."""
        for argument in self.arguments:
            whole = escape(os.path.abspath(argument))  # noqa: PTH100
            if _is_pattern(argument):
                if fnmatch(key, whole) and ("**" in whole or key.count(os.sep) == whole.count(os.sep)):
                    return True
            elif key == whole or key.startswith(whole.rstrip(os.sep) + os.sep):
                return True
        return False

    def _below(self, path: str, *, named: bool) -> Iterator[Found]:
        if self._is_within(path):
            return
        if Path(path).is_dir():
            yield from self._walk(path)
        elif named or _is_read(path):
            try:
                yield Found(path, os.stat(path).st_size)  # noqa: PTH116
            except OSError:
                yield Found(path, 0)

    def _is_within(self, path: str) -> bool:
        """Whether this is the data set itself, or a file of it."""
        whole = os.path.abspath(path)  # noqa: PTH100
        return whole == self._without or whole.startswith(self._without + os.sep)

    def _walk(self, folder: str) -> Iterator[Found]:
        """The files of a folder and of those in it; hidden ones and data sets are passed over."""
        if self._is_within(folder):
            return
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError:
            yield Found(folder, 0)  # reading it says why it cannot be read
            return
        if any(entry.name == MANIFEST for entry in entries) and is_dataset(Path(folder)):
            return
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from self._walk(entry.path)
            elif _is_read(entry.name) and not entry.is_dir():
                yield Found(entry.path, _size(entry))


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat().st_size
    except OSError:
        return 0


def _is_pattern(argument: str) -> bool:
    return has_magic(argument) and not Path(argument).exists()


def _is_read(name: str) -> bool:
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122  (many of them)
    return suffix in READ or suffix in PACKED
