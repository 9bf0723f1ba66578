"""The printed title of a report."""

from __future__ import annotations

import re

from fazhi_extract.outline.structure import Extent

__all__ = ["best_title", "is_title", "title_before", "title_with_line_above"]

_TITLE = re.compile(
    r"(?:法治(?:政府)?(?:建设|示范)|依法行政|依法治[省市县区州旗]|法治.{1,6}建设|司法行政|全面依法治|普法|行政执法|述法)"
    r".{0,30}(?:报告|总结|情况|汇报|小结|公告)"
    r"|(?:工作)?(?:年度报告|年报|工作总结|总结报告|工作报告|情况报告|情况的报告)(?:[(（].{1,12}[)）])?$"
)
_NOT_TITLE = re.compile(r"现将|如下|[:：。，,；;]$|^根据")
_TAIL_OF_TITLE = re.compile(r"(?:20\d\d|[2２][0０]|年度|法治|推进|关于|依法|工作|情况|建设|年).{0,40}$")
_HEAD_OF_TITLE = re.compile(r"(?:年度?|政府|委员会|建设|工作|[省市县区局厅委办镇乡])$")
_YEAR = re.compile(r"[2２][0０][0-9０-９]{2}|二[〇○零]")
_WORD = re.compile(r"[^\s|>＞»]{6,70}")
_GLUED_TITLE = re.compile(
    r"(?:[^，,。；;：:\s|>＞»]|[ \u3000](?=[0-9０-９年])){6,70}?(?:报告|总结)"
    r"(?:[ \u3000\xa0]+|(?=[2２][0０][0-9０-９]{2}[ ]?年|今年|一年来|根据|按照|为))"
)
_ADDRESS = re.compile(r".*[A-Za-z./]{3,}")


def is_title(line: str) -> bool:
    """Does a whole line read as the title of such a report?"""
    if not 6 <= len(line) <= 70:
        return line in ("工作总结", "工作报告", "情况报告", "年度报告")
    return _TITLE.search(line) is not None and not _NOT_TITLE.search(line)


def title_with_line_above(
    text: str, above: tuple[int, int] | None, line: tuple[int, int], head: re.Pattern[str]
) -> Extent:
    """The title that ends with `line`, which may begin on the line above."""
    if above is None or not text[above[1] : line[0]].isspace():
        return Extent(*line)
    upper, lower = text[above[0] : above[1]], text[line[0] : line[1]]
    joined = (
        4 <= len(upper) <= 40
        and len(lower) <= 40
        and _HEAD_OF_TITLE.search(upper)
        and _TAIL_OF_TITLE.match(lower)
        and not head.match(upper)
        and not re.search(r"[:：|>＞，,。]", upper)
        and not (_YEAR.search(upper) and _YEAR.search(lower))
    )
    return Extent(above[0] if joined else line[0], line[1])


def best_title(text: str, titles: list[Extent]) -> Extent | None:
    """The title nearest the body that names a year; else the nearest."""
    for title in reversed(titles):
        if _YEAR.search(text, title.start, title.end):
            return title
    return titles[-1] if titles else None


def title_before(text: str, start: int, end: int, *, opening: bool = False) -> Extent | None:
    """A title inside `text[start:end]`; with `opening` only one with which the stretch begins."""
    if opening:
        match = _GLUED_TITLE.match(text, start, end)
        if match is None or not _TITLE.search(match.group().strip()):
            return None
        address = _ADDRESS.match(match.group())
        begin = match.start() + (address.end() if address else 0)
        return Extent(begin, match.start() + len(match.group().rstrip()))
    for match in _WORD.finditer(text, start, end):
        if is_title(match.group()):
            return Extent(*match.span())
    return None
