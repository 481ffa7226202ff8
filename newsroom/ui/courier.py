"""Brings what waits in the outbox to where it goes, while the window is open, and says what came.

The desk packs a parcel and writes down what became of it; the way in between is the pool's, so
that a slow server keeps nobody waiting.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from newsroom.i18n import _
from newsroom.news.changes import Changes, Done
from newsroom.ui.messages import Answer, Tone

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.desk.pushing import Delivered
    from newsroom.desk.secrets import Secrets
    from newsroom.export.outbound.http import Send
    from newsroom.export.outbound.parcel import Parcel
    from newsroom.news.outward import Delivery
    from newsroom.ui.actions.context import Window

FIRST_MS = 15_000  # after the window stands: what was left over from yesterday can wait so long
LONGEST_MS = 60_000  # a machine that slept is noticed within a minute of waking


class Courier(QObject):
    """Sends one parcel at a time. ``secrets`` and ``send`` are the system's and the network's."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)  # type: ignore[arg-type]
        self.setObjectName("courier")
        self._window = window
        self.secrets: Secrets | None = None
        self.send: Send | None = None
        self._busy = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        window.tasks.changed.connect(self._changed)
        self._timer.start(FIRST_MS)

    def look(self) -> None:
        """Send what is due, and know when the next one is."""
        self._window.tasks.run(
            lambda desk: None if desk.read_only else desk.next_delivery(),
            then=self._wait,
            owner=self,
            key="next",
        )

    def known(self) -> Secrets:
        """The passwords; to be asked in the pool alone, as a keyring may ask its owner first."""
        if self.secrets is None:
            from newsroom.desk.secrets import system_secrets

            self.secrets = system_secrets()
        return self.secrets

    def _changed(self, changes: Changes) -> None:
        if changes.outbox:
            self.look()

    def _wait(self, at: datetime | None) -> None:
        if at is None or self._busy:
            self._timer.stop()
            return
        wait = (at - self._window.workbench.clock()).total_seconds() * 1000
        if wait <= 0:
            self._take()
        else:
            self._timer.start(int(min(LONGEST_MS, wait)))

    def _take(self) -> None:
        self._busy = True
        self._window.tasks.run(
            lambda desk: desk.pushing.take(), then=self._taken, failed=self._failed, owner=self
        )

    def _taken(self, parcel: Parcel | None) -> None:
        if parcel is None:
            self._busy = False
            return
        self._window.tasks.background(
            lambda: self._bring(parcel), then=self._arrived, failed=self._failed, owner=self
        )

    def _bring(self, parcel: Parcel) -> Delivered:
        """In the pool."""
        from newsroom.desk.pushing import deliver
        from newsroom.export.outbound.http import send

        return deliver(parcel, self.known(), self.send or send)

    def _arrived(self, came: Delivered) -> None:
        import random

        number, chance = came.parcel.delivery.id, random.random()

        def write(desk: Desk) -> Done[Delivery]:
            changes = desk.pushing.record(came, chance=chance)
            return Done(desk.pushing.get(number), changes)

        self._window.tasks.change(write, then=self._told, failed=self._failed, owner=self)

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self._window.messages.fault(error)

    def _told(self, done: Done[Delivery]) -> None:
        self._busy = False
        tell(self._window, done.value)
        self.look()


def courier(window: Window) -> Courier:
    """The window's courier; it is made when it is first wanted."""
    found = window.findChild(Courier)  # type: ignore[attr-defined]
    return found if isinstance(found, Courier) else Courier(window)


def tell(window: Window, one: Delivery) -> None:
    """Say what became of a delivery, with what to do about it."""
    from newsroom.news.outward import DeliveryState, Standing

    key = f"delivery {one.article} {one.target}"
    _drop_announcement(window, one.target)
    if one.state is DeliveryState.DONE:
        answers = [Answer(_("Open it there"), lambda: visit(one.link))] if one.link else []
        words = (
            _("“{slug}” is taken back at {target}.")
            if one.standing is Standing.WITHDRAW
            else _("“{slug}” stands at {target}.")
        )
        said = words.format(slug=one.slug, target=one.target)
        window.messages.say(" ".join((said, *one.notes)), *answers, key=key)
        return
    said = _("“{slug}” to {target}: {problem}").format(
        slug=one.slug, target=one.target, problem=one.problem
    )
    look = _("Answer in the outbox") if one.state is DeliveryState.ASKS else _("Outbox")
    answers = [Answer(look, lambda: window.show_panel("queue"))]
    if one.state is DeliveryState.WAITING:
        said = f"{said} {_('It is tried again by itself.')}"
    window.messages.say(said, *answers, tone=Tone.CAUTION, key=key)


def _drop_announcement(window: Window, target: str) -> None:
    """That it is on its way is no news any more once it is told what became of it."""
    from newsroom.news.outward import on_its_way

    said = on_its_way(1, target)
    for message in window.messages.standing:
        if message.text == said:
            window.messages.take_back(message)


def visit(link: str) -> None:
    """Open an address of the web in the browser; anything else stays shut."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    if link.startswith(("https://", "http://")):
        QDesktopServices.openUrl(QUrl(link))
