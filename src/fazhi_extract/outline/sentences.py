"""Sentences: up to 。！？ and the quotes or brackets that close there; a line break ends one too."""

from __future__ import annotations

import re

from fazhi_extract.outline.structure import Extent, extent_of

__all__ = ["split_sentences", "trim"]

# A short title or quotation is passed over whole; what is left are marks that end a sentence.
# The first character stands alone, for `re` skips quickly to a set; the rest looks back at which one it was.
_TOKEN = re.compile(
    r"[《“。！？!?\n\r\u2028\u2029\x85](?:(?P<end>(?<=[。！？!?])[”’』」)）》】。！？!?]*)"
    r"|(?<=“)[^“”\n]{0,60}”(?!$)|(?<=《)[^《》\n]{0,120}》"
    r"|(?P<line>(?<=[\n\r\u2028\u2029\x85])[\n\r\u2028\u2029\x85]*))"
)
_LONG_QUOTE = 23
_MARKS = frozenset("。！？!?")
_BLANK = frozenset(" \t\r\n\v\f\u3000\xa0\ufeff\u200b\u2028\u2029\x85|*#")


def trim(text: str, start: int, end: int) -> Extent:
    """The stretch without blanks and table bars at its ends; an empty extent if nothing is left."""
    if start < end and text[start] not in _BLANK and text[end - 1] not in _BLANK:
        return extent_of((start, end))
    while start < end and text[start] in _BLANK:
        start += 1
    while end > start and text[end - 1] in _BLANK:
        end -= 1
    return extent_of((start, end))


def split_sentences(text: str, extent: tuple[int, int]) -> list[Extent]:
    """Sentences of `text[start:end]` in order, trimmed of blanks, as offsets into `text`.

    A mark inside 《》 or inside a quotation that closes soon does not end a sentence, unless the quotation is
    a long one that ends with it.
    """
    start, stop = extent
    found: list[Extent] = []
    for token in _TOKEN.finditer(text, start, stop):
        kind = token.lastgroup
        first, end = token.span()
        if kind is None and (end - first < _LONG_QUOTE or text[end - 2] not in _MARKS or text[first] == "《"):
            continue
        last = first if kind == "line" else end
        if start < last:
            if text[start] in _BLANK or text[last - 1] in _BLANK:
                start, last = trim(text, start, last)
            if start < last:
                found.append(extent_of((start, last)))
        start = end
    if start < stop:
        start, stop = whole = trim(text, start, stop)
        if start < stop:
            found.append(whole)
    return found
