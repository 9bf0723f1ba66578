"""Texts are signed many at a time; each has the signature that it has alone."""

import random

import pyarrow as pa
import pytest

from fazhi_extract.dataset import signature as module
from fazhi_extract.dataset.signature import signature, signatures


def texts():
    """Short and long ones that begin and end with anything: figures, dates, marks, nothing."""
    draw = random.Random(7)
    made = [
        "".join(draw.choices("0123459０８甲乙丙丁戊己庚年月日,，、. -\0", k=count)) for count in range(120)
    ]
    return ["", "12", "34", "5", "2023年", "12月", "31日", "甲乙丙丁", "甲乙丙丁戊", "", "\ud800", *made]


@pytest.mark.parametrize("at_once", [1, 50, 20_000])
def test_texts_signed_together_have_the_signatures_of_each_alone(monkeypatch, at_once):
    alone = [signature(text) for text in texts()]
    monkeypatch.setattr(module, "_AT_ONCE", at_once)
    assert list(module._signed(texts())) == alone
    assert len(set(alone)) > 100


def test_null_has_no_signature():
    got = signatures(pa.array(["甲乙丙", None, "12,34"], pa.string())).to_pylist()
    assert got == [signature("甲乙丙"), None, signature("12,34")]


def test_a_figure_does_not_pair_with_one_of_the_next_text():
    first, second = signatures(pa.array(["办结35件", "调解48件"], pa.string())).to_pylist()
    assert first[-4:] == second[-4:] == bytes(4)
    assert signature("办结35件,调解48件")[-4:] != bytes(4)
