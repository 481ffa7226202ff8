"""A published site brought to a place: what differs alone, pages after what they show.

What lies there is written down there, in a file of our own. Before a file is touched the record
says that it is not sure of it, so that a line that is cut at any moment leaves nothing that the
next run takes for what it is not. What is not on the record is somebody else's and stays.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from newsroom.export.files import place as inside
from newsroom.export.outbound.place import Place
from newsroom.export.site.frames import Kind
from newsroom.i18n import _
from newsroom.news.errors import BadInput, Cancelled, NewsroomError

RECORD = ".newsroom-deploy.json"
FORMAT = 1
EVERY = 100  # files between two records: what a cut may make us send again

Progress = Callable[[int, int, str], None]

_LATER = {
    Kind.STORY: 1,
    Kind.AUTHOR: 2,
    Kind.SECTION: 2,
    Kind.TAG: 2,
    Kind.PEOPLE: 2,
    Kind.ARCHIVE: 2,
    Kind.NOTICE: 2,
    Kind.REDIRECT: 2,
    Kind.SEARCH: 2,
    Kind.BOX: 3,
    Kind.FRONT: 3,
    Kind.FEED: 4,
    Kind.SITEMAP: 4,
}
"""Which kinds go when, the rest at once: nothing is shown by a page before it is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """A site as it is to lie there: SHA-256 and kind of every file by path."""

    folder: Path
    store: str
    uid: str
    root: str
    files: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Record:
    """What lies there as far as is known; of the paths in ``unsure`` nobody knows."""

    store: str = ""
    uid: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeployPlan:
    """What bringing it there comes to, in the order in which it is done."""

    writes: tuple[str, ...]
    deletes: tuple[str, ...]
    unchanged: int

    @property
    def nothing(self) -> bool:
        """Whether all of it lies there."""
        return not self.writes and not self.deletes


def read_record(place: Place) -> Record | None:
    """The record of a place, None where nothing was brought before. Raises BadInput."""
    data = place.read(RECORD)
    if data is None:
        return None
    try:
        told = json.loads(data)
        if told["format"] != FORMAT:
            raise ValueError
        return Record(
            store=str(told["store"]),
            uid=str(told["uid"]),
            files={str(path): str(sha) for path, sha in told["files"].items()},
            unsure=frozenset(map(str, told["unsure"])),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadInput(
            _(
                "{name} there can't be read. Delete it; then everything is sent anew, and what "
                "lies there stays."
            ).format(name=RECORD)
        ) from None


def make_plan(load: Load, record: Record | None) -> DeployPlan:
    """What has to be done so that the place holds just the site."""
    known = record or Record()
    writes = [
        path
        for path, (sha, _kind) in load.files.items()
        if path in known.unsure or known.files.get(path) != sha
    ]
    writes.sort(key=lambda path: (_LATER.get(Kind(load.files[path][1]), 0), path))
    old = (known.files.keys() | known.unsure) - load.files.keys()
    return DeployPlan(
        writes=tuple(writes),
        deletes=tuple(sorted(old)),
        unchanged=len(load.files) - len(writes),
    )


def hold_ours(load: Load, record: Record | None, *, force: bool = False) -> None:
    """Refuse a place that holds another newsroom's site. Raises BadInput."""
    if record is not None and record.store != load.store and not force:
        raise BadInput(
            _(
                "There lies the site of another newsroom. Choose another folder, or allow that "
                "it is replaced."
            )
        )


def deploy(
    load: Load,
    place: Place,
    *,
    force: bool = False,
    progress: Progress = lambda _done, _of, _path: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> DeployPlan:
    """Bring the site there; gives what was done.

    Broken off by a fault or by ``cancelled`` it goes on the next time where it was. Raises what
    ``place`` does, BadInput, Cancelled.
    """
    record = read_record(place)
    hold_ours(load, record, force=force)
    plan = make_plan(load, record)
    if plan.nothing:
        return plan
    files = {
        path: sha for path, sha in (record.files if record else {}).items()
        if path in load.files and path not in plan.writes
    }  # fmt: skip
    unsure = {*plan.writes, *plan.deletes}

    def put_down(uid: str = "") -> None:
        place.write(RECORD, _written(load, files, unsure, uid))

    total = len(plan.writes) + len(plan.deletes)
    put_down()
    try:
        for done, path in enumerate((*plan.writes, *plan.deletes)):
            if cancelled():
                raise Cancelled
            progress(done, total, path)
            if path in load.files:
                sha = load.files[path][0]
                place.write(path, _content(load, path, sha))
                files[path] = sha
            else:
                place.delete(path)
            unsure.discard(path)
            if (done + 1) % EVERY == 0:
                put_down()
    except BaseException:
        # So that less has to be sent again; where the line is cut it can't be told, and need not.
        with contextlib.suppress(NewsroomError):
            put_down()
        raise
    put_down(load.uid)
    progress(total, total, "")
    return plan


def _written(load: Load, files: Mapping[str, str], unsure: set[str], uid: str) -> bytes:
    told = {
        "format": FORMAT,
        "store": load.store,
        "uid": uid,
        "root": load.root if uid else "",
        "files": files,
        "unsure": sorted(unsure),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, indent=0).encode("utf-8")


def _content(load: Load, path: str, sha: str) -> bytes:
    """A file's bytes, held against what was published."""
    try:
        content = inside(load.folder, path).read_bytes()
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() != sha:
        raise BadInput(
            _("{path} is not what was published; publish the site again.").format(path=path)
        )
    return content
