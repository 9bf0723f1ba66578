"""Bodies named in running text: party, state, courts, schools, media, associations, companies, teams.

A name is read from its head word (局, 委员会, 协会 …) to the left: over the stem that says what the body is
for, to the place or level it belongs to (云岭市, 县, 我市). Words that cannot stand in a name (由, 指导)
end it. An inner part that follows (县人大 + 及其常委会, 区委 + 依法治区 + 办) makes the name longer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from fazhi_extract.entities.combine import Mention, combined
from fazhi_extract.entities.divisions import PlaceMention
from fazhi_extract.entities.named import find_named
from fazhi_extract.entities.org_grammar import Grammar, grammar
from fazhi_extract.entities.org_quoted import acting_places, quoted_names
from fazhi_extract.entities.org_search import Search
from fazhi_extract.entities.places import Places
from fazhi_extract.entities.references import find_references
from fazhi_extract.lexicon import Lexicon, default_lexicon
from fazhi_extract.models import Entity, Reference
from fazhi_extract.models.base import made, span_of

__all__ = ["find_organizations"]

_FURNITURE = re.compile(r"首页|>|您所在|当前位置|\s/\s[^\n]*\s/\s")
_LABEL = re.compile(
    r"(?:来源|机构|单位|部门|主办|承办|作者|发布者?|版权所有)[ \u3000\xa0]*[:：][ \u3000\xa0]*$"
)


def find_organizations(
    text: str,
    *,
    body: tuple[int, int] | None = None,
    references: Iterable[Reference] = (),
    known: Iterable[Mention] = (),
    others: bool = False,
    lexicon: Lexicon | None = None,
) -> list[Entity]:
    """Named and role-named bodies of `text`, in order, not overlapping, with label ORG.

    Args:
        text: the whole report.
        body: extent of the report proper; outside it, navigation lines are passed over.
        references: titles in 《》 (found here when none are given); nothing inside them is listed.
        known: spans (start, end, label) of a statistical model; `combine` says how they join the rules.
        others: also list what else rules find: full names of divisions (GPE), quoted platforms and campaigns
            with their head noun, persons after their post.
        lexicon: word lists; the shipped ones by default.
    """
    titles = list(references) or find_references(text, lexicon=lexicon)
    masked = _mask(text, titles)
    rules = grammar(lexicon or default_lexicon())
    places = Places(masked, rules)
    found: list[tuple[int, int]] = []
    for more in (Search(masked, rules, places).run(), quoted_names(masked, places)):
        if more:
            found = _joined(found, more)
    if more := acting_places(masked, rules, places, found):
        found = _joined(found, more)
    if body is not None:
        found = [m for m in found if body[0] <= m[0] < body[1] or not _in_furniture(text, *m)]
    mentions = combined(
        text,
        [(start, end, "ORG") for start, end in found],
        [*_chained(places.divisions), *find_named(masked, lexicon=lexicon)] if others else (),
        [one for one in known if one[2] != "ORG" or not _decided(text, one, rules)],
        hidden=[(title.span.start, title.span.end) for title in titles],
    )
    return [_entity(text, *mention) for mention in mentions]


def _entity(text: str, start: int, end: int, label: str) -> Entity:
    return made(
        Entity,
        {
            "text": text[start:end],
            "span": span_of(start, end),
            "label": label,
            "canonical": None,
            "role": None,
        },
    )


def _decided(text: str, mention: Mention, rules: Grammar) -> bool:
    """Whether a name ends in a head that the grammar knows: it has then spoken, by its silence too."""
    return any(text[mention[1] - size : mention[1]] in rules.heads for size in range(1, 6))


def _chained(divisions: Iterable[PlaceMention]) -> list[Mention]:
    """Full names of divisions; a chain of them (云岭市青溪区) is one."""
    chains: list[Mention] = []
    for start, end, _ in divisions:
        if chains and chains[-1][1] == start:
            chains[-1] = (chains[-1][0], end, "GPE")
        else:
            chains.append((start, end, "GPE"))
    return chains


def _joined(found: list[tuple[int, int]], more: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Both lists in order; of two that overlap the longer stays."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted({*found, *more}):
        if kept and start < kept[-1][1]:
            if end - start > kept[-1][1] - kept[-1][0]:
                kept[-1] = (start, end)
            continue
        kept.append((start, end))
    return kept


def _mask(text: str, titles: Sequence[Reference]) -> str:
    pieces: list[str] = []
    at = 0
    for title in titles:
        pieces += (text[at : title.span.start], "》" * (title.span.end - title.span.start))
        at = title.span.end
    return "".join((*pieces, text[at:]))


def _in_furniture(text: str, start: int, end: int) -> bool:
    if _LABEL.search(text, max(start - 8, 0), start):
        return False
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    return _FURNITURE.search(text[first : last if last >= 0 else len(text)]) is not None
