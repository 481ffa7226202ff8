"""The front page in one piece, to be looked at without a site around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.export.parts import split
from newsroom.export.pictures import Choice, Pictures, Rendition
from newsroom.export.site import lists
from newsroom.export.site.dressed import SHEET, inside
from newsroom.export.site.pool import Pool
from newsroom.export.site.press import Press
from newsroom.export.site.reel import Reel
from newsroom.export.worker import Renderer
from newsroom.news.errors import NewsroomError

if TYPE_CHECKING:
    from newsroom.export.site.contents import Contents
    from newsroom.export.site.kept import Kept

_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^<>]*>')
_SCRIPT = re.compile(r"<script\b[^<>]*>.*?</script>", re.DOTALL)
_QUIET = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
    "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">"
)


class InsideReel(Reel):
    """Pictures that are put into the page itself."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        Pictures.__init__(self, read)
        self.used: set[str] = set()
        self.asked = {}
        self.lost = 0
        self.source: dict[str, str] = {}

    def has(self, sha256: str) -> bool:
        """Whether it can be shown."""
        try:
            self._read(split(sha256)[0])
        except NewsroomError:
            return False
        return True

    def get(self, sha256: str, width: int) -> Rendition:
        """The picture as a data: address."""
        return Pictures.get(self, sha256, width)

    def choice(self, _sha256: str, _held: Rendition, *, root: str = "") -> Choice:
        """None: each is inside once."""
        return Choice()


def front_inside(
    contents: Contents,
    *,
    templates: Path | None,
    texts: Callable[[Collection[int]], Iterable[tuple[int, str, bytes]]],
    picture: Callable[[str], bytes],
    kept: Kept,
) -> str:
    """The front page with style and pictures inside; its scripts and what they need are gone."""
    renderer = Renderer()
    press = Press(
        contents,
        templates=templates,
        texts=texts,
        reel=InsideReel(picture),
        kept=kept,
        pool=Pool(renderer),
    )
    try:
        pinned = [n for n, story in enumerate(contents.edition.stories) if story.pinned]
        html = lists.front(pinned, press).decode("utf-8", "replace")
        style = inside(lists.style(press).decode("utf-8", "replace"))
    finally:
        press._pool.close()
        renderer.close()
    html = _POLICY.sub(lambda _found: _QUIET, html, count=1)
    html = SHEET.sub(lambda _found: f"<style>{style}</style>", html, count=1)
    return _SCRIPT.sub("", html)
