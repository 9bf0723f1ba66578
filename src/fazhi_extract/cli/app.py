"""The program `fazhi-extract`."""

from __future__ import annotations

from typing import Annotated

import typer

from fazhi_extract import __version__
from fazhi_extract.cli.build import build
from fazhi_extract.cli.export import export
from fazhi_extract.cli.parse import parse
from fazhi_extract.cli.query import query

__all__ = ["app", "main"]

app = typer.Typer(
    help="法治政府建设年度报告 in; measures, metrics, shortcomings and plans out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(parse)
app.command()(build)
app.command()(query)
app.command()(export)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"fazhi-extract {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Take the options that stand before the command."""


def main() -> None:
    """Run the program."""
    app()
