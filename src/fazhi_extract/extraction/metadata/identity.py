"""Whose report it is: issuer, region with its path and code, level."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from fazhi_extract.extraction.metadata.clues import Clues
from fazhi_extract.extraction.metadata.issuer import implied_issuer, printed_issuer, role_in_opening
from fazhi_extract.extraction.metadata.names import is_bureau, is_township, split_name
from fazhi_extract.extraction.metadata.region import Place, locate, region_of_text

__all__ = ["Identity", "identify"]

Level = Literal["national", "province", "city", "county", "township", "department"]

_RANKS: dict[str, Level] = {
    "省": "province",
    "自治区": "province",
    "市": "city",
    "州": "city",
    "盟": "city",
    "地区": "city",
    "县": "county",
    "区": "county",
    "旗": "county",
    "镇": "township",
    "乡": "township",
    "街道": "township",
}
_TOWNSHIP_BODY = re.compile(r"(?<![\u4e00-\u9fff])(?:[镇乡](?:党委|(?:人民)?政府)|街道(?:党工委|办事处))")
_FIELD_ONLY = re.compile(
    r"[^国省市县区旗州盟][\u4e00-\u9fff]{1,9}(?<!总)[局厅]"
)  # 司法局: of nobody knows where


class Identity(NamedTuple):
    """Who reports on where."""

    issuer: str | None
    region: str | None
    path: tuple[str, ...]
    code: str | None
    level: Level | None


def identify(clues: Clues, warnings: list[str]) -> Identity:
    """Issuer and region of the report; None where nothing tells them, with a warning for an open choice."""
    issuer, names = printed_issuer(clues)
    if not names:
        names = region_of_text(clues, issuer)
    place = locate(names, clues, warnings)
    region = names[-1] if names else None
    if issuer is None:
        issuer = implied_issuer(clues, region)
    elif region and _is_role(issuer) and not split_name(issuer, clues.lexicon).places:
        issuer = region + issuer[1:]
    code = place.division.code if place.division else None
    level = _level(clues, issuer, region, place)
    if issuer and not region and _FIELD_ONLY.fullmatch(issuer):
        issuer = None
    return Identity(issuer, region, place.path, code, level)


def _is_role(issuer: str) -> bool:
    """Whether a name begins with nothing but a rank (省人民政府, 区司法局)."""
    return issuer[0] in "省市县区旗州盟" and not any(char.isspace() for char in issuer)


def _level(clues: Clues, issuer: str | None, region: str | None, place: Place) -> Level | None:
    if is_bureau(issuer) if issuer else clues.department or role_in_opening(clues):
        return "department"
    if place.division is not None:
        return place.division.level
    if region:
        return "township" if is_township(region) else _by_rank(region)
    spoken = clues.own or clues.governments
    if spoken:
        return _RANKS.get(spoken.most_common(1)[0][0])
    return "township" if _TOWNSHIP_BODY.search(clues.body) else None


def _by_rank(region: str) -> Level:
    endings = sorted(_RANKS, key=len, reverse=True)
    return next((_RANKS[ending] for ending in endings if region.endswith(ending)), "county")
