"""Whose report it is: issuer, region with its path and code, level."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Literal, NamedTuple

import regex

from fazhi_extract.entities.divisions import Division, gazetteer, shorten
from fazhi_extract.extraction.metadata.names import (
    PlacedName,
    expand_government,
    is_bureau,
    is_government,
    is_township,
    place_words,
    split_name,
)
from fazhi_extract.lexicon import Lexicon
from fazhi_extract.models import Entity
from fazhi_extract.outline.structure import Outline

__all__ = ["Clues", "Identity", "identify"]

Level = Literal["national", "province", "city", "county", "township", "department"]

_TITLE_NAME = regex.compile(
    r"^\s*(?:中国[^\s]{0,0})?(?:关于)?\s*(?:(?:19|20)[0-9]{2}\s*年(?:度|上半年|下半年)?)?\s*(?:关于)?"
    r"(?P<name>[^，,。]{2,60}?)\s*(?=关于|(?:19|20)[0-9]{2}|二[〇零○]|法治政府|推进|落实|贯彻|依法行政|依法治|法治建设|年度|履行|开展|工作总结|[（(])"
)
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_OWN = regex.compile(
    r"[我全](?P<rank>省|市|县|区|旗|州|盟|镇|乡|街道)(?![场民容域块间])|我(?P<body>局|委|厅|办|院|中心|支队|大队)(?![们员理公])"
)
_STATE = regex.compile(r"(?<![\u4e00-\u9fff])(?P<rank>省|市|县|区|旗|州|盟)(?:人民)?政府")
_SUBJECT = regex.compile(
    r"(?:^|[\s,，。;；:：]|年来?|现将|以来)(?P<name>[\u4e00-\u9fff]{1,8}?(?:省|自治区|市|自治州|州|盟|自治县|县|区|旗|街道|街|镇|乡|苏木))"
)
_SPACES = regex.compile(r"\s+")
_OPENING = 400
_PROVINCE = regex.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,3}省(?=[、，,人委政])")
_PLACEHOLDER = regex.compile(r"^[某xX×＊*我全各本该]")
_NO_NAME = regex.compile(r"[依法治建推加各强的]")
_RANKS = {
    "省": "province",
    "市": "city",
    "州": "city",
    "盟": "city",
    "县": "county",
    "区": "county",
    "旗": "county",
    "镇": "township",
    "乡": "township",
    "街道": "township",
}


class Clues(NamedTuple):
    """What the issuer and the region are told by."""

    text: str
    outline: Outline
    title: str | None
    publishers: tuple[str, ...]
    index: str | None
    organizations: tuple[Entity, ...]
    year: int | None
    lexicon: Lexicon


class Identity(NamedTuple):
    """Who reports on where."""

    issuer: str | None
    region: str | None
    path: tuple[str, ...]
    code: str | None
    level: Level | None


def identify(clues: Clues, warnings: list[str]) -> Identity:
    """Issuer and region of the report; None where nothing tells them, with a warning for an open choice."""
    issuer, region_names = _named(clues)
    if not region_names:
        region_names = _region_of_text(clues, issuer)
    path, code, division = _locate(region_names, clues, warnings)
    region = region_names[-1] if region_names else None
    if issuer is None:
        issuer = _by_text(clues, region)
    elif (
        region
        and not split_name(issuer, clues.lexicon).places
        and not _is_joint(issuer)
        and clues.title is None
    ):
        issuer = region + issuer.lstrip("省市县区旗州盟")
    return Identity(issuer, region, path, code, _level(clues, issuer, region, division))


def _is_joint(issuer: str) -> bool:
    return " " in issuer


def _named(clues: Clues) -> tuple[str | None, tuple[str, ...]]:
    """Issuer and its places, from title, signature, text and publisher, in this order."""
    lexicon = clues.lexicon
    titled = _title_name(clues.title)
    if titled:
        first = _SPACES.split(titled)[-1]
        parts = split_name(first, lexicon)
        if _PLACEHOLDER.match(first):
            return None, ()
        if parts.rest and (is_government(parts.rest) or is_bureau(parts.rest)):
            return _fuller(expand_government(titled), clues), parts.places
        if parts.places and not parts.rest:
            issuer = _government_of(parts, clues)
            longer = split_name(issuer, lexicon).places
            return issuer, longer if len(longer) > len(parts.places) else parts.places
    for line in _signature_names(clues):
        parts = split_name(_SPACES.split(line)[-1], lexicon)
        if parts.places and (is_government(parts.rest) or is_bureau(parts.rest)):
            return line, parts.places
    return _subject(clues)


def _title_name(title: str | None) -> str | None:
    if not title:
        return None
    hit = _TITLE_NAME.match(title.translate(_WIDE))
    return title[hit.start("name") : hit.end("name")].strip() if hit else None


def _fuller(name: str, clues: Clues) -> str:
    """The publisher's or signature's longer form of an abbreviated name (市场监管局 → 市场监督管理局)."""
    parts = split_name(name, clues.lexicon)
    for other in (*_signature_names(clues), *clues.publishers):
        if other.endswith(name) and len(other) <= len(name) + 12:
            return other
        longer = split_name(other, clues.lexicon)
        if (
            longer.places[-1:] == parts.places[-1:]
            and is_bureau(other)
            and _abbreviates(parts.rest, longer.rest)
        ):
            return other
    return name


def _abbreviates(short: str, long: str) -> bool:
    rest = iter(long)
    return len(short) < len(long) and short[-1:] == long[-1:] and all(char in rest for char in short)


def _signature_names(clues: Clues) -> list[str]:
    names = []
    for line in clues.outline.signature:
        printed = clues.text[line.start : line.end].strip()
        name = regex.split(
            r"[\s]*(?:19|20|１９|２０|二[〇零○])[0-9０-９〇零○一二三四五六七八九]{2}\s*年", printed
        )[0].strip()
        if name and (is_government(name) or is_bureau(name)):
            names.append(name)
    return names


def _government_of(parts: PlacedName, clues: Clues) -> str:
    """The government of the region that a title names without a body."""
    region = parts.places[-1]
    end = "办事处" if region.endswith("街道") else "人民政府"
    plain = region + end
    if any(entity.text == plain for entity in clues.organizations):
        return plain
    for name in (*_signature_names(clues), *clues.publishers):
        if name.endswith(plain):
            return name
    return plain


def _subject(clues: Clues) -> tuple[str | None, tuple[str, ...]]:
    """The reporting body as the opening of the body names it, else as a publisher's cell does."""
    start = clues.outline.body.start
    lexicon = clues.lexicon
    own = _own_ranks(clues)
    department = own["局"] > 0
    counts = Counter(entity.text for entity in clues.organizations)
    roles = [p for p in clues.publishers if is_bureau(p)]
    placed: list[tuple[Entity, PlacedName]] = []
    for entity in clues.organizations:
        parts = split_name(entity.text, lexicon)
        if (
            parts.places
            and not _PLACEHOLDER.match(entity.text)
            and (is_bureau(parts.rest) or is_government(parts.rest))
        ):
            placed.append((entity, parts))
    for entity, parts in placed:
        opening = start <= entity.span.start < start + _OPENING
        if (
            opening
            and is_bureau(parts.rest) == (department or (counts[entity.text] > 1 and is_bureau(parts.rest)))
            and (_begins_clause(clues.text, entity.span.start) or counts[entity.text] > 1)
        ):
            return entity.text, parts.places
    for role in roles:
        bare = split_name(role, lexicon)
        if bare.places:
            return role, bare.places
        for entity, parts in placed:
            if role.endswith(parts.rest) and parts.rest and len(role) <= len(parts.rest) + 1:
                return entity.text, parts.places
    for name in clues.publishers:
        parts = split_name(name, lexicon)
        if parts.places and is_government(parts.rest) and not department:
            return name, parts.places
    for entity, parts in placed:
        if department and is_bureau(parts.rest) and parts.rest.endswith("局") and counts[entity.text] > 1:
            return entity.text, parts.places
    if not department and (place := _subject_place(clues)):
        return _government_of(PlacedName((place,), ""), clues), (place,)
    return None, ()


def _begins_clause(text: str, start: int) -> bool:
    before = text[max(start - 2, 0) : start]
    return (
        not before
        or not "\u4e00" <= before[-1] <= "\u9fff"
        or before in ("现将", "年来", "以来")
        or before[-1] in "年将"
    )


def _subject_place(clues: Clues) -> str | None:
    """A place that opens a clause at the beginning (2019年,南昌县全面…)."""
    start = clues.outline.body.start
    table, stop = gazetteer(clues.lexicon), place_words(clues.lexicon)
    for hit in _SUBJECT.finditer(clues.text, start, min(start + _OPENING, clues.outline.body.end)):
        name = hit["name"]
        if name[-2:] in stop or _NO_NAME.search(name) or _PLACEHOLDER.match(name):
            continue
        if table.named(name):
            return name
        if 3 <= len(name) <= 6 and clues.text.count(name) >= 2:
            return name + "道" if name[-1] == "街" else name
    return None


def _own_ranks(clues: Clues) -> Counter[str]:
    """How often the text says 我区, 全区 (by rank) and 我局 (as 局)."""
    counts: Counter[str] = Counter()
    for hit in _OWN.finditer(clues.text, clues.outline.body.start, clues.outline.body.end):
        counts["局" if hit["body"] else hit["rank"]] += 1
    return counts


def _region_of_text(clues: Clues, issuer: str | None) -> tuple[str, ...]:
    """The region that a text without a named issuer is about: the division it names most, of its own rank."""
    ranks = _own_ranks(clues)
    del ranks["局"]
    if issuer and issuer[0] in _RANKS:
        ranks[issuer[0]] += 1000
    if not ranks:
        ranks.update(hit["rank"] for hit in _STATE.finditer(clues.text))
    rank = ranks.most_common(1)[0][0] if ranks else None
    names = Counter(mention.name for mention in gazetteer(clues.lexicon).mentions(clues.text))
    if not names:
        return ()
    fitting = [(count, name) for name, count in names.items() if rank is None or name.endswith(rank)]
    if rank in ("市", "县", "区", "旗") and fitting:
        best = max(count for count, _ in fitting)
        leading = [name for count, name in fitting if count == best]
        return (leading[0],) if len(leading) == 1 and (best > 1 or len(fitting) == 1) else ()
    if rank is None and len(names) == 1:
        return (next(iter(names)),)
    if rank == "省" and (provinces := [n for n in names if n.endswith(("省", "自治区"))]):
        return (max(provinces, key=lambda n: names[n]),)
    return ()


def _locate(
    names: tuple[str, ...], clues: Clues, warnings: list[str]
) -> tuple[tuple[str, ...], str | None, Division | None]:
    """Path, code and division of the lowest of `names` that the table knows; places below it follow in the path."""
    table = gazetteer(clues.lexicon)
    context = Counter(mention.name for mention in table.mentions(clues.text))
    for name in names:
        context[name] += 100
    codes = _index_codes(clues.index)
    for at in range(len(names) - 1, -1, -1):
        full = _full_name(names[at], clues)
        if not (candidates := table.named(full)):
            continue
        division = table.resolve(full, context=context, codes=codes, year=clues.year)
        if division is None:
            division = table.resolve(
                full, context=_short_context(candidates, clues.text), codes=codes, year=clues.year
            )
        if division is None:
            where = ", ".join(sorted({" ".join(d.path[:-1]) for d in candidates}))
            warnings.append(f"{full} lies in several places ({where}) and nothing in the text says in which")
            return names, None, None
        below = names[at + 1 :]
        return (*division.path, *below), None if below else division.code, None if below else division
    names = (*_printed_parents(names, clues), *names)
    parent = _parent(names, clues, codes, context)
    if parent is not None:
        return (*parent.path, *names), None, None
    return (() if len(names) == 1 and is_township(names[0]) else names), None, None


def _printed_parents(names: tuple[str, ...], clues: Clues) -> tuple[str, ...]:
    """Places in no table that the text prints right before the outermost of `names` (云岭市青溪县), or a province."""
    if not names:
        return ()
    hit = regex.search(
        rf"(?<![\u4e00-\u9fff])(?P<over>[\u4e00-\u9fff]{{2,5}}?[省市州盟县区]){regex.escape(names[0])}",
        clues.text,
    )
    if hit and not _NO_NAME.search(hit["over"]) and not _PLACEHOLDER.match(hit["over"]):
        return (hit["over"],)
    if names[0].endswith(("市", "州", "盟")):
        provinces = Counter(_PROVINCE.findall(clues.text))
        known = gazetteer(clues.lexicon)
        invented = [name for name in provinces if not known.named(name) and not _NO_NAME.search(name)]
        if len(invented) == 1:
            return (invented[0],)
    return ()


def _full_name(name: str, clues: Clues) -> str:
    """屏边县 → 屏边苗族自治县 where the table has no plain 屏边县."""
    table = gazetteer(clues.lexicon)
    if table.named(name) or len(name) < 3:
        return name
    longer = [n for n in table.full_names(name[:-1]) if n.endswith(name[-1]) and "自治" in n]
    return longer[0] if len(longer) == 1 else name


def _parent(
    names: tuple[str, ...], clues: Clues, codes: tuple[str, ...], context: Counter[str]
) -> Division | None:
    """The division that an unlisted township or zone belongs to: by its index number, or the county named around it."""
    table = gazetteer(clues.lexicon)
    if not names:
        return None
    for code in codes:
        if (
            (division := table.code(code)) is not None
            and division.level == "county"
            and is_township(names[0])
        ):
            return division
    if is_township(names[0]):
        head = clues.text[: clues.outline.body.start + 200]
        near = [m.name for m in table.mentions(head)]
        found = [
            d
            for n in dict.fromkeys(near)
            if (d := table.resolve(n, context=context, year=clues.year)) is not None
        ]
        counties = [d for d in found if d.level == "county"]
        if len(counties) == 1:
            return counties[0]
        return None
    for size in (4, 3, 2):
        cities = [n for n in table.full_names(names[0][:size]) if n.endswith(("市", "州"))]
        if (
            len(cities) == 1
            and len(names[0]) > size + 1
            and (division := table.resolve(cities[0])) is not None
        ):
            return division
    return None


def _short_context(candidates: tuple[Division, ...], text: str) -> dict[str, int]:
    """How often the short names of the candidates' parents stand in the text."""
    parents = {name for division in candidates for name in division.path[:-1]}
    return {name: text.count(short) for name in parents if len(short := shorten(name)) >= 2}


def _index_codes(index: str | None) -> tuple[str, ...]:
    """Division codes that an index number may begin with (330803-…, or after 11 in a credit code)."""
    if not index:
        return ()
    digits = regex.match(r"[0-9]*", index)
    run = digits.group() if digits else ""
    codes = [run[:6]] if len(run) >= 6 else []
    if run.startswith("11") and len(run) >= 8:
        codes.insert(0, run[2:8])
    return tuple(codes)


def _by_text(clues: Clues, region: str | None) -> str | None:
    """The issuer that follows from 我局 with a field of work, or from 区政府, and the region."""
    if region is None:
        return None
    own = _own_ranks(clues)
    if own["局"] or _role_body(clues):
        role = _role_body(clues)
        issuer = region + role if role else _by_field(clues, region)
        if issuer is None:
            return None
        return next((e.text for e in clues.organizations if e.text.endswith(issuer)), issuer)
    ranks = Counter(hit["rank"] for hit in _STATE.finditer(clues.text))
    if region[-1] in ranks or region[-1] in own:
        return region + "人民政府"
    return None


def _role_body(clues: Clues) -> str | None:
    """A bureau named by its role that opens a clause at the beginning (…,区统计局严格…; 2021年,教育厅以…)."""
    start = clues.outline.body.start
    for entity in clues.organizations:
        if not start <= entity.span.start < start + _OPENING:
            continue
        if entity.text.startswith(("国", "中央", "中共", "全国")):
            continue
        bare = entity.text.lstrip("省市县区旗州盟")
        if (
            len(entity.text) - len(bare) <= 1
            and regex.search(r"[^我]+(?:局|厅)$", bare)
            and len(bare) >= 3
            and (_begins_clause(clues.text, entity.span.start))
            and clues.text[entity.span.end : entity.span.end + 1] not in "、和的"
        ):
            return bare
    return None


@lru_cache(maxsize=8)
def _fields(lexicon: Lexicon) -> dict[str, tuple[str, str]]:
    return {row[0]: (row[1], row[2]) for row in lexicon.rows("meta_fields")}


def _by_field(clues: Clues, region: str) -> str | None:
    fields = _fields(clues.lexicon)
    body = clues.text[clues.outline.body.start : clues.outline.body.end]
    own = regex.search(r"我([局厅委])", body)
    head = own.group(1) if own else "局"
    counts = {word: body.count(word + "工作") * 3 + body.count(word + "系统") for word in fields}
    best = max(counts, key=lambda word: counts[word])
    if counts[best] == 0 or head not in fields[best][1]:
        return None
    rivals = [word for word in counts if counts[word] == counts[best] and fields[word][0] != fields[best][0]]
    return None if rivals else region + fields[best][0] + ("委员会" if head == "委" else head)


def _level(clues: Clues, issuer: str | None, region: str | None, division: Division | None) -> Level | None:
    if issuer and is_bureau(issuer):
        return "department"
    if issuer is None and _own_ranks(clues)["局"]:
        return "department"
    if division is not None:
        return division.level
    if region:
        if is_township(region):
            return "township"
        if region.endswith(("省", "自治区")):
            return "province"
        if region.endswith(("市", "州", "盟", "地区")):
            return "city"
        return "county"
    own = _own_ranks(clues)
    if not own:
        own.update(hit["rank"] for hit in _STATE.finditer(clues.text))
    for rank, _ in own.most_common(1):
        return _RANKS.get(rank)  # type: ignore[return-value]
    return None
