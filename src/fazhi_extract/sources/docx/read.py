"""Open a DOCX document and read its body in order."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from fazhi_extract.errors import SourceError
from fazhi_extract.sources.archive import Archive
from fazhi_extract.sources.detect import DOCX
from fazhi_extract.sources.document import Document
from fazhi_extract.sources.docx.numbering import Numbering
from fazhi_extract.sources.docx.paragraph import Fields, read_paragraph
from fazhi_extract.sources.docx.styles import Styles, value_of
from fazhi_extract.sources.limits import Limits
from fazhi_extract.sources.rows import Cell, is_layout, write_rows
from fazhi_extract.sources.xmltree import parse_xml

__all__ = ["read"]

_BARE = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    }
)
_RELATIONS = frozenset({"http://schemas.openxmlformats.org/package/2006/relationships"})
_MOST_XML = 60_000_000
_MOST_NESTED = 40
_DEPTH = 256
_GLUE = re.compile(r"[0-9A-Za-z]$")
_GLUED = re.compile(r"[0-9A-Za-z]")
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})


def read(data: bytes, *, media_type: str = DOCX, limits: Limits | None = None) -> Document:
    """The text of a DOCX document, one line a paragraph, one `|` line a row of a table.

    Automatic numbers, text boxes, inserted text and the text of links are in it. Deleted and hidden text,
    headers, footers, comments, notes and the table of contents are not; `notices` say what is missed by that.
    Nothing is fetched and nothing is run.

    Raises:
        SourceError: when it is damaged, encrypted, too large or too deep, or holds no text.
    """
    bounds = limits or Limits()
    package = _Package(data, bounds)
    root = package.tree(package.main)
    body = root.find("body")
    if body is None:
        raise SourceError("it is damaged: its document has no body")
    styles = Styles(package.part("styles"))
    numbering = package.part("numbering")
    reader = _Body(styles, Numbering(numbering, styles))
    lines = reader.read(body)
    if reader.fields.is_contents_open:  # a table of contents that never ends is none
        reader = _Body(styles, Numbering(numbering, styles), keep_contents=True)
        lines = reader.read(body)
    text = "\n".join(lines)
    if not text.strip():
        raise SourceError("it holds no text; if it is made of pictures, recognize their characters (OCR)")
    return Document(text, media_type, notices=tuple(reader.notices()))


class _Package:
    """The parts of a document, by their relation to the main one."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._archive = Archive(data, limits)
        self._left = min(_MOST_XML, limits.max_unpacked)
        self._depth = min(_DEPTH, limits.max_depth)
        self.main = next(iter(self._targets("").get("officeDocument", [])), "word/document.xml")
        if self.main not in self._archive:
            self.main = "word/document.xml"
        self._parts = self._targets(self.main)

    def tree(self, name: str, bare: frozenset[str] = _BARE) -> Element:
        data = self._archive.read(name)
        self._left -= len(data)
        if self._left < 0:
            raise SourceError(f"its text takes more than {_MOST_XML:,} bytes of XML; no report does")
        return parse_xml(data, bare=bare, max_depth=self._depth)

    def part(self, kind: str) -> Element | None:
        """A part that the document may have; a damaged one is as good as none."""
        name = next(iter(self._parts.get(kind, [])), f"word/{kind}.xml")
        return self.tree(name) if name in self._archive else None

    def _targets(self, part: str) -> dict[str, list[str]]:
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        targets: dict[str, list[str]] = {}
        if relations not in self._archive:
            return targets
        for relation in self.tree(relations, _RELATIONS).iter("Relationship"):
            if relation.get("TargetMode") == "External":
                continue
            kind = relation.get("Type", "").rpartition("/")[2]
            target = relation.get("Target", "")
            path = target if target.startswith("/") else posixpath.join(folder, target)
            targets.setdefault(kind, []).append(posixpath.normpath(path).lstrip("/"))
        return targets


class _Body:
    """Reads blocks in order, counting numbered paragraphs on the way."""

    def __init__(self, styles: Styles, numbering: Numbering, *, keep_contents: bool = False) -> None:
        self._styles = styles
        self._numbering = numbering
        self.fields = Fields(keep_contents=keep_contents)
        self._carried = ""
        self._notes = 0
        self._embedded = 0
        self._nested = 0

    def read(self, body: Element) -> list[str]:
        lines = list(self._blocks(body))
        if self._carried.strip():
            lines.append(self._carried.strip())
        return lines

    def notices(self) -> Iterator[str]:
        if self._notes:
            yield f"the text of {self._notes} footnotes is left out"
        if self._embedded:
            yield f"{self._embedded} documents embedded in it are left out"

    def _blocks(self, container: Element) -> Iterator[str]:
        self._nested += 1
        if self._nested > _MOST_NESTED:
            raise SourceError(f"its tables and text boxes are nested more than {_MOST_NESTED} deep")
        stack = [iter(container)]
        while stack:
            child = next(stack[-1], None)
            if child is None:
                stack.pop()
            elif child.tag == "p":
                yield from self._paragraph(child)
            elif child.tag == "tbl":
                yield from self._table(child)
            elif child.tag == "altChunk":
                self._embedded += 1
            elif child.tag in _WRAPPERS and not self._is_contents(child):
                stack.append(iter(child))
        self._nested -= 1

    def _is_contents(self, wrapper: Element) -> bool:
        gallery = value_of(wrapper.find("sdtPr/docPartObj"), "docPartGallery")
        return gallery == "Table of Contents"

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        properties = paragraph.find("pPr")
        found = read_paragraph(paragraph, self.fields)
        self._notes += found.notes
        if found.is_joined:
            self._carried += found.text
        else:
            text = self._carried + found.text
            self._carried = ""
            label = self._numbering.label(properties)
            if text.strip() and not self._styles.is_contents(value_of(properties, "pStyle")):
                yield from _lines(label, text)
        for box in found.boxes:
            yield from self._blocks(box)

    def _table(self, table: Element) -> Iterator[str]:
        rows = [[self._cell(cell) for cell in _cells(row)] for row in _rows(table)]
        rows = [row for row in rows if row]
        if is_layout(rows):
            for row in rows:
                for cell in row:
                    yield from cell.lines
        else:
            yield from write_rows(rows)

    def _cell(self, cell: Element) -> Cell:
        properties = cell.find("tcPr")
        lines = list(self._blocks(cell))
        merge = properties.find("vMerge") if properties is not None else None
        span = value_of(properties, "gridSpan") or "1"
        return Cell(
            lines,
            int(span[:4]) if span.isascii() and span.isdigit() and int(span) > 0 else 1,
            merge is not None and merge.get("val", "continue") == "continue",
            sum(1 for inner in cell.iter("tbl") if inner is not None),
        )


def _rows(table: Element) -> Iterator[Element]:
    yield from _inside(table, "tr")


def _cells(row: Element) -> Iterator[Element]:
    properties = row.find("trPr")
    if properties is not None and properties.find("del") is not None:
        return
    yield from _inside(row, "tc")


def _inside(element: Element, tag: str) -> Iterator[Element]:
    """Children of a name, also those wrapped in content controls."""
    stack = [iter(element)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            stack.append(iter(child))


def _lines(label: str, text: str) -> Iterator[str]:
    """The lines of a paragraph: a tab is a space, and soft breaks end lines."""
    lines = [line for part in text.split("\n") if (line := re.sub(r"\t+", " ", part).strip())]
    if label:
        space = " " if _GLUE.search(label) or (label.endswith(".") and _GLUED.match(lines[0])) else ""
        lines[0] = f"{label}{space}{lines[0]}"
    yield from lines
