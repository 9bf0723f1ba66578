"""Parts of many texts at once, by character offsets, without a loop over rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fazhi_extract.models.base import escape, unescape

__all__ = ["ESCAPED", "holds_escapes", "slices"]

_Numbers = npt.NDArray[np.int64]
ESCAPED = "\ufdd0(d[89a-f][0-9a-f]{2}|fdd0)"
"""A pattern for one escaped character."""
_ESCAPE = "\ufdd0"
_BYTES = _ESCAPE.encode()
_FIRST = -64  # as signed bytes, those within a character are less


def slices(
    texts: pa.StringArray, rows: npt.NDArray[np.integer[Any]], starts: npt.ArrayLike, ends: npt.ArrayLike
) -> pa.StringArray:
    """`texts[row][start:end]` for each row, start and end, all three of one length; offsets count characters.

    Texts with escaped characters (see `models.base.Text`) are counted as they were before. Offsets outside a
    text are moved to its ends. A null text gives an empty part.
    """
    first, last = np.asarray(starts, dtype=np.int64), np.asarray(ends, dtype=np.int64)
    numbers = np.asarray(rows, dtype=np.int64)
    parts = _plain(texts, numbers, first, last)
    if not len(numbers) or not holds_escapes(texts):
        return parts
    strange = pc.fill_null(pc.match_substring(texts, _ESCAPE), False).to_numpy(zero_copy_only=False)
    written = parts.to_pylist()
    for place in np.flatnonzero(np.asarray(strange, dtype=bool)[numbers]):
        whole = unescape(texts[int(numbers[place])].as_py())
        written[place] = escape(whole[max(first[place], 0) : max(last[place], 0)])
    return pa.array(written, pa.string())


def holds_escapes(texts: pa.StringArray) -> bool:
    """False if no character of these texts is escaped; true if one may be."""
    data = texts.buffers()[2]
    return data is not None and _BYTES in data.to_pybytes()


def _plain(texts: pa.StringArray, rows: _Numbers, starts: _Numbers, ends: _Numbers) -> pa.StringArray:
    _, offset_buffer, data_buffer = texts.buffers()
    if not len(rows) or data_buffer is None:
        return pa.array([""] * len(rows), pa.string())
    offsets = np.frombuffer(offset_buffer, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    data = np.frombuffer(data_buffer, dtype=np.int8)
    begin, stop = int(offsets[0]), int(offsets[-1])
    # the bytes at which characters begin, and which of them is the first of each text
    characters = np.append(np.flatnonzero(data[begin:stop] >= _FIRST) + begin, stop)
    firsts = np.searchsorted(characters, offsets)
    low, high = firsts[rows], firsts[rows + 1]
    from_byte = characters[np.clip(low + starts, low, high)]
    to_byte = np.maximum(characters[np.clip(low + ends, low, high)], from_byte)
    new = np.append(True, (from_byte[1:] != from_byte[:-1]) | (to_byte[1:] != to_byte[:-1]))
    left, right = from_byte[new], to_byte[new]
    if (left[1:] < right[:-1]).any():
        return _copied(data, from_byte, to_byte)
    # every other one of the strings that begin and end at these bytes
    edges = np.stack((left, right), axis=1).ravel().astype(np.int32)
    strings = pa.StringArray.from_buffers(len(edges) - 1, pa.py_buffer(edges), data_buffer)
    return strings.take(pa.array(2 * (np.cumsum(new) - 1)))


def _copied(data: npt.NDArray[np.int8], from_byte: _Numbers, to_byte: _Numbers) -> pa.StringArray:
    """The strings between these bytes, in any order and wherever they overlap."""
    lengths = to_byte - from_byte
    new_offsets = np.zeros(len(lengths) + 1, dtype=np.int32)
    np.cumsum(lengths, out=new_offsets[1:])
    taken = np.arange(new_offsets[-1]) + np.repeat(from_byte - new_offsets[:-1], lengths)
    return pa.StringArray.from_buffers(len(lengths), pa.py_buffer(new_offsets), pa.py_buffer(data[taken]))
