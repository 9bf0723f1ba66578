"""Titles in 《》: where they stand and what kind of document they name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, cast

from fazhi_extract.errors import LexiconError
from fazhi_extract.lexicon import Lexicon, default_lexicon
from fazhi_extract.models import Reference
from fazhi_extract.models.base import made, span_of

__all__ = ["find_references", "reference_kind"]

ReferenceKind = Literal["law", "regulation", "rule", "document", "other"]

# A paragraph's end closes nothing, and a title longer than this is a lost bracket.
_LONGEST = 300
_BRACKET = re.compile(r"[《》\n]")
_PARENTHESES = re.compile(r"[（(〔\[][^（()）〔〕\[\]]{0,40}[）)〕\]]$")
_CLOSERS = "）)〕]"
_EDGE = " \t\u3000\xa0“”\"'‘’。，、,;；:："
_KINDS = frozenset({"law", "regulation", "rule", "document", "other"})


def find_references(text: str, *, lexicon: Lexicon | None = None) -> list[Reference]:
    """Outermost 《…》 of `text` in order; what is nested inside stays part of the outer title.

    A bracket without its partner in the same paragraph is passed over. Linear in the length of the text.
    """
    kinds = _endings(lexicon or default_lexicon())
    found: list[tuple[int, int]] = []
    open_: list[int] = []
    for hit in _BRACKET.finditer(text):
        mark = hit.group()
        if mark == "《":
            open_.append(hit.start())
        elif mark == "\n":
            open_.clear()
        elif open_:
            start, end = open_.pop(), hit.end()
            if end - start - 2 < 1 or end - start > _LONGEST:
                continue
            while found and found[-1][0] >= start:
                found.pop()
            found.append((start, end))
    return [_reference(text, start, end, kinds) for start, end in found]


def _reference(text: str, start: int, end: int, kinds: Mapping[str, ReferenceKind]) -> Reference:
    title = text[start + 1 : end - 1]
    return made(
        Reference,
        {
            "text": text[start:end],
            "span": span_of(start, end),
            "title": title,
            "kind": _kind(title, kinds),
        },
    )


def reference_kind(title: str, *, lexicon: Lexicon | None = None) -> ReferenceKind:
    """Kind of the document that `title` (without 《》) names, by its ending."""
    return _kind(title, _endings(lexicon or default_lexicon()))


def _kind(title: str, kinds: Mapping[str, ReferenceKind]) -> ReferenceKind:
    core = title.strip(_EDGE)
    for _ in range(3):
        shorter = (_PARENTHESES.sub("", core) if core[-1:] in _CLOSERS else core).strip(_EDGE + "》〉")
        if shorter == core or not shorter:
            break
        core = shorter
    for size in range(min(8, len(core)), 0, -1):
        if (kind := kinds.get(core[-size:])) is not None:
            return kind
    return "other"


@lru_cache(maxsize=8)
def _endings(lexicon: Lexicon) -> dict[str, ReferenceKind]:
    endings: dict[str, ReferenceKind] = {}
    for row in lexicon.rows("reference_kinds"):
        if len(row) < 2 or row[1] not in _KINDS:
            raise LexiconError(f"reference_kinds: the row {row} needs an ending and one of {sorted(_KINDS)}")
        endings.setdefault(row[0], cast("ReferenceKind", row[1]))
    return endings
