"""The base of every object, and positions."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

__all__ = ["Model", "Span", "Statement"]


class Model(BaseModel):
    """A frozen object that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Model):
    """Character offsets into `Report.text`: 0-based, end-exclusive."""

    start: int
    end: int


class Statement(Model):
    """One sentence of an item, or one cause."""

    text: str
    span: Span
