"""The trainable spaCy component: tokens are characters, entities go into `doc.ents`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.scorer import get_ner_prf
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Model, Optimizer

from fazhi_extract.pipeline.ner.decode import decode, tags_of
from fazhi_extract.pipeline.ner.features import SPECIAL, Extents, Features, Ints, fold
from fazhi_extract.pipeline.ner.network import PADDING, padded

__all__ = ["FACTORY", "NerComponent", "make_ner"]

FACTORY = "fazhi_ner"
_RARE = 2  # a character seen less often in training shares its vector with all unknown ones
_AT_ONCE = 512  # characters that go through the network together: what the processor's cache holds

Found = tuple[int, int, str]


class NerComponent(TrainablePipe):  # type: ignore[misc]
    """Finds names character by character; over other tokens too, where these begin and end alike."""

    def __init__(
        self,
        vocab: Vocab,
        model: Model[Ints, Any],
        name: str = FACTORY,
        *,
        hide: float = 0.1,
        lean: float = 0.0,
    ) -> None:
        """Wrap a network.

        `hide` is the share of characters and pairs that training makes unknown; `lean` is added to the score
        of every tag of a name when it is used: more is found, less of it is right.
        """
        self.vocab = vocab
        self.model = model
        self.name = name
        self.cfg: dict[str, Any] = {"labels": [], "characters": "", "hide": hide, "lean": lean}

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of the entities."""
        return tuple(self.cfg["labels"])

    @property
    def label_data(self) -> list[str]:
        """What `spacy init labels` keeps."""
        return list(self.labels)

    @cached_property
    def features(self) -> Features:
        """The featurizer for the alphabet of this model."""
        return Features(self.cfg["characters"], self.model.attrs["pairs"])

    def find(self, text: str, titles: Extents | None = None) -> list[Found]:
        """Start, end and label of each name in `text`. `titles` are the extents of 《》, where known."""
        rows, _ = padded([self.features(text, titles)])
        found: list[Found] = []
        for start, end in _pieces(text):
            scores = self.model.predict(rows[start : end + 2 * PADDING])[PADDING:-PADDING]
            scores[:, 0] -= self.cfg["lean"]
            found += [(start + s, start + e, label) for s, e, label in decode(scores, self.labels)]
        return found

    def predict(self, docs: Iterable[Doc]) -> list[list[Found]]:
        """Names in each document."""
        return [self.find(doc.text) for doc in docs]

    def set_annotations(self, docs: Iterable[Doc], scores: list[list[Found]]) -> None:
        """Write them into `doc.ents`; a name that falls between tokens is passed over."""
        for doc, found in zip(docs, scores, strict=True):
            spans = [doc.char_span(start, end, label=label) for start, end, label in found]
            doc.ents = [span for span in spans if span is not None]

    def update(
        self,
        examples: Iterable[Example],
        *,
        drop: float = 0.0,  # noqa: ARG002  (the layers have their own)
        sgd: Optimizer | None = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        """One step of training."""
        losses = {} if losses is None else losses
        losses.setdefault(self.name, 0.0)
        docs = [example.reference for example in examples]
        rows, starts = padded([self.features(doc.text) for doc in docs])
        weights = np.zeros(len(rows), dtype="f")
        tags = np.zeros(len(rows), dtype=np.int64)
        for doc, start in zip(docs, starts, strict=True):
            size = len(doc.text)
            weights[start : start + size] = 1
            tags[start : start + size] = tags_of(_entities(doc), self.labels, size)
        weights[rows[:, 0] == SPECIAL - 1] = 0  # inside 《》
        scores, backprop = self.model.begin_update(self._hidden(rows))
        d_scores, loss = _loss(scores, tags, weights)
        backprop(d_scores)
        if sgd is not None:
            self.finish_update(sgd)
        losses[self.name] += loss
        return losses

    def get_loss(self, examples: Iterable[Example], scores: Any) -> tuple[float, float]:
        """Not used by `update`, which knows the padding as well."""
        raise NotImplementedError

    def _hidden(self, rows: Ints) -> Ints:
        """Some characters unknown, some pairs missing: what a new report will look like."""
        share = self.cfg["hide"]
        out: Ints = rows.copy()
        chance = np.random.random((len(rows), 3))
        ordinary = rows[:, 0] >= SPECIAL
        out[ordinary & (chance[:, 0] < share / 2), 0] = 2
        out[chance[:, 1] < 2 * share, 1] = 0
        out[chance[:, 2] < 2 * share, 2] = 0
        return out

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]],
        *,
        nlp: Language | None = None,  # noqa: ARG002  (spaCy hands it over)
        labels: list[str] | None = None,
    ) -> None:
        """Read alphabet and labels off the examples and make the weights."""
        seen: Counter[int] = Counter()
        names: set[str] = set(labels or ())
        for example in get_examples():
            seen.update(fold(example.reference.text).tolist())
            names.update(span.label_ for span in example.reference.ents)
        self.cfg["labels"] = sorted(names)
        self.cfg["characters"] = "".join(sorted(chr(c) for c, count in seen.items() if count >= _RARE))
        self.__dict__.pop("features", None)
        self.model.get_ref("lookup").set_dim("characters", len(self.cfg["characters"]))
        self.model.get_ref("output").set_dim("nO", 1 + 4 * len(names))
        self.model.initialize()

    def score(self, examples: Iterable[Example], **_: object) -> dict[str, Any]:
        """Precision, recall and F1 of exact spans with their labels, together and by label."""
        scores: dict[str, Any] = get_ner_prf(examples)
        return scores

    def from_disk(self, path: Any, *, exclude: Iterable[str] = ()) -> NerComponent:
        """Load alphabet, labels and weights."""
        super().from_disk(path, exclude=exclude)
        self.__dict__.pop("features", None)
        return self

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> NerComponent:
        """Load alphabet, labels and weights."""
        super().from_bytes(data, exclude=exclude)
        self.__dict__.pop("features", None)
        return self


def _entities(doc: Doc) -> list[Found]:
    return [(span.start_char, span.end_char, span.label_) for span in doc.ents]


def _loss(scores: Any, tags: Any, weights: Any) -> tuple[Any, float]:
    """Gradient and value of the cross entropy, summed over the characters that count."""
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances = exps / exps.sum(axis=1, keepdims=True)
    at = np.arange(len(tags))
    loss = -(np.log(chances[at, tags] + 1e-9) * weights).sum()
    chances[at, tags] -= 1
    return chances * weights[:, None], float(loss)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of at most `_AT_ONCE` characters, cut after a line or a sentence where there is one."""
    start = 0
    while start < len(text):
        end = min(start + _AT_ONCE, len(text))
        if end < len(text):
            cut = max(text.rfind("\n", start, end), text.rfind("。", start, end))
            end = cut + 1 if cut > start else end
        yield start, end
        start = end


def make_ner(
    nlp: Language, name: str, model: Model[Ints, Any], hide: float = 0.1, lean: float = 0.0
) -> NerComponent:
    """Factory `fazhi_ner`."""
    return NerComponent(nlp.vocab, model, name, hide=hide, lean=lean)


Language.factory(
    FACTORY,
    assigns=["doc.ents"],
    default_config={"model": {"@architectures": "fazhi.CharacterTagger.v1"}},
    default_score_weights={"ents_f": 1.0, "ents_p": 0.0, "ents_r": 0.0, "ents_per_type": None},
    func=make_ner,
)
