"""From nested reports to flat tables, by whole columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fazhi_extract.dataset.schema import TABLES, Column, arrow_schema, published
from fazhi_extract.dataset.signature import signatures
from fazhi_extract.dataset.slices import ESCAPED, holds_escapes, slices
from fazhi_extract.errors import DatasetError

__all__ = ["tables_of"]

_LONGEST = 2000  # characters of a sentence: without an end, one could hold a whole book a thousand times


def tables_of(nested: pa.Table) -> dict[str, pa.Table]:
    """The published tables of these reports, by name; see `dataset.schema`.

    `nested` has the columns of `fazhi_extract.arrow.REPORT_SCHEMA` and `report_id`, a string; other columns
    are passed over, and so are rows with an `error`. Rows keep their order. `reports.duplicate_of` is null
    throughout: whether a report repeats another is known only among all of them.

    Raises:
        DatasetError: when a column is missing.
    """
    parts: dict[str, list[pa.Table]] = {name: [arrow_schema(name).empty_table()] for name in TABLES}
    for batch in nested.to_batches():
        sound = batch
        if "error" in batch.schema.names and batch.column("error").null_count < batch.num_rows:
            sound = batch.filter(batch.column("error").is_null())
        for name in TABLES:
            parts[name].append(_table(sound, name))
    return {name: pa.concat_tables(tables) for name, tables in parts.items()}


def _table(batch: pa.RecordBatch, name: str) -> pa.Table:
    schema = arrow_schema(name)
    rows = _Rows(batch, None if name == "reports" else name)
    columns = [
        rows.column(column, kind.type) for column, kind in zip(published()[name].columns, schema, strict=True)
    ]
    return pa.Table.from_arrays(columns, schema=schema)


class _Rows:
    """The rows of one table: the reports themselves, or the members of one list of theirs."""

    def __init__(self, batch: pa.RecordBatch, of: str | None) -> None:
        self._batch = batch
        self._of = of
        self._parents: pa.Array | None = None
        if of is not None:
            lists = self._top(of)
            self._items = pc.list_flatten(lists)
            self._lengths = pc.fill_null(pc.list_value_length(lists), 0).to_numpy(zero_copy_only=False)
            self._parents = pa.array(np.repeat(np.arange(len(lists), dtype=np.int32), self._lengths))

    def column(self, column: Column, kind: pa.DataType) -> pa.Array:
        """The values of one published column."""
        path = column.path
        if path.startswith("@"):
            how, _, argument = path[1:].partition(" ")
            values = _WORKED_OUT[how](self, argument)
        elif path.startswith("#"):
            values = pc.fill_null(pc.list_value_length(self._value(path[1:])), 0)
        elif path.startswith("^"):
            values = self._of_report(path[1:])
        else:
            values = self._value(path)
        return values if values.type == kind else pc.cast(values, kind)

    def _top(self, name: str) -> pa.Array:
        if name not in self._batch.schema.names:
            raise DatasetError(
                f"the reports have no column {name!r}; give rows of parse_batch and their report_id"
            )
        return self._batch.column(name)

    def _of_report(self, path: str) -> pa.Array:
        top, _, rest = path.partition(".")
        values = self._top(top)
        if rest:
            values = pc.struct_field(values, rest.split("."))
        return values if self._parents is None else values.take(self._parents)

    def _value(self, path: str) -> pa.Array:
        """A field of the row; `a[].b` is the list of b of the members of a."""
        whole, is_list, member = path.partition("[].")
        if self._of is None:
            values = self._of_report(whole)
        else:
            values = pc.struct_field(self._items, whole.split("."))
        return _members(values, member) if is_list else values

    def ordinal(self, _: str) -> pa.Array:
        """1, 2, … within each report."""
        ends = np.cumsum(self._lengths)
        return pa.array(np.arange(len(self._items)) - np.repeat(ends - self._lengths, self._lengths) + 1)

    def slice(self, path: str) -> pa.Array:
        """The part of the text that a span points at; of a long one, what is near the row's quantity."""
        start, end = (self._numbers(f"{path}.{side}") for side in ("start", "end"))
        middle = self._numbers("quantity.span.start")
        start = np.where(
            end - start > _LONGEST, np.clip(middle - _LONGEST // 2, start, end - _LONGEST), start
        )
        end = np.minimum(end, start + _LONGEST)
        return slices(self._top("text"), np.asarray(self._parents), start, end)

    def _numbers(self, path: str) -> npt.NDArray[np.int64]:
        found: npt.NDArray[np.int64] = self._value(path).to_numpy(zero_copy_only=False)
        return found

    def host(self, path: str) -> pa.Array:
        """The host of an address, in lower case; null where there is none."""
        found = pc.extract_regex(
            pc.utf8_lower(self._value(path)), r"^[a-z]+://(?:[^/?#]*@)?(?P<host>[^/:?#@]+)"
        )
        return pc.struct_field(found, "host")

    def length(self, path: str) -> pa.Array:
        """The number of characters."""
        values = self._value(path)
        return pc.utf8_length(
            pc.replace_substring_regex(values, ESCAPED, "?") if holds_escapes(values) else values
        )

    def signature(self, _: str) -> pa.Array:
        """See `dataset.signature`."""
        return signatures(self._top("text"))

    def duplicate(self, _: str) -> pa.Array:
        """Not known here."""
        return pa.nulls(self._batch.num_rows, pa.string())


_WORKED_OUT: dict[str, Callable[[_Rows, str], pa.Array]] = {
    "ordinal": _Rows.ordinal,
    "slice": _Rows.slice,
    "host": _Rows.host,
    "length": _Rows.length,
    "signature": _Rows.signature,
    "duplicate": _Rows.duplicate,
}


def _members(lists: Any, field: str) -> pa.Array:
    """Lists of structs → lists of one field of them; a null list stays null."""
    lengths = pc.fill_null(pc.list_value_length(lists), 0).to_numpy(zero_copy_only=False)
    offsets = np.zeros(len(lists) + 1, dtype=np.int32)
    np.cumsum(lengths, out=offsets[1:])
    values = pc.struct_field(pc.list_flatten(lists), field.split("."))
    return pa.ListArray.from_arrays(
        pa.array(offsets), values, mask=lists.is_null() if lists.null_count else None
    )
