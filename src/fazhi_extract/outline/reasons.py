"""Several causes in one sentence: A，加之 B; 归因于 A，也与 B 有关."""

from __future__ import annotations

import re

from fazhi_extract.outline.structure import Extent

__all__ = ["RELATED", "parted_causes"]

RELATED = (
    r"(?:不无关系|分不开|密不可分|(?:密切|直接|很大|不无)?(?:有关|相关)"
    r"|有(?:着|很大|一定|直接|密切){0,2}的?关系)"
)
_JOIN = re.compile(
    r"[,，；;](?:另一方面(?:还?是|在于|也?是?(?:由于|因为))?|再?加之|再?加上|(?:同时|而且|并且|另外|此外)?[,，]?(?:也|还|又|更)"
    r"(?:[与和跟同]|是?(?:由于|因为|源于|归因于)))[,，]?"
)
_ONE_SIDE = re.compile("一方面(?:是|在于|是?由于|是?因为)?[,，]?")
_TAIL = re.compile(rf"(?:{RELATED})$")
_LEAST = 3
_LONGEST_TAIL = 10


def parted_causes(text: str, start: int, end: int) -> list[Extent]:
    """The causes that `text[start:end]` joins, without what joins them; the whole where it is one."""
    parts: list[Extent] = []
    side = _ONE_SIDE.match(text, start, end)
    begin = side.end() if side else start
    for join in _JOIN.finditer(text, start, end):
        if join.start() - begin >= _LEAST:
            parts.append(_bare(text, begin, join.start()))
            begin = join.end()
    parts.append(_bare(text, begin, end))
    return [part for part in parts if part.end - part.start >= _LEAST]


def _bare(text: str, start: int, end: int) -> Extent:
    """A cause without the 有关 that closes 与…有关."""
    tail = _TAIL.search(text, max(start, end - _LONGEST_TAIL), end)
    return Extent(start, tail.start() if tail else end)
