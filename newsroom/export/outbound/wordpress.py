"""A WordPress over its REST API, one method an act.

Written to the published API (https://developer.wordpress.org/rest-api/reference/, version wp/v2)
and to what a WordPress 6.1 answered: names of faults, ``term_exists`` with the term's number, a
refused kind of file as a fault 500.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlencode, urljoin, urlsplit

from newsroom.export.outbound.faults import Undelivered
from newsroom.export.outbound.http import Reply, Request, Send, basic, hold_address
from newsroom.i18n import _

AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
"""Statuses after which the same request may go through later."""

_NOBODY = frozenset({"rest_not_logged_in", "rest_invalid_param"})
"""Faults of an answer to nobody: to somebody whose password was not taken."""

MOST_TOLD = 300  # characters of a server's own words that are shown
_PAGE = 100  # entries of one list, the most that WordPress gives

_LINK = re.compile(r'<([^<>]+)>\s*;\s*rel="?https://api\.w\.org/"?', re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post as it stands there. ``stamp`` is when it was changed last, in WordPress's words."""

    number: int
    status: str
    stamp: str
    link: str
    slug: str
    title: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A picture of its media library."""

    number: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who may write there."""

    number: int
    name: str
    slug: str
    email: str = ""


class Missing(Undelivered):
    """There is no such post or picture any more."""


class WordPress:
    """The REST API of one site, asked as one user by an application password."""

    def __init__(self, address: str, user: str, password: str, send: Send) -> None:
        hold_address(address)
        self._home = address.rstrip("/")
        self._send = send
        # WordPress shows application passwords in groups of four and takes them either way.
        self._auth = basic(user, " ".join(password.split()))
        self._root = ""

    # Posts.

    def post(self, number: int) -> Post:
        """A post as it stands. Raises Missing."""
        found = self._ask("GET", f"posts/{number}", {"context": "edit"})
        return _post(found)

    def search(self, words: str, status: str = "any") -> list[Post]:
        """The posts in which these words stand."""
        query = {"context": "edit", "search": words, "status": status, "per_page": "20"}
        return [_post(one) for one in self._list("posts", query)]

    def named(self, slug: str) -> list[Post]:
        """The posts of that name in their addresses."""
        query = {"context": "edit", "slug": slug, "status": "any", "per_page": "20"}
        return [_post(one) for one in self._list("posts", query)]

    def create(self, fields: Mapping[str, object]) -> Post:
        """A new post."""
        return _post(self._ask("POST", "posts", {"context": "edit"}, fields))

    def update(self, number: int, fields: Mapping[str, object]) -> Post:
        """Change a post. Raises Missing."""
        return _post(self._ask("POST", f"posts/{number}", {"context": "edit"}, fields))

    def trash(self, number: int) -> Post:
        """Put a post into the trash, from which people there can take it. Raises Missing."""
        return _post(self._ask("DELETE", f"posts/{number}", {}))

    # Pictures.

    def picture(self, number: int) -> Held:
        """A picture of the library. Raises Missing."""
        return _held(self._ask("GET", f"media/{number}", {}))

    def pictures(self, slug: str) -> list[Held]:
        """The pictures of that name."""
        return [_held(one) for one in self._list("media", {"slug": slug, "per_page": "5"})]

    def upload(self, name: str, mime: str, content: bytes) -> Held:
        """Put a picture into the library."""
        headers = {
            "Content-Type": mime,
            "Content-Disposition": f'attachment; filename="{name}"',
        }
        return _held(self._ask("POST", "media", {}, body=content, headers=headers, about=name))

    def describe(self, number: int, *, title: str, alt: str, caption: str) -> None:
        """Say of a picture what it shows."""
        self._ask("POST", f"media/{number}", {}, {"title": title, "alt_text": alt,
                                                  "caption": caption})  # fmt: skip

    # Terms and people.

    def term(self, kind: str, slug: str, name: str) -> int | None:
        """The category or tag (``kind`` "categories" or "tags") of that name, None without one."""
        for one in self._list(kind, {"slug": slug, "per_page": "5"}):
            return _number(one)
        for one in self._list(kind, {"search": name, "per_page": str(_PAGE)}):
            if html.unescape(str(one.get("name", ""))).casefold() == name.casefold():
                return _number(one)
        return None

    def terms(self, kind: str) -> list[tuple[int, str]]:
        """The first hundred categories or tags there, by number and name."""
        found = self._list(kind, {"per_page": str(_PAGE), "orderby": "name"})
        return [(_number(one), html.unescape(str(one.get("name", "")))) for one in found]

    def add_term(self, kind: str, slug: str, name: str) -> int:
        """A new category or tag, or the one that is there already."""
        reply = self._reply("POST", kind, {}, {"name": name, "slug": slug})
        if reply.status == 400:
            told = _json(reply)
            if told.get("code") == "term_exists":
                number = (told.get("data") or {}).get("term_id")
                if isinstance(number, int):
                    return number
        return _number(self._whole(reply, name))

    def me(self) -> User:
        """As whom we are there. Raises Undelivered where name or password are not taken."""
        return _user(self._ask("GET", "users/me", {"context": "edit"}))

    def users(self, search: str = "") -> list[User]:
        """The users there, with their e-mail addresses where we may see them."""
        query = {"context": "edit", "per_page": str(_PAGE)}
        if search:
            query["search"] = search
        reply = self._reply("GET", "users", query)
        if reply.status in (401, 403):  # only who may list users sees more than who has written
            del query["context"]
            reply = self._reply("GET", "users", query)
        found = self._whole(reply, "")
        return [_user(one) for one in found if isinstance(one, dict)] if isinstance(
            found, list
        ) else []  # fmt: skip

    # Asking.

    def _list(self, path: str, query: Mapping[str, str]) -> list[dict[str, Any]]:
        found = self._whole(self._reply("GET", path, query), "")
        if not isinstance(found, list):
            raise self._strange()
        return [one for one in found if isinstance(one, dict)]

    def _ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        fields: Mapping[str, object] | None = None,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        about: str = "",
    ) -> dict[str, Any]:
        reply = self._reply(method, path, query, fields, body=body, headers=headers)
        found = self._whole(reply, about)
        if not isinstance(found, dict) or not isinstance(found.get("id"), int):
            raise self._strange()
        return found

    def _reply(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        fields: Mapping[str, object] | None = None,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        said = {"Authorization": self._auth, "Accept": "application/json",
                "User-Agent": "newsroom"}  # fmt: skip
        if fields is not None:
            body = json.dumps(dict(fields), ensure_ascii=False).encode("utf-8", "replace")
            said["Content-Type"] = "application/json; charset=utf-8"
        url = self._address(path, query)
        return self._send(
            Request(method=method, url=url, headers={**said, **(headers or {})}, body=body)
        )

    def _address(self, path: str, query: Mapping[str, str]) -> str:
        """The address of a resource; the root of the API is looked for once."""
        if not self._root:
            self._root = self._find()
        joint = "&" if "?" in self._root else "?"
        asked = urlencode(query, quote_via=quote)
        return f"{self._root}wp/v2/{path}" + (f"{joint}{asked}" if asked else "")

    def _find(self) -> str:
        """The root of the API: as the home page tells it (Link), else where it usually is."""
        usual = f"{self._home}/wp-json/"
        reply = self._send(Request(method="HEAD", url=f"{self._home}/", headers={}))
        here = urlsplit(self._home)
        if 300 <= reply.status < 400:
            there = urlsplit(urljoin(f"{self._home}/", reply.headers.get("location", "")))
            if (there.scheme, there.netloc) != (here.scheme, here.netloc):
                raise self._moved(reply)
            return usual  # the home page lies deeper, as of a site in several languages
        found = _LINK.search(reply.headers.get("link", ""))
        if not found:
            return usual
        there = urlsplit(found[1])
        # A password goes nowhere but to the host that a person named.
        same = (there.scheme, there.netloc) == (here.scheme, here.netloc)
        return found[1] if same else usual

    def _whole(self, reply: Reply, about: str) -> Any:
        """What a good answer holds; any other is raised as a fault that says what to do."""
        if 200 <= reply.status < 300:
            try:
                return json.loads(reply.body)
            except ValueError:
                raise self._strange() from None
        raise self._fault(reply, about)

    def _strange(self) -> Undelivered:
        return Undelivered(
            _("{address} did not answer as a WordPress does.").format(address=self._home),
            again=True,
        )

    def _moved(self, reply: Reply) -> Undelivered:
        return Undelivered(
            _("{address} sends us on to {other}; set the address of the target to that.").format(
                address=self._home, other=_plain(reply.headers.get("location", "?"))
            )
        )

    def _fault(self, reply: Reply, about: str) -> Undelivered:
        told = _json(reply)
        code, message = str(told.get("code", "")), _plain(str(told.get("message", "")))
        status, message = _real_reason(reply.status, told, message)
        if 300 <= status < 400:
            return self._moved(reply)
        if status == 401:
            # That nobody is logged in tells a person nothing: they gave a password.
            told_why = "" if code in _NOBODY or not message else f" ({message.rstrip('.')})"
            return Undelivered(
                _(
                    "{address} does not take the name or the application password{why}. Say it "
                    "anew: Publish, Other systems to send to, Password."
                ).format(address=self._home, why=told_why)
            )
        if status == 404 and code in ("rest_post_invalid_id", "rest_term_invalid", "rest_no_route",
                                      "rest_user_invalid_id", ""):  # fmt: skip
            if code == "rest_post_invalid_id":
                return Missing(_("It is not there any more."))
            return Undelivered(
                _("There is no WordPress with an open REST interface at {address}.").format(
                    address=self._home
                )
            )
        if status == 413:
            return Undelivered(
                _(
                    "{address} takes no file as large as {name}. Ask for a higher limit there."
                ).format(address=self._home, name=about or _("this story"))
            )
        if code.startswith("rest_upload"):
            return Undelivered(
                _("{address} does not take the picture {name}: {message}").format(
                    address=self._home, name=about, message=message
                )
            )
        if status in AGAIN:
            sentence = (
                _("{address} asks us to wait.")
                if status in (429, 503)
                else _("{address} had a fault of its own ({status}): {message}")
            )
            return Undelivered(
                sentence.format(address=self._home, status=status, message=message).rstrip(": "),
                again=True,
                after=reply.headers.get("retry-after", ""),
            )
        if status == 403:
            return Undelivered(
                _("{address} does not allow it: {message}").format(
                    address=self._home, message=message or status
                )
            )
        return Undelivered(
            _("{address} refused it ({status}): {message}").format(
                address=self._home, status=status, message=message or code
            )
        )


def _real_reason(status: int, told: Mapping[str, Any], message: str) -> tuple[int, str]:
    """The status and words that are meant.

    Whose password is not taken is nobody to WordPress, and a nobody who asks for drafts gets a 400
    for the parameter; that it is about who asks stands in the parameter's own details (as WordPress
    6.1 answered).
    """
    data = told.get("data")
    details = data.get("details") if status == 400 and isinstance(data, Mapping) else None
    for one in details.values() if isinstance(details, Mapping) else ():
        inner = one.get("data") if isinstance(one, Mapping) else None
        meant = inner.get("status") if isinstance(inner, Mapping) else None
        if meant in (401, 403):
            return int(meant), _plain(str(one.get("message", "")))
    return status, message


def _post(found: Mapping[str, Any]) -> Post:
    return Post(
        number=int(found["id"]),
        status=str(found.get("status", "")),
        stamp=str(found.get("modified_gmt") or ""),
        link=str(found.get("link", "")),
        slug=unquote(str(found.get("slug", ""))),  # what is not ASCII comes encoded
        title=html.unescape(_raw(found.get("title"))),
        content=_raw(found.get("content")),
    )


def _raw(value: object) -> str:
    if isinstance(value, Mapping):
        return str(value.get("raw", value.get("rendered", "")))
    return str(value or "")


def _held(found: Mapping[str, Any]) -> Held:
    address = found.get("source_url") or _raw(found.get("guid"))
    return Held(number=int(found["id"]), address=str(address))


def _user(found: Mapping[str, Any]) -> User:
    return User(
        number=int(found.get("id", 0)),
        name=html.unescape(str(found.get("name", ""))),
        slug=str(found.get("slug", "")),
        email=str(found.get("email", "")),
    )


def _number(found: Mapping[str, Any]) -> int:
    return int(found["id"])


def _json(reply: Reply) -> dict[str, Any]:
    try:
        told = json.loads(reply.body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _plain(words: str) -> str:
    """A server's own words as one line of plain text."""
    said = html.unescape(re.sub(r"<[^>]*>", "", words))
    return "".join(c if c.isprintable() else " " for c in said)[:MOST_TOLD].strip()
