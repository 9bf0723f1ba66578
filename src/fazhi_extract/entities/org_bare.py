"""Names without a place or level in front: where they begin, and what is one of many."""

from __future__ import annotations

import re

from fazhi_extract.entities.org_grammar import Grammar, Head
from fazhi_extract.entities.places import Places, is_han

__all__ = ["HOUSES", "LONGEST_GAP", "OWN_PARTY", "Bare"]

LONGEST_GAP = 14
OWN_PARTY = ("党组", "党委")
HOUSES = "局厅委办院"  # what a 党组 without a place belongs to
_LONGEST_SECTION = 6
_LONGEST_SCHOOL = 5
_FIRM, _ADVISER = "律师事务所", "法律顾问"  # what stands before the name of a firm is its office
_GROUPS = ("领导小组", "领导小组办公室", "协调小组", "工作专班")
_FOUNDING = re.compile(r"(?:成立|设立|建立|组建|调整|充实|健全)了?(?=([一-鿿]{2,10})[和及与]$)")
_ACTING = re.compile("(?:^|[^一-鿿]|[由经于向对]|会同|联合|配合|协助|明确|确定|指定|依托)\\Z")
_BRANCHES = frozenset({"支队", "大队", "中队"})
_KIND = re.compile("[式型]|化$")  # “枫桥式司法所” is an honour
_WORK = re.compile(
    "(?:[^一-鿿]|(?:成立|设立|组建|建立|调整|充实|健全|印发)了?)"
    "((?!(?:成立|设立|组建|建立|调整|充实|健全|印发))[^\\W0-9A-Za-z的了在由为任各]{4,22})\\Z"
)
_GENERIC_LIST = ("党组、", "党委、", "党委（", "党委(", "党组（", "党组(")


class Bare:
    """Questions about names that begin without a place, in one text."""

    def __init__(self, text: str, rules: Grammar, places: Places) -> None:
        """Take the text of a search with its rules and places."""
        self._text = text
        self._rules = rules
        self._places = places

    def opens(self, at: int) -> bool:
        """Whether a name can begin at `at`: after no Chinese character or after a word that ends names."""
        return at == 0 or not is_han(self._text[at - 1]) or self._rules.stoppers.longest(self._text, at) >= 0

    def one_of_many(self, start: int) -> bool:
        """Whether what stands before makes a bare name one of many (各级, 乡镇, 5个, 部级“…”)."""
        before = self._text[max(start - 2, 0) : start]
        if not before:
            return False
        last = before[-1]
        return (
            last in "级各县区市镇乡道)）个家支名所"
            or before == "基层"
            or (last == "“" and before[0] in "级个家")
        )

    def start(self, word: str, head: Head, stems: list[int], stop: int, at: int, floor: int) -> int:
        """Where a name begins that this head ends: alone, after a known stem or any stem; -1 for none.

        `stop` is where the stretch before the head begins that may belong to the name.
        """
        begin, need = -1, head.need
        if stems and word == "分局":
            begin = self._branch(stems[0], floor)
        elif need == "solo":
            begin = self._solo(word, at, floor)
        elif need == "bureau":
            if stems and not self.one_of_many(stems[0]):
                begin = next((stem for stem in stems if self._places.opens(stem, floor)), -1)
            if begin < 0 and stems and word in _BRANCHES:
                begin = self._branch(stems[0], floor)
        elif need == "quoted":
            begin = self._quotation(at + len(word), floor)
        elif need == "section":
            begin = self._section(self._trim(stop, at), at)
        elif need == "school":
            begin = self._school(self._trim(stop, at), at)
        elif need == "subject" and self._stands_in_list(at):
            begin = at
        elif need == "subject" and _KIND.search(self._text, stop, at):
            begin = -1
        elif need != "prefix" and (word in _GROUPS or not self._is_generic(stop, at + len(word))):
            begin = self._free(word, self._trim(stop, stems[-1] if stems else at), at)
        return begin

    def _is_generic(self, start: int, end: int) -> bool:
        return self._text[start:end] in self._rules.not_bare

    def _solo(self, word: str, at: int, floor: int) -> int:
        text = self._text
        house = at - 1 if word.startswith(OWN_PARTY) and at > floor and text[at - 1] in HOUSES else at
        dated = word.endswith("中心组") and text.endswith(("年", "年度", "月"), 0, house)
        if not (dated or self.opens(house)) or self.one_of_many(house):
            return -1
        if text[house - 1 : house] in ("(", "（") and text[house - 2] in "府处" and house - 1 != floor:
            return -1  # of all governments: 各区人民政府（管委会）
        if text.startswith(("领导、", "负责、"), at + len(word)):  # “党工委领导、办事处负责、部门协同”
            return -1
        meeting = word == "工委" and text.startswith("会", at + 2)
        return -1 if meeting or text.endswith(_GENERIC_LIST, 0, house) else house

    def _free(self, word: str, start: int, at: int) -> int:
        """`start` where the stretch up to the head is fit to be a name of its own, else -1."""
        text, rules, end = self._text, self._rules, at + len(word)
        least = 4 if word in ("中心", "领导小组", "协调小组") else 2
        counted = (
            self.one_of_many(start) or text[end : end + 1].isdigit() or text[start - 1 : start].isdigit()
        )
        if word in _GROUPS:
            start = self._group(start, at)
        if word == _FIRM and (adviser := text.rfind(_ADVISER, start, at)) >= 0:
            start = adviser + len(_ADVISER)
        if text.startswith("中国", start - 1):  # 中 ends names elsewhere (会议|中)
            start -= 1
        if counted or text[start:end] in rules.not_bare or not least <= at - start <= LONGEST_GAP:
            return -1
        if word != "中心" and 0 <= (whole := self._quotation(end, start - 5)) < start:
            return whole
        return start if word != "中心" or rules.domains.search(text, start, at) else -1

    def _group(self, start: int, at: int) -> int:
        """Take into the name of a group what is no verb there: 推进法治政府建设|领导小组, 安全生产和消防|…"""
        text = self._text
        if at - start == 2 and text.startswith("工作", start):
            whole = _WORK.search(text, max(at - 24, 0), at)
            return whole.start(1) if whole else start
        if text.endswith("推进", 0, start):
            return start - 4 if text.endswith("全面推进", 0, start) else start - 2
        if text[start - 1 : start] in ("和", "与", "及"):
            founded = _FOUNDING.search(text, max(start - 16, 0), start)
            return founded.start(1) if founded else start
        return start

    def _quotation(self, end: int, floor: int) -> int:
        """The inside of the quotation marks that end with the head: “马背宣讲队”."""
        text = self._text
        if not text.startswith("”", end):
            return -1
        begin = text.rfind("“", max(floor, end - LONGEST_GAP - 2, 0), end) + 1
        whole = begin and end - begin > 3 and text[begin] != "一" and all(map(is_han, text[begin:end]))
        counted = self.one_of_many(begin) or text[end + 1 : end + 2].isdigit()
        return begin if whole and not counted else -1

    def _branch(self, stem: int, floor: int) -> int:
        """A branch by its own name, where it is introduced (由青石|交警|中队)."""
        begin = self._places.unlisted(stem, floor)
        return begin if begin < stem else -1

    def _section(self, start: int, at: int) -> int:
        """A section of the body that reports, where it acts and is not only founded: 由政策|法规股 牵头."""
        fits = at - start <= _LONGEST_SECTION and not self.one_of_many(start)
        return start if fits and _ACTING.search(self._text, max(start - 3, 0), start) else -1

    def _school(self, start: int, at: int) -> int:
        """A school by its proper name or number (湖滨|小学, 第三|中学), not by what schools there are."""
        text, rules = self._text, self._rules
        name = text[start:at]
        if not 2 <= len(name) <= _LONGEST_SCHOOL or self.one_of_many(start) or name[-1] in "中集":
            return -1
        kinds = rules.kinds
        generic = any(name[i:j] in kinds for i in range(len(name)) for j in range(i + 1, len(name) + 1))
        return start if name[0] == "第" or not generic else -1

    def _stands_in_list(self, at: int) -> bool:
        """Whether a word opens a clause or stands in a list: no verb before it, and not one of many."""
        before = self._text[at - 1 : at]
        return not self.one_of_many(at) and (not is_han(before or "、") or before in "由经与和")

    def _trim(self, start: int, limit: int) -> int:
        """Take words off the beginning that are verbs there (服务, 建设) though names may hold them."""
        text, words = self._text, self._rules.lead_words
        while start < limit:
            size = next((n for n in (2, 1) if start + n <= limit and text[start : start + n] in words), 0)
            if not size:
                break
            start += size
        return start
