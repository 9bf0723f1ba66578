"""See that a wheel holds every file of the source tree.

python tools/check_wheel.py WHEEL
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src"


def missing(wheel: Path) -> list[str]:
    """Files of the source tree that the wheel lacks."""
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    wanted = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    return sorted(wanted - held)


def main() -> int:
    """Say what is missing; 1 when anything is."""
    (wheel,) = map(Path, sys.argv[1:])
    lost = missing(wheel)
    for name in lost:
        print(f"not in {wheel.name}: {name}")
    if not lost:
        print(f"{wheel.name} is complete")
    return int(bool(lost))


if __name__ == "__main__":
    sys.exit(main())
