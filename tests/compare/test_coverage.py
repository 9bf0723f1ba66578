from __future__ import annotations

import pytest

from fazhi_extract.errors import LexiconError
from fazhi_extract.indicators import Indicator
from fazhi_extract.models import Report, Span, Statement

CLOSED, RIGHT = "reconsideration.cases_closed", "reconsideration.corrected"
PLACE = ["临江省", "云岭市", "青溪区"]


@pytest.fixture
def report(write):
    return (
        write(PLACE, 2023)
        .heading("一、主要举措和成效", "measures")
        .figure("审结复议案件", 80, "件", CLOSED)
        .figure("力争纠错", 8, "件", RIGHT, status="target")
        .heading("二、存在的不足", "shortcomings")
        .item("shortcomings", "力量薄弱。")
        .report()
    )


def test_given_and_missing(report):
    covered = report.coverage([CLOSED, RIGHT])
    assert (covered.given, covered.missing, covered.share) == ([CLOSED], [RIGHT], 0.5)
    assert covered.indicators[0].metrics == ["q1"]
    assert covered.indicators[0].quotes == ["80件"]
    (topic,) = covered.by_topic()
    assert (topic.topic, topic.given, topic.total, topic.missing) == ("dispute_resolution", 1, 2, [RIGHT])


def test_the_shipped_catalogue_by_default(report):
    covered = report.coverage()
    assert covered.given == [CLOSED]
    assert len(covered.missing) > 100
    assert sum(topic.total for topic in covered.by_topic()) == len(covered.indicators)


def test_an_own_set(report):
    own = Indicator(id="own.thing", name_zh="自定事项", topic="other", unit="件", aliases=("事项",))
    assert report.coverage([own]).missing == ["own.thing"]


def test_an_unknown_id_is_refused(report):
    with pytest.raises(LexiconError, match=r"reconsideration\.closed"):
        report.coverage(["reconsideration.closed"])


def test_another_years_value_does_not_count(write):
    former = write(PLACE, 2023).figure("2022年审结", 80, "件", CLOSED, year=2022).report()
    assert former.coverage([CLOSED]).given == []


def contents(report):
    return {row.content: row for row in report.coverage([]).contents}


def test_contents_by_headings(report):
    found = contents(report)
    assert [name for name, row in found.items() if row.present] == ["measures", "shortcomings"]
    assert found["measures"].evidence[0].text == "一、主要举措和成效"
    assert found["shortcomings"].lacks == "causes"
    assert report.coverage([]).missing_contents == ["duty", "plans", "other"]


def test_causes_complete_the_shortcomings(report):
    cause = Statement(text="薄弱", span=Span(start=0, end=2))
    assert contents(report.model_copy(update={"causes": [cause]}))["shortcomings"].lacks is None


def test_duty_inside_what_was_done(write):
    text = "区政府主要负责人切实履行第一责任人职责。"
    found = contents(write(PLACE, 2023).item("measures", text).report())["duty"]
    assert (found.present, found.evidence[0].kind, found.evidence[0].text) == (True, "text", "第一责任人")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("measures", "组织学习《主要负责人履行第一责任人职责规定》。"),
        ("plans", "督促主要负责人履行第一责任人职责。"),
    ],
)
def test_a_title_or_a_plan_is_no_duty(write, kind, text):
    assert not contents(write(PLACE, 2023).item(kind, text).report())["duty"].present


def test_other_needs_its_heading(write):
    unnamed = write(PLACE, 2023).heading("附件", "other").report()
    named = write(PLACE, 2023).heading("五、其他需要报告的情况", "other").report()
    assert not contents(unnamed)["other"].present
    assert contents(named)["other"].present


def test_evidence_is_in_the_text(report):
    for row in report.coverage([]).contents:
        for piece in row.evidence:
            assert report.text[piece.span.start : piece.span.end] == piece.text


def test_an_empty_report():
    covered = Report(text="").coverage()
    assert covered.share == 0
    assert len(covered.missing_contents) == 5
