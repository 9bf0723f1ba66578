"""Which reports repeat another: the same report on a mirror, with other surroundings and small changes.

Two reports are one when their figures agree, in order; a template that two counties or two years share is not
enough. Where there are too few figures to tell, nearly all words, and who reports on which year, must agree.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fazhi_extract.dataset.signature import FIGURES, WORDS, unpacked
from fazhi_extract.dataset.traditional import simplified

__all__ = ["NEEDED", "duplicate_of"]

NEEDED = ("report_id", "report_year", "region_code", "issuer", "source_host", "characters", "signature")
"""The columns of the table `reports` that are looked at."""

_Rows = npt.NDArray[np.intp]
_BANDS = ((0, WORDS, 8), (WORDS, WORDS + FIGURES - 1, 3))  # from, to, hashes that must be equal to meet
_NEIGHBOURS = 16  # of those that meet, how many each is compared with
_AT_ONCE = 1 << 14  # pairs

_OFFICIAL = re.compile(r"\.gov(\.[a-z]{2})?$|\.政务(\.cn)?$")

_SHARED, _SHARED_SURE = 12, 20  # pairs of figures in common
_CONTAINED = 0.8  # of the pairs of figures of the one with fewer
_FIGURES_ALONE = 0.75  # of all pairs of figures: whatever the words
_WORDS_BESIDE = 0.4  # of the shingles, where the figures agree
_WORDS_SIGNED = 0.5  # where there are few figures, and issuer and year are the same
_WORDS_ALONE = 0.8  # or place and year
_WORDS_UNSIGNED = 0.95  # where it is not known whose report it is
_FEW = 3  # pairs of figures that say something all the same
_SHARED_ALL, _ALL = (
    6,
    0.95,
)  # so few pairs of figures suffice where there are no others, and the year is the same


def duplicate_of(reports: pa.Table) -> pa.StringArray:
    """For each row of the table `reports`: the id of the report that it repeats, null for an original.

    Of the copies of one report the original is the one on a host under gov.cn, first on one whose reports are
    mostly of the same division; then the one of unknown origin; then others; among equals the longest, then
    the one with the least id. The answer does not depend on the order of the rows. Time grows with the number
    of reports, not its square: each is compared with some neighbours only.
    """
    if not reports.num_rows:
        return pa.array([], pa.string())
    order = pc.sort_indices(reports["report_id"])
    reports = reports.select(NEEDED).take(order)
    same = _Same(reports)
    groups = _groups(reports.num_rows, _edges(same))
    ranks = _ranks(reports)
    original: dict[int, int] = {}
    for members in groups:
        first: list[int] = []
        for row in sorted(members, key=ranks.__getitem__):
            met = same(np.full(len(first), row), np.array(first, dtype=np.intp)) if first else np.array([])
            if met.any():
                original[row] = first[int(met.argmax())]
            else:
                first.append(row)
    ids = reports["report_id"].to_pylist()
    found: list[str | None] = [None] * len(ids)
    for row, place in enumerate(order.to_pylist()):
        if row in original:
            found[place] = ids[original[row]]
    return pa.array(found, pa.string())


class _Same:
    """Whether two rows are one report."""

    def __init__(self, reports: pa.Table) -> None:
        signatures = unpacked(reports["signature"].combine_chunks())
        self.hashes = signatures[:, : WORDS + FIGURES]
        self.figures = signatures[:, -1].astype(np.float64)
        self.meta = {name: _numbered(reports[name]) for name in ("report_year", "region_code")}
        self.meta["issuer"] = _numbered(_of_one_script(reports["issuer"]))

    def __call__(self, one: _Rows, other: _Rows) -> npt.NDArray[np.bool_]:
        """The answer for each pair."""
        parts = [slice(start, start + _AT_ONCE) for start in range(0, len(one), _AT_ONCE)]
        return np.concatenate([self._judge(one[part], other[part]) for part in parts] or [np.empty(0, bool)])

    def _judge(self, one: _Rows, two: _Rows) -> npt.NDArray[np.bool_]:
        equal = self.hashes[one] == self.hashes[two]
        words, figures = equal[:, :WORDS].mean(axis=1), equal[:, WORDS:].mean(axis=1)
        fewer = np.minimum(self.figures[one], self.figures[two])
        shared = figures / (1 + figures) * (self.figures[one] + self.figures[two])
        contained = shared >= _CONTAINED * fewer

        (year, no_year), (place, no_place), (issuer, no_issuer) = (
            self._compared(name, one, two) for name in ("report_year", "region_code", "issuer")
        )
        by_figures = (figures >= _FIGURES_ALONE) & (shared >= _SHARED_SURE)
        conflict = no_year | no_place | no_issuer
        by_both = contained & (shared >= _SHARED) & (words >= _WORDS_BESIDE) & ~conflict
        known = year & ((issuer & (words >= _WORDS_SIGNED)) | (place & (words >= _WORDS_ALONE)))
        by_words = (known | (words >= _WORDS_UNSIGNED)) & ~conflict
        few = (fewer < _SHARED) & ((fewer < _FEW) | contained)
        by_all_figures = (figures >= _ALL) & (fewer >= _SHARED_ALL) & year & ~conflict
        result: npt.NDArray[np.bool_] = by_figures | by_both | by_all_figures | (few & by_words)
        return result

    def _compared(self, name: str, one: _Rows, other: _Rows) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """Whether both are known and equal, and whether both are known and differ."""
        values = self.meta[name]
        known = (values[one] >= 0) & (values[other] >= 0)
        equal = values[one] == values[other]
        return known & equal, known & ~equal


def _numbered(column: Any) -> npt.NDArray[np.int64]:
    """Equal values as equal numbers, null as -1."""
    codes = column.combine_chunks().dictionary_encode().indices
    numbers: npt.NDArray[np.int64] = pc.fill_null(codes, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    return numbers


def _of_one_script(names: pa.ChunkedArray) -> pa.ChunkedArray:
    """The names in simplified characters."""
    pairs = [(name, simplified(name)) for name in pc.unique(names).to_pylist() if name is not None]
    if all(name == simple for name, simple in pairs):
        return names
    given, simple = (pa.array(side, pa.string()) for side in zip(*pairs, strict=True))
    return pa.chunked_array([simple.take(pc.index_in(chunk, given)) for chunk in names.chunks], pa.string())


def _edges(same: _Same) -> Iterator[tuple[int, int]]:
    """Pairs of rows that are one report; each is compared with neighbours among those that it meets."""
    for rows, codes in _meetings(same):
        # among many that meet, those alike in their figures, then in their words, stand side by side
        order = np.lexsort((same.hashes[rows, 0], same.hashes[rows, WORDS], codes))
        sorted_rows, sorted_codes = rows[order], codes[order]
        for step in range(1, _NEIGHBOURS + 1):
            met = np.flatnonzero(sorted_codes[step:] == sorted_codes[:-step])
            if not len(met):
                break
            one, other = sorted_rows[met], sorted_rows[met + step]
            sure = same(one, other)
            yield from zip(one[sure].tolist(), other[sure].tolist(), strict=True)


def _meetings(same: _Same) -> Iterator[tuple[_Rows, npt.NDArray[np.int64]]]:
    """Rows and a number for each: those with equal numbers meet. They share hashes, or issuer and year."""
    years, issuers = same.meta["report_year"], same.meta["issuer"]
    signed = np.flatnonzero((years >= 0) & (issuers >= 0))
    yield signed, (issuers * (years.max(initial=0) + 1) + years)[signed]
    for start, stop, width in _BANDS:
        rows = np.arange(len(same.hashes)) if start == 0 else np.flatnonzero(same.figures >= _SHARED_ALL)
        for band in range(start, stop, width):
            keys = np.ascontiguousarray(same.hashes[rows, band : band + width])
            packed = keys.view([("", keys.dtype)] * width).ravel()
            yield rows, np.unique(packed, return_inverse=True)[1].ravel()


def _groups(count: int, edges: Iterator[tuple[int, int]]) -> list[list[int]]:
    """Rows that edges connect, of two members at least."""
    above = list(range(count))

    def top(row: int) -> int:
        while above[row] != row:
            above[row] = row = above[above[row]]
        return row

    for one, other in edges:
        low, high = sorted((top(one), top(other)))
        above[high] = low
    members: dict[int, list[int]] = defaultdict(list)
    for row in range(count):
        members[top(row)].append(row)
    return [group for group in members.values() if len(group) > 1]


def _ranks(reports: pa.Table) -> list[tuple[int, int, int]]:
    """The order of the copies of one report: the least is the original."""
    hosts, codes = reports["source_host"].to_pylist(), reports["region_code"].to_pylist()
    lengths = reports["characters"].to_pylist()
    homes = _homes(hosts, codes)
    return [
        (_standing(host, code is not None and homes.get(host) == code), -(length or 0), row)
        for row, (host, code, length) in enumerate(zip(hosts, codes, lengths, strict=True))
    ]


def _homes(hosts: list[str | None], codes: list[str | None]) -> dict[str | None, str]:
    """The division that more than half of a host's reports are of."""
    seen: dict[str, Counter[str | None]] = defaultdict(Counter)
    for host, code in zip(hosts, codes, strict=True):
        if host is not None:
            seen[host][code] += 1
    homes: dict[str | None, str] = {}
    for host, counts in seen.items():
        code, most = counts.most_common(1)[0]
        if code is not None and 2 * most > counts.total():
            homes[host] = code
    return homes


def _standing(host: str | None, at_home: bool) -> int:
    if host is None:
        return 3
    if host == "gov.cn" or host.endswith(".gov.cn"):
        return 0 if at_home else 1
    return 2 if _OFFICIAL.search(host) else 4
