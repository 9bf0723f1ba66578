"""Paragraph styles: their names, and the lists that they are numbered by."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

__all__ = ["Styles", "value_of"]

_CONTENTS = re.compile(r"(?i)(?:toc|目录|contents)\s*(?:\d+|heading|标题)?")
_MOST_STEPS = 30


def value_of(parent: Element | None, name: str) -> str | None:
    """The `val` of a child element; None where there is no such child."""
    child = parent.find(name) if parent is not None else None
    return None if child is None else child.get("val")


class Styles:
    """What is needed of `styles.xml`."""

    def __init__(self, root: Element | None) -> None:
        """Read the styles; None where the file has none."""
        self._of: dict[str, Element] = {}
        self.default: str | None = None
        for style in root.findall("style") if root is not None else ():
            name = style.get("styleId", "")
            self._of[name] = style
            if style.get("type") == "paragraph" and style.get("default") in {"1", "true", "on"}:
                self.default = name

    def numbering(self, name: str | None) -> tuple[str | None, int | None]:
        """List and level that a style numbers its paragraphs by, or a style that it is based on."""
        level: int | None = None
        for _ in range(_MOST_STEPS):
            style = self._of.get(name or "")
            if style is None:
                break
            number = style.find("pPr/numPr")
            if number is not None:
                written = value_of(number, "ilvl")
                if level is None and written is not None and written.isascii() and written.isdigit():
                    level = int(written[:3])
                if (found := value_of(number, "numId")) is not None:
                    return found, level
            name = value_of(style, "basedOn")
        return None, level

    def is_contents(self, name: str | None) -> bool:
        """Whether a style is one of a table of contents."""
        style = self._of.get(name or "")
        shown = value_of(style, "name") if style is not None else name
        return _CONTENTS.fullmatch((shown or "").strip()) is not None
