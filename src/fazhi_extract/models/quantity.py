"""A quantity: how much or how many, with its unit and how sure the text is of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from fazhi_extract.models.base import Model, Span, Text

__all__ = ["Comparator", "Kind", "Quantity"]

Comparator = Literal["=", "~", ">", "<", ">=", "<="]
Kind = Literal[
    "count",
    "money",
    "percentage",
    "percentage_point",
    "permille",
    "multiple",
    "duration",
    "area",
    "length",
    "weight",
    "score",
]


class Quantity(Model):
    """A number with its approximation words and unit, as one continuous quote.

    `value` is in base units (1.17万家 → 11700 家; 21.84亿元 → 2184000000 元), percentages as printed
    (69.23% → 69.23). A range or a vague number (数十) has `value` None and its bounds in `low` and `high`.
    """

    text: Text
    span: Span
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: Text | None = None
    comparator: Comparator = "="
    kind: Kind = "count"
