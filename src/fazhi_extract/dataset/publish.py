"""From pending files to parts, and the manifest that shows them; and what an interruption leaves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from fazhi_extract import __version__
from fazhi_extract.dataset.manifest import MANIFEST, listed, read_manifest, write_manifest
from fazhi_extract.dataset.pool import Pool
from fazhi_extract.dataset.schema import TABLES, VERSION
from fazhi_extract.dataset.state import UNPUBLISHED, State

if TYPE_CHECKING:
    from fazhi_extract.dataset.compact import Packing

__all__ = ["ERRORS", "publish", "recover"]

ERRORS = "errors"
ERROR_COLUMNS = ("input", "url", "sha256", "class", "message", "traceback")
OBJECTS = "objects"
_OURS = re.compile(r"\.?part-\d{5}-[0-9a-f]{8}\.")
PARTITION = "for_year"
"""The year reported on, in the names of folders: no table has a column of that name."""

_TARGET = 8192  # reports of a part
_SMALL = 256  # reports of a part that is always merged with what is new
_WHOLE = 64  # reports that are not worth another process


@dataclass(frozen=True, slots=True)
class _Source:
    """A pending chunk or an older part, of which some reports count."""

    file: str
    rows: int
    live: tuple[str, ...] | None
    chunk: str | None = None
    part: int | None = None


def recover(root: Path, pending: Path, state: State) -> None:
    """After an interruption: forget what is lost, remove what nobody knows, show what is known."""
    with state.transaction():
        there = {path.name for path in pending.iterdir()}
        state.drop_chunks(
            [name for name, _ in state.chunks() if name not in there or not _sound(pending / name)]
        )
        missing = [
            part.number
            for part, _ in state.parts()
            if not all((root / path).exists() for files in part.files.values() for path, _ in files)
        ]
        state.drop_parts(missing)
        state.forget_lost()
    _sweep(root, pending, state)
    if state.fact("generation") and not (root / MANIFEST).exists():
        _show(root, state)


def _sound(chunk: Path) -> bool:
    from fazhi_extract.dataset.files import sound  # noqa: PLC0415  (only where a build was interrupted)

    return sound(chunk)


def publish(root: Path, pending: Path, state: State, pool: Pool) -> None:
    """Write what the data set does not show yet, and swap its manifest.

    Raises:
        DatasetError: when the disk is full, or a file is damaged.
    """
    with state.transaction():
        if state.forget_orphans():
            state.set_fact(UNPUBLISHED, "1")
    outdated = state.fact("tables") != VERSION
    sources = list(_sources(root, pending, state, outdated=outdated))
    if not sources and not outdated and state.fact(UNPUBLISHED) == "0":
        if state.fact("shown") != state.fact("generation"):
            _show(root, state)
        return
    from fazhi_extract.dataset.compact import mark_duplicates  # noqa: PLC0415  (not where nothing is new)

    generation = int(state.fact("generation", "0")) + 1
    first = int(state.fact("part", "0")) + 1
    groups = dict(enumerate(_groups(sources, pool.size), first))
    packings = [_packing(root, number, group) for number, group in groups.items()]
    replaced = {source.part for source in sources}
    kept = [part for part, _ in state.parts() if part.number not in replaced]
    parts = kept + sorted(pool.run("pack", packings), key=lambda part: part.number)
    parts = mark_duplicates(root, [part for part in parts if part.rows], generation)
    _write_errors(root, state, generation)
    with state.transaction():
        for number, group in groups.items():
            state.move_to_part(
                number,
                chunks=[source.chunk for source in group if source.chunk is not None],
                parts=[source.part for source in group if source.part is not None],
            )
        for part in parts:
            state.put_part(part)
        for name, value in (
            ("part", max(groups, default=first - 1)),
            ("generation", generation),
            ("tables", VERSION),
            (UNPUBLISHED, 0),
        ):
            state.set_fact(name, str(value))
    _show(root, state)
    _sweep(root, pending, state)


def _sources(root: Path, pending: Path, state: State, *, outdated: bool) -> Iterator[_Source]:
    """The pending chunks; the parts that have rows which no longer count; and small parts."""
    chunks = state.chunks()
    new = sum(rows for _, rows in chunks)
    for part, live in state.parts():
        if outdated or live < part.rows or (new and part.rows <= min(max(new, _SMALL), _TARGET // 4)):
            ((path, _),) = part.files[OBJECTS]
            ids = None if live == part.rows else tuple(state.live(part=part.number))
            yield _Source(str(root / path), live, ids, part=part.number)
    for name, rows in chunks:
        ids = tuple(state.live(chunk=name))
        yield _Source(str(pending / name), len(ids), None if len(ids) == rows else ids, chunk=name)


def _groups(sources: list[_Source], processes: int) -> Iterator[list[_Source]]:
    """Sources to be packed together: none too large, and work for every process."""
    total = sum(source.rows for source in sources)
    target = min(_TARGET, max(_WHOLE, -(-total // processes)))
    group: list[_Source] = []
    rows = 0
    for source in sources:
        group.append(source)
        rows += source.rows
        if rows >= target:
            yield group
            group, rows = [], 0
    if group:
        yield group


def _packing(root: Path, number: int, group: list[_Source]) -> Packing:
    from fazhi_extract.dataset.compact import Bundle, Packing  # noqa: PLC0415

    return Packing(
        root, number, _name(number), tuple(Bundle(Path(source.file), source.live) for source in group)
    )


def _name(number: int) -> str:
    """Never used before, not even in a data set whose state was lost."""
    return f"part-{number:05}-{uuid4().hex[:8]}"


def _write_errors(root: Path, state: State, generation: int) -> None:
    import pyarrow as pa  # noqa: PLC0415  (optional)

    from fazhi_extract.dataset.files import write_table  # noqa: PLC0415

    rows = list(state.errors())
    columns = [pa.array([row[place] for row in rows], pa.string()) for place in range(len(ERROR_COLUMNS))]
    metadata = {"fazhi_schema": VERSION, "fazhi_table": ERRORS}
    schema = pa.schema([(name, pa.string()) for name in ERROR_COLUMNS], metadata=metadata)
    path = f"{ERRORS}/{_name(generation)}.parquet"
    write_table(root / path, pa.Table.from_arrays(columns, schema=schema))
    state.set_fact(ERRORS, json.dumps([path, len(rows)]))


def _show(root: Path, state: State) -> None:
    """Write the manifest."""
    tables: dict[str, list[tuple[str, int]]] = {name: [] for name in TABLES}
    objects = []
    for part, _ in state.parts():
        for name, files in part.files.items():
            if name == OBJECTS:
                objects += [path for path, _ in files]
            else:
                tables[name] += files
    path, rows = json.loads(state.fact(ERRORS))
    tables[ERRORS] = [(path, rows)]
    generation = state.fact("generation")
    write_manifest(root, tables, objects, schema=VERSION, library=__version__, generation=int(generation))
    state.set_fact("shown", generation)


def _sweep(root: Path, pending: Path, state: State) -> None:
    """Remove our files that nothing refers to."""
    known = {path for part, _ in state.parts() for files in part.files.values() for path, _ in files}
    if state.fact(ERRORS):
        known.add(json.loads(state.fact(ERRORS))[0])
    if not state.fact("generation") and (root / MANIFEST).exists():  # the state was lost
        known.update(listed(read_manifest(root)))
    chunks = {name for name, _ in state.chunks()}
    for file in [*pending.iterdir(), *root.glob(f".{MANIFEST}.*")]:
        if file.name not in chunks:
            file.unlink(missing_ok=True)
    for folder in (*TABLES, ERRORS, OBJECTS):
        for file in (root / folder).rglob("*part-*"):
            if _OURS.match(file.name) and file.relative_to(root).as_posix() not in known:
                file.unlink(missing_ok=True)
        for year in (root / folder).glob(f"{PARTITION}=*"):
            if not any(year.iterdir()):
                year.rmdir()
