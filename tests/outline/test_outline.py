"""Whole outlines in small: what sections, roles and blocks a short report has."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import pytest

from fazhi_extract.outline import Outline, read_outline

CASES = Path(__file__).parent / "cases" / "outline.txt"
ESCAPES = {"\\r": "\r", "\\u3000": "\u3000", "\\xa0": "\xa0"}


def read_cases() -> dict[str, tuple[str, str]]:
    cases: dict[str, tuple[str, str]] = {}
    for part in CASES.read_text(encoding="utf-8").split("\n=== ")[1:]:
        name, _, content = part.partition("\n")
        text, found, outline = content.partition("\n---\n")
        assert found or os.environ.get("FAZHI_REGEN"), f"case {name!r} has no line ---"
        assert name not in cases, f"two cases are called {name!r}"
        for escape, char in ESCAPES.items():
            text = text.replace(escape, char)
        cases[name] = (text.rstrip("\n"), outline.strip("\n"))
    assert cases
    return cases


def describe(text: str, outline: Outline) -> str:
    """One line a thing, in document order: title, sections, blocks, signature."""
    lines = []
    if outline.title:
        lines.append(f"title: {text[slice(*outline.title)]}")
    things = [
        (section.span.start, f"{'#' * section.level} {section.role}: {section.heading}")
        for section in outline.sections
    ]
    for block in outline.blocks:
        lead = f" [{text[slice(*block.heading)]}]" if block.heading else ""
        number = "" if block.number is None else f" {block.number}"
        content = text[slice(*block.extent)].replace("\r", "").replace("\n", "/")
        things.append((block.extent.start, f"- {block.kind} {block.role}{number}{lead}: {content}"))
    lines += [line for _, line in sorted(things, key=lambda thing: thing[0])]
    lines += [f"signature: {text[slice(*extent)]}" for extent in outline.signature]
    return "\n".join(lines)


@pytest.mark.parametrize("name", read_cases())
def test_outline_of_a_short_report(name):
    text, expected = read_cases()[name]
    assert describe(text, read_outline(text)) == expected


@pytest.mark.parametrize("name", read_cases())
def test_everything_lies_in_the_body_in_order(name):
    text, _ = read_cases()[name]
    outline = read_outline(text)
    for section in outline.sections:
        assert text[section.span.start : section.span.end] == section.heading
        assert outline.body.start <= section.span.start < section.span.end <= section.body.start
        assert section.body.start <= section.body.end <= outline.body.end
    for one, other in pairwise(outline.blocks):
        assert one.extent.end <= other.extent.start
    for block in outline.blocks:
        assert block.extent.start < block.extent.end
        assert block.heading is None or (
            block.extent.start <= block.heading.start < block.heading.end <= block.extent.end
        )
