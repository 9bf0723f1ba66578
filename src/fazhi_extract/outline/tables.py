"""Lines that belong to a table."""

from __future__ import annotations

import re

__all__ = ["announces_table", "is_table"]

_CELL = re.compile(r"[^|\-: —]")
_BEFORE_TABLE = re.compile(r"表[0-9０-９一二三四五]?(?:所示)?[)）]?[:：。]?$")


def is_table(line: str) -> bool:
    """Is a line a table's row, its cells parted by bars or tabs?"""
    bars, tabs = line.count("|"), line.count("\t")
    if bars == tabs == 0:
        return False
    return bars >= 2 or ("。" not in line and (bars == 1 or tabs >= 2)) or not _CELL.search(line)


def announces_table(line: str) -> bool:
    """Does a line say that a table follows (如下表:)?"""
    return _BEFORE_TABLE.search(line, max(len(line) - 5, 0)) is not None
