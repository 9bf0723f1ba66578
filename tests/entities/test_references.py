"""Titles in 《》: extent, nesting, kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from fazhi_extract.entities import find_references, reference_kind
from fazhi_extract.errors import LexiconError
from fazhi_extract.lexicon import default_lexicon

from ..growth import LINEAR, growth  # noqa: TID252

CASES = Path(__file__).parent / "cases" / "references.txt"
LINES = [line for line in CASES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("line", LINES)
def test_case(line: str) -> None:
    marked, _, kinds = line.partition("\t")
    text = marked.replace("⟦", "").replace("⟧", "")
    found = find_references(text)
    shown = text
    for reference in reversed(found):
        start, end = reference.span.start, reference.span.end
        shown = f"{shown[:start]}⟦{shown[start:end]}⟧{shown[end:]}"
    assert shown == marked
    assert " ".join(reference.kind for reference in found) == kinds.replace("-", "")


def test_title_leaves_the_outer_brackets_off() -> None:
    (found,) = find_references("见《甲《乙》丙》。")
    assert (found.text, found.title) == ("《甲《乙》丙》", "甲《乙》丙")


def test_a_title_does_not_run_over_paragraphs() -> None:
    assert find_references("《前半\n后半》") == []


def test_a_very_long_bracket_is_no_title() -> None:
    assert find_references("《" + "长" * 400 + "》") == []


@pytest.mark.timeout(60)
def test_deep_nesting_is_linear() -> None:
    def nested(depth: int) -> str:
        return "《" * depth + "甲" + "》" * depth

    assert len(find_references(nested(500_000))) == 1
    assert growth(find_references, nested, 1000) < LINEAR


def test_kinds_can_be_extended_and_are_checked() -> None:
    assert reference_kind("青溪守则") == "other"
    lexicon = default_lexicon().extended({"reference_kinds": [("守则", "rule")]})
    assert reference_kind("青溪守则", lexicon=lexicon) == "rule"
    wrong = default_lexicon().extended({"reference_kinds": [("守则", "poem")]})
    with pytest.raises(LexiconError, match="守则"):
        reference_kind("青溪守则", lexicon=wrong)
