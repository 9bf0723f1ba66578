"""Items of one report beside items of another: plans and what came of them, shortcomings that come back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from fazhi_extract.comparison.rows import ItemRef, PromiseRow, RecurringRow
from fazhi_extract.comparison.similarity import Corpus
from fazhi_extract.models import Item, Report

__all__ = ["pair_plans", "recurring_shortcomings"]

_WORDS, _TOPIC, _TITLES = 0.7, 0.15, 0.15
_BEST = 3  # measures beside one plan
Across = Literal["years", "places"]


@dataclass(frozen=True, slots=True)
class _Entry:
    """An item with where it stands."""

    ref: ItemRef
    item: Item

    @property
    def titles(self) -> frozenset[str]:
        return frozenset(reference.title for reference in self.item.references)


def _entries(
    reports: Sequence[Report], places: Sequence[str], which: Literal["plans", "measures", "shortcomings"]
) -> list[_Entry]:
    found: list[_Entry] = []
    for number, (report, place) in enumerate(zip(reports, places, strict=True)):
        items: Iterable[Item] = getattr(report, which)
        for item in items:
            ref = ItemRef(
                report=number,
                place=place,
                year=report.meta.year,
                item=item.id,
                topic=item.topic,
                text=item.text,
            )
            found.append(_Entry(ref, item))
    return found


def _score(one: _Entry, other: _Entry, words: float) -> float:
    """Words, topic and cited documents, 0 to 1; where one side cites none, words take that share."""
    topic = float(one.ref.topic == other.ref.topic and one.ref.topic != "other")
    titles = one.titles | other.titles
    if not (one.titles and other.titles):
        return round(words * (_WORDS + _TITLES) + topic * _TOPIC, 4)
    cited = len(one.titles & other.titles) / len(titles)
    return round(words * _WORDS + topic * _TOPIC + cited * _TITLES, 4)


def pair_plans(reports: Sequence[Report], places: Sequence[str], least: float) -> list[PromiseRow]:
    """Each plan with up to three measures of the next year's report of the same place, best first.

    Only pairs that share words and score at least `least` are given; a plan with none stands alone.
    """
    plans, measures = _entries(reports, places, "plans"), _entries(reports, places, "measures")
    corpus = Corpus([entry.ref.text for entry in (*plans, *measures)])
    later: dict[tuple[str, int], list[int]] = {}
    for number, entry in enumerate(measures, len(plans)):
        if entry.ref.year is not None:
            later.setdefault((entry.ref.place, entry.ref.year), []).append(number)
    rows: list[PromiseRow] = []
    for number, plan in enumerate(plans):
        among = later.get((plan.ref.place, (plan.ref.year or 0) + 1))
        if plan.ref.year is None or not among:
            continue
        scored = [
            (_score(plan, measures[other - len(plans)], words), other)
            for other, words in corpus.scores(number, frozenset(among)).items()
        ]
        best = sorted((pair for pair in scored if pair[0] >= least), key=lambda pair: (-pair[0], pair[1]))[
            :_BEST
        ]
        rows += [
            _promise(plan, measures[other - len(plans)], score, corpus.terms(number, other))
            for score, other in best
        ]
        if not best:
            rows.append(_promise(plan, None, 0.0, []))
    return rows


def _promise(plan: _Entry, measure: _Entry | None, score: float, terms: list[str]) -> PromiseRow:
    return PromiseRow(
        place=plan.ref.place,
        plan=plan.ref,
        measure=measure.ref if measure else None,
        score=score,
        same_topic=measure is not None and measure.ref.topic == plan.ref.topic,
        shared_references=sorted(plan.titles & measure.titles) if measure else [],
        shared_terms=terms,
    )


def recurring_shortcomings(
    reports: Sequence[Report], places: Sequence[str], least: float, across: Across
) -> list[RecurringRow]:
    """Groups of shortcomings that say much the same, in several years of one place or in several places."""
    entries = _entries(reports, places, "shortcomings")
    corpus = Corpus([entry.ref.text for entry in entries])
    group = list(range(len(entries)))
    links: dict[tuple[int, int], float] = {}
    for number, entry in enumerate(entries):
        among = frozenset(other for other in range(number) if _meets(entry.ref, entries[other].ref, across))
        for other, words in corpus.scores(number, among).items():
            score = _score(entry, entries[other], words)
            if score >= least:
                links[other, number] = score
                _join(group, other, number)
    found: dict[int, list[int]] = {}
    for number in range(len(entries)):
        found.setdefault(_root(group, number), []).append(number)
    rows = [_recurring(entries, corpus, members, links) for members in found.values() if len(members) > 1]
    return sorted(rows, key=lambda row: (-len(row.years), -len(row.places), -row.score))


def _meets(one: ItemRef, other: ItemRef, across: Across) -> bool:
    if across == "years":
        return one.place == other.place and one.year != other.year
    return one.place != other.place


def _root(group: list[int], number: int) -> int:
    while group[number] != number:
        group[number] = group[group[number]]
        number = group[number]
    return number


def _join(group: list[int], one: int, other: int) -> None:
    group[_root(group, other)] = _root(group, one)


def _recurring(
    entries: Sequence[_Entry], corpus: Corpus, members: Sequence[int], links: dict[tuple[int, int], float]
) -> RecurringRow:
    inside = {pair: score for pair, score in links.items() if pair[0] in members and pair[1] in members}
    closest = max(inside, key=lambda pair: inside[pair])
    refs = [entries[number].ref for number in members]
    topics = [ref.topic for ref in refs]
    return RecurringRow(
        topic=max(topics, key=topics.count),
        places=sorted({ref.place for ref in refs}),
        years=sorted({ref.year for ref in refs if ref.year is not None}),
        shortcomings=refs,
        score=inside[closest],
        shared_terms=corpus.terms(*closest),
    )
