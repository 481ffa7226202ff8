"""Which addresses may stand on a page: our own rule, checked after every sanitiser."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
IMAGE_SCHEMES = frozenset({"http", "https"})

_HELD = re.compile(r"media:([0-9a-f]{64}(?:\.[a-z]{3,4})?)")
_SCHEME = re.compile(r"[^/?#]*?:")
_NAMED = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_NEVER = frozenset('"<>^`{|}')  # stands in an address only percent-encoded (RFC 3986, 2)
_HOST_ONLY = re.compile(r"[/\\]{2,}")


def safe_link(address: str) -> str | None:
    """The address as a page may link to it: http, https, mailto, tel or relative; else None.

    Browsers and mail programs drop different invisible characters before they look for the scheme
    ("java\\tscript:", "\\u2028javascript:"), so the scheme is judged both with all of Unicode's
    C* and Z* characters taken out and as the address is written. Controls go; what a Persian or a
    spaced address needs (ZWNJ, blanks) is percent-encoded.
    """
    return _safe(address, LINK_SCHEMES)


def safe_image(address: str) -> str | None:
    """The address as a page may show a picture from: http, https or relative; else None.

    "media:" before a hash is how the text named a picture of ours until 0.9.
    """
    if found := _HELD.fullmatch(address):
        return f"media/{found[1]}"
    return _safe(address, IMAGE_SCHEMES)


def _safe(address: str, schemes: frozenset[str]) -> str | None:
    bare = "".join(c for c in address if unicodedata.category(c)[0] not in "CZ")
    written = "".join(map(_visible, _trimmed(address)))
    if not written or not _allowed(bare, schemes) or not _allowed(written, schemes):
        return None
    if _HOST_ONLY.match(written):
        # "//host/x" takes the page's own scheme; on a page opened from a disk that is a file
        # server, which a Windows computer would greet with its user's credentials.
        return "https://" + written.lstrip("/\\")
    return written


def _trimmed(address: str) -> str:
    """Without invisible characters at either end."""
    start, end = 0, len(address)
    while start < end and unicodedata.category(address[start])[0] in "CZ":
        start += 1
    while end > start and unicodedata.category(address[end - 1])[0] in "CZ":
        end -= 1
    return address[start:end]


def _visible(c: str) -> str:
    kind = unicodedata.category(c)
    if kind in ("Cc", "Cs"):
        return ""
    return quote(c) if kind[0] in "CZ" or c in _NEVER else c


def _allowed(address: str, schemes: frozenset[str]) -> bool:
    """Whether it has no scheme, or one of these. Whatever stands before a first ":" is a scheme
    unless "/", "?" or "#" come earlier (RFC 3986, 4.2)."""
    if not _SCHEME.match(address):
        return True
    named = _NAMED.match(address)
    return named is not None and named[1].lower() in schemes
