"""Lines → paragraphs: which line goes on in the next one."""

from __future__ import annotations

import re
from dataclasses import astuple, dataclass, replace
from itertools import pairwise, zip_longest
from operator import itemgetter
from statistics import median

from fazhi_extract.sources.pdf.columns import Column
from fazhi_extract.sources.pdf.lines import Line

__all__ = ["Measure", "Written", "write_paragraphs"]

_INDENT = 1.0
_TOLERANCE = 1.1
_SIZE = 0.12
_GAP = 1.6
_CENTRED = 1.0
_NARROW = 0.6
_NEAR = 0.5
_GUESSED = 0.35
_HAN = re.compile("[\u4e00-\u9fff]")
_MOST_HANGING = 5.0
_LARGE = 6
_ENOUGH = 3
_WIDE_ENOUGH = 0.6
_FEW_INDENTED = 0.05
_CLOSING = frozenset("，。、；：？！）》〉」』】〕”’…—,.;:?!)%％")
_ENDING = frozenset("。；：？！.;:?!")
_WORD = re.compile(r"[0-9A-Za-z.,%‰+/-]+")
_ENUMERATOR = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|第[一二三四五六七八九十]{1,3}[，、,章节]|[一二三四五六七八九十]{1,3}是"
    r"|[\u4e00-\u9fff\s]{2,8}[:：]|[(（]?[0-9０-９]{1,2}(?:[)）、]|[.．](?![0-9０-９]))|[①-⑳]"
)


@dataclass(frozen=True, slots=True)
class Measure:
    """Where the lines of a column start and end, how far apart they are, and the size of most of them."""

    left: float
    right: float
    pitch: float
    size: float
    middle: float = 0.0
    """Of the page, where the column is the only one."""
    indented: bool = False
    """Paragraphs of the document begin with an indented line."""


@dataclass(slots=True)
class Written:
    """The text, and the extent of each page in it."""

    text: str
    pages: list[tuple[int, int]]


def write_paragraphs(columns: list[Column], page_count: int) -> Written:
    """One line a paragraph; pages without text have empty extents."""
    parts: list[str] = []
    starts: dict[int, int] = {}
    length = 0
    last: Line | None = None
    before = Measure(0.0, 0.0, 0.0, 1.0)
    for column, measure in zip(columns, _measures(columns), strict=True):
        within = hanging = False
        for line, after in zip_longest(column.lines, column.lines[1:]):
            if last is not None:
                hanging = within and _hangs(last, line, after, measure, hanging=hanging)
                goes_on = _goes_on((last, before), (line, measure), within=within, hanging=hanging)
                hanging &= goes_on
                joint = _joint(last, line) if goes_on else "\n"
                if joint is None:  # a hyphen that only the line's end made
                    parts[-1] = parts[-1][:-1]
                    length -= 1
                else:
                    parts.append(joint)
                    length += len(joint)
            starts.setdefault(line.page, length)
            parts.append(line.text)
            length += len(line.text)
            last, before, within = line, measure, True
    return Written("".join(parts), _pages(starts, page_count, length))


def _pages(starts: dict[int, int], count: int, length: int) -> list[tuple[int, int]]:
    pages: list[tuple[int, int]] = []
    end = length
    for page in range(count, 0, -1):
        start = starts.get(page, end)
        pages.append((start, end))
        end = start
    return pages[::-1]


def _measures(columns: list[Column]) -> list[Measure]:
    """The measure of each column; one of few lines has that of the others on its side."""
    own = [_measure(column) for column in columns]
    indented = _is_indented(columns, own)
    shared: dict[str, Measure] = {}
    for side in {column.side for column in columns}:
        of_side = [
            (len(column.lines), measure)
            for column, measure in zip(columns, own, strict=True)
            if column.side == side and measure is not None
        ]
        if of_side:
            large = [measure for count, measure in of_side if count >= _LARGE]
            of_all = large or [max(of_side, key=itemgetter(0))[1]]
            shared[side] = Measure(*(median(field) for field in zip(*map(astuple, of_all), strict=True)))
    found: list[Measure] = []
    for column, measure in zip(columns, own, strict=True):
        common = shared.get(column.side)
        if measure is None or common is None:
            found.append(measure or common or Measure(0.0, 0.0, 0.0, 1.0))
        elif len(column.lines) < _LARGE:
            found.append(common)
        else:
            near = abs(measure.left - common.left) < 2 * common.size
            found.append(replace(measure, right=max(measure.right, common.right)) if near else measure)
    return [replace(measure, indented=indented) for measure in found]


def _is_indented(columns: list[Column], measures: list[Measure | None]) -> bool:
    """Whether not a few lines are indented by some signs."""
    some = total = 0
    for column, measure in zip(columns, measures, strict=True):
        if measure is None:
            continue
        total += len(column.lines)
        indents = ((line.left - measure.left) / measure.size for line in column.lines)
        some += sum(_INDENT < indent < _MOST_HANGING for indent in indents)
    return some >= max(_ENOUGH, _FEW_INDENTED * total)


def _measure(column: Column) -> Measure | None:
    lines = [line for line in column.lines if line.size]
    if not lines:
        return None
    size = median(line.size for line in lines)
    text = [line for line in lines if abs(line.size - size) <= _SIZE * size] or lines
    inner = any(line.text[-1] not in _CLOSING for line in text)  # closing signs may hang over the edge
    steps = [
        after.base - before.base
        for before, after in pairwise(lines)
        if before.page == after.page and 0 < after.base - before.base < 4 * size
    ]
    left = _edge(sorted(line.left for line in text), size)
    rights = [line.right for line in text if line.text[-1] not in _CLOSING or not inner]
    right = -_edge(sorted(-end for end in rights), size)
    room = column.width - 2 * left
    full = sum(abs(end - right) < size for end in rights) >= _ENOUGH and right - left > _WIDE_ENOUGH * room
    if column.side == "single" and not full:
        right = max(right, left + room)  # no line is known to be full: as wide as the page lets it be
    return Measure(
        left,
        right,
        median(steps) if steps else 1.6 * size,
        size,
        column.width / 2 if column.side == "single" else (left + right) / 2,
    )


def _edge(values: list[float], size: float) -> float:
    """The least value that another one is near."""
    for value, after in pairwise(values):
        if after - value < 0.7 * size:
            return value
    return values[0]


def _hangs(last: Line, line: Line, after: Line | None, measure: Measure, *, hanging: bool) -> bool:
    """Whether two indented lines are of one block that is indented as a whole."""
    near = _NEAR * line.size
    if abs(line.left - last.left) > near or line.left - measure.left > _MOST_HANGING * line.size:
        return False
    return hanging or (after is not None and abs(after.left - line.left) < near)


def _goes_on(
    upper: tuple[Line, Measure], lower: tuple[Line, Measure], *, within: bool, hanging: bool
) -> bool:
    """Whether `line` is the same paragraph as `last`; `within` says that they stand in one column."""
    (last, before), (line, measure) = upper, lower
    if not last.size or not line.size or _differ(last, line):
        return False
    if (
        within
        and last.page == line.page
        and line.base - last.base > max(_GAP * measure.pitch, 1.2 * line.size)
    ):
        return False
    size = line.size
    if _is_centred(line, measure) or (within and _is_centred(last, measure)):
        large = size > (1 + _SIZE) * measure.size
        return within and large and _is_centred(line, measure) and _is_centred(last, measure)
    if last.right + _first_word(line.text) * size + _TOLERANCE * size < before.right:
        return False
    indent = line.left - measure.left
    starts = _ENUMERATOR.match(line.text) is not None
    ended = last.text[-1] in _ENDING
    if indent > _INDENT * size:
        return hanging and not starts and not ended
    return measure.indented or not (starts and ended)


def _differ(last: Line, line: Line) -> bool:
    """Whether two lines are of different sizes; that of a line without Chinese signs is only guessed."""
    sure = _HAN.search(last.text) and _HAN.search(line.text)
    return abs(last.size - line.size) > (_SIZE if sure else _GUESSED) * max(last.size, line.size)


def _is_centred(line: Line, measure: Measure) -> bool:
    before, after = line.left - measure.left, measure.right - line.right
    least = 0.5 if line.size > (1 + _SIZE) * measure.size else 3.0
    if before <= least * line.size:
        return False
    on_page = abs(line.left + line.right - 2 * measure.middle) < _CENTRED * line.size
    return on_page or (after > least * line.size and abs(before - after) < _CENTRED * line.size)


def _first_word(text: str) -> float:
    """How many signs wide is what cannot be parted from the line's first sign."""
    found = _WORD.match(text)
    at = found.end() if found else 1
    closing = 0
    while at + closing < len(text) and closing < 3 and text[at + closing] in _CLOSING:
        closing += 1
    return (_NARROW * at if found else 1.0) + closing


def _joint(last: Line, line: Line) -> str | None:
    """What stands between two lines of a paragraph; None for a hyphen to be taken away."""
    before, after = last.text[-1], line.text[0]
    if not (before.isascii() and after.isascii() and after.isalpha()):
        return ""
    if before == "-" and after.islower() and last.text[-2:-1].isalpha():
        return None
    return " " if last.spaced or before.isalpha() or before in ",;:." else ""
