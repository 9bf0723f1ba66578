"""What a former level is one of: 办理时限|由20天压缩至5天."""

from __future__ import annotations

import re

from fazhi_extract.extraction.metrics.context import Context
from fazhi_extract.extraction.metrics.grammar import FIGURE, MetricGrammar
from fazhi_extract.extraction.metrics.phrases import PhraseReader

__all__ = ["former_phrase"]

_FROM = re.compile(rf"(?:由|从|自)[^{FIGURE}，,；;。：:由从自]{{0,16}}$")
_FORMER_TIME = re.compile(r"^(?:原来|原先|原有|过去|以前|以往|去年|上年|年初|最初|此前|法定)的?(?:同期)?的?")


def former_phrase(
    context: Context, grammar: MetricGrammar, phrases: PhraseReader, at: int
) -> tuple[str, str | None] | None:
    """The phrase before 由/从 and the body that acted; the figure number `at` gives a former level."""
    figure, masked = context.figures[at], context.masked
    after = grammar.between_levels.match(masked[figure.end : context.figures[at + 1].start].rstrip())
    if after and after["noun"]:
        start, end = after.span("noun")
        return context.text[figure.end + start : figure.end + end], None
    found = _FROM.search(masked[figure.left : figure.start])
    if not found:
        return None
    phrase, subject = phrases.read(figure.left, figure.left + found.start())
    if not phrase:
        phrase, subject = phrases.read(figure.left + found.start() + 1, figure.start)
    if not phrase or _FORMER_TIME.match(phrase):
        phrase, subject = phrases.read(*context.clause_before(figure))
    return (_FORMER_TIME.sub("", phrase), subject) if phrase else None
