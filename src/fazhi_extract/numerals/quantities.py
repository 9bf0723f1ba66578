"""Running text to quantities, and to what looks like one and is none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final, Literal, overload

from fazhi_extract.errors import InputError
from fazhi_extract.lexicon import Lexicon, default_lexicon
from fazhi_extract.models import Quantity, Span
from fazhi_extract.numerals.build import Reading, make_quantity, make_rejected, read
from fazhi_extract.numerals.grammar import D, Grammar, grammar
from fazhi_extract.numerals.rejects import Context, Rejected, context, digits_rule, words_rule
from fazhi_extract.numerals.units import Unit
from fazhi_extract.numerals.zones import zones

__all__ = ["find_quantities"]

Found = Quantity | Rejected

_HOTLINE: Final = re.compile(r"(?:1[12][0-9]|12[0-9]{3}|9[56][0-9]{3,4})(?![0-9])")
_BARE_AFTER: Final = re.compile(r"$|[\s,，。;；、:：!！?？)）|]")
_BARE_CUE: Final = frozenset("达至到为是有计共约率比数增减超逾近破")
_PERIOD_BEFORE: Final = re.compile(
    r"(?:近|过去|未来|连续|最近|今后|前|每|历时|为期|任期|满|后|今|这|再)[约]?$"
)
_PERIOD_AFTER: Final = re.compile(
    r"[余多]?(?:以?来|内|间|期|前|后|行动|规划|计划|攻坚|工作|目标|任务|制|一|方案|时间)"
)
_IS_ARABIC: Final = frozenset("0123456789０１２３４５６７８９")
_ALWAYS: Final = frozenset(("倍", "%", "个百分点", "个基点"))


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


class _Scan:
    """One pass over one text."""

    __slots__ = ("ctx", "found", "g", "keep", "text")

    def __init__(self, text: str, g: Grammar, ctx: Context, keep: bool) -> None:
        self.text, self.g, self.ctx, self.keep = text, g, ctx, keep
        self.found: list[Found] = []

    def run(self) -> list[Found]:
        text, search = self.text, self.g.scan.search
        closed = iter((*zones(text), (len(text) + 1, len(text) + 1, "")))
        low, high, rule = next(closed)
        m = search(text)
        while m:
            start = m.start()
            while start >= high:
                low, high, rule = next(closed)
            if start >= low:
                self.reject(rule, start, min(m.end(), high))
                m = search(text, min(m.end(), high))
                continue
            m = search(text, self.take(m))
        return self.found

    def reject(self, rule: str, start: int, end: int) -> int:
        if self.keep:
            self.found.append(make_rejected(self.text, start, end, rule))
        return end

    def take(self, m: re.Match[str]) -> int:
        """Judge one candidate and return where scanning goes on."""
        text = self.text
        start, number_end, end = m.start(), m.end("num"), m.end()
        arabic = text[start] in _IS_ARABIC
        second = self.g.second.match(text, end)
        if arabic:
            rule = digits_rule(text, start, number_end, self.ctx, bool(second and second["unit"]))
        else:
            rule = words_rule(text, start, number_end, self.ctx)
        if rule:
            return self.reject(rule[0], rule[1], max(rule[2], number_end))
        reading = read(self.g, m, None)
        if reading is None:
            return self.reject("malformed", start, number_end)
        mark, left = self.mark(start, m)
        why = self.arabic_why(m, mark, left) if arabic else self.chinese_why(m, reading, mark)
        if why:
            return self.reject(why, start, end if m["unit"] else number_end)
        if second and not self.from_to(m, start):
            both = read(self.g, m, second)
            if both is not None:
                m, reading, end = second, both, second.end()
        self.found.append(make_quantity(text, left, end, reading, mark))
        return end

    def from_to(self, m: re.Match[str], start: int) -> bool:
        """Whether 由A到B stands here, two quantities and no range."""
        return bool(m["unit"]) and start > 0 and self.text[start - 1] in "由从"

    def mark(self, start: int, m: re.Match[str]) -> tuple[str | None, int]:
        """The comparator of the word of approximation that ends at `start`, and where it begins."""
        text = self.text
        last = text[start - 1] if start else ""
        for word, comparator, barred in self.g.before.get(last, ()):
            at = start - len(word)
            if at >= 0 and text.startswith(word, at) and not (at and text[at - 1] in barred):
                return comparator, at
        if (
            last == "前"
            and m["unit"] in ("名", "位", "%")
            and text[start - 2 : start - 1] not in tuple("目此年之以提日先会庭")
        ):
            return "<=", start - 1
        if last in "上成" and m["num"][0] in "百千万亿":
            return ">=", start - 1
        return None, start

    def arabic_why(self, m: re.Match[str], mark: str | None, left: int) -> str | None:
        text, unit, start, end = self.text, m["unit"], m.start(), m.end("num")
        if unit is None:
            return self.bare_why(m, mark)
        if text[start - 1 : start] == "前" and not mark:
            return "date" if start < 2 or text[start - 2] not in "目此年之以提日先会庭" else None
        kind = self.g.units[unit].kind
        if kind == "duration":
            return self.period_why(m, left)
        if unit == "大" and m["num"] == "20":
            return "name"
        if m["after"] and text[m.end() : m.end() + 1] == "的":
            return "qualifier" if kind in ("count", "money") else None
        del end
        return None

    def period_why(self, m: re.Match[str], left: int) -> str | None:
        text, unit = self.text, m["unit"]
        if unit in ("年", "个月", "天", "日"):
            at = m.end("unit")
            if _PERIOD_BEFORE.search(text, max(0, m.start() - 3), m.start()) or _PERIOD_AFTER.match(text, at):
                return "date"
        after = m["after"]
        if (
            after
            and after[-1] in "上下"
            and text[m.end() : m.end() + 1] not in ("", "。", "，", ",", "；", ";", "\n")
        ):
            return "qualifier"
        if unit in ("岁", "周岁") and text[m.end() : m.end() + 1] not in (
            "",
            "。",
            "，",
            ",",
            "；",
            ";",
            "\n",
        ):
            return "qualifier"
        del left
        return None

    def bare_why(self, m: re.Match[str], mark: str | None) -> str | None:
        """An Arabic number without a unit is a quantity only with a mark, or alone after a word that leads to it."""
        text, start, end = self.text, m.start(), m.end()
        if mark or m["vague"] or m["after"]:
            return None
        if _HOTLINE.match(text, start):
            return "hotline"
        if m["num"].endswith((".0", "．0")):
            return "code"
        if self.ctx.bare_noun.match(text, end):
            return None
        if text[start - 1 : start] in _BARE_CUE and _BARE_AFTER.match(text, end):
            return None
        if (
            text[start - 1 : start] in ("|", " ")
            and _BARE_AFTER.match(text, end)
            and "|" in text[max(0, start - 2) : start]
        ):
            return None
        return "code"

    def chinese_why(self, m: re.Match[str], reading: Reading, mark: str | None) -> str | None:  # noqa: C901, PLR0911, PLR0912
        text, unit, number, start = self.text, m["unit"], m["num"], m.start()
        if "分之" in number:
            return None
        if mark or m["vague"] or number[0] in "几数好":
            if mark and reading.value == 1 and unit is None:
                return "word"
            if number in ("十", "百", "千", "万") and not m["vague"] and unit is None and mark == ">=":
                return "word"
            return None if unit or m["vague"] or number[0] in "几数好" or len(number) > 1 else "word"
        if unit is None:
            return "word"
        if "半" in number or reading.value is None:
            return None if reading.value is None else "word"
        if reading.value == 1 and unit not in _ALWAYS and unit != "成":
            return "indefinite"
        if number in ("百", "千", "万", "亿", "百万"[:1]):
            return "word"
        if number == "二":
            return "ordinal"
        if number in ("廿", "卅"):
            return "word"
        entry = self.g.units[unit]
        if entry.kind == "duration":
            return self.period_why(m, start) or ("qualifier" if unit in ("年",) else None)
        if text[start - 1 : start] == "前":
            return "rank"
        if entry.role == "noun" and reading.value is not None and reading.value < 100:
            if unit in ("大", "级", "类", "大类"):
                return "name"
            if not self.ctx.result_verb.search(text, max(0, start - 4), start):
                return "name"
            if self.ctx.name_noun.match(text, m.end()):
                return "name"
        return None
