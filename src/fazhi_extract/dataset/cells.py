"""The rows of a table as cells: plain values, in the words of SQL or in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from fazhi_extract.dataset.packages import package
from fazhi_extract.dataset.schema import TABLES, Column, Table, chinese_values, published
from fazhi_extract.dataset.store import Dataset

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Cells"]

_COPIES = "select report_id from reports where duplicate_of is not null"
_JOINT = "；"
_NAME = Column("indicator_name", "string", "", "指标名称", "统一指标的名称", "name of the indicator")


class Cells:
    """One table of a data set to be written out."""

    def __init__(self, dataset: Dataset, name: str, *, duplicates: bool, chinese: bool = True) -> None:
        """Take the rows of a published table, without the reports that repeat another if so wanted."""
        self.table: Table = published()[name]
        self._dataset = dataset
        self._duplicates = duplicates
        self._chinese = chinese
        stored = [column for column in self.table.columns if column.type != "binary"]
        self._stored = [column.name for column in stored]
        self.columns: list[Column] = stored
        self._named = self._stored.index("indicator") + 1 if "indicator" in self._stored else None
        if self._named is not None:
            self.columns = [*stored[: self._named], _NAME, *stored[self._named :]]

    @property
    def headers(self) -> list[str]:
        """The head of each column."""
        return [column.header if self._chinese else column.name for column in self.columns]

    def count(self) -> int:
        """How many rows there are."""
        where = "" if self._whole else f" where report_id not in ({_COPIES})"
        ((count,),) = self._dataset.sql(f'select count(*) from "{self.table.name}"{where}')
        return int(count)

    def batches(self, rows: int = 1024) -> Iterator[list[list[Any]]]:
        """The rows in their order, some at a time: strings, numbers, truth values and None."""
        names = ", ".join(f'"{name}"' for name in self._stored)
        changes = [self._change(column) for column in self.columns]
        for batch in self._originals(
            self._dataset.sql(f'select {names} from "{self.table.name}"').batches(rows)
        ):
            columns = [column.to_pylist() for column in batch.columns]
            if self._named is not None:
                columns.insert(self._named, columns[self._named - 1])
            changed = (
                column if change is None else list(map(change, column))
                for column, change in zip(columns, changes, strict=True)
            )
            yield list(map(list, zip(*changed, strict=True)))

    @property
    def _whole(self) -> bool:
        return self._duplicates or self.table.name not in TABLES

    def _originals(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The rows that are wanted. A condition in the query would not keep their order."""
        if self._whole:
            yield from batches
            return
        compute = package("pyarrow.compute")
        copies = self._dataset.sql(_COPIES).arrow().column(0).combine_chunks()
        for batch in batches:
            yield batch.filter(compute.invert(compute.is_in(batch.column("report_id"), copies)))

    def _change(self, column: Column) -> Callable[[Any], Any] | None:
        if column is _NAME:
            return _indicator_names().get
        if column.type == "list<string>":
            return _joined
        if not self._chinese:
            return None
        if column.type == "bool":
            return {True: "是", False: "否", None: None}.__getitem__
        words = chinese_values(self.table.name, column.name)
        return partial(_translated, words) if words else None


def _joined(values: list[str] | None) -> str | None:
    return None if values is None else _JOINT.join(values)


def _translated(words: Mapping[str, str], value: str | None) -> str | None:
    return None if value is None else words.get(value, value)


def _indicator_names() -> Mapping[str | None, str]:
    from fazhi_extract.indicators import catalogue  # noqa: PLC0415  (read only where there is a use)

    return {indicator.id: indicator.name_zh for indicator in catalogue()}
