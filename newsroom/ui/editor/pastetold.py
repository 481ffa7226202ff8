"""What is said of a paste: what it dropped, and pictures that are still elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from PySide6.QtCore import QObject, Qt

from newsroom.i18n import _, ngettext
from newsroom.intake.pasted import is_web
from newsroom.ui.editor.images import held_address
from newsroom.ui.messages import Answer

if TYPE_CHECKING:
    from newsroom.intake.dropped import Dropped
    from newsroom.intake.html import Walked
    from newsroom.intake.pasteprocess import Held
    from newsroom.news.article import Picture
    from newsroom.news.errors import NewsroomError
    from newsroom.ui.editor.pane import EditorPane

KEY: Final = "paste"


class Told(QObject):
    """Tells it in the window's bar, in one quiet line."""

    def __init__(self, pane: EditorPane, parent: QObject) -> None:
        super().__init__(parent)
        self._pane = pane

    def tell(self, text: Walked | Held, lost: int, reasons: Mapping[str, str]) -> None:
        """Say what was dropped: ``lost`` pictures, with the reasons for some by their address."""
        from newsroom.intake.dropped import Dropped, told

        dropped: dict[Dropped, int] = dict(text.dropped)
        if lost:
            dropped[Dropped.PICTURES] = dropped.get(Dropped.PICTURES, 0) + lost
        remote = [address for address in dict.fromkeys(text.pictures) if is_web(address)]
        answers = []
        if dropped:
            answers.append(Answer(_("Show"), partial(self._show, dropped, text, reasons)))
        if remote:
            label = ngettext("Fetch {n} picture", "Fetch {n} pictures", len(remote))
            answers.append(Answer(label.format(n=len(remote)), partial(self._fetch, remote)))
        what = told(dropped)
        if what:
            sentence = _("Pasted; {what}.").format(what=what)
        elif remote:
            sentence = ngettext(
                "Pasted; {n} picture stays on the site that it comes from.",
                "Pasted; {n} pictures stay on the site that they come from.",
                len(remote),
            ).format(n=len(remote))
        else:
            return
        self._pane.workbench.messages.say(sentence, *answers, key=KEY)

    def _show(
        self, dropped: Mapping[Dropped, int], text: Walked | Held, reasons: Mapping[str, str]
    ) -> None:
        from newsroom.ui.dialogs.dropped import DroppedList

        dialog = DroppedList(dropped, text.trackers, tuple(reasons.values()))
        dialog.setParent(self._pane.window(), dialog.windowFlags())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()
        dialog.activateWindow()

    # Pictures elsewhere.

    def _fetch(self, addresses: list[str]) -> None:
        """Fetch pictures of the web into the newsroom, and let the text show those."""
        waiting = set(addresses)
        kept: dict[str, str] = {}
        faults: list[str] = []

        def done(address: str, picture: Picture | None, why: str = "") -> None:
            waiting.discard(address)
            if picture is not None:
                kept[address] = held_address(picture.sha256)
            elif why:
                faults.append(why)
            if not waiting:
                self._exchange(kept)
                if faults:
                    self._pane.workbench.messages.say(faults[0], key=KEY)

        def refused(address: str, error: NewsroomError) -> None:
            done(address, None, str(error))

        def came(address: str, data: bytes) -> None:
            self._pane.media.take(
                data,
                Path(unquote(urlsplit(address).path)).name or "picture",
                then=partial(done, address),
                failed=partial(refused, address),
                owner=self,
            )

        for address in addresses:
            self._pane.workbench.tasks.background(
                partial(fetched, address),
                then=partial(came, address),
                failed=partial(refused, address),
                owner=self,
            )

    def _exchange(self, kept: Mapping[str, str]) -> None:
        body, view = self._pane.body, self._pane.view
        reading = self._pane.reading
        if not kept or view.isReadOnly() or (reading is not None and reading.why):
            return
        text = body.text()
        at = body.offset(view.textCursor().position())
        head, tail = text[:at], text[at:]
        for address, own in kept.items():
            named = re.compile(rf"\]\((?:<{re.escape(address)}>|{re.escape(address)}(?=[\s)]))")
            head, tail = (named.sub(f"]({own}", part) for part in (head, tail))
        if head + tail != text:
            body.put(head + tail, len(head))


def fetched(address: str) -> bytes:
    """A picture of the web. Raises Unfetched."""
    from newsroom.intake.fetching import Fetcher

    return Fetcher().get(address, accept="image/*").body or b""
