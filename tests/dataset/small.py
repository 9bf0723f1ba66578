"""Short reports for the tests of builds, and data sets as plain rows."""

from __future__ import annotations

import json
import random

import pyarrow.parquet as pq

__all__ = ["folder", "report", "rows"]

_PLACES = ("青溪县", "云岭市", "石桥区", "白鹭镇", "临江省")


def report(number, year=None):
    """A report of a few lines, like no other."""
    draw = random.Random(number)
    place = _PLACES[number % len(_PLACES)]
    year = year or 2021 + number % 2
    counts = [draw.randint(11, 9999) for _ in range(6)]
    return (
        f"{place}{year}年法治政府建设年度报告\n"
        f"{year}年，{place}依法办事，现报告如下。\n一、主要举措和成效\n"
        f"（一）规范执法。组织案卷评查{counts[0]}次，评查案卷{counts[1]}件，"
        f"合格率达{draw.randint(600, 999) / 10}%。\n"
        f"（二）化解争议。收到行政复议申请{counts[2]}件，办结{counts[3]}件，调解纠纷{counts[4]}起。\n"
        f"依据《{place}执法监督办法》整改问题{counts[5]}个。\n"
        "二、存在的不足\n一是执法力量薄弱；二是普法形式不够新颖。\n"
        f"三、下一年度工作安排\n{year + 1}年，计划培训执法人员{draw.randint(20, 900)}人次以上。\n"
        f"编号{number}\n"
    )


def folder(path, count, first=0):
    """A folder of so many reports, in two folders of their own."""
    for number in range(first, first + count):
        file = path / str(number % 2) / f"{number:04}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(report(number), encoding="utf-8")
    return path


def rows(path):
    """The tables of a data set as sorted rows, and the files that stand there."""
    manifest = json.loads((path / "manifest.json").read_bytes())
    found = {}
    for name, table in manifest["tables"].items():
        parts = [pq.read_table(path / file, partitioning=None).to_pylist() for file in table["files"]]
        found[name] = sorted(
            (row for part in parts for row in part), key=lambda row: json.dumps(row, default=str)
        )
        assert len(found[name]) == table["rows"]
    listed = {file for table in manifest["tables"].values() for file in table["files"]} | set(
        manifest["objects"]
    )
    there = {
        file.relative_to(path).as_posix()
        for file in path.rglob("*")
        if file.is_file() and "_build" not in file.parts and file.name != "manifest.json"
    }
    assert there == listed
    return found
