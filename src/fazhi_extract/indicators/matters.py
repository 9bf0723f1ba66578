"""The matter under discussion: what 办结 and 纠错 are said of when the figure's own label is silent.

A matter comes up where one of its words is printed, is kept up by every figure that belongs to it, and is
over at the end of the paragraph, or sooner: a weak matter at the end of its sentence, a strong one two
sentences later. A figure of another subject closes it for the labels that fit many matters (办结, 受理);
a figure of a part of it (涉企行政复议案件) closes it for all short labels until it is named anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from fazhi_extract.indicators.wording import Wording, trie_pattern
from fazhi_extract.lexicon import Lexicon

__all__ = ["Matters", "Thread", "matters_of"]

_REACH = 160


class Matters:
    """The words that bring up each matter."""

    def __init__(self, lexicon: Lexicon, own: frozenset[str] = frozenset()) -> None:
        """Compile `indicator_matters`; `own` are words of a caller's `bare_context`, each its own matter."""
        self.matter: dict[str, str] = {word: word for word in own}
        strong = set(own)
        parts: set[str] = set()
        for word, matter, weight, whole in lexicon.rows("indicator_matters"):
            self.matter[word] = matter
            if whole == "part":
                parts.add(word)
            if weight == "strong":
                strong.add(word)
        self.strong = frozenset(strong)
        self.parts = frozenset(parts)
        heads = "".join(sorted({re.escape(word[0]) for word in self.matter}))
        self._pattern = re.compile(f"(?=[{heads}]){trie_pattern(self.matter)}")

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """(offset, word) of every word in a text."""
        return ((match.start(), match[0]) for match in self._pattern.finditer(text))


class Thread:
    """The matters that are up as a reader goes through a paragraph."""

    def __init__(self, matters: Matters, text: str) -> None:
        """Find the words of all matters; none is up yet."""
        self._matters = matters
        self._words = list(matters.find(text))
        self._next = 0
        self._up: dict[str, int] = {}
        self._strong: dict[str, bool] = {}
        self._parts: dict[str, int] = {}
        self._foreign = -1

    def paragraph(self, start: int, heading: str) -> None:
        """A new paragraph under `heading`: only what the heading names strongly is up."""
        self._up.clear()
        self._parts.clear()
        self._foreign = start - 1
        for _, word in self._matters.find(heading):
            if word in self._matters.strong:
                self._name(word, start - 1)

    def sentence(self, start: int) -> None:
        """A new sentence: weak matters are over, and strong ones that are far back."""
        for matter, at in list(self._up.items()):
            if at < start and (not self._strong.get(matter) or start - at > _REACH):
                del self._up[matter]

    def read(self, end: int) -> None:
        """Take up the matters named from where reading stopped to `end`."""
        while self._next < len(self._words) and self._words[self._next][0] < end:
            at, word = self._words[self._next]
            self._name(word, at)
            self._next += 1

    def glance(self, end: int, core: str) -> None:
        """Take up, without reading on, what the label before `end` names outside its own core."""
        number = self._next
        while number < len(self._words) and self._words[number][0] < end:
            at, word = self._words[number]
            if word not in core:
                self._name(word, at)
            number += 1

    def skip(self, end: int) -> None:
        """Read on to `end` without taking anything up."""
        while self._next < len(self._words) and self._words[self._next][0] < end:
            self._next += 1

    def _name(self, word: str, at: int) -> None:
        matter = self._matters.matter[word]
        self._up[matter] = at
        self._strong[matter] = word in self._matters.strong

    def keep(self, matters: tuple[str, ...], at: int) -> None:
        """A figure of these matters keeps those up that are."""
        for matter in matters:
            if matter in self._up:
                self._up[matter] = at

    def narrow(self, label: str, wording: Wording, at: int) -> bool:
        """Close the matters that a label names and is only a part of (调解医患纠纷); whether it names any."""
        names = False
        for _, word in self._matters.find(label):
            if word in self._matters.parts and wording.beyond(label, word):
                self.close((self._matters.matter[word],), at)
            names = True
        return names

    def close(self, matters: tuple[str, ...], at: int) -> None:
        """Close matters for all short labels, until they are named anew."""
        for matter in matters:
            self._parts[matter] = at

    def depart(self, at: int) -> None:
        """A figure of another subject."""
        self._foreign = at

    def current(self, *, general: bool) -> list[str]:
        """The matters up for a short label, nearest first; `general` labels fit many matters."""
        found = [
            (at, matter)
            for matter, at in self._up.items()
            if at > self._parts.get(matter, -1) and not (general and at < self._foreign)
        ]
        return [matter for _, matter in sorted(found, key=lambda pair: -pair[0])]


@lru_cache(maxsize=16)
def matters_of(lexicon: Lexicon, own: frozenset[str]) -> Matters:
    """The matters of a lexicon, compiled once."""
    return Matters(lexicon, own)
