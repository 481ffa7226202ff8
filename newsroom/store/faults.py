"""What a database says when something fails, told as our own errors.

The outer text of an error is not enough: Peewee's rollback after a full disk hides the reason
behind "cannot rollback", so the whole chain of causes is walked.
"""

from __future__ import annotations

from collections.abc import Iterator

from newsroom.i18n import _
from newsroom.news.errors import (
    BadInput,
    Cancelled,
    DiskFull,
    NewsroomError,
    NotAStore,
    Refused,
    StoreAway,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreReadOnly,
)
from newsroom.news.rights import RIGHT_ACTS, Right
from newsroom.news.workflow import stage_label

_NO_TRANSACTION = "no transaction is active"


def chain(error: BaseException) -> Iterator[BaseException]:
    """The error and everything behind it, each once: wrapped ones, causes, hidden reasons.

    What was merely being handled at the time is no reason, except for a rollback that had nothing
    left to roll back: it hides what ended the transaction.
    """
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        found = waiting.pop(0)
        if found is None or id(found) in seen:
            continue
        seen.add(id(found))
        yield found
        waiting += [getattr(found, "orig", None), found.__cause__]  # orig: what Peewee wrapped
        if _NO_TRANSACTION in str(found):
            waiting.append(found.__context__)


def told(error: BaseException, name: str) -> NewsroomError | Cancelled | None:
    """The error in our words, or None where it is a mistake of ours.

    ``name`` is the store as people know it, never with a password.
    """
    behind = list(chain(error))
    for found in behind:
        if isinstance(found, (NewsroomError, Cancelled)):
            return found
    for found in behind:
        if code := getattr(found, "sqlite_errorname", None):
            if said := _sqlite(str(code), name):
                return said
        elif state := getattr(found, "sqlstate", None):
            said = _guard(found, str(state)) or _server(str(state), name)
            if said:
                return said
    for found in behind:
        if said := _text(found, name):
            return said
    return None


def disk_full(name: str) -> DiskFull:
    """There is no room for what was to be written into ``name``."""
    return DiskFull(
        _(
            "The disk is full, so {name} could not take the change. "
            "Your text is kept here; free some space and save again."
        ).format(name=name)
    )


def damaged(name: str) -> StoreDamaged:
    """The file of ``name`` does not hold together."""
    return StoreDamaged(
        _(
            "{name} is damaged. Close it, keep the file as it is and restore the last backup; "
            "“newsroom verify” lists what is affected."
        ).format(name=name)
    )


def read_only(name: str) -> StoreReadOnly:
    """``name`` was opened for reading, or may not be written."""
    return StoreReadOnly(
        _(
            "{name} can be read but not changed. Ask for the right to write to it, "
            "or work on a copy."
        ).format(name=name)
    )


def busy(name: str) -> StoreBusy:
    """Somebody else holds ``name``."""
    return StoreBusy(
        _("Another window is writing to {name} right now. Try again in a moment.").format(name=name)
    )


def away(name: str) -> StoreAway:
    """The server behind ``name`` does not answer."""
    return StoreAway(
        _(
            "The server of {name} does not answer. Your text is kept on this computer; "
            "try again when the connection is back."
        ).format(name=name)
    )


def not_there(name: str) -> StoreAway:
    """There is no answer from a server that was never reached."""
    return StoreAway(
        _(
            "There is no answer from the server of {name}. Look at the address and at the network, "
            "then try again."
        ).format(name=name)
    )


def moved(name: str) -> StoreError:
    """The file of ``name`` is not where it was opened."""
    return StoreError(
        _(
            "{name} was moved, replaced or deleted while it was open, so nothing more is written "
            "to it. Put it back, or open it at its new place and save again."
        ).format(name=name)
    )


def _sqlite(code: str, name: str) -> NewsroomError | Cancelled | None:
    """The error of an SQLite result code (https://sqlite.org/rescode.html)."""
    if code == "SQLITE_INTERRUPT":
        return Cancelled()
    # A quota or a file size limit shows as a failed write; SQLITE_FULL is ENOSPC alone.
    if code in ("SQLITE_FULL", "SQLITE_IOERR_WRITE"):
        return disk_full(name)
    if code == "SQLITE_READONLY_DBMOVED":
        return moved(name)
    if code.startswith("SQLITE_READONLY"):
        return read_only(name)
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return busy(name)
    if code.startswith("SQLITE_CORRUPT"):
        return damaged(name)
    if code == "SQLITE_NOTADB":
        return NotAStore(
            _("{name} is not a newsroom store. It was left as it is.").format(name=name)
        )
    if code.startswith("SQLITE_CANTOPEN"):
        return StoreError(
            _("{name} can't be opened. Look whether its folder is there and may be used.").format(
                name=name
            )
        )
    if code.startswith("SQLITE_IOERR"):
        return StoreError(
            _("The disk with {name} failed to read or write. Look after the disk first.").format(
                name=name
            )
        )
    if code == "SQLITE_TOOBIG":
        return BadInput(_("This text is too big for a story; the store takes 1 GB at most."))
    return None


def _server(state: str, name: str) -> NewsroomError | Cancelled | None:
    """The error of an SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html)."""
    if state.startswith("08") or state in ("57P01", "57P02", "57P03", "57P05"):
        return away(name)
    if state == "57014":
        return busy(name)  # the statement's time was up; a search that was called off is told apart
    if state in ("40001", "40P01", "55P03", "53300"):
        return busy(name)
    if state in ("53100", "53400"):
        return DiskFull(
            _(
                "The disk of the server of {name} is full. Your text is kept on this computer; "
                "tell who looks after the server."
            ).format(name=name)
        )
    if state in ("25006", "42501"):
        return read_only(name)
    if state.startswith("28"):
        return refused(name)
    if state in ("XX001", "XX002"):
        return damaged(name)
    if state == "22003":
        return number_too_big()
    if state in ("54000", "22021"):
        return BadInput(_("This text can't be stored: it is too long or holds a broken character."))
    return None


def _guard(error: BaseException, state: str) -> NewsroomError | None:
    """What the guard of a server refused, by its own codes (resources/postgresql/guard.sql)."""
    said = getattr(error, "diag", None)
    match state:
        case "NR001":
            return Refused(_("A new story can't begin on the spike."))
        case "NR002":
            before, _sep, after = str(getattr(said, "message_detail", "") or "").partition(">")
            return Refused(
                _("The server knows no way for this story from {before} to {after}.").format(
                    before=_(stage_label(before)), after=_(stage_label(after))
                )
            )
        case "NR003":
            return _lacks(str(getattr(said, "message_hint", "") or ""))
        case "NR004":
            return Refused(_("This is somebody else's; the server lets only them change it."))
        case "NR005":
            return Refused(
                _("The server keeps this by itself; it can't be written by hand or out of turn.")
            )
        case "NR006":
            return Refused(
                _("Your login belongs to nobody who works here. Ask who looks after the server.")
            )
        case "NR409":
            return Refused(
                _("Somebody saved this while you were working on it. Look at it again, then save.")
            )
        case "42501" if "row-level security" in str(error):
            return Refused(
                _(
                    "The server does not let you write this. "
                    "Ask who manages the staff for the right to."
                )
            )
    return None


def _lacks(right: str) -> Refused:
    act = _(RIGHT_ACTS[Right(right)]) if right in set(Right) else right
    return Refused(
        _("The server does not let you {act}. Ask who manages the staff for the right to.").format(
            act=act
        )
    )


def nobody(name: str) -> Refused:
    """The login of an address belongs to nobody of the staff."""
    return Refused(
        _(
            "The login of {name} belongs to nobody who works here. "
            "Ask who looks after the server to run “newsroom staff grant” for you."
        ).format(name=name)
    )


def number_too_big() -> BadInput:
    """A number that no column takes."""
    return BadInput(_("This number is too big to be stored. Make it smaller and save again."))


def refused(name: str) -> StoreError:
    """The server does not let this name and password in."""
    return StoreError(
        _(
            "The server of {name} refused the name or the password. "
            "Look at both, or ask who looks after the server."
        ).format(name=name)
    )


def _text(error: BaseException, name: str) -> NewsroomError | None:
    """Errors that carry no code, only words."""
    words = str(error)
    if isinstance(error, UnicodeDecodeError) or "Could not decode to UTF-8" in words:
        return damaged(name)
    if isinstance(error, OverflowError):
        return number_too_big()
    if isinstance(error, UnicodeEncodeError) or "cannot contain NUL" in words:
        return BadInput(
            _("This text holds a character that can't be stored. Take it out and save again.")
        )
    return None
