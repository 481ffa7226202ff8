"""What a form is made of: a row for each field, and sections that fold and are made when seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from newsroom.i18n import _
from newsroom.news.fields import Spec
from newsroom.ui.widgets.field import Field, Fittings, FlagField, column

SPACE = 12  # px between fields
NEAR = 0.9  # of the length that the house likes: from here the counter turns amber


class Row(QWidget):
    """One field: its label with a counter at the end, its control, its hint and its problem."""

    field: Field

    def __init__(self, spec: Spec, parent: QWidget) -> None:
        super().__init__(parent)
        self.spec = spec
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def hold(self, field: Field) -> None:
        """Put the control, made as this row's child, under its label."""
        self.field = field
        spec = self.spec
        label = _(spec.label)
        first = field.controls()[0]
        for place, control in enumerate(field.controls()):
            if not control.accessibleName():
                control.setAccessibleName(label)
            if place == 0 and spec.hint:
                control.setAccessibleDescription(_(spec.hint))
                control.setToolTip(_(spec.hint))
        self.counter: QLabel | None = None
        self._problem: QLabel | None = None
        layout = self._layout = column(self, space=3)
        if not isinstance(field, FlagField):
            name = QLabel(label, self)
            name.setProperty("role", "label")
            name.setBuddy(first)
            head = QHBoxLayout()
            head.addWidget(name)
            head.addStretch(1)
            layout.addLayout(head)
            if spec.advice is not None or spec.most is not None:
                self.counter = QLabel(self)
                self.counter.setProperty("role", "count")
                head.addWidget(self.counter)
        layout.addWidget(field)
        self.count()

    def show_value(self, value: Any) -> None:
        """Show a value, and how long it is."""
        self.field.show_value(value)
        self.count()

    def count(self) -> None:
        """The counter: characters of the length that the house likes, or of the most that fit."""
        counter = self.counter
        if counter is None:
            return
        length, advice, most = self.field.length(), self.spec.advice, self.spec.most
        text = state = ""
        if length is not None and advice is not None:
            text = f"{length}/{advice}"
            state = "over" if length > advice else "near" if length >= NEAR * advice else ""
        elif length is not None and most is not None and length >= NEAR * most:
            text = f"{length}/{most}"
            state = "over" if length > most else "near"
        counter.setText(text if length else "")
        if counter.property("state") != state:
            counter.setProperty("state", state)
            counter.style().polish(counter)
        over = (
            "" if state != "over" else _("{n} over").format(n=(length or 0) - (advice or most or 0))
        )
        counter.setToolTip(over)
        counter.setAccessibleName(text)

    def too_long(self) -> str:
        """A sentence if it can't be kept like this."""
        length, most = self.field.length(), self.spec.most
        if length is None or most is None or length <= most:
            return ""
        return _("At most {most} characters fit; these are {n}.").format(most=most, n=length)

    def set_problem(self, sentence: str) -> None:
        """Say what is wrong; "" when it is right again."""
        if sentence == self.problem:
            return
        if self._problem is None:
            self._problem = QLabel(self)
            self._problem.setProperty("role", "problem")
            self._problem.setWordWrap(True)
            self._layout.addWidget(self._problem)
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        self.field.mark_problem(bool(sentence))

    @property
    def problem(self) -> str:
        """What is said under the field."""
        return self._problem.text() if self._problem is not None else ""


class Unseen(QWidget):
    """Holds a section's place; what stands in it is made once somebody sees it."""

    seen = Signal()

    def paintEvent(self, event: QPaintEvent) -> None:
        """It has come into sight: it is made with the next turn, not in the middle of a paint."""
        super().paintEvent(event)
        QTimer.singleShot(0, self, self.seen.emit)


class Section(QWidget):
    """The fields of one page under its name, which folds them away."""

    turned = Signal(bool)
    made = Signal()

    def __init__(self, title: str, fittings: Fittings, parent: QWidget, *, foldable: bool) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self.head: QPushButton | None = None
        self._icons = fittings.icons
        layout = column(self, space=8)
        if foldable:
            self.head = QPushButton(title, self)
            self.head.setProperty("role", "fold")
            self.head.clicked.connect(self._clicked)
            self.head.installEventFilter(self)
            layout.addWidget(self.head)
        elif title:
            name = QLabel(title, self)
            name.setProperty("role", "title")
            layout.addWidget(name)
        self._waiting: list[Callable[[], object]] = []
        self._unseen: Unseen | None = None
        self.body = QWidget(self)
        self._fields = column(self.body, space=SPACE)
        layout.addWidget(self.body)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.fold(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tab has come to the section's name: its first field is next, seen or not."""
        if event.type() == QEvent.Type.FocusIn and not self.folded:
            self.make()
        return super().eventFilter(watched, event)

    @property
    def folded(self) -> bool:
        """Whether only its name is shown."""
        return self.body.isHidden()

    def add(self, widget: QWidget) -> None:
        """Put a widget, made as the body's child, below the others."""
        self._fields.addWidget(widget)

    def waits(self, make: Callable[[], object], *, about: int) -> None:
        """Something to be made here when it is seen, about so high."""
        self._waiting.append(make)
        if self._unseen is None:
            self._unseen = Unseen(self.body)
            self._unseen.seen.connect(self.make)
            self._fields.addWidget(self._unseen)
        self._unseen.setFixedHeight(self._unseen.minimumHeight() + about)

    def make(self) -> None:
        """Make what waits."""
        unseen, self._unseen = self._unseen, None
        if unseen is None:
            return
        waiting, self._waiting = self._waiting, []
        unseen.setParent(None)  # the layout forgets it at once
        unseen.deleteLater()
        for make in waiting:
            make()
        self.made.emit()

    def fold(self, on: bool) -> None:
        """Fold it away or back."""
        self.body.setVisible(not on)
        if self.head is not None:
            self.head.setIcon(self._icons.icon("next" if on else "down"))
            state = _("folded away") if on else _("unfolded")
            self.head.setAccessibleDescription(state)

    def _clicked(self) -> None:
        self.fold(not self.folded)
        self.turned.emit(self.folded)
