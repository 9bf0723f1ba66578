"""`fazhi-extract query` and `fazhi-extract export`."""

import csv
import io
import json
import os
import subprocess
import sys

import openpyxl
import pytest
from typer.testing import CliRunner

from fazhi_extract import Report, parse_report
from fazhi_extract.cli.app import app

from .making import body, page
from .storing import store

COUNT = "select report_year, count(*) n from reports group by all order by 1"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    made = {f"r{year}": parse_report(body("云岭区", year)) for year in (2022, 2023)}
    made["copy"] = parse_report(page(body("云岭区", 2023)))
    return store(tmp_path_factory.mktemp("dataset"), made)


def run(*args, **options):
    return CliRunner().invoke(app, list(map(str, args)), **options)


def test_csv_is_what_a_program_gets(path):
    done = run("query", path, COUNT)
    assert done.exit_code == 0
    assert done.stdout == "report_year,n\n2022,1\n2023,2\n"
    assert run("query", path, COUNT, "--csv").stdout == done.stdout
    assert run("query", path, "-", input=COUNT).stdout == done.stdout


def test_lists_and_nothing_in_csv(path):
    done = run("query", path, "select [region, null] a, null b, 1.5 c, 'x,\"y\"' d from reports limit 1")
    assert list(csv.reader(io.StringIO(done.stdout)))[1][1:] == ["", "1.5", 'x,"y"']


def test_jsonl(path):
    done = run("query", path, "select report_id, region_path, value from metrics limit 3", "--jsonl")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) == 3
    assert isinstance(rows[0]["value"], float)
    assert isinstance(rows[0]["region_path"], list)
    dated = run("query", path, "select date '2024-01-20' d, 1.50::decimal(5,2) x", "--jsonl")
    assert json.loads(dated.stdout) == {"d": "2024-01-20", "x": "1.50"}


def test_a_file_and_its_mark(path, tmp_path):
    out = tmp_path / "out.csv"
    done = run("query", path, COUNT, "--csv", "--bom", "-o", out)
    assert done.stdout == ""
    assert out.read_bytes() == b"\xef\xbb\xbfreport_year,n\n2022,1\n2023,2\n"


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["select selekt"], 1, "selekt"),
        (["drop view reports"], 1, "one statement that reads"),
        ([COUNT, "-o", "/nowhere/at/all.csv"], 1, "/nowhere/at/all.csv"),
        ([COUNT, "--csv", "--jsonl"], 2, "--jsonl"),
    ],
)
def test_faults_of_a_query(path, args, code, message):
    done = run("query", path, *args)
    assert done.exit_code == code
    assert message in done.stderr
    assert done.stdout == ""


def test_no_data_set(tmp_path):
    for done in (run("query", tmp_path, COUNT), run("export", tmp_path, "-o", tmp_path / "a.xlsx")):
        assert done.exit_code == 1
        assert "error: " in done.stderr
        assert "fazhi-extract build" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_a_table_on_a_terminal(path):
    main, end = os.openpty()
    command = "import sys; from fazhi_extract.cli import main; sys.argv[0] = 'fazhi-extract'; main()"
    query = "select region, 2.0::double v, chr(27) || '[31m' || '[b]云' t from reports limit 1"
    with subprocess.Popen(
        [sys.executable, "-c", command, "query", str(path), query],
        stdout=end,
        env={**os.environ, "COLUMNS": "80"},
    ) as process:
        os.close(end)
        shown = b""
        while True:
            try:
                part = os.read(main, 1 << 16)
            except OSError:
                break
            if not part:
                break
            shown += part
    os.close(main)
    assert process.returncode == 0
    text = shown.decode()
    assert "┃" in text
    assert "│" in text
    assert "\x1b[31m" not in text
    assert "[31m[b]云" in text
    assert " 2 " in text


def test_a_reader_that_goes_away(path):
    code = "from fazhi_extract.cli import main; main()"
    query = "select m.sentence from metrics m, metrics n limit 200000"
    with subprocess.Popen(
        [sys.executable, "-c", code, "query", str(path), query],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        process.stdout.read(10)
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
    assert process.returncode == 1


# export


@pytest.mark.parametrize("args", [["-o", "a.xlsx"], ["--xlsx", "-o", "book"]])
def test_export_a_workbook(path, tmp_path, args):
    out = tmp_path / args[-1]
    done = run("export", path, *args[:-1], out)
    assert done.exit_code == 0
    assert done.stdout == f"{out}\n"
    book = openpyxl.load_workbook(io.BytesIO(out.read_bytes()))
    assert book["报告"].max_row == 3
    run("export", path, *args[:-1], out, "--duplicates")
    assert openpyxl.load_workbook(io.BytesIO(out.read_bytes()))["报告"].max_row == 4


def test_export_csv_and_jsonl(path, tmp_path):
    done = run("export", path, "--csv", "-o", tmp_path / "all", "--table", "metrics", "--table", "reports")
    assert done.stdout.splitlines() == [
        str(tmp_path / "all" / f"{name}.csv") for name in ("metrics", "reports")
    ]
    one = tmp_path / "one.csv"
    run("export", path, "-o", one, "--table", "reports", "--bom", "--chinese")
    assert one.read_text(encoding="utf-8").startswith("\ufeff报告编号,")
    lines = tmp_path / "all.jsonl"
    run("export", path, "-o", lines)
    assert (
        len([Report.model_validate_json(line) for line in lines.read_text(encoding="utf-8").splitlines()])
        == 2
    )


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["-o", "x.parquet"], 2, "--xlsx"),
        (["--csv", "--xlsx", "-o", "x"], 2, "--xlsx"),
        (["--xlsx", "--bom", "-o", "x"], 2, "--bom"),
        (["--csv", "-o", "x", "--table", "prices"], 2, "prices"),
        (["--jsonl", "-o", "/proc/nowhere/x.jsonl"], 1, "cannot be written"),
    ],
)
def test_faults_of_an_export(path, args, code, message):
    done = run("export", path, *args)
    assert done.exit_code == code
    assert message in done.stderr


def test_help_needs_no_optional_package():
    code = (
        "import sys\n"
        "for name in 'duckdb pyarrow pandas xlsxwriter numpy spacy'.split(): sys.modules[name] = None\n"
        "from typer.testing import CliRunner\n"
        "from fazhi_extract.cli.app import app\n"
        "done = CliRunner().invoke(app, ['--help'])\n"
        "assert done.exit_code == 0 and 'query' in done.stdout and 'export' in done.stdout, done\n"
        "done = CliRunner().invoke(app, ['query', 'nowhere', 'select 1'])\n"
        "assert done.exit_code == 1, done\n"
        "assert 'fazhi-extract[dataset]' in done.stderr, done.stderr\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
