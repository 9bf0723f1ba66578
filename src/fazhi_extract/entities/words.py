"""Word lists as fast matchers: as a pattern, by the words that end at a place, and all of them in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable

import regex

__all__ = ["Endings", "Words", "words_pattern"]


def words_pattern(words: Iterable[str]) -> str:
    """A pattern source that matches any of `words`, the longest first, sharing common beginnings."""
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _source(tree)


def _source(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
    branches = [regex.escape(char) + _source(child) for char, child in node.items() if char]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 else "(?:" + "|".join(branches) + ")"
    if "" not in node:
        return body
    return f"(?:{body})?"


class Endings:
    """A set of words, asked for the ones that end at a position."""

    __slots__ = ("by_pair", "single", "words")

    def __init__(self, words: Iterable[str]) -> None:
        """Sort the words by their last two characters; lengths longest first."""
        self.words = frozenset(words)
        self.single = frozenset(word for word in self.words if len(word) == 1)
        sizes: dict[str, set[int]] = {}
        for word in self.words - self.single:
            sizes.setdefault(word[-2:], set()).add(len(word))
        self.by_pair = {pair: tuple(sorted(found, reverse=True)) for pair, found in sizes.items()}

    def longest(self, text: str, end: int, floor: int = 0) -> int:
        """Start of the longest word that ends at `end` and begins at or after `floor`; -1 where none does."""
        if end <= floor:
            return -1
        for size in self.by_pair.get(text[end - 2 : end], ()):
            start = end - size
            if start >= floor and text[start:end] in self.words:
                return start
        return end - 1 if text[end - 1] in self.single else -1

    def __contains__(self, word: object) -> bool:
        """Whether the word is in the set."""
        return word in self.words


class Words:
    """A set of words that is looked for in texts.

    A text holds many first characters of names and few last ones: so the search goes by the last two.
    """

    __slots__ = ("_endings", "_last")

    def __init__(self, words: Iterable[str]) -> None:
        """Note before each last character those that may stand there."""
        words = list(words)
        self._endings = Endings(words)
        before: dict[str, str] = {}
        for word in words:
            before[word[-1]] = before.get(word[-1], "") + re.escape(word[-2:-1])
        single = {word for word in words if len(word) == 1}
        self._last = re.compile(
            "|".join(
                re.escape(last) if last in single else rf"{re.escape(last)}(?<=[{chars}].)"
                for last, chars in before.items()
            )
            or "(?!)"
        )

    def extents(self, text: str) -> list[tuple[int, int]]:
        """Where words stand in `text`: from left to right, at each place the longest, none overlapping."""
        words, by_pair, single = self._endings.words, self._endings.by_pair, self._endings.single
        found: list[tuple[int, int]] = []
        for hit in self._last.finditer(text):
            end = hit.end()
            for size in by_pair.get(text[end - 2 : end], ()):
                if size <= end and text[end - size : end] in words:
                    found.append((end - size, -end))  # noqa: PERF401  (quicker so)
            if text[end - 1] in single:
                found.append((end - 1, -end))
        found.sort()  # the longest first where several begin
        kept: list[tuple[int, int]] = []
        free = 0
        for start, minus_end in found:
            if start >= free:
                free = -minus_end
                kept.append((start, free))
        return kept
