"""The base of every object, positions, and text that survives JSON."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

__all__ = ["Model", "Span", "Statement", "Text"]

_ESCAPE = "\ufdd0"
_UNSAFE = re.compile(f"[\ud800-\udfff{_ESCAPE}]")
_ESCAPED = re.compile(f"{_ESCAPE}(d[89a-f][0-9a-f]{{2}}|fdd0)")


def _escape(text: str) -> str:
    """Write each lone surrogate, which UTF-8 cannot hold, as U+FDD0 and its four hex digits."""
    if text.isascii() or not _UNSAFE.search(text):
        return text
    return _UNSAFE.sub(lambda match: f"{_ESCAPE}{ord(match[0]):04x}", text)


def _unescape(text: str) -> str:
    if _ESCAPE not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


class _AnyString:
    """Accept every Python string, lone surrogates included; only JSON needs an escape, and undoes it."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.str_schema()
        return core_schema.json_or_python_schema(
            json_schema=core_schema.no_info_after_validator_function(_unescape, text),
            python_schema=core_schema.is_instance_schema(str),
            serialization=core_schema.plain_serializer_function_ser_schema(
                _escape, return_schema=text, when_used="json"
            ),
        )


Text = Annotated[str, _AnyString()]
"""A string that stems from a report: any characters whatever, and JSON brings them back unchanged."""


class Model(BaseModel):
    """A frozen object that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Model):
    """Character offsets into `Report.text`: 0-based, end-exclusive."""

    start: int
    end: int


class Statement(Model):
    """One sentence of an item, or one cause."""

    text: Text
    span: Span
