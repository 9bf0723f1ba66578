"""Named things: documents in 《》 and bodies."""

from __future__ import annotations

from typing import Literal

from fazhi_extract.models.base import Model, Span, Text

__all__ = ["Entity", "Reference"]


class Reference(Model):
    """A title in 《》. `text` holds the brackets, `title` does not."""

    text: Text
    span: Span
    title: Text
    kind: Literal["law", "regulation", "rule", "document", "other"] = "other"


class Entity(Model):
    """A named mention; `label` is ORG for public bodies, companies, associations, courts and institutions."""

    text: Text
    span: Span
    label: Text
