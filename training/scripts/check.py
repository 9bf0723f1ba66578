"""Does each quote of a pass stand in its chunk, moving forward?

    python scripts/check.py WORK/passA/001.tsv [--show]

A line is QUOTE<TAB>LABEL, or QUOTE<TAB>LABEL<TAB>CONTEXT, where CONTEXT is a longer piece of the text that
holds the quote and fixes which occurrence is meant. Lines that start with # and empty lines are skipped.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

LABELS = frozenset({"ORG", "GPE", "PLATFORM", "CAMPAIGN", "PERSON"})


def titles(text: str) -> list[tuple[int, int]]:
    spans, depth, start = [], 0, 0
    for at, char in enumerate(text):
        if char == "《":
            start = start if depth else at
            depth += 1
        elif char == "》" and depth:
            depth -= 1
            if not depth:
                spans.append((start, at + 1))
        elif char == "\n":
            depth = 0
    return spans


def find(text: str, cells: list[str], at: int, inside: list[tuple[int, int]]) -> int:
    quote, context = cells[0], cells[2] if len(cells) == 3 else None
    if context is not None:
        shift = context.find(quote)
        begin = text.find(context, max(0, at - len(context))) if shift >= 0 else -1
        while begin >= 0 and begin + shift < at:
            begin = text.find(context, begin + 1)
        return begin + shift if begin >= 0 else -1
    begin = text.find(quote, at)
    while begin >= 0 and any(first < begin < last for first, last in inside):
        begin = text.find(quote, begin + 1)
    return begin


def locate(text: str, rows: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int, int, str, str]]:
    """Line number, begin, end, label, and what is wrong, if anything is."""
    at, inside = 0, titles(text)
    for number, row in rows:
        cells = row.split("\t")
        if len(cells) not in (2, 3) or cells[1] not in LABELS or not cells[0]:
            yield number, -1, -1, "", f"bad line: {row!r}"
            continue
        begin = find(text, cells, at, inside)
        if begin < 0:
            yield number, -1, -1, cells[1], f"not found after {at}: {cells[0]}"
            continue
        at = begin + len(cells[0])
        yield number, begin, at, cells[1], ""


def read_rows(path: Path) -> list[tuple[int, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        (number, line.rstrip("\r\n "))
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith("#")
    ]


def main() -> int:
    path, show = Path(sys.argv[1]), "--show" in sys.argv
    text = (path.parent.parent / "chunks" / f"{path.stem}.txt").read_bytes().decode("utf-8")
    counts: Counter[str] = Counter()
    bad = 0
    for number, begin, end, label, problem in locate(text, read_rows(path)):
        if problem:
            bad += 1
            print(f"line {number}: {problem}")
            continue
        counts[label] += 1
        if show:
            print(
                number, label, f"{text[max(0, begin - 12) : begin]}[{text[begin:end]}]{text[end : end + 8]}"
            )
    print(f"{bad} lines do not fit" if bad else "fits", dict(counts), sum(counts.values()))
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
