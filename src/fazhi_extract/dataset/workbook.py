"""Tables → an Excel workbook, row by row, in memory that does not grow with their number."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from fazhi_extract.dataset.cells import Cells
from fazhi_extract.dataset.packages import package
from fazhi_extract.dataset.schema import VERSION

__all__ = ["MOST_CHARACTERS", "MOST_ROWS", "write_workbook"]

MOST_ROWS = 1_048_576
"""Rows that a sheet can have, the header included."""
MOST_CHARACTERS = 32_767
"""Characters that a cell can have, counted in UTF-16."""

_FRAME = "说明"
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_NARROWEST, _WIDEST = 8, 60
_LOOKED_AT = 200  # rows, for the widths


def write_workbook(path: Path, tables: Sequence[Cells]) -> None:
    """Write a workbook: first a sheet that explains, then one for each table, or several for one too long.

    Headers stay in sight and have filters; numbers are numbers, all else is text, so that no formula comes
    from a report. A text too long for a cell is cut, and says so.

    Raises:
        MissingPackageError: without the extra `dataset`.
    """
    xlsxwriter = package("xlsxwriter")
    options = {
        "constant_memory": True,
        "tmpdir": str(path.parent),
        "strings_to_formulas": False,
        "use_zip64": True,
    }
    book = xlsxwriter.Workbook(str(path), options)
    try:
        head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "bottom": 1, "valign": "vcenter"})
        _explain(book, head, tables)
        for cells in tables:
            _write_table(book, head, cells)
    finally:
        try:
            book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise OSError(f"{error}") from error


def _explain(book: Any, head: Any, tables: Sequence[Cells]) -> None:
    sheet = book.add_worksheet(_FRAME)
    rows = [[cells.table.title, "", f"共 {cells.count()} 行", cells.table.name] for cells in tables]
    rows += [[""] * 4]
    rows += [
        [cells.table.title, column.header, column.meaning_zh, column.name]
        for cells in tables
        for column in cells.columns
    ]
    _start(sheet, head, ["工作表", "列", f"说明（数据结构版本 {VERSION}）", "数据库名称"], rows)
    _write(sheet, 1, rows)


def _write_table(book: Any, head: Any, cells: Cells) -> None:
    number, row, sheet = 1, MOST_ROWS, None
    for batch in cells.batches():
        waiting = batch
        while waiting:
            if sheet is None or row >= MOST_ROWS:
                sheet = _sheet(book, head, cells, number, waiting)
                number, row = number + 1, 1
            fitting, waiting = waiting[: MOST_ROWS - row], waiting[MOST_ROWS - row :]
            _write(sheet, row, fitting)
            row += len(fitting)
            sheet.autofilter(0, 0, row - 1, len(cells.columns) - 1)
    if sheet is None:
        _sheet(book, head, cells, 1, [])


def _sheet(book: Any, head: Any, cells: Cells, number: int, rows: list[list[Any]]) -> Any:
    sheet = book.add_worksheet(cells.table.title if number == 1 else f"{cells.table.title}({number})")
    _start(sheet, head, cells.headers, rows)
    sheet.autofilter(0, 0, 0, len(cells.columns) - 1)
    return sheet


def _start(sheet: Any, head: Any, headers: Sequence[str], rows: list[list[Any]]) -> None:
    """Widths and the first row: a sheet that streams takes them before all else."""
    sheet.freeze_panes(1, 0)
    for place, header in enumerate(headers):
        cells = (_width(row[place]) for row in rows[:_LOOKED_AT])
        widest = max([_width(header) + 3, *cells])  # beside the header stands the arrow of its filter
        sheet.set_column(place, place, min(max(widest + 1, _NARROWEST), _WIDEST))
        sheet.write_string(0, place, header, head)


def _width(cell: Any) -> int:
    """Columns of a screen that the first line of a cell takes."""
    line = str("" if cell is None else cell)[: _WIDEST + 1].partition("\n")[0]
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in line)


def _write(sheet: Any, first: int, rows: list[list[Any]]) -> None:
    write_string, write_number = sheet.write_string, sheet.write_number
    for number, row in enumerate(rows, first):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                write_string(number, place, _fitting(cell))
            elif cell is not None and math.isfinite(cell):
                write_number(number, place, cell)


def _fitting(text: str) -> str:
    """The text as a cell can have it: no character that XML forbids, and not too long."""
    if not text.isascii():
        text = _NO_XML.sub("�", text)
    if 2 * len(text) <= MOST_CHARACTERS or len(text.encode("utf-16-le")) // 2 <= MOST_CHARACTERS:
        return text
    note = f"……（超出单元格上限，已截断；原文共 {len(text)} 字）"
    kept = text.encode("utf-16-le")[: 2 * (MOST_CHARACTERS - len(note))].decode("utf-16-le", "ignore")
    return kept + note
