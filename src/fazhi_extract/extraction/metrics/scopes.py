"""What a figure is about that is narrower than the report's region: 柳湾县检查企业9家, rows of a table."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from fazhi_extract.extraction.metrics.context import Context, Figure
from fazhi_extract.extraction.metrics.labels import Label
from fazhi_extract.models import Entity

__all__ = ["Scopes"]

_NAMED = re.compile(
    r"^(?:(?:各|每个?)(?:乡镇|镇街|镇|乡|街道|行政村|村|社区|部门|单位|县|区)|[一-鿿]{2,4}(?:(?<!乡)镇|街道|系统|领域))"
    r"(?!级|化|站|创建)(?=[一-鿿]{2})"
)
_STOPS = frozenset("；;。：:\n")
_BLANKS = " \u3000\xa0\t"
_REACH, _INDENT = 300, 8  # characters between a division and the last figure about it; of blanks before it
_MORE = frozenset("、和与及等的至到，,")  # after a place that is not alone, or no subject


class Scopes:
    """Bodies, kinds of places and divisions that figures are about."""

    def __init__(self, context: Context, divisions: Sequence[Entity]) -> None:
        """`divisions` are mentions in order, without those of the report's own and of those around it."""
        self._context, self._divisions = context, divisions
        self._starts = [one.span.start for one in divisions]
        self._names = sorted({one.text for one in divisions}, key=lambda name: (-len(name), name))

    def of(self, label: Label, figure: Figure) -> str | None:
        """The body that acted, the kind of place the label begins with, or the division of the clauses."""
        if label.subject:
            return label.subject
        if label.rule == "table_cell":
            return next((name for name in self._names if label.text.startswith(name)), None)
        found = _NAMED.match(label.text)
        if found:
            return found.group()
        return self._division(figure) if self._starts else None

    def _division(self, figure: Figure) -> str | None:
        at = bisect_right(self._starts, figure.start) - 1
        if at < 0 or self._starts[at] < figure.sentence[0]:
            return None
        place, text = self._divisions[at].span, self._context.text
        if figure.start - place.end > _REACH or text[place.end : place.end + 1] in _MORE:
            return None
        before = text[max(place.start - _INDENT, 0) : place.start].rstrip(_BLANKS)
        opens = place.start == figure.sentence[0] or before[-1:] in _STOPS
        alone = not any(char in _STOPS for char in text[place.end : figure.start])
        return self._divisions[at].text if opens and alone else None
