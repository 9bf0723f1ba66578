"""Causes that stand inside the problem they explain: …，原因在于…; 由于…，导致…."""

from __future__ import annotations

import re

from fazhi_extract.outline import Extent
from fazhi_extract.outline.reasons import RELATED, parted_causes
from fazhi_extract.outline.turns import announces_problems

__all__ = ["causes_inside"]

_SAID = re.compile(
    r"(?:究其(?:根本|主要|深层次?)?(?:原因|根源)[,，:：]?(?:主要|还)?(?:是|在于)?|归(?:根结底|根到底|结起来)[,，:：]?(?:还)?(?:主要)?(?:是|在于)?"
    r"|(?:主要|根本|深层次?|客观|主观)?(?:(?:原因|成因|根源|症结|根子)(?:主要)?(?:还?是|在于|有)|(?:原因|成因|根源)(?:分析|剖析)?[:：]|(?:根源|根子|症结)在|根本(?:还)?在于)(?:由于|因为|在于)?"
    r"|(?:这|其)?主要(?:是)?(?:由于|因为|源于|缘于)|(?<![一二三四五六七八九十])是(?:由于|因为|缘于)|归(?:因|咎|结)于)(?P<cause>[^。；;\n]+(?:[；;]另一方面[^。；;\n]+)?)"
)
_MAINLY = re.compile(
    r"(?<=。)这?主要还?是(?P<cause>(?=[^。；;\n]*(?:认识|重视|意识|观念|理念|思想|编制|经费|投入|人手|待遇|体制|机制))[^。；;\n]+)"
)
_RELATED = re.compile(
    rf"(?:^|(?<=[,，。；;这也还又都均]))主?要?(?:与|和|跟|同)(?P<cause>[^。；;,，\n]{{4,60}}?){RELATED}(?=[。；;,，\s]|$)"
)
_BOTH = re.compile(
    r"既有(?P<cause>[^。；;,，\n]{4,60}?)的?(?:原因|因素|缘故)[,，](?:同时)?[也还又]有(?P<other>[^。；;,，\n]{4,60}?)的?(?:原因|因素|缘故)"
)
_AFTERWARDS = re.compile(
    r"[,，]?(?:也|又|正|均|都)?是(?:[^。；;,，是\n]{0,24}的)?(?:一个|一大|其中)?(?:很?重要|主要|根本|直接|深层次?|关键|客观|主观|突出)的?"
    r"(?:原因|根源|症结|因素)(?:之一|所在)?(?=[。；;,，\s]|$)"
)
_JOINED = re.compile(
    r"(?:而|且|加之|同时|其中|尤其是|特别是|[一二三四五六七八九十]{1,2}是|[第其][一二三四五六七八九十]){0,3}"
)
_ANAPHOR = re.compile("[这此其]|上述|以上")
_SIGNS = "。；;,，:：\n"
_LEAST, _LONGEST_CLAUSE = 3, 80
_SINCE = re.compile(r"(?<![\u4e00-\u9fff](?<![是要]))(?:主要)?(?:由于|因为)(?P<cause>[^。；;\n]{4,160})")
_EFFECT = re.compile(r"[,，](?:从而|进而|因此|因而|所以)?(?:导致|造成|致使|使得|影响)")
_OPENED = re.compile("[(（]")
_COMMA = re.compile(r"[,，]")
_GOES_ON = re.compile(r"[,，](?:[仍还尚]|甚至|依[然旧]|至今)")


def causes_inside(text: str, extent: Extent, heading: Extent | None = None) -> list[Extent]:
    """Extents of the causes that the problem `text[extent]` names itself, without closing punctuation.

    A sentence 主要是… says a cause only after one that tells the problem, `heading` not counted.
    """
    found: list[Extent] = []
    told = heading.end + 1 if heading else extent.start
    for match in _BOTH.finditer(text, extent.start, extent.end):
        found += [Extent(*match.span("cause")), Extent(*match.span("other"))]
    for pattern in (_SAID, _SINCE, _MAINLY, _RELATED):
        for match in pattern.finditer(text, extent.start, extent.end):
            start, end = match.span("cause")
            if pattern is _MAINLY and not _told_before(text, told, match.start()):
                continue
            if pattern is _SINCE:
                end = _without_effect(text, start, end)
            elif effect := _EFFECT.search(text, start, end):
                end = effect.start()
            while start < end and text[start] in ",，:： ":
                start += 1
            if text[end - 1] in ")）" and not _OPENED.search(text, start, end):
                end -= 1
            if end - start >= _LEAST and not any(start < other.end and other.start < end for other in found):
                found += parted_causes(text, start, end)
    for match in _AFTERWARDS.finditer(text, extent.start, extent.end):
        start = _clause_before(text, extent.start, match.start())
        if match.start() - start >= _LEAST and not _ANAPHOR.match(text, start):
            found.append(Extent(start, match.start()))
    return sorted(found)


def _told_before(text: str, floor: int, end: int) -> bool:
    """Does the sentence that ends at `end` tell a problem, rather than that there are some?"""
    start = max(floor, text.rfind("。", floor, end - 1) + 1)
    return start < end - 1 and not announces_problems(text[start:end])


def _clause_before(text: str, floor: int, end: int) -> int:
    """Where the clause that ends at `end` begins, without the word that joins it to the one before."""
    floor = max(floor, end - _LONGEST_CLAUSE)
    start = max(floor - 1, *(text.rfind(sign, floor, end) for sign in _SIGNS)) + 1
    joined = _JOINED.match(text, start, end)
    return joined.end() if joined else start


def _without_effect(text: str, start: int, end: int) -> int:
    """由于 A, (B,) effect: where the causes end."""
    effect = _EFFECT.search(text, start, end)
    if effect:
        return effect.start()
    commas = [match.start() for match in _COMMA.finditer(text, start, end)]
    if not commas:
        return start
    return commas[1] if len(commas) == 2 and not _GOES_ON.match(text, commas[1]) else commas[0]
