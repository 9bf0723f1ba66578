"""Score the parser and fail where a figure has fallen below its floor.

    python tools/check_floors.py --scorer ../shared/gold/score.py [--raise]

`tests/floors.json` holds, for each set of annotated reports, the lowest value that each figure of the scorer
may have. `--raise` lifts floors to what is reached now, and lowers none. Without a scorer nothing is done.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ROOT / "tests" / "floors.json"

Figures = dict[str, float]


def below(floors: Mapping[str, float], reached: Mapping[str, float]) -> Figures:
    """The figures under their floor, with what was reached; a missing one counts as 0."""
    return {name: reached.get(name, 0.0) for name, floor in floors.items() if reached.get(name, 0.0) < floor}


def raised(floors: Mapping[str, float], reached: Mapping[str, float]) -> Figures:
    """The floors, each lifted to what is reached; a figure without a floor stays without."""
    return {name: max(floor, reached.get(name, 0.0)) for name, floor in floors.items()}


def score(scorer: Path, reports: Path) -> Figures:
    """What the scorer says of all reports of a folder together; its table is printed."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "figures.json"
        subprocess.run([sys.executable, scorer, "--json", out, reports], check=True)
        figures: Figures = json.loads(out.read_text(encoding="utf-8"))["all"]
    return figures


def main() -> int:
    """Score each set; 1 when a figure is below its floor."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scorer", type=Path, default=ROOT.parent / "shared" / "gold" / "score.py")
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift floors to what is reached")
    args = parser.parse_args()
    if not args.scorer.exists():
        print(f"no scorer at {args.scorer}: floors not checked")
        return 0
    sets = json.loads(FLOORS.read_text(encoding="utf-8"))
    failed = False
    for name, one in sets.items():
        reports = args.scorer.parent / "reports" if one["reports"] == "gold" else ROOT / one["reports"]
        print(f"\n== {name}: {reports}", flush=True)
        reached = score(args.scorer, reports)
        for figure, value in below(one["floors"], reached).items():
            print(f"BELOW ITS FLOOR  {figure}: {value:.4f} < {one['floors'][figure]:.4f}")
            failed = True
        if args.lift:
            one["floors"] = raised(one["floors"], reached)
    if args.lift:
        FLOORS.write_text(json.dumps(sets, indent=2) + "\n", encoding="utf-8")
    print("\nfloors: " + ("FAILED" if failed else "all held"))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
