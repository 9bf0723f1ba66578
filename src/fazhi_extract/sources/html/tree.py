"""A page as a tree of our own: elements, attributes, text. The only module that knows the parser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fazhi_extract.errors import MissingPackageError

__all__ = ["Node", "parse"]

_DROPPED = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "textarea",
        "select",
        "option",
        "button",
        "svg",
        "math",
        "audio",
        "video",
        "canvas",
        "object",
        "applet",
        "nav",
        "footer",
        "aside",
        "marquee",
    ]
)


class Node:
    """An element. `children` are elements and strings, in order; `holds_table` looks below."""

    __slots__ = ("attrs", "children", "holds_table", "parent", "tag")

    def __init__(self, tag: str, attrs: dict[str, str], parent: Node | None) -> None:
        """Make an element without children, and tell the tables around a table of it."""
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.children: list[Node | str] = []
        self.holds_table = False
        if tag == "table":
            above = parent
            while above is not None and not above.holds_table:
                above.holds_table = True
                above = above.parent

    @property
    def names(self) -> list[str]:
        """Its id and classes, in lower case."""
        return f"{self.attrs.get('id', '')} {self.attrs.get('class', '')}".lower().split()

    def walk(self) -> Iterator[Node | str]:
        """Everything below, in order."""
        stack: list[Node | str] = list(reversed(self.children))
        while stack:
            found = stack.pop()
            yield found
            if isinstance(found, Node):
                stack.extend(reversed(found.children))

    def text(self) -> str:
        """All text below."""
        return "".join(part for part in self.walk() if isinstance(part, str))


def parse(markup: str) -> Node:
    """The tree of a cleaned page, as browsers build it.

    Raises:
        MissingPackageError: when selectolax is not installed.
    """
    try:
        from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415  (only where a page is read)
    except ImportError as error:
        raise MissingPackageError(
            "pages are read with selectolax: pip install 'fazhi-extract[html]'"
        ) from error
    root = Node("#page", {}, None)
    found: Any = LexborHTMLParser(markup.encode("utf-8", "replace").decode("utf-8")).root
    into = root
    while found is not None:
        entered = None
        if found.is_text_node:
            into.children.append(found.text_content or "")
        elif found.is_element_node and (tag := found.tag) not in _DROPPED:
            attrs = {name: value or "" for name, value in found.attributes.items()}
            entered = Node(tag, attrs, into)
            into.children.append(entered)
        if entered is not None and found.child is not None:
            into, found = entered, found.child
            continue
        while found is not None and found.next is None:
            found = found.parent
            if found is None or into.parent is None:
                return root
            into = into.parent
        found = found.next if found is not None else None
    return root
