"""What the site says now, gathered from the store in a few statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from newsroom.desk.credited import credited, names_of
from newsroom.desk.restating import Restated, restated_faces
from newsroom.desk.site import own_zone, read_site
from newsroom.export.site.edition import Edition
from newsroom.export.site.frames import Kind
from newsroom.export.site.names import SUFFIX, page_names
from newsroom.news.correction import PageLeft
from newsroom.news.workflow import PubState

if TYPE_CHECKING:
    from newsroom.desk.pages import Pages
    from newsroom.desk.recent import Recent
    from newsroom.desk.seat import Seat
    from newsroom.export.site.kept import Kept
    from newsroom.export.site.manifest import Manifest
    from newsroom.news.correction import Correction, Withdrawal
    from newsroom.news.out import Out

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def make_edition(
    seat: Seat,
    recent: Recent,
    pages: Pages,
    kept: Kept,
    manifest: Manifest | None,
    *,
    shared: bool,
    coming: Sequence[Out] = (),
) -> tuple[Edition, int | None, Restated]:
    """The edition of this moment, when (in microseconds) the clock alone will change it, and how
    its texts are shown.

    ``manifest`` is what stands on the site: pages that stood there under other names are sent on.
    ``coming`` are stories that are taken for published, to look ahead.
    """
    store, now = seat.store, seat.clock()
    stories, changes_at = store.public.stories(now)
    if coming:
        stories = sorted((*stories, *coming), key=lambda s: (s.published_at, s.id), reverse=True)
    taken = store.withdrawals.standing()
    withdrawn, gone = _taken(store.public.taken(), taken)
    corrections = store.corrections.standing()
    everybody = store.staff.all(include_left=True)
    known = names_of(everybody)
    restated = Restated(*store.pictures.edited_out())
    faces = store.pictures.faces(person.portrait for person in everybody if person.portrait)
    pages.learn((*restated.known.values(), *faces.values()))
    stories = [restated.out(credited(story, known)) for story in stories]
    names = page_names((story.id, story.slug) for story in (*stories, *withdrawn, *gone))
    site = read_site(seat)
    edition = Edition(
        stories=stories,
        withdrawn=withdrawn,
        gone=gone,
        corrections=corrections,
        taken=taken,
        people={person.id: person for person in restated_faces(everybody, faces)},
        sections={term.key: term.name for term in store.lists.terms("sections")},
        modified=_corrected(_modified(seat, pages, kept, stories), corrections),
        names=names,
        former={**store.publications.former_names(), **_renamed(manifest, names)},
        recent=recent.box(now=now, count=site.recent_count + 1),
        site=site,
        zone=own_zone(seat),
        now=now,
        shared=shared,
    )
    return edition, changes_at, restated


def _taken(stories: Iterable[Out], taken: Mapping[int, Withdrawal]) -> tuple[list[Out], list[Out]]:
    """Stories that were taken back: those with a notice in their place, those with nothing.

    One that was merely unpublished, without anybody saying why, leaves no trace.
    """
    withdrawn: list[Out] = []
    gone: list[Out] = []
    for story in stories:
        made = taken.get(story.id)
        if made is not None and made.page is PageLeft.GONE:
            gone.append(story)
        elif made is not None or story.pubstate == PubState.WITHDRAWN:
            withdrawn.append(story)
    return withdrawn, gone


def _corrected(
    modified: dict[int, int], corrections: Mapping[int, Sequence[Correction]]
) -> dict[int, int]:
    """The same with every correction as a change that readers would have noticed."""
    for number, made in corrections.items():
        at = (made[-1].at - _EPOCH) // _MICROSECOND
        modified[number] = max(modified.get(number, at), at)
    return modified


def _modified(seat: Seat, pages: Pages, kept: Kept, stories: Iterable[Out]) -> dict[int, int]:
    """When readers would have noticed a change of a story, in microseconds, where they would."""
    looked = kept.modified()
    found: dict[int, int] = {}
    fresh: list[tuple[int, int, int | None]] = []
    for story in stories:
        if story.version == 1:
            continue  # it was never saved again
        version, at = looked.get(story.id, (0, None))
        if version != story.version:
            changed = pages._changed(seat.store.articles.get(story.id))
            at = None if changed is None else (changed - _EPOCH) // _MICROSECOND
            fresh.append((story.id, story.version, at))
        if at is not None:
            found[story.id] = at
    if fresh:
        kept.keep_modified(fresh)
    return found


def _renamed(manifest: Manifest | None, names: dict[int, str]) -> dict[str, int]:
    """The names under which pages stand that now have others."""
    if manifest is None:
        return {}
    return {
        path.removesuffix(SUFFIX): entry.article
        for path, entry in manifest.files.items()
        if entry.kind == Kind.STORY
        and entry.article in names
        and path != names[entry.article] + SUFFIX
    }
