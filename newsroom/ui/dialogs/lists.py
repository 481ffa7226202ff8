"""The newsroom's own lists, edited by people: sections, desks, tags, kickers and templates."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
)

from newsroom.i18n import N_, _
from newsroom.news.article import Article
from newsroom.news.changes import Changes
from newsroom.news.errors import NewsroomError
from newsroom.news.lists import Template, Term

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.ui.story import OpenStory
    from newsroom.ui.workbench import Workbench

KEY = int(Qt.ItemDataRole.UserRole)
TEMPLATES = "templates"
LISTS = (
    ("sections", N_("Sections"), N_("Where stories stand on the site")),
    ("desks", N_("Desks"), N_("Who works on stories")),
    ("tags", N_("Tags"), N_("What stories are about")),
    ("kickers", N_("Kickers"), N_("The words above a headline")),
    (TEMPLATES, N_("Story templates"), N_("What a new story can start from (Ctrl+Shift+N)")),
)
"""The lists by name, each with its title and what it is for."""

OF_A_TEMPLATE = (
    *("kicker", "headline", "dek", "dateline", "body", "section", "desk", "tags", "bylines"),
    *("language", "direction", "commissioned_length", "ed_note"),
)
"""The fields of a story that a template takes over."""


class NewsroomLists(QDialog):
    """One list at a time; what is changed holds at once, for everybody."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self.setObjectName("newsroomLists")
        self.setWindowTitle(_("Lists of the newsroom"))
        self.resize(640, 520)
        self._bench = workbench
        self._filling = False
        self.names = QListWidget()
        self.names.setProperty("role", "sidebar")
        self.names.setFixedWidth(180)
        self.names.setAccessibleName(_("Lists of the newsroom"))
        for _name, title, _hint in LISTS:
            item = QListWidgetItem(_(title))
            item.setSizeHint(QSize(0, 32))
            self.names.addItem(item)
        self.hint = QLabel()
        self.hint.setProperty("role", "caption")
        self.hint.setWordWrap(True)
        self.rows = QListWidget()
        self.rows.setProperty("role", "card")
        self.rows.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.rows.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.problem = QLabel()
        self.problem.setProperty("role", "problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.add = self._button(_("Add"), "plus", self._add)
        self.rename = self._button(_("Rename"), "edit", self._rename)
        self.up = self._button(_("Up"), "up", lambda: self._shift(-1))
        self.down = self._button(_("Down"), "down", lambda: self._shift(1))
        self.remove = self._button(_("Remove"), "trash", self._remove)
        self._place()
        QShortcut(QKeySequence.StandardKey.Delete, self.rows, self._remove)
        self.names.currentRowChanged.connect(lambda _row: self._fill())
        self.rows.itemChanged.connect(self._renamed)
        self.rows.itemDelegate().closeEditor.connect(
            lambda *_how: QTimer.singleShot(0, self, self._drop_nameless)
        )
        self.rows.currentRowChanged.connect(lambda _row: self._enable())
        self.rows.model().rowsMoved.connect(lambda *_where: self._reordered())
        workbench.lists_changed.connect(self._fill)
        workbench.current_changed.connect(self._enable)
        self.names.setCurrentRow(0)

    def _button(self, label: str, icon: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(label)
        button.setIcon(self._bench.icons.icon(icon))
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        return button

    def _place(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.add, self.rename, self.up, self.down):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.remove)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.button(QDialogButtonBox.StandardButton.Close).setText(_("Close"))
        close.rejected.connect(self.accept)
        right = QVBoxLayout()
        right.setContentsMargins(24, 16, 16, 16)
        right.setSpacing(8)
        right.addWidget(self.hint)
        right.addWidget(self.rows, 1)
        right.addWidget(self.problem)
        right.addLayout(buttons)
        right.addSpacing(8)
        right.addWidget(close)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.names)
        layout.addLayout(right, 1)

    # What is shown.

    @property
    def name(self) -> str:
        """The list that is shown."""
        return LISTS[max(0, self.names.currentRow())][0]

    def _entries(self) -> list[tuple[str, str]]:
        """Keys and names of the list, in its order."""
        lists = self._bench.lists
        if self.name == TEMPLATES:
            return [(template.name, template.name) for template in lists.templates]
        return list(lists.choices(self.name))

    def _fill(self) -> None:
        """Show the list as it stands now; the current line stays current."""
        current = self.rows.currentItem()
        kept = current.data(KEY) if current is not None else None
        self._filling = True
        self.rows.clear()
        for key, label in self._entries():
            item = QListWidgetItem(label)
            item.setData(KEY, key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setSizeHint(QSize(0, 30))
            self.rows.addItem(item)
            if key == kept:
                self.rows.setCurrentItem(item)
        self._filling = False
        title, hint = LISTS[max(0, self.names.currentRow())][1:]
        self.rows.setAccessibleName(_(title))
        self.hint.setText(_(hint))
        self._enable()

    def _enable(self, _story: object = None) -> None:
        row, count = self.rows.currentRow(), self.rows.count()
        self.rename.setEnabled(row >= 0)
        self.remove.setEnabled(row >= 0)
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < count - 1)
        templates = self.name == TEMPLATES
        self.add.setText(_("Add the story in front") if templates else _("Add"))
        self.add.setEnabled(not templates or self._bench.current is not None)

    # What is changed.

    def _add(self) -> None:
        """A new line at the end, ready to be named."""
        item = QListWidgetItem("")
        item.setData(KEY, "")
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        item.setSizeHint(QSize(0, 30))
        if self.name == TEMPLATES and self._bench.current is not None:
            item.setText(self._bench.current.title)
        self._filling = True
        self.rows.addItem(item)
        self._filling = False
        self.rows.setCurrentItem(item)
        self.rows.editItem(item)

    def _drop_nameless(self) -> None:
        """A new line that was left without a name is none."""
        last = self.rows.item(self.rows.count() - 1)
        if last is not None and not last.data(KEY) and not last.text().strip():
            self._fill()

    def _rename(self) -> None:
        item = self.rows.currentItem()
        if item is not None:
            self.rows.editItem(item)

    def _renamed(self, item: QListWidgetItem) -> None:
        if self._filling:
            return
        key, words, row = item.data(KEY), item.text().strip(), self.rows.row(item)
        if not words:
            self._fill()
        elif self.name == TEMPLATES:
            self._put_template(key, words, row)
        else:
            name, term = self.name, Term(key=key, name=words, position=row)
            self._change(lambda desk: desk.lists.put(name, term))

    def _put_template(self, key: str, words: str, row: int) -> None:
        known = next((t for t in self._bench.lists.templates if t.name == key), None)
        story = self._bench.current
        fields = known.fields if known else _fields(story) if story is not None else {}
        template = Template(name=words, fields=fields, position=row)

        def verb(desk: Desk) -> Changes:
            changes = desk.lists.put_template(template)
            if known is not None and key != words:
                desk.lists.remove_template(key)
            return changes

        self._change(verb)

    def _shift(self, by: int) -> None:
        row = self.rows.currentRow()
        if 0 <= row + by < self.rows.count():
            self._filling = True
            item = self.rows.takeItem(row)
            self.rows.insertItem(row + by, item)
            self.rows.setCurrentItem(item)
            self._filling = False
            self._reordered()

    def _reordered(self) -> None:
        """Keep the order as it stands in the window."""
        name = self.name
        order = [self.rows.item(row).data(KEY) for row in range(self.rows.count())]
        templates = {template.name: template for template in self._bench.lists.templates}
        names = dict(self._entries())

        def verb(desk: Desk) -> Changes:
            changes = Changes(lists=True)
            for place, key in enumerate(order):
                if name == TEMPLATES and key in templates:
                    fields = templates[key].fields
                    desk.lists.put_template(Template(name=key, fields=fields, position=place))
                elif key in names:
                    desk.lists.put(name, Term(key=key, name=names[key], position=place))
            return changes

        self._change(verb)

    def _remove(self) -> None:
        item = self.rows.currentItem()
        if item is None:
            return
        name, key = self.name, item.data(KEY)
        if name == TEMPLATES:
            self._change(lambda desk: desk.lists.remove_template(key))
        else:
            self._change(lambda desk: desk.lists.remove(name, key))

    def _change(self, verb: Callable[[Desk], Changes]) -> None:
        self.problem.hide()
        self._bench.tasks.change(verb, failed=self._failed, owner=self)

    def _failed(self, error: NewsroomError) -> None:
        self.problem.setText(str(error))
        self.problem.show()
        self._fill()


def _fields(story: OpenStory) -> dict[str, object]:
    """What a template takes over from the story: the fields that say something."""
    blank, now = Article(), story.now()
    return {
        name: getattr(now, name)
        for name in OF_A_TEMPLATE
        if getattr(now, name) != getattr(blank, name)
    }
