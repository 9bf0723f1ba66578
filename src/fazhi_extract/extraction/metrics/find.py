"""Quantities and their surroundings → metrics."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from fazhi_extract.extraction.metrics.changes import LEVEL, continues, former_levels, read_change
from fazhi_extract.extraction.metrics.context import Context, read_context
from fazhi_extract.extraction.metrics.grammar import metric_grammar
from fazhi_extract.extraction.metrics.labels import Label, read_labels
from fazhi_extract.extraction.metrics.parts import read_parts
from fazhi_extract.extraction.metrics.ranks import read_rank
from fazhi_extract.extraction.metrics.scopes import Scopes
from fazhi_extract.extraction.metrics.tables import Table, find_tables, with_unit
from fazhi_extract.extraction.metrics.timing import YearIndex, read_status
from fazhi_extract.lexicon import Lexicon, default_lexicon
from fazhi_extract.models import Entity, Item, Metric, Quantity
from fazhi_extract.models.base import made, span_of
from fazhi_extract.numerals import Rejected
from fazhi_extract.outline.structure import Outline

__all__ = ["find_metrics"]

_DATE_RULES = frozenset({"date", "clock", "year", "period", "duration"})
_NOWHERE = 1 << 62


def find_metrics(
    text: str,
    outline: Outline,
    quantities: Iterable[Quantity | Rejected],
    *,
    items: Sequence[Item] = (),
    organizations: Sequence[Entity] = (),
    divisions: Sequence[Entity] = (),
    year: int | None = None,
    lexicon: Lexicon | None = None,
) -> list[Metric]:
    """The metrics of a report in document order, ids `q1`, `q2`, …

    Args:
        text: the report.
        outline: its structure; only quantities inside `outline.body` count.
        quantities: what the numerals step found, rejected dates among them.
        items: measures, shortcomings and plans in document order, for `Metric.item`.
        organizations: mentions in document order; one that stands before its verb becomes the scope.
        divisions: mentions of divisions in document order, without the report's own and those around it; one
            that figures are about becomes their scope.
        year: the year reported on.
        lexicon: word lists, the shipped ones by default.
    """
    grammar = metric_grammar(lexicon or default_lexicon())
    found: list[Quantity] = []
    dates: list[tuple[int, int]] = []
    for quantity in quantities:
        if isinstance(quantity, Quantity):
            found.append(quantity)
        elif quantity.rule in _DATE_RULES:
            dates.append((quantity.span.start, quantity.span.end))
    context = read_context(text, outline.body, found, dates)
    if not context.figures:
        return []
    former = former_levels(context, grammar)
    dropped = frozenset(old for old, _ in former.values())
    labels = read_labels(context, grammar, {o.span.start: o.span.end for o in organizations}, dropped)
    units: dict[int, str] = {}
    dropped |= _label_tables(context, labels, units)
    parts = read_parts(context, [label.text for label in labels], grammar, dropped)
    years = YearIndex(text)
    scopes = Scopes(context, divisions)
    ids = {at: f"q{n}" for n, at in enumerate((at for at in range(len(labels)) if at not in dropped), 1)}
    metrics: list[Metric] = []
    change = LEVEL
    sentence, extent = (0, 0), span_of(0, 0)
    places = _places(outline, items, (context.figures[at].start for at in ids))
    for (at, metric_id), (role, section, item) in zip(ids.items(), places, strict=True):
        figure = context.figures[at]
        if change.direction is None or not continues(context, at):
            change = read_change(context, figure, grammar)
        if sentence is not figure.sentence:
            sentence = figure.sentence
            extent = span_of(*sentence)
        label, direction, previous = labels[at], change.direction, None
        if at in former:
            old, moved = former[at]
            label, previous = labels[old], context.figures[old].quantity
            direction = moved or direction
        status, of_year = read_status(
            context, figure, grammar, planned=role == "plans", years=years, year=year
        )
        quantity = figure.quantity
        if at in units:
            quantity = with_unit(quantity, units[at])
        whole = parts.get(at)
        metrics.append(
            made(
                Metric,
                {
                    "id": metric_id,
                    "label": label.text,
                    "indicator": None,
                    "indicator_evidence": None,
                    "quantity": quantity,
                    "previous": previous,
                    "status": status,
                    "aspect": "level" if previous else change.aspect,
                    "direction": direction,
                    "rank": read_rank(text, figure.end),
                    "part_of": None if whole is None else ids.get(whole),
                    "scope": scopes.of(label, figure),
                    "year": of_year,
                    "sentence": extent,
                    "section": section,
                    "item": item,
                    "rule": label.rule,
                },
            )
        )
    return metrics


def _label_tables(context: Context, labels: list[Label], units: dict[int, str]) -> set[int]:
    """Name the figures that fill a table cell by row and column; give those that only number rows."""
    numbering: set[int] = set()
    starts = [figure.start for figure in context.figures]
    for extent in find_tables(context.text):
        first, last = bisect_left(starts, extent.start), bisect_left(starts, extent.end)
        if first == last:
            continue
        table = Table(context, extent)
        for at in range(first, last):
            if table.numbers_row(context.figures[at]):
                numbering.add(at)
                continue
            named = table.label(context.figures[at])
            if named:
                labels[at] = Label(named[0], "table_cell")
                if named[1]:
                    units[at] = named[1]
    return numbering


def _places(
    outline: Outline, items: Sequence[Item], offsets: Iterable[int]
) -> Iterator[tuple[str, str | None, str | None]]:
    """(role, section id, item id) at each of some offsets, which never go back."""
    sections, blocks = outline.sections, outline.blocks
    section_starts = [*(section.span.start for section in sections), _NOWHERE]
    block_starts = [*(block.extent.start for block in blocks), _NOWHERE]
    item_starts = [*(item.span.start for item in items), _NOWHERE]
    section, block, item = 0, 0, 0  # numbers of the next ones
    for at in offsets:
        while section_starts[section] <= at:
            section += 1
        while block_starts[block] <= at:
            block += 1
        while item_starts[item] <= at:
            item += 1
        around = sections[section - 1] if section else None
        role: str = around.role if around else "intro"
        if block and at < blocks[block - 1].extent.end:
            role = blocks[block - 1].role
        inside = item and at < items[item - 1].span.end
        yield role, around.id if around else None, items[item - 1].id if inside else None
