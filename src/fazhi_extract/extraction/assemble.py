"""The results of all steps → one report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from operator import attrgetter

from fazhi_extract.extraction.items import Items, metric_ids
from fazhi_extract.models import Entity, Metric, Plan, Reference, Report, ReportMeta, Section
from fazhi_extract.models.base import made, remade
from fazhi_extract.models.report import SCHEMA_VERSION
from fazhi_extract.outline import Outline

__all__ = ["assemble_report"]

_START = attrgetter("quantity.span.start")
_NEXT_YEAR = re.compile(r"下\s*一?\s*年度?|明\s*年|来\s*年|新的?一年")


def assemble_report(
    text: str,
    outline: Outline,
    items: Items,
    *,
    meta: ReportMeta,
    metrics: Sequence[Metric] = (),
    references: Sequence[Reference] = (),
    entities: Sequence[Entity] = (),
    warnings: Iterable[str] = (),
) -> Report:
    """Put the results of the steps together.

    Each item is told the ids of the metrics inside its span. A plan whose section speaks of 下一年 is planned
    for the year after the one reported on. The outline's warnings come before `warnings`.
    """
    in_order = sorted(metrics, key=_START)
    starts = list(map(_START, in_order))
    return made(
        Report,
        {
            "text": text,
            "meta": meta,
            "sections": list(outline.sections),
            "measures": metric_ids(items.measures, in_order, starts),
            "metrics": list(metrics),
            "shortcomings": metric_ids(items.shortcomings, in_order, starts),
            "plans": _dated(metric_ids(items.plans, in_order, starts), outline.sections, meta.year),
            "causes": list(items.causes),
            "references": list(references),
            "organizations": [entity for entity in entities if entity.label == "ORG"],
            "entities": list(entities),
            "findings": [],
            "warnings": list(dict.fromkeys((*outline.warnings, *warnings))),
            "source": None,
            "schema_version": SCHEMA_VERSION,
        },
    )


def _dated(plans: Sequence[Plan], sections: Sequence[Section], year: int | None) -> list[Plan]:
    if year is None:
        return list(plans)
    named = {section.id: section for section in sections}
    coming = {section.id for section in sections if _says_next_year(section, named)}
    return [
        remade(plan, {"year": year + 1}) if plan.year is None and plan.section in coming else plan
        for plan in plans
    ]


def _says_next_year(section: Section | None, named: dict[str, Section]) -> bool:
    while section is not None:
        if _NEXT_YEAR.search(section.heading):
            return True
        section = named.get(section.parent) if section.parent else None
    return False
