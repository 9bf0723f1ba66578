"""The search for bodies in one text: from each head word to the left, over stem and place."""

from __future__ import annotations

import re

from fazhi_extract.entities.org_bare import HOUSES, LONGEST_GAP, OWN_PARTY, Bare
from fazhi_extract.entities.org_grammar import Grammar, Head
from fazhi_extract.entities.places import JOINT, LEVELS, Places, is_han

__all__ = ["Search"]

_OWN = re.compile(
    r"[我本](?<![自对].)(?:局|厅|校|大队|支队|总队|分局|公司|中心"
    r"|(?<=我)(?:单位|委(?![托派员])|办(?![理公案事结学])|院|所(?![有以在])|站(?!在)))"
)
_PARENTHESES = re.compile(r"[(（][\u4e00-\u9fff]{1,6}[)）]")
_STATE = frozenset({"政府", "人民政府", "委", "党委", "人大", "政协", "人大常委会"})
_OVER_PLACES = frozenset({"国家税务总局", "国家统计局", "中国人民银行", "税务总局"})
_BRANCHED = frozenset({"律师事务所", "会计师事务所", "公司", "有限公司"})
_LIKE_PREFIX = frozenset({"prefix", "quoted", "school", "section"})
_SHORT_WALK = frozenset({"委", "办"})
_POST = r"(?:常务|第一)?副?(?:书记|秘书长|主任(?!委员)|主席|[省市州盟县区旗镇乡]长(?![期效远])|专员)"
_PERSONS = {  # who follows a body and is none
    **dict.fromkeys(
        [
            "委",
            "党组",
            "党委",
            "党工委",
            "工委",
            "纪委",
            "政府",
            "人民政府",
            "办事处",
            "管委会",
            "管理委员会",
            "人大常委会",
        ],
        re.compile(_POST),
    ),
    "人大": re.compile(rf"{_POST}|代表(?!大会|工|资格)"),
    "政协": re.compile(rf"{_POST}|委员(?!会)"),
}
_PROGRAMMES = frozenset({"法治", "平安", "清廉", "文明", "健康", "数字", "美丽"})
_GRIDS = frozenset({"国网", "南网"})
_MANY = re.compile("[各和与及的或等全两]|会同|联合")
_EVERY = re.compile("各(?:[省市县区州盟旗乡镇]、){1,3}\\Z")
_TERM = re.compile("第?[一二三四五六七八九十]{1,3}届\\Z")
_HOURS = re.compile("[0-9０-９]{1,2}\\Z")
_MEETING = re.compile("委员会议(?![事题定决程])")  # 盟委|委员|会议
_LONGEST_OFFICE = 10
_IN_OFFICES = frozenset({"与", "和", "及", "依法", "促进"})
_BLOTTED = "xX×ｘＸ*＊○"  # a place made unreadable: xx镇|人民政府


class Search:
    """One search over one text; `run` gives (start, end) pairs, the last few out of order."""

    def __init__(self, text: str, rules: Grammar, places: Places) -> None:
        """Prepare a search; `text` has nothing but the characters that may belong to a body."""
        self._text = text
        self._rules = rules
        self._places = places
        self._bare = Bare(text, rules, places)
        self._found: list[tuple[int, int]] = []
        self._heads: list[str] = []

    def run(self) -> list[tuple[int, int]]:
        """Go through the head words from left to right."""
        text, rules = self._text, self._rules
        own = {hit.end(): hit.start() for hit in _OWN.finditer(text)}
        for at, end in rules.names.extents(text):
            word, following = text[at:end], text[end : end + 1]
            if end in own:
                self._add(own.pop(end), end, word)
            elif following and following in "〔［[":
                continue
            elif word in rules.fixed:
                if not (following and following in rules.fixed[word]) and (
                    len(word) > 2 or self._bare.opens(at)
                ):
                    self._add(at, end, word)
            else:
                head = rules.heads[word]
                if not (following and following in head.blocked) or text.startswith("会同", end):
                    self._head(word, head, at, end)
        return [*self._found, *((start, end) for end, start in own.items())]

    def _all_han(self, start: int, end: int) -> bool:
        return end - start <= 6 and all(is_han(char) for char in self._text[start:end])

    def _add(self, start: int, end: int, word: str) -> None:
        while self._found and self._found[-1][1] > start:
            if self._found[-1][0] < start:
                return
            self._found.pop()
            self._heads.pop()
        inner = _PARENTHESES.match(self._text, end)
        if inner and self._text[inner.end() - 2] in "办局委室部院心处":
            end = inner.end()
        self._found.append((start, end))
        self._heads.append(word)

    def _head(self, word: str, head: Head, at: int, end: int) -> None:
        text, rules = self._text, self._rules
        floor = self._found[-1][1] if self._found else 0
        if word in rules.never_heads and rules.never.longest(text, end, floor) >= 0:
            return
        if word in _PERSONS and _PERSONS[word].match(text, end):
            return
        if self._extends(word, head, at):
            start = self._found.pop()[0]
            self._heads.pop()
            self._add(start, end, word)
            return
        start = self._start(word, head, at, max(floor, at - 40))
        if start < 0 or (text[start - 1] in _BLOTTED and start and text[start] in LEVELS):
            return
        if (text[start + 1] in "级(（" or text[start - 1] in "、各") and self._generic(start, at, end):
            return
        street = word == "办事处" and start == floor and self._heads and self._heads[-1] == "人民政府"
        if street or (self._heads and self._heads[-1] in _OVER_PLACES and self._all_han(floor, start)):
            start = self._found.pop()[0]
            self._heads.pop()
        self._add(start, end, word)

    def _generic(self, start: int, at: int, end: int) -> bool:
        """Whether a name begins with words for all of a kind: 县级|分局, 村（社区）|…, 各县、区|…, 各|新区"""
        text = self._text
        before, second = text[start - 1 : start], text[start + 1]
        if before == "各":
            return True
        if text[start] not in LEVELS:
            return False
        if second in "(（":
            return True
        if second == "级" and (
            text[end : end + 1].isdigit() or (start + 2 == at and text.startswith("分局", at))
        ):
            return True
        return before == "、" and _EVERY.search(text, max(start - 8, 0), start) is not None

    def _extends(self, word: str, head: Head, at: int) -> bool:  # noqa: PLR0911
        """Whether the head continues the body that was found last."""
        if not self._found or not 0 <= at - self._found[-1][1] <= LONGEST_GAP:
            return False
        begin, last = self._found[-1][1], self._heads[-1]
        if at == begin:
            inner = word in self._rules.inner or head.need in _LIKE_PREFIX or head.need == "solo"
            return inner and not (word == "委员会" and _MEETING.match(self._text, at))
        if word == "分局" and last == "局" and self._branch(begin, at):
            return True
        if (head.need != "core" or word == "委") and begin in self._stems(at, begin):
            return True
        if word in _SHORT_WALK or head.need == "core":
            return False
        if head.need == "section":
            return self._office(begin, at)
        if last in _STATE and head.need not in _LIKE_PREFIX and word != "中心":
            return False
        return at - begin >= (1 if word == "学院" else 2) and self._inside(begin, at)

    def _branch(self, begin: int, at: int) -> bool:
        """Whether the stretch between a bureau and 分局 is the branch's place (云岭市公安局|青溪区|分局)."""
        near = at - begin <= 4 or self._text[at - 1] in LEVELS
        return near and self._all_han(begin, at) and not _MANY.search(self._text, begin, at)

    def _inside(self, begin: int, at: int) -> bool:
        """Whether the stretch can be the inner part of a name: no place, no word that ends names."""
        text, rules = self._text, self._rules
        i = at - 2 if text.startswith("服务", at - 2) else at
        while i > begin:
            char = text[i - 1]
            if char in "()（）":
                i -= 1
                continue
            if not is_han(char) or (char in LEVELS and (char != "道" or text[i - 2] == "街")):
                return False
            if (stop := rules.stoppers.longest(text, i, begin)) >= 0 and not self._longer(stop, i):
                return False
            i -= 1
        return not any(text[begin : begin + size] in rules.lead_words for size in (2, 1))

    def _office(self, begin: int, at: int) -> bool:
        """Whether the stretch between a body and its section is in the section's name (普法与|治理股)."""
        text, stoppers = self._text, self._rules.stoppers
        if at - begin > _LONGEST_OFFICE:
            return False
        for end in range(begin + 1, at + 1):
            stop = stoppers.longest(text, end, begin)
            if not is_han(text[end - 1]) or (stop >= 0 and text[stop:end] not in _IN_OFFICES):
                return False
        return True

    def _longer(self, start: int, end: int) -> bool:
        """Whether a character that ends names is a part of a longer word (和|平路, 就|业; not 和|平安)."""
        text, rules = self._text, self._rules
        whole = start == end - 1 and text[start : end + 1] in rules.whole_words
        return whole and text[end : end + 2] not in rules.stems

    def _stems(self, at: int, floor: int) -> list[int]:
        """Positions at which known stems begin when the last of them ends at `at`, nearest first."""
        text, stems = self._text, self._rules.stems
        starts: list[int] = []
        i = at
        while len(starts) < 4 and (start := stems.longest(text, i, floor)) >= 0:
            starts.append(start)
            i = start
            if start > floor and text[start - 1] in "和与" and stems.longest(text, start - 1, floor) >= 0:
                i = start - 1
        return starts

    def _committee(self, at: int, floor: int) -> list[int]:
        """Stems before 委, the ones of one character (教, 建) among them."""
        one = at > floor and self._text[at - 1] in self._rules.committees
        return self._stems(at, floor) or ([at - 1] if one else [])

    def _start(self, word: str, head: Head, at: int, floor: int) -> int:
        """Where the name begins that this head ends, or -1."""
        text, places = self._text, self._places
        if head.need != "core":
            stems = self._stems(at, floor)
        else:
            stems = self._committee(at, floor) if word == "委" else []
        for begin in reversed(stems) if stems else (at,):
            if word == "办" and not stems and text[at - 2 : at] != "街道":
                break
            if (prefix := places.prefix(begin, floor=floor, adjacent=True)) >= 0:
                if word in _STATE and (text[prefix:begin] in JOINT or not places.ranked(begin)):
                    return -1
                return self._league(prefix, floor) if word == "委" else self._programme(prefix, at, floor)
        if head.need == "core":
            return self._core(word, stems, at, floor)
        if word in _SHORT_WALK and not stems:
            return -1
        begin = stems[0] if stems else at
        if word in _BRANCHED and text[at - 1] in ")）":  # 大成（云岭）|律师事务所
            begin = max(text.rfind("(", floor, at), text.rfind("（", floor, at), at - 8)
        start, found = self._walk(begin, floor)
        if found:
            return self._programme(start, at, floor)
        return self._bare.start(word, head, stems, start, at, floor)

    def _programme(self, start: int, at: int, floor: int) -> int:
        """Take a programme (法治|云岭建设领导小组) or a grid (国网|云岭供电公司) with the place after it."""
        before = self._text[max(start - 2, floor) : start]
        if before in _GRIDS and self._text.startswith("公司", at):
            return start - 2
        return start - 2 if before in _PROGRAMMES and "建设" in self._text[start:at] else start

    def _league(self, start: int, floor: int) -> int:
        """Take 共青团 or 团 before a committee's place with it (团县委)."""
        for league in ("共青团", "团"):
            begin = start - len(league)
            if begin >= floor and self._text.startswith(league, begin) and self._bare.opens(begin):
                return begin
        return start

    def _core(self, word: str, stems: list[int], at: int, floor: int) -> int:
        """A core head without place: 局 + 党组, or after a known stem 发展改革 + 委."""
        text = self._text
        if word in OWN_PARTY and at > floor and text[at - 1] in HOUSES:
            return at - 1
        if word == "党组" and text.startswith("带头", at + 2) and self._opens_bare(at):
            return at
        if text[at - 1] == "届" and (term := _TERM.search(text, max(at - 5, floor), at)):  # 市五届|人大
            return self._places.prefix(term.start(), floor=floor, adjacent=True)
        if stems and word == "委" and not self._bare.one_of_many(stems[0]):
            return stems[0] if at - stems[0] > 1 or self._bare.opens(stems[0]) else -1
        return -1

    def _opens_bare(self, at: int) -> bool:
        return self._bare.opens(at) and not self._bare.one_of_many(at)

    def _walk(self, begin: int, floor: int) -> tuple[int, bool]:
        """Go left from `begin` to a place: its start and True; else where the name must end, and False."""
        text, rules, places = self._text, self._rules, self._places
        i = begin
        while i > floor and begin - i <= LONGEST_GAP:
            char = text[i - 1]
            if char in ")）" and i < begin:
                opening = max(text.rfind("(", floor, i), text.rfind("（", floor, i))
                if opening < 0 or i - opening > 8:
                    break
                i = opening
                continue
            if not is_han(char):
                hours = text.startswith("小时", i) and _HOURS.search(text, max(i - 3, floor), i)
                if not hours:
                    break
                i = hours.start()
                continue
            if i < begin and (prefix := places.prefix(i, floor=floor)) >= 0:
                return prefix, True
            if (stop := rules.stoppers.longest(text, i, floor)) >= 0 and not self._longer(stop, i):
                break
            if text[i - 2 : i] in rules.words_before and text[i - 1 : i + 1] not in rules.words_after:
                break
            i -= 1
        return i, False
