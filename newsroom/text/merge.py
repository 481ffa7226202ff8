"""Three texts into one: what both sides changed, put together piece by piece and word by word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from newsroom.text.compare import BODY, Story
from newsroom.text.parse import Parser
from newsroom.text.reconcile import merge_bodies
from newsroom.text.threeway import Clash, Merged, merge_plain

__all__ = ["Clash", "Merged", "MergedStory", "merge", "merge_paragraphs", "merge_stories"]


@dataclass(frozen=True, slots=True)
class MergedStory:
    """A story with both sides' changes; ``conflicts`` by the field that they are in."""

    story: Story
    conflicts: Mapping[str, tuple[Clash, ...]] = field(default_factory=dict)


def merge(
    base: str, mine: str, theirs: str, *, plain: bool = False, parser: Parser | None = None
) -> Merged:
    """Both sides' changes to ``base`` in one text: Markdown, or ``plain`` words.

    Where nothing clashes it does not matter which side is which. No word of either side is lost:
    it stands in the text, or in a clash. What is put together says to the parser what both sides
    said, else the whole piece is a clash.
    """
    if plain:
        return merge_plain(base, mine, theirs)
    return merge_bodies(base, mine, theirs, parser)


def merge_paragraphs(base: str, mine: str, theirs: str) -> Merged:
    """Both sides' changes to a body in one text."""
    return merge(base, mine, theirs)


def merge_stories(base: Story, mine: Story, theirs: Story) -> MergedStory:
    """Both sides' changes to a story, field by field."""
    names = dict.fromkeys((*mine.fields, *theirs.fields, *base.fields))
    made = {
        name: merge(*(story.fields.get(name, "") for story in (base, mine, theirs)), plain=True)
        for name in names
    }
    body = merge(base.body, mine.body, theirs.body)
    found = {name: one.conflicts for name, one in {**made, BODY: body}.items() if one.conflicts}
    kept = {
        name: one.text
        for name, one in made.items()
        if one.text or all(name in story.fields for story in (mine, theirs))
    }
    return MergedStory(Story(body.text, kept), found)
