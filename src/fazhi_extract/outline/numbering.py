"""Enumerators: every place where the text counts, in whatever style, with what stands before it."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

__all__ = ["COLON", "COMMA", "GLUED", "LINE", "SPACE", "STOP", "Mark", "Style", "find_marks"]

Style = Literal[
    "part",
    "han",
    "paren_han",
    "arabic",
    "paren_arabic",
    "circled",
    "ordinal",
    "say",
    "among",
    "order",
    "bare",
]

# What stands before an enumerator, strongest first.
LINE, STOP, COLON, SPACE, COMMA, GLUED = 5, 4, 3, 2, 1, 0

_HAN = "一二三四五六七八九十"
_DIGIT = "0-9０-９"
_FIRST = f"第{_HAN}(（〔㈠-㈩{_DIGIT}①-⑳⑴-⒇⒈-⒛其首再最"
_SECOND = f"{_HAN}{_DIGIT}、.．)）是要先次者后 \u3000\xa0"
# The first character stands alone, for `re` skips quickly to a set; the rest looks back at which one it was.
_MARK = re.compile(
    rf"""
    [{_FIRST}]
  (?:
    (?=[{_SECOND}])  # these two looks save the others nearly everywhere
    (?!(?<=[{_DIGIT}])[{_DIGIT}][^、.．)） \u3000\xa0])
    (?:
      (?<=[{_HAN}])
      (?: (?P<han>[{_HAN}]{{0,2}})[ \u3000\xa0]?[、.．](?![{_HAN}]{{1,2}}[、类级审体线次])
        | (?<![(（〔{_HAN}][{_HAN}])(?P<half_paren_han>[{_HAN}]{{0,2}})[)）][、.．]?
        | (?P<say>[{_HAN}]?)(?:是|要)(?:要|在)? )
    | (?<=[{_DIGIT}])
      (?: (?<![{_DIGIT}.．][{_DIGIT}])(?P<arabic>[{_DIGIT}]?)[ \u3000\xa0]?[.．、](?![{_DIGIT}])
        | (?<![(（{_DIGIT}.．][{_DIGIT}])(?P<half_paren_arabic>[{_DIGIT}]?)[)）] )
    | (?<=[(（〔])[ \u3000]?(?P<paren_han>[{_HAN}]{{1,3}})[ \u3000]?[)）〕][、.．]?
    | (?<=[(（])[ \u3000]?(?P<paren_arabic>[{_DIGIT}]{{1,2}})[ \u3000]?[)）][、.．]?
    | (?<=第)(?: (?P<part>[{_HAN}]{{1,3}})(?:部分|章)[、.．:：]? | (?P<ordinal>[{_HAN}]{{1,2}})[,，、:：] )
    | (?<=其)(?P<among>[{_HAN}])(?:是|[,，、:：])
    | (?P<order>(?<=首)先|(?<=其)次|(?<=再)[次者]|(?<=最)后)(?:是|要)?[,，、:：]?
    )
  | (?P<dingbat_han>(?<=[㈠-㈩]))[、.．]?
  | (?P<circled>(?<=[①-⑳⑴-⒇⒈-⒛]))[、.．]?
  )
    """,
    re.VERBOSE,
)
_VALUE = {char: index for index, char in enumerate(_HAN, 1)}
_VARIANTS: dict[str, Style] = {
    "dingbat_han": "paren_han",
    "half_paren_han": "paren_han",
    "half_paren_arabic": "paren_arabic",
}
_ORDER = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 4}
_BLANK = " \t\u3000\xa0\ufeff\u200b|*#•·●◆■►>\\-"
_BREAK = "\n\r\v\f\u2028\u2029\x85"
_OPENING = "第(（〔 \u3000"
_MOST_BLANKS = 40


class Mark(NamedTuple):
    """One enumerator: `text[start:end]` is the enumerator itself, `before` says what precedes it."""

    start: int
    end: int
    style: Style
    number: int
    before: int


def find_marks(text: str, start: int, end: int) -> list[Mark]:
    """All enumerators of `text[start:end]` in order; those glued to a word before them are kept too."""
    marks = []
    for match in _MARK.finditer(text, start, end):
        name = match.lastgroup or "han"
        first, last = match.span()
        before = _before(text, first, start)
        if (name.startswith("half_") and before < STOP) or (
            name == "say" and text[first - 1 : first] == "第"
        ):
            continue
        style: Style = _VARIANTS.get(name, name)  # type: ignore[arg-type]
        marks.append(Mark(first, last, style, _number(text[first : match.end(name)], name), before))
    return marks


def _number(sign: str, name: str) -> int:
    """The value of an enumerator, of which `sign` holds what counts and what opens it."""
    body = sign.lstrip(_OPENING)
    if name.endswith("arabic"):
        return int(body)
    if name == "dingbat_han":
        return ord(body) - ord("㈠") + 1
    if name == "circled":
        for first in "①⑴⒈":
            if 0 <= ord(body) - ord(first) < 20:
                return ord(body) - ord(first) + 1
    if name == "order":
        return _ORDER[body]
    if name == "among":
        return _VALUE[body[-1]]
    return _han_number(body)


def _han_number(body: str) -> int:
    tens, ten, ones = body.rpartition("十")
    if not ten:
        return _VALUE[body] if len(body) == 1 else 0
    return 10 * _VALUE.get(tens, 1) + _VALUE.get(ones, 0)


def _before(text: str, at: int, floor: int) -> int:
    here = at
    least = max(floor, at - _MOST_BLANKS)
    while here > least and text[here - 1] in _BLANK:
        here -= 1
    if here <= floor or text[here - 1] in _BREAK:
        return LINE
    char = text[here - 1]
    if char in "”’』」)）" and here >= 2 and text[here - 2] in "。！？!?；;":
        return STOP
    if char in "。！？!?；;":
        return STOP
    if char in "：:":
        return COLON
    if here < at:
        return SPACE
    return COMMA if char in ",，" else GLUED
