"""What two processes are worth, what a report costs, and how much memory a worker takes.

    python benchmarks/scale.py [--reports N] [--rounds N] [--ner default]

In every round one process and two parse the same texts in turn. Beside the two of `parse_reports` run two
programs that parse half of the texts each and send nothing: nobody does better on this machine just then:
the last ratio says what the sending costs, also where other programs are at work.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import statistics
import time
from pathlib import Path

from fazhi_extract import parse_reports

ROOT = Path(__file__).resolve().parents[1]
MILLION = 1_000_000


def texts_of(count, file):
    """Texts of 5,000 characters that differ, so that nothing can be remembered."""
    if file is None:
        text = "\n".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "fixtures").glob("*.txt")))
    else:
        text = file.read_text(encoding="utf-8")
    return [f"{text[:5000]}\n附件{number}份" for number in range(count)]


def seconds(call):
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def consumed(texts, **options):
    for _ in parse_reports(texts, **options):
        pass


def side_by_side(texts, options):
    """Two programs that know nothing of each other."""
    half = len(texts) // 2
    programs = [
        multiprocessing.Process(target=consumed, args=(part,), kwargs=options)
        for part in (texts[:half], texts[half:])
    ]
    for program in programs:
        program.start()
    for program in programs:
        program.join()


def processor_seconds():
    """Of this process and of those that it had."""
    of = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in of)


def peak_mebibytes(count, options):
    """Of a fresh process that parses so many reports."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_report_peak, args=(theirs, count, options))
    process.start()
    peak = ours.recv()
    process.join()
    return peak


def _report_peak(line, count, options):
    consumed(texts_of(count, None), **options)
    line.send(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--file", type=Path, help="the text to take; by default the fixtures in a row")
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--ner", help="'default' for the model that ships")
    args = parser.parse_args()
    options = {"ner": args.ner}
    texts = texts_of(args.reports, args.file)
    consumed(texts[:4], **options)
    times = {"one": [], "two": [], "apart": []}
    used = {"one": [], "two": [], "apart": []}
    for _ in range(args.rounds):
        for name, count in (("one", 1), ("two", 2)):
            before = processor_seconds()
            times[name].append(seconds(lambda count=count: consumed(texts, n_process=count, **options)))
            used[name].append(processor_seconds() - before)
        before = processor_seconds()
        times["apart"].append(seconds(lambda: side_by_side(texts, options)))
        used["apart"].append(processor_seconds() - before)
    one, two = (statistics.median(times[name]) / len(texts) for name in ("one", "two"))
    print(f"{len(texts)} reports of 5,000 characters, ner={args.ner!r}, medians of {args.rounds} rounds")
    print(f"  one process  {1000 * one:7.2f} ms a report{1 / one:8.0f} reports a second")
    print(f"  two          {1000 * two:7.2f} ms a report{1 / two:8.0f} reports a second")
    for name, above, below in (
        ("two processes / one", times["one"], times["two"]),
        ("two programs that send nothing / one", times["one"], times["apart"]),
        ("two processes / two such programs", times["apart"], times["two"]),
    ):
        ratios = sorted(a / b for a, b in zip(above, below, strict=True))
        print(f"  {name:<38}{statistics.median(ratios):5.2f} x  (best round {ratios[-1]:.2f})")
    more = [
        statistics.median(b / a - 1 for a, b in zip(used["one"], used[name], strict=True))
        for name in ("two", "apart")
    ]
    print("  processor time beyond one process: ", end="")
    print(f"two {100 * more[0]:.0f} %, two programs that send nothing {100 * more[1]:.0f} %")
    print(f"  a million reports: {MILLION * one / 3600:.1f} core hours", end="")
    print(f", {MILLION * two / 3600:.1f} hours on two cores")
    small, large = (peak_mebibytes(count, options) for count in (20, 400))
    print(f"  peak memory of a worker: {small:.0f} MiB after 20 reports, {large:.0f} MiB after 400")
    print(f"  load of this machine meanwhile: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
