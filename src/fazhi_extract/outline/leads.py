"""Run-in headings: short sentences without figures that name the topic of the sentences after them."""

from __future__ import annotations

import re
from functools import lru_cache

from fazhi_extract.lexicon import Lexicon
from fazhi_extract.outline.structure import Extent

__all__ = ["item_lead", "paragraph_leads"]

_STOP = "。！？!?"
_QUOTED = re.compile(r"[“《(（「][^”》)）」]{0,30}[”》)）」]")
_FIGURE = re.compile(r"[0-9０-９]")
_TITLE = re.compile(r"《")
_LONGEST_LEAD = 30
_LONGEST_ITEM_LEAD = 45
_DEED_END = re.compile(
    r"(?:清单|会议|推进会|专报|通报|通知书?|名单|名录|方案|意见书?|活动|大赛|比赛|讲座|培训班?|简报|采用|肯定|发言|奖励|目录)$"
)
_TOPIC_END = re.compile(
    r"(?:体系|建设|格局|文化带|水平|力度|效能|质效|效果|工作|改革|力量|管理|监督|增效|合规”?|加速度|人才|平台|调解|品牌|普惠|队伍"
    r"|作用|整治|工程|引领|优势|影响力|成效|职责|职能|责任|保障|环境|能力|机制|制度|治理|服务|化解|普法|全覆盖|防线|根基|基础|底线|格局|关|化)[”)）]?$"
)


@lru_cache(maxsize=8)
def _verbs(lexicon: Lexicon) -> re.Pattern[str]:
    rows = lexicon.rows("lead_verbs")
    adverbs = "|".join(sorted(lexicon.words("lead_adverbs"), key=len, reverse=True))
    aim = "|".join(sorted((row[1] for row in rows if row[0] == "aim"), key=len, reverse=True))
    act = "|".join(sorted((row[1] for row in rows if row[0] == "act"), key=len, reverse=True))
    return re.compile(rf"(?:{adverbs}){{0,2}}(?:(?P<act>{act})|(?P<aim>{aim}))")


def paragraph_leads(text: str, sentences: list[Extent], lexicon: Lexicon) -> list[int]:
    """Indices of the sentences that open a block, [] where the paragraph is not built of such blocks.

    A paragraph is built of them when its first sentence is one.
    """
    if len(sentences) < 2:
        return []
    scores = [_score(text, sentence, lexicon) for sentence in sentences]
    if scores[0] <= 0:
        return []
    leads = [0]
    for index in range(1, len(sentences) - 1):
        if scores[index] < 3 or index - leads[-1] < 2:
            continue
        if scores[index + 1] >= scores[index]:
            continue
        leads.append(index)
    return leads


def _score(text: str, sentence: Extent, lexicon: Lexicon) -> int:
    words = text[sentence.start : sentence.end]
    if len(words) > _LONGEST_LEAD or words[-1] not in _STOP:
        return 0
    words = words.rstrip(_STOP)
    bare = _QUOTED.sub("“”", words)
    if len(words) < 5 or _FIGURE.search(bare) or any(sign in bare for sign in ",，;；:："):
        return 0
    match = _verbs(lexicon).match(bare)
    if match is None:
        return 1 if _TOPIC_END.search(bare) else 0
    if match.group("act"):
        return 0
    if _DEED_END.search(bare):
        return 0
    return 3 if _TOPIC_END.search(words) and "、" not in bare else 2


def item_lead(text: str, start: int, sentences: list[Extent], *, explained: bool) -> Extent | None:
    """The lead of an enumerated item whose words begin at `start`: its first sentence, if that is like a heading.

    With `explained` (shortcomings) the rest must be longer than the lead, for it has to explain it.
    """
    if len(sentences) < 2:
        return None
    first = sentences[0]
    words = text[start : first.end]
    if not words or words[-1] not in _STOP or len(words) > _LONGEST_ITEM_LEAD:
        return None
    bare = _QUOTED.sub("“”", words)
    if _FIGURE.search(bare) or bare.count(",") + bare.count("，") > 2:
        return None
    end = first.end - 1
    if explained and sentences[-1].end - first.end < 1.3 * (end - start):
        return None
    return Extent(start, end)
