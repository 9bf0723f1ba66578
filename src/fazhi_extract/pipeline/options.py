"""The options of `load`, checked and made hashable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from spacy.language import Language

from fazhi_extract.errors import OptionError
from fazhi_extract.indicators import Indicator, catalogue
from fazhi_extract.lexicon import Row
from fazhi_extract.numerals import Unit
from fazhi_extract.pipeline.segmenters import SEGMENTERS

__all__ = ["Options"]

Lists = tuple[tuple[str, tuple[str | Row, ...]], ...]


@dataclass(frozen=True, slots=True)
class Options:
    """What a pipeline is made of. Two that are equal make the same pipeline."""

    ner: str | Language | None = None
    ner_labels: tuple[tuple[str, str], ...] | None = None
    lexicon: Lists = ()
    extend_lexicon: Lists = ()
    units: tuple[Unit, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    spans: bool = True
    segmenter: str = "char"

    @classmethod
    def checked(cls, given: Mapping[str, Any]) -> Options:
        """Options from keyword arguments; None stands for the default, but for `ner` for no recognizer.

        Raises:
            OptionError: naming the value and what is allowed.
        """
        allowed = [field.name for field in fields(cls)]
        unknown = [name for name in given if name not in allowed]
        if unknown:
            raise OptionError(
                f"there is no option {', '.join(map(repr, unknown))}; there are: {', '.join(allowed)}"
            )
        found: dict[str, Any] = {
            name: _CHECKS[name](name, value)
            for name, value in given.items()
            if value is not None or name == "ner"
        }
        return cls(**found)

    def config(self, factory: str) -> dict[str, Any]:
        """The part that a factory takes, as plain JSON."""
        config: dict[str, Any] = {
            "lexicon": _plain(self.lexicon),
            "extend_lexicon": _plain(self.extend_lexicon),
        }
        if factory not in ("fazhi_metadata", "fazhi_report", "fazhi_audit"):
            config["spans"] = self.spans
        if factory in ("fazhi_quantities", "fazhi_metrics", "fazhi_report"):
            config["units"] = [unit.model_dump(mode="json", exclude_defaults=True) for unit in self.units]
        if factory in ("fazhi_indicators", "fazhi_audit", "fazhi_report"):
            config["indicators"] = [
                one.model_dump(mode="json", exclude_defaults=True) for one in self.indicators
            ]
        if factory == "fazhi_entities":
            config["ner"] = self.ner if isinstance(self.ner, str) else None
            if self.ner_labels is not None:
                config["ner_labels"] = dict(self.ner_labels)
        return config


def _ner(option: str, value: Any) -> str | Language | None:
    if value is None or isinstance(value, str | Language):
        return value
    if isinstance(value, Path):
        return str(value)
    raise OptionError(
        f"{option}={value!r} is a {type(value).__name__}; give None, 'default', "
        "the name or path of a spaCy pipeline, or a spacy.Language"
    )


def _labels(option: str, value: Any) -> tuple[tuple[str, str], ...]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise OptionError(
            f"{option}={value!r}: give a list of entity labels that mean a body, such as ['ORG'], "
            "or a dictionary, its label → our label"
        )
    pairs = value.items() if isinstance(value, Mapping) else ((label, "ORG") for label in value)
    return tuple((str(label), str(ours)) for label, ours in pairs)


def _lists(option: str, value: Any) -> Lists:
    if not isinstance(value, Mapping):
        raise OptionError(f"{option}={value!r}: give a dictionary, name of the word list → list of rows")
    lists: list[tuple[str, tuple[str | Row, ...]]] = []
    for name, rows in value.items():
        if isinstance(rows, str) or not isinstance(rows, Iterable):
            raise OptionError(f"{option}[{name!r}]={rows!r}: give a list of words or of rows")
        lists.append(
            (str(name), tuple(row if isinstance(row, str) else tuple(map(str, row)) for row in rows))
        )
    return tuple(lists)


def _units(option: str, value: Any) -> tuple[Unit, ...]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise OptionError(f"{option}={value!r}: give a list of names, dictionaries or Unit objects")
    try:
        return tuple(
            Unit(name=unit) if isinstance(unit, str) else Unit.model_validate(unit) for unit in value
        )
    except ValueError as error:
        raise OptionError(f"{option}={value!r}: {error}") from error


def _indicators(option: str, value: Any) -> tuple[Indicator, ...]:
    if isinstance(value, bool | int | float):
        raise OptionError(f"{option}={value!r}: give a list of files, dictionaries or Indicator objects")
    shipped = catalogue()  # with which they stand together: a rate may have a shipped denominator
    return tuple(
        one for one in shipped.extended(value) if one.id not in shipped or shipped.get(one.id) != one
    )


def _spans(option: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise OptionError(f"{option}={value!r}: give True or False")
    return value


def _segmenter(option: str, value: Any) -> str:
    if not isinstance(value, str) or value not in SEGMENTERS:
        raise OptionError(f"{option}={value!r}: there are {', '.join(map(repr, SEGMENTERS))}")
    return value


def _plain(lists: Lists) -> dict[str, list[str | list[str]]] | None:
    plain = {name: [row if isinstance(row, str) else list(row) for row in rows] for name, rows in lists}
    return plain or None


_CHECKS: dict[str, Callable[[str, Any], Any]] = {
    "ner": _ner,
    "ner_labels": _labels,
    "lexicon": _lists,
    "extend_lexicon": _lists,
    "units": _units,
    "indicators": _indicators,
    "spans": _spans,
    "segmenter": _segmenter,
}
