"""A data set built by many machines, on Ray Data.

    from fazhi_extract.ray import build

    build("reports.parquet", "dataset")

Ray hands out the work, notices workers that die and gives their work to others. What they do is
`fazhi_extract.arrow.parse_batch`; what is kept of it, and how, is up to `fazhi_extract.dataset.build`: the
data set is the same, and either goes on where the other was interrupted. It needs the extra `ray`.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fazhi_extract.dataset.builder import build as build_dataset
from fazhi_extract.dataset.inputs import Entry, Found, file_of
from fazhi_extract.dataset.pool import Here
from fazhi_extract.dataset.progress import Progress
from fazhi_extract.dataset.state import File, Input
from fazhi_extract.dataset.work import Done, Task, Worker, digest_of, identity
from fazhi_extract.errors import MissingPackageError, OptionError
from fazhi_extract.models import Report, Source
from fazhi_extract.sources import Document

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["build"]

_TASKS = 64
"""Tasks for each worker that Ray is given at once. They are in memory here, so they are not all of them."""
_BYTES = 256 << 20
_LONG = 4000  # characters of a message or traceback


def build(
    inputs: str | Path | Iterable[str | Path], path: str | Path, *, workers: int | None = None, **options: Any
) -> Progress:
    """Read reports on a Ray cluster and write, or bring up to date, the data set in a folder.

    The data set, what is read again and what is not, and the errors are those of
    `fazhi_extract.dataset.build`. The texts of packed files are sent to the workers; other files are opened
    by them, so all machines must see those under the same path. This process alone writes the data set.

    Args:
        inputs: files, folders and patterns, as for the local build.
        path: the folder of the data set.
        workers: how many workers parse at a time; by default one a core of the cluster. If no cluster was
            joined with `ray.init`, one with so many cores is started here for as long as the build takes.
        **options: as for the local build, but for `n_process`.

    Raises:
        InputError: when an input names no file.
        OptionError: for an unknown option, or a value that it cannot take.
        DatasetError: as for the local build; when Ray gives up.
        MissingPackageError: when Ray is not installed.
    """
    try:
        import ray  # noqa: PLC0415  (optional)
        import ray.data  # noqa: PLC0415
    except ImportError as error:
        raise MissingPackageError("Ray is not installed; pip install 'fazhi-extract[ray]'") from error
    if workers is not None and (not isinstance(workers, int) or isinstance(workers, bool) or workers < 1):
        raise OptionError(f"workers={workers!r}: give a whole number of at least 1")
    taken = {"n_process", "pool"} & options.keys()
    if taken:
        raise OptionError(f"there is no option {', '.join(sorted(taken))} here; give workers")
    started = not ray.is_initialized()
    if started:
        ray.init(num_cpus=workers, include_dashboard=False, log_to_driver=False)
        ray.data.DataContext.get_current().enable_progress_bars = False  # `progress` tells of it
    try:
        resources: dict[str, float] = ray.cluster_resources()  # type: ignore[no-untyped-call]
        count = workers or max(int(resources.get("CPU", 1)), 1)
        return build_dataset(inputs, path, pool=partial(_Cluster, count), **options)
    finally:
        if started:
            ray.shutdown()


class _Cluster(Here):
    """A pool whose parsing is done by Ray Data; the rest is done here."""

    def __init__(self, size: int, worker: Worker) -> None:
        """Keep so many workers of the cluster busy."""
        super().__init__(worker)
        self.size = size
        self._pending = worker.pending
        self._parse = _ParseEntries(worker)

    def run(
        self,
        method: str,
        tasks: Iterable[Any],
        *,
        split: Callable[[Any], list[Any]] | None = None,
        lost: Callable[[Any], Any] | None = None,
        **_: Any,
    ) -> Iterator[Any]:
        """What becomes of the tasks, as they are done."""
        if method != "parse" or split is None or lost is None:
            yield from super().run(method, tasks)
            return
        for some in self._rounds(tasks):
            left = {number: _Open(task) for number, task in enumerate(some)}
            try:
                yield from self._parsed(left)
            except _ray_errors():
                yield from self._singly(left, split, lost)

    def _rounds(self, tasks: Iterable[Task]) -> Iterator[list[Task]]:
        some: list[Task] = []
        size = 0
        for task in tasks:
            some.append(task)
            size += sum(entry.size for entry in task.entries)
            if len(some) >= _TASKS * self.size or size >= _BYTES:
                yield some
                some, size = [], 0
        if some:
            yield some

    def _parsed(self, left: dict[int, _Open]) -> Iterator[Done]:
        """What becomes of these tasks; one that is done is dropped."""
        import pyarrow as pa  # noqa: PLC0415
        import pyarrow.compute as pc  # noqa: PLC0415
        import ray.data  # noqa: PLC0415

        blocks = [
            pa.table({"task": [number] * len(one.rows), "place": range(len(one.rows)), "entry": one.rows})
            for number, one in left.items()
        ]
        parsed = ray.data.from_arrow(blocks).map_batches(
            self._parse,
            batch_size=None,
            batch_format="pyarrow",
            compute=ray.data.TaskPoolStrategy(min(self.size, len(blocks))),
        )
        tables: Iterable[Any] = parsed.iter_batches(batch_size=None, batch_format="pyarrow")
        for table in tables:
            for batch in table.to_batches():
                for number in dict.fromkeys(batch.column("task").to_pylist()):
                    one = left[number]
                    if one.add(batch.filter(pc.equal(batch.column("task"), number))):
                        yield one.done(self._pending)
                        del left[number]

    def _singly(
        self, left: dict[int, _Open], split: Callable[[Task], list[Task]], lost: Callable[[Task], Done]
    ) -> Iterator[Done]:
        """After Ray gave up: each input by itself, and those that it gives up again are lost."""
        for one in left.values():
            for piece in split(one.task):
                alone = {0: _Open(piece)}
                try:
                    yield from self._parsed(alone)
                except _ray_errors():
                    yield lost(piece)


def _ray_errors() -> tuple[type[Exception], ...]:
    """What Ray raises when it has tried often enough."""
    import ray.exceptions as of_ray  # noqa: PLC0415

    return (of_ray.WorkerCrashedError, of_ray.OutOfMemoryError, of_ray.NodeDiedError, of_ray.ActorDiedError)


class _Open:
    """A task, and what has come of it so far."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.rows = [pickle.dumps(entry) for entry in task.entries]
        self._files = [_file(entry, task.fingerprint) for entry in task.entries]
        self._parts: list[pa.RecordBatch] = []
        self._come = 0

    def add(self, batch: pa.RecordBatch) -> bool:
        """Take rows in; whether these were the last."""
        self._parts.append(batch)
        self._come += batch.num_rows
        return self._come == len(self.rows)

    def done(self, pending: Path) -> Done:
        """Write the reports to the pending file, and say what became of each input.

        Raises:
            DatasetError: when the disk is full or cannot be written.
        """
        import pyarrow as pa  # noqa: PLC0415

        from fazhi_extract.arrow import REPORT_SCHEMA  # noqa: PLC0415
        from fazhi_extract.dataset.files import with_ids, write_batches  # noqa: PLC0415

        rows = pa.Table.from_batches(self._parts).sort_by("place").combine_chunks()
        done = Done(size=sum(entry.size for entry in self.task.entries))
        reports: dict[str, int] = {}
        facts = rows.select(["digest", "url", "error"]).to_pylist()
        for place, (entry, fact, file) in enumerate(zip(self.task.entries, facts, self._files, strict=True)):
            one = _input(entry, fact, self.task.fingerprint)
            done.inputs.append(one)
            if one.report is not None:
                reports.setdefault(one.report, place)
            if file is not None and (one.error is None or one.digest is not None):
                done.files.append(file)
        if reports:
            kept = rows.select(REPORT_SCHEMA.names).take(list(reports.values())).cast(REPORT_SCHEMA)
            (batch,) = kept.combine_chunks().to_batches()
            batch = with_ids(list(reports), batch)
            done.rows = write_batches(pending / self.task.name, batch.schema, [batch])
            done.chunk = self.task.name
        return done


def _file(entry: Entry, fingerprint: str) -> File | None:
    return None if entry.path is None else file_of(Found(entry.path, 0), fingerprint)


def _input(entry: Entry, fact: dict[str, Any], fingerprint: str) -> Input:
    """What is kept of an input, from the row that a worker gave."""
    error = fact["error"]
    got: dict[str, Any]
    if error is None:
        got = {"url": fact["url"], "report": identity(fact["digest"], entry)}
    else:
        trace = error["traceback"]
        got = {
            "url": entry.url,
            "error": error["class"],
            "message": error["message"][:_LONG],
            "traceback": None if trace is None else trace[-_LONG:],
        }
    return Input(entry.key, entry.file, entry.location, digest=fact["digest"], fingerprint=fingerprint, **got)


@dataclass(frozen=True, slots=True)
class _ParseEntries:
    """What a worker does with a batch of inputs: open them, and parse their texts."""

    worker: Worker

    def __call__(self, table: pa.Table) -> pa.Table:
        """Rows of pickled entries → their digests and addresses, and the columns of `parse_batch`."""
        import pyarrow as pa  # noqa: PLC0415

        entries = [pickle.loads(row) for row in table["entry"].to_pylist()]
        opened = [self._opened(entry) for entry in entries]
        parsed = self._parsed(opened)
        digests = [self._digest(entry, one) for entry, one in zip(entries, opened, strict=True)]
        urls = [None if isinstance(one, Exception) else one[1].url for one in opened]
        columns = {"digest": pa.array(digests, pa.string()), "url": pa.array(urls, pa.string())}
        for name, column in columns.items():
            table = table.append_column(name, column)
        for field, column in zip(parsed.schema, parsed.columns, strict=True):
            table = table.append_column(field, column)
        return table.drop_columns(["entry"])

    def _opened(self, entry: Entry) -> tuple[Document, Source] | Exception:
        try:
            return self.worker.opened(entry)
        except Exception as error:  # noqa: BLE001  (one bad file never stops the rest)
            return error

    def _digest(self, entry: Entry, opened: tuple[Document, Source] | Exception) -> str | None:
        if not isinstance(opened, Exception):
            return opened[1].sha256
        if isinstance(opened, MissingPackageError | MemoryError):
            return None  # another time it may be read
        return digest_of(entry, self.worker.limits)

    def _parsed(self, opened: list[tuple[Document, Source] | Exception]) -> pa.RecordBatch:
        """One row each: plain texts by `parse_batch`, files that say more than their text by themselves."""
        import pyarrow as pa  # noqa: PLC0415

        from fazhi_extract.arrow import ParseBatch, batch_of  # noqa: PLC0415
        from fazhi_extract.arrow.columns import column_of  # noqa: PLC0415

        plain = [number for number, one in enumerate(opened) if _is_plain(one)]
        others = [number for number, one in enumerate(opened) if not _is_plain(one)]
        texts = [opened[number][0].text for number in plain]  # type: ignore[index]
        sources = [opened[number][1] for number in plain]  # type: ignore[index]
        batch = ParseBatch(**self.worker.options)(
            pa.RecordBatch.from_pydict({"text": pa.array(texts, pa.string())})
        )
        place = batch.schema.get_field_index("source")
        batch = batch.set_column(place, batch.schema.field(place), column_of(Source).build(sources))
        rest = batch_of([self._outcome(opened[number]) for number in others])
        order = sorted(range(len(opened)), key=[*plain, *others].__getitem__)
        whole = pa.Table.from_batches([batch, rest]).take(order).combine_chunks()
        return pa.RecordBatch.from_arrays(
            [column.combine_chunks() for column in whole.columns], schema=whole.schema
        )

    def _outcome(self, one: tuple[Document, Source] | Exception) -> Report | Exception:
        from fazhi_extract.pipeline.files import parse_document  # noqa: PLC0415

        if isinstance(one, Exception):
            return one
        try:
            return parse_document(*one, **self.worker.options)
        except Exception as error:  # noqa: BLE001  (one bad file never stops the rest)
            return error


def _is_plain(opened: tuple[Document, Source] | Exception) -> bool:
    """Whether the text is all that there is to be parsed, and Arrow can hold it."""
    if isinstance(opened, Exception):
        return False
    document = opened[0]
    if document.fields or document.header or document.notices:
        return False
    try:
        document.text.encode()
    except UnicodeEncodeError:
        return False
    return True
