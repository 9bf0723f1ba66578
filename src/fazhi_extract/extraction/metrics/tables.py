"""Figures in tables turned to `|` lines: named by their row and column."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from operator import itemgetter

import regex

from fazhi_extract.extraction.metrics.context import Context, Figure
from fazhi_extract.extraction.metrics.grammar import FIGURE
from fazhi_extract.models import Quantity
from fazhi_extract.models.base import remade
from fazhi_extract.numerals import find_quantities
from fazhi_extract.outline.structure import Extent

__all__ = ["Table", "find_tables", "with_unit"]

_LINES = regex.compile(r"(?m)(?:^[^\n|]*+\|[^\n]*+(?:\n|\Z))++")
_RULE_LINE = regex.compile(r"^[\s|:\-—]*$")
_UNIT = regex.compile(r"[(（](?:单位[:：])?\s*(?P<unit>[\p{Han}%％]{1,4})[)）]\s*$")
_NUMBER_COLUMN = regex.compile(r"^(?:序号|编号|\d*)$")
_start = itemgetter(0)
_NUMBERING = regex.compile(r"序\s*号|编\s*号|[Nn][Oo]\.?")
_CLASSES = 3
_LONGEST_ROW = 40
_EMPTY_HEADS = frozenset({"数量", "数值", "合计数"})


class Table:
    """The cells of one table with their offsets; the first line is its header where it holds no figure."""

    def __init__(self, context: Context, extent: Extent) -> None:
        """Split the extent into lines and cells."""
        self._lines: list[tuple[int, int, list[tuple[int, int]]]] = []
        self._named: dict[int, list[tuple[int, str]]] = {}
        self._context = context
        at = extent.start
        for line in context.masked[extent.start : extent.end].split("\n"):
            if line.strip() and not _RULE_LINE.match(line):
                self._lines.append((at, at + len(line), _cells(line, at)))
            at += len(line) + 1

    def numbers_row(self, figure: Figure) -> bool:
        """Whether a figure stands in a column of row numbers (序号)."""
        place = self._place(figure)
        return place is not None and _NUMBERING.fullmatch(self._header(place[1])) is not None

    def _place(self, figure: Figure) -> tuple[int, int] | None:
        """Line and column of a figure that begins its cell."""
        number = bisect_right(self._lines, figure.start, key=_start) - 1
        if number < 0 or figure.start >= self._lines[number][1]:
            return None
        cells = self._lines[number][2]
        column = bisect_right(cells, figure.start, key=_start) - 1
        if column < 0 or figure.start >= cells[column][1]:
            return None
        if self._context.masked[cells[column][0] : figure.start].strip():
            return None
        return number, column

    def label(self, figure: Figure) -> tuple[str, str | None] | None:
        """Label and unit of a figure that fills its cell; None where the cell itself has words before it."""
        place = self._place(figure)
        if place is None:
            return None
        number, column = place
        row = self._row(number, column)
        head = self._header(column) if number else ""
        unit = _UNIT.search(head) or _UNIT.search(row)
        names = [_UNIT.sub("", name).strip() for name in (row, head)]
        name = "".join(dict.fromkeys(part for part in names if part and part not in _EMPTY_HEADS))
        return (name, unit["unit"] if unit else None) if name else None

    def _row(self, number: int, column: int) -> str:
        """What the first cells of a line name, before `column`: a class and what is of it, or one name."""
        if number not in self._named:
            names: list[tuple[int, str]] = []
            for at, cell in enumerate(self._lines[number][2]):
                if name := self._name(cell):
                    names.append((at, name))
                elif names:
                    break
            self._named[number] = names[:_CLASSES]
        names = [(at, name) for at, name in self._named[number] if at < column]
        joined = "".join(dict.fromkeys(name for _, name in names))
        return joined if len(joined) <= _LONGEST_ROW else names[0][1]

    def _name(self, cell: tuple[int, int]) -> str:
        text = self._context.text[cell[0] : cell[1]].strip()
        named = not _NUMBER_COLUMN.match(text) and FIGURE not in self._context.masked[cell[0] : cell[1]]
        return text if named else ""

    def _header(self, column: int) -> str:
        cells = self._lines[0][2]
        if column >= len(cells):
            return ""
        text = self._context.text[cells[column][0] : cells[column][1]].strip()
        return text if _NUMBERING.fullmatch(text) else self._name(cells[column])


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


def with_unit(quantity: Quantity, unit: str) -> Quantity:
    """A bare number in the unit of its row or column, in base units: 45.6 under 万元 is 456000 元."""
    if quantity.unit is not None:
        return quantity
    read = next(iter(find_quantities(quantity.text + unit)), None)
    if not isinstance(read, Quantity) or read.text != quantity.text + unit:
        return remade(quantity, {"unit": unit})
    names = ("value", "low", "high", "unit", "kind")
    return remade(quantity, {name: getattr(read, name) for name in names})


def find_tables(text: str) -> Iterator[Extent]:
    """Runs of lines that hold cell separators."""
    if "|" not in text:
        return
    for found in _LINES.finditer(text):
        if found.group().count("|") > 1:
            yield Extent(found.start(), found.end())
