"""Passwords of targets: in the system's keyring where there is one, else until this window closes.

Nothing of them is ever written anywhere else. Usable from any thread: a keyring may ask its owner
first, so nobody who must not wait should call it.
"""

from __future__ import annotations

import logging
from threading import Lock
from typing import Protocol

from newsroom.i18n import _
from newsroom.news.errors import NewsroomError
from newsroom.news.outward import Target

log = logging.getLogger(__name__)


class PasswordNeeded(NewsroomError):
    """Nobody has said the password of this target yet."""

    def __init__(self, target: Target) -> None:
        super().__init__(
            _("The password of “{name}” is needed before anything can be sent there.").format(
                name=target.name
            )
        )
        self.target = target


class Keyring(Protocol):
    """What we ask of a keyring (the library ``keyring`` has these by name)."""

    def get_password(self, service: str, user: str) -> str | None: ...  # noqa: D102
    def set_password(self, service: str, user: str, password: str) -> None: ...  # noqa: D102
    def delete_password(self, service: str, user: str) -> None: ...  # noqa: D102


class Secrets:
    """The passwords that are known."""

    def __init__(self, keyring: Keyring | None = None) -> None:
        self._keyring = keyring
        self.fallback = ""  # what is taken where nobody has said one: a timer's, for its one target
        self._said: dict[tuple[str, str], str] = {}
        self._lock = Lock()

    @property
    def lasting(self) -> bool:
        """Whether there is a keyring to keep them in."""
        return self._keyring is not None

    def get(self, target: Target) -> str:
        """The password. Raises PasswordNeeded where nobody has said it."""
        key = (target.service, target.user)
        with self._lock:
            if key in self._said:
                return self._said[key]
        found = self._kept(*key) or self.fallback
        if not found:
            raise PasswordNeeded(target)
        with self._lock:
            self._said.setdefault(key, found)
        return found

    def put(self, target: Target, password: str, *, keep: bool = True) -> bool:
        """Know a password from now on; True where the keyring has it too."""
        key = (target.service, target.user)
        with self._lock:
            self._said[key] = password
        if not keep or self._keyring is None:
            return False
        try:
            self._keyring.set_password(*key, password)
        except Exception as error:  # every system's keyring has faults of its own
            log.info("the keyring did not keep a password: %s", type(error).__name__)
            return False
        return True

    def forget(self, target: Target) -> None:
        """Know it no more, here and in the keyring."""
        key = (target.service, target.user)
        with self._lock:
            self._said.pop(key, None)
        if self._keyring is not None:
            try:
                self._keyring.delete_password(*key)
            except Exception as error:
                log.info("the keyring did not forget a password: %s", type(error).__name__)

    def _kept(self, service: str, user: str) -> str | None:
        if self._keyring is None:
            return None
        try:
            return self._keyring.get_password(service, user)
        except Exception as error:
            log.info("the keyring did not answer: %s", type(error).__name__)
            return None


def system_secrets() -> Secrets:
    """The passwords with the system's keyring, if this computer has one that is safe to use."""
    try:
        import keyring
        from keyring.backends import fail

        ring = keyring.get_keyring()
    except Exception:  # not installed, or no backend can be made
        return Secrets()
    if isinstance(ring, fail.Keyring) or ring.priority < 1:  # below 1: plain files and the like
        return Secrets()
    return Secrets(ring)
