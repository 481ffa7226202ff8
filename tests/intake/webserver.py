"""A web server of this computer that answers as a test says, also badly."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Asked(BaseHTTPRequestHandler):
    """One asking; ``reply`` answers it."""

    protocol_version = "HTTP/1.1"
    web: Web

    def do_GET(self) -> None:
        self.web.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        answer = self.web.pages.get(self.path.partition("?")[0])
        with contextlib.suppress(OSError):  # who asked has gone
            if answer is None:
                self.reply(404)
            elif callable(answer):
                answer(self)
            else:
                self.reply(200, answer)

    def reply(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Tests are silent."""


class Web:
    """Its pages by path: bytes, or what answers. ``asked`` are the paths and headers."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | Callable[[Asked], object]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.port = 0
        self.over = threading.Event()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def address(self, path: str = "/") -> str:
        return f"http://{self.host}{path}"


@contextmanager
def web_server() -> Iterator[Web]:
    web = Web()
    handler = type("Handler", (Asked,), {"web": web})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.block_on_close = False
    web.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield web
    finally:
        web.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
