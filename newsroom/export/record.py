"""What a format that keeps everything is given: stories and their past, people, lists, pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from newsroom.export.originals import Read
from newsroom.export.page import no_original
from newsroom.news.article import Article, Picture
from newsroom.news.lists import Template, Term
from newsroom.news.revision import Revision
from newsroom.news.site import Site
from newsroom.news.staff import Person


@dataclass(frozen=True, slots=True)
class Saved:
    """One save of a story, and the whole story as it was then."""

    revision: Revision
    state: Article


@dataclass(frozen=True, slots=True)
class Kept:
    """A story as it stands, and its saves from the first to the last."""

    article: Article
    past: tuple[Saved, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A part of a newsroom, or all of it.

    ``pictures`` are the facts of all pictures that it names, by sha256; ``read`` gives their bytes.
    ``dealings`` is what was done about the stories, in the form of the file already
    (``store.dealings``).
    """

    site: Site
    stories: tuple[Kept, ...]
    staff: tuple[Person, ...] = ()
    lists: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    templates: tuple[Template, ...] = ()
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    dealings: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    read: Read = no_original


@runtime_checkable
class Keeper(Protocol):
    """An exporter that keeps everything, whole and unrendered."""

    def keep(self, record: Record) -> bytes:
        """The file."""

    def pictures(self, record: Record) -> Mapping[str, bytes]:
        """The pictures that lie beside it, by path. Raises NotFound where one is missing."""
