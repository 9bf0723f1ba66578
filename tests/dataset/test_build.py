"""What a build reads, what it writes, and what it does not do again."""

import csv
import json
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fazhi_extract import InputError, MissingPackageError, OptionError, parse_report
from fazhi_extract.dataset.builder import build
from fazhi_extract.dataset.objects import find
from fazhi_extract.dataset.progress import Progress, clock, lines, summary
from fazhi_extract.dataset.schema import TABLES, arrow_schema
from fazhi_extract.pipeline import files
from fazhi_extract.sources import Limits

from .small import folder, report, rows


def built(inputs, path, **options):
    return build(inputs, path, **{"n_process": 1, **options})


@pytest.fixture
def settled(monkeypatch):
    """Trust the time stamps of files that have just been written."""
    monkeypatch.setattr("fazhi_extract.dataset.inputs._SETTLED", -1)


def locations(path):
    return {row["source_location"] for row in rows(path)["reports"]}


def test_a_folder_becomes_tables_by_year(tmp_path):
    reports, path = folder(tmp_path / "reports", 6), tmp_path / "dataset"
    done = built(reports, path)
    assert (done.phase, done.files, done.parsed, done.reports, done.failed) == ("done", 6, 6, 6, 0)
    tables = rows(path)
    assert set(tables) == {*TABLES, "errors"}
    assert {row["title"][:3] for row in tables["reports"]} == {
        "青溪县",
        "云岭市",
        "石桥区",
        "白鹭镇",
        "临江省",
    }
    assert tables["metrics"]
    assert {row["report_id"] for row in tables["metrics"]} == {row["report_id"] for row in tables["reports"]}
    for file in (path / "metrics").rglob("*.parquet"):
        table = pq.read_table(file, partitioning=None)
        assert table.schema.equals(arrow_schema("metrics"))
        (year,) = set(table["report_year"].to_pylist())
        assert file.parent.name == f"for_year={year}"


def test_plain_readers_of_parquet_find_the_tables(tmp_path):
    path = tmp_path / "dataset"
    built(folder(tmp_path / "reports", 6), path)
    assert len(pq.read_table(path / "reports")) == 6


def test_the_reports_come_back_as_they_were(tmp_path):
    path = tmp_path / "dataset"
    built(folder(tmp_path / "reports", 3), path)
    for row in rows(path)["reports"]:
        found = find(path, row["report_id"])
        assert found.text == row["text"]
        again = parse_report(found.text)
        assert found.metrics == again.metrics
        assert found.model_copy(update={"source": None}) == again
        assert found.source.sha256.startswith(row["report_id"])
    assert find(path, "nobody") is None


def test_two_processes_write_the_same_as_one(tmp_path):
    reports = folder(tmp_path / "reports", 80)
    (reports / "bad.txt").write_bytes(b"")
    for count in (1, 2):
        built(reports, tmp_path / str(count), n_process=count)
    assert rows(tmp_path / "1") == rows(tmp_path / "2")


def test_a_finished_build_parses_nothing_and_writes_nothing(tmp_path):
    reports, path = folder(tmp_path / "reports", 5), tmp_path / "dataset"
    (reports / "bad.txt").write_bytes(b"")
    built(reports, path)
    before = (path / "manifest.json").stat().st_mtime_ns
    done = built(reports, path)
    assert (done.parsed, done.unchanged, done.reports, done.failed) == (0, 6, 5, 1)
    assert (path / "manifest.json").stat().st_mtime_ns == before


def test_what_changes_is_replaced_and_what_is_gone_goes(tmp_path):
    reports, path = folder(tmp_path / "reports", 6), tmp_path / "dataset"
    built(reports, path)
    (reports / "0" / "0000.txt").write_text(report(100), encoding="utf-8")
    (reports / "1" / "0001.txt").unlink()
    (reports / "1" / "0003.txt").rename(reports / "moved.txt")
    (reports / "new.txt").write_text(report(101), encoding="utf-8")
    done = built(reports, path)
    assert (done.parsed, done.removed, done.reports) == (2, 2, 6)
    built(reports, tmp_path / "anew")
    strip = "source_location"
    got, expected = (
        {name: [{**row, strip: None} for row in table] for name, table in rows(one).items()}
        for one in (path, tmp_path / "anew")
    )
    assert got == expected


def test_a_file_that_loses_its_report_leaves_an_error(tmp_path):
    reports, path = folder(tmp_path / "reports", 2), tmp_path / "dataset"
    built(reports, path)
    (reports / "0" / "0000.txt").write_bytes(b"")
    assert built(reports, path).failed == 1
    assert len(rows(path)["reports"]) == 1
    (reports / "0" / "0000.txt").write_text(report(7), encoding="utf-8")
    assert built(reports, path).failed == 0
    assert not rows(path)["errors"]


def test_only_what_the_arguments_cover_is_dropped(tmp_path):
    one, other, path = (
        folder(tmp_path / "one", 2),
        folder(tmp_path / "other", 2, first=2),
        tmp_path / "dataset",
    )
    built([one, other], path)
    (other / "0" / "0002.txt").unlink()
    assert built(one, path).reports == 4
    assert built(other, path).reports == 3
    assert built(f"{one}/*/*.txt", path, prune=True).reports == 2


def test_a_pattern_covers_what_it_named(tmp_path):
    reports, path = folder(tmp_path / "reports", 4), tmp_path / "dataset"
    assert built(f"{reports}/**/*.txt", path).reports == 4
    (reports / "0" / "0000.txt").unlink()
    assert built(f"{reports}/**/*.txt", path).reports == 3


def test_a_pattern_covers_nothing_deeper_and_never_the_data_set(tmp_path):
    reports, path = folder(tmp_path / "reports", 4), tmp_path / "reports" / "dataset"
    assert built(reports, path).reports == 4
    assert built(f"{reports}/*", path).removed == 0
    (reports / "0" / "0000.txt").unlink()
    (reports / "new.txt").write_text(report(9), encoding="utf-8")
    assert built(f"{reports}/*.txt", path).removed == 0
    done = built(f"{reports}/**/*", path)
    assert (done.files, done.removed, done.reports) == (4, 1, 4)


def test_other_options_parse_again(tmp_path):
    reports, path = folder(tmp_path / "reports", 2), tmp_path / "dataset"
    built(reports, path)
    assert built(reports, path, units=["阕"]).parsed == 2
    assert built(reports, path, units=["阕"]).parsed == 0
    with pytest.raises(OptionError, match="'unit'"):
        built(reports, path, unit=["阕"])


def test_another_version_of_the_library_parses_again(tmp_path, monkeypatch):
    reports, path = folder(tmp_path / "reports", 2), tmp_path / "dataset"
    built(reports, path)
    monkeypatch.setattr("fazhi_extract.dataset.builder.__version__", "99")
    assert built(reports, path).parsed == 2
    assert len(rows(path)["reports"]) == 2


def test_another_version_of_the_tables_writes_them_anew_and_parses_nothing(tmp_path, monkeypatch):
    reports, path = folder(tmp_path / "reports", 2), tmp_path / "dataset"
    built(reports, path)
    expected = rows(path)
    monkeypatch.setattr("fazhi_extract.dataset.publish.VERSION", "99")
    assert built(reports, path).parsed == 0
    assert json.loads((path / "manifest.json").read_bytes())["schema"] == "99"
    assert rows(path) == expected


@pytest.mark.usefixtures("settled")
def test_bad_inputs_are_rows_of_errors(tmp_path):
    reports, path = folder(tmp_path / "reports", 2), tmp_path / "dataset"
    (reports / "empty.txt").write_bytes(b"")
    (reports / "large.txt").write_text("甲" * 1000, encoding="utf-8")
    (reports / "bad.docx").write_bytes(b"PK\x03\x04nothing")
    done = built(reports, path, limits=Limits(max_bytes=2000))
    assert (done.reports, done.failed, done.errors) == (2, 3, 3)
    errors = {row["input"].rpartition("/")[2]: row for row in rows(path)["errors"]}
    assert {row["class"] for row in errors.values()} == {"SourceError"}
    assert "empty" in errors["empty.txt"]["message"]
    assert "3,000 bytes" in errors["large.txt"]["message"]
    assert built(reports, path, limits=Limits(max_bytes=2000)).parsed == 0
    assert built(reports, path, retry=True).failed == 2


def test_an_unforeseen_error_is_kept_with_its_traceback(tmp_path, monkeypatch):
    parse = files.parse_document

    def fail(document, source, **options):
        if "编号1\n" in document.text:
            raise ZeroDivisionError("\ud800")
        return parse(document, source, **options)

    monkeypatch.setattr(files, "parse_document", fail)
    done = built(folder(tmp_path / "reports", 3), tmp_path / "dataset")
    assert (done.reports, done.failed) == (2, 1)
    (error,) = rows(tmp_path / "dataset")["errors"]
    assert error["class"] == "ZeroDivisionError"
    assert "in fail" in error["traceback"]


@pytest.mark.usefixtures("settled")
def test_what_lacks_a_package_is_read_again_when_it_may_be_there(tmp_path, monkeypatch):
    reports, path = folder(tmp_path / "reports", 2), tmp_path / "dataset"

    def fail(*_, **__):
        raise MissingPackageError("no package; pip install it")

    with monkeypatch.context() as patched:
        patched.setattr(files, "parse_document", fail)
        assert built(reports, path).failed == 2
        assert built(reports, path).failed == 2
        assert {row["class"] for row in rows(path)["errors"]} == {"MissingPackageError"}
    assert built(reports, path).reports == 2
    assert not rows(path)["errors"]


def test_the_same_content_is_one_report(tmp_path):
    reports, path = folder(tmp_path / "reports", 2), tmp_path / "dataset"
    (reports / "copy.txt").write_text(report(0), encoding="utf-8")
    assert built(reports, path).reports == 2
    assert locations(path) == {f"{reports}/0/0000.txt", f"{reports}/1/0001.txt"}
    (reports / "0" / "0000.txt").unlink()
    assert built(reports, path).reports == 2


def test_folders_are_read_without_what_is_no_report(tmp_path):
    reports = folder(tmp_path / "reports", 2)
    for name in (".hidden.txt", "style.css", "photo.jpg"):
        (reports / name).write_text(report(50), encoding="utf-8")
    path = reports / "dataset"
    assert built(reports, path).reports == 2
    assert built(reports, path).files == 2  # not the data set's own files
    built(reports, tmp_path / "other")
    assert len(rows(tmp_path / "other")["reports"]) == 2


@pytest.mark.usefixtures("settled")
def test_members_of_a_zip_file(tmp_path):
    path = tmp_path / "dataset"
    with zipfile.ZipFile(tmp_path / "reports.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("甲/一.txt", report(1))
        archive.writestr("甲/页.html", f"<html><body><p>{report(2)}</p></body></html>")
        archive.writestr("甲/空.txt", "")
        archive.writestr("photo.jpg", "x")
        archive.writestr("bomb.txt", "甲" * 3_000_000)
    done = built(tmp_path / "reports.zip", path)
    assert (done.reports, done.failed) == (2, 2)
    assert locations(path) == {f"{tmp_path}/reports.zip#甲/{name}" for name in ("一.txt", "页.html")}
    bomb, empty = sorted(rows(path)["errors"], key=lambda row: row["input"])
    assert bomb["input"].endswith("#bomb.txt")
    assert "9,000,000" in bomb["message"]
    assert empty["input"].endswith("#甲/空.txt")
    assert built(tmp_path / "reports.zip", path).parsed == 0


def test_names_in_a_zip_file_that_older_programs_wrote(tmp_path):
    file = tmp_path / "old.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xx/yy.txt", report(1))
    file.write_bytes(file.read_bytes().replace(b"xx/yy", "县/a".encode("gb18030") + b"b"))
    built(file, tmp_path / "dataset")
    assert locations(tmp_path / "dataset") == {f"{file}#县/ab.txt"}


TABLE = [
    {"name": "a", "body": report(1), "link": "http://www.qingxi.gov.cn/1.html"},
    {"name": "b", "body": report(2), "link": None},
    {"name": "c", "body": report(1), "link": "http://news.example.com/9.html"},
]


def written(path, table):
    """The rows as a file of the format that the suffix says."""
    if path.suffix == ".jsonl":
        path.write_text("".join(f"{json.dumps(row)}\n\n" for row in table), encoding="utf-8")
    elif path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(table), path)
    else:
        with path.open("w", encoding="gb18030" if path.stem == "gbk" else "utf-8-sig", newline="") as opened:
            writer = csv.DictWriter(opened, list(table[0]), delimiter="\t" if path.suffix == ".tsv" else ",")
            writer.writeheader()
            writer.writerows(table)
    return path


@pytest.mark.parametrize("name", ["t.jsonl", "t.csv", "gbk.csv", "t.tsv", "t.parquet"])
def test_rows_of_a_table(tmp_path, name):
    file, path = written(tmp_path / name, TABLE), tmp_path / "dataset"
    columns = {"text": "body", "id": "name", "url": "link"}
    assert built(file, path, **columns).reports == 3
    found = {row["source_location"].rpartition("#")[2]: row for row in rows(path)["reports"]}
    assert {key: row["source_url"] for key, row in found.items()} == {
        row["name"]: row["link"] for row in TABLE
    }
    assert found["a"]["text"] == report(1)
    assert found["c"]["duplicate_of"] == found["a"]["report_id"]
    assert found["a"]["duplicate_of"] is found["b"]["duplicate_of"] is None
    assert built(file, path, **columns).parsed == 0
    written(file, [*TABLE[1:], {"name": "d", "body": report(4), "link": None}])
    done = built(file, path, **columns)
    assert (done.parsed, done.reports) == (1, 3)


@pytest.mark.usefixtures("settled")
def test_rows_without_text_are_errors_of_their_own(tmp_path):
    file, path = tmp_path / "t.jsonl", tmp_path / "dataset"
    lone = json.dumps({"text": "\ud800一行"})
    file.write_text(
        f'{{"text": "一行"}}\n{{"text": null}}\n[1]\nno json\n{{"text": 5}}\n{lone}\n', encoding="utf-8"
    )
    done = built(file, path)
    assert (done.reports, done.failed) == (2, 4)
    assert [row["input"].rpartition("#")[2] for row in rows(path)["errors"]] == ["2", "3", "4", "5"]
    assert built(file, path).parsed == 0


def test_a_table_without_the_column_is_an_error(tmp_path):
    file = written(tmp_path / "t.csv", TABLE)
    done = built(file, tmp_path / "dataset")
    assert (done.reports, done.failed) == (0, 1)
    (error,) = rows(tmp_path / "dataset")["errors"]
    assert "no column 'text' among 'name', 'body', 'link'" in error["message"]
    assert built(file, tmp_path / "dataset", text="body").reports == 2  # of three rows: two have one text
    assert not rows(tmp_path / "dataset")["errors"]


def test_damaged_packed_files_are_errors(tmp_path):
    for name in ("a.zip", "b.parquet"):
        (tmp_path / name).write_bytes(b"nothing of the kind")
    done = built([tmp_path / "a.zip", tmp_path / "b.parquet"], tmp_path / "dataset")
    assert (done.reports, done.failed) == (0, 2)


def test_later_parts_are_merged_when_they_are_small(tmp_path):
    reports, path = folder(tmp_path / "reports", 4), tmp_path / "dataset"
    built(reports, path)
    for first in (10, 20, 30):
        folder(reports, 4, first=first)
        built(reports, path)
    assert len(rows(path)["reports"]) == 16
    assert len(list((path / "objects").iterdir())) == 1


def test_what_is_given_must_be_there(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        built(tmp_path / "nothing", tmp_path / "dataset")
    with pytest.raises(OptionError, match="no reports"):
        built([], tmp_path / "dataset")
    with pytest.raises(OptionError, match="n_process=0"):
        built(folder(tmp_path / "reports", 1), tmp_path / "dataset", n_process=0)


def test_nobody_elses_folder_is_built_into(tmp_path):
    reports = folder(tmp_path / "reports", 1)
    with pytest.raises(OptionError, match="other files in it"):
        built(reports, reports)


def test_nothing_to_read_is_an_empty_data_set(tmp_path):
    (tmp_path / "reports").mkdir()
    assert built(tmp_path / "reports", tmp_path / "dataset").reports == 0
    assert rows(tmp_path / "dataset")["reports"] == []


def test_progress_is_told(tmp_path):
    seen = []
    built(
        folder(tmp_path / "reports", 10),
        tmp_path / "dataset",
        chunk=4,
        progress=lambda progress: seen.append((progress.phase, progress.parsed, progress.left is None)),
    )
    reading = ("reading", 4, False), ("reading", 8, False), ("reading", 10, False)
    assert seen == [*reading, ("writing", 10, True), ("done", 10, True)]


def test_plain_lines_of_progress():
    told = []
    watch = lines(told.append)
    progress = Progress(bytes=1000, seen=250, parsed=20, parsed_bytes=250, errors=3)
    watch(progress)
    assert told == []
    assert summary(progress).startswith("25%, 20 parsed, ")
    assert "3 errors" in summary(progress)
    progress.phase, progress.reports = "done", 17
    watch(progress)
    assert told[0].startswith("17 reports in the data set, 0 inputs with errors; parsed 20 in 0.0 s")


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (75.4, "1:15"), (3723, "1:02:03")])
def test_time_left(seconds, shown):
    assert clock(seconds) == shown
