"""`load`: the whole pipeline in one call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn, cast

import spacy
from spacy.language import Language

from fazhi_extract.indicators import Indicator
from fazhi_extract.lexicon import Row
from fazhi_extract.numerals import Unit
from fazhi_extract.pipeline.components import EntityComponent
from fazhi_extract.pipeline.factories import FACTORIES, register
from fazhi_extract.pipeline.options import Options
from fazhi_extract.pipeline.tokenizer import TOKENIZER

__all__ = ["build", "cached", "load"]


IndicatorSources = (
    str | Path | Mapping[str, Any] | Indicator | Iterable[str | Path | Mapping[str, Any] | Indicator]
)


def load(
    *,
    ner: str | Path | Language | None = None,
    ner_labels: Iterable[str] | Mapping[str, str] | None = None,
    lexicon: Mapping[str, Iterable[str | Row]] | None = None,
    extend_lexicon: Mapping[str, Iterable[str | Row]] | None = None,
    units: Iterable[str | Mapping[str, Any] | Unit] | None = None,
    indicators: IndicatorSources | None = None,
    spans: bool = True,
    segmenter: str = "char",
    **unknown: NoReturn,
) -> Language:
    """Make a spaCy `zh` pipeline that reads reports: `nlp(text)._.report` is the `Report`.

    Args:
        ner: a statistical recognizer beside the rules: `"default"` is the model that ships; or an installed
            spaCy package, the folder of a saved pipeline, or a `Language`. None leaves it out.
        ner_labels: which of its labels means which of ours (`{"LOC": "GPE"}`), or a list of those that mean
            a body. By default the labels of common Chinese models, and ours, are known. Entities with these
            labels that an earlier component of your own left in `doc.ents` count as well.
        lexicon: word lists to use instead of the shipped ones of the same name.
        extend_lexicon: rows to put before those of the shipped lists.
        units: further units: names, dictionaries, or `fazhi_extract.numerals.Unit` objects.
        indicators: indicators of your own, or of a province, beside the shipped ones: paths of `.ini` or
            `.json` files, dictionaries or `Indicator` objects. One with a known id replaces the shipped one.
        spans: also write the results into `doc.spans["fazhi_…"]`.
        segmenter: what the tokens are: `"char"`, one a character, the quickest; `"pkuseg"`, words by the
            model that ships; `"jieba"`, words by that package, if installed. The report is the same with all.
        **unknown: nothing; any other name raises.

    Raises:
        OptionError: for an unknown option, or a value that it cannot take.
        IndicatorError: for an indicator file that does not fit its schema.
    """
    given = {
        "ner": ner,
        "ner_labels": ner_labels,
        "lexicon": lexicon,
        "extend_lexicon": extend_lexicon,
        "units": units,
        "indicators": indicators,
        "spans": spans,
        "segmenter": segmenter,
        **unknown,
    }
    return build(Options.checked(given))


def build(options: Options) -> Language:
    """A new pipeline with these options."""
    register()
    tokenizer = {"@tokenizers": TOKENIZER, "segmenter": options.segmenter}
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": tokenizer}})
    for factory in FACTORIES:
        nlp.add_pipe(factory, config=options.config(factory))
    if isinstance(options.ner, Language):
        cast("EntityComponent", nlp.get_pipe("fazhi_entities")).use(options.ner)
    return nlp


@lru_cache(maxsize=4)
def cached(options: Options) -> Language:
    """A pipeline that is made once and kept; never hand it out, for a caller may change what he gets."""
    return build(options)
