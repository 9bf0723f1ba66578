"""The typed objects owe nothing to the tokens."""

from __future__ import annotations

import re

import pytest
import spacy
from spacy.tokens import Doc

from fazhi_extract import load, parse_report
from fazhi_extract.pipeline.factories import FACTORIES
from fazhi_extract.pipeline.tokenizer import create_tokenizer

from .reports import SHORT


def _one_token(vocab, text):
    return Doc(vocab, words=[text], spaces=[False])


def _between_blanks(vocab, text):
    words = re.findall(r"\s+|\S+", text)
    return Doc(vocab, words=words, spaces=[False] * len(words))


def _with_trailing_spaces(vocab, text):
    pieces = re.findall(r"[^ ]+ ?| ", text)
    words = [piece.rstrip(" ") or " " for piece in pieces]
    return Doc(vocab, words=words, spaces=[len(piece) > 1 and piece[-1] == " " for piece in pieces])


@pytest.mark.parametrize("tokenize", [_one_token, _between_blanks, _with_trailing_spaces])
@pytest.mark.parametrize("text", [SHORT, SHORT.replace("\n", " "), SHORT.replace("，", ", ")])
def test_same_report_with_other_tokens(tokenize, text):
    nlp = spacy.blank("zh")
    nlp.tokenizer = lambda given: tokenize(nlp.vocab, given)
    for factory in FACTORIES:
        nlp.add_pipe(factory)
    doc = nlp(text)
    assert doc.text == text
    assert doc._.report == parse_report(text)


def test_same_report_with_spacys_own_tokens():
    nlp = spacy.blank("zh")
    nlp.add_pipe("fazhi_report")
    assert nlp(SHORT)._.report == parse_report(SHORT)


@pytest.mark.parametrize("text", ["", " ", "云岭市 2023\r\n年　报", "a\x00b", "𠮷é"])
def test_one_token_a_character(text):
    doc = create_tokenizer()(spacy.blank("zh"))(text)
    assert doc.text == text
    assert [token.text for token in doc] == list(text)


def test_tokens_outlive_a_memory_zone():
    nlp = load()
    with nlp.memory_zone():
        nlp("青溪县")
    doc = nlp("青溪县")
    assert [token.text for token in doc] == list("青溪县")


def test_lone_surrogates_stay_in_the_report_and_leave_the_tokens():
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "fazhi.ReportTokenizer.v1"}}})
    nlp.add_pipe("fazhi_report")
    doc = nlp("青溪\ud83d县")
    assert doc.text == "青溪\ufffd县"
    assert doc._.report.text == "青溪\ud83d县"
