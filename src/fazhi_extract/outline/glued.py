"""Where a heading ends that was run together with its text: no mark, no blank, no line break between them."""

from __future__ import annotations

import re
from functools import lru_cache

from fazhi_extract.lexicon import Lexicon
from fazhi_extract.outline.leads import topic_end

__all__ = ["glued_end", "lost_stop"]

_COMMA = re.compile(r"[,，]")
_QUOTED = re.compile(r"[“《(（「][^”》)）」\n]{0,40}[”》)）」]")
_HEAD_NOUN = re.compile(
    r"(?:职责(?:有关|的)?情况|(?:工作|建设|落实|推进|总体|基本|完成|履职|开展)(?:的)?情况|成效|做法|举措|成绩|不足|原因|问题|短板|差距"
    r"|安排|打算|思路|计划|措施|总结)(?![和与及、的等,，:：。；;]|情况|措施|短板|成效)"
)
_LEAST_CLAUSE = 5
_LONGEST_CLAUSE = 24
_ORDINARY = 34


@lru_cache(maxsize=8)
def _openers(lexicon: Lexicon, strength: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row[1]})" for row in lexicon.rows("body_openers") if row[0] == strength))


def glued_end(text: str, start: int, end: int, *, top: bool, lexicon: Lexicon) -> int | None:
    """The offset at which the heading that begins at `start` ends, if `text[start:end]` is too much for one.

    `end` is the next mark of a sentence. None where the stretch reads as one heading or no end can be seen.
    """
    bare = _QUOTED.sub(lambda match: "“" * len(match.group()), text[start:end])
    commas = [match.start() for match in _COMMA.finditer(bare)]
    if end - start <= _ORDINARY and len(commas) <= 1:
        return None
    if top:
        noun = _HEAD_NOUN.search(bare, 2, 45)
        if noun:
            return start + noun.end()
    first = commas[0] + 1 if commas and commas[0] < _LONGEST_CLAUSE else 0
    last = min(len(bare), first + _LONGEST_CLAUSE + 8)
    strong = _openers(lexicon, "strong").search(bare, _LEAST_CLAUSE, last)
    weak = _openers(lexicon, "weak").search(bare, first + _LEAST_CLAUSE, last)
    ends = [found.start() for found in (strong, weak) if found]
    return start + min(ends) if ends else None


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
