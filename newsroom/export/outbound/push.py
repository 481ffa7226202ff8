"""A parcel brought to a WordPress, so that it stands there once however often it is tried.

Before anything is made there it is looked for: pictures by a name that holds their digest, the post
by its number, by our mark in its text, by its name in the address. An answer that was lost on its
way therefore costs a question the next time, never a twin.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from newsroom.export.outbound.faults import Asks, Undelivered
from newsroom.export.outbound.parcel import (
    PackedPicture,
    Parcel,
    content_of,
    digest_of,
    marked,
)
from newsroom.export.outbound.wordpress import Held, Missing, Post, WordPress
from newsroom.export.posted import plain
from newsroom.i18n import _
from newsroom.news.outward import Asked, Delivery, Question, Remote, Standing

Progress = Callable[[str], None]

_LIVE = frozenset({"publish", "future", "private"})
"""Statuses that a push as a draft does not take a post back from."""


@dataclass(slots=True)
class Sent:
    """What a push came to. What was learnt is here even where it broke off half-way."""

    remotes: list[Remote] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    link: str = ""
    status: str = ""
    unchanged: bool = False


def push(
    parcel: Parcel,
    site: WordPress,
    sent: Sent,
    *,
    progress: Progress = lambda _words: None,
) -> Sent:
    """Bring a story there: pictures, terms, author, then the post itself.

    ``sent`` is filled as things are done. Raises Undelivered, Unanswered, and Asks where a person
    has to decide first; then the post there is as it was.
    """
    progress(_("Looking at what is there"))
    post = _find(parcel, site)
    author = _author(parcel, site)
    if post is not None:
        _hold_same(parcel, post)
    held = {}
    for picture in parcel.pictures:
        progress(_("Sending {name}").format(name=picture.name))
        held[picture.path] = _put_picture(parcel, picture, site, sent)
    fields = _fields(parcel, author, held)
    fields |= _terms(parcel, site, sent)
    content = str(fields["content"])
    digest = digest_of(fields) + print_of(content)
    fields["content"] = marked(content, parcel.mark, digest)
    if post is not None and _stands(post, str(fields["content"]), parcel):
        sent.unchanged = True
        learn(parcel, post, digest, sent)
        return sent
    progress(_("Sending the story"))
    if post is None:
        made = site.create({**fields, **_standing(parcel, None)})
    else:
        made = site.update(post.number, {**fields, **_standing(parcel, post)})
        if parcel.delivery.standing is Standing.DRAFT and post.status in _LIVE:
            sent.notes.append(_("It stands before readers there, and stays so."))
    learn(parcel, made, digest, sent)
    return sent


# The post.


def _find(parcel: Parcel, site: WordPress) -> Post | None:
    """The post that the story is there, None where it has to be made."""
    answers = parcel.delivery.answers
    if parcel.post is not None:
        try:
            post = site.post(parcel.post.number)
            if post.status != "trash":
                return post
            why = _("“{title}” lies in the trash there.")
        except Missing:
            why = _("“{title}” was deleted there.")
        if answers.get(Asked.GONE) != "new":
            raise Asks(
                Question(
                    asked=Asked.GONE,
                    sentence=why.format(title=parcel.title),
                    choices=(("new", _("Make a new post")),),
                )
            )
    found = [post for post in site.search(parcel.guid) if parcel.mark in post.content]
    if found:
        return min(found, key=lambda post: post.number)
    others = [post for post in site.named(parcel.slug) if post.slug == parcel.slug]
    if others and Asked.TWIN in answers:
        other = next((p for p in others if str(p.number) == answers[Asked.TWIN]), None)
        if other is not None or answers[Asked.TWIN] == "new":
            return other
    if others:
        other = others[0]
        raise Asks(
            Question(
                asked=Asked.TWIN,
                sentence=_(
                    "A post that did not come from here stands there as “{slug}”: {title}"
                ).format(slug=parcel.slug, title=other.title),
                choices=(
                    (str(other.number), _("Take it over")),
                    ("new", _("Make a second one")),
                ),
            )
        )
    return None


def _hold_same(parcel: Parcel, post: Post) -> None:
    """Refuse to write over what somebody did there. Raises Asks."""
    known, answers = parcel.post, parcel.delivery.answers
    if known is not None and known.stamp == post.stamp:
        return
    if answers.get(Asked.CONFLICT) == post.stamp or answers.get(Asked.TWIN) == str(post.number):
        return
    if (known is None or f"{parcel.mark} {known.digest}" not in post.content) and _ours(
        parcel, post
    ):
        return  # our own last push, whose answer never came
    raise Asks(
        Question(
            asked=Asked.CONFLICT,
            sentence=_(
                "Somebody changed “{title}” there since it was sent ({moment} UTC). "
                "Sending it again replaces what they wrote."
            ).format(title=parcel.title, moment=post.stamp.replace("T", " ")[:16]),
            choices=((post.stamp, _("Replace it")),),
        )
    )


def _ours(parcel: Parcel, post: Post) -> bool:
    """Whether what stands there is, to the letter, what some push of ours brought."""
    body, _sign, rest = post.content.rpartition(f"\n<!-- {parcel.mark} ")
    return bool(_sign) and rest.strip().removesuffix(" -->").endswith(print_of(body))


def print_of(body: str) -> str:
    """The sign of a text in our mark: a text that has it is to the letter what we brought."""
    return digest_of({"content": body.strip()})[:8]


def _stands(post: Post, content: str, parcel: Parcel) -> bool:
    """Whether the post says already what would be sent (its mark speaks for title and terms), and
    stands as it should."""
    if post.content.strip() != content.strip():
        return False
    if parcel.post is not None and parcel.post.stamp != post.stamp:
        return False  # somebody may have touched what the text does not tell
    wanted = parcel.delivery.standing
    return wanted is Standing.DRAFT or (wanted is Standing.PUBLISH and post.status == "publish")


def _fields(parcel: Parcel, author: int | None, held: Mapping[str, Held]) -> dict[str, object]:
    addresses = {path: one.address for path, one in held.items()}
    fields: dict[str, object] = {
        "title": plain(parcel.title),
        "content": content_of(parcel, addresses),
        "excerpt": plain(parcel.dek),
        "meta": dict(parcel.meta),
    }
    if author is not None:
        fields["author"] = author
    if parcel.lead in held:
        fields["featured_media"] = held[parcel.lead].number
    return fields


def _standing(parcel: Parcel, post: Post | None) -> dict[str, object]:
    """Where it is to stand there, how, and since when.

    An address that readers know already is left alone.
    """
    delivery = parcel.delivery
    live = post is not None and post.status in _LIVE
    return {**({} if live else {"slug": parcel.slug}), **_status(parcel, delivery, post)}


def _status(parcel: Parcel, delivery: Delivery, post: Post | None) -> dict[str, object]:
    if delivery.standing is Standing.SCHEDULE and delivery.at is not None:
        return {"status": "future", "date_gmt": _gmt(delivery.at)}
    if delivery.standing is Standing.PUBLISH:
        fields: dict[str, object] = {"status": "publish"}
        if parcel.published is not None and (post is None or post.status not in _LIVE):
            fields["date_gmt"] = _gmt(parcel.published)
        return fields
    return {} if post is not None else {"status": "draft"}


def _gmt(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def learn(parcel: Parcel, post: Post, digest: str, sent: Sent) -> None:
    """Keep what the post is there now, and by which sign it is known to be ours as it stands."""
    sent.link, sent.status = post.link, post.status
    sent.remotes.append(
        Remote(
            target=parcel.target.name,
            kind="post",
            key=parcel.key,
            number=post.number,
            stamp=post.stamp,
            digest=digest,
            link=post.link,
        )
    )


# What stands around it.


def _put_picture(parcel: Parcel, picture: PackedPicture, site: WordPress, sent: Sent) -> Held:
    """The picture in the library there, with its words; uploaded if it is not there yet."""
    words = digest_of({"alt": picture.alt, "caption": picture.caption, "title": picture.title})
    known = parcel.media.get(picture.sha256)
    held: Held | None = None
    if known is not None:
        try:
            held = site.picture(known.number)
        except Missing:
            known = None
    if held is None:
        there = site.pictures(picture.slug)
        held = there[0] if there else site.upload(picture.name, picture.mime, picture.content)

    def remote(digest: str) -> Remote:
        return Remote(
            target=parcel.target.name,
            kind="media",
            key=picture.sha256,
            number=held.number,
            digest=digest,
            link=held.address,
        )

    if known is None or known.digest != words:
        sent.remotes.append(remote(""))
        site.describe(held.number, title=picture.title, alt=picture.alt, caption=picture.caption)
        sent.remotes.append(remote(words))
    return held


def _terms(parcel: Parcel, site: WordPress, sent: Sent) -> dict[str, object]:
    """The numbers of section and tags there; what may not be made there is left out and told."""
    fields: dict[str, object] = {}
    if parcel.section is not None:
        slug, name, known = parcel.section
        number = known if known is not None else _term(site, "categories", slug, name, sent)
        if number is not None:
            fields["categories"] = [number]
    tags = [_term(site, "tags", slug, name, sent) for slug, name in parcel.tags]
    fields["tags"] = sorted({number for number in tags if number is not None})
    return fields


def _term(site: WordPress, kind: str, slug: str, name: str, sent: Sent) -> int | None:
    number = site.term(kind, slug, name)
    if number is not None:
        return number
    try:
        return site.add_term(kind, slug, name)
    except Undelivered as error:
        if error.again:
            raise
        sent.notes.append(_("“{name}” went without its place: {why}").format(name=name, why=error))
        return None


def _author(parcel: Parcel, site: WordPress) -> int | None:
    """The user there who wrote it: as was said, by e-mail, by name. Raises Asks."""
    wanted = parcel.author
    if wanted is None:
        return None
    if wanted.known is not None:
        return wanted.known or None
    users = site.users(wanted.email or wanted.name)
    for user in users:
        if wanted.email and user.email.casefold() == wanted.email.casefold():
            return user.number
    if wanted.email:
        users = site.users(wanted.name)
    same = [
        u for u in users if u.slug == wanted.slug or u.name.casefold() == wanted.name.casefold()
    ]
    if len(same) == 1:
        return same[0].number
    # Who may not list users sees neither addresses nor who has published nothing yet; but themself.
    me = site.me() if wanted.email else None
    if me is not None and me.email.casefold() == wanted.email.casefold():
        return me.number
    if parcel.target.more.get("fallback") == "me":
        return None
    raise Asks(
        Question(
            asked=Asked.AUTHOR,
            about=wanted.name,
            sentence=_("Who is {name} there?").format(name=wanted.name),
            choices=(
                ("0", _("Nobody: it goes under our own name there")),
                *((str(user.number), user.name) for user in site.users()),
            ),
        )
    )
