"""The text under one heading, cut into the smallest blocks that the report itself marks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise

from fazhi_extract.lexicon import Lexicon
from fazhi_extract.outline.course import Course, Region
from fazhi_extract.outline.enumeration import item_marks
from fazhi_extract.outline.glued import mend_leads
from fazhi_extract.outline.labels import label_of
from fazhi_extract.outline.leads import item_lead, paragraph_leads, twin_leads
from fazhi_extract.outline.lines import lines_of, sentence_groups
from fazhi_extract.outline.numbering import LINE, Mark
from fazhi_extract.outline.reasons import parted_causes
from fazhi_extract.outline.sentences import split_sentences, trim
from fazhi_extract.outline.structure import Block, BlockKind, Extent
from fazhi_extract.outline.tables import announces_table, is_table
from fazhi_extract.outline.turns import (
    announces_problems,
    cause_announced,
    cause_start,
    is_closing,
    is_deeds,
    is_introduction,
    is_promise,
    names_causes,
    only_says_problems,
    opens_without_deeds,
)

__all__ = ["Region", "cut_region"]

_BARE_LEAD, _FRAGMENT = 25, 16
_CLOSING = frozenset("。；;,， ")
_ENDS = "。！？!?；;”"
_OF_HEADS = re.compile("责任|负责|领导|述法|关键少数")  # an item on those who lead goes on with them
_FIGURE = re.compile("[0-9０-９]")
_SEMICOLON = re.compile("[；;]")


def cut_region(text: str, region: Region, marks: list[Mark], lexicon: Lexicon) -> list[Block]:
    """Blocks of `region` in order."""
    lines = (sentence_groups if region.one_line else lines_of)(text, *region.extent)
    if not lines:
        return []
    if marks and marks[0].start == lines[0].start:
        marks = [marks[0]._replace(before=LINE), *marks[1:]]
    cutter = _Cutter(text, region, lines, item_marks(text, marks), lexicon)
    return cutter.preface() if region.preface or region.role == "intro" else cutter.cut()


class _Cutter(Course):
    """Walks through the lines of one region. Its role and causes change where the text turns."""

    def __init__(
        self, text: str, region: Region, lines: list[Extent], marks: list[Mark], lexicon: Lexicon
    ) -> None:
        super().__init__(text, region)
        self.lines, self.marks, self.lexicon = lines, marks, lexicon
        self.causes_inside = False
        self.introductions = 0
        self.blocks: list[Block] = []

    def preface(self) -> list[Block]:
        """Introductions and tables; a list inside a line is items even before deeper headings."""
        turning = self.role == "shortcomings"
        listed = turning or self.role in ("measures", "plans")
        position = 0
        for line in self.lines:
            inside = []
            while position < len(self.marks) and self.marks[position].start < line.end:
                inside.append(self.marks[position])
                position += 1
            content = self._words(line)
            if inside and listed and (turning or _FIGURE.search(self.text, inside[0].end, line.end)):
                self._enumerated(line, inside)
                continue
            if turning:
                self.turn(content)
            self._add("table" if is_table(content) else "introduction", line.start, line.end)
        return self.blocks

    def cut(self) -> list[Block]:
        position = 0
        skip = -1
        for index, line in enumerate(self.lines):
            inside = []
            while position < len(self.marks) and self.marks[position].start < line.end:
                inside.append(self.marks[position])
                position += 1
            if index <= skip:
                continue
            content = self._words(line)
            if is_table(content):
                self._add("table", line.start, line.end)
            elif inside:
                self._enumerated(line, inside)
            elif self._continues_item(line, content, position):
                self._extend(line)
            elif (table_end := self._around_table(index, content)) > index:
                skip = table_end
                self._add("item", line.start, self.lines[table_end].end)
            else:
                self._plain(line, content, index, before_list=self._list_follows(position))
        return self.blocks

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

    # Lines without an enumerator

    def _list_follows(self, position: int) -> bool:
        first = self.marks[0] if position == 0 and self.marks else None
        return first is not None and first.before == LINE and first.number == 1

    def _left_below(self, content: str, index: int) -> bool:
        """Is a paragraph left by the one after it, which turns to problems or plans and opens the list?"""
        if index + 1 >= len(self.lines) or announces_problems(content):
            return False
        return self.role_from(self._words(self.lines[index + 1])) != self.role

    def _only_introduced(self) -> bool:
        """Are the blocks so far introductions all?"""
        while (
            self.introductions < len(self.blocks) and self.blocks[self.introductions].kind == "introduction"
        ):
            self.introductions += 1
        return self.introductions == len(self.blocks)

    def _turns_inside(self, line: Extent) -> bool:
        """Does a paragraph that introduces something turn to it from problems it tells before?"""
        sentences = split_sentences(self.text, line)
        return any(self.turns(self._words(one)) == "plans" for one in sentences[1:])

    def _problem_above(self, line: Extent) -> bool:
        """Does a cause open the text of a heading that is the problem itself (2.人手偏紧。主要原因是…)?"""
        return line == self.lines[0] and self.region.inner and not (self.labelled or self.causes)

    def _goes_below(self, index: int) -> bool:
        """Does the paragraph after this one go on with problems?"""
        return index + 1 < len(self.lines) and self.role_from(self._words(self.lines[index + 1])) == self.role

    def _around_table(self, index: int, content: str) -> int:
        """The line after a table that the line at `index` announces: both and the table are one block."""
        if not announces_table(content):
            return index
        last = index
        while last + 1 < len(self.lines) and is_table(self._words(self.lines[last + 1])):
            last += 1
        return last + 1 if index < last < len(self.lines) - 1 else index

    def _continues_item(self, line: Extent, content: str, position: int) -> bool:
        """Does an unnumbered line between numbered ones, or under a bare lead, go on with the item?"""
        if not self.blocks or self.blocks[-1].kind != "item" or self.blocks[-1].number is None:
            return False
        if self.role_from(content) != self.role or self.turns(content) or is_closing(content):
            return False
        last = self.blocks[-1]
        if position < len(self.marks) and self.marks[position].number == (last.number or 0) + 1:
            own_lead = item_lead(self.text, line.start, split_sentences(self.text, line), explained=False)
            return last.heading is None or own_lead is None
        return (
            last.extent.end - last.extent.start <= _BARE_LEAD and self.text[last.extent.end - 1] not in "；;"
        )

    def _extend(self, line: Extent) -> None:
        block = self.blocks.pop()
        heading = block.heading
        at = bisect_left(self.marks, block.extent.start, key=lambda one: one.start)
        mark = self.marks[at] if at < len(self.marks) else None
        if heading is None and mark is not None and mark.start == block.extent.start:
            begin = trim(self.text, mark.end, block.extent.end).start
            sentences = split_sentences(self.text, (mark.start, line.end))
            heading = item_lead(self.text, begin, sentences, explained=block.role == "shortcomings")
        whole = Extent(block.extent.start, line.end)
        self.blocks.append(Block("item", whole, block.role, block.section, heading, block.number))

    def _plain(self, line: Extent, content: str, index: int, *, before_list: bool) -> None:
        opening = index + 1 < len(self.lines) and self._only_introduced()
        self.labelled = label_of(content) is not None
        if self.labelled:
            self.turn(content)
        if self.role == "shortcomings" and (start := cause_start(content)) and not self._problem_above(line):
            self._cause(line.start + start, line.end)
            return
        self.turn(content)
        if self.role == "shortcomings" and content[-1] in ":：" and self._turns_inside(line):
            self._before_list(*line)
            return
        fragment = len(content) < _FRAGMENT and content[-1] not in _ENDS and index + 1 < len(self.lines)
        if (
            fragment
            or is_closing(content)
            or (before_list and not is_deeds(content) and not self._left_below(content, index))
            or is_introduction(content, opening=opening)
            or (opening and not self.region.section and opens_without_deeds(content))
            or (self.role == "shortcomings" and only_says_problems(content) and self._goes_below(index))
        ):
            self._add("introduction", line.start, line.end)
        elif self.causes and cause_start(content) is None and not names_causes(content):
            self._add("cause", line.start, line.end)
        else:
            self._paragraph(line, self.lines[index + 1] if index + 1 < len(self.lines) else None)

    def _paragraph(self, line: Extent, below: Extent | None) -> None:
        sentences = split_sentences(self.text, line)
        if self.labelled:
            sentences = self.parted(sentences)
        near = bool(self.blocks) and self.blocks[-1].heading is not None
        near = near or (below is not None and twin_leads(self.text, sentences, below, self.lexicon))
        leads = paragraph_leads(self.text, sentences, self.lexicon, near=near)
        for first, following in pairwise((*leads, len(sentences))):
            lead = sentences[first]
            self._add_sentences(sentences[first:following], Extent(lead.start, lead.end - 1))
        if leads or not sentences:
            return
        begin = 0
        for position in range(1, len(sentences)):
            content = self._words(sentences[position])
            turn = self.turns(content)
            if turn is not None and turn != "cause":
                self._add_sentences(sentences[begin:position])
                self.turn(content)
                begin = position
        self._add_sentences(sentences[begin:])

    # Lines with enumerators

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
            if (
                said is not None
                and said > _FRAGMENT // 4
                and not announces_problems(self._words(last)[:said])
            ):
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
        if self.causes or _FIGURE.search(self.text, mark.end, own[-1].end):
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
