"""Indicators and the audit in the pipeline: options, results, components, serialisation."""

from __future__ import annotations

import json
import pickle

import pytest
import spacy
from spacy.tokens import Doc

from fazhi_extract import OptionError, Report, load, parse_report, parse_reports
from fazhi_extract.indicators import Indicator, IndicatorError, catalogue

from .reports import SHORT

FIELDS = {
    "id": "yunling.drills",
    "name_zh": "龙舟演练次数",
    "topic": "emergency",
    "unit": "次",
    "aliases": ["龙舟演练"],
}
INI = """[yunling.drills]
topic = emergency
name_zh = 龙舟演练次数
unit = 次
aliases = 龙舟演练
"""
TEXT = SHORT.replace("依据《青溪县执法监督办法》整改问题8个", "举行龙舟演练8次")
WRONG = SHORT.replace("其中调解结案11件", "其中调解结案61件")


def _indicators(report):
    return {metric.quantity.text: metric.indicator for metric in report.metrics}


def _warnings(report):
    return [finding.rule for finding in report.findings if finding.severity == "warning"]


def test_the_shipped_indicators_are_given_with_their_evidence():
    report = parse_report(SHORT)
    assert _indicators(report)["52件"] == "reconsideration.applications_received"
    for metric in report.metrics:
        assert (metric.indicator is None) == (metric.indicator_evidence is None)
    assert "yunling.drills" not in _indicators(parse_report(TEXT)).values()


@pytest.fixture(params=["mapping", "object", "ini", "json", "path", "one", "list"])
def own(request, tmp_path):
    """One indicator, in every form that the option takes."""
    ini, listed = tmp_path / "own.ini", tmp_path / "own.json"
    ini.write_text(INI, encoding="utf-8")
    listed.write_text(json.dumps([FIELDS]), encoding="utf-8")
    return {
        "mapping": [FIELDS],
        "object": [Indicator.model_validate(FIELDS)],
        "ini": [ini],
        "json": [str(listed)],
        "path": str(ini),
        "one": FIELDS,
        "list": [[Indicator.model_validate(FIELDS)], ini],
    }[request.param]


def test_indicators_of_ones_own_stand_beside_the_shipped(own):
    found = _indicators(parse_report(TEXT, indicators=own))
    assert found["8次"] == "yunling.drills"
    assert found["52件"] == "reconsideration.applications_received"
    assert load(indicators=own)(TEXT)._.report == parse_report(TEXT, indicators=own)


def test_a_known_id_is_replaced():
    shipped = catalogue().get("reconsideration.applications_received")
    mine = shipped.model_copy(update={"aliases": ("受领复议件",), "bare_aliases": (), "bare_context": ()})
    assert _indicators(parse_report(SHORT, indicators=[mine]))["52件"] != shipped.id


def test_a_rate_may_have_a_shipped_denominator():
    rate = {
        **FIELDS,
        "id": "yunling.tea_rate",
        "kind": "rate",
        "unit": "%",
        "aliases": ["茶叙率"],
        "denominator": "reconsideration.cases_closed",
    }
    report = parse_report(SHORT.replace("调解结案11件", "调解结案11件，茶叙率23.4%"), indicators=[rate])
    assert _indicators(report)["23.4%"] == "yunling.tea_rate"


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        (3, OptionError, "indicators=3: give a list of files"),
        ([3], IndicatorError, "a path, a mapping, an Indicator or a list of them, not 3"),
        (["none.ini"], IndicatorError, "'none.ini' cannot be read"),
        (["own.txt"], IndicatorError, "cannot be read|must end in .ini or .json"),
        ([{**FIELDS, "colour": "red"}], IndicatorError, "'yunling.drills', colour: "),
        ([{**FIELDS, "id": "Drills"}], IndicatorError, "'Drills', id: "),
        ([{**FIELDS, "topic": "boats"}], IndicatorError, "topic: "),
        ([{**FIELDS, "denominator": "no.such"}], IndicatorError, "names 'no.such'"),
    ],
)
@pytest.mark.parametrize("call", [lambda o: load(indicators=o), lambda o: parse_report("", indicators=o)])
def test_refused(call, given, error, said):
    with pytest.raises(error, match=said):
        call(given)


def test_findings_stand_in_the_report_and_survive_json():
    report = parse_report(WRONG)
    (finding,) = [one for one in report.findings if one.severity == "warning"]
    assert finding.rule == "part_larger_than_whole"
    assert set(finding.metrics) <= {metric.id for metric in report.metrics}
    assert "61件" in report.text[finding.span.start : finding.span.end]
    assert Report.model_validate_json(report.model_dump_json()) == report
    assert _warnings(parse_report(SHORT)) == []


@pytest.mark.parametrize("text", ["", "青溪县图书馆新馆开门迎客。"])
def test_no_figures_no_findings(text):
    assert parse_report(text).findings == []


def test_indicators_alone():
    nlp = spacy.blank("zh")
    nlp.add_pipe("fazhi_indicators", config={"indicators": [FIELDS]})
    doc = nlp(TEXT)
    assert doc._.report is None
    assert doc._.fazhi_indicators == parse_report(TEXT, indicators=[FIELDS]).metrics
    spans = {span.text: (span.label_, span.id_) for span in doc.spans["fazhi_indicators"]}
    (drills,) = [metric.id for metric in doc._.fazhi_indicators if metric.indicator == "yunling.drills"]
    assert spans["8次"] == ("yunling.drills", drills)
    assert "98.4%" not in spans  # a figure of no indicator
    assert all(metric.indicator is None for metric in doc._.fazhi_metrics)


def test_the_audit_alone():
    nlp = spacy.blank("zh")
    nlp.add_pipe("fazhi_audit")
    doc = nlp(WRONG)
    assert doc._.report == parse_report(WRONG)
    assert doc._.fazhi_findings == doc._.report.findings != []


def test_a_report_without_the_audit_has_no_findings():
    nlp = spacy.blank("zh")
    nlp.add_pipe("fazhi_report")
    doc = nlp(WRONG)
    assert doc._.fazhi_findings is None
    assert doc._.report == parse_report(WRONG).model_copy(update={"findings": []})


def test_metrics_changed_in_between_are_audited():
    nlp = load()
    doc = nlp.make_doc(WRONG)
    for name, component in nlp.pipeline:
        doc = component(doc)
        if name == "fazhi_metrics":
            doc._.fazhi_metrics = []
    assert doc._.report.metrics == doc._.fazhi_findings == []


@pytest.fixture(scope="module")
def nlp():
    return load(indicators=[FIELDS])


def test_a_doc_keeps_both(nlp):
    doc = nlp(WRONG)
    for back in (Doc(nlp.vocab).from_bytes(doc.to_bytes()), pickle.loads(pickle.dumps(doc))):
        assert back._.fazhi_indicators == doc._.fazhi_indicators
        assert back._.fazhi_findings == doc._.fazhi_findings != []
        assert back._.report == doc._.report


def test_the_pipeline_keeps_its_indicators(nlp, tmp_path):
    expected = parse_report(TEXT, indicators=[FIELDS])
    assert expected != parse_report(TEXT)
    nlp.to_disk(tmp_path)
    for back in (
        spacy.load(tmp_path),
        spacy.blank("zh").from_config(nlp.config),
        pickle.loads(pickle.dumps(nlp)),
    ):
        assert back(TEXT)._.report == expected


def test_worker_processes_know_them():
    texts = [TEXT, WRONG, ""]
    reports = list(parse_reports(texts, n_process=2, batch_size=1, indicators=[FIELDS]))
    assert reports == [parse_report(text, indicators=[FIELDS]) for text in texts]
    assert _indicators(reports[0])["8次"] == "yunling.drills"
    assert _warnings(reports[1]) == ["part_larger_than_whole"]
