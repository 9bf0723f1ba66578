"""The components: registered as listed, usable alone, thin over the same steps."""

from __future__ import annotations

import json
from importlib.metadata import entry_points
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from fazhi_extract import load, parse_report
from fazhi_extract.pipeline.factories import FACTORIES, register
from fazhi_extract.pipeline.state import EXTENSIONS

from .reports import SHORT

LISTED = json.loads(Path(__file__).with_name("factories.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("group", LISTED)
def test_entry_points_are_those_listed(group):
    ours = [entry.name for entry in entry_points(group=group) if entry.value.startswith("fazhi_extract.")]
    assert sorted(ours) == LISTED[group]


def test_registered_factories_are_those_listed():
    assert sorted({*FACTORIES, "fazhi_ner"}) == LISTED["spacy_factories"]  # the model's own is no step
    register()
    assert set(FACTORIES) <= set(spacy.blank("zh").factory_names)


def test_the_pipeline_holds_every_component_and_needs_nothing_else():
    nlp = load()
    assert nlp.lang == "zh"
    assert nlp.pipe_names == list(FACTORIES)
    assert not any(nlp.analyze_pipes()["problems"].values())


@pytest.mark.parametrize("factory", FACTORIES)
def test_each_component_alone(factory):
    nlp = spacy.blank("zh")
    nlp.add_pipe(factory)
    whole, alone = load()(SHORT), nlp(SHORT)
    attribute, *_ = [name[6:] for name in nlp.get_pipe_meta(factory).assigns if name.startswith("doc._.")]
    assert getattr(alone._, attribute) == getattr(whole._, attribute) is not None


def test_attributes_are_none_before_their_step():
    nlp = spacy.blank("zh")
    nlp.add_pipe("fazhi_outline")
    doc = nlp(SHORT)
    assert doc._.fazhi_outline is not None
    assert [name for name in EXTENSIONS if getattr(doc._, name) is not None] == ["fazhi_outline"]


def test_a_result_set_by_the_caller_is_used():
    nlp = spacy.blank("zh")
    nlp.add_pipe("fazhi_report")
    doc = nlp.make_doc(SHORT)
    doc._.fazhi_metrics = []
    assert nlp.get_pipe("fazhi_report")(doc)._.report.metrics == []


def test_spans_stand_where_the_objects_stand():
    doc = load()(SHORT)
    report = doc._.report
    assert doc.text == SHORT
    for key, objects in (
        ("sections", [section.span for section in report.sections]),
        ("references", [reference.span for reference in report.references]),
        ("organizations", [entity.span for entity in report.organizations]),
        ("measures", [item.span for item in report.measures]),
        ("shortcomings", [item.span for item in report.shortcomings]),
        ("plans", [item.span for item in report.plans]),
        ("metrics", [metric.quantity.span for metric in report.metrics]),
    ):
        assert objects, key
        spans = doc.spans[f"fazhi_{key}"]
        assert [(span.start_char, span.end_char) for span in spans] == [(s.start, s.end) for s in objects]
    assert [span.id_ for span in doc.spans["fazhi_metrics"]] == [metric.id for metric in report.metrics]
    assert {span.label_ for span in doc.spans["fazhi_sections"]} == {s.role for s in report.sections}


def test_a_span_inside_a_token_takes_in_the_token():
    nlp = spacy.blank("zh")
    nlp.tokenizer = lambda _: Doc(nlp.vocab, words=["共办案52件", "。"], spaces=[False, False])
    nlp.add_pipe("fazhi_quantities")
    doc = nlp("共办案52件。")
    assert [span.text for span in doc.spans["fazhi_quantities"]] == ["共办案52件"]


def test_spans_can_be_left_out():
    doc = load(spans=False)(SHORT)
    assert not doc.spans
    assert doc._.report == parse_report(SHORT)


def test_an_unknown_setting_of_a_component_is_refused():
    with pytest.raises(ValueError, match="lexicons"):
        spacy.blank("zh").add_pipe("fazhi_outline", config={"lexicons": {}})
