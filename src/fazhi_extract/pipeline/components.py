"""The spaCy components: each runs one step on a `Doc`, and first, if need be, the steps before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from fazhi_extract.models import Item, Quantity, Statement
from fazhi_extract.pipeline.extraction import Extraction, Mention, Steps
from fazhi_extract.pipeline.recognizer import LABELS, load_recognizer, mentions_of, recognize
from fazhi_extract.pipeline.spans import Labelled, write_spans
from fazhi_extract.pipeline.state import extraction_of

__all__ = ["EntityComponent", "StepComponent"]

_RECOGNIZER = "recognizer"


class StepComponent:
    """One step of `Steps` as a spaCy component.

    The result stands in `doc._` and, where it has positions, in `doc.spans`.
    """

    def __init__(self, step: str, steps: Steps, *, spans: bool = True) -> None:
        """Run the method `step` of `steps`; with `spans` off, leave `doc.spans` alone."""
        self.step = step
        self.steps = steps
        self.spans = spans

    def __call__(self, doc: Doc) -> Doc:
        """Run the step anew on `doc` and keep its result there."""
        known = extraction_of(doc)
        setattr(known, self.step, None)
        self.run(doc, known)
        if self.spans:
            for key, spans in _groups(self.step, known):
                write_spans(doc, key, spans)
        return doc

    def run(self, doc: Doc, known: Extraction) -> None:  # noqa: ARG002  (for subclasses that look at the tokens)
        """Fill in the result of the step."""
        getattr(self.steps, self.step)(known)


class EntityComponent(StepComponent):
    """The `organizations` step: rules, and beside them what statistical models found.

    Those are the entities that an earlier component left in `doc.ents`, and those of the recognizer, if any.
    """

    def __init__(
        self, steps: Steps, *, spans: bool = True, ner: str | None = None, labels: Mapping[str, str] = LABELS
    ) -> None:
        """Take the recognizer by name or path; `labels` says which of its labels means which of ours."""
        super().__init__("organizations", steps, spans=spans)
        self.labels = dict(labels)
        self.recognizer = None if ner is None else load_recognizer(ner)
        self._saved_by_name = ner is not None

    def use(self, recognizer: Language) -> None:
        """Set the recognizer itself; `to_disk` and `to_bytes` then save it with the component."""
        self.recognizer = recognizer
        self._saved_by_name = False

    def run(self, doc: Doc, known: Extraction) -> None:
        """Fill in the bodies, and what else is named."""
        others: list[Mention] = list(mentions_of(doc, self.labels))
        if self.recognizer is not None:
            others += recognize(self.recognizer, known.text, self.labels, self.steps.references(known))
        self.steps.organizations(known, others)

    def to_disk(self, path: str | Path, **_: object) -> None:
        """Save a recognizer that was given as an object."""
        if self.recognizer is not None and not self._saved_by_name:
            folder = Path(path) / _RECOGNIZER
            folder.mkdir(parents=True, exist_ok=True)
            self.recognizer.to_disk(folder)

    def from_disk(self, path: str | Path, **_: object) -> EntityComponent:
        """Bring back what `to_disk` saved."""
        folder = Path(path) / _RECOGNIZER
        if folder.exists():
            self.use(load_recognizer(str(folder)))
        return self


def _groups(step: str, known: Extraction) -> Iterator[tuple[str, list[Labelled]]]:
    """Key and spans of the groups that a step writes."""
    for key, spans in _GROUPS.get(step, ()):
        yield f"fazhi_{key}", list(spans(known))


def _sections(known: Extraction) -> Iterator[Labelled]:
    if known.outline:
        yield from ((section.span, section.role, section.id) for section in known.outline.sections)


def _quantities(known: Extraction) -> Iterator[Labelled]:
    for found in known.quantities or ():
        if isinstance(found, Quantity):
            yield found.span, found.kind, ""


def _rejected(known: Extraction) -> Iterator[Labelled]:
    for found in known.quantities or ():
        if not isinstance(found, Quantity):
            yield found.span, found.rule, ""


def _references(known: Extraction) -> Iterator[Labelled]:
    yield from ((reference.span, reference.kind, "") for reference in known.references or ())


def _organizations(known: Extraction) -> Iterator[Labelled]:
    yield from ((entity.span, entity.label, "") for entity in known.organizations or ())


def _others(known: Extraction) -> Iterator[Labelled]:
    yield from ((entity.span, entity.label, "") for entity in known.others or ())


def _metrics(known: Extraction) -> Iterator[Labelled]:
    yield from ((metric.quantity.span, metric.status, metric.id) for metric in known.metrics or ())


def _indicators(known: Extraction) -> Iterator[Labelled]:
    for metric in known.indicators or ():
        if metric.indicator:
            yield metric.quantity.span, metric.indicator, metric.id


def _items(kind: str) -> Callable[[Extraction], Iterator[Labelled]]:
    def spans(known: Extraction) -> Iterator[Labelled]:
        items: Iterable[Item | Statement] = getattr(known.items, kind, ())
        for item in items:
            yield (item.span, item.topic, item.id) if isinstance(item, Item) else (item.span, "cause", "")

    return spans


_GROUPS: dict[str, tuple[tuple[str, Callable[[Extraction], Iterator[Labelled]]], ...]] = {
    "outline": (("sections", _sections),),
    "quantities": (("quantities", _quantities), ("rejected", _rejected)),
    "references": (("references", _references),),
    "organizations": (("organizations", _organizations), ("others", _others)),
    "items": tuple((kind, _items(kind)) for kind in ("measures", "shortcomings", "plans", "causes")),
    "metrics": (("metrics", _metrics),),
    "indicators": (("indicators", _indicators),),
}
