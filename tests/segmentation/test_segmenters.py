"""`load(segmenter=…)`: words offline, and the same objects whatever the tokens are."""

from __future__ import annotations

import importlib
import pickle
import socket
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
import spacy
import spacy_pkuseg

from fazhi_extract import OptionError, load, parse_report, parse_reports
from fazhi_extract.pipeline import segmenters

ROOT = Path(__file__).resolve().parents[2]
TRAINING = ROOT / "training" / "segmentation" / "sentences"
needs_training = pytest.mark.skipif(not TRAINING.is_dir(), reason="training data is in the repository only")
TEXT = (ROOT / "fixtures" / "shiliping_2022.txt").read_text(encoding="utf-8")
AWKWARD = [
    "",
    " \n\t　",
    "a\x00b 办结５２件",
    "青溪\ud83d县政府",
    "𠮷野家é\u200b\ufeff",
    "\x1c行政\x85复议\u2028案件",
    "，、。；" * 50,
    "行政复议" * 3000,
    "\r\n法治政府  建设\r\n",
]


def gold():
    lines = (Path(__file__).parent / "gold.txt").read_text(encoding="utf-8").splitlines()
    return [line.split("  ") for line in lines if not line.startswith("#")]


def spans(words):
    found, start = set(), 0
    for word in words:
        found.add((start, start + len(word)))
        start += len(word)
    return found


def f1(cut):
    right = given = wanted = 0
    for words in gold():
        true, cutting = spans(words), spans(cut("".join(words)))
        right, given, wanted = right + len(true & cutting), given + len(cutting), wanted + len(true)
    return 2 * right / (given + wanted)


@pytest.fixture
def jieba():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip("jieba")


@needs_training
def test_there_are_test_sentences_enough_none_of_them_trained_on():
    trained = {line for path in TRAINING.glob("*.txt") for line in path.read_text("utf-8").splitlines()}
    assert len(gold()) >= 300
    assert len(trained) >= 700
    named = (Path(__file__).parent / "gold.txt").read_text("utf-8")
    assert not [path.stem for path in TRAINING.glob("*.txt") if f"# {path.stem}\n" in named]


def test_the_shipped_model_is_as_good_as_the_page_says():
    assert f1(segmenters.cutter("pkuseg")) >= 0.945
    assert f1(list) < 0.3


def test_the_shipped_model_is_small():
    files = list((ROOT / "src" / "fazhi_extract" / "data" / "segmentation").rglob("*.*"))
    assert 0 < sum(file.stat().st_size for file in files) < 2_000_000


def test_words_of_the_field_are_whole():
    doc = load(segmenter="pkuseg")("受理行政复议案件52件，制定规范性文件3件。")
    assert [token.text for token in doc] == [
        *("受理", "行政复议", "案件", "52", "件", "，"),
        *("制定", "规范性文件", "3", "件", "。"),
    ]


@pytest.mark.parametrize("text", AWKWARD)
@pytest.mark.parametrize("segmenter", ["char", "pkuseg"])
def test_tokens_join_up_to_the_text(segmenter, text):
    doc = load(segmenter=segmenter)(text)
    assert doc.text == text.replace("\ud83d", "\ufffd")
    assert doc._.report == parse_report(text)


def test_the_report_is_the_same_with_words():
    assert parse_report(TEXT, segmenter="pkuseg") == parse_report(TEXT)


def test_spans_are_widened_to_words():
    doc = load(segmenter="pkuseg")(TEXT)
    assert len(doc) < len(TEXT)
    (key,) = (key for key in doc.spans if "quantit" in key)
    assert "１８６件" in [span.text for span in doc.spans[key]]


def test_the_report_is_the_same_with_jieba(jieba):
    assert parse_report(TEXT, segmenter="jieba") == parse_report(TEXT)
    assert len(load(segmenter="jieba")(TEXT)) < len(TEXT)
    for text in AWKWARD:
        assert load(segmenter="jieba")(text).text == text.replace("\ud83d", "\ufffd")


def test_without_jieba_the_remedy_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "jieba", None)
    segmenters.cutter.cache_clear()
    with pytest.raises(OptionError, match="pip install jieba"):
        load(segmenter="jieba")


@pytest.mark.parametrize("segmenter", ["thulac", "", 3, ["char"]])
def test_an_unknown_segmenter_is_refused(segmenter):
    with pytest.raises(OptionError, match=r"segmenter=.*'char', 'jieba', 'pkuseg'"):
        load(segmenter=segmenter)


def test_nothing_is_downloaded(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(spacy_pkuseg, "download_model", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    segmenters.cutter.cache_clear()
    assert len(load(segmenter="pkuseg")("行政复议")) == 1


def test_it_needs_no_home(tmp_path):
    code = "from fazhi_extract import load; print(len(load(segmenter='pkuseg')('行政复议')))"
    environment = {"HOME": str(tmp_path / "none"), "PKUSEG_HOME": str(tmp_path / "none"), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.stderr, done.returncode) == ("1", "", 0)
    assert not list(tmp_path.iterdir())


def test_a_saved_pipeline_keeps_its_segmenter(tmp_path):
    nlp = load(segmenter="pkuseg")
    nlp.to_disk(tmp_path)
    words = [token.text for token in nlp("行政复议案件")]
    assert [token.text for token in spacy.load(tmp_path)("行政复议案件")] == words == ["行政复议", "案件"]
    assert [token.text for token in pickle.loads(pickle.dumps(nlp.tokenizer))("行政复议案件")] == words


def test_worker_processes_cut_as_well():
    (report, _) = parse_reports([TEXT, ""], segmenter="pkuseg", n_process=2)
    assert report == parse_report(TEXT)


def test_words_that_do_not_join_up_are_not_taken():
    cut = segmenters._by_pieces(lambda piece: [piece.lower()])
    assert cut("ab AB") == ["ab", " ", "A", "B"]


@needs_training
def test_a_small_model_is_trained_anew_to_the_same_bytes(tmp_path):
    folder = ROOT / "training" / "segmentation" / "train.py"
    spec = importlib.util.spec_from_file_location("train_segmentation", folder)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sentences = list(module.examples())[:40]
    module.examples = lambda **_: iter(sentences)
    module.train(tmp_path / "a")
    module.train(tmp_path / "b")
    for name in ("features.msgpack", "weights.npz"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
