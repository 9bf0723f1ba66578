"""Finished reports → the files of one part: the reports as objects, and the published tables by year."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fazhi_extract.dataset.duplicates import NEEDED, duplicate_of
from fazhi_extract.dataset.files import OBJECT_SCHEMA, PARQUET, appearing, plain_memory, write_table
from fazhi_extract.dataset.joined import Piece, joined, piece_of, pieces
from fazhi_extract.dataset.publish import OBJECTS, PARTITION
from fazhi_extract.dataset.schema import arrow_schema
from fazhi_extract.dataset.state import Part
from fazhi_extract.dataset.tables import tables_of

__all__ = ["Bundle", "Packing", "mark_duplicates", "pack"]

_TOGETHER = 64  # reports that become rows of tables at once
_ROWS = 512  # reports whose rows are written at once
_BYTES = 96 << 20
_BUFFER = 1 << 18  # bytes of a file that are written at once
_NO_YEAR = "__HIVE_DEFAULT_PARTITION__"  # what readers of partitioned data take for null


@dataclass(frozen=True, slots=True)
class Bundle:
    """A file of reports, and the ids of those that count; None for all."""

    path: Path
    live: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Packing:
    """Bundles to write together into the data set `root`, as the part `number`; the files have the name."""

    root: Path
    number: int
    name: str
    bundles: tuple[Bundle, ...]


def pack(packing: Packing) -> Part:
    """Write the files of a part. Only some reports at a time are in memory.

    Raises:
        DatasetError: when a bundle is damaged, or the disk full.
    """
    objects = f"{OBJECTS}/{packing.name}.arrow"
    count = 0
    with plain_memory(), ExitStack() as stack:
        kept = stack.enter_context(joined(packing.root / objects, OBJECT_SCHEMA))
        tables = _Tables(packing, stack)
        for bundle in packing.bundles:
            for piece, batch in _live(bundle):
                kept.add(piece)
                tables.add(batch)
                count += batch.num_rows
        tables.flush()
        files = tables.files()
    files[OBJECTS] = [(objects, count)]
    return Part(packing.number, count, files)


def _live(bundle: Bundle) -> Iterator[tuple[Piece, pa.RecordBatch]]:
    """The rows that count, as they are stored and as they are."""
    live = None if bundle.live is None else pa.array(bundle.live, pa.string())
    for piece, batch in pieces(bundle.path, OBJECT_SCHEMA):
        if live is None:
            yield piece, batch
            continue
        kept = batch.filter(pc.is_in(batch.column("report_id"), live))
        if kept.num_rows:
            yield piece if kept.num_rows == batch.num_rows else piece_of(kept), kept


class _Tables:
    """The published tables of a part, in files by year.

    Reports become rows of tables a few at a time, while they are in the processor's cache, and the rows are
    written many at a time.
    """

    def __init__(self, packing: Packing, stack: ExitStack) -> None:
        """The files are there when the stack is closed."""
        self._nested: list[pa.RecordBatch] = []
        self._packing = packing
        self._stack = stack
        self._writers: dict[tuple[str, str], pq.ParquetWriter] = {}
        self._rows: Counter[tuple[str, str]] = Counter()
        self._waiting: defaultdict[tuple[str, str], list[pa.Table]] = defaultdict(list)
        self._count = self._size = self._nested_rows = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Take in some reports."""
        self._nested.append(batch)
        self._nested_rows += batch.num_rows
        if self._nested_rows >= _TOGETHER or batch.nbytes >= _BYTES:
            self._unnest()
        if self._count >= _ROWS or self._size >= _BYTES:
            self.flush()

    def _unnest(self) -> None:
        whole = pa.Table.from_batches(self._nested).combine_chunks()
        self._nested.clear()
        self._nested_rows = 0
        order = pc.array_sort_indices(pc.struct_field(whole["meta"].combine_chunks(), "year"))
        if not np.array_equal(order.to_numpy(), np.arange(len(order))):
            whole = whole.take(order)
        for name, table in tables_of(whole).items():
            for year, start, length in _runs(table["report_year"].combine_chunks()):
                part = _NO_YEAR if year is None else str(year)
                self._waiting[name, part].append(table.slice(start, length))
            self._size += table.nbytes
        self._count += whole.num_rows

    def flush(self) -> None:
        """Write what has come."""
        if self._nested:
            self._unnest()
        for key, waiting in self._waiting.items():
            table = pa.concat_tables(waiting).combine_chunks()
            waiting.clear()
            if key not in self._writers:
                temporary = self._stack.enter_context(appearing(self._packing.root / self._path(*key)))
                sink = self._stack.enter_context(pa.output_stream(str(temporary), buffer_size=_BUFFER))
                writer = pq.ParquetWriter(sink, table.schema, **PARQUET)
                self._writers[key] = self._stack.enter_context(writer)
            self._writers[key].write_table(table)
            self._rows[key] += table.num_rows
        self._waiting.clear()
        self._count = self._size = 0

    def files(self) -> dict[str, list[tuple[str, int]]]:
        """Of each table the files, with their numbers of rows."""
        files: dict[str, list[tuple[str, int]]] = {}
        for name, part in self._writers:
            files.setdefault(name, []).append((self._path(name, part), self._rows[name, part]))
        return files

    def _path(self, name: str, part: str) -> str:
        return f"{name}/{PARTITION}={part}/{self._packing.name}.parquet"


def _runs(values: pa.Array) -> Iterator[tuple[int | None, int, int]]:
    """Value, start and length of each run of equal values."""
    runs = pc.run_end_encode(values)
    start = 0
    for value, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
        yield value, start, end - start
        start = end


def mark_duplicates(root: Path, parts: list[Part], generation: int) -> list[Part]:
    """The parts, with `reports.duplicate_of` as it is among all of them; files that differ are written anew.

    Raises:
        DatasetError: when a file is damaged, or the disk full.
    """
    listed = [file for part in parts for file in part.files.get("reports", [])]
    columns = [*NEEDED, "duplicate_of"]
    read = [pq.read_table(root / path, columns=columns, partitioning=None) for path, _ in listed]
    empty = arrow_schema("reports").empty_table().select(columns)
    marks = duplicate_of(pa.concat_tables([empty, *read]))
    renamed: dict[str, str] = {}
    start = 0
    for (path, rows), known in zip(listed, read, strict=True):
        mine = marks.slice(start, rows)
        start += rows
        if known["duplicate_of"].combine_chunks().equals(mine):
            continue
        table = pq.read_table(root / path, partitioning=None)
        place = table.schema.get_field_index("duplicate_of")
        renamed[path] = f"{path.partition('.')[0]}.{generation}.parquet"
        write_table(root / renamed[path], table.set_column(place, table.schema.field(place), mine))
    return [
        Part(
            part.number,
            part.rows,
            {
                name: [(renamed.get(path, path), rows) for path, rows in files]
                for name, files in part.files.items()
            },
        )
        for part in parts
    ]
