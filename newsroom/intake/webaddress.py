"""Addresses of the web as others hand them to us: whole, in ASCII, and nobody's private one.

RFC 3986 and 6890; which numbers are whose is what ``ipaddress`` has of the IANA's registries.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import quote, urlsplit, urlunsplit

from newsroom.i18n import _
from newsroom.news.errors import NewsroomError

_MOST_ADDRESS = 2_000  # characters
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address inside


class Unfetched(NewsroomError):
    """It did not come.

    ``again`` says that asking later may help, ``gone`` that the server wants to be asked no more,
    ``after`` what it said about when (Retry-After, as written).
    """

    def __init__(
        self, sentence: str, *, again: bool = False, gone: bool = False, after: str = ""
    ) -> None:
        super().__init__(sentence)
        self.again = again
        self.gone = gone
        self.after = after


def is_public(number: str) -> bool:
    """Whether an address as a number is one of the web, and not of a house or a machine."""
    try:
        one: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(
            number.partition("%")[0]
        )
    except ValueError:
        return False
    if isinstance(one, ipaddress.IPv6Address):
        inner = one.ipv4_mapped or one.sixtofour or (one.teredo[1] if one.teredo else None)
        if one in _NAT64:
            inner = ipaddress.IPv4Address(int(one) & 0xFFFFFFFF)
        if inner is not None and not is_public(str(inner)):
            return False
        if one.ipv4_mapped is not None:
            return is_public(str(one.ipv4_mapped))
    return one.is_global and not one.is_multicast and not one.is_reserved


def whole_address(address: str) -> str:
    """The address as it is asked for: of the web, in ASCII, without its fragment.

    Raises Unfetched with a sentence.
    """
    said = address.strip()
    shown = said[:200]
    try:
        parts = urlsplit(said)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Unfetched(_("“{address}” is no web address.").format(address=shown)) from None
    if parts.scheme not in ("http", "https"):
        raise Unfetched(
            _("“{address}” is not on the web; only http and https are asked.").format(address=shown)
        )
    if not host or len(said) > _MOST_ADDRESS or port == 0 or re.search(r"[\s\0-\x1f\x7f]", said):
        raise Unfetched(_("“{address}” is no web address.").format(address=shown))
    if parts.username is not None or parts.password is not None:
        raise Unfetched(_("Leave name and password out of the address; it is no place for them."))
    try:
        name = host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError:
        raise Unfetched(_("“{address}” is no web address.").format(address=shown)) from None
    place = f"[{name}]" if ":" in name else name
    if port is not None:
        place = f"{place}:{port}"
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return urlunsplit((parts.scheme, place, path, query, ""))
