"""A story's page with all that stands around it: people, section, Recent Posts, site, pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from newsroom.desk.lists import Lists
from newsroom.desk.recent import Recent
from newsroom.desk.restating import restated_faces, restated_story, shown_by
from newsroom.desk.seat import Seat
from newsroom.desk.site import own_zone, read_site
from newsroom.export.bare import bare
from newsroom.export.makeup import Sources, make_page
from newsroom.export.page import PageData
from newsroom.export.pictures import LEAD_WIDTH, Pictures
from newsroom.export.shelf import DiskShelf
from newsroom.export.worker import EXPORT_SECONDS, PREVIEW_SECONDS, Renderer
from newsroom.news.article import Article, Byline
from newsroom.news.correction import Correction
from newsroom.news.edited import Edited
from newsroom.news.errors import BadInput, StoreError
from newsroom.news.staff import Person
from newsroom.paths import renditions_dir

TEMPLATES = "templates"
"""The newsroom's own templates lie in a folder of this name beside its store."""

ON_THE_PAGE = (
    "kicker",
    "headline",
    "dek",
    "dateline",
    "body",
    "section",
    "tags",
    "language",
    "direction",
    "bylines",
    "picture",
)
"""What readers see of a story: a change of anything else is no update to them."""

MOST_SAVES = 100  # that are looked through for the last one that readers would notice


class Pages:
    """Makes pages up. Markdown is rendered in a process of its own, started at the first page."""

    def __init__(self, seat: Seat, recent: Recent) -> None:
        self._seat = seat
        self._recent = recent
        self._lists = Lists(seat)
        self._turned: dict[str, Edited] = {}  # by the names that pages know them by

    @property
    def templates(self) -> Path:
        """The newsroom's own templates; the folder may not exist."""
        return self._seat.store.folder / TEMPLATES

    def make(
        self,
        article: Article,
        *,
        now: datetime,
        suffix: str,
        preview: bool = False,
        names: Mapping[int, str] | None = None,
    ) -> PageData:
        """The page of a story as it stands.

        ``suffix`` is that of the other pages' files; ``names`` are the file names (without suffix)
        of stories whose slug can't be theirs. Raises BadInput and NotFound with a sentence.
        """
        names = names or {}
        article = self.shown(article)
        corrections = tuple(
            made for made in self._seat.store.corrections.of(article.id) if not made.undone
        ) if article.id else ()  # fmt: skip
        if not preview:
            article = replace(article, updated_at=self._changed(article, corrections))
        section = self._lists.find("sections", article.section) if article.section else None
        teasers = self._recent.box(now=now, exclude=(article.id,))
        removed: list[tuple[str, int]] = []
        self._pictures.ahead(shown_by(article), LEAD_WIDTH)

        def render(markdown: str, *, direction: str = "ltr", back: str = "") -> str:
            limit = PREVIEW_SECONDS if preview else EXPORT_SECONDS
            more: dict[str, Any] = {"direction": direction, "back": back, "limit": limit}
            if preview:
                return self._renderer.render(markdown, **more)
            html, out = self._renderer.render_told(markdown, **more)
            removed.extend(out)
            return html

        sources = Sources(
            render=render,
            pictures=self._pictures,
            site=read_site(self._seat),
            zone=own_zone(self._seat),
            now=now,
            people=self._people(article),
            teasers=[replace(t, slug=names.get(t.article, t.slug)) for t in teasers],
            section=section.name if section else article.section,
            templates=self.templates,
            suffix=suffix,
            corrections=corrections,
        )
        slug = names.get(article.id, article.slug) if article.id else article.slug
        page = make_page(replace(article, slug=slug), sources, preview=preview)
        page = replace(page, removed=tuple(removed))
        return replace(page, story=article, original=self._file)  # under its own slug

    def shown(self, article: Article) -> Article:
        """The story as readers see it: pictures as the library has them, guests as who they are."""
        return self._credited(self._restated(article))

    def beside(self, recent: Recent) -> Pages:
        """Others with another Recent Posts box; the rendering process is the same."""
        other = Pages(self._seat, recent)
        other.__dict__["_renderer"] = self._renderer
        return other

    def close(self) -> None:
        """End the rendering process, if one was started."""
        if "_renderer" in self.__dict__:
            self._renderer.close()
            del self._renderer

    @cached_property
    def _renderer(self) -> Renderer:
        return Renderer()

    @cached_property
    def _pictures(self) -> Pictures:
        return Pictures(self._file, DiskShelf(renditions_dir()))

    def _file(self, sha256: str) -> bytes:
        """A picture's bytes. One that can't be read is a fault of its story, not of the export."""
        turned = self._turned_as(sha256)
        try:
            data = self._seat.store.media.read(turned.sha256 if turned else sha256)
        except StoreError as error:
            raise BadInput(str(error)) from error
        return bare(data, turn=turned.turn) if turned else data

    def has(self, sha256: str) -> bool:
        """Whether a picture can be read, by the name that pages know it by."""
        turned = self._turned_as(sha256)
        return self._seat.store.media.has(turned.sha256 if turned else sha256)

    def learn(self, edited: Iterable[Edited]) -> None:
        """Know turned pictures by the names that pages know them by."""
        self._turned.update((one.name, one) for one in edited if one.turn)

    def _turned_as(self, name: str) -> Edited | None:
        """The picture that has that name because it was turned.

        One that nobody told of is looked up: an older page shows it.
        """
        if name in self._turned or self._seat.store.media.has(name):
            return self._turned.get(name)
        self.learn(self._seat.store.pictures.turned().values())
        return self._turned.get(name)

    def _restated(self, article: Article) -> Article:
        """The story with what the library says of its pictures now."""
        if not (shown := shown_by(article)):
            return article
        edited = self._seat.store.pictures.edited(shown)
        self.learn(edited.values())
        return restated_story(article, edited)

    def _changed(self, article: Article, corrections: Sequence[Correction] = ()) -> datetime | None:
        """When what readers see of the story changed last; None if it never did.

        A correction that stands is such a change, whatever it did to the text.
        """
        last = corrections[-1].at if corrections else None
        changed = self._rewritten(article)
        return max(changed, last) if changed and last else changed or last

    def _rewritten(self, article: Article) -> datetime | None:
        if not article.id or article.published_at is None:
            return article.updated_at
        revisions = self._seat.store.revisions
        changed: datetime | None = None
        newest: Article | None = None
        try:
            for revision in revisions.list(article.id, MOST_SAVES):
                state = revisions.state(article.id, revision.number)
                newest = newest or state
                if any(getattr(state, name) != getattr(newest, name) for name in ON_THE_PAGE):
                    return changed
                changed = revision.created_at
                if changed <= article.published_at:
                    return None
        except StoreError:  # a damaged save spoils no page
            return article.updated_at
        return None

    def _credited(self, article: Article) -> Article:
        """The story with guests who have joined the staff since shown as the people they are."""
        bylines = tuple(
            byline if byline.staff is not None else self._known(byline)
            for byline in article.bylines
        )
        return replace(article, bylines=bylines)

    def _known(self, byline: Byline) -> Byline:
        person = self._seat.store.staff.find(byline.name)
        return replace(byline, staff=person.id) if person else byline

    def _people(self, article: Article) -> dict[int, Person]:
        wanted = {byline.staff for byline in article.bylines if byline.staff is not None}
        people = [self._seat.store.staff.get(number) for number in wanted]
        portraits = [person.portrait for person in people if person.portrait]
        faces = self._seat.store.pictures.faces(portraits) if portraits else {}
        self.learn(faces.values())
        return {person.id: person for person in restated_faces(people, faces)}
