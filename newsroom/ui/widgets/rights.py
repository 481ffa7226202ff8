"""What one person may do: what the role brings, and what is given beyond it, a tick each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from newsroom.i18n import _
from newsroom.news.errors import NewsroomError
from newsroom.news.rights import RIGHT_LABELS, Right, rights_of
from newsroom.news.staff import Person

if TYPE_CHECKING:
    from newsroom.ui.workbench import Workbench


class RightsBox(QWidget):
    """A tick is kept at once. What the role brings is ticked and can't be taken here."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Rights"))
        self._bench = workbench
        self._person = Person()
        self._held = False
        title = QLabel(_("Rights"), self)
        title.setProperty("role", "title")
        self.why = QLabel(self)
        self.why.setProperty("role", "caption")
        self.why.setWordWrap(True)
        self.boxes: dict[Right, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(title)
        column.addWidget(self.why)
        for right, label in RIGHT_LABELS.items():
            box = QCheckBox(_(label), self)
            box.clicked.connect(partial(self._ticked, right))
            self.boxes[right] = box
            column.addWidget(box)

    def show_person(self, person: Person) -> None:
        """Show what somebody may do; a new entry and a group have no rights of their own."""
        self._person = person
        self.setVisible(bool(person.id) and not person.collective)
        self._draw()

    def hold(self, changed: bool) -> None:
        """While the entry has changes that are not saved, rights wait: each would outdo the
        other's save."""
        self._held = changed
        self._draw()

    def _draw(self) -> None:
        person = self._person
        role = rights_of(person.role)
        refused = self._bench.refusals.get(Right.MANAGE_STAFF, "")
        if refused:
            why = refused
        elif self._held:
            why = _("Save the entry first.")
        else:
            why = _("What the role brings is ticked; anything else is given here.")
        self.why.setText(why)
        for right, box in self.boxes.items():
            box.setChecked(person.may(right))
            by_role = right in role
            box.setEnabled(not (refused or self._held or by_role or not person.active))
            box.setToolTip(_("Comes with the role") if by_role else refused)

    def _ticked(self, right: Right, _on: bool = False) -> None:
        person = self._person
        on = self.boxes[right].isChecked()
        wanted = {*person.rights, str(right)} if on else {*person.rights} - {str(right)}
        self.setEnabled(False)  # a second tick would be a second save of the same version

        def done(_done: object) -> None:
            self.setEnabled(True)

        def failed(error: NewsroomError) -> None:
            self.setEnabled(True)
            self._draw()
            self._bench.messages.fault(error, key="staff")

        self._bench.tasks.change(
            lambda desk: desk.rights.give(person.id, person.version, wanted),
            then=done,
            failed=failed,
            owner=self,
        )
