"""A real HTTP server that answers as WordPress's REST API (wp/v2) does, with faults on demand.

Written to https://developer.wordpress.org/rest-api/reference/ and to what a WordPress 6.1 was seen
to answer: what asks for a log-in, what needs which capability, ``term_exists``, names of faults.
"""

from __future__ import annotations

import base64
import html
import json
import re
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

USER, PASSWORD = "desk", "abcd efgh ijkl mnop qrst uvwx"
PNG, JPEG = b"\x89PNG", b"\xff\xd8\xff"


@dataclass
class Fault:
    """What goes wrong with one request. ``late`` does the work first and then fails to say so."""

    when: Callable[[str, str], bool]
    status: int = 0  # an answer with this status
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    how: str = ""  # "drop", "half", "long", "short", "junk"
    late: bool = False
    times: int = 1


class Site:
    """What the WordPress holds."""

    def __init__(self) -> None:
        self.posts: dict[int, dict[str, Any]] = {}
        self.media: dict[int, dict[str, Any]] = {}
        self.terms: dict[str, dict[int, dict[str, Any]]] = {"categories": {}, "tags": {}}
        self.users: dict[int, dict[str, Any]] = {
            1: {"id": 1, "name": "The desk", "slug": "desk", "email": "desk@harbour.example"}
        }
        self.role = "administrator"
        self.log: list[tuple[str, str]] = []
        self.faults: list[Fault] = []
        self.seconds = 0
        self.home = ""  # where the home page sends people on to
        self._number = 10
        self.lock = threading.RLock()

    def number(self) -> int:
        self._number += 1
        return self._number

    def stamp(self) -> str:
        self.seconds += 1
        return f"2026-11-24T12:{self.seconds // 60:02}:{self.seconds % 60:02}"

    def fail(self, method: str, path: str = "", **how: Any) -> None:
        """The next request of that kind goes wrong."""
        self.faults.append(Fault(lambda m, p: m == method and path in p, **how))

    def count(self, method: str, path: str) -> int:
        return sum(m == method and p.startswith(path) for m, p in self.log)

    def touch(self, number: int, **fields: Any) -> None:
        """Somebody edits a post there."""
        self.posts[number].update(fields, modified_gmt=self.stamp())


class Refused(Exception):
    def __init__(self, status: int, code: str, message: str, **data: Any) -> None:
        super().__init__(code)
        self.status = status
        self.told = {"code": code, "message": message, "data": {"status": status, **data}}


class Handler(BaseHTTPRequestHandler):
    site: Site
    protocol_version = "HTTP/1.1"

    def log_message(self, *_words: object) -> None:
        pass

    def do_HEAD(self) -> None:
        if self.site.home:
            self.send_response(301)
            self.send_header("Location", self.site.home)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(200)
        host = self.headers["Host"]
        self.send_header("Link", f'<http://{host}/wp-json/>; rel="https://api.w.org/"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        self._serve("GET")

    def do_POST(self) -> None:
        self._serve("POST")

    def do_DELETE(self) -> None:
        self._serve("DELETE")

    def _serve(self, method: str) -> None:
        site = self.site
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        path = parts.path.removeprefix("/wp-json/wp/v2/")
        with site.lock:
            site.log.append((method, path))
            fault = next((f for f in site.faults if f.when(method, path)), None)
            if fault is not None:
                fault.times -= 1
                if not fault.times:
                    site.faults.remove(fault)
            if fault is not None and not fault.late:
                self._break(fault, b'{"id": 1}')
                return
            try:
                status, answer = self._answer(method, path, parse_qs(parts.query), body)
            except Refused as refused:
                status, answer = refused.status, refused.told
        said = json.dumps(answer).encode()
        if fault is not None:
            self._break(fault, said)
        else:
            self._say(status, said, {})

    def _say(self, status: int, said: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def _break(self, fault: Fault, said: bytes) -> None:
        self.close_connection = True
        if fault.how == "drop":  # a hard end, as of a killed process
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.close()
        elif fault.how == "half":
            self._say(200, said[: len(said) // 2], {"Content-Length": str(len(said))})
        elif fault.how == "long":
            self._say(200, said, {"Content-Length": str(len(said) + 500)})
        elif fault.how == "short":
            self._say(200, said, {"Content-Length": str(max(1, len(said) // 2))})
        elif fault.how == "junk":
            self._say(200, b"<html>Log in to the hotel's network</html>", {})
        else:
            self._say(fault.status, fault.body, fault.headers)

    # What WordPress does.

    def _answer(
        self, method: str, path: str, query: dict[str, list[str]], body: bytes
    ) -> tuple[int, object]:
        site = self.site
        edit = query.get("context") == ["edit"]
        logged_in = self._logged_in()
        if path == "posts" and "status" in query and not logged_in:
            # Whose password is wrong is nobody, and nobody may ask for drafts.
            forbidden = {"code": "rest_forbidden_status", "message": "Status is forbidden.",
                         "data": {"status": 401}}  # fmt: skip
            raise Refused(400, "rest_invalid_param", "Invalid parameter(s): status",
                          params={"status": "Status is forbidden."},
                          details={"status": forbidden})  # fmt: skip
        if (method != "GET" or edit or path == "users/me") and not logged_in:
            raise Refused(401, "rest_not_logged_in", "You are not currently logged in.")
        kind, _slash, rest = path.partition("/")
        if kind == "posts":
            return self._posts(method, rest, query, body, edit)
        if kind == "media":
            return self._media(method, rest, query, body)
        if kind in site.terms:
            return self._terms(method, kind, query, body)
        if kind == "users":
            if rest == "me":
                return 200, site.users[1]
            if edit and site.role not in ("administrator",):
                raise Refused(403, "rest_forbidden_context",
                              "Sorry, you are not allowed to list users.")  # fmt: skip
            found = list(site.users.values())
            if words := query.get("search", [""])[0].casefold():
                found = [
                    u for u in found
                    if words in u["name"].casefold() or words in u["slug"]
                    or (edit and words in u["email"].casefold())
                ]  # fmt: skip
            if not edit:
                found = [{k: v for k, v in u.items() if k != "email"} for u in found]
            return 200, found
        raise Refused(404, "rest_no_route", "No route was found matching the URL.")

    def _logged_in(self) -> bool:
        given = self.headers.get("Authorization", "")
        if not given:
            return False
        user, _colon, password = base64.b64decode(given.removeprefix("Basic ")).decode().partition(
            ":"
        )  # fmt: skip
        return user == USER and password.replace(" ", "") == PASSWORD.replace(" ", "")

    def _posts(
        self, method: str, rest: str, query: dict[str, list[str]], body: bytes, edit: bool
    ) -> tuple[int, object]:
        site = self.site
        if method == "GET" and not rest:
            status = query.get("status", ["publish"])[0]
            found = [
                p for p in site.posts.values()
                if p["status"] == status or (status == "any" and p["status"] != "trash")
            ]  # fmt: skip
            if words := query.get("search", [""])[0]:
                found = [p for p in found if words in p["content"] or words in p["title"]]
            if slug := query.get("slug", [""])[0]:
                found = [p for p in found if p["slug"] == kept(slug)]
            return 200, [self._shown(p, edit) for p in found]
        if method == "GET":
            return 200, self._shown(self._post(rest), edit)
        if method == "DELETE":
            post = self._post(rest)
            if post["status"] == "trash":
                raise Refused(410, "rest_already_trashed", "The post has already been deleted.")
            post.update(status="trash", slug=f"{post['slug']}__trashed", modified_gmt=site.stamp())
            return 200, self._shown(post, edit)
        data = json.loads(body)
        for name in ("categories", "tags"):
            for number in data.get(name, []):
                if number not in site.terms[name]:
                    raise Refused(400, "rest_invalid_param", f"Invalid parameter(s): {name}")
        if "author" in data and data["author"] not in site.users:
            raise Refused(400, "rest_invalid_author", "Invalid author ID.")
        if data.get("status") == "publish" and site.role == "contributor":
            raise Refused(403, "rest_cannot_publish",
                          "Sorry, you are not allowed to publish posts of this type.")  # fmt: skip
        if data.get("featured_media") and data["featured_media"] not in site.media:
            raise Refused(400, "rest_invalid_featured_media", "Invalid featured media ID.")
        if not rest:
            number = site.number()
            site.posts[number] = {
                "id": number, "status": "draft", "slug": "", "title": "", "content": "",
                "excerpt": "", "author": 1, "categories": [1], "tags": [], "featured_media": 0,
                "date_gmt": None, "modified_gmt": "",
            }  # fmt: skip
        else:
            number = self._post(rest)["id"]
        post = site.posts[number]
        slug = data.pop("slug", None)
        data.pop("meta", None)  # none of ours is registered there
        post.update(data, modified_gmt=site.stamp())
        if slug is not None:
            slug = kept(slug)
            taken = {p["slug"] for p in site.posts.values() if p is not post}
            n, name = 1, slug
            while name in taken:
                n += 1
                name = f"{slug}-{n}"
            post["slug"] = name
        if post["status"] == "future" and not post["date_gmt"]:
            raise Refused(400, "rest_invalid_param", "Invalid parameter(s): date_gmt")
        return (200 if rest else 201), self._shown(post, edit)

    def _post(self, rest: str) -> dict[str, Any]:
        if not rest.isdigit() or int(rest) not in self.site.posts:
            raise Refused(404, "rest_post_invalid_id", "Invalid post ID.")
        return self.site.posts[int(rest)]

    def _shown(self, post: dict[str, Any], edit: bool) -> dict[str, Any]:
        shown = dict(post, link=f"https://wp.example/?p={post['id']}")
        for name in ("title", "content", "excerpt"):
            shown[name] = {"rendered": post[name], **({"raw": post[name]} if edit else {})}
        return shown

    def _media(
        self, method: str, rest: str, query: dict[str, list[str]], body: bytes
    ) -> tuple[int, object]:
        site = self.site
        if method == "GET" and rest:
            if int(rest) not in site.media:
                raise Refused(404, "rest_post_invalid_id", "Invalid post ID.")
            return 200, site.media[int(rest)]
        if method == "GET":
            slug = query.get("slug", [""])[0]
            return 200, [m for m in site.media.values() if m["slug"] == slug]
        if rest:
            site.media[int(rest)].update(json.loads(body))
            return 200, site.media[int(rest)]
        if not body.startswith((PNG, JPEG)):
            raise Refused(500, "rest_upload_sideload_error",
                          "Sorry, you are not allowed to upload this file type.")  # fmt: skip
        name = re.findall(r'filename="([^"]+)"', self.headers["Content-Disposition"])[0]
        number = site.number()
        site.media[number] = {
            "id": number,
            "slug": name.rpartition(".")[0].lower(),
            "source_url": f"https://wp.example/wp-content/uploads/2026/11/{name}",
            "mime_type": self.headers["Content-Type"],
            "bytes": len(body),
        }
        return 201, site.media[number]

    def _terms(
        self, method: str, kind: str, query: dict[str, list[str]], body: bytes
    ) -> tuple[int, object]:
        terms = self.site.terms[kind]
        if method == "GET":
            found = list(terms.values())
            if slug := query.get("slug", [""])[0]:
                found = [t for t in found if t["slug"] == slug]
            if words := query.get("search", [""])[0].casefold():
                found = [t for t in found if words in html.unescape(t["name"]).casefold()]
            return 200, found
        data = json.loads(body)
        if self.site.role in ("author", "contributor"):
            raise Refused(403, "rest_cannot_create",
                          "Sorry, you are not allowed to create terms here.")  # fmt: skip
        for term in terms.values():
            if term["slug"] == data["slug"]:
                raise Refused(400, "term_exists",
                              "A term with the name provided already exists with this parent.",
                              term_id=term["id"])  # fmt: skip
        number = self.site.number()
        # WordPress keeps names escaped.
        terms[number] = {"id": number, "slug": data["slug"], "name": html.escape(data["name"])}
        return 201, terms[number]


@contextmanager
def served() -> Iterator[tuple[Site, str]]:
    """A site and its address."""
    site = Site()
    handler = type("Bound", (Handler,), {"site": site})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield site, f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def kept(slug: str) -> str:
    """A post's name as WordPress keeps it: what is not ASCII encoded, and no more than it holds."""
    out = ""
    for sign in slug:
        said = quote(sign).lower()
        if len(out) + len(said) > 200:
            break
        out += said
    return out
