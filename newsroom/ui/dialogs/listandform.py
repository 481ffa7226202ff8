"""A dialog of a list and a form: the things on the left, the chosen one and what is said of it on
the right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _
from newsroom.news.errors import NewsroomError
from newsroom.ui.widgets.emptyhint import EmptyHint

WIDTH = 820  # pixels


class ListAndForm(QDialog):
    """What is added, kept and removed one at a time. Whoever makes one says what ``keep_it`` and
    ``remove_it`` do, and shows a row, -1 for a new one, in ``show_row``."""

    def __init__(self, name: str, title: str, *, listed: str, empty: str, height: int) -> None:
        """``listed`` is what the list is called, ``empty`` what stands in it without any."""
        super().__init__()
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.resize(WIDTH, height)
        self.rows = QListWidget(self)
        self.rows.setProperty("role", "card")
        self.rows.setAccessibleName(listed)
        self.empty = EmptyHint(empty, self.rows)
        self.name = self.line(_("Name"))
        self.note = QLabel(self)
        self.note.setProperty("role", "caption")
        self.note.setWordWrap(True)
        self.note.setAccessibleName(_("What is said of it"))
        self.add = self.button(_("Add"), self.new)
        self.remove = self.button(_("Remove"), self.remove_it)
        self.keep = self.button(_("Keep"), self.keep_it)
        self.keep.setObjectName(f"{name}.keep")
        self.keep.setProperty("role", "primary")
        self.keep.setDefault(True)
        self.rows.currentRowChanged.connect(self.show_row)

    def show_row(self, row: int) -> None:
        """Show that thing, a new one for -1."""
        raise NotImplementedError

    def keep_it(self) -> None:
        """Keep what the form says."""
        raise NotImplementedError

    def remove_it(self) -> None:
        """Remove what is chosen."""
        raise NotImplementedError

    # Making it.

    def line(self, name: str, hint: str = "") -> QLineEdit:
        """A line to write in."""
        line = QLineEdit(self)
        line.setAccessibleName(name)
        line.setPlaceholderText(hint)
        return line

    def button(self, label: str, act: Callable[[], object]) -> QPushButton:
        """A button; Enter is that of Keep."""
        button = QPushButton(label, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        return button

    def lay_out(
        self,
        fields: Iterable[tuple[str, QWidget]],
        *,
        acts: Sequence[QPushButton],
        below: Sequence[QWidget | QLayout] = (),
    ) -> QFormLayout:
        """Put everything in its place: the form of these fields with ``acts`` at its foot, and
        ``below`` what holds for all of them."""
        form = QFormLayout()
        form.setSpacing(8)
        order: list[QWidget] = [self.rows]
        for label, widget in fields:
            form.addRow(label, widget)
            order.append(widget)
        few = _row([self.add], [self.remove])
        left = QVBoxLayout()
        left.addWidget(self.rows, 1)
        left.addLayout(few)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addLayout(form)
        right.addWidget(self.note)
        right.addStretch(1)
        for part in below:
            if isinstance(part, QLayout):
                right.addLayout(part)
                for n in range(part.count()):
                    item = part.itemAt(n)
                    if item is not None and (inside := item.widget()) is not None:
                        order.append(inside)
            else:
                right.addWidget(part)
        close = self.button(_("Close"), self.accept)
        right.addLayout(_row(acts, [close, self.keep]))
        # As it is read, however it was made: the list, the form, what is done with it.
        for before, after in pairwise([*order, *acts, close, self.keep, self.add, self.remove]):
            self.setTabOrder(before, after)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addLayout(left, 2)
        layout.addLayout(right, 3)
        return form

    # What stands in it.

    def fill(self, names: Sequence[str], wanted: int) -> None:
        """List these names, that one chosen; without any a new one is begun."""
        self.rows.blockSignals(True)
        self.rows.clear()
        self.rows.addItems(names)
        self.rows.blockSignals(False)
        self.empty.look()
        if not names:
            self.new()
            return
        self.rows.setCurrentRow(wanted)
        self.show_row(wanted)

    def new(self) -> None:
        """Begin a new one."""
        self.rows.blockSignals(True)
        self.rows.setCurrentRow(-1)
        self.rows.blockSignals(False)
        self.show_row(-1)
        self.name.setFocus()

    def tell(self, what: NewsroomError | str) -> None:
        """Say it below the form."""
        self.note.setText(str(what))


def _row(left: Iterable[QPushButton], right: Iterable[QPushButton]) -> QHBoxLayout:
    row = QHBoxLayout()
    for button in left:
        row.addWidget(button)
    row.addStretch(1)
    for button in right:
        row.addWidget(button)
    return row
