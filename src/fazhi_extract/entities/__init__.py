"""Named things: titles in 《》, bodies, administrative divisions."""

from __future__ import annotations

from fazhi_extract.entities.canonical import canonical_names
from fazhi_extract.entities.combine import combined
from fazhi_extract.entities.divisions import Division, Gazetteer, gazetteer
from fazhi_extract.entities.organizations import find_organizations
from fazhi_extract.entities.references import find_references, reference_kind
from fazhi_extract.entities.roles import roles_of

__all__ = [
    "Division",
    "Gazetteer",
    "canonical_names",
    "combined",
    "find_organizations",
    "find_references",
    "gazetteer",
    "reference_kind",
    "roles_of",
]
