"""`fazhi-extract export`: a data set as a spreadsheet, CSV or JSON lines."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, cast

import typer

from fazhi_extract.errors import FazhiError, OptionError

__all__ = ["export"]


def export(  # noqa: PLR0913  (each option stands for itself)
    dataset: Annotated[Path, typer.Argument(metavar="DATASET", help="The folder of a data set.")],
    out: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="OUT", help="The file; a folder for CSV of several tables."),
    ],
    *,
    as_xlsx: Annotated[
        bool, typer.Option("--xlsx", help="An Excel workbook: a sheet a table, Chinese headers.")
    ] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV, a file a table.")] = False,
    as_jsonl: Annotated[bool, typer.Option("--jsonl", help="The reports as objects, one a line.")] = False,
    tables: Annotated[
        list[str] | None,
        typer.Option("--table", metavar="NAME", help="Only this table; may be given again."),
    ] = None,
    duplicates: Annotated[
        bool, typer.Option("--duplicates", help="Also the reports that repeat another.")
    ] = False,
    bom: Annotated[
        bool,
        typer.Option(
            "--bom", help="CSV for Excel: marked as UTF-8, and with nothing that it takes for a formula."
        ),
    ] = False,
    chinese: Annotated[bool, typer.Option("--chinese", help="CSV with Chinese headers and values.")] = False,
) -> None:
    """Write a data set as files that other programs open.

    Without a form, the ending of OUT says which. Ends with 1 when the data set or OUT is no good, with 2
    for an option that does not fit.
    """
    chosen = [form for form, wanted in (("xlsx", as_xlsx), ("csv", as_csv), ("jsonl", as_jsonl)) if wanted]
    named = out.suffix.lower().lstrip(".")
    if not chosen and named in ("xlsx", "csv", "jsonl"):
        chosen = [named]
    if len(chosen) != 1:
        raise typer.BadParameter("choose one of --xlsx, --csv and --jsonl")
    if (bom or chinese) and chosen != ["csv"]:
        raise typer.BadParameter("--bom and --chinese are for --csv")
    try:
        from fazhi_extract.dataset.export import Form  # noqa: PLC0415  (an optional package)
        from fazhi_extract.dataset.export import export as write  # noqa: PLC0415
        from fazhi_extract.dataset.store import Dataset  # noqa: PLC0415

        with Dataset(dataset) as opened:
            written = write(
                opened,
                out,
                cast("Form", chosen[0]),
                tables=tables or None,
                duplicates=duplicates,
                bom=bom,
                chinese=chinese,
            )
    except FazhiError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(2 if isinstance(error, OptionError) else 1) from error
    for path in written:
        typer.echo(str(path))
