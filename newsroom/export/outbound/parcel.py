"""A story packed for a WordPress: everything that is sent, with nothing left to be looked up here.

A parcel is made where the store is and sent where the network is; it belongs to no thread.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from newsroom.export import prose, wire
from newsroom.export.page import PageData
from newsroom.export.posted import address_of, plain, posted, stand
from newsroom.export.posted import caption as shown
from newsroom.export.prose import Element, File
from newsroom.news.correction import PageLeft
from newsroom.news.outward import Delivery, Remote, Target
from newsroom.text.slug import slugify

MOST_NAME = 60  # letters of a picture's name before its digest


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedPicture:
    """A picture on its way: ``path`` is how the text names it."""

    path: str
    sha256: str
    name: str  # of the file there; without its suffix, the name by which it is found again
    mime: str
    content: bytes
    title: str
    alt: str = ""
    caption: str = ""

    @property
    def slug(self) -> str:
        """What WordPress calls a file of that name."""
        return self.name.rpartition(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedAuthor:
    """Who wrote it."""

    name: str
    email: str = ""
    slug: str = ""
    known: int | None = None  # the user there, as the target or an answer says


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """All of a story that goes out."""

    delivery: Delivery
    target: Target
    guid: str
    key: str  # of the story among the remotes
    version: int
    title: str
    slug: str
    dek: str
    body: Element
    language: str
    pictures: tuple[PackedPicture, ...] = ()
    lead: str = ""  # path of the lead picture
    section: tuple[str, str, int | None] | None = None  # key, name, category there if known
    tags: tuple[tuple[str, str], ...] = ()  # slug, name
    author: PackedAuthor | None = None
    published: datetime | None = None
    meta: Mapping[str, str] = field(default_factory=dict)
    post: Remote | None = None  # what is known of it there
    media: Mapping[str, Remote] = field(default_factory=dict)  # by sha256
    said: str = ""  # the print of what readers see of the story
    left: PageLeft | None = None  # what is left of a story that is taken back; None while it stands

    @property
    def mark(self) -> str:
        """What tells this story from all others, wherever it stands there."""
        return f"newsroom {self.guid}"


def pack(page: PageData, delivery: Delivery, target: Target) -> Parcel:
    """The story as a parcel, without what is known of it there."""
    body = prose.plainer(prose.read(page.body))
    files = {file.name: file for file in prose.take_out(body).values()}
    words = {image.get("src"): image.get("alt") for image in body.walk() if image.tag == "img"}
    title = page.headline or page.words["untitled"]
    pictures = [
        _picture(path, file, page, alt=words.get(path, ""), caption="")
        for path, file in files.items()
    ]
    lead = ""
    first = prose.lead(page.picture)
    if first is not None and page.picture is not None:
        lead = first.name
        caption = page.picture.caption
        if page.picture.credit:
            said = f"{page.words['photo_credit']} {page.picture.credit}"
            caption = f"{caption} {said}".strip()
        one = _picture(lead, first, page, alt=page.picture.alt, caption=caption)
        pictures = [one, *(p for p in pictures if p.path != lead)]
    story = page.story
    section = None
    if page.section:
        key = story.section or page.section
        section = (slugify(key) or "section", page.section, target.sections.get(key))
    return Parcel(
        delivery=delivery,
        target=target,
        guid=wire.guid(page),
        key=story.uid or wire.guid(page),
        version=story.version,
        title=title,
        slug=address_of(story.slug),
        dek=page.dek,
        body=stand(body, page),
        language=page.language,
        pictures=tuple(pictures),
        lead=lead,
        section=section,
        tags=tuple((slugify(tag) or "tag", tag) for tag in page.tags),
        author=_author(page, delivery, target),
        published=page.published.at.astimezone(UTC) if page.published else None,
        meta={
            name: words
            for name, words in (
                ("newsroom_guid", wire.guid(page)),
                ("newsroom_kicker", page.kicker),
                ("newsroom_byline", wire.credit_line(page)),
            )
            if words
        },
    )


def _picture(path: str, file: File, page: PageData, *, alt: str, caption: str) -> PackedPicture:
    digest = hashlib.sha256(file.content).hexdigest()
    name = slugify(page.story.slug)
    base = name[:MOST_NAME].strip("-") if name.isascii() and name else "picture"
    suffix = prose.SUFFIXES[file.mime]
    return PackedPicture(
        path=path,
        sha256=digest,
        name=f"{base}-{digest[:16]}{suffix}",
        mime=file.mime,
        content=file.content,
        title=plain(alt or page.headline or base),
        alt=alt,
        caption=shown(caption, page),
    )


def _author(page: PageData, delivery: Delivery, target: Target) -> PackedAuthor | None:
    """The first who wrote it; WordPress has one author."""
    writers = [a for c in page.credits if c.role == "story" for a in c.authors if a.name]
    if not writers:
        return None
    name = writers[0].name
    person = next((p for p in page.people.values() if p.credit == name), None)
    answer = delivery.answers.get(f"author:{name}", "")
    known = int(answer) if answer.isdigit() else target.authors.get(name)
    return PackedAuthor(
        name=name, email=person.email if person else "", slug=slugify(name), known=known
    )


def content_of(parcel: Parcel, addresses: Mapping[str, str]) -> str:
    """The text as it goes out: pictures under their ``addresses`` there, by path."""
    return posted(_addressed(parcel.body, addresses))


def _addressed(element: Element, addresses: Mapping[str, str]) -> Element:
    attributes = dict(element.attributes)
    if element.tag == "img" and attributes.get("src") in addresses:
        attributes["src"] = addresses[attributes["src"]]
    inside = [one if isinstance(one, str) else _addressed(one, addresses) for one in element.inside]
    return Element(element.tag, attributes, inside)


def digest_of(fields: Mapping[str, object]) -> str:
    """What was sent, in a few letters."""
    said = json.dumps(fields, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:24]


def marked(content: str, mark: str, digest: str) -> str:
    """The text with our mark behind it, which readers do not see and a search there finds."""
    return f"{content}\n<!-- {mark} {digest} -->"
