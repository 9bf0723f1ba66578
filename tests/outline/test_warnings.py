"""What the outline says about texts that are no such report, and what hostile texts do to it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi_extract.extraction.items import find_items
from fazhi_extract.lexicon import default_lexicon
from fazhi_extract.outline import read_outline, split_sentences

from ..growth import LINEAR, growth  # noqa: TID252

REPORT = """白岭区2023年法治政府建设年度报告
2023年，白岭区深入推进法治政府建设，坚持依法行政，现将有关情况报告如下：
一、主要举措和成效
（一）加强法治建设统筹。召开法治建设会议4次，印发依法行政要点，分解任务32项，逐项销号，年底全部完成。
（二）规范行政执法。开展行政执法监督检查6轮，评查行政执法案卷120宗，通报问题18个，全部整改到位。
二、存在的不足
一是部分单位依法行政意识不强；二是基层行政执法力量薄弱，一人多岗现象普遍。
三、2024年工作安排
继续推进法治政府建设，组织行政执法人员轮训2期，压实第一责任人职责，确保各项任务落实落地。
"""


def test_a_report_has_no_warning():
    assert read_outline(REPORT).warnings == ()


@pytest.mark.parametrize("text", ["", " \n\u3000\n", "\ufeff\n"])
def test_empty_text_is_said_to_be_empty(text):
    outline = read_outline(text)
    assert outline.sections == outline.blocks == ()
    assert [warning for warning in outline.warnings if "empty" in warning]


@pytest.mark.parametrize(
    "text",
    [
        "The county held its annual sports meeting on Friday. " * 20,
        "昨日，全县中学生篮球联赛在体育馆开赛，共有十六支队伍参加，首场比赛吸引了大批观众到场助威。" * 10,
        bytes(range(256)).decode("latin-1") * 4,
    ],
)
def test_other_texts_are_said_not_to_look_like_a_report(text):
    assert any("does not look like" in warning for warning in read_outline(text).warnings)


def test_a_template_is_said_to_be_one():
    text = REPORT.replace("白岭区", "某某区")
    assert any("placeholder" in warning for warning in read_outline(text).warnings)


@pytest.mark.parametrize(
    ("role", "line"), [("shortcomings", "二、存在的不足"), ("plans", "三、2024年工作安排")]
)
def test_a_missing_part_is_said(role, line):
    head, _, rest = REPORT.partition(line)
    text = head + (rest[rest.index("三、") :] if "三、" in rest else "")
    assert f"no {role} found" in read_outline(text).warnings


HOSTILE = {  # the text, how often it is repeated, and the measures that are found
    "enumerators": ("一、", 300_000, 1),
    "glued headings": ("一、加强领导(一)推进改革今年办件5件。", 10_000, 1),
    "items": ("一是加强领导；", 10_000, 10_000),
    "open titles": ("《", 500_000, 1),
    "open quotes": ("“", 500_000, 1),
    "blanks": (" ", 500_000, 0),
    "digits": ("1", 500_000, 1),
    "labels": ("索引号：", 500_000, 1),
    "causes": ("主要原因是", 300_000, 1),
    "tables": ("|甲|乙|\n", 30_000, 0),
    "NUL": ("\0一、", 50_000, 1),
    "surrogates": ("\ud800", 500_000, 1),
    "combining": ("一\u0301、\ue000", 300_000, 1),
}

AMID_PROBLEMS = {
    "lines under items": "（一）甲。\n乙丙丁。\n",
    "labels": "1.问题：甲；措施：乙；",
    "labels alone": "整改措施\n",
    "turns": "一是甲不足。下一步，乙。",
    "causes afterwards": "甲，乙丙丁戊是重要原因。",
    "pairs": "村民学，",
}


def read_items(text):
    return find_items(text, read_outline(text))


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_cost_in_proportion_to_their_length(name):
    unit, times, measures = HOSTILE[name]
    assert len(read_items(unit * times).measures) == measures
    assert growth(read_items, lambda count: unit * count, 250) < LINEAR


LETTERS = st.sampled_from(
    "一二三是、（）()1.2①第其首先，。；：:\n \u3000《》“”|年月问题下步原因报告\0\ud800加强成效"
)


@settings(max_examples=150, deadline=None)
@given(st.text(LETTERS, max_size=200) | st.text(max_size=80))
def test_any_string_has_an_outline_with_right_offsets(text):
    outline = read_outline(text)
    assert 0 <= outline.body.start <= outline.body.end <= len(text)
    for section in outline.sections:
        assert text[section.span.start : section.span.end] == section.heading
    items = find_items(text, outline)
    for item in (*items.measures, *items.shortcomings, *items.plans):
        assert text[item.span.start : item.span.end] == item.text
        for statement in item.statements:
            assert text[statement.span.start : statement.span.end] == statement.text
            assert item.span.start <= statement.span.start < statement.span.end <= item.span.end


@given(st.text(LETTERS, max_size=120))
def test_sentences_cover_all_but_blanks(text):
    extents = split_sentences(text, (0, len(text)))
    kept = "".join(text[slice(*extent)] for extent in extents)
    assert "".join(text.split()).replace("|", "") == "".join(kept.split()).replace("|", "")


def test_a_lexicon_of_the_caller_is_used():
    text = "一、年度成绩单\n办件八件。\n二、盲点扫描\n宣传覆盖面有限。"
    own = default_lexicon().extended({"heading_roles": [("shortcomings", "盲点扫描", "5")]})
    assert [section.role for section in read_outline(text).sections] == ["measures", "measures"]
    assert [section.role for section in read_outline(text, lexicon=own).sections] == [
        "measures",
        "shortcomings",
    ]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("unit", AMID_PROBLEMS.values(), ids=AMID_PROBLEMS)
def test_problems_and_plans_cost_in_proportion_to_their_length(unit):
    heading = "三、存在问题及整改措施\n"
    items = read_items(heading + unit * 3000)
    assert items.shortcomings or items.plans or unit == AMID_PROBLEMS["labels alone"]
    assert growth(read_items, lambda count: heading + unit * count, 250) < LINEAR
