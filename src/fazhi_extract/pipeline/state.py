"""Where a `Doc` keeps what was extracted from it, and how that survives serialisation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

import srsly
from pydantic import TypeAdapter
from spacy.tokens import Doc

from fazhi_extract.pipeline.extraction import Extraction

__all__ = ["EXTENSIONS", "extraction_of", "register_extensions", "remember_text"]

EXTENSIONS = {
    "fazhi_outline": "outline",
    "fazhi_quantities": "quantities",
    "fazhi_references": "references",
    "fazhi_organizations": "organizations",
    "fazhi_entities": "entities",
    "fazhi_metadata": "metadata",
    "fazhi_items": "items",
    "fazhi_metrics": "metrics",
    "fazhi_indicators": "indicators",
    "report": "report",
    "fazhi_findings": "findings",
}
"""Attributes of `doc._` and the results of `Extraction` that they show; None where the step has not run."""

_KEY = "fazhi_extract"
_MARK = "__fazhi_extract__"


def remember_text(doc: Doc, text: str, fields: Mapping[str, str] | None = None, header: str = "") -> None:
    """Keep beside a new `Doc` the text that it was made from, which its tokens may hold only nearly.

    `fields` and `header` are what the text's file says of it, see `sources.Document`.
    """
    doc.user_data[_KEY] = Extraction(text, dict(fields or {}), header)


def extraction_of(doc: Doc) -> Extraction:
    """What is known of this `Doc`; begins with its text."""
    known: Extraction | None = doc.user_data.get(_KEY)
    if known is None:
        known = doc.user_data[_KEY] = Extraction(doc.text)
    return known


def register_extensions() -> None:
    """Give `Doc` the attributes of `EXTENSIONS`, unless it has them."""
    for name, result in EXTENSIONS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, getter=partial(_get, result), setter=partial(_set, result))


def _get(result: str, doc: Doc) -> Any:
    known = doc.user_data.get(_KEY)
    return None if known is None else getattr(known, result)


def _set(result: str, doc: Doc, value: Any) -> None:
    setattr(extraction_of(doc), result, value)


@cache
def _json() -> TypeAdapter[Extraction]:
    return TypeAdapter(Extraction)


def _encode(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """Let spaCy write our results with the `Doc` (`to_bytes`, `DocBin`, worker processes)."""
    if isinstance(value, Extraction):
        return {_MARK: _json().dump_json(value)}
    return value if chain is None else chain(value)


def _decode(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    if isinstance(value, dict) and _MARK in value:
        return _json().validate_json(value[_MARK])
    return value if chain is None else chain(value)


srsly.msgpack_encoders.register("fazhi_extract", func=_encode)
srsly.msgpack_decoders.register("fazhi_extract", func=_decode)
