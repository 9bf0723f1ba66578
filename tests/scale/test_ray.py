"""A data set that Ray builds is the one that one process builds, also when a worker is killed."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from pathlib import Path

import pyarrow as pa
import pytest

from fazhi_extract import OptionError
from fazhi_extract.arrow import ParseBatch, parse_batch
from fazhi_extract.dataset import build
from fazhi_extract.ray import build as build_with_ray

from ..dataset.small import rows as contents  # noqa: TID252
from ..generated import reports  # noqa: TID252

pytestmark = [
    pytest.mark.ray,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # Ray's own sockets and files
    pytest.mark.filterwarnings("ignore::FutureWarning"),  # Ray's own announcements
    pytest.mark.filterwarnings("ignore::DeprecationWarning:ray"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
COUNT = 220
PAGE = """<html><head><meta name="PubDate" content="2024-01-08">
<title>临江省云岭市2023年法治政府建设年度报告</title></head><body><div>{}</div></body></html>"""


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """Many rows, of which one has no text and one is there twice; some files, of which two cannot be read."""
    folder = tmp_path_factory.mktemp("inputs")
    rows = [{"id": name, "text": text, "url": f"http://a.invalid/{name}"} for name, text in reports(COUNT)]
    rows += [rows[3], {"id": "none", "text": None}]
    with (folder / "rows.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    texts = [text for _, text in reports(6, seed=1)]
    for number, text in enumerate(texts[:4]):
        (folder / f"{number}.txt").write_text(text, encoding="gb18030" if number % 2 else "utf-8")
    (folder / "page.html").write_text(
        PAGE.format("".join(f"<p>{line}</p>" for line in texts[4].splitlines())), encoding="utf-8"
    )
    (folder / "odd.jsonl").write_text(json.dumps({"text": texts[5] + "\ud800\ufdd0"}), encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 and no more")
    return folder


@pytest.fixture(scope="module")
def alone(inputs, tmp_path_factory):
    """What one process makes of the inputs."""
    path = tmp_path_factory.mktemp("alone") / "dataset"
    build(inputs, path, n_process=1)
    return contents(path)


def test_the_same_data_set(cluster, inputs, alone, tmp_path):
    told = []
    done = build_with_ray(
        inputs, tmp_path / "dataset", workers=2, progress=lambda progress: told.append(progress.parsed)
    )
    assert contents(tmp_path / "dataset") == alone
    assert (len(alone["reports"]), len(alone["errors"])) == (done.reports, done.failed)
    assert done.reports >= 200
    assert done.failed >= 2
    assert len(told) > 2


def test_either_goes_on_where_the_other_was(cluster, inputs, alone, tmp_path):
    build(inputs / "rows.jsonl", tmp_path / "dataset", n_process=1)
    done = build_with_ray(inputs, tmp_path / "dataset", workers=2)
    assert done.parsed < 20
    assert contents(tmp_path / "dataset") == alone
    assert build(inputs, tmp_path / "dataset", n_process=1).parsed == 0


def descendants(pid):
    """The processes below this one, with their titles."""
    parents, titles = {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                titles[int(entry.name)] = (entry / "cmdline").read_bytes().decode(errors="replace")
            except (OSError, ValueError):
                continue
    below = {pid}
    while more := {one for one, parent in parents.items() if parent in below and one not in below}:
        below |= more
    return {one: titles.get(one, "") for one in below if one != pid}


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds the workers in /proc")
def test_the_same_when_a_worker_is_killed(cluster, inputs, alone, tmp_path):
    killed = []
    stop = threading.Event()

    def kill():
        while not stop.wait(0.02):
            for pid, title in descendants(os.getpid()).items():
                if title.startswith("ray::MapBatches") and len(killed) < 2:
                    time.sleep(0.3)  # in the middle of its batch
                    os.kill(pid, signal.SIGKILL)
                    killed.append(pid)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        done = build_with_ray(inputs, tmp_path / "dataset", workers=2)
    finally:
        stop.set()
        killer.join()
    assert len(killed) == 2
    assert done.parsed >= COUNT
    assert contents(tmp_path / "dataset") == alone


def test_the_unit_of_work_runs_unchanged(cluster):
    names, texts = zip(*reports(40, seed=2), strict=True)
    table = pa.table({"name": names, "text": texts})
    (batch,) = table.to_batches()
    parsed = (
        cluster.data.from_arrow(table)
        .repartition(4)
        .map_batches(
            lambda part: pa.Table.from_batches(
                [parse_batch(one) for one in part.combine_chunks().to_batches()]
            ),
            batch_format="pyarrow",
            batch_size=16,
        )
    )
    found = pa.concat_tables(parsed.iter_batches(batch_format="pyarrow", batch_size=None)).sort_by("name")
    expected = pa.Table.from_batches([ParseBatch()(batch)]).sort_by("name")
    assert found.to_pylist() == expected.to_pylist()


@pytest.mark.parametrize("options", [{"workers": 0}, {"workers": True}, {"n_process": 2}, {"jobs": 1}])
def test_options_that_make_no_sense(cluster, inputs, tmp_path, options):
    with pytest.raises(OptionError):
        build_with_ray(inputs, tmp_path / "dataset", **options)
