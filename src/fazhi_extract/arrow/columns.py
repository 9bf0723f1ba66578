"""From the annotations of a pydantic model to Arrow columns, and values both ways, column by column."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal, Protocol, Union, get_args, get_origin

import pyarrow as pa
from pydantic import BaseModel

from fazhi_extract.arrow.gather import Gathered, Lists, Objects, Values
from fazhi_extract.errors import InputError
from fazhi_extract.models.base import escape, unescape

__all__ = ["DECIMAL", "EXACT", "Column", "Struct", "column_of"]

DECIMAL = pa.decimal128(38, 10)
"""What numbers are computed with: 28 digits before the point, 10 after it."""

EXACT = "_text"
"""What the name of the column ends in that has a number digit for digit."""

_STRING = pa.string()
_NONCHARACTER = "\ufdd0".encode()


class Column(Protocol):
    """One column: its Arrow type, and how values get in and out."""

    @property
    def type(self) -> pa.DataType:
        """The Arrow type."""

    def gather(self) -> Gathered:
        """Something that takes values, a few at a time, and gives an array of all."""

    def build(self, values: list[Any]) -> pa.Array:
        """An array of these values; None is null."""

    def read(self, array: pa.Array) -> list[Any]:
        """The values of an array: plain Python, dictionaries for structs."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Whole numbers and truth values."""

    type: pa.DataType

    def gather(self) -> Gathered:
        """Values as they come."""
        return Values(self.build)

    def build(self, values: list[Any]) -> pa.Array:
        """Raises `OverflowError` for a number beyond 64 bits."""
        return pa.array(values, self.type)

    def read(self, array: pa.Array) -> list[Any]:
        """The values."""
        found: list[Any] = array.to_pylist()
        return found


@dataclass(frozen=True, slots=True)
class Strings:
    """Strings; those that UTF-8 cannot hold are escaped as they are in JSON."""

    type: pa.DataType = _STRING

    def gather(self) -> Gathered:
        """Values as they come."""
        return Values(self.build)

    def build(self, values: list[Any]) -> pa.Array:
        """Raises `InputError` beyond two gibibytes."""
        try:
            array = pa.array(values, self.type)
        except UnicodeEncodeError:
            return _whole(pa.array(_each(escape, values), self.type))
        return pa.array(_each(escape, values), self.type) if _holds_escapes(_whole(array)) else array

    def read(self, array: pa.Array) -> list[Any]:
        """The strings, unescaped."""
        found: list[Any] = array.to_pylist()
        return _each(unescape, found) if _holds_escapes(array) else found


@dataclass(frozen=True, slots=True)
class Decimals:
    """Numbers to compute with; null where `DECIMAL` cannot hold one exactly."""

    type: pa.DataType = DECIMAL

    def gather(self) -> Gathered:
        """Values as they come."""
        return Values(self.build)

    def build(self, values: list[Any]) -> pa.Array:
        """Never raises for a decimal."""
        try:
            return pa.array(values, self.type)
        except pa.ArrowInvalid:
            return pa.array(list(map(self._fitting, values)), self.type)

    def _fitting(self, value: Decimal | None) -> Decimal | None:
        try:
            pa.scalar(value, self.type)
        except pa.ArrowInvalid:
            return None
        return value

    def read(self, array: pa.Array) -> list[Any]:
        """The numbers, with ten digits after the point."""
        found: list[Any] = array.to_pylist()
        return found


@dataclass(frozen=True, slots=True)
class Digits:
    """Numbers digit for digit, as strings: 0.000 is not 0, and none is too large."""

    type: pa.DataType = _STRING

    def gather(self) -> Gathered:
        """Values as they come."""
        return Values(self.build)

    def build(self, values: list[Any]) -> pa.Array:
        """The strings."""
        return pa.array(_each(str, values), self.type)

    def read(self, array: pa.Array) -> list[Any]:
        """The numbers."""
        return _each(Decimal, array.to_pylist())


@dataclass(frozen=True, slots=True)
class Repeated:
    """A list of values of one column."""

    item: Column

    @property
    def type(self) -> pa.DataType:
        """A list of the item's type."""
        return pa.list_(self.item.type)

    def gather(self) -> Lists:
        """Lists, whose items go to one column."""
        return Lists(self.item.gather())

    def build(self, values: list[Any]) -> pa.Array:
        """All items in one array, and where each list begins."""
        lists = self.gather()
        lists.add(values)
        return lists.array()

    def read(self, array: pa.Array) -> list[Any]:
        """The lists."""
        items = iter(self.item.read(array.flatten()))
        lengths = array.value_lengths().to_pylist()
        return [None if length is None else [next(items) for _ in range(length)] for length in lengths]


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a struct, the attribute it is had from, and whether that can be made from it again."""

    name: str
    attribute: str
    column: Column
    read: bool = True


@dataclass(frozen=True, slots=True)
class Struct:
    """The objects of a model."""

    model: type[BaseModel]
    fields: tuple[Field, ...]

    @property
    def type(self) -> pa.DataType:
        """A struct of the fields."""
        return pa.struct(self.arrow_fields())

    def arrow_fields(self) -> list[pa.Field]:
        """The fields of a schema that has one row an object."""
        return [pa.field(field.name, field.column.type) for field in self.fields]

    def gather(self) -> Objects:
        """Objects, each field of which goes to a column."""
        arrow = self.arrow_fields()
        return Objects(
            [
                (kind, field.attribute, field.column.gather())
                for kind, field in zip(arrow, self.fields, strict=True)
            ]
        )

    def build(self, values: list[Any]) -> pa.Array:
        """The columns of those objects that are there, spread over all rows."""
        objects = self.gather()
        objects.add(values)
        return objects.array()

    def read(self, array: pa.Array) -> list[Any]:
        """The objects as dictionaries."""
        rows = self.rows(array.flatten(), len(array))
        if not array.null_count:
            return rows
        there = array.is_valid().to_pylist()
        return [row if valid else None for row, valid in zip(rows, there, strict=True)]

    def rows(self, arrays: Iterable[pa.Array], length: int) -> list[dict[str, Any]]:
        """One dictionary a row of these columns, which stand in the order of the fields."""
        rows: list[dict[str, Any]] = [{} for _ in range(length)]
        for field, array in zip(self.fields, arrays, strict=True):
            if field.read:
                for row, value in zip(rows, field.column.read(array), strict=True):
                    row[field.attribute] = value
        return rows


def column_of(annotation: Any) -> Column:
    """The column for values of an annotated type.

    Raises:
        TypeError: for an annotation that there is no rule for.
    """
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return column_of(arguments[0])
    if origin in (Union, types.UnionType):
        (inner,) = (argument for argument in arguments if argument is not types.NoneType)
        return column_of(inner)
    if origin is list:
        return Repeated(column_of(arguments[0]))
    if origin is Literal:
        kinds = {type(argument) for argument in arguments}
        return column_of(kinds.pop()) if len(kinds) == 1 else _unknown(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return struct_of(annotation)
    plain: dict[Any, Column] = {
        str: Strings(),
        int: Plain(pa.int64()),
        bool: Plain(pa.bool_()),
        Decimal: Decimals(),
    }
    return plain.get(annotation) or _unknown(annotation)


def struct_of(model: type[BaseModel]) -> Struct:
    """The fields of a model as columns; a decimal gives two."""
    fields: list[Field] = []
    for name, info in model.model_fields.items():
        column = column_of(info.annotation)
        exact = isinstance(column, Decimals)
        fields.append(Field(name, name, column, read=not exact))
        if exact:
            fields.append(Field(name + EXACT, name, Digits()))
    return Struct(model, tuple(fields))


def _unknown(annotation: Any) -> Column:
    raise TypeError(f"no Arrow column is defined for {annotation!r}")


def _each(change: Callable[[Any], Any], values: list[Any]) -> list[Any]:
    return [None if value is None else change(value) for value in values]


def _whole(array: Any) -> pa.Array:
    if isinstance(array, pa.ChunkedArray):
        raise InputError(
            "a column of more than 2 GiB of text does not fit one batch; give fewer rows at once"
        )
    return array


def _holds_escapes(array: pa.Array) -> bool:
    """Whether the escape character stands in an array of strings."""
    data = array.buffers()[2]
    return data is not None and _NONCHARACTER in data.to_pybytes()
