"""Send to: stage, person, time and a note in one step, with what is still open on the story."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _, ngettext
from newsroom.news.article import ARTICLE_FIELDS, Row
from newsroom.news.errors import NewsroomError
from newsroom.news.gate import Finding, Report, Where
from newsroom.news.staff import Person
from newsroom.news.workflow import Stage
from newsroom.ui.dialogs.fitting import fit_soon
from newsroom.ui.dialogs.through import through
from newsroom.ui.forms import fittings_of
from newsroom.ui.models.columns import moment
from newsroom.ui.there import go_there
from newsroom.ui.widgets.findings import Findings
from newsroom.ui.widgets.moment import MomentField

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.ui.actions.context import Window
    from newsroom.ui.workbench import Workbench

NOTE_HEIGHT = 64  # px: three lines; the sheet knows fields of one line only
_AS_IS, _NOBODY = -1, 0
_ASIDE = frozenset({Stage.HOLD})  # not what comes next


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the dialog has to know, read on the desk thread."""

    rows: tuple[Row, ...]
    ways: tuple[tuple[Stage, str], ...]
    stands: tuple[str, ...]  # the names of the stages that they are in
    open: tuple[Finding, ...]  # on a single story
    back: tuple[Stage, int | None] | None  # of a single story


class SendDialog(QDialog):
    """Sends on, or, with ``back``, back to where it came from with a reason."""

    def __init__(self, window: Window, ids: tuple[int, ...], *, back: bool = False) -> None:
        super().__init__()
        self.setObjectName("send")
        self._window = window
        self._bench: Workbench = window.workbench
        self._ids = ids
        self._back = back
        self._facts: _Facts | None = None
        self._due_before: datetime | None = None
        many = ngettext("{n} story", "{n} stories", len(ids)).format(n=len(ids))
        title = _("Send back") if back else _("Send")
        self.setWindowTitle(title)
        self.setMinimumWidth(520)
        self.head = QLabel(title if len(ids) == 1 else many, self)
        self.head.setProperty("role", "title")
        self.head.setWordWrap(True)
        self.stands = QLabel(self)
        self.stands.setProperty("role", "caption")
        self.stands.setWordWrap(True)
        self.stage = QComboBox(self)
        self.stage.setAccessibleName(_("Stage"))
        self.person = QComboBox(self)
        self.person.setAccessibleName(_("Person"))
        self.due = MomentField(ARTICLE_FIELDS["due_at"], fittings_of(self._bench), self)
        self.note = QPlainTextEdit(self)
        self.note.setProperty("role", "field")
        self.note.setAccessibleName(_("Reason") if back else _("Note"))
        self.note.setPlaceholderText(
            _("Why it goes back; the writer reads this")
            if back
            else _("What whoever gets it should know")
        )
        self.note.setTabChangesFocus(True)
        self.note.installEventFilter(self)
        self.open_title = QLabel(_("Still open"), self)
        self.open_title.setProperty("role", "label")
        self.found = Findings(self._bench.icons, self._go_there, self)
        self.problem = QLabel(self)
        self.problem.setProperty("role", "problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.send = QPushButton(title, self)
        self.send.setObjectName("send.go")
        self.send.setProperty("role", "primary")
        self.send.setDefault(True)
        self.send.setEnabled(False)
        self.send.clicked.connect(self._send)
        self._place()
        self._fill_people()
        self.stage.currentIndexChanged.connect(self._stage_chosen)
        self.note.textChanged.connect(self._ready)
        self._bench.tasks.run(
            lambda desk: _read(desk, ids), then=self._read_it, failed=self._refused, owner=self
        )

    def _place(self) -> None:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        rows: list[tuple[str, QWidget]] = [(_("Note"), self.note)]
        if self._back:
            rows = [(_("To"), self.person), (_("Reason"), self.note)]
            self.stage.hide()
            self.due.hide()
        else:
            rows = [(_("Stage"), self.stage), (_("Person"), self.person), (_("Due"), self.due),
                    *rows]  # fmt: skip
        for label, widget in rows:
            form.addRow(label, widget)
        leave = QPushButton(_("Cancel"), self)
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(leave)
        buttons.addWidget(self.send)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.stands)
        column.addLayout(form)
        column.addWidget(self.open_title)
        column.addWidget(self.found)
        column.addWidget(self.problem)
        column.addLayout(buttons)

    def _fill_people(self) -> None:
        me = self._bench.me.id if self._bench.me else None
        self.person.addItem(_("Who sent it") if self._back else _("Whoever has it now"), _AS_IS)
        if not self._back:
            self.person.addItem(_("Nobody"), _NOBODY)

        def first(person: Person) -> tuple[bool, str]:
            return person.id != me, person.name

        for person in sorted(self._bench.lists.staff, key=first):
            if person.active and not person.collective:
                self.person.addItem(person.name, person.id)

    # What the desk knows.

    def _read_it(self, facts: _Facts) -> None:
        self._facts = facts
        lists = self._bench.lists
        if len(facts.rows) == 1:
            (row,) = facts.rows
            self.head.setText(row.headline or row.slug)
            self._due_before = None if row.due_at is None else moment(row.due_at)
            self.due.show_value(self._due_before)
            assignee = lists.person(row.assignee)
            if not self._back:
                self.person.setItemText(
                    0,
                    _("{name}, as now").format(name=assignee.name) if assignee else _("Nobody yet"),
                )
        stands = ", ".join(_(label) for label in facts.stands)
        self.stands.setText(_("Now in {stage}.").format(stage=stands))
        if facts.back is not None and self._back:
            stage, who = facts.back
            person = lists.person(who)
            self.person.setItemText(0, person.name if person else _("Nobody"))
            self.stands.setText(
                _("From {here} back to {there}.").format(
                    here=stands, there=lists.name("stages", str(stage))
                )
            )
        self.stage.blockSignals(True)
        for stage, label in facts.ways:
            self.stage.addItem(_(label), str(stage))
        self.stage.setCurrentIndex(self._next(facts))
        self.stage.blockSignals(False)
        self._stage_chosen()
        (self.note if self._back else self.stage).setFocus(Qt.FocusReason.OtherFocusReason)

    def _next(self, facts: _Facts) -> int:
        """The stage that follows where the stories stand, or the one before."""
        order = [Stage(stage) for stage in Stage]
        here = max((order.index(Stage(row.stage)) for row in facts.rows), default=0)
        places = {place: order.index(stage) - here for place, (stage, _label) in
                  enumerate(facts.ways) if stage not in _ASIDE}  # fmt: skip
        after = [place for place, far in places.items() if far > 0]
        # From the last stage the usual way is one back.
        return min(after or places, key=lambda place: abs(places[place]), default=-1)

    def _stage_chosen(self, *_what: object) -> None:
        """What the gate of that stage says, or what is open anyway."""
        stage, ids = self.stage.currentData(), self._ids
        if self._facts is None:
            return
        self._show_open(())
        self._ready()
        if stage and not self._back:
            self._bench.tasks.run(
                lambda desk: desk.gates.check_all(ids, Stage(stage)),
                then=self._show_open,
                failed=self._refused,
                owner=self,
                key="gate",
            )

    def _show_open(self, reports: tuple[Report, ...]) -> None:
        assert self._facts is not None
        if len(self._ids) == 1:
            told = [found for report in reports for found in report.findings]
            known = {found.check for found in told}
            told += [found for found in self._facts.open if found.check not in known]
            self.found.show_findings(told)
        else:
            self.found.show_findings(())
            shut = [report.slug for report in reports if not report.passes]
            self.problem.setVisible(bool(shut))
            self.problem.setText(
                _("Not in order yet: {slugs}").format(slugs=", ".join(shut[:6])) if shut else ""
            )
        self.open_title.setVisible(bool(self.found.lines))
        self.note.setFixedHeight(NOTE_HEIGHT)
        fit_soon(self)

    def showEvent(self, event: QShowEvent) -> None:
        """The sheet has dressed the fields now: they know how high they are."""
        super().showEvent(event)
        self.note.setFixedHeight(NOTE_HEIGHT)
        fit_soon(self)

    def _ready(self) -> None:
        there = self._facts is not None and (self._back or self.stage.currentIndex() >= 0)
        self.send.setEnabled(there and (not self._back or bool(self._words())))

    def _words(self) -> str:
        return self.note.toPlainText().strip()

    def _go_there(self, where: Where) -> None:
        go_there(self._window, self._ids[0], where)

    # Sending.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter sends from the note too."""
        if (
            watched is self.note
            and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.send.click()
            return True
        return super().eventFilter(watched, event)

    def _send(self) -> None:
        act = self._act()
        self.send.setEnabled(False)
        through(
            self._window,
            act,
            then=lambda _changes: self._sent(),
            failed=self._refused,
            shut=self._ready,
        )

    def _act(self) -> Callable[[Desk, str], object]:
        from newsroom.desk.review import KEEP, Keep

        ids, note, stage = self._ids, self._words(), str(self.stage.currentData() or "")
        chosen = int(self.person.currentData())
        person: int | Keep | None = KEEP if chosen == _AS_IS else chosen or None
        due = self.due.value()
        if self._back:
            return lambda desk, _reason: desk.review.send_back(ids, note, person=person)
        due_at = KEEP if due == self._due_before else due
        return lambda desk, reason: desk.review.send(
            ids, stage, person=person, due_at=due_at, note=note, override=reason
        )

    def _sent(self) -> None:
        if self._bench.attendance is not None:
            self._bench.attendance.free(self._ids)
        self.accept()

    def _refused(self, error: NewsroomError) -> None:
        self.problem.setText(str(error))
        self.problem.show()
        self._ready()


def _read(desk: Desk, ids: tuple[int, ...]) -> _Facts:
    rows = desk.articles.rows(ids)
    stands = dict.fromkeys(desk.review.workflow(row.desk).label(Stage(row.stage)) for row in rows)
    one = len(rows) == 1
    return _Facts(
        rows=rows,
        ways=desk.review.ways(ids),
        stands=tuple(stands),
        open=desk.gates.left_open(desk.articles.open(rows[0].id)) if one else (),
        back=desk.review.way_back(rows[0].id) if one else None,
    )
