"""Where running text turns from deeds to problems, from problems to causes or to plans, without a heading."""

from __future__ import annotations

import re
from typing import Literal

from fazhi_extract.models import Role
from fazhi_extract.outline.tables import announces_table

__all__ = [
    "Turn",
    "announces_problems",
    "cause_announced",
    "cause_start",
    "is_closing",
    "is_deeds",
    "is_introduction",
    "is_promise",
    "names_causes",
    "only_says_problems",
    "opens_without_deeds",
    "paragraph_role",
    "turn_of",
]

_SAID_PROBLEMS = (
    r"(?:(?:针对|对于|围绕|聚焦|对照|立足|结合)(?:上述|以上|存在的?|这些|这一|此类|前述|(?:查摆|检视|发现)(?:出)?的)"
    r".{0,12}(?:问题|不足|情况|短板|弱项|差距|困难|薄弱环节))"
)
_COMING = (
    "下一步|下步|下一阶段|下一年|下阶段|明年|来年|今后|接下来|新的一年|面对新"
    "|(?:面向|展望)(?:[2２][0０]|未来)"
)
_YEAR_THEN = "[2２][0０][0-9０-９]{2}年[^。；;]{0,30}?"
_PLAN = re.compile(
    rf"(?:{_SAID_PROBLEMS}[^。]{{0,10}}[,，])?"
    rf"(?:{_COMING}|{_YEAR_THEN}(?:(?<!现)将|要以|要继续|工作思路|计划|打算|重点))"
)
_PLAN_AMID_DEEDS = re.compile(  # 将 may be 把 there (将普法纳入考核), and 计划, 重点 objects of deeds
    rf"(?:{_SAID_PROBLEMS}[^。]{{0,10}}[,，])?(?:{_COMING}|{_YEAR_THEN}(?:"
    r"(?<!现)将(?![^，,。；;把以]{1,30}(?:[纳列融]入|作为|列为|确定为|摆|贯穿|贯彻到|下放|移交|划转|调整[为到]|相?结合))|要以|要继续"
    r"|(?<![度作按照据的定])(?:计划|打算)(?![，,的、内中书。])"
    r"|(?:工作(?:思路|计划|打算|安排|重点)|重点工作)(?:主要)?(?:安排)?(?:是|为|有|如下|[:：]|$)))"
)
_AFTER_PROBLEMS = re.compile(
    rf"{_SAID_PROBLEMS}|(?:[对为]此|因此)[,，].{{0,16}}(?:将|要|拟|应)"
    r"|.{0,30}(?:我[市县区局镇乡省委办]|全[市县区]).{0,10}将"
)
_PROBLEMS = re.compile(
    r"清醒(?:地)?(?:看到|认识到|意识到)|(?:应该?|必须|也[要需])(?:当)?(?:清醒(?:地)?)?看到"
    r"|(?:仍然?|还|依然|尚|也|同时|但).{0,12}(?:存在|有).{0,24}(?:问题|不足|差距|短板|薄弱|困难|弱项)"
    r"|(?:成绩|同时|但|[也还仍更])[^，,。；;]{0,8}[,，]?[^，,。；;]{0,6}(?:不忘|正视|直面|不回?避)(?:存在的)?"
    r"(?:(?:问题|不足|差距|短板)[和与及、]?){1,2}[。：:]?$"
    r"|(?:存在|面临)(?:的)?(?:主要|一些|以下|如下|几个|突出|一定)?(?:的)?.{0,8}"
    r"(?:问题|不足|差距|短板|困难)(?:和不足|和短板)?(?:主要)?(?:有|是|为|如下|[:：])"
    r"|(?:问题|不足|短板|差距)(?:和|与|及)?(?:不足|短板|差距|问题)?主要(?:有|是|在|为|表现|体现|集中)"
    r"|(?:问题|不足|短板|差距|薄弱环节|弱项)(?:[也仍还]?不容(?:回避|忽视|小觑)|(?:[仍依]然?|还|尚|依旧)(?:不同程度)?(?:地?存在|突出)"
    r"|(?:亟|有|尚)待(?:加强|补齐|解决|改进|破解)|(?:亟|仍|尚)需(?:加强|补齐|解决|改进|破解))"
)
_PROBLEM_WORD = re.compile("问题|不足|差距|短板|薄弱|困难|弱项|看到|识到")  # in every match of _PROBLEMS
_ONLY_SAYS = re.compile(
    r"(?:存在|有|面临)着?(?:(?P<many>一些|不少|诸多|许多|若干|某些)|一定|不小|较大|很大)的?(?:突出|明显|共性)?的?"
    r"(?:(?:问题|不足(?:之处)?|短板|差距|困难|弱项|薄弱(?:环节|点))[和与及、]?){1,2}[。！]$"
)
_LONGEST_SAYING = 28
_SEEN = re.compile("看到|识到")
_LACKING = re.compile(
    r"不高|不足|不够|不强|不到位|不深|不平衡|不充分|不完善|不健全|不及时|不规范|不相适应|不匹配|有待|短缺|薄弱|欠缺|缺乏|盲区|滞后"
    r"|偏少|偏低|偏弱|差距|短板|弱项|亟待|亟需|尚未|仍需|还需|依旧突出|依然突出|压力较大|难以"
)
_DEED = re.compile(r"(?:针对|围绕|聚焦|对(?![照标比])|就|通过|着力|督促|开展|组织|.{0,12}(?:整改|排查))")
_CAUSE = re.compile(
    r"(?:究其(?:根本|主要|深层次?)?(?:原因|根源)|归(?:根结底|根到底|结起来)"
    r"|(?:(?:产生|造成|出现|导致|存在|形成)(?:上述|以上|这些|此类)?[^。，,；;]{0,12}的?)?(?:问题|其)?的?(?:主要|根本|深层次?|客观|主观)?(?:原因|成因|根源|根子|症结)"
    r"(?:分析|剖析)?(?:主要)?(?=有|还?是|在|如下|为|[:：]|[,，](?:$|一是|一方面|首先|第一|(?:主要|还|既)?(?:有|是|在于|归因于|源于)))"
    r"|(?:上述|以上|这些|此类|这)(?:问题|不足|短板|差距|情况|现象)(?:的(?:产生|存在|出现))?[,，]?(?:主要|均|大?多|都|既)?"
    r"(?:可)?(?:归因于|归咎于|归结于|源于|缘于|是由于|是因为))"
    r"[,，]?(?:还|主要)?(?:有以下(?:几|[一二三四五六])(?:个)?(?:点|方面)|是由于|是因为|是|有|在于?|如下|为)?[,，:：]?"
)
_INTRODUCES = re.compile(r"[:：]$|(?:如下|以下(?:几|[一二三四五六七八九])?个?方面(?:的)?(?:工作)?)[。:：]?$")
_LONGEST_CUE = 12  # characters of the longest cue of _INTRODUCES
_GUIDED = re.compile(
    r"以.{2,60}为(?:指导|指引|引领|根本遵循|统领|主线|契机|目标|抓手|中心)|深入(?:学习)?贯彻|认真(?:学习)?贯彻"
    r"|在.{2,40}(?:领导|指导)下|坚持|对标|对照"
)
_YEAR_START = re.compile(r"[2２][0０][0-9０-９]{2}年|今年|本年|一年来|近年来|近年|过去一年|去年")
_HONOUR = re.compile(
    r"荣获|获评|被评为|获得.{0,12}(?:称号|奖|表彰)|入选|授予|命名为|创建为|成功创建|被.{2,30}刊发"
)
_PRAISE = re.compile(
    r"(?<!荣)获(?!评|得)[^，,。；;]{0,16}(?:优秀|第一|等奖|先进)|被[^，,。；;]{2,24}(?:表扬|表彰|推广|肯定)"
)
_SEVERAL, _FEW = 2, 4
_OF_HONOURS = re.compile(
    r"[0-9０-９.．]+分(?![钟别])|(?:称号|荣誉|奖项|表彰)(?:称号)?(?:共|累计)?(?P<many>[0-9０-９]+)"
)
_TELLS_AFTER_COLON = re.compile(r"[:：][^:：]{8}")
_SUMS_UP = re.compile(r"取得[^，,。；;]{0,14}(?:成效|成绩|成果|进展|突破|进步)[。！]$")
_GROUNDS = re.compile("为(?:了|进一步|全面|深入|切实|贯彻)|按照|根据")
_NEWS = re.compile(r"[^，,。；;]{0,24}?(?:本报讯|快讯|[日报社]讯|日电|[(（][^)），,。]{0,6}(?:记者|通讯员))")
_CLOSING = re.compile(r"^(?:特此|以上报告|专此|谨此|请予|请审|妥否|此报|以上是|以上情况).{0,30}$")
_PROMISE = re.compile(
    r"^(?:针对|对于?)(?:上述|以上|存在的|这些).{0,12}(?:问题|不足|情况).{0,30}"
    r"(?:解决|整改|改进|克服|落实|纠正)[。！]?$"
)
_FIGURE = re.compile(r"[0-9０-９]+(?![年月日0-9０-９.．])")
_OWN_MATTER = re.compile(
    r"一年来[,，]?.{0,12}(?:主要负责|主要领导|负责同志)|(?:党政|局|镇|乡)?主要(?:负责人|负责同志|领导)"
)
_HEAD = 160

Turn = Literal["measures", "shortcomings", "plans", "cause", "own"]


def paragraph_role(sentence: str, now: Role) -> Role:
    """The role of a paragraph or list that begins with `sentence`, after one of role `now`."""
    head = sentence[:_HEAD]
    if now == "shortcomings":
        return "plans" if _PLAN.match(head) or _AFTER_PROBLEMS.match(head) else now
    if now in ("measures", "duty", "intro") and _PLAN_AMID_DEEDS.match(head):
        return "plans"
    if now in ("measures", "intro", "duty") and (_mostly_lacking(sentence) or _names_problems(head)):
        return "shortcomings"
    return now


def _names_problems(head: str) -> bool:
    """Does the beginning of a sentence speak of problems, and not of how they are dealt with?"""
    named = _PROBLEM_WORD.search(head) and _PROBLEMS.search(head)
    return named is not None and not _DEED.match(head)


def announces_problems(sentence: str) -> bool:
    """Does a sentence only say that there are problems, or that something follows?"""
    if is_introduction(sentence, opening=False) or only_says_problems(sentence):
        return True
    return _names_problems(sentence[:_HEAD]) and not _TELLS_AFTER_COLON.search(sentence)


def only_says_problems(paragraph: str) -> bool:
    """Is a paragraph one sentence that says that there are problems, and not which?"""
    said = _ONLY_SAYS.search(paragraph, max(0, len(paragraph) - _LONGEST_SAYING))
    if said is None or "。" in paragraph[:-1]:
        return False
    return bool(said.group("many") or _SEEN.search(paragraph))


def _mostly_lacking(paragraph: str) -> bool:
    if len(paragraph) > 600:
        return False
    lacking = len(_LACKING.findall(paragraph))
    if lacking < 3:
        return False
    clauses = sum(map(paragraph.count, "，,；;")) + 1
    return 3 * lacking >= clauses and len(_FIGURE.findall(paragraph)) <= 2


def turn_of(sentence: str, now: Role, *, ends_list: bool = False) -> Turn | None:
    """Does a sentence after the first of a block leave the block's matter?

    Problems are left for causes and plans; deeds only at a list's end, for another role (`shortcomings`,
    `plans`) or because the sentence speaks of the heads of the body (`own`).
    """
    if now == "shortcomings":
        if cause_start(sentence) is not None:
            return "cause"
        if _PLAN.match(sentence) or _AFTER_PROBLEMS.match(sentence[:40]):
            return "plans"
    if now == "measures" and ends_list:
        if _PLAN_AMID_DEEDS.match(sentence):
            return "plans"
        if _names_problems(sentence[:_HEAD]):
            return "shortcomings"
        if _OWN_MATTER.match(sentence):
            return "own"
    return None


def cause_start(sentence: str) -> int | None:
    """The offset after a cause cue that opens `sentence`; None where none does."""
    match = _CAUSE.match(sentence)
    return match.end() if match else None


def names_causes(sentence: str) -> bool:
    """Does `sentence` announce a list of causes (其主要原因是:)?"""
    return cause_announced(sentence) is not None


def cause_announced(sentence: str) -> int | None:
    """Where the words begin that announce a list of causes at the end of `sentence`; None where none do."""
    match = _CAUSE.search(sentence)
    return match.start() if match is not None and len(sentence) - match.end() < _FEW else None


def is_introduction(paragraph: str, *, opening: bool) -> bool:
    """Is a paragraph no item of its own: one that announces the next, or an opening that only sums up?"""
    if len(paragraph) < 400 and _INTRODUCES.search(paragraph, max(len(paragraph) - _LONGEST_CUE, 0)):
        return not (announces_table(paragraph) and is_deeds(paragraph))
    if not opening:
        return False
    honours = len(_HONOUR.findall(paragraph))
    if honours >= _SEVERAL:
        return True
    praised = len(_PRAISE.findall(paragraph))
    if honours + praised >= _SEVERAL and len(_FIGURE.findall(paragraph)) <= _SEVERAL:
        return True
    if _YEAR_START.match(paragraph) and _GUIDED.search(paragraph):
        figures = len(_FIGURE.findall(_OF_HONOURS.sub("", paragraph) if honours else paragraph))
        return figures <= 1
    return False


def opens_without_deeds(paragraph: str) -> bool:
    """Is the first of several paragraphs the lead of a news story, or does it only sum up?"""
    if _NEWS.match(paragraph):
        return True
    if "。" in paragraph[:-1] or _FIGURE.search(paragraph):
        return False
    return bool(
        _GROUNDS.match(paragraph) or _SUMS_UP.search(paragraph, max(0, len(paragraph) - _LONGEST_SAYING))
    )


def is_closing(paragraph: str) -> bool:
    """特此报告 and its like."""
    return _CLOSING.match(paragraph) is not None


def is_deeds(paragraph: str) -> bool:
    """Does a paragraph tell several deeds with their figures? It is a block even before a list."""
    return len(_FIGURE.findall(paragraph)) >= 3


def is_promise(sentence: str) -> bool:
    """Only a promise to mend what was said (对于这些问题，我们将认真解决), not yet a plan."""
    return len(sentence) <= 40 and _PROMISE.match(sentence) is not None
