"""A tree of a page → its lines in order, each with what tells text from furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fazhi_extract.sources.html.tables import Rows, read_rows
from fazhi_extract.sources.html.tree import Node
from fazhi_extract.sources.html.words import mend

__all__ = ["Block", "Page", "lay_out"]

_INLINE = frozenset(["#page", "a", "img", "embed", "label", "span"])
_HEADS = frozenset(["h1", "h2", "h3"])
_INVISIBLE = frozenset(["head", "title", "meta", "link"])
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_OWN_LINES = re.compile(r"display\s*:\s*(?:block|flex|grid|table\b|list-item)", re.IGNORECASE)
_SENTENCE = re.compile(r"[。；;！]|[，,][^，,]{2,60}[，,]")
_GAP = re.compile(r"([(（]?(?:[一二三四五六七八九十百]{1,4}|[0-9０-９]{1,3})[)）、.．])[ \u3000]{2,}")
_KEPT = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_NEW_LINE = re.compile(r"\r\n?|\n")
_MARKED = re.compile(r"\s*[(（]?[0-9０-９一二三四五六七八九十①-⑳]+[)）、.．]")


@dataclass(slots=True)
class Block:
    """One line. `linked` characters of it are links, to `targets`; `rows` are the cells of a table."""

    text: str
    linked: int = 0
    targets: tuple[str, ...] = ()
    heading: bool = False
    hidden: bool = False
    rows: list[list[str]] | None = None
    cut: bool = False
    _prose: int | None = None

    @property
    def prose(self) -> int:
        """How much of it is prose: its characters where it is made of sentences, and none of links."""
        if self._prose is None:
            self._prose = self._counted()
        return self._prose

    def _counted(self) -> int:
        if self.rows is not None:
            return sum(len(cell) for row in self.rows for cell in row) // 2
        if self.linked * 2 > len(self.text) or not _SENTENCE.search(self.text):
            return 0
        return len(self.text)


@dataclass(slots=True)
class Page:
    """The lines of a page, and for each element the lines that it holds, as a range."""

    blocks: list[Block]
    ranges: dict[int, tuple[int, int]]
    nodes: list[Node]
    """Elements in order, those that hold others before them."""


class _Layout:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.heading = self.hidden = self.kept = 0
        self.numbers: dict[int, int] = {}
        self._parts: list[str] = []
        self._links: list[tuple[str, int]] = []

    def add(self, text: str, link: str | None) -> None:
        first, *others = _NEW_LINE.split(text) if self.kept else (text,)
        self._add(first, link)
        for line in others:
            self.end_line()
            self._add(line, link)

    def _add(self, text: str, link: str | None) -> None:
        self._parts.append(text)
        if link is not None:
            self._links.append((link, len(text.strip())))

    def end_line(self) -> None:
        if not self._parts:
            return
        text = mend("".join(self._parts))
        if gap := _GAP.match(text):
            text = gap[1] + text[gap.end() :]
        if text or self._links:
            self.blocks.append(
                Block(
                    text,
                    sum(size for _, size in self._links),
                    tuple(dict.fromkeys(target for target, _ in self._links)),
                    heading=self.heading > 0,
                    hidden=self.hidden > 0,
                )
            )
        self._parts, self._links = [], []

    def table(self, table: Rows) -> None:
        self.end_line()
        hidden = self.hidden > 0
        text = "\n".join(f"| {' | '.join(row)} |" for row in table.rows)
        self.blocks += [Block(line, hidden=hidden) for line in table.above]
        self.blocks.append(Block(text, hidden=hidden, rows=table.rows))
        self.blocks += [Block(line, hidden=hidden) for line in table.below]


def lay_out(root: Node) -> Page:
    """The lines of a page in order: one for each paragraph, heading, list item and cell, one a `br`."""
    layout = _Layout()
    page = Page(layout.blocks, {}, [])
    link: str | None = None
    stack: list[tuple[Node, int, str | None]] = []
    node, at = root, 0
    page.nodes.append(root)
    page.ranges[id(root)] = (0, 0)
    while True:
        if at < len(node.children):
            child = node.children[at]
            at += 1
            if isinstance(child, str):
                layout.add(child, link)
                continue
            stack.append((node, at, link))
            node, at = child, 0
            link = _enter(node, layout, page, link)
            if link is _SKIP:
                node, at, link = stack.pop()
            continue
        _leave(node, layout, page)
        if not stack:
            return page
        node, at, link = stack.pop()


_SKIP = "\x00skip"


def _enter(node: Node, layout: _Layout, page: Page, link: str | None) -> str | None:
    """Begin an element; the link that its text belongs to, or `_SKIP` where nothing below is to be read."""
    tag = node.tag
    if tag == "br":
        layout.end_line()
        return _SKIP
    if tag in _INVISIBLE:
        return _SKIP
    if tag == "embed":
        layout.add("", node.attrs.get("src", ""))
        return _SKIP
    if not _is_inline(node):
        layout.end_line()
    page.nodes.append(node)
    page.ranges[id(node)] = (len(layout.blocks), -1)
    if tag == "table" and (table := read_rows(node)) is not None:
        start = len(layout.blocks)
        layout.table(table)
        page.ranges[id(node)] = (start, len(layout.blocks))
        return _SKIP
    layout.heading += tag in _HEADS
    layout.hidden += _is_hidden(node)
    layout.kept += _keeps_lines(node)
    if tag == "a":
        return node.attrs.get("href", "")
    if tag == "li" and node.parent is not None and node.parent.tag == "ol":
        _number(node, layout)
    return link


def _leave(node: Node, layout: _Layout, page: Page) -> None:
    if not _is_inline(node) or node.tag == "#page":
        layout.end_line()
    layout.heading -= node.tag in _HEADS
    layout.hidden -= _is_hidden(node)
    layout.kept -= _keeps_lines(node)
    page.ranges[id(node)] = (page.ranges[id(node)][0], len(layout.blocks))


def _is_inline(node: Node) -> bool:
    return node.tag in _INLINE and not (node.tag == "span" and _OWN_LINES.search(node.attrs.get("style", "")))


def _is_hidden(node: Node) -> bool:
    return "style" in node.attrs and _HIDDEN.search(node.attrs["style"]) is not None


def _keeps_lines(node: Node) -> bool:
    """Whether line breaks of the markup are shown as such."""
    return node.tag == "pre" or ("style" in node.attrs and _KEPT.search(node.attrs["style"]) is not None)


def _number(item: Node, layout: _Layout) -> None:
    """The number that a browser prints before an item of a numbered list, unless the item prints its own."""
    counted = layout.numbers[id(item.parent)] = layout.numbers.get(id(item.parent), 0) + 1
    first = next((part for part in item.walk() if isinstance(part, str) and part.strip()), "")
    if not _MARKED.match(first):
        layout.add(f"{counted}. ", None)
