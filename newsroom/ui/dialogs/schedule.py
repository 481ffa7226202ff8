"""When stories may be used and when they go out: embargo and schedule, by the newsroom's clock."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox

from newsroom.i18n import N_, _, ngettext
from newsroom.news.countdown import left
from newsroom.news.errors import BadInput, GateClosed
from newsroom.news.fields import Kind, Spec
from newsroom.news.workflow import INDEFINITE, PUBLIC
from newsroom.ui.dialogs.sheet import Sheet
from newsroom.ui.widgets.field import Fittings
from newsroom.ui.widgets.moment import MomentField

if TYPE_CHECKING:
    from newsroom.news.article import Article
    from newsroom.ui.actions.context import Window

_EMBARGO = Spec(label=N_("Embargo until"), kind=Kind.MOMENT)
_PUBLISH = Spec(label=N_("Publish at"), kind=Kind.MOMENT)
TICK_MS = 1_000  # the countdown has minutes; a second's delay is not seen


class ScheduleDialog(Sheet):
    """Two moments, each by the newsroom's clock and by one's own, with the time that is left."""

    def __init__(self, window: Window, ids: tuple[int, ...]) -> None:
        n = len(ids)
        super().__init__(
            "schedule",
            ngettext("Embargo and schedule", "Embargo and schedule of {n} stories", n).format(n=n),
        )
        self._window = window
        self._ids = ids
        self._before: Article | None = None
        bench = window.workbench
        fittings = Fittings(
            theme=bench.theme, icons=bench.icons, lists=bench.lists, clock=bench.clock
        )
        self.embargo = MomentField(_EMBARGO, fittings, self)
        self.add(self.embargo, _(_EMBARGO.label))
        self.embargo_left = self.words()
        self.forever = QCheckBox(_("Until further notice"), self)
        self.add(self.forever)
        self.publish = MomentField(_PUBLISH, fittings, self)
        self.add(self.publish, _(_PUBLISH.label))
        self.publish_left = self.words()
        self.reason = self.box(_("Why all the same"), lines=1, hint=_("Kept with the sign-offs"))
        self.show_part(self.reason, False)
        self.button(_("Cancel"), self.reject, name="cancel")
        self.go = self.button(_("Set"), self._set, name="go", primary=True)
        self.go.setEnabled(False)
        self.finish()
        for field in (self.embargo, self.publish):
            field.edited.connect(lambda _at: self._count())
        self.forever.toggled.connect(self._turn)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._count)
        self._tick.start()
        window.tasks.run(
            lambda desk: desk.articles.open(ids[0]), then=self._show, failed=self.tell, owner=self
        )

    def _show(self, story: Article) -> None:
        self._before = story
        if len(self._ids) == 1:
            title = story.headline or story.slug
            self.head.setText(_("When “{title}” goes out").format(title=title))
        forever = story.embargo_until == INDEFINITE
        self.forever.setChecked(forever)
        self.embargo.show_value(None if forever else story.embargo_until)
        self.publish.show_value(story.publish_at)
        out = len(self._ids) == 1 and story.pubstate in PUBLIC
        self.show_part(self.publish, not out)
        self.go.setEnabled(True)
        self._count()

    def _turn(self, forever: bool) -> None:
        self.embargo.setEnabled(not forever)
        self._count()

    def until(self) -> datetime | None:
        """The end of the embargo, None for none."""
        return INDEFINITE if self.forever.isChecked() else self.embargo.value()

    def _count(self) -> None:
        now = self._window.workbench.clock()
        for label, at in (
            (self.embargo_left, None if self.forever.isChecked() else self.embargo.value()),
            (self.publish_left, self.publish.value()),
        ):
            label.setText("" if at is None else left(at, now))
            label.setVisible(at is not None)

    def _set(self) -> None:
        ids, until, at = self._ids, self.until(), self.publish.value()
        reason = self.reason.toPlainText() if self.reason.isVisible() else ""
        self._window.tasks.change(
            lambda desk: desk.scheduling.arrange(ids, embargo=until, at=at, reason=reason),
            then=lambda _changes: self.accept(),
            failed=self._failed,
            owner=self,
        )

    def _failed(self, error: Exception) -> None:
        self.tell(error)
        # A gate that is shut and an embargo that holds are passed with a reason.
        if isinstance(error, (GateClosed, BadInput)) and not self.reason.isVisible():
            self.show_part(self.reason, True)
            self.reason.setFocus()
