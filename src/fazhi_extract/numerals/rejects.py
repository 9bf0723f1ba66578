"""What looks like a quantity and is none: named rules, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from fazhi_extract.lexicon import Lexicon
from fazhi_extract.models.base import Model, Span
from fazhi_extract.numerals.grammar import BLANK, START, D

__all__ = ["RULES", "Context", "Refusal", "Rejected", "arabic_rule", "chinese_rule", "context"]

RULES: Final[Mapping[str, str]] = {
    "title": "it stands inside 《》 and belongs to a title",
    "name": "it is part of a coined or fixed name",
    "date": "it is a date, a time of day or a period counted from one",
    "ordinal": "it numbers things and does not count them",
    "enumerator": "it numbers an item of a list, a table or an annex",
    "identifier": "it is part of a file number, a telephone number, a version, an address or another code",
    "furniture": "it belongs to the page around the text",
    "rank": "it is a place in a ranking",
    "indefinite": "the numeral is an article here (一批) or stands for any number (几个)",
    "word": "the numeral is part of a word or an idiom",
    "bare": "a number that counts nothing: neither a unit nor a word that leads to it",
    "qualifier": "it is a condition that the counted things meet",
    "malformed": "its characters make no number",
}


class Rejected(Model):
    """An expression with a number that is no quantity: the rule that says so, and its reason."""

    text: str
    span: Span
    rule: str
    reason: str


class Refusal(NamedTuple):
    """A rule and the extent that it refuses."""

    rule: str
    start: int
    end: int


class Context(NamedTuple):
    """The lexicons of the rules, compiled."""

    after_arabic: re.Pattern[str]
    after_chinese: re.Pattern[str]
    words: Mapping[str, tuple[tuple[str, int, str], ...]]
    coined: re.Pattern[str]
    furniture: re.Pattern[str]
    name_noun: re.Pattern[str]
    result_verb: re.Pattern[str]
    bare_noun: re.Pattern[str]


def _by_rule(rows: list[tuple[str, str]]) -> str:
    groups: dict[str, list[str]] = {}
    for pattern, rule in rows:
        groups.setdefault(rule, []).append(pattern)
    return "|".join(f"(?P<{rule}>{'|'.join(group)})" for rule, group in groups.items())


def _longest_first(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


@lru_cache(maxsize=8)
def context(lexicon: Lexicon) -> Context:
    """The patterns of the rules for a lexicon."""
    after = lexicon.rows("numeral_names")
    furniture = _by_rule([(row[0], row[1]) for row in lexicon.rows("furniture")])
    return Context(
        after_arabic=re.compile(_by_rule([(p, rule) for p, rule, which in after if which != "chinese"])),
        after_chinese=re.compile(_by_rule([(p, rule) for p, rule, which in after if which != "arabic"])),
        words=_words(lexicon.rows("numeral_words")),
        coined=re.compile("|".join(lexicon.words("coined"))),
        furniture=re.compile(rf"(?:{furniture}){BLANK}?$"),
        name_noun=re.compile(rf"[一-鿿]{{0,2}}?(?:{_longest_first(lexicon.words('name_nouns'))})"),
        result_verb=re.compile(rf"(?:{_longest_first(lexicon.words('result_verbs'))})了?$"),
        bare_noun=re.compile(_longest_first(lexicon.words("bare_nouns"))),
    )


_YEAR: Final = rf"[12１２]{D}{{3}}"
_DASH: Final = "(?:[-－—–~～]{1,2}|[至到])"
_DATE: Final = re.compile(
    rf"{D}{{4,}}{BLANK}?年(?:度|底|初|末|来|以来|间|期间|全年)?(?:{BLANK}?{D}{{1,2}}月(?:{BLANK}?{D}{{1,2}}日)?)?"
    rf"|{_YEAR}{BLANK}?年?{_DASH}(?:{_YEAR}|{D}{{2}}){BLANK}?(?:学?年度?|(?=[)）]))"
    rf"|{_YEAR}[-－/.．]{D}{{1,2}}[-－/.．]{D}{{1,2}}(?:[日T]?{BLANK}?{D}{{1,2}}[:：]{D}{{2}}(?:[:：]{D}{{2}})?)?"
    rf"|{D}{{1,2}}[:：]{D}{{2}}(?:[:：]{D}{{2}})?(?!{D})"
    rf"|(?:{D}{{1,2}}|{D}{{5,6}})(?:{_DASH}{D}{{1,2}})?{BLANK}?月(?:份|底|初|末|中旬|上旬|下旬|{BLANK}?{D}{{1,2}}[日号])?"
    rf"|(?:[1-3１-３]?{D}|{D}{{6,8}})(?:日(?!内|以[内上下]|之内|元(?!旦)|圆|缩短|压缩|压减|延长)|号(?=[前后起至，,。；;]))"
    rf"|{D}{{1,2}}[·•・]{D}{{1,2}}"
    rf"|{D}{{1,2}}[时点](?:{D}{{1,2}}分|半|整)?(?!点|间|次)"
)
_SHORTENED: Final = re.compile("(?:缩短|压缩|压减|延长|控制在)[至到为了]?$")
_CHINESE_DATE: Final = re.compile(
    r"[一二][零〇○一二三四五六七八九]{3}年(?:[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?)?度?"
    r"|[一二三四五六七八九十]{1,2}月(?:份|底|初|末|中旬|上旬|下旬|[一二三四五六七八九十]{1,3}日)?"
    r"|(?:[一二三四五六七八九]|[一二三]?十[一二三四五六七八九]?)日(?!内|以内|之内)"
    r"|[一二三四五六七八九十]{1,3}[时点](?:[一二三四五六七八九十]{1,3}分|半|整)(?!之)"
)
_CODE_AFTER: Final = re.compile(rf"[A-Za-z_Ａ-Ｚａ-ｚ]|〔|[-－—–/／·:：]{D}|[-－/_][A-Za-z]|[〕\]]|[.．]{D}")
_FORMULA: Final = "+＋×xX*"
_LIST: Final = re.compile(rf"{BLANK}?(?:[、)）]|[.．](?!{D}))|[.．](?=20{D}{{2}}年)")
_SERIES: Final = re.compile(r"(?:、[一二三四五六七八九十]{1,3}(?!是|要|、[^一二三四五六七八九十]))+")
_CHINESE_LIST: Final = re.compile(r"[、.．)）]")
_OPENING: Final = frozenset("\n\r。；;：:！!？?|(（ 　\t\u00a0")
_PAGE: Final = re.compile(rf"第{BLANK}$")


def arabic_rule(text: str, start: int, end: int, ctx: Context, joined: bool) -> Refusal | None:  # noqa: C901, PLR0911, PLR0912
    """What refuses the Arabic number [start, end) for what stands around its digits.

    `joined`: the number begins a range whose other end has a unit (1-2部), so a dash makes no code.
    """
    before = text[start - 1] if start else "\n"
    after = text[end] if end < len(text) else "\n"
    if (
        "一" <= before <= "鿿"
        and before not in "第表图号码"
        and "一" <= after <= "鿿"
        and after not in _AFTER_HINT
    ):
        return None
    date = _DATE.match(text, start)
    if date and after == "日" and _SHORTENED.search(text, max(0, start - 4), start):
        date = None
    if date and date.end() > end:
        return Refusal("date", start, date.end())
    if before == "第" or (before in " 　" and _PAGE.search(text, start - 2, start)):
        return Refusal("ordinal", start - (before == "第"), end)
    if (before in _FORMULA or after in _FORMULA) and (after not in "xX" or text[end + 1 : end + 2].isdigit()):
        return Refusal("name", start, end)
    if before.isascii() and (before.isalpha() or before == "_"):
        return Refusal("identifier", start, end)
    if (
        before in "-－—/／.．·:：,，"
        and start > 1
        and text[start - 2].isalnum()
        and text[start - 2].isascii()
    ):
        return Refusal("identifier", start, end)
    if before in "(（" and after in ")）" and end - start == 4:
        return Refusal("identifier", start, end)
    if before in "〔[【" or after in "〔〕]" or (not joined and _CODE_AFTER.match(text, end)):
        return Refusal("identifier", start, end)
    if before in _OPENING and end - start <= 3 and _LIST.match(text, end):
        return Refusal("enumerator", start, end)
    following = ctx.after_arabic.match(text, end)
    if following:
        return Refusal(following.lastgroup or "name", start, following.end())
    if before in "：:码号数量表图件录话传编真机栏次 　" or before.isspace():
        led = ctx.furniture.search(text, max(0, start - 12), start)
        if led and not (joined and led.lastgroup == "enumerator"):
            return Refusal(led.lastgroup or "furniture", start, end)
    return None


_AFTER_HINT: Final = frozenset("年月日号时点届级强版代型星环路室世周中季页分小个项第")


def chinese_rule(text: str, start: int, end: int, ctx: Context) -> Refusal | None:  # noqa: PLR0911
    """The same for a number in Chinese characters."""
    before = text[start - 1] if start else "\n"
    after = text[end] if end < len(text) else "\n"
    if before == "第":
        following = ctx.after_chinese.match(text, end)
        series = _SERIES.match(text, end)
        if series:
            return Refusal("ordinal", start - 1, series.end())
        return Refusal("date" if following and following.lastgroup == "date" else "ordinal", start - 1, end)
    if before in _FORMULA or after in _FORMULA:
        return Refusal("name", start, end)
    if before == "届" or (before == "大" and after == "次"):
        return Refusal("ordinal", start, end)
    if after in "是要" and end - start <= 3 and before not in "这那" and not text.startswith("是不是", end):
        return Refusal("enumerator", start, end + 1)
    if before in _OPENING and _CHINESE_LIST.match(text, end):
        return Refusal("enumerator", start, end)
    if after in "年月日时点":
        date = _CHINESE_DATE.match(text, start)
        if date and date.end() > end:
            return Refusal("date", start, date.end())
    word = word_rule(text, start, end, ctx)
    if word:
        return word
    following = ctx.after_chinese.match(text, end)
    if following:
        return Refusal(following.lastgroup or "name", start, following.end())
    return None


def word_rule(text: str, start: int, end: int, ctx: Context) -> Refusal | None:
    """A listed word or name that covers the number."""
    for word, offset, rule in ctx.words.get(text[start : start + 2], ()):
        at = start - offset
        if at >= 0 and at + len(word) >= end and text.startswith(word, at):
            return Refusal(rule, start, at + len(word))
    return None


def _words(rows: tuple[tuple[str, ...], ...]) -> Mapping[str, tuple[tuple[str, int, str], ...]]:
    """The listed words, longest first, by each two characters that begin with a numeral character."""
    by_pair: dict[str, list[tuple[str, int, str]]] = {}
    for word, rule in sorted(rows, key=lambda row: -len(row[0])):
        for at in range(len(word) - 1):
            if START.match(word[at]):
                by_pair.setdefault(word[at : at + 2], []).append((word, at, rule))
    return {pair: tuple(group) for pair, group in by_pair.items()}
