"""What issuer and region are told by: the text, its outline, header cells, bodies."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import regex

from fazhi_extract.entities.divisions import gazetteer
from fazhi_extract.extraction.metadata.names import is_bureau
from fazhi_extract.lexicon import Lexicon
from fazhi_extract.models import Entity
from fazhi_extract.outline.structure import Outline

__all__ = ["OPENING", "Clues", "begins_clause", "is_no_name", "opens_report"]

OPENING = 400
"""Characters at the beginning of the body in which a report names itself."""

_RANKED = r"(省|市|县|区|旗|州|盟|镇|乡|街道)(?![场民容域块间])"
_INNER = r"(?:党委|党组|机关|领导班子)"
_BESIDE_OTHERS = "(?!率先|领先|第|首|前[列茅一二三五十0-9]|排名|平均|先进|最)"  # 全省第一 is said of a city
# Ways that all begin with a letter of their own let `re` skip to where one can begin.
_OWN = re.compile(
    rf"我(?:{_RANKED}|(?:局|委|厅|办|院|中心|支队|大队)(?![们员理公]))|全{_RANKED}{_BESIDE_OTHERS}"
    rf"|局(?<![\u4e00-\u9fff]局){_INNER}|厅(?<![\u4e00-\u9fff]厅){_INNER}"
)
_OWN_TITLE = re.compile("[我本][局厅委办院]")
_ADDRESSED = re.compile(r"\s*各[^\n:：。；;]{1,20}[局厅][:：][ \t\u3000\r]*\n")
_HOUSE = re.compile(r"[^省市县区旗州盟镇乡我本中国全][\u4e00-\u9fff]{0,7}[局厅委]")
_STATE = regex.compile(r"(?<![\u4e00-\u9fff])(?P<rank>省|市|县|区|旗|州|盟)(?:人民)?政府")
_SPAN = re.compile(
    r"(?:^|[\s:：。])(?:(?:19|20)[0-9]{2}年度?(?:以来|来)?|一年来|今年以来|近年来)[,，]\s*原?$"
)
_SPOKEN_OF = re.compile(
    r"(?:(?:党政)?(?:领导)?班子)?(?:法治政府建设|依法行政)?(?:工作)?(?:[以在]|坚[持决]|深[入刻]|认真|全面|紧[紧密扣]|严格|积极|始终|切实|按照|根据|对照"
    r"|围绕|高度|牢[牢固]|扎实|持续|不断|聚焦|贯彻|落实|立足|结合|党)"
)
_PLACEHOLDER = regex.compile(r"^[某xX×＊*我全各本该]")
_NO_NAME = regex.compile(r"[依法治建推加各强的]")


@dataclass(frozen=True)
class Clues:
    """The evidence. `publishers` are header cells of publisher and source, `index` is the index number."""

    text: str
    outline: Outline
    title: str | None
    publishers: tuple[str, ...]
    index: str | None
    organizations: tuple[Entity, ...]
    year: int | None
    lexicon: Lexicon

    @cached_property
    def body(self) -> str:
        """The report proper."""
        return self.text[self.outline.body.start : self.outline.body.end]

    @cached_property
    def mentions(self) -> Counter[str]:
        """How often each full division name stands in the text."""
        return Counter(mention.name for mention in gazetteer(self.lexicon).mentions(self.text))

    @cached_property
    def own(self) -> Counter[str]:
        """How often the body says 我区 or 全区 (by rank), and 我局 or 局党组 (all as 局)."""
        counts: Counter[str] = Counter()
        for hit in _OWN.finditer(self.body):
            counts[hit[1] or hit[2] or "局"] += 1
        return counts

    @cached_property
    def governments(self) -> Counter[str]:
        """How often the text says 区政府 without a place, by rank."""
        return Counter(hit["rank"] for hit in _STATE.finditer(self.text))

    @property
    def department(self) -> bool:
        """Whether a department speaks, or is what the first sentence speaks of."""
        if self.own["局"] > 0 or (self.title is not None and _OWN_TITLE.search(self.title)):
            return True
        if _ADDRESSED.match(self.text):  # 各区应急管理局：
            return True
        return (self.subject is not None and is_bureau(self.subject.text)) or self.house is not None

    @cached_property
    def house(self) -> str | None:
        """A department named without its place whose own offices are spoken of (教委 in 教委机关)."""
        for entity in self.organizations:
            name = entity.text
            if self.text.startswith("机关", entity.span.end) and _HOUSE.fullmatch(name):
                return name
        return None

    @cached_property
    def subject(self) -> Entity | None:
        """The body that the report begins with, after the year: 2023年,云岭市司法局坚持…"""
        start = self.outline.body.start
        for entity in self.organizations:
            at, end = entity.span.start, entity.span.end
            if start <= at < start + OPENING and (
                opens_report(self.text, at, end) or (at == start and _SPOKEN_OF.match(self.text, end))
            ):
                return entity
        return None


def opens_report(text: str, start: int, end: int) -> bool:
    """Whether the name at start–end is the subject of a sentence on the year: 2023年,柳湾街道坚持…"""
    return (
        _SPAN.search(text, max(start - 20, 0), start) is not None and _SPOKEN_OF.match(text, end) is not None
    )


def begins_clause(text: str, start: int) -> bool:
    """Whether a name at `start` can be the subject of its clause."""
    before = text[max(start - 2, 0) : start]
    if not before or not "\u4e00" <= before[-1] <= "\u9fff":
        return True
    return before in ("现将", "年来", "以来") or before[-1] in "年将"


def is_no_name(name: str, lexicon: Lexicon, *, begin: int | None = None) -> bool:
    """Whether a would-be place name that no table holds is a placeholder (某县) or a phrase (依法治镇).

    `begin`: how many of its first characters are looked at, all if None.
    """
    tested = name[:begin]
    strange = _PLACEHOLDER.match(tested) is not None or _NO_NAME.search(tested) is not None
    return strange and not gazetteer(lexicon).named(name)
