"""Blocks become measures, shortcomings, plans and causes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from fazhi_extract.extraction.causes import causes_inside
from fazhi_extract.extraction.items import Items, find_items, metric_ids
from fazhi_extract.models import Entity, Metric, Quantity, Reference, Span
from fazhi_extract.outline import Extent, read_outline

TEXT = """白岭区2023年法治政府建设年度报告
2023年，我区稳步推进各项工作，现报告如下：
一、主要举措和成效
（一）加强领导
一是健全清单。出台《白岭区学法办法》，区司法局公布清单3张。按月更新。
二是完善流程。压减环节2个。
二、党政主要负责人履行推进法治建设第一责任人职责情况
主要负责人批示7次。
三、存在的问题及原因
一是学法不够经常；二是办案不够规范。究其原因：一是制度落实不严；二是人员更替频繁。
四、2024年主要安排
（一）抓学法。组织学法6次。
（二）抓办案。评查案卷90宗。
五、其他需要报告的情况
无。
"""

LISTED = "一是健全清单。出台《白岭区学法办法》，区司法局公布清单3张。按月更新。"


def items_of(text: str, **given) -> Items:
    return find_items(text, read_outline(text), **given)


def spanned(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words))


def metric(identity: str, text: str, words: str) -> Metric:
    span = spanned(text, words)
    quantity = Quantity(text=words, span=span, value=Decimal(words[:-1]), unit=words[-1])
    return Metric(id=identity, label="次数", quantity=quantity, sentence=span)


def test_kinds_ids_and_order():
    items = items_of(TEXT)
    assert [item.id for item in items.measures] == ["m1", "m2", "m3"]
    assert [item.id for item in items.shortcomings] == ["s1", "s2"]
    assert [item.id for item in items.plans] == ["p1", "p2"]
    assert [item.duty for item in items.measures][-1] is True
    assert not any(item.duty for item in items.measures[:-1])
    assert all("无" not in item.text for item in items.measures), "other matter is no measure"


def test_spans_headings_sections_and_statements():
    items = items_of(TEXT)
    sections = {section.id: section.heading for section in read_outline(TEXT).sections}
    listed = next(item for item in items.measures if item.text.startswith("一是"))
    assert TEXT[listed.span.start : listed.span.end] == listed.text == LISTED
    assert listed.heading == "健全清单"
    assert sections[listed.section] == "（一）加强领导"
    assert [one.text for one in listed.statements] == [
        "一是健全清单。",
        "出台《白岭区学法办法》，区司法局公布清单3张。",
        "按月更新。",
    ]
    assert [TEXT[one.span.start : one.span.end] for one in listed.statements] == [
        one.text for one in listed.statements
    ]


def test_a_plan_under_its_own_heading_starts_after_it_and_has_no_lead():
    plan = items_of(TEXT).plans[0]
    assert plan.text == "组织学法6次。"
    assert plan.heading is None


def test_causes_are_paired_where_both_lists_are_numbered_alike():
    items = items_of(TEXT)
    assert [cause.text for cause in items.causes] == ["制度落实不严", "人员更替频繁"]
    assert [[cause.text for cause in item.causes] for item in items.shortcomings] == [
        ["制度落实不严"],
        ["人员更替频繁"],
    ]


def test_causes_are_not_paired_where_the_numbers_differ():
    text = TEXT.replace("二是办案不够规范", "二是办案不够规范；三是宣传不够广泛")
    items = items_of(text)
    assert len(items.causes) == 2
    assert all(not item.causes for item in items.shortcomings)


def test_a_cause_inside_a_problem_belongs_to_it():
    text = TEXT.replace("一是学法不够经常；", "一是学法不够经常，原因在于计划性不强；")
    items = items_of(text)
    assert items.shortcomings[0].causes[0].text == "计划性不强"
    assert "计划性不强" in [cause.text for cause in items.causes]


@pytest.mark.parametrize(
    ("heading", "year"),
    [("四、2024年主要安排", 2024), ("四、下一步打算", None)],
)
def test_year_of_a_plan(heading, year):
    items = items_of(TEXT.replace("四、2024年主要安排", heading))
    assert {plan.year for plan in items.plans} == {year}


def test_year_of_a_plan_from_the_introduction_of_its_section():
    text = TEXT.replace("四、2024年主要安排\n", "四、下一步打算\n2024年，我区将重点做好以下工作：\n")
    assert {plan.year for plan in items_of(text).plans} == {2024}


def test_references_organizations_and_metrics_inside_the_span():
    reference = Reference(
        text="《白岭区学法办法》", span=spanned(TEXT, "《白岭区学法办法》"), title="白岭区学法办法"
    )
    body = Entity(text="区司法局", span=spanned(TEXT, "区司法局"), label="ORG")
    metrics = [metric("q1", TEXT, "3张"), metric("q2", TEXT, "2个"), metric("q3", TEXT, "7次")]
    items = items_of(TEXT, references=[reference], organizations=[body], metrics=metrics)
    holding = [item for item in items.measures if item.references or item.organizations]
    inside = [item for item in items.measures if "学法办法" in item.text]
    assert holding == inside
    by_lead = {item.heading: item.metrics for item in items.measures}
    assert by_lead["健全清单"] == ["q1"]
    assert by_lead["完善流程"] == ["q2"]
    assert items.measures[-1].metrics == ["q3"]


def test_metric_ids_filled_later_are_the_same():
    metrics = [metric("q1", TEXT, "3张"), metric("q2", TEXT, "2个"), metric("q3", TEXT, "7次")]
    known = items_of(TEXT, metrics=metrics).measures
    bare = items_of(TEXT).measures
    assert all(not item.metrics for item in bare)
    assert metric_ids(bare, metrics) == list(known)


@pytest.mark.parametrize(
    "line",
    [
        line
        for line in (Path(__file__).parent / "cases" / "causes.tsv").read_text(encoding="utf-8").splitlines()
        if line and line[0] != "#"
    ],
)
def test_causes_that_a_problem_names_itself(line):
    expected = [part.split("〕")[0] for part in line.split("〔")[1:] if part.split("〕")[0]]
    text = line.replace("〔", "").replace("〕", "")
    found = [text[slice(*extent)] for extent in causes_inside(text, Extent(0, len(text)))]
    assert found == expected


def test_what_a_lead_mainly_means_is_no_cause():
    text = "一是换证不及时。主要是少数站所重视程度下降。"
    whole, lead = Extent(0, len(text)), Extent(2, 7)
    assert causes_inside(text, whole, lead) == []
    assert causes_inside("一是换证慢。排队长。" + text[8:], Extent(0, len(text) + 2), Extent(2, 5))


def test_no_text_no_items():
    assert items_of("") == Items()


def test_an_item_that_left_the_deeds_of_its_section_has_not_the_topic_of_its_heading():
    text = """白岭区2023年法治政府建设年度报告
一、化解行政复议和信访矛盾
调处纠纷80起。
工作中还存在一些问题：一是普法形式单一；二是人手偏紧。
"""
    items = items_of(text)
    assert [item.topic for item in items.measures] == ["dispute_resolution"]
    assert [item.topic for item in items.shortcomings] == ["legal_services", "leadership"]
