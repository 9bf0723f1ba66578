"""Tables of data as rows of cells; tables that only lay a page out are told from them."""

from __future__ import annotations

import re
from typing import NamedTuple

from fazhi_extract.sources.html.tree import Node
from fazhi_extract.sources.html.words import mend

__all__ = ["Rows", "read_rows"]

_LONG_CELL = 600
_SHORT_CELL = 30
_PARAGRAPHS = 3
_WIDEST = 60
_MOST_ROWS = 20_000
_HEAD_ROWS = 4
_SPAN = re.compile(r"\s*(\d{1,3})")
_ENDED = re.compile(r"[。；！][”’）)]?\s*$")
_FIGURE = re.compile(r"[0-9０-９]")
_BLOCKS = frozenset(["p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr"])


class Rows(NamedTuple):
    """The cells of a table of data, row by row, and the lines over and under them that span all columns."""

    rows: list[list[str]]
    above: list[str]
    below: list[str]


def read_rows(table: Node) -> Rows | None:
    """The cells of a table of data; None for a table that lays out a page, or has no two columns.

    A cell that spans rows stands in each of them; one that spans columns stands in the first, with empty ones
    after it, but in a header in each. A header of several rows becomes one.
    """
    if table.holds_table:
        return None
    rows = [node for node in table.walk() if isinstance(node, Node) and node.tag == "tr"][:_MOST_ROWS]
    cells = [
        [cell for cell in row.children if isinstance(cell, Node) and cell.tag in ("td", "th")] for row in rows
    ]
    if not _is_data(cells):
        return None
    cells = [row for row in cells if any(cell.text().strip() for cell in row)]
    first, last = _inner(cells)
    above, below = ([_cell_text(cell) for (cell,) in part] for part in (cells[:first], cells[last:]))
    cells = cells[first:last]
    grid, spanned = _grid(cells)
    heads = _head_rows(grid, cells, spanned)
    if heads > 1:
        grid[:heads] = [_joined(grid[:heads])]
    return Rows([row for row in grid if any(row)], above, below)


def _inner(cells: list[list[Node]]) -> tuple[int, int]:
    """Where the rows begin and end that are not a single cell over all columns."""
    width = max(sum(_span(cell, "colspan") for cell in row) for row in cells)

    def spans(row: list[Node]) -> bool:
        return len(row) == 1 and 2 <= width <= _span(row[0], "colspan")

    first, last = 0, len(cells)
    while first < last and spans(cells[first]):
        first += 1
    while last > first and spans(cells[last - 1]):
        last -= 1
    return first, last


def _is_data(cells: list[list[Node]]) -> bool:
    if len(cells) < 2 or max(map(len, cells)) < 2:
        return False
    full = longest = running = 0
    for row in cells:
        filled = 0
        runs = False
        for cell in row:
            text = cell.text()
            filled += bool(text.strip())
            longest = max(longest, len(text.strip()))
            runs = runs or (len(text) > _SHORT_CELL and _is_running(cell))
            if len(text) > _LONG_CELL:
                marks = sum(isinstance(part, Node) and part.tag in _BLOCKS for part in cell.walk())
                if marks > _PARAGRAPHS:
                    return False
        full += filled > 1
        running += runs
    if running * 2 >= len(cells):
        return False
    return full >= 2 or (full == 1 and longest <= _SHORT_CELL)  # the header may have an empty corner


def _is_running(cell: Node) -> bool:
    """Whether a cell holds paragraphs of text: two at least that end as sentences do."""
    if sum(isinstance(part, Node) and part.tag in _BLOCKS for part in cell.walk()) < _PARAGRAPHS - 1:
        return False
    parts = (part if isinstance(part, str) else "\0" if part.tag in _BLOCKS else "" for part in cell.walk())
    return sum(_ENDED.search(line) is not None for line in "".join(parts).split("\0")) > 1


def _cell_text(cell: Node) -> str:
    parts = (part if isinstance(part, str) else "\n" if part.tag in _BLOCKS else "" for part in cell.walk())
    return mend("".join(parts)).replace("|", "｜")


def _span(cell: Node, name: str) -> int:
    hit = _SPAN.match(cell.attrs.get(name, ""))
    return max(int(hit[1]), 1) if hit else 1


def _grid(cells: list[list[Node]]) -> tuple[list[list[str]], list[bool]]:
    """Every row with all its columns, and which rows hold or continue a cell that spans."""
    grid: list[list[str]] = []
    spanned: list[bool] = []
    coming: dict[int, tuple[int, str]] = {}  # column → how many rows still to fill, and with what
    for row in cells:
        line: list[str] = []
        above, coming = coming, {}
        wide = bool(above)
        for cell in (*row, None):
            while len(line) in above:
                rows, words = above[len(line)]
                if rows > 1:
                    coming[len(line)] = (rows - 1, words)
                line.append(words)
            if cell is None or len(line) >= _WIDEST:
                break
            columns, rows = _span(cell, "colspan"), _span(cell, "rowspan")
            wide = wide or columns > 1 or rows > 1
            for words in (_cell_text(cell), *[""] * min(columns - 1, _WIDEST - len(line) - 1)):
                if rows > 1:
                    coming[len(line)] = (rows - 1, words)
                line.append(words)
        grid.append(line)
        spanned.append(wide)
    return grid, spanned


def _head_rows(grid: list[list[str]], cells: list[list[Node]], spanned: list[bool]) -> int:
    """How many rows at the top are the header: one, or more where cells span and no figure stands yet."""
    count = 0
    for row, nodes, wide in zip(grid[:_HEAD_ROWS], cells, spanned, strict=False):
        named = all(node.tag == "th" for node in nodes) and bool(nodes)
        if not (named or (wide and not _FIGURE.search("".join(row)))):
            break
        count += 1
    return count if count < len(grid) else 0


def _joined(rows: list[list[str]]) -> list[str]:
    """Several header rows as one: the words above each column, each once."""
    width = max(map(len, rows))
    columns: list[dict[str, None]] = [{} for _ in range(width)]
    for row in rows:
        above = ""
        for at in range(width):
            words = row[at] if at < len(row) else ""
            above = words or above
            columns[at][words or above] = None
    return ["".join(words) for words in columns]
