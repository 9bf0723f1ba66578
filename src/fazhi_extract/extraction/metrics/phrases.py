"""The phrase before a figure, without what only leads to it: 全年|共开展|专项监督|4次."""

from __future__ import annotations

from collections.abc import Mapping

import regex

from fazhi_extract.extraction.metrics.context import Context
from fazhi_extract.extraction.metrics.grammar import DATE, MetricGrammar

__all__ = ["LIST_HEAD", "PhraseReader"]

LIST_HEAD = regex.compile(r"^.*、.*等(?!级|候|效|同|值)(?:各类|多种|方面)?(?=..)")
_MIDDLE_ADVERB = regex.compile(
    r"(?:共计|共有|累计|累积|总计|合计|(?<![公一中])共(?!性|享|同|建|治|产|青|商|和|赢|\p{Han}{0,2}中央)|全年)+"
)
_DISPOSAL = regex.compile(r"^(?:由|将|把|对|为|从|在|经|以|按|就|因|通过|围绕|针对|依托|利用|结合)")
_LIGHT_INSIDE = regex.compile(r"组织开展|联合开展|开展|举办|召开|举行")
_SETTING = regex.compile(r"^(?:围绕|针对|结合|通过|依托|利用|配合|联合|会同|聚焦|紧扣|对)")


class PhraseReader:
    """Reads the phrases of one report."""

    def __init__(self, context: Context, grammar: MetricGrammar, organizations: Mapping[int, int]) -> None:
        """Keep the context; `organizations` maps the start of each mention to its end."""
        self.context = context
        self.grammar = grammar
        self.organizations = organizations

    def read(self, start: int, end: int) -> tuple[str, str | None]:
        """The phrase in [start, end) without openers, light verbs and closers, and a body that stood before it."""
        grammar = self.grammar
        masked = self.context.masked[start:end]
        stop = len(masked)
        if closing := grammar.closers.search(masked):
            stop = closing.start()
        masked = masked[:stop]
        if change := grammar.new_level.search(masked) or grammar.change.search(masked):
            stop = change.start()
            masked = masked[:stop]
            if closing := grammar.closers.search(masked):
                stop = closing.start()
                masked = masked[:stop]
        begin = 0
        subject: str | None = None
        for _ in range(4):
            at = begin
            if opening := grammar.openers.match(masked[begin:]):
                begin += opening.end()
            owner_end = self.organizations.get(start + begin)
            if owner_end is not None and self._acts(masked[owner_end - start : stop]):
                subject = self.context.text[start + begin : owner_end]
                begin = owner_end - start
            elif (light := grammar.light.match(masked[begin:])) and len(masked) - begin - light.end() >= 2:
                begin += light.end()
            if begin == at:
                break
        rest = masked[begin:stop]
        if len(rest) > 22 and (head := LIST_HEAD.match(rest)):
            begin += head.end()
        elif (adverbs := list(_MIDDLE_ADVERB.finditer(rest))) and adverbs[-1].end() < len(rest):
            last = adverbs[-1]
            if len(rest) - last.end() >= 4 or _DISPOSAL.match(rest):
                begin += last.end()
                if light := grammar.light.match(masked[begin:]):
                    begin += light.end()
            else:
                offset = start + begin
                text = self.context.text
                return text[offset : offset + last.start()] + text[
                    offset + last.end() : start + stop
                ], subject
        begin += self._trim_front(masked[begin:stop])
        rest = masked[begin:stop]
        if len(rest) > 16 and (verb := grammar.state.match(rest)) and "的" in rest[verb.end() : -2]:
            head = start + begin + rest.rindex("的", 0, len(rest) - 2) + 1
            return verb.group() + self.context.text[head : start + stop], subject
        if grammar.light.fullmatch(masked, begin, stop):
            begin = stop
        return self.context.text[start + begin : start + stop].replace(DATE, ""), subject

    def _acts(self, rest: str) -> bool:
        """Whether what follows a body says what it did."""
        opening = self.grammar.openers.match(rest)
        rest = rest[opening.end() :] if opening else rest
        return len(rest) >= 2 and bool(self.grammar.acting.match(rest) or (opening and opening.end()))

    def _trim_front(self, phrase: str) -> int:
        """How much of the front of a phrase to drop: a subject before a light verb, or all before the last verb."""
        grammar = self.grammar
        shortest = 2 if _SETTING.match(phrase) else 6
        if len(phrase) > 10:
            for light in _LIGHT_INSIDE.finditer(phrase, 2):
                if len(phrase) - light.end() >= shortest and not grammar.bare.match(phrase[light.end() :]):
                    return light.end()
        if len(phrase) <= 20:
            return 0
        for at in range(len(phrase) - 4, 0, -1):
            rest = phrase[at:]
            if len(rest) > 20:
                break
            if grammar.state.match(rest):
                return at
        return 0
