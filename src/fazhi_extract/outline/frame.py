"""The report proper on its page: where it begins and ends, its title, and the lines that sign it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from fazhi_extract.lexicon import Lexicon
from fazhi_extract.outline.sentences import trim
from fazhi_extract.outline.structure import Extent

__all__ = ["Frame", "find_frame", "lines_of"]

_LINE = re.compile(r"[^\n\r\v\f\u2028\u2029\x85]+")
_TITLE = re.compile(
    r"(?:法治(?:政府)?(?:建设|示范)|依法行政|依法治[省市县区州旗]|法治.{1,6}建设|司法行政|全面依法治|普法|行政执法).{0,30}(?:报告|总结|情况|汇报|小结|公告)"
    r"|(?:工作)?(?:年度报告|年报|工作总结|总结报告|工作报告|情况报告|情况的报告)(?:[(（].{1,12}[)）])?$"
)
_PROSE = re.compile(r"[。；;]|[^，,。]{6,}[，,][^，,。]{4,}[，,]")
_FIRST_NUMBER = re.compile(r"[ \t\u3000\xa0]*(?:一[、．.]|[(（][一][)）]|第一部分)")
_DATE = r"(?:[0-9０-９]{4}|二[〇○ＯO0零][〇○ＯO0零一二三四五六七八九]{2})\s?年\s?[0-9０-９一二三四五六七八九十]{1,3}\s?月(?:\s?[0-9０-９一二三四五六七八九十]{1,3}\s?日)?"
_DATE_LINE = re.compile(rf"[(（]?{_DATE}[)）]?")
_SIGNED = re.compile(
    rf"(?:(?P<issuer>[^\s。，,；;：:|]{{2,40}}(?:[ \u3000][^\s。，,；;：:|]{{2,40}})?)[ \t\u3000\xa0]+)?(?P<date>{_DATE})"
)
_ISSUER_LINE = re.compile(r"[^。，,；;：:|!！?？0-9]{3,50}")
_TABLE = re.compile(r"^[\s|:\-—]+$")
_LAST_STOP = re.compile(r"[。！？!?][”’" '"' "』」)）]*")
_HEAD_WINDOW = 2500
_TAIL_WINDOW = 3000


class Line(NamedTuple):
    """A line without the blanks around it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Frame:
    """What `find_frame` found; `signature` holds the issuer and date lines."""

    body: Extent
    title: Extent | None
    signature: tuple[Extent, ...]


@lru_cache(maxsize=8)
def _furniture(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    rows = lexicon.rows("page_furniture")
    head = "|".join(row[1] for row in rows if row[0] == "head")
    foot = "|".join(row[1] for row in rows if row[0] == "foot")
    return re.compile(rf"(?:{head})"), re.compile(rf"(?:{foot})")


def lines_of(text: str, start: int, end: int) -> list[Line]:
    """Non-empty lines of `text[start:end]`, trimmed."""
    found = []
    for match in _LINE.finditer(text, start, end):
        whole = trim(text, match.start(), match.end())
        if whole.end > whole.start:
            found.append(Line(*whole))
    return found


def find_frame(text: str, lexicon: Lexicon) -> Frame:
    """Find the report proper in `text`. Never fails: without any sign, the body is the whole text, trimmed."""
    lines = lines_of(text, 0, len(text))
    if not lines:
        return Frame(Extent(0, 0), None, ())
    head, foot = _furniture(lexicon)
    start, title = _opening(text, lines, head)
    end, signature = _closing(text, lines, start, foot)
    body = trim(text, start, max(start, end))
    return Frame(body, title, signature)


def _opening(text: str, lines: list[Line], head: re.Pattern[str]) -> tuple[int, Extent | None]:
    titles: list[Extent] = []
    for index, line in enumerate(lines):
        content = text[line.start : min(line.end, line.start + 200)]
        if _FIRST_NUMBER.match(content):
            return line.start, _best_title(text, titles)
        known = head.match(content.lstrip("•· "))
        if not (known and line.end - line.start < 120) and _PROSE.search(content):
            start, own = _cut_line(text, line, head)
            return start, own or _best_title(text, titles)
        if not known and 6 <= line.end - line.start <= 70 and not _is_crumb(content):
            if _TITLE.search(content):
                titles.append(_with_line_above(text, lines, index, head))
        if index > 200:
            break
    return lines[0].start, _best_title(text, titles)


def _is_crumb(content: str) -> bool:
    return "|" in content or any(sign in content for sign in (">", "＞", "»", "›"))


def _with_line_above(text: str, lines: list[Line], index: int, head: re.Pattern[str]) -> Extent:
    line = lines[index]
    if index:
        above = lines[index - 1]
        content = text[above.start : above.end]
        if (
            4 <= len(content) <= 40
            and re.search(r"(?:年度?|政府|委员会|[省市县区局厅委办镇乡])$", content)
            and not head.match(content)
            and not re.search(r"[|>:：0-9]{1}\s*$|[:：]", content)
            and not re.search(r"20\d\d", text[line.start : line.end] if re.search(r"20\d\d", content) else "")
            and "\n" not in text[above.end : line.start].replace("\n", "", 2)
            and len(text[line.start : line.end]) <= 40
            and re.match(r"(?:20\d\d|年度|法治|推进|关于|依法)", text[line.start : line.end])
        ):
            return Extent(above.start, line.end)
    return Extent(line.start, line.end)


def _best_title(text: str, titles: list[Extent]) -> Extent | None:
    """The title nearest the body that names a year; else the nearest."""
    for title in reversed(titles):
        if re.search(r"20\d\d|二[〇○零]", text[title.start : title.end]):
            return title
    return titles[-1] if titles else None


def _cut_line(text: str, line: Line, head: re.Pattern[str]) -> tuple[int, Extent | None]:
    """Inside the line in which prose begins: drop the labels and the title that stand before it."""
    stop = min(line.end, line.start + _HEAD_WINDOW)
    number = re.compile(r"(?<![一二三四五六七八九十第])一、").search(text, line.start, stop)
    sentence = re.compile(r"[。；;]").search(text, line.start, stop)
    limit = min([found.start() for found in (number, sentence) if found] or [stop])
    start = line.start
    labels = [found for found in head.finditer(text, line.start, limit) if found.end() < limit]
    title: Extent | None = None
    if labels and labels[0].start() - line.start < 200:
        last = labels[-1]
        value = re.compile(
            r"[ \u3000]*(?:20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?(?:[ \u3000]+\d{1,2}:\d\d(?::\d\d)?)?|\d+(?:次|人次)?(?=[ \u3000]|$)|(?![^ \u3000]{0,30}[，,])[^ \u3000，,。]{1,30}(?=[ \u3000]))?"
        ).match(text, last.end(), limit)
        start = value.end() if value else last.end()
        title = _title_in(text, line.start, labels[0].start())
        if title is None:
            title = _title_in(text, labels[0].start(), start)
    whole = trim(text, start, line.end)
    first = re.compile(r"[ \u3000\xa0\t]+").search(text, whole.start, min(limit, whole.start + 80))
    while first:
        part = Extent(whole.start, first.start())
        content = text[part.start : part.end]
        if not _TITLE.search(content) or re.search(r"[，,。;；]", content) or len(content) > 60:
            break
        title = part
        whole = trim(text, first.end(), line.end)
        first = re.compile(r"[ \u3000\xa0\t]+").search(text, whole.start, min(limit, whole.start + 80))
    return whole.start, title


def _title_in(text: str, start: int, end: int) -> Extent | None:
    for match in re.compile(r"[^\s|>＞»]{6,60}").finditer(text, start, end):
        if _TITLE.search(match.group()) and not re.search(r"[，,。;；]", match.group()):
            return Extent(*match.span())
    return None


def _closing(
    text: str, lines: list[Line], start: int, foot: re.Pattern[str]
) -> tuple[int, tuple[Extent, ...]]:
    tail = [line for line in lines if line.end > start]
    if not tail:
        return len(text), ()
    end = tail[-1].end
    floor = max(start, end - _TAIL_WINDOW)
    # furniture: the first footer line of the last stretch that no numbered heading follows
    cut = len(tail)
    for index in range(len(tail) - 1, 0, -1):
        line = tail[index]
        if line.start < floor:
            break
        content = text[line.start : min(line.end, line.start + 60)]
        if re.match(
            r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九]是",
            content,
        ):
            break
        if foot.match(content) and (line.end - line.start < 200):
            cut = index
    tail = tail[:cut]
    signature: list[Extent] = []
    while len(tail) > 1:
        line = tail[-1]
        content = text[line.start : line.end]
        if _DATE_LINE.fullmatch(content) or (_SIGNED.fullmatch(content) and len(content) < 70) or (
            signature
            and len(content) <= 50
            and _ISSUER_LINE.fullmatch(content)
            and not re.match(r"[一二三四五六七八九十(（]", content)
        ) or (
            not signature
            and len(content) <= 40
            and _ISSUER_LINE.fullmatch(content)
            and re.search(r"(?:局|政府|委员会|办公室|厅|街道办事处|委|办)$", content)
        ):
            signature.insert(0, Extent(*line))
        elif (
            not signature
            and len(content) < 40
            and "|" not in content
            and re.fullmatch(r"[\s（(]*(?:此件|本文|信息).{0,20}公开.{0,6}[)）]?", content)
        ):
            pass
        else:
            break
        tail.pop()
    end = tail[-1].end
    last = None
    for last in _LAST_STOP.finditer(text, max(tail[-1].start, end - 600), end):
        pass
    if last and last.end() < end:
        rest = trim(text, last.end(), end)
        signed = _SIGNED.search(text, rest.start, rest.end)
        mark = foot.search(text, rest.start, rest.end)
        if signed and (mark is None or signed.start() <= mark.start()) and signed.start() - rest.start < 60:
            if signed.group("issuer"):
                signature.insert(0, Extent(*signed.span("issuer")))
            elif signed.start() > rest.start:
                signature.insert(0, trim(text, rest.start, signed.start()))
            signature.insert(1, Extent(*signed.span("date")))
            end = last.end()
        elif mark and mark.start() - rest.start < 60:
            end = last.end()
    return end, tuple(signature)
