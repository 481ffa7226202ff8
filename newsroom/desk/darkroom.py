"""Where pictures are made ready, on any thread: looked through, laid down, made small for pages.

The desk's verbs belong to one thread, and a photograph takes a tenth of a second of a processor:
a hundred of them come in by all of them while the desk goes on.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.export.bare import bare
from newsroom.export.pictures import (
    LEAD_WIDTH,
    Rendition,
    draft,
    every_width,
    rendition,
    scaled,
)
from newsroom.export.shelf import DiskShelf
from newsroom.i18n import _
from newsroom.intake.picture import Checked, check
from newsroom.news.edited import Edited
from newsroom.news.errors import NewsroomError, NotFound
from newsroom.store.media import lay, place

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

THUMBNAIL = 360
"""Pixels across of a picture in the library: its widest cell, and half of it on a dense screen."""

BLOCK = 1024 * 1024
"""Bytes of the pieces that a picture lies in. Those of one are nearly as large as those of another,
so that they pass from one to the other; and the C library keeps them together (``ui.heap``)."""

BLOCKS = 64
"""Pieces that are kept for each thread: a photograph of 24 megapixels, decoded as finely as a page
needs and made small, lies in 43."""


@dataclass(frozen=True, slots=True)
class Developed:
    """A picture that lies in the media folder and is not in the store yet; ``size`` is bytes."""

    checked: Checked  # without its bytes
    sha256: str
    size: int


class Darkroom:
    """Knows where a newsroom's pictures lie. Usable from any thread."""

    def __init__(self, folder: Path, shelf: DiskShelf) -> None:
        self._folder = folder
        self._shelf = shelf
        self.turned: Mapping[str, Edited] = {}
        """Pictures that were turned, by their hash and by the names that pages know them by;
        replaced as a whole."""

    def develop(self, source: Path | bytes, filename: str = "", *, more: bool = False) -> Developed:
        """Look a picture through and lay it down; a photograph is made ready on the way as a page
        and the library show it.

        What a site offers narrow screens beside that is made of those that come to a page, when it
        is published (``export.site.reel``): few of a hundred do.

        With ``more`` the memory that it was decoded into is kept for those that follow, until
        ``clear_away``. Raises BadInput with a sentence, DiskFull, StoreError.
        """
        if more:
            _keep_memory()
        made: dict[int, Rendition] = {}
        checked = check(source, filename, look=_Printing(made))
        sha256 = checked.sha256
        lay(self._folder, sha256, checked.data, soon=not more)
        for width, one in made.items():
            self._shelf.put(sha256, width, one)
        return Developed(replace(checked, data=b""), sha256, len(checked.data))

    def clear_away(self) -> None:
        """Give back the memory that was kept for more pictures."""
        from PIL import _imaging as core

        core.set_blocks_max(0)  # which frees what is above it

    def file(self, sha256: str) -> Path:
        """Where a picture lies on this computer, if it does."""
        return place(self._folder, sha256)

    def thumbnail(self, sha256: str) -> bytes:
        """A small JPEG or PNG of the picture.

        Raises NotFound where its file is not on this computer (``Desk.media`` brings it from the
        server), BadInput where it is none.
        """
        return self.small(sha256, THUMBNAIL).content

    def fitting(self, sha256: str, width: int) -> bytes:
        """The smallest of what is made for pages that is as wide, for a screen. Raises as
        ``thumbnail`` does."""
        return self.small(sha256, THUMBNAIL if width <= THUMBNAIL else LEAD_WIDTH).content

    def small(self, sha256: str, width: int) -> Rendition:
        """The picture as it is shown, at most ``width`` pixels wide.

        Raises as ``thumbnail`` does.
        """
        turned = self.turned.get(sha256)
        name = turned.name if turned else sha256
        made = self._shelf.get(name, width)
        if made is None:
            try:
                data = place(self._folder, turned.sha256 if turned else sha256).read_bytes()
            except OSError as error:
                raise NotFound(_("The file of this picture is not on this computer.")) from error
            made = rendition(bare(data, turn=turned.turn) if turned else data, width)
            self._shelf.put(name, width, made)
        return made


def _keep_memory() -> None:
    """Have Pillow keep what its pictures lie in, for the next ones.

    Forty megabytes of pages that the system clears and hands over anew were a sixth of the time of
    a photograph. https://pillow.readthedocs.io/en/stable/reference/block_allocator.html
    """
    from PIL import _imaging as core

    core.set_block_size(BLOCK)
    core.set_blocks_max(BLOCKS * ((os.cpu_count() or 1) + 1))


class _Printing:
    """Makes the renditions of a photograph while it is open for being looked through."""

    def __init__(self, made: dict[int, Rendition]) -> None:
        self._made = made

    def before(self, picture: ImageFile) -> bool:
        """Have it decoded as finely as a page needs; other kinds than JPEG can wait."""
        if picture.format != "JPEG":
            return False
        draft(picture, LEAD_WIDTH)
        return True

    def after(self, picture: ImageFile) -> None:
        """Make them."""
        with contextlib.suppress(NewsroomError, OSError, ValueError):
            large = scaled(picture, LEAD_WIDTH)
            made = every_width(large, (LEAD_WIDTH, THUMBNAIL), as_png=False)
            for width in (LEAD_WIDTH, THUMBNAIL):
                self._made[width] = made.get((width, False), made[(LEAD_WIDTH, False)])
