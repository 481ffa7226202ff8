"""A small change of the site, published without opening the newsroom: see ``export.site.brief``.

It answers for a store of one file whose readers see the same stories as at the last publishing,
under the same names, by the same people, in the same lists, with some of their words changed.
Everything else is left to ``Siting``.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from newsroom.desk.quiet import Act, Stand, words_only
from newsroom.desk.sitereport import SiteReport, Step
from newsroom.export.site import memory
from newsroom.export.site.brief import Brief, TooMuch, lies_ready
from newsroom.export.site.contents import Contents
from newsroom.export.site.kept import Kept
from newsroom.export.site.manifest import Manifest, mark_of
from newsroom.export.site.plan import WHY
from newsroom.export.site.pool import Rendering
from newsroom.i18n import _
from newsroom.news.errors import NewsroomError, NotFound
from newsroom.news.out import Out
from newsroom.store.lean import Lean

MOST = 40  # stories; with more, to look at everything is as quick

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
        if not whole.uid or (whole.changes_at is not None and whole.changes_at <= _micros(now)):
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
        found = words_only(self.lean.acts(whole.seq))
        if found is None:
            raise TooMuch
        return number, found

    def _read(self, number: int, acts: Iterable[Act]) -> None:
        lean, known = self.lean, self.known
        if number != known.format or lean.redirects() != known.redirects:
            raise TooMuch
        lean.statements = known.statements
        changed: set[int] = set()
        withdrawn = known.withdrawn
        for article, verb, recent in acts:
            if recent or known.place_of(article) is not None or article in withdrawn:
                if verb != "save":
                    raise TooMuch
                changed.add(article)
        if len(changed) > MOST:
            raise TooMuch
        rows = lean.stories(changed)
        for article in changed:
            self._change(article, Out._make(rows[article]) if article in rows else None)

    def _change(self, article: int, story: Out | None) -> None:
        place = self.known.place_of(article)
        if story is None or place is None:
            raise TooMuch
        if self.contents is None:
            self.contents = self.known.contents(self._now, self._templates)
            self._recent = {teaser.article for teaser in self.contents.edition.recent}
        contents = self.contents
        if article in contents.edition.corrections:
            raise TooMuch
        stood: Out = contents.edition.stories[place]
        if story.version == stood.version:
            return
        for may, before, after in zip(_CHANGES, stood, story, strict=True):
            if not may and before != after:
                raise TooMuch
        at = contents.edition.modified.get(article)
        if any(getattr(stood, name) != getattr(story, name) for name in _SEEN):
            if article in self._recent or story.version != stood.version + 1:
                raise TooMuch  # every page's box, or several saves to be told apart
            last, saved = self.lean.saved(article)
            if last != story.version:
                raise TooMuch
            at = saved if saved > story.published_at else None
        self.places[place] = at
        memory.put(contents, article, place, story, at)

    @property
    def _templates(self) -> Path:
        return self._stand.templates

    def plan(self, to: Path) -> SiteReport:
        """What publishing would do."""
        brief = self._brief()
        written = tuple(Step(w.leaf.path, _(WHY[w.why])) for w in brief.writes) if brief else ()
        total = len(self._stand.listed.lines)
        return SiteReport(to=str(to), dry_run=True, written=written, unchanged=total - len(written))

    def _brief(self) -> Brief | None:
        if self.contents is None or not self.places:
            return None
        stand = self._stand
        return Brief(stand.tree, stand.listed, stand.found, self.contents, self.places)

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
        stood, total = stand.listed.whole.uid, len(stand.listed.lines)
        if brief is None or not brief.writes:
            return SiteReport(to=str(to), dry_run=False, unchanged=total)
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
                manifest, written, notes = brief.run(
                    base, texts=self.lean.bodies, picture=self._picture,
                    has_picture=lambda sha256: _place(self._store, sha256).is_file(),
                    templates=self._templates, cache=self._cache, kept=kept, pool=pool,
                    drift=known.drift or (), cancelled=cancelled, progress=progress,
                )  # fmt: skip
                stories = self.contents.edition.stories
                kept.keep_modified((stories[place].id, stories[place].version, at)
                                   for place, at in self.places.items())  # fmt: skip
            self.lean.end()
            with contextlib.suppress(sqlite3.Error):  # then the next publishing writes it down
                self.lean.record(
                    uid=manifest.uid, at=_micros(self._now), who=author, target=str(tree.folder),
                    counts=(len(written), 0, total), root=manifest.root, files=written,
                )  # fmt: skip
            known.keep(manifest.uid, self.contents, self.places, before=stood, drift=tuple(written))
        finally:
            pool.close()
            tree.release()
        why = {write.leaf.path: write.why for write in brief.writes}
        return SiteReport(
            to=str(to),
            dry_run=False,
            written=tuple(Step(path, _(WHY[why[path]])) for path in written),
            unchanged=total - len(written),
            notes=tuple(notes),
            uid=manifest.uid,
        )

    def _picture(self, sha256: str) -> bytes:
        try:
            return _place(self._store, sha256).read_bytes()
        except OSError as error:
            raise NotFound(_("There is no such picture in the store.")) from error

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
            return brief.plan(to)
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
