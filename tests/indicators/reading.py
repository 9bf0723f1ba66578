"""Read a sentence with the real steps, so that a test sees what a report would give."""

from fazhi_extract.entities import find_organizations, find_references
from fazhi_extract.extraction.metrics import find_metrics
from fazhi_extract.indicators import Catalogue, assign_indicators
from fazhi_extract.models import Metric
from fazhi_extract.numerals import find_quantities
from fazhi_extract.outline import read_outline


def metrics_of(text: str, indicators: Catalogue | None = None) -> list[Metric]:
    text = f"一、主要举措\n　　{text}\n"
    outline = read_outline(text)
    references = find_references(text)
    body = (outline.body.start, outline.body.end)
    organizations = find_organizations(text, body=body, references=references)
    found = find_metrics(
        text, outline, find_quantities(text, keep_rejected=True), organizations=organizations, year=2024
    )
    return assign_indicators(text, found, sections=outline.sections, indicators=indicators)


def named(text: str, indicators: Catalogue | None = None) -> dict[str, str | None]:
    """{quantity as printed: indicator}, a repeated quantity by its last mention."""
    return {metric.quantity.text: metric.indicator for metric in metrics_of(text, indicators)}
