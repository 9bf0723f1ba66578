"""What an indicator is, and how its aliases are written."""

from __future__ import annotations

import re
from itertools import product
from typing import Literal

from pydantic import ConfigDict, Field, field_validator, model_validator

from fazhi_extract.errors import LexiconError
from fazhi_extract.models import Topic
from fazhi_extract.models.base import Model

__all__ = ["Indicator", "IndicatorError", "expand"]

_ID = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+")
_GROUP = re.compile(r"\{([^{}]*)\}")
_MOST_FORMS = 1024


class IndicatorError(LexiconError):
    """An indicator, or a file of them, that does not fit the schema, or an unknown id."""


def expand(alias: str) -> tuple[str, ...]:
    """All forms of an alias: `{办结,审结}行政复议{案件,}` → four.

    Raises:
        IndicatorError: on an unclosed group or more than 1024 forms.
    """
    pieces = _GROUP.split(alias)
    if any(brace in piece for piece in pieces[::2] for brace in "{}"):
        raise IndicatorError(f"alias {alias!r}: the braces do not pair; write {{受理,办结}}案件")
    choices = [piece.split(",") if at % 2 else [piece] for at, piece in enumerate(pieces)]
    size = 1
    for options in choices:
        size *= len(options)
    if size > _MOST_FORMS:
        raise IndicatorError(
            f"alias {alias!r} stands for {size} forms, over {_MOST_FORMS}; write several aliases"
        )
    return tuple(dict.fromkeys("".join(form) for form in product(*choices)))


class Indicator(Model):
    """One figure of the catalogue.

    `aliases` name it outright. `bare_aliases` (办结, 调撤率) name it only where one of the matters in
    `bare_context` is under discussion. `predicates` say after the figure what the counted persons or things
    did (参加任前法律知识考试). `narrows` lists matters of which it is a part, so that the short labels after
    it are no figures of theirs. `not_near` lists words of the clause that make it another figure.
    `government_only` keeps it from the reports of bureaus, whose own figure is another (they are respondents
    in 行政复议), those of justice bureaus apart. `{a,b}` in an alias stands for either. A rate may have a
    `numerator`, a `denominator` and `denominator_alt`, ids of other indicators.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    id: str
    name_zh: str = Field(min_length=2)
    topic: Topic
    kind: Literal["count", "rate", "money", "score"] = "count"
    unit: str = Field(min_length=1)
    unit_variants: tuple[str, ...] = ()
    aliases: tuple[str, ...] = Field(min_length=1)
    bare_aliases: tuple[str, ...] = ()
    bare_context: tuple[str, ...] = ()
    predicates: tuple[str, ...] = ()
    not_near: tuple[str, ...] = ()
    narrows: tuple[str, ...] = ()
    government_only: bool = False
    numerator: str | None = None
    denominator: str | None = None
    denominator_alt: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    near_misses: tuple[str, ...] = ()
    note: str | None = None

    @field_validator("id")
    @classmethod
    def _well_formed(cls, value: str) -> str:
        if not _ID.fullmatch(value):
            raise ValueError(
                f"{value!r} is no id; write lower-case words with a dot: reconsideration.cases_closed"
            )
        return value

    @field_validator("aliases", "bare_aliases", "predicates")
    @classmethod
    def _expandable(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for alias in value:
            if "" in expand(alias):
                raise ValueError(f"alias {alias!r} can be empty")
        return value

    @model_validator(mode="after")
    def _bare_needs_context(self) -> Indicator:
        if bool(self.bare_aliases) != bool(self.bare_context):
            raise ValueError("bare_aliases and bare_context go together: give both or neither")
        return self

    @property
    def units(self) -> tuple[str, ...]:
        """The unit and its variants, each once."""
        return tuple(dict.fromkeys((self.unit, *self.unit_variants)))
