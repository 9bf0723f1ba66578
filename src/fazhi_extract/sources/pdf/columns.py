"""Rows → the order in which they are read: across the page, or one column after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fazhi_extract.sources.pdf.lines import Line, Row, join_row

__all__ = ["Column", "find_gutter", "read_columns"]

_FROM, _TO, _STEPS = 0.3, 0.7, 40
_FEWEST = 3
_CROSSING = 0.4
_FULL = 0.3
_SLACK = 2.0


@dataclass(slots=True)
class Column:
    """Lines of one column, from top to bottom; `side` is `single`, `left` or `right`."""

    side: str
    lines: list[Line]
    width: float = 0.0
    """Of the page."""


def read_columns(rows: list[Row], width: float, other: float | None = None) -> list[Column]:
    """The columns of a page in reading order; `other` is where other pages are parted."""
    lines = [line for row in rows for line in row]
    gutter = find_gutter(lines, width)
    if gutter is None and other is not None and not any(_crosses(line, other) for line in lines):
        gutter = other
    if gutter is None:
        return [Column("single", [join_row(row) for row in rows], width)] if rows else []
    columns: list[Column] = []
    band: list[Row] = []
    for row in rows:
        if any(_crosses(line, gutter) for line in row):
            columns += _band(band, gutter, width)
            band = []
            columns.append(Column("single", [join_row(row)], width))
        else:
            band.append(row)
    columns += _band(band, gutter, width)
    return list(_joined(columns))


def find_gutter(lines: list[Line], width: float) -> float | None:
    """Where a white strip parts the page, nearest its middle; None where none does."""
    best: tuple[int, float, float] | None = None
    for step in range(_STEPS + 1):
        x = width * (_FROM + (_TO - _FROM) * step / _STEPS)
        crossing = sum(_crosses(line, x) for line in lines)
        found = (crossing, abs(x - width / 2), x)
        if best is None or found < best:
            best = found
    if best is None or best[0] > _CROSSING * len(lines):
        return None
    x = best[2]
    left = [line for line in lines if line.right <= x + _SLACK]
    right = [line for line in lines if line.left >= x - _SLACK]
    return x if _is_column(left) and _is_column(right) else None


def _crosses(line: Line, x: float) -> bool:
    return line.left < x - _SLACK and line.right > x + _SLACK


def _is_column(lines: list[Line]) -> bool:
    """Whether lines fill a measure, as running text does and the entries of a table do not."""
    if len(lines) < _FEWEST:
        return False
    start, end = min(line.left for line in lines), max(line.right for line in lines)
    wide = sum(line.right - line.left > 0.75 * (end - start) for line in lines)
    return wide >= max(_FULL * len(lines), _FEWEST) and end - start > 8 * lines[0].size


def _band(rows: list[Row], gutter: float, width: float) -> Iterator[Column]:
    left = [[line for line in row if line.right <= gutter + _SLACK] for row in rows]
    right = [[line for line in row if line.left >= gutter - _SLACK] for row in rows]
    sides = [[join_row(row) for row in side if row] for side in (left, right)]
    if all(sides) and len(sides[0]) + len(sides[1]) > _FEWEST:
        yield Column("left", sides[0], width)
        yield Column("right", sides[1], width)
    elif sides[0] and not sides[1] and _is_column(sides[0]):
        yield Column("left", sides[0], width)  # the last page, whose other column is empty
    elif rows:
        yield Column("single", [join_row(row) for row in rows], width)


def _joined(columns: list[Column]) -> Iterator[Column]:
    last: Column | None = None
    for column in columns:
        if last is not None and last.side == column.side == "single":
            last.lines += column.lines
            continue
        if last is not None:
            yield last
        last = column
    if last is not None:
        yield last
