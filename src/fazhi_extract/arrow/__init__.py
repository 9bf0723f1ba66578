"""The unit of work: a batch of texts in, nested typed columns out.

    from fazhi_extract.arrow import parse_batch

    reports = parse_batch(pyarrow.RecordBatch.from_pydict({"id": ["a"], "text": [text]}))

Any engine that hands out Arrow batches can run it. It needs the extra `dataset`.
"""

from __future__ import annotations

from fazhi_extract.errors import MissingPackageError

try:
    import pyarrow as pa  # noqa: F401
except ImportError as error:
    raise MissingPackageError("pyarrow is not installed; pip install 'fazhi-extract[dataset]'") from error

from fazhi_extract.arrow.batch import ParseBatch, parse_batch
from fazhi_extract.arrow.schema import REPORT_SCHEMA, Rows, batch_of, reports_of

__all__ = ["REPORT_SCHEMA", "ParseBatch", "Rows", "batch_of", "parse_batch", "reports_of"]
