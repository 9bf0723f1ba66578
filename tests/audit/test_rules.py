"""Each rule against its case file: lines with + give the finding, lines with - do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from fazhi_extract.audit import RULES, audit_report

CASES = Path(__file__).parent / "cases"


def read_cases(rule):
    for number, line in enumerate((CASES / f"{rule}.txt").read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        assert line[:2] in {"+ ", "- "}, f"{rule}.txt, line {number}: begin with + or -"
        marked, _, expected = line[2:].partition(" => ")
        title, bar, rest = marked.partition(" ‖ ")
        options = {}
        if bar:
            marked = rest
            name, _, year = title.rpartition("@")
            options = {"title": name or None, "year": int(year)}
        yield pytest.param(rule, line[0] == "+", marked, options, expected, id=f"{rule}:{number}")


@pytest.mark.parametrize(
    ("rule", "hits", "marked", "options", "expected"), [case for rule in RULES for case in read_cases(rule)]
)
def test_rule(build, rule, hits, marked, options, expected):
    report = build(marked, **options)
    found = [finding for finding in audit_report(report) if finding.rule == rule]
    assert len(found) == (1 if hits else 0), [finding.message for finding in found]
    if hits:
        assert found[0].severity == RULES[rule].severity
        if expected:
            assert found[0].expected == expected


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_both_kinds_of_case(rule):
    signs = {case.values[1] for case in read_cases(rule)}
    assert signs == {True, False}


def test_no_case_file_without_a_rule():
    assert {path.stem for path in CASES.glob("*.txt")} == set(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_rules_are_documented(rule):
    assert "Example:" in rule.docs
    assert rule.tolerance
    assert rule.severity in {"info", "warning", "error"}
