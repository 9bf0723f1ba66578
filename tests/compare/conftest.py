"""Small reports made by hand: figures, plans, measures and shortcomings of invented places."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fazhi_extract.models import (
    Measure,
    Metric,
    Plan,
    Quantity,
    Reference,
    Report,
    ReportMeta,
    Section,
    Shortcoming,
    Span,
)


class Writer:
    """Collects text and what stands in it."""

    def __init__(self, region_path, year, level="county", issuer=None):
        self.text = ""
        self.found = {"metrics": [], "measures": [], "plans": [], "shortcomings": [], "sections": []}
        region = region_path[-1] if region_path else None
        self.meta = ReportMeta(
            region=region, region_path=region_path, year=year, level=level, issuer=issuer, title="报告"
        )

    def _write(self, text):
        start = len(self.text)
        self.text += text
        return Span(start=start, end=len(self.text))

    def figure(self, label, value, unit, indicator=None, **fields):
        sentence_start = len(self.text)
        self._write(label)
        text = f"{value}{unit}"
        span = self._write(text)
        self._write("。")
        kind = "percentage" if unit == "%" else "count"
        quantity = Quantity(text=text, span=span, value=Decimal(str(value)), unit=unit, kind=kind)
        self.found["metrics"].append(
            Metric(
                id=f"q{len(self.found['metrics']) + 1}",
                label=label,
                quantity=quantity,
                indicator=indicator,
                sentence=Span(start=sentence_start, end=len(self.text)),
                **{"year": self.meta.year, "item": "m1", **fields},
            )
        )
        return self

    def item(self, kind, text, topic="other", **fields):
        span = self._write(text)
        titles = [part.split("》")[0] for part in text.split("《")[1:]]
        references = []
        for title in titles:
            start = span.start + text.index(title) - 1
            references.append(
                Reference(
                    text=f"《{title}》", span=Span(start=start, end=start + len(title) + 2), title=title
                )
            )
        made = {"measures": Measure, "plans": Plan, "shortcomings": Shortcoming}[kind]
        number = len(self.found[kind]) + 1
        self.found[kind].append(
            made(id=f"{kind[0]}{number}", text=text, span=span, topic=topic, references=references, **fields)
        )
        return self

    def heading(self, text, role, level=1, parent=None):
        span = self._write(text)
        self._write("\n")
        body = Span(start=len(self.text), end=len(self.text))
        number = len(self.found["sections"]) + 1
        self.found["sections"].append(
            Section(
                id=f"s{number}", heading=text, span=span, body=body, level=level, role=role, parent=parent
            )
        )
        return self

    def report(self, **fields):
        references = [
            r
            for kind in ("measures", "plans", "shortcomings")
            for i in self.found[kind]
            for r in i.references
        ]
        return Report(text=self.text, meta=self.meta, references=references, **self.found, **fields)


@pytest.fixture
def write():
    return Writer
