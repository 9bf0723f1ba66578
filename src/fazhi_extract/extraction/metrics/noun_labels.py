"""The label that the noun after a figure makes: 24名|专兼调解员, 2个|案例入选…, 抽查|150本|案卷."""

from __future__ import annotations

import re

from fazhi_extract.extraction.metrics.context import Context
from fazhi_extract.extraction.metrics.grammar import MetricGrammar
from fazhi_extract.extraction.metrics.nouns import RELATIVE, Right
from fazhi_extract.extraction.metrics.phrases import LIST_HEAD

__all__ = ["MAX_LABEL", "noun_label"]

MAX_LABEL = 36
"""The most characters that a label takes from a phrase which goes on and on."""
_SHORT = 18
_ALL = re.compile("全部|均|都|已")  # such a verb says less than the clause before the number
_HONOURED = re.compile(
    "(?:被[^，,；;。、]{0,24})?(?:评为|评选为|授予)|入选|入围|列入|上榜|获评|荣获|当选"
)  # 2个案例|入选…
_QUALIFIED = re.compile("(?:通过|取得|获得|持有|考取|具有|具备)(?!率)")  # 60名民警|通过资格考试
_FOR = frozenset("为对向给")
_TOWARDS = frozenset("对向将把")
_FEW = 3


def noun_label(
    context: Context, grammar: MetricGrammar, right: Right, phrase: str, masked_before: str
) -> tuple[str, str]:
    """Label and rule for the noun phrase after a figure; `phrase` and `masked_before` stand before it."""
    text, masked = context.text, context.masked[right.start : right.end]
    noun = text[right.start : right.end]
    if len(noun) > 14 and (relative := list(RELATIVE.finditer(masked))):
        noun = noun[relative[-1].end() :]
    if "、" in masked and (head := LIST_HEAD.match(masked)) and len(noun) > 16:
        noun = text[right.start + head.end() : right.end]
    if grammar.bare.match(masked):
        return _bare_label(text, grammar, right, noun, phrase, masked_before)
    tail = text[right.tail[0] : min(right.tail[1], right.tail[0] + MAX_LABEL)]
    if _HONOURED.match(tail) or (len(noun) <= _FEW and _QUALIFIED.match(tail)):
        return noun + tail, "right_noun_and_verb"
    if (verb := grammar.state_end.find(phrase)) and len(noun) <= 16:
        return verb + noun, "right_noun_with_verb"
    return noun, "right_noun"


def _bare_label(
    text: str, grammar: MetricGrammar, right: Right, noun: str, phrase: str, masked_before: str
) -> tuple[str, str]:
    """A noun that says too little keeps the clause before 的, or a verb beside it."""
    tail = text[right.tail[0] : right.tail[1]]
    if masked_before in _FOR or tail[:1] in _TOWARDS:
        return noun, "right_noun"  # 为43户|企业|发放贷款
    if masked_before == "的" and 2 <= len(phrase) <= _SHORT and (not tail or _ALL.match(tail)):
        return f"{phrase}的{noun}", "right_noun_with_relative"
    verb = grammar.state_end.find(phrase)
    if len(verb) > 1 and phrase:
        return verb + noun, "right_noun_with_verb"
    return (noun + tail, "right_noun_and_verb") if 2 <= len(tail) <= 30 else (noun, "right_noun")
