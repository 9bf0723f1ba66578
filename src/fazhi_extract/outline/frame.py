"""The report proper on its page: where it begins and ends, its title, and the lines that sign it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from fazhi_extract.lexicon import Lexicon
from fazhi_extract.outline.closing import find_closing
from fazhi_extract.outline.lines import lines_of
from fazhi_extract.outline.roles import heading_role
from fazhi_extract.outline.sentences import trim
from fazhi_extract.outline.structure import Extent
from fazhi_extract.outline.title import best_title, is_title, title_before, title_with_line_above

__all__ = ["Frame", "find_frame"]

_PROSE = re.compile(r"[。；;]|(?:报告|汇报|总结)如下|[^，,。]{6,}[，,][^，,。]{4,}[，,]")
_FIRST_NUMBER = re.compile(
    r"[ \t\u3000\xa0]*(?:[一二三四五六七八九十]{1,3}[、．.]|[(（][一二三四五六七八九十]{1,3}[)）]|第一部分)"
)
_NUMBER_INSIDE = re.compile(r"(?<![一二三四五六七八九十第])一、")
_SENTENCE_END = re.compile(r"[。；;]")
_CRUMB = re.compile(r"[>＞»›|]")
_VALUE = re.compile(
    r"[ \u3000]*(?:20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?(?:[ \u3000]+\d{1,2}:\d\d(?::\d\d)?)?"
    r"|\d+(?:次|人次)?(?=[ \u3000]|$)|(?![^ \u3000]{0,30}[，,])[^ \u3000，,。]{1,30}(?=[ \u3000]))?"
)
_NOT_HEADING = re.compile(r"[\s，,。；;：:、|！!？?（）()《》“”>＞»]")
_HEAD_LINES = 200
_HEAD_WINDOW = 2500
_LABEL_LINE = 120


@dataclass(frozen=True, slots=True)
class Frame:
    """What `find_frame` found; `signature` holds the issuer and date lines."""

    body: Extent
    title: Extent | None
    signature: tuple[Extent, ...]


@lru_cache(maxsize=8)
def _furniture(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    rows = lexicon.rows("page_furniture")
    return (
        re.compile("|".join(f"(?:{row[1]})" for row in rows if row[0] == "head")),
        re.compile("|".join(f"(?:{row[1]})" for row in rows if row[0] == "foot")),
    )


def find_frame(text: str, lexicon: Lexicon) -> Frame:
    """Find the report proper in `text`. Without any sign of it the body is the whole text, trimmed."""
    lines = lines_of(text, 0, len(text))
    if not lines:
        return Frame(Extent(0, 0), None, ())
    head, foot = _furniture(lexicon)
    start, title = _opening(text, lines, head, lexicon)
    end, signature = find_closing(text, [line for line in lines if line.end > start], start, foot)
    return Frame(trim(text, start, max(start, end)), title, signature)


def _names_role(text: str, line: Extent, lexicon: Lexicon) -> bool:
    """Is a line before the first numbered heading a heading without a number?"""
    content = text[line.start : line.end]
    plain = len(content) <= 24 and not _NOT_HEADING.search(content) and not is_title(content)
    return plain and heading_role(content, lexicon) is not None


def _opening(
    text: str, lines: list[Extent], head: re.Pattern[str], lexicon: Lexicon
) -> tuple[int, Extent | None]:
    """Where the body begins, and the title: the lines before the first heading may hold one."""
    titles: list[Extent] = []
    start: int | None = None
    own: Extent | None = None
    for index, line in enumerate(lines[:_HEAD_LINES]):
        content = text[line.start : min(line.end, line.start + 200)]
        if _FIRST_NUMBER.match(content):
            if start is None:
                above = lines[index - 1] if index else None
                start = above.start if above and _names_role(text, above, lexicon) else line.start
            break
        label = head.match(content.lstrip("•· "))
        if start is None and not (label and line.end - line.start < _LABEL_LINE) and _PROSE.search(content):
            start, own = _cut_line(text, line, head)
            if line.end - line.start > _HEAD_WINDOW:
                break
        elif not label and not _CRUMB.search(content) and is_title(content):
            titles.append(title_with_line_above(text, lines[index - 1] if index else None, line, head))
            if start is not None:
                break
    if start is None:
        start = lines[0].start
    return start, own or best_title(text, titles)


def _cut_line(text: str, line: Extent, head: re.Pattern[str]) -> tuple[int, Extent | None]:
    """Inside the line in which prose begins: drop the labels and the title that stand before it."""
    stop = min(line.end, line.start + _HEAD_WINDOW)
    ends = [pattern.search(text, line.start, stop) for pattern in (_NUMBER_INSIDE, _SENTENCE_END)]
    limit = min([found.start() for found in ends if found] or [stop])
    start = line.start
    labels = [found for found in head.finditer(text, line.start, limit) if found.end() < limit]
    title: Extent | None = None
    if labels and labels[0].start() - line.start < 200:
        value = _VALUE.match(text, labels[-1].end(), limit)
        start = value.end() if value else labels[-1].end()
        title = title_before(text, line.start, labels[0].start()) or title_before(
            text, labels[0].start(), start
        )
    whole = trim(text, start, line.end)
    own = title_before(text, whole.start, min(limit, whole.start + 120), opening=True)
    if own is not None:
        return trim(text, own.end, line.end).start, own
    return whole.start, title
