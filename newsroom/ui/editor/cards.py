"""What the cards of a story are called, and why they stand as source."""

from __future__ import annotations

import re
from typing import Final

from newsroom.i18n import _
from newsroom.text.guard import guard

_FRONT: Final = re.compile(r"(---|\+\+\+)[ \t]*(?:\n|$)")
_COMMENT: Final = re.compile(r"\s*<!--")
_NOTE: Final = re.compile(r" {0,3}\[\^[^\]\n]+\]:")
_REFERENCE: Final = re.compile(r" {0,3}\[[^\]\n]+\]:")
_ABBREVIATION: Final = re.compile(r" {0,3}\*\[[^\]\n]+\]:")
_DIV: Final = re.compile(r":{3,}")
_TAG: Final = re.compile(r"\s*</?[A-Za-z!?]")
_LOOK: Final = 200  # characters that tell what a card is


def label_of(text: str) -> str:
    """The small word in a card's corner."""
    start = text[:_LOOK]
    for pattern, label in (
        (_FRONT, _("Front matter")),
        (_COMMENT, _("Comment")),
        (_NOTE, _("Footnote")),
        (_REFERENCE, _("Reference")),
        (_ABBREVIATION, _("Abbreviation")),
        (_DIV, _("Open box")),
        (_TAG, _("HTML")),
    ):
        if pattern.match(start):
            return label
    return _("Source")


def why_source(text: str) -> str:
    """A sentence that says why a passage stands as its source."""
    start = text[:_LOOK]
    if _FRONT.match(start):
        return _("Front matter is for programs; no reader sees it. It is kept as it stands.")
    if _COMMENT.match(start):
        return _("A comment in the source; no reader sees it.")
    if _NOTE.match(start):
        return _("The text of a footnote. Ctrl and a click lead to where it is cited.")
    if _REFERENCE.match(start):
        return _("Where links of this name lead; no reader sees it.")
    if _ABBREVIATION.match(start):
        return _("What an abbreviation stands for; readers see it over the word.")
    if _DIV.match(start):
        return _("A box or pull quote that is empty, or that nothing closes with “:::”.")
    if _TAG.match(start):
        return _("HTML goes to the page as it stands; it is edited here as source.")
    return guard(text) or _("This passage can't be laid out without changing it; edit its source.")
