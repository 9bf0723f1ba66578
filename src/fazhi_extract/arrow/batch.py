"""`parse_batch`: the unit of work of every engine."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from fazhi_extract.arrow.schema import REPORT_SCHEMA, batch_of
from fazhi_extract.errors import InputError, OptionError
from fazhi_extract.models import Report

__all__ = ["ParseBatch", "parse_batch"]

_STRINGS = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)


class ParseBatch:
    """A function from a batch of texts to a batch of reports, with options of its own.

    It is pure, and pickles as its options alone: the pipeline is made in the process that first needs it, and
    kept there.
    """

    def __init__(self, *, column: str = "text", **options: Any) -> None:
        """Read the texts of this column; the options are those of `fazhi_extract.load`.

        Raises:
            OptionError: for an unknown option, or a value that it cannot take.
        """
        self.column = column
        self.options = options
        if options:
            from fazhi_extract.pipeline.options import Options  # noqa: PLC0415  (spaCy only where it is asked for)

            Options.checked(options)

    @property
    def schema(self) -> pa.Schema:
        """The schema that comes out for a batch with no column but the texts."""
        return REPORT_SCHEMA

    def schema_of(self, given: pa.Schema) -> pa.Schema:
        """The schema that comes out for batches of this one: its other columns, then those of a report.

        Raises:
            InputError: when it has no column of texts.
            OptionError: when another column has the name of a column of the report.
        """
        names = ", ".join(map(repr, given.names)) or "none"
        if self.column not in given.names:
            raise InputError(f"the batch has no column {self.column!r}; it has {names}")
        kind = given.field(self.column).type
        if not any(fits(kind) for fits in _STRINGS):
            raise InputError(f"the column {self.column!r} is of type {kind}; give strings")
        others = [field for field in given if field.name != self.column]
        taken = [field.name for field in others if field.name in REPORT_SCHEMA.names]
        if taken:
            raise OptionError(f"the report has columns {', '.join(map(repr, taken))} too; rename those given")
        return pa.schema([*others, *REPORT_SCHEMA], metadata=REPORT_SCHEMA.metadata)

    def __call__(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """One row a report, in order: the other columns as they came, then those of `REPORT_SCHEMA`.

        A text that is null or cannot be parsed has its `error` filled, and no report.

        Raises:
            InputError: when there is no column of texts, or the reports are more than one batch can hold.
            OptionError: when another column has the name of a column of the report.
        """
        schema = self.schema_of(batch.schema)
        parsed = batch_of(map(self._outcome, batch.column(self.column).to_pylist()))
        others = [batch.column(name) for name in batch.schema.names if name != self.column]
        return pa.RecordBatch.from_arrays([*others, *parsed.columns], schema=schema)

    def _outcome(self, text: str | None) -> Report | Exception:
        from fazhi_extract.pipeline import parse_report  # noqa: PLC0415  (spaCy only where there is work)

        if text is None:
            return InputError("the text is null")
        try:
            return parse_report(text, **self.options)
        except Exception as error:  # noqa: BLE001  (one bad text never stops the others)
            return error

    def __repr__(self) -> str:
        """As it is made."""
        options = "".join(f", {name}={value!r}" for name, value in self.options.items())
        return f"ParseBatch(column={self.column!r}{options})"


parse_batch = ParseBatch()
"""Texts in, reports out, with the default options. See `ParseBatch`."""
