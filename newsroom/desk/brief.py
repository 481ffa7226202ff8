"""A small change of the site, published without opening the newsroom: see ``export.site.brief``.

It answers for a store of one file whose readers see the same stories as at the last publishing,
under the same names, by the same people, in the same lists, with some of their words changed, and
new stories that stand in lists which are there. Everything else is left to ``Siting``.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newsroom.desk.credited import credited, names_of
from newsroom.desk.quiet import Act, Stand, small_acts
from newsroom.desk.restating import Restated
from newsroom.desk.sitereport import SiteReport, Step
from newsroom.export.bare import bare
from newsroom.export.site import memory
from newsroom.export.site.arrivals import TooMuch, admit, renew, shelf_of
from newsroom.export.site.brief import Batch, Brief, lies_ready
from newsroom.export.site.contents import Contents
from newsroom.export.site.kept import Kept
from newsroom.export.site.manifest import Manifest, mark_of
from newsroom.export.site.plan import WHY, Why
from newsroom.export.site.pool import Rendering
from newsroom.i18n import _
from newsroom.news.errors import NewsroomError, NotFound
from newsroom.news.out import Out
from newsroom.store.lean import Lean

MOST = 40  # stories; with more, to look at everything is as quick
MOST_NEW = 100  # stories that came since the whole was kept; each is put in its place every time

_MAY_CHANGE = frozenset({
    "version", "kicker", "headline", "updated_at", "excerpt", "digest", "dek", "dateline",
    "short_headline",
})  # fmt: skip
_SEEN = _MAY_CHANGE - {"version", "updated_at"}
_CHANGES = tuple(name in _MAY_CHANGE for name in Out._fields)


class Briefly:
    """What was done since the last publishing, and whether it is a small change.

    Raises TooMuch where it is none, sqlite3.Error where the store does not answer as expected.
    """

    def __init__(self, store: Path, stand: Stand, cache: Path, now: datetime) -> None:
        self._stand = stand
        self._store = store
        self._cache = cache
        self._now = now
        self.places: dict[int, int | None] = {}  # of changed stories; when readers would see it
        self.contents: Contents | None = None
        whole = stand.listed.whole
        self._stood = frozenset(stand.listed.lines)
        if not whole.uid:
            raise TooMuch
        self.lean = Lean(store)
        try:
            number, acts = self._acts(whole)
            known = memory.recall(cache / f"stands-{stand.key}", whole.uid)
            if known is None:
                raise TooMuch
            self.known = known
            self._read(number, acts)
        except BaseException:
            self.lean.close()
            raise

    def _acts(self, whole: Manifest) -> tuple[int, list[Act]]:
        """The store's format, and what was done to stories since."""
        uid, number, self.seq = self.lean.begin()
        if uid != whole.store:
            raise TooMuch
        found = small_acts(self.lean.acts(whole.seq))
        if found is None:
            raise TooMuch
        return number, found

    def _read(self, number: int, acts: Iterable[Act]) -> None:
        lean, known = self.lean, self.known
        if number != known.format or lean.redirects() != known.redirects:
            raise TooMuch
        lean.statements = known.statements
        changed: dict[int, int] = {}  # stories that stood there, with their numbers
        fresh: set[int] = set()
        withdrawn = known.withdrawn
        for article, verb, recent in acts:
            stands = known.number_of(article)
            if article in withdrawn or (stands is not None and verb != "save"):
                raise TooMuch
            if stands is not None:
                changed[article] = stands
            elif recent:
                fresh.add(article)
        came = sum(one < 0 for one in known.later) + len(fresh)
        if len(changed) + len(fresh) > MOST or came > MOST_NEW:
            raise TooMuch
        if not changed and not fresh:
            return
        rows = lean.stories(changed.keys() | fresh)
        contents = known.contents(self._now, self._templates)
        known_as = names_of(contents.edition.people.values())
        self._asked = rows.keys()
        self._restated = Restated(*lean.edited(rows))
        stories = {
            number: self._restated.out(credited(Out._make(row), known_as))
            for number, row in rows.items()
        }
        if len(stories) < len(changed) + len(fresh):
            raise TooMuch
        order = shelf_of(contents).order
        for article, stood in changed.items():
            self._change(contents, order.index(stood), stories[article])
        new = [stories[article] for article in sorted(fresh)]
        if new:
            self._come(contents, new)
        if self.places:
            renew(contents)
            self.contents = contents

    def _change(self, contents: Contents, place: int, story: Out) -> None:
        if story.id in contents.edition.corrections:
            raise TooMuch
        stood: Out = contents.edition.stories[place]
        if story.version == stood.version:
            return
        for may, before, after in zip(_CHANGES, stood, story, strict=True):
            if not may and before != after:
                raise TooMuch
        at = contents.edition.modified.get(story.id)
        if any(getattr(stood, name) != getattr(story, name) for name in _SEEN):
            if story.version != stood.version + 1:
                raise TooMuch  # several saves to be told apart
            last, saved = self.lean.saved(story.id)
            if last != story.version:
                raise TooMuch
            at = saved if saved > story.published_at else None
        self.places[place] = at
        memory.put(contents, place, story, at)

    def _come(self, contents: Contents, stories: list[Out]) -> None:
        """Take in stories that readers did not see the last time."""
        now = _micros(self._now)
        for story in stories:
            if max(story.published_at, story.embargo_until or 0) > now:
                raise TooMuch  # it waits for its moment, which is to be remembered
            if story.id in contents.edition.names:
                raise TooMuch  # it was taken back, and its name is known
            if story.version > 1 and not self.lean.as_published(story.id, story.published_at):
                raise TooMuch  # what readers saw first is to be looked up
        before = list(shelf_of(contents).order)
        came = admit(contents, stories)
        order = shelf_of(contents).order
        self.places = {order.index(before[place]): at for place, at in self.places.items()}
        self.places.update(dict.fromkeys(came))

    @property
    def _templates(self) -> Path:
        return self._stand.templates

    def plan(self, to: Path, pool: Rendering) -> SiteReport:
        """What publishing would do, to the last file: all are made, and none is put there."""
        brief = self._brief()
        if brief is None or not brief.writes:
            return SiteReport(to=str(to), dry_run=True, unchanged=len(self._stand.listed.lines))
        try:
            with Kept(self._cache / "texts.sqlite") as kept:
                return self._told(to, brief, self._make(brief, kept, pool), dry_run=True)
        finally:
            pool.close()

    def _told(self, to: Path, brief: Brief, batch: Batch, *, dry_run: bool) -> SiteReport:
        why = {write.leaf.path: write.why for write in brief.writes}
        stood = self._stood
        return SiteReport(
            to=str(to),
            dry_run=dry_run,
            written=tuple(Step(path, _(WHY[why.get(path, Why.NEW)])) for path in batch.contents),
            deleted=tuple(Step(path, _(WHY[Why.NO_MORE])) for path in batch.gone),
            unchanged=len(stood - batch.contents.keys() - set(batch.gone)),
            notes=tuple(batch.notes),
        )

    def _make(self, brief: Brief, kept: Kept, pool: Rendering, **more: Any) -> Batch:
        return brief.make(
            texts=self._bodies, picture=self._picture,
            has_picture=lambda sha256: self._found(sha256)[0].is_file(),
            templates=self._templates, cache=self._cache, kept=kept, pool=pool, **more,
        )  # fmt: skip

    def _brief(self) -> Brief | None:
        if self.contents is None or not self.places:
            return None
        stand = self._stand
        return Brief(stand.tree, stand.listed, stand.found, self.contents, list(self.places))

    def publish(
        self,
        to: Path,
        *,
        who: str,
        author: int | None,
        pool: Rendering,
        cancelled: Callable[[], bool],
        progress: Callable[[int, int, str], None],
    ) -> SiteReport:
        """Do it. Raises TooMuch, StoreBusy, Cancelled, DiskFull; then the site stands as it did."""
        stand, tree = self._stand, self._stand.tree
        brief = self._brief()
        stood = stand.listed.whole.uid
        if brief is None or not brief.writes:
            return SiteReport(to=str(to), dry_run=False, unchanged=len(stand.listed.lines))
        assert self.contents is not None
        tree.lock(who)
        try:
            known = self.known
            if mark_of(tree.folder) != stand.listed.mark or not lies_ready(
                tree, known.before, known.drift
            ):
                raise TooMuch
            base = Manifest(
                at=self._now.isoformat(), store=stand.listed.whole.store, seq=self.seq,
                frames=stand.listed.whole.frames, changes_at=stand.listed.whole.changes_at,
                shared=stand.listed.whole.shared,
            )  # fmt: skip
            with Kept(self._cache / "texts.sqlite") as kept:
                batch = self._make(brief, kept, pool, cancelled=cancelled, progress=progress)
                manifest = brief.put(base, batch, known.drift or ())
                stories = self.contents.edition.stories
                kept.keep_modified((stories[place].id, stories[place].version, at)
                                   for place, at in self.places.items())  # fmt: skip
            self.lean.end()
            written = batch.written
            counts = (len(written), len(batch.gone), len(stand.listed.lines))
            with contextlib.suppress(sqlite3.Error):  # then the next publishing writes it down
                self.lean.record(
                    uid=manifest.uid, at=_micros(self._now), who=author, target=str(tree.folder),
                    counts=counts, root=manifest.root,
                    files={**written, **dict.fromkeys(batch.gone, "")},
                )  # fmt: skip
            drift = (*written, *batch.gone)
            known.keep(manifest.uid, self.contents, self.places, before=stood, drift=drift)
        finally:
            pool.close()
            tree.release()
        return replace(self._told(to, brief, batch, dry_run=False), uid=manifest.uid)

    def _bodies(self, ids: Collection[int]) -> Iterable[tuple[int, str, bytes]]:
        others = not self._asked >= set(ids)
        shown = Restated(*self.lean.edited(ids)) if others else self._restated
        return shown.bodies(self.lean.bodies)(ids)

    def _picture(self, sha256: str) -> bytes:
        place, turn = self._found(sha256)
        try:
            data = place.read_bytes()
        except OSError as error:
            raise NotFound(_("There is no such picture in the store.")) from error
        return bare(data, turn=turn) if turn else data

    def _found(self, name: str) -> tuple[Path, int]:
        """Where the picture of that name lies, and by how many quarter turns it is turned."""
        place = _place(self._store, name)
        turned = None if place.is_file() else self.lean.turned(name)
        return (_place(self._store, turned.sha256), turned.turn) if turned else (place, 0)

    def close(self) -> None:
        """Let go of the store."""
        self.lean.close()


def briefly(
    store: Path,
    to: Path,
    stand: Stand,
    cache: Path,
    *,
    now: datetime,
    dry_run: bool,
    pool: Callable[[], Rendering],
    who: str = "",
    author: int | None = None,
    as_last: bool = False,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int, str], None] = lambda _done, _of, _path: None,
) -> SiteReport | None:
    """Plan or publish a small change; None where it is none, or something is unusual.

    ``author`` signs it; with ``as_last`` who published the last time does. Raises what
    ``Briefly.publish`` raises but TooMuch.
    """
    try:
        brief = Briefly(store, stand, cache, now)
    except (TooMuch, sqlite3.Error, OSError):
        return None
    try:
        if dry_run:
            return brief.plan(to, pool())
        signs = brief.known.who if as_last else author
        return brief.publish(
            to, who=who or _("Somebody"), author=signs, pool=pool(), cancelled=cancelled,
            progress=progress,
        )  # fmt: skip
    except (TooMuch, sqlite3.Error):
        return None
    finally:
        brief.close()


def _place(store: Path, sha256: str) -> Path:
    """Where a picture lies; as ``store.media.place`` says, which needs Peewee."""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise NewsroomError(_("There is no such picture in the store."))
    return store.with_name(f"{store.name}-files") / "media" / sha256[:2] / sha256


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _micros(at: datetime) -> int:
    gone = at - _EPOCH
    return (gone.days * 86_400 + gone.seconds) * 1_000_000 + gone.microseconds
