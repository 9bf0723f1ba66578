"""Causes that stand inside the problem they explain: …，原因在于…; 由于…，导致…."""

from __future__ import annotations

import re

from fazhi_extract.outline import Extent

__all__ = ["causes_inside"]

_SAID = re.compile(
    r"(?:究其(?:根本|主要|深层)?原因[,，:：]?(?:主要)?(?:是|在于)?|(?:主要|根本|深层次?|客观|主观)?原因(?:主要)?(?:是|在于|有)(?:由于|因为|在于)?"
    r"|(?:这|其)?主要(?:是)?(?:由于|因为))(?P<cause>[^。；;\n]+)"
)
_SINCE = re.compile(r"(?<![\u4e00-\u9fff](?<![是要]))(?:主要)?由于(?P<cause>[^。；;\n]{4,160})")
_EFFECT = re.compile(r"[,，](?:从而|进而|因此|因而|所以)?(?:导致|造成|致使|使得|影响)")
_COMMA = re.compile(r"[,，]")


def causes_inside(text: str, extent: Extent) -> list[Extent]:
    """Extents of the causes that the problem `text[extent]` names itself, without closing punctuation."""
    found: list[Extent] = []
    for pattern in (_SAID, _SINCE):
        for match in pattern.finditer(text, extent.start, extent.end):
            start, end = match.span("cause")
            if pattern is _SINCE:
                end = _without_effect(text, start, end)
            while start < end and text[start] in ",，:： ":
                start += 1
            if end - start >= 4 and not any(start < other.end and other.start < end for other in found):
                found.append(Extent(start, end))
    return sorted(found)


def _without_effect(text: str, start: int, end: int) -> int:
    """由于 A, (B,) effect: where the causes end."""
    effect = _EFFECT.search(text, start, end)
    if effect:
        return effect.start()
    commas = [match.start() for match in _COMMA.finditer(text, start, end)]
    if not commas:
        return start
    return commas[1] if len(commas) == 2 else commas[0]
