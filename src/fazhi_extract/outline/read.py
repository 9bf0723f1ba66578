"""The outline of a report: frame, headings, roles, blocks."""

from __future__ import annotations

import re
from bisect import bisect_left

from fazhi_extract.lexicon import Lexicon, default_lexicon
from fazhi_extract.models import Role, Section
from fazhi_extract.models.base import made, span_of
from fazhi_extract.outline.blocks import Region, cut_region
from fazhi_extract.outline.evidence import outline_warnings
from fazhi_extract.outline.frame import find_frame
from fazhi_extract.outline.headings import Heading, choose_headings
from fazhi_extract.outline.numbering import Mark, find_marks
from fazhi_extract.outline.roles import child_role, heading_role, heading_year, only_causes
from fazhi_extract.outline.structure import Block, Extent, Outline
from fazhi_extract.outline.turns import paragraph_role

__all__ = ["read_outline"]


def read_outline(text: str, *, lexicon: Lexicon | None = None) -> Outline:
    """The structure of a report: what is body, which headings it has and what role each, and its blocks.

    Never raises on any string; what could not be made out stands in `warnings`.
    """
    lexicon = lexicon or default_lexicon()
    frame = find_frame(text, lexicon)
    marks = find_marks(text, *frame.body)
    headings = choose_headings(text, frame.body, marks, lexicon)
    roles = assign_roles(text, frame.body, frame.title, headings, lexicon)
    sections = _sections(text, frame.body, headings, roles)
    blocks = _blocks(text, frame.body, headings, sections, marks, lexicon)
    return Outline(
        frame.body,
        frame.title,
        frame.signature,
        sections,
        blocks,
        outline_warnings(text, frame.body, frame.title, sections, blocks),
    )


def assign_roles(
    text: str, body: Extent, title: Extent | None, headings: list[Heading], lexicon: Lexicon
) -> list[Role]:
    """One role for each heading, from its words, its parent, the year it names and, last, its text."""
    year = _report_year(text, body, title, headings)
    stack: dict[int, Role] = {}
    roles: list[Role] = []
    last_top: Role | None = None
    ends = _ends(body, headings)
    for index, heading in enumerate(headings):
        words = text[heading.words.start : heading.words.end]
        above = next((level for level in range(heading.level - 1, 0, -1) if level in stack), None)
        if above is not None and heading.number == 1:
            stack[above] = _turned(text, heading, stack[above])
        parent = None if above is None else stack[above]
        if parent is not None:
            role = child_role(parent, words, lexicon)
        else:
            content = text[heading.body : min(ends[index], heading.body + 1500)]
            role = _top_role(words, content, year, last_top, lexicon)
            own = role == "measures" and (_OFFICE.search(words) or heading_role(words, lexicon) == role)
            if own and _is_testimony(text, body, title, headings):
                role = "duty"
            last_top = role
        stack[heading.level] = role
        for lower in range(heading.level + 1, 4):
            stack.pop(lower, None)
        roles.append(role)
    return roles


_FEW_LINES = 3
_FUTURE = re.compile(r"(?:将|进一步|继续|要|力争|着力|确保|努力)")
_PAST = re.compile(
    r"[0-9０-９]+(?:余)?(?:件|次|人次|名|家|场|份|个|项|%|％)|已|今年以来|全年|共计|累计|完成了|荣获"
)


def _turned(text: str, first: Heading, role: Role) -> Role:
    """The role of the headings from `first` on, which the sentence before may turn to plans."""
    if role != "shortcomings":
        return role
    before = text[max(0, first.extent.start - _BEFORE) : first.extent.start].rstrip(" \t\r\n\u3000\xa0。")
    last = _SENTENCE.search(before)
    words = last.group().lstrip() if last else ""
    return paragraph_role(words, role)


def _top_role(words: str, content: str, year: int | None, last: Role | None, lexicon: Lexicon) -> Role:
    role = heading_role(words, lexicon)
    if role == "intro" and _PAST.search(content) and not _PROFILE.search(content, 0, _PROFILE_WITHIN):
        return "measures"
    named = heading_year(words)
    if role in ("measures", None) and named is not None and year is not None and named > year:
        return "plans"
    if role is not None:
        return role
    if last in ("shortcomings", "plans") and len(_FUTURE.findall(content)) > 2 * len(_PAST.findall(content)):
        return "plans"
    return "measures"


_PROFILE = re.compile(
    "位于|下[辖设]|管辖|内设|编制|面积|人口|职能|在编|成立于|组建于|现有[^，,。]{0,8}(?:人员|职工)"
)
_OVERALL = re.compile("总体[^，,。]{0,6}情况$")
_MAIN_DEEDS = re.compile("做法|举措|措施|成效")
_PROFILE_WITHIN = 200
_BEFORE = 160
_SENTENCE = re.compile(r"[^。；;！!\n\r\u2028\u2029\x85]*\Z")
_OFFICE = re.compile("履职|履责|述职|述法|职责")
_TESTIMONY = re.compile(
    r"述法(?:情况|工作)*的?(?:报告|汇报|如下)|述职述法|履行[^。，,]{0,12}第一责任人(?:的)?职责(?:工作)?(?:的)?情况的?(?:报告|汇报)"
    r"|(?:本人|我(?![市县区局镇乡州旗省委办厅街院校所队们单中处部司分集公团站馆社村管政国盟行]))[^。]{0,40}第一责任人|个人履行"
)
_OPENING, _ABOVE = 600, 120


def _is_testimony(text: str, body: Extent, title: Extent | None, headings: list[Heading]) -> bool:
    """Does the head of a body report on how they themselves did their duty (述法)?"""
    first = headings[0].extent.start if headings else body.end
    start = title.start if title is not None else max(0, body.start - _ABOVE)
    return _TESTIMONY.search(text, start, min(first, start + _OPENING)) is not None


def _report_year(text: str, body: Extent, title: Extent | None, headings: list[Heading]) -> int | None:
    if title is not None:
        year = heading_year(text[title.start : title.end])
        if year:
            return year
    match = re.compile(r"(20[0-9]{2})年").search(text, body.start, min(body.end, body.start + 400))
    if match:
        return int(match.group(1))
    return next((year for h in headings if (year := heading_year(text[h.words.start : h.words.end]))), None)


def _sections(text: str, body: Extent, headings: list[Heading], roles: list[Role]) -> tuple[Section, ...]:
    sections: list[Section] = []
    open_ids: dict[int, str] = {}
    ends = _ends(body, headings)
    for index, (heading, role) in enumerate(zip(headings, roles, strict=True)):
        identity = f"h{index + 1}"
        parent = next(
            (open_ids[level] for level in range(heading.level - 1, 0, -1) if level in open_ids), None
        )
        open_ids[heading.level] = identity
        for lower in range(heading.level + 1, 4):
            open_ids.pop(lower, None)
        sections.append(
            made(
                Section,
                {
                    "id": identity,
                    "heading": text[heading.extent.start : heading.extent.end],
                    "span": span_of(*heading.extent),
                    "body": span_of(heading.body, max(heading.body, ends[index])),
                    "level": heading.level,
                    "role": role,
                    "parent": parent,
                },
            )
        )
    return tuple(sections)


def _ends(body: Extent, headings: list[Heading]) -> list[int]:
    """For each heading where the next one of its level or a higher begins."""
    ends = [body.end] * len(headings)
    next_at = {1: body.end, 2: body.end, 3: body.end}
    for index in range(len(headings) - 1, -1, -1):
        level = headings[index].level
        ends[index] = next_at[level]
        for lower in range(level, 4):
            next_at[lower] = headings[index].extent.start
    return ends


def _causal_sections(sections: tuple[Section, ...]) -> set[str]:
    """Sections that hold causes alone, by their own heading or by one above."""
    found: set[str] = set()
    for section in sections:
        own = section.role == "shortcomings" and only_causes(section.heading)
        if own or section.parent in found:
            found.add(section.id)
    return found


def _sums_up(section: Section, following: Section) -> bool:
    """Does a section on the whole (总体情况) stand before the one on what was done, and sum it up?"""
    if following.level > 1 or not _OVERALL.search(section.heading):
        return False
    return _MAIN_DEEDS.search(following.heading) is not None


def _announcing_plans(blocks: list[Block]) -> list[Block]:
    """Blocks before headings that are plans: a paragraph that turns to plans there introduces them."""
    return [
        Block("introduction", block.extent, block.role, block.section)
        if block.role == "plans" and block.kind == "item" and block.number is None
        else block
        for block in blocks
    ]


def _blocks(
    text: str,
    body: Extent,
    headings: list[Heading],
    sections: tuple[Section, ...],
    marks: list[Mark],
    lexicon: Lexicon,
) -> tuple[Block, ...]:
    starts = [mark.start for mark in marks]

    def inside(extent: Extent) -> list[Mark]:
        return marks[bisect_left(starts, extent.start) : bisect_left(starts, extent.end)]

    one_line = text.count("\n", *body) + text.count("\r", *body) <= _FEW_LINES
    causal = _causal_sections(sections)
    blocks: list[Block] = []
    first = headings[0].extent.start if headings else body.end
    preface = Extent(body.start, first)
    if headings:
        region = Region(preface, "intro", None, preface=True, one_line=one_line)
    else:
        region = Region(preface, "measures", None, preface=False, one_line=one_line)
    blocks += cut_region(text, region, inside(preface), lexicon)
    for index, (heading, section) in enumerate(zip(headings, sections, strict=True)):
        end = headings[index + 1].extent.start if index + 1 < len(headings) else body.end
        children = index + 1 < len(headings) and headings[index + 1].level > heading.level
        extent = Extent(heading.body, max(heading.body, end))
        turned = children and section.role == "shortcomings" and sections[index + 1].role == "plans"
        before = children and not turned
        if not children and heading.level == 1 and index + 1 < len(headings):
            before = _sums_up(section, sections[index + 1])
        region = Region(
            extent, section.role, section.id, before, one_line, section.id in causal, heading.level > 1
        )
        found = cut_region(text, region, inside(extent), lexicon)
        blocks += _announcing_plans(found) if turned else found
    return tuple(blocks)
