"""The catalogue of classifiers and units."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from fazhi_extract.errors import LexiconError
from fazhi_extract.lexicon import Lexicon, default_lexicon
from fazhi_extract.models.base import Model
from fazhi_extract.models.quantity import Kind

__all__ = ["Unit", "unit_pattern", "units"]

Role = Literal["event", "noun", "measure"]


class Unit(Model):
    """A classifier or unit: one `name` is `factor` `base`.

    `role` says what a small Chinese numeral before it makes: a quantity (`event`, `measure`) or rather
    part of a name (`noun`). `not_before` are regular expressions of what may not follow, because it makes
    another word.
    """

    name: str
    kind: Kind = "count"
    factor: Decimal = Decimal(1)
    base: str = ""
    role: Role = "event"
    not_before: tuple[str, ...] = ()

    @property
    def printed(self) -> str:
        """The name that a quantity carries: the base's where this is its mere other spelling (圆 → 元)."""
        return self.base if self.base and (self.factor == 1 or self.kind == "percentage") else self.name


def _unit(row: tuple[str, ...]) -> Unit:
    names = ("name", "kind", "role", "base", "factor")
    if len(row) != 6:
        raise LexiconError(
            f"units.tsv: the row {row} has {len(row)} columns; write {', '.join(names)}, not before"
        )
    barred = () if row[5] == "-" else tuple(row[5].split(","))
    try:
        return Unit.model_validate({**dict(zip(names, row, strict=False)), "not_before": barred})
    except ValueError as error:
        raise LexiconError(
            f"units.tsv: the row {row} is no unit; write {', '.join(names)}, not before"
        ) from error


@lru_cache(maxsize=8)
def units(more: tuple[Unit, ...] = (), lexicon: Lexicon | None = None) -> Mapping[str, Unit]:
    """The shipped units by name, with `more` added or put in their place."""
    rows = (lexicon or default_lexicon()).rows("units")
    return MappingProxyType({u.name: u for u in (*map(_unit, rows), *more)})


def unit_pattern(catalogue: Iterable[Unit]) -> str:
    """A regular expression that matches the longest unit at a place, grouped by first character."""
    by_first: dict[str, list[Unit]] = {}
    for unit in catalogue:
        by_first.setdefault(unit.name[0], []).append(unit)
    return "|".join(_branch(first, group) for first, group in by_first.items())


def _branch(first: str, group: list[Unit]) -> str:
    tails = []
    for unit in sorted(group, key=lambda u: -len(u.name)):
        barred = f"(?!{'|'.join(unit.not_before)})" if unit.not_before else ""
        edge = r"(?![A-Za-z])" if unit.name[-1].isascii() and unit.name[-1].isalpha() else ""
        tails.append(re.escape(unit.name[1:]) + barred + edge)
    return re.escape(first) + (tails[0] if len(tails) == 1 else f"(?:{'|'.join(tails)})")
