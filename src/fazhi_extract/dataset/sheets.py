"""The rows of a sheet as the markup of a spreadsheet, and their way into a workbook that has none yet.

A workbook is a zip file with a document a sheet. Its frame (styles, widths, filters) is small and made by a
library; the rows, of which there may be millions, are written here, a string each.
"""

from __future__ import annotations

import math
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

__all__ = ["MOST_CHARACTERS", "Rows", "splice"]

MOST_CHARACTERS = 32_767
"""Characters that a cell can have, counted in UTF-16."""

_LEVEL = 4  # of compression: 6 takes half as long again for 4 % less
_KEPT = 1 << 15  # strings whose markup is kept, as many come again
_SHORT = 200  # characters of such a string
_END = b"</sheetData>"
_EXTENT = re.compile(rb'(?<=<dimension ref=")[^"]*(?=")')
_SPECIAL = re.compile("[\x00-\x1f&<>\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|^\\s|\\s$")
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f]")
_MARKUP = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}


class Rows:
    """The rows of one sheet below its header, written to a file as they come."""

    def __init__(self, file: BinaryIO, columns: int) -> None:
        """Write to this file; so many columns."""
        self._file = file
        self._letters = [letters(place) for place in range(columns)]
        self._known: dict[str, str] = {}
        self.last = 1
        """The number of the last row; the header is the first."""

    @property
    def extent(self) -> str:
        """The cells that there are, such as A1:C20."""
        return f"A1:{self._letters[-1]}{self.last}"

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """Rows of strings, numbers and None. What is no finite number is left empty."""
        written = []
        for number, row in enumerate(rows, self.last + 1):
            cells = []
            for letter, cell in zip(self._letters, row, strict=True):
                if cell is None:
                    continue
                if cell.__class__ is str:
                    cells.append(f'<c r="{letter}{number}" t="inlineStr"><is>{self._text(cell)}</is></c>')
                elif math.isfinite(cell):
                    cells.append(f'<c r="{letter}{number}"><v>{cell!r}</v></c>')
            written.append(f'<row r="{number}">{"".join(cells)}</row>')
            self.last = number
        self._file.write("".join(written).encode())

    def _text(self, text: str) -> str:
        found = self._known.get(text)
        if found is None:
            found = markup(text)
            if len(text) <= _SHORT:
                if len(self._known) >= _KEPT:
                    self._known.clear()
                self._known[text] = found
        return found


def letters(place: int) -> str:
    """The name of a column: A, …, Z, AA, …"""
    found, place = "", place + 1
    while place:
        place, letter = divmod(place - 1, 26)
        found = chr(ord("A") + letter) + found
    return found


def markup(text: str) -> str:
    """A text as a cell can have it: nothing that XML forbids, and not too long."""
    if len(text) > MOST_CHARACTERS // 2:
        text = _fitting(text)
    if not _SPECIAL.search(text):
        return f"<t>{text}</t>"
    text = _NO_XML.sub("�", text)
    text = _ESCAPED.sub(lambda sign: f"_x{ord(sign[0]):04X}_", text).translate(_MARKUP)
    return f'<t xml:space="preserve">{text}</t>'


def _fitting(text: str) -> str:
    text = _NO_XML.sub("�", text)
    if len(text.encode("utf-16-le")) // 2 <= MOST_CHARACTERS:
        return text
    note = f"……（超出单元格上限，已截断；原文共 {len(text)} 字）"
    kept = text.encode("utf-16-le")[: 2 * (MOST_CHARACTERS - len(note))].decode("utf-16-le", "ignore")
    return kept + note


def splice(frame: Path, out: Path, rows: Mapping[str, tuple[str, Path]]) -> None:
    """Copy a workbook, and put rows into some of its documents.

    Args:
        frame: a workbook whose sheets have a header only.
        out: the file to write.
        rows: by the name of a sheet's document: which cells it has then, and the file of its rows.
    """
    with ZipFile(frame) as given, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as book:
        for entry in given.infolist():
            content = given.read(entry)
            if entry.filename not in rows:
                book.writestr(entry, content, ZIP_DEFLATED)
                continue
            extent, file = rows[entry.filename]
            head, end, tail = content.partition(_END)
            with book.open(entry.filename, "w", force_zip64=True) as document, file.open("rb") as source:
                document.write(_EXTENT.sub(extent.encode(), head, count=1))
                shutil.copyfileobj(source, document, 1 << 20)
                document.write(end + tail)
