"""The view of a report: figures, indicators, the audit, widths."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from fazhi_extract import Finding, Metric, Quantity, Report, Span, parse_report
from fazhi_extract.indicators import Indicator, catalogue
from fazhi_extract.views.terminal import render

REPORT = """青溪县2023年法治政府建设年度报告
一、主要举措和成效
县人民政府收到行政复议申请52件，审结40件，直接纠错4件，纠错率25%。走访竹编作坊17家。
二、存在的不足
部分乡镇执法力量薄弱，
"""


def lines(report, width=110, **options):
    buffer = io.StringIO()
    Console(file=buffer, width=width, color_system=None).print(render(report, **options))
    return buffer.getvalue().splitlines()


def row(printed, words):
    """The one line with these words, its blanks made one."""
    (line,) = [line for line in printed if words in line]
    return " ".join(line.split())


def test_an_indicator_stands_beside_its_figure():
    printed = lines(parse_report(REPORT))
    received = catalogue().get("reconsideration.applications_received")
    assert row(printed, received.name_zh) == f"q1 收到行政复议申请 52 件 {received.name_zh}, 县人民政府"
    assert row(printed, "竹编作坊").endswith("17 家")


def test_an_unknown_indicator_is_shown_by_its_id_and_an_own_one_by_its_name():
    own = Indicator(
        id="crafts.visits", name_zh="作坊走访家数", topic="other", unit="家", aliases=("走访竹编作坊",)
    )
    report = parse_report(REPORT, indicators=[own])
    assert "crafts.visits" in row(lines(report), "竹编作坊")
    assert "作坊走访家数" in row(lines(report, indicators=catalogue().extended(own)), "竹编作坊")


def test_the_audit_is_told_and_marks_the_figures():
    report = parse_report(REPORT)
    (finding,) = [one for one in report.findings if one.severity == "warning"]
    printed = lines(report)
    begin = next(number for number, line in enumerate(printed) if line.startswith("数据核对"))
    told = " ".join(printed[begin + 1].split())
    assert told.startswith(f"存疑 {finding.rule} 纠错率 25%")
    assert told.endswith(" ".join(finding.metrics))
    assert "1 处存疑" in row(printed, "个数据")
    rate = next(metric for metric in report.metrics if metric.label == "纠错率")
    assert rate.id in finding.metrics
    assert "存疑" in row(printed, "行政复议纠错率")
    assert "存疑" not in row(printed, "竹编作坊")


def test_the_gravest_findings_come_first_and_none_give_no_chapter():
    def finding(severity):
        return Finding(rule=f"rule_{severity}", severity=severity, message="x")

    printed = lines(Report(text="", findings=[finding(one) for one in ("info", "error", "warning")]))
    told = [line.split()[:2] for line in printed if "rule_" in line]
    assert told == [["错误", "rule_error"], ["存疑", "rule_warning"], ["说明", "rule_info"]]
    assert not any("数据核对" in line for line in lines(Report(text="")))


def test_a_finding_cannot_steer_the_terminal():
    printed = "".join(
        lines(Report(text="", findings=[Finding(rule="r", severity="info", message="a\x1b[2Jb")]))
    )
    assert "\x1b" not in printed
    assert "a\ufffd[2Jb" in printed


@pytest.mark.parametrize("width", [40, 80, 110, 200])
def test_every_figure_is_whole_at_any_width(width):
    report = parse_report(REPORT)
    printed = lines(report, width)
    assert max(map(cell_len, printed)) <= width
    joined = "".join("".join(printed).split())
    for metric in report.metrics:
        assert metric.id in joined
        assert str(metric.quantity.value) in joined
    assert catalogue().get("reconsideration.corrected").name_zh[:4] in joined


def test_columns_stand_in_the_same_places():
    printed = lines(parse_report(REPORT))
    places = {cell_len(line[: line.index(f" {unit}")]) for line, unit in _values(printed)}
    assert len(places) == 1


def _values(printed):
    for words, unit in (("q1 ", "件"), ("q4 ", "%"), ("竹编作坊", "家")):
        (line,) = [line for line in printed if words in line and f"  {unit}" in line]
        yield line, f" {unit}"


def test_a_long_item_ends_at_a_pause():
    text = (
        "青溪县2023年法治政府建设年度报告\n一、主要举措和成效\n"
        + "组织乡镇干部走访竹编作坊和陶器作坊的师傅们，" * 4
    )
    (line,) = [one for one in lines(parse_report(text)) if "组织乡镇" in one]
    assert "师傅们…" in line


def test_huge_and_odd_metrics_are_shown():
    here = Span(start=0, end=1)
    metric = Metric(id="q1", label="数\u0007", quantity=Quantity(text="数", span=here), sentence=here)
    assert "数\ufffd" in row(lines(Report(text="数", metrics=[metric])), "q1")
