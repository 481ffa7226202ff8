"""Files of an export: names that stay in their folder, replaced whole, never written in vain."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import unicodedata
from enum import StrEnum
from pathlib import Path

from newsroom.i18n import _
from newsroom.news.errors import BadInput, DiskFull, NewsroomError
from newsroom.values import dataclass

NAME_BYTES = 200  # of UTF-8; most file systems take 255, a suffix and a temporary name fit beside

_SEPARATORS = re.compile(r"[\s/\\:*?\"<>|\x00-\x1f\x7f]+")
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$", "clock$"}
    | {f"{name}{n}" for name in ("com", "lpt") for n in "0123456789¹²³"}
)
"""Names that Windows keeps for devices, whatever follows their first dot."""

TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Embeddings, overrides and isolates: they show a name in another order than it has, and one that
is left open turns round the words that follow it."""

_DIGEST = re.compile(rb'(<meta name="newsroom:digest" content=")[0-9a-f]*(")')
_AGE = re.compile(rb"(<time\b[^<>]*\sdata-age\b[^<>]*>)[^<]*(</time>)")
"""An element whose words grow old by themselves: templates mark it with ``data-age``."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Act(StrEnum):
    """What writing a file comes to."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"  # nothing to write


@dataclass(frozen=True, slots=True)
class Action:
    """A file that is to be written, or need not be."""

    path: Path
    act: Act
    content: bytes

    def carry_out(self) -> None:
        """Write the file unless it is the same. Raises DiskFull or BadInput with a sentence."""
        if self.act is not Act.SAME:
            write(self.path, self.content)


def file_name(slug: str, suffix: str) -> str:
    """A file name that can't leave its folder and that every system takes.

    "../../etc/passwd" becomes "etc-passwd", "CON" becomes "con-story", nothing becomes "story".
    Letters of every script stay.
    """
    slug = unicodedata.normalize("NFC", slug)
    slug = "".join(
        c
        for c in slug
        if c not in TURNING and unicodedata.category(c) not in ("Cc", "Cs", "Cn", "Co")
    )
    name = _SEPARATORS.sub("-", slug)
    name = re.sub(r"-{2,}", "-", re.sub(r"\.{2,}", "-", name)).strip("-. ")
    name = _within(name, NAME_BYTES) or "story"
    if name.split(".")[0].casefold() in _DEVICES:
        name = f"{name}-story"
    return name + suffix


def _within(name: str, most: int) -> str:
    """The name cut to so many bytes of UTF-8, between two characters."""
    return name.encode("utf-8")[:most].decode("utf-8", "ignore").strip("-. ")


def place(folder: Path, name: str) -> Path:
    """The file ``name``, which may name a folder too, of ``folder``.

    Raises BadInput for a name that would lead out of it, by itself or by a link that lies there.
    A link in the file's own place is no harm: writing puts the file into the place of the link.
    """
    path = folder / name
    top, written = Path(os.path.normpath(folder)), Path(os.path.normpath(path))
    real_top, real = (Path(os.path.realpath(p)) for p in (folder, written.parent))
    if top not in written.parents or not (real == real_top or real_top in real.parents):
        raise BadInput(_("“{name}” would be written outside the folder.").format(name=name))
    return path


def digest(content: bytes) -> str:
    """What the page says, as SHA-256: its bytes without relative ages and without the digest."""
    said = _AGE.sub(rb"\1\2", _DIGEST.sub(rb"\1\2", content, count=1))
    return hashlib.sha256(said).hexdigest()


def sealed(content: bytes) -> bytes:
    """The page with its digest written into its ``newsroom:digest``, if it has one."""
    value = digest(content).encode("ascii")
    return _DIGEST.sub(lambda found: found[1] + value + found[2], content, count=1)


def plan_write(path: Path, content: bytes, *, exact: bool = False) -> Action:
    """What writing ``content`` to ``path`` comes to; ``exact`` compares bytes alone.

    A page that says the same but for its relative ages is the same: it is left alone. The digest
    is worked out from what lies there, not read from it, so that a file that was changed by hand
    or cut short is written anew. Raises BadInput where something else stands in the way.
    """
    try:
        old = path.read_bytes()
    except FileNotFoundError:
        return Action(path, Act.NEW, content)
    except NotADirectoryError:
        raise BadInput(_("{path} is a file, not a folder.").format(path=path.parent)) from None
    except IsADirectoryError:
        raise BadInput(_("{path} is a folder, so no page fits there.").format(path=path)) from None
    except OSError as error:
        raise _fault(error, path) from error
    same = old == content or (not exact and digest(old) == digest(content))
    return Action(path, Act.SAME if same else Act.CHANGED, content)


def write(path: Path, content: bytes) -> None:
    """Put ``content`` in the place of ``path`` in one step: the old file or the new, never half.

    The folder is made if need be. Raises DiskFull or BadInput with a sentence.
    """
    # Beside the file, so that the replacing stays on one file system; with a name that a web
    # server does not serve and no two processes share.
    from secrets import token_hex

    beside = path.with_name(f".{token_hex(8)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open(beside, "xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())  # before the replacing, or a power cut leaves 0 bytes
            os.replace(beside, path)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise
        _sync_folder(path.parent)
    except OSError as error:
        raise _fault(error, path) from error


def _sync_folder(folder: Path) -> None:
    """Make the new name durable, where the system has a way to say so."""
    if os.name == "nt":  # a folder can't be opened there; NTFS journals names by itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _fault(error: OSError, path: Path) -> NewsroomError:
    """The sentence for what the system said."""
    if error.errno in _FULL:
        return DiskFull(
            _("The disk is full; {path} was not written. Make room and export again.").format(
                path=path
            )
        )
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return BadInput(_("{folder} can't be written to.").format(folder=path.parent))
    if isinstance(error, (NotADirectoryError, FileExistsError)):
        return BadInput(_("{path} is a file, not a folder.").format(path=path.parent))
    if isinstance(error, IsADirectoryError):
        return BadInput(_("{path} is a folder, so no page fits there.").format(path=path))
    return BadInput(
        _("{path} could not be written: {reason}.").format(path=path, reason=error.strerror)
    )
