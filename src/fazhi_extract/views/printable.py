"""Text of a report as it may be put on a terminal."""

from __future__ import annotations

__all__ = ["clean"]

_CONTROL = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)), "\ufffd")
_CONTROL.update(dict.fromkeys(map(ord, "\t\n\r\v\f\u2028\u2029"), " "))


def clean(text: str) -> str:
    """`text` with blanks for line breaks, and U+FFFD for what could steer a terminal."""
    return text.translate(_CONTROL).strip()
