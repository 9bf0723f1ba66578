"""Finished reports → the files of one part: the reports as objects, and the published tables by year."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fazhi_extract.dataset.duplicates import NEEDED, duplicate_of
from fazhi_extract.dataset.files import (
    OBJECT_SCHEMA,
    PARQUET,
    appearing,
    batches,
    write_batches,
    write_table,
)
from fazhi_extract.dataset.publish import OBJECTS, PARTITION
from fazhi_extract.dataset.schema import arrow_schema
from fazhi_extract.dataset.state import Part
from fazhi_extract.dataset.tables import tables_of

__all__ = ["Bundle", "Packing", "mark_duplicates", "pack"]

_ROWS = 512
_BYTES = 96 << 20
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
    files: dict[str, list[tuple[str, int]]] = {}
    with ExitStack() as stack:
        writers: dict[str, tuple[pq.ParquetWriter, str]] = {}
        rows: dict[str, int] = {}

        def spread() -> Iterator[pa.RecordBatch]:
            """Pass the batches on, and meanwhile write the tables."""
            for group in _groups(packing.bundles):
                yield from group
                for table, year, part in _tables(group):
                    path = f"{table}/{PARTITION}={year}/{packing.name}.parquet"
                    if path not in writers:
                        temporary = stack.enter_context(appearing(packing.root / path))
                        writer = pq.ParquetWriter(temporary, part.schema, **PARQUET)
                        writers[path] = (stack.enter_context(writer), table)
                    writers[path][0].write_table(part)
                    rows[path] = rows.get(path, 0) + part.num_rows

        objects = f"{OBJECTS}/{packing.name}.arrow"
        count = write_batches(packing.root / objects, OBJECT_SCHEMA, spread())
        for path, (_, table) in writers.items():
            files.setdefault(table, []).append((path, rows[path]))
    files[OBJECTS] = [(objects, count)]
    return Part(packing.number, count, files)


def _groups(bundles: tuple[Bundle, ...]) -> Iterator[list[pa.RecordBatch]]:
    """The live rows, in groups of a bounded size."""
    group: list[pa.RecordBatch] = []
    rows = size = 0
    for bundle in bundles:
        live = None if bundle.live is None else pa.array(bundle.live, pa.string())
        for batch in batches(bundle.path):
            kept = batch if live is None else batch.filter(pc.is_in(batch.column("report_id"), live))
            if not kept.num_rows:
                continue
            if group and (rows + kept.num_rows > _ROWS or size + kept.nbytes > _BYTES):
                yield group
                group, rows, size = [], 0, 0
            group.append(kept)
            rows, size = rows + kept.num_rows, size + kept.nbytes
    if group:
        yield group


def _tables(group: list[pa.RecordBatch]) -> Iterator[tuple[str, str, pa.Table]]:
    """Name, year and rows of the published tables of some reports, which are let go of."""
    whole = pa.Table.from_batches(group).combine_chunks()
    group.clear()
    years = pc.struct_field(whole["meta"].combine_chunks(), "year")
    order = pc.array_sort_indices(years)
    if not np.array_equal(order.to_numpy(), np.arange(len(order))):
        whole = whole.take(order)
    for name, table in tables_of(whole).items():
        for year, start, length in _runs(table["report_year"].combine_chunks()):
            yield name, _NO_YEAR if year is None else str(year), table.slice(start, length)


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
