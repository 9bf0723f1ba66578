"""Arrow files put together from the record batches of others, byte for byte: nothing is compressed twice.

An Arrow file is a magic number, the schema, the batches, and a footer that says where each batch lies. The
footer is a FlatBuffer: a table `Footer` with, in slot 3, a vector of `Block`s (see File.fbs of Arrow). A file
without batches is the frame; its footer is given another vector.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

import pyarrow as pa
import pyarrow.ipc

from fazhi_extract.dataset.files import BY_ONE_THREAD, LIGHT, appearing
from fazhi_extract.errors import DatasetError

__all__ = ["Joined", "Piece", "joined", "piece_of", "pieces"]

_MAGIC = b"ARROW1"
_END = struct.Struct("<i6s")  # length of the footer, magic number
_BLOCK = struct.Struct("<qi4xq")  # offset, length of the metadata, length of the body
_NUMBER, _SHORT = struct.Struct("<i"), struct.Struct("<H")
_BATCHES = 4 + 2 * 3  # where a vtable has the place of slot 3
_STOP = b"\xff\xff\xff\xff\0\0\0\0"  # after the last message
_ALIGNED = 8


class Piece(NamedTuple):
    """A record batch as it lies in a file: its bytes, and how many of them are metadata."""

    data: bytes
    metadata: int


def pieces(path: Path, schema: pa.Schema) -> Iterator[tuple[Piece, pa.RecordBatch]]:
    """The batches of an Arrow file of this schema, as they lie there and as they are, one at a time.

    Raises:
        DatasetError: when it is not there or damaged, or has another schema.
    """
    try:
        with pa.OSFile(str(path), "rb") as source, pa.ipc.open_file(source, options=BY_ONE_THREAD) as reader:
            if not reader.schema.equals(schema):
                raise DatasetError(f"{path}: its columns are those of another version of this library")
            source.seek(source.size() - _END.size)
            length, _ = _END.unpack(source.read(_END.size))
            source.seek(source.size() - _END.size - length)
            for number, (offset, metadata, body) in enumerate(_blocks(source.read(length))):
                source.seek(offset)
                yield Piece(source.read(metadata + body), metadata), reader.get_batch(number)
    except (OSError, pa.ArrowException, struct.error) as error:
        raise DatasetError(f"{path}: cannot be read: {error}") from error


def piece_of(batch: pa.RecordBatch) -> Piece:
    """A batch as it would lie in a file."""
    whole = _file(batch.schema, batch)
    ((offset, metadata, body),) = _blocks(_footer_of(whole))
    return Piece(whole[offset : offset + metadata + body], metadata)


class Joined:
    """An Arrow file in the making."""

    def __init__(self, opened: BinaryIO, schema: pa.Schema) -> None:
        """Write what comes before the first batch."""
        frame = _file(schema)
        self._footer = _footer_of(frame)
        self._opened = opened
        self._blocks: list[tuple[int, int, int]] = []
        self._place = opened.write(frame[: -len(self._footer) - _END.size - len(_STOP)])

    def add(self, piece: Piece) -> None:
        """Append a batch."""
        self._blocks.append((self._place, piece.metadata, len(piece.data) - piece.metadata))
        self._place += self._opened.write(piece.data)

    def finish(self) -> None:
        """Write what comes after the last batch."""
        footer = _with_blocks(self._footer, self._blocks)
        self._opened.write(_STOP + footer + _END.pack(len(footer), _MAGIC))


@contextmanager
def joined(path: Path, schema: pa.Schema) -> Iterator[Joined]:
    """A file that is there, whole, when the block has ended well.

    Raises:
        DatasetError: when the disk is full or cannot be written.
    """
    with appearing(path) as temporary, temporary.open("wb") as opened:
        writer = Joined(opened, schema)
        yield writer
        writer.finish()


def _file(schema: pa.Schema, *batches: pa.RecordBatch) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, schema, options=LIGHT) as writer:
        for batch in batches:
            writer.write_batch(batch)
    whole: bytes = sink.getvalue().to_pybytes()
    return whole


def _footer_of(whole: bytes) -> bytes:
    length, _ = _END.unpack(whole[-_END.size :])
    return whole[-_END.size - length : -_END.size]


def _slot(footer: bytes) -> int:
    """Where the footer says how far from there the vector of blocks is."""
    (table,) = _NUMBER.unpack_from(footer)
    (back,) = _NUMBER.unpack_from(footer, table)
    (place,) = _SHORT.unpack_from(footer, table - back + _BATCHES)
    return int(table + place)


def _blocks(footer: bytes) -> list[tuple[int, int, int]]:
    slot = _slot(footer)
    vector = slot + _NUMBER.unpack_from(footer, slot)[0]
    (count,) = _NUMBER.unpack_from(footer, vector)
    first = vector + _NUMBER.size
    return [_BLOCK.unpack_from(footer, first + number * _BLOCK.size) for number in range(count)]


def _with_blocks(footer: bytes, blocks: list[tuple[int, int, int]]) -> bytes:
    """The footer with another vector, which stands behind it; the old one is not referred to any more."""
    slot = _slot(footer)
    gap = -(len(footer) + _NUMBER.size) % _ALIGNED  # blocks begin at multiples of eight
    vector = len(footer) + gap
    changed = bytearray(footer)
    _NUMBER.pack_into(changed, slot, vector - slot)
    written = b"".join(_BLOCK.pack(*one) for one in blocks)
    return bytes(changed) + bytes(gap) + _NUMBER.pack(len(blocks)) + written
