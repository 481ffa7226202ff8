"""The text of a file for a story that is being written: read by the sources, on any thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from itertools import islice
from pathlib import Path
from typing import Any

from newsroom.desk.gathering import source_of
from newsroom.i18n import _
from newsroom.intake.arrival import Arrival, Setting
from newsroom.intake.picture import Checked
from newsroom.news.errors import BadInput

_TITLES = ("kicker", "headline", "dek")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inserted:
    """Markdown out of a file, the pictures that it names by their hash, and what was told."""

    markdown: str
    media: tuple[Checked, ...] = ()
    notes: tuple[str, ...] = ()


def text_of(path: Path, zone: tzinfo) -> Inserted:
    """The body of the one story in a file. Raises BadInput with a sentence for none or several."""
    read = source_of(path).read(path, Setting(zone=zone))
    found = list(islice((one for one in read if isinstance(one, Arrival)), 2))
    if len(found) > 1:
        raise BadInput(
            _("{name} holds several stories; drop it on the list to import them.").format(
                name=path.name
            )
        )
    if not found:
        raise BadInput(_("{name} holds no text.").format(name=path.name))
    body = str(found[0].fields.get("body") or "")
    if not body.strip():
        raise BadInput(_("{name} holds no text.").format(name=path.name))
    notes = (*_left_above(found[0].fields), *found[0].notes)
    return Inserted(markdown=body, media=found[0].media, notes=notes)


def _left_above(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Which words of the file stay out, since the story has titles of its own."""
    titles = [str(fields[name]) for name in _TITLES if fields.get(name)]
    if not titles:
        return ()
    words = _("Only the text came in; above it stood: {titles}.")
    return (words.format(titles=_(", ").join(f"“{title}”" for title in titles)),)
