"""XML from strangers → elements: no document type, so no entities, and depth counted while reading."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from fazhi_extract.errors import SourceError

__all__ = ["parse_xml"]

_CHUNK = 1 << 16


class _Builder(TreeBuilder):
    """Builds elements whose names have lost their namespace, if it is one of `bare`."""

    def __init__(self, bare: frozenset[str], max_depth: int, max_elements: int) -> None:
        super().__init__()
        self._bare = bare
        self._names: dict[str, str] = {}
        self._depth = 0
        self._max_depth = max_depth
        self._left = max_elements
        self._max_elements = max_elements

    def _name(self, name: str) -> str:
        space, _, local = name.rpartition("}")
        short = local if space[1:] in self._bare else name
        if len(self._names) < 10_000:
            self._names[name] = short
        return short

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self._depth += 1
        self._left -= 1
        if self._left < 0:
            raise SourceError(f"it has more than {self._max_elements:,} elements; no report does")
        if self._depth > self._max_depth:
            raise SourceError(f"its elements are nested more than {self._max_depth} deep")
        names = self._names
        if attrs:
            attrs = {names.get(key) or self._name(key): value for key, value in attrs.items()}
        return super().start(names.get(tag) or self._name(tag), attrs)

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return super().end(self._names.get(tag) or self._name(tag))

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:  # noqa: ARG002
        raise SourceError("it declares a document type, which no Office document does; it may be an attack")


def parse_xml(
    data: bytes,
    *,
    bare: frozenset[str] = frozenset(),
    max_depth: int = 256,
    max_elements: int = 1_000_000,
) -> Element:
    """The root element of `data`.

    Args:
        data: XML in any encoding that it declares and expat knows.
        bare: namespaces that names are written without; others stay as `{namespace}name`.
        max_depth: of elements in elements.
        max_elements: of all.

    Raises:
        SourceError: when it is not well-formed, declares a document type, is nested too deeply or too large.
    """
    parser = XMLParser(target=_Builder(bare, max_depth, max_elements))
    try:
        for at in range(0, len(data), _CHUNK):
            parser.feed(data[at : at + _CHUNK])
        root: Element = parser.close()
    except (ParseError, ValueError, LookupError) as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError(f"its XML is damaged: {error}") from error
    return root
