"""Word lists as fast matchers: a compact pattern of many words, and the longest word that ends at a place."""

from __future__ import annotations

from collections.abc import Iterable

import regex

__all__ = ["Endings", "words_pattern"]


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

    __slots__ = ("_by_last", "_words")

    def __init__(self, words: Iterable[str]) -> None:
        """Sort the words by their last character; lengths longest first."""
        self._words = frozenset(words)
        sizes: dict[str, set[int]] = {}
        for word in self._words:
            sizes.setdefault(word[-1], set()).add(len(word))
        self._by_last = {char: tuple(sorted(found, reverse=True)) for char, found in sizes.items()}

    def longest(self, text: str, end: int, floor: int = 0) -> int:
        """Start of the longest word that ends at `end` and begins at or after `floor`; -1 where none does."""
        if end <= floor:
            return -1
        for size in self._by_last.get(text[end - 1], ()):
            start = end - size
            if start >= floor and text[start:end] in self._words:
                return start
        return -1

    def __contains__(self, word: object) -> bool:
        """Whether the word is in the set."""
        return word in self._words
