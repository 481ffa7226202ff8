"""What structured text loses when it comes in, counted by kind and told in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from newsroom.i18n import _, ngettext


class Dropped(StrEnum):
    """A kind of thing that does not come along. The words in it do, where it has any to read."""

    FONTS = "fonts"  # different faces and sizes
    COLOURS = "colours"  # different inks and grounds
    STYLES = "styles"  # different named styles that say nothing we know
    UNDERLINES = "underlines"
    CAPITALS = "capitals"  # small capitals and the like
    EMPTY = "empty"  # paragraphs without a word
    BOXES = "boxes"  # text boxes; their words stay
    HIDDEN = "hidden"  # words that nobody saw
    COMMENTS = "comments"
    CHANGES = "changes"  # tracked changes that were taken as made
    REFORMATTED = "reformatted"  # tracked changes of looks alone: the new looks stand
    SCRIPTS = "scripts"
    FORMS = "forms"  # fields and buttons
    EMBEDS = "embeds"  # players, frames
    DRAWINGS = "drawings"  # vector drawings, formulas, charts
    PICTURES = "pictures"  # without an address that we could follow
    LINKS = "links"  # that lead nowhere, or do something; their words stay
    TRACKERS = "trackers"  # what addresses carry to spy on readers
    FRAMES = "frames"  # headers and footers of a sheet of paper
    DEEP = "deep"  # structure beyond any story's; its words stay


_SAID: Mapping[Dropped, Callable[[int], str]] = {
    Dropped.FONTS: lambda n: ngettext("{n} font", "{n} fonts", n),
    Dropped.COLOURS: lambda n: ngettext("{n} colour", "{n} colours", n),
    Dropped.STYLES: lambda n: ngettext("{n} style", "{n} styles", n),
    Dropped.UNDERLINES: lambda n: ngettext("{n} underline", "{n} underlines", n),
    Dropped.CAPITALS: lambda n: ngettext(
        "{n} run of small capitals", "{n} runs of small capitals", n
    ),
    Dropped.EMPTY: lambda n: ngettext("{n} empty paragraph", "{n} empty paragraphs", n),
    Dropped.BOXES: lambda n: ngettext("{n} text box", "{n} text boxes", n),
    Dropped.HIDDEN: lambda n: ngettext("{n} hidden passage", "{n} hidden passages", n),
    Dropped.COMMENTS: lambda n: ngettext("{n} comment", "{n} comments", n),
    Dropped.CHANGES: lambda n: ngettext("{n} tracked change", "{n} tracked changes", n),
    Dropped.REFORMATTED: lambda n: ngettext(
        "{n} tracked change of formatting, which stands as it was made",
        "{n} tracked changes of formatting, which stand as they were made",
        n,
    ),
    Dropped.SCRIPTS: lambda n: ngettext("{n} script", "{n} scripts", n),
    Dropped.FORMS: lambda n: ngettext("{n} form field", "{n} form fields", n),
    Dropped.EMBEDS: lambda n: ngettext("{n} embed", "{n} embeds", n),
    Dropped.DRAWINGS: lambda n: ngettext("{n} drawing", "{n} drawings", n),
    Dropped.PICTURES: lambda n: ngettext("{n} picture", "{n} pictures", n),
    Dropped.LINKS: lambda n: ngettext("{n} link", "{n} links", n),
    Dropped.TRACKERS: lambda n: ngettext("{n} tracker", "{n} trackers", n),
    Dropped.FRAMES: lambda n: ngettext(
        "{n} page header or footer", "{n} page headers and footers", n
    ),
    Dropped.DEEP: lambda n: ngettext("{n} nesting too deep", "{n} nestings too deep", n),
}


def said(kind: Dropped, count: int) -> str:
    """How many of a kind, in words: "3 empty paragraphs"."""
    return _SAID[kind](count).format(n=count)


def told(dropped: Mapping[Dropped, int]) -> str:
    """What was dropped as one phrase: "dropped: 14 fonts, 3 empty paragraphs, 1 text box".

    The kinds come in the order of ``Dropped``; nothing dropped is "".
    """
    parts = [said(kind, dropped[kind]) for kind in Dropped if dropped.get(kind)]
    return _("dropped: {what}").format(what=_(", ").join(parts)) if parts else ""
