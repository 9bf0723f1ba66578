"""The parts of a body's or a title's name: places in front, then what the body is."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import regex

from fazhi_extract.entities.divisions import gazetteer
from fazhi_extract.entities.places import is_town
from fazhi_extract.lexicon import Lexicon

__all__ = [
    "PlacedName",
    "expand_government",
    "is_bureau",
    "is_common_word",
    "is_government",
    "is_township",
    "place_words",
    "split_name",
]

_UNKNOWN = regex.compile(
    r"(?P<name>[\u4e00-\u9fff]{1,8}?(?:特别行政区|自治[区州县旗]|经济技术开发区|高新技术产业开发区|经开区|高新区|开发区|示范区|新区"
    r"|省|市|地区|盟|州|县|区|旗|街道|街(?=党工委|办事处)|镇|乡|苏木))"
)
_OVER = regex.compile(r"中共|国家税务总局|国家统计局|中国人民银行|中国气象局")
_GOVERNMENT = regex.compile(
    r"(?:人民政府|政府|行署|行政公署|办事处|党工委|党委|[省市县区州旗盟乡镇]委|[省市县区州旗盟镇乡]委员会|工委|管委会|管理委员会)$"
)
_BUREAU = regex.compile(
    r"(?:局|厅|委|办|委员会|办公室|法院|检察院|中心|支队|大队|总队|所|站|院|署|社|公司|集团|海关|部|处|会|[局厅委]党组)$"
)
_BRANCH = regex.compile(
    r"(?P<body>[^省市县区州盟旗]{1,12}?局)(?P<place>[\u4e00-\u9fff]{1,8}[区县市旗])(?P<branch>分局.*)"
)
_TOWNSHIP = regex.compile(r"(?:镇|乡|街道|苏木)$")


class PlacedName(NamedTuple):
    """A name cut into the places in front, outermost first, and the rest (人民政府, 司法局, nothing)."""

    places: tuple[str, ...]
    rest: str


@lru_cache(maxsize=4096)
def split_name(name: str, lexicon: Lexicon) -> PlacedName:
    """Cut the places off the front of `name`; names in no table are read by their rank (青溪县, 柳湾镇)."""
    table, stop = gazetteer(lexicon), place_words(lexicon)
    over = _OVER.match(name)
    at = over.end() if over else 0
    places: list[str] = []
    while at < len(name):
        end = table.longest_at(name, at)
        if end < 0 and (branch := _BRANCH.match(name, at)):  # 云岭市|公安局|青溪区|分局
            return PlacedName((*places, branch["place"]), branch["body"] + branch["branch"])
        if end < 0:
            hit = _UNKNOWN.match(name, at)
            if hit is None or is_common_word(hit["name"], stop) or len(hit["name"]) < 2 + bool(places):
                break
            end = hit.end()
            if end - at == 2 and hit["name"][-1] in "区市省乡":
                break
        places.append(name[at:end])
        at = end
        if name.endswith("办事处") and name.startswith("人民政府", at):
            at += len("人民政府")
    return PlacedName(tuple(places), name[at:])


def is_common_word(name: str, stop: frozenset[str]) -> bool:
    """Whether a would-be place ends with a word of `stop` (社区), towns such as 高村镇 aside."""
    return (name[-2:] in stop or name[-2:] == "城镇") and not is_town(name)


@lru_cache(maxsize=8)
def place_words(lexicon: Lexicon) -> frozenset[str]:
    """Words such as 社区 and 城乡 whose last character is no rank."""
    return frozenset(row[0] for row in lexicon.rows("org_level_words") if row[1] == "before")


def is_government(name: str) -> bool:
    """A government or party committee of a division, a street office or zone committee among them."""
    return _GOVERNMENT.search(name) is not None


def is_bureau(name: str) -> bool:
    """A department of any rank, or another body that is no government."""
    return _BUREAU.search(name) is not None and not is_government(name)


def is_township(place: str) -> bool:
    """A division below the county, by its name."""
    return _TOWNSHIP.search(place) is not None


def expand_government(name: str) -> str:
    """碧湖区政府 → 碧湖区人民政府, 临川地区行署 → 临川地区行政公署; other names as they are."""
    if name.endswith("行署"):
        return name[:-1] + "政公署"
    if name.endswith("政府") and not name.endswith("人民政府"):
        return name[:-2] + "人民政府"
    return name
