from __future__ import annotations

import json
import sys
from decimal import Decimal

import pytest

from fazhi_extract.comparison import compare
from fazhi_extract.errors import InputError, OptionError

CLOSED, RATE, RIGHT = (
    "reconsideration.cases_closed",
    "reconsideration.correction_rate",
    "reconsideration.corrected",
)
RECEIVED = "reconsideration.applications_received"
QINGXI = ["临江省", "云岭市", "青溪区"]
SHIQIAO = ["临江省", "云岭市", "石桥县"]


@pytest.fixture
def panel(write):
    return [
        write(QINGXI, 2022).figure("审结复议案件", 80, "件", CLOSED).report(),
        write(QINGXI, 2023).figure("审结复议案件", 100, "件", CLOSED).figure("培训", 7, "场").report(),
        write(SHIQIAO, 2023).figure("办结复议案件", 140, "宗", CLOSED).report(),
    ]


def test_long_has_every_figure_with_its_sentence(panel):
    rows = compare(panel).long()
    assert [(row.report, row.text) for row in rows] == [(0, "80件"), (1, "100件"), (1, "7场"), (2, "140宗")]
    assert rows[3].sentence == "办结复议案件140宗。"
    assert rows[3].topic == "dispute_resolution"
    assert panel[2].text[rows[3].start : rows[3].end] == rows[3].text
    assert [row.text for row in compare(panel).long(indicators_only=True)] == ["80件", "100件", "140宗"]


def test_wide_is_place_by_year_by_indicator(panel):
    assert compare(panel).wide() == [
        {"place": "临江省云岭市石桥县", "year": 2023, CLOSED: Decimal(140)},
        {"place": "临江省云岭市青溪区", "year": 2022, CLOSED: Decimal(80)},
        {"place": "临江省云岭市青溪区", "year": 2023, CLOSED: Decimal(100)},
    ]


def test_wide_takes_the_whole_before_its_parts_and_no_targets(write):
    report = (
        write(QINGXI, 2023)
        .figure("力争审结", 300, "件", CLOSED, status="target")
        .figure("审结上升", 9, "%", CLOSED, aspect="change")
        .figure("石桥镇审结", 9, "件", CLOSED, scope="石桥镇")
        .figure("审结复议案件", 100, "件", CLOSED)
        .figure("2022年审结", 80, "件", CLOSED, year=2022)
        .report()
    )
    assert compare([report]).wide()[0][CLOSED] == 100


def test_ranks_are_within_a_year_and_classifiers_do_not_matter(panel):
    ranks = compare(panel).ranks
    assert [(row.place, row.rank, row.of, row.year) for row in ranks] == [
        ("临江省云岭市石桥县", 1, 2, 2023),
        ("临江省云岭市青溪区", 2, 2, 2023),
    ]


def test_equal_values_share_a_rank(write):
    made = [
        write([name], 2023).figure("审结", value, "件", CLOSED).report()
        for name, value in [("甲县", 5), ("乙县", 9), ("丙县", 9)]
    ]
    assert {row.place: row.rank for row in compare(made).ranks} == {"乙县": 1, "丙县": 1, "甲县": 3}


def test_changes(panel):
    (row,) = compare(panel).changes
    assert (row.place, row.year, row.difference, row.relative) == ("临江省云岭市青溪区", 2023, 20, 25)
    assert row.denominators == "none"


def test_no_change_over_a_missing_year(write):
    made = [write(QINGXI, year).figure("审结", 5, "件", CLOSED).report() for year in (2020, 2022)]
    assert compare(made).changes == []


def rated(write, year, divided):
    return (
        write(QINGXI, year)
        .figure("收到申请", 150, "件", RECEIVED)
        .figure("审结", 120, "件", CLOSED)
        .figure("纠错", 30, "件", RIGHT)
        .figure("纠错率", {RECEIVED: 20, CLOSED: 25, None: 22}[divided], "%", RATE)
        .report()
    )


@pytest.mark.parametrize(
    ("before", "now", "kind", "difference"),
    [
        (CLOSED, CLOSED, "same", 0),
        (CLOSED, RECEIVED, "different", None),
        (CLOSED, None, "unknown", -3),
    ],
)
def test_rates_over_other_denominators_are_kept_apart(write, before, now, kind, difference):
    compared = compare([rated(write, 2022, before), rated(write, 2023, now)])
    row = next(row for row in compared.changes if row.indicator == RATE)
    assert (row.denominators, row.difference, row.relative) == (kind, difference, None)
    columns = {name for name in compared.wide()[0] if name.startswith(RATE)}
    assert columns == {f"{RATE}/{name}" if name else RATE for name in (before, now)}


def test_plans_stand_beside_the_next_years_measures(write):
    plan = "健全行政争议多元化解机制,推行复议听证,落实《青溪区府院联动办法》。"
    done = "落实《青溪区府院联动办法》,全面推行复议听证,审理疑难案件。"
    other = "组织宪法宣传进校园,发放读本。"
    first = (
        write(QINGXI, 2022)
        .item("plans", plan, "dispute_resolution")
        .item("plans", "筹建档案馆库房。")
        .report()
    )
    second = (
        write(QINGXI, 2023)
        .item("measures", other, "legal_services")
        .item("measures", done, "dispute_resolution")
        .report()
    )
    met, unmet = compare([first, second]).promises
    assert (met.plan.item, met.measure.item, met.same_topic) == ("p1", "m2", True)
    assert met.shared_references == ["青溪区府院联动办法"]
    assert "推行复议听证" in met.shared_terms
    assert 0.2 <= met.score <= 1
    assert (unmet.plan.item, unmet.measure, unmet.score) == ("p2", None, 0)


def test_no_promises_without_the_next_year(write):
    first = write(QINGXI, 2022).item("plans", "推行复议听证。").report()
    later = write(QINGXI, 2024).item("measures", "推行复议听证。").report()
    elsewhere = write(SHIQIAO, 2023).item("measures", "推行复议听证。").report()
    assert compare([first, later, elsewhere]).promises == []


def test_shortcomings_that_come_back(write):
    texts = {
        2021: "一是基层执法力量薄弱,持证人员流动频繁。",
        2022: "三是基层执法力量薄弱的局面没有改观。",
        2023: "二是普法方式单一。",
    }
    made = [
        write(QINGXI, year).item("shortcomings", text, "enforcement").report() for year, text in texts.items()
    ]
    (row,) = compare(made).recurring
    assert row.years == [2021, 2022]
    assert row.shared_terms == ["基层执法力量薄弱"]
    assert compare(made).find_recurring(across="places") == []


def test_shortcomings_that_places_share(write):
    made = [
        write([name], 2023).item("shortcomings", "基层执法力量薄弱,人员流动频繁。", "enforcement").report()
        for name in ("甲县", "乙县")
    ]
    (row,) = compare(made).find_recurring(across="places")
    assert row.places == ["乙县", "甲县"]


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        ([QINGXI, ["青溪区"]], ["临江省云岭市青溪区"] * 2),
        ([["甲市", "鼓楼区"], ["乙市", "鼓楼区"], ["鼓楼区"]], ["甲市鼓楼区", "乙市鼓楼区", "鼓楼区"]),
        ([["溪区"], ["青溪区"]], ["溪区", "青溪区"]),
        ([[]], ["报告"]),
    ],
)
def test_places(write, paths, names):
    assert list(compare([write(path, 2023).report() for path in paths]).places) == names


def test_a_department_is_not_its_region(write):
    bureau = write(QINGXI, 2023, "department", "青溪区司法局").report()
    assert compare([bureau, write(QINGXI, 2023).report()]).places == (
        "临江省云岭市青溪区司法局",
        "临江省云岭市青溪区",
    )


def test_stored_results(panel, tmp_path):
    (tmp_path / "one.json").write_text(panel[0].model_dump_json(), encoding="utf-8")
    (tmp_path / "many.jsonl").write_text(
        "\n".join(report.model_dump_json() for report in panel[1:]), encoding="utf-8"
    )
    wanted = compare(panel).wide()
    stored = json.loads(panel[0].model_dump_json())
    assert compare([tmp_path / "one.json", str(tmp_path / "many.jsonl")]).wide() == wanted
    assert compare([stored, panel[1].model_dump_json(), panel[2].model_dump_json().encode()]).wide() == wanted
    assert compare(f"[{','.join(report.model_dump_json() for report in panel)}]").wide() == wanted
    assert len(compare(tmp_path)) == 3


@pytest.mark.parametrize("source", [3, {"meta": {}}, "{}", "nowhere.json", b"{"])
def test_what_is_no_report_is_refused(source):
    with pytest.raises(InputError):
        compare([source])


def test_the_line_of_a_broken_file_is_named(panel, tmp_path):
    path = tmp_path / "two.jsonl"
    path.write_text(panel[0].model_dump_json() + "\n{}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"two\.jsonl, line 2.*text"):
        compare(path)


def test_an_empty_comparison():
    compared = compare([])
    assert (compared.long(), compared.wide(), compared.ranks, compared.promises, compared.recurring) == (
        [],
    ) * 5


def test_options_are_checked(panel):
    with pytest.raises(OptionError):
        compare(panel).pair_plans(least=2)
    with pytest.raises(OptionError):
        compare(panel).find_recurring(across="months")
    with pytest.raises(OptionError):
        compare(panel).to_pandas("tall")


def test_without_pandas_the_remedy_is_named(panel, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match="pip install pandas"):
        compare(panel).to_pandas()


def test_pandas_gives_the_same_rows(panel):
    pytest.importorskip("pandas")
    assert len(compare(panel).to_pandas("wide")) == 3
