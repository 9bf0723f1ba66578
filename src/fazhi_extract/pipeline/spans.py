"""Results as spaCy span groups: character offsets → tokens."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from fazhi_extract.models import Span

__all__ = ["Labelled", "write_spans"]

Labelled = tuple[Span, str, str]
"""Position, label and id of a span to be."""


def write_spans(doc: Doc, key: str, spans: Iterable[Labelled]) -> None:
    """Set `doc.spans[key]`. A position inside a token takes in the whole token."""
    tokens = _locator(doc)
    group = []
    for span, label, span_id in spans:
        first, last = tokens(span.start, span.end)
        if span.start < span.end and first < last:
            group.append(DocSpan(doc, first, last, label=label, span_id=span_id))
    doc.spans[key] = group


def _locator(doc: Doc) -> Callable[[int, int], tuple[int, int]]:
    """A function from character offsets to token offsets; the identity where every token is a character."""
    if not len(doc) or (doc[-1].idx == len(doc) - 1 and len(doc[-1]) == 1 and not doc[-1].whitespace_):
        return lambda start, end: (start, end)
    starts = doc.to_array("IDX").tolist()
    return lambda start, end: (bisect_right(starts, start) - 1, bisect_left(starts, end))
