"""What the names model costs: time added to a parse, loading, two processes beside one.

    python benchmarks/ner.py [--rounds N] [--reports N]

Times are medians of one run in which the candidates take turns.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

import spacy

from fazhi_extract import parse_report, parse_reports

ROOT = Path(__file__).resolve().parents[1]
LENGTH = 5_000
LOADING = (
    "import spacy, time; began = time.perf_counter()\n"
    "from fazhi_extract.pipeline.recognizer import load_recognizer\n"
    "{}load_recognizer('default'); print(time.perf_counter() - began)"
)


def milliseconds(call):
    began = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - began)


def loading_seconds(reset):
    code = LOADING.format("began = time.perf_counter(); " if reset else "")
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, check=True) for _ in range(5)]
    return statistics.median(float(run.stdout) for run in runs)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--reports", type=int, default=300)
    args = parser.parse_args()
    text = "\n".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "fixtures").glob("*.txt")))
    text = text[:LENGTH]
    blank = spacy.blank("zh")
    calls = {
        "make_doc": lambda: blank.make_doc(text),
        "without": lambda: parse_report(text, ner=None),
        "with": lambda: parse_report(text, ner="default"),
    }
    times = {name: [] for name in calls}
    for _ in range(args.rounds + 1):
        for name, call in calls.items():
            times[name].append(milliseconds(call))
    base, without, with_model = (statistics.median(taken[1:]) for taken in times.values())
    print(f"make_doc {base:.2f} ms, parse without model {without:.2f} ms, with model {with_model:.2f} ms")
    print(f"the model adds {with_model - without:.2f} ms, {(with_model - without) / base:.1f} x make_doc")
    print(f"loading after spaCy: {loading_seconds(reset=False):.2f} s with imports, ", end="")
    print(f"{loading_seconds(reset=True):.2f} s without")
    texts = [f"{text}\n附{number}" for number in range(args.reports)]
    one, two = (
        milliseconds(lambda n=n: list(parse_reports(texts, ner="default", n_process=n))) for n in (1, 2)
    )
    print(
        f"{args.reports} reports: one process {one / 1000:.1f} s, two {two / 1000:.1f} s, {one / two:.2f} x"
    )


if __name__ == "__main__":
    main()
