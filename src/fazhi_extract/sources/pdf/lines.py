"""Signs → lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from fazhi_extract.sources.pdf.glyphs import Glyph

__all__ = ["Line", "Row", "join_row", "make_rows"]

_SAME_LINE = 0.4
_SPLIT = 0.8
_WORD_GAP = 0.22
_SIGN_GAP = 0.4
_OVERPRINT = 0.25
_WIDE = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2014\u2018-\u201f\u2026\U00020000-\U0003ffff]"
)


@dataclass(slots=True)
class Line:
    """Signs of one baseline that stand together."""

    left: float
    right: float
    base: float
    size: float
    text: str
    page: int = 0
    spaced: bool = False
    """A space is printed after it."""


Row = list[Line]
"""The lines of one baseline, from left to right."""


def make_rows(glyphs: list[Glyph], page: int) -> list[Row]:
    """Rows from top to bottom; a row is split where a gap is nearly as wide as a sign."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: one.base):
        if rows and glyph.base - rows[-1][0].base <= _SAME_LINE * max(min(glyph.size, rows[-1][0].size), 1.0):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    found: list[Row] = []
    for row in rows:
        row.sort()
        if lines := [line for part in _split(row) if (line := _line(part, page)) is not None]:
            found.append(lines)
    return found


def _split(row: list[Glyph]) -> list[list[Glyph]]:
    parts: list[list[Glyph]] = []
    end = 0.0
    for glyph in row:
        if glyph.sign.isspace() or not glyph.sign:
            if parts and glyph.sign:
                parts[-1].append(glyph)
            continue
        if not parts or glyph.left - end > _SPLIT * glyph.size:
            parts.append([])
        parts[-1].append(glyph)
        end = max(end, glyph.right)
    return parts


def _line(glyphs: list[Glyph], page: int) -> Line | None:
    """One line: spaces where words are parted, none between Chinese signs; signs printed twice once."""
    trailing = bool(glyphs) and glyphs[-1].sign.isspace()
    while glyphs and glyphs[-1].sign.isspace():
        glyphs.pop()
    if not glyphs:
        return None
    size = _size(glyphs)
    usual = max(
        median(after.left - before.right for before, after in pairwise(glyphs)) if glyphs[1:] else 0, 0
    )
    parts: list[str] = []
    last: Glyph | None = None
    spaced = False
    for glyph in glyphs:
        if glyph.sign.isspace():
            spaced = bool(parts)
            continue
        if last is not None:
            if glyph.sign == last.sign and glyph.left - last.left < _OVERPRINT * min(
                size, glyph.right - glyph.left
            ):
                continue
            wide = _WIDE.match(glyph.sign) or _WIDE.match(last.sign[-1])
            gap = glyph.left - last.right - usual
            if spaced or gap > (_SIGN_GAP if wide else _WORD_GAP) * size:
                parts.append(" ")
        parts.append(glyph.sign)
        last, spaced = glyph, False
    text = "".join(parts)
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    base, right = median(one.base for one in glyphs), max(one.right for one in glyphs)
    return Line(glyphs[0].left, right, base, size, text, page, trailing)


def _size(glyphs: list[Glyph]) -> float:
    """The size of a line's letters: how wide its Chinese signs are, else how high it is."""
    widths = [one.right - one.left for one in glyphs if "\u4e00" <= one.sign <= "\u9fff"]
    return max(median(widths) if widths else 0.85 * median(one.size for one in glyphs), 1.0)


def join_row(row: Row) -> Line:
    """A row as one line, with a space where it was split."""
    first = row[0]
    if len(row) == 1:
        return first
    text = " ".join(part.text for part in row)
    longest = max(row, key=lambda line: len(line.text))
    return Line(first.left, row[-1].right, longest.base, longest.size, text, first.page, row[-1].spaced)
