"""What is told of a site as a whole: what publishing did or would do, whether it still stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsroom.values import dataclass

if TYPE_CHECKING:
    from newsroom.export.site.verify import Difference


@dataclass(frozen=True, slots=True)
class Step:
    """A file that is written or deleted, and why in a few words."""

    path: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReport:
    """What publishing a site did, or with ``dry_run`` would do.

    ``uid`` names the publication on record, "" where nothing was published. ``notes`` are
    sentences about what did not go out as it should. Without ``pictures_told`` the pictures that
    the site does not have yet come on top of what is said. ``blocked`` is the one of the notes for
    which publishing would be refused unless it is forced, "" where nothing is in the way.
    """

    to: str
    dry_run: bool
    written: tuple[Step, ...] = ()
    deleted: tuple[Step, ...] = ()
    unchanged: int = 0
    notes: tuple[str, ...] = ()
    uid: str = ""
    pictures_told: bool = True
    blocked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCheck:
    """Whether a folder is what was published there. ``on_record`` is None for no site of ours."""

    to: str
    files: int
    differences: tuple[Difference, ...]
    published_at: str
    on_record: bool
