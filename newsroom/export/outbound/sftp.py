"""A folder on a server, by SFTP (draft-ietf-secsh-filexfer-02, as OpenSSH speaks it)."""

from __future__ import annotations

import base64
import contextlib
import errno
import hashlib
import posixpath
import secrets
import socket
from pathlib import Path
from typing import Any

from newsroom.export.outbound.faults import Undelivered
from newsroom.export.outbound.http import Unanswered
from newsroom.export.outbound.place import UnknownHost
from newsroom.i18n import _
from newsroom.news.errors import BadInput
from newsroom.news.outward import Target

PORT = 22
SECONDS = 30.0  # of silence


def library() -> Any:
    """paramiko. Raises Undelivered with a sentence where it is not installed."""
    try:
        import paramiko
    except ImportError:
        raise Undelivered(
            _("For SFTP install the extra part: pip install 'newsroom[deploy]'.")
        ) from None
    return paramiko


class Sftp:
    """A connection to one server; it is opened at once."""

    def __init__(self, target: Target, password: str) -> None:
        self._paramiko = library()
        self._target = target
        self._root = target.more.get("folder", "") or "."
        self._made: set[str] = set()
        host, port = _address(target.address)
        try:
            # Its own way to connect leaves a socket open where nobody answers.
            line = socket.create_connection((host, port), timeout=SECONDS)
            self._transport = self._paramiko.Transport(line)
        except (OSError, self._paramiko.SSHException) as error:
            raise Unanswered(_("{host} can't be reached.").format(host=host)) from error
        try:
            self._transport.banner_timeout = self._transport.auth_timeout = SECONDS
            self._transport.start_client(timeout=SECONDS)
            self._hold_known(host, port)
            self._log_in(password)
            self._sftp = self._paramiko.SFTPClient.from_transport(self._transport)
            self._sftp.get_channel().settimeout(SECONDS)
        except (OSError, EOFError, self._paramiko.SSHException) as error:
            self.close()
            raise Unanswered(_("{host} broke off while we logged in.").format(host=host)) from error
        except BaseException:
            self.close()
            raise

    # Who is there, and who are we?

    def _hold_known(self, host: str, port: int) -> None:
        """Go on only with the server that was meant. Raises UnknownHost, Undelivered."""
        shown = self._transport.get_remote_server_key()
        key = f"{shown.get_name()} {shown.get_base64()}"
        digest = hashlib.sha256(shown.asbytes()).digest()
        fingerprint = "SHA256:" + base64.b64encode(digest).decode("ascii").rstrip("=")
        kept = self._target.more.get("host_key", "")
        known = [kept] if kept else _known(self._paramiko, host, port)
        if key in known:
            return
        if known and any(one.split(" ")[0] == shown.get_name() for one in known):
            raise Undelivered(
                _(
                    "{host} shows another key than before ({fingerprint}). Nothing was sent. "
                    "Ask its keeper whether the server was changed; if not, somebody listens in."
                ).format(host=host, fingerprint=fingerprint)
            )
        raise UnknownHost(self._target, key, fingerprint)

    def _log_in(self, password: str) -> None:
        try:
            if file := self._target.more.get("key_file", ""):
                self._transport.auth_publickey(self._target.user, self._key(file, password))
            else:
                self._transport.auth_password(self._target.user, password)
        except self._paramiko.AuthenticationException:
            raise Undelivered(
                _("{address} does not take the name, or the password or key.").format(
                    address=self._target.address
                )
            ) from None

    def _key(self, file: str, passphrase: str) -> Any:
        path = Path(file).expanduser()
        try:
            return self._paramiko.PKey.from_path(path, passphrase.encode() if passphrase else None)
        except (OSError, ValueError, TypeError, self._paramiko.SSHException) as error:
            raise BadInput(_("The key {path} can't be read.").format(path=path)) from error

    # Files.

    def read(self, path: str) -> bytes | None:
        """A file's bytes."""
        with self._told(path):
            try:
                with self._sftp.open(self._path(path), "rb") as file:
                    file.prefetch()
                    content: bytes = file.read()
                    return content
            except FileNotFoundError:
                return None
        return None

    def write(self, path: str, content: bytes) -> None:
        """Put a file beside its place and then into it."""
        whole = self._path(path)
        beside = posixpath.join(posixpath.dirname(whole), f".{secrets.token_hex(8)}.part")
        with self._told(path):
            self._make(posixpath.dirname(whole))
            try:
                with self._sftp.open(beside, "wbx") as file:
                    file.set_pipelined(True)
                    file.write(content)
                if self._sftp.stat(beside).st_size != len(content):
                    raise Unanswered(
                        _("{address} took only a part of {path}.").format(
                            address=self._target.address, path=path
                        )
                    )
                self._replace(beside, whole)
            except BaseException:
                with contextlib.suppress(Exception):
                    self._sftp.remove(beside)
                raise

    def _replace(self, beside: str, whole: str) -> None:
        try:
            self._sftp.posix_rename(beside, whole)  # OpenSSH's, in one step
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.EACCES):
                raise
            # A server without it: between the two steps the file is missing for a moment.
            with contextlib.suppress(FileNotFoundError):
                self._sftp.remove(whole)
            self._sftp.rename(beside, whole)

    def delete(self, path: str) -> None:
        """Take a file away, and the folders that are empty without it."""
        whole = self._path(path)
        with self._told(path):
            with contextlib.suppress(FileNotFoundError):
                self._sftp.remove(whole)
            folder = posixpath.dirname(path)
            while folder:
                try:
                    self._sftp.rmdir(self._path(folder))
                except OSError:
                    break  # there is something in it
                self._made.discard(self._path(folder))
                folder = posixpath.dirname(folder)

    def close(self) -> None:
        """Hang up."""
        self._transport.close()

    def _path(self, path: str) -> str:
        return posixpath.join(self._root, path)

    def _make(self, folder: str) -> None:
        if not folder or folder in self._made:
            return
        try:
            self._sftp.stat(folder)
        except FileNotFoundError:
            self._make(posixpath.dirname(folder))
            self._sftp.mkdir(folder)
        self._made.add(folder)

    @contextlib.contextmanager
    def _told(self, path: str):  # type: ignore[no-untyped-def]
        address = self._target.address
        try:
            yield
        except PermissionError as error:
            raise Undelivered(
                _("{address} does not let us write {path}.").format(address=address, path=path)
            ) from error
        except (EOFError, ConnectionError, TimeoutError, self._paramiko.SSHException) as error:
            raise Unanswered(_("{address} broke off.").format(address=address)) from error
        except OSError as error:
            if not self._transport.is_active():
                raise Unanswered(_("{address} broke off.").format(address=address)) from error
            raise Undelivered(
                _("{address} could not take {path}: {reason}").format(
                    address=address, path=path, reason=error.strerror or str(error)
                )
            ) from error


def _address(address: str) -> tuple[str, int]:
    host, colon, port = address.rpartition(":")
    if colon and port.isdigit() and not host.endswith(":"):
        return host.strip("[]"), int(port)
    return address.strip("[]"), PORT


def _known(paramiko: Any, host: str, port: int) -> list[str]:
    """The keys that this person's own ssh knows the server by."""
    name = host if port == PORT else f"[{host}]:{port}"
    path = Path.home() / ".ssh" / "known_hosts"
    try:
        found = paramiko.HostKeys(str(path)).lookup(name)
    except (OSError, paramiko.SSHException):
        return []
    return [f"{kind} {key.get_base64()}" for kind, key in (found or {}).items()]
