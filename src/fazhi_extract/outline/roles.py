"""The role of a section from the grammar of its heading."""

from __future__ import annotations

import re
from functools import lru_cache

from fazhi_extract.lexicon import Lexicon
from fazhi_extract.models import Role
from fazhi_extract.outline.labels import label_of, role_under

__all__ = ["child_role", "heading_role", "heading_year", "only_causes"]

_BLANK = re.compile(r"[\s\u3000\xa0]+")
_YEAR = re.compile(r"(20[0-9]{2}|２０[０-９]{2})\s*年")
_DUTY_CHILD = re.compile(
    r"履行.{0,16}第一责任人.{0,4}(?:职责|责任)|第一责任人.{0,4}(?:职责|责任)(?:.{0,6}情况)?$|(?:落实|履行|压实|扛牢).{0,12}第一责任人$|(?:主要负责人|主要负责同志|主要领导).{0,12}(?:履行|履职)"
)
_MENDING = re.compile(
    r"(?:补足|补齐|补强|解决|整改|整治|破解|化解|治理|纠正|查摆(?!.{0,12}(?:及|和|与|、|暨).{0,8}(?:措施|打算|方向|整改|对策))|聚焦|针对|围绕|着力|攻克|排查|强化|加强|深化|推动|推进)"
    r".{0,20}(?:问题|短板|不足|差距|困难|弱项)(?!.{0,6}原因)"
    r"|(?:督察|督查|巡视|巡察|反馈|交办|移交).{0,8}(?:问题|短板|不足).{0,8}整改(?:落实|工作)?情况"
)
_ONLY_CAUSES = re.compile(r"^[^问题不足短板差距困难]*原因(?:分析|剖析)?$")
_LACKING = re.compile("[不缺少未无弱欠]|没有|滞后|有待|亟")
_LABEL_LIKE = 12
_OF_TWO_ROLES = frozenset({"shortcomings", "plans"})


@lru_cache(maxsize=8)
def _cues(lexicon: Lexicon) -> tuple[tuple[Role, re.Pattern[str], int], ...]:
    return tuple((row[0], re.compile(row[1]), int(row[2])) for row in lexicon.rows("heading_roles"))  # type: ignore[misc]


@lru_cache(maxsize=2048)
def heading_role(heading: str, lexicon: Lexicon) -> Role | None:
    """The role that the words of `heading` (without its number) name; None where they name none.

    A heading that joins two roles (问题和打算) has the role of what it names first.
    """
    bare = _BLANK.sub("", heading)[:80]
    sums: dict[Role, int] = {}
    first: dict[Role, int] = {}
    mended = _MENDING.search(bare) is not None and "存在" not in bare
    for role, cue, weight in _cues(lexicon):
        match = cue.search(bare)
        if match and not (mended and role == "shortcomings"):
            sums[role] = sums.get(role, 0) + weight
            first[role] = min(first.get(role, 999), match.start())
    if not sums:
        return None
    if sums.keys() >= _OF_TWO_ROLES and "duty" not in sums:
        return "shortcomings" if first["shortcomings"] <= first["plans"] else "plans"
    return max(sums, key=lambda role: (sums[role], -first[role]))


def child_role(parent: Role, heading: str, lexicon: Lexicon) -> Role:
    """The role of a heading under one of role `parent`: the same, unless the words clearly say another."""
    if parent in _OF_TWO_ROLES and (label := label_of(heading)):
        return role_under(label, parent)
    own = heading_role(heading, lexicon)
    return parent if own is None or own == parent else _child_role(parent, own, heading, lexicon)


def _child_role(parent: Role, own: Role, heading: str, lexicon: Lexicon) -> Role:
    if own == "duty":
        return own if parent in ("measures", "intro", "other") and _DUTY_CHILD.search(heading) else parent
    if own == "shortcomings" and parent in ("measures", "plans", "duty", "other", "intro"):
        return own if _clear(heading, own, lexicon) else parent
    if own == "plans" and parent in ("measures", "shortcomings", "duty", "other"):
        named = parent == "shortcomings" and _names_plans(heading, lexicon)
        return own if named or _clear(heading, own, lexicon) else parent
    if own == "measures" and parent in ("intro", "other"):
        return own
    return parent


def _clear(heading: str, role: Role, lexicon: Lexicon) -> bool:
    bare = _BLANK.sub("", heading)
    return len(bare) <= 24 and any(
        weight >= 4 and match.end() == len(bare)
        for cue_role, cue, weight in _cues(lexicon)
        if cue_role == role and (match := cue.search(bare))
    )


def _names_plans(heading: str, lexicon: Lexicon) -> bool:
    """Does a heading among problems name plans and no more (整改措施), not what is lacking of them?"""
    bare = _BLANK.sub("", heading)
    return (
        len(bare) <= _LABEL_LIKE
        and not _LACKING.search(bare)
        and any(
            role == "plans" and (match := cue.search(bare)) is not None and match.end() == len(bare)
            for role, cue, _ in _cues(lexicon)
        )
    )


def heading_year(heading: str) -> int | None:
    """The first year named in a heading."""
    match = _YEAR.search(heading)
    return int(match.group(1)) if match else None


def only_causes(heading: str) -> bool:
    """Does a heading name causes and no problems (原因分析, not 问题及原因)?"""
    return _ONLY_CAUSES.match(heading) is not None
