"""Automatic numbers: what Word and WPS print before a paragraph, but keep in another part of the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from fazhi_extract.sources.docx.counting import write_number
from fazhi_extract.sources.docx.styles import Styles, value_of

__all__ = ["Numbering"]

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    restart: int | None = None
    decimal: bool = False
    style: str | None = None


@dataclass(slots=True)
class _List:
    """A `w:num`: the levels of a list; lists of one abstract list count together."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts numbered paragraphs in the order they come, and writes their labels."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        """Read `numbering.xml`; None where the file has none."""
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def label(self, properties: Element | None) -> str:
        """The number printed before a paragraph with these properties (`w:pPr`), which is thereby counted."""
        style = value_of(properties, "pStyle") or self._styles.default
        number = properties.find("numPr") if properties is not None else None
        name, level = value_of(number, "numId"), _int(value_of(number, "ilvl"))
        styled_name, styled_level = self._styles.numbering(style)
        if name is None:
            name = styled_name
            if level is None:
                level = styled_level if styled_level is not None else self._linked(name, style)
        found = self._lists.get(name) if name is not None else None
        if name is None or found is None:
            return ""
        return self._count(name, found, min(max(level or 0, 0), _LEVELS - 1))

    def _linked(self, name: str | None, style: str | None) -> int | None:
        """The level that names the paragraph's style."""
        levels = self._lists[name].levels if name in self._lists else {}
        return next((at for at, level in levels.items() if style is not None and level.style == style), None)

    def _count(self, name: str, found: _List, at: int) -> str:
        counts = self._counts.setdefault(found.abstract, [None] * _LEVELS)
        levels = found.levels
        level = levels.get(at)
        if level is None:
            return ""
        before = counts[at]
        if at in found.starts and (name, at) not in self._started:
            counts[at] = found.starts[at]
        else:
            counts[at] = level.start if before is None else before + 1
        self._started.add((name, at))
        for deeper in range(at + 1, _LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart > 0 and at < restart):
                counts[deeper] = None
        return self._write(levels, counts, at)

    def _write(self, levels: dict[int, _Level], counts: list[int | None], at: int) -> str:
        level = levels[at]
        if level.form == "bullet":
            return ""

        def number(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            if place > at or place not in levels:
                return ""
            if counts[place] is None:
                counts[place] = levels[place].start
            form = levels[place].form
            if level.decimal and place != at:
                form = "decimal"
            return write_number(counts[place] or 0, form)

        return _PRIVATE.sub("", _PLACE.sub(number, level.pattern)).strip()

    def _read(self, root: Element) -> None:
        abstracts: dict[str, dict[int, _Level]] = {}
        links: dict[str, str] = {}
        for abstract in root.iter("abstractNum"):
            name = abstract.get("abstractNumId", "")
            abstracts[name] = {_at(level): _level(level, None) for level in abstract.findall("lvl")}
            if link := value_of(abstract, "numStyleLink"):
                links[name] = link
        nums = root.findall("num")
        of_num = {num.get("numId", ""): value_of(num, "abstractNumId") or "" for num in nums}
        for name, link in links.items():
            linked, _ = self._styles.numbering(link)
            abstracts[name] = abstracts.get(of_num.get(linked or "", ""), {}) or abstracts[name]
        for num in nums:
            abstract_name = value_of(num, "abstractNumId") or ""
            levels = dict(abstracts.get(abstract_name, {}))
            starts: dict[int, int] = {}
            for override in num.findall("lvlOverride"):
                at = _at(override)
                start = _int(value_of(override, "startOverride"))
                if start is not None:
                    starts[at] = start
                if (level := override.find("lvl")) is not None:
                    levels[at] = _level(level, levels.get(at))
            self._lists[num.get("numId", "")] = _List(abstract_name, levels, starts)
        self._lists.pop("0", None)


def _at(element: Element) -> int:
    return min(max(_int(element.get("ilvl")) or 0, 0), _LEVELS - 1)


def _level(element: Element, base: _Level | None) -> _Level:
    form = element.find(".//numFmt")
    legal = element.find("isLgl")
    start, restart = _int(value_of(element, "start")), _int(value_of(element, "lvlRestart"))
    level = base or _Level()
    text = value_of(element, "lvlText")
    return replace(
        level,
        start=level.start if start is None else start,
        form=level.form if form is None else form.get("val", "decimal"),
        pattern=level.pattern if text is None else text[:100],
        restart=level.restart if restart is None else restart,
        decimal=legal is not None and legal.get("val", "1") not in {"0", "false", "off"},
        style=value_of(element, "pStyle") or level.style,
    )


def _int(text: str | None) -> int | None:
    try:
        return int(text[:10]) if text else None
    except ValueError:
        return None
