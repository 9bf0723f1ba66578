"""Metrics → metrics with their indicator and the evidence for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from fazhi_extract.errors import OptionError
from fazhi_extract.indicators.aliases import AliasIndex, Hit, alias_index
from fazhi_extract.indicators.catalogue import Catalogue, catalogue
from fazhi_extract.indicators.fitting import fits
from fazhi_extract.indicators.matters import Thread
from fazhi_extract.indicators.schema import Indicator
from fazhi_extract.lexicon import Lexicon, default_lexicon
from fazhi_extract.models import Metric, Section
from fazhi_extract.models.base import remade
from fazhi_extract.models.metric import IndicatorEvidence

__all__ = ["assign_indicators"]

_CLAUSE_END = re.compile(r"[,，;；。：:!！?？\n\r|\t]")
_LONGEST = 60
# Ways that all begin with a letter of their own let `re` skip to where one can begin.
_RUN_ON = re.compile(r"全年|累计|全部|活跃|共|均|已")
_JOINT = re.compile(r"、|与|和(?!解)|及(?![时格])")
_TOTAL = re.compile(r"(?:案件)?(?:总量|总数|数量?|总件数)?的?$")
_OPENING = 600
_BUREAU = re.compile(
    r"我[局委厅]|(?:局|厅|委员会(?<!依法治[省市县区州旗]委员会))(?:关于)?(?:[\d０-９二]{4}年|法治政府)"
)
Rule = Literal["label", "clause", "elliptic", "predicate", "share"]


class _Found(NamedTuple):
    indicator: Indicator
    alias: str
    rule: Rule


def assign_indicators(
    text: str,
    metrics: Sequence[Metric],
    *,
    sections: Iterable[Section] = (),
    indicators: Catalogue | None = None,
    lexicon: Lexicon | None = None,
) -> list[Metric]:
    """The metrics with `indicator` and `indicator_evidence` set; None where nothing fits exactly.

    Args:
        text: the report that the metrics were found in.
        metrics: its metrics in document order.
        sections: its sections, whose headings say what short labels are about.
        indicators: the catalogue, the shipped one by default.
        lexicon: word lists, the shipped ones by default.

    Raises:
        OptionError: when `indicators` is no Catalogue.
    """
    if indicators is None:
        indicators = catalogue()
    elif not isinstance(indicators, Catalogue):
        raise OptionError(f"indicators must be a Catalogue, not {indicators!r}; load_catalogue() makes one")
    if not metrics:
        return []
    index = alias_index(indicators, lexicon or default_lexicon())
    headings = {section.id: section.heading for section in sections}
    done: list[Metric] = []
    given: dict[str, str] = {}
    read = list(_Matcher(text, index, headings).read(metrics))
    for at, (metric, found) in enumerate(read):
        if (
            found is None
            or _has_sibling(text, read, at)
            or given.get(metric.part_of or "") == found.indicator.id
        ):
            done.append(metric)
            continue
        name = given[metric.id] = found.indicator.id
        why = _evidence(found.rule, found.alias)
        done.append(remade(metric, {"indicator": name, "indicator_evidence": why}))
    return done


def _has_sibling(text: str, read: list[tuple[Metric, _Found | None]], at: int) -> bool:
    """Whether a neighbour in one list is a value of the same indicator: then both are parts of it."""
    metric, found = read[at]
    for other in (at - 1, at + 1):
        if 0 <= other < len(read):
            beside, also = read[other]
            if found is None or also is None or also.indicator.id != found.indicator.id:
                continue
            first, second = sorted((metric.quantity.span, beside.quantity.span), key=lambda span: span.start)
            if text[first.end : first.end + 1] == "、" and second.start - first.end < _LONGEST // 2:
                return metric.aspect == beside.aspect == "level"
    return False


class _Matcher:
    """Goes through the metrics of one report in order."""

    def __init__(self, text: str, index: AliasIndex, headings: dict[str, str]) -> None:
        self._text, self._backwards = text, text[::-1]
        self._index = index
        self._headings = headings
        self._thread = Thread(index.matters, index.wording, text)
        opening = text[:_OPENING]
        self._bureau = "司法" not in opening and _BUREAU.search(opening) is not None

    def read(self, metrics: Sequence[Metric]) -> Iterator[tuple[Metric, _Found | None]]:
        text, thread = self._text, self._thread
        seen, sentence = 0, -1
        before: _Found | None = None
        follows = [metric.quantity.span.start for metric in metrics[1:]]
        for metric, following in zip(metrics, [*follows, len(text)], strict=True):
            start, end = metric.quantity.span.start, metric.quantity.span.end
            if sentence < 0 or text.find("\n", seen, start) >= 0:
                seen = max(text.rfind("\n", seen, start) + 1, seen)
                thread.paragraph(seen, self._headings.get(metric.section or "", ""))
            if metric.sentence.start != sentence:
                sentence = metric.sentence.start
                before = None
                thread.sentence(sentence)
                seen = max(seen, sentence)
            if metric.quantity.kind == "multiple":
                thread.skip(end)
                seen = end
                yield metric, None
                continue
            left, right = self._beside(seen, start, end, following)
            compared = "占" in left
            if not compared:
                thread.label(metric.label, seen, start)
            found = self._match(metric, left, right) or self._share(metric, left, before)
            if compared:
                thread.skip(start)
            if found is not None:
                thread.own(found.indicator.bare_context, found.indicator.narrows, start)
            elif not compared:
                thread.other(metric.label, start)
            before, seen = found, end
            yield metric, found

    def _clause_start(self, start: int, least: int) -> int:
        length = len(self._text)
        edge = _CLAUSE_END.search(self._backwards, length - start, length - least)
        return length - edge.start() if edge else min(least, start)

    def _beside(self, seen: int, start: int, end: int, following: int) -> tuple[str, str]:
        """The words of the clause before the figure and after it."""
        text = self._text
        at = self._clause_start(start, max(seen, start - _LONGEST))
        limit = min(max(following, end), end + _LONGEST)
        edge = _CLAUSE_END.search(text, end, limit)
        to = edge.start() if edge else min(limit, len(text))
        left, right = text[at:start], text[end:to]
        if at == seen and "、" in left:  # what stands before it belongs to the figure before
            left = left[left.rfind("、") :]
        if to == following and "、" in right:
            right = right[: right.rfind("、")]
        return left, right

    def _match(self, metric: Metric, left: str, right: str) -> _Found | None:
        label, index, core_of = metric.label, self._index, self._index.wording.core
        start = metric.quantity.span.start
        if right and metric.part_of is not None and metric.rule == "label_before":
            label, left = right, ""
        cores = [""]
        for rule, phrase in _readings(label, left, right):
            core = core_of(phrase)
            if core not in cores:
                cores.append(core)
                hits = index.outright.get(core)
                if hits and (fit := self._fit(hits, metric, right)):
                    return _only(fit, rule)
        if _JOINT.search(label) and (fit := self._fit(self._joint(label, start), metric, right)):
            return _only(fit, "label")
        for core in cores:
            if core in index.bare_cores:
                up = self._thread.current(start, general=core in index.general)
                fit = self._fit(index.bare(core, up), metric, right, chain=True)
                if fit:
                    return _only(fit, "elliptic")
        hits = index.predicate(core_of(right)) if right else ()
        return _only(self._fit(hits, metric, right), "predicate") if hits else None

    def _fit(self, hits: Sequence[Hit], metric: Metric, right: str, *, chain: bool = False) -> Sequence[Hit]:
        """The hits that nothing beside the figure speaks against."""
        if not hits:
            return hits
        text, end = self._text, metric.quantity.span.start
        if chain:  # a short label stands in a chain: the sentence from its last semicolon
            start = max(metric.sentence.start, end - 3 * _LONGEST)
            start = max(start, text.rfind(";", start, end), text.rfind("；", start, end))
        else:
            start = self._clause_start(end, max(metric.sentence.start, end - _LONGEST))
        clause = f"{text[start:end]}{right}"
        bureau = self._bureau
        return [hit for hit in hits if not (bureau and hit[0].government_only) and fits(hit, metric, clause)]

    def _share(self, metric: Metric, left: str, before: _Found | None) -> _Found | None:
        """The rate of which the figure before is the numerator and 占… names the denominator."""
        if before is None or metric.quantity.unit != "%" or not left.startswith("占"):
            return None
        index, start = self._index, metric.quantity.span.start
        core = index.wording.core(_TOTAL.sub("", left[1:]))
        below = index.outright.get(core) or index.bare(core, self._thread.current(start, general=False))
        for rate in index.rates_of.get(before.indicator.id, ()):
            if any(hit[0].id in (rate.denominator, *rate.denominator_alt) for hit in below):
                return _Found(rate, left.strip("的"), "share")
        return None

    def _joint(self, label: str, start: int) -> list[Hit]:
        """What every part of a joint label (报备率、报备及时率) names alike."""
        index = self._index
        common: dict[str, Hit] | None = None
        for part in filter(None, _JOINT.split(label)):
            reading = index.wording.core(part)
            hits = index.outright.get(reading, ())
            if not hits and reading in index.bare_cores:
                hits = index.bare(reading, self._thread.current(start, general=False))
            named = {hit[0].id: hit for hit in hits}
            common = named if common is None else {one: hit for one, hit in common.items() if one in named}
            if not common:
                return []
        return list((common or {}).values())


@lru_cache(maxsize=4096)
def _evidence(rule: Rule, alias: str) -> IndicatorEvidence:
    return IndicatorEvidence(rule=rule, alias=alias)


def _only(fit: Sequence[Hit], rule: Rule) -> _Found | None:
    return _Found(fit[0][0], fit[0][1], rule) if len(fit) == 1 else None


def _readings(label: str, left: str, right: str) -> Iterator[tuple[Rule, str]]:
    yield "label", label
    cut = _RUN_ON.search(label)
    if cut and cut.start():
        yield "label", label[: cut.start()]
    if left:
        yield "clause", left
        if label not in left:
            yield "clause", f"{left}{label}"
    if right:
        if left:
            yield "clause", f"{left}{right}"
        yield "clause", right
        cut = _RUN_ON.search(right)
        if cut and cut.start():
            yield "clause", right[: cut.start()]
