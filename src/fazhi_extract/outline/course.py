"""What the running text of a region is about as it goes on: problems, plans, deeds, causes."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from fazhi_extract.models import Role
from fazhi_extract.outline.labels import Label, label_of, labelled_parts, role_under
from fazhi_extract.outline.numbering import Mark
from fazhi_extract.outline.structure import Extent
from fazhi_extract.outline.turns import Turn, names_causes, paragraph_role, turn_of

__all__ = ["Course", "Region"]

_KEPT = frozenset({"shortcomings", "plans", "other"})
_PROBLEMS_OR_PLANS = frozenset({"shortcomings", "plans"})


class Region(NamedTuple):
    """The text from one heading's end to the next heading; `preface` where deeper headings follow.

    `inner` says that the heading is not a top one.
    """

    extent: Extent
    role: Role
    section: str | None
    preface: bool
    one_line: bool = False
    causes: bool = False
    inner: bool = False


class Course:
    """Follows the text of one region: `role` and `causes` change where it turns, by its labels or words."""

    labelled = False
    last_item: tuple[str, int, Role, bool] = ("", 0, "other", False)

    def __init__(self, text: str, region: Region) -> None:
        """Begin with the role of the region."""
        self.text, self.region = text, region
        self.role: Role = region.role
        self.causes = region.causes

    def under(self, label: Label) -> Role:
        """The role of what `label` opens, by the section's role or that of the text before."""
        own = self.region.role
        return role_under(label, own if own in _KEPT else self.role)

    def role_from(self, sentence: str) -> Role:
        """The role of a paragraph or list that begins with `sentence`."""
        label = label_of(sentence)
        return self.under(label) if label else paragraph_role(sentence, self.role)

    def turns(self, sentence: str, *, ends_list: bool = False) -> Turn | None:
        """Where a sentence inside a block turns, by its label or its words; None where it goes on."""
        label = label_of(sentence)
        if label is None or self.role == "other":
            return turn_of(sentence, self.role, ends_list=ends_list)
        role = self.under(label)
        if label == "cause" and role == "shortcomings":
            return "cause"
        return None if role == self.role else role  # type: ignore[return-value]

    def turn(self, sentence: str) -> None:
        """Turn where a paragraph or list that begins with `sentence` does."""
        role = self.role_from(sentence)
        if role != self.role:
            self.role, self.causes = role, False
        if self.role == "shortcomings" and names_causes(sentence):
            self.causes = True

    def take_up(self, mark: Mark, end: int) -> Label | None:
        """Take the role of the list's next item, which begins with `mark`, and of its label if it has one.

        A turn inside the item before it left the list only for a while.
        """
        style, number, role, causes = self.last_item
        if mark.number == number + 1 and mark.style == style:
            self.role, self.causes = role, causes
        self.last_item = (mark.style, mark.number, self.role, self.causes)
        self.labelled = False
        if self.role not in _PROBLEMS_OR_PLANS and self.region.role not in _PROBLEMS_OR_PLANS:
            return None
        words = self.text[mark.end : end].lstrip()
        label = label_of(words)
        if label is not None:
            self.labelled = True
            self.turn(words)
        return label

    def parted(self, sentences: list[Extent]) -> list[Extent]:
        """The sentences of a labelled block, those parted that hold several labelled parts."""
        parted: list[Extent] = []
        for start, end in sentences:
            inside = [start, *(start + at for at in labelled_parts(self.text[start:end])), end]
            parted += [Extent(*pair) for pair in pairwise(inside)]
        return parted
