"""A tokenizer for reports: one token a character, or words, and the unchanged text beside the tokens."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from fazhi_extract.pipeline.segmenters import cutter
from fazhi_extract.pipeline.state import remember_text

__all__ = ["TOKENIZER", "ReportTokenizer", "create_tokenizer"]

TOKENIZER = "fazhi.ReportTokenizer.v1"
_SURROGATE = re.compile("[\ud800-\udfff]")


class _Orths(dict[str, int]):
    """Character → its key in the string store, which spaCy would otherwise hash anew for every token."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__()
        self._strings: Any = vocab.strings  # whose type stub lacks an argument

    def __missing__(self, character: str) -> int:
        orth: int = self._strings.add(character, allow_transient=False)  # kept when a memory zone ends
        self[character] = orth
        return orth


class ReportTokenizer:
    """Split text into characters, as spaCy's `char` segmenter does, in less time; or into words.

    By characters, token `i` is character `i`, white space included; by words, a run of white space is a
    token, and no token has a space after it. So the tokens always join up to the text. spaCy cannot store
    lone surrogates: in the tokens each becomes U+FFFD, one for one, so that offsets hold; the components read
    the unchanged text, which travels in `doc.user_data`.
    """

    def __init__(self, vocab: Vocab, segmenter: str = "char") -> None:
        """Make tokens over this vocabulary.

        Raises:
            OptionError: when there is no such segmenter, or its package is not installed.
        """
        self.vocab = vocab
        self.segmenter = segmenter
        self._cut = cutter(segmenter)
        self._orths = _Orths(vocab)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the vocabulary and the name alone."""
        return (ReportTokenizer, (self.vocab, self.segmenter))

    def __call__(self, text: str) -> Doc:
        """Make a `Doc` whose tokens join up to `text`."""
        safe = text if text.isascii() else _SURROGATE.sub("\ufffd", text)
        if self._cut is None:
            words: Any = list(map(self._orths.__getitem__, safe))
        else:
            words = self._cut(safe)  # not kept: there is no end of words
        doc = Doc(self.vocab, words=words, spaces=[False] * len(words))
        remember_text(doc, text)
        return doc

    def pipe(self, texts: Iterable[str]) -> Iterator[Doc]:
        """Tokenize a stream."""
        return map(self, texts)

    def to_bytes(self, **_: object) -> bytes:
        """Give nothing: the configuration says it all."""
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> ReportTokenizer:
        """Take nothing."""
        return self

    def to_disk(self, _path: str | Path, **_: object) -> None:
        """Write nothing: the configuration says it all."""

    def from_disk(self, _path: str | Path, **_: object) -> ReportTokenizer:
        """Read nothing."""
        return self


def create_tokenizer(segmenter: str = "char") -> Callable[[Language], ReportTokenizer]:
    """Registered function behind `[nlp.tokenizer]`; lifts spaCy's limit on the length of a text."""

    def create(nlp: Language) -> ReportTokenizer:
        nlp.max_length = sys.maxsize
        return ReportTokenizer(nlp.vocab, segmenter)

    return create


registry.tokenizers.register(TOKENIZER, func=create_tokenizer)
