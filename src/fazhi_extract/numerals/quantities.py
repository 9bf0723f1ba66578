"""Running text to quantities, and to what looks like one and is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, Literal, overload

from fazhi_extract.errors import InputError, NumeralError
from fazhi_extract.lexicon import Lexicon, default_lexicon
from fazhi_extract.models import Quantity
from fazhi_extract.models.quantity import Comparator
from fazhi_extract.numerals.build import Reading, joined, make_quantity, make_rejected, read
from fazhi_extract.numerals.grammar import ARABIC_DIGITS, JOINTS, START, Grammar, grammar
from fazhi_extract.numerals.judge import arabic_why, bare_chinese, chinese_why
from fazhi_extract.numerals.rejects import Context, Refusal, Rejected, arabic_rule, chinese_rule, context
from fazhi_extract.numerals.units import Unit
from fazhi_extract.numerals.zones import zones

__all__ = ["find_quantities", "iter_quantities", "parse_quantity"]

_SIGNS: Final = frozenset("-－−负")
_CURRENCY: Final = re.compile(r"(人民币|港币|美元|欧元|日元)\s*(?=[^\s])")
_PRINTED: Final = {"港币": "港元", "人民币": "元"}
_NO_TOP: Final = frozenset("目此年之以提日先会庭诉事面空跟")


@overload
def find_quantities(
    text: str,
    *,
    keep_rejected: Literal[False] = False,
    units: Iterable[Unit] = (),
    lexicon: Lexicon | None = None,
) -> list[Quantity]: ...


@overload
def find_quantities(
    text: str, *, keep_rejected: Literal[True], units: Iterable[Unit] = (), lexicon: Lexicon | None = None
) -> list[Quantity | Rejected]: ...


def find_quantities(
    text: str, *, keep_rejected: bool = False, units: Iterable[Unit] = (), lexicon: Lexicon | None = None
) -> list[Quantity] | list[Quantity | Rejected]:
    """All quantities of a text, left to right, not overlapping, with offsets into `text` as given.

    Args:
        text: any string.
        keep_rejected: also return what was taken for no quantity, as `Rejected` with its rule and reason.
        units: units of the caller's own, which win over the shipped ones.
        lexicon: other word lists than the shipped.

    Raises:
        InputError: when `text` is no string.
    """
    if not isinstance(text, str):
        raise InputError(f"find_quantities wants a str, not {type(text).__name__}; decode it first")
    words = lexicon or default_lexicon()
    return _Scan(text, grammar(tuple(units), words), context(words), keep_rejected).run()


def iter_quantities(
    text: str | Iterable[str], *, units: Iterable[Unit] = (), lexicon: Lexicon | None = None
) -> Iterator[Quantity]:
    """The quantities of a long text, or of one that comes in pieces, line by line.

    Offsets count from the beginning of the first piece. A piece may end anywhere: only whole lines are read.

    Raises:
        InputError: when `text` or a piece is no string.
    """
    words = lexicon or default_lexicon()
    g, ctx = grammar(tuple(units), words), context(words)
    offset = 0
    for block in _blocks((text,) if isinstance(text, str) else text):
        for found in _Scan(block, g, ctx, keep=False).run():
            yield _moved(found, offset) if offset else found  # type: ignore[arg-type]
        offset += len(block)


_BLOCK: Final = 1 << 16


def _blocks(pieces: Iterable[str]) -> Iterator[str]:
    """The text in blocks that end with a line."""
    waiting: list[str] = []
    for piece in pieces:
        if not isinstance(piece, str):
            raise InputError(f"iter_quantities wants strings, not {type(piece).__name__}; decode them first")
        at = 0
        while True:
            cut = piece.find("\n", at + _BLOCK) + 1 or (piece.rfind("\n", at) + 1)
            if cut <= at:
                break
            yield "".join((*waiting, piece[at:cut]))
            waiting.clear()
            at = cut
        if at < len(piece):
            waiting.append(piece[at:])
    if waiting:
        yield "".join(waiting)


def _moved(q: Quantity, offset: int) -> Quantity:
    reading = Reading(q.value, q.low, q.high, q.unit, q.kind, q.comparator)
    return make_quantity(q.text, 0, len(q.text), reading, None, offset + q.span.start)


def parse_quantity(s: str, *, units: Iterable[Unit] = (), lexicon: Lexicon | None = None) -> Quantity:
    """The one quantity that the whole of `s` is: number, unit, words of approximation.

    Raises:
        NumeralError: when `s` is not one whole quantity; `position` says where it stops being one.
        InputError: when `s` is no string.
    """
    if not isinstance(s, str):
        raise InputError(f"parse_quantity wants a str, not {type(s).__name__}; decode or format it first")
    words = lexicon or default_lexicon()
    scan = _Scan(s, grammar(tuple(units), words), context(words), keep=False)
    found = scan.whole()
    if isinstance(found, int):
        shown = s if len(s) <= 40 else s[:37] + "…"
        raise NumeralError(f"{shown!r} is not one whole quantity: see position {found}", numeral=s, position=found)
    return found


class _Scan:
    """One pass over one text."""

    __slots__ = ("ctx", "end", "found", "g", "keep", "text")

    def __init__(self, text: str, g: Grammar, ctx: Context, keep: bool) -> None:
        self.text, self.g, self.ctx, self.keep = text, g, ctx, keep
        self.found: list[Quantity | Rejected] = []
        self.end = 0

    def run(self) -> list[Quantity | Rejected]:
        """Everything that was found, in text order."""
        text, search = self.text, START.search
        arabic, chinese = self.g.arabic.match, self.g.chinese.match
        closed = iter(zones(text))
        low, high, rule = next(closed, _NOWHERE)
        c = search(text)
        while c:
            start = c.start()
            m = arabic(text, start) if c[0] in ARABIC_DIGITS else chinese(text, start)
            if m is None:
                c = search(text, start + 1)
                continue
            while start >= high:
                low, high, rule = next(closed, _NOWHERE)
            if start >= low:
                end = self.refuse(rule, start, min(m.end(), high))
            else:
                end = self.take(m, low)
            c = search(text, end)
        return self.found

    def refuse(self, rule: str, start: int, end: int) -> int:
        """Note a rejection; scanning goes on at its end."""
        if self.keep:
            start = max(start, self.end)
            self.found.append(make_rejected(self.text, start, end, rule))
        self.end = end
        return end

    def accept(self, start: int, end: int, reading: Reading, mark: Comparator | None) -> int:
        """Note a quantity; scanning goes on at its end."""
        self.found.append(make_quantity(self.text, start, end, reading, mark))
        self.end = end
        return end

    def take(self, m: re.Match[str], limit: int) -> int:
        """Judge one candidate and return where scanning goes on."""
        text = self.text
        start, number_end, end = m.start(), m.end("num"), m.end()
        arabic = text[start] in ARABIC_DIGITS
        second = self.g.second.match(text, end) if text[end : end + 1] in JOINTS else None
        if second and second.end() > limit:
            second = None
        refusal = (
            arabic_rule(text, start, number_end, self.ctx, bool(m["unit"] or (second and second["unit"])))
            if arabic
            else chinese_rule(text, start, number_end, self.ctx)
        )
        if refusal:
            return self.refused(refusal, second)
        left, mark = self.mark(start, m["num"], m["unit"])
        if not arabic and mark is None and second is None and m.lastgroup == "num" and m["num"] not in _SHARES:
            why = bare_chinese(text, start, m, None, self.ctx)
            if why:
                return self.refuse(why, start - (why == "bare" and text[start - 1 : start] == "负"), number_end)
        reading = read(self.g, m)
        if reading is None:
            return self.refuse("malformed" if arabic else "word", start, number_end)
        both = None
        if second and not (m["unit"] and text[start - 1 : start] in ("由", "从", "自")):
            other = read(self.g, second)
            both = other and joined(reading, m["num"] + (m["times"] or ""), other, second["num"] + (second["times"] or ""))
        if not both and text[end : end + 1] in ("与", "和"):
            second = self.g.between.match(text, end)
            other = read(self.g, second) if second else None
            both = other and joined(reading, m["num"], other, second["num"]) if second else None
        first = m
        if both and second:
            m, reading = second, both
        why = (arabic_why if arabic else chinese_why)(text, start, m, reading, mark, self.g, self.ctx)
        if why and not (both and m["num"] != "几" and why in ("bare", "word", "name") and self.spanning(first, m)):
            if why == "bare" and text[start - 1 : start] == "负":
                start -= 1
            return self.refuse(why, start, m.end() if m["unit"] else m.end("num"))
        if arabic or reading.value is not None:
            left, reading = self.sign(left, start, reading, mark)
        if left < self.end:
            left, mark = start, None
        return self.accept(left, m.end(), reading, mark)

    @staticmethod
    def spanning(first: re.Match[str], second: re.Match[str]) -> bool:
        """Whether two numbers without a unit make a range all the same: 20和30之间, 一千到一千五百, 百分之三到五."""
        if "分之" in first["num"] or second.re.pattern[0] == "[":
            return True
        return len(first["num"]) > 1 and len(second["num"]) > 1 and first["num"][0] not in ARABIC_DIGITS

    def refused(self, refusal: Refusal, second: re.Match[str] | None) -> int:
        """Note a refusal by what stands around the digits; 第3—5条 is refused whole."""
        end = refusal.end
        if second and refusal.rule == "ordinal" and second.start() == end:
            end = second.end()
        return self.refuse(refusal.rule, refusal.start, end)

    def sign(
        self, left: int, start: int, reading: Reading, mark: Comparator | None
    ) -> tuple[int, Reading]:
        """A minus directly before the digits, when it is no dash or bullet."""
        text = self.text
        if mark or start == 0 or text[start - 1] not in _SIGNS or reading.value is None or left != start:
            return left, reading
        if text[start - 2 : start - 1] not in _SIGNED:
            return left, reading
        return start - 1, reading._replace(value=-reading.value)

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
        if last == "前" and unit in ("名", "位", "强", "%", "‰") and text[start - 2 : start - 1] not in _NO_TOP:
            return start - 1, "<="
        if last == "上" and number[0] in "百千万亿" and text[start - 2 : start - 1] not in _CLIMBED:
            return start - 1, ">="
        return start, None

    def first(self, at: int) -> re.Match[str] | None:
        """The first expression from `at` on."""
        c = START.search(self.text, at)
        while c:
            pattern = self.g.arabic if c[0] in ARABIC_DIGITS else self.g.chinese
            m = pattern.match(self.text, c.start())
            if m:
                return m
            c = START.search(self.text, c.end())
        return None

    def whole(self) -> Quantity | int:
        """The one quantity that the text is, or the position where it stops being one."""
        text = self.text
        start = len(text) - len(text.lstrip())
        stop = len(text.rstrip())
        left = start
        currency = _CURRENCY.match(text, start)
        if currency:
            start = currency.end()
        negative = text[start : start + 1] in _SIGNS and text[start : start + 1] != ""
        m = self.first(start + negative)
        if not m:
            return start
        at, mark = self.mark(m.start(), m["num"], m["unit"])
        if mark and text[at - 1 : at] == "从":
            at -= 1
        if not mark and text[m.start() - 1 : m.start()] == "从":
            at -= 1
        speed = text.startswith("每小时", at - 3) and at >= 3
        if at - 3 * speed != start + negative and not (at == start and not negative):
            return start
        reading = read(self.g, m)
        end = m.end()
        if reading is None:
            return m.start()
        second = self.g.second.match(text, end) or self.g.between.match(text, end)
        if second:
            other = read(self.g, second)
            both = other and joined(reading, m["num"] + (m["times"] or ""), other, second["num"])
            if both:
                reading, end = both, second.end()
        if end != stop:
            return end
        if negative and reading.value is not None:
            reading = reading._replace(value=-reading.value)
        elif negative and reading.low is not None:
            reading = reading._replace(low=-reading.low)
        if speed:
            reading = reading._replace(unit=f"{reading.unit}每小时")
        if currency and reading.unit in (None, "元"):
            name = currency[1]
            reading = reading._replace(unit=_PRINTED.get(name, name), kind="money")
        return make_quantity(text, left, stop, reading, mark)


_SIGNED: Final = frozenset("增降升长率为是达至到幅差额值比于加")
_CLIMBED: Final = frozenset("迈跨站登踏以线网")
_SHARES: Final = frozenset(["一半", "半数", "过半数"])
_NOWHERE: Final = (1 << 62, 1 << 62, "")
