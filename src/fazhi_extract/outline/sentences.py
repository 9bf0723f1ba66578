"""Sentences: up to 。！？ and the quotes or brackets that close there; a line break ends one too."""

from __future__ import annotations

import re

from fazhi_extract.outline.structure import Extent

__all__ = ["split_sentences", "trim"]

# A short title or quotation is passed over whole; what is left are marks that end a sentence.
_TOKEN = re.compile(
    r"(?=[《“。！？!?\n\r\u2028\u2029\x85])(?:《[^《》\n]{0,120}》|“[^“”\n]{0,60}”(?!$)"
    r"|(?P<end>[。！？!?]+[”’』」)）》】。！？!?]*)|(?P<line>[\n\r\u2028\u2029\x85]+))"
)
_ENDS_LONG_QUOTE = re.compile(r"“[^“”\n]{20,60}[。！？!?]”")
_BLANK = frozenset(" \t\r\n\v\f\u3000\xa0\ufeff\u200b\u2028\u2029\x85|*#")


def trim(text: str, start: int, end: int) -> Extent:
    """The stretch without blanks and table bars at its ends; an empty extent if nothing is left."""
    if start < end and text[start] not in _BLANK and text[end - 1] not in _BLANK:
        return Extent(start, end)
    while start < end and text[start] in _BLANK:
        start += 1
    while end > start and text[end - 1] in _BLANK:
        end -= 1
    return Extent(start, end)


def split_sentences(text: str, extent: tuple[int, int]) -> list[Extent]:
    """Sentences of `text[start:end]` in order, trimmed of blanks, as offsets into `text`.

    A mark inside 《》 or inside a quotation that closes soon does not end a sentence, unless the quotation is
    a long one that ends with it.
    """
    start, stop = extent
    found: list[Extent] = []
    for token in _TOKEN.finditer(text, start, stop):
        if token.lastgroup is None:
            if not _ENDS_LONG_QUOTE.fullmatch(token.group()):
                continue
        elif token.lastgroup == "line":
            _add(text, start, token.start(), found)
            start = token.end()
            continue
        _add(text, start, token.end(), found)
        start = token.end()
    _add(text, start, stop, found)
    return found


def _add(text: str, start: int, end: int, found: list[Extent]) -> None:
    if start < end:
        whole = trim(text, start, end)
        if whole.start < whole.end:
            found.append(whole)
