"""A heading and the text under it."""

from __future__ import annotations

from typing import Literal

from fazhi_extract.models.base import Model, Span, Text

__all__ = ["Role", "Section"]

Role = Literal["intro", "measures", "duty", "shortcomings", "plans", "other"]


class Section(Model):
    """`span` is the heading with its number; `body` runs from the heading's end to the next of its level."""

    id: str
    heading: Text
    span: Span
    body: Span
    level: Literal[1, 2, 3]
    role: Role
    parent: str | None = None
