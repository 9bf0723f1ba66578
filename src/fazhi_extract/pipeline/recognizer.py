"""A statistical recognizer beside the rules: the model that ships, or any spaCy pipeline with `doc.ents`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from fazhi_extract.errors import OptionError
from fazhi_extract.models import Reference
from fazhi_extract.pipeline.extraction import Mention
from fazhi_extract.pipeline.ner import NerComponent

__all__ = ["DEFAULT", "LABELS", "LABELS_OF_DEFAULT", "load_recognizer", "mentions_of", "recognize"]

DEFAULT = "default"
"""The name of the model that ships."""

LABELS: Mapping[str, str] = {
    "ORG": "ORG",
    "ORGANIZATION": "ORG",
    "NT": "ORG",
    "GPE": "GPE",
    "NS": "GPE",
    "PERSON": "PERSON",
    "PER": "PERSON",
    "NR": "PERSON",
    "PLATFORM": "PLATFORM",
    "CAMPAIGN": "CAMPAIGN",
}
"""Labels that common Chinese models give (OntoNotes, CoNLL, PKU) and ours; any other is left out."""

LABELS_OF_DEFAULT: Mapping[str, str] = {label: ours for label, ours in LABELS.items() if ours != "ORG"}
"""What is taken from the model that ships: its bodies are worse than the grammar's (docs/model-card.md)."""

_LONGEST = 20_000  # characters given to the model at once: memory, and spaCy's own limit


def load_recognizer(name: str) -> Language:
    """The model that ships, an installed spaCy package, or a pipeline's folder; nothing is downloaded.

    Raises:
        OptionError: when there is none.
    """
    if name == DEFAULT:
        return _shipped()
    try:
        return spacy.load(name)
    except OSError as error:
        raise OptionError(
            f"ner={name!r} is neither an installed spaCy package nor the folder of a pipeline: "
            "install it with pip, give the path of its folder, or pass the Language object itself"
        ) from error


@cache
def _shipped() -> Language:
    return spacy.load(str(files("fazhi_extract") / "data" / "ner_model"))


def recognize(
    ner: Language, text: str, labels: Mapping[str, str], titles: Iterable[Reference] = ()
) -> list[Mention]:
    """Names that the model finds in `text`. `titles`, in 《》, are hidden from our own model."""
    pipes = [pipe for _, pipe in ner.pipeline]
    if len(pipes) == 1 and isinstance(pipes[0], NerComponent):
        extents = [(title.span.start, title.span.end) for title in titles]
        found = pipes[0].find(text, extents)
        return [(start, end, labels[label]) for start, end, label in found if label in labels]
    safe = text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text
    pieces = list(_pieces(safe))
    docs = ner.pipe([safe[start:end] for start, end in pieces])
    return [
        mention
        for (start, _), doc in zip(pieces, docs, strict=True)
        for mention in mentions_of(doc, labels, offset=start)
    ]


def mentions_of(doc: Doc, labels: Mapping[str, str], *, offset: int = 0) -> Iterator[Mention]:
    """The entities of `doc` with one of these labels, under our label, moved by `offset` characters."""
    for ent in doc.ents:
        if ent.label_ in labels:
            yield offset + ent.start_char, offset + ent.end_char, labels[ent.label_]


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of at most `_LONGEST` characters, cut after a line or a sentence where there is one."""
    start = 0
    while start < len(text):
        end = min(start + _LONGEST, len(text))
        if end < len(text):
            cut = max(text.rfind("\n", start, end), text.rfind("。", start, end))
            end = cut + 1 if cut > start else end
        yield start, end
        start = end
