"""Pages → text: the whole way, run in the second process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from fazhi_extract.errors import SourceError
from fazhi_extract.sources.pdf.aligned import find_aligned
from fazhi_extract.sources.pdf.columns import Column, find_gutter, read_columns
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
_PARTED = 0.4


@dataclass(slots=True)
class _Pages:
    """What was found, page by page, and what was not."""

    rows: list[list[Row]] = field(default_factory=list)
    tables: list[list[Table]] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    known: int = 0
    unknown: int = 0


def extract(data: bytes, *, max_pages: int) -> dict[str, Any]:
    """`text`, `pages` (extents in it), and `notices`.

    Raises:
        SourceError: when it cannot be read, or no page has text.
    """
    pages = _gather(data, max_pages)
    if pages.unknown > _MOST_UNKNOWN * (pages.known + pages.unknown):
        raise SourceError(
            "its fonts do not say which characters they print; recognize its characters first (OCR)"
        )
    written = write_paragraphs(_columns(pages), len(pages.rows))
    if not written.text.strip():
        what = "it is a scan" if pages.pictures else "its pages hold no text"
        raise SourceError(
            f"{what}: none of its {len(pages.rows)} pages has a text layer; recognize its characters (OCR)"
        )
    return {"text": written.text, "pages": written.pages, "notices": list(_notices(pages))}


def _gather(data: bytes, max_pages: int) -> _Pages:
    pages = _Pages()
    for page in read_pages(data, max_pages):
        tables, rest = find_tables(page)
        printed = sum(not glyph.sign.isspace() for glyph in page.glyphs)
        pages.known += printed
        pages.unknown += page.unknown
        aligned, rows = find_aligned(make_rows(rest, page.number))
        pages.tables.append(sorted(tables + aligned, key=lambda table: table.top))
        pages.rows.append(rows)
        pages.widths.append(page.width)
        pages.heights.append(page.height)
        if page.damaged:
            pages.damaged.append(page.number)
        elif page.has_picture and printed < _FEW:
            pages.pictures.append(page.number)
    return pages


def _columns(pages: _Pages) -> list[Column]:
    """The columns of all pages in reading order."""
    kept = drop_furniture(pages.rows, pages.heights)
    for at, tables in enumerate(pages.tables):
        kept[at] = _with_tables(kept[at], tables, at + 1)
    gutters = [
        find_gutter([line for row in rows for line in row], width)
        for rows, width in zip(kept, pages.widths, strict=True)
    ]
    found = [gutter for gutter in gutters if gutter is not None]
    usual = median(found) if len(found) >= max(_PARTED * len(kept), 1) else None
    columns: list[Column] = []
    for rows, width in zip(kept, pages.widths, strict=True):
        columns += read_columns(rows, width, usual)
    return columns


def _notices(pages: _Pages) -> Iterator[str]:
    if pages.pictures:
        yield f"{_named(pages.pictures)} a picture without text (a scan?); recognize its characters (OCR)"
    if pages.damaged:
        yield f"{_named(pages.damaged)} damaged and left out"
    if pages.unknown > _SOME_UNKNOWN * (pages.known + pages.unknown):
        yield f"{pages.unknown} signs are left out: the fonts do not say which characters they are"


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
