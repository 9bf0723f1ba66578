"""Where a heading or lead ends that was run together with its text, no mark nor blank between."""

from __future__ import annotations

import re
from functools import lru_cache

from fazhi_extract.lexicon import Lexicon
from fazhi_extract.outline.leads import opens_lead, topic_end
from fazhi_extract.outline.structure import Block, Extent

__all__ = ["glued_end", "has_glued_top", "mend_leads"]

_COMMA = re.compile(r"[,，]")
_FIRST_MARK = re.compile(r"[，,。；;：:“《（(]")
_QUOTED = re.compile(r"[“《(（「][^”》)）」\n]{0,40}[”》)）」]")
_NOUNS = (
    "第一责任人(?:的)?职责|职责(?:有关|的)?情况|(?:工作|建设|落实|推进|总体|基本|完成|履职|开展|有关)(?:的)?情况|成效|做法|举措|成绩|不足|原因|问题|短板|差距"
    "|安排|打算|思路|计划|措施|总结|(?:报告|说明)的事项|努力方向"
)
_HEAD_NOUN = re.compile(
    rf"(?:{_NOUNS})(?!和|与|及|、|的|等|以|暨|,|，|:|：|。|；|;|[ \u3000\n]|$|{_NOUNS}|情况|短板|分析|剖析)"
)
_FIGURE = re.compile(r"[0-9０-９]")
_LEAST_CLAUSE = 5
_LONGEST_CLAUSE = 24
_LONGEST_TOP = 45
_SHORT, _ORDINARY = 22, 34


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
    ordinary = end - start <= (_SHORT if glued else _ORDINARY) and len(commas) <= 1
    if ordinary and not _FIGURE.search(bare):
        return None
    second = commas[0] + 1 if commas and commas[0] < _LONGEST_CLAUSE else 0
    last = min(len(bare), second + _LONGEST_CLAUSE + 8)
    if len(commas) > (second > 0):
        last = min(last, commas[1] if second else commas[0])
    cut = _best_cut(bare, second, last, lexicon)
    if cut is None and glued:
        cut = _last_noun(bare, second, last) or _last_noun(bare, 0, second)
    return start + cut if cut is not None else None


def _best_cut(bare: str, second: int, last: int, lexicon: Lexicon) -> int | None:
    """The surest place where text begins; the first of two clauses is less likely to hold it.

    Signs are words that open texts, a verb after a noun of a field of work, the end of an official heading.
    """
    cuts: dict[int, int] = {}
    strong = _openers(lexicon, "strong").search(bare, _LEAST_CLAUSE, last)
    if strong:
        cuts[strong.start()] = 6
    official = _official(lexicon).search(bare, 0, last)
    if official:
        cuts[official.end()] = 4 if official.start() >= second else 3
    for at in range(_LEAST_CLAUSE, last - 3):
        begin = second if at >= second else 0
        if at - begin < _LEAST_CLAUSE:
            continue
        points = 2 if _openers(lexicon, "weak").match(bare, at) else 0
        verb = opens_lead(bare, at, lexicon)
        if points or verb:
            points += verb + (2 if topic_end(bare[begin:at]) else 0) - (1 if at < second else 0)
            if points >= 3:
                cuts[at] = max(points, cuts.get(at, 0))
    whole = [at for at in cuts if bare[at - 1] not in ",，、"]
    return max(whole, key=lambda at: (cuts[at], -at), default=None)


def _last_noun(bare: str, begin: int, last: int) -> int | None:
    ends = [at for at in range(begin + 4, min(last, begin + 15)) if topic_end(bare[begin:at])]
    return ends[-1] if ends else None


@lru_cache(maxsize=8)
def _official(lexicon: Lexicon) -> re.Pattern[str]:
    cores = sorted((row[1] for row in lexicon.rows("topic_headings")), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, cores))})(?:体系|机制|纠纷|职责)?")


def _unquoted(text: str, start: int, end: int) -> str:
    return _QUOTED.sub(lambda match: "“" * len(match.group()), text[start:end])


def mend_leads(text: str, blocks: list[Block], ends: dict[int, int], lexicon: Lexicon) -> list[Block]:
    """A list in which the others have leads: an item whose 。 was lost gets its lead too.

    `ends` says for the start of each item where its enumerator ends.
    """
    lengths = {block.heading.end - block.heading.start for block in blocks if block.heading}
    if not lengths:
        return blocks
    mended = []
    for block in blocks:
        begin = ends.get(block.extent.start)
        if block.heading is None and block.kind == "item" and begin is not None:
            mark = _FIRST_MARK.search(text, begin, block.extent.end)
            end = _lost_stop(text, begin, mark.start() if mark else block.extent.end, lengths, lexicon)
            if end is not None:
                mended.append(block._replace(heading=Extent(begin, end)))
                continue
        mended.append(block)
    return mended


def _lost_stop(text: str, start: int, end: int, lengths: set[int], lexicon: Lexicon) -> int | None:
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
