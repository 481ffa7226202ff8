"""A story's page as data, straight from the store's row: what many pages share is made once.

The same page comes out of ``makeup.make_page``, which takes three times as long for it; a test
holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.export import makeup
from newsroom.export.makeup import Sources, line
from newsroom.export.page import Author, Credit, Moment, PageData, PageNotice, PagePicture
from newsroom.export.site.reel import Reel
from newsroom.export.words import Words, read_words
from newsroom.news.article import Byline, BylineRole, Picture
from newsroom.news.out import Out
from newsroom.news.workflow import PUBLIC
from newsroom.text.direction import of_language
from newsroom.values import dataclass

if TYPE_CHECKING:
    from newsroom.export.site.contents import Contents

_JUST_PUBLISHED = 60 * 1_000_000  # microseconds, as in makeup


@dataclass(frozen=True, slots=True)
class Text:
    """A story's text for readers: its HTML, and its beginning, which stands for a dek.

    ``sure`` tells that it is the text by the story's digest, rendered as it should be.
    """

    html: str
    lead: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class _Signed:
    """The people of a story, and the pictures that were used to show them."""

    credits: tuple[Credit, ...]
    authors: tuple[Author, ...]
    links: Mapping[str, str]
    pictures: frozenset[str]
    lost: int  # pictures that could not be had


class Sheets:
    """Makes pages up. ``author_path`` says where a person's page lies, "" without one."""

    def __init__(
        self, contents: Contents, reel: Reel, own: Path | None, author_paths: Mapping[int, str]
    ) -> None:
        edition = self._edition = contents.edition
        self._contents = contents
        self._reel = reel
        self._own = own
        self._paths = author_paths
        self._words: dict[str, tuple[Words, str]] = {}
        self._signed: dict[object, _Signed] = {}
        self._tags: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._sections: dict[str, str] = {}
        self._sources: dict[str, Sources] = {}
        self._ways: dict[tuple[str, str], str] = {}
        site = edition.site
        self.publisher = line(site.publisher) or site.name
        self._base = f"{site.url.rstrip('/')}/" if site.url else ""

    def words(self, language: str) -> Words:
        """The words of a language; read once, so that one site has the same throughout."""
        return self.spoken(language)[0]

    def spoken(self, language: str) -> tuple[Words, str]:
        """The words of a language, and its tag as pages have it."""
        found = self._words.get(language)
        if found is None:
            words = read_words(language, self._own)
            found = self._words[language] = (words, makeup._language(language))
        return found

    def way(self, story: Out) -> str:
        """Which way the page of a story runs."""
        key = (story.direction, story.language)
        found = self._ways.get(key)
        if found is None:
            way = of_language(story.language) if story.direction == "auto" else story.direction
            found = self._ways[key] = way
        return found

    def links(self, story: Out) -> Mapping[str, str]:
        """Where the names of a story's people lead."""
        return self._people(story, self.words(story.language)).links

    def page(self, story: Out, text: Text, picture: Picture | None) -> PageData:
        """The page. ``picture`` is the lead picture, None where there is none to show."""
        words, language = self.spoken(story.language)
        signed = self._people(story, words)
        edition = self._edition
        dateline = line(story.dateline)
        dek = line(story.dek)
        shown = story.pubstate in PUBLIC
        published = self._moment(story.published_at, words) if shown else None
        changed = edition.modified.get(story.id)
        modified = None
        if published and changed is not None and changed - story.published_at >= _JUST_PUBLISHED:
            modified = self._moment(changed, words)
        notices = self._notices(story, words)
        return PageData(
            kicker=line(story.kicker),
            headline=line(story.headline),
            short_headline=line(story.short_headline),
            dek=dek,
            dateline=dateline,
            body=makeup._noticed(self._body(text.html, dateline, words), notices),
            credits=signed.credits,
            authors=signed.authors,
            published=published,
            modified=modified,
            picture=self._lead(picture),
            section=self._section(story.section),
            tags=self._named(story.tags),
            teasers=(),
            site=edition.site,
            publisher=self.publisher,
            canonical=self._base + self._contents.href(story) if self._base else "",
            language=language,
            direction=self.way(story),
            description=dek or text.lead,
            words=words,
            notices=notices,
        )

    def _notices(self, story: Out, words: Words) -> tuple[PageNotice, ...]:
        made = self._edition.corrections.get(story.id)
        return makeup.make_notices(made, self._edition.zone, words) if made else ()

    def _moment(self, micros: int, words: Words) -> Moment:
        moments = self._contents.moments
        local = moments.at(micros)
        return Moment(at=local, iso=moments.iso(micros), words=words.moment(local))

    def _body(self, html: str, dateline: str, words: Words) -> str:
        """The text with what the page does to it; most texts have nothing of all that."""
        if "footnote-" in html:
            html = makeup._numbered(html, words)
        if 'class="credit"' in html:
            html = makeup._credited(html, words)
        if dateline:
            html = makeup._run_in(html, dateline, words)
        if 'src="media/' in html:
            html = makeup._held_pictures(html, self._reel, preview=False)
        return html

    def _lead(self, picture: Picture | None) -> PagePicture | None:
        return None if picture is None else makeup._lead(picture, self._source(""), preview=False)

    def _section(self, key: str) -> str:
        found = self._sections.get(key)
        if found is None:
            found = self._sections[key] = line(self._edition.sections.get(key) or key)
        return found

    def _named(self, tags: tuple[str, ...]) -> tuple[str, ...]:
        found = self._tags.get(tags)
        if found is None:
            found = self._tags[tags] = tuple(filter(None, map(line, tags)))
        return found

    def _people(self, story: Out, words: Words) -> _Signed:
        key = (story.bylines, words.language)
        found = self._signed.get(key)
        if found is None:
            before, self._reel.used = self._reel.used, set()
            lost = self._reel.lost
            bylines = tuple(
                Byline(name, staff, BylineRole(role)) for name, staff, role in story.bylines
            )
            credits = makeup._credits(bylines, self._source(story.section), words)
            authors = {a.anchor: a for credit in credits for a in credit.authors if a.anchor}
            links = {}
            for name, staff, _role in story.bylines:
                if staff is not None and (path := self._paths.get(staff, "")):
                    said = name or self._edition.people[staff].credit
                    links[" ".join(said.split())] = path
            used = frozenset(self._reel.used)
            lost, self._reel.lost = self._reel.lost - lost, lost
            found = _Signed(credits, tuple(authors.values()), links, used, lost)
            self._signed[key] = found
            self._reel.used = before
        self._reel.lost += found.lost
        if found.pictures:
            self._reel.used |= found.pictures
        return found

    def _source(self, section: str) -> Sources:
        found = self._sources.get(section)
        if found is None:
            edition = self._edition
            found = self._sources[section] = Sources(
                render=lambda _markdown, *, direction, back: "",
                pictures=self._reel,
                site=edition.site,
                zone=edition.zone,
                now=edition.now,
                people=edition.people,
                section=edition.sections.get(section) or section,
                templates=self._own,
            )
        return found
