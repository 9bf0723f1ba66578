"""Header blocks of portals: labels with their values, in whatever layout they came."""

from __future__ import annotations

import re
from functools import lru_cache

from fazhi_extract.lexicon import Lexicon

__all__ = ["read_header"]

_SPACE = r"[ \t\u3000\xa0]"
_VALUE = re.compile(r"[^\n|｜]{1,120}")
_GAP = re.compile(r"[\s|｜•·\-]*")
_WIDE_GAP = re.compile(r"\s{3,}|\u3000{2,}")
_AFTER_DASH = re.compile(r"\s+[-–•](?:\s.*)?$")
_EDGE = " \t\r\u3000\xa0|｜[]【】•·:：;；，,"
_FITS = {
    "index": re.compile(r"^[A-Za-z0-9０-９][^\u4e00-\u9fff]{3,}"),
    "document": re.compile(r"[0-9０-９].{0,12}号|[〔\[［(（【][ ]?[0-9０-９]{4}"),
    "issuing": re.compile(r"^[\u4e00-\u9fff][^,，。;；]{1,40}$"),
    "source": re.compile(r"^[\u4e00-\u9fff][^,，。;；]{1,40}$"),
    "published": re.compile(r"[0-9０-９〇]"),
    "written": re.compile(r"[0-9０-９〇]"),
    "title": re.compile(r"[\u4e00-\u9fff]"),
}
_FIELDS = ("index", "document", "issuing", "source", "published", "written", "title")


@lru_cache(maxsize=8)
def _labels(lexicon: Lexicon) -> tuple[re.Pattern[str], dict[str, str], frozenset[str]]:
    fields = {row[0]: row[1] for row in lexicon.rows("meta_labels")}
    labels = (list(map(re.escape, label)) for label in sorted(fields, key=lambda word: (-len(word), word)))
    # The guard stands behind the first letter, so that `re` can skip to where a label begins.
    spaced = "|".join(
        rf"{first}(?<![\u4e00-\u9fff]{first})" + "".join(rf"{_SPACE}*{letter}" for letter in rest)
        for first, *rest in labels
    )
    # A label ends at a colon or a cell's edge; at the start of a line or cell it may also run into its value.
    pattern = re.compile(
        rf"(?P<label>{spaced})"
        rf"(?P<mark>{_SPACE}*[\]】]?{_SPACE}*[:：]{_SPACE}*[|｜]?|{_SPACE}*[\]】|｜])?"
    )
    return pattern, fields, frozenset(lexicon.words("meta_empty"))


def read_header(text: str, lexicon: Lexicon) -> dict[str, list[str]]:
    """Field → its values in `text`, a header or footer, in order, empty ones left out."""
    pattern, fields, empty = _labels(lexicon)
    found: dict[str, list[str]] = {name: [] for name in _FIELDS}
    hits = [hit for hit in pattern.finditer(text) if _stands_alone(text, hit)]
    for number, hit in enumerate(hits):
        field = fields["".join(hit["label"].split())]
        if field == "-":
            continue
        limit = hits[number + 1].start() if number + 1 < len(hits) else len(text)
        value = _value(text, hit.end(), limit)
        if value and value not in empty and _FITS[field].search(value):
            found[field].append(value.split()[0] if field in ("index", "issuing", "source") else value)
    return found


def _stands_alone(text: str, hit: re.Match[str]) -> bool:
    """A label without a mark opens a line or cell; a short one also ends it or stands before a figure."""
    if hit["mark"]:
        return True
    size = len("".join(hit["label"].split()))
    if size >= 3 and text[hit.end() : hit.end() + 6].lstrip(" \t\u3000\xa0")[:1].isdigit():
        return True
    before = text[max(hit.start() - 12, 0) : hit.start()].rstrip(" \t\u3000\xa0")
    if before and before[-1] not in "\n\r|｜•·-[【":
        return False
    following = text[hit.end() : hit.end() + 1]
    return following in ("", "\n", "\r") or following.isdigit() or size >= 3


def _value(text: str, at: int, limit: int) -> str:
    """The value between a label and the next: the rest of the line, or else the line under it."""
    line = _VALUE.match(text, at, limit)
    value = line.group().strip(_EDGE) if line else ""
    if not value:
        gap = _GAP.match(text, at, limit)
        start = gap.end() if gap else at
        if text.count("\n", at, start) > 4:
            return ""
        line = _VALUE.match(text, start, limit)
        value = line.group().strip(_EDGE) if line else ""
        if start >= limit:
            return ""
    value = _WIDE_GAP.split(value, maxsplit=1)[0].strip(_EDGE)
    return _AFTER_DASH.sub("", value)
