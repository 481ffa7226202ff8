"""Pages that show several stories: the front page, sections, people, tags, archive, notices."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from newsroom.export.makeup import PORTRAIT_WIDTH, make_notices
from newsroom.export.site import search
from newsroom.export.site.dressed import dressed
from newsroom.export.site.edition import moment_of, tidy
from newsroom.export.site.entry import Entry
from newsroom.export.site.names import SUFFIX
from newsroom.export.site.stamps import Safe
from newsroom.export.words import Words
from newsroom.news.correction import WithdrawalKind
from newsroom.news.errors import NewsroomError
from newsroom.news.out import Out
from newsroom.text.direction import of_language

if TYPE_CHECKING:
    from newsroom.export.site.frames import Kind
    from newsroom.export.site.heads import Group
    from newsroom.export.site.press import Press
    from newsroom.news.correction import Withdrawal

SECOND = 3  # stories beside the lead
NEWEST = 7  # headlines in the front page's third column
FRONT = 1 + SECOND + NEWEST + 6  # stories that the top of the front page chooses from
BLOCK = 4  # stories of a section's block
LOOKED_AT = BLOCK + SECOND + 1  # for a block: those at the top do not stand there again

_DESCRIPTION = 160  # characters; what search engines show
_TOP, _DEEP = "", "../../"


def style(press: Press) -> bytes:
    """The style sheet."""
    return press.fill("site/site.css", {}).encode()


def script(press: Press) -> bytes:
    """The script."""
    return press.fill("site/site.js", {}).encode()


def shared_box(tongues: Sequence[str], press: Press) -> bytes:
    """The Recent Posts box as one part for all pages: its entries in each language."""
    every = range(len(press.edition.recent))
    boxes = {language: _entries(press.box(language, every)) for language in tongues}
    return search.script("newsroomRecent", boxes)


def _entries(box: str) -> str:
    start, end = box.find("<ul>"), box.rfind("</ul>")
    return box[start + 4 : end].strip() if 0 <= start < end else ""


def front(pinned: Sequence[int], press: Press) -> bytes:
    """The front page: the pinned story leads, else the newest of the day that has a picture."""
    stories = press.edition.stories
    first = range(min(FRONT, len(stories)))
    lead = next(
        iter(pinned),
        next((n for n in first[:SECOND] if stories[n].picture), 0 if stories else None),
    )
    rest = [n for n in first if n != lead]
    second, newest = rest[:SECOND], rest[SECOND : SECOND + NEWEST]
    shown = {lead, *second}
    blocks = []
    for group in press.contents.sections:
        part = [n for n in group.stories[:LOOKED_AT] if n not in shown][:BLOCK]
        if part:
            cards = press.listed.cards(part, root=_TOP, level="h3")
            blocks.append(Entry(name=group.name, path=f"{group.path}index.html", cards=cards))
    text = press.page(
        "site/front.html",
        root=_TOP,
        front=True,
        canonical=press.address("") if press.edition.site.url else "",
        lead=""
        if lead is None
        else Safe(press.listed.card(lead, root=_TOP, level="h2", large=True)),
        second=press.listed.cards(second, root=_TOP),
        newest=press.listed.lines(newest, root=_TOP),
        blocks=blocks,
    )
    return text.encode("utf-8", "replace")


def group_page(
    kind: Kind,
    group: Group,
    part: Sequence[int],
    name: str,
    newer: str,
    older: str,
    press: Press,
) -> bytes:
    """A page of a section, a person or a tag."""
    first = name == "index.html"
    heading = group.name
    if kind == "tag":
        heading = press.words["tagged"].format(name=group.name)
    person = _person(group, press, _DEEP)
    text = press.page(
        "site/list.html",
        root=_DEEP,
        here=group.key if kind == "section" else "",
        listing=kind == "section",
        heading=heading,
        description=_description(group) if first else "",
        named=group.name,
        canonical=press.address(group.path) if first else press.address(group.path + name),
        person=person,
        first=first,
        feed="feed.xml" if kind == "section" and press.edition.site.url else "",
        cards=press.listed.cards(part, root=_DEEP),
        newer=newer,
        older=older,
    )
    return text.encode("utf-8", "replace")


def _description(group: Group) -> str:
    person = group.person
    return tidy(person.bio)[:_DESCRIPTION] if person is not None else ""


def _person(group: Group, press: Press, root: str) -> Entry | None:
    person = group.person
    if person is None:
        return None
    from newsroom.export.makeup import _public, line

    portrait = ""
    if person.portrait:
        try:
            portrait = press.reel.get(person.portrait, PORTRAIT_WIDTH * 2).address
        except NewsroomError:
            portrait = ""  # no page fails for a missing portrait
    return Entry(
        name=line(person.credit),
        title="" if person.collective else line(person.title),
        bio=[line(part) for part in person.bio.split("\n\n") if part.strip()],
        link=_public(person.social),
        portrait=portrait,
        path=f"{root}{group.path}index.html",
    )


def people_page(press: Press) -> bytes:
    """Everybody who has a page of their own."""
    groups = sorted(press.contents.authors.values(), key=lambda group: group.name.casefold())
    text = press.page(
        "site/people.html",
        root="../",
        heading=press.words["authors"],
        people=[_person(group, press, "../") for group in groups],
    )
    return text.encode("utf-8", "replace")


def _month_name(month: str, places: Sequence[int], press: Press) -> str:
    at = press.contents.moments.at(press.edition.stories[places[0]].published_at)
    return press.words.month(at)


def month_page(month: str, newer: str, older: str, press: Press) -> bytes:
    """A month of the archive, day by day."""
    edition, months, moments = press.edition, press.contents.months, press.contents.moments

    def day(place: int) -> Any:
        return moments.at(edition.stories[place].published_at).date()

    days = []
    for _day, some in groupby(months[month], day):
        places = list(some)
        at = moments.at(edition.stories[places[0]].published_at)
        days.append(Entry(name=press.words.day(at), lines=press.listed.lines(places, root=_DEEP)))

    def link(other: str) -> Entry | None:
        if not other:
            return None
        name = _month_name(other, months[other], press)
        return Entry(path=f"../{other}/index.html", name=name)

    text = press.page(
        "site/archive.html",
        root=_DEEP,
        heading=_month_name(month, months[month], press),
        canonical=press.address(f"archive/{month}/"),
        months=[],
        days=days,
        newer=link(newer),
        older=link(older),
    )
    return text.encode("utf-8", "replace")


def months_page(counts: Sequence[tuple[str, int]], press: Press) -> bytes:
    """The archive: every month with the number of its stories."""
    words = press.words
    months = [
        Entry(
            path=f"{month}/index.html",
            name=_month_name(month, press.contents.months[month], press),
            count=words.digits(
                words["archive_count_one" if count == 1 else "archive_count"].format(n=count)
            ),
        )
        for month, count in counts
    ]
    text = press.page(
        "site/archive.html",
        root="../",
        heading=words["archive"],
        canonical=press.address("archive/"),
        months=months,
        days=[],
        newer=None,
        older=None,
    )
    return text.encode("utf-8", "replace")


def corrections(places: Sequence[int], press: Press) -> bytes:
    """What was corrected, newest first."""
    modified = press.edition.modified
    stories = press.edition.stories
    order = sorted(places, key=lambda n: modified.get(stories[n].id, 0), reverse=True)
    words = press.words
    return _notice(
        press,
        words["corrections"],
        words["corrections_intro" if order else "corrections_none"],
        entries=[_corrected(stories[n], press) for n in order],
        canonical=press.address("corrections.html"),
        indexed=True,
    )


def _corrected(story: Out, press: Press) -> Entry:
    """A corrected story with what readers are told, in its own language."""
    words = press.words_of(story.language)
    made = [one for one in press.edition.corrections.get(story.id, ()) if one.info.corrects]
    modified = press.edition.modified.get(story.id)
    return Entry(
        href=press.contents.href(story),
        headline=tidy(story.headline) or words["untitled"],
        language=story.language,
        direction=of_language(story.language),
        notices=make_notices(made, press.edition.zone, words),
        day=words.day(moment_of(modified).astimezone(press.edition.zone)) if modified else "",
        words=words,
    )


def gone(paths: Sequence[str], press: Press) -> bytes:
    """Has a web server that reads such files say of these pages that they are gone (410).

    httpd.apache.org/docs/2.4/mod/mod_alias.html#redirect
    """
    base = urlsplit(press.edition.site.url).path.rstrip("/")
    lines = [f'Redirect gone "{base}/{path}"' for path in paths]
    return ("\n".join(["# Pages that were taken back.", *lines]) + "\n").encode("utf-8", "replace")


def missing(press: Press) -> bytes:
    """The page for an address that leads nowhere.

    Servers show it at any depth, so its links are whole; and its style is inside, so that it is
    dressed wherever the site lies, also opened from a disk.
    """
    from urllib.parse import urlsplit

    words, url = press.words, press.edition.site.url
    root = f"{urlsplit(url).path.rstrip('/')}/" if url else _TOP  # on whatever server it lies
    page = _notice(press, words["missing"], words["missing_text"], root=root, search=True)
    return dressed(page.decode("utf-8"), style(press).decode("utf-8")).encode("utf-8")


def search_page(press: Press) -> bytes:
    """The search; it works by files alone and says what to do where scripts are off."""
    return _notice(
        press,
        press.words["search"],
        "",
        search=True,
        indexed=True,
        canonical=press.address("search.html"),
        months=" ".join(sorted(press.contents.months, reverse=True)),
    )


def withdrawn(language: str, taken: Withdrawal | None, press: Press) -> bytes:
    """What stands where a story was that was withdrawn: nothing of it."""
    words = press.words_of(language)
    down = taken is not None and taken.kind is WithdrawalKind.TAKEDOWN
    said = words["takedown_text" if down else "withdrawn_text"]
    told: list[str] = []
    if taken is not None:
        told = [tidy(part) for part in taken.notice.split("\n\n") if part.strip()]
        at = (taken.settled_at or taken.asked_at).astimezone(press.edition.zone)
        said = f"{said} {words['taken_on'].format(day=words.day(at))}"
    heading = words["takedown" if down else "withdrawn"]
    return _notice(press, heading, said, words=words, told=told)


def moved(story: Out, press: Press) -> bytes:
    """Sends a reader who comes by a story's former address on to it."""
    words = press.words_of(story.language)
    path = press.contents.href(story)
    return _notice(
        press,
        words["moved"],
        words["moved_text"],
        words=words,
        to=Entry(path=path, name=story.headline or words["untitled"]),
        canonical=press.address(press.edition.names[story.id] + SUFFIX),
        refresh=path,
    )


def _notice(
    press: Press,
    heading: str,
    text: str,
    *,
    root: str = _TOP,
    words: Words | None = None,
    **values: Any,
) -> bytes:
    told: dict[str, Any] = {
        "heading": heading, "text": text, "to": None, "lines": "", "search": False,
        "canonical": "", "refresh": "", "indexed": False, "entries": (), "told": (),
    }  # fmt: skip
    language = words.language if words else ""
    page = press.page(
        "site/notice.html",
        root=root,
        words=words,
        language=language,
        direction=of_language(language) if language else "",
        **{**told, **values},
    )
    return page.encode("utf-8", "replace")
