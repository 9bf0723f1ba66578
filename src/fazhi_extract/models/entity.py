"""Named things: documents in 《》, bodies, places, platforms, campaigns, persons."""

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
    """A named mention.

    `label` is ORG for public bodies, companies, associations, courts and institutions, GPE for
    administrative divisions as places, PLATFORM for named systems and apps, CAMPAIGN for named actions,
    programmes and brands, PERSON for personal names. `canonical` is the fullest name that the report gives a
    body (我局 → the issuer), None where the text leaves it open; `role` is its part in what was done (牵头,
    会同), if the text says.
    """

    text: Text
    span: Span
    label: Text
    canonical: Text | None = None
    role: Text | None = None
