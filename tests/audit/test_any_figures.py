"""Whatever figures a report holds, the audit answers, and its findings point into the report."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi_extract.audit import audit_report
from fazhi_extract.models import Metric, Quantity, Report, ReportMeta, Span

NAMES = st.sampled_from(
    [
        None,
        "reconsideration.cases_closed",
        "reconsideration.corrected",
        "reconsideration.correction_rate",
        "reconsideration.applications_received",
        "lawyers.per_10k",
        "no.such_indicator",
    ]
)
FIGURE = st.fixed_dictionaries(
    {
        "text": st.sampled_from(
            ["3件", "0件", "-4件", "近90件", "1.2万件", "0%", "50%", "八成", "5个百分点", "2倍", "9"]
        ),
        "value": st.one_of(st.none(), st.decimals(-10, 10**6, places=2), st.just(Decimal(0))),
        "comparator": st.sampled_from(["=", "~", ">", "<", ">=", "<="]),
        "kind": st.sampled_from(["count", "money", "percentage", "percentage_point", "multiple"]),
        "unit": st.sampled_from([None, "件", "%", "个百分点", "倍"]),
    }
)
GAP = st.sampled_from(
    ["，", "、", ",其中", ",增长", "增至", ",合计", "，占", "。", "\n", "分别为", ",较上年", "率"]
)


@st.composite
def reports(draw):
    text, metrics = "", []
    for number in range(draw(st.integers(0, 8))):
        text += draw(GAP)
        figure = draw(FIGURE)
        span = Span(start=len(text), end=len(text) + len(figure["text"]))
        text += figure["text"]
        quantity = Quantity(span=span, **figure)
        metrics.append(
            Metric(
                id=f"q{number}",
                label=draw(st.sampled_from(["", "审结案件", "合格", "合格率", "满意率"])),
                indicator=draw(NAMES),
                quantity=quantity,
                previous=draw(st.sampled_from([None, quantity, *(m.quantity for m in metrics)])),
                aspect=draw(st.sampled_from(["level", "change"])),
                direction=draw(st.sampled_from([None, "up", "down"])),
                part_of=draw(st.sampled_from([None, "q0", "q1", f"q{number}", "nowhere"])),
                sentence=Span(start=max(text.rfind("。"), text.rfind("\n")) + 1, end=span.end),
                item=draw(st.sampled_from([None, "m1"])),
            )
        )
    return Report(text=text, meta=ReportMeta(year=2023), metrics=metrics)


@given(reports())
@settings(max_examples=150, deadline=None)
def test_the_audit_always_answers(report):
    ids = {metric.id for metric in report.metrics}
    for finding in audit_report(report):
        assert set(finding.metrics) <= ids
        assert 0 <= finding.span.start < finding.span.end <= len(report.text)
