"""The gate of the scorer's figures: it fails on a fall, and only lifts."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("check_floors", ROOT / "tools" / "check_floors.py")
gate = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(gate)


def test_a_fall_and_a_lost_figure_fail():
    assert gate.below({"a": 0.9, "b": 0.5, "c": 0.1}, {"a": 0.89, "b": 0.5}) == {"a": 0.89, "c": 0.0}


def test_floors_rise_and_never_sink():
    assert gate.raised({"a": 0.9, "b": 0.5}, {"a": 0.8, "b": 0.7, "new": 1.0}) == {"a": 0.9, "b": 0.7}


def test_the_shipped_floors_are_figures():
    sets = json.loads((ROOT / "tests" / "floors.json").read_text(encoding="utf-8"))
    assert set(sets) == {"gold", "fixtures"}
    for one in sets.values():
        assert one["floors"]
        assert all(0 < floor <= 1 for floor in one["floors"].values())


def test_indicators_have_a_floor_and_a_lost_one_would_be_seen():
    for one in json.loads((ROOT / "tests" / "floors.json").read_text(encoding="utf-8")).values():
        assert "metrics.indicator" in gate.below(one["floors"], {})
