"""The table of contents: every file that an edition needs, each with the key it is known by."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from newsroom.export.makeup import _public as public
from newsroom.export.site import feeds, lists, notices, search, sitemap
from newsroom.export.site.edition import Edition, tidy
from newsroom.export.site.frames import BARE, MOULDED, NAMELESS, Frames, Kind
from newsroom.export.site.heads import Group, sort_out
from newsroom.export.site.keys import fingerprint
from newsroom.export.site.moments import Moments
from newsroom.export.site.names import SUFFIX, quoted
from newsroom.export.words import Words
from newsroom.news.out import Out
from newsroom.news.workflow import PubState

if TYPE_CHECKING:
    from newsroom.export.site.press import Press

PER_PAGE = 20  # stories of a section's, person's or tag's page


@dataclass(slots=True)
class Leaf:
    """One file of the site.

    ``key`` is "frame.own.box": what the page is made with, what it shows, and its Recent Posts
    box. A file with the same key is the same, but for ages that grow by themselves.
    """

    path: str
    kind: Kind
    key: str
    make: Callable[[Press], bytes]
    story: Out | None = None


class Contents:
    """Works out which files there are, without making one."""

    def __init__(self, edition: Edition, frames: Frames, words: Words) -> None:
        site = edition.site
        site = replace(
            site, name=tidy(site.name), publisher=tidy(site.publisher), url=public(site.url)
        )
        edition = self.edition = replace(edition, site=site)
        self.frames = frames
        self.words = words  # of the site's own language
        self.moments = Moments(edition.zone)
        self._hrefs: dict[int, str] = {}
        self._forget()
        heads = sort_out(edition, words)
        self.sections, self.authors = heads.sections, heads.authors
        self.tags, self.months = heads.tags, heads.months
        self.pinned = [n for n, story in enumerate(edition.stories) if story.pinned][:1]
        nav = [(group.key, group.name, group.path) for group in self.sections]
        self.ground = fingerprint(
            site.url, site.language, str(edition.zone), nav, bool(self.authors)
        )
        self.furniture = fingerprint(site.name, site.publisher, site.pictures, self.ground)
        within = (site.url, site.language, str(edition.zone), site.pictures)
        self.bare = {kind: fingerprint(frames.of(kind, ""), within) for kind in MOULDED}
        self._frames = {kind: frames.of(kind, self._shown_of(kind)) for kind in Kind}
        self._people = {
            number: fingerprint(
                person.name, person.byline, person.collective, person.title, person.bio,
                person.portrait, person.social, self.author_path(number),
            )
            for number, person in edition.people.items()
        }  # fmt: skip
        self.tongues = sorted({story.language for story in edition.stories})
        self.cards = [self._card_key(story) for story in edition.stories]
        self.box = "" if edition.shared else self._box_key()
        self._among = frozenset(teaser.article for teaser in edition.recent)

    def _forget(self) -> None:
        """Begin without what was worked out for one story and holds for others."""
        self._owns: dict[int, str] = {}
        self._signed: dict[object, list[str]] = {}
        self._within: dict[str, str] = {}

    def _shown_of(self, kind: Kind) -> str:
        """What pages of that kind show of the site itself."""
        if kind in BARE:
            return ""
        return self.ground if kind in NAMELESS else self.furniture

    def author_path(self, number: int) -> str:
        """Where a person's page lies, "" without one."""
        group = self.authors.get(number)
        return f"{group.path}index.html" if group else ""

    def href(self, story: Out) -> str:
        """The address of a story's page from the site's root."""
        found = self._hrefs.get(story.id)
        if found is None:
            found = self._hrefs[story.id] = quoted(self.edition.names[story.id] + SUFFIX)
        return found

    # Keys.

    def _card_key(self, story: Out) -> str:
        people = self._signed.get(story.bylines)
        if people is None:
            people = self._signed[story.bylines] = [
                name if staff is None else self._people.get(staff, name)
                for name, staff, role in story.bylines if role == "story"
            ]  # fmt: skip
        return fingerprint(
            self.edition.names[story.id], story.headline, story.short_headline, story.kicker,
            story.dek, story.excerpt if not story.dek else "", story.language, story.section,
            story.published_at, story.picture, story.pubstate, people,
        )  # fmt: skip

    def mould_key(self, story: Out) -> bytes:
        """Of a story's page without what it shares with others: name, masthead, box, foot."""
        within = self._within.get(story.section)
        if within is None:
            name = self.edition.sections.get(story.section, "")
            within = self._within[story.section] = fingerprint(self.bare[Kind.STORY], name)
        return bytes.fromhex(self._story_key(story) + within)

    def list_key(self, leaf: Leaf) -> bytes:
        """Of a list of stories without what it shares with others."""
        return bytes.fromhex(leaf.key.split(".")[1] + self.bare[leaf.kind])

    def _story_key(self, story: Out) -> str:
        found = self._owns.get(story.id)
        if found is None:
            found = self._owns[story.id] = self._fresh_key(story)
        return found

    def _fresh_key(self, story: Out) -> str:
        edition = self.edition
        people = [self._people.get(staff, name) for name, staff, _role in story.bylines
                  if staff is not None]  # fmt: skip
        return fingerprint(
            edition.names[story.id], story.kicker, story.headline, story.short_headline,
            story.dek, story.dateline, story.digest, story.language, story.direction,
            story.section, story.pubstate, story.published_at, story.picture, story.bylines,
            story.tags, [self.tags[tag].path for tag in story.tags], people,
            edition.modified.get(story.id), self.said_of(story.id),
        )  # fmt: skip

    def said_of(self, article: int) -> list[tuple[object, ...]]:
        """What the notices of a story say, for the keys of pages that show them."""
        return [
            (str(made.kind), str(made.at), made.wrong, made.right, made.where)
            for made in self.edition.corrections.get(article, ())
        ]

    def _box_key(self) -> str:
        return fingerprint(self._frames[Kind.BOX], [self._teaser_key(n) for n in range(len(
            self.edition.recent))], self.edition.site.recent_count)  # fmt: skip

    def _teaser_key(self, place: int) -> tuple[object, ...]:
        teaser = self.edition.recent[place]
        return (
            self.edition.names.get(teaser.article, teaser.slug), teaser.headline, teaser.excerpt,
            str(teaser.published_at), teaser.language, teaser.picture, teaser.picture_alt,
            teaser.focus,
        )  # fmt: skip

    def shown(self, article: int) -> list[int]:
        """Which entries the box on a story's page shows: as many as it holds, without the story."""
        most = self.edition.site.recent_count
        others = [n for n, teaser in enumerate(self.edition.recent) if teaser.article != article]
        return others[:most]

    # The files.

    def leaves(self) -> list[Leaf]:
        """All files, stories first."""
        found = self._stories()
        found += self._furniture_files()
        found += self._front()
        for group in self.sections:
            found += self._group(Kind.SECTION, group)
        for group in self.authors.values():
            found += self._group(Kind.AUTHOR, group)
        for group in self.tags.values():
            found += self._group(Kind.TAG, group)
        found += self._archive()
        found += notices.leaves(self)
        found += search.leaves(self)
        if self.edition.site.url:
            found += feeds.leaves(self)
            found += sitemap.leaves(self)
        return found

    def showing(self, places: Collection[int]) -> list[Leaf]:
        """The files that may change when nothing but the words of these stories has, or they are
        new and no head is new with them (``arrivals``).

        All others stand where they stood in every list, under the same names, with the same people.
        """
        edition = self.edition
        stories = [edition.stories[place] for place in places]
        months = [month for month, all_ in self.months.items() if _any_in(places, all_)]
        found = [self._story_leaf(story) for story in stories]
        found += self._shared_box()
        found += self._front()
        keys = {story.section for story in stories}
        for group in self.sections:
            if group.key in keys:
                found += self._group(Kind.SECTION, group)
        people = {staff for story in stories for _name, staff, _role in story.bylines}
        for number, group in self.authors.items():
            if number in people:
                found += self._group(Kind.AUTHOR, group)
        for tag in sorted({tag for story in stories for tag in story.tags}):
            found += self._group(Kind.TAG, self.tags[tag])
        found += self._months(months)
        found.append(self._archive_front())
        if any(story.pubstate == PubState.CORRECTED or story.id in edition.corrections
               for story in stories):  # fmt: skip
            found.append(notices.corrections(self))
        found += notices.redirects(self, stories)
        found += search.leaves(self, months)
        if edition.site.url:
            found += feeds.leaves(self)
            found += sitemap.leaves(self, months)
        return found

    def leaf(
        self, path: str, kind: Kind, make: Callable[[Press], bytes], *shows: object, box: str = ""
    ) -> Leaf:
        """A file that shows these values."""
        return Leaf(path, kind, f"{self._frames[kind]}.{fingerprint(*shows)}.{box}", make)

    def frame(self, kind: Kind) -> str:
        """What a kind of page is made with, for the key of a page that holds it."""
        return self._frames[kind]

    def keys_of(self, places: Iterable[int]) -> str:
        """The keys of the cards of these stories, for the key of a page that shows them."""
        cards = self.cards
        return "".join([cards[place] for place in places])

    def _stories(self) -> list[Leaf]:
        return [self._story_leaf(story) for story in self.edition.stories]

    def _story_leaf(self, story: Out) -> Leaf:
        box = self.box
        if story.id in self._among and not self.edition.shared:
            box = fingerprint(box, [self._teaser_key(n) for n in self.shown(story.id)])
        key = f"{self._frames[Kind.STORY]}.{self._story_key(story)}.{box}"
        path = self.edition.names[story.id] + SUFFIX
        return Leaf(path, Kind.STORY, key, _by_the_press, story)

    def _furniture_files(self) -> list[Leaf]:
        style = self.leaf("site.css", Kind.STYLE, lists.style)
        script = self.leaf("site.js", Kind.SCRIPT, lists.script)
        return [style, script, *self._shared_box()]

    def _shared_box(self) -> list[Leaf]:
        """Recent Posts as one part for all pages, where they have it so."""
        if not self.edition.shared:
            return []
        make = partial(lists.shared_box, self.tongues)
        return [self.leaf("recent.js", Kind.BOX, make, self.tongues, self._box_key())]

    def _front(self) -> list[Leaf]:
        blocks = [(group.name, group.path, self.keys_of(group.stories[: lists.LOOKED_AT]))
                  for group in self.sections]  # fmt: skip
        newest = self.keys_of(range(min(lists.FRONT, len(self.edition.stories))))
        make = partial(lists.front, self.pinned)
        pinned = self.keys_of(self.pinned)
        return [self.leaf("index.html", Kind.FRONT, make, newest, blocks, pinned)]

    def _group(self, kind: Kind, group: Group) -> list[Leaf]:
        """The pages of a head. The older ones are numbered from the oldest, so that they stay."""
        stories = group.stories
        older = max(0, len(stories) // PER_PAGE - 1)
        rest = len(stories) - older * PER_PAGE
        person = self._people[group.person.id] if group.person else ""
        found = []
        for number in range(older, -1, -1):  # 0 is the newest
            if number == 0:
                part = stories[:rest]
                name, newer, after = "index.html", "", f"{older}.html" if older else ""
            else:
                start = rest + (older - number) * PER_PAGE
                part = stories[start : start + PER_PAGE]
                name = f"{number}.html"
                newer = "index.html" if number == older else f"{number + 1}.html"
                after = f"{number - 1}.html" if number > 1 else ""
            make = partial(lists.group_page, kind, group, part, name, newer, after)
            shows = (group.name, person, newer, after, self.keys_of(part))
            found.append(self.leaf(group.path + name, kind, make, *shows))
        if kind is Kind.PEOPLE or not self.edition.site.url or kind is not Kind.SECTION:
            return found
        newest = stories[: feeds.ITEMS]
        make = partial(feeds.section_feed, group)
        found.append(
            self.leaf(f"{group.path}feed.xml", Kind.FEED, make, group.name, self.items_of(newest))
        )
        return found

    def items_of(self, places: Sequence[int]) -> list[str]:
        """The keys of whole stories, for a file that shows them whole."""
        return [self._story_key(self.edition.stories[place]) for place in places]

    def _archive(self) -> list[Leaf]:
        found = [*self._months(self.months), self._archive_front()]
        if self.authors:
            people = [self._people[number] for number in self.authors]
            found.append(self.leaf("author/index.html", Kind.PEOPLE, lists.people_page, people))
        return found

    def _archive_front(self) -> Leaf:
        counts = [(month, len(self.months[month])) for month in sorted(self.months, reverse=True)]
        make = partial(lists.months_page, counts)
        return self.leaf("archive/index.html", Kind.ARCHIVE, make, counts)

    def _months(self, wanted: Collection[str]) -> list[Leaf]:
        months = sorted(self.months, reverse=True)
        found = []
        for place, month in enumerate(months):
            if month not in wanted:
                continue
            newer = months[place - 1] if place else ""
            older = months[place + 1] if place + 1 < len(months) else ""
            make = partial(lists.month_page, month, newer, older)
            shows = (newer, older, self.keys_of(self.months[month]))
            path = f"archive/{month}/index.html"
            found.append(self.leaf(path, Kind.ARCHIVE, make, *shows))
        return found


def _any_in(places: Iterable[int], among: Sequence[int]) -> bool:
    """Whether one of these places is among others, which are in order."""
    for place in places:
        at = bisect_left(among, place)
        if at < len(among) and among[at] == place:
            return True
    return False


def _by_the_press(_press: Press) -> bytes:
    raise AssertionError("stories are made many at a time, by Press.pages")
