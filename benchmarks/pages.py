"""How fast pages are read, and how much of a report others keep of them: `python benchmarks/pages.py`.

The pages are those of the tests. For each reader: milliseconds a page, how many of the report's lines it
gives whole, and how many lines it gives beside them. Readers that are not installed are left out. Last, how
the time of hostile pages grows with their length.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from fazhi_extract.sources import read_source
from fazhi_extract.sources.encoding import decode

PAGES = Path(__file__).parents[1] / "tests" / "sources" / "pages"
NAMES = ("trs_portal", "div_soup", "minified", "header_table", "mobile", "tabs_declared_gbk")
ROUNDS = 20


def ours(data: bytes) -> str:
    return read_source(data)[0].text


def trafilatura(data: bytes) -> str:
    from trafilatura import extract  # noqa: PLC0415

    return extract(data, include_tables=True, favor_recall=True) or ""


def charset(data: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415

    best = from_bytes(data).best()
    return str(best) if best else ""


def timed(read: Callable[[bytes], str], data: bytes, rounds: int = ROUNDS) -> tuple[str, float]:
    text, times = read(data), []
    for _ in range(rounds):
        start = time.perf_counter()
        read(data)
        times.append(time.perf_counter() - start)
    return text, statistics.median(times) * 1000


def pages() -> None:
    wanted = (PAGES / "report.txt").read_text(encoding="utf-8").splitlines()
    readers = {"fazhi_extract": ours} | ({"trafilatura": trafilatura} if find_spec("trafilatura") else {})
    print(f"{'page':20} {'reader':14} {'ms':>7} {'lines kept':>11} {'others':>7}")
    for name in NAMES:
        data = (PAGES / f"{name}.html").read_bytes()
        for label, read in readers.items():
            text, cost = timed(read, data)
            lines = [line.strip() for line in text.splitlines() if line.strip()]
            kept = sum(line in lines for line in wanted)
            others = len(set(lines) - set(wanted))
            print(f"{name:20} {label:14} {cost:7.2f} {kept:4} of {len(wanted):3} {others:7}")


def encodings() -> None:
    text = (PAGES / "report.txt").read_text(encoding="utf-8")
    readers = {"fazhi_extract": lambda data: decode(data).text} | (
        {"charset-normalizer": charset} if find_spec("charset_normalizer") else {}
    )
    sizes, names = (8, 16, 32, 64, len(text)), ("utf-8", "gbk", "utf-16-le")
    print(f"\n{'texts read rightly':20} {' '.join(f'{name:>10}' for name in names)}")
    for label, read in readers.items():
        right = []
        for name in names:
            parts = [text[at : at + size] for size in sizes for at in range(0, 160, 8)]
            right.append(f"{sum(read(part.encode(name)) == part for part in parts)}/{len(parts)}")
        print(f"{label:20} {' '.join(f'{share:>10}' for share in right)}")


HOSTILE = {
    "paragraphs": "<p>一是强化执法监督，评查案卷。",
    "cells": "<table><tr><td>a<td>b<tr><td>1<td>2</table>",
    "one table": "<tr><td>甲<td>12",
    "lists": "<ol><li>甲</ol><li>乙",
    "links": '<a href="/x.pdf">附件</a>',
    "open comments": "<!--",
}


def growth() -> None:
    print(f"\n{'repeated':20} {'ms for 1,000':>13} {'8,000':>8}   (times that of 1,000; 8 is in proportion)")
    for name, part in HOSTILE.items():
        start = "<html><table>" if name == "one table" else "<html>"
        short, long = (timed(ours, (start + part * count).encode(), 5)[1] for count in (1_000, 8_000))
        print(f"{name:20} {short:13.2f} {long / short:8.1f}")


if __name__ == "__main__":
    pages()
    encodings()
    growth()
