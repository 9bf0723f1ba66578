"""Reports as a few flat tables: how they cross from one process to another.

To pickle a report and read it back costs a fifth of parsing it, and JSON hardly less. Here the objects of
one class stand in one table, each as the dictionary of its values; where a value is an object, there is its
number in the table of its class. `marshal`, made for such plain values, writes and reads them fast; both ends
are the same program, so nothing is validated again. All values come back, and which fields were set, and what
was one entity in two lists still is.
"""

from __future__ import annotations

import marshal
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin

from fazhi_extract.models import Report, Span
from fazhi_extract.models.base import Model, made

__all__ = ["pack", "unpack"]

_Row = dict[str, Any]
_Holders = tuple[tuple[str, type[Model]], ...]


class _Plan(NamedTuple):
    """The fields of one class that cannot be written as they are.

    They hold spans, decimals, an object of a class, a list of objects that are in no other list, and a list
    of objects that may be in several.
    """

    spans: tuple[str, ...]
    decimals: tuple[str, ...]
    one: _Holders
    many: _Holders
    shared: _Holders


def pack(reports: Sequence[Report], *, text: bool = True) -> bytes:
    """Write reports for `unpack` in a process of the same program; `text=False` leaves their texts out."""
    plans = _plans()
    tables: dict[type[Model], list[Any]] = {cls: [] for cls in plans}
    tables[Report] += reports
    spans: dict[tuple[int, int], int] = {}
    written = []
    for cls, plan in plans.items():
        objects = tables[cls]
        rows = [one.__dict__.copy() for one in objects] if any(plan) else [one.__dict__ for one in objects]
        _write_values(rows, plan, spans)
        _write_objects(rows, plan, tables)
        every = cls.model_fields.keys()
        unset = {
            number: tuple(one.__pydantic_fields_set__)
            for number, one in enumerate(objects)
            if len(one.__pydantic_fields_set__) != len(every)
        }
        written.append((rows, unset))
    if not text:
        for row in written[0][0]:
            row["text"] = None
    return marshal.dumps((written, tuple(spans)))


def _write_values(rows: list[_Row], plan: _Plan, spans: dict[tuple[int, int], int]) -> None:
    number = spans.setdefault
    for name in plan.spans:
        for row in rows:
            if (span := row[name]) is not None:
                row[name] = number((span.start, span.end), len(spans))
    for name in plan.decimals:
        for row in rows:
            if (number := row[name]) is not None:
                row[name] = str(number)


def _write_objects(rows: list[_Row], plan: _Plan, tables: dict[type[Model], list[Any]]) -> None:
    for name, kind in plan.one:
        table = tables[kind]
        for row in rows:
            if (one := row[name]) is not None:
                row[name] = len(table)
                table.append(one)
    for name, kind in plan.many:
        table = tables[kind]
        for row in rows:
            if objects := row[name]:
                row[name] = (len(table), len(table) + len(objects))
                table += objects
    for name, kind in plan.shared:
        table = tables[kind]
        places = {id(one): place for place, one in enumerate(table)}
        for row in rows:
            if objects := row[name]:
                new = [one for one in objects if id(one) not in places]
                places.update(zip(map(id, new), range(len(table), len(table) + len(new)), strict=True))
                table += new
                row[name] = [places[id(one)] for one in objects]


def unpack(data: bytes, texts: Sequence[str] | None = None) -> list[Report]:
    """Make the reports that `pack` wrote; `texts` are those that were left out, and may be more."""
    plans = _plans()
    written, pairs = marshal.loads(data)
    for row, text in zip(written[0][0], texts or (), strict=False):
        row["text"] = text
    spans = [made(Span, {"start": start, "end": end}) for start, end in pairs]
    tables: dict[type[Model], list[Any]] = {}
    for (cls, plan), (rows, unset) in zip(reversed(plans.items()), reversed(written), strict=True):
        for name in plan.spans:
            for row in rows:
                if (number := row[name]) is not None:
                    row[name] = spans[number]
        for name in plan.decimals:
            for row in rows:
                if (digits := row[name]) is not None:
                    row[name] = Decimal(digits)
        _read_objects(rows, plan, tables)
        tables[cls] = [made(cls, row) for row in rows]
        for place, names in unset.items():
            object.__setattr__(tables[cls][place], "__pydantic_fields_set__", set(names))
    return tables[Report]


def _read_objects(rows: list[_Row], plan: _Plan, tables: dict[type[Model], list[Any]]) -> None:
    for name, kind in plan.one:
        table = tables[kind]
        for row in rows:
            if (number := row[name]) is not None:
                row[name] = table[number]
    for name, kind in plan.many:
        table = tables[kind]
        for row in rows:
            if row[name]:
                row[name] = table[slice(*row[name])]
    for name, kind in plan.shared:
        table = tables[kind]
        for row in rows:
            if row[name]:
                row[name] = [table[number] for number in row[name]]


@cache
def _plans() -> dict[type[Model], _Plan]:
    """The plan of each class, a class after those that hold its objects."""
    order: list[type[Model]] = []

    def visit(cls: type[Model]) -> None:
        if cls not in order:
            for _, _, kind in _fields(cls):
                if kind is not Decimal:
                    visit(kind)
            order.append(cls)

    visit(Report)
    lists = Counter(kind for cls in order for _, many, kind in _fields(cls) if many)
    return {cls: _plan(cls, lists) for cls in reversed(order)}


def _fields(cls: type[Model]) -> list[tuple[str, bool, type[Any]]]:
    """The fields that hold decimals or objects: name, whether in a list, class."""
    return [
        (name, get_origin(field.annotation) is list, kind)
        for name, field in cls.model_fields.items()
        for kind in (field.annotation, *get_args(field.annotation))
        if isinstance(kind, type) and issubclass(kind, Model | Decimal)
    ]


def _plan(cls: type[Model], lists: Counter[type[Any]]) -> _Plan:
    fields = _fields(cls)
    return _Plan(
        spans=tuple(name for name, many, kind in fields if kind is Span and not many),
        decimals=tuple(name for name, many, kind in fields if kind is Decimal),
        one=tuple((name, kind) for name, many, kind in fields if not many and kind not in (Span, Decimal)),
        many=tuple((name, kind) for name, many, kind in fields if many and lists[kind] == 1),
        shared=tuple((name, kind) for name, many, kind in fields if many and lists[kind] > 1),
    )
