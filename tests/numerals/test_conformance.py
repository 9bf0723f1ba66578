"""Other projects' tests, read with our numerals (`conformance.py` says how)."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

OVERALL = 0.99
EACH = 0.96


@cache
def runner() -> ModuleType:
    path = Path(__file__).with_name("conformance.py")
    spec = importlib.util.spec_from_file_location("numerals_conformance", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def verdicts() -> list:
    module = runner()
    if not module.FOLDER.is_dir():
        pytest.skip("the converted suites are not part of the repository")
    return module.run()


def test_values_over_all_suites(verdicts: list) -> None:
    right, asked = runner().score(verdicts).value
    assert asked > 700
    assert right >= OVERALL * asked, "\n".join(runner().failures(verdicts))


def test_values_in_every_suite(verdicts: list) -> None:
    short = {
        name: score.value
        for name, score in runner().by_suite(verdicts).items()
        if score.value[0] < EACH * score.value[1]
    }
    assert short == {}


def _case(suite: str, text: str, *expect: tuple[str, str, str | None, str], mode: str = "extract") -> dict:
    items = [
        {
            "text": part,
            "start": text.index(part),
            "end": text.index(part) + len(part),
            "value": value,
            "unit": unit,
            "kind": kind,
        }
        for part, value, unit, kind in expect
    ]
    return {"suite": suite, "input": text, "mode": mode, "expect": items}


@pytest.mark.parametrize(
    ("case", "value", "span"),
    [
        (_case("x", "共十二件", ("十二", "12", None, "number")), True, True),
        (_case("x", "共十二件", ("十二", "13", None, "number")), False, True),
        (_case("x", "共十二件", ("二", "12", None, "number")), True, False),
        (_case("x", "共十二件"), False, None),
        (_case("x", "一律不得"), True, None),
        (_case("recognizers-currency", "12件共3元", ("3元", "3", "CNY", "money")), True, True),
        (_case("recognizers-currency", "12件共3元", ("12件", "12", "CNY", "money")), False, False),
        (_case("recognizers-range", "超过20件", ("超过20", "(20,)", None, "range")), True, True),
        (_case("recognizers-range", "超过20件", ("超过20", "[20,)", None, "range")), False, True),
        (_case("y", "重12千克", ("12千克", "12000", "Gram", "quantity")), True, True),
        (_case("y", "重12千克", ("12千克", "12", "Gram", "quantity")), False, True),
    ],
)
def test_the_judge_can_say_right_and_wrong(case: dict, value: bool, span: bool | None) -> None:
    verdict = runner().judge(case)
    assert (verdict.value, verdict.span) == (value, span)


@pytest.mark.parametrize(("text", "right"), [("元整", True), ("三百", False), ("三百元", False)])
def test_a_parser_must_refuse(text: str, right: bool) -> None:
    assert runner().judge(_case("cn2an-reject", text, mode="parse")).value is right
