"""`fazhi-extract parse`: views, JSON, encodings, errors."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fazhi_extract import Report, __version__, parse_report
from fazhi_extract.cli.app import app

TEXT = """云岭市青溪县2023年法治政府建设年度报告
一、主要举措和成效
一是强化执法监督。县司法局评查案卷126件，合格率由95.1%提高到98.4%，居全市第二。
二、存在的不足
一是部分乡镇执法力量薄弱，原因在于编制不足；二是普法形式不够新颖。
三、2024年工作安排
计划培训执法人员200人次以上。
"""


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*args, **options):
    return CliRunner().invoke(app, ["parse", *map(str, args)], **options)


def test_view(page):
    done = run(page)
    assert done.exit_code == 0
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert any("云岭市青溪县2023年法治政府建设年度报告" in line for line in lines[:1])
    assert "一、主要举措和成效" in lines
    assert any(line.startswith("• 强化执法监督") and line.endswith("行政执法") for line in lines)
    assert any("126 件" in line for line in lines)
    assert any("↑ 95.1 % → 98.4 %" in line and "居全市第二" in line for line in lines)
    assert any("部分乡镇执法力量薄弱" in line for line in lines)
    assert any("≥ 200 人次" in line and "目标" in line for line in lines)


def test_json_is_the_report(page):
    done = run(page, "--json")
    report = Report.model_validate_json(done.stdout)
    assert report.model_copy(update={"source": None}) == parse_report(TEXT)
    assert report.source.location == str(page)
    assert "云岭市" in done.stdout


def test_json_of_several_files_is_a_list(page):
    reports = json.loads(run(page, page, "--json").stdout)
    assert [report["text"] for report in reports] == [TEXT, TEXT]


def test_jsonl(page):
    lines = run(page, page, "--jsonl").stdout.splitlines()
    assert [Report.model_validate_json(line).text for line in lines] == [TEXT, TEXT]


def test_several_views_are_named(page, tmp_path):
    other = tmp_path / "other[bold].txt"
    other.write_text(TEXT, encoding="utf-8")
    out = run(page, other).stdout
    assert str(page) in out.replace("\n", "")
    assert str(other) in out.replace("\n", "")


OWN = """[DEFAULT]
topic = enforcement
[crafts.visits]
name_zh = 走访作坊数
unit = 家
aliases = 走访作坊
"""


def test_indicators_of_ones_own(page, tmp_path):
    own = tmp_path / "own.ini"
    own.write_text(OWN, encoding="utf-8")
    page.write_text(TEXT.replace("评查案卷126件", "走访作坊126家"), encoding="utf-8")
    (report,) = json.loads(f"[{run(page, '--json', '--indicators', own).stdout}]")
    assert "crafts.visits" in [metric["indicator"] for metric in report["metrics"]]
    assert "走访作坊数" in run(page, "--indicators", own).stdout
    assert "走访作坊数" not in run(page).stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "own.ini' cannot be read: No such file"),
        ("[crafts.visits]\nunit = 家\n", "own.ini, indicator 'crafts.visits', name_zh: Field required"),
        (OWN.replace("走访作坊\n", "{走访\n"), "the braces do not pair"),
    ],
)
def test_indicators_that_do_not_fit_are_one_line(page, tmp_path, text, said):
    own = tmp_path / "own.ini"
    if text is not None:
        own.write_text(text, encoding="utf-8")
    done = run(page, "--indicators", own)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_output_file(page, tmp_path):
    out = tmp_path / "out.json"
    done = run(page, "--json", "-o", out)
    assert done.stdout == ""
    assert Report.model_validate_json(out.read_text(encoding="utf-8")).text == TEXT


@pytest.mark.parametrize(
    ("encoding", "notice"), [("utf-8", ""), ("utf-8-sig", ""), ("utf-16", ""), ("gb18030", "read as GB18030")]
)
def test_encodings_from_standard_input(encoding, notice):
    done = run("-", "--json", input=TEXT.encode(encoding))
    assert Report.model_validate_json(done.stdout).text == TEXT
    assert notice in done.stderr
    assert bool(notice) == bool(done.stderr)


def test_a_page_that_steers_the_terminal(tmp_path):
    page = tmp_path / "report.txt"
    page.write_text(TEXT.replace("强化", "\x1b[31m强\x9b化\x07"), encoding="utf-8")
    out = run(page).stdout
    assert "�[31m强�化�" in out
    assert not {"\x1b", "\x9b", "\x07"} & set(out)


def test_missing_file_is_one_line_and_the_others_are_read(page, tmp_path):
    done = run(tmp_path / "none.txt", page, "--jsonl")
    assert done.exit_code == 1
    assert done.stderr.strip().endswith("none.txt: No such file or directory")
    assert len(done.stderr.splitlines()) == 1
    assert len(done.stdout.splitlines()) == 1


def test_bytes_that_are_no_text(tmp_path):
    path = tmp_path / "scan.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\xff\xff\xff")
    done = run(path)
    assert done.exit_code == 1
    assert "scan.png: it is a PNG image" in done.stderr


def test_a_page(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(
        "<html><body><div class=nav><a href=/>首页</a></div><div id=zoom><p>"
        + TEXT.strip().replace("\n", "<p>")
        + "</div></body></html>",
        encoding="gb18030",
    )
    done = run(path, "--json")
    report = Report.model_validate_json(done.stdout)
    assert report.text == TEXT.strip()
    assert report.source.media_type == "text/html"
    assert "read as GB18030" in done.stderr


def test_a_folder_and_an_output_that_cannot_be_written(page, tmp_path):
    assert run(tmp_path).exit_code == 1
    done = run(page, "-o", tmp_path / "no" / "out.txt")
    assert done.exit_code == 1
    assert "out.txt" in done.stderr


@pytest.mark.parametrize("args", [("--json", "--jsonl"), ("--xml",)])
def test_usage_errors(page, args):
    assert run(page, *args).exit_code == 2


def test_no_file():
    assert run().exit_code == 2


def test_the_installed_program():
    program = Path(sys.executable).with_name("fazhi-extract")
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"fazhi-extract {__version__}"
