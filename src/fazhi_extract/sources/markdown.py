"""Markdown: the text without its marks, tables kept as lines of cells."""

from __future__ import annotations

import re

from fazhi_extract.sources.detect import MARKDOWN
from fazhi_extract.sources.document import Document
from fazhi_extract.sources.limits import Limits

__all__ = ["read"]

_FRONT = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?P<lines>(?:(?!---|\.\.\.)[^\n]*\n){0,200})(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)"
)
_ENTRY = re.compile(r"(?m)^(?P<name>[A-Za-z_-]{2,30})[ \t]*:[ \t]*(?P<value>[^\n]*)$")
_NAMES = {
    "title": "title",
    "date": "published",
    "published": "published",
    "pubdate": "published",
    "source": "publisher",
    "publisher": "publisher",
    "url": "url",
}
_LINE_MARKS = re.compile(
    r"(?m)^[ \t]{0,3}(?:#{1,6}[ \t]+|>[ \t]?)|[ \t]+#+[ \t]*$|^[ \t]{0,3}(?:[-*_][ \t]*){3,}$"
)
_FENCE = re.compile(r"(?m)^[ \t]{0,3}(?:```|~~~)[^\n]*$")
_LINK = re.compile(
    r"(?<!\\)!?\[(?P<shown>[^\[\]\n]{0,300})\]\([^()\n]{0,500}(?:\([^()\n]{0,100}\)[^()\n]{0,100})?\)"
)
_IMAGE = re.compile(r"(?<!\\)!\[[^\[\]\n]{0,300}\]\([^()\n]{0,500}\)")
_STRESS = re.compile(r"(?<![\\*])(?P<mark>\*\*|__)(?=\S)(?P<shown>[^*_\n]{1,500}?)(?<=\S)(?P=mark)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_BREAK = re.compile(r"(?i)<br\s*/?>|(?<=\S)(?:\\|[ ]{2,})(?=\r?\n)")


def read(text: str, *, limits: Limits) -> Document:  # noqa: ARG001  (every reader takes them)
    """The text without the marks of headings, stress and links; a block between `---` is metadata."""
    fields: dict[str, str] = {}
    front = _FRONT.match(text)
    if front:
        for entry in _ENTRY.finditer(front["lines"]):
            value = entry["value"].strip().strip("'\"")
            if value and (name := _NAMES.get(entry["name"].lower())):
                fields[name] = value
        text = text[front.end() :]
    text = _FENCE.sub("", _IMAGE.sub("", text))
    text = _LINK.sub(lambda hit: hit["shown"], _LINE_MARKS.sub("", text))
    text = _STRESS.sub(lambda hit: hit["shown"], text)
    text = _ESCAPE.sub(r"\1", _BREAK.sub("\n", text))
    return Document(text, MARKDOWN, fields=fields)
