"""How fast a data set answers and exports: python benchmarks/dataset.py DATASET (on Linux)."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from fazhi_extract import Dataset
from fazhi_extract.dataset.signature import signature

QUESTIONS = {
    "one indicator, all places and years": lambda dataset: dataset.metrics("mediation.cases_mediated"),
    "count by place and year": lambda dataset: dataset.sql(
        "select region, report_year, count(*) from metrics group by all"
    ).arrow(),
    "words in all texts": lambda dataset: dataset.sql(
        "select count(*) from reports where text like '%裁量%'"
    ).arrow(),
}


def milliseconds(work, times=5):
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - start))
    return statistics.median(taken)


def exported(path, form, out):
    """Seconds and mebibytes of a process of its own."""
    code = (
        "import re, time\n"
        "from pathlib import Path\n"
        "from fazhi_extract import Dataset\n"
        "from fazhi_extract.dataset.export import export\n"
        "start = time.perf_counter()\n"
        f"export(Dataset({str(path)!r}, threads=1), {str(out)!r}, {form!r})\n"
        "taken = time.perf_counter() - start\n"
        "peak = re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())\n"
        "print(taken, int(peak[1]) / 1024)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return map(float, done.stdout.split())


def main():
    path = Path(sys.argv[1])
    print(f"{'open':40} {milliseconds(lambda: Dataset(path)):9.1f} ms")
    dataset = Dataset(path)
    reports = len(dataset)
    print(f"{reports} reports, {dataset.sql('select count(*) from metrics').arrow()[0][0]} metrics")
    for name, ask in QUESTIONS.items():
        print(f"{name:40} {milliseconds(lambda ask=ask: ask(dataset)):9.1f} ms")
    ((name, text),) = dataset.sql("select report_id, text from reports order by characters desc limit 1")
    print(f"{'one report as an object':40} {milliseconds(lambda: dataset.report(name)):9.1f} ms")
    signing = milliseconds(lambda: signature(text), 200)
    print(f"{f'signature of {len(text)} characters':40} {signing:9.3f} ms")
    with tempfile.TemporaryDirectory() as folder:
        for form in ("xlsx", "csv", "jsonl"):
            seconds, peak = exported(path, form, Path(folder) / f"out.{form}")
            print(f"export as {form:6} {reports / seconds:9.0f} reports a second, peak {peak:6.0f} MiB")


if __name__ == "__main__":
    main()
