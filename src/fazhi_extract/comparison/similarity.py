"""How much two short texts have in common: shared three-character strings, rare ones first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log, sqrt

import regex

__all__ = ["Corpus"]

_RUN = regex.compile(r"[\p{Han}A-Za-z0-9]+")
_NUMBER = regex.compile(
    r"^\s*(?:第?[一二三四五六七八九十]{1,3}(?:是(?:要)?|、|[,，])|[（(]?[一二三四五六七八九十0-9]{1,3}[)）、.．])"
)
_WIDTH = 3
_TERM = 4  # characters of the shortest term shown
_SHOWN = 5


class Corpus:
    """Texts by number, compared by the cosine of their weighted three-character strings.

    A string weighs more the fewer texts it stands in, so the phrases that every report uses count for
    little.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        """Count the strings of all texts once."""
        self._runs = [_RUN.findall(_NUMBER.sub("", text)) for text in texts]
        self._grams = [Counter(_grams(runs)) for runs in self._runs]
        spread = Counter(gram for grams in self._grams for gram in grams)
        size = len(texts) + 1
        self._weight = {gram: log(size / (1 + count)) + 0.1 for gram, count in spread.items()}
        self._norm = [sqrt(sum(self._weight[g] ** 2 for g in grams)) for grams in self._grams]
        self._index: dict[str, list[int]] = {}
        for number, grams in enumerate(self._grams):
            for gram in grams:
                self._index.setdefault(gram, []).append(number)

    def scores(self, number: int, among: frozenset[int]) -> dict[int, float]:
        """The cosine with each text of `among` that shares anything."""
        found: dict[int, float] = {}
        for gram in self._grams[number]:
            weight = self._weight[gram] ** 2
            for other in self._index[gram]:
                if other in among and other != number:
                    found[other] = found.get(other, 0.0) + weight
        own = self._norm[number]
        return {other: value / (own * self._norm[other]) for other, value in found.items()}

    def terms(self, number: int, other: int) -> list[str]:
        """The longest strings that both texts have, the most telling first."""
        theirs = self._grams[other]
        found: dict[str, float] = {}
        for run in self._runs[number]:
            start = None
            for at in range(len(run) - _WIDTH + 2):
                shared = at <= len(run) - _WIDTH and run[at : at + _WIDTH] in theirs
                if shared and start is None:
                    start = at
                elif not shared and start is not None:
                    term = run[start : at + _WIDTH - 1]
                    if len(term) >= _TERM:
                        found[term] = sum(self._weight[gram] for gram in _grams([term]))
                    start = None
        return sorted(found, key=lambda term: (-found[term], term))[:_SHOWN]


def _grams(runs: Sequence[str]) -> list[str]:
    return [run[at : at + _WIDTH] for run in runs for at in range(len(run) - _WIDTH + 1)]
