"""The press: makes the site's files, each piece of work once."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from newsroom.export.html import _locale, news_article
from newsroom.export.makeup import Sources, make_page
from newsroom.export.page import PageData, PageTeaser
from newsroom.export.site.cards import Cards
from newsroom.export.site.edition import moment_of
from newsroom.export.site.kept import Kept, renderer_digest
from newsroom.export.site.pool import Job, Pool
from newsroom.export.site.reel import Reel
from newsroom.export.templates import Templates
from newsroom.export.words import Words, read_words
from newsroom.i18n import _
from newsroom.news.article import Article, Byline, BylineRole, Direction, Picture
from newsroom.news.errors import BadInput
from newsroom.news.out import Out
from newsroom.news.workflow import PUBLIC, PubState
from newsroom.text.direction import of_language

if TYPE_CHECKING:
    from newsroom.export.site.contents import Contents

BOX_BEGINS, BOX_ENDS = b"<!--recent-->", b"<!--/recent-->"
"""Around the Recent Posts box, which is put into a page when all else of it is made."""

_HELD = re.compile(r'<img src="media/([0-9a-f]{64})(?:\.[a-z]{3,4})?"[^<>]*>')


class SiteTemplates(Templates):
    """The templates, compiled once: what was compiled lies in the cache folder.

    The sandbox is for templates of the newsroom's own; ours alone go without it at half the time.
    """

    def __init__(self, own: Path | None, compiled: Path | None) -> None:
        super().__init__(own)
        from jinja2 import Environment, FileSystemBytecodeCache, StrictUndefined

        environment: Environment = self._environment
        if own is None or not (any(own.glob("*.*")) or (own / "site").is_dir()):
            environment = Environment(
                loader=environment.loader,
                autoescape=True,
                undefined=StrictUndefined,
                trim_blocks=True,
                lstrip_blocks=True,
                keep_trailing_newline=True,
            )
            environment.filters.update(self._environment.filters)
        environment.auto_reload = False
        if compiled is not None:
            # One for each: what is compiled for the sandbox and without it is not the same.
            place = compiled / type(environment).__name__.lower()
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            environment.bytecode_cache = FileSystemBytecodeCache(str(place))
        self._environment = environment  # type: ignore[assignment] # less strict, by intent


class Press:
    """Makes files of one edition. ``texts`` gives (id, Markdown, digest) of stories by id."""

    def __init__(
        self,
        contents: Contents,
        *,
        templates: Path | None,
        texts: Callable[[Collection[int]], Iterable[tuple[int, str, bytes]]],
        reel: Reel,
        kept: Kept,
        pool: Pool,
        compiled: Path | None = None,
    ) -> None:
        self.contents = contents
        self.edition = contents.edition
        self.words = contents.words
        self.reel = reel
        self.notes: list[str] = []
        self._own = templates
        self._templates = SiteTemplates(templates, compiled)
        self._texts = texts
        self._kept = kept
        self._pool = pool
        self._renderer = renderer_digest()
        self._ready: dict[int, str] = {}
        self._html: dict[Job, str] = {}
        self._slug = ""
        self._boxes: dict[tuple[str, int], tuple[bytes, frozenset[str]]] = {}
        self.box_shows: frozenset[str] = frozenset()  # pictures of the box that was used last
        self._furniture: dict[tuple[str, ...], tuple[Any, Any]] = {}
        self._people = self.edition.people
        self.listed = Cards(self)

    @property
    def direction(self) -> str:
        """Which way the site's own pages run."""
        return of_language(self.words.language)

    @property
    def language(self) -> str:
        """The site's own language (BCP 47)."""
        return self.edition.site.language or self.words.language

    def address(self, path: str) -> str:
        """The public address of a file, "" while the site has none."""
        url = self.edition.site.url.rstrip("/")
        return f"{url}/{quote(path)}" if url else ""

    # Templates.

    def fill(self, name: str, values: Mapping[str, Any]) -> str:
        """A template filled in. Raises BadInput with its line where it has a mistake."""
        return self._templates.fill(name, values)

    def page(
        self, name: str, *, root: str, here: str = "", listing: bool = False, front: bool = False,
        words: Words | None = None, language: str = "", direction: str = "", **values: object,
    ) -> str:  # fmt: skip
        """A whole page: the template with what every page has around its content.

        ``root`` leads to the site's root from the page; ``here`` is the section that it is of.
        """
        language = language or self.language
        masthead, colophon = self._around(root, here, language, listing, front)
        return self._templates.fill(
            name,
            {
                "site": self.edition.site,
                "words": words or self.words,
                "language": language,
                "direction": direction or self.direction,
                "root": root,
                "masthead": masthead,
                "colophon": colophon,
                **values,
            },
        )

    def _around(
        self, root: str, here: str, language: str, listing: bool, front: bool
    ) -> tuple[Any, Any]:
        key = (root, here, language, str(listing), str(front))
        found = self._furniture.get(key)
        if found is None:
            from markupsafe import Markup

            site = self.edition.site
            values: dict[str, object] = {
                "site": site,
                "publisher": site.publisher or site.name,
                "words": self.words,
                "house_direction": self.direction,
                "language": language,
                "root": root,
                "here": here,
                "listing": listing,
                "front": front,
                "authors": bool(self.contents.authors),
                "sections": [
                    {"key": group.key, "name": group.name, "path": f"{group.path}index.html"}
                    for group in self.contents.sections
                ],
            }
            found = self._furniture[key] = (
                Markup(self.fill("site/masthead.html", values)),
                Markup(self.fill("site/colophon.html", values)),
            )
        return found

    # Stories.

    def pages(
        self, stories: Sequence[tuple[Out, str]], *, fresh: bool = False
    ) -> Iterator[tuple[bytes, tuple[str, ...]]]:
        """The pages of stories by their keys, each with its pictures but those of its box.

        A page is kept without its box by all else that it is made of; ``fresh`` trusts nothing
        that was kept.
        """
        keys = {story.id: key.rpartition(".")[0] for story, key in stories}
        kept = {} if fresh else self._kept.pages(keys)
        missing = [story for story, _key in stories if story.id not in kept]
        made: list[tuple[int, str, tuple[str, ...], bytes]] = []
        if missing:
            self.prepare(missing, fresh=fresh)
        for story, _key in stories:
            told = len(self.notes)
            page, shows = kept.get(story.id) or self._made(story)
            if story.id not in kept and len(self.notes) == told:
                made.append((story.id, keys[story.id], shows, page))
            yield self.with_box(page, story), shows
        if made:
            self._kept.keep_pages(made)

    def _made(self, story: Out) -> tuple[bytes, tuple[str, ...]]:
        self.reel.used = set()
        return self.story(story), tuple(sorted(self.reel.used))

    def prepare(self, stories: Sequence[Out], *, fresh: bool = False) -> None:
        """Have the texts of these stories ready and rendered; those from before are let go."""
        texts = self._texts([story.id for story in stories])
        self._ready = {number: body for number, body, _digest in texts}
        jobs: dict[int, Job] = {}
        for story in stories:
            if story.id in self._ready:
                back = self._words_of(story.language)["footnote_back"]
                jobs[story.id] = Job(self._ready[story.id], self._way(story), back)
        keys = {number: self._body_key(job) for number, job in jobs.items()}
        found = {} if fresh else self._kept.bodies(keys)
        missing = {number: job for number, job in jobs.items() if number not in found}
        if missing:
            made = self._pool.render(missing)
            self._kept.keep_bodies((number, keys[number], html) for number, html in made.items())
            found.update(made)
        self._html = {jobs[number]: html for number, html in found.items()}

    def story(self, story: Out) -> bytes:
        """A story's page, with its box still empty."""
        from markupsafe import Markup

        told = self._page_of(story)
        links = self._links(story)
        text = self.page(
            "site/story.html",
            root="",
            here=story.section,
            words=told.words,
            language=told.language,
            direction=told.direction,
            page=told,
            body=Markup(told.body),
            box=Markup((BOX_BEGINS + BOX_ENDS).decode()),
            links=links,
            tags={tag: self.contents.tags[tag].path + "index.html" for tag in story.tags},
            corrected=story.pubstate == PubState.CORRECTED,
            news_article=self._record(told, links),
            locale=_locale(told.language),
        )
        return text.encode("utf-8", "replace")

    def with_box(self, page: bytes, story: Out) -> bytes:
        """The page with the Recent Posts box in its place, where its template has one."""
        start = page.find(BOX_BEGINS) + len(BOX_BEGINS)
        if not page.startswith(BOX_ENDS, start):
            self.box_shows = frozenset()
            return page
        return b"".join((page[:start], self._box(story.language, story.id), page[start:]))

    def page_of(self, story: Out) -> PageData:
        """A story's page as data, for feeds. It has to be prepared."""
        return self._page_of(story)

    def _page_of(self, story: Out) -> PageData:
        edition = self.edition
        self._slug = story.slug
        modified = edition.modified.get(story.id)
        article = Article(
            id=story.id,
            slug=edition.names[story.id],
            kicker=story.kicker,
            headline=story.headline,
            short_headline=story.short_headline,
            dek=story.dek,
            dateline=story.dateline,
            body=self._ready.get(story.id, ""),
            section=story.section,
            tags=story.tags,
            language=story.language,
            direction=Direction(story.direction),
            bylines=tuple(Byline(n, staff, BylineRole(role)) for n, staff, role in story.bylines),
            picture=self._picture(story),
            pubstate=PubState(story.pubstate) if story.pubstate in PUBLIC else PubState.PUBLISHED,
            published_at=moment_of(story.published_at),
            updated_at=None if modified is None else moment_of(modified),
        )
        return make_page(article, self._sources(story))

    def _sources(self, story: Out) -> Sources:
        edition = self.edition
        return Sources(
            render=self._render,
            pictures=self.reel,
            site=edition.site,
            zone=edition.zone,
            now=edition.now,
            people=self._people,
            section=edition.sections.get(story.section) or story.section,
            templates=self._own,
        )

    def _picture(self, story: Out) -> Picture | None:
        """The lead picture, None where there is none or its file is missing, which is told."""
        if not story.picture:
            return None
        picture = Picture(**json.loads(story.picture))
        if self.reel.has(picture.sha256):
            return picture
        self.notes.append(
            _("“{slug}” goes out without its picture, whose file is missing.").format(
                slug=story.slug
            )
        )
        return None

    def _links(self, story: Out) -> dict[str, str]:
        found = {}
        for name, staff, _role in story.bylines:
            if staff is not None and (path := self.contents.author_path(staff)):
                found[" ".join((name or self._people[staff].credit).split())] = path
        return found

    def _record(self, page: PageData, links: Mapping[str, str]) -> dict[str, Any]:
        """The story for search engines, with the addresses of its writers' pages."""
        record = news_article(page)
        if links and self.edition.site.url:
            for author in record.get("author", ()):
                if author["name"] in links:
                    author["url"] = self.address(links[author["name"]])
        return record

    def _render(self, markdown: str, *, direction: str, back: str) -> str:
        job = Job(markdown, direction, back)
        html = self._html.get(job)
        if html is None:
            try:
                html = self._html[job] = self._pool.one(job)
            except BadInput as error:
                # One text must not keep a whole site back; its readers get the plain words.
                self.notes.append(_("“{slug}”: {problem}").format(slug=self._slug, problem=error))
                html = "\n".join(f"<p>{escape(part)}</p>" for part in markdown.split("\n\n"))
        return _HELD.sub(self._seen, html)

    def _seen(self, found: re.Match[str]) -> str:
        if self.reel.has(found[1]):
            return found[0]
        self.notes.append(
            _("“{slug}” goes out without a picture of its text, whose file is missing.").format(
                slug=self._slug
            )
        )
        return ""

    def _body_key(self, job: Job) -> bytes:
        said = hashlib.blake2b(job.markdown.encode("utf-8", "replace"), digest_size=16)
        said.update(f"\0{job.direction}\0{job.back}\0".encode() + self._renderer)
        return said.digest()

    def _way(self, story: Out) -> str:
        return of_language(story.language) if story.direction == "auto" else story.direction

    def _words_of(self, language: str) -> Words:
        return read_words(language, self._own)

    # Recent Posts.

    def _box(self, language: str, article: int) -> bytes:
        among = any(teaser.article == article for teaser in self.edition.recent)
        key = (language, article if among else 0)
        found = self._boxes.get(key)
        if found is None:
            pages, self.reel.used = self.reel.used, set()
            text = self.box(language, self.contents.shown(article))
            found = (text.encode("utf-8", "replace"), frozenset(self.reel.used))
            self._boxes[key] = found
            self.reel.used = pages
        box, self.box_shows = found
        return box

    def box(self, language: str, shown: Sequence[int]) -> str:
        """The Recent Posts box with these entries, for pages in ``language``."""
        words = self._words_of(language)
        page = self._teasers(language, shown)
        return self.fill(
            "site/recent.html",
            {
                "teasers": page,
                "words": words,
                "language": language,
                "direction": of_language(language),
                "root": "",
                "shared": self.edition.shared,
                "most": self.edition.site.recent_count,
            },
        )

    def _teasers(self, language: str, shown: Sequence[int]) -> tuple[PageTeaser, ...]:
        recent, names = self.edition.recent, self.edition.names
        teasers = [
            replace(recent[n], slug=names.get(recent[n].article, recent[n].slug)) for n in shown
        ]
        blank = Article(slug="recent", language=language)
        sources = Sources(
            render=lambda _markdown, *, direction, back: "",
            pictures=self.reel,
            site=self.edition.site,
            zone=self.edition.zone,
            now=self.edition.now,
            teasers=teasers,
            templates=self._own,
        )
        return make_page(blank, sources).teasers
