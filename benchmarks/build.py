"""What a build of a data set costs, as ratios within one run.

    python benchmarks/build.py [--reports 600] [--many 0] [--rounds 3]

Prints what two processes are faster than one, what the data set costs beside parsing (CPU time of both in one
process), what it costs to find that nothing has changed, and the peak memory of builds of 500 and 2,000
reports. Two processes are compared with one twice: as a call in a program that has loaded the library, where
only the two must load it once more, and as whole commands, where both must. The reports are made up: those in
`fixtures`, drawn out to an ordinary length, with other figures in each. `--many 10000` takes as many for the
second build of a finished data set.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LENGTH = 5000
_FIGURE = re.compile(r"(?<![\d.年月第〔])\d{2,4}(?=[件次个名人万起场部份项])")
_WORDS = (
    ("各镇各部门", "司法所", "牵头单位", "执法队伍", "主管科室", "县政府", "行业协会", "市司法局"),
    ("逐项", "按季", "分类", "全程", "从严", "联合", "依托平台", "结合实际", "带头", "主动"),
    ("梳理", "核查", "推进", "完善", "公示", "评估", "细化", "宣讲", "督办", "归集", "衔接"),
    (
        "权责清单",
        "裁量基准",
        "普法计划",
        "案卷归档",
        "听证程序",
        "信用修复",
        "应急预案",
        "《青溪县备案办法》",
    ),
)
_CODE = """
import json, resource, sys, time
if __name__ == "__main__":
    from fazhi_extract.dataset import warm
    from fazhi_extract.dataset.builder import build
    wall, cpu = time.perf_counter(), time.process_time()
    done = build(sys.argv[1], sys.argv[2], n_process=int(sys.argv[3]))
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps([time.perf_counter() - wall, time.process_time() - cpu, done.parsed, peak / 1024]))
"""
_PARSE = """
import json, sys, time
from pathlib import Path
from fazhi_extract.dataset import warm
from fazhi_extract.pipeline.files import parse_file
cpu = time.process_time()
for file in sorted(Path(sys.argv[1]).rglob("*.txt")):
    parse_file(file)
print(json.dumps(time.process_time() - cpu))
"""


def make(folder: Path, count: int) -> Path:
    """So many reports, in ten folders."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "fixtures").glob("*.txt"))]
    for number in range(count):
        file = folder / str(number % 10) / f"{number:05}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(report(number, texts), encoding="utf-8")
    return folder


def report(number: int, texts: list[str]) -> str:
    """The lines of a fixture, with other figures, and between them lines without any."""
    draw = random.Random(number)
    lines = texts[number % len(texts)].splitlines()
    missing = (LENGTH - sum(map(len, lines))) // max(len(lines) - 4, 1)
    told = []
    for place, line in enumerate(lines):
        told.append(_FIGURE.sub(lambda _: str(draw.randint(10, 9999)), line))
        if 2 <= place < len(lines) - 2:
            plain = ""
            while len(plain) < missing:
                plain += "，".join("".join(map(draw.choice, _WORDS)) for _ in range(4)) + "。"
            told.append(plain)
    return "\n".join([*told, f"编号:{number}", ""])


def run(code: str, *arguments: object) -> list[float] | float:
    script = Path(tempfile.gettempdir()) / f"fazhi_build_{abs(hash(code))}.py"
    script.write_text(code, encoding="utf-8")
    try:
        told = subprocess.run(
            [sys.executable, script, *map(str, arguments)], capture_output=True, text=True, check=True
        )
    finally:
        script.unlink()
    return json.loads(told.stdout)


def command(reports: Path, processes: int) -> float:
    """Seconds of the whole command, from its start to its end."""
    target = Path(tempfile.mkdtemp(dir=reports.parent))
    call = [sys.executable, "-c", "from fazhi_extract.cli import main; main()", "build", reports]
    began = time.perf_counter()
    try:
        subprocess.run(
            [*map(str, call), "-o", str(target / "dataset"), "--processes", str(processes)],
            capture_output=True,
            check=True,
        )
        return time.perf_counter() - began
    finally:
        shutil.rmtree(target)


def built(reports: Path, processes: int, path: Path | None = None) -> list[float]:
    """Seconds, CPU seconds of the main process, reports parsed, peak memory of the largest process in MiB."""
    target = path or Path(tempfile.mkdtemp(dir=reports.parent)) / "dataset"
    try:
        return run(_CODE, reports, target, processes)
    finally:
        if path is None:
            shutil.rmtree(target.parent)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--many", type=int, default=0, metavar="COUNT")
    parser.add_argument("--only", choices=["processes", "writer", "again", "memory"], action="append")
    args = parser.parse_args()
    wanted = args.only or ["processes", "writer", "again", "memory"]
    with tempfile.TemporaryDirectory() as folder:
        reports = make(Path(folder) / "reports", args.reports)
        print(f"{args.reports} reports of about {LENGTH:,} characters; the best of {args.rounds} rounds")
        if "processes" in wanted:
            rounds = [(built(reports, 1)[0], built(reports, 2)[0]) for _ in range(args.rounds)]
            one, two = map(min, zip(*rounds, strict=True))
            whole = [(command(reports, 1), command(reports, 2)) for _ in range(args.rounds)]
            alone, both = map(min, zip(*whole, strict=True))
            rates = f"{args.reports / two:.0f} and {args.reports / one:.0f} a second"
            print(f"two processes / one  {one / two:6.2f}  ({rates})")
            print(f"as whole commands    {alone / both:6.2f}  ({both:.1f} and {alone:.1f} s)")
        if "writer" in wanted:
            rounds = [(run(_PARSE, reports), built(reports, 1)[1]) for _ in range(args.rounds)]
            parse, build = (1000 * min(taken) / args.reports for taken in zip(*rounds, strict=True))
            print(f"data set / parsing   {build / parse - 1:6.1%}  ({build - parse:.2f} and {parse:.2f} ms)")
        if "again" in wanted:
            many = make(Path(folder) / "many", args.many) if args.many else reports
            path = Path(folder) / "finished" / "dataset"
            first = built(many, 2, path)
            again = [built(many, 2, path) for _ in range(args.rounds)]
            assert {taken[2] for taken in again} == {0}
            seconds = min(taken[0] for taken in again)
            count = args.many or args.reports
            print(
                f"nothing new / build  {seconds / first[0]:6.1%}  "
                f"({seconds:.2f} and {first[0]:.1f} s, {count:,} reports)"
            )
        if "memory" in wanted:
            peaks = [built(make(Path(folder) / f"m{count}", count), 2)[3] for count in (500, 2000)]
            print(
                f"memory 2,000 / 500   {peaks[1] / peaks[0]:6.2f}  "
                f"({peaks[1]:.0f} and {peaks[0]:.0f} MiB, the largest process)"
            )


if __name__ == "__main__":
    main()
