"""Tables → `|` lines, or, where a table only lays out the page, its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Cell", "is_layout", "write_rows"]

_FIGURE = re.compile(r"\d")
_YEAR = re.compile(r"\s*(?:\d{4}|\d\d)\s*年(?:度|末|底)?\s*")
_LONG = 200
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_SPACES = re.compile(r"[^\S\u3000]*\n\s*|[\t\r\v\f]+")
_MOST_SPAN = 64


@dataclass(slots=True)
class Cell:
    """A cell: its lines, how many columns it takes, and whether it goes on from the row above."""

    lines: list[str]
    span: int = 1
    continues: bool = False
    tables: int = 0

    @property
    def text(self) -> str:
        """On one line."""
        return join_lines(self.lines)


def join_lines(lines: list[str]) -> str:
    """Lines of a cell on one line: Chinese needs no space between them. A bar in them is no cell's end."""
    joined = ""
    for line in lines:
        for part in _SPACES.split(line):
            piece = part.strip().replace("|", "｜")
            if not piece:
                continue
            glued = not joined or (_HAN.match(joined[-1]) or _HAN.match(piece[0]))
            joined += piece if glued else " " + piece
    return joined


def is_layout(rows: list[list[Cell]]) -> bool:
    """Whether a table holds running text, not entries: one column, tables in it, or cells of many lines."""
    if max((len(row) for row in rows), default=0) <= 1:
        return True
    for row in rows:
        for cell in row:
            size = sum(map(len, cell.lines))
            if cell.tables or (size > _LONG and len(cell.lines) > 2):
                return True
    return False


def write_rows(rows: list[list[Cell]]) -> Iterator[str]:
    """One line a row. A merged cell's words stand in each column and row it covers, its figure only once."""
    width = max((sum(min(cell.span, _MOST_SPAN) for cell in row) for row in rows), default=0)
    above: list[str] = [""] * width
    headed = False
    for row in rows:
        written = [cell for cell in row if cell.text]
        if not written:
            continue
        if not headed and len(row) == 1:
            yield from row[0].lines  # a title over the table
            continue
        texts: list[str] = []
        for cell in row:
            span = min(cell.span, _MOST_SPAN)
            at = len(texts)
            own = _repeated(above[at]) if cell.continues and at < width else cell.text
            others = own if not headed or _repeats(own) else ""
            texts += [own] + [others if len(row) > 1 else ""] * (span - 1)
            if not cell.continues and at < width:
                above[at] = own
        headed = True
        texts += [""] * (width - len(texts))
        yield "| " + " | ".join(texts) + " |"


def _repeats(text: str) -> bool:
    return _FIGURE.search(text) is None or _YEAR.fullmatch(text) is not None


def _repeated(text: str) -> str:
    return text if _repeats(text) else ""
