"""Names told by their right edge: “…”平台, “…”行动, and persons after the title of their post.

The grammar is exact about little and leaves the rest to the model: a name in quotation marks whose head noun
follows directly, or after a few characters that qualify it (“护苗”专项行动), and a personal name of a common
surname between a post (书记, 局长) and a word that cannot belong to it (、, 主持).
"""

from __future__ import annotations

import re
from functools import lru_cache

from fazhi_extract.entities.combine import Mention
from fazhi_extract.entities.words import Words, words_pattern
from fazhi_extract.errors import LexiconError
from fazhi_extract.lexicon import Lexicon, default_lexicon

__all__ = ["find_named"]

_KINDS = frozenset({"PLATFORM", "CAMPAIGN"})
_QUOTED = r"“[^“”\n《》]{2,16}”"


def find_named(masked: str, *, lexicon: Lexicon | None = None) -> list[Mention]:
    """Platforms, campaigns and persons in order. `masked` has its titles in 《》 blotted out."""
    quoted, heads, posts, person = _patterns(lexicon or default_lexicon())
    found = [
        (hit.start(), hit.end(), heads[hit.group(1)])
        for hit in quoted.finditer(masked)
        if hit.group(1) is not None
    ]
    for _, end in posts.extents(masked):
        if hit := person.match(masked, end):
            found.append((hit.start(1), hit.end(1), "PERSON"))
    return sorted(found)


@lru_cache(maxsize=8)
def _patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], dict[str, str], Words, re.Pattern[str]]:
    heads: dict[str, str] = {}
    qualifiers: list[str] = []
    for row in lexicon.rows("quoted_heads"):
        if len(row) < 2 or row[1] not in {*_KINDS, "qualifier"}:
            raise LexiconError(
                f"quoted_heads: the row {row} needs a word and PLATFORM, CAMPAIGN or qualifier"
            )
        if row[1] == "qualifier":
            qualifiers.append(row[0])
        else:
            heads[row[0]] = row[1]
    posts = Words(row[0] for row in lexicon.rows("person_edges") if row[1] == "post")
    after = words_pattern(row[0] for row in lexicon.rows("person_edges") if row[1] == "after")
    surnames = "".join(lexicon.words("surnames"))
    quoted = rf"{_QUOTED}(?:{words_pattern(qualifiers)}){{0,2}}({words_pattern(heads)})"
    name = rf"[{surnames}][\u4e00-\u9fff]{{1,2}}?"
    person = rf"[ \u3000]?({name})(?={after}|[、，。；：,;:)）\n ])"
    return re.compile(quoted), heads, posts, re.compile(person)
