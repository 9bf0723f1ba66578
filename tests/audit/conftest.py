"""Reports written down in one line: figures in braces, with what the rules have to know of them.

`审结{c:91件|reconsideration.cases_closed}` is a metric called c, with label 审结 and that indicator. Further
fields stand after the indicator or alone: `{37项|part_of=c}`, `{150件|previous=a;direction=up}`;
`<a:100件>` is a
former value that is no metric. ⏎ is a line break; items and sentences are told apart by lines and 。.
"""

from __future__ import annotations

import re

import pytest

from fazhi_extract.models import Metric, Report, ReportMeta, Span
from fazhi_extract.numerals import find_quantities
from fazhi_extract.outline import read_outline

_FIGURE = re.compile(r"\{(?:([a-z]\w*):)?([^|{}]+)(?:\|([^{}]*))?\}|<([a-z]\w*):([^<>]+)>")
_LABEL = re.compile(r"[^，,、；;。：:()（）\n]{0,16}$")


def _fields(text):
    found = {}
    for part in (text or "").split(";"):
        key, _, value = part.partition("=")
        if part:
            found.update({key: value} if value else {"indicator": key})
    return found


def build_report(marked, *, title=None, year=2023):
    """The report that a marked line stands for."""
    marked = marked.replace("⏎", "\n")
    text, at, marks = "", 0, []
    for hit in _FIGURE.finditer(marked):
        text += marked[at : hit.start()]
        quote = hit[2] or hit[5]
        marks.append(
            (hit[1] or hit[4], len(text), len(text) + len(quote), _fields(hit[3]), hit[4] is not None)
        )
        text += quote
        at = hit.end()
    text += marked[at:]
    quantities = {(q.span.start, q.span.end): q for q in find_quantities(text)}
    named = {name: quantities[start, end] for name, start, end, _, _ in marks if name}
    ids = {name: f"q{n}" for n, (name, *_) in enumerate((m for m in marks if not m[4]), 1) if name}
    metrics = []
    for _, start, end, fields, former in marks:
        if former:
            continue
        before = text[:start]
        opening = max(before.rfind("。"), before.rfind("\n")) + 1
        closing = min(
            (p for p in (text.find("。", end), text.find("\n", end)) if p >= 0), default=len(text) - 1
        )
        label = fields.pop("label", None) or _LABEL.search(before)[0].strip("-－ ").rstrip("达到为") or "数量"
        if "previous" in fields:
            fields["previous"] = named[fields["previous"]]
        if "part_of" in fields:
            fields["part_of"] = ids[fields["part_of"]]
        metrics.append(
            Metric(
                id=f"q{len(metrics) + 1}",
                label=label,
                quantity=quantities[start, end],
                sentence=Span(start=opening, end=closing + 1),
                item=f"m{text.count(chr(10), 0, start)}",
                year=int(fields.pop("year", year)),
                **fields,
            )
        )
    sections = list(read_outline(text).sections)
    return Report(text=text, meta=ReportMeta(title=title, year=year), metrics=metrics, sections=sections)


@pytest.fixture
def build():
    return build_report
