"""What a text document hands over: its story, its pictures, its comments and its changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from newsroom.i18n import _
from newsroom.intake.arrival import (
    Arrival,
    ArrivedByline,
    ArrivedProposal,
    ArrivedRemark,
    file_key,
)
from newsroom.intake.dropped import Dropped, told
from newsroom.intake.wordblocks import Pictures, View
from newsroom.intake.wordfile import WordFile

_UNTITLED = frozenset({"untitled", "document", "document1", "word document"})
"""Titles that a program gave."""


def arrived(file: WordFile, held: Mapping[str, bytes], path: Path) -> Arrival:
    """The story that a document holds, its comments and its people's changes beside it."""
    pictures = Pictures(held)
    base = View(file, lambda _who: False, pictures)
    proposals = []
    for person in file.people:
        body = View(file, lambda who, person=person: who == person, pictures).markdown  # type: ignore[misc]
        if body != base.markdown:
            proposals.append(
                ArrivedProposal(author=person.strip("?"), body=f"{body}\n" if body else "")
            )
    facts = file.facts
    title = facts.get("title", "")
    headline = base.roles.get("title") or ("" if title.lower() in _UNTITLED else title)
    fields: dict[str, object] = {"body": f"{base.markdown}\n" if base.markdown else ""}
    fields |= {
        name: words
        for name, words in (
            ("headline", headline),
            ("dek", base.roles.get("dek", "")),
            ("kicker", base.roles.get("kicker", "")),
        )
        if words
    }
    dropped = Counter(file.dropped) + base.dropped
    notes = [*_told(dropped, base.trackers), *dict.fromkeys(pictures.reasons)]
    return Arrival(
        source=path.name,
        fields=fields,
        bylines=(ArrivedByline(facts["creator"]),) if facts.get("creator") else None,
        media=tuple(pictures.taken.values()),
        notes=(*notes, *_dates(facts)),
        key=file_key(path),
        remarks=tuple(
            ArrivedRemark(
                author=remark.author, words=remark.words, quote=remark.quote, at=remark.at
            )
            for remark in file.remarks
            if remark.words
        ),
        proposals=tuple(proposals),
    )


def _told(dropped: Mapping[Dropped, int], trackers: Iterable[str]) -> Iterator[str]:
    sentence = told(dropped)
    if sentence:
        yield sentence[:1].upper() + sentence[1:]
    taken = "; ".join(trackers)
    if taken:
        yield _("Taken off addresses: {what}").format(what=taken)


def _dates(facts: Mapping[str, str]) -> Iterator[str]:
    if modified := facts.get("modified"):
        yield _("The document was last changed on {day}.").format(day=modified[:10])
