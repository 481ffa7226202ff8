"""Publishes what is due while the window is open, and says what went out late or could not."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from newsroom.i18n import _, ngettext
from newsroom.news.changes import Changes, Done
from newsroom.ui.hours import said
from newsroom.ui.messages import Answer, Tone

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.desk.scheduling import Due, DueReport
    from newsroom.ui.workbench import Workbench

LONGEST_MS = 60_000  # a machine that slept is noticed within a minute of waking
_NAMED = 3  # stories that one sentence names


class DueRunner(QObject):
    """Looks at its time, at each change of the list, and at least each minute while any waits."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._bench = workbench
        self._told: set[tuple[int, str]] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        workbench.tasks.changed.connect(self._changed)
        self.look()

    def look(self) -> None:
        """Publish what is due now, and know when the next one is."""
        self._bench.tasks.change(_publish, then=self._looked, owner=self)

    def _changed(self, changes: Changes) -> None:
        if changes.listing:
            self._bench.tasks.run(
                lambda desk: desk.next_due(), then=self._wait, owner=self, key="next"
            )

    def _looked(self, done: Done[tuple[DueReport | None, datetime | None]]) -> None:
        report, upcoming = done.value
        if report is not None:
            self._tell(report)
        self._wait(upcoming)

    def _wait(self, upcoming: datetime | None) -> None:
        if upcoming is None:
            self._timer.stop()
            return
        wait = (upcoming - self._bench.clock()).total_seconds() * 1000
        # What is held back is looked at again each minute, not all the time.
        self._timer.start(int(min(LONGEST_MS, wait if wait > 0 else LONGEST_MS)))

    def _tell(self, report: DueReport) -> None:
        late = [due for due in report.published if due.late]
        if late:
            self._say_late(late)
        elif report.published:
            n = len(report.published)
            self._bench.messages.say(
                ngettext("{names} is out.", "{names} are out.", n).format(
                    names=_names(report.published)
                )
            )
        for due in report.held:
            if (due.article, due.held) not in self._told:
                self._told.add((due.article, due.held))
                self._bench.messages.say(
                    _("It was to go out at {moment}. {why}").format(
                        moment=said(due.at, self._bench.lists), why=due.held
                    ),
                    self._open(due),
                    tone=Tone.CAUTION,
                    key=f"due {due.article}",
                )

    def _say_late(self, late: list[Due]) -> None:
        first = late[0]
        words = ngettext(
            "{names} went out only now: it was due at {moment}, and nobody was there.",
            "{names} went out only now: the first was due at {moment}, and nobody was there.",
            len(late),
        )
        self._bench.messages.say(
            words.format(names=_names(late), moment=said(first.at, self._bench.lists)),
            self._open(first),
            tone=Tone.CAUTION,
            key="late",
        )

    def _open(self, due: Due) -> Answer:
        return Answer(_("Open it"), lambda: self._bench.open(due.article))


def _names(dues: list[Due] | tuple[Due, ...]) -> str:
    names = [f"“{due.slug}”" for due in dues]
    if len(names) > _NAMED:
        more = len(names) - _NAMED
        names = [*names[:_NAMED], ngettext("{n} more", "{n} more", more).format(n=more)]
    return ", ".join(names)


def _publish(desk: Desk) -> Done[tuple[DueReport | None, datetime | None]]:
    """On the desk thread. A store that is only read publishes nothing."""
    upcoming = None if desk.read_only else desk.next_due()
    if upcoming is None or upcoming > desk.clock():
        return Done((None, upcoming))
    report = desk.scheduling.publish_due()
    return Done((report, desk.next_due()), report.changes)
