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

from newsroom.export.html import _locale, news_article
from newsroom.export.makeup import DESCRIPTION_LENGTH, Sources, make_page
from newsroom.export.page import PageData, PageTeaser
from newsroom.export.site.cards import Cards
from newsroom.export.site.caster import Caster, Made
from newsroom.export.site.entry import Entry
from newsroom.export.site.forms import Forms
from newsroom.export.site.kept import Kept, renderer_digest
from newsroom.export.site.names import quoted
from newsroom.export.site.pool import Job, Rendering
from newsroom.export.site.reel import Reel
from newsroom.export.site.sheet import Sheets, Text
from newsroom.export.site.stamps import Safe, Stamp
from newsroom.export.words import Words
from newsroom.i18n import _
from newsroom.news.article import Article, Picture
from newsroom.news.errors import BadInput
from newsroom.news.out import Out
from newsroom.news.workflow import PubState
from newsroom.text.direction import of_language
from newsroom.text.excerpt import excerpt, plain_text

if TYPE_CHECKING:
    from newsroom.export.site.contents import Contents, Leaf
    from newsroom.export.site.feeds import Item

_WARM = 1000  # texts that are rendered at once: some megabytes, and a second or so

BOX_BEGINS, BOX_ENDS = "<!--recent-->", "<!--/recent-->"
"""Around the Recent Posts box of a story's page."""

_HELD = re.compile(r'<img src="media/([0-9a-f]{64})(?:\.[a-z]{3,4})?"[^<>]*>')


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
        pool: Rendering,
        compiled: Path | None = None,
    ) -> None:
        self.contents = contents
        self.edition = contents.edition
        self.words = contents.words
        self.reel = reel
        self.notes: list[str] = []
        self._own = templates
        self._forms = Forms(templates, compiled)
        self._texts = texts
        self._kept = kept
        self._pool = pool
        self._renderer = renderer_digest()
        self._url = self.edition.site.url.rstrip("/")
        self.direction = of_language(self.words.language)  # which way the site's own pages run
        self._way_keys: dict[tuple[str, str], bytes] = {}
        self._ready: dict[int, Text] = {}
        self._boxes: dict[tuple[str, int], tuple[Safe, frozenset[str]]] = {}
        self.box_shows: frozenset[str] = frozenset()  # pictures of the box that was used last
        self._furniture: dict[tuple[str, str, str, bool, bool], tuple[Safe, Safe]] = {}
        self._locales: dict[str, str] = {}
        self._in_box = frozenset(teaser.article for teaser in self.edition.recent)
        paths = {number: contents.author_path(number) for number in contents.authors}
        self._sheets = Sheets(contents, reel, templates, paths)
        self._tag_paths = {tag: f"{group.path}index.html" for tag, group in contents.tags.items()}
        self.listed = Cards(self)
        self._caster = Caster(self, kept)
        self.items: dict[int, Item] = {}  # of feeds, which show the same stories

    @property
    def language(self) -> str:
        """The site's own language (BCP 47)."""
        return self.edition.site.language or self.words.language

    def address(self, path: str) -> str:
        """The public address of a file, "" while the site has none."""
        return f"{self._url}/{quoted(path)}" if self._url else ""

    def words_of(self, language: str) -> Words:
        """The words of a language."""
        return self._sheets.words(language)

    # Templates.

    @property
    def by_jinja(self) -> frozenset[str]:
        """The templates that Jinja had to fill (for tests)."""
        return frozenset(self._forms.by_jinja)

    def stamp(self, name: str) -> Stamp | None:
        """A template as a function; None where Jinja fills it."""
        return self._forms.stamp(name)

    def fill(self, name: str, values: Mapping[str, Any]) -> str:
        """A template filled in. Raises BadInput with its line where it has a mistake."""
        return self._forms.fill(name, values)

    def page(
        self, name: str, *, root: str, here: str = "", listing: bool = False, front: bool = False,
        words: Words | None = None, language: str = "", direction: str = "", **values: object,
    ) -> str:  # fmt: skip
        """A whole page: the template with what every page has around its content.

        ``root`` leads to the site's root from the page; ``here`` is the section that it is of.
        """
        self.surround(
            values, root=root, here=here, listing=listing, front=front, words=words,
            language=language, direction=direction,
        )  # fmt: skip
        if words or language or direction or front:
            return self._forms.fill(name, values)
        return self._caster.page(name, values, (root, here, listing))

    def surround(
        self, values: dict[str, object], *, root: str, here: str, listing: bool = False,
        front: bool = False, words: Words | None = None, language: str = "", direction: str = "",
    ) -> None:  # fmt: skip
        """Add what a page shares with others of its place and language."""
        language = language or self.language
        masthead, colophon = self._around(root, here, language, listing, front)
        values["site"] = self.edition.site
        values["words"] = words or self.words
        values["language"] = language
        values["direction"] = direction or self.direction
        values["root"] = root
        values["masthead"] = masthead
        values["colophon"] = colophon

    def _around(
        self, root: str, here: str, language: str, listing: bool, front: bool
    ) -> tuple[Safe, Safe]:
        key = (root, here, language, listing, front)
        found = self._furniture.get(key)
        if found is None:
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
                    Entry(key=group.key, name=group.name, path=f"{group.path}index.html")
                    for group in self.contents.sections
                ],
            }
            found = self._furniture[key] = (
                Safe(self.fill("site/masthead.html", values)),
                Safe(self.fill("site/colophon.html", values)),
            )
        return found

    # Stories.

    def pages(self, stories: Sequence[Out], *, fresh: bool = False) -> Iterator[Made]:
        """The pages of these stories, each with its pictures but those of its box.

        ``fresh`` has their texts rendered again, whatever was kept.
        """
        return self._caster.stories(stories, fresh=fresh)

    def others(self, leaves: Sequence[Leaf], *, fresh: bool = False) -> Iterator[Made]:
        """Files that are no stories' pages, each with its pictures; ``fresh`` has all made anew."""
        return self._caster.lists(leaves, fresh=fresh)

    def warm(self, stories: Sequence[Out], *, fresh: bool = False) -> Iterator[None]:
        """Render the texts of these stories that are not kept, a good number at once.

        While pages are made only one core is at work; texts are rendered by all of them.
        """
        kept = {} if fresh else self._kept.keys()
        missing = [story for story in stories if kept.get(story.id) != self._key_of(story)]
        for start in range(0, len(missing), _WARM):
            self.prepare(missing[start : start + _WARM], fresh=fresh)
            yield

    def prepare(self, stories: Sequence[Out], *, fresh: bool = False) -> None:
        """Have the texts of these stories ready and rendered; those from before are let go."""
        keys = {story.id: self._key_of(story) for story in stories}
        found = {} if fresh else self._kept.bodies(keys)
        ready = self._ready = {
            story.id: Text(*found[story.id])
            for story in stories
            if story.id in found and (story.dek or found[story.id][1])
        }
        missing = {story.id: story for story in stories if story.id not in ready}
        if missing:
            self._render(missing)

    def _render(self, stories: Mapping[int, Out]) -> None:
        jobs: dict[int, Job] = {}
        keys: dict[int, bytes] = {}
        for number, body, digest in self._texts(list(stories)):
            story = stories[number]
            back = self.words_of(story.language)["footnote_back"]
            job = jobs[number] = Job(body, self._sheets.way(story), back)
            # By the text's own digest: it may have been saved again since the edition was read.
            keys[number] = digest + self._way_key(story)
        made = self._pool.render(jobs)
        rows = []
        for number, job in jobs.items():
            story = stories[number]
            lead = "" if story.dek else excerpt(plain_text(job.markdown), DESCRIPTION_LENGTH)
            html = made.get(number)
            if html is None:
                html = self._tried(story, job)
            else:
                rows.append((number, keys[number], html, lead))
            sure = number in made and keys[number] == self._key_of(story)
            self._ready[number] = Text(html, lead, sure)
        self._kept.keep_bodies(rows)

    def _tried(self, story: Out, job: Job) -> str:
        """A text that could not be rendered: once more, for the reason, and then as plain words.

        One text must not keep a whole site back.
        """
        try:
            return self._pool.one(job)
        except BadInput as error:
            self.notes.append(_("“{slug}”: {problem}").format(slug=story.slug, problem=error))
            return "\n".join(f"<p>{escape(part)}</p>" for part in job.markdown.split("\n\n"))

    def story(self, story: Out) -> dict[str, object]:
        """What the template of a story's page shows, but the box. Its text has to be prepared."""
        told = self.page_of(story)
        return {
            "page": told,
            "body": Safe(told.body),
            "links": self._sheets.links(story),
            "tags": self._tag_paths,
            "corrected": story.pubstate == PubState.CORRECTED,
            "news_article": self._record(story, told),
            **self.around_story(story),
        }

    def around_story(self, story: Out) -> dict[str, object]:
        """What a story's page shares with others of its language, direction and section."""
        words, language = self._sheets.spoken(story.language)
        locale = self._locales.get(language)
        if locale is None:
            locale = self._locales[language] = _locale(language)
        values: dict[str, object] = {"locale": locale}
        self.surround(
            values, root="", here=story.section, words=words, language=language,
            direction=self._sheets.way(story),
        )  # fmt: skip
        return values

    def is_sure(self, story: Out) -> bool:
        """Whether the text that is prepared is what the story's digest says."""
        text = self._ready.get(story.id)
        return text is not None and text.sure

    @property
    def publisher(self) -> str:
        """The paper's publisher as pages name it."""
        return self._sheets.publisher

    def page_of(self, story: Out) -> PageData:
        """A story's page as data. Its text has to be prepared."""
        text = self._ready.get(story.id) or Text("", "")
        if 'src="media/' in text.html:
            text = Text(_HELD.sub(lambda found: self._seen(found, story), text.html), text.lead)
        return self._sheets.page(story, text, self._picture(story))

    def links(self, story: Out) -> Mapping[str, str]:
        """Where the names of a story's people lead."""
        return self._sheets.links(story)

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

    def _record(self, story: Out, page: PageData) -> dict[str, Any]:
        """The story for search engines, with the addresses of its writers' pages."""
        record, links = news_article(page), self._sheets.links(story)
        if links and self.edition.site.url:
            for author in record.get("author", ()):
                if author["name"] in links:
                    author["url"] = self.address(links[author["name"]])
        return record

    def _seen(self, found: re.Match[str], story: Out) -> str:
        if self.reel.has(found[1]):
            return found[0]
        self.notes.append(
            _("“{slug}” goes out without a picture of its text, whose file is missing.").format(
                slug=story.slug
            )
        )
        return ""

    def _key_of(self, story: Out) -> bytes:
        return story.digest + self._way_key(story)

    def _way_key(self, story: Out) -> bytes:
        """Of all that a rendered text depends on but the text itself."""
        way = self._sheets.way(story)
        found = self._way_keys.get((way, story.language))
        if found is None:
            back = self.words_of(story.language)["footnote_back"]
            said = hashlib.blake2b(f"{way}\0{back}\0".encode(), digest_size=8)
            said.update(self._renderer)
            found = self._way_keys[(way, story.language)] = said.digest()
        return found

    # Recent Posts.

    def box_of(self, language: str, article: int) -> Safe:
        """The box on a story's page; ``box_shows`` tells of its pictures then."""
        key = (language, article if article in self._in_box else 0)
        found = self._boxes.get(key)
        if found is None:
            pages, self.reel.used = self.reel.used, set()
            text = self.box(language, self.contents.shown(article))
            found = (Safe(BOX_BEGINS + text + BOX_ENDS), frozenset(self.reel.used))
            self._boxes[key] = found
            self.reel.used = pages
        box, self.box_shows = found
        return box

    def box(self, language: str, shown: Sequence[int]) -> str:
        """The Recent Posts box with these entries, for pages in ``language``."""
        return self.fill(
            "site/recent.html",
            {
                "teasers": self._teasers(language, shown),
                "words": self.words_of(language),
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
