"""The rows that a comparison gives."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from fazhi_extract.models import Topic
from fazhi_extract.models.base import Model, Text

__all__ = ["ChangeRow", "ItemRef", "MetricRow", "PromiseRow", "RankRow", "RecurringRow"]


class MetricRow(Model):
    """One figure of one report: a row of the long panel.

    `year` is the year reported on, `figure_year` the one that the figure is about. `denominator` is the
    id of the indicator that a rate was divided by where the report's own figures show it, else None.
    `main` marks the figure that stands for the indicator in the wide table, in ranks and in changes.
    """

    report: int
    place: Text
    level: str | None
    year: int | None
    metric: str
    indicator: str | None
    topic: Topic | None
    label: Text
    text: Text
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: Text | None
    comparator: str
    kind: str
    status: str
    aspect: str
    direction: str | None
    figure_year: int | None
    previous: Decimal | None
    part_of: str | None
    scope: Text | None
    denominator: str | None
    main: bool
    sentence: Text
    start: int
    end: int


class RankRow(Model):
    """Where one report stands in a year by one indicator: 1 is the largest value, equals share a rank.

    Rates are ranked only with rates over the same denominator.
    """

    indicator: str
    denominator: str | None
    unit: Text | None
    year: int
    place: Text
    value: Decimal
    comparator: str
    rank: int
    of: int


class ChangeRow(Model):
    """One indicator of one place in two years that follow each other.

    `difference` has the unit of the values, for percentages percentage points; `relative` is in percent
    of the former value, None for percentages. Both are None where the two rates have different
    denominators. `stated_previous` is the former value as the later report prints it.
    """

    place: Text
    indicator: str
    unit: Text | None
    year: int
    value: Decimal
    previous: Decimal
    difference: Decimal | None
    relative: Decimal | None
    denominators: Literal["none", "same", "unknown", "different"]
    denominator: str | None
    previous_denominator: str | None
    exact: bool
    stated_previous: Decimal | None


class ItemRef(Model):
    """An item of one of the reports."""

    report: int
    place: Text
    year: int | None
    item: str
    topic: Topic
    text: Text


class PromiseRow(Model):
    """A plan of one year beside a measure of the next that may answer it.

    `score` from 0 to 1 says how much the two have in common; it is no finding that the plan was carried
    out. A plan without any counterpart stands once, with `measure` None and score 0.
    """

    place: Text
    plan: ItemRef
    measure: ItemRef | None
    score: float
    same_topic: bool
    shared_references: list[Text]
    shared_terms: list[Text]


class RecurringRow(Model):
    """A shortcoming that comes back: items of two reports or more that say much the same."""

    topic: Topic
    places: list[Text]
    years: list[int]
    shortcomings: list[ItemRef]
    score: float
    shared_terms: list[Text]
