"""How much of a file is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep a hostile or mistaken file from taking all memory and time. Each may be raised.

    Attributes:
        max_bytes: of the file; larger ones are refused before they are read.
        max_unpacked: bytes of what is unpacked from it (DOCX) in all.
        max_pages: of a paged document (PDF).
        max_tags: of a page (HTML).
        max_depth: of its nesting.
        seconds: for another program's work on it (LibreOffice).
    """

    max_bytes: int = 50_000_000
    max_unpacked: int = 250_000_000
    max_pages: int = 3000
    max_tags: int = 500_000
    max_depth: int = 1000
    seconds: float = 120.0
