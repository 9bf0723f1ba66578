"""Ranks: 居全市第一 directly after a figure, in its own clause or as the whole of the next one."""

from __future__ import annotations

import re

import regex

from fazhi_extract.models import Rank
from fazhi_extract.models.base import made, span_of

__all__ = ["read_rank"]

_AREA = (
    r"(?:全国|全省|全区|全市|全县|全州|全盟|全旗|全系统|省内|市内|区内|全自治区"
    r"|\p{Han}{0,4}(?:省|市|州|系统|地区|[省市州县区旗][级直](?:机关|部门|单位)))(?:各(?:区县|县区|县市|市县|市州|区|县|市|州|地)|同类\p{Han}{1,4})?"
)
_PLACE = (
    r"(?:第(?P<ordinal>[一二三四五六七八九十百\d]{1,4})(?:名|位)?|前(?P<top>[一二三四五六七八九十\d]{1,3})(?:名|位)?"
    r"|(?P<first>首位|榜首|之首|首)|前列|前茅|上游|第[一二]方阵|第[一二]梯队|中上游)"
)
_BEST = r"最[少多高低快好优]"
_MEASURED = r"(?:\p{Han}{0,6}(?:幅度|[降增涨升]幅|增速|降速|值|得分|总分|成绩|总量|数量|水平|进度))?"
_VERB = (
    r"(?:均|稳|获得|荣获|取得|继续|连续\p{Han}{1,3}|持续|保持|稳居|位居|位列|列|居|排名|排在|名列|排|跃居|升至"
    r"|位于)"
)
_RANK = regex.compile(
    rf"(?P<gap>[，,、]?\s?){_MEASURED}(?P<rank>(?:在|于)?{_VERB}{{0,3}}(?:(?P<scope>{_AREA})(?:\p{{Han}}{{2,8}}中)?)?"
    rf"{_VERB}{{0,2}}(?:{_PLACE}|(?<best>{_BEST})))(?=[，,；;。)）、\s]|$)"
)
_HINT = re.compile(r"[第前首榜上最]")
_NEAR = re.compile(r"[，,、]?\s?[^，,；;。、：:\s]*?[第前首榜上最]")  # what every rank begins with
_SIZE = re.compile("[幅速]")
_OF_CHANGE = regex.compile(r"[，,](?=\p{Han}{0,4}(?:幅度|[降增涨升]幅|增速|降速))")
_REACH = 32  # characters between a change and the rank of its size
_DIGITS = {sign: number for number, sign in enumerate("一二三四五六七八九", 1)}


def _position(word: str) -> int | None:
    if word.isdecimal():
        return int(word)
    tens, ten, units = word.partition("十")
    if not ten:
        return _DIGITS.get(word)
    return (_DIGITS.get(tens, 0) if tens else 1) * 10 + (_DIGITS.get(units, 0) if units else 0)


def read_rank(text: str, end: int) -> Rank | None:
    """The rank stated directly after a figure that ends at `end`; vague ranks (前列) have no position.

    >>> read_rank("满意率98%,居全市第二。", 6).position
    2
    """
    if not _HINT.search(text, end, end + _REACH + 16):
        return None
    found = (_RANK.match(text, end) if _NEAR.match(text, end) else None) or _of_change(text, end)
    if found is None or not (found["scope"] or (regex.match(_VERB, found["rank"]) and not found["best"])):
        return None
    first = found["first"] or found["best"]
    position = 1 if first else _position(found["ordinal"]) if found["ordinal"] else None
    start, stop = found.span("rank")
    return made(
        Rank,
        {
            "text": text[start:stop],
            "span": span_of(start, stop),
            "position": position,
            "scope": found["scope"],
        },
    )


def _of_change(text: str, end: int) -> regex.Match[str] | None:
    """The rank of a change's size one clause further on: 下降20%,实现连降,降幅居全市第一."""
    at = _OF_CHANGE.search(text, end, end + _REACH) if _SIZE.search(text, end, end + _REACH) else None
    if at is None or any(char in "。；;" or char.isdigit() for char in text[end : at.start()]):
        return None
    return _RANK.match(text, at.start())
