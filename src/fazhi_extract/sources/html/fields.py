"""What a page says of itself in its head: `meta` elements, its title, its address."""

from __future__ import annotations

from functools import lru_cache

from fazhi_extract.lexicon import Lexicon
from fazhi_extract.sources.html.tree import Node
from fazhi_extract.sources.html.words import mend

__all__ = ["head_fields"]

_LONGEST = 300


@lru_cache(maxsize=4)
def _known(lexicon: Lexicon) -> dict[str, tuple[int, str]]:
    return {row[0]: (rank, row[1]) for rank, row in enumerate(lexicon.rows("page_fields"))}


def head_fields(root: Node, lexicon: Lexicon) -> tuple[dict[str, str], str]:
    """The fields that a page fills, by the names of `ReportMeta` (and `site`, `url`), and its `<title>`."""
    known = _known(lexicon)
    found: dict[str, tuple[int, str]] = {}
    title = ""
    for node in root.walk():
        if not isinstance(node, Node):
            continue
        if node.tag == "meta":
            name = (node.attrs.get("name") or node.attrs.get("property") or "").strip().lower()
            value = mend(node.attrs.get("content", ""))
            if name in known and 0 < len(value) <= _LONGEST:
                rank, field = known[name]
                if field not in found or rank < found[field][0]:
                    found[field] = rank, value
        elif node.tag == "link" and node.attrs.get("rel", "").lower() == "canonical":
            address = node.attrs.get("href", "").strip()
            if address.startswith(("http://", "https://")):
                found.setdefault("url", (len(known), address))
        elif node.tag == "title" and not title:
            title = mend(node.text())[:_LONGEST]
    fields = {field: value for field, (_, value) in found.items()}
    if "url" in fields and not fields["url"].startswith(("http://", "https://")):
        del fields["url"]
    return fields, title
