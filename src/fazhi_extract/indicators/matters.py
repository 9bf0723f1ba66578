"""The matter under discussion: what 办结 and 纠错 are said of when the figure's own label is silent.

A matter comes up where one of its words is printed, is kept up by every figure that belongs to it, and is
over at the end of the paragraph, or sooner: a weak matter at the end of its sentence, a strong one two
sentences later. A figure of another subject closes it for the labels that fit many matters (办结, 受理);
a figure of a part of it (涉企行政复议案件) closes it for all short labels until it is named anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from fazhi_extract.indicators.wording import Wording, trie_pattern
from fazhi_extract.lexicon import Lexicon

__all__ = ["Matters", "Thread", "matters_of"]

_REACH = 160
_SHORT = 4
_LAST = (1 << 62, "")


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
        self.weighed = {word: (matter, word in strong) for word, matter in self.matter.items()}
        self.longest = max(map(len, self.matter), default=0)
        self._pattern = re.compile(trie_pattern(self.matter))

    def find(self, text: str, start: int, stop: int) -> Iterator[re.Match[str]]:
        """Every word in [start, stop) of a text."""
        return self._pattern.finditer(text, start, stop)

    def named(self, text: str) -> list[str]:
        """The words that a text names."""
        return self._pattern.findall(text)


class Thread:
    """The matters that are up as a reader goes through a paragraph.

    What the reader passes is noted, and thought through only when a short label asks what is up: in most
    paragraphs none does.
    """

    def __init__(self, matters: Matters, wording: Wording, text: str) -> None:
        """Begin before the first paragraph; none is up yet."""
        self._matters = matters
        self._wording = wording
        self._text = text
        self._up: dict[str, int] = {}
        self._strong: dict[str, bool] = {}
        self._parts: dict[str, int] = {}
        self._passed: list[tuple[Callable[..., None], tuple[Any, ...]]] = []
        self.paragraph(0, "")

    def paragraph(self, start: int, heading: str) -> None:
        """A new paragraph under `heading`: only what the heading names strongly is up."""
        self._up.clear()
        self._parts.clear()
        self._foreign = start - 1
        self._words = [_LAST]
        self._next, self._searched = 0, start
        self._passed = [(self._open, (start, heading))]

    def sentence(self, start: int) -> None:
        """A new sentence: weak matters are over, and strong ones that are far back."""
        self._passed.append((self._begin, (start,)))

    def label(self, label: str, start: int, end: int) -> None:
        """The label of the figure at `end`, and what it names in [start, end) outside its own core."""
        self._passed.append((self._glance, (label, start, end)))

    def skip(self, end: int) -> None:
        """Words up to `end` that bring nothing up."""
        self._passed.append((self._skip, (end,)))

    def own(self, matters: tuple[str, ...], parts: tuple[str, ...], at: int) -> None:
        """A figure of `matters`, which keeps those up that are; it is only a part of `parts`."""
        self._passed.append((self._keep, (matters, parts, at)))

    def other(self, label: str, at: int) -> None:
        """A figure of no indicator, which closes the matters that it is a part of (调解医患纠纷).

        One of another subject closes all matters for the labels that fit many.
        """
        self._passed.append((self._narrow, (label, at)))

    def current(self, at: int, *, general: bool) -> list[str]:
        """The matters up for the short label at `at`, nearest first; `general` labels fit many matters."""
        self._look(at)
        passed, self._passed = self._passed, []
        for think, what in passed:
            think(*what)
        found = [
            (at, matter)
            for matter, at in self._up.items()
            if at > self._parts.get(matter, -1) and not (general and at < self._foreign)
        ]
        return [matter for _, matter in sorted(found, key=lambda pair: -pair[0])]

    def _open(self, start: int, heading: str) -> None:
        strong = self._matters.strong
        for word in self._matters.named(heading):
            if word in strong:
                self._name(word, start - 1)

    def _look(self, stop: int) -> None:
        """Find the words that begin before `stop`."""
        words = self._words
        for hit in self._matters.find(self._text, self._searched, stop + self._matters.longest):
            if hit.start() >= stop:
                break
            words.insert(-1, (hit.start(), hit[0]))
            self._searched = hit.end()
        self._searched = max(self._searched, stop)

    def _begin(self, start: int) -> None:
        self._read(start)
        over = [
            matter
            for matter, at in self._up.items()
            if at < start and (not self._strong[matter] or start - at > _REACH)
        ]
        for matter in over:
            del self._up[matter]

    def _skip(self, end: int) -> None:
        words = self._words
        while words[self._next][0] < end:
            self._next += 1

    def _read(self, end: int) -> None:
        words, next_one = self._words, self._next
        at, word = words[next_one]
        while at < end:
            self._name(word, at)
            next_one += 1
            at, word = words[next_one]
        self._next = next_one

    def _glance(self, label: str, start: int, end: int) -> None:
        begin = self._text.rfind(label, start, end)
        self._read(begin if begin >= 0 else end)
        words, at = self._words, self._next
        if words[at][0] < end:
            core = self._wording.core(label)
            while words[at][0] < end:
                if words[at][1] not in core:
                    self._name(words[at][1], words[at][0])
                at += 1

    def _name(self, word: str, at: int) -> None:
        matter, self._strong[matter] = self._matters.weighed[word]
        self._up[matter] = at

    def _keep(self, matters: tuple[str, ...], parts: tuple[str, ...], at: int) -> None:
        self._read(at)
        for matter in matters:
            if matter in self._up:
                self._up[matter] = at
        for matter in parts:
            self._parts[matter] = at

    def _narrow(self, label: str, at: int) -> None:
        self._read(at)
        words = self._matters.named(label)
        for word in words:
            if word in self._matters.parts and self._wording.beyond(label, word):
                self._parts[self._matters.matter[word]] = at
        if not words and len(self._wording.core(label)) > _SHORT:
            self._foreign = at


@lru_cache(maxsize=16)
def matters_of(lexicon: Lexicon, own: frozenset[str]) -> Matters:
    """The matters of a lexicon, compiled once."""
    return Matters(lexicon, own)
