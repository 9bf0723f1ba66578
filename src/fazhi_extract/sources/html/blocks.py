"""A tree of a page → its lines in order, each with what tells text from furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fazhi_extract.sources.html.tables import read_rows
from fazhi_extract.sources.html.tree import Node
from fazhi_extract.sources.html.words import mend

__all__ = ["Block", "Page", "lay_out"]

_INLINE = frozenset(["#page", "a", "img", "embed", "label", "span"])
_HEADS = frozenset(["h1", "h2", "h3"])
_INVISIBLE = frozenset(["head", "title", "meta", "link"])
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SENTENCE = re.compile(r"[。；;！]|[，,][^，,]{2,60}[，,]")
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

    @property
    def prose(self) -> int:
        """How much of it is prose: its characters where it is made of sentences, and none of links."""
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
        self.heading = self.hidden = 0
        self.numbers: dict[int, int] = {}
        self._parts: list[str] = []
        self._links: list[tuple[str, int]] = []

    def add(self, text: str, link: str | None) -> None:
        self._parts.append(text)
        if link is not None:
            self._links.append((link, len(text.strip())))

    def end_line(self) -> None:
        if not self._parts:
            return
        text = mend("".join(self._parts))
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

    def table(self, rows: list[list[str]]) -> None:
        self.end_line()
        text = "\n".join(f"| {' | '.join(row)} |" for row in rows)
        self.blocks.append(Block(text, hidden=self.hidden > 0, rows=rows))


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
    if tag not in _INLINE:
        layout.end_line()
    page.nodes.append(node)
    page.ranges[id(node)] = (len(layout.blocks), -1)
    if tag == "table" and (rows := read_rows(node)) is not None:
        layout.table(rows)
        page.ranges[id(node)] = (len(layout.blocks) - 1, len(layout.blocks))
        return _SKIP
    layout.heading += tag in _HEADS
    layout.hidden += _is_hidden(node)
    if tag == "a":
        return node.attrs.get("href", "")
    if tag == "li" and node.parent is not None and node.parent.tag == "ol":
        _number(node, layout)
    return link


def _leave(node: Node, layout: _Layout, page: Page) -> None:
    if node.tag not in _INLINE or node.tag == "#page":
        layout.end_line()
    layout.heading -= node.tag in _HEADS
    layout.hidden -= _is_hidden(node)
    page.ranges[id(node)] = (page.ranges[id(node)][0], len(layout.blocks))


def _is_hidden(node: Node) -> bool:
    return "style" in node.attrs and _HIDDEN.search(node.attrs["style"]) is not None


def _number(item: Node, layout: _Layout) -> None:
    """The number that a browser prints before an item of a numbered list, unless the item prints its own."""
    counted = layout.numbers[id(item.parent)] = layout.numbers.get(id(item.parent), 0) + 1
    first = next((part for part in item.walk() if isinstance(part, str) and part.strip()), "")
    if not _MARKED.match(first):
        layout.add(f"{counted}. ", None)
