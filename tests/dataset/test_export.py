"""Spreadsheets, CSV and JSON lines out of a data set."""

import csv
import json
import sys

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fazhi_extract import (
    Dataset,
    DatasetError,
    MissingPackageError,
    OptionError,
    Report,
    Source,
    parse_report,
)
from fazhi_extract.dataset import workbook
from fazhi_extract.dataset.export import export
from fazhi_extract.dataset.schema import TABLES, VERSION, chinese_values, published
from fazhi_extract.indicators import catalogue

from .making import body, page
from .storing import store

EVIL = '=HYPERLINK("http://example.com","云")'


@pytest.fixture(scope="module")
def reports():
    made = {f"r{year}": parse_report(body("云岭区", year)) for year in (2021, 2022, 2023)}
    source = Source(location=EVIL, url="https://mirror.example.com/1.html")
    made["copy"] = parse_report(page(body("云岭区", 2023))).model_copy(update={"source": source})
    meta = made["r2021"].meta.model_copy(update={"title": EVIL, "issuer": "-1+1", "publisher": "@A1"})
    made["r2021"] = made["r2021"].model_copy(
        update={"meta": meta, "warnings": ["甲\x01乙_x0041_\uffff", "二"]}
    )
    long = "乙" * 40_000
    made["long"] = Report(text=long, meta={"region_code": "010203", "title": "𠮷" * 20_000})
    return made


@pytest.fixture(scope="module")
def dataset(reports, tmp_path_factory):
    path = store(tmp_path_factory.mktemp("dataset"), reports)
    columns = {column.name: [f"{column.name} 1"] for column in published()["errors"].columns}
    pq.write_table(pa.table(columns), path / "errors.parquet")
    manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    manifest["tables"]["errors"] = {"rows": 1, "files": ["errors.parquet"]}
    (path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return Dataset(path)


@pytest.fixture(scope="module")
def book(dataset, tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / "reports.xlsx"
    assert export(dataset, path, "xlsx") == [path]
    assert [one.name for one in path.parent.iterdir()] == ["reports.xlsx"]
    return openpyxl.load_workbook(path)


def _rows(sheet):
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_a_sheet_a_table(book):
    titles = [published()[name].title for name in TABLES]
    assert book.sheetnames == ["说明", *titles, "未读"]
    for name in TABLES:
        heads = [cell.value for cell in next(book[published()[name].title].iter_rows())]
        expected = [column.header for column in published()[name].columns if column.type != "binary"]
        assert [head for head in heads if head != "指标名称"] == expected


def test_a_sheet_is_laid_out(book):
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet["A1"].font.bold
        if sheet.title != "说明":
            assert sheet.auto_filter.ref == sheet.dimensions
        widths = [sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]]
        assert all(8 <= width <= 62 for width in widths)
    assert book["指标"].column_dimensions["A"].width < book["报告"].column_dimensions["G"].width


def test_the_values_are_those_of_the_data_set(book, dataset):
    shown = _rows(book["指标"])
    stored = dataset.sql("from metrics where report_id != 'copy'").arrow().to_pylist()
    assert len(shown) == len(stored) > 100
    for row, expected in zip(shown, stored, strict=True):
        assert row["数值"] == expected["value"]
        assert type(row["报告年度"]) is int
        assert row["原句"] == expected["sentence"]
        assert row["性质"] == chinese_values("metrics", "status")[expected["status"]]
        assert (row["指标名称"] is None) == (row["统一指标"] is None)
    (name,) = (one.name_zh for one in catalogue() if one.id == "legal_aid.cases")
    assert {row["指标名称"] for row in shown if row["统一指标"] == "legal_aid.cases"} == {name}


def test_the_copy_is_left_out_unless_asked(book, dataset, tmp_path):
    assert len(_rows(book["报告"])) == 4
    export(dataset, tmp_path / "all.xlsx", "xlsx", tables=["reports"], duplicates=True)
    assert len(_rows(openpyxl.load_workbook(tmp_path / "all.xlsx")["报告"])) == 5


def test_no_formula_and_no_lost_zero(book, dataset, tmp_path):
    export(dataset, tmp_path / "all.xlsx", "xlsx", duplicates=True)
    for sheet in openpyxl.load_workbook(tmp_path / "all.xlsx"):
        assert all(cell.data_type in ("s", "n", "inlineStr") for row in sheet.iter_rows() for cell in row)
    titles = {row["标题"] for row in _rows(book["报告"])}
    assert EVIL in titles
    assert "010203" in {row["行政区划代码"] for row in _rows(book["报告"])}


def test_a_text_too_long_is_cut_and_says_so(book):
    (row,) = (row for row in _rows(book["报告"]) if row["行政区划代码"] == "010203")
    assert row["字数"] == 40_000
    for name, count in (("全文", 40_000), ("标题", 20_000)):
        assert len(row[name].encode("utf-16-le")) // 2 in (32_766, 32_767)
        assert row[name].endswith(f"已截断；原文共 {count} 字）")


def test_characters_that_no_sheet_can_hold(book):
    found = [row["读取提示"] for row in _rows(book["报告"]) if row["读取提示"]]
    assert any(text.endswith("_x0041_\ufffd；二") or "_x005F_x0041_" in text for text in found)


def test_a_long_table_goes_on_in_the_next_sheet(dataset, tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 41)
    export(dataset, tmp_path / "a.xlsx", "xlsx", tables=["metrics"])
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    ((count,),) = dataset.sql("select count(*) from metrics where report_id != 'copy'")
    sheets = [name for name in book.sheetnames if name.startswith("指标")]
    assert sheets[:2] == ["指标", "指标(2)"]
    assert len(sheets) == -(-count // 40)
    assert sum(book[name].max_row - 1 for name in sheets) == count
    assert {book[name]["A1"].value for name in sheets} == {"报告编号"}


def test_the_first_sheet_explains(book):
    rows = list(book["说明"].iter_rows(values_only=True))
    assert f"（数据结构版本 {VERSION}）" in rows[0][2]
    assert ("报告", "", "共 4 行", "reports") in rows
    assert any(row[0] == "指标" and row[3] == "value_exact" for row in rows)


# CSV


def test_csv_a_file_a_table(dataset, tmp_path):
    files = export(dataset, tmp_path / "out", "csv")
    assert [file.name for file in files] == [f"{name}.csv" for name in (*TABLES, "errors")]
    with (tmp_path / "out" / "metrics.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    stored = dataset.sql("from metrics where report_id != 'copy'").arrow().to_pylist()
    assert [row["sentence"] for row in rows] == [row["sentence"] for row in stored]
    assert [float(row["value"]) if row["value"] else None for row in rows] == [row["value"] for row in stored]
    assert rows[0]["status"] == "achieved"


def test_csv_of_one_table_is_a_file(dataset, tmp_path):
    file = tmp_path / "reports.csv"
    assert export(dataset, file, "csv", tables=["reports"]) == [file]
    data = file.read_bytes()
    assert data.startswith(b"report_id,")
    assert f"\n{EVIL}".encode() not in data.replace(b'"', b"")
    assert EVIL.replace('"', '""').encode() in data


def test_csv_for_spreadsheets(dataset, tmp_path):
    file = tmp_path / "reports.csv"
    export(dataset, file, "csv", tables=["reports"], bom=True, chinese=True)
    assert file.read_bytes().startswith("\ufeff报告编号,".encode())
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    (row,) = (row for row in rows if row["报告年度"] == "2021")
    assert row["标题"] == f"'{EVIL}"
    assert row["发布主体"] == "'-1+1"
    assert row["信息来源"] == "'@A1"
    assert row["层级"] in chinese_values("reports", "report_level").values()


# JSON lines


def test_jsonl_is_the_objects(dataset, reports, tmp_path):
    file = tmp_path / "deep" / "reports.jsonl"
    export(dataset, file, "jsonl", duplicates=True)
    lines = file.read_text(encoding="utf-8").split("\n")
    assert lines.pop() == ""
    read = [Report.model_validate_json(line) for line in lines]
    assert sorted(read, key=repr) == sorted(reports.values(), key=repr)
    export(dataset, file, "jsonl")
    assert file.read_text(encoding="utf-8").count("\n") == 4


# faults


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"form": "parquet"}, "xlsx, csv, jsonl"),
        ({"form": "csv", "tables": ["metrics", "prices"]}, "reports, sections"),
        ({"form": "csv", "tables": []}, "choose among"),
        ({"form": "jsonl", "tables": ["metrics"]}, "objects"),
    ],
)
def test_a_wrong_option_is_told(dataset, tmp_path, given, message):
    with pytest.raises(OptionError, match=message):
        export(dataset, tmp_path / "out", **given)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["xlsx", "csv", "jsonl"])
def test_where_nothing_can_be_written(dataset, tmp_path, form):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(DatasetError, match="cannot be written"):
        export(dataset, tmp_path / "file" / f"out.{form}", form)
    folder = tmp_path / "folder.xlsx"
    folder.mkdir()
    if form != "csv":
        with pytest.raises(DatasetError, match="cannot be written"):
            export(dataset, folder, form)
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["file", "folder.xlsx"]


def test_a_failure_leaves_what_was_there(dataset, tmp_path, monkeypatch):
    file = tmp_path / "out.jsonl"
    file.write_text("mine", encoding="utf-8")

    def fail(**_):
        yield from ()
        raise DatasetError("damaged")

    monkeypatch.setattr(dataset, "objects", fail)
    with pytest.raises(DatasetError, match="damaged"):
        export(dataset, file, "jsonl")
    assert file.read_text(encoding="utf-8") == "mine"
    assert list(tmp_path.iterdir()) == [file]


def test_without_xlsxwriter(dataset, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingPackageError, match=r"fazhi-extract\[dataset\]"):
        export(dataset, tmp_path / "a.xlsx", "xlsx")
