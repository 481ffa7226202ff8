"""Where stories and sites are sent to, and how far each sending has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from newsroom.i18n import N_, ngettext
from newsroom.values import dataclass


class TargetKind(StrEnum):
    """What a target is: a WordPress for single stories, the others for the site as a whole."""

    WORDPRESS = "wordpress"
    SFTP = "sftp"
    S3 = "s3"
    FOLDER = "folder"


TARGET_LABELS: Mapping[TargetKind, str] = MappingProxyType(
    {
        TargetKind.WORDPRESS: N_("WordPress"),
        TargetKind.SFTP: N_("Server by SFTP"),
        TargetKind.S3: N_("S3-compatible storage"),
        TargetKind.FOLDER: N_("Folder"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A place that the newsroom sends to. No password is ever part of it.

    ``address`` is a site's (https://…), an SFTP server's (host or host:port), a bucket's, or a
    folder. ``user`` is who logs in (for S3 the access key). ``more`` holds what one kind alone
    needs: "folder" on the server or prefix in the bucket, "endpoint" and "region" of a storage,
    "host_key" and "key_file" of a server, "fallback" for stories whose author is not known there.
    ``authors`` are the users there by the names of our people, ``sections`` the categories there
    by the keys of our sections.
    """

    name: str
    kind: TargetKind
    address: str
    user: str = ""
    more: Mapping[str, str] = field(default_factory=dict)
    authors: Mapping[str, int] = field(default_factory=dict)
    sections: Mapping[str, int] = field(default_factory=dict)

    @property
    def service(self) -> str:
        """Under which name its password lies in the keyring."""
        return f"newsroom {self.kind} {self.address}"


class Standing(StrEnum):
    """How a story is to stand there."""

    DRAFT = "draft"
    SCHEDULE = "schedule"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"  # it was taken from the readers, and is to be there as well


WANTED = (Standing.DRAFT, Standing.SCHEDULE, Standing.PUBLISH)
"""How a person may have a story sent; what is taken back follows the story by itself."""

STANDING_LABELS: Mapping[Standing, str] = MappingProxyType(
    {
        Standing.DRAFT: N_("Draft"),
        Standing.SCHEDULE: N_("Scheduled"),
        Standing.PUBLISH: N_("Published"),
        Standing.WITHDRAW: N_("Taken back"),
    }
)


class DeliveryState(StrEnum):
    """How far a delivery has come. ``asks`` waits for a person's answer."""

    WAITING = "waiting"
    SENDING = "sending"
    ASKS = "asks"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


DELIVERY_LABELS: Mapping[DeliveryState, str] = MappingProxyType(
    {
        DeliveryState.WAITING: N_("Waiting"),
        DeliveryState.SENDING: N_("Being sent"),
        DeliveryState.ASKS: N_("Needs an answer"),
        DeliveryState.DONE: N_("Sent"),
        DeliveryState.FAILED: N_("Not sent"),
        DeliveryState.CANCELLED: N_("Called off"),
    }
)

OPEN_DELIVERIES = frozenset(
    {DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.ASKS, DeliveryState.FAILED}
)
"""States in which something is left to do."""


class Asked(StrEnum):
    """What a delivery asks a person."""

    AUTHOR = "author"  # who is the writer there?
    CONFLICT = "conflict"  # somebody changed the post there: replace what they wrote?
    TWIN = "twin"  # a post of that name stands there, not from here: take it over, or add one?
    GONE = "gone"  # the post that it was is not there any more: make a new one?


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What has to be answered first, in a sentence; ``choices`` are (value, words)."""

    asked: Asked
    sentence: str
    about: str = ""  # whose name, for authors
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A story on its way to a target.

    ``answers`` are what a person said so far, by question (authors by "author:NAME"). ``tries``
    counts the attempts, ``next_at`` says when the next one is due. ``problem`` is a sentence.
    ``behind`` says that the story was changed since it arrived.
    """

    id: int = 0
    target: str
    article: int
    standing: Standing = Standing.DRAFT
    at: datetime | None = None  # of publishing there, where it is scheduled
    state: DeliveryState = DeliveryState.WAITING
    answers: Mapping[str, str] = field(default_factory=dict)
    question: Question | None = None
    tries: int = 0
    next_at: datetime | None = None
    problem: str = ""
    notes: tuple[str, ...] = ()
    link: str = ""
    version: int = 0  # of the story that was sent last
    who: int | None = None
    queued_at: datetime
    done_at: datetime | None = None
    slug: str = ""
    headline: str = ""
    behind: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """What one of our things is at a target: a post, a picture, what was said.

    ``key`` is the story's uid or the picture's sha256, ``number`` its id there. ``stamp`` is when
    it was changed there last as far as we know (the target's own words), ``digest`` says what was
    sent, ``link`` is its address.
    """

    target: str
    kind: str
    key: str
    number: int
    stamp: str = ""
    digest: str = ""
    link: str = ""


def on_its_way(n: int, target: str) -> str:
    """What is said when stories were queued for a target."""
    return ngettext(
        "{n} story is on its way to {target}", "{n} stories are on their way to {target}", n
    ).format(n=n, target=target)
