"""Bodies named in running text: party, state, courts, schools, media, associations, companies, teams.

A name is read from its head word (局, 委员会, 协会 …) to the left: over the stem that says what the body is
for, to the place or level it belongs to (云岭市, 县, 我市). Words that cannot stand in a name (由, 指导)
end it. An inner part that follows (县人大 + 及其常委会, 区委 + 依法治区 + 办) makes the name longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from fazhi_extract.entities.org_grammar import grammar
from fazhi_extract.entities.org_quoted import acting_places, quoted_names
from fazhi_extract.entities.org_search import Search
from fazhi_extract.entities.places import Places
from fazhi_extract.entities.references import find_references
from fazhi_extract.lexicon import Lexicon, default_lexicon
from fazhi_extract.models import Entity, Reference, Span

__all__ = ["find_organizations"]

_FURNITURE = regex.compile(r"首页|>|您所在|当前位置|\s/\s[^\n]*\s/\s")


def find_organizations(
    text: str,
    *,
    body: tuple[int, int] | None = None,
    references: Iterable[Reference] = (),
    known: Iterable[tuple[int, int, str]] = (),
    lexicon: Lexicon | None = None,
) -> list[Entity]:
    """Named and role-named bodies of `text`, in order, not overlapping, with label ORG.

    Args:
        text: the whole report.
        body: extent of the report proper; outside it, navigation lines are passed over.
        references: titles in 《》 (found here when none are given); nothing inside them is listed.
        known: spans (start, end, label) of another recognizer. They are added where no rule has found a body;
            where a span overlaps one that a rule has found, the rule wins. Spans inside 《》 are left out.
        lexicon: word lists; the shipped ones by default.
    """
    titles = list(references) or find_references(text, lexicon=lexicon)
    masked = _mask(text, titles)
    rules = grammar(lexicon or default_lexicon())
    places = Places(masked, rules)
    found: list[tuple[int, int]] = []
    for more in (
        Search(masked, rules, places).run(),
        quoted_names(masked, places),
        acting_places(masked, rules, places),
    ):
        found = _joined(found, more)
    if body is not None:
        found = [m for m in found if body[0] <= m[0] < body[1] or not _in_furniture(text, *m)]
    entities = [(start, end, "ORG") for start, end in found]
    entities += _unclaimed(known, [*found, *((r.span.start, r.span.end) for r in titles)], len(text))
    entities.sort()
    return [Entity(text=text[s:e], span=Span(start=s, end=e), label=label) for s, e, label in entities]


def _joined(found: list[tuple[int, int]], more: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Both lists in order; of two that overlap the longer stays."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted({*found, *more}, key=lambda span: (span[0], -span[1])):
        if kept and start < kept[-1][1]:
            if end - start > kept[-1][1] - kept[-1][0]:
                kept[-1] = (start, end)
            continue
        kept.append((start, end))
    return kept


def _unclaimed(
    known: Iterable[tuple[int, int, str]], taken: Sequence[tuple[int, int]], size: int
) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    claimed = sorted(taken)
    for start, end, label in sorted(known):
        if not 0 <= start < end <= size:
            continue
        if any(s < end and start < e for s, e in claimed) or any(s < end and start < e for s, e, _ in kept):
            continue
        kept.append((start, end, label))
    return kept


def _mask(text: str, titles: Sequence[Reference]) -> str:
    pieces: list[str] = []
    at = 0
    for title in titles:
        pieces += (text[at : title.span.start], "》" * (title.span.end - title.span.start))
        at = title.span.end
    return "".join((*pieces, text[at:]))


def _in_furniture(text: str, start: int, end: int) -> bool:
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    return _FURNITURE.search(text[first : last if last >= 0 else len(text)]) is not None
