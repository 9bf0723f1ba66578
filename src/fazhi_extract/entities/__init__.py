"""Named things: titles in 《》, bodies, administrative divisions."""

from __future__ import annotations

from fazhi_extract.entities.divisions import Division, Gazetteer, gazetteer
from fazhi_extract.entities.organizations import find_organizations
from fazhi_extract.entities.references import find_references, reference_kind

__all__ = ["Division", "Gazetteer", "find_organizations", "find_references", "gazetteer", "reference_kind"]
