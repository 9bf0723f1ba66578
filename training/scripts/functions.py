"""What the configuration names: our component, tokenizer and network, and an augmenter that swaps names."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.util import registry

import fazhi_extract.pipeline.ner
import fazhi_extract.pipeline.tokenizer  # noqa: F401  (registers itself)
from fazhi_extract.entities import gazetteer
from fazhi_extract.entities.divisions import shorten

LEVELS = "省市区县"


@cache
def pool(path: str) -> dict[str, list[str]]:
    """Names of the training documents, by label, as often as they stand there; divisions for places."""
    names: dict[str, list[str]] = {}
    for doc in DocBin().from_disk(Path(path)).get_docs(spacy.blank("zh").vocab):
        for span in doc.ents:
            names.setdefault(span.label_, []).append(span.text)
    divisions = [division.name for division in gazetteer() if division.until is None]
    places = [name for name in divisions if name[-1] in "省市" and len(name) > 2]
    names["GPE"] = names.get("GPE", []) + divisions[::3] + [shorten(name) for name in places]
    return names


def swapped(name: str, label: str, names: dict[str, list[str]], chance: random.Random) -> str:
    """Another name of the same kind; a body may keep its office and move to another level or place."""
    if label == "ORG" and name[0] in LEVELS and chance.random() < 0.5:
        other = chance.choice(LEVELS) if chance.random() < 0.5 else chance.choice(names["GPE"])
        return other + name[1:]
    return chance.choice(names[label])


@registry.augmenters("fazhi.swap_names.v1")
def swap_names(path: str, share: float, seed: int) -> Callable[[Language, Example], Iterator[Example]]:
    """Beside each document, one in which each name is, with this chance, another name of its label."""
    chance = random.Random(seed)

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        yield example
        doc, names = example.reference, pool(path)
        pieces, spans, at, size = [], [], 0, 0
        for span in doc.ents:
            pieces.append(doc.text[at : span.start_char])
            size += len(pieces[-1])
            name = span.text
            if span.label_ in names and chance.random() < share:
                name = swapped(name, span.label_, names, chance)
            pieces.append(name)
            spans.append((size, size + len(name), span.label_))
            size += len(name)
            at = span.end_char
        if not spans:
            return
        changed: Doc = nlp.make_doc("".join((*pieces, doc.text[at:])))
        changed.ents = [changed.char_span(start, end, label=label) for start, end, label in spans]
        yield Example(nlp.make_doc(changed.text), changed)

    return augment
