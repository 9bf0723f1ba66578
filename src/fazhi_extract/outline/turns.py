"""Where running text turns from deeds to problems, from problems to causes or to plans, without a heading."""

from __future__ import annotations

import re
from typing import Literal

from fazhi_extract.models import Role

__all__ = ["CAUSE_CUE", "is_closing", "is_introduction", "paragraph_role", "turn_of"]

_PLAN_START = re.compile(
    r"(?:针对(?:上述|以上|存在|这些).{0,12}(?:问题|不足|情况)[^。]{0,10}[,，])?"
    r"(?:下一步|下步|下一阶段|下一年|下阶段|明年|来年|今后|接下来|新的一年|面对新|202\d年[^。；;]{0,30}?(?:将|要以|要继续|工作思路|计划|打算|重点))"
)
_PLAN_AFTER_PROBLEMS = re.compile(
    r"(?:针对|对于)(?:上述|以上|存在的|这些).{0,12}(?:问题|不足|情况)|.{0,30}(?:我[市县区局镇乡省委办]|全[市县区]).{0,10}将"
)
_PROBLEMS = re.compile(
    r"(?:仍然?|还|依然|尚|也|同时|但).{0,12}(?:存在|有).{0,24}(?:问题|不足|差距|短板|薄弱|困难|弱项)"
    r"|(?:存在|面临)(?:的)?(?:主要|一些|以下|如下|几个|突出|一定)?(?:的)?.{0,8}(?:问题|不足|差距|短板|困难)(?:和不足|和短板)?(?:主要)?(?:有|是|为|如下|[:：])"
    r"|(?:问题|不足|短板|差距)(?:和|与|及)?(?:不足|短板|差距|问题)?主要(?:有|是|表现|体现|集中)"
)
CAUSE_CUE = re.compile(
    r"究其(?:根本|主要|深层)?原因[,，:：是]?"
    r"|(?:(?:产生|造成|出现|导致|存在|形成)(?:上述|以上|这些|此类)?[^。，,；;]{0,12}的)?(?:主要|根本|深层次?|客观|主观)?原因(?:分析)?(?:主要)?(?:有以下|是|有|在于|如下|为|[:：])"
    r"|原因分析"
)
_INTRODUCES = re.compile(r"[:：]$|(?:如下|以下(?:几|[一二三四五六七八九])?个?方面(?:的)?(?:工作)?)[。:：]?$")
_GUIDED = re.compile(
    r"以.{2,60}为(?:指导|指引|引领|根本遵循|统领)|深入(?:学习)?贯彻|认真(?:学习)?贯彻|在.{2,30}(?:领导|指导)下|坚持"
)
_YEAR_START = re.compile(r"20[0-9]{2}年|今年|本年|一年来|近年来|近年|过去一年|去年")
_HONOUR = re.compile(
    r"荣获|获评|被评为|获得.{0,12}(?:称号|奖|表彰)|入选|授予|命名为|创建为|成功创建|被.{2,30}刊发"
)
_CLOSING = re.compile(r"^(?:特此|以上报告|专此|谨此|请予|请审|妥否|此报|以上是|以上情况).{0,30}$")
_FIGURE = re.compile(r"[0-9０-９]+(?!\s*(?:年|月|日|[0-9.]))")


def paragraph_role(sentence: str, now: Role) -> Role:
    """The role of a paragraph or block that begins with `sentence`, after one of role `now`."""
    head = sentence[:160]
    if now in ("measures", "shortcomings", "duty", "intro") and _PLAN_START.match(head):
        return "plans"
    if now == "shortcomings" and _PLAN_AFTER_PROBLEMS.match(head):
        return "plans"
    if now in ("measures", "intro", "duty") and _PROBLEMS.search(head) and _no_deed(head):
        return "shortcomings"
    return now


def _no_deed(head: str) -> bool:
    return not re.match(r"(?:针对|围绕|聚焦|对|就|通过|着力|督促|开展|组织|.{0,12}(?:整改|排查))", head)


def turn_of(sentence: str, now: Role) -> Literal["plans", "cause"] | None:
    """Does a sentence inside a block of problems leave them?"""
    if now != "shortcomings":
        return None
    if CAUSE_CUE.match(sentence):
        return "cause"
    if _PLAN_START.match(sentence) or re.match(
        r"针对(?:上述|以上|存在的|这些).{0,12}(?:问题|不足)", sentence
    ):
        return "plans"
    return None


def is_introduction(paragraph: str, *, opening: bool) -> bool:
    """Is a paragraph no item of its own: one that announces the next, or an opening that only sums up?"""
    if _INTRODUCES.search(paragraph) and len(paragraph) < 400:
        return True
    if not opening:
        return False
    if len(_HONOUR.findall(paragraph)) >= 2:
        return True
    return bool(
        _YEAR_START.match(paragraph) and _GUIDED.search(paragraph) and len(_FIGURE.findall(paragraph)) <= 1
    )


def is_closing(paragraph: str) -> bool:
    """特此报告 and its like."""
    return _CLOSING.match(paragraph) is not None
