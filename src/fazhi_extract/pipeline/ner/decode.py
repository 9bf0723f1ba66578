"""Scores of tags → spans: the best sequence in which every name begins and ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["decode", "tags_of"]

_LONGEST = 64  # characters of a stretch with names that are decoded in one go
_DOUBT = 3.0  # a character is decoded with its neighbours unless "no name" leads by as much
_NEVER = np.float32(-1e9)


def tags_of(spans: Sequence[tuple[int, int, str]], labels: Sequence[str], size: int) -> npt.NDArray[np.int64]:
    """Tag of each character: 0, or 1 + 4·label + (0 begin, 1 inside, 2 end, 3 single)."""
    tags = np.zeros(size, dtype=np.int64)
    for start, end, label in spans:
        base = 1 + 4 * labels.index(label)
        if end - start == 1:
            tags[start] = base + 3
            continue
        tags[start] = base
        tags[start + 1 : end - 1] = base + 1
        tags[end - 1] = base + 2
    return tags


def decode(scores: Any, labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """Spans, in order, of the best valid sequence of tags. `scores` has a row a character, a column a tag."""
    if not len(scores):
        return []
    lead = scores[:, 0] - scores[:, 1:].max(axis=1)
    stretches = _stretches(np.flatnonzero(lead < _DOUBT))
    if not stretches:
        return []
    found: list[tuple[int, int, str]] = []
    for (start, _), path in zip(stretches, _viterbi(scores, stretches, _allowed(len(labels))), strict=True):
        found += _spans(path, start, labels)
    return found


def _stretches(at: npt.NDArray[np.int64]) -> list[tuple[int, int]]:
    if not len(at):
        return []
    breaks = np.flatnonzero(np.diff(at) > 1) + 1
    out = []
    for part in np.split(at, breaks):
        first, last = int(part[0]), int(part[-1]) + 1
        out += [(start, min(start + _LONGEST, last)) for start in range(first, last, _LONGEST)]
    return out


def _allowed(labels: int) -> npt.NDArray[np.float32]:
    """Zero where the tag of the column may follow that of the row."""
    size = 1 + 4 * labels
    table = np.full((size, size), _NEVER, dtype=np.float32)
    opening = [0, *range(1, size, 4), *range(4, size, 4)]
    for closing in (0, *range(3, size, 4), *range(4, size, 4)):
        table[closing, opening] = 0
    for begin in range(1, size, 4):
        table[begin : begin + 2, begin + 1 : begin + 3] = 0
    return table


def _viterbi(
    scores: Any, stretches: list[tuple[int, int]], allowed: npt.NDArray[np.float32]
) -> list[list[int]]:
    """The best path through each stretch, all at once: step by step over their positions."""
    tags = scores.shape[1]
    sizes = np.array([end - start for start, end in stretches])
    longest = int(sizes.max())
    block = np.full((len(stretches), longest, tags), _NEVER, dtype=np.float32)
    block[:, :, 0] = 0  # beyond the end: no name
    for row, (start, end) in enumerate(stretches):
        block[row, : end - start] = scores[start:end]
    back = np.zeros((longest, len(stretches), tags), dtype=np.int64)
    best = block[:, 0] + allowed[0]
    for step in range(1, longest):
        through = best[:, :, None] + allowed
        back[step] = through.argmax(axis=1)
        best = through.max(axis=1) + block[:, step]
    best = best + allowed[:, 0]
    last = best.argmax(axis=1)
    paths = np.zeros((len(stretches), longest), dtype=np.int64)
    rows = np.arange(len(stretches))
    for step in range(longest - 1, -1, -1):
        paths[:, step] = last
        last = back[step, rows, last]
    return [path[:size].tolist() for path, size in zip(paths, sizes, strict=True)]


def _spans(path: list[int], offset: int, labels: Sequence[str]) -> list[tuple[int, int, str]]:
    found, start = [], 0
    for at, tag in enumerate(path):
        if not tag:
            continue
        label, place = divmod(tag - 1, 4)
        if place == 0:
            start = at
        elif place == 2:
            found.append((offset + start, offset + at + 1, labels[label]))
        elif place == 3:
            found.append((offset + at, offset + at + 1, labels[label]))
    return found
