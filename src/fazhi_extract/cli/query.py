"""`fazhi-extract query`: SQL over a data set."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from fazhi_extract.errors import FazhiError

if TYPE_CHECKING:
    from fazhi_extract.dataset.result import Result

__all__ = ["query"]

_JOINT = "；"
_SHOWN = 200  # rows of a table on a terminal


def query(
    dataset: Annotated[Path, typer.Argument(metavar="DATASET", help="The folder of a data set.")],
    sql: Annotated[
        str,
        typer.Argument(
            metavar="SQL", help="One statement that reads, as DuckDB has it; - is standard input."
        ),
    ],
    *,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print CSV; the default where no one looks on.")
    ] = False,
    as_jsonl: Annotated[bool, typer.Option("--jsonl", help="Print JSON, one row a line.")] = False,
    bom: Annotated[
        bool, typer.Option("--bom", help="Begin CSV with the mark by which Excel knows UTF-8.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="OUT", help="Write to a file, as UTF-8.")
    ] = None,
) -> None:
    """Ask a data set in SQL and print the rows.

    On a terminal they are a table of at most 200 rows. Tables: reports, sections, measures, metrics,
    shortcomings, plans, "references" (in quotes: SQL has the word), entities, findings, errors;
    `describe metrics` lists the columns. Nothing can be changed. Ends with 1 when the query is wrong.
    """
    if as_csv and as_jsonl:
        raise typer.BadParameter("choose one of --csv and --jsonl")
    asked = sys.stdin.read() if sql == "-" else sql
    try:
        from fazhi_extract.dataset.store import Dataset  # noqa: PLC0415  (an optional package)

        with Dataset(dataset) as opened:
            result = opened.sql(asked)
            if out is None and not as_csv and not as_jsonl and not bom and sys.stdout.isatty():
                _show(result)
                return
            write: Callable[[IO[str], Result], None] = _write_jsonl if as_jsonl else _write_csv
            with _target(out) as target:
                if bom and not as_jsonl:
                    target.write("\ufeff")
                write(target, result)
    except BrokenPipeError:
        raise typer.Exit(1) from None
    except FazhiError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from error
    except OSError as error:
        typer.echo(f"error: {out or 'standard output'}: {error.strerror or error}", err=True)
        raise typer.Exit(1) from error


@contextmanager
def _target(out: Path | None) -> Iterator[IO[str]]:
    if out is not None:
        with out.open("w", encoding="utf-8", newline="") as opened:
            yield opened
        return
    target = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")
    try:
        yield target
        target.flush()
    finally:
        target.detach()


def _write_csv(target: IO[str], result: Result) -> None:
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(result.columns)
    for row in result:
        writer.writerow([_cell(value) for value in row])


def _write_jsonl(target: IO[str], result: Result) -> None:
    columns = result.columns
    for row in result:
        named = dict(zip(columns, row, strict=True))
        target.write(f"{json.dumps(named, ensure_ascii=False, default=str)}\n")


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return _JOINT.join("" if one is None else str(one) for one in value)
    return value


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return str(int(value) if isinstance(value, float) and value.is_integer() else _cell(value))


def _show(result: Result) -> None:
    from rich.table import Table  # noqa: PLC0415  (only for a terminal)
    from rich.text import Text  # noqa: PLC0415

    from fazhi_extract.views.printable import clean  # noqa: PLC0415

    rows = iter(result)
    first = list(islice(rows, _SHOWN))
    table = Table(row_styles=["", "dim"])
    for place, name in enumerate(result.columns):
        number = any(isinstance(row[place], (int, float)) for row in first)
        table.add_column(clean(name), justify="right" if number else "left", overflow="fold")
    for row in first:
        table.add_row(*(Text(clean(_shown(value))) for value in row))
    console = Console()
    console.print(table)
    if next(rows, None) is not None:
        console.print(f"the first {_SHOWN} rows; all of them with --csv or --jsonl", style="yellow")
