"""`fazhi-extract parse`: files in, reports out."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from fazhi_extract.cli.options import Indicators
from fazhi_extract.errors import FazhiError

if TYPE_CHECKING:
    from fazhi_extract.indicators import Catalogue
    from fazhi_extract.models import Report, Source
    from fazhi_extract.sources import Document

__all__ = ["parse"]

_STDIN = "-"
_WIDTH = 110  # of a written view, and of one that is piped


def parse(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Pages, documents or texts; - is standard input.")
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON: one object, or a list for several files.")
    ] = False,
    as_jsonl: Annotated[bool, typer.Option("--jsonl", help="Print JSON, one report a line.")] = False,
    indicators: Indicators = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="OUT", help="Write to a file, as UTF-8.")
    ] = None,
) -> None:
    """Read reports and print what stands in them.

    Ends with 1 when a file could not be read or OUT not be written; the other files are printed all the same.
    Ends with 2, and reads nothing, when a file of indicators does not fit its schema.
    """
    if as_json and as_jsonl:
        raise typer.BadParameter("choose one of --json and --jsonl")
    catalogue = _catalogue(indicators or [])
    sources, failed = _read_all(files)
    if sources:
        from fazhi_extract.pipeline import parse_document  # noqa: PLC0415  (spaCy only where there is work)

        names = [name for name, _, _ in sources]
        reports = (parse_document(read, origin, indicators=indicators or None) for _, read, origin in sources)
        if as_json:
            text = _json(list(reports), several=len(files) > 1)
        elif as_jsonl:
            text = "".join(f"{report.model_dump_json()}\n" for report in reports)
        elif out is None and sys.stdout.isatty():
            _view(Console(), zip(names, reports, strict=True), catalogue, named=len(files) > 1)
            text = ""
        else:
            text = _plain(zip(names, reports, strict=True), catalogue, named=len(files) > 1)
        failed = not _write(text, out) or failed
    if failed:
        raise typer.Exit(1)


def _catalogue(files: list[str]) -> Catalogue | None:
    """The shipped indicators with those of the files; None without files."""
    if not files:
        return None
    from fazhi_extract.indicators import catalogue  # noqa: PLC0415  (not needed for --help)

    try:
        return catalogue().extended(*files)
    except FazhiError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(2) from error


def _read_all(files: Iterable[str]) -> tuple[list[tuple[str, Document, Source]], bool]:
    """Name, content and provenance of each file that can be read, and whether one could not."""
    from fazhi_extract.sources import read_source  # noqa: PLC0415  (not needed for --help)

    found, failed = [], False
    for name in files:
        try:
            document, origin = read_source(sys.stdin.buffer.read() if name == _STDIN else Path(name))
        except FazhiError as error:
            typer.echo(f"error: {error}", err=True)
            failed = True
            continue
        shown = "standard input" if name == _STDIN else name
        for notice in document.notices:
            typer.echo(f"notice: {shown}: {notice}", err=True)
        found.append((shown, document, origin))
    return found, failed


def _json(reports: list[Report], *, several: bool) -> str:
    printed = [report.model_dump_json(indent=2) for report in reports]
    return f"[\n{','.join(printed)}\n]\n" if several else f"{printed[0]}\n"


def _plain(pairs: Iterable[tuple[str, Report]], indicators: Catalogue | None, *, named: bool) -> str:
    buffer = io.StringIO()
    _view(Console(file=buffer, width=_WIDTH, color_system=None), pairs, indicators, named=named)
    return "".join(f"{line.rstrip()}\n" for line in buffer.getvalue().splitlines())


def _view(
    console: Console,
    pairs: Iterable[tuple[str, Report]],
    indicators: Catalogue | None,
    *,
    named: bool,
) -> None:
    from fazhi_extract.views.terminal import render  # noqa: PLC0415  (not needed for JSON)

    for name, report in pairs:
        if named:
            console.print(name, style="bold magenta", markup=False, highlight=False)
        console.print(render(report, indicators=indicators))


def _write(text: str, out: Path | None) -> bool:
    """Write all of it; True when that went well."""
    if out is None:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
        return True
    try:
        out.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        typer.echo(f"error: {out}: {error.strerror or error}", err=True)
        return False
    return True
