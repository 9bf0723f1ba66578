"""What looks like a quantity and is none: named rules, each with its reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from fazhi_extract.lexicon import Lexicon
from fazhi_extract.models.base import Model, Span
from fazhi_extract.numerals.grammar import D

__all__ = ["RULES", "Context", "Rejected", "context", "digits_rule", "words_rule"]

RULES: Final = {
    "title": "it stands inside 《》 and belongs to a title",
    "quoted_name": "it stands inside a short quotation and spells a coined name",
    "address": "it is part of a net address",
    "date": "it is a date, a time of day or a period counted back from one",
    "ordinal": "it numbers things and does not count them",
    "enumerator": "it numbers an item of a list",
    "formula": "it is part of a coined formula with +",
    "code": "it is part of a code, a file number or a version",
    "hotline": "it is the number of a telephone line",
    "name": "it is part of a coined or fixed name",
    "rank": "it is a place in a ranking",
    "indefinite": "一 is an article here (一个, 一批, 一系列)",
    "word": "the numeral is part of a word or an idiom",
    "qualifier": "it is a condition that the counted things meet",
    "malformed": "its characters make no number",
}


class Rejected(Model):
    """An expression with a number that is no quantity: the rule that says so and its reason."""

    text: str
    span: Span
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Context:
    """The rules' compiled lexicons."""

    after_number: re.Pattern[str]
    name_noun: re.Pattern[str]
    result_verb: re.Pattern[str]
    bare_noun: re.Pattern[str]


@lru_cache(maxsize=8)
def context(lexicon: Lexicon) -> Context:
    """The rules' patterns for a lexicon."""
    groups: dict[str, list[str]] = {}
    for pattern, rule, _ in lexicon.rows("numeral_names"):
        groups.setdefault(rule, []).append(pattern)
    after = "|".join(f"(?P<{rule}>{'|'.join(group)})" for rule, group in groups.items())
    verbs = sorted(lexicon.words("result_verbs"), key=len, reverse=True)
    return Context(
        after_number=re.compile(after),
        name_noun=re.compile(rf"[一-鿿]{{0,3}}?(?:{'|'.join(lexicon.words('name_nouns'))})"),
        result_verb=re.compile(rf"(?:{'|'.join(verbs)})了?$"),
        bare_noun=re.compile("|".join(map(re.escape, lexicon.words("bare_nouns")))),
    )


_YEAR = rf"(?:[12１２]{D}{{3}})"
_DATE: Final = re.compile(
    rf"{D}{{4,}}\s?年(?:度|底|初|末|来|以来|间|期间)?(?:{D}{{1,2}}月(?:{D}{{1,2}}日)?|全年)?"
    rf"|{_YEAR}\s?年?(?:[-－—–~～]{{1,2}}|至|到)(?:{_YEAR}|{D}{{2}})\s?年度?"
    rf"|{_YEAR}[-－/.．]{D}{{1,2}}[-－/.．]{D}{{1,2}}(?:[日T ]?\s?{D}{{1,2}}[:：]{D}{{2}}(?:[:：]{D}{{2}})?)?"
    rf"|{D}{{1,2}}[:：]{D}{{2}}(?:[:：]{D}{{2}})?(?!{D})"
    rf"|(?:{D}{{1,2}}|{D}{{5,6}})(?:[-－—–~～至]{D}{{1,2}})?月(?:份|底|初|末|中旬|上旬|下旬|{D}{{1,2}}[日号])?"
    rf"|(?:[1-3]?{D}|{D}{{6,8}})[日号](?!内|以内|之内|线|院|楼|店|文|令|公告|案|台|站|车|岁|龄)"
    rf"|{D}{{1,2}}[·•・]{D}{{1,2}}"
    rf"|{D}{{1,2}}[时点](?:{D}{{1,2}}分|半|整)?(?![一-鿿]{{0,1}}[分])"
)
_CODE_AFTER: Final = re.compile(rf"[A-Za-z_〔\[]|[-－/／·×xX*:：]{D}|[-/_][A-Za-z]|[〕\]]|[.．]{D}")
_HOTLINE: Final = re.compile(r"1(?:1[0-9]|2[0-9]|2[0-9]{3})|9[56][0-9]{3,4}")
_LIST: Final = re.compile(rf"[.．、)）](?!{D})|[.．](?=20{D}{{2}}年)")
_START: Final = "\n\r。；;:：!！?？|(（ 　\t"
_PERIOD: Final = re.compile(
    r"(?:近|过去|未来|连续|最近|今后|前|每|历时|为期|过往|后|首个|第|下一个|任期)[约]?$"
)
_PERIOD_AFTER: Final = re.compile(
    r"[余多]?(?:以来|来|内|间|期|前|后|行动|规划|计划|攻坚|工作|目标|任务|制|一|保护|建设|禁|方案|试点|活动|变局|法治)"
)
_YEARS: Final = frozenset(("年",))


def digits_rule(
    text: str, start: int, end: int, ctx: Context, joined: bool = False
) -> tuple[str, int, int] | None:  # noqa: C901, PLR0911, PLR0912
    """The rule, start and end that reject an Arabic number at [start, end) for what stands beside it."""
    before = text[start - 1] if start else "\n"
    after = text[end] if end < len(text) else "\n"
    if before == "第":
        return "ordinal", start - 1, end
    if before in "+＋" or after in "+＋":
        return "formula", start, end
    date = _DATE.match(text, start)
    if date and date.end() > end:
        return "date", start, date.end()
    if before.isascii() and (before.isalpha() or before == "_"):
        return "code", start, end
    if before in "-－/／.．·×:：" and start > 1 and (text[start - 2].isalnum() and text[start - 2].isascii()):
        return "code", start, end
    if before in "〔[【" or (before in "－-" and start > 1 and text[start - 2] in "〔[]〕"):
        return "code", start, end
    if after in "〕]" or (not joined and _CODE_AFTER.match(text, end)):
        return "code", start, end
    if before in _START and _LIST.match(text, end) and end - start <= 3:
        return "enumerator", start, end
    following = ctx.after_number.match(text, end)
    if following:
        rule = following.lastgroup or "name"
        return rule, start, following.end()
    return None


def words_rule(text: str, start: int, end: int, ctx: Context) -> tuple[str, int, int] | None:
    """The same for a number in Chinese characters."""
    before = text[start - 1] if start else "\n"
    after = text[end] if end < len(text) else "\n"
    if before == "第":
        return "ordinal", start - 1, end
    if before in "+＋" or after in "+＋":
        return "formula", start, end
    if after in "是要":
        return "enumerator", start, end + 1
    if after in "、.．)）" and before in _START:
        return "enumerator", start, end
    following = ctx.after_number.match(text, end)
    if following:
        return following.lastgroup or "name", start, following.end()
    return None
