"""The body whose report it is, as title, signature, text or publisher name it, or as follows from 我局."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import regex

from fazhi_extract.entities.divisions import gazetteer
from fazhi_extract.entities.words import words_pattern
from fazhi_extract.extraction.metadata.clues import (
    OPENING,
    Clues,
    begins_clause,
    is_no_name,
    opens_report,
)
from fazhi_extract.extraction.metadata.names import (
    expand_government,
    is_bureau,
    is_common_word,
    is_government,
    place_words,
    split_name,
)
from fazhi_extract.lexicon import Lexicon
from fazhi_extract.models import Entity

__all__ = ["Issuer", "implied_issuer", "printed_issuer", "role_in_opening"]

_TITLE_NAME = regex.compile(
    r"^\s*(?:关于)?\s*(?:(?:19|20)[0-9]{2}\s*年(?:度|上半年|下半年)?)?\s*(?:关于)?(?P<name>[^，,。]{2,60}?)\s*"
    r"(?=关于|(?:19|20)[0-9]{2}|二[〇零○]|法治政府|推进|落实|贯彻|依法行政|依法治|法治建设|年度|履行|开展|工作总结|[（(])"
)
_BESIDE = regex.compile(  # the party committee printed in one with its government
    r"^中共[^\s]{2,16}?(?:委员会|委)(?=[^\s]{2,20}(?:人民政府|办事处|管理委员会)$)"
)
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_ANNOUNCED = re.compile(r"现将《(?P<title>[^《》\n]{6,50}(?:报告|情况|总结))》")
_SUBJECT = regex.compile(
    r"(?:^|[\s,，。;；:：]|年来?|现将|以来)"
    r"(?P<name>[\u4e00-\u9fff]{1,8}?(?:省|自治区|市|自治州|州|盟|自治县|县|区|旗|街道|街(?!街?道)|镇|乡|苏木))"
)
_SIGNED_DATE = regex.compile(r"\s*(?:19|20|１９|２０|二[〇零○])[0-9０-９〇零○一二三四五六七八九]{2}\s*年")
_SPACES = regex.compile(r"\s+")
_FIELD_NOUNS = "(?:各项)?(?:工作|系统|领域|事业)"
_COMMITTEES = frozenset({"委", "党委", "党工委", "委员会", "盟委", "地委"})
_ZONE = regex.compile(r"(?:开发区|高新区|经开区|示范区|度假区|保税区|合作区|管理区|园区|新区|试验区)$")
_LONGEST_BYLINE = 40
_PARTY_OF_BUREAU = re.compile("(?<=[局厅])党[组委]$")
_COMMITTEE = regex.compile(r"管委会|管理委员会")
_COUNTY = regex.compile(r"(?<!\p{Han})[县区市](?:人民)?政府")
_OFFICES = {"街道": "办事处", "盟": "行政公署", "地区": "行政公署"}  # in a government's place
_NATIONAL = regex.compile(
    r"[^省市县区旗州盟][\u4e00-\u9fff]{2,12}(?:部|总局|署)|国家[\u4e00-\u9fff]{2,12}[局委]"
)
_ROLE = regex.compile(r"[^我]+[局厅]$")
_OWN_HEAD = re.compile(r"我([局厅委])")


class Issuer(NamedTuple):
    """A body and the places its name begins with; no name where only the places are told."""

    name: str | None
    places: tuple[str, ...] = ()


def printed_issuer(clues: Clues) -> Issuer:
    """The issuer by title, else signature, else the opening of the body, else the publisher's cell."""
    named = _by_title(clues)
    if named is not None:
        return named
    for line in _signatures(clues):
        parts = split_name(_SPACES.split(line)[-1], clues.lexicon)
        if parts.places and _is_body(parts.rest):
            return Issuer(line, parts.places)
    for named in chain(_under_title(clues), _in_opening(clues), _by_publisher(clues), _by_repetition(clues)):
        return named
    if clues.subject is not None and _NATIONAL.fullmatch(clues.subject.text):
        return Issuer(clues.subject.text)
    place = None if clues.department else _subject_place(clues)
    return Issuer(_government(place, clues), (place,)) if place else Issuer(None)


def _is_body(rest: str) -> bool:
    return is_government(rest) or is_bureau(rest)


def _by_title(clues: Clues) -> Issuer | None:
    title = clues.title or _announced(clues)
    if title is None or not (hit := _TITLE_NAME.match(title.translate(_WIDE))):
        return None
    name = _BESIDE.sub("", title[hit.start("name") : hit.end("name")].strip())
    last = _SPACES.split(name)[-1]
    parts = split_name(last, clues.lexicon)
    if parts.places and is_no_name(parts.places[0], clues.lexicon, begin=1):
        return Issuer(None)
    if parts.rest[:1] in ("我", "本") and not parts.places:  # 关于我局…的报告
        return None
    if parts.rest and _is_body(parts.rest):
        return Issuer(_fuller(expand_government(name), clues), parts.places)
    if parts.places and not parts.rest:
        issuer = _government(parts.places[-1], clues)
        longer = split_name(issuer, clues.lexicon).places
        return Issuer(issuer, longer if len(longer) > len(parts.places) else parts.places)
    return None


def _announced(clues: Clues) -> str | None:
    """The title that an announcement gives: 现将《云岭市司法局2025年度…报告》予以公布."""
    start = clues.outline.body.start
    hit = _ANNOUNCED.search(clues.text, start, start + OPENING)
    return hit["title"] if hit else None


def _fuller(name: str, clues: Clues) -> str:
    """A publisher's or signature's longer form of the name: with its city, or 市场监管局 written out."""
    parts = split_name(name, clues.lexicon)
    for other in (*_signatures(clues), *clues.publishers):
        if other.endswith(name) and len(other) <= len(name) + 12:
            return other
        longer = split_name(other, clues.lexicon)
        same_place = longer.places[-1:] == parts.places[-1:]
        if same_place and is_bureau(other) and _abbreviates(parts.rest, longer.rest):
            return other
    return name


def _abbreviates(short: str, long: str) -> bool:
    rest = iter(long)
    return len(short) < len(long) and short[-1:] == long[-1:] and all(char in rest for char in short)


def _signatures(clues: Clues) -> list[str]:
    lines = (clues.text[line.start : line.end].strip() for line in clues.outline.signature)
    names = (_SIGNED_DATE.split(line)[0].strip() for line in lines)
    return [name for name in names if name and _is_body(name)]


def _government(region: str, clues: Clues) -> str:
    """The government of a region that is named without a body, as the text prints it where it does."""
    zone = _ZONE.search(region) and _COMMITTEE.search(clues.text) and not _COUNTY.search(clues.text)
    office = "管理委员会" if zone else "人民政府"
    plain = region + next((name for end, name in _OFFICES.items() if region.endswith(end)), office)
    if any(entity.text == plain for entity in clues.organizations):
        return plain
    return next((name for name in (*_signatures(clues), *clues.publishers) if name.endswith(plain)), plain)


def _placed(bodies: Iterable[Entity], clues: Clues) -> Iterator[tuple[int, str, tuple[str, ...], str]]:
    """Those of some bodies that have their place: position, name, places, rest."""
    for entity in bodies:
        name = _PARTY_OF_BUREAU.sub("", entity.text)
        parts = split_name(name, clues.lexicon)
        named = parts.places and not is_no_name(parts.places[0], clues.lexicon, begin=1)
        if named and _is_body(parts.rest) and "届" not in parts.rest:  # no congress reports
            yield entity.span.start, name, parts.places, parts.rest


def _under_title(clues: Clues) -> Iterator[Issuer]:
    """A body that stands alone on a line, mostly in brackets, between title and report."""
    title, text = clues.outline.title, clues.text
    if title is None:
        return
    between = (
        body for body in clues.organizations if title.end <= body.span.start < clues.outline.body.start
    )
    for entity in between:
        start, end = text.rfind("\n", 0, entity.span.start) + 1, text.find("\n", entity.span.end)
        line = text[start:end].strip()
        if line[:1] in ("(", "（") and line[-1:] in (")", "）") and len(line) <= _LONGEST_BYLINE:
            for _, name, places, _ in _placed((entity,), clues):
                yield Issuer(name, places)


def _in_opening(clues: Clues) -> Iterator[Issuer]:
    start = clues.outline.body.start
    counts = Counter(entity.text for entity in clues.organizations)
    opening = (body for body in clues.organizations if start <= body.span.start < start + OPENING)
    for at, name, places, rest in _placed(opening, clues):
        often = counts[name] > 1
        fits = is_bureau(rest) if clues.department else often or not is_bureau(rest)
        subject = clues.subject is not None and clues.subject.span.start == at
        if subject or (fits and (often or begins_clause(clues.text, at))):
            yield (
                _of_committee(places, clues)
                if rest in _COMMITTEES
                else Issuer(expand_government(name), places)
            )


def _of_committee(places: tuple[str, ...], clues: Clues) -> Issuer:
    """The government beside a party committee that the opening names (柳湾街党工委 → 柳湾街道办事处)."""
    region = places[-1] + ("道" if places[-1].endswith("街") else "")
    return Issuer(_government(region, clues), (*places[:-1], region))


def _by_publisher(clues: Clues) -> Iterator[Issuer]:
    for name in clues.publishers:
        if not is_bureau(name):
            continue
        parts = split_name(name, clues.lexicon)
        if parts.places:
            yield Issuer(name, parts.places)
        alike = (body for body in clues.organizations if body.text.endswith(name[1:]))
        for _, longer, places, rest in _placed(alike, clues):
            if name.endswith(rest) and len(name) <= len(rest) + 1:
                yield Issuer(longer, places)
    for name in clues.publishers:
        parts = split_name(name, clues.lexicon)
        if parts.places and is_government(parts.rest) and not clues.department:
            yield Issuer(name, parts.places)


def _by_repetition(clues: Clues) -> Iterator[Issuer]:
    counts = Counter(entity.text for entity in clues.organizations)
    if clues.department:
        often = (body for body in clues.organizations if counts[body.text] > 1 and body.text.endswith("局"))
        for _, name, places, _ in _placed(often, clues):
            yield Issuer(name, places)


def _subject_place(clues: Clues) -> str | None:
    """A place that opens a clause at the beginning (2019年,云岭市全面…)."""
    start, end = clues.outline.body
    table, stop = gazetteer(clues.lexicon), place_words(clues.lexicon)
    for hit in _SUBJECT.finditer(clues.text, start, min(start + OPENING, end)):
        name = hit["name"]
        listed = clues.text[hit.end("name") : hit.end("name") + 1] == "、"  # one of several, no subject
        if listed:
            continue
        if table.named(name):
            return _lowest(hit.start("name"), clues)
        if is_common_word(name, stop) or is_no_name(name, clues.lexicon):
            continue
        alone = opens_report(clues.text, hit.start("name"), hit.end("name"))
        if 3 <= len(name) <= 6 and (alone or clues.text.count(name) >= 2):
            return name + "道" if name[-1] == "街" else name
    return None


def _lowest(at: int, clues: Clues) -> str:
    """The last of the places in the table that stand one after another (云岭市青溪县)."""
    table, text = gazetteer(clues.lexicon), clues.text
    end = table.longest_at(text, at)
    while (following := table.longest_at(text, end)) > end:
        at, end = end, following
    return text[at:end]


def implied_issuer(clues: Clues, region: str | None) -> str | None:
    """The issuer that follows from text and region: 我局 with its field of work, or the government.

    None where a person reports (本人) and where the text does not speak of a government of this rank.
    """
    if region is None or "本人" in clues.body[:OPENING]:
        return None
    role = role_in_opening(clues)
    if role or clues.department:
        named = role if role is None or role.startswith(region) else region + role
        issuer = named or _by_field(clues, region)
        printed = (entity.text for entity in clues.organizations if issuer and entity.text.endswith(issuer))
        return next(printed, issuer)
    office = region.endswith(("盟", "地区")) and ("行署" in clues.body or "行政公署" in clues.body)
    office = office or (region.endswith("街道") and "办事处" in clues.body)
    spoken = office or region[-1] in clues.governments or region[-1] in clues.own
    return _government(region, clues) if spoken else None


def role_in_opening(clues: Clues) -> str | None:
    """A bureau named by its role that is the subject at the beginning (…,区统计局严格…; 2021年,教育厅以…)."""
    start = clues.outline.body.start
    for entity in clues.organizations:
        opening = start <= entity.span.start < start + OPENING
        if not opening or entity.text.startswith(("国", "中央", "中共", "全国")):
            continue
        bare = entity.text.lstrip("省市县区旗州盟")
        role = len(bare) >= 3 and len(entity.text) - len(bare) <= 1 and _ROLE.match(bare)
        following = clues.text[entity.span.end : entity.span.end + 1]
        if clues.text.startswith(("等", "、"), entity.span.end):  # one of several
            continue
        if role and following not in "、和的" and begins_clause(clues.text, entity.span.start):
            return bare
    return None


@lru_cache(maxsize=8)
def _fields(lexicon: Lexicon) -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    fields = {row[0]: (row[1], row[2]) for row in lexicon.rows("meta_fields")}
    return re.compile(f"({words_pattern(fields)}){_FIELD_NOUNS}"), fields


def _by_field(clues: Clues, region: str) -> str | None:
    """The bureau whose field of work the body speaks of most (司法行政工作 → 司法局)."""
    pattern, fields = _fields(clues.lexicon)
    own = _OWN_HEAD.search(clues.body)
    head = own.group(1) if own else (clues.house or "局")[-1]
    counts = Counter(fields[hit.group(1)] for hit in pattern.finditer(clues.body))
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    stem, heads = ranked[0][0]
    if head not in heads:
        return None
    return region + stem + ("委员会" if head == "委" else head)
