"""Addresses in text from outside: which are followed at all, and what they carry to spy on readers.

The names of trackers are facts that their senders document (Google Analytics, Meta, Microsoft
Advertising, Mailchimp, HubSpot, Matomo, AT Internet); the wrappers are those of Google Docs,
Outlook's Safe Links and Facebook.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import parse_qs, quote, urljoin, urlsplit

from newsroom.i18n import _

LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
PICTURE_SCHEMES = frozenset({"http", "https", "data", "cid", "file"})
LONGEST = 2_000
"""Characters of an address; browsers and servers cut longer ones."""

_SCHEME = re.compile(r"([^/?#:]*):")
_NEVER = re.compile(r"[\s\"<>^`{|}\\]")  # stands in an address only encoded (RFC 3986, 2)
_NAMES = re.compile(
    r"(?:utm_\w+|fbclid|fb_(?:action_ids|action_types|ref|source)|gclid|gclsrc|dclid|gbraid|wbraid"
    r"|msclkid|mc_cid|mc_eid|igshid|igsh|twclid|ttclid|li_fat_id|yclid|ysclid|_openstat|_hsenc"
    r"|_hsmi|__hs\w+|hsctatracking|mkt_tok|oly_(?:anon|enc)_id|vero_(?:id|conv)|wickedid"
    r"|rb_clickid|s_cid|ml_subscriber(?:_hash)?|ck_subscriber_id|guce_referrer(?:_sig)?|guccounter"
    r"|at_(?:medium|campaign|custom\d+|link_\w+)|ns_(?:mchannel|source|campaign|linkname|fee)"
    r"|ncid|cmpid|smid|_gl|_ga|trkcampaign|mtm_\w+|pk_(?:campaign|kwd|source|medium)|piwik_\w+"
    r"|ref_src|ref_url|cvid|oicd|wt\.mc_id|xtor|srsltid)",
    re.IGNORECASE,
)
_ONLY_AT = (("youtu.be", "si"), ("youtube.com", "si"), ("spotify.com", "si"))
"""Names that track at one house and mean something at others."""
_WRAPPERS = (
    (re.compile(r"(?:www\.)?google\.[a-z.]{2,6}"), "/url", ("q", "url")),
    (re.compile(r"[\w.-]+\.safelinks\.protection\.outlook\.com"), "", ("url",)),
    (re.compile(r"lm?\.facebook\.com"), "/l.php", ("u",)),
)
_MOST_WRAPPED = 3  # an address in an address in an address; no mail wraps deeper


class Followed(NamedTuple):
    """An address that may stand in a story, and what was taken off it ("example.org: fbclid")."""

    address: str
    trackers: tuple[str, ...] = ()


def link(address: str, *, base: str = "") -> Followed | None:
    """The address of a link: http, https, mailto, tel, or relative. None for any other.

    Characters that programs pass over before they look for the scheme ("java\\tscript:") are taken
    out first. Where ``base`` is an address of the web, a relative one is made whole by it.
    """
    found = _plain(address, LINK_SCHEMES, base)
    return None if found is None or found.startswith("#") else _untracked(found)


def picture(address: str, *, base: str = "") -> str | None:
    """The address of a picture: http, https, data (of a picture), cid, file, or relative."""
    if address[:11].lower() == "data:image/":
        return address  # megabytes, of which only the bytes are taken
    found = _plain(address, PICTURE_SCHEMES, base)
    return None if found is not None and found[:5].lower() == "data:" else found


def _plain(address: str, schemes: frozenset[str], base: str) -> str | None:
    bare = "".join(c for c in address if not _unseen(c)).strip()
    if not bare or len(bare) > LONGEST:
        return None
    named = _SCHEME.match(bare)
    if named is not None:
        if named[1].lower() not in schemes:
            return None
        return _NEVER.sub(lambda found: quote(found[0]), bare)
    bare = bare.replace("\\", "/")
    if bare.startswith("//"):
        bare = f"https:{bare}"  # a file server's name would else be greeted with a password
    elif base[:7].lower() in ("http://", "https:/") and not bare.startswith("#"):
        try:
            bare = urljoin(base, bare)
        except ValueError:
            return None
    return _NEVER.sub(lambda found: quote(found[0]), bare)


def _unseen(sign: str) -> bool:
    """Is it a character of no width or a blank other than a space? ZWNJ is part of words."""
    if sign < "\x7f":
        return sign < " "
    kind = unicodedata.category(sign)
    return (kind[0] in "CZ" and sign != "\u200c") or kind == "Co"


def _untracked(address: str) -> Followed:
    trackers: list[str] = []
    for _turn in range(_MOST_WRAPPED):
        inside = _unwrapped(address)
        if inside is None:
            break
        trackers.append(f"{_host(address)}: {_('the way through another site')}")
        address = inside
    head, mark, fragment = address.partition("#")
    path, ask, query = head.partition("?")
    if not ask or not path[:5].lower().startswith("http"):
        return Followed(address, tuple(trackers))
    host = _host(address)
    kept: list[str] = []
    taken: dict[str, None] = {}
    for part in query.split("&"):
        name = part.partition("=")[0]
        if _NAMES.fullmatch(name.removeprefix("amp;")) or _tracks_at(host, name):
            taken.setdefault(name.removeprefix("amp;"))
        else:
            kept.append(part)
    if taken:
        trackers.append(f"{host}: {', '.join(taken)}")
        address = path + ("?" + "&".join(kept) if any(kept) else "") + mark + fragment
    return Followed(address, tuple(trackers))


def _tracks_at(host: str, name: str) -> bool:
    return any(name == own and (host == at or host.endswith(f".{at}")) for at, own in _ONLY_AT)


def _unwrapped(address: str) -> str | None:
    """Where an address leads that only passes readers on; None for any other."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    host = parts.hostname or ""
    for pattern, path, names in _WRAPPERS:
        if not pattern.fullmatch(host) or (path and parts.path != path):
            continue
        try:
            asked = parse_qs(parts.query, max_num_fields=50)
        except ValueError:
            return None
        for name in names:
            inside = _plain(asked.get(name, [""])[0], frozenset({"http", "https"}), "")
            if inside is not None and inside[:4].lower() == "http":
                return inside
    return None


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
