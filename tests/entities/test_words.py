"""Words in running text: the quick search finds what a plain one would."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_extract.entities.words import Endings, Words, words_pattern

NAMES = ("局", "法院", "人民法院", "院办", "委员会", "委员会办公室", "办公室")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("甲人民法院", ["人民法院"]),
        ("法院办了", ["法院"]),
        ("委员会办公室和办公室", ["委员会办公室", "办公室"]),
        ("局局", ["局", "局"]),
        ("会院室", []),
        ("", []),
    ],
)
def test_words_from_left_to_right_the_longest_first(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in Words(NAMES).extents(text)] == found


@given(
    st.text(alphabet="甲乙丙^]-", max_size=30), st.sets(st.text(alphabet="甲乙^]-", min_size=1, max_size=4))
)
def test_words_are_those_of_a_plain_pattern(text: str, words: set[str]) -> None:
    plain = re.compile(words_pattern(words)) if words else re.compile("(?!)")
    assert Words(words).extents(text) == [hit.span() for hit in plain.finditer(text)]


@given(st.text(alphabet="甲乙", max_size=8), st.integers(0, 8), st.integers(0, 8))
def test_the_longest_word_that_ends_at_a_place(text: str, end: int, floor: int) -> None:
    words = {"甲", "乙甲", "甲乙甲", "乙乙"}
    end = min(end, len(text))
    plain = next((start for start in range(floor, end) if text[start:end] in words), -1)
    assert Endings(words).longest(text, end, floor) == plain
