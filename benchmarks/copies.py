"""How long it takes to find the copies among so many made-up reports: python benchmarks/copies.py [COUNT]."""

from __future__ import annotations

import random
import sys
import time

import pyarrow as pa

from fazhi_extract.dataset.duplicates import duplicate_of
from fazhi_extract.dataset.schema import arrow_schema
from fazhi_extract.dataset.signature import signature

WORDS = ("核查", "梳理", "通报", "走访", "宣讲", "培训", "备案", "调解", "评估", "公示", "整改", "约谈")
EVERY = 10  # every tenth report is a copy of the one before


def report(number: int) -> str:
    """One template, other figures."""
    draw = random.Random(number)
    template = random.Random("one for all")
    return "".join(
        f"各单位{template.choice(WORDS)}{template.choice(WORDS)}事项{draw.randint(2, 9999)}件，"
        for _ in range(100)
    )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    rows, expected = [], {}
    for number in range(count):
        text = report(number)
        if number % EVERY == EVERY - 1:
            text = "首页 导航 " + report(number - 1).replace("，", ",", 30).replace("通报", "公开", 2)
            expected[f"{number:07}"] = f"{number - 1:07}"
        host = "www.example.com" if f"{number:07}" in expected else "www.example.gov.cn"
        rows.append(
            {
                "report_id": f"{number:07}",
                "characters": len(text),
                "source_host": host,
                "signature": signature(text),
            }
        )
    table = pa.Table.from_pylist(rows, schema=arrow_schema("reports"))
    start = time.perf_counter()
    marks = duplicate_of(table)
    taken = time.perf_counter() - start
    found = {row["report_id"]: mark for row, mark in zip(rows, marks.to_pylist(), strict=True) if mark}
    right = sum(expected.get(copy) == original for copy, original in found.items())
    print(
        f"{count} reports in {taken:.1f} s: {len(expected)} copies, {len(found)} found, {right} of them right"
    )


if __name__ == "__main__":
    main()
