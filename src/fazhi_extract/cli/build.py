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
_WIDEST, _NARROWEST = 40, 8  # characters of the bar
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
    fault, code = "", 0
    cause: BaseException | None = None
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
            fault, code, cause = _KEPT, _INTERRUPTED, error
        except FazhiError as error:
            code = 1 if isinstance(error, DatasetError | MissingPackageError) else 2
            fault, cause = f"error: {error}", error
    if cause is not None:  # told when the bar stands still
        typer.echo(fault, err=True)
        raise typer.Exit(code) from cause
    if done.failed:
        typer.echo(
            f"{done.failed:,} inputs gave errors; see them with: "
            f"fazhi-extract query {out} 'select input, class, message from errors'",
            err=True,
        )


def _shown(console: Console) -> AbstractContextManager[Watch]:
    """A bar on a terminal, plain lines elsewhere."""
    if console.is_terminal:
        return _Bar(console)
    from fazhi_extract.dataset.progress import lines  # noqa: PLC0415  (not needed for --help)

    return nullcontext(lines(lambda line: typer.echo(line, err=True)))


class _Bar:
    """A progress bar: by the bytes of the files, with rate, errors and time left, as far as there is room."""

    def __init__(self, console: Console) -> None:
        from rich.progress import BarColumn, TextColumn  # noqa: PLC0415
        from rich.progress import Progress as Bar  # noqa: PLC0415

        self._line = BarColumn(bar_width=_WIDEST)
        self._plain = [TextColumn("{task.description}", table_column=_unbroken())]
        self._plain.append(TextColumn("{task.fields[told]}", table_column=_unbroken()))
        self._bar: Bar = Bar(self._plain[0], self._line, self._plain[1], console=console)
        self._task = self._bar.add_task("reading", total=None, told="")

    def __enter__(self) -> Watch:
        self._bar.start()
        return self._watch

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def _watch(self, progress: Progress) -> None:
        from fazhi_extract.dataset.progress import summary  # noqa: PLC0415

        if progress.phase == "done":
            self._bar.update(self._task, visible=False)
            self._bar.console.print(summary(progress), highlight=False)
            return
        name = "reading" if progress.phase == "reading" else "writing tables"
        share = progress.share
        told, width = _fitting(_told(progress), self._bar.console.width - len(name))
        self._line.bar_width = width
        self._bar.columns = (self._plain[0], self._line, self._plain[1]) if width else tuple(self._plain)
        # without a share the bar only moves
        self._bar.update(
            self._task,
            description=name,
            total=None if share is None else 1.0,
            completed=share or 0.0,
            told=told,
        )


def _unbroken() -> Any:
    from rich.table import Column  # noqa: PLC0415

    return Column(no_wrap=True)


def _told(progress: Progress) -> list[str]:
    """What stands beside the bar, from the longest way to say it to the shortest."""
    from fazhi_extract.dataset.progress import clock  # noqa: PLC0415

    count, rate = f"{progress.parsed:,}", f"{progress.rate:.1f}/s"
    percent = "" if progress.share is None else f"{progress.share:4.0%}"
    left = "" if progress.left is None else clock(progress.left)
    noted = f"{progress.errors:,} errors" if progress.errors else ""
    ways = [
        (percent, f"{count} parsed", rate, f"{progress.errors:,} errors", left and f"{left} left"),
        (percent, count, rate, noted, left and f"{left} left"),
        (percent, count, noted, left),
        (percent, count, left),
        (percent, count),
        (percent.strip() or count,),
    ]
    return ["  ".join(filter(None, way)) for way in ways]


def _fitting(ways: list[str], room: int) -> tuple[str, int]:
    """The longest way that leaves room for a bar, or else that fits; and how wide the bar is, 0 for none."""
    for least in (_NARROWEST, 0):
        for way in ways:
            left = room - len(way) - (2 if least else 1)
            if left >= least:
                return way, min(left, _WIDEST) if least else 0
    return ways[-1], 0
