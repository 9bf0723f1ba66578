"""Tables without rules between their columns, where nothing else can be meant: figures below each other.

Taken for a table are rows of as many pieces, one after the other, that do not overlap from column to column,
with figures in all columns but one or two, under a row that names the columns and has no figures but years.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

from fazhi_extract.sources.pdf.grids import Table
from fazhi_extract.sources.pdf.lines import Line, Row

__all__ = ["find_aligned"]

_FIGURE = re.compile(
    r"[-+±−－]?[0-9０-９][0-9０-９.,，．]*(?:[%％‰]|[\u4e00-\u9fff]{1,3})?|[-—－–/／]{1,3}|无"
)
_HAS_FIGURE = re.compile(r"[0-9０-９]")
_UNIT = re.compile(r"[(（]")
_YEAR = re.compile(r"(?:19|20)\d\d\s*年?度?")
_LONGEST = 24  # characters of an entry
_FEWEST = 2  # rows below the header
_PITCH = 3.5  # a row is no farther from the next than so many times its signs' size
_MOST_HEADS = 2


def find_aligned(rows: list[Row]) -> tuple[list[Table], list[Row]]:
    """The tables among the rows of a page, and the other rows."""
    tables: list[Table] = []
    rest: list[Row] = []
    at = 0
    while at < len(rows):
        end = _run(rows, at)
        if end == 0:
            rest.append(rows[at])
            at += 1
            continue
        first = _first_head(rows, at, end, max(at - _MOST_HEADS, at - len(rest), 0))
        if first is None:
            rest += rows[at:end]
        else:
            del rest[len(rest) - (at - first) :]
            tables.append(_table(rows[first:at] or rows[at : at + 1], rows[max(at, first + 1) : end]))
        at = end
    return tables, rest


def _run(rows: list[Row], start: int) -> int:
    """Where the rows end that could be those of a table from this one on; 0 where there are too few."""
    end = start
    extents: list[tuple[float, float]] = []
    while end < len(rows) and _is_entry(rows[end]):
        row = rows[end]
        if extents and (len(row) != len(extents) or not _is_near(rows[end - 1], row)):
            break
        wider = _wider(extents, row)
        if wider is None:
            break
        extents, end = wider, end + 1
    return end if end - start >= _FEWEST else 0


def _is_entry(row: Row) -> bool:
    figures = sum(_FIGURE.fullmatch(line.text) is not None for line in row)
    return (
        len(row) > 1
        and figures >= max(len(row) - 2, 1)
        and _FIGURE.fullmatch(row[-1].text) is not None
        and all(len(line.text) <= _LONGEST for line in row)
    )


def _is_near(above: Row, below: Row) -> bool:
    return below[0].base - above[0].base <= _PITCH * max(above[0].size, below[0].size)


def _wider(extents: list[tuple[float, float]], row: Row) -> list[tuple[float, float]] | None:
    """The extents of the columns with this row; None where columns would overlap, or it stands in others."""
    if not extents:
        return [(line.left, line.right) for line in row]
    found = []
    for (left, right), line in zip(extents, row, strict=True):
        if line.left > right or line.right < left:
            return None
        found.append((min(left, line.left), max(right, line.right)))
    return None if any(one[1] >= other[0] for one, other in pairwise(found)) else found


def _first_head(rows: list[Row], at: int, end: int, least: int) -> int | None:
    """Where the header begins: the first row itself where its figures are years, or among the rows above."""
    years = any(_YEAR.fullmatch(line.text) for line in rows[at])
    if years and end - at > _FEWEST and not any(map(_is_figure, rows[at])):
        return at
    extents = _extents(rows[at:end])
    first = at
    while first > least and _names(rows[first - 1], extents) and _is_near(rows[first - 1], rows[first]):
        first -= 1
        if len(rows[first]) >= len(extents) - 1 and not all(_UNIT.match(line.text) for line in rows[first]):
            break
    named = {column for row in rows[first:at] for column in _places(row, extents)}
    return first if len(named) >= len(extents) - 1 and len(extents) - 1 in named else None


def _is_figure(line: Line) -> bool:
    return _HAS_FIGURE.search(line.text) is not None and _YEAR.fullmatch(line.text) is None


def _extents(rows: list[Row]) -> list[tuple[float, float]]:
    return [
        (min(one.left for one in column), max(one.right for one in column))
        for column in zip(*rows, strict=True)
    ]


def _names(row: Row, extents: list[tuple[float, float]]) -> bool:
    """Whether each piece of a row stands over one column and has no figure."""
    if len(row) < 2 and len(extents) > 2:
        return False
    for line in row:
        if len(line.text) > _LONGEST or _is_figure(line):
            return False
    places = _places(row, extents)
    return len(places) == len(row) == len(set(places))


def _places(row: Row, extents: list[tuple[float, float]]) -> list[int]:
    """The columns over which the pieces of a row stand, by their middle; a piece over several has none."""
    middles = [(one[1] + other[0]) / 2 for one, other in pairwise(extents)]
    found = []
    for line in row:
        over = sum(line.left < right and line.right > left for left, right in extents)
        if over < 2:
            found.append(bisect_right(middles, (line.left + line.right) / 2))
    return found


def _table(heads: list[Row], rows: list[Row]) -> Table:
    extents = _extents(rows)
    names = [""] * len(extents)
    for row in heads:
        for line, place in zip(row, _places(row, extents), strict=True):
            names[place] += line.text
    lines = [_written(names), *(_written([line.text for line in row]) for row in rows)]
    every: list[Line] = [line for row in (*heads, *rows) for line in row]
    return Table(
        min(line.left for line in every),
        max(line.right for line in every),
        min(line.base for line in every),
        max(line.base for line in every),
        lines,
    )


def _written(texts: list[str]) -> str:
    return "| " + " | ".join(text.replace("|", "｜") for text in texts) + " |"
