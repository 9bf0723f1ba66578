"""Stretches of text whose numbers are no quantities: titles, short quotations, addresses."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["Zone", "zones"]

Zone = tuple[int, int, str]
"""Start, end (exclusive) and the name of the rule."""

LONGEST_QUOTE: Final = 24
_EDGE: Final = r"《》“”‘’「」『』\"\n(（hw"
_EDGES: Final = re.compile(  # one character, so that `re` skips to it; of a plain short quotation, all of it
    rf"[{_EDGE}](?<![(（](?!即))(?:(?<=“)[^{_EDGE},，。;；!！?？]{{0,{LONGEST_QUOTE - 1}}}”)?"
)
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)[\w./?=&%:#@~+,;()$!*'-]+", re.ASCII)
_SPELT: Final = re.compile(r"[(（]即[^()（）\n]{1,200}[)）]")
_CLOSING: Final = {"“": "”", "‘": "’", "「": "」", "『": "』", '"': '"'}
_SPECIAL: Final = frozenset("hw(（")
_SENTENCE: Final = re.compile(r"[,，。;；!！?？]")
_PLUS: Final = re.compile("[+＋]")
LONGEST_TITLE: Final = 160


def zones(text: str) -> list[Zone]:
    """Titles in 《》, names in quotation marks, and net addresses, in text order of their starts.

    A quotation counts as a name when it is short and holds no sentence punctuation. An unclosed mark
    ends with its line; a title that grows too long was never closed.
    """
    found: list[Zone] = []
    depth, title, done = 0, -1, 0
    opened: tuple[int, str] | None = None
    for edge in _EDGES.finditer(text):
        at, end = edge.span()
        c = text[at]
        if end - at > 1:
            if not depth or at - title > LONGEST_TITLE:
                found.append((at, end, "name"))
                opened = None
        elif c == "\n":
            depth, title, opened = 0, -1, None
        elif c == "《":
            if not depth or at - title > LONGEST_TITLE:
                depth, title = 0, at
            depth += 1
        elif c == "》":
            depth = max(0, depth - 1)
            if not depth and title >= 0 and at - title <= LONGEST_TITLE:
                found.append((title, at + 1, "title"))
                title, opened = -1, None
        elif depth and at - title <= LONGEST_TITLE:
            continue
        elif c in _SPECIAL:
            special = _special(text, at, c) if at >= done else None
            if special:
                found.append(special)
                done = special[1]
        else:
            opened = _quoted(text, at, c, opened, found)
    found.sort()
    return found


def _special(text: str, at: int, c: str) -> Zone | None:
    """An address, or the bracket that spells a formula out: “1+3”(即1个中心、3支队伍)."""
    if c in "hw":
        address = _ADDRESS.match(text, at)
        return (at, address.end(), "identifier") if address else None
    spelt = _SPELT.match(text, at)
    return (at, spelt.end(), "name") if spelt and _PLUS.search(text, max(0, at - 40), at) else None


def _quoted(
    text: str, at: int, c: str, opened: tuple[int, str] | None, found: list[Zone]
) -> tuple[int, str] | None:
    """Close the open quotation or open one; what is open afterwards."""
    if opened and c == opened[1]:
        start = opened[0]
        if at - start <= LONGEST_QUOTE and not _SENTENCE.search(text, start + 1, at):
            found.append((start, at + 1, "name"))
        return None
    closing = _CLOSING.get(c)
    return (at, closing) if closing else opened
