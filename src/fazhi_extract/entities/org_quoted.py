"""Bodies told by more than a head word: named studios in quotation marks, townships that act."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fazhi_extract.entities.org_grammar import Grammar
from fazhi_extract.entities.places import Places, is_han

__all__ = ["acting_places", "quoted_names"]

_LONG_TEAM, _SHORT_TEAM = "工作室|工作站|服务队|服务团|调解室|突击队", "联盟|协会|团队"
_TEAM = f"(?:{_LONG_TEAM}|{_SHORT_TEAM})"
_NAME = r"“[^“”\n]{2,14}”"
_QUOTED = re.compile(_NAME)
_QUOTED_TEAM = re.compile(rf"{_NAME}(?:(?<=(?:{_LONG_TEAM})”)|(?<=(?:{_SHORT_TEAM})”))")
_SINGLE = re.compile(rf"{_NAME}(?:{_LONG_TEAM})")
_KIND = re.compile("[式型化]”")  # “枫桥式”工作站 is an honour
_MANY = re.compile(".[0-9０-９]")
_STRAIGHT = re.compile(rf'"[\u4e00-\u9fff]{{2,10}}(?<![式型化])"(?:{_LONG_TEAM})(?![0-9０-９])')
_LIST = re.compile(
    rf"{_NAME}(?:[、,，和]?[\u4e00-\u9fff]{{0,8}}{_NAME}){{0,11}}[、,，和]?(?:等[\u4e00-\u9fff]{{0,6}}?)?{_TEAM}"
)
_TOWN = re.compile(r"[镇乡村街社](?:(?<=[镇乡村])|(?<=街)道|(?<=社)区)")
_OWN_TOWN = re.compile(
    r"我(?:镇|乡|街道)(?![0-9０-９]+[^0-9０-９年]|党|政府|人民政府|办事处|[的境内各辖范实经]|[干群]|综合|司法)"
)
_STREET = re.compile(
    r"街道(?:(?<![\u4e00-\u9fff、“(（]街道)|(?<=[一二三四五六]是街道))(?=将|与|严格|坚持|始终|组织|积极|认真)"
)
_COUNTY_WIDE = re.compile("[全我][区县]|我市")
_NOT_ACTING = "全镇街乡的境内各辖党政人办司综派便社村干群公为中上老小范实地片主农企居治法学之]）)”"
_YEAR = re.compile("(?:20|２０)[0-9０-９]{2} ?[年度法]")
_LISTED = "、等和与及"
_WITH = re.compile("(?:会同|联合|协同|联动|责成|督促|约谈)\\Z")
_BEFORE_SUBJECT = "年将日月"


def quoted_names(text: str, places: Places) -> list[tuple[int, int]]:
    """Names in “…” that a list calls studios or teams; with place and marks where a place stands before."""
    found: list[tuple[int, int]] = []
    for hit in _LIST.finditer(text):
        if _SINGLE.fullmatch(text, hit.start(), hit.end()):
            if not _MANY.match(text, hit.end() - 1) and not _KIND.search(text, hit.start(), hit.end()):
                found.append(_team(text, hit, places))
            continue
        names = _QUOTED.finditer(text, hit.start(), hit.end())
        found += [_with_place(text, name.start(), name.end(), places) for name in names]
    if '"' in text:
        found += [_team(text, hit, places) for hit in _STRAIGHT.finditer(text)]
    for name in _QUOTED_TEAM.finditer(text):
        span = _with_place(text, name.start(), name.end(), places)
        if span[0] < name.start():
            found.append(span)
    return found


def _team(text: str, hit: re.Match[str], places: Places) -> tuple[int, int]:
    """A team with its noun, and with the place before it."""
    start, end = _with_place(text, hit.start(), hit.end(), places)
    return (start, end) if start < hit.start() else hit.span()


def _with_place(text: str, start: int, end: int, places: Places) -> tuple[int, int]:
    if start and text[start - 1] in "镇乡村道区" and (town := places.township(start, 0)) >= 0:
        return town, end
    return start + 1, end - 1


def acting_places(
    text: str, rules: Grammar, places: Places, bodies: Sequence[tuple[int, int]] = ()
) -> list[tuple[int, int]]:
    """Townships and villages where they act or are assessed (柳湾镇成功创建…, 指导柳湾镇修订…), and 我镇.

    A township that a list joins to one of the other `bodies` is meant as a body too.
    """
    found = [(hit.start(), hit.end()) for hit in _OWN_TOWN.finditer(text)]
    if (streets := [hit.span() for hit in _STREET.finditer(text)]) and not _COUNTY_WIDE.search(text):
        found += streets
    ends: set[int] = set()
    for hit in _TOWN.finditer(text):
        at, end = hit.span()
        if at == 0 or not is_han(text[at - 1]):
            continue
        following = text[end : end + 1]
        if following.isdigit() and not _YEAR.match(text, end):  # 柳湾镇30个村
            continue
        acts = rules.acting.match(text, end) is not None
        if not acts and (following in _NOT_ACTING or (text[at] in "村社" and not _method(text, end, rules))):
            continue
        start = places.township(end, max(0, end - 24))
        if start < 0 or text[start] in "我本该各全":
            continue
        if following in _LISTED and not acts:
            ends = ends or {body[1] for body in bodies}
            joined = text[start - 1] == "、" and start - 1 in ends
            if joined or _WITH.search(text, max(start - 4, 0), start):
                found.append((start, end))
        elif acts or (_opens_clause(text, start) and following):
            found.append((start, end))
            while text[start - 1] in _LISTED and text[start - 2] in "镇乡道" and start > 2:
                end, start = start - 1, places.township(start - 1, max(0, start - 25))
                if start < 0 or text[start] in "我本该各全":
                    break
                found.append((start, end))
    return found


def _method(text: str, end: int, rules: Grammar) -> bool:
    return rules.acting_subject.match(text, end) is not None


def _opens_clause(text: str, start: int) -> bool:
    before = text[start - 1] if start else "\n"
    return (not is_han(before) and before not in "、“(（《") or before in _BEFORE_SUBJECT
