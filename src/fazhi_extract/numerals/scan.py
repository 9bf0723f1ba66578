"""One pass over one text: candidates, their judgement, what is made of them."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from fazhi_extract.models import Quantity
from fazhi_extract.models.quantity import Comparator
from fazhi_extract.numerals.build import Reading, joined, make_quantity, make_rejected, read, written
from fazhi_extract.numerals.grammar import ARABIC_DIGITS, JOINTS, LIKELY, Grammar
from fazhi_extract.numerals.judge import LISTED, NO_TOP, arabic_why, bare_chinese, chinese_why
from fazhi_extract.numerals.rejects import Context, Rejected, arabic_rule, chinese_rule
from fazhi_extract.numerals.zones import zones

__all__ = ["SIGNS", "Scan"]

SIGNS: Final = frozenset("-－−负")
SHARES: Final = frozenset(["一半", "半数", "过半数"])
_UNITLESS: Final = frozenset(["bare", "word", "name"])
_PLACES: Final = frozenset(["名", "位", "强", "%", "‰"])
_SIGNED: Final = frozenset("增降升长率为是达至到幅差额值比于加")
_CLIMBED: Final = frozenset("迈跨站登踏以线网")
_NOWHERE: Final = (1 << 62, 1 << 62, "")


class Scan:
    """One pass over one text."""

    __slots__ = ("ctx", "end", "found", "g", "keep", "text")

    def __init__(self, text: str, g: Grammar, ctx: Context, keep: Collection[str]) -> None:
        """Make ready to scan `text`; `keep` holds the rules whose refusals are noted."""
        self.text, self.g, self.ctx, self.keep = text, g, ctx, keep
        self.found: list[Quantity | Rejected] = []
        self.end = 0

    def run(self) -> list[Quantity | Rejected]:
        """Everything that was found, in text order."""
        text, search = self.text, LIKELY.search
        arabic, chinese = self.g.arabic.match, self.g.chinese.match
        closed = iter(zones(text))
        low, high, rule = next(closed, _NOWHERE)
        c = search(text)
        while c:
            start = c.start()
            digit = text[start] in ARABIC_DIGITS
            m = (arabic if digit else chinese)(text, start)
            if m is None:
                c = search(text, start + 1)
                continue
            while start >= high:
                low, high, rule = next(closed, _NOWHERE)
            if start >= low:
                start = self.refuse(rule, start, min(m.end(), high))
            else:
                start = self.take(m, low, arabic=digit)
            c = search(text, start)
        return self.found

    def refuse(self, rule: str, start: int, end: int) -> int:
        """Note a rejection; scanning goes on at its end."""
        if rule in self.keep:
            start = max(start, self.end)
            self.found.append(make_rejected(self.text, start, end, rule))
        self.end = end
        return end

    def take(self, m: re.Match[str], limit: int, *, arabic: bool) -> int:
        """Judge one candidate and return where scanning goes on."""
        text = self.text
        start, end = m.span()
        second = self.g.second.match(text, end) if text[end : end + 1] in JOINTS else None
        if second and second.end() > limit:
            second = None
        if arabic:
            known = bool(m["unit"] or (second and second["unit"]))
            refusal = arabic_rule(text, start, m.end(1), self.ctx, known)
        else:
            refusal = chinese_rule(text, start, m.end(1), self.ctx)
        if refusal:
            if second and refusal.rule == "ordinal" and second.start() == refusal.end:  # 第3—5条
                return self.refuse("ordinal", refusal.start, second.end())
            return self.refuse(*refusal)
        return self.weigh(m, second, arabic)

    def weigh(self, m: re.Match[str], second: re.Match[str] | None, arabic: bool) -> int:
        """Read a candidate whose surroundings let it pass, and judge it by what it says."""
        text = self.text
        start, end = m.span()
        number, unit = m.group(1, 6)
        left, mark = self.mark(start, number, unit) if text[start - 1] in self.g.leads else (start, None)
        if not (arabic or mark or second) and m.lastgroup == "num" and number not in SHARES:
            why = bare_chinese(text, start, m, None, self.ctx)
            if why:
                return self.refuse(why, start - self.minus(why, start), m.end("num"))
        reading = read(self.g, m)
        if reading is None:
            return self.refuse("malformed" if arabic else "word", start, m.end("num"))
        first, both = m, None
        if second or text[end : end + 1] in ("与", "和"):
            second, both = self.range(m, reading, second)
            if both and second:
                m, reading, end = second, both, second.end()
        if arabic:
            why = arabic_why(text, start, m, reading, mark, self.ctx)
        else:
            why = chinese_why(text, start, m, reading, mark, self.g, self.ctx)
        if why and not (both and why in _UNITLESS and self.spanning(first, m)):
            return self.refuse(why, start - self.minus(why, start), end if m["unit"] else m.end(1))
        if arabic and reading.unit is None:
            reading = self.shared(reading, end)
        if start and text[start - 1] in SIGNS:
            left, reading = self.sign(left, start, reading, mark)
        if left < self.end:
            left, mark = start, None
        self.found.append(make_quantity(text, left, end, reading, mark))
        self.end = end
        return end

    def minus(self, why: str, start: int) -> bool:
        """Whether a lone number is shown with the 负 before it."""
        return why == "bare" and self.text[start - 1 : start] == "负"

    def range(
        self, m: re.Match[str], reading: Reading, second: re.Match[str] | None
    ) -> tuple[re.Match[str] | None, Reading | None]:
        """The range that the expression begins, with the match of its end; 由A到B is two quantities."""
        text, end = self.text, m.end()
        if second and not (m["unit"] and text[m.start() - 1 : m.start()] in ("由", "从", "自")):
            other = read(self.g, second)
            both = other and joined(reading, written(m), other, written(second))
            if both:
                return second, both
        if text[end : end + 1] in ("与", "和"):
            second = self.g.between.match(text, end)
            other = read(self.g, second) if second else None
            if second and other:
                return second, joined(reading, written(m), other, written(second))
        return None, None

    def shared(self, reading: Reading, end: int) -> Reading:
        """The unit at the end of a list of numbers holds for each: 20.9、36.2、54个百分点."""
        listed = LISTED.match(self.text, end)
        if not listed:
            return reading
        unit = self.g.units[listed["unit"]]
        return reading._replace(unit=unit.printed, kind=unit.kind)

    @staticmethod
    def spanning(first: re.Match[str], second: re.Match[str]) -> bool:
        """Whether two numbers without a unit make a range: 20和30之间, 一千到一千五百, 百分之三到五."""
        if "分之" in first["num"] or second.re.pattern[0] == "[":
            return True
        return len(first["num"]) > 1 and len(second["num"]) > 1 and first["num"][0] not in ARABIC_DIGITS

    def sign(self, left: int, start: int, reading: Reading, mark: Comparator | None) -> tuple[int, Reading]:
        """A minus directly before the digits, when it is no dash or bullet."""
        text = self.text
        if mark or reading.value is None or left != start:
            return left, reading
        if text[start - 2 : start - 1] not in _SIGNED:
            return left, reading
        return start - 1, reading._replace(value=reading.value.copy_negate())

    def mark(self, start: int, number: str, unit: str | None) -> tuple[int, Comparator | None]:
        """Where the word of approximation before `start` begins, and its comparator."""
        text = self.text
        if not start:
            return 0, None
        last = text[start - 1]
        edge = start
        if last == " " and start > 1:
            last, edge = text[start - 2], start - 1
        for word, comparator, barred, required in self.g.before.get(last, ()):
            at = edge - len(word)
            if at >= 0 and text.startswith(word, at):
                outer = text[at - 1] if at else ""
                if not (outer and outer in barred) and (not required or (outer and outer in required)):
                    return at, comparator
        if last == "前" and unit in _PLACES and text[start - 2 : start - 1] not in NO_TOP:
            return start - 1, "<="
        if last == "上" and number[0] in "百千万亿" and text[start - 2 : start - 1] not in _CLIMBED:
            return start - 1, ">="
        return start, None
