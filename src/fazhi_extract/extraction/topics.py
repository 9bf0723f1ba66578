"""What an item is about: one of eleven topics, by weighted cue words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

from fazhi_extract.lexicon import Lexicon, default_lexicon
from fazhi_extract.models import Role, Topic

__all__ = ["TopicCues", "classify_topic", "topic_scores"]

_HEADING = 4.0
_SECTION, _SECTION_OF_ONE = 0.9, 2.2
_OFFICIAL = 12.0
_SATURATION = 4
_LEAST = 0.6
_TIMES = tuple(count**0.75 for count in range(_SATURATION + 1))
_HALF = 0.5
_NEUTRAL = "-"
_IN_FEW_WORDS = frozenset({"shortcomings", "plans"})
_GAP = "[^，,。；;：:]{0,10}?"
_FIRST_CLAUSE = re.compile(
    r"(?:[一二三四五六七八九十]是|[(（]?[0-9０-９一二三四五六七八九十]{1,2}[)）.．、]|第[一二三四五六七八九十][,，])?[^，,。；;：:]{4,40}"
)
_FIRST = 0.7
_PARTNERS = re.compile(
    "(?:会同|联合|协同|[与和同])[^，,。；;：:与和同]{2,24}(?:等|相关|有关)(?:部门|单位)"
)  # not the matter
_NOT_AFTER = {"立": "建成设树确创"}  # there the character ends a verb: 成立法治专班


@dataclass(frozen=True, slots=True, eq=False)
class TopicCues:
    """Compiled cues: one pattern over all, the topics and weights of each word.

    Where a word's first character stands without a word, the pattern matches that character alone. `openers`
    finds what can begin a pair of words, `pairs` are the ways on by its first character.
    """

    pattern: re.Pattern[str]
    weights: Mapping[str, tuple[tuple[Topic, float], ...]]
    official: tuple[tuple[str, Topic], ...]
    openers: re.Pattern[str]
    pairs: Mapping[str, tuple[tuple[re.Pattern[str], Topic, float], ...]]


@lru_cache(maxsize=8)
def _cues(lexicon: Lexicon) -> TopicCues:
    weights: dict[str, list[tuple[Topic, float]]] = {}
    for row in lexicon.rows("topic_cues"):
        found = weights.setdefault(row[1], [])
        if row[0] != _NEUTRAL:
            found.append((row[0], float(row[2])))  # type: ignore[arg-type]
    firsts: set[str] = set()
    ways: dict[str, list[tuple[re.Pattern[str], Topic, float]]] = {}
    for topic, first, second, weight in lexicon.rows("topic_pairs"):
        way = re.compile(f"(?:{first}){_GAP}(?:{second})")
        firsts.update(first.split("|"))
        for char in dict.fromkeys(word[0] for word in first.split("|")):
            ways.setdefault(char, []).append((way, topic, float(weight)))  # type: ignore[arg-type]
    official = tuple((row[1], row[2]) for row in lexicon.rows("topic_headings"))
    return TopicCues(
        re.compile(_word_pattern(weights)),
        {word: tuple(pairs) for word, pairs in weights.items()},
        official,  # type: ignore[arg-type]
        re.compile("|".join(sorted(firsts, key=lambda word: (-len(word), word)))),
        {char: tuple(rows) for char, rows in ways.items()},
    )


def _word_pattern(words: Iterable[str]) -> str:
    """A pattern that finds the longest of many words at each place, branching character by character.

    It matches a first character without its word too: so `re` need not try the other first characters there.
    The most frequent of them come first.
    """
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}

    def branch(node: dict[str, Any], *, optional: bool) -> str:
        ways = [re.escape(char) + branch(node[char], optional="" in node[char]) for char in node if char]
        if optional and ways:
            ways.append("")
        return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})" if ways else ""

    used = Counter(chain.from_iterable(words))
    firsts = sorted(root, key=lambda char: -used[char])
    return "|".join(_start(char) + branch(root[char], optional=True) for char in firsts)


def _start(char: str) -> str:
    before = _NOT_AFTER.get(char)
    return f"{re.escape(char)}(?<![{before}]{char})" if before else re.escape(char)


@lru_cache(maxsize=4096)
def _heading_scores(heading: str, cues: TopicCues) -> tuple[tuple[Topic, float], ...]:
    scores = _scores(heading, cues)
    _add_pairs(scores, heading, cues)
    for core, topic in cues.official:
        if core in heading:
            scores[topic] = scores.get(topic, 0.0) + _OFFICIAL / _HEADING
    return tuple(scores.items())


def topic_scores(text: str, *, lexicon: Lexicon | None = None) -> dict[Topic, float]:
    """The sum of cue weights for each topic in `text`; a word's repetitions count less and less."""
    return _scores(text, _cues(lexicon or default_lexicon()))


def _scores(text: str, cues: TopicCues) -> dict[Topic, float]:
    weights = cues.weights
    counts: dict[str, int] = {}
    for word in filter(weights.__contains__, cues.pattern.findall(text)):
        counts[word] = counts.get(word, 0) + 1
    scores: dict[Topic, float] = {}
    for word, count in counts.items():
        times = _TIMES[count] if count < _SATURATION else _TIMES[_SATURATION]
        for topic, weight in weights[word]:
            scores[topic] = scores.get(topic, 0.0) + weight * times
    return scores


def classify_topic(
    text: str,
    *,
    heading: str | None = None,
    section: str | None = None,
    only_item: bool = False,
    role: Role = "measures",
    mixed: bool = False,
    lexicon: Lexicon | None = None,
) -> Topic:
    """The topic that most of `text` is about.

    Its own heading weighs most; its section's heading helps, the more so for the section's `only_item`.
    Problems and plans without any cue, and `mixed` ones (no part of a list) in which no topic has half of
    the weight, are about law-based government as a whole: `leadership`. Deeds without any cue are `other`.
    """
    cues = _cues(lexicon or default_lexicon())
    if role in _IN_FEW_WORDS:
        if "部门" in text or "单位" in text:
            text = _PARTNERS.sub("", text)
        scores = _scores(text, cues)
        _add_short(scores, text, cues, heading=heading)
        total = sum(scores.values())
        if mixed and total and not heading and max(scores.values()) < _HALF * total:
            return "leadership"
    else:
        scores = _scores(text, cues)
        total = sum(scores.values())
    if heading:
        _add(scores, _heading_scores(heading, cues), _HEADING)
    if section:
        weight = _SECTION_OF_ONE if only_item and not heading else _SECTION
        _add(scores, _heading_scores(section, cues), weight * min(3.0, 1.0 + total / 12))
    best = max(scores, key=scores.__getitem__, default=None)
    if best is None or scores[best] < _LEAST:
        return "other" if role == "measures" else "leadership"
    return best


def _add_short(scores: dict[Topic, float], text: str, cues: TopicCues, *, heading: str | None) -> None:
    """What counts besides single cues in a problem or plan: pairs of words, and the first clause."""
    _add_pairs(scores, text, cues)
    first = None if heading else _FIRST_CLAUSE.match(text)
    if first:
        _add(scores, tuple(_scores(first.group(), cues).items()), _FIRST)


def _add_pairs(scores: dict[Topic, float], text: str, cues: TopicCues) -> None:
    free = 0
    for opener in cues.openers.finditer(text):
        start = opener.start()
        if start < free:
            continue
        for way, topic, weight in cues.pairs[text[start]]:
            if found := way.match(text, start):
                scores[topic] = scores.get(topic, 0.0) + weight
                free = found.end()
                break


def _add(scores: dict[Topic, float], more: tuple[tuple[Topic, float], ...], weight: float) -> None:
    for topic, score in more:
        scores[topic] = scores.get(topic, 0.0) + weight * score
