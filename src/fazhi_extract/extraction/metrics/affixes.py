"""Which word of a list a phrase ends on: one dictionary look-up where it ends on none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from fazhi_extract.lexicon import Row

__all__ = ["Suffixes"]


class Suffixes:
    """The words of (word, unused, must not precede) rows, found at the end of a string, longest first."""

    __slots__ = ("_by_last",)

    def __init__(self, rows: Iterable[Row]) -> None:
        """Sort the words by their last character."""
        by_last: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: -len(row[0])):
            by_last[row[0][-1]].append((row[0], row[2] if len(row) > 2 else ""))
        self._by_last = dict(by_last)

    def find(self, phrase: str, end: int | None = None) -> str:
        """The longest listed word that `phrase[:end]` ends on, empty for none; a final 了 is skipped.

        >>> Suffixes([("受理",), ("办理",)]).find("共受理了")
        '受理'
        """
        if end is None:
            end = len(phrase)
        if phrase[end - 1 : end] == "了":
            end -= 1
        for word, barred in self._by_last.get(phrase[end - 1 : end], ()):
            if phrase.endswith(word, 0, end):
                before = phrase[end - len(word) - 1 : end - len(word)] if end > len(word) else ""
                if not (before and before in barred):
                    return word
        return ""

    def strip(self, phrase: str, also: str) -> str:
        """The phrase without the listed words and the characters of `also` at its end.

        >>> Suffixes([("共计",), ("人民币",)]).strip("挽回损失共计人民币 ", " ")
        '挽回损失'
        """
        while True:
            shorter = phrase.rstrip(also)
            word = self.find(shorter)
            if not word:
                return shorter
            phrase = shorter.removesuffix("了").removesuffix(word)
