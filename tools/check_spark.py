"""Run examples/spark_build.py for real, on two local workers of which one is killed, and compare.

    python tools/check_spark.py [--reports 200]

Every tenth report is there once more, as a mirror has it. Ends with 1 unless every row of every table is as
one process makes it, and every mirror is marked as the copy that it is.
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

from fazhi_extract import parse_report
from fazhi_extract.arrow import batch_of
from fazhi_extract.dataset.duplicates import duplicate_of
from fazhi_extract.dataset.schema import TABLES
from fazhi_extract.dataset.tables import tables_of
from fazhi_extract.models import Source

ROOT = Path(__file__).resolve().parents[1]
WAIT = 0.3  # seconds into a batch
MIRRORED = 10  # every so manieth report


def given_reports(count: int) -> list[dict[str, str | None]]:
    """So many reports with addresses, some of them once more on a mirror that changes their look."""
    rows: list[dict[str, str | None]] = []
    for number, (name, text) in enumerate(generated(count)):
        host = f"www.p{number % 7}.gov.cn" if number % 3 else None
        rows.append({"id": name, "text": text, "url": host and f"https://{host}/{number}.html"})
        if number % MIRRORED == 0:
            changed = "首页 > 公开 打印 关闭\n" + text.translate(str.maketrans("，；：（）", ",;:()"))
            rows.append({"id": f"0-{name}", "text": changed, "url": f"http://m.invalid/{number}"})
    return rows


def alone(given: list[dict[str, str | None]]) -> dict[str, pa.Table]:
    """What one process makes of them."""
    reports = []
    for row in given:
        source = None if row["url"] is None else Source(url=row["url"])
        reports.append(parse_report(row["text"]).model_copy(update={"source": source}))
    parsed = pa.Table.from_batches([batch_of(reports)])
    parsed = parsed.add_column(0, "report_id", pa.array([row["id"] for row in given], pa.string()))
    tables = tables_of(parsed)
    whole = tables["reports"]
    place = whole.schema.get_field_index("duplicate_of")
    tables["reports"] = whole.set_column(place, whole.schema.field(place), duplicate_of(whole))
    return {"parsed": parsed, **tables}


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
    rows_given = given_reports(args.reports)
    with tempfile.TemporaryDirectory() as folder:
        given, out = Path(folder) / "reports.jsonl", Path(folder) / "tables"
        with given.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows_given)
        began = time.monotonic()
        killed = built(given, out)
        took = time.monotonic() - began
        expected = alone(rows_given)
        found = {name: ds.dataset(out / name).to_table() for name in ("parsed", *TABLES)}
        different = [name for name, table in found.items() if rows(table) != rows(expected[name])]
    marks = dict(
        zip(*found["reports"].select(["report_id", "duplicate_of"]).to_pydict().values(), strict=True)
    )
    copies = {row["id"]: row["id"][2:] for row in rows_given if row["id"].startswith("0-")}
    missed = [name for name, of in copies.items() if marks[name] not in (of, marks[of] or of)]
    print(f"{len(rows_given)} reports on two workers of Spark in {took:.0f} s, {killed} killed; ", end="")
    print(f"different: {', '.join(different) or 'no row of any table'}; ", end="")
    print(f"{len(copies) - len(missed)} of {len(copies)} copies marked")
    raise SystemExit(bool(different) or bool(missed) or killed != 1)


if __name__ == "__main__":
    main()
