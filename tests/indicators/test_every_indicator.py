"""Each indicator of the catalogue: its examples map to it, its near misses are read but do not."""

import importlib.util
from pathlib import Path

import pytest

from fazhi_extract.indicators import Indicator, catalogue

_spec = importlib.util.spec_from_file_location("indicator_reading", Path(__file__).with_name("reading.py"))
assert _spec is not None
assert _spec.loader is not None
reading = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(reading)


@pytest.mark.parametrize("one", catalogue(), ids=lambda one: one.id)
def test_examples_map_and_near_misses_do_not(one: Indicator) -> None:
    assert len(one.examples) >= 2
    assert len(one.near_misses) >= 1
    for sentence in one.examples:
        assert one.id in reading.named(sentence).values(), f"{sentence}: {reading.named(sentence)}"
    for sentence in one.near_misses:
        given = reading.named(sentence)
        assert given, f"{sentence}: no figure read, so the near miss proves nothing"
        assert one.id not in given.values(), f"{sentence}: {given}"
