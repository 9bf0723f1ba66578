"""Administrative divisions down to the county: by code, by name, in running text, and by context.

The table `divisions` comes from the Ministry's yearly lists (docs/divisions.md). Retired codes are kept, with
the year of the last edition that holds them, because reports go back to 2015.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

import regex

from fazhi_extract.entities.words import Endings
from fazhi_extract.lexicon import Lexicon, default_lexicon

__all__ = ["Division", "Gazetteer", "PlaceMention", "gazetteer"]

DivisionLevel = Literal["province", "city", "county"]

_SUFFIX = re.compile("[省市区县州盟旗]")
_RANK = regex.compile("(?:特别行政区|自治[区州县旗]|地区|林区|矿区|新区|[省市区县州盟旗])$")
_OPENING = 200  # characters in which a report names its region
_AS_REGION = re.compile(r"人民政府|关于|法治|依法|坚持|推进|[0-9０-９二\s]|$")
_BEFORE_SHORT = "在将为由与及对向从年月"
# Lists are yearly since 2020 and stop in 2016 before that: a row last seen in 2016 may have lived until 2019.
_GRACE = 3


@dataclass(frozen=True, slots=True)
class Division:
    """One division.

    `path` holds the full names, province first, itself last; `until` is None while the division is current.
    """

    code: str
    name: str
    path: tuple[str, ...]
    until: int | None = None

    @property
    def level(self) -> DivisionLevel:
        """Rank by the code: a county under the province directly (济源市) is a county."""
        if self.code.endswith("0000"):
            return "province"
        return "city" if self.code.endswith("00") else "county"


class PlaceMention(NamedTuple):
    """A full division name standing in a text."""

    start: int
    end: int
    name: str


class Gazetteer:
    """All divisions, looked up by code, full name or short name."""

    def __init__(self, rows: Iterable[tuple[str, ...]], everyday: Iterable[str] = ()) -> None:
        """Read rows (code, name, last year or `-`) in any order.

        `everyday` words make a name doubtful: one of them (城区), or one before a rank (会同|县财政局).
        """
        names: dict[str, str] = {}
        table: list[tuple[str, str, int | None]] = []
        for code, name, last, *_ in rows:
            table.append((code, name, None if last == "-" else int(last)))
            if last == "-" or code not in names:
                names[code] = name
        self._table = table
        self._names = names
        self._everyday = frozenset(everyday)
        self._around: dict[str, tuple[str, ...]] = {}

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[Division, ...]]:
        found: dict[str, list[Division]] = {}
        for code, name, until in self._table:
            found.setdefault(name, []).append(Division(code, name, self._path(code, name), until))
        return {name: tuple(sorted(all_, key=_recency)) for name, all_ in found.items()}

    @cached_property
    def _doubtful(self) -> frozenset[str]:
        return frozenset(n for n in self._by_name if n in self._everyday or n[:-1] in self._everyday)

    @cached_property
    def _endings(self) -> Endings:
        return Endings(self._by_name)

    @cached_property
    def _by_code(self) -> Mapping[str, Division]:
        found: dict[str, Division] = {}
        for same in self._by_name.values():
            for division in same:
                held = found.get(division.code)
                if held is None or _recency(division) < _recency(held):
                    found[division.code] = division
        return found

    @cached_property
    def _by_short(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for name in self._by_name:
            short = shorten(name)
            if len(short) >= 2:
                found.setdefault(short, []).append(name)
        return {short: tuple(names) for short, names in found.items()}

    def _path(self, code: str, name: str) -> tuple[str, ...]:
        parents = [code[:2] + "0000", code[:4] + "00"]
        path = [self._names[p] for p in parents if p != code and p in self._names]
        return tuple(dict.fromkeys((*path, name)))

    def code(self, code: str) -> Division | None:
        """The division with this six-digit code, its newest name."""
        return self._by_code.get(code)

    def named(self, name: str) -> tuple[Division, ...]:
        """All divisions with this full name, the current ones first."""
        return self._by_name.get(name, ())

    @cached_property
    def _openings(self) -> frozenset[str]:
        return frozenset(name[:2] for name in self._by_name)

    def longest_at(self, text: str, at: int) -> int:
        """The end of the longest full name that starts at `at`; -1 where none does."""
        if text[at : at + 2] in self._openings:
            for end in range(min(at + 16, len(text)), at + 1, -1):
                if text[at:end] in self._by_name:
                    return end
        return -1

    def full_names(self, short: str) -> tuple[str, ...]:
        """Full names that shorten to `short` (海门 → 海门区); empty for anything else."""
        return self._by_short.get(short, ())

    def short_names(self, longest: int) -> frozenset[str]:
        """All short names of at most `longest` characters."""
        return frozenset(short for short in self._by_short if len(short) <= longest)

    def mentions(self, text: str) -> list[PlaceMention]:
        """Full division names in `text`, longest at each end, not overlapping, in order. Linear."""
        longest, pairs, doubtful = self._endings.longest, self._endings.by_pair, self._doubtful
        found: list[PlaceMention] = []
        meant: dict[str, bool] = {}
        for hit in _SUFFIX.finditer(text):
            end = hit.end()
            if text[end - 2 : end] not in pairs:
                continue
            start = longest(text, end)
            if start < 0 or (end - start == 2 and not self._stands_free(text, start, found)):
                continue
            if (name := text[start:end]) in doubtful:
                if name not in meant:
                    meant[name] = self._spoken_of(text, name)
                if not meant[name]:
                    continue
            while found and found[-1].end > start and found[-1].start >= start:
                found.pop()  # 内蒙古自治区 holds no shorter name that ends before it, 自治县 names may
            if not found or found[-1].end <= start:
                found.append(PlaceMention(start, end, name))
        return found

    def _spoken_of(self, text: str, name: str) -> bool:
        """Whether a text means the division by a name that may be other words.

        It does where it names the division as a region at its beginning, or the city it lies in anywhere.
        """
        if any(parent in text for parent in self._short_parents(name)):
            return True
        first = text.find(name, 0, _OPENING)
        return first >= 0 and _AS_REGION.match(text, first + len(name)) is not None

    def _short_parents(self, name: str) -> tuple[str, ...]:
        if name not in self._around:
            parents = {division.path[-2] for division in self.named(name) if len(division.path) > 1}
            self._around[name] = tuple(shorten(parent) for parent in parents)
        return self._around[name]

    @staticmethod
    def _stands_free(text: str, start: int, found: list[PlaceMention]) -> bool:
        """Whether a name of two characters (滑县) is no accident of running text (防范|县域, 召开|县委)."""
        before = text[start - 1] if start else ""
        return (
            not "\u4e00" <= before <= "\u9fff"
            or before in _BEFORE_SHORT
            or bool(found and found[-1].end == start)
        )

    def resolve(
        self,
        name: str,
        *,
        context: Mapping[str, int] | None = None,
        codes: Iterable[str] = (),
        year: int | None = None,
    ) -> Division | None:
        """The one division called `name` that fits the context, or None where it stays open.

        Args:
            name: a full name.
            context: how often each full division name stands in the text around.
            codes: leading digits of codes that belong to the text (index numbers begin with one).
            year: the year spoken of; a name retired long before it is not meant.
        """
        all_ = self.named(name)
        alive = [d for d in all_ if d.until is None or (year is not None and year <= d.until + _GRACE)]
        candidates = alive or list(all_)
        if len({d.path for d in candidates}) == 1:
            return candidates[0]
        for code in codes:
            coded = [d for d in candidates if d.code.startswith(code[:6]) or d.code[:4] == code[:4]]
            exact = [d for d in coded if d.code == code[:6]] or coded
            if len(exact) == 1:
                return exact[0]
        if context:
            return self._by_context(candidates, context)
        return None

    @staticmethod
    def _by_context(candidates: list[Division], context: Mapping[str, int]) -> Division | None:
        def weight(division: Division) -> int:
            *parents, _ = division.path
            near, far = (parents[-1], parents[0]) if parents else ("", "")
            return 3 * context.get(near, 0) + (context.get(far, 0) if far != near else 0)

        ranked = sorted(((weight(d), d) for d in candidates), key=lambda pair: -pair[0])
        if not ranked or ranked[0][0] == 0:
            return None
        return ranked[0][1] if len(ranked) == 1 or ranked[0][0] > ranked[1][0] else None

    def __iter__(self) -> Iterator[Division]:
        """Every division, retired ones included."""
        return (division for same in self._by_name.values() for division in same)


@lru_cache(maxsize=8)
def _peoples(lexicon: Lexicon) -> regex.Pattern[str]:
    return regex.compile("(?<=..)(?:(?:" + "|".join(lexicon.words("peoples")) + ")族?)+$")


def shorten(name: str, *, lexicon: Lexicon | None = None) -> str:
    """A division name without its rank and peoples: 海门区 → 海门, 延边朝鲜族自治州 → 延边."""
    short = _RANK.sub("", name, count=1)
    if "自治" in name:
        short = _peoples(lexicon or default_lexicon()).sub("", short)
    return short


def _recency(division: Division) -> tuple[int, str]:
    return (-(division.until or 9999), division.code)


@lru_cache(maxsize=8)
def _gazetteer(lexicon: Lexicon) -> Gazetteer:
    everyday = (*lexicon.words("org_breakers"), *lexicon.words("org_level_words"))
    return Gazetteer(lexicon.rows("divisions"), everyday)


def gazetteer(lexicon: Lexicon | None = None) -> Gazetteer:
    """The divisions of a lexicon, read once."""
    return _gazetteer(lexicon or default_lexicon())
