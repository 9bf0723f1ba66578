"""Items: the blocks of the outline as measures, shortcomings, plans and causes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from fazhi_extract.extraction.causes import causes_inside
from fazhi_extract.extraction.topics import classify_topic
from fazhi_extract.lexicon import Lexicon, default_lexicon
from fazhi_extract.models import (
    Entity,
    Item,
    Measure,
    Metric,
    Plan,
    Reference,
    Section,
    Shortcoming,
    Statement,
)
from fazhi_extract.models.base import made, remade, span_of
from fazhi_extract.outline import Block, Extent, Outline, split_sentences

__all__ = ["Items", "find_items", "metric_ids"]

_CLOSING = "。；;,，、 \t\u3000\xa0"
_FEW = 2
_YEAR = re.compile(r"(20[0-9]{2})\s*年")
_Spanned = TypeVar("_Spanned", Entity, Reference)
_AnyItem = TypeVar("_AnyItem", bound=Item)


@dataclass(frozen=True, slots=True)
class Items:
    """The items of one report, each list in document order. `causes` holds every cause, paired or not."""

    measures: tuple[Measure, ...] = ()
    shortcomings: tuple[Shortcoming, ...] = ()
    plans: tuple[Plan, ...] = ()
    causes: tuple[Statement, ...] = ()


def find_items(
    text: str,
    outline: Outline,
    *,
    references: Sequence[Reference] = (),
    organizations: Sequence[Entity] = (),
    metrics: Sequence[Metric] = (),
    lexicon: Lexicon | None = None,
) -> Items:
    """Turn the item blocks of `outline` into typed items.

    `references` and `organizations` in document order are handed to the item whose span holds them, `metrics`
    likewise by the span of their quantity. Items of sections with role `other` or `intro` are left out.
    """
    builder = _Builder(text, outline, references, organizations, metrics, lexicon or default_lexicon())
    return builder.build()


def metric_ids(
    items: Sequence[_AnyItem], metrics: Sequence[Metric], starts: Sequence[int] | None = None
) -> list[_AnyItem]:
    """The items with `metrics` filled: the ids of the metrics whose quantity lies inside each span.

    `starts` are where those quantities start, for a caller that has them.
    """
    if starts is None:
        starts = [metric.quantity.span.start for metric in metrics]
    filled = []
    for item in items:
        low, high = bisect_left(starts, item.span.start), bisect_left(starts, item.span.end)
        ids = [metric.id for metric in metrics[low:high]]
        filled.append(remade(item, {"metrics": ids}) if ids != item.metrics else item)
    return filled


class _Inside(Generic[_Spanned]):
    """Spanned objects in document order, asked for by extent."""

    def __init__(self, objects: Sequence[_Spanned]) -> None:
        self.objects: Sequence[_Spanned] = objects
        self.starts = [one.span.start for one in objects]

    def of(self, extent: Extent) -> list[_Spanned]:
        low, high = bisect_left(self.starts, extent.start), bisect_left(self.starts, extent.end)
        return [one for one in self.objects[low:high] if one.span.end <= extent.end]


class _Builder:
    def __init__(
        self,
        text: str,
        outline: Outline,
        references: Sequence[Reference],
        organizations: Sequence[Entity],
        metrics: Sequence[Metric],
        lexicon: Lexicon,
    ) -> None:
        self.text, self.outline, self.lexicon = text, outline, lexicon
        self.references, self.organizations = _Inside(references), _Inside(organizations)
        self.metrics = sorted(metrics, key=lambda metric: metric.quantity.span.start)
        self.metric_starts = [metric.quantity.span.start for metric in self.metrics]
        self.sections: dict[str | None, Section] = {section.id: section for section in outline.sections}
        self.sizes = Counter(block.section for block in outline.blocks if block.kind == "item")
        self.intro_year: dict[str | None, int | None] = {}

    def build(self) -> Items:
        measures: list[Measure] = []
        problems: list[tuple[Block, dict[str, Any], list[Statement]]] = []
        plans: list[Plan] = []
        causes: list[tuple[int | None, Statement]] = []
        for block in self.outline.blocks:
            if block.kind == "introduction":
                self._note_year(block)
            elif block.kind == "cause":
                causes.append((block.number, self._cause(block)))
            elif block.kind == "item" and block.role in ("measures", "duty"):
                fields = self._fields(f"m{len(measures) + 1}", block)
                measures.append(made(Measure, {**fields, "duty": block.role == "duty"}))
            elif block.kind == "item" and block.role == "plans":
                fields = self._fields(f"p{len(plans) + 1}", block)
                plans.append(made(Plan, {**fields, "year": self._plan_year(block)}))
            elif block.kind == "item" and block.role == "shortcomings":
                own = [
                    self._statement(extent)
                    for extent in causes_inside(self.text, block.extent, block.heading)
                ]
                causes += [(None, cause) for cause in own]
                problems.append((block, self._fields(f"s{len(problems) + 1}", block), own))
        return Items(
            tuple(measures), self._shortcomings(problems, causes), tuple(plans), tuple(c for _, c in causes)
        )

    def _shortcomings(
        self,
        problems: list[tuple[Block, dict[str, Any], list[Statement]]],
        causes: list[tuple[int | None, Statement]],
    ) -> tuple[Shortcoming, ...]:
        by_number: dict[int, Statement] = {}
        numbers = [number for number, _ in causes if number is not None]
        problem_numbers = [block.number for block, _, _ in problems if block.number is not None]
        if numbers and numbers == problem_numbers and len(set(numbers)) == len(numbers):
            by_number = {number: cause for number, cause in causes if number is not None}
        out = []
        for block, fields, own in problems:
            paired = [by_number[block.number]] if block.number in by_number else []
            out.append(made(Shortcoming, {**fields, "causes": own + paired}))
        return tuple(out)

    def _fields(self, identity: str, block: Block) -> dict[str, Any]:
        """The fields of `Item`."""
        text, extent = self.text, block.extent
        start, end = extent
        content = text[start:end]
        heading = text[block.heading.start : block.heading.end] if block.heading else None
        section = self.sections.get(block.section)
        low, high = bisect_left(self.metric_starts, start), bisect_left(self.metric_starts, end)
        size = self.sizes[block.section]
        return {
            "id": identity,
            "text": content,
            "span": span_of(start, end),
            "heading": heading,
            "topic": classify_topic(
                content,
                heading=heading,
                section=section.heading if section and self._specific(section, block) else None,
                only_item=size == 1,
                role=block.role,
                mixed=block.number is None and size <= _FEW and (section is None or section.level == 1),
                lexicon=self.lexicon,
            ),
            "section": block.section,
            "statements": [
                made(Statement, {"text": text[first:last], "span": span_of(first, last)})
                for first, last in block.sentences or split_sentences(text, extent)
            ],
            "metrics": [metric.id for metric in self.metrics[low:high]],
            "references": self.references.of(extent),
            "organizations": self.organizations.of(extent),
        }

    @staticmethod
    def _specific(section: Section, block: Block) -> bool:
        """Does a heading name the field of a block's work, not only its role nor deeds that it has left?"""
        if section.role in ("measures", "duty"):
            return block.role not in ("shortcomings", "plans")
        return section.level > 1

    def _statement(self, extent: Extent) -> Statement:
        start, end = extent
        return made(Statement, {"text": self.text[start:end], "span": span_of(start, end)})

    def _cause(self, block: Block) -> Statement:
        start, end = block.extent
        if block.number is not None:
            match = _ENUMERATOR.match(self.text, start, end)
            start = match.end() if match else start
        while end > start and self.text[end - 1] in _CLOSING:
            end -= 1
        return self._statement(Extent(start, end))

    def _note_year(self, block: Block) -> None:
        if block.role == "plans" and block.section is not None:
            match = _YEAR.search(
                self.text, block.extent.start, min(block.extent.end, block.extent.start + 40)
            )
            if match:
                self.intro_year.setdefault(block.section, int(match.group(1)))

    def _plan_year(self, block: Block) -> int | None:
        identity = block.section
        while identity is not None:
            section = self.sections[identity]
            match = _YEAR.search(section.heading)
            if match:
                return int(match.group(1))
            if self.intro_year.get(identity):
                return self.intro_year[identity]
            identity = section.parent
        match = _YEAR.match(self.text, block.extent.start, block.extent.end)
        return int(match.group(1)) if match else None


_ENUMERATOR = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}(?:是|要|[、．.])(?:要|在)?|[(（][0-9０-９一二三四五六七八九十]{1,3}[)）][、.．]?"
    r"|[0-9０-９]{1,2}[.．、]|[①-⑳]|第[一二三四五六七八九十]{1,2}[,，、:：]|其[一二三四五六][是,，、:：]|(?:首先|其次|再次|最后)(?:是)?[,，、]?)"
    r"[ \u3000]*"
)
