"""The text under one heading, cut into the smallest blocks that the report itself marks."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from fazhi_extract.lexicon import Lexicon
from fazhi_extract.outline.course import Region
from fazhi_extract.outline.enumeration import item_marks
from fazhi_extract.outline.labels import label_of
from fazhi_extract.outline.leads import item_lead, paragraph_leads, twin_leads
from fazhi_extract.outline.lines import lines_of, sentence_groups
from fazhi_extract.outline.listing import FIGURE, FRAGMENT, ListCutter
from fazhi_extract.outline.numbering import LINE, Mark
from fazhi_extract.outline.sentences import split_sentences, trim
from fazhi_extract.outline.structure import Block, Extent
from fazhi_extract.outline.tables import announces_table, is_table
from fazhi_extract.outline.turns import (
    announces_problems,
    cause_start,
    is_closing,
    is_deeds,
    is_introduction,
    names_causes,
    only_says_problems,
    opens_without_deeds,
)

__all__ = ["Region", "cut_region"]

_BARE_LEAD = 25
_ENDS = "。！？!?；;”"


def cut_region(text: str, region: Region, marks: list[Mark], lexicon: Lexicon) -> list[Block]:
    """Blocks of `region` in order."""
    lines = (sentence_groups if region.one_line else lines_of)(text, *region.extent)
    if not lines:
        return []
    if marks and marks[0].start == lines[0].start:
        marks = [marks[0]._replace(before=LINE), *marks[1:]]
    cutter = _Cutter(text, region, lines, item_marks(text, marks), lexicon)
    return cutter.preface() if region.preface or region.role == "intro" else cutter.cut()


class _Cutter(ListCutter):
    """Walks through the lines of one region. Its role and causes change where the text turns."""

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
            if inside and listed and (turning or FIGURE.search(self.text, inside[0].end, line.end)):
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
        fragment = len(content) < FRAGMENT and content[-1] not in _ENDS and index + 1 < len(self.lines)
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
