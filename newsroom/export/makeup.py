"""Making up a page: a story, its people and the stories beside it become what readers see."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime, timedelta, tzinfo
from html import escape
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from newsroom.export.files import TURNING, file_name
from newsroom.export.links import safe_link
from newsroom.export.page import (
    Author,
    Credit,
    Moment,
    PageData,
    PageNotice,
    PagePicture,
    PageTeaser,
    SocialPicture,
)
from newsroom.export.parts import SOCIAL, THUMB, part_file, part_name
from newsroom.export.pictures import LEAD_WIDTH, Pictures
from newsroom.export.prose import called
from newsroom.export.words import Words, read_words
from newsroom.news.article import Article, Byline, BylineRole, Direction, Picture
from newsroom.news.correction import Correction, CorrectionKind, Place
from newsroom.news.errors import NewsroomError
from newsroom.news.recent import Teaser
from newsroom.news.site import Site
from newsroom.news.staff import Person
from newsroom.news.workflow import PUBLIC, PubState
from newsroom.text.direction import of_language
from newsroom.text.excerpt import excerpt, plain_text
from newsroom.values import dataclass

DESCRIPTION_LENGTH = 160  # what search engines show of it

THUMBNAIL_WIDTH = 240
PORTRAIT_WIDTH = 160
SOCIAL_WIDTH = 1200  # as networks ask for it
COLUMN = "(min-width: 45rem) 42rem, calc(100vw - 2.5rem)"
"""How wide the style shows a story's pictures: its column, and on a phone all but the margins."""

_JUST_PUBLISHED = timedelta(minutes=1)  # a save within it is not news to a reader


class Renders(Protocol):
    """Turns Markdown into HTML that is safe to show (``worker.Renderer.render`` is one)."""

    def __call__(self, markdown: str, *, direction: str, back: str) -> str:
        """``direction`` is the page's; ``back`` labels a footnote's way back ("... {n}")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What a page is made of beside its story.

    ``people`` holds at least the bylines' staff; ``section`` is the section's name for readers;
    ``zone`` is the newsroom's own; ``templates`` is its folder of templates, if it has one;
    ``corrections`` are those of the story that stand, the first one first.
    """

    render: Renders
    pictures: Pictures
    site: Site
    zone: tzinfo
    now: datetime
    people: Mapping[int, Person] = field(default_factory=dict)
    teasers: Sequence[Teaser] = ()
    section: str = ""
    templates: Path | None = None
    suffix: str = ".html"  # of the other pages, for links to them
    corrections: Sequence[Correction] = ()


def make_page(article: Article, sources: Sources, *, preview: bool = False) -> PageData:
    """The page of a story as it stands.

    Raises BadInput for Markdown that can't be rendered within the bounds, a picture that can't be
    opened, or words of the newsroom's own that hold a mistake.
    """
    site = replace(sources.site, name=line(sources.site.name), url=_public(sources.site.url))
    sources = replace(sources, site=site)
    words = read_words(article.language, sources.templates)
    direction = _direction(article)
    credits = _credits(article.bylines, sources, words)
    authors = tuple(
        {
            author.anchor: author
            for credit in credits
            for author in credit.authors
            if author.anchor
        }.values()
    )
    body = sources.render(article.body, direction=direction, back=words["footnote_back"])
    notices = make_notices(sources.corrections, sources.zone, words)
    dateline = line(article.dateline)
    published = article.published_at if article.pubstate in PUBLIC or preview else None
    names: dict[str, str] = {}
    return PageData(
        kicker=line(article.kicker),
        headline=line(article.headline),
        short_headline=line(article.short_headline),
        dek=line(article.dek),
        dateline=dateline,
        body=_noticed(
            _held_pictures(
                _run_in(_credited(_numbered(body, words), words), dateline, words),
                sources.pictures,
                preview=preview,
                names=None if preview else names,
            ),
            notices,
        ),
        credits=credits,
        authors=authors,
        published=_moment(published, sources, words) if published else None,
        modified=_modified(article, published, sources, words),
        changed="corrected" if article.pubstate is PubState.CORRECTED else "modified",
        picture=_lead(article.picture, sources, preview=preview),
        section=line(sources.section),
        tags=tuple(filter(None, map(line, article.tags))),
        teasers=tuple(_teaser(teaser, sources, words) for teaser in sources.teasers),
        site=site,
        publisher=line(site.publisher) or site.name,
        canonical=_address(site, page_name(article.slug, sources.suffix)),
        language=_language(article.language),
        direction=direction,
        description=line(article.dek) or excerpt(plain_text(article.body), DESCRIPTION_LENGTH),
        words=words,
        notices=notices,
        corrections=tuple(sources.corrections),
        preview=preview,
        story=article,
        people=sources.people,
        names=names,
    )


def page_name(slug: str, suffix: str) -> str:
    """The file name of a story's page."""
    return file_name(slug, suffix)


def line(text: str) -> str:
    """One line of plain text that can't upset its surroundings: no controls, no turning round.

    Joiners and marks that scripts need (ZWNJ, ZWJ, LRM, RLM) stay.
    """
    if text.isprintable():  # as most are: then nothing of what is left out below is in it
        return " ".join(text.split())
    kept = "".join(
        c
        for c in text
        if c not in TURNING and (c.isspace() or unicodedata.category(c) not in ("Cc", "Cs", "Cn"))
    )
    return " ".join(kept.split())


def make_notices(
    corrections: Sequence[Correction], zone: tzinfo, words: Words
) -> tuple[PageNotice, ...]:
    """What readers are told of corrections, the newest first; of a refile they are told nothing."""
    found = []
    for made in reversed(corrections):
        if made.info.place is Place.NONE:
            continue
        local = made.at.astimezone(zone).replace(microsecond=0)
        wrong = made.kind is CorrectionKind.CORRECTION or (made.wrong and made.right)
        pattern = ("notice_wrong" if wrong else "notice_right") + ("_where" if made.where else "")
        said = {"wrong": line(made.wrong), "right": line(made.right or made.wrong)}
        found.append(
            PageNotice(
                kind=str(made.kind),
                label=words[str(made.kind)],
                head=words["notice_head"].format(label=words[str(made.kind)], day=words.day(local)),
                text=words[pattern].format(where=line(made.where), **said),
                at=Moment(at=local, iso=local.isoformat(), words=words.moment(local)),
                place=str(made.info.place),
            )
        )
    return tuple(found)


def _noticed(body: str, notices: Sequence[PageNotice]) -> str:
    """The story with its notices above and below: every format has them, as none is without it."""
    above = [_notice(one) for one in notices if one.place == Place.TOP]
    below = [_notice(one) for one in notices if one.place == Place.BOTTOM]
    return "\n".join([*above, body, *below]) if above or below else body


def _notice(notice: PageNotice) -> str:
    head, text = escape(notice.head), escape(notice.text)
    return f'<aside class="notice"><p><strong>{head}</strong> {text}</p></aside>'


def _language(tag: str) -> str:
    return tag if re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", tag) else "en"


def _direction(article: Article) -> str:
    """The page's direction: the language's, whatever script its first word is in."""
    if article.direction is Direction.AUTO:
        return of_language(article.language)
    return str(article.direction)


def _moment(at: datetime, sources: Sources, words: Words) -> Moment:
    local = at.astimezone(sources.zone).replace(microsecond=0)
    return Moment(at=local, iso=local.isoformat(), words=words.moment(local))


def _modified(
    article: Article, published: datetime | None, sources: Sources, words: Words
) -> Moment | None:
    changed = article.updated_at
    if published is None or changed is None or changed - published < _JUST_PUBLISHED:
        return None
    return _moment(changed, sources, words)


def _address(site: Site, name: str) -> str:
    """The public address of a file of the site, "" while the site has none."""
    return f"{site.url.rstrip('/')}/{quote(name)}" if site.url else ""


def _public(address: str) -> str:
    """The address if it is one of the web, whatever a foreign store holds; else ""."""
    link = safe_link(address.strip()) or ""
    return link if link.startswith(("https://", "http://")) else ""


_NOTE_NUMBER = re.compile(
    r'(<a class="footnote-(?:ref" href="[^"]*">|backref" href="[^"]*" aria-label="\D*))(\d+)'
)


def _numbered(body: str, words: Words) -> str:
    """Footnotes numbered in the digits of the language, as its lists are."""
    return _NOTE_NUMBER.sub(lambda found: found[1] + words.digits(found[2]), body)


_CREDIT_LINE = re.compile(r'(<span class="credit">)([^<]*)(</span>)')  # only ``clean`` writes it


def _credited(body: str, words: Words) -> str:
    """Credits of the text's pictures, said as that of the lead picture is."""
    said = escape(words["photo_credit"])
    return _CREDIT_LINE.sub(lambda f: f"{f[1]}{said} <bdi>{f[2]}</bdi>{f[3]}", body)


def _run_in(body: str, dateline: str, words: Words) -> str:
    """The dateline at the head of the first paragraph, as papers print it."""
    if not dateline:
        return body
    said = f'<span class="dateline">{escape(dateline)}</span>{escape(words["dateline_dash"])}'
    if body.startswith("<p") and body[2:3] in (">", " "):
        end = body.index(">") + 1  # our own serialiser leaves no ">" in an attribute
        return body[:end] + said + body[end:]
    return f"<p>{said.strip()}</p>\n{body}"


_HELD = re.compile(r'<img src="media/([0-9a-f]{64})(?:\.[a-z]{3,4})?"([^<>]*)>')
_SIZE = re.compile(r' (?:width|height)="\d+"')


def _held_pictures(
    body: str, pictures: Pictures, *, preview: bool, names: dict[str, str] | None = None
) -> str:
    """Pictures of the text that lie in the media folder are put into the page.

    As with the lead picture, an export without one is refused; a preview goes on. ``names`` is
    filled with what the page says of those that it holds itself.
    """

    def put(found: re.Match[str]) -> str:
        try:
            held = pictures.get(found[1], LEAD_WIDTH)
        except NewsroomError:
            if preview:
                return found[0]
            raise
        if names is not None and held.content:
            file = f"pictures/{found[1][:16]}{held.suffix}"  # as on the site
            names[called(held.content, held.mime)] = file
        size = f'width="{held.width}" height="{held.height}"'
        choice = pictures.choice(found[1], held)
        offered = f'srcset="{choice.srcset}" sizes="{COLUMN}" ' if choice.srcset else ""
        image = f'<img src="{held.address}" {offered}{size}{_SIZE.sub("", found[2])}>'
        if not choice.webp:
            return image
        better = f'<source type="image/webp" srcset="{choice.webp}" sizes="{COLUMN}">'
        return f"<picture>{better}{image}</picture>"

    return _HELD.sub(put, body)


def _lead(picture: Picture | None, sources: Sources, *, preview: bool) -> PagePicture | None:
    """The lead picture. An export without it is refused; a preview goes on without it."""
    if picture is None:
        return None
    try:
        held = sources.pictures.get(picture.sha256, LEAD_WIDTH)
    except NewsroomError:
        if preview:
            return None
        raise
    choice = sources.pictures.choice(picture.sha256, held)
    file = f"pictures/{picture.sha256[:16]}{held.suffix}"
    address = "" if preview else _address(sources.site, file)
    return PagePicture(
        source=held.address,
        width=held.width,
        height=held.height,
        alt=line(picture.alt),
        caption=line(picture.caption),
        credit=line(picture.credit),
        address=address,
        file=file if address else "",
        content=held.content if address else b"",
        srcset=choice.srcset,
        webp=choice.webp,
        sizes=COLUMN if choice.srcset or choice.webp else "",
        social=_social(picture, sources, preview=preview),
    )


def _social(picture: Picture, sources: Sources, *, preview: bool) -> SocialPicture | None:
    """What networks are to show of a picture whose point is off the middle; None where they may
    show its middle, and where there is no address to show it from."""
    name = part_name(picture.sha256, SOCIAL, (picture.focus_x, picture.focus_y))
    if name == picture.sha256 or not (preview or sources.site.url):
        return None
    held = sources.pictures.get(name, SOCIAL_WIDTH)
    file = f"pictures/{part_file(name, SOCIAL_WIDTH)}{held.suffix}"
    return SocialPicture(
        source=held.address,
        width=held.width,
        height=held.height,
        address="" if preview else _address(sources.site, file),
        file="" if preview else file,
        content=b"" if preview else held.content,
    )


def _small(sha256: str, width: int, sources: Sources) -> str:
    """A small picture beside the story, "" without one: no page fails for a missing thumbnail."""
    if not sha256:
        return ""
    try:
        return sources.pictures.get(sha256, width).address
    except NewsroomError:
        return ""


def _teaser(teaser: Teaser, sources: Sources, words: Words) -> PageTeaser:
    part = part_name(teaser.picture, THUMB, teaser.focus)
    picture = _small(part, THUMBNAIL_WIDTH, sources)
    return PageTeaser(
        headline=line(teaser.headline),
        excerpt=line(teaser.excerpt),
        href=quote(page_name(teaser.slug, sources.suffix)),
        age=words.age(teaser.published_at, sources.now),
        published=_moment(teaser.published_at, sources, words),
        language=_language(teaser.language),
        direction=of_language(teaser.language),
        picture=picture,
        picture_alt=line(teaser.picture_alt),
    )


def _credits(bylines: Sequence[Byline], sources: Sources, words: Words) -> tuple[Credit, ...]:
    """The credit lines by role, in the order in which roles are printed."""
    found: list[Credit] = []
    for role in BylineRole:
        authors = tuple(
            _author(byline, sources, words) for byline in bylines if byline.role is role
        )
        if authors:
            before, after = words.data["by" if role is BylineRole.STORY else str(role)]
            found.append(Credit(role=str(role), before=before, after=after, authors=authors))
    return tuple(found)


def _author(byline: Byline, sources: Sources, words: Words) -> Author:
    person = sources.people.get(byline.staff) if byline.staff is not None else None
    if person is None:
        return Author(name=line(byline.name))
    bio = tuple(filter(None, map(line, re.split(r"\n\s*\n", person.bio))))
    portrait = _small(person.portrait, PORTRAIT_WIDTH, sources) if bio else ""
    return Author(
        name=line(byline.name or person.credit),
        title="" if person.collective else line(person.title),
        bio=bio,
        portrait=portrait,
        link=_public(person.social),
        anchor=f"page-author-{person.id}" if bio else "",
        collective=person.collective,
    )
