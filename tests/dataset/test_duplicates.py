"""Copies are found, and a template is no copy."""

import random

import pyarrow as pa
import pytest

from fazhi_extract.dataset import duplicates
from fazhi_extract.dataset.duplicates import duplicate_of
from fazhi_extract.dataset.schema import arrow_schema
from fazhi_extract.dataset.signature import SIZE, WORDS, signature
from fazhi_extract.lexicon import default_lexicon

from .making import body, page, traditional


def reports(*rows):
    """Rows of the table `reports` from (id, text, and what else is known)."""
    made = [
        {"report_id": name, "characters": len(text), "signature": signature(text), **known}
        for name, text, known in rows
    ]
    return pa.Table.from_pylist(made, schema=arrow_schema("reports"))


def marks(*rows):
    table = reports(*rows)
    return {
        name: mark
        for name, mark in zip(table["report_id"].to_pylist(), duplicate_of(table).to_pylist(), strict=True)
        if mark
    }


CLOUD = {"report_year": 2023, "region_code": "990101", "issuer": "云岭区人民政府"}
TEXT = body("云岭区", 2023)


@pytest.mark.parametrize(
    ("copy", "what"),
    [
        (TEXT, "the same text"),
        (page(TEXT), "a page around it, other punctuation, some words changed"),
        (traditional(TEXT), "converted to traditional characters"),
        (TEXT.translate(str.maketrans("0123456789", "０１２３４５６７８９")), "full-width digits"),
        (TEXT.replace("\n", ""), "in one line"),
        (TEXT.replace("云岭区", "某某平台"), "the name replaced by a spam mirror"),
        (TEXT[: len(TEXT) * 9 // 10], "the end missing"),
        (page(page(TEXT, 1), 2), "a copy of a copy"),
    ],
    ids=lambda value: value if len(value) < 60 else "",
)
def test_a_copy_is_found(copy, what):
    assert marks(("a", TEXT, {"source_host": "www.yunling.gov.cn", **CLOUD}), ("b", copy, {})) == {"b": "a"}


@pytest.mark.parametrize(("figures", "known"), [(True, True), (True, False), (False, True)])
@pytest.mark.parametrize(
    ("place", "year"), [("云岭区", 2022), ("青溪县", 2023), ("云岭市", 2024)], ids=["year", "county", "both"]
)
def test_one_template_is_no_copy(place, year, figures, known):
    others = {"report_year": year, "region_code": "990101" if place == "云岭区" else "990199"}
    others["issuer"] = f"{place}人民政府"
    rows = [
        ("a", body("云岭区", 2023, figures=figures), CLOUD if known else {}),
        ("b", page(body(place, year, figures=figures)), others if known else {}),
    ]
    assert marks(*rows) == {}


def test_without_figures_who_and_when_must_agree():
    text = body("云岭区", 2023, figures=False)
    copy = page(text)
    assert marks(("a", text, CLOUD | {"source_host": "www.yunling.gov.cn"}), ("b", copy, CLOUD)) == {"b": "a"}
    assert marks(("a", text, CLOUD), ("b", copy, CLOUD | {"report_year": 2022})) == {}
    assert marks(("a", text, CLOUD), ("b", copy, CLOUD | {"issuer": "云岭区司法局"})) == {}


def test_a_nameless_text_does_not_bridge_two_counties():
    text = body("云岭区", 2023, figures=False)
    other = CLOUD | {"region_code": "990102", "issuer": "松桥区人民政府"}
    found = marks(("a", text, CLOUD), ("b", text, {}), ("c", text, other))
    assert found == {"b": "a"}


@pytest.mark.parametrize(
    ("hosts", "original"),
    [
        (["mirror.com", "www.yunling.gov.cn", None], "b"),
        (["mirror.com", "wenku.example.com", None], "c"),
        (["gov.cn.example.com", "notgov.cn", "www.gov.hk"], "c"),
        ([None, None, None], "a"),
    ],
)
def test_the_official_host_comes_first(hosts, original):
    rows = [(name, TEXT, {"source_host": host, **CLOUD}) for name, host in zip("abc", hosts, strict=True)]
    assert marks(*rows) == {name: original for name in "abc" if name != original}


def test_the_host_of_the_own_division_comes_before_another_official_one():
    rows = [("a", TEXT, {"source_host": "www.province.gov.cn", **CLOUD})]
    rows += [("b", TEXT, {"source_host": "www.yunling.gov.cn", **CLOUD})]
    for number in range(3):
        other = {"region_code": f"9902{number:02}", "report_year": 2023, "issuer": f"第{number}县"}
        rows.append(
            (f"p{number}", body(f"第{number}县", 2023), other | {"source_host": "www.province.gov.cn"})
        )
    assert marks(*rows) == {"a": "b"}


def test_the_longest_comes_first_among_equals():
    assert marks(("a", TEXT[:-40], CLOUD), ("b", TEXT, CLOUD)) == {"a": "b"}


def test_a_site_with_one_frame_is_no_copy():
    """Short reports with the same navigation and the same dated links around them."""
    shorts = [body(f"第{number}街道", 2023)[:500] for number in range(12)]
    rows = [(f"{number}", page(text), {}) for number, text in enumerate(shorts)]
    assert marks(*rows) == {}
    assert marks(*rows, ("copy", page(shorts[3], 1), {"source_host": "m.com"})) == {"copy": "3"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("共123件，其中45件", "共１２３件,其中４５件", True),
        ("共123件，其中45件", "共124件，其中45件", False),
        ("2024-03-12 10:20 共123件，45件", "2023年11月8日 共123件，45件", True),
        ("2024年，12件，34件", "2024年，13件，34件", False),
        ("2023，44，55，66", "2023，44，55，67", False),
        ("1.2. 共3件，123件，45件", "3.4. 共5件，123件，45件", True),
    ],
)
def test_which_figures_count(one, other, same):
    first, second = (signature(text)[4 * WORDS :] for text in (one, other))
    assert (first == second) is same


def test_the_order_of_rows_does_not_matter():
    rows = []
    for number in range(30):
        text = body(f"第{number}县", 2023)
        rows.append((f"x{number}", text, {"source_host": "a.gov.cn"}))
        rows += [
            (f"m{number}.{copy}", page(text, copy), {"source_host": "m.com"}) for copy in range(number % 4)
        ]
    expected = {name: f"x{name[1:].split('.')[0]}" for name, _, _ in rows if name.startswith("m")}
    for seed in range(3):
        random.Random(seed).shuffle(rows)
        assert marks(*rows) == expected


@pytest.mark.parametrize("text", ["", "字", "12", "\ud800\x00", "甲乙丙丁戊", "1 2 3 4" * 5000])
def test_strange_texts_have_a_signature(text):
    assert len(signature(text)) == SIZE
    duplicate_of(reports(("a", text, {}), ("b", text, {}), ("c", TEXT, {})))


def test_no_reports():
    assert duplicate_of(reports()).to_pylist() == []


def test_a_template_of_thousands_does_not_cost_its_square(monkeypatch):
    compare = duplicates._Same.__call__
    pairs, count = [], 1600

    def counted(same, one, other):
        pairs.append(len(one))
        return compare(same, one, other)

    monkeypatch.setattr(duplicates._Same, "__call__", counted)
    drawn = [body(f"第{n}县", 2023)[:600] for n in range(count)]
    known = {"issuer": "司法局", "report_year": 2023}  # so that each meets all others
    duplicate_of(reports(*((f"{n:05}", text, known) for n, text in enumerate(drawn))))
    assert 16 * (count - 16) <= sum(pairs) < 50 * count


SHORT = TEXT[:430]  # six figures and more, but fewer than twelve neighbours


def other_script(text):
    """As a mirror in traditional characters has it, by the list of ours and its first forms."""
    forms = {simple: others[0] for simple, others in default_lexicon().rows("traditional")}
    return text.translate(str.maketrans(forms))


def test_a_short_copy_in_the_other_script_is_found():
    copy = other_script(SHORT)
    assert sum(one != other for one, other in zip(SHORT, copy, strict=True)) > len(SHORT) // 4
    official = CLOUD | {"source_host": "www.yunling.gov.cn"}
    other = {"report_year": 2023, "issuer": other_script("云岭区人民政府")}
    assert marks(("a", SHORT, official), ("b", copy, {"report_year": 2023})) == {"b": "a"}
    assert marks(("a", SHORT, official), ("b", copy, other)) == {"b": "a"}


@pytest.mark.parametrize("figures", [True, False])
def test_a_copy_in_the_other_script_is_found_by_its_words(figures):
    text = body("云岭区", 2023, figures=figures)[:600]
    copy = other_script(page(text))
    known = {"report_year": 2023, "issuer": other_script("云岭区人民政府")}
    assert marks(("a", text, CLOUD | {"source_host": "www.yunling.gov.cn"}), ("b", copy, known)) == {"b": "a"}
    assert marks(("a", text, CLOUD), ("b", copy, known | {"report_year": 2022})) == {}


@pytest.mark.parametrize(
    ("figures", "known"),
    [
        (SHORT, {"report_year": 2022}),  # of another year
        (SHORT, {"report_year": 2023, "issuer": "云岭区司法局"}),
        (SHORT, {"report_year": 2023, "region_code": "990199"}),
        (body("云岭区", 2023, seed=5)[:430], {"report_year": 2023}),  # one template, other figures
        ("共12345件，其中12件，占100件", {"report_year": 2023}),  # figures that many have
    ],
)
def test_few_figures_are_not_enough(figures, known):
    first = "共12345件，其中12件，占100件" if len(figures) < 40 else SHORT
    assert marks(("a", first, CLOUD), ("b", other_script(figures) + "另行", known)) == {}
