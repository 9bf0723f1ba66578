"""A report on the terminal: metadata, what was done, what is lacking, what is planned, what was unclear."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from fazhi_extract.models import Item, Measure, Metric, Report, Section, Shortcoming
from fazhi_extract.views.figures import metric_line, notes_of

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
_CONTROL = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)), "\ufffd")
_CONTROL.update(dict.fromkeys(map(ord, "\t\n\r\v\f\u2028\u2029"), " "))


def render(report: Report) -> RenderableType:
    """The report as a person wants to read it, for `rich.console.Console.print`.

    Control characters of the text are shown as U+FFFD, so that no report can steer the terminal.
    """
    return Group(*_parts(report))


def _parts(report: Report) -> Iterator[RenderableType]:
    yield _card(report)
    done = [item for item in report.measures if not item.duty]
    duty = [item for item in report.measures if item.duty]
    yield from _chapter("主要举措和成效", done, report)
    yield from _chapter("第一责任人职责", duty, report)
    yield from _chapter("存在的不足", report.shortcomings, report)
    told = [cause for shortcoming in report.shortcomings for cause in shortcoming.causes]
    causes = [cause for cause in report.causes if cause not in told]
    if causes:
        yield _title("原因", len(causes))
        yield from (_bullet(cause.text) for cause in causes)
    yield from _chapter("工作安排", report.plans, report)
    held = {identity for item in _items(report) for identity in item.metrics}
    loose = [metric for metric in report.metrics if metric.id not in held]
    if loose:
        yield _title("其他数据", len(loose))
        yield _figures(loose, report.meta.year)
    if report.references:
        yield _title("引用文件", len(report.references))
        yield from (_bullet(title) for title in dict.fromkeys(one.text for one in report.references))
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
            table.add_row(Text(name, "dim"), Text(_clean(value)))
    counts = (
        f"{len(report.text):,} 字 · {len(report.sections)} 个标题 · {len(report.measures)} 项举措 · "
        f"{len(report.metrics)} 个数据 · {len(report.shortcomings)} 个不足 · {len(report.plans)} 项安排"
    )
    title = Text(_clean(meta.title or "(无标题)"), "bold")
    return Panel(Group(table, Text(counts, "dim")), title=title, title_align="left", border_style="cyan")


def _chapter(name: str, items: Sequence[Item], report: Report) -> Iterator[RenderableType]:
    if not items:
        return
    yield _title(name, len(items))
    sections = {section.id: section for section in report.sections}
    metrics = {metric.id: metric for metric in report.metrics}
    shown: set[str] = set()
    for item in items:
        for section in _new_headings(item.section, sections, shown):
            yield Padding(Text(_clean(section.heading), "bold cyan"), (0, 0, 0, 2 * section.level - 2))
        yield from _item(item, [metrics[identity] for identity in item.metrics], report.meta.year)


def _new_headings(identity: str | None, sections: dict[str, Section], shown: set[str]) -> list[Section]:
    """The headings above an item that have not been printed yet, outermost first."""
    chain: list[Section] = []
    while identity is not None and identity not in shown:
        section = sections[identity]
        shown.add(identity)
        chain.append(section)
        identity = section.parent
    return chain[::-1]


def _item(item: Item, metrics: Sequence[Metric], report_year: int | None) -> Iterator[RenderableType]:
    lead = item.heading or (item.text if len(item.text) <= _LEAD else f"{item.text[:_LEAD]}…")
    line = Text.assemble(("• ", "cyan"), (_clean(lead), "bold" if item.heading else ""))
    if isinstance(item, Measure) or item.topic != "other":
        line.append(f"  {_TOPIC[item.topic]}", "green")
    year = getattr(item, "year", None)
    if year:
        line.append(f"  {year}", "magenta")
    yield Padding(line, (0, 0, 0, 4))
    if metrics:
        yield _figures(metrics, report_year)
    if isinstance(item, Shortcoming):
        for cause in item.causes:
            yield Padding(Text(f"原因:{_clean(cause.text)}", "dim"), (0, 0, 0, 8))


def _figures(metrics: Iterable[Metric], report_year: int | None) -> Padding:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right", style="dim")
    table.add_column(max_width=44)
    table.add_column(justify="right", style="bold", no_wrap=True)
    table.add_column(style="dim")
    for metric in metrics:
        table.add_row(
            metric.id,
            Text(_clean(metric.label)),
            Text(_clean(metric_line(metric))),
            Text(_clean(notes_of(metric, year=report_year))),
        )
    return Padding(table, (0, 0, 0, 6))


def _title(name: str, count: int) -> Rule:
    return Rule(Text.assemble((name, "bold"), (f" {count}", "dim")), align="left", style="cyan")


def _bullet(text: str, style: str = "") -> Padding:
    return Padding(Text.assemble(("• ", "cyan"), (_clean(text), style)), (0, 0, 0, 4))


def _clean(text: str) -> str:
    return text.translate(_CONTROL).strip()
