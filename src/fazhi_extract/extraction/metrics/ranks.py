"""Ranks: 居全市第一 directly after a figure, in its own clause or as the whole of the next one."""

from __future__ import annotations

import re

import regex

from fazhi_extract.models import Rank, Span

__all__ = ["read_rank"]

_AREA = (
    r"(?:全国|全省|全区|全市|全县|全州|全盟|全旗|全系统|省内|市内|区内|全自治区"
    r"|\p{Han}{0,4}(?:省|市|州|系统|地区))"
)
_PLACE = (
    r"(?:第(?P<ordinal>[一二三四五六七八九十百\d]{1,4})(?:名|位)?|前(?P<top>[一二三四五六七八九十\d]{1,3})(?:名|位)?"
    r"|(?P<first>首位|榜首|之首|首)|前列|前茅|上游|第[一二]方阵|第[一二]梯队|中上游)"
)
_VERB = r"(?:均|稳|继续|连续\p{Han}{1,3}|持续|保持|稳居|位居|位列|列|居|排名|排在|名列|排|跃居|升至|位于)"
_RANK = regex.compile(
    rf"(?P<gap>[，,]?\s?)(?P<rank>(?:在|于)?{_VERB}{{0,3}}(?:(?P<scope>{_AREA})(?:\p{{Han}}{{2,8}}中)?)?"
    rf"{_VERB}{{0,2}}{_PLACE})(?=[，,；;。)）、\s]|$)"
)
_HINT = re.compile(r"[第前首榜上]")
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
    found = _RANK.match(text, end) if _HINT.search(text, end, end + 24) else None
    if found is None or not (found["scope"] or regex.match(_VERB, found["rank"])):
        return None
    position = 1 if found["first"] else _position(found["ordinal"]) if found["ordinal"] else None
    start, stop = found.span("rank")
    return Rank(
        text=text[start:stop], span=Span(start=start, end=stop), position=position, scope=found["scope"]
    )
