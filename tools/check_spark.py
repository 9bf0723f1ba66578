"""Run examples/spark_build.py for real, on two local workers of which one is killed, and compare.

    python tools/check_spark.py [--reports 200]

Ends with 1 unless every row of every table is as one process makes it.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds

from fazhi_extract.arrow import parse_batch
from fazhi_extract.dataset.schema import TABLES
from fazhi_extract.dataset.tables import tables_of

ROOT = Path(__file__).resolve().parents[1]
WAIT = 0.3  # seconds into a batch


def generated(count: int) -> list[tuple[str, str]]:
    """Names and texts of so many reports."""
    spec = importlib.util.spec_from_file_location("generated", ROOT / "tests" / "generated.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return list(module.reports(count))


def workers_of(pid: int) -> list[int]:
    """The Python processes below this one that have worked for a while: Spark's workers, not their parent."""
    parents, used, titles = {}, {}, {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
                titles[int(entry.name)] = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            parents[int(entry.name)] = int(stat[1])
            used[int(entry.name)] = (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")
    below = {pid}
    while more := {one for one, parent in parents.items() if parent in below and one not in below}:
        below |= more
    daemons = {one for one in below if b"pyspark" in titles[one] and b"daemon" in titles[one]}
    return [one for one in daemons if parents[one] in daemons and used[one] > WAIT]


def built(reports: Path, out: Path) -> int:
    """Run the example, and kill the first worker that is seen at work; how many were killed."""
    script = ROOT / "examples" / "spark_build.py"
    command = [sys.executable, str(script), "--master", "local[2,4]", str(reports), str(out)]
    environment = {**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    killed = 0
    log = out.with_name("spark.log")
    with log.open("wb") as said, subprocess.Popen(command, env=environment, stderr=said) as program:
        while program.poll() is None:
            time.sleep(0.05)
            if not killed and (found := workers_of(program.pid)):
                os.kill(found[0], signal.SIGKILL)
                killed += 1
    if program.returncode:
        sys.stderr.write(log.read_text(encoding="utf-8", errors="replace")[-4000:])
        raise SystemExit(f"Spark failed with {program.returncode}")
    return killed


def rows(table: pa.Table) -> list[str]:
    """The rows, in an order of their own."""
    return sorted(json.dumps(row, default=str, sort_keys=True) for row in table.to_pylist())


def main() -> None:
    """Build on Spark and here, and print what differs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=200)
    args = parser.parse_args()
    names, texts = zip(*generated(args.reports), strict=True)
    with tempfile.TemporaryDirectory() as folder:
        given, out = Path(folder) / "reports.jsonl", Path(folder) / "tables"
        with given.open("w", encoding="utf-8") as file:
            for name, text in zip(names, texts, strict=True):
                file.write(json.dumps({"id": name, "text": text}) + "\n")
        began = time.monotonic()
        killed = built(given, out)
        took = time.monotonic() - began
        alone = parse_batch(pa.RecordBatch.from_pydict({"report_id": names, "text": texts}))
        expected = {"parsed": pa.Table.from_batches([alone]), **tables_of(pa.Table.from_batches([alone]))}
        different = [
            name
            for name in ("parsed", *TABLES)
            if rows(ds.dataset(out / name).to_table()) != rows(expected[name])
        ]
    print(f"{args.reports} reports on two workers of Spark in {took:.0f} s, {killed} killed; ", end="")
    print(f"different: {', '.join(different) or 'no row of any table'}")
    raise SystemExit(bool(different) or killed != 1)


if __name__ == "__main__":
    main()
