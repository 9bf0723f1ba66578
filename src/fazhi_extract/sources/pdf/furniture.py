"""Headers, footers and page numbers: found by what they say and by standing at one place on several pages."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from statistics import median

from fazhi_extract.sources.pdf.lines import Line, Row, join_row

__all__ = ["drop_furniture"]

_DIGIT = r"[0-9０-９]"
_NUMERAL = r"[〇零一二三四五六七八九十百]"
_DASH = r"[-‐-―−－─━~～·•.*＊|｜/\s]"
_PAGE_NUMBER = re.compile(
    rf"(?:{_DASH}{{0,6}}{_DIGIT}{{1,4}}{_DASH}{{0,6}}"
    rf"|{_DASH}{{0,6}}第?\s*(?:{_DIGIT}{{1,4}}|{_NUMERAL}{{1,5}})\s*页"
    rf"[\s,，、/／|（(]{{0,4}}(?:[共总]\s*(?:{_DIGIT}{{1,4}}|{_NUMERAL}{{1,5}})\s*页)?[)）]?{_DASH}{{0,6}}"
    rf"|{_DIGIT}{{1,4}}\s*[/／]\s*{_DIGIT}{{1,4}}"
    rf"|(?i:page)\s*\d{{1,4}}(?:\s*(?:of|/)\s*\d{{1,4}})?)"
)
_PAGE_MARK = re.compile(rf"第\s*{_DIGIT}{{1,4}}\s*页(?:\s*[,，/／]?\s*共\s*{_DIGIT}{{1,4}}\s*页)?$")
_LONGEST = 40
_MARKED = re.compile(r"[^0-9０-９\s]")
_FIGURES = re.compile(rf"{_DIGIT}+|{_NUMERAL}+")
_MARGIN = 3
_NEAR = 4.0
_SHARE = 0.3
_APART = 1.3
_EDGE = 0.08
_OUTER = 0.075
_WIDER = 1.25
_SMALL = 0.87
_MOST_LOOKED = 40


def drop_furniture(pages: list[list[Row]], heights: list[float]) -> list[list[Row]]:
    """The rows of each page without its headers, footers and page numbers."""
    repeated = _repeated(pages)
    kept: list[list[Row]] = []
    for at, rows in enumerate(pages):
        first, last = 0, len(rows)
        while first < last and first < _MARGIN and _is_furniture(rows, first, 1, heights[at], repeated):
            first += 1
        while (
            last > first
            and len(rows) - last < _MARGIN
            and _is_furniture(rows, last - 1, -1, heights[at], repeated)
        ):
            last -= 1
        kept.append(rows[first:last])
    return kept


def _repeated(pages: list[list[Row]]) -> Counter[tuple[str, int]]:
    """How many pages have a row of these words at this height, and how many are needed, as one count."""
    counts: Counter[tuple[str, int]] = Counter()
    for rows in pages:
        counts.update({key for at in _edges(len(rows)) for key in _keys(join_row(rows[at]))})
    filled = sum(bool(rows) for rows in pages)
    needed = max(2, int(_SHARE * filled))
    return Counter({key: count for key, count in counts.items() if count >= needed})


def _edges(count: int) -> set[int]:
    return set(range(min(_MARGIN, count))) | set(range(max(count - _MARGIN, 0), count))


def _keys(line: Line) -> set[tuple[str, int]]:
    """The words of a row without its figures and spaces, at its height and just beside it."""
    words = _FIGURES.sub("#", re.sub(r"\s+", "", line.text))
    place = round(line.base / _NEAR)
    return {(words, place), (words, place + (1 if line.base / _NEAR > place else -1))}


def _is_small(rows: list[Row], at: int, step: int, height: float) -> bool:
    """Whether a row at the edge is printed smaller than the text that it stands apart from."""
    inner = at + step
    if not 0 <= inner < len(rows):
        return False
    line, other = join_row(rows[at]), join_row(rows[inner])
    at_edge = line.base < _EDGE * height or line.base > (1 - _EDGE) * height
    apart = abs(other.base - line.base) > 2 * other.size
    return (
        at_edge and apart and line.size < _SMALL * median(join_row(row).size for row in rows[:_MOST_LOOKED])
    )


def _is_furniture(
    rows: list[Row], at: int, step: int, height: float, repeated: Counter[tuple[str, int]]
) -> bool:
    line = join_row(rows[at])
    if len(line.text) <= _LONGEST and (_PAGE_NUMBER.fullmatch(line.text) or _PAGE_MARK.search(line.text)):
        return _is_page_number(rows, at, step, height)
    if _is_small(rows, at, step, height):
        return True
    if not _is_repeated(line, repeated) or 0.2 * height < line.base < 0.8 * height:
        return False
    return not _OUTER * height < line.base < (1 - _OUTER) * height or _is_apart(rows, at, step, repeated)


def _is_page_number(rows: list[Row], at: int, step: int, height: float) -> bool:
    """Whether a row that reads as one is one: marked as such, or at the edge and apart from the text."""
    line = join_row(rows[at])
    if _PAGE_NUMBER.fullmatch(line.text) and _MARKED.search(line.text):
        return True
    if 0.1 * height < line.base < 0.85 * height:
        return False
    inner = at + step
    if not 0 <= inner < len(rows):
        return True
    return abs(rows[inner][0].base - line.base) > _APART * max(line.size, rows[inner][0].size)


def _is_repeated(line: Line, repeated: Counter[tuple[str, int]]) -> bool:
    words = _FIGURES.sub("#", re.sub(r"\s+", "", line.text))
    return (words, round(line.base / _NEAR)) in repeated


def _is_apart(rows: list[Row], at: int, step: int, repeated: Counter[tuple[str, int]]) -> bool:
    """Whether a wider gap than lines have parts a row, and those like it, from the text."""
    steps = [below[0].base - row[0].base for row, below in pairwise(rows[:_MOST_LOOKED])]
    usual = median(steps) if len(steps) > _MARGIN else 1.7 * rows[at][0].size
    inner = at + step
    while 0 <= inner < len(rows) and abs(inner - at) <= _MARGIN:
        if abs(rows[inner][0].base - rows[inner - step][0].base) > _WIDER * usual:
            return True
        if not _is_repeated(join_row(rows[inner]), repeated):
            return False
        inner += step
    return not 0 <= inner < len(rows)
