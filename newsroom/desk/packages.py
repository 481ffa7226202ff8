"""Packages: stories put together in an order, and the digest that goes out by mail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from newsroom.desk.export import refusal
from newsroom.desk.seat import Seat
from newsroom.desk.site import own_zone, read_site
from newsroom.i18n import _
from newsroom.news.changes import Changes, Done
from newsroom.news.errors import BadInput, NotFound
from newsroom.news.package import (
    LEAST_WORDS,
    MOST_EXCERPT,
    MOST_INTRO,
    MOST_NAME,
    MOST_STORIES,
    Package,
    Piece,
)
from newsroom.news.rights import Right
from newsroom.news.workflow import PUBLIC
from newsroom.text.direction import of_language
from newsroom.text.excerpt import first_words, plain_text

if TYPE_CHECKING:
    from datetime import tzinfo

    from newsroom.export.digest import Digest, DigestItem
    from newsroom.news.article import Article, Row
    from newsroom.news.site import Site

_CHANGED = Changes(lists=True)


class Packages:
    """The packages of the newsroom."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def all(self) -> tuple[Package, ...]:
        """Every package, by name."""
        return self._seat.store.packages.all()

    def get(self, number: int) -> Package:
        """One package. Raises NotFound."""
        return self._seat.store.packages.get(number)

    def find(self, name: str) -> Package:
        """The package of that name. Raises NotFound with those that there are."""
        found = self._seat.store.packages.find(name)
        if found is None:
            names = ", ".join(package.name for package in self.all())
            raise NotFound(
                _("There is no package “{name}”. There are: {names}.").format(
                    name=name[:60], names=names or _("none yet")
                )
            )
        return found

    def rows(self, package: Package) -> tuple[Row, ...]:
        """Its stories as the list shows them, in its order."""
        return self._seat.store.articles.rows(piece.article for piece in package.pieces)

    def create(self, name: str, ids: Iterable[int] = ()) -> Done[Package]:
        """A new package of these stories. Raises BadInput, Refused."""
        pieces = tuple(Piece(number) for number in dict.fromkeys(ids))
        return self.save(Package(name=name, pieces=pieces))

    def save(self, package: Package) -> Done[Package]:
        """Keep a package as it is now. Raises BadInput, and Refused where somebody else has
        changed it since it was read, or I may not."""
        self._seat.hold(Right.EDIT)
        kept = self._seat.store.packages.put(
            replace(package, name=_named(package.name), intro=_within(package)),
            at=self._seat.clock(),
            who=self._seat.author,
        )
        return Done(kept, _CHANGED)

    def add(self, number: int, ids: Iterable[int], *, at: int | None = None) -> Done[Package]:
        """Put stories into a package, at a place or at its end; those that are in it move."""
        package = self.get(number)
        wanted = tuple(dict.fromkeys(ids))
        known = {piece.article: piece for piece in package.pieces}
        place = len(package.pieces) if at is None else at
        before = [p for p in package.pieces[:place] if p.article not in wanted]
        behind = [p for p in package.pieces[place:] if p.article not in wanted]
        new = [known.get(one, Piece(one)) for one in wanted]
        return self.save(replace(package, pieces=(*before, *new, *behind)))

    def remove(self, number: int) -> Changes:
        """Take a package away; its stories stay. Raises Refused."""
        self._seat.hold(Right.EDIT)
        self._seat.store.packages.remove(number, who=self._seat.author)
        return _CHANGED

    def digest(self, package: Package) -> Digest:
        """The mail that it makes now: of what readers may see and nothing else."""
        from newsroom.desk.pages import TEMPLATES
        from newsroom.export.digest import make_digest
        from newsroom.export.makeup import _public, line
        from newsroom.export.words import read_words

        store = self._seat.store
        site = read_site(self._seat)
        zone, now = own_zone(self._seat), self._seat.clock()
        own = store.folder / TEMPLATES
        left_out: list[str] = []
        items: list[DigestItem] = []
        for piece in package.pieces:
            try:
                story = store.articles.get(piece.article)
            except NotFound:
                continue
            why = refusal(self._seat, story, now)
            if not why and (story.pubstate not in PUBLIC or (story.published_at or now) > now):
                why = _("“{slug}” is not published.").format(slug=story.slug)
            if why:
                left_out.append(why)
                continue
            items.append(_item(story, piece, site, zone, own))
        words = read_words(site.language, own)
        return make_digest(
            subject=line(package.name),
            intro=package.intro,
            items=items,
            publisher=line(site.publisher) or line(site.name),
            site_name=line(site.name),
            site_url=_public(site.url),
            direction=of_language(site.language),
            words=words,
            left_out=tuple(left_out),
        )

    def export(self, package: Package, to: Path) -> tuple[Digest, tuple[Path, ...]]:
        """Write the mail into a folder, as HTML and as text. Raises BadInput, DiskFull."""
        from newsroom.export.files import file_name
        from newsroom.store.disk import is_full
        from newsroom.text.slug import slugify

        made = self.digest(package)
        paths = []
        for suffix, text in ((".mail.html", made.html), (".mail.txt", made.text)):
            path = to / file_name(slugify(package.name) or package.name, suffix)
            try:
                to.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", errors="replace", newline="\n")
            except OSError as error:
                from newsroom.news.errors import DiskFull

                kind = DiskFull if is_full(error) else BadInput
                raise kind(
                    _("{path} could not be written: {reason}.").format(
                        path=path, reason=error.strerror or error
                    )
                ) from error
            paths.append(path)
        return made, tuple(paths)


def _item(story: Article, piece: Piece, site: Site, zone: tzinfo, own: Path) -> DigestItem:
    from newsroom.export.digest import DigestItem
    from newsroom.export.makeup import _public, line, page_name
    from newsroom.export.words import read_words

    words = read_words(story.language, own)
    at = story.published_at
    url = _public(site.url).rstrip("/")
    return DigestItem(
        kicker=line(story.kicker),
        headline=line(story.headline),
        excerpt=line(first_words(plain_text(story.body) or story.dek, piece.words)),
        byline=", ".join(line(b.name) for b in story.bylines if str(b.role) == "story"),
        day=words.day(at.astimezone(zone)) if at else "",
        address=f"{url}/{quote(page_name(story.slug, '.html'))}" if url else "",
        language=story.language,
        direction=of_language(story.language),
    )


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= MOST_NAME:
        raise BadInput(
            _("A package has a name of at most {most} characters.").format(most=MOST_NAME)
        )
    return name


def _within(package: Package) -> str:
    """The introduction, where the package keeps its limits. Raises BadInput."""
    if len(package.pieces) > MOST_STORIES:
        raise BadInput(_("A package holds at most {most} stories.").format(most=MOST_STORIES))
    if len({piece.article for piece in package.pieces}) < len(package.pieces):
        raise BadInput(_("A story stands in a package once."))
    if not all(LEAST_WORDS <= piece.words <= MOST_EXCERPT for piece in package.pieces):
        raise BadInput(
            _("An excerpt has {least} to {most} words.").format(
                least=LEAST_WORDS, most=MOST_EXCERPT
            )
        )
    if len(package.intro) > MOST_INTRO:
        raise BadInput(
            _("The introduction has at most {most} characters.").format(most=f"{MOST_INTRO:,}")
        )
    return package.intro.strip()
