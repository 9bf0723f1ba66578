"""Nested reports → flat tables: every value where it belongs."""

import re
from operator import attrgetter
from pathlib import Path

import pyarrow as pa
import pytest

from fazhi_extract import DatasetError, Report, parse_report
from fazhi_extract.arrow.columns import struct_of
from fazhi_extract.dataset.schema import KEYS, TABLES, VERSION, arrow_schema, published
from fazhi_extract.dataset.slices import slices
from fazhi_extract.dataset.tables import tables_of
from fazhi_extract.models.base import escape

from .making import body
from .storing import nested

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = sorted((ROOT / "fixtures").glob("*.txt"))
SOURCED = {
    "location": "a.html",
    "url": "https://WWW.Example.gov.cn:443/a/1.html?x=1",
    "media_type": "text/html",
}


@pytest.fixture(scope="module")
def reports():
    made = {path.stem: parse_report(path.read_text(encoding="utf-8")) for path in FIXTURES[:6]}
    made["strange"] = parse_report("甲\ud800\ufdd0乙" + body("云岭区", 2023))
    made["empty"] = parse_report("")
    made["sourced"] = Report.model_validate(
        parse_report(body("青溪县", 2022)).model_dump() | {"source": SOURCED}
    )
    return made


@pytest.fixture(scope="module")
def tables(reports):
    return tables_of(nested({**reports, "broken": ValueError("no")}))


def _plain(value):
    """As a table has it."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return escape(value) if isinstance(value, str) else value


def _expected(column, report, row):
    """The value of a column, by the objects."""
    path = column.path.removesuffix("_text") if column.path.endswith("_text") else column.path
    if path.startswith("^"):
        row, path = report, path[1:]
    if path.startswith("#"):
        return len(_get(row, path[1:]) or [])
    if "[]." in path:
        whole, member = path.split("[].")
        return [_plain(attrgetter(member)(one)) for one in _get(row, whole)]
    value = _get(row, path)
    if value is not None and column.path.endswith("_text") and path != column.path:
        return float(value) if column.type == "double" else str(value)
    return _plain(value)


def _get(value, path):
    for name in path.split("."):
        value = None if value is None else getattr(value, name)
    return value


@pytest.mark.parametrize("name", TABLES)
def test_every_value_is_that_of_the_object(name, tables, reports):
    rows = iter(tables[name].to_pylist())
    columns = [
        one for one in published()[name].columns if not one.path.startswith("@") and one.name != "report_id"
    ]
    count = 0
    for report_id, report in reports.items():
        objects = [report] if name == "reports" else getattr(report, name)
        for number, made in enumerate(objects, 1):
            row = next(rows)
            count += 1
            assert row["report_id"] == report_id
            assert row.get("ordinal", number) == number
            for column in columns:
                assert row[column.name] == _expected(column, report, made), column
    assert next(rows, None) is None
    assert count > 3


def test_the_sentence_of_a_metric(tables, reports):
    sentences = tables["metrics"]["sentence"].to_pylist()
    expected = [
        escape(report.text[metric.sentence.start : metric.sentence.end])
        for report in reports.values()
        for metric in report.metrics
    ]
    assert sentences == expected


def test_a_sentence_without_end_is_cut_around_its_figure():
    text = "云岭区2023年法治政府建设年度报告\n全年" + "，".join(f"办结案件{n}件" for n in range(100, 1500))
    report = parse_report(text)
    (row,) = (row for row in tables_of(nested({"a": report}))["metrics"].to_pylist() if row["value"] == 777)
    assert row["sentence_end"] - row["sentence_start"] > 5000
    assert len(row["sentence"]) == 2000
    assert "办结案件777件" in row["sentence"]


def test_what_is_worked_out_of_a_report(tables, reports):
    for row in tables["reports"].to_pylist():
        assert row["characters"] == len(reports[row["report_id"]].text)
        assert row["source_host"] == ("www.example.gov.cn" if row["report_id"] == "sourced" else None)
        assert row["duplicate_of"] is None


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://a.gov.cn", "a.gov.cn"),
        ("HTTPS://user@A.gov.cn/x", "a.gov.cn"),
        ("http://a.cn?b=//c.gov.cn", "a.cn"),
        ("a.gov.cn/x", None),
        ("file:///home/a", None),
        ("", None),
    ],
)
def test_the_host_of_an_address(url, host):
    report = Report(text="", source={"url": url})
    assert tables_of(nested({"a": report}))["reports"]["source_host"].to_pylist() == [host]


def test_the_schema_is_the_published_one(tables):
    assert list(tables) == list(TABLES)
    for name, table in tables.items():
        assert table.schema.equals(arrow_schema(name), check_metadata=True)
        assert tuple(table.column_names[: len(KEYS)]) == KEYS
        assert table.schema.metadata[b"fazhi_schema"] == VERSION.encode()


def test_no_reports_give_empty_tables():
    for name, table in tables_of(nested({})).items():
        assert table.num_rows == 0
        assert table.schema == arrow_schema(name)


def test_a_missing_column_is_told(reports):
    whole = nested({"a": reports["empty"]})
    with pytest.raises(DatasetError, match="'metrics'"):
        tables_of(whole.drop_columns(["metrics"]))
    with pytest.raises(DatasetError, match="'report_id'"):
        tables_of(whole.drop_columns(["report_id"]))


def test_several_batches_are_one_table(reports, tables):
    names = list(reports)
    parts = [
        nested({name: reports[name] for name in names[start : start + 2]})
        for start in range(0, len(names), 2)
    ]
    for name, table in tables_of(pa.concat_tables(parts)).items():
        assert table.combine_chunks() == tables[name].combine_chunks()


# fields of the objects that no table has: derived from others, or their own table
LEFT_OUT = re.compile(
    r"(span|body|sentence)$|^(sections|measures|metrics|shortcomings|plans|references|organizations|entities|findings)$"
    r"|\.(references|organizations)$|^meta$|^source$|(quantity|previous|rank|indicator_evidence|source\.pages)$"
    r"|(statements|causes)\.span|^source\.pages\.|previous\.(span|kind|comparator|low|high|low_text|high_text)"
    r"|rank\.span|\.(value|low|high)$|(statements|causes)$"
)


def _leaves(struct, prefix=""):
    for field in struct.fields:
        column = getattr(field.column, "item", field.column)
        if hasattr(column, "fields"):
            yield from _leaves(column, f"{prefix}{field.name}.")
        else:
            yield f"{prefix}{field.name}"


def test_every_field_of_a_report_is_in_a_table():
    found = set()
    for name in TABLES:
        for column in published()[name].columns:
            path = column.path.replace("[]", "").rpartition(" ")[2].lstrip("#")
            found.add(path[1:] if path.startswith("^") else path if name == "reports" else f"{name}.{path}")
    missing = [
        leaf
        for leaf in _leaves(struct_of(Report))
        if leaf not in found
        and not LEFT_OUT.search(leaf)
        and not leaf.startswith("organizations.")
        and ".references." not in leaf
        and ".organizations." not in leaf
        and ".span." not in leaf
        and ".sentence." not in leaf
    ]
    assert missing == []


# slices


def test_slices_of_many_texts():
    texts = ["", "云岭abc", "𠮷野\n甲", escape("\ud800乙\ufdd0丙"), "尾"]
    array = pa.array(["before", *texts], pa.string()).slice(1)
    plain = ["", "云岭abc", "𠮷野\n甲", "\ud800乙\ufdd0丙", "尾"]
    rows, starts, ends = [], [], []
    for row in range(len(texts)):
        for start in range(6):
            for end in range(start, 7):
                rows.append(row)
                starts.append(start)
                ends.append(end)
    expected = [escape(plain[row][start:end]) for row, start, end in zip(rows, starts, ends, strict=True)]
    assert slices(array, pa.array(rows).to_numpy(), starts, ends).to_pylist() == expected


def test_slices_in_their_order_of_which_some_are_the_same():
    texts = ["甲乙丙丁戊", "abc", "己庚辛"]
    array = pa.array(["前", *texts, "后"], pa.string()).slice(1, 3)
    rows = [0, 0, 0, 0, 2, 2]
    starts, ends = [1, 1, 2, 4, 0, 3], [2, 2, 4, 9, 2, 3]
    got = slices(array, pa.array(rows).to_numpy(), starts, ends)
    got.validate(full=True)
    assert got.to_pylist() == ["乙", "乙", "丙丁", "戊", "己庚", ""]


def test_slices_of_nothing():
    assert slices(pa.array([], pa.string()), pa.array([], pa.int64()).to_numpy(), [], []).to_pylist() == []
    assert slices(pa.array([None], pa.string()), pa.array([0]).to_numpy(), [0], [3]).to_pylist() == [""]
