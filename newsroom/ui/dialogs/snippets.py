"""The person's snippets and abbreviations: a list, and what the chosen one is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _
from newsroom.news.errors import NewsroomError
from newsroom.ui.snippets import MOST_TEXT, Snippet
from newsroom.ui.widgets.emptyhint import EmptyHint

if TYPE_CHECKING:
    from newsroom.ui.workbench import Workbench

SETTLE_MS = 400  # of no typing, before the list is kept
ROW = 30  # px


class SnippetsDialog(QDialog):
    """Takes effect as it is changed; there is nothing to apply."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self.setObjectName("snippets")
        self.setWindowTitle(_("Snippets and abbreviations"))
        self.resize(720, 480)
        self._bench = workbench
        self._filling = False
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._keep)
        self.finished.connect(lambda _how: self._keep() if self._settle.isActive() else None)
        self.rows = QListWidget(self)
        self.rows.setProperty("role", "card")
        self.rows.setAccessibleName(_("Snippets"))
        self.name = QLineEdit(self)
        self.name.setMaxLength(200)
        self.short = QLineEdit(self)
        self.short.setMaxLength(80)
        self.short.setPlaceholderText(_("None"))
        self.text = QPlainTextEdit(self)
        self.text.setProperty("role", "field")
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("Text"))
        self.add = self._button(_("&Add"), "plus", self._add)
        self.remove = self._button(_("&Remove"), "trash", self._remove)
        self._form = self._lay_out()
        self.rows.currentRowChanged.connect(lambda _row: self._show())
        self.name.textEdited.connect(lambda _text: self._edited())
        self.short.textEdited.connect(lambda _text: self._edited())
        self.text.textChanged.connect(self._edited)
        for one in workbench.snippets.all:
            self._append(one)
        self.rows.setCurrentRow(0)
        self._show()
        self.empty = EmptyHint(_("No snippets yet. “Add” makes the first one."), self.rows)
        if not self.rows.count():
            self.add.setFocus()

    def _button(self, label: str, icon: str, act: Any) -> QPushButton:
        button = QPushButton(label, self)
        button.setIcon(self._bench.icons.icon(icon))
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        return button

    def _lay_out(self) -> QWidget:
        hint = QLabel(
            _(
                "The abbreviation becomes the text at a space or a sign behind it. Write "
                "${words} in the text for what is filled in each time; Tab goes from one to the "
                "next."
            ),
            self,
        )
        hint.setProperty("role", "caption")
        hint.setWordWrap(True)
        inner = QWidget(self)
        form = QFormLayout(inner)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(_("Name"), self.name)
        form.addRow(_("Abbreviation"), self.short)
        form.addRow(_("Text"), self.text)
        left = QVBoxLayout()
        left.addWidget(self.rows, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.add)
        buttons.addStretch(1)
        buttons.addWidget(self.remove)
        left.addLayout(buttons)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.button(QDialogButtonBox.StandardButton.Close).setText(_("Close"))
        close.rejected.connect(self.accept)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(hint)
        right.addWidget(inner, 1)
        right.addWidget(close)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addLayout(left, 2)
        layout.addLayout(right, 3)
        return inner

    # What is shown.

    def _append(self, one: Snippet) -> None:
        item = QListWidgetItem(_label(one))
        item.setData(Qt.ItemDataRole.UserRole, one)
        self.rows.addItem(item)

    def _one(self) -> Snippet | None:
        item = self.rows.currentItem()
        one = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return one if isinstance(one, Snippet) else None

    def _show(self) -> None:
        one = self._one()
        self._filling = True
        self._form.setEnabled(one is not None)
        self.remove.setEnabled(one is not None)
        shown = one or Snippet(name="")
        self.name.setText(shown.name)
        self.short.setText(shown.short)
        self.text.setPlainText(shown.text)
        self._filling = False

    # What is changed.

    def _add(self) -> None:
        self._append(Snippet(name=_("New snippet")))
        self.rows.setCurrentRow(self.rows.count() - 1)
        self._changed()
        self.name.setFocus()
        self.name.selectAll()

    def _remove(self) -> None:
        self.rows.takeItem(self.rows.currentRow())
        self._show()
        self._changed()

    def _edited(self) -> None:
        item, one = self.rows.currentItem(), self._one()
        if self._filling or item is None or one is None:
            return
        one = replace(
            one,
            name=self.name.text().strip(),
            short="".join(self.short.text().split()),
            text=self.text.toPlainText()[:MOST_TEXT],
        )
        item.setData(Qt.ItemDataRole.UserRole, one)
        item.setText(_label(one))
        self._changed()

    def _changed(self) -> None:
        found = [
            self.rows.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.rows.count())
        ]
        self._bench.snippets.replace(found)
        self._settle.start()

    def _keep(self) -> None:
        self._settle.stop()
        snippets = self._bench.snippets

        def save() -> None:
            try:
                snippets.save()
            except OSError as error:
                raise NewsroomError(
                    _("The snippets hold, but could not be kept: {reason}.").format(
                        reason=error.strerror or error
                    )
                ) from error

        self._bench.tasks.background(save, key="snippets")


def _label(one: Snippet) -> str:
    return f"{one.name}  ·  {one.short}" if one.short else one.name or _("Without a name")
