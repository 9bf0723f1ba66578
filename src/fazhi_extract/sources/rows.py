"""Tables → `|` lines, or, where a table only lays out the page, its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Cell", "is_layout", "write_rows"]

_FIGURE = re.compile(r"\d")
_YEAR = re.compile(r"\s*(?:\d{4}|\d\d)\s*年(?:度|末|底)?\s*")
_LONG = 200
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_SPACES = re.compile(r"[^\S\u3000]*\n\s*|[\t\r\v\f]+")
_MOST_SPAN = 30
_MOST_CELLS = 500_000
_MOST_HEADS = 4


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
    width = max((len(row) for row in rows), default=0)
    if width <= 1 or width * len(rows) > _MOST_CELLS:
        return True
    for row in rows:
        for cell in row:
            size = sum(map(len, cell.lines))
            if cell.tables or (size > _LONG and len(cell.lines) > 2):
                return True
    return False


def write_rows(rows: list[list[Cell]]) -> Iterator[str]:
    """One line a row.

    A header of several rows becomes one: each column's words from above, each once. Below it, a cell over
    several rows stands in each of them unless it is a figure, one over several columns stands in the first.
    """
    width = max((sum(min(cell.span, _MOST_SPAN) for cell in row) for row in rows), default=0)
    left = [row for row in rows if any(cell.text or cell.continues for cell in row)]
    while left and len(left[0]) == 1:
        yield from left.pop(0)[0].lines  # a title over the table
    heads = _head_rows(left)
    above = [""] * width
    grid = [_spread(row, above, width, is_head=at < heads) for at, row in enumerate(left)]
    if heads > 1:
        joined = ["".join(dict.fromkeys(words)) for words in zip(*grid[:heads], strict=True)]
        grid[:heads] = [joined]
    for texts in grid:
        if any(texts):
            yield "| " + " | ".join(texts) + " |"


def _spread(row: list[Cell], above: list[str], width: int, *, is_head: bool) -> list[str]:
    """The text of each column; `above` holds what goes on into later rows."""
    texts: list[str] = []
    for cell in row:
        at, span = len(texts), min(cell.span, _MOST_SPAN)
        if not cell.continues:
            above[at : at + span] = [cell.text] * span
        own = above[at] if not cell.continues or is_head or _repeats(above[at]) else ""
        texts += [own] + [own if is_head else ""] * (span - 1)
    return texts + [""] * (width - len(texts))


def _head_rows(rows: list[list[Cell]]) -> int:
    """How many rows at the top are the header: those whose cells are merged, before any figure."""
    count, parted = 0, False
    for row, below in pairwise(rows[: _MOST_HEADS + 1]):
        merged = parted or any(cell.continues or cell.span > 1 for cell in row)
        merged = merged or any(cell.continues for cell in below)
        if not merged or not all(_repeats(cell.text) for cell in row):
            break
        parted = any(cell.span > 1 for cell in row)
        count += 1
    return max(count, 1)


def _repeats(text: str) -> bool:
    return _FIGURE.search(text) is None or _YEAR.fullmatch(text) is not None
