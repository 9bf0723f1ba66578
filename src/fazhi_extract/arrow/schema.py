"""The Arrow schema of a report, derived from the models, and reports to rows and back."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Sequence

import pyarrow as pa

from fazhi_extract.arrow.columns import Struct, struct_of
from fazhi_extract.errors import DatasetError, FazhiError
from fazhi_extract.models import SCHEMA_VERSION, Report
from fazhi_extract.models.base import escape

__all__ = ["ERROR", "METADATA", "REPORT_SCHEMA", "Rows", "batch_of", "error_array", "reports_of"]

METADATA = {b"fazhi_extract.schema_version": SCHEMA_VERSION.encode()}
"""What the schemas say of themselves."""

ERROR = pa.struct([(name, pa.string()) for name in ("class", "message", "traceback")])
"""Why a row has no report; null where it has one. `traceback` only for errors that nobody foresaw."""

_REPORT: Struct = struct_of(Report)
_ERROR_NAME = "error"

REPORT_SCHEMA = pa.schema([*_REPORT.arrow_fields(), pa.field(_ERROR_NAME, ERROR)], metadata=METADATA)
"""One row a report: the fields of `Report`, then `error`."""


class Rows:
    """Reports on their way into a batch. Each can be let go of once it is added.

    To hold them all until the last is parsed takes longer: what they are made of is then in memory that
    nothing has touched before, and is gone from the processor's cache when its turn comes.
    """

    def __init__(self) -> None:
        """Begin without a row."""
        self._reports = _REPORT.gather()
        self._errors: list[Exception | None] = []
        self.whole = True
        """False after an interruption in the midst of adding a report, when there is no batch any more."""

    def add(self, outcome: Report | Exception) -> None:
        """Append a report; an exception in place of one fills `error`, and nothing else."""
        self.whole = False
        if isinstance(outcome, Exception):
            self._errors.append(outcome)
        else:
            self._reports.add([outcome])
            self._errors.append(None)
        self.whole = True

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._errors)

    def batch(self) -> pa.RecordBatch:
        """Rows of `REPORT_SCHEMA`.

        Raises:
            InputError: when the text of all of them is more than one batch can hold, two gibibytes.
            OverflowError: when a number that is no decimal does not fit 64 bits.
        """
        arrays = self._reports.arrays()
        if any(self._errors):
            numbers = iter(range(len(self._errors)))
            rows = pa.array([None if error else next(numbers) for error in self._errors], pa.int64())
            arrays = [array.take(rows) for array in arrays]
        return pa.RecordBatch.from_arrays([*arrays, error_array(self._errors)], schema=REPORT_SCHEMA)


def batch_of(outcomes: Iterable[Report | Exception]) -> pa.RecordBatch:
    """Reports as rows of `REPORT_SCHEMA`; an exception in place of one fills `error`, and nothing else.

    Raises:
        InputError: when the text of all of them is more than one batch can hold, two gibibytes.
        OverflowError: when a number that is no decimal does not fit 64 bits.
    """
    rows = Rows()
    for outcome in outcomes:
        rows.add(outcome)
    return rows.batch()


def error_array(errors: Sequence[Exception | None]) -> pa.Array:
    """The column `error`."""
    return pa.array([None if error is None else _error_row(error) for error in errors], ERROR)


def _error_row(error: Exception) -> dict[str, str | None]:
    trace = None if isinstance(error, FazhiError) else escape("".join(traceback.format_exception(error)))
    return {"class": type(error).__name__, "message": escape(str(error)), "traceback": trace}


def reports_of(batch: pa.RecordBatch | pa.Table) -> list[Report | None]:
    """The reports of rows that have the columns of `REPORT_SCHEMA`; None where a row has an error.

    Each is equal to the one that the row was made from. Other columns are passed over.

    Raises:
        DatasetError: when a column is missing or of another type.
    """
    if isinstance(batch, pa.Table):
        return [report for part in batch.to_batches() for report in reports_of(part)]
    arrays = []
    for field in REPORT_SCHEMA:
        if field.name not in batch.schema.names or batch.schema.field(field.name).type != field.type:
            raise DatasetError(
                f"no column {field.name!r} of type {field.type} here; give rows that parse_batch made with "
                f"schema version {SCHEMA_VERSION}"
            )
        arrays.append(batch.column(field.name))
    *arrays, errors = arrays
    rows = _REPORT.rows(arrays, batch.num_rows)
    return [
        Report.model_validate(row) if sound else None
        for row, sound in zip(rows, errors.is_null().to_pylist(), strict=True)
    ]
