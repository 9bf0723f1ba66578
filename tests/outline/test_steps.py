"""The steps of the outline one by one, each with cases that match and cases that do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from fazhi_extract.lexicon import default_lexicon
from fazhi_extract.outline import Extent, read_outline, split_sentences
from fazhi_extract.outline.glued import glued_end
from fazhi_extract.outline.labels import label_of, role_under
from fazhi_extract.outline.leads import item_lead, paragraph_leads
from fazhi_extract.outline.numbering import COLON, COMMA, GLUED, LINE, SPACE, STOP, find_marks
from fazhi_extract.outline.roles import child_role, heading_role, heading_year
from fazhi_extract.outline.turns import cause_start, is_closing, is_introduction, names_causes, paragraph_role

CASES = Path(__file__).parent / "cases"
BEFORE = {LINE: "line", STOP: "stop", COLON: "colon", SPACE: "space", COMMA: "comma", GLUED: "glued"}
LEXICON = default_lexicon()


def rows(name: str, columns: int) -> list[list[str]]:
    found = [
        line.split("\t")
        for line in (CASES / name).read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]
    assert found
    assert all(len(row) == columns for row in found), f"{name}: each row has {columns} columns"
    return found


def parted(line: str) -> tuple[str, list[Extent]]:
    """The text without its ‖, and the extents of the parts."""
    extents, start = [], 0
    for part in line.split("‖"):
        extents.append(Extent(start, start + len(part)))
        start += len(part)
    return line.replace("‖", ""), extents


@pytest.mark.parametrize(("role", "heading"), rows("headings.tsv", 2))
def test_role_of_a_heading(role, heading):
    assert heading_role(heading, LEXICON) == (None if role == "-" else role)


@pytest.mark.parametrize(("parent", "role", "heading"), rows("child_roles.tsv", 3))
def test_role_of_a_child(parent, role, heading):
    assert child_role(parent, heading, LEXICON) == role


@pytest.mark.parametrize(("label", "words"), rows("labels.tsv", 2))
def test_labels(label, words):
    assert label_of(words) == (None if label == "-" else label)


@pytest.mark.parametrize(
    ("label", "now", "role"),
    [
        ("problem", "measures", "shortcomings"),
        ("next", "duty", "plans"),
        ("mending", "measures", "measures"),
        ("mending", "shortcomings", "plans"),
        ("cause", "plans", "shortcomings"),
        ("mended", "shortcomings", "measures"),
        ("steps", "measures", "measures"),
        ("steps", "plans", "plans"),
        ("problem", "other", "other"),
    ],
)
def test_role_under_a_label(label, now, role):
    assert role_under(label, now) == role


@pytest.mark.parametrize("line", [row[0] for row in rows("sentences.txt", 1)])
def test_sentences(line):
    text = line.replace("‖", "\n" if "行" in line else "")
    sentences = [text[slice(*extent)] for extent in split_sentences(text, (0, len(text)))]
    assert sentences == line.split("‖")


@pytest.mark.parametrize(("text", "marks"), rows("marks.tsv", 2))
def test_enumerators(text, marks):
    found = [mark for mark in find_marks(text, 0, len(text)) if mark.before != GLUED or mark.style == "say"]
    said = " ".join(f"{mark.style}:{mark.number}:{BEFORE[mark.before]}" for mark in found)
    assert (said or "-") == marks


@pytest.mark.parametrize("line", [row[0] for row in rows("leads.tsv", 1)])
def test_leads_of_a_paragraph(line):
    marked = [part.startswith("*") for part in line.split("‖")]
    text, sentences = parted(line.replace("*", ""))
    leads = paragraph_leads(text, sentences, LEXICON, near=False)
    assert leads == [index for index, lead in enumerate(marked) if lead]


@pytest.mark.parametrize(("kind", "lead", "text"), rows("item_leads.tsv", 3))
def test_lead_of_an_item(kind, lead, text):
    sentences = split_sentences(text, (0, len(text)))
    found = item_lead(text, 0, sentences, explained=kind == "shortcomings")
    assert (text[slice(*found)] if found else "-") == lead


@pytest.mark.parametrize(("title", "text"), rows("titles.tsv", 2))
def test_title(title, text):
    text = text.replace("\\n", "\n")
    found = read_outline(text).title
    assert (text[slice(*found)] if found else "-") == title.replace("\\n", "\n")


@pytest.mark.parametrize(("now", "role", "paragraph"), rows("roles_of_text.tsv", 3))
def test_role_of_running_text(now, role, paragraph):
    assert paragraph_role(paragraph, now) == role


@pytest.mark.parametrize(("level", "known", "line"), rows("glued.tsv", 3))
def test_end_of_a_heading_run_together_with_its_text(level, known, line):
    text, parts = parted(line)
    end = glued_end(text, 0, len(text), top=level == "top", glued=known == "yes", lexicon=LEXICON)
    assert end == (parts[0].end if len(parts) > 1 else None)


@pytest.mark.parametrize(
    ("sentence", "after"),
    [
        ("究其原因，一是人少", "一是人少"),
        ("造成以上问题的主要原因是投入不够", "投入不够"),
        ("原因分析：投入不够", "投入不够"),
        ("主要原因有以下三点：", ""),
        ("究其原因，还是投入不够", "投入不够"),
        ("问题根源在于投入不够", "投入不够"),
        ("症结在于投入不够", "投入不够"),
        ("归根结底，还是投入不够", "投入不够"),
        ("产生上述不足的原因，主要是投入不够", "投入不够"),
        ("以上问题主要归因于投入不够", "投入不够"),
        ("上述问题主要集中在投入环节", None),
        ("根源性矛盾化解3件", None),
        ("原因不明的信访件共3件", None),
        ("投入不够", None),
    ],
)
def test_cause_cue_at_the_start(sentence, after):
    start = cause_start(sentence)
    assert (None if start is None else sentence[start:]) == after


def test_a_sentence_that_announces_causes_ends_with_the_cue():
    assert names_causes("对此认真剖析，其主要原因是：")
    assert not names_causes("其主要原因是投入不够、重视不够")


@pytest.mark.parametrize(
    ("paragraph", "opening", "expected"),
    [
        ("现将有关情况报告如下：", False, True),
        ("主要做了以下几个方面的工作。", False, True),
        ("2021年，全镇认真贯彻上级部署，推动各项任务落地。", True, True),
        ("2021年，全镇认真贯彻上级部署，推动各项任务落地。", False, False),
        ("2021年，全镇认真贯彻上级部署，办结案件30件，调解纠纷80件。", True, False),
        ("县局荣获集体嘉奖，两所入选示范窗口，一人获评先进个人。", True, True),
        ("办结案件30件。", True, False),
    ],
)
def test_introductions(paragraph, opening, expected):
    assert is_introduction(paragraph, opening=opening) is expected


def test_closing_formula():
    assert is_closing("特此报告。")
    assert not is_closing(
        "特此报告制度执行以来，共报告12次，处置隐患40处，没有发生一起漏报迟报事件，受到群众好评。"
    )


@pytest.mark.parametrize(
    ("heading", "year"), [("2024年打算", 2024), ("２０２０ 年安排", 2020), ("下步打算", None)]
)
def test_year_of_a_heading(heading, year):
    assert heading_year(heading) == year
