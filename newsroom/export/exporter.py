"""What an export format is: two or three names and one method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

if TYPE_CHECKING:
    from newsroom.export.page import PageData


class Exporter(Protocol):
    """A format that a story can leave the house in. Formats do not know each other."""

    id: ClassVar[str]  # as on the command line
    title: ClassVar[str]  # untranslated; what people pick
    suffix: ClassVar[str]  # of the file, with its dot

    def __init__(self, templates: Path | None = None) -> None:
        """``templates`` is the newsroom's own folder, looked at before ours; it may not exist."""

    def render(self, page: PageData) -> bytes:
        """The whole file. Raises BadInput where the newsroom's own template has a mistake."""

    def beside(self, page: PageData) -> Mapping[str, bytes]:
        """Files that the page's address book refers to (social pictures), by relative path."""


@runtime_checkable
class Fetched(Protocol):
    """An exporter whose pictures are fetched from the site's address, and stay behind without."""

    fetched: ClassVar[bool]


@runtime_checkable
class Bundle(Protocol):
    """An exporter that puts several stories into one file."""

    def bind(self, pages: Sequence[PageData]) -> bytes:
        """The file with these stories, in this order; ``render`` binds one alone."""
