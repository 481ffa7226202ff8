"""Fetching over HTTP what others wrote: feeds and the pictures in them.

An address in a feed is an order to our computer to ask somebody. So nothing inside the house is
asked unless the newsroom allows that host, and the address that was looked at is the one that is
connected to: asking the name server a second time could give another one. Redirections, size, time
and unpacking are bounded. A proxy of the environment is not used, it would resolve the name by
itself. RFC 9110; RFC 9111 4.3 for etag and last-modified.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from newsroom import __version__
from newsroom.i18n import _
from newsroom.intake.webaddress import Unfetched, is_public, whole_address

MOST_REDIRECTS = 5
MOST_BYTES = 16 * 1024 * 1024  # unpacked
_CHUNK = 64 * 1024
_UNPACK = {"gzip": 31, "x-gzip": 31, "deflate": 47}  # zlib's wbits; 47 takes both headers
AGENT = f"newsroom/{__version__} (feed reader)"

Lookup = Callable[[str, int], Iterable[str]]
"""The name server: the addresses (as numbers) of a host. Raises OSError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How long and how much: seconds of silence, seconds in all, bytes of the body unpacked."""

    silence: float = 20.0
    whole: float = 60.0
    most: int = MOST_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """What came. ``body`` is unpacked and None where nothing changed since (304).

    ``address`` is where it came from in the end; ``moved`` the address to ask from now on, where
    all redirections were for good. ``kind`` is the media type, ``charset`` what the server says of
    the encoding.
    """

    address: str
    body: bytes | None = None
    kind: str = ""
    charset: str = ""
    etag: str = ""
    modified: str = ""
    moved: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """Asks others. ``private`` are hosts inside the house that may be asked (host or host:port)."""

    private: frozenset[str] = frozenset()
    bounds: Bounds = field(default_factory=Bounds)
    lookup: Lookup | None = None
    _open: list[_Connection] = field(default_factory=list, init=False, compare=False, repr=False)

    def cut(self) -> None:
        """Break off what is under way, from another thread; it counts as too late."""
        for connection in tuple(self._open):
            connection.cut()

    def get(self, address: str, *, etag: str = "", modified: str = "", accept: str = "*/*") -> Got:
        """What stands at an address. Raises Unfetched with a sentence."""
        asked, lasting, moved = whole_address(address), True, ""
        for _turn in range(MOST_REDIRECTS + 1):
            reply = self._ask(asked, etag=etag, modified=modified, accept=accept)
            if isinstance(reply, Got):
                return reply if not moved else _moved(reply, moved)
            status, where = reply
            lasting = lasting and status in (301, 308)
            try:
                asked = whole_address(urljoin(asked, where))
            except (ValueError, Unfetched):
                raise Unfetched(_led_on(asked, where)) from None
            moved = asked if lasting else ""
        raise Unfetched(
            _("{host} sends from one address to the next without end.").format(host=_host(asked))
        )

    def _ask(self, address: str, *, etag: str, modified: str, accept: str) -> Got | tuple[int, str]:
        """One asking: what came, or the status and address of a redirection."""
        parts = urlsplit(address)
        host = parts.hostname or ""
        secure = parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        number = self._checked(host, port)
        connection = _Connection(host, port, number, secure=secure, seconds=self.bounds.silence)
        headers = {
            "User-Agent": AGENT,
            "Accept": accept,
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
        }
        if etag:
            headers["If-None-Match"] = etag
        if modified:
            headers["If-Modified-Since"] = modified
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        # A server that sends a letter a second is never silent: the line is cut from outside.
        late = threading.Timer(self.bounds.whole, connection.cut)
        late.daemon = True
        late.start()
        self._open.append(connection)
        try:
            connection.request("GET", path, headers=headers)
            with connection.getresponse() as answer:
                got = self._read(address, answer)
            if connection.was_cut:  # a body without a length ends where the line does
                raise TimeoutError
            return got
        except Unfetched:
            raise
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise _unanswered(host, error, late=connection.was_cut) from error
        finally:
            late.cancel()
            self._open.remove(connection)
            connection.close()

    def _checked(self, host: str, port: int) -> str:
        """The number to connect to; looked up once, and looked at. Raises Unfetched."""
        try:
            found = list((self.lookup or _look_up)(host, port))
        except (OSError, UnicodeError):
            raise Unfetched(
                _("There is no server called {host}, or the network is away.").format(host=host),
                again=True,
            ) from None
        if not found:
            raise Unfetched(_("There is no server called {host}.").format(host=host), again=True)
        allowed = {host.lower(), f"{host.lower()}:{port}"} & self.private
        if not allowed and not all(is_public(number) for number in found):
            raise Unfetched(
                _(
                    "{host} is an address inside a house, not on the web; it was not asked. "
                    "Whoever manages the newsroom's lists can allow it for the wire."
                ).format(host=host)
            )
        return found[0]

    def _read(self, address: str, answer: http.client.HTTPResponse) -> Got | tuple[int, str]:
        host, status = _host(address), answer.status
        if status in (301, 302, 303, 307, 308):
            where = answer.getheader("Location") or ""
            if not where:
                raise Unfetched(_("{host} sends on, and does not say where.").format(host=host))
            return status, where.encode("latin-1", "replace").decode("utf-8", "replace")
        etag, modified = answer.getheader("ETag") or "", answer.getheader("Last-Modified") or ""
        if status == 304:
            return Got(address=address, etag=etag[:500], modified=modified[:100])
        if status != 200:
            raise _refused(host, status, answer.getheader("Retry-After") or "")
        kind = answer.headers.get_content_type() if answer.getheader("Content-Type") else ""
        body = self._body(host, answer)
        return Got(
            address=address,
            body=body,
            kind=kind,
            charset=answer.headers.get_content_charset() or "",
            etag=etag[:500],
            modified=modified[:100],
        )

    def _body(self, host: str, answer: http.client.HTTPResponse) -> bytes:
        """The body, unpacked while it comes, never more than the bounds."""
        most = self.bounds.most
        packing = (answer.getheader("Content-Encoding") or "identity").strip().lower()
        if packing not in ("identity", "") and packing not in _UNPACK:
            raise Unfetched(
                _("{host} packs its answer in a way that newsroom does not know ({way}).").format(
                    host=host, way=packing[:20]
                )
            )
        if answer.length is not None and answer.length > most:
            raise _too_much(host, most)
        packed = zlib.decompressobj(_UNPACK[packing]) if packing in _UNPACK else None
        made = bytearray()
        read = 0
        while chunk := answer.read1(_CHUNK):
            read += len(chunk)
            try:
                made += chunk if packed is None else packed.decompress(chunk, most + 1 - len(made))
            except zlib.error:
                raise Unfetched(
                    _("What {host} sent can't be unpacked.").format(host=host), again=True
                ) from None
            if len(made) > most or read > most or (packed is not None and packed.unconsumed_tail):
                raise _too_much(host, most)
        if answer.length:
            raise http.client.IncompleteRead(bytes(made), answer.length)
        if packed is not None and not packed.eof:
            raise http.client.IncompleteRead(bytes(made))
        return bytes(made)


class _Connection(http.client.HTTPConnection):
    """A connection to a number that was looked at, under the name that was asked for."""

    def __init__(self, host: str, port: int, number: str, *, secure: bool, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self._number = number
        self._secure = secure
        self.was_cut = False
        self._line: socket.socket | None = None  # http.client lets go of it with the headers
        self.default_port = 443 if secure else 80  # what the Host header leaves out

    def connect(self) -> None:
        """Connect to that number; the certificate has to be that of the name."""
        self.sock = socket.create_connection((self._number, self.port), self.timeout)
        self._line = self.sock
        if self._secure:
            context = ssl.create_default_context()
            self._line = self.sock = context.wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """Time is over; whoever reads from it hears so."""
        self.was_cut = True
        line = self._line
        if line is not None:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


def _look_up(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def _host(address: str) -> str:
    return urlsplit(address).hostname or address[:60]


def _moved(reply: Got, moved: str) -> Got:
    from dataclasses import replace

    return replace(reply, moved=moved)


def _led_on(asked: str, where: str) -> str:
    return _(
        "{host} sends on to “{address}”; only web addresses (http, https) without name and "
        "password are asked."
    ).format(host=_host(asked), address=where[:100])


def _too_much(host: str, most: int) -> Unfetched:
    return Unfetched(
        _("{host} sent more than {most} MB, the most that is taken; it was left.").format(
            host=host, most=max(1, most // (1024 * 1024))
        )
    )


def _refused(host: str, status: int, after: str) -> Unfetched:
    if status in (404, 410):
        words = (
            _("{host} has nothing at this address any more.")
            if status == 410
            else _("{host} has nothing at this address.")
        )
        return Unfetched(words.format(host=host), again=status == 404, gone=status == 410)
    if status in (401, 403, 451):
        return Unfetched(
            _("{host} does not let us in ({status}).").format(host=host, status=status), again=True
        )
    if status == 429:
        words = _("{host} wants to be asked less often.")
        return Unfetched(words.format(host=host), again=True, after=after)
    if status >= 500:
        words = _("{host} is out of order at the moment ({status}).")
        return Unfetched(words.format(host=host, status=status), again=True, after=after)
    return Unfetched(
        _("{host} answered with {status}, which is no page.").format(host=host, status=status),
        again=True,
    )


def _unanswered(host: str, error: Exception, *, late: bool) -> Unfetched:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Unfetched(
            _("{host} can't prove who it is: {reason}.").format(
                host=host, reason=error.verify_message
            ),
            again=True,
        )
    if late or isinstance(error, TimeoutError):
        return Unfetched(_("{host} did not answer in time.").format(host=host), again=True)
    if isinstance(error, http.client.HTTPException):
        return Unfetched(
            _("{host} broke off in the middle of its answer.").format(host=host), again=True
        )
    if isinstance(error, ValueError):
        return Unfetched(_("{host} answered with something that is no HTTP.").format(host=host))
    return Unfetched(_("{host} can't be reached.").format(host=host), again=True)
