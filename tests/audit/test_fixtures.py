"""Whole reports with planted faults: every one is found, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fazhi_extract import audit_report, parse_report
from fazhi_extract.audit import RULES
from fazhi_extract.indicators import assign_indicators

FOLDER = Path(__file__).parents[2] / "fixtures" / "audit"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))


def expected(name):
    return json.loads((FOLDER / f"{name}.findings.json").read_text(encoding="utf-8"))["findings"]


def audited(name):
    report = parse_report((FOLDER / f"{name}.txt").read_bytes().decode("utf-8"))
    metrics = assign_indicators(report.text, report.metrics, sections=report.sections)
    report = report.model_copy(update={"metrics": metrics})
    return report, audit_report(report)


@pytest.mark.parametrize("name", NAMES)
def test_findings_are_those_planted(name):
    report, findings = audited(name)
    found = sorted((f.rule, report.text[f.span.start : f.span.end]) for f in findings)
    assert found == sorted((row["rule"], row["quote"]) for row in expected(name))


@pytest.mark.parametrize("name", NAMES)
def test_expected_values(name):
    report, findings = audited(name)
    given = {(f.rule, report.text[f.span.start : f.span.end]): f.expected for f in findings}
    for row in expected(name):
        if "expected" in row:
            assert given[row["rule"], row["quote"]] == row["expected"]


def test_enough_faults_of_every_rule():
    rows = [row for name in NAMES for row in expected(name)]
    assert len([row for row in rows if "fault" in row]) >= 25
    assert {row["rule"] for row in rows} == set(RULES)


def test_the_control_report_has_no_warning():
    assert [f for f in audited("control_county_2023")[1] if f.severity != "info"] == []
