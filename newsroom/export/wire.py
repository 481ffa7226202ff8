"""What every format of news agencies says: who a story is, how it stands, what it is about."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from newsroom.export import prose
from newsroom.export.page import Author, PageData
from newsroom.export.prose import Element
from newsroom.news.workflow import INDEFINITE, PUBLIC, PubState

MEDIA_TOPICS: Mapping[str, str] = {
    "arts": "01000000", "culture": "01000000", "entertainment": "01000000", "media": "01000000",
    "crime": "02000000", "law": "02000000", "justice": "02000000", "courts": "02000000",
    "disaster": "03000000", "accidents": "03000000",
    "business": "04000000", "economy": "04000000", "finance": "04000000", "markets": "04000000",
    "education": "05000000", "schools": "05000000",
    "environment": "06000000", "climate": "06000000",
    "health": "07000000", "human-interest": "08000000", "labour": "09000000", "labor": "09000000",
    "lifestyle": "10000000", "leisure": "10000000", "travel": "10000000", "food": "10000000",
    "politics": "11000000", "government": "11000000", "religion": "12000000",
    "science": "13000000", "technology": "13000000", "tech": "13000000",
    "society": "14000000", "sport": "15000000", "sports": "15000000",
    "conflict": "16000000", "war": "16000000", "weather": "17000000",
}  # fmt: skip
"""The top of IPTC's Media Topics, by the words that sections and tags are called by."""

TOPIC_ADDRESS = "http://cv.iptc.org/newscodes/mediatopic/"

_TOPIC = re.compile(r"(?:medtop:|https?://cv\.iptc\.org/newscodes/mediatopic/)(\d{8})", re.I)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a story is about: ``rel`` is "section" or "tag", ``topic`` a Media Topic or ""."""

    name: str
    rel: str
    topic: str = ""


def guid(page: PageData) -> str:
    """The story's name for all time, the same in every version, as a URN (RFC 9562)."""
    uid = page.story.uid
    try:
        return f"urn:uuid:{uuid.UUID(uid)}"
    except ValueError:
        pass
    # Not of our making, or never saved: what is left that tells it from others.
    return _named(uid or page.story.slug, page)


def person_uri(author: Author, page: PageData) -> str:
    """A person's name for all time; a guest's is made of the name."""
    person = next((p for p in page.people.values() if p.uid and p.credit == author.name), None)
    told = person.uid if person else author.name
    try:
        return f"urn:uuid:{uuid.UUID(told)}"
    except ValueError:
        return _named(told, page)


def _named(told: str, page: PageData) -> str:
    plain = f"{page.site.url}/{told}".encode("utf-8", "replace").decode("utf-8")
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, plain)}"


def urgency(page: PageData) -> int:
    """IPTC's urgency, 1 to 9, whatever a foreign store holds."""
    return min(9, max(1, page.story.priority))


def version(page: PageData) -> int:
    """The number of this version, from 1."""
    return max(1, page.story.version)


def created(page: PageData) -> datetime:
    """When this version was made, as exactly as the story knows, to the second."""
    story = page.story
    moments = (story.updated_at, story.published_at, story.created_at)
    return _second(next((at for at in moments if at is not None), datetime(1970, 1, 1, tzinfo=UTC)))


def first_created(page: PageData) -> datetime:
    """When the story's first version was made."""
    story = page.story
    known = [at for at in (story.created_at, created(page)) if at is not None]
    return _second(min(known))


def _second(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


def status(page: PageData) -> str:
    """IPTC's pubStatus: may it be used?"""
    state = page.story.pubstate
    if state is PubState.WITHDRAWN:
        return "canceled"
    return "usable" if state in PUBLIC else "withheld"


_SIGNALS = {"correction": "correction", "clarification": "correction", "update": "update"}


def signal(page: PageData) -> str:
    """IPTC's signal to whoever has an older version, by the last change that readers are told of.

    "" without one (http://cv.iptc.org/newscodes/signal/).
    """
    return _SIGNALS.get(page.notices[0].kind, "") if page.notices else ""


def embargo(page: PageData) -> datetime | None:
    """Until when nobody may use it; None without such a moment."""
    until = page.story.embargo_until
    return None if until is None or until == INDEFINITE else _second(until)


def subjects(page: PageData) -> tuple[Subject, ...]:
    """The section and the tags. A tag that is a Media Topic's address or code is that topic."""
    found: list[Subject] = []
    names = [(page.section, "section"), *((tag, "tag") for tag in page.tags)]
    for name, rel in names:
        if not name:
            continue
        coded = _TOPIC.fullmatch(name.strip())
        topic = coded[1] if coded else MEDIA_TOPICS.get(name.casefold().replace(" ", "-"), "")
        found.append(Subject(name, rel, topic))
    return tuple(found)


def credit_line(page: PageData) -> str:
    """Who wrote it, in the words of the page ("By Ana Lima and Guest Writer")."""
    for credit in page.credits:
        if credit.role == "story":
            names = [author.name for author in credit.authors]
            said = names[-1]
            if len(names) > 1:
                said = page.words["comma"].join(names[:-1]) + page.words["and"] + said
            return " ".join(filter(None, (credit.before, said, credit.after)))
    return ""


def body(page: PageData) -> tuple[Element, dict[str, prose.File]]:
    """The text as plain HTML, its pictures with the addresses that they have on the site.

    The files of the pictures come with it; without a site their addresses are relative.
    """
    root = prose.read(page.body)
    before = f"{page.site.url.rstrip('/')}/" if page.site.url else ""
    files = prose.take_out(root, before, page.names)
    return prose.plainer(root), files


def counts(root: Element) -> tuple[int, int]:
    """Words and characters of a text without its captions."""
    said = " ".join(_spoken(root).split())
    return len(said.split()), len(said)


def _spoken(element: Element) -> str:
    return "".join(
        one
        if isinstance(one, str)
        else (f" {_spoken(one)} " if one.tag in prose.BLOCKS else _spoken(one))
        for one in element.inside
        if isinstance(one, str) or one.tag != "figcaption"
    )


def address(page: PageData, name: str) -> str:
    """The public address of a file of the site, "" while the site has none."""
    return uri(f"{page.site.url.rstrip('/')}/{quote(name)}") if page.site.url else ""


_KEPT = "!#$%&'()*+,/:;=?@[]~"
"""What stands for itself in an address (RFC 3986, 2.2 and 2.3); "%" because it is one already."""


def uri(address: str) -> str:
    """An address of the web in the letters that a URI may have; "" stays "".

    A newsroom may type «https://روزنامه.example/خبر»; formats that ask for a URI take no such
    letters (RFC 3987, 3.1: the names of the host as punycode, all else as percent signs).
    """
    if address.isascii():
        return address
    before, slashes, rest = address.partition("//")
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    names = ".".join(map(_ascii_name, host.split(".")))
    return quote(f"{before}{slashes}{names}{rest[len(host) :]}", safe=_KEPT, errors="replace")


def _ascii_name(name: str) -> str:
    """One name of a host as IDNA 2008 has it (RFC 5891, 4.4), a port behind it as it is.

    Python's own codec is that of 2003, which leaves out the joiners of Persian: another host.
    """
    plain, colon, port = unicodedata.normalize("NFKC", name.lower()).partition(":")
    made = "xn--" + plain.encode("punycode", "replace").decode("ascii")
    return name if plain.isascii() or len(made) > _LONGEST_NAME else f"{made}{colon}{port}"


_LONGEST_NAME = 63
"""Letters of one name of a host (RFC 1035, 2.3.4)."""
