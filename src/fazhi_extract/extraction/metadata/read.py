"""Read the metadata of one report from its header, title, body and signature."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain

import regex

from fazhi_extract.entities.references import find_references
from fazhi_extract.extraction.metadata.clues import Clues
from fazhi_extract.extraction.metadata.dates import find_date, first_year, years
from fazhi_extract.extraction.metadata.header import read_header
from fazhi_extract.extraction.metadata.identity import identify
from fazhi_extract.extraction.metadata.names import is_bureau, is_government
from fazhi_extract.extraction.metadata.page import (
    add_cut_header,
    page_date,
    page_publisher,
    page_title,
    site_body,
)
from fazhi_extract.lexicon import Lexicon, default_lexicon
from fazhi_extract.models import Entity, ReportMeta
from fazhi_extract.models.base import made
from fazhi_extract.outline.structure import Outline

__all__ = ["read_metadata"]

_HEAD = 4000
_TAIL = 1500
_LINES_UNDER_TITLE = 4
_LONGEST_LINE = 120
_NAMING = 400
_GLUED = 1200
_GLUED_TITLE = regex.compile(
    r"(?<![^\s])(?P<title>[^\s:：|>。,，]{0,60}(?:法治|依法)[^\s:：|>。,，]{0,30}(?:报告|总结)(?:[(（][^\s)）]{1,8}[)）])?)(?=\s|20|２０)"
)
_STAMP = regex.compile(
    r"(?m)^[ \t\u3000\xa0]*(?:来源[:：][ \t\u3000\xa0]*[^\s0-9:：|]{2,20}[ \t\u3000\xa0]+)?"
    r"(?P<date>20[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2})(?:[ \t]+[0-9:]{4,8})?[ \t\r]*$"
)
_DOCUMENT_LINE = regex.compile(
    r"(?m)^[ \t\u3000\xa0]*(?P<number>[\u4e00-\u9fff]{1,10}[〔\[［(（【][ ]?[0-9０-９]{4}[ ]?[〕\]］)）】]"
    r"[ ]?第?[ ]?[0-9０-９]{1,5}[ ]?号)[ \t\u3000\xa0\r]*$"
)
_REPORTING = regex.compile(r"现[^。;；\n]{0,60}?(?:报告|汇报|总结|公布|通报|公告|说明)")
_LETTER_DATE = regex.compile(
    r"(?m)^[ \t\u3000\xa0]*(?P<body>[\u4e00-\u9fff ]{4,40})[ \t\r]*\n\s*"
    r"(?P<date>[0-9０-９〇零一二三四五六七八九十年月日 ]{6,16}日)\s*$"
)
_DAY_ENDS_LINE = regex.compile(r"日\s*(?:\n|$)")
_DAY_UNDER_TITLE = regex.compile(
    r"(?m)^[ \t\u3000\xa0]*"
    r"[(（](?P<date>[^\n()（）]{0,20}[0-9０-９一二三四五六七八九十]日(?!在)[^\n()（）]{0,20})[)）]"
    r"[ \t\u3000\xa0\r]*$"
)
_FIRST_LINE = regex.compile(
    r"\s*(?P<title>[^\s。；;!！|:：]{4,50}(?:情况|分析|通报|总结|报告|汇报))"
    r"(?:[ \t\u3000\xa0]*[(（][0-9０-９.年月日/-]{6,12}[)）])?[ \t\u3000\xa0\r]*\n"
)
_FIRST_LINES = regex.compile(
    r"\s*(?P<body>[\u4e00-\u9fff]{4,30})[ \t\r]*\n\s*(?=[^\n]{0,30}(?:法治|依法))"
    r"关于[^\s。；;:：|]{2,40}[ \t\r]*\n\s*"
    r"[^\s。；;:：|]{1,30}(?:报告|总结|汇报)[ \t\r]*(?=\n)"
)
_NO_TITLE = regex.compile(r"^(?:[(（]?[一二三四五六七八九十0-9]{1,3}[)）]?[、.．]|[(（]|一是|首先)")
_MONTH_LINE = regex.compile(r"(?m)^[ \t\u3000\xa0]*(?P<date>20[0-9]{2}年[0-9]{1,2}月)[ \t\u3000\xa0\r]*$")
_CLAUSE_YEAR = regex.compile(
    r"(?<![^\s。；;，,：:、])(?:20|２０)[0-9０-９]{2}年(?=(?:度|以来|来|全年)?[,，]|全|共|累计)"
)
_BRACKETS = "()（）[]【】"
_PLAN_WORDS = regex.compile(r"计划|打算|安排|思路|展望|下一步")


def read_metadata(
    text: str,
    outline: Outline,
    *,
    organizations: Iterable[Entity] = (),
    fields: Mapping[str, str] | None = None,
    header: str = "",
    lexicon: Lexicon | None = None,
) -> tuple[ReportMeta, list[str]]:
    """Metadata of the report and warnings on what could not be made out.

    Args:
        text: the whole text.
        outline: its structure.
        organizations: the bodies found in it, for the issuer.
        fields: what the text's file says of it outside the text, by the names of `ReportMeta`.
        header: labelled lines that its file has outside the text.
        lexicon: word lists; the shipped ones by default.
    """
    words = lexicon or default_lexicon()
    page = fields or {}
    warnings: list[str] = []
    head = _head(text, outline)
    tail = text[outline.body.end : outline.body.end + _TAIL]
    printed, footer = read_header(head, words), read_header(tail, words)
    add_cut_header(printed, header, words)
    title = page_title(page, _title(text, outline, printed), warnings)
    signed = _signed(text, outline, head, printed, footer)
    issuing = printed["issuing"] or footer["issuing"]
    publisher = page_publisher(page, next(iter(issuing or printed["source"]), None), words)
    year = _year(text, outline, title, warnings)
    bodies = (*issuing, *printed["source"], page_publisher(page, None, words), site_body(page))
    clues = Clues(
        text=text,
        outline=outline,
        title=title,
        publishers=tuple(dict.fromkeys(body for body in bodies if body)),
        index=next(iter(printed["index"]), None) or page.get("index_number"),
        organizations=tuple(organizations),
        year=year,
        lexicon=words,
    )
    identity = identify(clues, warnings)
    published = _first_date((*printed["published"], *footer["published"], *_stamps(head), *_stamps(header)))
    return (
        made(
            ReportMeta,
            {
                "title": title,
                "issuer": identity.issuer,
                "region": identity.region,
                "region_path": list(identity.path),
                "region_code": identity.code,
                "level": identity.level,
                "year": year,
                "published": page_date(page, published, warnings),
                "signed": signed,
                "index_number": clues.index,
                "document_number": _document_number(head, text, outline, printed)
                or page.get("document_number"),
                "publisher": publisher,
            },
        ),
        warnings,
    )


def _head(text: str, outline: Outline) -> str:
    """The text before the report proper, with the title and the short lines right under it."""
    end = max(outline.body.start, outline.title.end if outline.title else 0)
    start = max(end - _HEAD, 0)
    if outline.title is None and (glued := _glued_head(text)) > end:
        return text[:glued]
    for _ in range(_LINES_UNDER_TITLE):
        line_end = text.find("\n", end + 1)
        line_end = len(text) if line_end < 0 else line_end
        if line_end - end > _LONGEST_LINE or any(mark in text[end:line_end] for mark in "。；;！"):
            break
        end = line_end
    return text[start:end]


def _title(text: str, outline: Outline, header: dict[str, list[str]]) -> str | None:
    if outline.title is None:
        labelled = (value for value in header["title"] if "法治" in value or "依法" in value)
        return next(labelled, None) or _glued_title(text) or _first_line(text)
    lines = text[outline.title.start : outline.title.end].splitlines()
    return "".join(line.strip() for line in lines) or None


def _first_line(text: str) -> str | None:
    """The first lines where they are worded as a title: 2024年7月份执法通报分析, 司法局|关于…|情况的报告."""
    if (hit := _FIRST_LINE.match(text)) and first_year(hit["title"]) and not _NO_TITLE.match(hit["title"]):
        return hit["title"]
    hit = _FIRST_LINES.match(text)
    if hit is None or not (is_bureau(hit["body"]) or is_government(hit["body"])):
        return None
    return "".join(hit.group().split())


def _glued_head(text: str) -> int:
    """End of the stretch before the first sentence's end, where a text has lost its line breaks; else 0."""
    stop = text.find("。", 0, _GLUED)
    stop = _GLUED if stop < 0 else stop
    return 0 if "\n" in text[:stop].strip() else stop


def _glued_title(text: str) -> str | None:
    """The title inside a header that has lost its line breaks, with the issuer that stands before it."""
    found = list(_GLUED_TITLE.finditer(text, 0, _glued_head(text)))
    if not found:
        return None
    hit = max(found, key=lambda hit: (bool(years(hit["title"])), hit.end() - hit.start()))
    title: str = hit["title"]
    before = text[max(hit.start() - 60, 0) : hit.start()].split()
    if (
        before
        and title.startswith(("关于", "2", "２"))
        and (is_bureau(before[-1]) or is_government(before[-1]))
    ):
        title = before[-1] + title
    return title


def _stamps(head: str) -> list[str]:
    """Lines of the header that are nothing but a date with or without the time of day."""
    return [hit["date"] for hit in _STAMP.finditer(head)]


def _first_date(values: Iterable[str]) -> str | None:
    return next((date for value in values if (date := find_date(value))), None)


def _signed(
    text: str, outline: Outline, head: str, header: dict[str, list[str]], footer: dict[str, list[str]]
) -> str | None:
    lines = [text[line.start : line.end] for line in outline.signature]
    under = [date for line in lines if (date := find_date(line))]
    if under:
        return under[-1]
    letter = [date for hit in _LETTER_DATE.finditer(head) if (date := find_date(hit["date"]))]
    if letter:
        return letter[-1]
    if buried := _buried(text, outline):
        return buried
    under_title = (
        hit["date"] for pattern in (_DAY_UNDER_TITLE, _MONTH_LINE) for hit in pattern.finditer(head)
    )
    return _first_date((*header["written"], *footer["written"], *under_title))


def _buried(text: str, outline: Outline) -> str | None:
    """The date under a body's name on lines of their own, where more follows: a contact, a table."""
    end = outline.body.end
    begin, stop = max(outline.body.start, end - 2 * _TAIL), end + _TAIL
    if not _DAY_ENDS_LINE.search(text, begin, stop):
        return None
    last = None
    for hit in _LETTER_DATE.finditer(text, begin, stop):
        if last and hit.start() >= end:
            break
        name = "".join(hit["body"].split())
        if (is_bureau(name) or is_government(name)) and (date := find_date(hit["date"])):
            last = date
    return last


def _document_number(head: str, text: str, outline: Outline, header: dict[str, list[str]]) -> str | None:
    labelled = next((value for value in header["document"] if any(c.isdigit() for c in value)), None)
    if labelled:
        return labelled
    hit = _DOCUMENT_LINE.search(head) or _DOCUMENT_LINE.search(
        text, outline.body.start, outline.body.start + 120
    )
    return hit["number"] if hit else None


def _year(text: str, outline: Outline, title: str | None, warnings: list[str]) -> int | None:
    """The year reported on: by the title, else the announcing sentence, headings or opening of the body."""
    titled = first_year(title) if title else None
    said = _body_year(text, outline)
    if titled and said and titled != said:
        warnings.append(f"the title says {titled}, the body {said}: took the title's year")
    return titled or said


def _body_year(text: str, outline: Outline) -> int | None:
    start, end = outline.body
    lines = text[start : min(end, start + 1500)].split("\n")
    before = () if outline.title else text[max(start - _NAMING, 0) : start].split("\n")
    for line in chain(before, lines):
        announced = _REPORTING.search(_without_titles(line)) if "现" in line else None
        if announced:
            if found := years(announced.group()):
                return found[0]
            break
    for section in outline.sections:
        if section.level == 1 and (found := years(section.heading)):
            planned = section.role == "plans" or _PLAN_WORDS.search(section.heading)
            return found[0] - 1 if planned else found[0]
    opening = ""
    for line in lines:
        if len(opening) >= _NAMING:
            break
        opening += _without_titles(line) + "\n"
    found = years(opening[:_NAMING])
    return found[0] if found else _year_of_clauses(text, outline)


def _year_of_clauses(text: str, outline: Outline) -> int | None:
    """The year that clauses outside plans open with (2021年,编印…), if hardly any opens with another."""
    planned = [section.body for section in outline.sections if section.role == "plans" and section.level == 1]
    begins = [body.start for body in planned]
    start, end = outline.body
    counts: Counter[int] = Counter()
    for hit in _CLAUSE_YEAR.finditer(text, start, end):
        last = bisect_right(begins, hit.start()) - 1
        if last < 0 or planned[last].end <= hit.start():
            counts[years(hit.group())[0]] += 1
    ranked = counts.most_common(2)
    clear = ranked and (len(ranked) == 1 or ranked[0][1] > 2 * ranked[1][1])
    return ranked[0][0] if clear else None


def _without_titles(line: str) -> str:
    """A line without its documents in 《》, which have years of their own."""
    if "《" in line:
        for reference in reversed(find_references(line)):
            line = line[: reference.span.start] + line[reference.span.end :]
    return line
