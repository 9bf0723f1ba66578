"""What a build knows of its inputs, and what it has finished: one SQLite file, written in transactions."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fazhi_extract.errors import DatasetError
from fazhi_extract.models.base import escape

__all__ = ["UNPUBLISHED", "File", "Input", "Part", "State"]

UNPUBLISHED = "unpublished"
"""The fact that something is known which the manifest does not show yet."""

_FORMAT = 1
_TABLES = """
create table if not exists files (
    path text primary key, size integer, changed integer, fingerprint text, read integer, seen integer
) without rowid;
create table if not exists inputs (
    key text primary key, file text not null, seen integer, location text, url text, digest text,
    fingerprint text, report text, error text, message text, traceback text
) without rowid;
create index if not exists inputs_of_file on inputs (file);
create index if not exists inputs_of_report on inputs (report);
create table if not exists reports (
    id text primary key, input text not null, fingerprint text not null, chunk text, part integer
) without rowid;
create index if not exists reports_of_chunk on reports (chunk);
create index if not exists reports_of_part on reports (part);
create table if not exists chunks (name text primary key, rows integer) without rowid;
create table if not exists parts (number integer primary key, rows integer, files text);
create table if not exists facts (name text primary key, value text) without rowid;
"""


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was when all of it was read."""

    path: str
    size: int
    changed: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Input:
    """What became of one input: the id of its report, or the error.

    Attributes:
        key: the file's absolute path, and the member or row of it.
        file: the absolute path alone.
        location: the file as it was given.
        digest: SHA-256 of the content, None when it could not be read.
        fingerprint: of the library and its options.
    """

    key: str
    file: str
    location: str
    url: str | None
    digest: str | None
    fingerprint: str
    report: str | None = None
    error: str | None = None
    message: str | None = None
    traceback: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A group of reports written together: the files of each table with their numbers of rows."""

    number: int
    rows: int
    files: dict[str, list[tuple[str, int]]]


class State:
    """The file `state.sqlite`. Only the process that holds the lock opens it."""

    def __init__(self, path: Path) -> None:
        """Open it, or make it.

        Raises:
            DatasetError: when it is damaged, or of a later library.
        """
        self._db = sqlite3.connect(path, isolation_level=None)
        try:
            self._db.execute("pragma locking_mode = exclusive")
            self._db.execute("pragma journal_mode = wal")
            self._db.execute("pragma synchronous = full")
            (version,) = self._db.execute("pragma user_version").fetchone()
            if version not in (0, _FORMAT):
                raise DatasetError(
                    f"{path}: written by another version of this library; build anew elsewhere"
                )
            self._db.executescript(_TABLES)
            self._db.execute(f"pragma user_version = {_FORMAT}")
        except sqlite3.DatabaseError as error:
            self.close()
            if isinstance(error, sqlite3.OperationalError):
                raise
            raise DatasetError(
                f"{path}: damaged ({error}); remove the folder {path.parent} to build all reports anew"
            ) from error

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing of the block."""
        self._db.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._db.rollback()
            raise
        self._db.commit()

    def fact(self, name: str, default: str = "") -> str:
        """A fact about the build."""
        found = self._db.execute("select value from facts where name = ?", (name,)).fetchone()
        return default if found is None else str(found[0])

    def set_fact(self, name: str, value: str) -> None:
        """Keep a fact."""
        self._db.execute("insert or replace into facts values (?, ?)", (name, value))

    # files and inputs

    def files(self, paths: Sequence[str]) -> dict[str, File]:
        """What is known of these files."""
        marks = ",".join("?" * len(paths))
        rows = self._db.execute(
            f"select path, size, changed, fingerprint from files where path in ({marks})",
            paths,
        )
        return {row[0]: File(*row) for row in rows}

    def see_files(self, run: int, files: Iterable[File]) -> None:
        """Keep how these files are now; all their inputs were met in this run."""
        self._db.executemany(
            "insert or replace into files values (?, ?, ?, ?, ?, ?)",
            [(file.path, file.size, file.changed, file.fingerprint, run, run) for file in files],
        )

    def see_unchanged(self, run: int, paths: Iterable[str]) -> None:
        """These files are there, and are as they were."""
        self._db.executemany("update files set seen = ? where path = ?", [(run, path) for path in paths])

    def input(self, key: str) -> Input | None:
        """What is known of an input."""
        row = self._db.execute(
            "select key, file, location, url, digest, fingerprint, report, error, message, traceback "
            "from inputs where key = ?",
            (key,),
        ).fetchone()
        return None if row is None else Input(*row)

    def see_inputs(self, run: int, keys: Iterable[str]) -> None:
        """These inputs are there, and are as they were."""
        self._db.executemany("update inputs set seen = ? where key = ?", [(run, key) for key in keys])

    def record(self, run: int, inputs: Iterable[Input], chunk: str | None = None) -> None:
        """Keep what became of inputs. Those with a report have it in the pending `chunk`, or have it already.

        Of inputs with the same content the report names the one with the least key.
        """
        for one in inputs:
            self._db.execute(
                "insert or replace into inputs values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(one.key, one.file, run, escape(one.location), _escaped(one.url), one.digest),
                    *(one.fingerprint, one.report, one.error),
                    *(_escaped(one.message), _escaped(one.traceback)),
                ),
            )
            self.set_fact(UNPUBLISHED, "1")
            if one.report is None or chunk is None:
                continue
            self._db.execute(
                "insert into reports values (?, ?, ?, ?, null) on conflict (id) do update set "
                "input = excluded.input, fingerprint = excluded.fingerprint, "
                "chunk = excluded.chunk, part = null "
                "where fingerprint != excluded.fingerprint or (part is null and input > excluded.input)",
                (one.report, one.key, one.fingerprint, chunk),
            )

    def has_report(self, identity: str, fingerprint: str) -> bool:
        """Whether this content was parsed, by this library with these options."""
        found = self._db.execute(
            "select 1 from reports where id = ? and fingerprint = ?", (identity, fingerprint)
        ).fetchone()
        return found is not None

    def is_empty(self) -> bool:
        """Whether nothing was parsed yet."""
        return self._db.execute("select 1 from reports limit 1").fetchone() is None

    def unseen(self, run: int) -> Iterator[tuple[str, str]]:
        """Key and file of the inputs that are no more: their file was not met, or was read without them."""
        yield from self._db.execute(
            "select key, file from inputs where not exists (select 1 from files "
            "where path = inputs.file and files.seen = ? and inputs.seen >= files.read)",
            (run,),
        )

    def forget(self, keys: Iterable[str]) -> None:
        """Drop inputs, and the files that have none left."""
        keys = list(keys)
        if keys:
            self.set_fact(UNPUBLISHED, "1")
        self._db.executemany("delete from inputs where key = ?", [(key,) for key in keys])
        self._db.execute("delete from files where path not in (select file from inputs)")

    def forget_errors(self) -> None:
        """Let the inputs that gave an error be read again."""
        self._db.execute("delete from files where path in (select file from inputs where error is not null)")
        self._db.execute("update inputs set digest = null where error is not null")

    def errors(self) -> Iterator[tuple[str | None, ...]]:
        """Location, url, digest, error, message and traceback of the inputs that gave no report."""
        yield from self._db.execute(
            "select location, url, digest, error, message, traceback from inputs "
            "where error is not null order by location, key"
        )

    # reports, pending chunks and finished parts

    def add_chunk(self, name: str, rows: int) -> None:
        """A file of finished reports that are in no part yet."""
        self._db.execute("insert into chunks values (?, ?)", (name, rows))

    def chunks(self) -> list[tuple[str, int]]:
        """Name and rows of the pending files."""
        return list(self._db.execute("select name, rows from chunks order by name"))

    def drop_chunks(self, names: Iterable[str]) -> None:
        """Forget pending files, and what was only in them."""
        for name in names:
            self._db.execute("delete from chunks where name = ?", (name,))
            self._db.execute("delete from reports where chunk = ?", (name,))

    def drop_parts(self, numbers: Iterable[int]) -> None:
        """Forget parts, and the reports in them."""
        for number in numbers:
            self._db.execute("delete from parts where number = ?", (number,))
            self._db.execute("delete from reports where part = ?", (number,))

    def forget_orphans(self) -> int:
        """Drop the reports of no input; how many there were."""
        found = self._db.execute(
            "delete from reports where not exists (select 1 from inputs where inputs.report = reports.id)"
        )
        return found.rowcount

    def forget_lost(self) -> None:
        """Drop the inputs whose report is nowhere: they will be parsed again."""
        lost = "report is not null and not exists (select 1 from reports where reports.id = inputs.report)"
        self._db.execute(f"delete from files where path in (select file from inputs where {lost})")
        self._db.execute(f"delete from inputs where {lost}")

    def live(self, *, chunk: str | None = None, part: int | None = None) -> list[str]:
        """Ids of the reports that a chunk or a part holds and that still count."""
        where, value = ("chunk", chunk) if part is None else ("part", part)
        return [row[0] for row in self._db.execute(f"select id from reports where {where} = ?", (value,))]

    def counts(self) -> tuple[int, int]:
        """How many reports, and how many inputs gave none."""
        (reports,) = self._db.execute("select count(*) from reports").fetchone()
        (errors,) = self._db.execute("select count(*) from inputs where error is not null").fetchone()
        return reports, errors

    def parts(self) -> list[tuple[Part, int]]:
        """The parts, and how many of the reports of each still count."""
        rows = self._db.execute(
            "select number, rows, files, (select count(*) from reports where part = number) from parts "
            "order by number"
        )
        return [(Part(number, count, _files(files)), live) for number, count, files, live in rows]

    def put_part(self, part: Part) -> None:
        """Keep a part; one of that number is replaced."""
        self._db.execute(
            "insert or replace into parts values (?, ?, ?)", (part.number, part.rows, json.dumps(part.files))
        )

    def move_to_part(self, number: int, *, chunks: Iterable[str], parts: Iterable[int]) -> None:
        """The reports of these chunks and parts are in the part `number` now."""
        for chunk in chunks:
            self._db.execute(
                "update reports set part = ?, chunk = null where chunk = ?",
                (number, chunk),
            )
            self._db.execute("delete from chunks where name = ?", (chunk,))
        for part in parts:
            self._db.execute("update reports set part = ? where part = ?", (number, part))
            self._db.execute("delete from parts where number = ?", (part,))


def _escaped(text: str | None) -> str | None:
    return None if text is None else escape(text)


def _files(text: str) -> dict[str, list[tuple[str, int]]]:
    return {table: [(path, rows) for path, rows in files] for table, files in json.loads(text).items()}
