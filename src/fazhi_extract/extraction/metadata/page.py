"""What a report's file says of it outside its text: it fills what the text leaves open."""

from __future__ import annotations

from collections.abc import Mapping

import regex

from fazhi_extract.extraction.metadata.dates import find_date, first_year
from fazhi_extract.extraction.metadata.header import read_header
from fazhi_extract.lexicon import Lexicon

__all__ = ["add_cut_header", "page_date", "page_publisher", "page_title", "site_body"]

_SITE = regex.compile(
    r"(?P<body>[\u4e00-\u9fff]{2,30}?)(?:门户|官方|信息公开|政务服务?|公众信息|互联网)*(?:网站?|平台)(?:群|首页)?$"
)
_TAIL = regex.compile(r"[\s\u3000]*[-_|–—－＿·][^-_|–—－＿·]{2,30}$")
_MARKS = regex.compile(r"[\s\p{P}]+")
_GENRE = ("法治", "依法")


def add_cut_header(header: dict[str, list[str]], cut: str, lexicon: Lexicon) -> None:
    """Add to the fields of the text's header those of the labelled lines that were cut from the page."""
    if not cut:
        return
    for field, values in read_header(cut, lexicon).items():
        header[field] += [value for value in values if value not in header[field]]


def page_title(fields: Mapping[str, str], title: str | None, warnings: list[str]) -> str | None:
    """The text's title, else the page's without the site's name where it is one of this genre."""
    named = _bare_title(fields.get("title", ""))
    if title is None:
        return named if named and any(word in named for word in _GENRE) else None
    years = first_year(title), first_year(named)
    if named and all(years) and years[0] != years[1]:
        warnings.append(f"the text's title says {years[0]}, the page's {years[1]}: took the text's")
    return title


def _bare_title(named: str) -> str:
    while (
        (tail := _TAIL.search(named))
        and tail.start() >= 6
        and any(w in named[: tail.start()] for w in _GENRE)
    ):
        named = named[: tail.start()]
    return named.strip()


def page_date(fields: Mapping[str, str], printed: str | None, warnings: list[str]) -> str | None:
    """The day of publication that the text prints, else the page's."""
    given = find_date(fields.get("published", ""))
    if printed is None:
        return given
    if given and not given.startswith(printed):
        warnings.append(f"the text says published {printed}, the page's metadata {given}: took the text's")
    return printed


def page_publisher(fields: Mapping[str, str], printed: str | None, lexicon: Lexicon) -> str | None:
    """The publisher that the text prints, else the page's unless it is a word for none (本站)."""
    given = fields.get("publisher", "").strip()
    if printed or not given or given in lexicon.words("meta_empty"):
        return printed
    return given


def site_body(fields: Mapping[str, str]) -> str | None:
    """The body whose site the page is on (青溪县人民政府门户网站 → 青溪县人民政府)."""
    site = _MARKS.sub("", fields.get("site", ""))
    hit = _SITE.fullmatch(site)
    return (hit["body"] if hit else site) or None
