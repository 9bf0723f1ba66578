"""Stretches of text whose numbers are no quantities: titles, short quotations, addresses."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["Zone", "zones"]

Zone = tuple[int, int, str]
"""Start, end (exclusive) and the name of the rule."""

_EDGES: Final = re.compile(r"[《》“”‘’「」『』\"\n(（hw]")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)[\w./?=&%:#@~+,;()$!*'-]+", re.ASCII)
_SPELT: Final = re.compile(r"[(（]即[^()（）\n]{1,200}[)）]")
_CLOSING: Final = {"“": "”", "‘": "’", "「": "」", "『": "』"}
_SENTENCE: Final = re.compile(r"[,，。;；!！?？]")
_PLUS: Final = re.compile("[+＋]")
LONGEST_QUOTE: Final = 24
LONGEST_TITLE: Final = 160


def zones(text: str) -> list[Zone]:
    """Titles in 《》, names in quotation marks, and net addresses, in text order, not overlapping.

    A quotation counts as a name when it is short and holds no sentence punctuation. An unclosed mark
    ends with its line.
    """
    found: list[Zone] = []
    depth = 0
    title = 0
    opened: tuple[int, str] | None = None
    for edge in _EDGES.finditer(text):
        c, at = edge[0], edge.start()
        if c in "(（":
            spelt = None if depth else _SPELT.match(text, at)
            if spelt and _PLUS.search(text, max(0, at - 40), at):
                found.append((at, spelt.end(), "name"))
        elif c in "hw":
            address = None if depth else _ADDRESS.match(text, at)
            if address:
                found.append((at, address.end(), "identifier"))
        elif c == "《":
            if not depth:
                title = at
            depth += 1
        elif c == "》":
            if depth:
                depth -= 1
                if not depth:
                    if at - title <= LONGEST_TITLE:
                        found.append((title, at + 1, "title"))
                    opened = None
        elif c == "\n":
            depth, opened = 0, None
        elif depth:
            continue
        elif opened and c == opened[1]:
            start = opened[0]
            if at - start <= LONGEST_QUOTE and not _SENTENCE.search(text, start + 1, at):
                found.append((start, at + 1, "name"))
            opened = None
        elif c in _CLOSING:
            opened = (at, _CLOSING[c])
        elif c == '"':
            opened = (at, '"')
    found.sort()
    return found
