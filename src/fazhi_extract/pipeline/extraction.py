"""What is known of one report so far, and the steps that find the rest; no spaCy in here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from fazhi_extract.audit import audit_report
from fazhi_extract.entities import canonical_names, find_organizations, find_references, roles_of
from fazhi_extract.extraction.assemble import assemble_report
from fazhi_extract.extraction.items import Items, find_items
from fazhi_extract.extraction.metadata import read_metadata
from fazhi_extract.extraction.metrics import find_metrics
from fazhi_extract.indicators import Catalogue, assign_indicators, catalogue
from fazhi_extract.lexicon import Lexicon, default_lexicon
from fazhi_extract.models import Entity, Finding, Metric, Quantity, Reference, Report, ReportMeta
from fazhi_extract.models.base import Text, remade
from fazhi_extract.numerals import Rejected, Unit, find_quantities
from fazhi_extract.outline import Outline, read_outline

__all__ = ["Extraction", "Mention", "Metadata", "Steps"]

_START = attrgetter("span.start")
_DATES = frozenset({"date"})
Mention = tuple[int, int, str]
"""Start, end and label of an entity."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """Who reports on what, and what could not be made out."""

    meta: ReportMeta
    warnings: tuple[Text, ...] = ()


@dataclass(slots=True)
class Extraction:
    """One report in the making: its text, and the result of each step, None until the step has run.

    `fields` and `header` are what its file says of it outside the text, see `sources.Document`.
    """

    text: Text
    fields: dict[str, Text] = field(default_factory=dict)
    header: Text = ""
    outline: Outline | None = None
    quantities: list[Quantity | Rejected] | None = None
    references: list[Reference] | None = None
    organizations: list[Entity] | None = None
    others: list[Entity] | None = None
    entities: list[Entity] | None = None
    metadata: Metadata | None = None
    items: Items | None = None
    metrics: list[Metric] | None = None
    indicators: list[Metric] | None = None
    report: Report | None = None
    findings: list[Finding] | None = None


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps with their options. Each first runs, once, the steps that it needs and that have not run.

    Without `rejected`, of the numbers that are no quantities only dates are kept, which the metrics need.
    """

    lexicon: Lexicon = field(default_factory=default_lexicon)
    units: tuple[Unit, ...] = ()
    catalogue: Catalogue = field(default_factory=catalogue)
    rejected: bool = True

    def outline(self, known: Extraction) -> Outline:
        """Sections and blocks."""
        if known.outline is None:
            known.outline = read_outline(known.text, lexicon=self.lexicon)
        return known.outline

    def quantities(self, known: Extraction) -> list[Quantity | Rejected]:
        """Quantities, and numbers that are none."""
        if known.quantities is None:
            known.quantities = find_quantities(
                known.text,
                keep_rejected=True if self.rejected else _DATES,
                units=self.units,
                lexicon=self.lexicon,
            )
        return known.quantities

    def references(self, known: Extraction) -> list[Reference]:
        """Documents in 《》."""
        if known.references is None:
            known.references = find_references(known.text, lexicon=self.lexicon)
        return known.references

    def organizations(self, known: Extraction, others: Sequence[Mention] = ()) -> list[Entity]:
        """Named bodies; `others` are mentions that a model found, beside the rules' own.

        What is found and is no body goes to `known.others`.
        """
        if known.organizations is None:
            found = find_organizations(
                known.text,
                body=self.outline(known).body,
                references=self.references(known),
                known=others,
                others=True,
                lexicon=self.lexicon,
            )
            known.organizations = [entity for entity in found if entity.label == "ORG"]
            known.others = [entity for entity in found if entity.label != "ORG"]
            known.entities = None
        return known.organizations

    def entities(self, known: Extraction) -> list[Entity]:
        """Everything named, bodies with their canonical names and roles."""
        if known.entities is None:
            bodies, meta = self.organizations(known), self.metadata(known).meta
            names = canonical_names(
                [body.text for body in bodies], issuer=meta.issuer, places=meta.region_path
            )
            roles = roles_of(
                known.text, [(body.span.start, body.span.end) for body in bodies], lexicon=self.lexicon
            )
            named = [
                remade(body, {"canonical": name, "role": role})
                for body, name, role in zip(bodies, names, roles, strict=True)
            ]
            known.entities = sorted((*named, *(known.others or ())), key=_START)
        return known.entities

    def metadata(self, known: Extraction) -> Metadata:
        """Title, issuer, region, year, dates and numbers."""
        if known.metadata is None:
            meta, warnings = read_metadata(
                known.text,
                self.outline(known),
                organizations=self.organizations(known),
                fields=known.fields,
                header=known.header,
                lexicon=self.lexicon,
            )
            known.metadata = Metadata(meta, tuple(warnings))
        return known.metadata

    def items(self, known: Extraction) -> Items:
        """Measures, shortcomings, plans and causes."""
        if known.items is None:
            known.items = find_items(
                known.text,
                self.outline(known),
                references=self.references(known),
                organizations=[entity for entity in self.entities(known) if entity.label == "ORG"],
                lexicon=self.lexicon,
            )
        return known.items

    def metrics(self, known: Extraction) -> list[Metric]:
        """Quantities that say how much of something was done, is there or is aimed at."""
        if known.metrics is None:
            items, meta = self.items(known), self.metadata(known).meta
            around = (meta.region, *meta.region_path)
            known.metrics = find_metrics(
                known.text,
                self.outline(known),
                self.quantities(known),
                items=sorted((*items.measures, *items.shortcomings, *items.plans), key=_START),
                organizations=self.organizations(known),
                divisions=[one for one in self._divisions(known) if one.text not in around],
                year=meta.year,
                lexicon=self.lexicon,
            )
        return known.metrics

    def _divisions(self, known: Extraction) -> list[Entity]:
        """Mentions of divisions, none where the report's own is unknown: it might be among them."""
        named = self.metadata(known).meta.region_path
        return [entity for entity in known.others or () if entity.label == "GPE"] if named else []

    def indicators(self, known: Extraction) -> list[Metric]:
        """The metrics once more, each with the indicator that it is a value of."""
        if known.indicators is None:
            known.indicators = assign_indicators(
                known.text,
                self.metrics(known),
                sections=self.outline(known).sections,
                indicators=self.catalogue,
                lexicon=self.lexicon,
            )
        return known.indicators

    def report(self, known: Extraction) -> Report:
        """Everything together."""
        if known.report is None:
            outline, metadata = self.outline(known), self.metadata(known)
            known.report = assemble_report(
                known.text,
                outline,
                self.items(known),
                meta=metadata.meta,
                metrics=self.indicators(known),
                references=self.references(known),
                entities=self.entities(known),
                warnings=metadata.warnings,
            )
        return known.report

    def findings(self, known: Extraction) -> list[Finding]:
        """What the arithmetic audit says; the report holds it too."""
        if known.findings is None:
            report = self.report(known)
            known.findings = audit_report(report, catalogue=self.catalogue)
            known.report = remade(report, {"findings": known.findings})
        return known.findings
