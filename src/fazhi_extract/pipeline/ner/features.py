"""Text → one row of small integers a character: what the network looks up."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from fazhi_extract.entities import find_references, gazetteer
from fazhi_extract.entities.divisions import shorten

__all__ = ["COLUMNS", "PLACE_STATES", "SPECIAL", "Extents", "Features", "Ints", "fold"]

Ints = npt.NDArray[np.int64]
Extents = Iterable[tuple[int, int]]

COLUMNS = 4
"""Character, pair with the character before, pair with the one after, place in the name of a division."""

SPECIAL = 4
"""Ids below this stand for no single character: padding, unknown, unknown Chinese character, inside 《》."""

PLACE_STATES = 4
_PAD, _UNKNOWN, _UNKNOWN_HAN, _TITLE = range(SPECIAL)
_PLANE = 0x10000
_SAFE = "\ufffd"


@lru_cache(maxsize=1)
def _folding() -> npt.NDArray[np.uint32]:
    """Code point → the code point that stands for it: one width, one digit, one letter."""
    table = np.arange(_PLANE, dtype=np.uint32)
    table[0xFF01:0xFF5F] = np.arange(0x21, 0x7F, dtype=np.uint32)
    table[[0x3000, 0xA0, 0x09]] = 0x20
    for first, last, stands in (("0", "9", "0"), ("A", "Z", "a"), ("a", "z", "a")):
        for start in (ord(first), ord(first) + 0xFEE0):
            table[start : start + ord(last) - ord(first) + 1] = ord(stands)
    return table


def fold(text: str) -> npt.NDArray[np.uint32]:
    """Folded code points of `text`, one a character, lone surrogates included."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if len(points) and points.max() >= _PLANE:
        points = np.where(points < _PLANE, points, np.uint32(ord(_SAFE)))
    folded: npt.NDArray[np.uint32] = _folding()[points]
    return folded


@lru_cache(maxsize=1)
def _short_names() -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Names of divisions without their rank, of two and of three characters, as sorted numbers."""
    found: dict[int, set[int]] = {2: set(), 3: set()}
    for division in gazetteer():
        short = shorten(division.name)
        if len(short) in found:
            code = 0
            for char in short:
                code = code << 16 | ord(char)
            found[len(short)].add(code)
    two, three = (np.array(sorted(found[size]), dtype=np.uint64) for size in (2, 3))
    return two, three


def _places(points: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    """For each character: 0, or 1 begin, 2 middle, 3 end of a division's short name."""
    state = np.zeros(len(points), dtype=np.int64)
    wide = points.astype(np.uint64)
    shift = np.uint64(16)
    two = wide[:-1] << shift | wide[1:]
    three = two[:-1] << shift | wide[2:] if len(wide) > 2 else two[:0]
    for codes, names, size in ((two, _short_names()[0], 2), (three, _short_names()[1], 3)):
        if not len(codes):
            continue
        at = np.searchsorted(names, codes)
        hits = np.flatnonzero(names[np.minimum(at, len(names) - 1)] == codes)
        for inner in range(1, size - 1):
            state[hits + inner] = 2
        state[hits] = 1
        state[hits + size - 1] = 3
    return state


class Features:
    """Turns text into the rows of integers, for a given alphabet."""

    def __init__(self, characters: str, pairs: int) -> None:
        """Give each of `characters` an id of its own; pairs of characters share `pairs` rows."""
        self.characters = characters
        self.pairs = pairs
        table = np.full(_PLANE, _UNKNOWN, dtype=np.int64)
        table[0x3400:0xA000] = _UNKNOWN_HAN
        for number, char in enumerate(characters, SPECIAL):
            table[ord(char)] = number
        self._table = table

    def __call__(self, text: str, titles: Extents | None = None) -> Ints:
        """Rows for `text`; what stands inside 《》 (`titles`: the extents, where known) is hidden."""
        points = fold(text)
        ids = self._table[points]
        if titles is None:
            titles = [(found.span.start, found.span.end) for found in find_references(text)]
        for start, end in titles:
            ids[start + 1 : end - 1] = _TITLE
        rows = np.empty((len(ids), COLUMNS), dtype=np.int64)
        rows[:, 0] = ids
        mixed = points.copy()
        mixed[ids == _TITLE] = _TITLE
        pair = (mixed[:-1] * np.uint32(31) + mixed[1:]) * np.uint32(2654435761) >> np.uint32(8)
        pair = pair % np.uint32(self.pairs - 1) + np.uint32(1)
        rows[0:1, 1] = 0
        rows[-1:, 2] = 0
        rows[1:, 1] = pair
        rows[:-1, 2] = pair
        rows[:, 3] = _places(mixed)
        return rows
