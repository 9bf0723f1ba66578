"""What part a body has in what was done, where the text says so: 由…牵头, 会同…、…."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from fazhi_extract.entities.words import words_pattern
from fazhi_extract.errors import LexiconError
from fazhi_extract.lexicon import Lexicon, default_lexicon

__all__ = ["roles_of"]

_JOINT = re.compile(r"[、和与及,，]|以及|[、，,]\s")
_SIDES = frozenset({"before", "after"})


def roles_of(
    text: str, bodies: Sequence[tuple[int, int]], *, lexicon: Lexicon | None = None
) -> list[str | None]:
    """The role of each body (extents in order), None where the text gives none.

    A cue stands directly before the first body of a list (会同区法院、区检察院) or directly after the last
    one (区司法局、区信访局牵头); the bodies that 、, 和, 与 or 及 join to it share the role.
    """
    pattern, before, after = _cues(lexicon or default_lexicon())
    roles: list[str | None] = [None] * len(bodies)
    starts = [start for start, _ in bodies]
    ends = {end: number for number, (_, end) in enumerate(bodies)}
    for hit in pattern.finditer(text):
        cue = hit.group()
        if cue in before:
            at = bisect_left(starts, hit.end())
            if at < len(bodies) and starts[at] == hit.end():
                _share(text, bodies, roles, at, 1, before[cue])
        if cue in after and (number := ends.get(hit.start())) is not None:
            _share(text, bodies, roles, number, -1, after[cue])
    return roles


def _share(
    text: str, bodies: Sequence[tuple[int, int]], roles: list[str | None], at: int, step: int, role: str
) -> None:
    while True:
        if roles[at] is None:
            roles[at] = role
        beside = at + step
        if not 0 <= beside < len(bodies):
            return
        first, second = (at, beside) if step > 0 else (beside, at)
        if not _JOINT.fullmatch(text, bodies[first][1], bodies[second][0]) or roles[beside] is not None:
            return
        at = beside


@lru_cache(maxsize=8)
def _cues(lexicon: Lexicon) -> tuple[re.Pattern[str], dict[str, str], dict[str, str]]:
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for row in lexicon.rows("org_roles"):
        if len(row) < 3 or row[1] not in _SIDES:
            raise LexiconError(f"org_roles: the row {row} needs a cue, one of {sorted(_SIDES)} and a role")
        (before if row[1] == "before" else after)[row[0]] = row[2]
    return re.compile(words_pattern({**before, **after})), before, after
