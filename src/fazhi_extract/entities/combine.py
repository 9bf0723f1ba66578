"""Rules and a statistical model together: who is believed about which stretch of text.

Rules win where they are exact. The grammar of bodies closes a name at its head word, so what it finds stands
as it is; and a body that ends in a head of the grammar and that the grammar passed over is none, whatever the
model says. The table of divisions knows full names only, and a name may go on after one (云岭市 + 青溪镇, or
未来实验室): where the model sees a longer name around a division, or around a quoted name with its head, it
is believed. What else the model finds stands where no rule has spoken. Nothing inside 《》 is named
at all.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

__all__ = ["Mention", "combined", "tidied"]

Mention = tuple[int, int, str]
"""Start, end and label."""

_EDGE = " \t\r\n\u3000\xa0、，。；：,;:!！?？()（）[]【】/|·-—\ufffd"
_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』"}


def combined(
    text: str,
    bodies: Iterable[Mention],
    places: Iterable[Mention] = (),
    found: Sequence[Mention] = (),
    *,
    hidden: Iterable[tuple[int, int]] = (),
) -> list[Mention]:
    """Mentions in order, none overlapping another.

    Args:
        text: what the positions point into.
        bodies: what the grammar of bodies found; kept as it is.
        places: what other rules found, kept unless a body or a longer name of the model holds it.
        found: what a model found, in any order, of any quality.
        hidden: extents where nothing is named (titles in 《》).
    """
    exact = _Taken(bodies)
    divisions = [place for place in sorted(places) if exact.free(place)]
    if not found:
        return sorted([*exact.spans, *divisions])
    covered = _Taken([*exact.spans, *((start, end, "") for start, end in hidden)])
    wider: list[Mention] = []
    for mention in sorted({tidied(text, one) for one in found}, key=lambda one: (one[0], -one[1])):
        start, end, _ = mention
        if start < end and covered.free(mention) and (not wider or wider[-1][1] <= start):
            wider.append(mention)
    kept, table = [], _Taken(divisions)
    for mention in wider:
        touched = table.touching(mention)
        inside = all(mention[0] <= start and end <= mention[1] for start, end, _ in touched)
        if not touched or (inside and any(one[:2] != mention[:2] for one in touched)):
            kept.append(mention)
    chosen = _Taken(kept)
    divisions = [place for place in divisions if chosen.free(place)]
    return sorted([*exact.spans, *divisions, *kept])


def tidied(text: str, mention: Mention) -> Mention:
    """Without punctuation at its edges, with both or neither of a pair of marks; empty if nothing is left."""
    start, end, label = mention
    start, end = max(start, 0), min(end, len(text))
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE and not _closes(text, start, end):
        end -= 1
    name = text[start:end]
    for opening, closing in _PAIRS.items():
        opened, closed = name.count(opening), name.count(closing)
        if opened == closed + 1 and text[end : end + 1] == closing:
            return start, end + 1, label
        if closed == opened + 1 and start and text[start - 1] == opening:
            return start - 1, end, label
        if opened == closed + 1 and name.startswith(opening):
            return start + 1, end, label
        if closed == opened + 1 and name.endswith(closing):
            return start, end - 1, label
    if label == "ORG" and name[:1] == "“" and name.find("”") == len(name) - 1:
        return start + 1, end - 1, label
    return start, end, label


def _closes(text: str, start: int, end: int) -> bool:
    """Whether a name ends with the second of its own brackets: 信用中国（浙江）."""
    return text[end - 1] in ")）" and any(mark in text[start : end - 1] for mark in "(（")


class _Taken:
    """Mentions in order that do not overlap, asked which of them a stretch touches."""

    def __init__(self, spans: Iterable[Mention]) -> None:
        self.spans: list[Mention] = []
        free = 0
        for span in sorted(spans):
            if free <= span[0]:
                self.spans.append(span)
                free = span[1]
        self._ends = [end for _, end, _ in self.spans]

    def touching(self, mention: Mention) -> list[Mention]:
        at = bisect_left(self._ends, mention[0] + 1)
        touched = []
        while at < len(self.spans) and self.spans[at][0] < mention[1]:
            touched.append(self.spans[at])
            at += 1
        return touched

    def free(self, mention: Mention) -> bool:
        return not self.touching(mention)
