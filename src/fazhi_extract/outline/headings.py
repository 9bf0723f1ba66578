"""Which enumerators open a section, and where their heading ends."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from itertools import chain
from typing import Literal, NamedTuple

from fazhi_extract.lexicon import Lexicon
from fazhi_extract.models import Role
from fazhi_extract.outline.glued import glued_end, has_glued_top
from fazhi_extract.outline.labels import label_of
from fazhi_extract.outline.numbering import COLON, GLUED, LINE, SPACE, STOP, Mark
from fazhi_extract.outline.roles import heading_role
from fazhi_extract.outline.sentences import trim
from fazhi_extract.outline.structure import Extent
from fazhi_extract.outline.title import is_title

__all__ = ["Heading", "Level", "choose_headings"]

Level = Literal[1, 2, 3]
ClosedBy = Literal["line", "child", "stop", "semicolon", "colon", "blank", "glued", "figure", "long"]
LEVELS: dict[str, Level] = {"bare": 1, "part": 1, "han": 1, "paren_han": 2, "arabic": 3}
_LONGEST = 70
_SHORT = 24
_BREAKS = frozenset("\n\r\v\f\u2028\u2029\x85")
_BLANKS = frozenset(" \t\u3000\xa0")
_STOPS = frozenset("。！？!?；;")
_SEMICOLONS = ("；", ";")
_CLOSED_BY: dict[str, ClosedBy] = {
    **dict.fromkeys("。！？!?", "stop"),
    **dict.fromkeys("；;", "semicolon"),
    **dict.fromkeys("：:", "colon"),
}
_OPEN, _CLOSE = frozenset("“《(（「『"), frozenset("”》)）」』")
_SIGN = re.compile(f"[{''.join(_BREAKS | _BLANKS | _STOPS | _OPEN | _CLOSE)}：:]")
_WORD = re.compile(r"[^\s\-•·*|#>]")
_BARE_LINE = (
    r"[ \t\u3000\xa0*#]*(?P<words>[^\s，,。；;：:、|！!？?（）()《》“”]{3,24})[ \t\u3000\xa0*]*(?=[\n\r])"
)
_BARE_FIRST, _BARE = re.compile(_BARE_LINE), re.compile(rf"[\n\r]{_BARE_LINE}")
_LINE = re.compile(r"[^\n\r]{1,24}")
_OF_BLOCKS = frozenset({"shown", "cause", "mending", "mended", "steps"})
_OF_PROBLEMS = frozenset({"cause", "mending", "mended", "next"})
_MARK = re.compile(r"[。！？!?；;\n\r]")
_FIGURE = re.compile(
    r"[0-9０-９]+(?:\.[0-9]+)?(?:余|多)?(?:万|亿)?(?:件|人次|名|次|家|场|份|个|项|人|元|万元|起|%|％)"
)
_OTHER_HALF = re.compile(r"[^，,。；;：:\n\r \u3000\xa0\t]{2,24}(?=[\n\r。]|[ \u3000\xa0\t])")
_TEXT_AFTER_BLANK = re.compile(r"20\d\d|今年|本年|一年|[(（一二三四五六七八九]")


class Heading(NamedTuple):
    """An accepted heading. `extent` holds the number and not the closing mark; the body begins at `body`."""

    extent: Extent
    words: Extent
    body: int
    level: Level
    number: int | None


class _Reading(NamedTuple):
    """A stretch read as a heading: its end, where its text begins, and what closed it."""

    end: int
    body: int
    closed_by: ClosedBy


def choose_headings(text: str, body: Extent, marks: list[Mark], lexicon: Lexicon) -> list[Heading]:
    """Headings among `marks`, in order, and those that stand on a line of their own without a number."""
    marks = _with_bare(text, body, marks, lexicon)
    chooser = _Chooser(text, body, marks, lexicon)
    first_ones = [mark.start for mark in marks if mark.number == 1 and mark.style != "han"]
    for mark in marks:
        if mark.style in LEVELS:
            at = bisect_left(first_ones, mark.end + 4)
            chooser.consider(mark, LEVELS[mark.style], first_ones[at] if at < len(first_ones) else body.end)
    return _with_bodies(text, body, chooser.accepted, marks)


def _with_bare(text: str, body: Extent, marks: list[Mark], lexicon: Lexicon) -> list[Mark]:
    """`marks` and the short lines that name the role of what follows, as marks without a number.

    Beside numbered headings such a line counts only where its role is not the one of the heading above.
    """
    tops = [mark for mark in marks if mark.style == "han" and mark.before == LINE]
    starts = {mark.start for mark in marks}
    found = []
    first = _BARE_FIRST.match(text, 0, body.end) if body.start == 0 else None
    below = _BARE.finditer(text, max(body.start - 1, 0), body.end)
    for match in chain([first] if first else [], below):
        start, end = match.span("words")
        role = heading_role(text[start:end], lexicon)
        if role is None or start in starts or match.end() >= body.end or is_title(text[start:end]):
            continue
        above = tops[at - 1] if (at := bisect_left(tops, start, key=lambda mark: mark.start)) else None
        if above is None or _opens_other(text, above, text[start:end], role, lexicon):
            found.append(Mark(start, start, "bare", 0, LINE))
    if len(found) > 1:
        found = _without_repeated(text, found)
    return sorted([*marks, *found], key=lambda mark: mark.start) if found else marks


def _opens_other(text: str, above: Mark, words: str, role: Role, lexicon: Lexicon) -> bool:
    """Does a line without a number open another section than the one above, rather than label its blocks?"""
    own = heading_role(text[above.end : above.end + 30].split("\n", 1)[0], lexicon)
    return own != role and not (own == "shortcomings" and label_of(words) in _OF_BLOCKS)


def _without_repeated(text: str, found: list[Mark]) -> list[Mark]:
    """Without the lines that stand again and again (整改措施 under each problem): they label blocks."""
    lines = [_LINE.match(text, mark.start) for mark in found]
    words = [line.group().strip() if line else "" for line in lines]
    times = Counter(words)
    return [mark for mark, one in zip(found, words, strict=True) if times[one] == 1 or not label_of(one)]


class _Chooser:
    """Goes through the enumerators in order and keeps the number last seen on each level."""

    def __init__(self, text: str, body: Extent, marks: list[Mark], lexicon: Lexicon) -> None:
        self.text, self.body, self.lexicon = text, body, lexicon
        self.by_line = sum(1 for mark in marks if mark.style == "han" and mark.before == LINE) >= 2
        self.glued = any(
            mark.style == "han"
            and SPACE <= mark.before < LINE
            and has_glued_top(text, mark.end, _first_mark(text, mark.end, body.end))
            for mark in marks
        )
        self.run_in = {level for level in (2, 3) if self.glued and _run_in(text, marks, level, body.end)}
        self.accepted: list[Heading] = []
        self.last: dict[int, int] = {1: 0, 2: 0, 3: 0}

    def consider(self, mark: Mark, level: Level, child: int) -> None:
        if self.accepted and mark.start < self.accepted[-1].body:
            return
        if not self._placed(mark, level):
            return
        reading = self._read(mark, child, level)
        if not self._fits(mark, level, reading):
            return
        words = trim(self.text, mark.end, reading.end)
        self.accepted.append(
            Heading(Extent(mark.start, reading.end), words, reading.body, level, mark.number or None)
        )
        self.last[level] = mark.number or self.last[level]
        for lower in range(level + 1, 4):
            self.last[lower] = 0

    def _read(self, mark: Mark, child: int, level: int) -> _Reading:
        """Where the heading that begins after `mark` ends, and why."""
        text, first = self.text, mark.end
        while first < self.body.end and text[first] in _BLANKS:
            first += 1
        in_line = mark.before != LINE
        reading = _scan(text, first, min(self.body.end, first + _LONGEST), child, in_line=in_line)
        if in_line and reading.closed_by in ("stop", "long", "semicolon", "colon", "child"):
            glued = self.glued and reading.closed_by != "child" and level not in self.run_in
            end = glued_end(text, first, reading.end, top=level == 1, glued=glued, lexicon=self.lexicon)
            if end is not None:
                return _Reading(end, end, "glued")
        if reading.closed_by == "stop" and _FIGURE.search(text, first, reading.end):
            return reading._replace(closed_by="figure")
        return reading

    def _placed(self, mark: Mark, level: int) -> bool:
        """May a heading stand here, by what precedes it?"""
        if mark.before == LINE:
            return True
        if mark.before >= SPACE:
            return level > 1 or not self.by_line or mark.number == self.last[1] + 1
        if mark.before == GLUED and level > 1 and self.accepted:
            last = self.accepted[-1]
            return last.level < level and mark.start in (last.body, last.extent.end)
        return False

    def _fits(self, mark: Mark, level: int, reading: _Reading) -> bool:
        """Is the number a plausible next one, and are the words a heading's?"""
        if reading.end - mark.end < 2 or reading.closed_by in ("semicolon", "long"):
            return False
        if level > 1 and reading.closed_by == "figure":
            return False
        if mark.before == LINE:
            return True
        last = self.last[level]
        if mark.number != last + 1:
            if mark.before < STOP or not last < mark.number <= last + 2:
                return False
            if (
                self.text[max(0, mark.start - _LONGEST) : mark.start].rstrip()[-1:] in _SEMICOLONS
            ):  # the one before it is a list's item
                return False
        return level > 1 or mark.before != COLON or mark.number == 1


def _run_in(text: str, marks: list[Mark], level: int, end: int) -> bool:
    """Do the headings of `level`, most of them, close with a 。 after few words?"""
    lengths = sorted(
        _first_mark(text, mark.end, end) - mark.end for mark in marks if LEVELS.get(mark.style) == level
    )
    return bool(lengths) and lengths[len(lengths) // 2] <= _SHORT


def _first_mark(text: str, start: int, end: int) -> int:
    match = _MARK.search(text, start, min(end, start + _LONGEST))
    return match.start() if match else min(end, start + _LONGEST)


def _scan(text: str, first: int, limit: int, child: int, *, in_line: bool) -> _Reading:
    """Read on from `first` to what closes a heading; `child` is the next enumerator that begins a list."""
    depth = 0
    after = first
    for sign in _SIGN.finditer(text, first, max(first, min(limit, child))):
        at, char = sign.start(), sign.group()
        if char in _BREAKS:
            return _Reading(_rstrip(text, first, at), at, "line")
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and (char in _STOPS or (char in "：:" and 4 <= at - first <= 40)):
            return _Reading(_rstrip(text, first, at), _after_closers(text, at + 1, limit), _CLOSED_BY[char])
        elif depth == 0 and char in _BLANKS and at >= max(after, first + 3):
            after = at + 1
            while after < limit and text[after] in _BLANKS:
                after += 1
            if not _continues(text, after, limit, in_line=in_line):
                return _Reading(at, after, "line" if after < limit and text[after] in _BREAKS else "blank")
    if child < limit:
        at = max(first, child)
        return _Reading(_rstrip(text, first, at), at, "child")
    if limit - first < _LONGEST:
        return _Reading(_rstrip(text, first, limit), limit, "line")
    return _Reading(limit, limit, "long")


def _after_closers(text: str, at: int, stop: int) -> int:
    while at < stop and text[at] in "”’』」":
        at += 1
    return at


def _continues(text: str, start: int, limit: int, *, in_line: bool) -> bool:
    """Is what follows a blank the other half of the heading, not its text?"""
    match = _OTHER_HALF.match(text, start, limit)
    if match is None or _TEXT_AFTER_BLANK.match(match.group()):
        return False
    return not in_line or match.end() >= limit or text[match.end()] != "。"


def _rstrip(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " \t\u3000\xa0：:|*#":
        end -= 1
    return end


def _only_announces(text: str, start: int, end: int) -> bool:
    """Is the stretch below a heading one line that announces what comes next (原因分析：)?"""
    if end - start > _LONGEST or not text[start:end].rstrip().endswith((":", "：")):
        return False
    return text[start] in _BREAKS and len(text[start:end].split()) == 1


def _is_problem(text: str, heading: Heading) -> bool:
    """Is a heading a problem itself: a sentence over the label of its cause or mending (整改措施：)?"""
    end, below = heading.extent.end, heading.body
    if text[end : end + 1] not in _STOPS or text[below : below + 1] not in _BREAKS:
        return False
    return label_of(text[below : below + _SHORT].lstrip()) in _OF_PROBLEMS


def _with_bodies(text: str, body: Extent, found: list[Heading], marks: list[Mark]) -> list[Heading]:
    """Without the headings of level 2 and 3 that have neither text nor children: those are items."""
    opening = [mark.start for mark in marks if mark.before >= STOP] + [body.end]
    style_at: dict[int, str] = {mark.start: mark.style for mark in marks}
    kept: list[Heading] = []
    for index, heading in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        if heading.level == 1 or (following is not None and following.level > heading.level):
            kept.append(heading)
            continue
        next_mark = opening[bisect_left(opening, heading.body)]
        if (
            _WORD.search(text, heading.body, next_mark)
            and not _only_announces(text, heading.body, next_mark)
            and not _is_problem(text, heading)
        ) or LEVELS.get(style_at.get(next_mark, "part"), 4) > heading.level:
            kept.append(heading)
    return kept
