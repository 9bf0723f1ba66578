"""The phrase before a figure, without what only leads to it: 全年|共开展|专项监督|4次."""

from __future__ import annotations

import re
from collections.abc import Mapping

from fazhi_extract.extraction.metrics.changes import AGAINST_AVERAGE
from fazhi_extract.extraction.metrics.context import Context
from fazhi_extract.extraction.metrics.grammar import DATE, HIDDEN, MetricGrammar

__all__ = ["LIST_HEAD", "PhraseReader"]

LIST_HEAD = re.compile(
    rf"^.*(?:、.*|{HIDDEN}{{6}})等(?!级|候|效|同|值)(?:多种)?"
    r"(?P<way>方式|形式|途径|手段|渠道|方法)?(?:各类|方面)?(?=..)"
)
_ADVERBIAL = re.compile("[共累总合全]")
_MIDDLE_ADVERB = re.compile(
    r"(?:共计|共有|累计|累积|总计|合计|(?<![公一中])共(?!性|享|同|建|治|产|青|商|和|赢|[一-鿿]{0,2}中央)|全年)+"
)
_DISPOSAL = re.compile(r"^(?:由|将|把|对|为|从|在|经|以|按|就|因|通过|围绕|针对|依托|利用|结合)")
_LONGEST_VERB = 6
_FOR = frozenset({"为", "向", "给"})
_TRIMMED = 10  # characters that a phrase may have untrimmed
_TRAILING = " \u3000\xa0\t、'\""
_MEETING = re.compile(r"(?:学习|学法|会议|会)$")
_LIGHT_INSIDE = re.compile(r"组织开展|联合开展|开展|举办|召开|举行|配备|发放")
_SETTING = re.compile(
    r"^(?:围绕|针对|结合|通过|依托|利用|配合|联合|会同|聚焦|紧扣|借助|抓住|依据|依照|按照|根据|对|为|向|给)"
)
_ACT = re.compile(
    r"(?:(?:专题|集体|集中|带头|传达|重点|系统|会前)(?:学习|学|研究|审议|听取|讨论|研讨|宣讲|宣传|部署)"
    r"|学习|审议|听取|讨论|宣讲)(?=[^、])"
)
_RUNNING = re.compile(f"连续{DATE}+$")
_SINCE = re.compile(r"自[^自，,；;。]{1,14}以来$")
_AS_PARTY = re.compile("以[^，,；;。的]{2,16}为[^，,；;。的]{2,8}的")  # 审结|以区政府为被告的|案件
_DEEDS = re.compile("(?:[、和与及][^、和与及，,；;。]{2,4}){1,3}(?=[省市县区州]?级?[一-鿿]{2,12}等)")
_SHORT_LIST, _LONG_LIST = 14, 22  # 抽检蔬菜、瓜果等样品 is short enough to keep
_LONGEST_JOINT = 36
_REACH = 160  # characters before a figure that can belong to its label


class PhraseReader:
    """Reads the phrases of one report."""

    def __init__(self, context: Context, grammar: MetricGrammar, organizations: Mapping[int, int]) -> None:
        """Keep the text of the context; `organizations` maps the start of each mention to its end."""
        self.text, self.masked = context.text, context.masked
        self.grammar = grammar
        self.organizations = organizations

    def read(self, start: int, end: int) -> tuple[str, str | None]:
        """The phrase in [start, end) without openers, light verbs and closers, and the body that acted.

        The body (a mention that `organizations` knows) is None where the phrase does not start with one.
        """
        text = self.text
        start = max(start, end - _REACH)
        masked = self._without_closers(self.masked[start:end])
        if not masked:
            return "", None
        begin, subject = 0, None
        if masked[0] in self.grammar.heads or start in self.organizations:
            begin, subject = self._open(start, masked)
        rest = masked[begin:]
        head = LIST_HEAD.match(rest) if "等" in rest else None
        if head and self._is_long(rest):
            first = rest.find("、") if "、" in rest else head.end() - 1
            acts = _ACT.findall(rest, 0, first)
            verbs = self.grammar.acting_state.finditer(rest, 0, head.end() - 1)
            leading = next(
                (one[0] for one in verbs if "、" not in rest[max(one.start() - 1, 0) : one.end() + 1]), ""
            )
            verb = "" if head["way"] else acts[-1] if acts else leading
            return verb + text[start + begin + head.end() : start + len(masked)], subject
        adverbs = list(_MIDDLE_ADVERB.finditer(rest)) if _ADVERBIAL.search(rest) else ()
        if adverbs and adverbs[-1].end() < len(rest):
            after = adverbs[-1].end()
            if len(rest) - after < 4 and not _DISPOSAL.match(rest):
                offset = start + begin
                return text[offset : offset + adverbs[-1].start()] + text[
                    offset + after : start + len(masked)
                ], subject
            begin += after
            if light := self.grammar.light.match(masked, begin):
                begin = light.end()
        if len(masked) - begin > _TRIMMED or masked[begin : begin + 1] in _FOR:
            begin += self._trim_front(masked[begin:])
        elif len(masked) - begin > _LONGEST_VERB:
            phrase = text[start + begin : start + len(masked)]
            return phrase, subject
        phrase = self._quote(start, begin, masked)
        if subject and len(phrase) <= 6 and _MEETING.search(phrase):
            phrase = subject + phrase
        return phrase, subject

    def _is_long(self, rest: str) -> bool:
        """Whether a list before 等 is too long to keep; deeds over one noun (取消、下放) are none."""
        verb = self.grammar.state.match(rest)
        if verb and _DEEDS.match(rest, verb.end()):
            return False
        return len(rest) > (_SHORT_LIST if verb else _LONG_LIST) or rest.count("、") > 1

    def _without_closers(self, masked: str) -> str:
        """Cut linking verbs and words of change off the end."""
        grammar = self.grammar
        if masked.endswith("的"):
            masked = grammar.multiple_of.sub("", masked)
        masked = grammar.closers.strip(masked, _TRAILING)
        if masked[-1:] == DATE:
            masked = _RUNNING.sub("", masked)
        if masked.endswith("以来"):
            masked = _SINCE.sub("", masked)
        if not grammar.change_end.search(masked) or AGAINST_AVERAGE.search(masked):
            return masked
        if change := grammar.new_level.search(masked) or grammar.change.search(masked):
            masked = grammar.closers.strip(masked[: change.start()], _TRAILING)
        return masked

    def _open(self, start: int, masked: str) -> tuple[int, str | None]:
        """How much of the front is openers, a body before its verb and light verbs; and that body."""
        begin = 0
        subject: str | None = None
        grammar = self.grammar
        for _ in range(4):
            at = begin
            head = masked[at : at + 1]
            if head in grammar.opener_heads:
                opening = grammar.openers.match(masked, at)
                begin = opening.end() if opening else at
            owner_end = self.organizations.get(start + begin)
            if owner_end is not None and self._acts(masked[owner_end - start :]):
                subject = self.text[start + begin : owner_end]
                begin = owner_end - start
            elif masked[begin : begin + 1] in grammar.light_heads:
                light = grammar.light.match(masked, begin)
                begin = light.end() if light and len(masked) - light.end() >= 2 else begin
            if begin == at:
                break
        return begin, subject

    def _quote(self, start: int, begin: int, masked: str) -> str:
        """The phrase as printed; a long relative clause between verb and noun is left out."""
        text = self.text
        rest = masked[begin:]
        if (
            len(rest) > 16
            and (verb := self.grammar.state.match(rest))
            and "的" in rest[verb.end() : -2]
            and not _AS_PARTY.match(rest, verb.end())
        ):
            head = start + begin + rest.rindex("的", 0, len(rest) - 2) + 1
            return verb.group() + text[head : start + len(masked)]
        short = len(rest) <= _LONGEST_VERB and rest[:1] in self.grammar.light_heads
        if short and self.grammar.light.fullmatch(rest):
            return ""
        return text[start + begin : start + len(masked)]

    def _acts(self, rest: str) -> bool:
        """Whether what follows a body says what it did."""
        opening = self.grammar.openers.match(rest)
        rest = rest[opening.end() :] if opening else rest
        return len(rest) >= 2 and bool(self.grammar.acting.match(rest) or (opening and opening.end()))

    def _trim_front(self, phrase: str) -> int:
        """How much of the front to drop: a subject before a light verb, or all before the last verb."""
        grammar = self.grammar
        if len(phrase) > _TRIMMED:
            shortest = 2 if _SETTING.match(phrase) else 6
            if (
                shortest < len("组织开展")
                and (verb := grammar.light.search(phrase, 4))
                and len(phrase) - verb.end() > 3
            ):
                return verb.end()
            for light in _LIGHT_INSIDE.finditer(phrase, 2):
                least = min(shortest, 4) if len(light.group()) > 2 else shortest  # 组织开展
                if len(phrase) - light.end() >= least and not grammar.bare.match(phrase[light.end() :]):
                    return light.end()
        verb = grammar.acting_state.search(phrase, 2) if phrase[:1] in _FOR else None
        if verb and len(phrase) - verb.start() >= 4:
            return verb.start()
        if len(phrase) <= 20 or (
            phrase[-1] in "率度" and phrase.count("、") > 1 and len(phrase) <= _LONGEST_JOINT
        ):
            return 0  # 公众参与、专家论证、合法性审查落实率
        for at in range(len(phrase) - 4, 0, -1):
            rest = phrase[at:]
            if len(rest) > 20:
                break
            if grammar.state.match(rest):
                return at
        return 0
