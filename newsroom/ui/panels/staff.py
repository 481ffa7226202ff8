"""The staff directory: who works here and what each has on hand; an entry opens in its place."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _
from newsroom.news.changes import Changes
from newsroom.news.staff import Person, Workload
from newsroom.ui.delegates.staff_row import StaffRow
from newsroom.ui.messages import Answer
from newsroom.ui.models.staff import PERSON, StaffModel
from newsroom.ui.staffentry import Entry, Portraits, read_entries
from newsroom.ui.story import OpenStory
from newsroom.ui.tokens import SPACE
from newsroom.ui.workbench import Workbench


def make(workbench: Workbench, parent: QWidget | None = None) -> StaffPanel:
    """The panel's widget."""
    return StaffPanel(workbench, parent)


class StaffPanel(QWidget):
    """The directory as a list; a line opens its entry, the arrow goes back."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = workbench
        self._wanted: int | None = None
        self._loads: Mapping[int, Workload] = {}
        self._portraits = Portraits(workbench, self)
        self.model = StaffModel()
        self.pages = QStackedWidget(self)
        self.directory = self._make_directory()
        self._entry: Entry | None = None
        self._told = False  # of what was changed before the window was closed
        self.pages.addWidget(self.directory)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.pages)
        workbench.lists_changed.connect(self._fill)
        workbench.theme.changed.connect(self.rows.viewport().update)
        self._fill()

    @property
    def entry(self) -> Entry:
        """The entry of the person who was opened last; made when it is first wanted."""
        if self._entry is None:
            self._entry = Entry(self._bench, self._portraits, self.pages)
            self._entry.left.connect(self._back)
            self._entry.put_aside.connect(self._put_aside)
            self._entry.back.clicked.connect(self._back)
            self.pages.addWidget(self._entry)
        return self._entry

    # What others ask for.

    def show_item(self, number: object) -> None:
        """Open the entry of that staff id."""
        self._wanted = int(number) if isinstance(number, int) else None
        self._open_wanted()

    def on_changed(self, changes: Changes) -> None:
        """What people have on hand moves with the stories."""
        self._portraits.on_changed(changes)
        if changes.listing or changes.articles or changes.staff:
            self._read_loads()

    def set_story(self, story: OpenStory | None) -> None:
        """The directory is the same whatever story is in front."""

    # The directory.

    def _make_directory(self) -> QWidget:
        page = QWidget(self)
        self.search = QLineEdit(self)
        self.search.setProperty("role", "search")
        self.search.setPlaceholderText(_("Search the staff"))
        self.search.setAccessibleName(_("Search the staff"))
        self.search.setClearButtonEnabled(True)
        self.left = QCheckBox(_("Also who left"))
        self.add = QPushButton(_("Add a person"))
        self.add.setIcon(self._bench.icons.icon("plus"))
        self.rows = QListView(self)
        self.rows.setModel(self.model)
        self.rows.setItemDelegate(StaffRow(self._bench.theme, self._portraits))
        self.rows.setUniformItemSizes(True)
        self.rows.setMouseTracking(True)
        self.rows.setFrameShape(QListView.Shape.NoFrame)
        self.rows.setAccessibleName(_("Staff"))
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.none = QLabel()
        self.none.setProperty("role", "caption")
        self.none.setWordWrap(True)
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.none.hide()
        below = QHBoxLayout()
        below.addWidget(self.left)
        below.addStretch(1)
        below.addWidget(self.add)
        column = QVBoxLayout(page)
        column.setContentsMargins(SPACE[2], SPACE[1], SPACE[2], SPACE[2])
        column.setSpacing(SPACE[1])
        column.addWidget(self.search)
        column.addWidget(self.none, 1)
        column.addWidget(self.rows, 1)
        column.addLayout(below)
        self.search.textChanged.connect(self._narrow)
        self.left.toggled.connect(self._narrow)
        self.add.clicked.connect(lambda: self._show(Person()))
        self.rows.activated.connect(self._activated)
        self.rows.clicked.connect(self._activated)
        return page

    def _fill(self) -> None:
        self.model.fill(self._bench.lists.staff, self._loads)
        self._tell_none()
        self._read_loads()
        self._open_wanted()
        self._tell_aside()

    def _tell_aside(self) -> None:
        """What was changed before the window was closed stands in its entry still."""
        if self._told or not self._bench.lists.staff:
            return
        self._told = True
        for number in tuple(read_entries(self._bench.entries))[:1]:
            self._put_aside(self._bench.lists.person(number) or Person())

    def _read_loads(self) -> None:
        self._bench.tasks.run(
            lambda desk: desk.staff.workloads(), then=self._loads_read, owner=self, key="loads"
        )

    def _loads_read(self, loads: Mapping[int, Workload]) -> None:
        self._loads = loads
        self.model.fill(self._bench.lists.staff, loads)
        if self._entry is not None:
            self._entry.show_load(loads)

    def _narrow(self, *_what: object) -> None:
        self.model.narrow(self.search.text(), left=self.left.isChecked())
        self._tell_none()

    def _tell_none(self) -> None:
        found = bool(self.model.rowCount())
        if not found and not self._bench.lists.staff:
            self.none.setText(_("Nobody is on the staff yet. Add yourself first."))
        elif not found:
            self.none.setText(_("Nobody is found. Try another name, or add the person."))
        self.none.setHidden(found)
        self.rows.setVisible(found)

    def _activated(self, index: QModelIndex) -> None:
        person: Person | None = index.data(PERSON)
        if person is not None:
            self._show(person)

    def _open_wanted(self) -> None:
        person = self._bench.lists.person(self._wanted)
        if person is not None:
            self._wanted = None
            self._show(person)

    def _show(self, person: Person) -> None:
        self.entry.show_person(person, self._loads)
        self.pages.setCurrentWidget(self.entry)
        self.entry.form.focus("name")

    def _put_aside(self, person: Person) -> None:
        name = person.name or _("the new entry")
        self._bench.messages.say(
            _("What you changed for {name} is not saved yet; it stays in the entry.").format(
                name=name
            ),
            Answer(_("Go back to it"), lambda: self._show(self._known(person))),
            key="staff aside",
        )

    def _known(self, person: Person) -> Person:
        return self._bench.lists.person(person.id or None) or person

    def _back(self) -> None:
        self.pages.setCurrentWidget(self.directory)
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
