"""Items know their metrics; plans know their year."""

from __future__ import annotations

import pytest

from fazhi_extract import parse_report

from .reports import SHORT


def test_items_and_metrics_name_each_other():
    report = parse_report(SHORT)
    items = {item.id: item for item in (*report.measures, *report.shortcomings, *report.plans)}
    assert sum(len(item.metrics) for item in items.values()) == len(report.metrics) > 5
    for metric in report.metrics:
        assert metric.id in items[metric.item].metrics


@pytest.mark.parametrize(
    ("heading", "year"),
    [
        ("三、下一年度工作安排", 2024),
        ("三、明年工作打算", 2024),
        ("三、2025年工作安排", 2025),
        ("三、下一步工作打算", None),
    ],
)
def test_year_of_the_plans(heading, year):
    text = SHORT.replace("三、下一年度工作安排", heading).replace("2024年，计划", "计划")
    plans = parse_report(text).plans
    assert [plan.year for plan in plans] == [year]
