"""Values on their way into Arrow columns, a few at a time: the objects that held them can be let go of.

Objects are visited once, while they are in the processor's cache: the fields of each come out in one tuple,
and slices with a stride make columns of all these tuples.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate, chain
from operator import attrgetter, itemgetter
from typing import Any, Protocol

import pyarrow as pa

__all__ = ["Gathered", "Lists", "Objects", "Values"]

_ATTRIBUTES = attrgetter("__dict__")  # an attribute takes twice as long to get


class Gathered(Protocol):
    """The values of one column so far."""

    def add(self, values: list[Any], /) -> None:
        """Take in some more; None is null."""

    def array(self) -> pa.Array:
        """All of them."""


class Values:
    """Values that are kept as they are until all are there."""

    def __init__(self, build: Callable[[list[Any]], pa.Array]) -> None:
        """`build` makes the array."""
        self._build = build
        self._values: list[Any] = []
        self.add: Callable[[list[Any]], None] = self._values.extend

    def array(self) -> pa.Array:
        """What `build` makes of them."""
        return self._build(self._values)


class Lists:
    """Lists of values of one column."""

    def __init__(self, items: Gathered) -> None:
        """`items` takes the members of all lists."""
        self._items = items
        self._lengths: list[int] = []
        self._nulls: set[int] = set()

    def add(self, values: list[Any], /) -> None:
        """Take in some more lists."""
        try:
            lengths = list(map(len, values))
        except TypeError:
            start = len(self._lengths)
            self._nulls.update(place for place, value in enumerate(values, start) if value is None)
            values = [() if value is None else value for value in values]
            lengths = list(map(len, values))
        self._lengths += lengths
        if len(values) == 1:
            self._items.add(list(values[0]))
        elif any(lengths):
            self._items.add(list(chain.from_iterable(values)))

    def array(self) -> pa.Array:
        """All items in one array, and where each list begins."""
        offsets = pa.array(accumulate(self._lengths, initial=0), pa.int32())
        nulls = self._nulls
        mask = pa.array([place in nulls for place in range(len(self._lengths))]) if nulls else None
        return pa.ListArray.from_arrays(offsets, self._items.array(), mask=mask)


class Objects:
    """Objects of one model: a column for each field."""

    def __init__(self, fields: Sequence[tuple[pa.Field, str, Gathered]]) -> None:
        """Each field, the attribute that it is had from, and what takes its values."""
        self._fields = [field for field, _, _ in fields]
        self._columns = [column for _, _, column in fields]
        attributes = [attribute for _, attribute, _ in fields]
        self._width = max(len(attributes), 2)  # of one attribute alone there would come no tuple
        self._get = itemgetter(*attributes, *attributes[: self._width - len(attributes)])
        self._adders = [(place, column.add) for place, column in enumerate(self._columns)]
        self._count = 0
        self._nulls: set[int] = set()

    def add(self, values: list[Any], /) -> None:
        """Take in some more objects."""
        if not values:
            return
        try:
            found = list(chain.from_iterable(map(self._get, map(_ATTRIBUTES, values))))
        except AttributeError:
            self._nulls.update(place for place, value in enumerate(values, self._count) if value is None)
            present = [value for value in values if value is not None]
            found = list(chain.from_iterable(map(self._get, map(_ATTRIBUTES, present))))
        self._count += len(values)
        width = self._width
        for place, add in self._adders:
            add(found[place::width])

    def arrays(self) -> list[pa.Array]:
        """The columns of those objects that are there."""
        return [column.array() for column in self._columns]

    def array(self) -> pa.Array:
        """These columns, spread over all rows."""
        array = pa.StructArray.from_arrays(self.arrays(), fields=self._fields)
        if not self._nulls:
            return array
        numbers = iter(range(len(array)))
        rows = [None if place in self._nulls else next(numbers) for place in range(self._count)]
        return array.take(pa.array(rows, pa.int64()))
