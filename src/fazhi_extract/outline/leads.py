"""Run-in headings: short sentences without figures that name the topic of the sentences after them."""

from __future__ import annotations

import re
from functools import lru_cache

from fazhi_extract.lexicon import Lexicon
from fazhi_extract.outline.structure import Extent

__all__ = ["item_lead", "opens_lead", "paragraph_leads", "topic_end", "twin_leads"]

_STOP = "。！？!?"
_QUOTED = re.compile(r"[“《(（「][^”》)）」]{0,30}[”》)）」]")
_MARKED = re.compile("[“《(（「]")
_FIGURE = re.compile(r"[0-9０-９]")
_FIGURE_OR_CLAUSE = re.compile(r"[0-9０-９,，;；:：]")
_LONGEST_SLOGAN = 18
_LONGEST_LEAD = 30
_LONGEST_ITEM_LEAD = 45
_DEED_END = re.compile(
    r"(?:清单|会议|推进会|专报|通报|通知书?|名单|名录|方案|意见书?|活动|大赛|比赛|讲座|培训[班会]|简报|采用|肯定|发言|奖励|目录)$"
)
_TOPIC_END = re.compile(
    r"(?:体系|建设|格局|文化带|水平|力度|效能|质效|效果|工作|改革|成果|高地|健康|严实|有力|有效|有序|规范|完善|力量|管理|监督|监管|增效|合规”?|加速度|人才|平台|品牌|普惠|队伍|作用|整治|工程"
    r"|引领|优势|影响力|成效|职责|职能|责任|保障|环境|能力|素养|意识|氛围|合力|活力|机制|制度|治理|服务|化解|调解|普法|宣传|教育|学习|培训|复议|应诉"
    r"|审查|审核|决策|执法|检查|公开|诚信|安全|稳定|质量|效率|渠道|场景|矛盾|纠纷|全覆盖|防线|根基|基础|底线|底板|短板|弱项|链条|窗口|市场|关|化)[”)）]?$"
)
_RESULTATIVE = (
    r"[做抓建把守筑织扎拧压扛锻锤擦推提促优强补聚夯搭][强实优细好牢紧密严稳精深活大准亮动进升高立齐]"
)
_LONGEST_END = 5  # characters of the longest noun of the endings here, with the mark that closes it
_PARALLEL = 2
_TWIN = 4
_TELLS_DEED = re.compile(
    r"将[^，,]{2,40}(?:纳入|列入)[^，,]*[，,]|[^，,]*[，,][^，,]*(?:全部|均已?|都已?|悉数)[^，,]{0,6}(?:到位|完成|建成|办结|落地)"
)
_STOPPED = re.compile(f"[{_STOP}]")
_TWINS_WITHIN = 3
_TAKEN_UP_WITHIN = 4
_FILLED = 3
_DEGREE_END = re.compile(r"(?:水平|力度|效能|质效|效果|成效|格局|合力|影响力|优势|加速度|作用)[”)）]?$")
_COMMON = frozenset(
    {
        "工作",
        "建设",
        "机制",
        "制度",
        "体系",
        "管理",
        "服务",
        "改革",
        "发展",
        "重点",
        "全面",
        "能力",
        "推进",
        "加强",
    }
)


@lru_cache(maxsize=8)
def _verbs(lexicon: Lexicon) -> re.Pattern[str]:
    rows = lexicon.rows("lead_verbs")
    adverbs = "|".join(sorted(lexicon.words("lead_adverbs"), key=len, reverse=True))
    aim = "|".join(sorted((row[1] for row in rows if row[0] == "aim"), key=len, reverse=True))
    act = "|".join(sorted((row[1] for row in rows if row[0] == "act"), key=len, reverse=True))
    motto = "|".join(row[1] for row in rows if row[0] == "motto")
    return re.compile(
        rf"(?P<motto>{motto})|(?:{adverbs}){{0,2}}(?:(?P<act>{act})|(?P<aim>{aim}|{_RESULTATIVE}))"
    )


def paragraph_leads(text: str, sentences: list[Extent], lexicon: Lexicon, *, near: bool) -> list[int]:
    """Indices of the sentences that open a block, [] where the paragraph is not built of such blocks.

    A paragraph is built of them when its first sentence is one; a single lead has to be a clear one, unless
    it stands `near` others (the paragraph before has leads).
    """
    if len(sentences) < 2:
        return []
    verbs = _verbs(lexicon)
    first = _score(text, sentences[0], verbs)
    if len(sentences) > _TWINS_WITHIN and (twins := _of_one_form(text, sentences)):
        return [0, *twins]
    if first <= 0:
        return [0] if near and _is_slogan(text, sentences[0], verbs) else []
    leads = [0]
    scores = [first, 0, *[_score(text, sentence, verbs) for sentence in sentences[2:]]]
    for index in range(2, len(sentences) - 1):
        score = scores[index]
        if score < 2 or index - leads[-1] < 2:
            continue
        if score == 2 and _parallel(sentences[index], sentences[0]):
            score = 3
        if score >= 3 and scores[index + 1] < score and _is_taken_up(text, sentences, index, verbs):
            leads.append(index)
    return leads if len(leads) > 1 or first >= 3 or near else []


def _of_one_form(text: str, sentences: list[Extent]) -> list[int]:
    """Indices of the slogans that repeat the form of the first, half of its characters at their places.

    丰富学法新内容。…拓展学法新路径。…
    """
    start, end = sentences[0]
    length = end - start
    if not 5 < length <= _LONGEST_SLOGAN:
        return []
    before = length // 2 - 2
    pair, stop = text[start + before : start + before + 2], sentences[-1].start - length
    at = text.find(pair, end, stop)
    while at >= 0 and text[at - before + length - 1] not in _STOP:
        at = text.find(pair, at + 1, stop)
    if at < 0 or _FIGURE_OR_CLAUSE.search(text, start, end):
        return []
    words = text[start : end - 1]
    found: list[int] = []
    last = 0
    for index, (begin, stop) in enumerate(sentences[:-1]):
        if stop - begin == length and index >= last + 2:
            same = sum(map(str.__eq__, words, text[begin : stop - 1]))
            if 2 * same >= len(words) > same + 1:
                found.append(index)
                last = index
    return found


def _is_taken_up(text: str, sentences: list[Extent], index: int, verbs: re.Pattern[str]) -> bool:
    """Do the sentences after a lead inside a paragraph speak of its matter?

    They do where they take up two of its characters in a row; a lead on a noun of degree (…力度) or one as
    short as the paragraph's first names no matter that could be taken up.
    """
    lead = sentences[index]
    words = text[lead.start : lead.end].rstrip(_STOP)
    if _ends(words, _DEGREE_END) or _parallel(lead, sentences[0]):
        return True
    verb = verbs.match(words)
    following = sentences[index + 1]
    if following.end - following.start >= _FILLED * (lead.end - lead.start) and _is_filled(
        text, sentences, index
    ):
        return True
    after = text[lead.end : sentences[min(index + _TAKEN_UP_WITHIN, len(sentences) - 1)].end]
    for at in range(verb.end() if verb else 0, len(words) - 1):
        pair = words[at : at + 2]
        if pair in after and pair not in _COMMON:
            return True
    return False


def _is_filled(text: str, sentences: list[Extent], index: int) -> bool:
    """Are this lead and the first both followed by sentences with figures?"""
    return bool(_FIGURE.search(text, *sentences[1]) and _FIGURE.search(text, *sentences[index + 1]))


def _is_slogan(text: str, sentence: Extent, verbs: re.Pattern[str]) -> bool:
    """A short sentence without figures that tells no single deed; one comma may part it."""
    words = text[sentence.start : sentence.end]
    if len(words) > _LONGEST_SLOGAN or words[-1] not in _STOP or _FIGURE.search(words):
        return False
    match = verbs.match(words)
    commas = words.count(",") + words.count("，")
    if match is None or not match.group("act"):
        return commas <= 1
    return commas == 0 and topic_end(words[:-1]) and not _ends(words[:-1], _DEED_END)


def twin_leads(text: str, sentences: list[Extent], following: Extent, lexicon: Lexicon) -> bool:
    """Do two paragraphs in a row both open with a slogan of one form (供给全面发力。 职能加快转变。)?

    Or does the second open with a clear lead, and the first with a slogan?
    """
    stop = _STOPPED.search(text, following.start, min(following.start + _LONGEST_SLOGAN, following.end))
    if len(sentences) < 2 or stop is None or stop.end() >= following.end:
        return False
    first, second = sentences[0], Extent(following.start, stop.end())
    if _is_slogan(text, first, _verbs(lexicon)) and _score(text, second, _verbs(lexicon)) >= 3:
        return True
    if any(text[one.start] < "一" or text[one.start] > "鿿" for one in (first, second)):
        return False
    commas = [sum(map(text[one.start : one.end].count, ",，")) for one in (first, second)]
    near = abs((first.end - first.start) - (second.end - second.start)) <= _TWIN
    verbs = _verbs(lexicon)
    return commas[0] == commas[1] and near and all(_is_slogan(text, one, verbs) for one in (first, second))


def _parallel(one: Extent, other: Extent) -> bool:
    """Two slogans of nearly the same few words."""
    lengths = (one.end - one.start, other.end - other.start)
    return max(lengths) <= 10 and abs(lengths[0] - lengths[1]) <= _PARALLEL


def _score(text: str, sentence: Extent, verbs: re.Pattern[str]) -> int:
    """How much a sentence is like a run-in heading, from 0 to 3."""
    start, end = sentence
    if not 5 < end - start <= _LONGEST_LEAD or text[end - 1] not in _STOP:
        return 0
    words = text[start:end].rstrip(_STOP)
    bare = _QUOTED.sub("“”", words) if _MARKED.search(words) else words
    if _FIGURE_OR_CLAUSE.search(bare):
        return 0
    match = verbs.match(bare)
    if match is None:
        return 1 if topic_end(bare) else 0
    if match.group("motto"):
        return 3
    if match.group("act") or _ends(bare, _DEED_END):
        return 0
    return 3 if topic_end(words) and "、" not in bare else 2


def item_lead(text: str, start: int, sentences: list[Extent], *, explained: bool) -> Extent | None:
    """The lead of an enumerated item whose words begin at `start`: its first sentence, if like a heading.

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
    if not explained and _TELLS_DEED.match(bare):
        return None
    end = first.end - 1
    if explained and sentences[-1].end - first.end < 1.3 * (end - start):
        return None
    return Extent(start, end)


def topic_end(words: str) -> bool:
    """Do `words` end on a noun that names a field of work, as leads do?"""
    return _ends(words, _TOPIC_END)


def _ends(words: str, ending: re.Pattern[str]) -> bool:
    return ending.search(words[-_LONGEST_END:]) is not None


def opens_lead(text: str, at: int, lexicon: Lexicon) -> int:
    """2 where an adverb and a verb of leads or deeds stand at `at`, 1 for the verb alone, else 0."""
    match = _verbs(lexicon).match(text, at)
    if match is None:
        return 0
    verb = match.group(match.lastgroup or 0)
    return 2 if len(match.group()) > len(verb) else 1
