"""Which enumerators open a section, and where their heading ends."""

from __future__ import annotations

import re
from typing import NamedTuple

from fazhi_extract.lexicon import Lexicon
from fazhi_extract.outline.numbering import COLON, GLUED, LINE, SPACE, STOP, Mark
from fazhi_extract.outline.sentences import trim
from fazhi_extract.outline.structure import Extent

__all__ = ["Heading", "choose_headings"]

LEVELS = {"part": 1, "han": 1, "paren_han": 2, "arabic": 3}
_LONGEST = 70
_END = re.compile(r"[。！？!?；;\n\r\v\f\u2028\u2029\x85]|[：:]|[ \t\u3000\xa0]+")
_BREAKS = "\n\r\v\f\u2028\u2029\x85"
_GLUED_CHILD = re.compile(r"[(（][一1１][)）](?![^，,。]{0,12}[)）])")
_OPEN, _CLOSE = "“《(（「『", "”》)）」』"
_FIGURE = re.compile(
    r"[0-9０-９]+(?:\.[0-9]+)?(?:余|多)?(?:万|亿)?(?:件|人次|名|次|家|场|份|个|项|人|元|万元|起|%|％)"
)
_YEAR = re.compile(r"20[0-9]{2}年")
_WITHOUT_NUMBER = 26


class Heading(NamedTuple):
    """An accepted heading. `extent` holds the number and not the closing mark; the body begins at `body`."""

    extent: Extent
    words: Extent
    body: int
    level: int
    number: int | None
    run_in: bool


class _Reading(NamedTuple):
    end: int
    body: int
    closed_by: str


def choose_headings(text: str, body: Extent, marks: list[Mark], lexicon: Lexicon) -> list[Heading]:
    """Headings among `marks`, in order, plus lines that are headings without a number."""
    by_line = sum(1 for mark in marks if mark.style == "han" and mark.before == LINE) >= 2
    state = _State(text, body, lexicon, by_line)
    for index, mark in enumerate(marks):
        if mark.style in LEVELS:
            following = marks[index + 1].start if index + 1 < len(marks) else body.end
            state.consider(mark, following)
    return _with_bodies(text, body, state.accepted)


class _State:
    def __init__(self, text: str, body: Extent, lexicon: Lexicon, by_line: bool) -> None:
        self.text, self.body, self.lexicon, self.by_line = text, body, lexicon, by_line
        self.accepted: list[Heading] = []
        self.last = {1: 0, 2: 0, 3: 0}
        self.role: str | None = None

    def consider(self, mark: Mark, following: int) -> None:
        level = LEVELS[mark.style]
        if self.accepted and mark.start < self.accepted[-1].body:
            if not (level > self.accepted[-1].level and mark.before <= SPACE):
                return
            self._cut_last(mark)
        if not self._placed(mark, level):
            return
        reading = _read_heading(self.text, mark, self.body.end, level)
        if reading is None or not self._fits(mark, level, reading):
            return
        self.accepted.append(
            Heading(
                Extent(mark.start, reading.end),
                trim(self.text, mark.end, reading.end),
                reading.body,
                level,
                mark.number,
                reading.closed_by not in ("line", "child"),
            )
        )
        self.last[level] = mark.number
        for lower in range(level + 1, 4):
            self.last[lower] = 0

    def _cut_last(self, mark: Mark) -> None:
        """A deeper enumerator stands in what looked like one heading: the heading ends before it."""
        before = self.accepted[-1]
        end = trim(self.text, before.extent.start, mark.start).end
        if end - before.words.start >= 2:
            self.accepted[-1] = before._replace(
                extent=Extent(before.extent.start, end),
                words=Extent(before.words.start, end),
                body=mark.start,
            )

    def _placed(self, mark: Mark, level: int) -> bool:
        """May a heading stand here, by what precedes it?"""
        if mark.before == LINE:
            return True
        if mark.before >= SPACE:
            return not (level == 1 and self.by_line and mark.number != self.last[1] + 1)
        if mark.before == GLUED and level == 2 and self.accepted:
            last = self.accepted[-1]
            return last.body == mark.start or mark.start == last.extent.end
        return False

    def _fits(self, mark: Mark, level: int, reading: _Reading) -> bool:
        """Is the number a plausible next one, and are the words a heading's?"""
        words = self.text[mark.end : reading.end].strip()
        if len(words) < 2:
            return False
        if reading.closed_by in "；;" and reading.closed_by:
            return False
        if level > 1 and reading.closed_by == "figure":
            return False
        last = self.last[level]
        if mark.before == LINE:
            return not (reading.closed_by == "long")
        if reading.closed_by == "long":
            return False
        expected = mark.number == last + 1 or (mark.before >= STOP and last < mark.number <= last + 2)
        if level == 1:
            return expected and (mark.before != COLON or mark.number == 1)
        return expected


def _read_heading(text: str, mark: Mark, stop: int, level: int) -> _Reading | None:
    """Where the heading that begins after `mark` ends and why; None where the words cannot be one."""
    start = mark.end
    depth = 0
    limit = min(stop, start + _LONGEST)
    space: int | None = None
    at = start
    while at < limit and text[at] in " \t\u3000\xa0":
        at += 1
    first = at
    while at < limit:
        char = text[at]
        if char in _BREAKS:
            return _Reading(_rstrip(text, first, at), at, "line")
        if char in _OPEN:
            if (
                depth == 0
                and char in "(（"
                and at > first + 2
                and level == 1
                and _GLUED_CHILD.match(text, at)
            ):
                return _Reading(_rstrip(text, first, at), at, "child")
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and char in "。！？!?；;":
            return _finish(text, first, at, char, stop)
        elif depth == 0 and char in "：:" and at - first >= 4 and at - first <= 40:
            return _Reading(_rstrip(text, first, at), at + 1, ":")
        elif depth == 0 and char in " \t\u3000\xa0" and at - first >= 4:
            end = at
            while at + 1 < limit and text[at + 1] in " \t\u3000\xa0":
                at += 1
            if space is None and not _continues(text, at + 1, limit):
                space = end
                break
        at += 1
    if space is not None:
        return _Reading(space, at + 1, "space")
    if at >= stop:
        return _Reading(_rstrip(text, first, stop), stop, "line")
    return _Reading(limit, limit, "long")


def _finish(text: str, first: int, at: int, char: str, stop: int) -> _Reading:
    body = at + 1
    while body < stop and text[body] in "”’』」":
        body += 1
    if _FIGURE.search(text, first, at) and not _YEAR.fullmatch(text, first, at):
        return _Reading(at, body, "figure")
    return _Reading(at, body, char)


def _continues(text: str, start: int, limit: int) -> bool:
    """Is what follows a blank the other half of the heading, not its text?"""
    match = re.compile(r"[^，,。；;：:\n\r \u3000\xa0\t]{2,24}(?=[\n\r。]|[ \u3000\xa0\t])").match(
        text, start, limit
    )
    return match is not None and not re.match(r"20\d\d|今年|本年|一年|[(（一二三四五六七八九]", match.group())


def _rstrip(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " \t\u3000\xa0：:|*#":
        end -= 1
    return end


def _with_bodies(text: str, body: Extent, found: list[Heading]) -> list[Heading]:
    """Leave out headings of level 2 and 3 that close like a sentence and have no text: they are items."""
    kept = []
    for index, heading in enumerate(found):
        after = found[index + 1].extent.start if index + 1 < len(found) else body.end
        empty = trim(text, heading.body, after)
        bare = empty.start >= empty.end
        deeper = index + 1 < len(found) and found[index + 1].level > heading.level
        if bare and not deeper and heading.level > 1:
            continue
        kept.append(heading)
    return kept
