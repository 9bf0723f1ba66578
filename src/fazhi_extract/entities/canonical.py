"""One name for each body of a report: 我局 → the issuer, 区司法局 → 云岭区司法局 if both stand there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

__all__ = ["canonical_names"]

_SELF = re.compile(
    r"(?:我|本)(?:市|县|区|旗|州|镇|乡|街道|省|自治区)?(人民政府|政府|[局委办厅院所队]|中心)$|本级政府$"
)
_LEVELS = "省市区县旗州镇乡盟"
_SHORTER = (
    ("人民政府", "政府"),
    ("人民法院", "法院"),
    ("人民检察院", "检察院"),
    ("代表大会", "大"),
    ("人民大", "人大"),
    ("常务委员会", "常委会"),
    ("委员会", "委"),
    ("办公室", "办"),
    ("领导小组办", "办"),
    ("办事处", ""),
)
# A long form of _SHORTER stands there.
_LONG = re.compile("人民(?:政府|法院|检察院|大)|代表大会|委员会|办公室|领导小组办|办事处")
_FEWEST = 2  # characters that must be left of a shortened name between its place and its head


def canonical_names(
    names: Sequence[str], *, issuer: str | None = None, places: Iterable[str] = ()
) -> list[str | None]:
    """The fullest name that the report gives the body of each mention; None for a 我局 whose body is unknown.

    Args:
        names: the mentions as they stand in the text.
        issuer: the body whose report this is.
        places: full names of the divisions that the report is about, the widest first.
    """
    known = _Names(dict.fromkeys((*names, *((issuer,) if issuer else ()))), tuple(places))
    own = {name: _issuer_for(name, issuer) for name in dict.fromkeys(names) if _SELF.fullmatch(name)}
    return [own[name] if name in own else known.fullest(name) for name in names]


def _issuer_for(name: str, issuer: str | None) -> str | None:
    """The issuer, if it can call itself so."""
    if issuer is None:
        return None
    hit = _SELF.fullmatch(name)
    head = (hit.group(1) if hit else None) or "政府"
    if head in ("政府", "人民政府"):
        return issuer if issuer.endswith("人民政府") else None
    return issuer if _brief(issuer).endswith(head) else None


def _brief(name: str) -> str:
    if _LONG.search(name):
        for long, short in _SHORTER:
            name = name.replace(long, short)
    return name.replace("全面依法", "依法").removeprefix("中共").removeprefix("中国共产党")


class _Names:
    """The names of a report, and which of them is a shorter form of which."""

    def __init__(self, names: Iterable[str], places: tuple[str, ...]) -> None:
        self._places = tuple(place for place in places if place)
        self._brief = {name: self._placed(_brief(name)) for name in names}
        self._by_ends: dict[tuple[str, str], list[str]] = {}
        for name, (place, rest) in self._brief.items():
            if rest:
                self._by_ends.setdefault((place, rest[-1]), []).append(name)
        self._fullest: dict[str, str] = {}

    def _placed(self, brief: str) -> tuple[str, str]:
        """The place or level that a name begins with, as its level, and the rest: (区, 司法局)."""
        for number, place in enumerate(self._places):
            if brief.startswith(place) and len(brief) > len(place):
                inner = self._placed_below(brief, number)
                return inner or (place[-1], brief[len(place) :])
        if len(brief) > 1 and brief[0] in _LEVELS:
            return brief[0], brief[1:]
        return "", brief

    def _placed_below(self, brief: str, number: int) -> tuple[str, str] | None:
        """临江市云岭区司法局: the narrowest of the places counts."""
        at = len(self._places[number])
        for place in self._places[number + 1 :]:
            if brief.startswith(place, at) and len(brief) > at + len(place):
                return place[-1], brief[at + len(place) :]
        return None

    def fullest(self, name: str) -> str:
        """The longest name of which `name` is a short form, or itself."""
        if name not in self._fullest:
            self._fullest[name] = self._fullest_of(name)
        return self._fullest[name]

    def _fullest_of(self, name: str) -> str:
        place, rest = self._brief[name]
        longer = [
            other
            for other in self._by_ends.get((place, rest[-1:]), ())
            if len(other) > len(name) and _shortens(rest, self._brief[other][1], place)
        ]
        if not longer:
            return name
        best = max(longer, key=len)
        settled = all(
            other == best or _shortens(self._brief[other][1], self._brief[best][1], place) for other in longer
        )
        return best if settled else name


def _shortens(short: str, long: str, place: str) -> bool:
    """Whether one rest of a name is the other with characters left out: 发改局 of 发展和改革局."""
    if short == long:
        return bool(place)
    if len(short) >= len(long) or short[0] != long[0] or short[-1] != long[-1] or len(short) <= _FEWEST:
        return False
    if long.startswith(short):
        return False  # 区委 and 区委政法委 are two bodies
    left = iter(long)
    return all(char in left for char in short)
