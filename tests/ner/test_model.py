"""The tagger: features, decoding, training, and the model that ships."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from spacy.training import Example

from fazhi_extract import load, parse_report, parse_reports
from fazhi_extract.pipeline.ner.decode import decode, tags_of
from fazhi_extract.pipeline.ner.features import SPECIAL, Features
from fazhi_extract.pipeline.recognizer import load_recognizer
from fazhi_extract.pipeline.tokenizer import TOKENIZER

LABELS = ["GPE", "ORG"]
REPORT = "2023年，习近平总书记作出指示。区司法局会同区法院开展“晴川”专项行动，依托“晴川办”平台办案20件。"
HOSTILE = ["", "\ud800", "\x00", "“" * 3000, "《" * 3000, "局" * 5000, "😀\ue000区委", "\r\n\u3000\xa0"]


def test_features_fold_widths_and_hide_titles():
    features = Features("区司，0a", 64)
    wide, narrow = features("区司,１Ｂ《区》"), features("区司，9z《区》")
    assert (wide[:4, 0] == narrow[:4, 0]).all() or wide[2, 0] != narrow[2, 0]
    assert wide[3, 0] == narrow[3, 0] >= SPECIAL
    assert wide[4, 0] == narrow[4, 0] >= SPECIAL
    assert wide[6, 0] == SPECIAL - 1
    assert wide[5, 0] != SPECIAL - 1


def test_division_names_are_marked():
    assert Features("", 64)("在杭州办")[:, 3].tolist() == [0, 1, 3, 0]


@pytest.mark.parametrize("spans", [[], [(0, 3, "ORG")], [(1, 2, "GPE"), (2, 5, "ORG"), (6, 70, "GPE")]])
def test_decoding_gives_back_what_was_tagged(spans):
    tags = tags_of(spans, LABELS, 75)
    assert decode(np.eye(9, dtype="f")[tags] * 9, LABELS) == [
        one for one in spans if one[1] - one[0] < 64
    ] or (spans[-1][1] - spans[-1][0] >= 64)


def test_decoding_ends_every_name():
    scores = np.full((4, 9), -5, dtype="f")
    scores[:, 0] = 0
    scores[1, 1] = scores[2, 2] = 8  # begins, goes on, and never ends
    for start, end, _ in decode(scores, LABELS):
        assert 0 <= start < end <= 4


def trained(seed):
    spacy.util.fix_random_seed(seed)
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    model = {"@architectures": "fazhi.CharacterTagger.v1", "width": 16, "pairs": 128, "dropout": 0.0}
    nlp.add_pipe("fazhi_ner", config={"model": model, "hide": 0.0})
    doc = nlp.make_doc("由区司法局办理，由县民政局办理。")
    doc.ents = [doc.char_span(1, 5, label="ORG"), doc.char_span(9, 13, label="ORG")]
    examples = [Example(nlp.make_doc(doc.text), doc)] * 4
    sgd = nlp.initialize(lambda: examples)
    sgd.learn_rate = 0.02
    for _ in range(40):
        losses = nlp.update(examples, sgd=sgd)
    return nlp, losses["fazhi_ner"], doc.text


def test_it_learns_the_same_for_the_same_seed_and_survives_disk(tmp_path):
    (nlp, loss, text), (_, again, _) = trained(3), trained(3)
    assert loss == pytest.approx(again)
    names = [ent.text for ent in nlp(text).ents]
    assert names == ["区司法局", "县民政局"]
    nlp.to_disk(tmp_path)
    assert [ent.text for ent in spacy.load(tmp_path)(text).ents] == names
    copy = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    model = {"@architectures": "fazhi.CharacterTagger.v1", "width": 16, "pairs": 128, "dropout": 0.0}
    copy.add_pipe("fazhi_ner", config={"model": model})
    assert [ent.text for ent in copy.from_bytes(nlp.to_bytes())(text).ents] == names


@pytest.fixture(scope="module")
def shipped():
    return load_recognizer("default").get_pipe("fazhi_ner")


def test_the_shipped_model_knows_the_five_labels(shipped):
    assert set(shipped.labels) == {"ORG", "GPE", "PLATFORM", "CAMPAIGN", "PERSON"}
    assert load_recognizer("default").meta["version"]


def test_it_adds_to_the_rules(shipped):
    with_model, without = parse_report(REPORT, ner="default"), parse_report(REPORT, ner=None)
    assert ("习近平", "PERSON") in [(one.text, one.label) for one in with_model.entities]
    assert [one.text for one in with_model.organizations] == ["区司法局", "区法院"]
    assert with_model.organizations == without.organizations
    assert with_model.organizations[1].role == "会同"
    assert all(REPORT[one.span.start : one.span.end] == one.text for one in with_model.entities)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_it(shipped, text):
    found = shipped.find(text)
    assert all(0 <= start < end <= len(text) for start, end, _ in found)
    assert parse_report(text, ner="default").text == text


def test_a_long_text_is_read_in_pieces_alike(shipped):
    line = "省政府与杭州市会商。"
    once = [(start, end, label) for start, end, label in shipped.find(line * 3)]
    many = shipped.find(line * 400)
    assert len(once) == 0 or len(many) >= len(once)
    assert all(len(line * 400) >= end for _, end, _ in many)


def test_worker_processes_find_the_same():
    texts = [REPORT, REPORT.replace("区", "县")] * 2
    alone = [report.entities for report in parse_reports(texts, ner="default")]
    assert [report.entities for report in parse_reports(texts, ner="default", n_process=2)] == alone


def test_labels_of_another_model_are_mapped():
    other = spacy.blank("zh")
    ruler = other.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "NS", "pattern": "晴川渡"}, {"label": "DATE", "pattern": "昨天"}])
    text = "昨天在晴川渡开会。"
    assert [(e.text, e.label) for e in parse_report(text, ner=other).entities] == [("晴川渡", "GPE")]
    mapped = load(ner=other, ner_labels={"DATE": "CAMPAIGN"})(text)._.report
    assert [(e.text, e.label) for e in mapped.entities] == [("昨天", "CAMPAIGN")]
