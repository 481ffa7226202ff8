"""A story taken back from a WordPress: what stood there is replaced by the notice, or goes.

Where readers are to meet a notice, the post keeps its address and holds nothing else any more.
Where nothing is to be left, it goes to the trash there, and what it said does not go with it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from newsroom.export.makeup import line
from newsroom.export.outbound.parcel import Parcel, digest_of, marked
from newsroom.export.outbound.push import Sent, learn, print_of
from newsroom.export.outbound.wordpress import Missing, Post, WordPress
from newsroom.export.posted import ALIGNED, posted
from newsroom.export.prose import Element
from newsroom.export.words import Words
from newsroom.i18n import _
from newsroom.news.article import Article
from newsroom.news.correction import PageLeft, Withdrawal, WithdrawalKind
from newsroom.news.outward import Delivery, Target
from newsroom.text.direction import of_language

_TO_COME = frozenset({"future", "pending"})
"""Statuses in which a post would come before readers by itself, or by a click."""


def pack_notice(
    story: Article,
    taken: Withdrawal | None,
    delivery: Delivery,
    target: Target,
    *,
    guid: str,
    words: Words,
    zone: tzinfo,
) -> Parcel:
    """What stands there from now on: the same words as on the page of our own site."""
    down = taken is not None and taken.kind is WithdrawalKind.TAKEDOWN
    said = words["takedown_text" if down else "withdrawn_text"]
    told: list[str] = []
    if taken is not None:
        told = [line(part) for part in taken.notice.split("\n\n") if part.strip()]
        at = (taken.settled_at or taken.asked_at).astimezone(zone)
        said = f"{said} {words['taken_on'].format(day=words.day(at))}"
    way = {"dir": "rtl", "class": ALIGNED["rtl"]} if of_language(story.language) == "rtl" else {}
    body = Element(inside=[Element("p", dict(way), [part]) for part in (said, *told)])
    return Parcel(
        delivery=delivery,
        target=target,
        guid=guid,
        key=story.uid or guid,
        version=story.version,
        title=words["takedown" if down else "withdrawn"],
        slug=story.slug,
        dek="",
        body=body,
        language=story.language,
        left=taken.page if taken is not None else PageLeft.NOTICE,
    )


def take_back(
    parcel: Parcel,
    site: WordPress,
    sent: Sent,
    *,
    progress: Callable[[str], None] = lambda _words: None,
) -> Sent:
    """Take the story back there, whatever anybody did to it since.

    Nothing is asked: a story that is withdrawn must not stay because somebody touched it. That it
    is gone there already is no fault. Raises Undelivered, Unanswered.
    """
    progress(_("Looking at what is there"))
    post = _find(parcel, site)
    if post is None or post.status == "trash":
        sent.notes.append(_("It does not stand there any more."))
        sent.unchanged = True
        return sent
    body = posted(parcel.body)
    fields: dict[str, object] = {
        "title": parcel.title,
        "excerpt": "",
        "featured_media": 0,
        "tags": [],
        "sticky": False,
        "comment_status": "closed",
        "ping_status": "closed",
    }
    digest = digest_of({**fields, "content": body}) + print_of(body)
    fields["content"] = marked(body, parcel.mark, digest)
    if post.status in _TO_COME:
        fields["status"] = "draft"
    if post.content.strip() == str(fields["content"]).strip() and post.status not in _TO_COME:
        sent.unchanged = True
    else:
        progress(_("Putting the notice in its place"))
        if "<img" in post.content:
            sent.notes.append(_("Its pictures are still in the media library there."))
        post = site.update(post.number, fields)
    if parcel.left is PageLeft.GONE:
        progress(_("Putting it into the trash there"))
        post = site.trash(post.number)
        sent.notes.append(_("It lies in the trash there, without its text."))
    learn(parcel, post, digest, sent)
    if parcel.left is PageLeft.GONE:
        sent.link = ""
    return sent


def _find(parcel: Parcel, site: WordPress) -> Post | None:
    if parcel.post is not None:
        try:
            return site.post(parcel.post.number)
        except Missing:
            pass  # perhaps it was brought back under another number
    found = [post for post in site.search(parcel.guid) if parcel.mark in post.content]
    return min(found, key=lambda post: post.number, default=None)
