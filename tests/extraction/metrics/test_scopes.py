"""Divisions inside the report's region that figures are about: their scope, and no figure of the region."""

from __future__ import annotations

import pytest

from fazhi_extract import parse_report

DIVISIONS = {
    "divisions": [
        ("990000", "临江省", "-"),
        ("990100", "云岭市", "-"),
        ("990101", "青溪县", "-"),
        ("990102", "柳湾区", "-"),
    ]
}


def figures(sentence, title="临江省云岭市人民政府2023年法治政府建设年度报告"):
    text = f"{title}\n一、主要举措\n(一)规范执法。{sentence}\n"
    report = parse_report(text, extend_lexicon=DIVISIONS)
    return {metric.quantity.text: (metric.scope, metric.indicator) for metric in report.metrics}


def test_the_clauses_that_a_division_opens_are_about_it():
    found = figures("全市行政处罚900件。其中：青溪县行政处罚120件，罚没款33万元；柳湾区行政处罚95件。")
    assert found["900件"] == (None, "penalty.decisions")
    assert found["120件"] == ("青溪县", None)
    assert found["33万元"] == ("青溪县", None)
    assert found["95件"] == ("柳湾区", None)


def test_rows_of_a_table_are_about_their_division():
    found = figures("各县区办案情况：\n| 县区 | 行政处罚 |\n| 青溪县 | 120件 |\n| 合计 | 215件 |\n")
    assert found["120件"] == ("青溪县", None)
    assert found["215件"][0] is None


@pytest.mark.parametrize(
    "sentence",
    [
        "云岭市行政处罚900件。",  # the report's own
        "青溪县、柳湾区行政处罚900件。",  # not alone
        "在青溪县试点，行政处罚900件。",  # no subject
        "青溪县先行试点；行政处罚900件。",  # another clause
    ],
)
def test_a_division_that_is_not_what_the_figure_is_about(sentence):
    assert figures(sentence)["900件"][0] is None


def test_without_a_region_of_its_own_a_report_has_no_division_inside():
    found = figures("青溪县行政处罚900件。", title="2023年法治政府建设年度报告")
    assert found["900件"][1] == "penalty.decisions"
