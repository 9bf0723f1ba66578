"""The grammar of bodies' names, compiled from the word lists of a lexicon."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from fazhi_extract.entities.divisions import Gazetteer, gazetteer
from fazhi_extract.entities.words import Endings, Words, words_pattern
from fazhi_extract.errors import LexiconError
from fazhi_extract.lexicon import Lexicon

__all__ = ["Grammar", "Head", "grammar"]

_LONGEST_SHORT = 4
NEEDS = frozenset({"core", "prefix", "bureau", "free", "solo", "subject", "quoted", "section", "school"})


@dataclass(frozen=True, slots=True)
class Head:
    """A head word: what it needs on its left, and what may not follow."""

    need: str
    blocked: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """Everything the search needs, compiled once for a lexicon."""

    heads: dict[str, Head]
    names: Words
    fixed: dict[str, str]
    stems: Endings
    committees: frozenset[str]
    stoppers: Endings
    whole_words: frozenset[str]
    lead_words: frozenset[str]
    never: Endings
    never_heads: frozenset[str]
    not_bare: frozenset[str]
    kinds: frozenset[str]
    words_before: frozenset[str]
    words_inside: frozenset[str]
    words_after: frozenset[str]
    zones: Endings
    shorts: Endings
    inner: frozenset[str]
    domains: re.Pattern[str]
    acting: re.Pattern[str]
    acting_subject: re.Pattern[str]
    gazetteer: Gazetteer


@lru_cache(maxsize=8)
def grammar(lexicon: Lexicon) -> Grammar:
    """Compile the grammar of a lexicon.

    Raises:
        LexiconError: for a head with an unknown need.
    """
    heads: dict[str, Head] = {}
    for row in lexicon.rows("org_heads"):
        if len(row) < 3 or row[1] not in NEEDS:
            raise LexiconError(
                f"org_heads: the row {row} needs a head, one of {sorted(NEEDS)} and blocked characters"
            )
        heads[row[0]] = Head(row[1], "" if row[2] == "-" else row[2])
    fixed = {row[0]: "" if row[1] == "-" else row[1] for row in lexicon.rows("org_fixed")}
    breakers, stems, acting = map(lexicon.rows, ("org_breakers", "org_stems", "org_acting"))
    level_words = lexicon.rows("org_level_words")
    not_bodies = lexicon.rows("org_not")
    never = [row[0] for row in not_bodies if row[1] == "always"]
    table = gazetteer(lexicon)
    return Grammar(
        heads=heads,
        names=Words((*heads, *fixed)),
        fixed=fixed,
        stems=Endings(row[0] for row in stems if len(row) == 1),
        committees=frozenset(row[0] for row in stems if len(row) > 1),
        stoppers=Endings(row[0] for row in breakers if row[1] == "all"),
        whole_words=frozenset(lexicon.words("org_whole_words")),
        lead_words=frozenset(row[0] for row in breakers if row[1] == "lead"),
        never=Endings(never),
        never_heads=frozenset(head for head in heads if any(word.endswith(head) for word in never)),
        not_bare=frozenset(row[0] for row in not_bodies),
        kinds=frozenset(lexicon.words("org_kinds")),
        words_before=frozenset(row[0] for row in level_words if row[1] == "before"),
        words_inside=frozenset(row[0] for row in level_words if row[1] == "inside"),
        words_after=frozenset(row[0] for row in level_words if row[1] == "after"),
        zones=Endings(lexicon.words("org_zones")),
        shorts=Endings(
            short
            for short in table.short_names(_LONGEST_SHORT) - set(lexicon.words("place_everyday"))
            if len(short) > 1
        ),
        inner=frozenset(lexicon.words("org_inner")),
        domains=re.compile(words_pattern(lexicon.words("org_domains"))),
        acting=re.compile(words_pattern(row[0] for row in acting if len(row) == 1)),
        acting_subject=re.compile(words_pattern(row[0] for row in acting if len(row) > 1) or "(?!)"),
        gazetteer=table,
    )
