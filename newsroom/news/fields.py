"""How a field of a story or a person presents itself: label, kind and limits.

The inspector's form, the list's columns, front matter, search and JSON are all drawn from this.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, field, fields
from enum import StrEnum
from typing import Any

from newsroom.values import dataclass


class Kind(StrEnum):
    """What sort of value a field holds, and so which control edits it."""

    LINE = "line"  # one line of text
    TEXT = "text"  # several lines of plain text
    MARKDOWN = "markdown"
    SLUG = "slug"
    CHOICE = "choice"  # one of ``choices`` or of a list that the newsroom keeps (``source``)
    TAGS = "tags"
    BYLINES = "bylines"
    PERSON = "person"  # id of a staff entry
    PICTURE = "picture"
    MOMENT = "moment"  # aware datetime in UTC
    NUMBER = "number"
    FLAG = "flag"
    LANGUAGE = "language"  # BCP 47 tag
    EMAIL = "email"
    PHONE = "phone"
    MEDIA = "media"  # sha256 of a picture in the media folder
    HIDDEN = "hidden"  # kept by the desk, never edited in a form


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """A field's face.

    ``most`` is the hard maximum in characters (beyond it the value is refused); ``advice`` is the
    length that the house likes (the counter turns amber at nine tenths of it, and says by how much
    it is over). ``matter`` is the key in front matter. ``source`` names a list that the newsroom
    keeps ("sections", "desks", "stages", "kickers").
    """

    label: str
    kind: Kind = Kind.LINE
    page: str = ""  # group in a form; "" stands in the editor itself, not in a form
    most: int | None = None
    advice: int | None = None
    lowest: int | None = None
    highest: int | None = None
    choices: tuple[tuple[str, str], ...] = ()  # (value, label)
    source: str | None = None
    matter: str | None = None
    column: bool = False  # may be a column of the list
    search: str | None = None  # "headline", "meta" or "body"
    hint: str = ""


def told(spec: Spec, default: Any = MISSING, factory: Any = MISSING) -> Any:
    """A dataclass field that carries ``spec``."""
    if factory is not MISSING:
        return field(default_factory=factory, metadata={"spec": spec})
    if default is MISSING:
        return field(metadata={"spec": spec})
    return field(default=default, metadata={"spec": spec})


def specs(cls: type) -> dict[str, Spec]:
    """Name to face, in the order of declaration, for every field that has one."""
    found: dict[str, Spec] = {}
    item: Field[Any]
    for item in fields(cls):
        if "spec" in item.metadata:
            found[item.name] = item.metadata["spec"]
    return found
