"""The cue words of metrics compiled to patterns, once a lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import regex

from fazhi_extract.extraction.metrics.affixes import Suffixes
from fazhi_extract.lexicon import Lexicon, Row

__all__ = ["DATE", "FIGURE", "HIDDEN", "MetricGrammar", "guarded", "metric_grammar"]

# Stand-ins in the masked text: one private-use character for each character they cover.
FIGURE = "\ue001"
DATE = "\ue002"
HIDDEN = "\ue003"

AREAS = (*"省市区县旗州盟镇乡局厅委院所国", "自治区", "自治县", "街道", "系统", "地区", "社会")
AREA = f"(?:{'|'.join(sorted(AREAS, key=len, reverse=True))})"
_MORE_OR_LESS = {"高": "up", "多": "up", "快": "up", "低": "down", "少": "down", "慢": "down"}
_HAN = "一二三四五六七八九十"
_EVERY = "每(?:半?年|半?个?月|[双单]?周|季度?|[日天旬]|学期|两个?月)(?!均|度)"  # 每季度|集中学习
_DATE_TAIL = r"(?:以来|年底|底|末|期间|前|度|全年|年度|上半年|下半年|至今|起|来|间|内|中|的)?"


def guarded(rows: Iterable[Row]) -> str:
    """A regex alternation, longest word first, of (word, must not follow, must not precede) rows.

    Words of one first character stand together, so that `re` looks at each such character once.
    """

    def rest(row: Row) -> str:
        word, after, before = (*row, "", "")[:3]
        # The look-behind stands after the word, so that a search can skip to the words' first characters.
        behind = f"(?<![{re.escape(before)}]{re.escape(word)})" if before else ""
        return re.escape(word[1:]) + behind + (f"(?!{after})" if after else "")

    ways: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: -len(row[0])):
        ways.setdefault(row[0][0], []).append(rest(row))
    return "|".join(
        re.escape(first) + (rests[0] if len(rests) == 1 else f"(?:{'|'.join(rests)})")
        for first, rests in ways.items()
    )


@dataclass(frozen=True, slots=True)
class MetricGrammar:
    """Patterns over the masked text; every one is anchored or a plain alternation.

    The heads are the characters that a match can begin with.
    """

    openers: re.Pattern[str]
    opener_heads: frozenset[str]
    closers: Suffixes
    multiple_of: re.Pattern[str]
    light: re.Pattern[str]
    light_heads: frozenset[str]
    heads: frozenset[str]
    light_end: Suffixes
    state: re.Pattern[str]
    state_end: Suffixes
    verb_end: Suffixes
    verb_start: re.Pattern[str]
    acting: re.Pattern[str]
    acting_state: re.Pattern[str]
    reach: frozenset[str]
    boundary: re.Pattern[str]
    bare: re.Pattern[str]
    change_end: re.Pattern[str]
    change: regex.Pattern[str]
    new_level: regex.Pattern[str]
    between_levels: regex.Pattern[str]
    saving: re.Pattern[str]
    target: re.Pattern[str]
    past: re.Pattern[str]
    directions: dict[str, str]

    def __hash__(self) -> int:
        """By identity: one grammar a lexicon."""
        return id(self)


@lru_cache(maxsize=8)
def metric_grammar(lexicon: Lexicon) -> MetricGrammar:
    """Compile the metric lexicons of `lexicon`."""

    def alternatives(*names: str) -> str:
        return guarded([row for name in names for row in lexicon.rows(name)])

    def once(*names: str) -> list[Row]:
        return [(word,) for name in names for word in lexicon.words(name)]

    def words(*names: str) -> str:
        return guarded(once(*names))

    measured = (
        r"了?(?:幅度?|比例)?(?:上年|去年)?(?:同期)?(?:全(?:国|省|市|区|县|州|盟|旗))?(?:平均水平|平均值)?"
        r"(?:达到|达|超过|约|近|为)?$"
    )
    arrived = rf"(?:幅度)?(?:至|到|为|成|达)了?(?:今年|目前|现在|如今|{DATE}+)?的?(?:平均|最短|最快|约|近)?$"
    area = f"(?:我|全|本|各){AREA}(?:范围内?|上下)?(?!面|部|体|员|国性|年)"
    openers = (
        rf"(?:\s|[、'\"‘’]|[到至]?{DATE}+{_DATE_TAIL}|{area}|[{_HAN}]{{1,2}}[是要]|{_EVERY}"
        rf"|{alternatives('metric_openers')})+"
    )
    moves = [(row[0], row[1], row[2] if len(row) > 2 else "") for row in lexicon.rows("metric_changes")]
    directions = {verb: direction for verb, direction, _ in moves} | _MORE_OR_LESS
    changes = guarded([(verb, "", before) for verb, _, before in moves])
    changes += rf"|(?<=[年期月度])(?:{'|'.join(_MORE_OR_LESS)})"  # 较上年|少
    adverbs = (
        r"(?:同比|环比|分别|平均|最短|最长|最快|最低|最高|最多|整体|累计|总体|大幅|持续|逐年|明显|又|约|均|再|各|已|"
        rf"比上年|比去年|较上年|较去年|较上一年|与去年相比|与上年相比|同期|相比|(?:较|比|与)?{DATE}+(?:同期|相比)?|年均|"
        r"(?:较|比|与)[^，,；;。]{0,8}?(?:前|时限|时|同期|相比|水平|平均))*+"
    )
    opener_heads = frozenset("、'\"‘’我全本各每到至" + _HAN + DATE).union(
        filter(str.isspace, map(chr, range(0x3001))), (word[0] for word in lexicon.words("metric_openers"))
    )
    light_heads = frozenset(word[0] for word in lexicon.words("metric_light_verbs"))
    return MetricGrammar(
        openers=re.compile(openers),
        opener_heads=opener_heads,
        closers=Suffixes(lexicon.rows("metric_closers")),
        multiple_of=re.compile(
            rf"(?:是|为|相当于)(?:上年|去年|同期|{DATE}+)(?:同期)?[^，,；;。、]{{0,12}}的$"
        ),
        light=re.compile(rf"(?:{alternatives('metric_light_verbs')})了?"),
        light_heads=light_heads,
        heads=opener_heads | light_heads,
        light_end=Suffixes(once("metric_light_verbs")),
        state=re.compile(rf"^(?:{words('metric_state_verbs')})"),
        state_end=Suffixes(once("metric_state_verbs")),
        verb_end=Suffixes(
            [
                *once("metric_state_verbs", "metric_light_verbs", "metric_reach_verbs"),
                *lexicon.rows("metric_leaders"),
                *((f"全{area_word}",) for area_word in AREAS),
            ]
        ),
        verb_start=re.compile(
            rf"^(?:{alternatives('metric_light_verbs')}|{words('metric_state_verbs', 'metric_reach_verbs')})"
            r"(?!员|人|率|点|站|班|会|工作|活动|件|书|案|事项|记录|企业|机构|制度|对象|证|数)"
        ),
        acting=re.compile(words("metric_state_verbs", "metric_light_verbs")),
        acting_state=re.compile(words("metric_state_verbs")),
        reach=frozenset(w + end for w in lexicon.words("metric_reach_verbs") for end in ("", "了")),
        boundary=re.compile(alternatives("metric_boundary_words")),
        bare=re.compile(rf"^(?:各类|相关|有关)?(?:{words('metric_bare_nouns')}){HIDDEN}*$"),
        change_end=re.compile(
            rf"[{re.escape(''.join({verb[-1] for verb in directions}))}](?:{measured}|{arrived})"
        ),
        change=regex.compile(rf"(?P<adverbs>{adverbs})(?P<verb>{changes}){measured}"),
        new_level=regex.compile(rf"(?P<adverbs>{adverbs})(?P<verb>{changes}){arrived}"),
        between_levels=regex.compile(
            rf"^(?:左右|以上|以下)?[，,]?(?:(?!最|平均)(?P<noun>[^，,；;。：:{FIGURE}]{{2,14}}?)(?={changes}|优化|调整|整合|变更))?"
            rf"(?:{adverbs}(?:(?P<verb>{changes})|优化|调整|整合|变更|变)?(?:优化|压减|整合)?(?:至|到|为|成)了?)"
            rf"(?:今年|目前|现在|如今|现|{DATE}+)?的?[^，,；;。：:{FIGURE}]{{0,10}}(?:约|近)?$"
        ),
        saving=re.compile(
            rf"(?:^|(?<=[共计已年来、])|^(?:平均|累计|预计)?(?:为|帮助?|让)[^，,；;。]{{1,12}}?)(?:{words('metric_savings')})了?(?!至|到|为)"
        ),
        target=re.compile(alternatives("metric_target_cues")),
        past=re.compile(words("metric_past_cues")),
        directions=directions,
    )
