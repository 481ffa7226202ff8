"""The attachments of a WordPress export while its posts are read: a site may have very many, so
their words lie in a temporary file and only their numbers in memory."""

from __future__ import annotations

import json
import weakref
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile

from newsroom.i18n import _
from newsroom.news.errors import StoreError

_MOST_HELD = 1_000_000  # bytes that need no file: those of some thousand pictures
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture of the site; its words are on one line each."""

    address: str
    title: str
    caption: str
    alt: str
    credit: str


class Attachments:
    """Attachments by their number there; of two with one number the later one counts.

    Raises StoreError where the folder for temporary files can't be written.
    """

    def __init__(self) -> None:
        self._numbers = array("q")
        self._places = array("q")
        self._sorted = True
        self._end = 0
        self._file = SpooledTemporaryFile(max_size=_MOST_HELD)  # noqa: SIM115 (closed below)
        weakref.finalize(self, self._file.close)

    def __len__(self) -> int:
        return len(self._numbers)

    def put(self, number: int, made: Attachment) -> None:
        """Keep one; a number that no database has is none."""
        if number > _LARGEST:
            return
        words = (made.address, made.title, made.caption, made.alt, made.credit)
        data = json.dumps(words).encode() + b"\n"
        try:
            self._file.seek(self._end)
            self._file.write(data)
        except OSError as error:
            raise StoreError(
                _("The folder for temporary files can't be written: {reason}.").format(
                    reason=error.strerror
                )
            ) from None
        self._sorted &= not self._numbers or self._numbers[-1] <= number
        self._numbers.append(number)
        self._places.append(self._end)
        self._end += len(data)

    def get(self, number: int) -> Attachment | None:
        """The one of that number; None where the file has none."""
        if number > _LARGEST:
            return None
        if not self._sorted:
            order = sorted(range(len(self._numbers)), key=self._numbers.__getitem__)
            self._numbers = array("q", map(self._numbers.__getitem__, order))
            self._places = array("q", map(self._places.__getitem__, order))
            self._sorted = True
        at = bisect_right(self._numbers, number) - 1
        if at < 0 or self._numbers[at] != number:
            return None
        self._file.seek(self._places[at])
        return Attachment(*json.loads(self._file.readline()))
