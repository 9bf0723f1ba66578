"""A data set that was really built, and one that is being built."""

import threading

import pytest

from fazhi_extract import Dataset, DatasetError, parse_file
from fazhi_extract.dataset.builder import build
from fazhi_extract.dataset.export import export
from fazhi_extract.dataset.schema import TABLES

from .making import body, page
from .small import folder, report


@pytest.fixture
def built(tmp_path):
    inputs = folder(tmp_path / "in", 12)
    (inputs / "copy.txt").write_text(page(body("云岭区", 2023)), encoding="utf-8")
    (inputs / "long.txt").write_text(body("云岭区", 2023), encoding="utf-8")
    (inputs / "broken.docx").write_bytes(b"PK\x03\x04 and no more")
    build(inputs, tmp_path / "out", n_process=1, chunk=4)
    return tmp_path / "out"


def test_what_was_built_can_be_asked(built):
    dataset = Dataset(built)
    assert len(dataset) == 14
    assert dataset.tables == [*TABLES, "errors"]
    ((name, error),) = dataset.sql('select "input", "class" from errors')
    assert name.endswith("broken.docx")
    assert error == "SourceError"
    assert sorted(dict.fromkeys(dataset.metrics(years=2022)["year"])) == [2022]
    ((copies,),) = dataset.sql("select count(*) from reports where duplicate_of is not null")
    assert copies == 1
    for name, location, text in dataset.sql("select report_id, source_location, text from reports"):
        found = dataset.report(name)
        assert found.text == text
        assert found.metrics == parse_file(location).metrics


def test_what_was_built_can_be_exported(built, tmp_path):
    written = export(Dataset(built), tmp_path / "csv", "csv")
    assert [file.stem for file in written] == [*TABLES, "errors"]
    export(Dataset(built), tmp_path / "all.jsonl", "jsonl")
    assert (tmp_path / "all.jsonl").read_text(encoding="utf-8").count("\n") == 13


def test_a_data_set_that_grows_is_seen_as_it_was_or_said_to_be_gone(built, tmp_path):
    before = Dataset(built)
    folder(tmp_path / "in", 12, first=12)
    build(tmp_path / "in", built, n_process=1, chunk=4)
    try:
        assert len(before) == 14
    except DatasetError as error:
        assert "open it again" in str(error)  # noqa: PT017  (either answer is right, another is not)
    assert len(Dataset(built)) == 26


def test_asking_while_a_build_goes_on(built, tmp_path):
    folder(tmp_path / "in", 30, first=12)
    builder = threading.Thread(
        target=build, args=(tmp_path / "in", built), kwargs={"n_process": 1, "chunk": 4}
    )
    builder.start()
    counts = set()
    while builder.is_alive():
        with Dataset(built) as opened:
            try:
                counts.add(
                    (
                        len(opened),
                        opened.sql("select count(distinct report_id) from metrics").arrow()[0][0].as_py(),
                    )
                )
            except DatasetError as error:
                assert "open it again" in str(error)  # noqa: PT017
    builder.join()
    counts.add((len(Dataset(built)), 44))
    assert counts <= {(14, 14), (44, 44)}
    assert (14, 14) in counts


def test_figures_are_those_of_the_text(built):
    dataset = Dataset(built)
    for name, text in dataset.sql("select report_id, text from reports"):
        for start, end, printed in dataset.sql(
            "select span_start, span_end, quantity_text from metrics where report_id = ?", [name]
        ):
            assert text[start:end] == printed
    quotes = (
        "select substring(text, span_start + 1, span_end - span_start) = quantity_text "
        "from reports join metrics using (report_id)"
    )
    assert {row[0] for row in dataset.sql(quotes)} == {True}
    assert report(0) in {row[0] for row in dataset.sql("select text from reports")}
