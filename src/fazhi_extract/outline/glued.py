"""Where a heading or lead ends that was run together with its text: no mark, no blank, no line break between."""

from __future__ import annotations

import re
from functools import lru_cache

from fazhi_extract.lexicon import Lexicon
from fazhi_extract.outline.leads import opens_lead, topic_end

__all__ = ["glued_end", "has_glued_top", "lost_stop"]

_COMMA = re.compile(r"[,，]")
_QUOTED = re.compile(r"[“《(（「][^”》)）」\n]{0,40}[”》)）」]")
_NOUNS = (
    "职责(?:有关|的)?情况|(?:工作|建设|落实|推进|总体|基本|完成|履职|开展|有关)(?:的)?情况|成效|做法|举措|成绩|不足|原因|问题|短板|差距"
    "|安排|打算|思路|计划|措施|总结|事项"
)
_HEAD_NOUN = re.compile(
    rf"(?:{_NOUNS})(?!和|与|及|、|的|等|以|暨|,|，|:|：|。|；|;|[ \u3000\n]|$|{_NOUNS}|情况|短板|分析|剖析)"
)
_LEAST_CLAUSE = 5
_LONGEST_CLAUSE = 24
_LONGEST_TOP = 45
_ORDINARY = 34


@lru_cache(maxsize=8)
def _openers(lexicon: Lexicon, strength: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row[1]})" for row in lexicon.rows("body_openers") if row[0] == strength))


def has_glued_top(text: str, start: int, end: int) -> bool:
    """Does a top heading that begins at `start` run on into text after its head noun (…情况主要负责人…)?"""
    return _HEAD_NOUN.search(_unquoted(text, start, min(end, start + _LONGEST_TOP)), 2) is not None


def glued_end(text: str, start: int, end: int, *, top: bool, glued: bool, lexicon: Lexicon) -> int | None:
    """The offset at which the heading that begins at `start` ends, if `text[start:end]` is too much for one.

    `end` is the next mark of a sentence, `glued` says that the report's headings are known to run into their
    text. None where the stretch reads as one heading or no end can be seen.
    """
    bare = _unquoted(text, start, end)
    commas = [match.start() for match in _COMMA.finditer(bare)]
    if top:
        noun = _HEAD_NOUN.search(bare, 2, _LONGEST_TOP)
        if noun:
            return start + noun.end()
    if not glued and end - start <= _ORDINARY and len(commas) <= 1:
        return None
    first = commas[0] + 1 if commas and commas[0] < _LONGEST_CLAUSE else 0
    last = min(len(bare), first + _LONGEST_CLAUSE + 8)
    strong = _openers(lexicon, "strong").search(bare, _LEAST_CLAUSE, last)
    weak = _openers(lexicon, "weak").search(bare, first + _LEAST_CLAUSE, last)
    ends = [found.start() for found in (strong, weak) if found]
    if glued or not ends:
        ends += _verb_after_noun(bare, first, last, lexicon)
    return start + min(ends) if ends else None


def _verb_after_noun(bare: str, first: int, last: int, lexicon: Lexicon) -> list[int]:
    """The first place in the second clause where a noun of a field of work meets a verb that opens a lead."""
    for at in range(first + _LEAST_CLAUSE, last - 4):
        if topic_end(bare[first:at]) and opens_lead(bare, at, lexicon):
            return [at]
    return []


def _unquoted(text: str, start: int, end: int) -> str:
    return _QUOTED.sub(lambda match: "“" * len(match.group()), text[start:end])


def lost_stop(text: str, start: int, end: int, lengths: set[int], lexicon: Lexicon) -> int | None:
    """The end of a lead at `start` whose closing 。 was lost, where its neighbours have leads of `lengths`.

    `end` is the first mark after it. The words up to the end must be a lead's, and what follows must open
    a text, or the lead must be as long as a neighbour's.
    """
    longest = min(end, start + max(lengths) + 4)
    for at in range(start + 4, longest):
        if not topic_end(text[start:at]):
            continue
        opens = _openers(lexicon, "strong").match(text, at) or _openers(lexicon, "weak").match(text, at)
        if opens or at - start in lengths:
            return at
    return None
