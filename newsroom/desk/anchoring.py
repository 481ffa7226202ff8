"""Where comments stand after their story was saved, restored or replaced in by whatever verb."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from newsroom.news.comment import Anchored, Thread
from newsroom.news.errors import NewsroomError
from newsroom.news.suggestion import texts_of

if TYPE_CHECKING:
    from newsroom.desk.seat import Seat
    from newsroom.news.article import Article
    from newsroom.text.anchor import Anchor, Orphan
    from newsroom.text.compare import Story


def late(threads: Iterable[Thread], story: Article) -> tuple[Thread, ...]:
    """The threads on words whose place was last looked for in another version of the story."""
    return tuple(
        thread
        for thread in threads
        if thread.anchor is not None and thread.version != story.version
    )


def moved(seat: Seat, threads: Iterable[Thread], story: Article) -> dict[int, Anchored]:
    """Where these threads stand in the story as it is, by their number.

    A way from the version that they were placed in is followed through the comparison of both;
    where that version is lost, and for words that were gone, the words themselves are looked for.
    """
    from newsroom.text.anchor import Page, follow, from_data, place

    now = as_story(story)
    found: dict[int, Anchored] = {}
    by_version: dict[int, list[tuple[int, Anchor]]] = {}
    for thread in threads:
        if thread.anchor is None:
            continue
        try:
            anchor = from_data(thread.anchor)
        except (KeyError, TypeError, ValueError):
            continue  # of a newer newsroom: it stays as it is kept
        if thread.orphan:
            found[thread.id] = told(place(anchor, Page.of(now, anchor.field)))
        else:
            by_version.setdefault(thread.version, []).append((thread.id, anchor))
    for version, anchors in by_version.items():
        try:
            before = as_story(seat.store.revisions.state(story.id, version))
        except NewsroomError:
            places = [place(anchor, Page.of(now, anchor.field)) for _n, anchor in anchors]
        else:
            places = follow((anchor for _n, anchor in anchors), before, now)
        for (number, _anchor), where in zip(anchors, places, strict=True):
            found[number] = told(where)
    return found


def as_story(story: Article) -> Story:
    """The story's texts as the comparison takes them."""
    from newsroom.text.compare import Story

    fields = texts_of(story)
    return Story(fields.pop("body"), fields)


def told(where: Anchor | Orphan) -> Anchored:
    """A place as it is kept; of lost words their last one."""
    from newsroom.text.anchor import Orphan, as_data

    anchor = where.anchor if isinstance(where, Orphan) else where
    return Anchored(anchor=as_data(anchor), quote=anchor.quote, orphan=isinstance(where, Orphan))


def placed(thread: Thread, where: Anchored | None, version: int) -> Thread:
    """The thread at its new place."""
    if where is None:
        return thread
    return replace(
        thread, anchor=where.anchor, quote=where.quote, orphan=where.orphan, version=version
    )


def by_place(threads: Iterable[Thread]) -> list[Thread]:
    """In the order of the page: the whole story's first, then by their words, orphans last."""
    from newsroom.news.suggestion import SUGGESTED

    order: Mapping[str, int] = {name: place for place, name in enumerate(SUGGESTED)}

    def key(thread: Thread) -> tuple[int, int, list[int], int]:
        if thread.anchor is None:
            return 0, 0, [], thread.id
        start = thread.anchor.get("start")
        at = [int(n) for n in start] if isinstance(start, list | tuple) else []
        field = order.get(str(thread.anchor.get("field")), len(order))
        return 2 if thread.orphan else 1, field, at, thread.id

    return sorted(threads, key=key)
