"""The credit line: names in their order with what each did, of the staff or of a guest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QSize, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QWidget,
)

from newsroom.i18n import N_, _
from newsroom.news.article import Byline, BylineRole
from newsroom.news.fields import Spec
from newsroom.news.staff import Person
from newsroom.ui.widgets.cut import CutButton, CutLabel
from newsroom.ui.widgets.field import (
    Field,
    Fittings,
    column,
    offer,
    offering,
    tab_before,
    takes_typed,
)

ROLE_LABELS = {
    BylineRole.STORY: N_("Story"),
    BylineRole.PHOTO: N_("Photo"),
    BylineRole.DATA: N_("Data"),
    BylineRole.ADDITIONAL: N_("Additional reporting"),
    BylineRole.EDITING: N_("Editing"),
}


class BylinesField(Field):
    """Bylines in their order. A name of the directory is its entry, any other is a guest.

    A staff name is a link: ``followed`` carries the person. Alt with the arrows moves a line.
    """

    def __init__(self, spec: Spec, fittings: Fittings, parent: QWidget | None = None) -> None:
        super().__init__(spec, fittings, parent)
        self._bylines: tuple[Byline, ...] = ()
        self._rows: list[_Line] = []
        self._layout = column(self, space=4)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(_("Add a name…"))
        self._offers = QStringListModel(self)
        self.line.installEventFilter(self)
        self._layout.addWidget(self.line)
        self.setFocusProxy(self.line)
        self.refresh()

    def value(self) -> tuple[Byline, ...]:
        """The bylines."""
        return self._bylines

    def show_value(self, value: Iterable[Byline]) -> None:
        """Show these."""
        bylines = tuple(value)
        if bylines != self._bylines:
            self._bylines = bylines
            self._draw()

    def controls(self) -> tuple[QWidget, ...]:
        """The lines from the top, then the one to add a name in."""
        return (self.line, *(part for row in self._rows for part in row.parts))

    def refresh(self) -> None:
        """Offer who is on the staff now."""
        people = [person for person in self.fittings.lists.staff if person.active]
        self._offers.setStringList(sorted({person.credit for person in people}))
        self._draw()

    def finish(self) -> None:
        """A name that waits for Enter is put in."""
        self._put(self.line.text())

    def mark_problem(self, on: bool) -> None:
        """Only the line to add a name in is drawn so."""
        self.line.setProperty("problem", on)
        self.line.style().polish(self.line)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter puts the typed name in, also when the keyboard goes elsewhere."""
        if watched is not self.line:
            if takes_typed(self.line, event):
                self._put(self.line.text())
                return True
            return super().eventFilter(watched, event)
        offer(self.line, event, self._offers, field=self, put=self._put)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and not offering(self.line) and self.line.text().strip():
                self._put(self.line.text())
                return True
        elif event.type() == QEvent.Type.FocusOut and not offering(self.line):
            self._put(self.line.text())
        return super().eventFilter(watched, event)

    def who(self, name: str) -> Person | None:
        """Who of the staff is called so: byline, name or initials; who works here comes first."""
        wanted = name.casefold()
        staff = sorted(self.fittings.lists.staff, key=lambda person: not person.active)
        for person in staff:
            if wanted in (person.credit.casefold(), person.name.casefold()):
                return person
        return next((person for person in staff if person.initials.casefold() == wanted), None)

    def _put(self, words: str) -> None:
        name = " ".join(words.split())
        self.line.clear()
        if not name:
            return
        person = self.who(name)
        byline = Byline(person.credit, person.id) if person else Byline(name)
        known = {(each.staff, each.name if each.staff is None else "") for each in self._bylines}
        if (byline.staff, byline.name if byline.staff is None else "") not in known:
            self._take(*self._bylines, byline)

    def change(self, place: int, role: BylineRole) -> None:
        """Give the name at ``place`` another role."""
        self._take(
            *(
                replace(each, role=role) if at == place else each
                for at, each in enumerate(self._bylines)
            )
        )

    def shift(self, place: int, by: int) -> None:
        """Move the name at ``place`` up or down."""
        to = place + by
        if 0 <= to < len(self._bylines):
            order = list(self._bylines)
            order.insert(to, order.pop(place))
            self._take(*order)
            self._rows[to].setFocus()

    def remove(self, place: int) -> None:
        """Take the name at ``place`` out."""
        self._take(*(each for at, each in enumerate(self._bylines) if at != place))
        self.line.setFocus()

    def _take(self, *bylines: Byline) -> None:
        self._bylines = bylines
        self._draw()
        self.edited.emit(bylines)

    def _draw(self) -> None:
        for row in self._rows:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [_Line(self, place) for place in range(len(self._bylines))]
        for place, row in enumerate(self._rows):
            self._layout.insertWidget(place, row)
        tab_before(self.line, [part for row in self._rows for part in row.parts])
        self.updateGeometry()


class _Line(QFrame):
    """One byline of the field."""

    def __init__(self, field: BylinesField, place: int) -> None:
        super().__init__(field)
        self._field, self._place = field, place
        byline = field.value()[place]
        person = field.fittings.lists.person(byline.staff)
        self.setProperty("role", "card")
        self.name: CutButton | CutLabel
        if byline.staff is not None:
            self.name = CutButton(byline.name, self)
            self.name.setProperty("role", "link")
            self.name.setToolTip(_("Show {name} in the staff directory").format(name=byline.name))
            self.name.clicked.connect(lambda: field.followed.emit(byline.staff))
        else:
            self.name = CutLabel(self)
            self.name.setText(byline.name)
            self.name.setContentsMargins(6, 0, 0, 0)
        note = QLabel(self)
        note.setProperty("role", "caption")
        if byline.staff is None:
            note.setText(_("guest"))
        elif person is not None and not person.active:
            note.setText(_("left"))
        if not note.text():
            note.hide()  # shown without a parent it would be a window of its own for a moment
        self.role = QToolButton(self)
        self.role.setProperty("role", "compact")
        self.role.setText(_(ROLE_LABELS[byline.role]))
        self.role.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.role.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(self.role)
        for role, label in ROLE_LABELS.items():
            action = menu.addAction(_(label))
            action.setCheckable(True)
            action.setChecked(role is byline.role)
            action.triggered.connect(lambda _on, role=role: field.change(place, role))
        self.role.setMenu(menu)
        self.role.setAccessibleName(_("What {name} did").format(name=byline.name))
        self.role.setToolTip(self.role.accessibleName())
        self.up = self._tool("up", _("Move {name} up").format(name=byline.name))
        self.up.clicked.connect(lambda: field.shift(place, -1))
        self.up.setEnabled(place > 0)
        self.out = self._tool("close", _("Remove {name}").format(name=byline.name))
        self.out.clicked.connect(lambda: field.remove(place))
        top = QHBoxLayout()
        top.setSpacing(2)
        top.addWidget(self.name, 1)
        top.addWidget(note)
        top.addWidget(self.role, 0)
        top.addWidget(self.up)
        top.addWidget(self.out)
        top.setContentsMargins(2, 2, 2, 2)
        self.setLayout(top)
        self.setFocusProxy(self.role)
        for part in self.parts:
            part.installEventFilter(self)

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """What takes the keyboard."""
        named = (self.name,) if isinstance(self.name, CutButton) else ()
        return (*named, self.role, self.up, self.out)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt with the arrows moves the line; Delete on its name takes it out."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
            if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self._field.shift(self._place, -1 if event.key() == Qt.Key.Key_Up else 1)
                return True
            if event.key() == Qt.Key.Key_Delete:
                self._field.remove(self._place)
                return True
        return super().eventFilter(watched, event)

    def _tool(self, icon: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(self._field.fittings.icons.icon(icon))
        button.setIconSize(QSize(16, 16))
        button.setProperty("role", "compact")
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button
