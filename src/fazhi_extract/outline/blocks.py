"""The text under one heading, cut into the smallest blocks that the report itself marks."""

from __future__ import annotations

import re
from typing import NamedTuple

from fazhi_extract.lexicon import Lexicon
from fazhi_extract.models import Role
from fazhi_extract.outline.frame import Line, lines_of
from fazhi_extract.outline.leads import item_lead, paragraph_leads
from fazhi_extract.outline.numbering import COLON, COMMA, GLUED, LINE, SPACE, STOP, Mark
from fazhi_extract.outline.sentences import split_sentences, trim
from fazhi_extract.outline.structure import Block, BlockKind, Extent
from fazhi_extract.outline.turns import CAUSE_CUE, is_closing, is_introduction, paragraph_role, turn_of

__all__ = ["Region", "cut_region"]

_ENUMERATORS = frozenset(
    {"say", "ordinal", "among", "order", "circled", "paren_arabic", "arabic", "paren_han", "han"}
)


class Region(NamedTuple):
    """The text from one heading's end to the next heading."""

    extent: Extent
    role: Role
    section: str | None
    has_children: bool
    heading: str = ""


def item_marks(text: str, marks: list[Mark]) -> list[Mark]:
    """The enumerators among `marks` that open items: each list counts on from its last number."""
    last: dict[str, int] = {}
    chosen: list[tuple[Mark, int]] = []
    runs: list[int] = []
    run_of: dict[str, int] = {}
    for mark in marks:
        style = mark.style
        if style not in _ENUMERATORS:
            continue
        before = last.get(style, 0)
        if not _acceptable(text, mark, before):
            continue
        if mark.number == 1 or style not in run_of or mark.number <= before:
            run_of[style] = len(runs)
            runs.append(0)
        runs[run_of[style]] += 1
        last[style] = mark.number
        chosen.append((mark, run_of[style]))
    return [mark for mark, run in chosen if runs[run] >= 2 or mark.before == LINE or mark.style == "say"]


def _acceptable(text: str, mark: Mark, last: int) -> bool:
    if mark.before == LINE:
        return True
    follows = mark.number == last + 1 and last > 0
    if mark.style == "order":
        return mark.before >= STOP and (mark.number == 1 or mark.number > last > 0)
    if mark.before >= STOP:
        return mark.number == 1 or last < mark.number <= last + 2
    if mark.before >= COMMA:
        if mark.before == SPACE and mark.style in ("say", "ordinal", "among"):
            return mark.number == 1 or follows
        if mark.before == COLON:
            return mark.number == 1
        if mark.style in ("say", "ordinal", "among", "circled", "paren_arabic", "paren_han"):
            return mark.number == 1 or follows
        return follows and mark.before == SPACE
    if mark.before == GLUED and mark.style == "say":
        return follows and text[mark.start - 1] not in "第其中“《、"
    return mark.before == GLUED and mark.style == "circled" and (mark.number == 1 or follows)


def cut_region(text: str, region: Region, marks: list[Mark], lexicon: Lexicon) -> list[Block]:
    """Blocks of `region` in order."""
    lines = lines_of(text, *region.extent)
    if not lines:
        return []
    if region.has_children or region.role == "intro":
        return [_table_or(text, Extent(*line), region, "introduction") for line in lines]
    return _Cutter(text, region, lines, item_marks(text, marks), lexicon).cut()


def _table_or(text: str, extent: Extent, region: Region, kind: BlockKind) -> Block:
    content = text[extent.start : extent.end]
    return Block("table" if _is_table(content) else kind, extent, region.role, region.section)


def _is_table(content: str) -> bool:
    return (
        content.count("|") >= 2
        or (content.count("\t") >= 2 and "。" not in content)
        or set(content) <= set("|-: —")
    )


class _Cutter:
    def __init__(
        self, text: str, region: Region, lines: list[Line], marks: list[Mark], lexicon: Lexicon
    ) -> None:
        self.text, self.region, self.lines, self.marks, self.lexicon = text, region, lines, marks, lexicon
        self.role: Role = region.role
        self.cause = bool(re.search(r"原因(?:分析|剖析)?$", region.heading)) and not re.search(
            r"问题|不足|短板|差距|困难", region.heading
        )
        self.blocks: list[Block] = []

    def add(
        self, kind: BlockKind, start: int, end: int, heading: Extent | None = None, number: int | None = None
    ) -> None:
        whole = trim(self.text, start, end)
        if whole.start < whole.end:
            self.blocks.append(Block(kind, whole, self.role, self.region.section, heading, number))

    def cut(self) -> list[Block]:
        position = 0
        for index, line in enumerate(self.lines):
            content = self.text[line.start : line.end]
            inside = []
            while position < len(self.marks) and self.marks[position].start < line.end:
                if self.marks[position].start >= line.start:
                    inside.append(self.marks[position])
                position += 1
            if _is_table(content):
                self.add("table", *line)
            elif inside:
                self._enumerated(line, inside, index)
            elif self._continues_item(index, position):
                self._extend(line)
            else:
                self._plain(line, content, index, more_marks=position < len(self.marks))
        return self.blocks

    def _continues_item(self, index: int, position: int) -> bool:
        """An unnumbered line between two numbered ones, or under a bare lead, belongs to the item before it."""
        if not self.blocks or self.blocks[-1].kind != "item" or self.blocks[-1].number is None:
            return False
        content = self.text[self.lines[index].start : self.lines[index].end]
        if paragraph_role(content, self.role) != self.role or turn_of(content, self.role):
            return False
        if position < len(self.marks) and self.marks[position].number > self.blocks[-1].number:
            return True
        last = self.blocks[-1].extent
        return last.end - last.start <= 40

    def _extend(self, line: Line) -> None:
        block = self.blocks.pop()
        heading = block.heading
        start = block.extent.start
        if heading is None:
            sentences = split_sentences(self.text, (start, line.end))
            heading = self._lead(start, block, sentences)
        self.blocks.append(
            Block("item", Extent(start, line.end), block.role, block.section, heading, block.number)
        )

    def _lead(self, start: int, block: Block, sentences: list[Extent]) -> Extent | None:
        mark = next((mark for mark in self.marks if mark.start == start), None)
        if mark is None:
            return None
        begin = trim(self.text, mark.end, block.extent.end).start
        return item_lead(self.text, begin, sentences, explained=self.role == "shortcomings")

    def _turn_paragraph(self, content: str) -> None:
        role = paragraph_role(content, self.role)
        if role != self.role:
            self.role, self.cause = role, False

    def _enumerated(self, line: Line, inside: list[Mark], index: int) -> None:
        opening = trim(self.text, line.start, inside[0].start)
        if opening.start < opening.end and inside[0].start > line.start:
            head = self.text[opening.start : opening.end]
            self._turn_paragraph(head)
            self._note_cause(head)
            self._before_list(opening)
        for here, mark in enumerate(inside):
            end = inside[here + 1].start if here + 1 < len(inside) else line.end
            self._item(mark, end)

    def _note_cause(self, head: str) -> None:
        if self.role == "shortcomings":
            sentences = split_sentences(head, (0, len(head)))
            last = head[sentences[-1].start : sentences[-1].end] if sentences else ""
            if CAUSE_CUE.search(last):
                self.cause = True

    def _before_list(self, opening: Extent) -> None:
        self.add("introduction", *opening)

    def _item(self, mark: Mark, end: int) -> None:
        sentences = split_sentences(self.text, (mark.start, end))
        if not sentences:
            return
        turned: tuple[int, str] | None = None
        for position, sentence in enumerate(sentences[1:], 1):
            turn = turn_of(self.text[sentence.start : min(sentence.end, sentence.start + 80)], self.role)
            if turn:
                turned = (position, turn)
                break
        own = sentences[: turned[0]] if turned else sentences
        begin = trim(self.text, mark.end, own[-1].end).start
        lead = None if self.cause else item_lead(self.text, begin, own, explained=self.role == "shortcomings")
        self.add("cause" if self.cause else "item", mark.start, own[-1].end, lead, mark.number)
        if turned:
            rest = Extent(sentences[turned[0]].start, sentences[-1].end)
            self._after_turn(rest, turned[1])

    def _after_turn(self, rest: Extent, turn: str) -> None:
        content = self.text[rest.start : rest.end]
        if turn == "plans":
            self.role, self.cause = "plans", False
            if content.rstrip()[-1] in ":：":
                self.add("introduction", *rest)
            else:
                self.add("item", *rest)
        else:
            self._cause_text(rest)

    def _cause_text(self, rest: Extent) -> None:
        """A stretch that opens with a cause cue: what follows the cue is the cause, or its list comes next."""
        match = CAUSE_CUE.search(self.text, rest.start, rest.end)
        start = match.end() if match else rest.start
        while start < rest.end and self.text[start] in "是,，:： ":
            start += 1
        if rest.end - start < 6:
            self.cause = True
            self.add("introduction", *rest)
            return
        sentences = split_sentences(self.text, rest)
        for position, sentence in enumerate(sentences[1:], 1):
            if turn_of(self.text[sentence.start : sentence.end], "shortcomings") == "plans":
                self.add("cause", start, sentences[position - 1].end)
                self._after_turn(Extent(sentence.start, rest.end), "plans")
                return
        if self.text[rest.end - 1] in ":：":
            self.cause = True
            self.add("introduction", *rest)
        else:
            self.add("cause", start, rest.end)

    def _plain(self, line: Line, content: str, index: int, *, more_marks: bool) -> None:
        self._turn_paragraph(content)
        if is_closing(content):
            self.add("introduction", *line)
            return
        if self.role == "shortcomings" and CAUSE_CUE.match(content):
            self._cause_text(Extent(*line))
            return
        opening = index == 0 and len(self.lines) > 1
        announces = opening and more_marks and self.marks[0].before == LINE
        if announces or is_introduction(content, opening=opening):
            self._note_cause(content)
            self.add("introduction", *line)
            return
        if self.cause:
            self.add("cause", *line)
            return
        sentences = split_sentences(self.text, line)
        leads = paragraph_leads(self.text, sentences, self.lexicon)
        if leads:
            for position, first in enumerate(leads):
                end = (
                    sentences[leads[position + 1] - 1].end if position + 1 < len(leads) else sentences[-1].end
                )
                lead = sentences[first]
                self.add("item", lead.start, end, Extent(lead.start, lead.end - 1))
            return
        self._paragraph(line, sentences)

    def _paragraph(self, line: Line, sentences: list[Extent]) -> None:
        for position, sentence in enumerate(sentences):
            if position == 0:
                continue
            turn = turn_of(self.text[sentence.start : min(sentence.end, sentence.start + 80)], self.role)
            if turn:
                self.add("item", line.start, sentences[position - 1].end)
                self._after_turn(Extent(sentence.start, line.end), turn)
                return
        self.add("item", *line)
