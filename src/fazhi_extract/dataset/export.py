"""A data set → files for others: a spreadsheet, CSV, or the objects as JSON lines. All of it streams."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Literal
from uuid import uuid4

from fazhi_extract.dataset.cells import Cells
from fazhi_extract.dataset.schema import TABLES, published
from fazhi_extract.dataset.store import Dataset
from fazhi_extract.errors import DatasetError, OptionError

__all__ = ["Form", "export"]

Form = Literal["xlsx", "csv", "jsonl"]
_LEADS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes a cell that begins so for a formula


def export(
    dataset: Dataset,
    out: str | Path,
    form: Form,
    *,
    tables: Sequence[str] | None = None,
    duplicates: bool = False,
    chinese: bool = False,
    bom: bool = False,
) -> list[Path]:
    """Write a data set as files of another form; what was there is replaced when all is written.

    Args:
        dataset: the data set.
        out: a file; for CSV of several tables a folder, with a file a table.
        form: `xlsx` is one workbook with a sheet a table and Chinese headers; `csv` one file a table; `jsonl`
            the reports as objects, one a line, which `Report.model_validate_json` reads.
        tables: which tables, all by default; not for `jsonl`.
        duplicates: whether reports that repeat another are written too.
        chinese: CSV with the headers and values of the workbook instead of the names in SQL.
        bom: CSV for spreadsheet programs: with the mark by which they know UTF-8, and with a ' before what
            they would take for a formula.

    Returns:
        The files written.

    Raises:
        OptionError: for an unknown form or table.
        DatasetError: when the data set is damaged, or a file cannot be written.
    """
    path = Path(out)
    wanted = _tables(dataset, tables)
    write: dict[str, Callable[[], list[Path]]] = {
        "xlsx": lambda: _xlsx(dataset, path, wanted, duplicates),
        "csv": lambda: _csv(dataset, path, wanted, duplicates, chinese, bom),
        "jsonl": lambda: _jsonl(dataset, path, duplicates),
    }
    if form not in write:
        raise OptionError(f"form={form!r}: choose one of {', '.join(write)}")
    if form == "jsonl" and tables is not None:
        raise OptionError("tables are not written as objects; leave `tables` out, or choose csv")
    try:
        return write[form]()
    except OSError as error:
        raise DatasetError(
            f"{error.filename or path}: cannot be written: {error.strerror or error}"
        ) from error


def _tables(dataset: Dataset, tables: Sequence[str] | None) -> list[str]:
    known = [name for name in published() if name in dataset.tables]
    if tables is None:
        return [name for name in known if name in TABLES or _count(dataset, name)]
    unknown = [name for name in tables if name not in known]
    if unknown or not tables:
        raise OptionError(f"tables={list(tables)!r}: choose among {', '.join(known)}")
    return list(dict.fromkeys(tables))


def _count(dataset: Dataset, table: str) -> int:
    ((count,),) = dataset.sql(f'select count(*) from "{table}"')
    return int(count)


def _xlsx(dataset: Dataset, path: Path, tables: list[str], duplicates: bool) -> list[Path]:
    from fazhi_extract.dataset.workbook import write_workbook  # noqa: PLC0415  (needs an optional package)

    with _replacing(path) as temporary:
        write_workbook(temporary, [Cells(dataset, name, duplicates=duplicates) for name in tables])
    return [path]


def _csv(
    dataset: Dataset, path: Path, tables: list[str], duplicates: bool, chinese: bool, bom: bool
) -> list[Path]:
    single = len(tables) == 1 and not path.is_dir()
    if not single:
        path.mkdir(parents=True, exist_ok=True)
    written = []
    for name in tables:
        cells = Cells(dataset, name, duplicates=duplicates, chinese=chinese)
        file = path if single else path / f"{name}.csv"
        with (
            _replacing(file) as temporary,
            temporary.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as opened,
        ):
            _write_csv(opened, cells, guard=bom)
        written.append(file)
    return written


def _write_csv(opened: IO[str], cells: Cells, *, guard: bool) -> None:
    writer = csv.writer(opened)
    writer.writerow(cells.headers)
    for rows in cells.batches():
        if guard:
            rows = [[_guarded(cell) for cell in row] for row in rows]  # noqa: PLW2901
        writer.writerows(rows)


def _guarded(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_LEADS) else cell


def _jsonl(dataset: Dataset, path: Path, duplicates: bool) -> list[Path]:
    with _replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as opened:
        for report in dataset.objects(duplicates=duplicates):
            opened.write(report.model_dump_json())
            opened.write("\n")
    return [path]


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A name beside the file to write to, which takes its place when the block ends well."""
    temporary = path.with_name(f".{path.name}.{uuid4().hex}{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
