"""What a source hands over: a story as it arrived, its people and lists not yet looked up."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Protocol

from newsroom.intake.picture import Checked
from newsroom.news.article import BylineRole
from newsroom.news.correction import CorrectionKind
from newsroom.news.origin import Original
from newsroom.values import dataclass


@dataclass(frozen=True, slots=True)
class ArrivedByline:
    """A name in the credit line as it was written; whether it is staff is found out by the desk.

    ``email`` and ``login`` are what else the source knows the person by, ``bio`` what it says of
    them: it goes into the directory with somebody who is new there.
    """

    name: str
    role: BylineRole = BylineRole.STORY
    email: str = ""
    login: str = ""
    bio: str = ""


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
    focus: tuple[int, int] = (500, 500)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedRemark:
    """A comment that came along: by whom, when, and the story's words that it is about."""

    author: str
    words: str
    quote: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedProposal:
    """The story's text as somebody would have it: tracked changes that came along."""

    author: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedCorrection:
    """What was set right in a published story, on record where it comes from."""

    kind: CorrectionKind
    at: datetime
    wrong: str = ""
    right: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One story out of a file.

    ``fields`` holds the values of article fields by their names, only those that the file carries
    (never ``bylines`` and ``picture``, which stand apart; None there means that the file does not
    say). Moments of publishing, making and changing may be among them. ``media`` are pictures that
    the text names by their sha256 and that lay beside it. ``extra`` keeps the keys that we do not
    know. ``notes`` are sentences on what was taken otherwise than it was written, ``doubts`` on
    what somebody should look at before it is taken, ``problems`` on what could not be taken at all.

    ``held`` says that it should not be taken before somebody has looked at a doubt: its letters
    were guessed.

    ``key`` is what the source calls the story and will call it next time: a guid, an address, a
    file. ``same_slug`` says that a story of that slug here is this one, as in our own formats.
    ``facts`` are plain data on where it comes from (``address``, ``rights``, ``file``),
    ``original`` the text as it was, where that is to be kept.
    """

    source: str
    fields: Mapping[str, object] = field(default_factory=dict)
    bylines: tuple[ArrivedByline, ...] | None = None
    picture: ArrivedPicture | None = None
    media: tuple[Checked, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    held: bool = False
    key: str = ""
    same_slug: bool = False
    facts: Mapping[str, object] = field(default_factory=dict)
    original: Original | None = None
    remarks: tuple[ArrivedRemark, ...] = ()
    proposals: tuple[ArrivedProposal, ...] = ()
    corrections: tuple[ArrivedCorrection, ...] = ()

    @property
    def has_more(self) -> bool:
        """Whether anything comes along that stands beside the story."""
        return bool(self.remarks or self.proposals or self.corrections)


@dataclass(frozen=True, slots=True)
class Left:
    """Something in the file that is no story and was left out on purpose, told in a sentence."""

    source: str
    sentence: str


def _nothing() -> None:
    """Nobody waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a source needs to know of the newsroom that it works for.

    ``zone`` is the clock that moments without an offset are read by. ``now`` allows moments such
    as "-6h", counted from it; None refuses them. ``encoding`` is the one to read files in that
    are not Unicode; None guesses, and the guess is told. ``pulse`` is called now and then while a
    large file is looked through before its first story; it may raise Cancelled.
    """

    zone: tzinfo
    now: datetime | None = None
    encoding: str | None = None
    pulse: Callable[[], None] = _nothing


def file_key(path: Path, name: str = "") -> str:
    """What a file is known by the next time, without giving away where somebody keeps it; with
    ``name`` for one of the stories in it."""
    place = hashlib.sha256(str(path.absolute()).encode("utf-8", "surrogateescape")).hexdigest()
    return f"file:{place[:_KEY_LENGTH]}{f':{name}' if name else ''}"


_KEY_LENGTH = 24  # signs of a hash: files on all computers of a newsroom can't meet


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

    def read(self, path: Path, setting: Setting) -> Iterable[Arrival | Left]:
        """The stories in the file, one after the other; large files are gone through as they are
        asked for. Raises BadInput with one sentence where it holds none, before the first story."""


class Telling(Protocol):
    """A source that knows its files by more than the end of their name."""

    def knows(self, path: Path, head: bytes) -> bool:
        """Whether the file, which begins with ``head``, is of this kind."""
