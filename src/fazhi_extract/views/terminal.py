"""A report on the terminal: metadata, what was done, what is lacking and planned, what does not add up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from fazhi_extract.indicators import Catalogue
from fazhi_extract.models import Item, Measure, Report, Section, Shortcoming
from fazhi_extract.views.figures import Figures
from fazhi_extract.views.findings import findings_table
from fazhi_extract.views.printable import clean

__all__ = ["render"]

_TOPIC = {
    "leadership": "组织领导",
    "government_functions": "政府职能",
    "rulemaking": "制度建设",
    "decision_making": "行政决策",
    "enforcement": "行政执法",
    "emergency": "应急处置",
    "dispute_resolution": "纠纷化解",
    "oversight": "权力监督",
    "digital": "数字法治",
    "legal_services": "法律服务",
    "other": "其他",
}
_LEVEL = {
    "national": "国家",
    "province": "省级",
    "city": "市级",
    "county": "县级",
    "township": "乡级",
    "department": "部门",
}
_LEAD = 40  # characters of an item that has no heading
_PAUSE = re.compile(r"[，,；;：:。][^，,；;：:。]*$")


def render(report: Report, *, indicators: Catalogue | None = None) -> RenderableType:
    """The report as a person wants to read it, for `rich.console.Console.print`.

    Control characters of the text are shown as U+FFFD, so that no report can steer the terminal.

    Args:
        report: what is shown.
        indicators: where the names of indicators are looked up, the shipped catalogue by default. One that is
            not there is shown by its id.
    """
    return Group(*_parts(report, Figures(report, indicators)))


def _parts(report: Report, figures: Figures) -> Iterator[RenderableType]:
    yield _card(report)
    done = [item for item in report.measures if not item.duty]
    duty = [item for item in report.measures if item.duty]
    yield from _chapter("主要举措和成效", done, report, figures)
    yield from _chapter("第一责任人职责", duty, report, figures)
    yield from _chapter("存在的不足", report.shortcomings, report, figures)
    told = [cause for shortcoming in report.shortcomings for cause in shortcoming.causes]
    causes = [cause for cause in report.causes if cause not in told]
    if causes:
        yield _title("原因", len(causes))
        yield from (_bullet(cause.text) for cause in causes)
    yield from _chapter("工作安排", report.plans, report, figures)
    held = {identity for item in _items(report) for identity in item.metrics}
    loose = [metric.id for metric in report.metrics if metric.id not in held]
    if loose:
        yield _title("其他数据", len(loose))
        yield figures.table(loose)
    if report.findings:
        yield _title("数据核对", len(report.findings))
        yield findings_table(report.findings)
    titles = dict.fromkeys(reference.text for reference in report.references)
    if titles:
        yield _title("引用文件", len(titles))
        yield from map(_bullet, titles)
    bodies = dict.fromkeys(clean(body.text) for body in report.organizations)
    if bodies:
        yield _title("提到的机构", len(bodies))
        yield Padding(Text(" · ".join(bodies), overflow="fold"), (0, 0, 0, 4))
    if report.warnings:
        yield _title("提示", len(report.warnings))
        yield from (_bullet(warning, "yellow") for warning in report.warnings)


def _items(report: Report) -> Iterator[Item]:
    yield from report.measures
    yield from report.shortcomings
    yield from report.plans


def _card(report: Report) -> Panel:
    meta = report.meta
    rows = {
        "发布主体": meta.issuer,
        "地区": " › ".join(meta.region_path) or meta.region,
        "区划代码": meta.region_code,
        "层级": _LEVEL.get(meta.level or ""),
        "年度": None if meta.year is None else str(meta.year),
        "成文": meta.signed,
        "发布": meta.published,
        "发布机构": meta.publisher,
        "文号": meta.document_number,
        "索引号": meta.index_number,
    }
    table = Table.grid(padding=(0, 2))
    for name, value in rows.items():
        if value:
            table.add_row(Text(name, "dim"), Text(clean(value)))
    named = {metric.indicator for metric in report.metrics if metric.indicator}
    counts = Text(
        f"{len(report.text):,} 字 · {len(report.sections)} 个标题 · {len(report.measures)} 项举措 · "
        f"{len(report.metrics)} 个数据（{len(named)} 种指标）· {len(report.shortcomings)} 个不足 · "
        f"{len(report.plans)} 项安排",
        "dim",
    )
    doubtful = sum(finding.severity != "info" for finding in report.findings)
    if doubtful:
        counts.append(f" · {doubtful} 处存疑", "not dim yellow")
    title = Text(clean(meta.title or "(无标题)"), "bold")
    return Panel(Group(table, counts), title=title, title_align="left", border_style="cyan")


def _chapter(name: str, items: Sequence[Item], report: Report, figures: Figures) -> Iterator[RenderableType]:
    if not items:
        return
    yield _title(name, len(items))
    sections = {section.id: section for section in report.sections}
    shown: set[str] = set()
    for item in items:
        for section in _new_headings(item.section, sections, shown):
            yield Padding(Text(clean(section.heading), "bold cyan"), (0, 0, 0, 2 * section.level - 2))
        yield from _item(item, figures)


def _new_headings(identity: str | None, sections: dict[str, Section], shown: set[str]) -> list[Section]:
    """The headings above an item that have not been printed yet, outermost first."""
    chain: list[Section] = []
    while identity is not None and identity not in shown:
        section = sections[identity]
        shown.add(identity)
        chain.append(section)
        identity = section.parent
    return chain[::-1]


def _item(item: Item, figures: Figures) -> Iterator[RenderableType]:
    line = Text.assemble(
        ("• ", "cyan"), (clean(item.heading or _lead(item.text)), "bold" if item.heading else "")
    )
    if isinstance(item, Measure) or item.topic != "other":
        line.append(f"  {_TOPIC[item.topic]}", "green")
    year = getattr(item, "year", None)
    if year:
        line.append(f"  {year}", "magenta")
    yield Padding(line, (0, 0, 0, 4))
    if item.metrics:
        yield figures.table(item.metrics)
    if isinstance(item, Shortcoming):
        for cause in item.causes:
            yield Padding(Text(f"原因：{clean(cause.text)}", "dim"), (0, 0, 0, 6))


def _lead(text: str) -> str:
    """The beginning of an item, up to a pause where there is one in its second half."""
    if len(text) <= _LEAD:
        return text.rstrip("；;。")
    pause = _PAUSE.search(text[:_LEAD], _LEAD // 2)
    return f"{text[: pause.start() if pause else _LEAD]}…"


def _title(name: str, count: int) -> Rule:
    return Rule(Text.assemble((name, "bold"), (f" {count}", "dim")), align="left", style="cyan")


def _bullet(text: str, style: str = "") -> Padding:
    return Padding(Text.assemble(("• ", "cyan"), (clean(text), style)), (0, 0, 0, 4))
