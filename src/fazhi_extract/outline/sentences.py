"""Sentences: up to and including 。！？ and the quotes or brackets that close there; a line break ends one too."""

from __future__ import annotations

import re

from fazhi_extract.outline.structure import Extent

__all__ = ["split_sentences", "trim"]

_TOKEN = re.compile(r"[《》“”。！？!?\n\r\u2028\u2029\x85]")
_CLOSERS = "”’』」）)》】"
_LONGEST_QUOTE = 60
_LONGEST_TITLE = 120
_BLANK = " \t\r\n\v\f\u3000\xa0\ufeff\u200b\u2028\u2029\x85|*#"


def trim(text: str, start: int, end: int) -> Extent:
    """The stretch without blanks and table bars at its ends; an empty extent at `start` if nothing is left."""
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
    title = quote = -1
    for token in _TOKEN.finditer(text, start, stop):
        char, at = token.group(), token.start()
        if char == "《":
            title = at if title < 0 else title
        elif char == "》":
            title = -1
        elif char == "“":
            quote = at
        elif char == "”":
            quote = -1
        elif char in "。！？!?":
            if at < start or (title >= 0 and at - title < _LONGEST_TITLE):
                continue
            if quote >= 0 and _inside_short_quote(text, quote, at, stop):
                continue
            end = at + 1
            while end < stop and (text[end] in _CLOSERS or text[end] in "。！？!?"):
                end += 1
            _add(text, start, end, found)
            start, title, quote = end, -1, -1
        else:
            _add(text, start, at, found)
            start, title, quote = at + 1, -1, -1
    _add(text, start, stop, found)
    return found


def _inside_short_quote(text: str, opened: int, at: int, stop: int) -> bool:
    close = text.find("”", at, min(stop, opened + _LONGEST_QUOTE))
    if close < 0:
        return False
    return not (close == at + 1 and (at - opened > _LONGEST_QUOTE // 3 or close + 1 >= stop))


def _add(text: str, start: int, end: int, found: list[Extent]) -> None:
    whole = trim(text, start, end)
    if whole.start < whole.end:
        found.append(whole)
