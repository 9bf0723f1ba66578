"""Years that contradict each other, and dates that lost characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from fazhi_extract.audit.context import AuditContext
from fazhi_extract.audit.rule import Hit, rule
from fazhi_extract.models import Span

__all__ = ["date_lost_mark", "plan_names_past_year", "range_lost_dash", "year_contradicts_title"]

_DIGIT = "0-9０-９"
_YEAR = rf"(?P<year>[2２](?<![{_DIGIT}][2２])[0０][{_DIGIT}]{{2}})\s?年度?"
_IN_TITLE = re.compile(_YEAR)
_OF_YEAR = re.compile(r"法治|依法|普法|司法|执法")  # a 政府工作报告 is named after the year it is given in
_RANGE = re.compile(rf"[2２][0０][{_DIGIT}]{{2}}\s?年?度?\s?[-—–~～至到－]+\s?[2２][0０][{_DIGIT}]{{2}}")
_OPENING = re.compile(
    r"(?:现将|现就|现把|谨将|特将)[^，,。；;\n]{0,70}?(?:报告|汇报|公布|总结|公开|公告)(?:如下|$|[，,。：:])"
)
_REPORT_HEADING = re.compile(rf"{_YEAR}[^，,。；;]{{0,20}}(?:举措|措施|成效|情况|工作|建设)")
_NO_REVIEW = re.compile(r"计划|安排|打算|思路|下一步|展望|以来|督[察查]|整改|反馈|[-—–~～至到－]$")
_WILL = r"(?:将|要|拟|计划|力争|预计)(?!近|求|在.{0,6}基础)"
_INTENDED = re.compile(
    rf"(?:^|[。；;：:\n]|(?<=[{{是]))[ \u3000]*(?P<span>{_YEAR})"
    rf"(?:[，,][^，,。；;\n《》的]{{0,14}}[，,]?\s*|(?:我|本|全)[^，,。；;\n《》的]{{0,8}}){_WILL}"
)
_DEADLINE = re.compile(
    rf"(?:力争|争取|确保|计划|预计|拟)(?:到|在|于)?(?P<span>{_YEAR})(?:年?底|末)?(?:前|之前|底前)?[^，,。；;\n]{{0,20}}?(?:完成|达到|建成|实现|出台)"
    rf"|(?:到|在|至|于)(?P<span2>(?<![{_DIGIT}])(?P<year2>[2２][0０][{_DIGIT}]{{2}})年)(?:年?底|末)(?:前|之前)?[，,]?[^，,。；;\n]{{0,24}}?(?:完成|达到|建成|实现|力争)"
)
_GLUED = re.compile(
    rf"(?P<from>[2２](?<![{_DIGIT}.．][2２])[0０][{_DIGIT}]{{2}})(?P<to>[2２][0０][{_DIGIT}]{{2}})(?=\s?年(?!代))"
)
_LOST_MARK = re.compile(
    rf"[2２](?<![{_DIGIT}.．-][2２])[0０][{_DIGIT}]{{2}}"
    rf"(?:(?:[1１][0-2０-２]|[1-9１-９])(?=\s?月(?!份?[经完]))|[{_DIGIT}]{{1,4}}(?=\s?日(?![报均常])))"
)
_FOUR = re.compile(rf"[2２][0０][{_DIGIT}]{{2}}")
_RUN = re.compile(rf"[2２][0０][{_DIGIT}]{{3}}")


def _number(digits: str) -> int:
    return int(digits)


@rule("warning", "none")
def year_contradicts_title(context: AuditContext) -> Iterator[Hit]:
    """The text reports on another year than the title names.

    Read are the sentence that opens the report (现将2023年…情况报告如下) and the first-level headings of
    what was done. A title without a year, or with a range of years, says nothing.

    Example: title 2024年度法治政府建设情况报告, heading 一、2023年法治政府建设工作成效.
    """
    title = context.report.meta.title or ""
    named = {_number(hit["year"]) for hit in _IN_TITLE.finditer(title)}
    if len(named) != 1 or _RANGE.search(title) or not _OF_YEAR.search(title):
        return
    year = next(iter(named))
    for where, found, span in _reported(context):
        if _number(found) != year:
            yield Hit(f"the title is about {year}, {where} about {found}", (), str(year), found, span)


def _reported(context: AuditContext) -> list[tuple[str, str, Span]]:
    """The years that the opening sentence and the headings of what was done name."""
    if "reported" not in context.memo:
        context.memo["reported"] = list(_find_reported(context))
    return cast("list[tuple[str, str, Span]]", context.memo["reported"])


def _find_reported(context: AuditContext) -> Iterator[tuple[str, str, Span]]:
    sections = context.report.sections
    first = sections[0].span.start if sections else min(len(context.text), 2000)
    for hit in _OPENING.finditer(context.text, max(0, first - 1500), first):
        years = list(_IN_TITLE.finditer(context.text, hit.start(), hit.end()))
        if len({year["year"] for year in years}) == 1 and not _RANGE.search(hit.group()):
            yield (
                "the opening sentence",
                years[0]["year"],
                Span(start=years[0].start(), end=years[0].start() + 4),
            )
    for section in sections:
        if section.level != 1 or section.role != "measures" or _RANGE.search(section.heading):
            continue
        named = _REPORT_HEADING.search(section.heading)
        if named and not _NO_REVIEW.search(section.heading):
            start = section.span.start + named.start("year")
            yield f"the heading {section.heading}", named["year"], Span(start=start, end=start + 4)


@rule("warning", "none")
def plan_names_past_year(context: AuditContext) -> Iterator[Hit]:
    """A plan is for the year reported on, or for an earlier one.

    Read are headings of plan sections, sentences that open with a year and go on with 将, 要 or 计划, and
    deadlines. Mentions of a past year as such (在2023年工作基础上, 《规划(2021—2025年)》) are none.

    Example: in a report for 2023, 三、2023年工作安排, or 2023年,我区将继续推进….
    """
    year = context.year
    title = context.report.meta.title
    if year is None or (title and not _OF_YEAR.search(title)):
        return
    year = min([year, *(_number(found) for _, found, _ in _reported(context))])
    for section in context.report.sections:
        if section.role != "plans" or _RANGE.search(section.heading):
            continue
        hit = _IN_TITLE.search(section.heading)
        if hit and _number(hit["year"]) <= year and "问题" not in section.heading:
            start = section.span.start + hit.start("year")
            yield _past(hit["year"], year, Span(start=start, end=start + 4))
    for start, end in _plan_stretches(context):
        if not any(_number(found) <= year for found in _FOUR.findall(context.text, start, end)):
            continue
        for pattern in (_INTENDED, _DEADLINE):
            for hit in pattern.finditer(context.text, start, end):
                name = "year" if hit["year"] else "year2"
                if _number(hit[name]) <= year:
                    yield _past(hit[name], year, Span(start=hit.start(name), end=hit.end(name)))


def _plan_stretches(context: AuditContext) -> Iterator[tuple[int, int]]:
    """Bodies of plan sections, else the plans themselves."""
    bodies = [(s.body.start, s.body.end) for s in context.report.sections if s.role == "plans"]
    if not bodies:
        bodies = [(plan.span.start, plan.span.end) for plan in context.report.plans]
    done = -1
    for start, end in bodies:
        if end > done:
            yield max(start, done), end
            done = end


def _past(found: str, year: int, span: Span) -> Hit:
    return Hit(f"a plan in the report on {year} is for {found}", (), str(year + 1), found, span)


def _has_run(context: AuditContext) -> bool:
    """Whether digits go on after a year, as they do where a mark was lost."""
    if "run" not in context.memo:
        context.memo["run"] = _RUN.search(context.text) is not None
    return cast("bool", context.memo["run"])


@rule("warning", "none")
def range_lost_dash(context: AuditContext) -> Iterator[Hit]:
    """Two years run together because the dash between them was lost.

    Example: 《青溪区法治建设规划(20212025年)》.
    """
    for hit in _GLUED.finditer(context.text) if _has_run(context) else ():
        if 0 < _number(hit["to"]) - _number(hit["from"]) <= 20:
            yield Hit(
                f"{hit.group()}年 is a range of years without its dash",
                (),
                f"{hit['from']}—{hit['to']}年",
                f"{hit.group()}年",
                Span(start=hit.start(), end=hit.end()),
            )


@rule("warning", "none")
def date_lost_mark(context: AuditContext) -> Iterator[Hit]:
    """A date lost its 年 or its 月.

    Example: 20256月, 2025730日.
    """
    for hit in _LOST_MARK.finditer(context.text) if _has_run(context) else ():
        mark = context.text[hit.end() : hit.end() + 2].strip()[:1]
        found = f"{hit.group()}{mark}"
        yield Hit(
            f"{found} is a date without its 年 or 月",
            (),
            f"{hit.group()[:4]}年{hit.group()[4:]}{mark}" if mark == "月" else None,
            found,
            Span(start=hit.start(), end=hit.end()),
        )
