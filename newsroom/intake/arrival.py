"""What a source hands over: a story as it arrived, its people and lists not yet looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Protocol

from newsroom.intake.picture import Checked
from newsroom.news.article import BylineRole


@dataclass(frozen=True, slots=True)
class ArrivedByline:
    """A name in the credit line as it was written; whether it is staff is found out by the desk."""

    name: str
    role: BylineRole = BylineRole.STORY


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedPicture:
    """A lead picture that came along.

    ``file`` is the checked picture; it is None where the story only names one (``sha256``) that
    the newsroom is said to have already.
    """

    file: Checked | None = None
    sha256: str = ""
    caption: str = ""
    credit: str = ""
    alt: str = ""
    rights: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One story out of a file.

    ``fields`` holds the values of article fields by their names, only those that the file carries
    (never ``bylines`` and ``picture``, which stand apart; None there means that the file does not
    say). ``media`` are pictures that the text names by their sha256 and that lay beside it.
    ``extra`` keeps the keys that we do not know. ``notes`` are sentences on what was taken
    otherwise than it was written, ``problems`` on what could not be taken at all.
    """

    source: str
    fields: Mapping[str, object] = field(default_factory=dict)
    bylines: tuple[ArrivedByline, ...] | None = None
    picture: ArrivedPicture | None = None
    media: tuple[Checked, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a source needs to know of the newsroom that it works for.

    ``zone`` is the clock that moments without an offset are read by. ``now`` allows moments such
    as "-6h", counted from it; None refuses them. ``encoding`` is the one to read files in that
    are not Unicode; None refuses those.
    """

    zone: tzinfo
    now: datetime | None = None
    encoding: str | None = None


class Source(Protocol):
    """A kind of file that stories come in."""

    @property
    def id(self) -> str:
        """The name on the command line."""

    @property
    def title(self) -> str:
        """The name on screen (untranslated)."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The file names' ends, in small letters with the dot."""

    def read(self, path: Path, setting: Setting) -> tuple[Arrival, ...]:
        """The stories in the file. Raises BadInput with one sentence where it holds none."""
