"""A report's text → a short signature by which near copies are told from other reports."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

__all__ = ["FIGURES", "SIZE", "WORDS", "signature", "signatures", "unpacked"]

_Numbers = npt.NDArray[np.uint64]

WORDS = 128
"""Hashes that stand for the words: the least one in each of so many classes of shingles."""
FIGURES = 64
"""Hashes that stand for the figures: the least of all pairs of neighbours under so many orders."""
SIZE = 4 * (WORDS + FIGURES + 1)

_SHINGLE = 5  # characters
_DATE = 5  # parts of a date after its year: month, day, hour, minute, second
_EMPTY = 0xFFFFFFFF
_ODD = 0x9E3779B97F4A7C15
_PAUSES = np.array([ord(mark) for mark in ",，、;；"], dtype=np.uint32)
_ZERO, _ONE, _TWO, _NINE = map(ord, "0129")
_MASK = (1 << 64) - 1


def _constants(count: int) -> list[int]:
    """Numbers without a pattern, the same for ever (SplitMix64), since signatures are stored."""
    found = []
    for n in range(1, count + 1):
        z = n * _ODD & _MASK
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & _MASK
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB & _MASK
        found.append(z ^ (z >> 31))
    return found


_TIMES = np.array(_constants(FIGURES), dtype=np.uint64)[:, None] | np.uint64(1)
_PLUS = np.array(_constants(2 * FIGURES)[FIGURES:], dtype=np.uint64)[:, None]
_POWERS = np.array([pow(1099511628211, n, 1 << 64) for n in range(64)], dtype=np.uint64)


def signatures(texts: pa.StringArray) -> pa.BinaryArray:
    """The signature of each text; null for null."""
    return pa.array([None if text is None else signature(text) for text in texts.to_pylist()], pa.binary())


def signature(text: str) -> bytes:
    """`SIZE` bytes: `WORDS` hashes of its words, `FIGURES` of its figures, then how many figures.

    Words are Chinese characters and digits. Punctuation, spaces and letters do not count, and digits of both
    widths are one, so that what a mirror does to these makes no difference. Equal hashes at equal places
    estimate what share of the shingles (of five characters) two texts have in common, and what share of the
    pairs of neighbouring figures.
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    wide = (codes >= 0xFF10) & (codes <= 0xFF19)
    codes = np.where(wide, codes - (0xFF10 - 0x30), codes)
    digit = (codes >= 0x30) & (codes <= 0x39)
    pairs = _pairs(codes, digit)
    kept = codes[digit | ((codes >= 0x3400) & (codes <= 0x9FFF)) | ((codes >= 0x20000) & (codes <= 0x323AF))]
    parts = (_least_in_classes(_shingles(kept)), _least_in_orders(pairs), np.uint32(len(pairs)))
    return b"".join(part.tobytes() for part in parts)


def unpacked(packed: pa.BinaryArray) -> npt.NDArray[np.uint32]:
    """One row a signature: words, figures, count."""
    joined = b"".join(packed.to_pylist())
    return np.frombuffer(joined, dtype=np.uint32).reshape(len(packed), SIZE // 4)


def _mix(numbers: _Numbers) -> _Numbers:
    """Spread over all 64 bits."""
    numbers = (numbers ^ (numbers >> np.uint64(31))) * np.uint64(_ODD)
    numbers ^= numbers >> np.uint64(29)
    return numbers


def _shingles(kept: npt.NDArray[np.uint32]) -> _Numbers:
    wide = kept.astype(np.uint64)
    count = max(len(wide) - _SHINGLE + 1, min(len(wide), 1))
    wide = np.pad(wide, (0, max(0, _SHINGLE - len(wide))))
    found = wide[:count].copy()
    for place in range(1, _SHINGLE):
        found *= np.uint64(0x1000193)
        found += wide[place : place + count]
    return _mix(found)


def _pairs(codes: npt.NDArray[np.uint32], digit: npt.NDArray[np.bool_]) -> _Numbers:
    """A hash of each figure and the next. A figure is a run of two digits or more that belongs to no date.

    Years, dates and single digits (numbers of headings) are what reports of one template or one site share.
    """
    where = np.flatnonzero(digit)
    if not len(where):
        return np.empty(0, dtype=np.uint64)
    heads = np.flatnonzero(np.diff(where, prepend=-2) > 1)
    lengths = np.diff(heads, append=len(where))
    place = np.arange(len(where)) - np.repeat(heads, lengths)
    figures = np.add.reduceat(codes[where].astype(np.uint64) * _POWERS[place & 63], heads)
    first, second = codes[where[heads]], codes[where[np.minimum(heads + 1, len(where) - 1)]]
    century = ((first == _ONE) & (second == _NINE)) | ((first == _TWO) & (second == _ZERO))
    starts = where[heads]
    near = np.diff(starts, prepend=0) - np.roll(lengths, 1) == 1  # one character after the run before
    near &= ~np.isin(codes[starts - 1], _PAUSES)
    near[0] = False
    date = part = (lengths == 4) & century
    for _ in range(_DATE):
        part = np.roll(part, 1) & near & (lengths < 3)
        date = date | part
    figures = figures[(lengths > 1) & ~date]
    found: _Numbers = np.unique(_mix(figures[:-1] * np.uint64(31) + figures[1:]))
    return found


def _least_in_classes(hashes: _Numbers) -> npt.NDArray[np.uint32]:
    """The least hash of each class (its first bits); an empty class takes that of the next which is not."""
    least = np.full(WORDS, _EMPTY, dtype=np.uint32)
    if not len(hashes):
        return least
    ordered = np.sort(hashes)
    classes = (ordered >> np.uint64(57)).astype(np.intp)
    firsts = np.flatnonzero(np.diff(classes, prepend=-1))
    least[classes[firsts]] = (ordered[firsts] >> np.uint64(20)).astype(np.uint32)
    if len(firsts) < WORDS:
        full = classes[firsts]
        least = least[full[np.searchsorted(full, np.arange(WORDS)) % len(full)]]
    return least


def _least_in_orders(hashes: _Numbers) -> npt.NDArray[np.uint32]:
    if not len(hashes):
        return np.full(FIGURES, _EMPTY, dtype=np.uint32)
    least: _Numbers = ((hashes * _TIMES + _PLUS) >> np.uint64(32)).min(axis=1)
    return least.astype(np.uint32)
