"""A Word document out of its bytes; those of ours that come back say which story they are."""

from __future__ import annotations

from pathlib import Path

from newsroom.i18n import _
from newsroom.intake import wordparts
from newsroom.intake.package import parts, tree
from newsroom.intake.wordfile import WordFile, every
from newsroom.intake.wordreading import Reading
from newsroom.news.errors import BadInput

MOST_LETTERS = 2_000_000  # of the text; three times the longest novel that a paper ran
MOST_PARAGRAPHS = 20_000

STORY, VERSION = "newsroom-story", "newsroom-version"
"""The document's own properties that say which story it is; ``export.wordreview`` writes them."""


def read(source: Path | bytes) -> WordFile:
    """A document out of its file. Raises BadInput with a sentence."""
    try:
        data = source if isinstance(source, bytes) else source.read_bytes()
    except OSError as error:
        raise BadInput(_("{path} can't be read.").format(path=source)) from error
    found = parts(data)
    document = found.get("word/document.xml")
    if document is None:
        raise BadInput(_("This is no Word document."))
    own, facts = wordparts.own_properties(found), wordparts.facts(found)
    reading = Reading(found)
    root = tree(document)
    reading.reformatted(root)
    body = root.find(f"{wordparts.W}body")
    paragraphs = tuple(reading.blocks(body)) if body is not None else ()
    notes = reading.notes()
    letters = sum(len(piece.run.text) for one in every(paragraphs) for piece in one.pieces)
    if letters > MOST_LETTERS or len(paragraphs) > MOST_PARAGRAPHS:
        raise BadInput(_("This document is longer than any story; it was left."))
    version = own.get(VERSION, "")
    return WordFile(
        story=own.get(STORY, ""),
        version=int(version) if version.isascii() and version.isdigit() else 0,
        by=facts.get("by", ""),
        paragraphs=paragraphs,
        remarks=tuple(reading.remarks()),
        people=tuple(reading.people),
        notes=notes,
        facts=facts,
        dropped=reading.counted(),
    )
