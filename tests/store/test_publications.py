"""What went out to the site: on record for good, also in stores that were made before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from newsroom.news.out import Publication
from newsroom.news.workflow import PubState, Stage
from newsroom.store.connect import Store, open_store
from tests.store.making import keep
from tests.store.older import make_older

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

SENT = Publication(
    uid="a1", at=NOW, who=None, target="/srv/site", written=1, deleted=1, total=7, root="ab",
    files={"index.html": "cd", "old.html": ""},
)  # fmt: skip


def test_a_publication_is_kept_as_it_was(store: Store) -> None:
    store.publications.add(SENT, {"old": 3})
    store.publications.add(replace(SENT, total=9), {"old": 4})  # told twice after a crash
    store.publications.add(replace(SENT, uid="b2", files={}), {})
    assert store.publications.get("a1") == SENT
    assert store.publications.get("nothing") is None
    assert [sent.uid for sent in store.publications.last()] == ["b2", "a1"]
    assert store.publications.former_names() == {"old": 4}
    seq = store.public.seq()
    store.publications.add(replace(SENT, uid="c3"), {})
    assert store.public.seq() == seq, "publishing changes nothing that is published"


def test_an_older_store_gets_the_tables(opener: Callable[..., Store]) -> None:
    store = opener()
    make_older(store, 1)
    target = store.target
    store.close()
    with open_store(target) as again:
        again.publications.add(SENT, {"old": 3})
        assert again.publications.get("a1") == SENT


def test_what_readers_see_comes_newest_first(store: Store) -> None:
    def out(slug: str, hours: float, **fields: object) -> int:
        told = {
            "stage": Stage.READY,
            "pubstate": PubState.PUBLISHED,
            "published_at": NOW - timedelta(hours=hours),
            "body": f"Text of {slug}.",
            **fields,
        }
        return keep(store, slug=slug, **told).id

    old, new = out("old", 5, tags=("a", "b")), out("new", 1)
    later = NOW + timedelta(hours=2)
    out("embargoed", 1, embargo_until=later)
    out("spiked", 1, stage=Stage.SPIKED)
    out("work", 1, pubstate=PubState.NONE)
    gone = out("gone", 3, pubstate=PubState.WITHDRAWN)
    found, change = store.public.stories(NOW)
    assert [(story.id, story.slug) for story in found] == [(new, "new"), (old, "old")]
    assert found[1].tags == ("a", "b")
    assert change == int(later.timestamp() * 1_000_000)
    assert [story.id for story in store.public.taken()] == [gone]
    texts = {number: (body, digest) for number, body, digest in store.public.bodies([old, gone])}
    assert texts[old] == ("Text of old.", found[1].digest)
    assert set(texts) == {old, gone}
