"""Our fixtures, printed as DOCX and PDF and read back, say what the text says."""

import io
import re
import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from fazhi_extract import parse_file, parse_report

from .writer import Layout, draw, typeset

FIXTURES = Path(__file__).parents[3] / "fixtures"
NAMES = ["qingxi_2023", "huaichuan_2022", "meichuan_health_2019", "gulou_2022", "jinhe_tax_2018"]
LAYOUTS = {
    "furniture": {"header": "云岭市人民政府公报 {page}", "footer": "— {page} —"},
    "columns": {"columns": 2, "header": "政府公报", "footer": "第 {page} 页 共 9 页"},
}


def bare(text):
    return re.sub(r"\s+", "", text)


def said(report):
    """What a report says, whatever its spaces."""
    return {
        "measures": [bare(item.text) for item in report.measures],
        "shortcomings": [bare(item.text) for item in report.shortcomings],
        "plans": [bare(item.text) for item in report.plans],
        "metrics": [
            (bare(one.label), one.quantity.value, one.quantity.unit, one.status, one.indicator)
            for one in report.metrics
        ],
        "sections": [bare(section.heading) for section in report.sections],
    }


def lines(name):
    text = (FIXTURES / f"{name}.txt").read_text(encoding="utf-8")
    return [line.strip() for line in text.split("\n") if line.strip()]


def as_docx(paragraphs):
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


@pytest.mark.parametrize("name", NAMES)
def test_docx(name):
    assert said(parse_file(as_docx(lines(name)))) == said(parse_report("\n".join(lines(name))))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", NAMES)
def test_pdf(name, layout):
    how = Layout(**LAYOUTS[layout])
    report = parse_file(typeset(lines(name), how))
    assert said(report) == said(parse_report("\n".join(lines(name))))
    for metric in report.metrics:
        page = report.page_of(metric.quantity.span.start)
        assert bare(metric.quantity.text)[:1] in how.pages[page - 1]


def has_office_and_font():
    if shutil.which("soffice") is None or shutil.which("fc-list") is None:
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False).stdout.strip())


@pytest.mark.skipif(not has_office_and_font(), reason="needs LibreOffice and a Chinese font")
def test_pdf_by_libreoffice(tmp_path):
    name = "huaichuan_2022"
    (tmp_path / "report.docx").write_bytes(as_docx(lines(name)))
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "report.docx")),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    report = parse_file(tmp_path / "report.pdf")
    assert said(report) == said(parse_report("\n".join(lines(name))))


def test_a_ruled_table_of_a_pdf_gives_metrics():
    def page(canvas):
        for row, text in enumerate(
            ("云岭市2022年法治政府建设情况报告", "一、有关数据", "案件办理情况如下表：")
        ):
            canvas.drawString(80, 780 - 20 * row, text)
        canvas.grid((80, 200, 320, 440), (720, 700, 680, 660))
        rows = (("事项", "收到（件）", "办结（件）"), ("行政复议", "162", "151"), ("行政应诉", "37", "35"))
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                canvas.drawString(86 + 120 * column, 706 - 20 * row, text)
        canvas.drawString(80, 620, "二、存在问题")

    report = parse_file(draw(page))
    found = [(one.label, one.quantity.value, one.quantity.unit) for one in report.metrics]
    assert found == [
        ("行政复议收到", 162, "件"),
        ("行政复议办结", 151, "件"),
        ("行政应诉收到", 37, "件"),
        ("行政应诉办结", 35, "件"),
    ]


def test_tables_of_a_docx_give_metrics():
    document = docx.Document()
    for text in ("云岭市2022年法治政府建设情况报告", "一、有关数据", "2022年案件办理情况如下表："):
        document.add_paragraph(text)
    rows = (("事项", "收到（件）", "办结（件）"), ("行政复议", "162", "151"), ("行政应诉", "37", "35"))
    table = document.add_table(3, 3)
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    document.add_paragraph("二、存在问题")
    held = io.BytesIO()
    document.save(held)
    found = [
        (one.label, one.quantity.value, one.quantity.unit) for one in parse_file(held.getvalue()).metrics
    ]
    assert found == [
        ("行政复议收到", 162, "件"),
        ("行政复议办结", 151, "件"),
        ("行政应诉收到", 37, "件"),
        ("行政应诉办结", 35, "件"),
    ]
