"""Items: what was done, what is lacking, what is planned."""

from __future__ import annotations

from typing import Literal

from fazhi_extract.models.base import Model, Span, Statement, Text
from fazhi_extract.models.entity import Entity, Reference

__all__ = ["Item", "Measure", "Plan", "Shortcoming", "Topic"]

Topic = Literal[
    "leadership",
    "government_functions",
    "rulemaking",
    "decision_making",
    "enforcement",
    "emergency",
    "dispute_resolution",
    "oversight",
    "digital",
    "legal_services",
    "other",
]


class Item(Model):
    """The smallest structural block of a report; metrics, references and bodies are those inside its span."""

    id: str
    text: Text
    span: Span
    heading: Text | None = None
    topic: Topic = "other"
    section: str | None = None
    statements: list[Statement] = []
    metrics: list[str] = []
    references: list[Reference] = []
    organizations: list[Entity] = []


class Measure(Item):
    """Something done. `duty` marks those from the 第一责任人 section."""

    duty: bool = False


class Shortcoming(Item):
    """Something lacking, with the causes that the text ties to it."""

    causes: list[Statement] = []


class Plan(Item):
    """Something intended, for `year` where the text says which."""

    year: int | None = None
