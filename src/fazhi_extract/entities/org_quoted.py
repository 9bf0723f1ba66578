"""Bodies told by more than a head word: named studios in quotation marks, townships that act."""

from __future__ import annotations

import regex

from fazhi_extract.entities.org_grammar import Grammar
from fazhi_extract.entities.places import Places, is_han

__all__ = ["acting_places", "quoted_names"]

_TEAM = r"(?:工作室|工作站|服务队|服务团|调解室|突击队|联盟|协会|团队)"
_QUOTED = regex.compile(r"“[^“”\n]{2,14}”")
_LIST = regex.compile(
    rf"(?:[\u4e00-\u9fff]{{0,8}}“[^“”\n]{{2,14}}”[、,，和]{{0,1}}){{1,12}}(?:等[\u4e00-\u9fff]{{0,6}}?)?{_TEAM}"
)
_TEAM_END = regex.compile(_TEAM + "$")
_TOWN = regex.compile(r"[镇乡村]|街道|社区")
_OWN_TOWN = regex.compile(r"我(?:镇|乡|街道)(?!党|政府|人民政府|办事处|[的境内各辖范实经]|[干群]|综合|司法)")
_NOT_ACTING = "全镇街乡的境内各辖和与及、等党政人办司综派便社村干群公为中上老小范实地片主农企居治法学之]）)”"
_BEFORE_SUBJECT = "年将日月"


def quoted_names(text: str, places: Places) -> list[tuple[int, int]]:
    """Names in “…” that a list calls studios or teams; with place and marks where a place stands before."""
    found: list[tuple[int, int]] = []
    for hit in _LIST.finditer(text):
        names = _QUOTED.finditer(text, hit.start(), hit.end())
        found += [_with_place(text, name.start(), name.end(), places) for name in names]
    for name in _QUOTED.finditer(text):
        if _TEAM_END.search(name.group(), 0, len(name.group()) - 1):
            span = _with_place(text, name.start(), name.end(), places)
            if span[0] < name.start():
                found.append(span)
    return found


def _with_place(text: str, start: int, end: int, places: Places) -> tuple[int, int]:
    if start and text[start - 1] in "镇乡村道区" and (town := places.township(start, 0)) >= 0:
        return town, end
    return start + 1, end - 1


def acting_places(text: str, rules: Grammar, places: Places) -> list[tuple[int, int]]:
    """Townships and villages where they act or are assessed (柳湾镇成功创建…, 指导柳湾镇修订…), and 我镇."""
    found = [(hit.start(), hit.end()) for hit in _OWN_TOWN.finditer(text)]
    for hit in _TOWN.finditer(text):
        end = hit.end()
        if hit.start() == 0 or not is_han(text[hit.start() - 1]):
            continue
        following = text[end : end + 1]
        acts = rules.acting.match(text, end) is not None
        if not acts and (following in _NOT_ACTING or hit.group() in ("村", "社区")):
            continue
        start = places.township(end, max(0, end - 24))
        if start < 0 or text[start] in "我本该各全":
            continue
        if acts or (_opens_clause(text, start) and following):
            found.append((start, end))
    return found


def _opens_clause(text: str, start: int) -> bool:
    before = text[start - 1] if start else "\n"
    return (not is_han(before) and before not in "、“(（《") or before in _BEFORE_SUBJECT
