"""Whether a number with what belongs to it counts or measures something: the rules that need its reading."""

from __future__ import annotations

import re
from typing import Final

from fazhi_extract.numerals.build import Reading
from fazhi_extract.numerals.grammar import D, Grammar
from fazhi_extract.numerals.number import fold, read_folded
from fazhi_extract.numerals.rejects import Context

__all__ = ["LISTED", "NO_TOP", "arabic_why", "bare_chinese", "chinese_why"]

_HOTLINE: Final = re.compile(r"(?:1[12][0-9]|12[0-9]{3}|9[56][0-9]{3,4})")
_ALONE: Final = re.compile(r"$|[\s,，。;；、:：!！?？)）|]")
_CUES: Final = frozenset("达至到为是有计共约率比数增减超逾近破")
_PERIOD_BEFORE: Final = re.compile(
    r"(?:近|过去|未来|连续|最近|今后|每|过往|后|这|再|头|(?<![提之])前|下一个|上)[约]?$"
)
_PERIOD_AFTER: Final = re.compile(r"[余多]?(?:以?来|间|期间|之?内|以?前|以?后|中)")
_PERIOD_NAME: Final = re.compile(r"(?:期|[一-鿿]{0,4}(?:行动|规划|计划|攻坚|方案))")
_CLAUSE_END: Final = frozenset(["", "。", "，", ",", "；", ";", "、", "\n", "\r", ")", "）", "：", ":"])
NO_TOP: Final = frozenset("目此年之以提日先会庭诉事面空跟底末初节期季")
"""After these characters 前 is no head of a ranking: 会前, 月底前."""
_TERM: Final = re.compile(r"(?:为期|任期|历时|期限|时限|延长|缩短|提前|徒刑|满|达|最长|上限)[至到了为]?$")
_CASES: Final = frozenset("案件例诉讼议评书题")
_CASE_UNITS: Final = frozenset(["件", "起", "例", "宗", "份"])
_TURNS: Final = frozenset(["次", "场", "期", "轮"])
_EVERY: Final = re.compile(
    "每(?:半?年度?|半?个?月|季度?|[双两]?周|旬|学期)(?!.*第)[^，,。；;：:、\n]{0,8}$"
)  # 每季度开展|一次
_STOPS: Final = frozenset("，,。；;")
_HALF_YEAR: Final = frozenset("上下前后大每")
_SURE: Final = frozenset(["倍", "%", "‰", "个百分点", "个千分点", "个基点", "成"])
_MULTIPLIERS: Final = frozenset("十百千万亿兆")
LISTED: Final = re.compile(rf"(?:[、，,和]{D}+(?:[.．]{D}+)?){{1,6}}(?P<unit>个百分点|[%％])")
"""The rest of a list of numbers that share the unit at its end."""
_SHARED: Final = re.compile(
    "[,，]占[^,，。；;]{0,16}(?:[0-9０-９]|[一二三四五六七八九]成)"
)  # 行政处罚1060,占36%
_YEAR: Final = re.compile("(?:19|20)[0-9]{2}")
_GRADE: Final = re.compile("[、，]?[^、，。；]{0,8}台阶|[吨级人]|[A-Za-z]|[、，]")
_LINKED: Final = re.compile("联动|一体|合一|联调|联合体|同堂|共治")
_CAPITAL: Final = frozenset("壹贰叁肆伍陆柒捌玖拾")
_PLACED: Final = frozenset("名位")
_LAST: Final = re.compile("(?:名|位|序|数|核|评|分|排)后$")
_CLASS_UNITS: Final = frozenset(["大", "大类"])


def arabic_why(
    text: str,
    start: int,
    m: re.Match[str],
    reading: Reading,
    mark: str | None,
    ctx: Context,
) -> str | None:
    """The rule that refuses an Arabic number, by its unit and its neighbours."""
    if m["unit"] is None:
        return _bare_arabic(text, start, m, mark, ctx)
    if text[start - 1] == "前" and not mark and start and text[start - 2 : start - 1] not in NO_TOP:
        return "date" if reading.kind == "duration" else "rank"
    if m["unit"] in _PLACED and (why := _placed(text, start, m, mark)):
        return why
    if reading.kind == "duration":
        return _period(text, start, m, mark)
    if m["after"] and reading.kind in ("count", "money") and text[m.end() : m.end() + 1] == "的":
        return "qualifier" if m["after"][0] == "以" and reading.kind == "money" else None
    return None


def _placed(text: str, start: int, m: re.Match[str], mark: str | None) -> str | None:
    """A place counted from the end (排名后2名), or one that others hold (前3名的单位)."""
    if text[start - 1] == "后" and _LAST.search(text, max(0, start - 4), start):
        return "rank"
    return "qualifier" if mark == "<=" and text[m.end() : m.end() + 1] == "的" else None


def _bare_arabic(  # noqa: PLR0911
    text: str, start: int, m: re.Match[str], mark: str | None, ctx: Context
) -> str | None:
    """Without a unit a number is one with a mark, before a counted noun, or alone after a leading word."""
    number, end = m["num"], m.end()
    if "/" in number or "／" in number:
        return None
    if mark or m["vague"] or m["after"]:
        return None
    plain = fold(number)
    if _HOTLINE.fullmatch(plain) or (plain[0] == "0" and len(plain) > 1 and "." not in plain):
        return "identifier"
    if number.endswith((".0", "．0")) or len(number.partition(".")[0]) >= 7:
        return "identifier"
    if LISTED.match(text, end):
        return None
    if ctx.bare_noun.match(text, end) or (number[-1] in "万亿" and not _GRADE.match(text, end)):
        return None
    before = text[start - 1 : start]
    if _ALONE.match(text, end) and (before in _CUES or _stands_for_cases(text, start, end, plain)):
        return None
    if before in ("|", " ") and "|" in text[max(0, start - 2) : start] and _ALONE.match(text, end):
        return None
    return "bare"


def _stands_for_cases(text: str, start: int, end: int, plain: str) -> bool:
    """Whether a number counts what stands before it: 行政处罚1060,占36%; 审结复议案件846."""
    shared = "一" <= text[start - 1 : start] <= "鿿" and _SHARED.match(text, end)
    return bool(shared or text.endswith("案件", 0, start)) and not _YEAR.fullmatch(plain)


def _period(  # noqa: PLR0911
    text: str, start: int, m: re.Match[str], mark: str | None
) -> str | None:
    """A length of time: refused as a period counted from now, as part of a name, or as a condition."""
    unit, end = m["unit"], m.end()
    following = text[end : end + 1]
    if unit in ("年", "个月", "天", "日", "周", "个季度"):
        before = text[max(0, start - 3) : start]
        if mark in ("<", None) and _PERIOD_BEFORE.search(before):
            return "date"
        if not before.endswith(("为期", "历时", "任期")) and _PERIOD_NAME.match(text, m.end("unit")):
            return "name"
        if unit == "年" and (_PERIOD_AFTER.match(text, m.end("unit")) or not _lasting(text, start, m)):
            return "date"
        if following in ("来", "间") and unit != "年":
            return "date"
    if m["after"] and m["after"][-1] in "上下" and following not in _CLAUSE_END - {"、"}:
        return "qualifier"
    if unit in ("岁", "周岁") and following not in _CLAUSE_END and following not in "了的！!的时":
        return "qualifier"
    return None


def _lasting(text: str, start: int, m: re.Match[str]) -> bool:
    """Whether N年 is a length of time: at the end of a clause, led by 为期 or the like, or made inexact."""
    if m["after"] or m["more"] or m["vague"] or "." in m["num"] or "．" in m["num"]:
        return True
    return text[m.end() : m.end() + 1] in _CLAUSE_END or bool(_TERM.search(text, max(0, start - 3), start))


def chinese_why(  # noqa: C901, PLR0911, PLR0912
    text: str, start: int, m: re.Match[str], reading: Reading, mark: str | None, g: Grammar, ctx: Context
) -> str | None:
    """The rule that refuses a number in Chinese characters."""
    unit, number = m["unit"], m["num"]
    first = text[start]
    if "分之" in number or first == "翻" or number in ("一半", "半数", "过半数"):
        return None
    if unit is None:
        return bare_chinese(text, start, m, mark, ctx)
    if first == "半":
        return (
            "date"
            if text[start - 1 : start] in _HALF_YEAR or text[m.end() : m.end() + 1] in ("来", "间")
            else (None if reading.kind == "duration" else "word")
        )
    if number == "几":
        return "indefinite"
    if number == "零":
        return "word"
    if mark == ">" and reading.value == 1 and unit not in _SURE:
        return "indefinite"
    if mark == "<=" and unit in _PLACED and text[m.end() : m.end() + 1] == "的":
        return "qualifier"
    if mark or m["vague"] or first in "数好几":
        if reading.kind == "duration":
            return _period(text, start, m, mark)
        return None
    if m["more"] and unit == "个":
        return None
    if reading.value == 1 and unit not in _SURE and reading.kind != "money":
        counted = text[start - 1 : start] in _CASES and text[m.end() : m.end() + 1] in _STOPS
        turn = unit in _TURNS and _EVERY.search(text, max(0, start - 12), start)
        return None if turn or (counted and unit in _CASE_UNITS) else "indefinite"
    if number == "拾":
        return "word"
    if number in ("百", "千", "万", "亿"):
        return "word"
    if not m["after"] and _MULTIPLIERS.issuperset(number) and number[0] != "十":
        return "name"
    if number in ("二", "廿"):
        return "ordinal" if number == "二" else "word"
    entry = g.units[unit]
    if entry.kind == "duration":
        if unit == "年" and not m["more"] and not _TERM.search(text, max(0, start - 3), start):
            if _PERIOD_NAME.match(text, m.end("unit")):
                return "name"
            return "qualifier" if m["after"] else "date"
        if unit == "年" and text[m.end() : m.end() + 1] == "的":
            return "qualifier"
        return _period(text, start, m, mark)
    if text[start - 1 : start] == "前":
        return "rank"
    if first in "陆伍" and len(number) == 1:
        return "word"
    if m["after"] or first in _CAPITAL or not reading.value:
        return None
    if _LINKED.match(text, m.end()):
        return "name"
    if entry.role != "noun":
        return None
    if unit in _CLASS_UNITS:
        return "name"
    if number == "两" and unit == "期":
        return None
    led = ctx.result_verb.search(text, max(0, start - 4), start)
    noun = ctx.name_noun.match(text, m.end())
    if (noun or not led) if reading.value <= 10 else (noun and not led):
        return "name"
    return None


def bare_chinese(  # noqa: PLR0911
    text: str, start: int, m: re.Match[str], mark: str | None, ctx: Context
) -> str | None:
    """Without a unit a Chinese numeral is a quantity with a mark only."""
    number = m["num"]
    if "分之" in number or number[0] == "翻":
        return None
    if m["vague"] in ("余", "多") or (number[0] in "数好" and len(number) > 1):
        return None if text[start - 1 : start] != "人" else "word"
    if text[start - 1 : start] == "前" and not mark:
        return "rank"
    if number in ("百", "千", "万", "亿", "万万") or (number[0] in _CAPITAL and len(number) == 1):
        return "bare" if text[start - 1 : start] in ("是", "为") else "word"
    if (
        m["after"]
        or (mark and mark != "~" and (len(number) > 1 or mark == "<="))
        or (mark and len(number) > 2)
    ):
        return None if len(number) > 1 or m["after"] else "word"
    if number[0] not in "半几" and "点" not in number and ctx.coined.match(text, start):
        return "name"
    before = text[start - 1 : start]
    alone = not "一" <= before <= "鿿" and _ALONE.match(text, m.end("num"))
    if len(number) > 1 or before in ("是", "为", "负") or alone:
        return "bare" if read_folded(fold(number)) is not None else "word"
    return "word"
