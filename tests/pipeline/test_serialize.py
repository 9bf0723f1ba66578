"""Pipelines and their docs travel: to disk, through pickle, to worker processes."""

from __future__ import annotations

import pickle

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from fazhi_extract import load, parse_report, parse_reports
from fazhi_extract.pipeline.state import EXTENSIONS

from .reports import SHORT

ODD = SHORT + "\ud800\ufdd0"
OPTIONS = {
    "extend_lexicon": {"org_fixed": [["青溪县执法监督办法编写小组", "-"]]},
    "units": ["麻袋"],
}


@pytest.fixture(scope="module")
def nlp():
    return load()


def _results(doc):
    return {name: getattr(doc._, name) for name in EXTENSIONS}


@pytest.mark.parametrize("text", [SHORT, ODD, ""])
def test_doc_bytes(nlp, text):
    doc = nlp(text)
    back = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert _results(back) == _results(doc)
    assert None not in _results(back).values()


def test_doc_pickle(nlp):
    doc = nlp(ODD)
    assert _results(pickle.loads(pickle.dumps(doc))) == _results(doc)


def test_doc_bin(nlp):
    doc = nlp(SHORT)
    data = DocBin(docs=[doc], store_user_data=True).to_bytes()
    (back,) = DocBin().from_bytes(data).get_docs(nlp.vocab)
    assert _results(back) == _results(doc)


def test_pipeline_on_disk_keeps_its_options(tmp_path):
    text = SHORT + "青溪县执法监督办法编写小组运来12麻袋。"
    nlp = load(**OPTIONS)
    expected = nlp(text)._.report
    assert expected != load()(text)._.report
    nlp.to_disk(tmp_path)
    back = spacy.load(tmp_path)
    assert back(text)._.report == expected
    assert back.config["components"] == nlp.config["components"]
    assert len(back("文" * 1_000_001)) == 1_000_001


def test_pipeline_from_its_configuration():
    nlp = load(**OPTIONS)
    again = spacy.blank("zh").from_config(nlp.config)
    assert again(SHORT)._.report == nlp(SHORT)._.report


def test_pipeline_pickle():
    nlp = load(**OPTIONS)
    assert pickle.loads(pickle.dumps(nlp))(SHORT)._.report == nlp(SHORT)._.report


def test_worker_processes():
    texts = [SHORT, ODD, "", SHORT.replace("52件", "53件")]
    assert list(parse_reports(texts, n_process=2, batch_size=1)) == [parse_report(text) for text in texts]
