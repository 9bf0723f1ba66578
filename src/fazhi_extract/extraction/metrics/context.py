"""Where each figure stands: a masked copy of the text, its clause, its sentence.

The masked copy has the length of the text. Titles, quotations and short brackets are hidden, figures and
dates are stand-ins, so that no pattern trips over punctuation or verbs inside them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fazhi_extract.extraction.metrics.grammar import DATE, FIGURE, HIDDEN
from fazhi_extract.models import Quantity

__all__ = ["Context", "Figure", "read_context"]

_BRACKETS = re.compile(
    r"《[^》\n]{0,120}》|“[^”\n]{0,80}”|\"[^\"\n]{1,40}\"|‘[^’\n]{0,40}’|「[^」\n]{0,40}」"
    r"|[(（](?:[^()（）\n]{0,24})[)）]"
)
_CLAUSE_END = re.compile(r"[，,；;。：:！!？?\n\r\t|()（）【】]|——")
_SENTENCE_END = frozenset("。！!？?\n\r|")


@dataclass(slots=True)
class Figure:
    """A quantity with the offsets of the clause and the sentence around it.

    `left` is the end of the figure before it in the same clause, or the clause's start.
    """

    quantity: Quantity
    start: int
    end: int
    clause: tuple[int, int]
    sentence: tuple[int, int]
    left: int
    first: bool
    next: int


@dataclass(frozen=True, slots=True)
class Context:
    """The text, its masked copy and the figures of its body in order."""

    text: str
    masked: str
    figures: list[Figure]
    clause_ends: list[int]

    def clause_before(self, figure: Figure) -> tuple[int, int]:
        """The clause before the figure's own in the same sentence; empty where there is none."""
        at = bisect_left(self.clause_ends, figure.clause[0]) - 1
        if at < 0 or figure.clause[0] <= figure.sentence[0]:
            return (figure.clause[0], figure.clause[0])
        end = self.clause_ends[at]
        start = self.clause_ends[at - 1] + 1 if at else figure.sentence[0]
        return (max(start, figure.sentence[0]), end) if end >= figure.sentence[0] else (end, end)


def _mask(text: str, quantities: Sequence[Quantity], dates: Iterable[tuple[int, int]]) -> str:
    covers: list[tuple[int, int, str]] = [(q.span.start, q.span.end, FIGURE) for q in quantities]
    starts = [cover[0] for cover in covers]
    covers.extend((start, end, DATE) for start, end in dates)
    for found in _BRACKETS.finditer(text):
        start, end = found.span()
        inside = bisect_left(starts, start) < bisect_left(starts, end)
        if not inside:
            covers.append((start, end, HIDDEN))
    covers.sort(key=lambda cover: (cover[0], -cover[1]))
    pieces: list[str] = []
    at = 0
    for start, end, sign in covers:
        if end <= at:
            continue
        begin = max(start, at)
        pieces.append(text[at:begin])
        pieces.append(sign * (end - begin))
        at = end
    pieces.append(text[at:])
    return "".join(pieces)


def read_context(
    text: str, body: tuple[int, int], quantities: Sequence[Quantity], dates: Iterable[tuple[int, int]]
) -> Context:
    """Mask the text and place every quantity of the body in its clause and sentence."""
    inside = [q for q in quantities if body[0] <= q.span.start and q.span.end <= body[1]]
    clean = text
    if any(sign in text for sign in (FIGURE, DATE, HIDDEN)):
        clean = text.translate({ord(sign): "\ufffd" for sign in (FIGURE, DATE, HIDDEN)})
    masked = _mask(clean, inside, dates)
    clause_ends = [found.start() for found in _CLAUSE_END.finditer(masked, body[0], body[1])]
    sentence_ends = [at for at in clause_ends if masked[at] in _SENTENCE_END]
    figures: list[Figure] = []
    for q in inside:
        start, end = q.span.start, q.span.end
        at = bisect_right(clause_ends, start - 1)
        clause_start = clause_ends[at - 1] + 1 if at else body[0]
        clause_end = clause_ends[at] if at < len(clause_ends) else body[1]
        at = bisect_right(sentence_ends, start - 1)
        sentence_start = sentence_ends[at - 1] + 1 if at else body[0]
        sentence_end = sentence_ends[at] + 1 if at < len(sentence_ends) else body[1]
        while sentence_start < start and masked[sentence_start].isspace():
            sentence_start += 1
        before = figures[-1] if figures else None
        shared = before is not None and before.end > clause_start
        if before is not None and shared:
            before.next = start
        figures.append(
            Figure(
                quantity=q,
                start=start,
                end=end,
                clause=(clause_start, max(clause_end, end)),
                sentence=(sentence_start, max(sentence_end, end)),
                left=before.end if before is not None and shared else clause_start,
                first=not shared,
                next=-1,
            )
        )
    return Context(text=text, masked=masked, figures=figures, clause_ends=clause_ends)
