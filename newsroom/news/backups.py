"""The daily backup: when it is due, what its file is called, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta, tzinfo

from newsroom.values import dataclass

SUFFIX = ".newsroom-backup"
KEEP = 14
"""How many daily backups of a newsroom are kept: two weeks, unless somebody says otherwise."""

_STAMP = "%Y%m%dT%H%M%SZ"
_LETTERS_OF_UID = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Daily:
    """A daily backup that was brought back into a throw-away store and found to be the same.

    ``problems`` are sentences on what does not hold together in the newsroom itself; the copy is
    as it is. ``stories`` and ``pictures`` are counted in what was brought back.
    """

    at: datetime
    path: str
    bytes: int = 0
    stories: int = 0
    pictures: int = 0
    problems: tuple[str, ...] = ()
    made: bool = True  # False where the last one is fresh enough


def file_name(name: str, uid: str, at: datetime) -> str:
    """What the backup of a moment is called: the newsroom, a part of its uid, the moment in UTC."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:40] or "newsroom"
    return f"{plain}-{uid[:_LETTERS_OF_UID]}-{at.astimezone(UTC).strftime(_STAMP)}{SUFFIX}"


def made_at(file: str, uid: str) -> datetime | None:
    """When the backup of that file name was made, None where it is none of this newsroom."""
    found = re.fullmatch(
        rf".+-{re.escape(uid[:_LETTERS_OF_UID])}-(\d{{8}}T\d{{6}}Z){re.escape(SUFFIX)}", file
    )
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def of_newsroom(files: Iterable[str], uid: str) -> list[tuple[datetime, str]]:
    """The backups of this newsroom among files, the newest first."""
    found = [(at, file) for file in files if (at := made_at(file, uid)) is not None]
    return sorted(found, reverse=True)


def last_time(now: datetime, zone: tzinfo, at: time) -> datetime:
    """The last moment at which the newsroom's clock showed ``at``.

    What was made since then is fresh: a computer that was off at the time catches up afterwards.
    """
    here = now.astimezone(zone)
    then = datetime.combine(here.date(), at, tzinfo=zone)
    if then > here:
        then = datetime.combine(here.date() - timedelta(days=1), at, tzinfo=zone)
    return then


def next_time(now: datetime, zone: tzinfo, at: time) -> datetime:
    """The next moment at which the newsroom's clock shows ``at``."""
    here = now.astimezone(zone)
    then = datetime.combine(here.date(), at, tzinfo=zone)
    return then if then > here else datetime.combine(here.date() + timedelta(days=1), at, zone)
