"""Ruled tables: rules that cross → cells → rows of cells."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from fazhi_extract.sources.pdf.glyphs import Glyph, Page, Rule
from fazhi_extract.sources.pdf.lines import join_row, make_rows
from fazhi_extract.sources.rows import Cell, is_layout, write_rows

__all__ = ["Table", "find_tables"]

_NEAR = 3.0
_MOST_RULES = 3000
_MOST_CELLS = 5000


@dataclass(slots=True)
class Table:
    """A table: where it stands, and its lines."""

    left: float
    right: float
    top: float
    bottom: float
    lines: list[str]


def find_tables(page: Page) -> tuple[list[Table], list[Glyph]]:
    """The ruled tables of a page, and the signs that stand in none of them."""
    if len(page.rules) < 4 or len(page.rules) > _MOST_RULES:
        return [], page.glyphs
    tables: list[Table] = []
    rest = page.glyphs
    for rules in _crossing(_merged(page.rules)):
        grid = _Grid(rules)
        if grid.rows < 2 or grid.columns < 2 or grid.rows * grid.columns > _MOST_CELLS:
            continue
        inside = [glyph for glyph in rest if grid.place(glyph) is not None]
        rows = grid.cells(inside, page.number)
        if not inside or is_layout(rows) or sum(1 for row in rows for cell in row if cell.text) < 3:
            continue
        lines = [line for line in write_rows(rows) if line.strip()]
        tables.append(Table(grid.xs[0], grid.xs[-1], grid.ys[0], grid.ys[-1], lines))
        rest = [glyph for glyph in rest if grid.place(glyph) is None]
    return sorted(tables, key=lambda one: one.top), rest


def _merged(rules: list[Rule]) -> list[Rule]:
    """Rules that go on in each other, as one."""
    level: dict[int, list[Rule]] = defaultdict(list)
    upright: dict[int, list[Rule]] = defaultdict(list)
    for rule in rules:
        if rule.top == rule.bottom:
            level[round(rule.top)].append(rule)
        else:
            upright[round(rule.left)].append(rule)
    merged: list[Rule] = []
    for group in level.values():
        merged += [
            Rule(start, group[0].top, end, group[0].top)
            for start, end in _runs((r.left, r.right) for r in group)
        ]
    for group in upright.values():
        merged += [
            Rule(group[0].left, start, group[0].left, end)
            for start, end in _runs((r.top, r.bottom) for r in group)
        ]
    return merged


def _runs(extents: Iterator[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    last: tuple[float, float] | None = None
    for start, end in sorted(extents):
        if last is not None and start <= last[1] + _NEAR:
            last = (last[0], max(last[1], end))
            continue
        if last is not None:
            yield last
        last = (start, end)
    if last is not None:
        yield last


def _touch(level: Rule, upright: Rule) -> bool:
    return (
        level.left - _NEAR <= upright.left <= level.right + _NEAR
        and upright.top - _NEAR <= level.top <= upright.bottom + _NEAR
    )


def _crossing(rules: list[Rule]) -> Iterator[list[Rule]]:
    """Groups of rules that touch each other."""
    levels = [rule for rule in rules if rule.top == rule.bottom]
    uprights = [rule for rule in rules if rule.top != rule.bottom]
    unseen = set(range(len(uprights)))
    free = set(range(len(levels)))
    while unseen:
        start = min(unseen)
        unseen.remove(start)
        group: list[Rule] = []
        queue = [uprights[start]]
        while queue:
            rule = queue.pop()
            group.append(rule)
            if rule.top == rule.bottom:
                found = [at for at in unseen if _touch(rule, uprights[at])]
                unseen.difference_update(found)
                queue += [uprights[at] for at in found]
            else:
                found = [at for at in free if _touch(levels[at], rule)]
                free.difference_update(found)
                queue += [levels[at] for at in found]
        yield group


def _clusters(values: list[float]) -> list[float]:
    """Sorted values, those near each other as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


class _Grid:
    """Columns and rows between rules; which boundaries between them are drawn."""

    def __init__(self, rules: list[Rule]) -> None:
        self._levels = [rule for rule in rules if rule.top == rule.bottom]
        self._uprights = [rule for rule in rules if rule.top != rule.bottom]
        ends = [end for rule in self._levels for end in (rule.left, rule.right)] or [0.0]
        tips = [tip for rule in self._uprights for tip in (rule.top, rule.bottom)] or [0.0]
        self.xs = _clusters([rule.left for rule in self._uprights] + [min(ends), max(ends)])
        self.ys = _clusters([rule.top for rule in self._levels] + [min(tips), max(tips)])
        self.rows, self.columns = len(self.ys) - 1, len(self.xs) - 1

    def place(self, glyph: Glyph) -> tuple[int, int] | None:
        """Row and column of a sign."""
        x, y = (glyph.left + glyph.right) / 2, glyph.base - 0.35 * glyph.size
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        return (row, column) if 0 <= row < self.rows and 0 <= column < self.columns else None

    def _is_ruled(self, row: int, column: int, *, below: bool) -> bool:
        """Whether a rule is drawn below a cell, or to the right of it."""
        x, y = (self.xs[column] + self.xs[column + 1]) / 2, (self.ys[row] + self.ys[row + 1]) / 2
        if below:
            edge = self.ys[row + 1]
            return any(abs(r.top - edge) <= _NEAR and r.left <= x <= r.right for r in self._levels)
        edge = self.xs[column + 1]
        return any(abs(r.left - edge) <= _NEAR and r.top <= y <= r.bottom for r in self._uprights)

    def cells(self, glyphs: list[Glyph], page: int) -> list[list[Cell]]:
        """The rows of the table, merged cells as one."""
        held: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
        start: dict[tuple[int, int], tuple[int, int]] = {}
        for row in range(self.rows):
            for column in range(self.columns):
                start[row, column] = self._start(start, row, column)
        for glyph in glyphs:
            if (place := self.place(glyph)) is not None:
                held[start[place]].append(glyph)
        rows: list[list[Cell]] = []
        for row in range(self.rows):
            cells: list[Cell] = []
            last: tuple[int, int] | None = None
            for column in range(self.columns):
                origin = start[row, column]
                if origin == last:
                    cells[-1].span += 1
                    continue
                last = origin
                continues = origin[0] != row
                lines = [] if continues else [join_row(one).text for one in make_rows(held[origin], page)]
                cells.append(Cell(lines, continues=continues))
            rows.append(cells)
        return rows

    def _start(self, start: dict[tuple[int, int], tuple[int, int]], row: int, column: int) -> tuple[int, int]:
        """The first cell of the merged one that a cell belongs to."""
        if column and not self._is_ruled(row, column - 1, below=False):
            return start[row, column - 1]
        if row and not self._is_ruled(row - 1, column, below=True):
            return start[row - 1, column]
        return row, column
