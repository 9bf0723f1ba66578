"""The rules of matching: chains, parts, units, changes, ambiguity, evidence."""

import importlib.util
from pathlib import Path

import pytest

from fazhi_extract.errors import OptionError
from fazhi_extract.indicators import Indicator, assign_indicators, catalogue, load_catalogue
from fazhi_extract.models import Metric, Quantity, Span

from ..growth import LINEAR, growth  # noqa: TID252

_spec = importlib.util.spec_from_file_location("indicator_reading", Path(__file__).with_name("reading.py"))
assert _spec is not None
assert _spec.loader is not None
reading = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(reading)

CASES = [
    # a chain carries its head on
    (
        "收到行政复议申请162件，受理150件，办结141件，直接纠错9件，纠错率6.38%，调撤率41.2%。",
        {
            "162件": "reconsideration.applications_received",
            "150件": "reconsideration.cases_accepted",
            "141件": "reconsideration.cases_closed",
            "9件": "reconsideration.corrected",
            "6.38%": "reconsideration.correction_rate",
            "41.2%": "reconsideration.settlement_rate",
        },
    ),
    # the same short labels after another head
    (
        "发生一审行政诉讼案件64件，审结60件，败诉5件，调解撤诉21件，调撤率35%。",
        {
            "60件": "litigation.first_instance_closed",
            "5件": "litigation.lost",
            "21件": "litigation.settled",
            "35%": "litigation.settlement_rate",
        },
    ),
    # two heads in one sentence
    (
        "办结行政复议案件41件，调撤率39%；一审行政诉讼案件64件，调撤率35%。",
        {"39%": "reconsideration.settlement_rate", "35%": "litigation.settlement_rate"},
    ),
    # the head may stand in the sentence before
    (
        "行政复议主渠道作用日益显现。全年办结91件，纠错7件。",
        {"91件": "reconsideration.cases_closed", "7件": "reconsideration.corrected"},
    ),
    # no head, no indicator
    ("全年受理120件，办结118件，纠错3件。", {"120件": None, "118件": None, "3件": None}),
    # another subject in between ends it for the general labels
    ("办结行政复议案件91件，开展城市管理集中整治31次，办结120件。", {"120件": None}),
    # a paragraph ends it
    ("办结行政复议案件91件。\n　　各窗口全年受理120件，办结118件。", {"120件": None, "118件": None}),
    # one verb, many objects
    (
        "全年审查重大行政决策4件、行政规范性文件27件、重大合同58份。",
        {"4件": "decision.reviewed", "27件": "normative_docs.reviewed", "58份": "contract.reviewed"},
    ),
    # a part is not the whole, nor are the short labels after it
    ("办理农民工讨薪法律援助案件92件，挽回损失410万元。", {"92件": None, "410万元": None}),
    ("受理医患纠纷64件，调解成功51件，成功率79.7%。", {"64件": None, "51件": None, "79.7%": None}),
    ("审结涉企行政复议案件12件，纠错1件。", {"12件": "reconsideration.enterprise_cases", "1件": None}),
    ("区级部门和镇街负责人出庭应诉率98%。", {"98%": None}),
    ("每个镇配备专职人民调解员2名。", {"2名": None}),
    ("取消行政权力事项12项。", {"12项": None}),
    # units veto, unless the measure is named outright
    ("办理行政复议案件3人。", {"3人": None}),
    ("律师万人比从去年的2.2%上升到今年3.4%。", {"3.4%": "lawyers.per_10k"}),
    # a change keeps the indicator of its level, a multiple has none
    ("新收行政复议申请816件，同比增长9.2%。", {"9.2%": "reconsideration.applications_received"}),
    ("新收行政复议申请816件，是上年的1.8倍。", {"1.8倍": None}),
    # one figure for two indicators is neither; for two names of one it is that one
    ("组织学法考试，参考率、合格率均达100%。", {"100%": None}),
    ("规范性文件报备率、报备及时率均为100%。", {"100%": "normative_docs.filing_rate"}),
    # noise inside the label, both widths, listed kinds
    ("审查全县各类规范性文件33件。", {"33件": "normative_docs.reviewed"}),
    (
        "办理行政复议案件２９件,负责人出庭应诉率１００％。",
        {"２９件": "reconsideration.cases_handled", "１００％": "litigation.leader_appearance_rate"},
    ),
    ("审查采购、租赁、入股等合同33份。", {"33份": "contract.reviewed"}),
    # two values of one indicator in a list are parts of it
    ("建成公共法律服务中心1个、公共法律服务工作站16个。", {"1个": None, "16个": None}),
    ("建成公共法律服务站点17个。", {"17个": "public_legal_service.stations"}),
    # a share of the figure that is the rate's denominator is the rate
    (
        "一审行政诉讼案件结案297件，其中判决行政机关败诉21件，占结案总数的7.07%。",
        {"7.07%": "litigation.loss_rate"},
    ),
    ("审结行政复议案件240件，调解和解84件，占全市案件的三成五。", {"三成五": None}),
    ("开展“护河月”“敬老周”等主题普法活动36场。", {"36场": "publicity.activities"}),
    ("开展“护河月”“敬老周”等主题活动36场。", {"36场": None}),
    # a figure of the same matter does not end it
    (
        "受理政府信息公开申请81件，同比增长12%，办结73件。",
        {"73件": "openness.foi_answered"},
    ),
    # a number without a classifier names an indicator only where its label counts
    ("行政处罚1060，占收到申请总数的36%。", {"1060": None}),
    ("审结行政复议案件846，其中调解90件。", {"846": "reconsideration.cases_closed"}),
    # a rate is counted in no things; what is left of 通过率 and 及时率 names no rate
    ("行政复议直接纠错率2件。", {"2件": None}),
    ("规范性文件送审11件，通过率100%。", {"100%": None}),
    # what the counted did
    ("41名拟任干部参加任前法律知识考试。", {"41名": "leadership.pre_appointment_exam_takers"}),
]


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[text[:18] for text, _ in CASES])
def test_rules(text: str, wanted: dict[str, str | None]) -> None:
    given = reading.named(text)
    assert {quantity: given[quantity] for quantity in wanted} == wanted


def test_a_heading_gives_the_matter() -> None:
    under = "（一）行政复议工作\n　　全年办结91件。\n（二）政务公开工作\n　　全年受理92件。\n"
    assert reading.named(under) == {"91件": "reconsideration.cases_closed", "92件": None}


@pytest.mark.parametrize(
    ("opening", "wanted"),
    [
        ("云岭市应急管理局2024年法治政府建设情况报告", None),
        ("2024年，我局认真推进法治政府建设。", None),
        ("云岭市司法局2024年法治政府建设情况报告", "reconsideration.cases_handled"),
        ("青溪区2024年法治政府建设情况报告", "reconsideration.cases_handled"),
        ("青溪区召开区委全面依法治区委员会2024年会议。", "reconsideration.cases_handled"),
    ],
)
def test_a_bureau_is_only_a_respondent(opening: str, wanted: str | None) -> None:
    assert reading.named(f"{opening}\n办理行政复议案件16起。")["16起"] == wanted


def test_evidence_names_rule_and_alias() -> None:
    found = {m.quantity.text: m for m in reading.metrics_of("收到行政复议申请162件，办结141件。")}
    assert found["162件"].indicator_evidence.rule == "label"
    assert found["162件"].indicator_evidence.alias == "收到行政复议申请"
    assert found["141件"].indicator_evidence.rule == "elliptic"
    assert found["141件"].indicator_evidence.alias == "办结"


def test_without_indicator_without_evidence() -> None:
    (metric,) = reading.metrics_of("修建灌溉水渠31公里。")
    assert metric.indicator is None
    assert metric.indicator_evidence is None


def test_two_that_fit_give_none() -> None:
    own = [
        Indicator(id=f"own.{name}", name_zh="禁渔检查", topic="enforcement", unit="次", aliases=["禁渔检查"])
        for name in ("one", "two")
    ]
    assert set(reading.named("开展禁渔检查41次。", load_catalogue(own)).values()) == {None}
    assert set(reading.named("开展禁渔检查41次。", load_catalogue(own[:1])).values()) == {"own.one"}


def test_own_bare_context_is_a_matter() -> None:
    own = Indicator(
        id="own.seized",
        name_zh="禁渔没收网具数",
        topic="enforcement",
        unit="张",
        aliases=["没收网具"],
        bare_aliases=["没收"],
        bare_context=["禁渔"],
    )
    both = catalogue().extended(own)
    assert reading.named("加强禁渔巡查，没收12张。", both)["12张"] == "own.seized"
    assert reading.named("加强货币管理，没收12张。", both)["12张"] is None


def test_no_metrics_no_work() -> None:
    assert assign_indicators("", []) == []


def test_a_list_is_no_catalogue() -> None:
    with pytest.raises(OptionError, match="load_catalogue"):
        assign_indicators("", [], indicators=[])  # type: ignore[arg-type]


def _metric(number: int, start: int) -> Metric:
    span = Span(start=start, end=start + 3)
    quantity = Quantity(text="12件", span=span, value=12, unit="件", comparator="=", kind="count")
    return Metric(id=f"q{number}", label="纠错", quantity=quantity, sentence=Span(start=0, end=10**6))


def test_linear_on_one_endless_sentence() -> None:
    def report(count: int) -> tuple[str, list[Metric]]:
        return "复议纠错12件、" * count, [_metric(at, at * 8 + 4) for at in range(count)]

    assert growth(lambda made: assign_indicators(*made), report, 500) < LINEAR
    text, metrics = report(20_000)
    assert len(assign_indicators(text, metrics)) == len(metrics)


@pytest.mark.parametrize("label", ["", "\x00", "\ud800", "、、等", "《》等", "“" * 50, "的", "12", "𠀀"])
def test_any_label(label: str) -> None:
    text = f"{label}12件"
    span = Span(start=len(label), end=len(text))
    quantity = Quantity(text="12件", span=span, value=12, unit="件", comparator="=", kind="count")
    metric = Metric(id="q1", label=label, quantity=quantity, sentence=Span(start=0, end=len(text)))
    (given,) = assign_indicators(text, [metric])
    assert given.indicator is None
