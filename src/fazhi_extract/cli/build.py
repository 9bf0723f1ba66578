"""`fazhi-extract build`: many files in, a data set out."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from fazhi_extract.cli.options import Indicators
from fazhi_extract.errors import DatasetError, FazhiError, MissingPackageError

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from fazhi_extract.dataset.progress import Progress, Watch

__all__ = ["build"]

_INTERRUPTED = 130  # as shells have it
_KEPT = "interrupted; what was finished is kept, and the same command goes on from there"


def build(  # noqa: PLR0913  (each option stands for itself)
    reports: Annotated[
        list[str],
        typer.Argument(
            metavar="REPORTS...",
            help="Files, folders, patterns, zip files; JSONL, CSV and Parquet files with a column of texts.",
        ),
    ],
    out: Annotated[Path, typer.Option("-o", "--output", metavar="DATASET", help="The folder to build.")],
    *,
    processes: Annotated[
        int | None, typer.Option("--processes", min=1, help="How many parse; by default one a core.")
    ] = None,
    text: Annotated[str, typer.Option("--text", metavar="COLUMN", help="The column of the texts.")] = "text",
    id_: Annotated[str, typer.Option("--id", metavar="COLUMN", help="The column of names, if any.")] = "id",
    url: Annotated[
        str, typer.Option("--url", metavar="COLUMN", help="The column of addresses, if any.")
    ] = "url",
    prune: Annotated[
        bool, typer.Option("--prune", help="Drop what is in the data set and not among REPORTS.")
    ] = False,
    retry: Annotated[bool, typer.Option("--retry", help="Read again what gave an error.")] = False,
    indicators: Indicators = None,
) -> None:
    """Read many reports and write a data set of Parquet files, or bring one up to date.

    A report that cannot be read is a row of the table `errors`, and stops nothing. What was read before is
    not read again unless it has changed. Interrupted, the same command goes on where it was.
    Ends with 1 when the data set cannot be written, with 2 when REPORTS name nothing, with 130 at a Ctrl-C.
    """
    from fazhi_extract.dataset.builder import build as run  # noqa: PLC0415  (not needed for --help)

    console = Console(stderr=True)
    options: dict[str, Any] = {"indicators": indicators} if indicators else {}
    with _shown(console) as watch:
        try:
            done = run(
                reports,
                out,
                n_process=processes,
                text=text,
                id=id_,
                url=url,
                prune=prune,
                retry=retry,
                progress=watch,
                **options,
            )
        except KeyboardInterrupt as error:
            fault, code = (
                "interrupted; what was finished is kept, and the same command goes on from there",
                130,
            )
            raise _ended(fault, code) from error
        except FazhiError as error:
            raise _ended(
                str(error), 1 if isinstance(error, DatasetError | MissingPackageError) else 2
            ) from error
    if done.failed:
        typer.echo(
            f"{done.failed:,} inputs gave errors; see them with: "
            f"fazhi-extract query {out} 'select input, class, message from errors'",
            err=True,
        )


def _ended(fault: str, code: int) -> typer.Exit:
    typer.echo(fault if code == _INTERRUPTED else f"error: {fault}", err=True)
    return typer.Exit(code)


def _shown(console: Console) -> AbstractContextManager[Watch]:
    """A bar on a terminal, plain lines elsewhere."""
    if console.is_terminal:
        return _Bar(console)
    from fazhi_extract.dataset.progress import lines  # noqa: PLC0415  (not needed for --help)

    return nullcontext(lines(lambda line: typer.echo(line, err=True)))


class _Bar:
    """A progress bar: by the bytes of the files, with rate, errors and time left."""

    def __init__(self, console: Console) -> None:
        from rich.progress import BarColumn, TaskProgressColumn, TextColumn  # noqa: PLC0415
        from rich.progress import Progress as Bar  # noqa: PLC0415

        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
        self._bar: Bar = Bar(*columns, TextColumn("{task.fields[told]}"), console=console)
        self._task = self._bar.add_task("reading", total=None, told="")

    def __enter__(self) -> Watch:
        self._bar.start()
        return self._watch

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def _watch(self, progress: Progress) -> None:
        from fazhi_extract.dataset.progress import clock, summary  # noqa: PLC0415

        if progress.phase == "done":
            self._bar.update(self._task, visible=False)
            self._bar.console.print(summary(progress), highlight=False)
            return
        told = f"{progress.parsed:,} parsed  {progress.rate:.1f}/s  {progress.errors:,} errors"
        if progress.left is not None:
            told += f"  {clock(progress.left)} left"
        self._bar.update(
            self._task,
            description="reading" if progress.phase == "reading" else "writing tables",
            total=max(progress.bytes, 1),
            completed=progress.seen,
            told=told,
        )
