"""The reports of a data set as the objects that they were."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc

from fazhi_extract.arrow import reports_of
from fazhi_extract.dataset.files import batches
from fazhi_extract.dataset.manifest import read_manifest
from fazhi_extract.errors import DatasetError
from fazhi_extract.models import Report

__all__ = ["find", "reports"]


def find(path: Path, report_id: str) -> Report | None:
    """The report with this id; None when the data set in this folder has none.

    Raises:
        DatasetError: when there is no data set, or a file of it is missing or damaged.
    """
    for name in read_manifest(path)["objects"]:
        found = _find(path / name, report_id)
        if found is not None:
            return found
    return None


def reports(path: Path) -> Iterator[tuple[str, Report]]:
    """Id and report, of all of them, one batch after the other in memory.

    Raises:
        DatasetError: as `find`.
    """
    for name in read_manifest(path)["objects"]:
        for batch in batches(path / name):
            for report_id, report in zip(
                batch.column("report_id").to_pylist(), reports_of(batch), strict=True
            ):
                if report is not None:
                    yield report_id, report


def _find(file: Path, report_id: str) -> Report | None:
    try:
        facts = file.stat()
        ids, firsts = _ids(file, facts.st_mtime_ns, facts.st_size)
        place = pc.index(ids, report_id).as_py()
        if place < 0:
            return None
        number = bisect_right(firsts, place) - 1
        with pa.memory_map(str(file)) as source, pa.ipc.open_file(source) as whole:
            return reports_of(whole.get_batch(number).slice(place - firsts[number], 1))[0]
    except (OSError, pa.ArrowException) as error:
        raise DatasetError(f"{file}: cannot be read: {error}") from error


@lru_cache(maxsize=512)
def _ids(file: Path, _changed: int, _size: int) -> tuple[pa.StringArray, list[int]]:
    """The ids in a file, and where each batch begins among them; 24 bytes a report are kept.

    Reading them means going through the whole file, batch by batch, which takes longer than reading a report.
    """
    only = pa.ipc.IpcReadOptions(included_fields=[0])
    with pa.memory_map(str(file)) as source, pa.ipc.open_file(source, options=only) as reader:
        columns = [reader.get_batch(number).column(0) for number in range(reader.num_record_batches)]
    ids = pa.concat_arrays(columns) if columns else pa.array([], pa.string())
    return ids, list(accumulate(map(len, columns[:-1]), initial=0))
