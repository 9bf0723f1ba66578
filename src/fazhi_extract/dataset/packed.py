"""Files that hold many reports: zip, JSONL, CSV and Parquet, read member by member and row by row."""

from __future__ import annotations

import csv
import io
import json
import mimetypes
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fazhi_extract.dataset.inputs import READ, Columns, Entry, Found
from fazhi_extract.errors import SourceError
from fazhi_extract.models.base import escape
from fazhi_extract.sources import Limits

__all__ = ["Refusal", "unpack"]

_MEMBERS = 1_000_000
_RATIO = 200  # how many times its packed size a member may have, from a mebibyte on
_LARGE = 1 << 20
_UTF8_NAME = 0x800
_ROWS = 256  # of a Parquet file at once


@dataclass(frozen=True, slots=True)
class Refusal:
    """A member or row that cannot be read, and why."""

    key: str
    file: str
    location: str
    message: str


def unpack(found: Found, columns: Columns, limits: Limits) -> Iterator[Entry | Refusal]:
    """The entries of a packed file, in order; a refusal in the place of one that cannot be read.

    Raises:
        SourceError: when the file itself cannot be read on.
    """
    read = _READERS[found.suffix]
    try:
        yield from read(found, columns, limits)
    except (OSError, ValueError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError(f"{found.path}: {getattr(error, 'strerror', None) or error}") from error


def _zip(found: Found, _: Columns, limits: Limits) -> Iterator[Entry | Refusal]:
    with zipfile.ZipFile(found.path) as archive:
        members = archive.infolist()
        if len(members) > _MEMBERS:
            raise SourceError(f"{found.path}: {len(members):,} members; more than {_MEMBERS:,} are not read")
        for member in sorted(members, key=lambda member: member.filename):
            name = _member_name(member)
            base = Path(name).name
            if member.is_dir() or base.startswith(".") or Path(name).suffix.lower() not in READ:
                continue
            yield _member(archive, member, name, found, limits)


def _member_name(member: zipfile.ZipInfo) -> str:
    """Older Chinese tools write GBK, which `zipfile` takes for another code page."""
    if member.flag_bits & _UTF8_NAME or member.filename.isascii():
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, found: Found, limits: Limits
) -> Entry | Refusal:
    where = f"{found.path}#{name}"
    packed, size = member.compress_size, member.file_size
    if size > limits.max_bytes or (size > _LARGE and size > _RATIO * max(packed, 1)):
        return _refused(where, f"{packed:,} bytes that unpack to {size:,}; it is not read", found, name)
    try:
        with archive.open(member) as opened:
            content = opened.read(limits.max_bytes + 1)
    except (OSError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        return _refused(where, str(error), found, name)
    if len(content) > limits.max_bytes:
        return _refused(where, f"unpacks to more than {limits.max_bytes:,} bytes", found, name)
    return Entry(
        key=f"{found.key}#{escape(name)}",
        file=found.key,
        path=None,
        location=where,
        content=content,
        media_type=mimetypes.guess_type(name)[0],
        size=len(content),
    )


def _jsonl(found: Found, columns: Columns, limits: Limits) -> Iterator[Entry | Refusal]:
    with Path(found.path).open("rb") as opened:
        number = 0
        while line := opened.readline(limits.max_bytes + 1):
            number += 1
            if len(line) > limits.max_bytes:
                raise SourceError(f"{found.path}#{number}: a line of more than {limits.max_bytes:,} bytes")
            if not line.strip():
                continue
            try:
                row = json.loads(line.decode("utf-8-sig"))
            except (ValueError, RecursionError) as error:
                yield _refused(f"{found.path}#{number}", f"no JSON: {error}", found, str(number))
                continue
            yield _row(found, number, row if isinstance(row, dict) else {}, columns)


def _csv(found: Found, columns: Columns, limits: Limits) -> Iterator[Entry | Refusal]:
    csv.field_size_limit(limits.max_bytes)
    with Path(found.path).open("rb") as raw:
        head = raw.read(1 << 16)
        raw.seek(0)
        text = io.TextIOWrapper(raw, encoding=_encoding(head), newline="")
        rows = csv.reader(text, delimiter="\t" if found.suffix == ".tsv" else ",")
        try:
            names = next(rows, [])
            _check(found, names, columns)
            for number, cells in enumerate(rows, 1):
                if cells:
                    yield _row(found, number, dict(zip(names, cells, strict=False)), columns)
        except csv.Error as error:
            raise SourceError(f"{found.path}: line {rows.line_num}: {error}") from error


def _encoding(head: bytes) -> str:
    """UTF-8, or GB18030 as spreadsheet programs in China write it."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        head[: max(head.rfind(b"\n"), 0) or len(head)].decode("utf-8-sig")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def _parquet(found: Found, columns: Columns, _: Limits) -> Iterator[Entry | Refusal]:
    import pyarrow as pa  # noqa: PLC0415  (optional)
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        with pq.ParquetFile(found.path) as file:
            names = file.schema_arrow.names
            _check(found, names, columns)
            wanted = [name for name in (columns.text, columns.id, columns.url) if name in names]
            number = 0
            for batch in file.iter_batches(batch_size=_ROWS, columns=wanted):
                for row in batch.to_pylist():
                    number += 1
                    yield _row(found, number, row, columns)
    except pa.ArrowException as error:
        raise SourceError(f"{found.path}: {error}") from error


def _check(found: Found, names: list[str], columns: Columns) -> None:
    if columns.text not in names:
        raise SourceError(
            f"{found.path}: no column {columns.text!r} among {', '.join(map(repr, names)) or 'none'}; "
            "name the column of the texts"
        )


def _row(found: Found, number: int, row: dict[str, Any], columns: Columns) -> Entry | Refusal:
    text = row.get(columns.text)
    name = row.get(columns.id)
    shown = number if name in (None, "") else name
    if not isinstance(text, str):
        fault = f"{columns.text!r} is {'missing or null' if text is None else 'no string'}"
        return _refused(f"{found.path}#{shown}", fault, found, str(number))
    url = row.get(columns.url)
    return Entry(
        key=f"{found.key}#{number}",
        file=found.key,
        path=None,
        location=f"{found.path}#{shown}",
        content=text,
        url=url if isinstance(url, str) and url else None,
        id=None if name in (None, "") else str(name),
        size=len(text.encode("utf-8", "replace")),
    )


def _refused(where: str, fault: str, found: Found, name: str) -> Refusal:
    return Refusal(f"{found.key}#{escape(name)}", found.key, where, f"{where}: {fault}")


_READERS: dict[str, Callable[[Found, Columns, Limits], Iterator[Entry | Refusal]]] = {
    ".zip": _zip,
    ".jsonl": _jsonl,
    ".ndjson": _jsonl,
    ".csv": _csv,
    ".tsv": _csv,
    ".parquet": _parquet,
}
