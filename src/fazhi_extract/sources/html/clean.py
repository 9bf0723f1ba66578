"""A page's markup made harmless and small, in one pass, before a parser builds a tree of it.

What shows nothing (scripts, styles, comments) goes, and so do tags that only style characters: broken ones of
them make trees of quadratic size. Long tags keep only the attributes that are looked at. Nesting is counted.
"""

from __future__ import annotations

from html import unescape
from typing import NamedTuple

import regex

from fazhi_extract.errors import SourceError
from fazhi_extract.sources.limits import Limits

__all__ = ["Markup", "clean"]

# Every branch begins with a character of its own and gives nothing back, and an unclosed tag, comment or
# quotation runs to the end once: linear on any text.
_TOKEN = regex.compile(
    r"<!--(?:-?>|(?:[^-]++|-(?!-!?>))*+(?:--!?>|\Z))"
    r"|<[!?][^>]*+(?:>|\Z)"
    r"|<(?P<close>/?+)(?P<name>[a-zA-Z][^\s/>]*+)"
    r"""(?P<rest>(?:[^>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+|["']){0,20000}+)(?:>|\Z)"""
    r"|<(?P<long>[a-zA-Z/][^\s/>]*+)"
)
_ATTRIBUTE = regex.compile(
    r"""(?<=[\s"'/])(?P<name>id|class|href|src|data|colspan|rowspan|style|name|property|content|title|rel|type|hidden)"""
    r"""\s*+=\s*+(?P<value>"[^"]*+"|'[^']*+'|[^\s"'>]++)""",
    regex.IGNORECASE,
)
_RAW = {
    name: regex.compile(rf"</{name}(?=[\s/>])[^>]*+(?:>|\Z)", regex.IGNORECASE)
    for name in (
        "script",
        "style",
        "textarea",
        "xmp",
        "iframe",
        "noembed",
        "noframes",
        "select",
        "svg",
        "math",
    )
}
_STYLING = frozenset(
    [
        "abbr",
        "acronym",
        "b",
        "bdo",
        "big",
        "blink",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "nobr",
        "noscript",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_NO_NESTING = frozenset(
    [
        "a",
        "area",
        "base",
        "br",
        "col",
        "colgroup",
        "dd",
        "dt",
        "embed",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "input",
        "li",
        "link",
        "meta",
        "option",
        "p",
        "param",
        "source",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "track",
    ]
)
_HOLDING = frozenset(["textarea", "xmp"])
_FRAMES = frozenset(["iframe", "object"])
_DISPLAY = regex.compile(r"display\s*:\s*(?:none|block|flex|grid|table\b|list-item)", regex.IGNORECASE)
_LONG_TAG = 300
_LONG_VALUE = 2000
_SCRIPTS = 1_000_000


class Markup(NamedTuple):
    """What a parser is given, and the text of the scripts, up to a bound."""

    text: str
    scripts: str
    holds: bool = False
    """Whether something is kept where a script would fetch it from: in a field for typing, for example."""


def clean(text: str, limits: Limits, *, opened: bool = False) -> Markup:
    """Cut away what shows nothing; `opened` shows as markup what is kept for scripts.

    Raises:
        SourceError: for more tags, or deeper nesting, than `limits` allow.
    """
    kept: list[str] = []
    scripts: list[str] = []
    at = depth = tags = taken = 0
    holds = False
    spans: list[bool] = []
    while (token := _TOKEN.search(text, at)) is not None:
        kept.append(text[at : token.start()])
        at = token.end()
        if token["long"] is not None:
            raise SourceError(f"its tag <{token['long'][:20]}> has more attributes than any page needs")
        if token["name"] is None:
            continue
        name = token["name"].lower()
        tags += 1
        if tags > limits.max_tags:
            raise SourceError(f"it has more than {limits.max_tags:,} tags; raise limits=Limits(max_tags=…)")
        if name in _RAW:
            if token["close"]:
                continue
            end = _RAW[name].search(text, at)
            stop = end.start() if end else len(text)
            if name == "script" and taken < _SCRIPTS:
                scripts.append(text[at : min(stop, at + _SCRIPTS - taken)])
                taken += len(scripts[-1])
            if name in _HOLDING and stop > at:
                holds = True
                kept.append(f"<div>{clean(unescape(text[at:stop]), limits).text}</div>" if opened else "")
            at = end.end() if end else len(text)
            kept.append(_shown(token) if name == "iframe" else "")
            continue
        if ":" in name or (name in _STYLING and not (name == "span" and _laid_out(token, spans))):
            continue
        if name not in _NO_NESTING:
            depth = depth + 1 if not token["close"] else max(depth - 1, 0)
            if depth > limits.max_depth:
                raise SourceError(
                    f"its tags nest more than {limits.max_depth:,} deep; raise limits=Limits(max_depth=…)"
                )
        kept.append(_shown(token))
    kept.append(text[at:])
    return Markup("".join(kept), "\n".join(scripts), holds)


def _laid_out(token: regex.Match[str], spans: list[bool]) -> bool:
    """Whether a span hides what it holds or sets it on lines of its own; `spans` are those that are open."""
    if token["close"]:
        return spans.pop() if spans else False
    spans.append(_DISPLAY.search(token["rest"]) is not None)
    return spans[-1]


def _shown(token: regex.Match[str]) -> str:
    """A tag as it is, a long one with its known attributes alone; a frame becomes a link."""
    name = token["name"].lower()
    if token["close"]:
        return f"</{name}>"
    if name not in _FRAMES and len(token["rest"]) <= _LONG_TAG:
        return f"<{name}{token['rest']}>"
    found: dict[str, str] = {}
    for hit in _ATTRIBUTE.finditer(token["rest"]):
        found.setdefault(hit["name"].lower(), hit["value"])
        if len(found) > 20:
            break
    if name in _FRAMES:
        source = found.get("src", found.get("data", "")).strip("\"'")[:_LONG_VALUE].replace('"', "")
        return f'<embed src="{source}">'
    return (
        f"<{name} "
        + " ".join(f"{key}={value}" for key, value in found.items() if len(value) <= _LONG_VALUE)
        + ">"
    )
