"""Lines that hold enumerated lists: what stands before, the items, what comes after, and their causes."""

from __future__ import annotations

import re
from bisect import bisect_right

from fazhi_extract.lexicon import Lexicon
from fazhi_extract.outline.course import Course, Region
from fazhi_extract.outline.glued import mend_leads
from fazhi_extract.outline.leads import item_lead
from fazhi_extract.outline.numbering import Mark
from fazhi_extract.outline.reasons import parted_causes
from fazhi_extract.outline.sentences import split_sentences, trim
from fazhi_extract.outline.structure import Block, BlockKind, Extent
from fazhi_extract.outline.turns import announces_problems, cause_announced, cause_start, is_promise

__all__ = ["FIGURE", "FRAGMENT", "ListCutter"]

FRAGMENT = 16
"""Characters that a whole sentence has more than."""
FIGURE = re.compile("[0-9０-９]")
_CLOSING = frozenset("。；;,， ")
_OF_HEADS = re.compile("责任|负责|领导|述法|关键少数")  # an item on those who lead goes on with them
_SEMICOLON = re.compile("[；;]")


class ListCutter(Course):
    """Makes blocks of the text of one region, and knows what to do with the enumerators of a line."""

    def __init__(
        self, text: str, region: Region, lines: list[Extent], marks: list[Mark], lexicon: Lexicon
    ) -> None:
        """Begin without a block; `marks` are the enumerators of the region."""
        super().__init__(text, region)
        self.lines, self.marks, self.lexicon = lines, marks, lexicon
        self.causes_inside = False
        self.introductions = 0
        self.blocks: list[Block] = []

    def _words(self, extent: tuple[int, int]) -> str:
        return self.text[extent[0] : extent[1]]

    def _add(self, kind: BlockKind, start: int, end: int) -> None:
        whole = trim(self.text, start, end)
        if whole.start < whole.end:
            self.blocks.append(Block(kind, whole, self.role, self.region.section))

    def _add_sentences(
        self,
        sentences: list[Extent],
        heading: Extent | None = None,
        number: int | None = None,
        kind: BlockKind = "item",
    ) -> None:
        whole = Extent(sentences[0].start, sentences[-1].end)
        section = self.region.section
        self.blocks.append(Block(kind, whole, self.role, section, heading, number, tuple(sentences)))

    def _enumerated(self, line: Extent, inside: list[Mark]) -> None:
        if inside[0].start > line.start:
            self._before_list(line.start, inside[0].start)
        first = len(self.blocks)
        for here, mark in enumerate(inside):
            following = inside[here + 1] if here + 1 < len(inside) else None
            end = following.start if following else line.end
            self._item(mark, end, following, alone=len(inside) == 1)
        if self.role != "shortcomings":
            ends = {mark.start: mark.end for mark in inside}
            self.blocks[first:] = mend_leads(self.text, self.blocks[first:], ends, self.lexicon)

    def _before_list(self, start: int, end: int) -> None:
        """The text before a list's first enumerator; only its last sentence introduces the list's matter."""
        sentences = split_sentences(self.text, (start, end))
        begin = 0
        for position, sentence in enumerate(sentences):
            content = self._words(sentence)
            turn = self.turns(content) if position and self.region.role == "shortcomings" else None
            if turn and (turn != "cause" or content[-1] in ":：,，"):
                before = sentences[begin:position]
                if not any(announces_problems(self._words(one)) for one in before):
                    self._add_sentences(before)
                    start = sentence.start
                begin = position
            self.turn(content)
        if self.causes and not self.region.causes and sentences:
            last = sentences[-1]
            said = cause_announced(self._words(last))
            if said is not None and said > FRAGMENT // 4 and not announces_problems(self._words(last)[:said]):
                self._add("item", start, last.start + said)
                start = last.start + said
        self._add("introduction", start, end)

    def _item(self, mark: Mark, end: int, following: Mark | None, *, alone: bool) -> None:
        sentences = split_sentences(self.text, (mark.start, end))
        if not sentences:
            return
        label = self.take_up(mark, sentences[-1].end)
        if label == "cause" and self.role == "shortcomings":
            words = self._words(Extent(mark.end, sentences[-1].end))
            self._cause(mark.end + (cause_start(words.lstrip()) or 0) + len(words) - len(words.lstrip()), end)
            return
        if self.labelled:
            sentences = self.parted(sentences)
        ends_list = following is None or following.number <= mark.number
        tail = self._tail(
            sentences,
            goes_on=self._goes_on(mark),
            new_list=following is not None and ends_list,
            ends_list=ends_list and not alone,
        )
        own = sentences[:tail]
        if following is not None and following.number == 1 and self._opens_list(mark, own, following):
            self._add("introduction", mark.start, end)
            return
        begin = trim(self.text, mark.end, own[-1].end).start
        lead = (
            None if self.causes else item_lead(self.text, begin, own, explained=self.role == "shortcomings")
        )
        self._add_sentences(own, lead, mark.number, "cause" if self.causes else "item")
        self._after_list(sentences[tail:], before_list=following is not None)

    def _opens_list(self, mark: Mark, own: list[Extent], following: Mark) -> bool:
        """Is an item no more than the head of the list inside it (（1）培训不足。一是课时少；二是…)?

        A list of the same style is inside it only where it has a lead; else the number is a slip.
        """
        if self.causes or FIGURE.search(self.text, mark.end, own[-1].end):
            return False
        return following.style != mark.style or (mark.number == 1 and len(own) > 1)

    def _goes_on(self, mark: Mark) -> bool:
        at = bisect_right(self.marks, mark.start, key=lambda one: one.start)
        return at < len(self.marks) and self.marks[at].number == mark.number + 1

    def _tail(self, sentences: list[Extent], *, goes_on: bool, new_list: bool, ends_list: bool) -> int:
        """How many sentences are the item's own: the rest turns to other matter or opens a list.

        A problem's cause stays with it where the list `goes_on` after it, or where it did so before.
        """
        for position in range(1, len(sentences)):
            content = self._words(sentences[position])
            turn = self.turns(content, ends_list=ends_list)
            if turn == "cause" and content[-1] not in ":：" and (goes_on or self.causes_inside):
                self.causes_inside = True
            elif turn is not None and not (turn == "own" and _OF_HEADS.search(self._words(sentences[0]))):
                return position
        if new_list and len(sentences) > 1 and self._words(sentences[-1])[-1] in ":：":
            return len(sentences) - 1
        return len(sentences)

    def _after_list(self, rest: list[Extent], *, before_list: bool) -> None:
        """Sentences after a list's last item: each may turn; one that ends with a colon introduces a list."""
        own: list[Extent] = []
        for sentence in rest:
            content = self._words(sentence)
            cause = cause_start(content) if self.role == "shortcomings" else None
            turned = self.turns(content, ends_list=True) is not None
            introduces = before_list and sentence == rest[-1] and content[-1] in ":：,，"
            if own and (turned or cause or introduces):
                self._add_sentences(own)
                own = []
            if cause:
                self._cause(sentence.start + cause, sentence.end)
                continue
            self.turn(content)
            if introduces or is_promise(content) or (content[-1] in ":：" and sentence == rest[-1]):
                self._add("introduction", *sentence)
            else:
                own.append(sentence)
        if own:
            self._add_sentences(own)

    def _cause(self, start: int, end: int) -> None:
        """What follows a cause cue: the cause itself, or an announcement that a list of causes comes."""
        whole = trim(self.text, start, end)
        if whole.end - whole.start < 2 or self.text[whole.end - 1] in ":：":
            self.causes = True
            line = self.text.rfind("\n", 0, start) + 1
            free = self.blocks[-1].extent.end if self.blocks else self.region.extent.start
            self._add("introduction", max(line, free), end)
            return
        begin = whole.start
        for semicolon in _SEMICOLON.finditer(self.text, begin, whole.end - 1):
            self._add_causes(begin, semicolon.end())
            begin = semicolon.end()
        self._add_causes(begin, whole.end)

    def _add_causes(self, start: int, end: int) -> None:
        """The causes that one clause or sentence joins; the last one with its closing mark."""
        stop = end
        while stop > start and self.text[stop - 1] in _CLOSING:
            stop -= 1
        for part in parted_causes(self.text, start, stop):
            self._add("cause", part.start, end if part.end == stop else part.end)
