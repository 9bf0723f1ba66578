"""Where the place or level in front of a body's name begins: 衢江区|司法局, 我县|政府, 云岭市青溪区|教育局."""

from __future__ import annotations

from fazhi_extract.entities.org_grammar import Grammar

__all__ = ["Places", "is_han"]

LEVELS = "省市县区州盟旗镇乡道村"
_WITH_NAME = "镇乡道村"  # not in the table of divisions: their names are read off the text
_OWN = "我本"
_LONGEST_NAME = 4


def is_han(char: str) -> bool:
    """A Chinese character of the common block."""
    return "\u4e00" <= char <= "\u9fff" or char == "〇"


class Places:
    """The places of one text, found once and asked for by their end."""

    def __init__(self, text: str, grammar: Grammar) -> None:
        """Find the division names of `text`."""
        self._text = text
        self._grammar = grammar
        self._full = {m.end: m.start for m in grammar.gazetteer.mentions(text)}
        self._repeated: dict[str, bool] = {}

    def prefix(self, end: int, *, floor: int = 0, adjacent: bool = False) -> int:
        """Start of the place or level that ends at `end`, with the places right before it; -1 where none does.

        `adjacent` says that a head or a known stem follows directly, so that words such as 市场 cannot be meant.
        """
        start = self._one(end, floor, adjacent)
        if start < 0:
            return -1
        while start > floor and (before := self._one(start, floor, True, chained=True)) >= 0:
            start = before
        if self._text.startswith("中共", max(start - 2, 0)) and start - 2 >= floor:
            start -= 2
        return start

    def _one(self, end: int, floor: int, adjacent: bool, *, chained: bool = False) -> int:
        text = self._text
        if end <= floor:
            return -1
        full = self._full.get(end, -1)
        if full >= floor and full >= 0:
            return full
        last = text[end - 1]
        if last in LEVELS:
            return self._level(end, floor, adjacent, chained)
        if last in "级部" and end - 2 >= floor and text[end - 2] in "省市县区镇州" and not adjacent:
            return end - 2
        return self._short(end, floor, adjacent)

    def _short(self, end: int, floor: int, adjacent: bool) -> int:
        names = self._grammar.gazetteer
        for size in (4, 3, 2):
            start = end - size
            if (
                start >= floor
                and names.full_names(word := self._text[start:end])
                and (word not in self._grammar.everyday)
            ):
                return start
        return -1

    def _level(self, end: int, floor: int, adjacent: bool, chained: bool) -> int:
        text, grammar = self._text, self._grammar
        zone = grammar.zones.longest(text, end, floor)
        if zone >= 0:
            return self._named(zone, floor, text[zone:end])
        start = end - 1
        if text[start] == "道":
            start -= 1
            if start < floor or text[start] != "街":
                return -1
        elif text.startswith("自治区", end - 3) and end - 3 >= floor:
            return end - 3
        if text[max(start - 1, floor) : start + 1] in grammar.words_before and start > floor:
            return -1
        if not adjacent and text[start : start + 2] in grammar.words_after:
            return -1
        if start > floor and text[start - 1] in _OWN:
            return start - 1
        named = self._named(start, floor, text[start:end])
        if text[end - 1] == "村" and named == start:
            return -1
        return -1 if chained and named == start and text[end - 1] not in "省市县区州" else named

    def _named(self, start: int, floor: int, level: str) -> int:
        """Where the proper name before a level word begins; `start` itself where it has none."""
        text, grammar = self._text, self._grammar
        i = start
        while i > floor and start - i <= _LONGEST_NAME and is_han(text[i - 1]):
            if i in self._full or (i < start and text[i - 1] in "省市县区州盟旗镇乡"):
                break
            if grammar.bare_stoppers.longest(text, i, floor) >= 0:
                break
            i -= 1
        size = start - i
        if size == 0 or size > _LONGEST_NAME:
            return start
        if level[-1] in _WITH_NAME and 1 <= size <= 4:
            return i if size > 1 or self._often(text[i:start] + level) else start
        return i if self._often(text[i:start] + level) else start

    def _often(self, name: str) -> bool:
        """Whether a name that is in no table stands in the text more than once."""
        if name not in self._repeated:
            first = self._text.find(name)
            self._repeated[name] = self._text.find(name, first + len(name)) >= 0
        return self._repeated[name]
