"""Tables → an Excel workbook, row by row, in memory that does not grow with their number."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unicodedata import east_asian_width

from fazhi_extract.dataset.cells import Cells
from fazhi_extract.dataset.packages import package
from fazhi_extract.dataset.schema import VERSION
from fazhi_extract.dataset.sheets import Rows, splice

__all__ = ["MOST_ROWS", "write_workbook"]

MOST_ROWS = 1_048_576
"""Rows that a sheet can have, the header included."""
_FRAME = "说明"
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
    with TemporaryDirectory(prefix=f"{path.name}.", dir=path.parent) as name:
        folder = Path(name)
        frame = folder / "frame.xlsx"
        book = xlsxwriter.Workbook(str(frame), {"strings_to_formulas": False})
        head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "bottom": 1, "valign": "vcenter"})
        _explain(book, head, tables)
        rows = [sheet for cells in tables for sheet in _write_table(book, head, cells, folder)]
        try:
            book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise OSError(f"{error}") from error
        splice(
            frame, path, {f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in enumerate(rows, 2)}
        )


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
    for number, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell)


def _write_table(book: Any, head: Any, cells: Cells, folder: Path) -> list[tuple[str, Path]]:
    """Make the sheets of a table, their rows apart: the cells that each has, and the file of its rows."""
    written: list[tuple[str, Path]] = []
    batches = cells.batches()
    waiting = next(batches, [])
    while True:
        number = len(written) + 1
        sheet = book.add_worksheet(cells.table.title if number == 1 else f"{cells.table.title}({number})")
        _start(sheet, head, cells.headers, waiting)
        file = folder / f"{len(book.worksheets())}.rows"
        with file.open("wb") as opened:
            rows = Rows(opened, len(cells.columns))
            while waiting and rows.last < MOST_ROWS:
                room = MOST_ROWS - rows.last
                rows.add(waiting[:room])
                waiting = waiting[room:] or next(batches, [])
        sheet.autofilter(0, 0, rows.last - 1, len(cells.columns) - 1)
        written.append((rows.extent, file))
        if not waiting:
            return written


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
