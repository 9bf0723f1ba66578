"""What a query gives: a table that is read as it comes, or as a whole in the form that is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from fazhi_extract.dataset.packages import package
from fazhi_extract.errors import DatasetError, OptionError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

__all__ = ["As", "Result", "duckdb_errors"]

As = Literal["pandas", "polars", "arrow"]
_SHOWN = 10


@contextmanager
def duckdb_errors(doing: str, files: Iterable[Path] = ()) -> Iterator[None]:
    """Turn what DuckDB and Arrow complain of into a `DatasetError` with their words.

    If one of the files is no more, that is what it says.
    """
    duckdb, pa = package("duckdb"), package("pyarrow")
    try:
        yield
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        gone = next((file for file in files if not file.exists()), None)
        if gone is not None:
            raise DatasetError(
                f"{doing}: {gone} is gone; if it was built anew meanwhile, open it again"
            ) from error
        raise DatasetError(f"{doing}: {error}") from error


class Result:
    """The rows of a query. `batches()` and iteration read them once; the other forms may be had again."""

    def __init__(self, relation: Any, cursor: Any = None, files: Iterable[Path] = ()) -> None:
        """Take a relation of DuckDB, not yet run, the cursor that it needs, and the files that it reads."""
        self._relation = relation
        self._files = files
        self._cursor = cursor
        self._columns: list[str] = list(relation.columns)
        self._table: pa.Table | None = None
        self._started = False

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return list(self._columns)

    def batches(self, rows: int = 2048) -> Iterator[pa.RecordBatch]:
        """The rows as Arrow batches, in memory that does not grow with their number.

        Raises:
            DatasetError: when the query fails, or the rows were read already.
        """
        if self._table is not None:
            yield from self._table.to_batches(max_chunksize=rows)
            return
        reader = self._reader(rows)
        with duckdb_errors("query", self._files):
            yield from reader

    def arrow(self) -> pa.Table:
        """All rows as an Arrow table."""
        if self._table is None:
            reader = self._reader(1 << 16)
            with duckdb_errors("query", self._files):
                self._table = reader.read_all()
        return self._table

    def _reader(self, rows: int) -> pa.RecordBatchReader:
        """The rows, once.

        Sums of whole numbers, which DuckDB has in 128 bits, are given the 64 bits that all else understands.
        """
        if self._started:
            raise DatasetError("the rows of this result were read already; run the query again")
        self._started = True
        arrow = package("pyarrow")
        sums = arrow.decimal128(38, 0)
        with duckdb_errors("query", self._files):
            read = getattr(self._relation, "to_arrow_reader", None) or self._relation.fetch_arrow_reader
            reader: pa.RecordBatchReader = read(rows)
            if sums in reader.schema.types:
                fields = [
                    field.with_type(arrow.int64()) if field.type == sums else field for field in reader.schema
                ]
                reader = reader.cast(arrow.schema(fields))
        return reader

    def df(self) -> pd.DataFrame:
        """All rows as a pandas frame: whole numbers as `Int32` and `Int64`, so that they may be missing."""
        pa, pandas = package("pyarrow"), package("pandas")
        table = self.arrow()
        for place, field in enumerate(table.schema):
            if pa.types.is_decimal(field.type):
                table = table.set_column(place, field.name, table.column(place).cast(pa.float64()))
        kinds = {
            pa.int32(): pandas.Int32Dtype(),
            pa.int64(): pandas.Int64Dtype(),
            pa.bool_(): pandas.BooleanDtype(),
        }
        frame: pd.DataFrame = table.to_pandas(types_mapper=kinds.get)
        return frame

    def pl(self) -> pl.DataFrame:
        """All rows as a polars frame."""
        polars = package("polars", "polars")
        frame: pl.DataFrame = polars.from_arrow(self.arrow())
        return frame

    def to(self, form: As) -> Any:
        """All rows as `pandas`, `polars` or `arrow`.

        Raises:
            OptionError: for another form.
        """
        forms = {"pandas": self.df, "polars": self.pl, "arrow": self.arrow}
        if form not in forms:
            raise OptionError(f"as_={form!r}: choose one of {', '.join(forms)}")
        return forms[form]()

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        """The rows as tuples of plain Python values."""
        for batch in self.batches():
            columns = [column.to_pylist() for column in batch.columns]
            yield from zip(*columns, strict=True) if columns else ()

    def __repr__(self) -> str:
        """Name the columns; nothing is run for it."""
        return f"<Result: {', '.join(self._columns)}>"
