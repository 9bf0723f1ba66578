"""What an item is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from fazhi_extract.extraction.topics import classify_topic, topic_scores
from fazhi_extract.lexicon import default_lexicon

CASES = Path(__file__).parent / "cases" / "topics.tsv"
ROWS = [
    line.split("\t") for line in CASES.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"
]
TOPICS = {
    "leadership",
    "government_functions",
    "rulemaking",
    "decision_making",
    "enforcement",
    "emergency",
    "dispute_resolution",
    "oversight",
    "digital",
    "legal_services",
}


@pytest.mark.parametrize(("topic", "role", "heading", "section", "text"), ROWS)
def test_topic(topic, role, heading, section, text):
    known = {"heading": heading, "section": section}
    given = {name: words for name, words in known.items() if words != "-"}
    assert classify_topic(text, role=role, only_item=True, **given) == topic


def test_a_heading_weighs_more_than_the_text():
    text = "组织培训2期，宣传报道3次。"
    assert classify_topic(text, heading="化解行政争议") == "dispute_resolution"
    assert classify_topic(text) != "dispute_resolution"


def test_a_plan_that_mixes_many_matters_is_about_the_whole():
    text = "继续制定规章，评查执法案卷，化解信访积案，办好政协提案，开展普法宣传，完善应急预案。"
    assert classify_topic(text, role="plans", mixed=True) == "leadership"
    assert classify_topic(text, role="plans", mixed=False) != "leadership"


def test_repetition_counts_less_and_less():
    once, often = (topic_scores("信访" * times)["dispute_resolution"] for times in (1, 50))
    assert once < often < 5 * once


def test_the_longest_cue_counts_alone():
    assert "decision_making" not in topic_scores("公共法律服务")
    assert topic_scores("") == {}


def test_cue_file_is_sound():
    lexicon = default_lexicon()
    rows = lexicon.rows("topic_cues")
    assert {row[0] for row in rows} == TOPICS | {"-"}
    assert len({row[:2] for row in rows}) == len(rows), "a cue stands twice for one topic"
    assert all(0 < float(row[2]) <= 5 if row[0] != "-" else row[2] == "0" for row in rows)
    said = {row[1] for row in rows if row[0] != "-"}
    assert not said & {row[1] for row in rows if row[0] == "-"}, "a neutral word stands for a topic too"


@pytest.mark.parametrize("row", default_lexicon().rows("topic_headings"))
def test_official_headings_have_the_topic_of_their_part(row):
    assert classify_topic("有序推进，逐项落实。", section=row[1], only_item=True) == row[2]


def test_cues_of_the_caller():
    own = default_lexicon().extended({"topic_cues": [("emergency", "护林防火", "3")]})
    assert classify_topic("开展护林防火巡山60次。") == "other"
    assert classify_topic("开展护林防火巡山60次。", lexicon=own) == "emergency"


def test_pairs_of_words_count_within_a_clause_of_problems_and_plans_only():
    together, apart = "村民学法不多。", "走访村民，学法不多。"
    assert classify_topic(together, role="shortcomings") == "legal_services"
    assert classify_topic(apart, role="shortcomings") == "leadership"
    assert classify_topic(together, role="measures") == classify_topic(apart, role="measures")


def test_a_word_does_not_begin_with_the_end_of_another():
    assert "rulemaking" not in topic_scores("成立法治专班，建立法律顾问制度，树立法治理念")
    assert topic_scores("建立法律顾问制度")["decision_making"] > 2
    assert "rulemaking" in topic_scores("参与立法调研")


def test_a_neutral_word_says_nothing():
    assert topic_scores("街道办事处、市场监管局") == {}
    assert topic_scores("方便群众办事")["government_functions"] > 0.5


def test_pair_file_is_sound():
    for topic, first, second, weight in default_lexicon().rows("topic_pairs"):
        assert topic in TOPICS
        assert 0 < float(weight) <= 5
        assert all(word.strip() for words in (first, second) for word in words.split("|"))
