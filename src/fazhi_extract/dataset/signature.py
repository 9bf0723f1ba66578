"""A report's text → a short signature by which near copies are told from other reports."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fazhi_extract.dataset.traditional import simplified_codes

__all__ = ["FIGURES", "SIZE", "WORDS", "signature", "signatures", "unpacked"]

_Numbers = npt.NDArray[np.uint64]

WORDS = 128
"""Hashes that stand for the words: the least one in each of so many classes of shingles."""
FIGURES = 64
"""Hashes that stand for the figures: the least of all pairs of neighbours under so many orders."""
SIZE = 4 * (WORDS + FIGURES + 1)

_SHINGLE = 5  # characters
_AT_ONCE = 20_000  # characters
_BETWEEN = "\0\0"  # two, so that a figure never follows on one of another text
_DATE = 5  # parts of a date after its year: month, day, hour, minute, second
_EMPTY = 0xFFFFFFFF
_ODD = 0x9E3779B97F4A7C15
_PAUSES = np.array([ord(mark) for mark in ",，、;；"], dtype=np.uint32)
_ZERO, _ONE, _TWO, _NINE = map(ord, "0129")
_NOTHING = np.zeros(_SHINGLE - 1, dtype=np.uint64)
_CLASSES = np.arange(WORDS, dtype=np.uint64) << np.uint64(57)
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
    known = texts.to_pylist()
    present = iter(_signed([text for text in known if text is not None]))
    return pa.array([None if text is None else next(present) for text in known], pa.binary())


def signature(text: str) -> bytes:
    """`SIZE` bytes: `WORDS` hashes of its words, `FIGURES` of its figures, then how many figures.

    Words are Chinese characters and digits. Punctuation, spaces and letters do not count, digits of both
    widths are one, and so are both scripts, so that what a mirror does to these makes no difference. Equal
    hashes at equal places estimate what share of the shingles (of five characters) two texts have in common,
    and what share of the pairs of neighbouring figures.
    """
    (signed,) = _signed([text])
    return signed


def _signed(texts: list[str]) -> Iterator[bytes]:
    """The signatures of texts, so many at a time that what is worked with stays in the processor's cache."""
    block: list[str] = []
    room = _AT_ONCE
    for text in texts:
        block.append(text)
        room -= len(text)
        if room <= 0:
            yield from _signed_together(block)
            block, room = [], _AT_ONCE
    if block:
        yield from _signed_together(block)


def _signed_together(texts: list[str]) -> Iterator[bytes]:
    whole = _BETWEEN.join([*texts, ""])
    codes = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    codes = np.where((codes >= 0xFF10) & (codes <= 0xFF19), codes - np.uint32(0xFF10 - 0x30), codes)
    codes = simplified_codes(codes)
    digit = (codes >= 0x30) & (codes <= 0x39)
    chinese = (codes >= 0x3400) & (codes <= 0x9FFF)
    where = np.flatnonzero(digit | chinese | ((codes >= 0x20000) & (codes <= 0x323AF)))
    kept = codes[where].astype(np.uint64)
    ends = np.cumsum([len(text) + len(_BETWEEN) for text in texts])
    words = [0, *np.searchsorted(where, ends).tolist()]
    shingles = _shingles(kept)
    pairs, owners = _pairs(codes, digit, ends)
    figures = np.searchsorted(owners, np.arange(len(texts) + 1)).tolist()
    for number in range(len(texts)):
        first, last = words[number], words[number + 1]
        if last - first < _SHINGLE:
            mine = _shingles(np.append(kept[first:last], _NOTHING))[: min(last - first, 1)]
        else:
            mine = shingles[first : last - _SHINGLE + 1]
        told = np.sort(pairs[figures[number] : figures[number + 1]])
        count = np.count_nonzero(told[1:] != told[:-1]) + min(len(told), 1)
        parts = (_least_in_classes(np.sort(mine)), _least_in_orders(told), np.uint32(count))
        yield b"".join(part.tobytes() for part in parts)


def unpacked(packed: pa.BinaryArray) -> npt.NDArray[np.uint32]:
    """One row a signature: words, figures, count."""
    joined = b"".join(packed.to_pylist())
    return np.frombuffer(joined, dtype=np.uint32).reshape(len(packed), SIZE // 4)


def _mix(numbers: _Numbers) -> _Numbers:
    """Spread over all 64 bits."""
    numbers = (numbers ^ (numbers >> np.uint64(31))) * np.uint64(_ODD)
    numbers ^= numbers >> np.uint64(29)
    return numbers


def _shingles(kept: _Numbers) -> _Numbers:
    """A hash of each character with those after it."""
    count = max(len(kept) - _SHINGLE + 1, 0)
    found = kept[:count].copy()
    for place in range(1, _SHINGLE):
        found *= np.uint64(0x1000193)
        found += kept[place : place + count]
    return _mix(found)


def _pairs(
    codes: npt.NDArray[np.uint32], digit: npt.NDArray[np.bool_], ends: npt.NDArray[np.intp]
) -> tuple[_Numbers, npt.NDArray[np.intp]]:
    """A hash of each figure and the next of its text, and the number of the text; the texts end at `ends`.

    A figure is a run of two digits or more that belongs to no date. Years, dates and single digits (numbers
    of headings) are what reports of one template or one site share.
    """
    where = np.flatnonzero(digit)
    if not len(where):
        return np.empty(0, dtype=np.uint64), where
    heads = np.flatnonzero(np.append(True, where[1:] - where[:-1] > 1))
    lengths = np.append(heads[1:], len(where)) - heads
    place = np.arange(len(where)) - np.repeat(heads, lengths)
    figures = np.add.reduceat(codes[where].astype(np.uint64) * _POWERS[place & 63], heads)
    first, second = codes[where[heads]], codes[where[np.minimum(heads + 1, len(where) - 1)]]
    century = ((first == _ONE) & (second == _NINE)) | ((first == _TWO) & (second == _ZERO))
    starts = where[heads]
    near = np.append(
        False, starts[1:] - starts[:-1] - lengths[:-1] == 1
    )  # one character after the run before
    near &= ~np.isin(codes[starts - 1], _PAUSES)
    date = part = (lengths == 4) & century
    for _ in range(_DATE):
        part = np.append(False, part[:-1]) & near & (lengths < 3)
        date = date | part
    told = (lengths > 1) & ~date
    figures, owners = figures[told], np.searchsorted(ends, starts[told], side="right")
    within = owners[1:] == owners[:-1]
    found = _mix(figures[:-1] * np.uint64(31) + figures[1:])
    return found[within], owners[1:][within]


def _least_in_classes(ordered: _Numbers) -> npt.NDArray[np.uint32]:
    """The least hash of each class (its first bits); an empty class takes that of the next which is not."""
    if not len(ordered):
        return np.full(WORDS, _EMPTY, dtype=np.uint32)
    firsts = np.searchsorted(ordered, _CLASSES)
    full = np.flatnonzero(firsts < np.append(firsts[1:], len(ordered)))
    if len(full) < WORDS:
        firsts = firsts[full[np.searchsorted(full, np.arange(WORDS)) % len(full)]]
    least: _Numbers = ordered[firsts] >> np.uint64(20)
    return least.astype(np.uint32)


def _least_in_orders(hashes: _Numbers) -> npt.NDArray[np.uint32]:
    if not len(hashes):
        return np.full(FIGURES, _EMPTY, dtype=np.uint32)
    least: _Numbers = ((hashes * _TIMES + _PLUS) >> np.uint64(32)).min(axis=1)
    return least.astype(np.uint32)
