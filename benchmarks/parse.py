"""What a parse costs: medians of one run, the candidates taking turns.

    python benchmarks/parse.py [FILE]

Prints the time of `parse_report` beside spaCy's own tokenization of the same text, the share of each step,
the growth with length, the time of the import in a fresh process, and the peak memory of a long stream. FILE
is the text to take (its first 5,000 characters). By default it is the fixture with the length and the
density of figures of a real report, and after it the other fixtures in a row, three times as dense.
"""

from __future__ import annotations

import argparse
import gc
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import spacy

from fazhi_extract import load, parse_report, parse_reports
from fazhi_extract.pipeline.extraction import Extraction, Steps

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = ROOT / "fixtures"
ORDINARY = "baitang_2022"
LENGTH = 5_000
STEPS = (
    "outline",
    "quantities",
    "references",
    "organizations",
    "metadata",
    "items",
    "metrics",
    "indicators",
    "report",
    "findings",
)


def milliseconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - began)


def medians(calls: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median of each call; in every round each has its turn."""
    for call in calls.values():
        call()
    gc.collect()
    times = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            times[name].append(milliseconds(call))
    return {name: statistics.median(taken) for name, taken in times.items()}


def step_times(text: str, rounds: int) -> dict[str, float]:
    steps = Steps()
    times = {name: [] for name in STEPS}
    for _ in range(rounds):
        known = Extraction(text)
        for name in STEPS:
            times[name].append(milliseconds(partial(getattr(steps, name), known)))
    return {name: statistics.median(taken) for name, taken in times.items()}


def import_seconds(statement: str, rounds: int = 9) -> float:
    """Median over fresh processes of what the statement adds to an empty one."""

    def once(code: str) -> float:
        script = f"import time; began = time.perf_counter()\n{code}\nprint(time.perf_counter() - began)"
        return float(subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout)

    return statistics.median(once(statement) for _ in range(rounds))


def peak_mebibytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def stream(texts: list[str], count: int) -> Iterator[str]:
    """Reports that differ, so that nothing can be remembered."""
    for number in range(count):
        yield f"{texts[number % len(texts)]}\n附:{number}"


def report_speed(title: str, text: str, rounds: int) -> None:
    blank = spacy.blank("zh")
    ours, bare = load(), load(spans=False)
    found = len(parse_report(text).metrics)
    print(f"\n{title}: {len(text):,} characters, {found} metrics; medians of {rounds} rounds")
    got = medians(
        {
            "spacy.blank('zh').make_doc": lambda: blank.make_doc(text),
            "parse_report": lambda: parse_report(text),
            "load()(text)": lambda: ours(text),
            "own tokenization": lambda: bare.make_doc(text),
            "model_dump_json": parse_report(text).model_dump_json,
        },
        rounds,
    )
    base = got["spacy.blank('zh').make_doc"]
    for name, taken in got.items():
        print(f"  {name:<28}{taken:8.2f} ms{taken / base:8.2f} x make_doc")
    print("  steps: " + ", ".join(f"{name} {taken:.2f}" for name, taken in step_times(text, rounds).items()))


def report_growth(text: str) -> None:
    print("\nlength       parse_report   per 1,000 characters")
    for copies in (1, 4, 16, 64, 256):
        longer = text * copies
        taken = statistics.median(milliseconds(partial(parse_report, longer)) for _ in range(3))
        print(f"{len(longer):>9,}{taken:>12.1f} ms{1000 * taken / len(longer):>14.3f} ms")


def report_stream(texts: list[str]) -> None:
    print("\nstreamed reports   peak memory")
    reports = parse_reports(stream(texts, 1000))
    for number, _ in enumerate(reports, 1):
        if number in (1, 100, 250, 500, 1000):
            print(f"{number:>16}{peak_mebibytes():>10.1f} MiB")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=41)
    args = parser.parse_args()
    fixtures = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FIXTURES.glob("*.txt"))}
    dense = [text for name, text in fixtures.items() if name != ORDINARY]
    if args.file:
        taken = {args.file.name: args.file.read_text(encoding="utf-8")}
    else:
        taken = {f"an ordinary report ({ORDINARY})": fixtures[ORDINARY], "a dense text": "\n".join(dense)}
    print("import fazhi_extract, fresh process")
    for statement in ("import fazhi_extract", "import spacy", "from fazhi_extract import parse_report"):
        print(f"  {statement:<42}{import_seconds(statement):8.3f} s")
    report_stream(list(fixtures.values()))
    for title, text in taken.items():
        report_speed(title, text[:LENGTH], args.rounds)
    report_growth(next(iter(taken.values()))[:LENGTH])


if __name__ == "__main__":
    main()
