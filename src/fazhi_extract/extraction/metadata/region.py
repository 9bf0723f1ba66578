"""The region a report is about: its path, its code, and what to do with names that no table holds."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import NamedTuple

import regex

from fazhi_extract.entities.divisions import Division, gazetteer, shorten
from fazhi_extract.extraction.metadata.clues import Clues, is_no_name
from fazhi_extract.extraction.metadata.names import is_township

__all__ = ["Place", "locate", "region_of_text"]

_PROVINCE = regex.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,3}省(?=[、，,人委政])")
_PROGRAMME = regex.compile(r"(?:法治|平安|清廉|数字|美丽)(?P<short>[\u4e00-\u9fff]{2,4})")
_NUMBERED = regex.compile(
    r"(?<![\u4e00-\u9fff])(?P<short>[\u4e00-\u9fff]{4,10})[〔\[［(（【]20[0-9]{2}[〕\]］)）】]"
)
_BUILDING = regex.compile(
    r"(?:推动|推进|促进|提升|加强|深化|将|关于|对)(?P<name>[\u4e00-\u9fff]{2,5}?(?:镇|乡|街道|苏木|区|县|市|旗))"
    r"(?=法治政府建设|法治建设|依法行政|依法治理)"
)
_DIGITS = regex.compile(r"[0-9]*")
_BUILT = 8  # names that are looked for again in the text
_IN_TITLE = 100  # a name in the title outweighs any number of mentions


class Place(NamedTuple):
    """A region: path with the province first, code and table entry where the table holds it."""

    path: tuple[str, ...]
    division: Division | None = None


def region_of_text(clues: Clues, role: str | None) -> tuple[str, ...]:
    """The division that a text names most among those of its own rank; empty where that is no clear choice.

    `role` is an issuer named without its place (区司法局): its first character tells the rank.
    """
    ranks = Counter({rank: count for rank, count in clues.own.items() if rank != "局"})
    if role and role[0] in "省市县区旗州盟":
        rank: str | None = role[0]
    else:
        counted = ranks or clues.governments
        rank = counted.most_common(1)[0][0] if counted else None
    names = clues.mentions
    if rank == "省" and not any(name.endswith(("省", "自治区")) for name in names):
        names = _provinces_by_short_name(clues)
    if rank is None:
        return tuple(names) if len(names) == 1 else _built(clues, ("街道", "镇", "乡"))
    endings = ("省", "自治区") if rank == "省" else (rank,)
    fitting = {name: count for name, count in names.items() if name.endswith(endings)}
    if not fitting:
        return _of_programme(clues, rank) or _of_numbers(clues, rank) or _built(clues, rank)
    best = max(fitting.values())
    leading = [name for name, count in fitting.items() if count == best]
    clear = len(leading) == 1 and (best > 1 or len(fitting) == 1)
    return (leading[0],) if clear else ()


def _provinces_by_short_name(clues: Clues) -> Counter[str]:
    """How often each province is named without its rank, for a text that never prints the full name."""
    provinces = (d.name for d in gazetteer(clues.lexicon) if d.level == "province" and d.until is None)
    counts = Counter({name: clues.text.count(shorten(name)) for name in provinces})
    return +counts


def _of_programme(clues: Clues, rank: str) -> tuple[str, ...]:
    """The one division of a rank that a programme is named after (法治海门建设 → 海门市)."""
    table = gazetteer(clues.lexicon)
    shorts = {hit["short"][:size] for hit in _PROGRAMME.finditer(clues.body) for size in (2, 3, 4)}
    found = {name for short in shorts for name in table.full_names(short) if name.endswith(rank)}
    alive = {name for name in found if table.resolve(name, year=clues.year) is not None}
    return (alive.pop(),) if len(alive) == 1 else ()


def _of_numbers(clues: Clues, rank: str) -> tuple[str, ...]:
    """The one division of a rank that the numbers of the documents are named after (海门教办〔2024〕2号)."""
    table = gazetteer(clues.lexicon)
    shorts = {hit["short"][:size] for hit in _NUMBERED.finditer(clues.body) for size in (2, 3, 4)}
    found = {name for short in shorts for name in table.full_names(short) if name.endswith(rank)}
    alive = {name for name in found if table.resolve(name, year=clues.year) is not None}
    return (alive.pop(),) if len(alive) == 1 else ()


def _built(clues: Clues, rank: str | tuple[str, ...]) -> tuple[str, ...]:
    """The place whose rule of law the text says was built (推动柳湾镇法治政府建设), if it is named again."""
    names = dict.fromkeys(hit["name"] for hit in _BUILDING.finditer(clues.body))
    for name in islice(names, _BUILT):
        if name.endswith(rank) and clues.text.count(name) > 1 and not is_no_name(name, clues.lexicon):
            return (name,)
    return ()


def locate(names: tuple[str, ...], clues: Clues, warnings: list[str]) -> Place:
    """Where the lowest of `names` lies; a shared name that nothing tells apart gives a warning."""
    table = gazetteer(clues.lexicon)
    codes = _index_codes(clues.index)
    for at in range(len(names) - 1, -1, -1):
        full = _full_name(names[at], clues)
        candidates = table.named(full)
        if not candidates:
            continue
        division = (
            table.resolve(full, codes=codes, year=clues.year)
            or table.resolve(full, context=_context(names, clues), codes=codes, year=clues.year)
            or table.resolve(full, context=_short_names(candidates, clues.text), codes=codes, year=clues.year)
        )
        if division is None:
            where = ", ".join(sorted({" ".join(d.path[:-1]) for d in candidates}))
            warnings.append(f"{full} lies in several places ({where}) and nothing in the text says in which")
            return Place(names)
        below = names[at + 1 :]
        return Place((*division.path, *below), None if below else division)
    if not names:
        return Place(())
    told, names = names, (*_printed_parents(names[0], clues), *names)
    parent = _parent(names[0], clues, codes, _context(told, clues))
    if parent is not None:
        return Place((*parent.path, *names))
    return Place(() if len(names) == 1 and is_township(names[0]) else names)


def _context(names: tuple[str, ...], clues: Clues) -> Counter[str]:
    """How often each division is named, those of the title above all."""
    context = Counter(clues.mentions)
    context.update(dict.fromkeys(names, _IN_TITLE))
    return context


def _printed_parents(name: str, clues: Clues) -> tuple[str, ...]:
    """A place in no table printed right before `name` (云岭市青溪县), or the one such province named."""
    over = regex.search(
        rf"(?<![\u4e00-\u9fff])(?P<over>[\u4e00-\u9fff]{{2,5}}?[省市州盟县区]){regex.escape(name)}",
        clues.text,
    )
    if over and not is_no_name(over["over"], clues.lexicon):
        return (over["over"],)
    if not name.endswith(("市", "州", "盟")):
        return ()
    known = gazetteer(clues.lexicon)
    provinces = {
        p for p in _PROVINCE.findall(clues.text) if not known.named(p) and not is_no_name(p, clues.lexicon)
    }
    return tuple(provinces) if len(provinces) == 1 else ()


def _full_name(name: str, clues: Clues) -> str:
    """屏边县 → 屏边苗族自治县 where the table has no plain 屏边县."""
    table = gazetteer(clues.lexicon)
    if table.named(name) or len(name) < 3:
        return name
    longer = [n for n in table.full_names(name[:-1]) if n.endswith(name[-1]) and "自治" in n]
    return longer[0] if len(longer) == 1 else name


def _parent(name: str, clues: Clues, codes: tuple[str, ...], context: Counter[str]) -> Division | None:
    """The division that an unlisted township or zone belongs to, where page or name tells it."""
    if is_township(name):
        return _county_of(clues, codes, context)
    table = gazetteer(clues.lexicon)
    for size in (4, 3, 2):
        cities = [n for n in table.full_names(name[:size]) if n.endswith(("市", "州"))]
        if len(cities) == 1 and len(name) > size + 1 and (found := table.resolve(cities[0])) is not None:
            return found
    return None


def _county_of(clues: Clues, codes: tuple[str, ...], context: Counter[str]) -> Division | None:
    """The county the index number begins with, or the only one named up to the body's first lines."""
    table = gazetteer(clues.lexicon)
    for code in codes:
        division = table.code(code)
        if division is not None and division.level == "county":
            return division
    head = clues.text[: clues.outline.body.start + 200]
    names = dict.fromkeys(mention.name for mention in table.mentions(head))
    found = [table.resolve(name, context=context, year=clues.year) for name in names]
    counties = [d for d in found if d is not None and d.level == "county"]
    return counties[0] if len(counties) == 1 else None


def _short_names(candidates: tuple[Division, ...], text: str) -> dict[str, int]:
    """How often the short names of the candidates' parents stand in the text (法治浙江 → 浙江省)."""
    parents = {name for division in candidates for name in division.path[:-1]}
    return {name: text.count(short) for name in parents if len(short := shorten(name)) >= 2}


def _index_codes(index: str | None) -> tuple[str, ...]:
    """Division codes that an index number may begin with (330803-…, or after 11 in a credit code)."""
    hit = _DIGITS.match(index or "")
    run = hit.group() if hit else ""
    codes = [run[:6]] if len(run) >= 6 else []
    if run.startswith("11") and len(run) >= 8:
        codes.insert(0, run[2:8])
    return tuple(codes)
