"""A statistical recognizer beside the rules: any spaCy pipeline that sets `doc.ents`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from fazhi_extract.errors import OptionError
from fazhi_extract.pipeline.extraction import Mention

__all__ = ["ORGANIZATION_LABELS", "load_recognizer", "mentions_of", "recognize"]

ORGANIZATION_LABELS = ("ORG", "ORGANIZATION", "NT")
"""Entity labels that common Chinese models give to bodies (OntoNotes, CoNLL, PKU)."""

_LONGEST = 20_000  # characters given to the model at once: memory, and spaCy's own limit


def load_recognizer(name: str) -> Language:
    """Load an installed spaCy package or a pipeline's folder; nothing is downloaded.

    Raises:
        OptionError: when there is none.
    """
    try:
        return spacy.load(name)
    except OSError as error:
        raise OptionError(
            f"ner={name!r} is neither an installed spaCy package nor the folder of a pipeline: "
            "install it with pip, give the path of its folder, or pass the Language object itself"
        ) from error


def recognize(ner: Language, text: str, labels: Iterable[str]) -> list[Mention]:
    """Bodies that the model finds in `text`, which may hold no lone surrogates."""
    pieces = list(_pieces(text))
    docs = ner.pipe([text[start:end] for start, end in pieces])
    return [
        mention
        for (start, _), doc in zip(pieces, docs, strict=True)
        for mention in mentions_of(doc, labels, offset=start)
    ]


def mentions_of(doc: Doc, labels: Iterable[str], *, offset: int = 0) -> Iterator[Mention]:
    """The entities of `doc` with one of these labels, as bodies, moved by `offset` characters."""
    wanted = frozenset(labels)
    for ent in doc.ents:
        if ent.label_ in wanted:
            yield offset + ent.start_char, offset + ent.end_char, "ORG"


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
