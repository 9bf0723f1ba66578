"""Which reports are about the same place."""

from __future__ import annotations

from collections.abc import Sequence

from fazhi_extract.models import Report

__all__ = ["name_places"]

Key = tuple[str, ...]


def name_places(reports: Sequence[Report]) -> list[str]:
    """One name for each report, the same for reports of one place or body.

    A department is known by its own name within its region. Regions are one where they end alike and one
    path is the tail of the other (临江省云岭市青溪区, 青溪区); the longest path gives the name.
    """
    keys = [_key(report, number) for number, report in enumerate(reports, 1)]
    return ["".join(_fullest(key, keys)) for key in keys]


def _fullest(key: Key, keys: Sequence[Key]) -> Key:
    """The longest path that ends in `key`; `key` itself where two such paths differ (two 鼓楼区)."""
    longer = sorted({other for other in keys if len(other) >= len(key) and _same(key, other)}, key=len)
    return longer[-1] if all(_same(one, longer[-1]) for one in longer) else key


def _key(report: Report, number: int) -> Key:
    meta = report.meta
    path = tuple(meta.region_path) or ((meta.region,) if meta.region else ())
    if meta.level == "department" and meta.issuer:
        body = meta.issuer
        for part in path:
            body = body.removeprefix(part)
        return (*path, body)
    if path:
        return path
    return (meta.issuer or meta.title or f"report {number}",)


def _same(one: Key, other: Key) -> bool:
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    return long[-len(short) :] == short
