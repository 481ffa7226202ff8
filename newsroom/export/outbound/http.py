"""HTTP as an argument: what is asked, what comes back, and a plain client on the standard library.

The client follows no redirection (a password must not go to another host than the one that was
named), sends passwords over https alone, and believes no answer that is not as long as it says.
"""

from __future__ import annotations

import base64
import http.client
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from newsroom.i18n import _
from newsroom.news.errors import BadInput, NewsroomError

SECONDS = 60.0  # of silence; a slow server on a slow line still answers within it
MOST_ANSWER = 32 * 1024 * 1024  # bytes; a list of a hundred posts has one or two million
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked of a server."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What it answered, whole; names of headers are in lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


Send = Callable[[Request], Reply]
"""The network: raises Unanswered where no whole answer came."""


class Unanswered(NewsroomError):
    """No whole answer came; whether the server did what was asked is not known."""


def basic(user: str, password: str) -> str:
    """The header that says who asks (RFC 7617)."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")


def hold_address(address: str) -> None:
    """Refuse an address that a password must not go to. Raises BadInput."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInput(_("“{address}” is no web address; it begins with https://.").format(
            address=address[:200]
        ))  # fmt: skip
    if parts.username or parts.password:
        raise BadInput(_("Leave name and password out of the address; they are asked apart."))
    if parts.scheme == "http" and parts.hostname not in _LOCAL:
        raise BadInput(
            _("Passwords are sent over https alone; write https://{host}.").format(
                host=parts.hostname
            )
        )


def send(request: Request, *, seconds: float = SECONDS) -> Reply:
    """Ask a server and give its whole answer, whatever its status. Raises Unanswered, BadInput."""
    parts = urlsplit(request.url)
    host = parts.hostname or ""
    if "authorization" in {name.lower() for name in request.headers}:
        hold_address(request.url)
    connection: http.client.HTTPConnection
    try:
        if parts.scheme == "https":
            context = ssl.create_default_context()
            connection = http.client.HTTPSConnection(
                host, parts.port, timeout=seconds, context=context
            )
        else:
            connection = http.client.HTTPConnection(host, parts.port, timeout=seconds)
    except (ValueError, http.client.HTTPException) as error:
        raise BadInput(_("“{address}” is no web address.").format(address=request.url)) from error
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(
            request.method, path, body=request.body or None, headers=dict(request.headers)
        )
        answer = connection.getresponse()
        body = answer.read(MOST_ANSWER + 1)
        if len(body) > MOST_ANSWER:
            raise Unanswered(_("{host} answered with far more than was asked.").format(host=host))
        if answer.length:  # it promised more than came
            raise http.client.IncompleteRead(body, answer.length)
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(status=answer.status, headers=headers, body=body)
    except (OSError, http.client.HTTPException) as error:
        raise Unanswered(_told(host, error)) from error
    finally:
        connection.close()


def _told(host: str, error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _("{host} can't prove who it is: {reason}.").format(
            host=host, reason=error.verify_message
        )
    if isinstance(error, TimeoutError):
        return _("{host} did not answer in time.").format(host=host)
    if isinstance(error, http.client.HTTPException):
        return _("{host} broke off in the middle of its answer.").format(host=host)
    if isinstance(error, ConnectionError):
        return _("{host} can't be reached, or broke off.").format(host=host)
    return _("{host} can't be reached.").format(host=host)
