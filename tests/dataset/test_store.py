"""Opening a data set and asking it."""

import json
import pickle
import sys
import threading

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import fazhi_extract
from fazhi_extract import Dataset, DatasetError, MissingPackageError, OptionError, parse_report
from fazhi_extract.dataset import store as store_module
from fazhi_extract.dataset.manifest import write_manifest
from fazhi_extract.dataset.schema import TABLES, VERSION, published

from .making import body, page
from .storing import store

PLACES = {"云岭市青溪区": ["云岭市", "青溪区"], "云岭市松桥区": ["云岭市", "松桥区"], "霞浦省": ["霞浦省"]}
CODES = {"云岭市青溪区": "990102", "云岭市松桥区": "990103", "霞浦省": "980000"}


def _report(place, year, text=None):
    report = parse_report(text or body(place, year))
    known = {"region": PLACES[place][-1], "region_path": PLACES[place], "region_code": CODES[place]}
    return report.model_copy(update={"meta": report.meta.model_copy(update={**known, "year": year})})


@pytest.fixture(scope="module")
def reports():
    made = {f"{CODES[place]}-{year}": _report(place, year) for place in PLACES for year in (2021, 2022, 2023)}
    made["copy"] = _report("霞浦省", 2023, page(body("霞浦省", 2023)))
    made["copy"] = made["copy"].model_copy(
        update={"source": fazhi_extract.Source(url="https://mirror.example.com/1.html")}
    )
    return made


@pytest.fixture(scope="module")
def path(reports, tmp_path_factory):
    return store(tmp_path_factory.mktemp("dataset"), reports)


@pytest.fixture
def dataset(path):
    with Dataset(path) as opened:
        yield opened


def test_what_it_says_of_itself(dataset, reports, path):
    assert len(dataset) == len(reports)
    assert dataset.tables == list(TABLES)
    assert dataset.schema["metrics"].columns[0].name == "report_id"
    assert repr(dataset) == f"Dataset({str(path)!r})"
    assert len(pickle.loads(pickle.dumps(dataset))) == len(reports)


def test_every_view_has_the_published_columns(dataset):
    for name in TABLES:
        expected = [column.name for column in published()[name].columns if column.type != "binary"]
        assert dataset.sql(f'from "{name}"').columns == expected


def test_a_report_comes_back_as_it_was(dataset, reports):
    for name, report in reports.items():
        assert dataset.report(name) == report
    with pytest.raises(DatasetError, match="no report has the id 'nobody'"):
        dataset.report("nobody")


def test_all_reports_come_back(dataset, reports):
    assert sorted(dataset.objects(), key=repr) == sorted(reports.values(), key=repr)
    assert len(list(dataset.objects(duplicates=False))) == len(reports) - 1


def test_the_copy_is_marked(dataset):
    marked = "select report_id, duplicate_of from reports where duplicate_of is not null"
    ((copy, original),) = dataset.sql(marked)
    assert {copy, original} == {"copy", "980000-2023"}


# panels


def _places(frame):
    return set(frame["report_id"])


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("青溪区", {"990102"}),
        ("云岭市", {"990102", "990103"}),
        ("霞浦省", {"980000"}),
        ("99", {"990102", "990103"}),
        ("990000", {"990102", "990103"}),
        ("990100", {"990102", "990103"}),
        ("990103", {"990103"}),
        ("98", {"980000"}),
        ("无此地", set()),
        ("97", set()),
    ],
)
def test_a_region_by_name_path_or_code(dataset, region, expected):
    for frame in (dataset.metrics(region=region), dataset.reports(region=region)):
        assert {name.partition("-")[0] for name in _places(frame)} - {"copy"} == expected


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        (2022, {2022}),
        (range(2021, 2023), {2021, 2022}),
        (range(2021, 2024, 2), {2021, 2023}),
        ([2023, 2021], {2021, 2023}),
        ((2021,), {2021}),
        (range(0), set()),
        ([], set()),
        (1999, set()),
    ],
)
def test_years(dataset, years, expected):
    assert set(dataset.reports(years=years)["report_year"]) == expected
    metrics = dataset.metrics(years=years)
    assert set(metrics["year"].fillna(metrics["report_year"])) == expected


def test_an_indicator(dataset, reports):
    accepted = dataset.metrics("mediation.cases_mediated", region="990102", years=[2021, 2022, 2023])
    found = {(row.report_year, row.value) for row in accepted.itertuples() if row.aspect == "level"}
    expected = {
        (report.meta.year, float(metric.quantity.value))
        for name, report in reports.items()
        if name.startswith("990102")
        for metric in report.metrics
        if metric.indicator == "mediation.cases_mediated" and metric.aspect == "level"
    }
    assert expected
    assert found == expected
    two = dataset.metrics(["mediation.cases_mediated", "legal_aid.cases"])
    assert set(two["indicator"]) == {"mediation.cases_mediated", "legal_aid.cases"}


def test_duplicates_count_once_unless_asked(dataset):
    once, twice = (dataset.metrics(region="98", duplicates=both) for both in (False, True))
    assert len(_places(once)) == 3
    assert len(_places(twice)) == 4
    assert len(dataset.reports(duplicates=True)) == len(dataset.reports()) + 1


def test_the_forms(dataset):
    frame = dataset.metrics(region="98")
    table = dataset.metrics(region="98", as_="arrow")
    polars = dataset.metrics(region="98", as_="polars")
    assert len(frame) == table.num_rows == polars.height
    assert list(frame.columns) == table.column_names == polars.columns
    assert str(frame["report_year"].dtype) == "Int32"
    assert frame["value"].dtype == "float64"
    chosen = dataset.metrics(region="98", columns=["report_year", "value"], as_="arrow")
    assert chosen.column_names == ["report_year", "value"]
    assert "text" not in dataset.reports()
    assert "text" in dataset.reports(text=True)


def test_the_order_is_by_place_and_year(dataset):
    frame = dataset.reports()
    assert list(frame["report_id"])[:3] in (
        ["980000-2021", "980000-2022", "980000-2023"],
        ["980000-2021", "980000-2022", "copy"],
    )
    assert frame["region_code"].is_monotonic_increasing


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"indicator": "mediation.cases_mediatd"}, "mediation.cases_mediated"),
        ({"indicator": ["mediation.cases_mediated", "x"], "region": "97"}, "'x'"),
        ({"years": "2023"}, "years="),
        ({"years": [2023.5]}, "years="),
        ({"years": 2023.0}, "years="),
        ({"region": 33}, "region="),
        ({"columns": ["value", "price"]}, "price"),
        ({"as_": "excel"}, "pandas, polars, arrow"),
    ],
)
def test_a_wrong_option_is_told(dataset, wrong, message):
    with pytest.raises(OptionError, match=message):
        dataset.metrics(**wrong)


def test_a_known_indicator_without_figures_is_no_error(dataset):
    assert dataset.metrics("mediation.cases_mediated", years=1999).empty


# SQL


def test_sql_with_parameters(dataset):
    query = "select count(*) from reports where report_year = ? and region = ?"
    ((count,),) = dataset.sql(query, [2022, "青溪区"])
    assert count == 1
    ((count,),) = dataset.sql("select count(*) from reports where region = $place", {"place": "青溪区"})
    assert count == 3
    hostile = "青溪区' or '1'='1"
    ((count,),) = dataset.sql("select count(*) from reports where region = ?", [hostile])
    assert count == 0


def test_a_result_in_every_form(dataset):
    result = dataset.sql(
        "select report_year, count(*) n, sum(metric_count) m from reports group by all order by 1"
    )
    assert result.columns == ["report_year", "n", "m"]
    frame = result.df()
    assert result.pl().rows() == list(frame.itertuples(index=False, name=None)) == list(result)
    assert str(frame["m"].dtype) == "Int64"
    assert result.arrow().num_rows == 3
    assert "report_year" in repr(result)


def test_the_rows_of_a_result_are_read_once(dataset):
    result = dataset.sql("from metrics")
    rows = sum(batch.num_rows for batch in result.batches(10))
    assert rows > 100
    with pytest.raises(DatasetError, match="read already"):
        list(result)


def test_nothing_found_has_its_columns(dataset):
    result = dataset.sql("select report_id, value from metrics where false")
    assert list(result.df().columns) == ["report_id", "value"]
    assert result.arrow().num_rows == 0


@pytest.mark.parametrize(
    "query",
    [
        "select 1",
        "with a as (select 1) from a",
        "values (1)",
        "describe metrics",
        "summarize reports",
        "show tables",
        "explain select * from reports",
        "explain analyze from reports",
        "pivot metrics on status using count(*)",
        "(select 1) union all (select 2)",
    ],
)
def test_what_reads_is_allowed(dataset, query):
    assert dataset.sql(query).arrow().num_rows


@pytest.mark.parametrize(
    "query",
    [
        "",
        "-- nothing",
        "select 1; select 2",
        "create table mine as select 1",
        "insert into reports values (1)",
        "drop view reports",
        "update reports set title = 'x'",
        "set threads = 1",
        "attach 'other.db'",
        "install httpfs",
        "load json",
        "copy reports to '{path}/out.csv'",
        "copy reports to '{file}' (use_tmp_file false)",
        "explain analyze copy reports to '{file}' (use_tmp_file false)",
        "explain (analyze, format json) copy reports to '{file}' (use_tmp_file false)",
        "export database '{path}/out'",
        "select * from read_text('{path}/manifest.json')",
        "select * from '{path}/secret.csv'",
        "select * from glob('{path}/*')",
        "select * from read_parquet('http://example.com/x.parquet')",
        "select * from secret",
        "select selekt",
        "select * from nothing",
        "pragma database_list; drop view reports",
        "call checkpoint()",
    ],
)
def test_what_writes_or_looks_elsewhere_is_refused(dataset, path, query):
    secret = [1]  # noqa: F841  (DuckDB would find it by its name)
    (path / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    file = next((path / "reports").glob("*.parquet"))
    before = {one: one.stat().st_mtime_ns for one in path.rglob("*")}
    with pytest.raises(DatasetError, match="query"):
        dataset.sql(query.format(path=path, file=file)).arrow()
    assert {one: one.stat().st_mtime_ns for one in path.rglob("*")} == before
    assert len(dataset) == 10


def test_duckdb_says_what_is_wrong(dataset):
    with pytest.raises(DatasetError, match="selekt") as caught:
        dataset.sql("select selekt from reports")
    assert "query: " in str(caught.value)
    with pytest.raises(DatasetError, match="Could not convert"):
        dataset.sql("select region::integer from reports").arrow()


def test_several_threads_at_once(dataset):
    counts = []

    def ask():
        counts.extend(dataset.sql("select count(*) from metrics").arrow().column(0).to_pylist())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(counts) == 8
    assert len(set(counts)) == 1


# faults


def test_no_data_set(tmp_path):
    with pytest.raises(DatasetError, match="no finished data set"):
        Dataset(tmp_path)
    with pytest.raises(DatasetError, match="no finished data set"):
        Dataset(tmp_path / "nowhere")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "else"}', "\x00"])
def test_a_manifest_that_is_none(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match="manifest"):
        Dataset(tmp_path)


def test_another_version_of_the_schema(reports, tmp_path):
    store(tmp_path, {"a": reports["copy"]}, version="0")
    with pytest.raises(DatasetError, match="version 0"):
        Dataset(tmp_path)


@pytest.mark.parametrize("change", [{"tables": None}, {"tables": {"reports": {}}}, {"tables": []}])
def test_a_damaged_manifest(reports, tmp_path, change):
    store(tmp_path, {"a": reports["copy"]})
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    (tmp_path / "manifest.json").write_text(json.dumps(manifest | change), encoding="utf-8")
    with pytest.raises(DatasetError, match="manifest is damaged"):
        Dataset(tmp_path)


def test_a_damaged_or_missing_file(reports, tmp_path):
    store(tmp_path, {"a": reports["copy"]}, parts=1)
    opened = Dataset(tmp_path)
    file = tmp_path / "metrics" / "part-0.parquet"
    file.rename(tmp_path / "elsewhere")
    with pytest.raises(DatasetError, match=r"metrics.*is gone"):
        opened.metrics()
    with pytest.raises(DatasetError, match="metrics"):
        Dataset(tmp_path)
    file.write_bytes(b"PAR1 and nothing more")
    with pytest.raises(DatasetError, match="metrics"):
        Dataset(tmp_path)


def test_an_empty_data_set(tmp_path):
    write_manifest(tmp_path, {}, [], schema=VERSION)
    opened = Dataset(tmp_path)
    assert len(opened) == 0
    assert list(opened.objects()) == []
    assert opened.metrics().empty
    assert opened.tables == list(TABLES)
    for name in TABLES:
        kinds = dict(opened.sql(f'select column_name, column_type from (describe "{name}")'))
        assert kinds["report_year"] == "INTEGER"
        assert list(kinds) == [column.name for column in published()[name].columns if column.type != "binary"]


def test_marks_apart_from_the_reports(reports, tmp_path):
    store(tmp_path, {"a": reports["980000-2021"], "b": reports["980000-2022"]})
    marks = pa.table({"report_id": ["b"], "duplicate_of": ["a"]})
    pq.write_table(marks, tmp_path / "marks.parquet")
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    manifest["tables"]["duplicates"] = {"rows": 1, "files": ["marks.parquet"]}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    found = dict(Dataset(tmp_path).sql("select report_id, duplicate_of from reports"))
    assert found == {"a": None, "b": "a"}


def test_a_limit_that_duckdb_refuses(path):
    with pytest.raises(OptionError, match="memory_limit='much'"):
        Dataset(path, memory_limit="much")


@pytest.mark.parametrize(("name", "call"), [("duckdb", None), ("pandas", "df"), ("polars", "pl")])
def test_a_missing_package_names_the_extra(path, monkeypatch, name, call):
    opened = Dataset(path) if call else None
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingPackageError, match=r"fazhi-extract\[(dataset|polars)\]"):
        getattr(opened.sql("select 1"), call)() if call else Dataset(path)


def test_files_that_go_while_it_is_opened(reports, tmp_path, monkeypatch):
    store(tmp_path, {"a": reports["980000-2021"]}, parts=1)
    manifest = store_module.read_manifest(tmp_path)
    store(tmp_path, {"b": reports["980000-2022"], "c": reports["980000-2023"]}, parts=1)
    stale = {**manifest, "tables": {"reports": {"rows": 1, "files": ["reports/gone.parquet"]}}}
    answers = [stale, stale]
    read = store_module.read_manifest
    monkeypatch.setattr(store_module, "read_manifest", lambda path: answers.pop() if answers else read(path))
    with pytest.raises(DatasetError, match="gone"):
        Dataset(tmp_path)
    answers.append(stale)
    assert len(Dataset(tmp_path)) == 2
