"""The core of a phrase: what is left when the words that never change its meaning are gone.

A label names an indicator when its core equals the core of an alias. So 审查全区各类规范性文件 is
审查规范性文件, while 办理农民工讨薪法律援助案件 is not 办理法律援助案件: the rest says something of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from fazhi_extract.lexicon import Lexicon

__all__ = ["Wording", "trie_pattern", "wording"]

_WIDTHS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WIDE = re.compile("[\uff01-\uff5e]")
_TITLES = re.compile(r"《[^《》]{1,60}》(?:[、,和及与]?《[^《》]{1,60}》)*等[^\w]?")
_LISTED = re.compile(r"[^、,;。]{0,12}(?:、[^、,;。]{1,12}?)+等(?!次|级)")
_QUOTED = re.compile(r"(?:“[^“”]{1,20}”[、,和及与]?){1,9}等(?!次|级)")
_MEANS = re.compile(r"(?:运用|利用|依托|通过|借助|采用|使用)[“\"][^“”\"]{1,40}[”\"]?(?:平台|系统)?")
_DATES = re.compile(r"(?:19|20)\d\d年|\d{1,2}月|(?<!\d)\d{1,2}至(?=\d)")
_TOWARD = re.compile(r"^[向对就为][^，,。]{1,14}?(?=(?:制发|发出|下发|送达|开展|召开|举行|举办|进行|组织))")
_EDGES = re.compile(r"^(?:[对把将向为经被由给在以从]|通过(?!率))|[的了为是在到至中]+$")
_PLACE = re.compile(
    r"^[\u4e00-\u9fff]{2,3}(?:省|自治州|自治县|(?<![城集超])市(?![场民])|县|(?<![社园辖小景牧库片学山湖校厂治])区|旗|州)"
    r"(?![级域内管直])"
)
_HEAD_LETTERS = frozenset("对把将向为经被由给在以从通就")
_TAIL_LETTERS = frozenset("的了为是在到至中")
_COUNTED = re.compile(r"(?<=[理结收案处])[数量]+$")
_COUNT_LETTERS = frozenset("数量")
_OUTER = " \u3000\xa0“”‘’\"'《》"
_MARKS = r"[^\w%]+|[的了]|_+|[省市州县区旗镇](?=(?:行政)?规范性文件|政府规章|重大行政决策)"
_CACHED = 8192


def trie_pattern(words: Iterable[str]) -> str:
    """A pattern for any of some words, longest first, whose cost does not grow with their number."""
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _branch(tree)


def _branch(node: dict) -> str:  # type: ignore[type-arg]
    ways = [re.escape(letter) + _branch(rest) for letter, rest in node.items() if letter]
    if not ways:
        return ""
    body = ways[0] if len(ways) == 1 and "" not in node else f"(?:{'|'.join(ways)})"
    return f"{body}?" if "" in node else body


class Wording:
    """Reduces phrases to their cores by the neutral words of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Compile `indicator_neutral` and `indicator_verbs`."""
        words = lexicon.words("indicator_neutral")
        heads = "".join(sorted({re.escape(word[0]) for word in words}))
        self._neutral = re.compile(f"(?=[{heads}]){trie_pattern(words)}|{_MARKS}")
        verbs = lexicon.words("indicator_verbs")
        self._verb = re.compile(f"^.{{0,6}}?({trie_pattern(verbs)})")
        self._plain = re.compile(trie_pattern((*verbs, "案件", "申请", "事项", "工作")))
        self.core: Callable[[str], str] = lru_cache(maxsize=_CACHED)(self._core)

    def _core(self, phrase: str) -> str:
        """The phrase without neutral words, marks, listed kinds before 等 and the place at its head."""
        text = phrase.translate(_WIDTHS) if _WIDE.search(phrase) else phrase
        if "等" in text:
            text = _QUOTED.sub("", _TITLES.sub("", text))
            if "、" in text:
                text = _LISTED.sub(self._keep_verb, text, count=1)
        if "“" in text or '"' in text:
            text = _MEANS.sub("", text)
        if "月" in text or "年" in text or "至" in text:
            text = _DATES.sub("", text)
        text = text.strip(_OUTER)
        if not text:
            return ""
        if text[0] in _HEAD_LETTERS:
            text = _TOWARD.sub("", text)
        if text and (text[0] in _HEAD_LETTERS or text[-1] in _TAIL_LETTERS):
            text = _EDGES.sub("", text)
        place = _PLACE.match(text)
        if place and not self._verb.match(text, 0, place.end()):
            text = text[place.end() :]
        rest = self._neutral.sub("", text)
        text = text if len(rest) == 1 else rest  # one character would name anything: 及时率 is no 率
        return _COUNTED.sub("", text) if text[-1:] in _COUNT_LETTERS else text

    def beyond(self, phrase: str, word: str) -> str:
        """What the core of a phrase says beside a word of it, verbs and 案件 apart."""
        return self._plain.sub("", self.core(phrase).replace(word, "", 1))

    def _keep_verb(self, listed: re.Match[str]) -> str:
        verb = self._verb.match(listed[0])
        return verb[1] if verb else ""


@lru_cache(maxsize=8)
def wording(lexicon: Lexicon) -> Wording:
    """The wording of a lexicon, compiled once."""
    return Wording(lexicon)
