"""Lines of a text, and what is left of them where the line breaks were lost."""

from __future__ import annotations

import re

from fazhi_extract.outline.sentences import trim
from fazhi_extract.outline.structure import Extent

__all__ = ["lines_of", "sentence_groups"]

_LINE = re.compile(r"[^\n\r\v\f\u2028\u2029\x85]+")
_BULLETS = "-•·●◆■▪►>"  # and * and #, which `trim` takes for blanks
_BULLET = re.compile(rf"[ \t\u3000\xa0]*[{_BULLETS}*#]+[ \t\u3000\xa0]+(?![-|])")
_PARAGRAPH_GAP = re.compile(r"[。！？：:][ \u3000\xa0]+(?=\S)")


def lines_of(text: str, start: int, end: int) -> list[Extent]:
    """Non-empty lines of `text[start:end]`, without the blanks around them and the bullet before them."""
    found = []
    for match in _LINE.finditer(text, start, end):
        first, last = match.span()
        whole = trim(text, first, last)
        if whole.start < last and text[whole.start] in _BULLETS and (hit := _BULLET.match(text, first, last)):
            whole = trim(text, hit.end(), last)
        if whole.start < whole.end:
            found.append(whole)
    return found


def sentence_groups(text: str, start: int, end: int) -> list[Extent]:
    """The paragraphs of a report on one line: a blank after 。 is all that is left of a line break."""
    found = []
    for line in lines_of(text, start, end):
        begin = line.start
        for match in _PARAGRAPH_GAP.finditer(text, line.start, line.end):
            found.append(Extent(begin, match.start() + 1))
            begin = match.end()
        found.append(Extent(begin, line.end))
    return [line for line in found if line.end > line.start]
