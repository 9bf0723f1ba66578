"""What a report gives of a set of indicators, and of the five contents that are asked of it.

The contents are those of the inspection rules of 2019 (法治政府建设与责任落实督察工作规定): what was
done, what is lacking and why, how the leaders met their duty, what is planned, and anything else that has
to be reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import regex

from fazhi_extract.indicators import Indicator
from fazhi_extract.indicators import catalogue as shipped_catalogue
from fazhi_extract.models import Item, Report, Span, Topic
from fazhi_extract.models.base import Model, Text

__all__ = ["ContentCoverage", "Coverage", "Evidence", "IndicatorCoverage", "TopicCoverage", "coverage"]

Content = Literal["measures", "shortcomings", "duty", "plans", "other"]
_NAMES: dict[Content, str] = {
    "measures": "主要举措和成效",
    "shortcomings": "不足和原因",
    "duty": "党政主要负责人履行第一责任人职责",
    "plans": "下一年度安排",
    "other": "其他需要报告的情况",
}
_DUTY = regex.compile(r"第一责任人|主要负责人[^。；;\n]{0,16}(?:述法|法治建设[^。；;\n]{0,6}(?:职责|责任))")
_OTHER = regex.compile(r"其他|其它|需要(?:报告|说明)")
_MOST = 3  # pieces of evidence for one content


class Evidence(Model):
    """A place that shows a content: a heading, an item, or words inside the text of what was done."""

    kind: Literal["section", "item", "text"]
    text: Text
    span: Span


class ContentCoverage(Model):
    """One of the five contents; `lacks` says which part is missing (problems without causes)."""

    content: Content
    name_zh: str
    present: bool
    lacks: str | None = None
    evidence: list[Evidence] = []


class IndicatorCoverage(Model):
    """One indicator of the set; `metrics` are the ids of its figures, `quotes` the figures as printed."""

    id: str
    name_zh: str
    topic: Topic
    given: bool
    metrics: list[str] = []
    quotes: list[Text] = []


class TopicCoverage(Model):
    """How many indicators of a topic are given, and which are not."""

    topic: Topic
    given: int
    total: int
    missing: list[str]


class Coverage(Model):
    """What a report gives and what it leaves out."""

    indicators: list[IndicatorCoverage]
    contents: list[ContentCoverage]

    @property
    def given(self) -> list[str]:
        """Ids of the indicators that the report gives."""
        return [row.id for row in self.indicators if row.given]

    @property
    def missing(self) -> list[str]:
        """Ids of the indicators that it leaves out."""
        return [row.id for row in self.indicators if not row.given]

    @property
    def share(self) -> float:
        """Given indicators over all; 0 for an empty set."""
        return len(self.given) / len(self.indicators) if self.indicators else 0.0

    @property
    def missing_contents(self) -> list[Content]:
        """Which of the five contents are not found."""
        return [row.content for row in self.contents if not row.present]

    def by_topic(self) -> list[TopicCoverage]:
        """Counts by topic, in the order of the set."""
        rows: dict[Topic, list[IndicatorCoverage]] = {}
        for row in self.indicators:
            rows.setdefault(row.topic, []).append(row)
        return [
            TopicCoverage(
                topic=topic,
                given=sum(row.given for row in group),
                total=len(group),
                missing=[row.id for row in group if not row.given],
            )
            for topic, group in rows.items()
        ]


def coverage(report: Report, catalogue: Iterable[Indicator | str] | None = None) -> Coverage:
    """Which indicators of a set the report gives, and which of the five contents.

    Only levels that were achieved count as given: neither targets nor changes nor another year's values.

    Args:
        report: the report, parsed or read back from JSON.
        catalogue: the set: a catalogue, a list of indicators, or ids of the shipped catalogue (a rubric); the
            whole shipped catalogue by default.

    Raises:
        IndicatorError: on an id that the shipped catalogue does not hold.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for metric in report.metrics:
        own_year = metric.year is None or report.meta.year is None or metric.year == report.meta.year
        if metric.indicator and metric.aspect == "level" and metric.status == "achieved" and own_year:
            found.setdefault(metric.indicator, []).append((metric.id, metric.quantity.text))
    rows = [
        IndicatorCoverage(
            id=entry.id,
            name_zh=entry.name_zh,
            topic=entry.topic,
            given=entry.id in found,
            metrics=[metric_id for metric_id, _ in found.get(entry.id, ())],
            quotes=[quote for _, quote in found.get(entry.id, ())],
        )
        for entry in _entries(catalogue)
    ]
    return Coverage(indicators=rows, contents=_contents(report))


def _entries(chosen: Iterable[Indicator | str] | None) -> Iterator[Indicator]:
    shipped = shipped_catalogue()
    for entry in shipped if chosen is None else chosen:
        yield shipped.get(entry) if isinstance(entry, str) else entry


def _contents(report: Report) -> list[ContentCoverage]:
    items: dict[Content, list[Item]] = {
        "measures": [item for item in report.measures if not item.duty],
        "shortcomings": list(report.shortcomings),
        "duty": [item for item in report.measures if item.duty],
        "plans": list(report.plans),
        "other": [],
    }
    rows = []
    for content, name in _NAMES.items():
        evidence = list(_headings(report, content)) or list(_items(items[content]))
        if content == "duty" and not evidence:
            evidence = list(_words(report))
        lacks = None
        if content == "shortcomings" and evidence:
            reasons = report.causes or any(item.causes for item in report.shortcomings)
            lacks = None if reasons else "causes"
        rows.append(
            ContentCoverage(
                content=content,
                name_zh=name,
                present=bool(evidence),
                lacks=lacks,
                evidence=evidence[:_MOST],
            )
        )
    return rows


def _headings(report: Report, content: Content) -> Iterator[Evidence]:
    roles = {section.id: section.role for section in report.sections}
    for section in report.sections:
        nested = section.parent is not None and roles.get(section.parent) == section.role
        fits = section.role == content and not nested
        if fits and (content != "other" or _OTHER.search(section.heading)):
            yield Evidence(kind="section", text=section.heading, span=section.span)


def _items(items: Iterable[Item]) -> Iterator[Evidence]:
    for item in items:
        start, end = item.span.start, item.span.end
        if item.statements:
            first = item.statements[0]
            yield Evidence(kind="item", text=first.text, span=first.span)
        else:
            yield Evidence(kind="item", text=item.text, span=Span(start=start, end=end))


def _words(report: Report) -> Iterator[Evidence]:
    """Words about the leaders' duty inside what was done; a title in 《》 alone shows nothing."""
    titles = [(reference.span.start, reference.span.end) for reference in report.references]
    for item in report.measures:
        for hit in _DUTY.finditer(report.text, item.span.start, item.span.end):
            if not any(start <= hit.start() < end for start, end in titles):
                yield Evidence(kind="text", text=hit.group(), span=Span(start=hit.start(), end=hit.end()))
