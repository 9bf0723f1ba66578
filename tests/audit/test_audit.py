"""The audit as a whole: pure, deterministic, the same on a stored report, quick, never at a loss."""

from __future__ import annotations

import pytest

from fazhi_extract.audit import RULES, audit_report, context_of, rate_checks
from fazhi_extract.models import Finding, Report

from ..growth import LINEAR, growth  # noqa: TID252

LINE = (
    "收到复议申请{150件|reconsideration.applications_received},审结{120件|reconsideration.cases_closed},"
    "纠错{30件|reconsideration.corrected},纠错率{20%|reconsideration.correction_rate}。"
)


def test_the_report_is_not_changed(build):
    report = build(LINE)
    before = report.model_dump_json()
    audit_report(report)
    assert report.model_dump_json() == before


def test_a_stored_report_gives_the_same_findings(build):
    report = build(LINE)
    stored = Report.model_validate_json(report.model_dump_json())
    assert audit_report(stored) == audit_report(report) != []


def test_findings_survive_json(build):
    for finding in audit_report(build(LINE)):
        assert Finding.model_validate_json(finding.model_dump_json()) == finding


def test_findings_point_at_the_figure(build):
    report = build(LINE)
    finding = audit_report(report)[0]
    assert report.text[finding.span.start : finding.span.end] == "20%"
    assert finding.metrics == ["q3", "q1", "q4"]


def test_the_denominator_that_fits_is_named(build):
    (check,) = rate_checks(context_of(build(LINE)))
    assert check.verdict == "fits_other"
    assert check.pair.denominator_id == "reconsideration.applications_received"


def test_an_own_catalogue_takes_the_place_of_the_shipped_one(build):
    assert [finding.rule for finding in audit_report(build(LINE))] == ["rate_fits_other"]
    assert [finding.rule for finding in audit_report(build(LINE), catalogue=[])] == ["rate_fits"]


@pytest.mark.parametrize("text", ["", "\x00", "\ud800", "一" * 10_000, "20212025" * 5_000, "其中" * 20_000])
def test_any_text(text):
    assert isinstance(audit_report(Report(text=text)), list)


def test_many_figures_take_linear_time(build):
    def report(lines):
        return build("⏎".join([LINE] * lines))

    assert growth(audit_report, report, 100) < LINEAR


def test_rule_names_are_unique_and_ordered():
    assert list(RULES) == [rule.name for rule in RULES.values()]
