"""Names handed out over figures: 种子、化肥合格率分别为98%、99%."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fazhi_extract.extraction.metrics.context import Context
from fazhi_extract.extraction.metrics.grammar import DATE, FIGURE
from fazhi_extract.extraction.metrics.phrases import PhraseReader

__all__ = ["GOES_ON", "HANDED_ON", "names_handed_out"]

HANDED_ON = frozenset({"、", "和", "及", "与", "以及", ""})
GOES_ON = frozenset({FIGURE, *"、和及与以", *filter(str.isspace, map(chr, range(0x3001)))})
"""What may follow a figure to which, and to the next one, names are handed out."""
_RATE_TAIL = re.compile(r"[一-鿿]{2}率$|(?:案件|数量|件数|人数|金额|总数)$")
_WORD = rf"[^、，,；;。：:\s{FIGURE}{DATE}等]"
_LIST = re.compile(rf"{_WORD}{{2,12}}(?:、{_WORD}{{2,8}})+")
_MEASURES = frozenset("率数量额度比")
_SPREAD = re.compile(r"(?:同比|环比|比上年|较上年|比去年|较去年)?(?:分别|依次)(?P<deed>[^，,；;。、]{0,6})$")
_REACH = 160  # characters before a figure that are looked at


def names_handed_out(
    context: Context, at: int, phrases: PhraseReader, labels: Sequence[tuple[str, str, str | None]] = ()
) -> list[str]:
    """The names for the figures from number `at` on, one each; empty where the text hands none out.

    `labels` are those of the figures before: 查处案件462起,罚款58万元,分别下降12%、6% goes on with them.
    """
    figure = context.figures[at]
    masked, end = context.masked, figure.start
    start = max(figure.left, end - _REACH)
    if masked.find("分别", start, end) < 0 and masked.find("依次", start, end) < 0:
        return []
    found = _SPREAD.search(masked[start:end].rstrip())
    if not found:
        return []
    count = 1
    for later in context.figures[at + 1 :]:
        if context.masked[context.figures[at + count - 1].end : later.start].strip() not in HANDED_ON:
            break
        count += 1
    if count < 2:
        return []
    phrase, _ = phrases.read(figure.left, start + found.start())
    if not phrase:
        return _again(context, at, [label[0] for label in labels[-count:]], found["deed"], phrases)
    names = re.split(r"、|和|及|与", phrase)
    if len(names) != count:
        names = _listed_before(context, at, phrase, count, phrases)
    tail = _RATE_TAIL.search(names[-1]) if len(names) == count else None
    if tail:
        shared = tail.group()
        names = [name if name[-1:] in _MEASURES or name.endswith(shared) else name + shared for name in names]
    return names if len(names) == count else []


def _again(context: Context, at: int, labels: Sequence[str], deed: str, phrases: PhraseReader) -> list[str]:
    """The labels of the figures before, once more: for their changes, or for what was then done with them."""
    first = at - len(labels)
    if len(labels) < 2 or context.figures[first].sentence is not context.figures[at].sentence:
        return []
    state = phrases.grammar.state
    if not deed or phrases.grammar.change_end.search(deed):
        return list(labels)
    if state.fullmatch(deed):  # 梳理规章78件、文件96件,分别修改7件、9件
        return [deed + (label[verb.end() :] if (verb := state.match(label)) else label) for label in labels]
    return []


def _listed_before(context: Context, at: int, phrase: str, count: int, phrases: PhraseReader) -> list[str]:
    """抽检家电、灯具两类产品…, 两类产品合格率依次为: the list stands earlier in the sentence."""
    figure = context.figures[at]
    tail = _RATE_TAIL.search(phrase)
    lists = [
        found
        for found in _LIST.finditer(context.masked, figure.sentence[0], figure.clause[0])
        if found.group().count("、") == count - 1
    ]
    if not lists or not tail:
        return []
    begin, end = lists[-1].span()
    first = context.masked[begin:end]
    lead = phrases.grammar.state.match(first) or phrases.grammar.light.match(first)
    names = context.text[begin + (lead.end() if lead else 0) : end].split("、")
    return [name + tail.group() for name in names]
