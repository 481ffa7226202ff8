"""The checklist: what a gate asks of the story in front, ticked by itself or by hand; sign-offs."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import N_, _, ngettext
from newsroom.news.age import age
from newsroom.news.changes import Changes
from newsroom.news.gate import Gate, Item, Level, Report, Signoff, Where
from newsroom.news.rights import Right
from newsroom.news.workflow import Stage, stage_label
from newsroom.ui.widgets.findings import FindingLine
from newsroom.ui.widgets.pick import Pick
from newsroom.ui.widgets.sign import Sign

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.ui.story import OpenStory
    from newsroom.ui.window import Window
    from newsroom.ui.workbench import Workbench

_BEHIND_BOX = 26  # px: where the words of a box begin
TYPING_MS = 400  # a pause in typing, before the story is judged as it stands
GATES: tuple[tuple[str, str], ...] = (
    (str(Gate.PUBLISH), N_("Before publishing")),
    (str(Gate.EXPORT), N_("Before export")),
)
NAMES = {
    str(Gate.PUBLISH): N_("published"),
    str(Gate.EXPORT): N_("exported"),
    str(Gate.EMBARGO): N_("embargo broken"),
    "legal": N_("legal check cleared"),
    "pictures": N_("picture check cleared"),
}


def make(workbench: Workbench, parent: QWidget | None = None) -> ChecklistPanel:
    """The panel's widget."""
    return ChecklistPanel(workbench, parent)


class ChecklistPanel(QWidget):
    """One gate at a time, the next one first. It follows the typing while it is seen."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("checklist")
        self.setAccessibleName(_("Checklist"))
        self._bench = workbench
        self._story: OpenStory | None = None
        self.gate = Pick(self)
        self.gate.setAccessibleName(_("Gate"))
        for info in (Stage.COPY, Stage.REVISE, Stage.READY):
            name = _(stage_label(str(info)))
            self.gate.addItem(_("Before {stage}").format(stage=name), str(info))
        for key, label in GATES:
            self.gate.addItem(_(label), key)
        self.gate.setCurrentIndex(self.gate.findData(str(Stage.READY)))
        self.gate.currentIndexChanged.connect(self.refresh)
        self.verdict = QLabel(self)
        self.verdict.setProperty("role", "strong")
        self.verdict.setWordWrap(True)
        self.lines: dict[str, QWidget] = {}
        self.ticks: dict[str, QCheckBox] = {}
        inner = QWidget()
        inner.setProperty("role", "form")
        self._items = QVBoxLayout()
        self._items.setSpacing(4)
        self.sign = QPushButton(_("Sign off"), self)
        self.sign.setToolTip(_("Put your initials to the story where it stands"))
        self.sign.clicked.connect(self._sign)
        self.initials = QLabel(self)
        self.initials.setProperty("role", "strong")
        self._signed = QVBoxLayout()
        self._signed.setSpacing(2)
        row = QHBoxLayout()
        title = QLabel(_("Sign-offs"), self)
        title.setProperty("role", "title")
        row.addWidget(title)
        row.addWidget(self.initials, 1)
        row.addWidget(self.sign)
        whole = QVBoxLayout(inner)
        whole.setContentsMargins(0, 0, 8, 0)
        whole.setSpacing(8)
        whole.addLayout(self._items)
        whole.addLayout(row)
        whole.addLayout(self._signed)
        whole.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inner)
        self.empty = QLabel(_("No story is open."), self)
        self.empty.setProperty("role", "caption")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMargin(24)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 8, 8)
        column.setSpacing(8)
        for widget in (self.gate, self.verdict, self.empty):
            column.addWidget(widget)
        column.addWidget(self.area, 1)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self.refresh)
        self.setFocusProxy(self.gate)

    # What others say.

    def set_story(self, story: OpenStory | None) -> None:
        """Another story is in front."""
        if self._story is not None:
            self._story.body_changed.disconnect(self._typed)
            self._story.field_changed.disconnect(self._typed)
        self._story = story
        if story is not None:
            story.body_changed.connect(self._typed)
            story.field_changed.connect(self._typed)
        self.refresh()

    def on_changed(self, changes: Changes) -> None:
        """Something was ticked, signed, settled or said; or the rules are others."""
        number = self._story.id if self._story is not None else 0
        if changes.lists or number in changes.review | changes.articles:
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed while nobody looked is made good."""
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: nothing is judged."""
        super().hideEvent(event)
        self._typing.stop()

    def _typed(self, *_what: object) -> None:
        if self.isVisible():
            self._typing.start()

    # Judging.

    def refresh(self, *_what: object) -> None:
        """Judge the story as it is typed."""
        if not self.isVisible():
            return
        story = self._story
        self.empty.setVisible(story is None)
        self.area.setVisible(story is not None)
        self.verdict.setVisible(story is not None)
        if story is None:
            return
        article, gate = story.now(), str(self.gate.currentData())

        def read(desk: Desk) -> tuple[Report, tuple[Signoff, ...], str]:
            report = desk.gates.judge(article, gate)
            if not article.id:
                return report, (), ""
            signed = desk.gates.signoffs(article.id)
            return report, signed, desk.gates.initials(article.id)

        self._bench.tasks.run(
            read, then=lambda found: self._show(*found), owner=self, key="checklist"
        )

    def _show(self, report: Report, signed: tuple[Signoff, ...], initials: str) -> None:
        focus = next((name for name, box in self.ticks.items() if box.hasFocus()), "")
        _empty(self._items)
        self.lines, self.ticks = {}, {}
        for item in sorted(report.items, key=_order):
            line = self._by_hand(item) if item.hand else self._by_itself(item)
            self.lines[item.check] = line
            self._items.addWidget(line)
        if focus in self.ticks:
            self.ticks[focus].setFocus()
        stopping = len(report.stopping)
        if not report.items:
            self.verdict.setText(_("Nothing is asked for here."))
        elif stopping:
            self.verdict.setText(
                ngettext("{n} thing is in the way", "{n} things are in the way", stopping).format(
                    n=stopping
                )
            )
        else:
            left = len(report.findings)
            self.verdict.setText(
                ngettext(
                    "May pass; {n} thing should be looked at",
                    "May pass; {n} things should be looked at",
                    left,
                ).format(n=left)
                if left
                else _("All in order")
            )
        self.initials.setText(initials)
        self._show_signed(signed)
        why = self._bench.refusals.get(Right.EDIT, "")
        self.sign.setEnabled(not why and self._story is not None and bool(self._story.id))
        self.sign.setToolTip(why or _("Put your initials to the story where it stands"))

    def _by_itself(self, item: Item) -> QWidget:
        icons = self._bench.icons
        if item.finding is not None:
            return FindingLine(item.finding, icons, self._go, self)
        line = QWidget(self)
        sign = Sign(icons, "met", "good", line, spoken=_("In order"))
        words = QLabel(_(item.label), line)
        words.setWordWrap(True)
        words.setProperty("role", "caption")
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        return line

    def _by_hand(self, item: Item) -> QWidget:
        """A box to tick; the initials of who did stand below it."""
        line = QWidget(self)
        label = _(item.label)
        box = QCheckBox(
            _("{label} (must)").format(label=label) if item.level is Level.MUST else label, line
        )
        box.setChecked(item.met)
        why = self._bench.refusals.get(Right.EDIT, "")
        box.setEnabled(not why and self._story is not None and bool(self._story.id))
        box.setToolTip(why)
        box.clicked.connect(lambda on: self._tick(item.check, on))
        self.ticks[item.check] = box
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(0)
        column.addWidget(box)
        if item.tick is not None:
            # Below it: beside a long label it made all lines wider than the panel.
            who = QLabel(f"{item.tick.initials} · {age(item.tick.at, self._bench.clock())}", line)
            who.setProperty("role", "caption")
            who.setContentsMargins(_BEHIND_BOX, 0, 0, 0)
            column.addWidget(who)
        return line

    def _show_signed(self, signed: tuple[Signoff, ...]) -> None:
        _empty(self._signed)
        for made in reversed([one for one in signed if not one.undone]):
            name = NAMES.get(made.gate)
            where = _(name) if name else _(stage_label(made.gate))
            words = f"{made.initials or '—'} · {where} · {age(made.at, self._bench.clock())}"
            if made.reason:
                words += "\n" + _("All the same: {reason}").format(reason=made.reason)
                words += "".join(f"\n– {found}" for found in made.findings)
            label = QLabel(words, self)
            label.setProperty("role", "caption")
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            self._signed.addWidget(label)

    # Doing.

    def _go(self, where: Where) -> None:
        from newsroom.ui.there import go_there

        if self._story is not None:
            go_there(cast("Window", self.window()), self._story.id, where)

    def _tick(self, check: str, on: bool) -> None:
        assert self._story is not None
        number = self._story.id
        self._bench.tasks.change(
            lambda desk: desk.gates.tick(number, check) if on else desk.gates.untick(number, check),
            failed=self._refused,
            owner=self,
        )

    def _sign(self) -> None:
        assert self._story is not None
        self._story.save(
            then=lambda article: self._bench.tasks.change(
                lambda desk: desk.gates.sign(article.id), failed=self._refused, owner=self
            )
        )

    def _refused(self, error: Exception) -> None:
        self._bench.messages.fault(error)
        self.refresh()


def _order(item: Item) -> tuple[bool, bool, bool]:
    """What must be and is not comes first, what is in order last."""
    return item.met, item.level is not Level.MUST, item.hand


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
