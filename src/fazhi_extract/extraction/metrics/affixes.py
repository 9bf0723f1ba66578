"""Which word of a list a phrase ends on: one dictionary look-up where it ends on none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from fazhi_extract.lexicon import Row

__all__ = ["Suffixes", "tidied"]

_LOOSE_ENDS = frozenset("年底末期了等和现均别次0123456789升高小少低加缩减")
_LOOSE_END = re.compile(
    r"(?:(?:分别|均)?(?:较|比)(?:“[^”]{1,8}”时期|[12][0-9]{3}年|上年|去年|上一年)(?:底|末|度)?(?:同期)?"
    r"|(?<![于自从])到?[12][0-9]{3}年(?:底|末)?|年均|分别|均?实现|首次|(?<![缓温平总饱])和|等|了"
    r"|[由从][0-9.]{1,8}(?:提升|上升|提高|缩小|减少|降低|增加|压缩|压减)?)+$"
)
_LOOSE_HEAD = re.compile(r"等(?![级次候待效值同额])")


class Suffixes:
    """The words of (word, unused, must not precede) rows, found at the end of a string, longest first."""

    __slots__ = ("_barred", "_by_last")

    def __init__(self, rows: Iterable[Row]) -> None:
        """Note the words, and how long those are that end on a character."""
        self._barred: dict[str, str] = {}
        for row in rows:
            barred = row[2] if len(row) > 2 else ""
            known = self._barred.get(row[0], barred)
            self._barred[row[0]] = "".join(sign for sign in barred if sign in known)
        by_last: defaultdict[str, set[int]] = defaultdict(set)
        for word in self._barred:
            by_last[word[-1]].add(len(word))
        self._by_last = {last: tuple(sorted(lengths, reverse=True)) for last, lengths in by_last.items()}

    def find(self, phrase: str, end: int | None = None) -> str:
        """The longest listed word that `phrase[:end]` ends on, empty for none; a final 了 is skipped.

        >>> Suffixes([("受理",), ("办理",)]).find("共受理了")
        '受理'
        """
        if end is None:
            end = len(phrase)
        if phrase[end - 1 : end] == "了":
            end -= 1
        for length in self._by_last.get(phrase[end - 1 : end], ()):
            word = phrase[end - length : end] if length <= end else ""
            barred = self._barred.get(word)
            if barred is not None and not (barred and end > length and phrase[end - length - 1] in barred):
                return word
        return ""

    def strip(self, phrase: str, also: str) -> str:
        """The phrase without the listed words and the characters of `also` at its end.

        >>> Suffixes([("共计",), ("人民币",)]).strip("挽回损失共计人民币 ", " ")
        '挽回损失'
        """
        lasts = self._by_last
        while True:
            shorter = phrase.rstrip(also)
            last = shorter[-1:]
            word = self.find(shorter) if last in lasts or last == "了" else ""
            if not word:
                return shorter
            phrase = shorter.removesuffix("了").removesuffix(word)


def tidied(label: str) -> str:
    """A label without what only joins it to its number, or to another label; as it is where nothing is left.

    >>> tidied("事故起数比2020年分别"), tidied("宣传册、横幅等"), tidied("调解了"), tidied("等政策举措")
    ('事故起数', '宣传册、横幅', '调解', '政策举措')
    """
    short = label
    if label[-1:] in _LOOSE_ENDS:
        short = _LOOSE_END.sub("", short)
    if label[:1] == "等":
        short = _LOOSE_HEAD.sub("", short, count=1)
    return short if len(short) >= 2 else label
