"""Where the place or level in front of a body's name begins: 青溪区|司法局, 我县|政府."""

from __future__ import annotations

import re

from fazhi_extract.entities.org_grammar import Grammar

__all__ = ["JOINT", "LEVELS", "Places", "is_han", "is_town"]

LEVELS = "省市县区州盟旗镇乡道村街"
_DIVISIONS = "省市县区州盟旗"  # in the table, where they are real
_LAST = frozenset(LEVELS + "级")
JOINT = frozenset({"省市", "市区", "市县", "区县"})
_LONGEST_NAME = 4
_TOWN_WORDS = frozenset({"村镇", "集镇", "城镇", "家乡", "城乡"})
_NO_TOWN = frozenset("农乡小中大各全该我本两多每县市区及和与或的村集镇型点心线家个名处末底初内外均回离返爱老")
_RARE_TOWN = "新古老"
_UNLISTED = "市县旗区"
_INTRODUCED = re.compile(
    r"(?:^|[、\n\r(（:：]|[年度来月日下][,，]|[由经与和及向]|会同|联合|协同|配合|协助|联系|邀请)(?![由经与和及向])([\u4e00-\u9fff]{2,3})\Z"
)
_NO_NAME = frozenset(LEVELS + "我本全各该某在向为对至并也是次所届个两和与及或的了同从由委局处级到有")
_AROUND = 8_000
_VERBS = "我送报驻到从使让按某派请邀受年月日个件项份次"


def is_han(char: str) -> bool:
    """A Chinese character of the common block."""
    return "\u4e00" <= char <= "\u9fff" or char == "〇"


def is_town(name: str) -> bool:
    """Whether a name of three characters is a town's though its end is a word (高村镇, no 小城镇)."""
    return len(name) == 3 and name[1:] in _TOWN_WORDS and name[0] not in _NO_TOWN


class Places:
    """The places of one text, found once and asked for by their end."""

    def __init__(self, text: str, grammar: Grammar) -> None:
        """Find the division names of `text`."""
        self._text = text
        self._grammar = grammar
        self.divisions = grammar.gazetteer.mentions(text)
        self._full = {end: start for start, end, _ in self.divisions}
        self._shorts = grammar.shorts.by_pair
        self._repeated: set[str] = set()

    def prefix(self, end: int, *, floor: int = 0, adjacent: bool = False) -> int:
        """Start of the place or level that ends at `end`, with the places right before it; -1 for none.

        `adjacent`: a head or a known stem follows directly, so that words such as 市场 cannot be meant.
        """
        text = self._text  # mostly the characters before `end` are the last ones of no place
        if text[end - 1] not in _LAST and text[end - 2 : end] not in self._shorts and end not in self._full:
            return -1
        start = self._one(end, floor, adjacent=adjacent)
        if start < 0:
            return -1
        while start > floor and (before := self._one(start, floor, chained=True)) >= 0:
            start = before
        if start - 2 >= floor and text.startswith("中共", start - 2):
            start -= 2
        return start

    def township(self, end: int, floor: int) -> int:
        """Start of the named township or village that ends at `end`, its county included; -1 for none."""
        text = self._text
        size = 2 if text[end - 1] in "道区" else 1
        pair = text[end - 2 : end]
        if pair in _TOWN_WORDS and (three := self._three(end - 1, floor)) >= 0:
            return three
        if (
            end - size < floor
            or text[end - size - 1 : end - size] in ("全", "各", "两", "每")
            or pair in self._grammar.words_before
            or (size == 1 and pair in self._grammar.words_inside)
        ):
            return -1
        start = self._named(end - size, floor, text[end - size : end])
        if start == end - size:
            return -1
        while start > floor and (before := self._one(start, floor, chained=True)) >= 0:
            start = before
        return start

    def _one(self, end: int, floor: int, *, adjacent: bool = False, chained: bool = False) -> int:
        text = self._text
        if end <= floor:
            return -1
        full = self._full.get(end, -1)
        if full >= floor:
            return full
        last = text[end - 1]
        if text[end - 2 : end] in self._shorts:
            short = self._grammar.shorts.longest(text, end, floor)
            if short >= 0:
                return short  # 海门, and 亳州, 景德镇
        if last in LEVELS:
            return self._level(end, floor, adjacent=adjacent, chained=chained)
        if last == "级" and adjacent and end - 2 >= floor and text[end - 2] in _DIVISIONS:
            return -1 if text[max(end - 3, floor) : end - 1] in self._grammar.words_before else end - 2
        return -1

    def _community(self, end: int, floor: int) -> int:
        """Start of the named community that ends at `end` (柳湾社区|居民委员会); -1 for none."""
        start = self.township(end, floor)
        return -1 if start < 0 or self._text[start : end - 2] in self._grammar.kinds else start

    def _level(self, end: int, floor: int, *, adjacent: bool, chained: bool) -> int:
        text, grammar = self._text, self._grammar
        zone = grammar.zones.longest(text, end, floor)
        if zone >= 0:
            return self._named(zone, floor, text[zone:end])
        if end - 3 >= floor and text.startswith("自治", end - 3):  # 自治区, 自治州
            return end - 3
        start = end - 2 if text[end - 1] == "道" else end - 1
        if start < floor or (text[end - 1] == "道" and text[start] != "街"):
            return -1
        return self._word(start, end, floor, adjacent=adjacent, chained=chained)

    def _word(self, start: int, end: int, floor: int, *, adjacent: bool, chained: bool) -> int:
        """Start of the place whose level word stands at `start`–`end`; -1 where that is another word."""
        text, grammar = self._text, self._grammar
        pair = text[start - 1 : start + 1] if start > floor else ""
        if pair in grammar.words_before or pair in grammar.words_inside:
            return self._within_word(pair, start, end, floor, adjacent=adjacent)
        if not adjacent and text[start : start + 2] in grammar.words_after:
            return -1
        if start > floor and text[start - 1] in "我本":
            return start - 1
        named = self._named(start, floor, text[start:end])
        if named == start and adjacent and text[start] in _UNLISTED:
            named = self.unlisted(start, floor)
        if named == start and not self._stands_bare(start, end, floor, adjacent=adjacent, chained=chained):
            return -1
        return named

    def _within_word(self, pair: str, start: int, end: int, floor: int, *, adjacent: bool) -> int:
        """Start of the place whose level ends a word such as 社区 or 市区, where one is meant after all."""
        if pair in _TOWN_WORDS:
            return self._three(start, floor)
        if pair == "社区" and adjacent:
            return self._community(end, floor)
        return (
            start - 1
            if adjacent and (pair in JOINT or pair == "地区") and self.opens(start - 1, floor)
            else -1
        )

    def _three(self, start: int, floor: int) -> int:
        """Start of a township whose end is a word elsewhere (高|村镇, 王|集镇); -1 for none."""
        text, begin = self._text, start - 2
        if (
            begin < floor
            or not is_han(text[begin])
            or text[begin] in _NO_TOWN
            or self._stops(begin + 1, floor)
        ):
            return -1
        if text[start] == "乡" and text[start + 1 : start + 2] not in ("人", "党", "政"):
            return -1
        placed = begin in self._full or text[begin - 1] in _DIVISIONS
        if begin > floor and not placed and not self.opens(begin, floor):
            return -1
        return begin if text[begin] not in _RARE_TOWN or self._often(begin, start + 1) else -1

    def _stands_bare(self, start: int, end: int, floor: int, *, adjacent: bool, chained: bool) -> bool:
        """Whether a level without a name (县, 街道) can open a body's name."""
        last = self._text[end - 1]
        if last == "街":
            return adjacent and self.opens(start, floor)
        if last == "道" and start > floor and self._text[start - 1] in "各全两":
            return False
        return last != "村" and (not chained or last in _DIVISIONS)

    def ranked(self, end: int) -> bool:
        """Whether the place that ends at `end` is a full name or ends with its rank (海门区, not 海门)."""
        return end in self._full or self._text[end - 1] in LEVELS

    def opens(self, start: int, floor: int) -> bool:
        """Whether a name can begin at `start`: at a word boundary, or after a word that ends names."""
        if start <= floor or not is_han(self._text[start - 1]):
            return True
        return self._stops(start, floor)

    def _stops(self, end: int, floor: int) -> bool:
        grammar = self._grammar
        if grammar.stoppers.longest(self._text, end, floor) >= 0:
            return True
        return self._text[end - 1] in _VERBS or (
            end - 2 >= floor and self._text[end - 2 : end] in grammar.lead_words
        )

    def _named(self, start: int, floor: int, level: str) -> int:
        """Where the proper name before a level word begins; `start` itself where it has none."""
        text = self._text
        i = start
        while i > floor and start - i <= _LONGEST_NAME and is_han(text[i - 1]):
            if i in self._full or (i < start and text[i - 1] in "省市县区州盟旗镇乡"):
                break
            if self._stops(i, floor) or text.startswith("中共", i - 2):
                break
            i -= 1
        size = start - i
        if size == 0 and level[-1] in "镇乡道":
            return self._with_and(start, floor, start + len(level))
        if size == 0 or size > _LONGEST_NAME:
            return start
        if level[-1] in "镇乡道村区" and len(level) + size >= 3 and level != "区" and size > 1:
            return i
        return i if self._often(i, start + len(level)) else start

    def unlisted(self, start: int, floor: int) -> int:
        """Where a name of two or three characters begins that is in no table, if a body is introduced there.

        By a list's 、, a line's start, the comma after a time, or a word such as 由 and 会同; not by a mere
        clause, which may open on a verb (，划入|县审批局). `start` where there is no such name.
        """
        text = self._text
        hit = _INTRODUCED.search(text, max(start - 7, 0), start)
        if hit is None or hit.start(1) < floor or not _NO_NAME.isdisjoint(hit.group(1)):
            return start
        begin = hit.start(1)
        if any(self._stops(end, begin) for end in range(begin + 1, start + 1)):
            return start
        return begin

    def _with_and(self, start: int, floor: int, end: int) -> int:
        """Where a short name begins that ends on 和 (永和镇), if it opens its clause and recurs."""
        text, begin = self._text, start - 2
        if begin < floor or text[start - 1] != "和" or not is_han(text[begin]):
            return start
        opens = begin == 0 or not is_han(text[begin - 1]) or text[begin - 1] in "年将"
        return begin if opens and self._often(begin, end) else start

    def _often(self, start: int, end: int) -> bool:
        """Whether a name that is in no table stands in the text around more than once."""
        text = self._text
        name = text[start:end]
        if name not in self._repeated:
            if (
                text.find(name, end, end + _AROUND) < 0
                and text.find(name, max(start - _AROUND, 0), start) < 0
            ):
                return False
            self._repeated.add(name)
        return True
