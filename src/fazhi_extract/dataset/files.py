"""Arrow and Parquet files that are there as a whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq

from fazhi_extract.arrow import REPORT_SCHEMA
from fazhi_extract.errors import DatasetError

__all__ = [
    "BY_ONE_THREAD",
    "LIGHT",
    "OBJECT_SCHEMA",
    "PARQUET",
    "appearing",
    "batches",
    "plain_memory",
    "sound",
    "with_ids",
    "write_batches",
    "write_table",
]

PARQUET: Mapping[str, Any] = {"compression": "zstd", "use_dictionary": False}
"""How tables are written. With dictionaries, of which each column of each group has one, they are larger."""
OBJECT_SCHEMA = REPORT_SCHEMA.insert(0, pa.field("report_id", pa.string()))
"""A report as it was, under its id."""

LIGHT = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)
BY_ONE_THREAD = pa.ipc.IpcReadOptions(use_threads=False)
"""By one thread: a column of a few reports is so short that to hand it to another takes as long again."""


@contextmanager
def plain_memory() -> Iterator[None]:
    """Let Arrow take memory from where all others take it.

    Its own allocator gives memory back to the system soon and gets it anew in large pieces, each of which the
    system clears: with some reports at a time, over and over, a twentieth of what it takes to parse them.
    """
    before = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(before)


@contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """A name to write to; when the block ends well, what was written is safe on the disk under `path`.

    Raises:
        DatasetError: when the disk is full or cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        with temporary.open("rb+") as opened:
            os.fsync(opened.fileno())
        temporary.replace(path)
    except OSError as error:
        raise DatasetError(
            f"{path}: cannot be written: {error.strerror or error}; what was finished is kept, and the same "
            "build goes on from there"
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def with_ids(ids: list[str], reports: pa.RecordBatch) -> pa.RecordBatch:
    """Rows of reports with their ids before them."""
    columns = [pa.array(ids, pa.string()), *reports.columns]
    return pa.RecordBatch.from_arrays(columns, schema=OBJECT_SCHEMA)


def write_batches(path: Path, schema: pa.Schema, rows: Iterable[pa.RecordBatch]) -> int:
    """Write an Arrow file, one batch after the other; gives the number of rows.

    Raises:
        DatasetError: when the disk is full or cannot be written.
    """
    count = 0
    with (
        appearing(path) as temporary,
        pa.OSFile(str(temporary), "wb") as sink,
        pa.ipc.new_file(sink, schema, options=LIGHT) as writer,
    ):
        for batch in rows:
            writer.write_batch(batch)
            count += batch.num_rows
    return count


def batches(path: Path) -> Iterator[pa.RecordBatch]:
    """The batches of an Arrow file, one at a time.

    Raises:
        DatasetError: when it is not there or damaged.
    """
    try:
        with pa.OSFile(str(path), "rb") as source, pa.ipc.open_file(source, options=BY_ONE_THREAD) as reader:
            for number in range(reader.num_record_batches):
                yield reader.get_batch(number)
    except (OSError, pa.ArrowException) as error:
        raise DatasetError(f"{path}: cannot be read: {error}") from error


def sound(path: Path) -> bool:
    """Whether this is a whole Arrow file."""
    try:
        with pa.OSFile(str(path), "rb") as source, pa.ipc.open_file(source):
            return True
    except (OSError, pa.ArrowException):
        return False


def write_table(path: Path, table: pa.Table) -> None:
    """Write a Parquet file.

    Raises:
        DatasetError: when the disk is full or cannot be written.
    """
    with appearing(path) as temporary:
        pq.write_table(table, temporary, **PARQUET)
