"""Figures in tables turned to `|` lines: named by their row and column."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from operator import itemgetter

import regex

from fazhi_extract.extraction.metrics.context import Context, Figure
from fazhi_extract.extraction.metrics.grammar import FIGURE
from fazhi_extract.outline.structure import Extent

__all__ = ["Table", "find_tables"]

_LINES = regex.compile(r"(?m)(?:^[^\n|]*+\|[^\n]*+(?:\n|\Z))++")
_RULE_LINE = regex.compile(r"^[\s|:\-—]*$")
_UNIT = regex.compile(r"[(（](?:单位[:：])?\s*(?P<unit>[\p{Han}%％]{1,4})[)）]\s*$")
_NUMBER_COLUMN = regex.compile(r"^(?:序号|编号|\d*)$")
_start = itemgetter(0)
_EMPTY_HEADS = frozenset({"数量", "数值", "合计数"})


class Table:
    """The cells of one table with their offsets; the first line is its header where it holds no figure."""

    def __init__(self, context: Context, extent: Extent) -> None:
        """Split the extent into lines and cells."""
        self._lines: list[tuple[int, int, list[tuple[int, int]]]] = []
        self._named: dict[int, tuple[int, str]] = {}
        self._context = context
        at = extent.start
        for line in context.masked[extent.start : extent.end].split("\n"):
            if line.strip() and not _RULE_LINE.match(line):
                self._lines.append((at, at + len(line), _cells(line, at)))
            at += len(line) + 1

    def label(self, figure: Figure) -> tuple[str, str | None] | None:
        """Label and unit of a figure that fills its cell; None where the cell itself has words before it."""
        masked = self._context.masked
        number = bisect_right(self._lines, figure.start, key=_start) - 1
        if number < 0 or figure.start >= self._lines[number][1]:
            return None
        cells = self._lines[number][2]
        column = bisect_right(cells, figure.start, key=_start) - 1
        if column < 0 or figure.start >= cells[column][1] or masked[cells[column][0] : figure.start].strip():
            return None
        named, row = self._row(number)
        if named >= column:
            row = ""
        head = self._header(column) if number else ""
        unit = _UNIT.search(head) or _UNIT.search(row)
        names = [_UNIT.sub("", name).strip() for name in (row, head)]
        name = "".join(dict.fromkeys(part for part in names if part and part not in _EMPTY_HEADS))
        return (name, unit["unit"] if unit else None) if name else None

    def _row(self, number: int) -> tuple[int, str]:
        """Column and text of the first cell of a line that names something."""
        if number not in self._named:
            cells = self._lines[number][2]
            named = ((at, name) for at, cell in enumerate(cells) if (name := self._name(cell)))
            self._named[number] = next(named, (len(cells), ""))
        return self._named[number]

    def _name(self, cell: tuple[int, int]) -> str:
        text = self._context.text[cell[0] : cell[1]].strip()
        named = not _NUMBER_COLUMN.match(text) and FIGURE not in self._context.masked[cell[0] : cell[1]]
        return text if named else ""

    def _header(self, column: int) -> str:
        cells = self._lines[0][2]
        return self._name(cells[column]) if column < len(cells) else ""


def _cells(line: str, offset: int) -> list[tuple[int, int]]:
    cells: list[tuple[int, int]] = []
    at = 0
    parts = line.split("|")
    if parts and not parts[0].strip():
        at = len(parts[0]) + 1
        parts = parts[1:]
    for part in parts:
        cells.append((offset + at, offset + at + len(part)))
        at += len(part) + 1
    return cells


def find_tables(text: str) -> Iterator[Extent]:
    """Runs of lines that hold cell separators."""
    if "|" not in text:
        return
    for found in _LINES.finditer(text):
        if found.group().count("|") > 1:
            yield Extent(found.start(), found.end())
