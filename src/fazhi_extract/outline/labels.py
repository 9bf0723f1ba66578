"""Label words before a colon that say what a block holds: 问题表现：…, 原因分析：…, 整改措施：…."""

from __future__ import annotations

import re
from typing import Final, Literal

from fazhi_extract.models import Role

__all__ = ["Label", "label_of", "labelled_parts", "role_under"]

Label = Literal["problem", "shown", "cause", "next", "mending", "mended", "steps"]

_LACK = "(?:问题|不足(?:之处)?|短板|差距|困难|弱项|薄弱(?:环节|点)|难点|堵点)"
_FOUND = "(?:主要|具体|突出|存在|面临|当前|目前|现存|现有|反映|发现|查摆|检视|共性|个性|工作|中|的|出|有)"
_SHOWN = "(?:表现|描述|现象|检视|查摆|剖析|清单|概述)"
_NEXT = "(?:下一?步|下一?阶段|下一年度?|今后|明年|来年)"
_MEND = "(?:针对性|改进|整改|改正|解决|应对|对策|提升|完善|攻坚|努力)"
_MEANS = "(?:措施|举措|办法|对策|方向|思路|计划|打算|安排|建议|方案|目标|路径|要求|重点)"
_LABEL = re.compile(
    r"(?=[^:：\n]{1,17}[:：]|[^:：\n]{2,10}\Z|[【\[])(?:[【\[](?=[^】\]\n]{2,12}[】\]])|“)?(?:"
    rf"(?P<cause>(?:问题|产生|存在|形成|主要|深层次?|具体|根本){{0,2}}的?(?:原因|成因|根源|症结)(?:分析|剖析)?)"
    rf"|(?P<problem>{_FOUND}{{0,3}}{_LACK}(?:[和与及、]?{_LACK})?{_SHOWN}?)|(?P<shown>(?:主要|具体|突出)(?:表现|现象))"
    rf"|(?P<mended>(?:整改|解决)(?:的)?(?:情况|成效|进展|结果|完成情况))"
    rf"|(?P<next>{_NEXT}(?:的)?(?:工作)?{_MEND}?(?:的)?(?:工作)?(?:{_MEANS}[和与及、]?){{0,2}}"
    rf"|[2２][0０][0-9０-９]{{2}}年(?:的)?(?:工作)?{_MEANS})"
    rf"|(?P<mending>(?:拟采取|具体|主要|工作|的)?{_MEND}(?:的)?(?:{_MEANS}[和与及、]?){{1,2}}|对策)"
    rf"|(?P<steps>(?:工作|具体|主要|采取的?)?(?:措施|举措|做法|打算))"
    r")(?:[一二三四五六七八九十]{1,2}|[0-9０-９]{1,2}|[(（][一二三四五六七八九十0-9]{1,2}[)）])?"
    r"(?:主要)?(?:有|为|是|在|如下)?(?:[】\]][:：]?|”?(?:[:：]|\Z))"
)
_LONGEST = 20
_LONGEST_ALONE, _REACH = 10, 18  # characters of a label on a line of its own; up to a label's colon
_AFTER_SEMICOLON = re.compile(r"[；;](?=[【\[“]?[一-鿿]{2,12}[】\]”]?[:：])")
_AMID: Final[dict[Label, Role]] = {
    "problem": "shortcomings",
    "shown": "shortcomings",
    "cause": "shortcomings",
    "next": "plans",
    "mending": "plans",
    "mended": "measures",
    "steps": "plans",
}
_ELSEWHERE: Final[dict[Label, Role]] = {"problem": "shortcomings", "next": "plans"}


def label_of(words: str) -> Label | None:
    """What the label that opens `words`, or that they are, announces; None where no label does."""
    if len(words) > _LONGEST_ALONE and words[0] not in "【[":
        head = words[:_REACH]
        if ":" not in head and "：" not in head:
            return None  # as with most sentences
    match = _LABEL.match(words)
    return match.lastgroup if match else None  # type: ignore[return-value]


def labelled_parts(words: str) -> list[int]:
    """Where `words`, which a label opens, hold a further label after a semicolon (问题：…；措施：…)."""
    return [
        match.end()
        for match in _AFTER_SEMICOLON.finditer(words)
        if label_of(words[match.end() : match.end() + _LONGEST])
    ]


def role_under(label: Label, now: Role) -> Role:
    """The role of what stands under `label`, after text of role `now`.

    Amid problems and plans each label turns to its own: 措施： are plans there, and 整改情况： tells deeds.
    Elsewhere only 问题： and 下一步： turn.
    """
    if now == "other":
        return now
    return (_AMID if now in ("shortcomings", "plans") else _ELSEWHERE).get(label, now)
