"""Parts of many texts at once, by character offsets, without a loop over rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fazhi_extract.models.base import escape, unescape

__all__ = ["ESCAPED", "slices"]

_Numbers = npt.NDArray[np.int64]
ESCAPED = "\ufdd0(d[89a-f][0-9a-f]{2}|fdd0)"
"""A pattern for one escaped character."""
_ESCAPE = "\ufdd0"


def slices(
    texts: pa.StringArray, rows: npt.NDArray[np.integer[Any]], starts: npt.ArrayLike, ends: npt.ArrayLike
) -> pa.StringArray:
    """`texts[row][start:end]` for each row, start and end, all three of one length; offsets count characters.

    Texts with escaped characters (see `models.base.Text`) are counted as they were before. Offsets outside a
    text are moved to its ends. A null text gives an empty part.
    """
    first, last = np.asarray(starts, dtype=np.int64), np.asarray(ends, dtype=np.int64)
    parts = _plain(texts, np.asarray(rows, dtype=np.int64), first, last)
    strange = np.flatnonzero(_with_escapes(texts)[rows]) if len(rows) else ()
    if not len(strange):
        return parts
    written = parts.to_pylist()
    for place in strange:
        whole = unescape(texts[int(rows[place])].as_py())
        written[place] = escape(whole[max(first[place], 0) : max(last[place], 0)])
    return pa.array(written, pa.string())


def _with_escapes(texts: pa.StringArray) -> npt.NDArray[np.bool_]:
    found = pc.fill_null(pc.match_substring(texts, _ESCAPE), False)
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)


def _plain(texts: pa.StringArray, rows: _Numbers, starts: _Numbers, ends: _Numbers) -> pa.StringArray:
    _, offset_buffer, data_buffer = texts.buffers()
    offsets = np.frombuffer(offset_buffer, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    if not len(rows) or data_buffer is None:
        return pa.array([""] * len(rows), pa.string())
    data = np.frombuffer(data_buffer, dtype=np.uint8)
    begin, stop = int(offsets[0]), int(offsets[-1])
    # the bytes at which characters begin, and which of them is the first of each text
    characters = np.append(np.flatnonzero((data[begin:stop] & 0xC0) != 0x80) + begin, stop)
    firsts = np.searchsorted(characters, offsets)
    low, high = firsts[rows], firsts[rows + 1]
    from_byte = characters[np.clip(low + starts, low, high)]
    to_byte = np.maximum(characters[np.clip(low + ends, low, high)], from_byte)
    lengths = to_byte - from_byte
    new_offsets = np.zeros(len(rows) + 1, dtype=np.int32)
    np.cumsum(lengths, out=new_offsets[1:])
    taken = np.arange(new_offsets[-1]) + np.repeat(from_byte - new_offsets[:-1], lengths)
    return pa.StringArray.from_buffers(len(rows), pa.py_buffer(new_offsets), pa.py_buffer(data[taken]))
