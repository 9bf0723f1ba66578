"""White space of markup → what a reader sees."""

from __future__ import annotations

import re

__all__ = ["mend"]

_SPACES = str.maketrans(
    {
        **dict.fromkeys(
            "\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f", " "
        ),
        **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad\u202a\u202b\u202c\u202d\u202e", None),
        **dict.fromkeys("\v\x85\u2028\u2029", "\n"),
    }
)
_ODD = re.compile(f"[{re.escape(''.join(map(chr, _SPACES)))}]")
_BREAK = re.compile(r"[ \t]*[\r\n\f][ \t\r\n\f]*")
_WIDE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef“”‘’…—]")
_WIDE_OR_FIGURE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef“”‘’…—0-9%]")


def mend(text: str) -> str:
    """One line: blanks that are not to be seen go, a line break of the markup between Chinese characters too.

    So it does between such a character and a figure. Blanks that were set on purpose (`&nbsp;`, U+3000) stay
    inside the line, as blanks, and go at its ends.
    """
    if _ODD.search(text):
        text = text.translate(_SPACES)
    text = text.strip(" \t\r\n\f\u3000")
    if "\n" not in text and "\r" not in text and "\f" not in text:
        return text.replace("\t", " ")
    return _BREAK.sub(lambda hit: _joint(text, hit), text).replace("\t", " ")


def _joint(text: str, hit: re.Match[str]) -> str:
    before, after = hit.start() - 1, hit.end()
    one_wide = _WIDE.match(text, before) or _WIDE.match(text, after)
    joined = one_wide and _WIDE_OR_FIGURE.match(text, before) and _WIDE_OR_FIGURE.match(text, after)
    return "" if joined else " "
