"""Whether a store holds together: the file, every text, every saved state, every picture."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsroom.i18n import _
from newsroom.news.errors import NotFound, StoreDamaged, StoreError
from newsroom.store import latewords, tables
from newsroom.store.sqlite import SqliteEngine

if TYPE_CHECKING:
    from newsroom.store.connect import Store
    from newsroom.store.media import Media

_MOST_FAULTS = 20  # of the file's structure; where there is one there are many
_AT_ONCE = 200  # stories read in one go


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not hold together.

    ``kind`` is "file", "story", "revision", "search" or "picture"; ``subject`` the slug, the
    person, or the picture's SHA-256.
    """

    kind: str
    subject: str
    sentence: str


def verify(store: Store, *, media: Media | None = None) -> tuple[Problem, ...]:
    """Look through the whole store; it takes seconds for each gigabyte. Nothing is changed.

    ``media`` is where the pictures lie, if not in the store's own folder.
    """
    found: list[Problem] = []
    for look in (_structure, _texts, _revisions, _search):
        found += _held(look, store)
    files = media or store.media
    return (*found, *_held(lambda store: _pictures(store, files), store))


def _held(look: Callable[[Store], Iterator[Problem]], store: Store) -> list[Problem]:
    """What one look finds; damage that ends it is a problem like others, and the next goes on."""
    found: list[Problem] = []
    try:
        for problem in look(store):
            found.append(problem)
    except StoreDamaged:
        found.append(Problem("file", "", _("The file is damaged where more was to be looked at.")))
    return found


def _structure(store: Store) -> Iterator[Problem]:
    engine = store.engine
    if not isinstance(engine, SqliteEngine):
        return  # a server looks after its own pages
    for (said,) in engine.fetch(f"PRAGMA integrity_check({_MOST_FAULTS})"):
        if said != "ok":
            line = " ".join(str(said).split())
            yield Problem("file", "", _("The file is damaged: {fault}.").format(fault=line))
    for table, row, other, _key in engine.fetch("PRAGMA foreign_key_check"):
        yield Problem(
            "file",
            str(table),
            _("Row {row} of “{table}” points to a row of “{other}” that is missing.").format(
                row=row, table=table, other=other
            ),
        )


def _texts(store: Store) -> Iterator[Problem]:
    article, text = tables.Article, tables.ArticleText
    last = 0
    while True:
        rows = store.engine.rows(
            article.select(article.id, article.slug, text.body, text.digest)
            .left_outer_join(text, on=(text.article == article.id))
            .where(article.id > last)
            .order_by(article.id)
            .limit(_AT_ONCE)
        )
        for number, slug, body, digest in rows:
            last = number
            if body is None:
                yield Problem("story", slug, _("“{slug}” has lost its text.").format(slug=slug))
            elif hashlib.sha256(body.encode()).digest() != bytes(digest):
                yield Problem(
                    "story",
                    slug,
                    _(
                        "The text of “{slug}” is not what was saved; "
                        "compare it with its last revision."
                    ).format(slug=slug),
                )
        if len(rows) < _AT_ONCE:
            return


def _revisions(store: Store) -> Iterator[Problem]:
    article = tables.Article
    for number, slug in store.engine.rows(article.select(article.id, article.slug)):
        for bad in store.revisions.verify(number):
            yield Problem(
                "revision",
                slug,
                _("Revision {number} of “{slug}” can't be read any more.").format(
                    number=bad, slug=slug
                ),
            )


def _search(store: Store) -> Iterator[Problem]:
    article, doc = tables.Article, tables.SearchDoc
    to_come = latewords.pending(store.engine) or (0, 0)
    missing = store.engine.rows(
        article.select(article.slug)
        .left_outer_join(doc, on=(doc.article == article.id))
        .where(doc.article.is_null(), ~article.id.between(*to_come))
    )
    for (slug,) in missing:
        yield Problem("search", slug, _("“{slug}” is not found by any search.").format(slug=slug))
    if isinstance(store.engine, SqliteEngine) and not store.read_only:
        try:
            # https://sqlite.org/fts5.html#the_integrity_check_command; rank 1 compares the content.
            store.engine.execute(
                "INSERT INTO search_fts(search_fts, rank) VALUES ('integrity-check', 1)"
            )
        except StoreDamaged:
            yield Problem(
                "search",
                "",
                _("The word index does not fit the stories; searches may miss some."),
            )


def _pictures(store: Store, media: Media) -> Iterator[Problem]:
    for (sha256,) in store.engine.rows(tables.Media.select(tables.Media.sha256)):
        try:
            media.read(sha256)
        except (NotFound, StoreError) as error:
            yield Problem("picture", sha256, str(error))
    known = {sha256 for (sha256,) in store.engine.rows(tables.Media.select(tables.Media.sha256))}
    for subject, sha256 in _used(store):
        if sha256 not in known:
            yield Problem(
                "picture",
                subject,
                _("“{subject}” shows a picture that the store has lost.").format(subject=subject),
            )


def _used(store: Store) -> Iterator[tuple[str, str]]:
    """Who shows which picture, by slug or name."""
    article, text, staff = tables.Article, tables.ArticleText, tables.Staff
    pictures = store.engine.rows(
        article.select(article.slug, text.picture)
        .join(text, on=(text.article == article.id))
        .where(text.picture != "")
    )
    for slug, picture in pictures:
        yield slug, str(json.loads(picture)["sha256"])
    portraits = staff.select(staff.name, staff.portrait).where(staff.portrait != "")
    yield from store.engine.rows(portraits)
