"""A metric: a quantity together with what it measures."""

from __future__ import annotations

from typing import Literal

from fazhi_extract.models.base import Model, Span, Text
from fazhi_extract.models.quantity import Quantity

__all__ = ["IndicatorEvidence", "Metric", "Rank"]


class Rank(Model):
    """A place in a ranking: 居全市第一 → position 1, scope 全市. Vague ranks have no position."""

    text: Text
    span: Span
    position: int | None = None
    scope: Text | None = None


class IndicatorEvidence(Model):
    """Why a metric has its indicator: the reading that matched, and the alias of the catalogue it met.

    `rule` is `label` (the label is the alias), `clause` (the words beside the figure are), `elliptic`
    (a short label that holds only in the matter under discussion), `predicate` (what the counted did), or
    `share` (占审结总数的35% after a figure: the rate that has the two as its sides).
    """

    rule: Literal["label", "clause", "elliptic", "predicate", "share"]
    alias: Text


class Metric(Model):
    """One figure of the report.

    `rule` names the rule that found the label, the evidence a reader of the result can go back to.
    `sentence` is the span of the sentence around the quantity; `section` and `item` are ids.
    """

    id: str
    label: Text
    indicator: str | None = None
    indicator_evidence: IndicatorEvidence | None = None
    quantity: Quantity
    previous: Quantity | None = None
    status: Literal["achieved", "target", "baseline"] = "achieved"
    aspect: Literal["level", "change"] = "level"
    direction: Literal["up", "down"] | None = None
    rank: Rank | None = None
    part_of: str | None = None
    scope: Text | None = None
    year: int | None = None
    sentence: Span
    section: str | None = None
    item: str | None = None
    rule: str | None = None
