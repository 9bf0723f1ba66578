"""Where each figure stands: a masked copy of the text, its clause, its sentence.

The masked copy has the length of the text. Titles, quotations and short brackets are hidden, figures and
dates are stand-ins, so that no pattern trips over punctuation or verbs inside them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, compress

from fazhi_extract.extraction.metrics.grammar import DATE, FIGURE, HIDDEN
from fazhi_extract.models import Quantity

__all__ = ["Context", "Figure", "read_context"]

_BRACKETS = re.compile(  # every branch begins with one character: `re` skips to those
    r"《[^》\n]{0,120}》|“[^”\n]{0,80}”|\"[^\"\n]{1,40}\"|‘[^’\n]{0,40}’|「[^」\n]{0,40}」"
    r"|\([^()（）\n]{0,24}[)）]|（[^()（）\n]{0,24}[)）]"
)
_CLAUSE_END = re.compile(
    r"([，,；;。：:！!？?\n\r\t|()（）【】—](?:(?<!—)|—))"
)  # a dash only where it is double
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
    next: int = -1


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


def _mask(text: str, figures: Sequence[tuple[int, int]], dates: Iterable[tuple[int, int]]) -> str:
    starts = [start for start, _ in figures]
    covers = [(start, -end, FIGURE) for start, end in figures]
    covers += [(start, -end, DATE) for start, end in dates]
    last = len(starts)
    for found in _BRACKETS.finditer(text):
        start, end = found.span()
        at = bisect_left(starts, start)
        if at == last or starts[at] >= end:  # no figure inside
            covers.append((start, -end, HIDDEN))
    covers.sort()
    pieces: list[str] = []
    at = 0
    for start, minus_end, sign in covers:
        end = -minus_end
        if end > at:
            pieces += text[at:start], sign * (end - start if start > at else end - at)
            at = end
    pieces.append(text[at:])
    return "".join(pieces)


def _ends(masked: str, start: int, end: int) -> tuple[list[int], list[int]]:
    """Where the clauses end in [start, end), and which of them are the ends of sentences."""
    pieces = _CLAUSE_END.split(masked[start:end])  # clause, sign, clause, sign, …, clause
    ends = list(accumulate(map(len, pieces), initial=start))[1:-1:2]
    return ends, list(compress(ends, map(_SENTENCE_END.__contains__, pieces[1::2])))


def read_context(
    text: str, body: tuple[int, int], quantities: Sequence[Quantity], dates: Iterable[tuple[int, int]]
) -> Context:
    """Mask the text and place every quantity of the body in its clause and sentence."""
    begin, stop = body
    inside = [q for q in quantities if begin <= q.span.start and q.span.end <= stop]
    spans = [(q.span.start, q.span.end) for q in inside]
    clean = text
    if any(sign in text for sign in (FIGURE, DATE, HIDDEN)):
        clean = text.translate({ord(sign): "\ufffd" for sign in (FIGURE, DATE, HIDDEN)})
    masked = _mask(clean, spans, dates)
    clause_ends, sentence_ends = _ends(masked, begin, stop)
    figures: list[Figure] = []
    clause = sentence = (begin, begin)
    before: Figure | None = None
    for q, (start, end) in zip(inside, spans, strict=True):
        if start >= clause[1]:
            at = bisect_left(clause_ends, start)
            clause = (
                clause_ends[at - 1] + 1 if at else begin,
                clause_ends[at] if at < len(clause_ends) else stop,
            )
        if start >= sentence[1]:
            at = bisect_left(sentence_ends, start)
            sentence = (
                _past_blanks(masked, sentence_ends[at - 1] + 1 if at else begin, start),
                sentence_ends[at] + 1 if at < len(sentence_ends) else stop,
            )
        left, shared = clause[0], False
        if before is not None and before.end > left:
            left, shared = before.end, True
            before.next = start
        before = Figure(q, start, end, clause, sentence, left, not shared)
        figures.append(before)
    return Context(text=text, masked=masked, figures=figures, clause_ends=clause_ends)


def _past_blanks(masked: str, at: int, stop: int) -> int:
    while at < stop and masked[at].isspace():
        at += 1
    return at
