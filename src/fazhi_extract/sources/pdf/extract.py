"""Pages → text: the whole way, run in the second process."""

from __future__ import annotations

from typing import Any

from fazhi_extract.errors import SourceError
from fazhi_extract.sources.pdf.columns import Column, read_columns
from fazhi_extract.sources.pdf.furniture import drop_furniture
from fazhi_extract.sources.pdf.glyphs import read_pages
from fazhi_extract.sources.pdf.grids import Table, find_tables
from fazhi_extract.sources.pdf.lines import Line, Row, make_rows
from fazhi_extract.sources.pdf.paragraphs import write_paragraphs

__all__ = ["extract"]

_FEW = 20
_MOST_UNKNOWN = 0.3
_SOME_UNKNOWN = 0.02
_MOST_NAMED = 20


def extract(data: bytes, *, max_pages: int) -> dict[str, Any]:
    """`text`, `pages` (extents in it), and `notices`.

    Raises:
        SourceError: when it cannot be read, or no page has text.
    """
    rows: list[list[Row]] = []
    widths: list[float] = []
    heights: list[float] = []
    pictures: list[int] = []
    damaged: list[int] = []
    tables: list[list[Table]] = []
    known = unknown = 0
    for page in read_pages(data, max_pages):
        found, rest = find_tables(page)
        printed = sum(not glyph.sign.isspace() for glyph in page.glyphs)
        known += printed
        unknown += page.unknown
        tables.append(found)
        rows.append(make_rows(rest, page.number))
        widths.append(page.width)
        heights.append(page.height)
        if page.damaged:
            damaged.append(page.number)
        elif page.has_picture and printed < _FEW:
            pictures.append(page.number)
    if not known:
        raise SourceError(_without_text(len(rows), pictures, unknown))
    if unknown > _MOST_UNKNOWN * (known + unknown):
        raise SourceError(
            "its fonts do not say which characters they print; recognize its characters first (OCR)"
        )
    columns: list[Column] = []
    for at, kept in enumerate(drop_furniture(rows, heights)):
        columns += read_columns(_with_tables(kept, tables[at], at + 1), widths[at])
    written = write_paragraphs(columns, len(rows))
    if not written.text.strip():
        raise SourceError(_without_text(len(rows), pictures, unknown))
    notices = []
    if pictures:
        notices.append(
            f"{_named(pictures)} a picture without text (a scan?); recognize the characters first (OCR)"
        )
    if damaged:
        notices.append(f"{_named(damaged)} damaged and left out")
    if unknown > _SOME_UNKNOWN * (known + unknown):
        notices.append(f"{unknown} signs are left out: the fonts do not say which characters they are")
    return {"text": written.text, "pages": written.pages, "notices": notices}


def _with_tables(rows: list[Row], tables: list[Table], page: int) -> list[Row]:
    """Rows and the lines of tables, from top to bottom; a table's lines have size 0."""
    if not tables:
        return rows
    added = list(rows)
    for table in tables:
        step = (table.bottom - table.top) / max(len(table.lines), 1)
        for at, text in enumerate(table.lines):
            added.append([Line(table.left, table.right, table.top + at * step, 0.0, text, page)])
    return sorted(added, key=lambda row: row[0].base)


def _named(pages: list[int]) -> str:
    shown = ", ".join(map(str, pages[:_MOST_NAMED])) + (", …" if len(pages) > _MOST_NAMED else "")
    return f"page {shown} is" if len(pages) == 1 else f"pages {shown} are"


def _without_text(count: int, pictures: list[int], unknown: int) -> str:
    if unknown:
        return "its fonts do not say which characters they print; recognize its characters first (OCR)"
    what = "it is a scan" if pictures else "its pages hold no text"
    return f"{what}: none of its {count} pages has a text layer; recognize its characters first (OCR)"
