"""Arrow files are put together from batches of others without being compressed again."""

import pyarrow as pa
import pyarrow.ipc
import pytest

from fazhi_extract import DatasetError, parse_report
from fazhi_extract.dataset.files import batches, sound, write_batches
from fazhi_extract.dataset.joined import joined, piece_of, pieces

from .small import report
from .storing import nested


@pytest.fixture(scope="module")
def rows():
    """Seven reports, the sixth an error."""
    reports = {f"id-{number}": parse_report(report(number)) for number in range(7)}
    return nested({**reports, "id-5": ValueError("not read")})


def write(path, rows, sizes):
    start, found = 0, []
    for size in sizes:
        found += rows.slice(start, size).combine_chunks().to_batches()
        start += size
    write_batches(path, rows.schema, found)
    return path


def whole(path):
    table = pa.ipc.open_file(path).read_all()
    table.validate(full=True)
    return table


def test_the_batches_of_several_files_are_one_file(tmp_path, rows):
    files = [write(tmp_path / f"{number}", rows, sizes) for number, sizes in enumerate([(3, 1, 3), (), (2,)])]
    with joined(tmp_path / "joined", rows.schema) as together:
        for file in files:
            for piece, _ in pieces(file, rows.schema):
                together.add(piece)
    expected = pa.concat_tables([rows, rows.slice(0, 2)])
    assert whole(tmp_path / "joined").equals(expected, check_metadata=True)
    assert [batch.num_rows for batch in batches(tmp_path / "joined")] == [3, 1, 3, 2]


def test_a_file_that_was_joined_is_joined_again(tmp_path, rows):
    write(tmp_path / "0", rows, [7])
    for number in range(2):
        with joined(tmp_path / f"{number + 1}", rows.schema) as together:
            for piece, _ in pieces(tmp_path / f"{number}", rows.schema):
                together.add(piece)
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
    assert whole(tmp_path / "2").equals(rows)


def test_a_piece_comes_with_its_rows(tmp_path, rows):
    write(tmp_path / "0", rows, [4, 3])
    got = [batch for _, batch in pieces(tmp_path / "0", rows.schema)]
    assert pa.Table.from_batches(got).equals(rows)


def test_a_part_of_a_batch_is_a_piece(tmp_path, rows):
    (batch,) = rows.combine_chunks().to_batches()
    with joined(tmp_path / "0", rows.schema) as together:
        together.add(piece_of(batch.slice(2, 3)))
        together.add(piece_of(batch.filter(pa.array([True, False] * 3 + [True]))))
    assert whole(tmp_path / "0").column("report_id").to_pylist() == [f"id-{n}" for n in (2, 3, 4, 0, 2, 4, 6)]


def test_no_batch_makes_a_file_too(tmp_path, rows):
    with joined(tmp_path / "0", rows.schema):
        pass
    assert sound(tmp_path / "0")
    assert whole(tmp_path / "0").num_rows == 0


def test_a_file_that_ends_too_early_or_is_not_there_is_told(tmp_path, rows):
    written = write(tmp_path / "0", rows, [7]).read_bytes()
    (tmp_path / "1").write_bytes(written[:-20])
    for name in ("1", "2"):
        with pytest.raises(DatasetError, match="cannot be read"):
            list(pieces(tmp_path / name, rows.schema))


def test_other_columns_are_refused(tmp_path, rows):
    write(tmp_path / "0", rows.drop_columns(["findings"]), [7])
    with pytest.raises(DatasetError, match="another version"):
        list(pieces(tmp_path / "0", rows.schema))


def test_what_fails_midway_leaves_no_file(tmp_path, rows):
    def cut():
        with joined(tmp_path / "0", rows.schema):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut()
    assert not list(tmp_path.iterdir())
