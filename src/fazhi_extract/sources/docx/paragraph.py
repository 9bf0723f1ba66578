"""The text of one paragraph: runs, links, fields, breaks, tracked changes; and the text boxes tied to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from fazhi_extract.sources.docx.styles import value_of

__all__ = ["Fields", "Paragraph", "is_off", "read_paragraph"]

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_STRICT_MATH_TEXT = "{http://purl.oclc.org/ooxml/officeDocument/math}t"
_SKIPPED = frozenset({"pPr", "rPr", "del", "moveFrom", "delText", "instrText", "rt", "delInstrText", "sdtPr"})
_BREAKS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_LEFT_OUT_FIELDS = re.compile(r"\s*(?:TOC|PAGE|NUMPAGES|SECTIONPAGES|PAGEREF)\b")
_MOST_OPEN = 50
_RINGED = re.compile(r"\s*EQ\s*\\o\s*\\ac\s*[(（]\s*[○〇◯]\s*[,，]\s*(\w{1,3})\s*[)）]", re.IGNORECASE)
_RINGS = (range(1, 21), 0x2460), (range(21, 36), 0x3251), (range(36, 51), 0x32B1)
_PRIVATE = range(0xE000, 0xF900)
_CONTENTS_FIELD = re.compile(r"\s*TOC\b")


@dataclass(slots=True)
class Fields:
    """The fields that are open; a table of contents is one that spans paragraphs."""

    keep_contents: bool = False
    _open: list[list[str | bool]] = field(default_factory=list)
    _ignored: int = 0

    def mark(self, kind: str | None) -> str:
        """Note a `w:fldChar`: begin, separate or end. A field that rings a number has it for a result."""
        if kind == "begin":
            if len(self._open) < _MOST_OPEN:
                self._open.append(["", False])
            else:
                self._ignored += 1
        elif kind == "separate" and self._open:
            self._open[-1][1] = True
        elif kind == "end" and self._ignored:
            self._ignored -= 1
        elif kind == "end" and self._open:
            code, _ = self._open.pop()
            ringed = _RINGED.match(str(code))
            if ringed and not self.is_silent:
                return _ring(ringed[1])
        return ""

    def instruct(self, text: str) -> None:
        """Add to the instruction of the field that is open."""
        if self._open and not self._open[-1][1]:
            self._open[-1][0] = f"{self._open[-1][0]}{text}"[:200]

    @property
    def is_silent(self) -> bool:
        """Whether what stands here is no text: an instruction, or the result of a field that is left out."""
        return any(not result or self.leaves_out(str(code)) for code, result in self._open)

    def leaves_out(self, instruction: str) -> bool:
        """Whether a field with this instruction is left out."""
        kept = self.keep_contents and _CONTENTS_FIELD.match(instruction)
        return not kept and _LEFT_OUT_FIELDS.match(instruction) is not None

    @property
    def is_contents_open(self) -> bool:
        """Whether a table of contents was begun and never ended."""
        return any(_CONTENTS_FIELD.match(str(code)) for code, _ in self._open)


@dataclass(slots=True)
class Paragraph:
    """Text of a paragraph, the text boxes tied to it, and how many notes it refers to."""

    text: str
    boxes: list[Element]
    notes: int
    is_joined: bool
    """The paragraph's mark is deleted in a tracked change: its text goes on in the next one."""


def _ring(text: str) -> str:
    """A number in a ring, as a character where there is one."""
    if text.isdecimal():
        for numbers, first in _RINGS:
            if int(text) in numbers:
                return chr(first + int(text) - numbers[0])
    return text


def _symbol(element: Element) -> str:
    """A character that was put in from a list of symbols; none where only its font says what it shows."""
    code = element.get("char", "")
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return (
        chr(number)
        if 0x20 < number < 0xD800 or (0xDFFF < number < 0x10000 and number not in _PRIVATE)
        else ""
    )


def is_off(element: Element | None) -> bool:
    """Whether a switch (`w:vanish`, `w:del`) is missing or off."""
    return element is None or element.get("val", "1") in {"0", "false", "off"}


def read_paragraph(paragraph: Element, fields: Fields) -> Paragraph:
    """Read a `w:p`."""
    parts: list[str] = []
    boxes: list[Element] = []
    notes = 0
    for kind, element in _walk(paragraph):
        if kind == "box":
            boxes.append(element)
        elif kind == "fldChar":
            parts.append(fields.mark(element.get("fldCharType")))
        elif kind == "instrText":
            fields.instruct(element.text or "")
        elif fields.is_silent:
            continue
        elif kind == "note":
            notes += 1
        elif kind == "text":
            parts.append(element.text or "")
        elif kind == "sym":
            parts.append(_symbol(element))
        elif kind == "br":
            parts.append("\n")
        else:
            parts.append(_BREAKS[kind])
    mark = paragraph.find("pPr/rPr")
    joined = mark is not None and (mark.find("del") is not None or mark.find("moveFrom") is not None)
    return Paragraph("".join(parts), boxes, notes, joined)


def _walk(element: Element) -> Iterator[tuple[str, Element]]:
    """What has text in a paragraph, in order, without recursion."""
    stack = [iter(element)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
            continue
        tag = child.tag
        if tag in {"t", _MATH_TEXT, _STRICT_MATH_TEXT}:
            yield "text", child
        elif tag in {"br", "fldChar", "instrText", "sym"} or tag in _BREAKS:
            yield tag, child
        elif tag in {"footnoteReference", "endnoteReference"}:
            yield "note", child
        elif tag == "txbxContent":
            yield "box", child
        elif tag == "r":
            properties = child.find("rPr")
            if properties is None or is_off(properties.find("vanish")):
                stack.append(iter(child))
        elif tag == _COMPATIBILITY + "AlternateContent":
            stack.append(iter(_alternative(child)))
        elif tag == "fldSimple" and _LEFT_OUT_FIELDS.match(child.get("instr", "")):
            continue
        elif tag not in _SKIPPED:
            stack.append(iter(child))


def _alternative(content: Element) -> list[Element]:
    """The one of several ways to say a thing that has text: the first such."""
    ways = [way for way in content if way.tag.startswith(_COMPATIBILITY)]
    for way in ways:
        if any(True for found in way.iter("t") if found.text):
            return [way]
    return ways[:1]


def style_of(paragraph: Element) -> str | None:
    """The identifier of a paragraph's style."""
    return value_of(paragraph.find("pPr"), "pStyle")
