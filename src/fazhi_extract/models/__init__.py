"""What comes out: typed, frozen pydantic objects. Data only; nothing here reads text."""

from __future__ import annotations

from fazhi_extract.models.base import Span, Statement
from fazhi_extract.models.entity import Entity, Reference
from fazhi_extract.models.item import Item, Measure, Plan, Shortcoming, Topic
from fazhi_extract.models.metric import IndicatorEvidence, Metric, Rank
from fazhi_extract.models.quantity import Comparator, Kind, Quantity
from fazhi_extract.models.report import SCHEMA_VERSION, Finding, Report, ReportMeta
from fazhi_extract.models.section import Role, Section
from fazhi_extract.models.source import Source

__all__ = [
    "SCHEMA_VERSION",
    "Comparator",
    "Entity",
    "Finding",
    "IndicatorEvidence",
    "Item",
    "Kind",
    "Measure",
    "Metric",
    "Plan",
    "Quantity",
    "Rank",
    "Reference",
    "Report",
    "ReportMeta",
    "Role",
    "Section",
    "Shortcoming",
    "Source",
    "Span",
    "Statement",
    "Topic",
]
