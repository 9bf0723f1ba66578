"""The metric grammar by case files: `text => q = label; key=value; … || q = label …`, one test a line.

A line gives every metric of its text, in order. Keys: `status`, `aspect`, `direction`, `previous`, `rank`,
`position`, `part_of` (quote of the total), `scope`, `year`, `rule`; keys that are left out are not compared,
except that `previous`, `rank` and `part_of` must then be absent. `=> none`: the text holds no metric.
A line that starts with `[plans]` stands in a plans section. `\\n` is a line break. The report is for 2023.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from fazhi_extract.extraction.metrics import find_metrics
from fazhi_extract.models import Entity, Span
from fazhi_extract.numerals import find_quantities
from fazhi_extract.outline.structure import Block, Extent, Outline

FOLDER = Path(__file__).parent / "cases"
KEYS = {"status", "aspect", "direction", "previous", "rank", "position", "part_of", "scope", "year", "rule"}
ALWAYS = ("previous", "rank", "part_of")


def read_cases():
    for path in sorted(FOLDER.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                yield pytest.param(line, id=f"{path.stem}:{number}")


def read_line(line):
    text, arrow, wanted = line.partition(" => ")
    assert arrow, f"no ' => ' in {line!r}"
    role = "measures"
    if text.startswith("[plans]"):
        role, text = "plans", text.removeprefix("[plans]")
    expected = []
    for part in [] if wanted.strip() == "none" else wanted.split("||"):
        head, *pairs = part.split("; ")
        quote, equals, label = head.strip().partition(" = ")
        assert equals, f"no ' = ' in {part!r}"
        keys = dict(pair.strip().split("=", 1) for pair in pairs)
        assert keys.keys() <= KEYS, f"unknown key in {part!r}"
        expected.append({"q": quote, "label": label.strip(), **keys})
    return text.replace("\\n", "\n"), role, expected


def read_metrics(text, role="measures", organizations=()):
    body = Extent(0, len(text))
    outline = Outline(body, None, (), (), (Block("item", body, role, None),))
    mentions = [
        Entity(text=name, span=Span(start=text.index(name), end=text.index(name) + len(name)), label="ORG")
        for name in organizations
    ]
    quantities = find_quantities(text, keep_rejected=True)
    return find_metrics(text, outline, quantities, organizations=mentions, year=2023)


def shown(metric, metrics, keys):
    totals = {other.id: other.quantity.text for other in metrics}
    values = {
        "q": metric.quantity.text,
        "label": metric.label,
        "status": metric.status,
        "aspect": metric.aspect,
        "direction": metric.direction,
        "previous": metric.previous and metric.previous.text,
        "rank": metric.rank and metric.rank.text,
        "position": metric.rank and metric.rank.position,
        "part_of": totals.get(metric.part_of),
        "scope": metric.scope,
        "year": metric.year,
        "rule": metric.rule,
    }
    return {key: str(values[key]) if values[key] is not None else None for key in ("q", "label", *keys)}


@pytest.mark.parametrize("line", list(read_cases()))
def test_case(line):
    text, role, expected = read_line(line)
    metrics = read_metrics(text, role)
    assert [metric.quantity.text for metric in metrics] == [case["q"] for case in expected]
    for metric, case in zip(metrics, expected, strict=True):
        keys = sorted({*case, *ALWAYS} - {"q", "label"})
        wanted = {key: case.get(key) for key in ("q", "label", *keys)}
        wanted = {key: None if value == "None" else value for key, value in wanted.items()}
        assert shown(metric, metrics, keys) == wanted
        assert text[metric.quantity.span.start : metric.quantity.span.end] == metric.quantity.text
        assert metric.sentence.start <= metric.quantity.span.start < metric.sentence.end


def test_body_before_its_verb_becomes_the_scope():
    text = "丘水镇司法所受理调解申请62件。"
    (metric,) = read_metrics(text, organizations=["丘水镇司法所"])
    assert (metric.label, metric.scope) == ("受理调解申请", "丘水镇司法所")


def test_body_inside_the_counted_thing_stays():
    text = "县工商联建议采纳7条。"
    (metric,) = read_metrics(text, organizations=["县工商联"])
    assert (metric.label, metric.scope) == ("县工商联建议采纳", None)


def test_figures_outside_the_body_do_not_count():
    text = "浏览320次\n办结案件12件。"
    body = Extent(text.index("办结"), len(text))
    outline = Outline(body, None, (), (), ())
    metrics = find_metrics(text, outline, find_quantities(text, keep_rejected=True))
    assert [metric.quantity.text for metric in metrics] == ["12件"]


@pytest.mark.parametrize("line", ["没有箭头", "培训3次 => 3次", "培训3次 => 3次 = 培训; colour=red"])
def test_malformed_case_lines_are_refused(line):
    with pytest.raises(AssertionError):
        read_line(line)


@pytest.mark.parametrize("filler", ["办3件", "的12件", "其中3件、", "占5%，", "由3件增加到5件"])
def test_long_text_without_stops_is_read_whole(filler):
    text = filler * 5_000
    metrics = read_metrics(text)
    assert len(metrics) == 5_000
    assert all(text[m.quantity.span.start : m.quantity.span.end] == m.quantity.text for m in metrics)
    assert max(len(m.label) for m in metrics) < 80


@pytest.mark.parametrize(
    ("head", "cell", "value", "unit", "kind"),
    [
        ("金额（万元）", "45.6", "456000", "元", "money"),
        ("件数（件）", "1,208", "1208", "件", "count"),
        ("占比（%）", "62.5", "62.5", "%", "percentage"),
        ("占比（%）", "8件", "8", "件", "count"),
    ],
)
def test_the_unit_of_a_column(head, cell, value, unit, kind):
    (metric,) = read_metrics(f"| 项目 | {head} |\n| 罚没 | {cell} |\n")
    assert (str(metric.quantity.value), metric.quantity.unit, metric.quantity.kind) == (value, unit, kind)
    assert metric.quantity.text == cell
