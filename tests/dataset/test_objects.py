"""Reports come back by their ids, and the ids of a file are gone through once."""

import pyarrow as pa
import pytest

from fazhi_extract import DatasetError, parse_report
from fazhi_extract.dataset import objects
from fazhi_extract.dataset.files import write_batches
from fazhi_extract.dataset.manifest import write_manifest

from .small import report
from .storing import nested

SIZES = ([3, 1, 4], [], [2])  # rows of the batches of each file


@pytest.fixture
def stored(tmp_path):
    """The folder, and its reports by id: files of several batches, of none and of one."""
    reports = {f"id-{number}": parse_report(report(number)) for number in range(sum(map(sum, SIZES)))}
    rows = nested(reports)
    start = 0
    for number, sizes in enumerate(SIZES):
        batches = []
        for size in sizes:
            batches += rows.slice(start, size).combine_chunks().to_batches()
            start += size
        write_batches(tmp_path / f"{number}.arrow", rows.schema, batches)
    write_manifest(tmp_path, {}, [f"{number}.arrow" for number in range(len(SIZES))])
    return tmp_path, reports


def test_each_report_is_found(stored):
    path, reports = stored
    for name, expected in reports.items():
        assert objects.find(path, name) == expected
    assert objects.find(path, "nobody") is None
    assert objects.find(path, "") is None


def test_the_ids_of_a_file_are_read_once(stored):
    path, reports = stored
    objects._ids.cache_clear()
    for name in [*reports, *reports, "nobody"]:
        objects.find(path, name)
    assert objects._ids.cache_info().misses == len(SIZES)


def test_a_file_written_anew_is_read_anew(stored):
    path, reports = stored
    assert objects.find(path, "id-0") is not None
    changed = nested({"id-0": reports["id-5"], "new": reports["id-1"], "more": reports["id-2"]})
    write_batches(path / "0.arrow", changed.schema, changed.to_batches())
    assert objects.find(path, "id-0") == reports["id-5"]
    assert objects.find(path, "new") == reports["id-1"]
    assert objects.find(path, "id-1") is None


@pytest.mark.parametrize("harm", [lambda file: file.unlink(), lambda file: file.write_bytes(b"ARROW1 no")])
def test_a_file_that_is_gone_or_damaged_says_so(stored, harm):
    path, _ = stored
    assert objects.find(path, "id-8") is not None
    harm(path / "1.arrow")
    with pytest.raises(DatasetError, match=r"1\.arrow: cannot be read"):
        objects.find(path, "id-8")


def test_ids_take_little_room(stored):
    path, reports = stored
    ids, firsts = objects._ids(path / "0.arrow", 0, 0)
    assert isinstance(ids, pa.StringArray)
    assert ids.to_pylist() == list(reports)[: sum(SIZES[0])]
    assert firsts == [0, 3, 4]
