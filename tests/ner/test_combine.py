"""Who is believed: the grammar, the other rules, the model."""

from __future__ import annotations

import pytest

from fazhi_extract.entities import combined, find_organizations
from fazhi_extract.entities.combine import tidied

TEXT = "云岭市青溪镇与云岭市司法局在线上用“护苗行”平台办案，见《云岭市规章》。"


def spans(*named):
    return [(TEXT.index(name), TEXT.index(name) + len(name), label) for name, label in named]


def names(mentions):
    return [(TEXT[start:end], label) for start, end, label in mentions]


def test_a_body_stands_whatever_the_model_says():
    got = combined(TEXT, spans(("云岭市司法局", "ORG")), found=[(7, 10, "GPE"), (6, 14, "PLATFORM")])
    assert names(got) == [("云岭市司法局", "ORG")]


def test_the_model_may_lengthen_a_division_but_not_relabel_it():
    division = [(0, 3, "GPE")]
    assert names(combined(TEXT, [], division, spans(("云岭市青溪镇", "GPE")))) == [("云岭市青溪镇", "GPE")]
    assert names(combined(TEXT, [], division, [(0, 3, "ORG")])) == [("云岭市", "GPE")]
    assert names(combined(TEXT, [], division, [(1, 5, "ORG")])) == [("云岭市", "GPE")]


def test_the_model_is_believed_where_no_rule_speaks_and_never_in_titles():
    title = (TEXT.index("《"), TEXT.index("》") + 1)
    found = [*spans(("“护苗行”平台", "PLATFORM")), (title[0] + 1, title[0] + 4, "GPE")]
    assert names(combined(TEXT, [], [], found, hidden=[title])) == [("“护苗行”平台", "PLATFORM")]


def test_of_two_that_overlap_the_first_and_longer_stays():
    found = [(0, 6, "GPE"), (0, 3, "GPE"), (3, 9, "ORG"), (-4, 0, "GPE"), (90, 99, "GPE")]
    assert names(combined(TEXT, [], [], found)) == [("云岭市青溪镇", "GPE")]


@pytest.mark.parametrize(
    ("marked", "label", "want"),
    [
        ("开展[“清风]”行动", "CAMPAIGN", "“清风”"),
        ("开展“[清风”行动]", "CAMPAIGN", "“清风”行动"),
        ("依托[“清风工作室”]调解", "ORG", "清风工作室"),
        ("见[云岭市、]等", "GPE", "云岭市"),
        ("上[信用云岭（市级）]查", "PLATFORM", "信用云岭（市级）"),
        ("共[ ，]件", "GPE", ""),
    ],
)
def test_edges_are_tidied(marked, label, want):
    start = marked.index("[")
    end = marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    got = tidied(text, (start, end, label))
    assert (text[got[0] : got[1]], got[2]) == (want, label)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("全年开展“晴川”专项行动3次。", [("“晴川”专项行动", "CAMPAIGN")]),
        ("依托“晴川办”平台受理。", [("“晴川办”平台", "PLATFORM")]),
        ("弘扬“晴川精神”，持续用力。", []),
        ("《关于“晴川”行动的通知》印发。", []),
        ("县委书记李晴川主持会议。", [("李晴川", "PERSON")]),
        ("县委听取李晴川县长汇报。", [("县委", "ORG")]),
        ("镇长、局长分工负责。", []),
        ("晴川县与浙江省杭州市结对。", [("浙江省杭州市", "GPE")]),
    ],
)
def test_names_with_a_closed_right_edge(text, want):
    assert [(one.text, one.label) for one in find_organizations(text, others=True)] == want


def test_a_body_that_the_grammar_passed_over_is_none():
    text = "各有关部门与晴川客栈协作。"
    known = [(0, 5, "ORG"), (6, 10, "ORG"), (1, 3, "GPE")]
    found = find_organizations("各管理局与晴川客栈协作。", known=[(0, 4, "ORG"), (5, 9, "ORG")])
    assert [one.text for one in found] == ["晴川客栈"]
    assert [one.label for one in find_organizations(text, known=known)] == ["ORG", "ORG"]
