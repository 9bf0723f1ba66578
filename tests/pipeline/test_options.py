"""Options: what they do, and what they refuse."""

from __future__ import annotations

import pytest
import spacy

from fazhi_extract import OptionError, load, parse_report
from fazhi_extract.numerals import Unit

from .reports import SHORT


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"lexikon": {}}, "no option 'lexikon'.*lexicon, extend_lexicon"),
        ({"ner": 3}, "ner=3 is a int"),
        ({"ner": "no_such_model_here"}, "ner='no_such_model_here' is neither"),
        ({"ner_labels": "ORG"}, "ner_labels='ORG'"),
        ({"lexicon": ["a"]}, r"lexicon=\['a'\]"),
        ({"lexicon": {"org_fixed": "一家"}}, r"lexicon\['org_fixed'\]='一家'"),
        ({"lexicon": {"no_such_list": []}}, "no_such_list.*org_fixed"),
        ({"extend_lexicon": {"no_such_list": ["x"]}}, "extend_lexicon: .*no_such_list"),
        ({"lexicon": {"org_fixed": ["一家"]}}, r"'一家' has not the columns.*\('党中央', '-'\)"),
        ({"units": "麻袋"}, "units='麻袋'"),
        ({"units": [{"name": "麻袋", "kind": "sacks"}]}, "sacks"),
        ({"spans": 1}, "spans=1"),
    ],
)
@pytest.mark.parametrize("call", [lambda o: load(**o), lambda o: parse_report("", **o)])
def test_refused(call, options, said):
    with pytest.raises(OptionError, match=said):
        call(options)


def test_a_list_is_extended_and_replaced():
    text = SHORT + "青溪县夜巡小队参加。"
    assert "青溪县夜巡小队" not in _bodies(parse_report(text))
    assert "青溪县夜巡小队" in _bodies(
        parse_report(text, extend_lexicon={"org_fixed": [("青溪县夜巡小队", "-")]})
    )
    assert "县人民政府" in _bodies(parse_report(text))


@pytest.mark.parametrize("unit", ["麻袋", {"name": "麻袋"}, Unit(name="麻袋")])
def test_a_unit_of_ones_own(unit):
    report = parse_report(SHORT.replace("整改问题8个", "运走杂物12麻袋"), units=[unit])
    assert [m.quantity.unit for m in report.metrics if m.quantity.value == 12] == ["麻袋"]


def _bodies(report):
    return [entity.text for entity in report.organizations]


@pytest.fixture(scope="module")
def recognizer():
    nlp = spacy.blank("zh")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": label, "pattern": [{"ORTH": character} for character in name]}
            for label, name in (("ORG", "晴川客栈"), ("PERSON", "甲乙丙"), ("COMPANY", "丁戊己"))
        ]
    )
    return nlp


NAMED = SHORT.replace("计划培训", "会同晴川客栈、甲乙丙、丁戊己计划培训")


def test_a_recognizer_stands_beside_the_rules(recognizer):
    plain, more = parse_report(NAMED), parse_report(NAMED, ner=recognizer)
    assert _bodies(more) == sorted([*_bodies(plain), "晴川客栈"], key=_order(more))
    assert all(NAMED[e.span.start : e.span.end] == e.text for e in more.organizations)


def _order(report):
    starts = {entity.text: entity.span.start for entity in report.organizations}
    return lambda name: starts[name]


def test_its_labels_can_be_chosen(recognizer):
    bodies = _bodies(parse_report(NAMED, ner=recognizer, ner_labels=["COMPANY"]))
    assert "丁戊己" in bodies
    assert "晴川客栈" not in bodies


def test_a_recognizer_from_a_folder(recognizer, tmp_path):
    recognizer.to_disk(tmp_path)
    for ner in (tmp_path, str(tmp_path)):
        assert "晴川客栈" in _bodies(parse_report(NAMED, ner=ner))


def test_a_recognizer_is_saved_with_the_pipeline(recognizer, tmp_path):
    load(ner=recognizer).to_disk(tmp_path)
    assert "晴川客栈" in _bodies(spacy.load(tmp_path)(NAMED)._.report)


def test_a_long_text_is_given_to_the_recognizer_in_pieces(recognizer):
    text = SHORT + "会同晴川客栈办理。" * 6000
    report = parse_report(text, ner=recognizer)
    assert _bodies(report).count("晴川客栈") == 6000


def test_entities_of_an_earlier_component_count(recognizer):
    nlp = spacy.blank("zh")
    nlp.add_pipe("entity_ruler", source=recognizer)
    nlp.add_pipe("fazhi_entities")
    assert "晴川客栈" in _bodies_of(nlp(NAMED))


def _bodies_of(doc):
    return [entity.text for entity in doc._.fazhi_organizations]
