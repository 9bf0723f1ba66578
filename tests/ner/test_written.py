"""The training sentences of our own: their marks, and how templates are written out."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

TRAINING = Path(__file__).resolve().parents[2] / "training"
LABELS = {"ORG", "GPE", "PLATFORM", "CAMPAIGN", "PERSON"}


@pytest.fixture(scope="module")
def written():
    path = TRAINING / "scripts" / "written.py"
    if not path.exists():
        pytest.skip("the training project is not here")
    spec = importlib.util.spec_from_file_location("training_written", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def texts(written):
    return list(written.written(TRAINING / "written", 400))


def test_marks_become_spans(written):
    text, entities = written.unmarked("由[区司法局|ORG]牵头，在[云岭市|GPE]试点。")
    assert text == "由区司法局牵头，在云岭市试点。"
    assert [(text[start:end], label) for start, end, label in entities] == [
        ("区司法局", "ORG"),
        ("云岭市", "GPE"),
    ]


def test_no_mark_and_no_place_to_fill_is_left(texts):
    assert len(texts) > 100
    assert not [text for text, _ in texts if set("[]{}") & set(text)]


def test_spans_have_our_labels_and_do_not_overlap(texts):
    for text, entities in texts:
        at = 0
        for start, end, label in entities:
            assert at <= start < end <= len(text)
            assert label in LABELS
            assert text[start:end].strip() == text[start:end]
            at = end


def test_the_same_texts_every_time(written, texts):
    assert list(written.written(TRAINING / "written", 400)) == texts


def test_a_place_with_a_digit_is_filled_alike(written, tmp_path):
    (tmp_path / "words.tsv").write_text("级\t省 市 县 区\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("[{级1}委|ORG]和[{级1}政府|ORG]\n" * 30, encoding="utf-8")
    lines = [line for text, _ in written.written(tmp_path, 400) for line in text.splitlines()]
    assert len(lines) == 30 * written.EXPANSIONS
    assert all(line[0] == line[3] for line in lines)
    assert len({line[0] for line in lines}) == 4
