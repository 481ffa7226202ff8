"""Real servers on this computer: one that speaks SFTP, one that speaks S3."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import paramiko

USER, PASSWORD = "harbour", "a long password"


class Sftp:
    """An SFTP server over a folder. ``cut`` hangs up when so many files were opened for writing."""

    def __init__(self, root: Path, *, key: paramiko.PKey, posix_rename: bool = True) -> None:
        self.root = root
        self.key = key
        self.posix_rename = posix_rename
        self.allowed: paramiko.PKey | None = None
        self.written: list[str] = []
        self.cut = 0
        self.readonly = False
        self._transports: list[paramiko.Transport] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def host_key(self) -> str:
        return f"{self.key.get_name()} {self.key.get_base64()}"

    def hang_up(self) -> None:
        for transport in self._transports:
            transport.close()
        self._transports.clear()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # or ``accept`` would wait on
        self._listener.close()
        self.hang_up()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _where = self._listener.accept()
            except OSError:
                return
            transport = paramiko.Transport(connection)
            transport.add_server_key(self.key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Files, own=self)
            self._transports.append(transport)
            try:
                transport.start_server(server=_LogIn(self))
            except (paramiko.SSHException, EOFError, OSError):
                transport.close()


class _LogIn(paramiko.ServerInterface):
    def __init__(self, server: Sftp) -> None:
        self._server = server

    def check_auth_password(self, username: str, password: str) -> int:
        good = (username, password) == (USER, PASSWORD)
        return paramiko.AUTH_SUCCESSFUL if good else paramiko.AUTH_FAILED

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        good = username == USER and key == self._server.allowed
        return paramiko.AUTH_SUCCESSFUL if good else paramiko.AUTH_FAILED

    def get_allowed_auths(self, username: str) -> str:
        return "password,publickey"

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED


class _Handle(paramiko.SFTPHandle):
    def stat(self) -> Any:
        return paramiko.SFTPAttributes.from_stat(os.fstat(self.readfile.fileno()))


class _Files(paramiko.SFTPServerInterface):
    def __init__(self, server: paramiko.ServerInterface, *, own: Sftp) -> None:
        super().__init__(server)
        self._own = own

    def _real(self, path: str) -> Path:
        return self._own.root / self.canonicalize(path).lstrip("/")

    def _do(self, act: Callable[[], object]) -> int:
        try:
            act()
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)
        return paramiko.SFTP_OK

    def stat(self, path: str) -> Any:
        try:
            return paramiko.SFTPAttributes.from_stat(os.stat(self._real(path)))
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)

    lstat = stat

    def open(self, path: str, flags: int, attr: Any) -> Any:
        server = self._own
        writes = bool(flags & (os.O_WRONLY | os.O_RDWR))
        if writes:
            if server.readonly:
                return paramiko.SFTP_PERMISSION_DENIED
            if server.cut and len(server.written) >= server.cut:
                server.cut = 0
                server.hang_up()
                return paramiko.SFTP_FAILURE
        try:
            number = os.open(self._real(path), flags, 0o644)
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno or 0)
        handle = _Handle(flags)
        file = os.fdopen(number, "r+b" if writes else "rb", buffering=0)
        handle.readfile = handle.writefile = file
        if writes:
            server.written.append(path)
        return handle

    def remove(self, path: str) -> int:
        return self._do(self._real(path).unlink)

    def mkdir(self, path: str, attr: Any) -> int:
        return self._do(self._real(path).mkdir)

    def rmdir(self, path: str) -> int:
        return self._do(self._real(path).rmdir)

    def rename(self, oldpath: str, newpath: str) -> int:
        if self._real(newpath).exists():
            return paramiko.SFTP_FAILURE
        return self._do(lambda: os.rename(self._real(oldpath), self._real(newpath)))

    def posix_rename(self, oldpath: str, newpath: str) -> int:
        if not self._own.posix_rename:
            return paramiko.SFTP_OP_UNSUPPORTED
        return self._do(lambda: os.replace(self._real(oldpath), self._real(newpath)))


class Storage:
    """What lies in the buckets of an S3 server, by (bucket, key): bytes and content type."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], tuple[bytes, str]] = {}
        self.buckets = {"site"}
        self.key = "AKIDEXAMPLE"
        self.written: list[str] = []
        self.broken = 0  # requests that fail with 503 before one goes through
        self.cut = 0  # writes after which every request is refused

    def put(self, key: str, content: bytes = b"theirs") -> None:
        self.held["site", key] = (content, "text/plain")


class _S3(BaseHTTPRequestHandler):
    storage: Storage
    protocol_version = "HTTP/1.1"

    def log_message(self, *_words: object) -> None:
        pass

    def _serve(self) -> None:
        storage = self.storage
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        bucket, _slash, key = unquote(urlsplit(self.path).path).lstrip("/").partition("/")
        signed = re.search(r"Credential=([^/]+)/", self.headers.get("Authorization", ""))
        sha = self.headers.get("x-amz-content-sha256", "")
        if storage.broken:
            storage.broken -= 1
            self._error(503, "SlowDown")
        elif storage.cut and len(storage.written) >= storage.cut:
            self._error(403, "AccessDenied")
        elif signed is None or signed[1] != storage.key:
            self._error(403, "InvalidAccessKeyId")
        elif bucket not in storage.buckets:
            self._error(404, "NoSuchBucket")
        elif re.fullmatch("[0-9a-f]{64}", sha) and hashlib.sha256(body).hexdigest() != sha:
            self._error(400, "XAmzContentSHA256Mismatch")
        elif self.command == "PUT":
            md5 = self.headers.get("Content-MD5")
            assert md5 is None or base64.b64decode(md5) == hashlib.md5(body).digest()
            storage.held[bucket, key] = (body, self.headers["Content-Type"])
            storage.written.append(key)
            self._say(200, b"")
        elif self.command == "DELETE":
            storage.held.pop((bucket, key), None)
            self._say(204, b"")
        elif (bucket, key) not in storage.held:
            self._error(404, "NoSuchKey")
        else:
            self._say(200, storage.held[bucket, key][0])

    do_GET = do_PUT = do_DELETE = _serve

    def _error(self, status: int, code: str) -> None:
        self._say(status, f"<Error><Code>{code}</Code><Message>No.</Message></Error>".encode())

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def s3() -> Iterator[tuple[Storage, str]]:
    """A storage and its address."""
    storage = Storage()
    handler = type("Bound", (_S3,), {"storage": storage})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield storage, f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
