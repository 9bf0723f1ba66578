"""Factories: how spaCy makes our components from a configuration. Registered when this module is imported.

No postponed annotations here: spaCy reads the types of the parameters to check a configuration.
"""

from typing import Any

from spacy.language import Language

from fazhi_extract.errors import LexiconError, OptionError
from fazhi_extract.indicators import Catalogue, catalogue
from fazhi_extract.lexicon import Lexicon, default_lexicon
from fazhi_extract.numerals import Unit
from fazhi_extract.pipeline.components import EntityComponent, StepComponent
from fazhi_extract.pipeline.extraction import Steps
from fazhi_extract.pipeline.recognizer import DEFAULT, LABELS, LABELS_OF_DEFAULT
from fazhi_extract.pipeline.state import register_extensions

__all__ = ["FACTORIES", "catalogue_with", "lexicon_with", "register", "units_from"]

Lists = dict[str, list[str | list[str]]]
"""Rows for word lists by their name: a word, or the columns of a row."""


def lexicon_with(lexicon: Lists | None, extend_lexicon: Lists | None) -> Lexicon:
    """The shipped lexicon with lists replaced and extended.

    Raises:
        OptionError: for an unknown list, or one that is no list.
    """
    changed = default_lexicon()
    for option, lists, change in (
        ("lexicon", lexicon, Lexicon.replaced),
        ("extend_lexicon", extend_lexicon, Lexicon.extended),
    ):
        if not lists:
            continue
        try:
            rows = {name: _rows(option, name, given) for name, given in lists.items()}
            changed = change(changed, rows)
        except LexiconError as error:
            raise OptionError(f"{option}: {error}") from error
    return changed


def _rows(option: str, name: str, given: Any) -> list[str | tuple[str, ...]]:
    if isinstance(given, str) or not hasattr(given, "__iter__"):
        raise OptionError(f"{option}[{name!r}] is {given!r}; give a list of words or rows")
    rows = [row if isinstance(row, str) else tuple(row) for row in given]
    shipped = default_lexicon().rows(name)
    widths = {len(row) for row in shipped}
    for row in rows:
        if (1 if isinstance(row, str) else len(row)) not in widths:
            raise OptionError(
                f"{option}[{name!r}]: {row!r} has not the columns of this list, whose rows look like "
                f"{shipped[0]!r}"
            )
    return rows


def units_from(units: list[dict[str, Any]] | None) -> tuple[Unit, ...]:
    """Units from their configuration.

    Raises:
        OptionError: for an unknown field or an impossible value.
    """
    try:
        return tuple(Unit.model_validate(unit) for unit in units or ())
    except ValueError as error:
        raise OptionError(f"units={units!r}: {error}") from error


def catalogue_with(indicators: list[dict[str, Any]] | None) -> Catalogue:
    """The shipped indicators with others beside them; one with a known id takes its place.

    Raises:
        IndicatorError: for an unknown field, an impossible value or a repeated id.
    """
    return catalogue().extended(*indicators) if indicators else catalogue()


def make_outline(
    nlp: Language,
    name: str,
    lexicon: Lists | None = None,
    extend_lexicon: Lists | None = None,
    spans: bool = True,
) -> StepComponent:
    """Sections and blocks: `doc._.fazhi_outline`, spans `fazhi_sections`."""
    return _step("outline", lexicon, extend_lexicon, spans=spans)


def make_quantities(
    nlp: Language,
    name: str,
    lexicon: Lists | None = None,
    extend_lexicon: Lists | None = None,
    units: list[dict[str, Any]] | None = None,
    spans: bool = True,
) -> StepComponent:
    """Quantities and what is none: `doc._.fazhi_quantities`, spans `fazhi_quantities`, `fazhi_rejected`."""
    return _step("quantities", lexicon, extend_lexicon, units=units, spans=spans)


def make_references(
    nlp: Language,
    name: str,
    lexicon: Lists | None = None,
    extend_lexicon: Lists | None = None,
    spans: bool = True,
) -> StepComponent:
    """Documents in 《》: `doc._.fazhi_references`, spans `fazhi_references`."""
    return _step("references", lexicon, extend_lexicon, spans=spans)


def make_entities(
    nlp: Language,
    name: str,
    lexicon: Lists | None = None,
    extend_lexicon: Lists | None = None,
    ner: str | None = None,
    ner_labels: list[str] | dict[str, str] | None = None,
    spans: bool = True,
) -> EntityComponent:
    """Bodies and other names: `doc._.fazhi_organizations`, spans `fazhi_organizations`, `fazhi_others`."""
    steps = Steps(lexicon_with(lexicon, extend_lexicon))
    labels = dict.fromkeys(ner_labels, "ORG") if isinstance(ner_labels, list) else ner_labels
    if labels is None:
        labels = dict(LABELS_OF_DEFAULT if ner == DEFAULT else LABELS)
    return EntityComponent(steps, spans=spans, ner=ner, labels=labels)


def make_metadata(
    nlp: Language,
    name: str,
    lexicon: Lists | None = None,
    extend_lexicon: Lists | None = None,
) -> StepComponent:
    """Title, issuer, region, year, dates, numbers: `doc._.fazhi_metadata`."""
    return _step("metadata", lexicon, extend_lexicon)


def make_items(
    nlp: Language,
    name: str,
    lexicon: Lists | None = None,
    extend_lexicon: Lists | None = None,
    spans: bool = True,
) -> StepComponent:
    """Measures, shortcomings, plans, causes: `doc._.fazhi_items`, spans `fazhi_measures` and so on."""
    return _step("items", lexicon, extend_lexicon, spans=spans)


def make_metrics(
    nlp: Language,
    name: str,
    lexicon: Lists | None = None,
    extend_lexicon: Lists | None = None,
    units: list[dict[str, Any]] | None = None,
    spans: bool = True,
) -> StepComponent:
    """Metrics: `doc._.fazhi_metrics`, spans `fazhi_metrics`."""
    return _step("metrics", lexicon, extend_lexicon, units=units, spans=spans)


def make_indicators(
    nlp: Language,
    name: str,
    lexicon: Lists | None = None,
    extend_lexicon: Lists | None = None,
    indicators: list[dict[str, Any]] | None = None,
    spans: bool = True,
) -> StepComponent:
    """Metrics with their indicators: `doc._.fazhi_indicators`, spans `fazhi_indicators`."""
    return _step("indicators", lexicon, extend_lexicon, indicators=indicators, spans=spans)


def make_audit(
    nlp: Language,
    name: str,
    lexicon: Lists | None = None,
    extend_lexicon: Lists | None = None,
    indicators: list[dict[str, Any]] | None = None,
) -> StepComponent:
    """What the arithmetic audit says: `doc._.fazhi_findings`, and `doc._.report` with it."""
    return _step("findings", lexicon, extend_lexicon, indicators=indicators)


def make_report(
    nlp: Language,
    name: str,
    lexicon: Lists | None = None,
    extend_lexicon: Lists | None = None,
    units: list[dict[str, Any]] | None = None,
    indicators: list[dict[str, Any]] | None = None,
) -> StepComponent:
    """Everything together: `doc._.report`."""
    return _step("report", lexicon, extend_lexicon, units=units, indicators=indicators)


def _step(
    step: str,
    lexicon: Lists | None,
    extend_lexicon: Lists | None,
    *,
    units: list[dict[str, Any]] | None = None,
    indicators: list[dict[str, Any]] | None = None,
    spans: bool = True,
) -> StepComponent:
    lists = lexicon_with(lexicon, extend_lexicon)
    steps = Steps(lists, units_from(units), catalogue_with(indicators), rejected=spans)
    return StepComponent(step, steps, spans=spans)


_OUTLINE, _QUANTITIES, _REFERENCES, _ENTITIES = (
    "doc._.fazhi_outline",
    "doc._.fazhi_quantities",
    "doc._.fazhi_references",
    "doc._.fazhi_organizations",
)
_METADATA, _ITEMS, _METRICS = "doc._.fazhi_metadata", "doc._.fazhi_items", "doc._.fazhi_metrics"
_INDICATORS, _REPORT = "doc._.fazhi_indicators", "doc._.report"

FACTORIES: dict[str, tuple[Any, list[str], list[str]]] = {
    "fazhi_outline": (make_outline, [_OUTLINE, "doc.spans"], []),
    "fazhi_quantities": (make_quantities, [_QUANTITIES, "doc.spans"], []),
    "fazhi_references": (make_references, [_REFERENCES, "doc.spans"], []),
    "fazhi_entities": (make_entities, [_ENTITIES, "doc.spans"], [_OUTLINE, _REFERENCES]),
    "fazhi_metadata": (make_metadata, [_METADATA], [_OUTLINE, _ENTITIES]),
    "fazhi_items": (make_items, [_ITEMS, "doc.spans"], [_OUTLINE, _REFERENCES, _ENTITIES]),
    "fazhi_metrics": (
        make_metrics,
        [_METRICS, "doc.spans"],
        [_OUTLINE, _QUANTITIES, _ENTITIES, _ITEMS, _METADATA],
    ),
    "fazhi_indicators": (make_indicators, [_INDICATORS, "doc.spans"], [_OUTLINE, _METRICS]),
    "fazhi_report": (
        make_report,
        [_REPORT],
        [_OUTLINE, _REFERENCES, _ENTITIES, _METADATA, _ITEMS, _INDICATORS],
    ),
    "fazhi_audit": (make_audit, ["doc._.fazhi_findings", _REPORT], [_REPORT]),
}
"""Name of a factory → the function, what its component assigns, and what it computes if it is missing."""


def register() -> None:
    """Make the factories and the attributes of `doc._` known to spaCy; harmless to repeat."""
    register_extensions()
    for name, (make, assigns, requires) in FACTORIES.items():
        Language.factory(name, assigns=assigns, requires=requires, func=make)


register()
