"""The report as a whole."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from fazhi_extract.errors import InputError
from fazhi_extract.models.base import Model, Span, Statement, Text
from fazhi_extract.models.entity import Entity, Reference
from fazhi_extract.models.item import Measure, Plan, Shortcoming
from fazhi_extract.models.metric import Metric
from fazhi_extract.models.section import Section
from fazhi_extract.models.source import Source

if TYPE_CHECKING:
    from fazhi_extract.coverage import Coverage

__all__ = ["SCHEMA_VERSION", "Finding", "Report", "ReportMeta"]

SCHEMA_VERSION = "1.0"


class ReportMeta(Model):
    """Who reports on what. Dates are ISO 8601 strings, a year-month where the text gives no day."""

    title: Text | None = None
    issuer: Text | None = None
    region: Text | None = None
    region_path: list[Text] = []
    region_code: str | None = None
    level: Literal["national", "province", "city", "county", "township", "department"] | None = None
    year: int | None = None
    published: str | None = None
    signed: str | None = None
    index_number: Text | None = None
    document_number: Text | None = None
    publisher: Text | None = None


class Finding(Model):
    """One remark of the arithmetic audit.

    `metrics` are the ids concerned, `span` is the place to look at: the figure that was judged, or the words.
    """

    rule: str
    severity: Literal["info", "warning", "error"]
    message: Text
    metrics: list[str] = []
    expected: Text | None = None
    found: Text | None = None
    span: Span | None = None


class Report(Model):
    """One report. `text` is the input unchanged and every span points into it.

    `entities` are all named mentions, `organizations` those of them with label ORG.
    """

    text: Text
    meta: ReportMeta = ReportMeta()
    sections: list[Section] = []
    measures: list[Measure] = []
    metrics: list[Metric] = []
    shortcomings: list[Shortcoming] = []
    plans: list[Plan] = []
    causes: list[Statement] = []
    references: list[Reference] = []
    organizations: list[Entity] = []
    entities: list[Entity] = []
    findings: list[Finding] = []
    warnings: list[Text] = []
    source: Source | None = None
    schema_version: str = SCHEMA_VERSION

    def page_of(self, offset: int) -> int | None:
        """The page, from 1, that holds this offset of `text`; None where the source has no pages.

        An offset between two pages belongs to the one before.

        Raises:
            InputError: when the offset does not lie in the text.
        """
        if not 0 <= offset <= len(self.text):
            raise InputError(f"offset={offset!r} lies outside the text of {len(self.text)} characters")
        starts = [page.start for page in self.source.pages] if self.source else []
        return bisect_right(starts, offset) or (1 if starts else None)

    def coverage(self, catalogue: Iterable[Any] | None = None) -> Coverage:
        """What the report gives of a set of indicators, by topic, and of the five contents asked of it.

        See `fazhi_extract.coverage.coverage`. `catalogue` is the shipped one by default; a list of ids
        makes a rubric.
        """
        from fazhi_extract.coverage import coverage  # noqa: PLC0415

        return coverage(self, catalogue)
