"""Find and replace over many stories: looked through first, hit by hit, done and undone as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
)

from newsroom.i18n import _, figure, ngettext
from newsroom.news.article import Filter
from newsroom.news.changes import Done
from newsroom.news.errors import NewsroomError
from newsroom.news.replacing import Place, Preview, Replaced, Search
from newsroom.ui.dialogs.replacehits import HitTree
from newsroom.ui.messages import Tone

if TYPE_CHECKING:
    from newsroom.ui.actions.context import Window

SETTLE_MS = 350  # of no typing, before the stories are looked through


class ReplaceDialog(QDialog):
    """Works on ``ids``, or, with None, on all that the list shows now."""

    def __init__(self, window: Window, ids: tuple[int, ...] | None) -> None:
        super().__init__()
        self.setObjectName("replace")
        self.setWindowTitle(_("Replace in many stories"))
        self.resize(760, 620)
        self._window = window
        self._bench = window.workbench
        self._among: Filter | tuple[int, ...] = window.listing.model.filter if ids is None else ids
        self._preview: Preview | None = None
        self._stopped = False
        self._turn = 0
        title = window.listing.title.text()
        many = len(ids) if ids is not None else window.listing.model.rowCount()
        where = ngettext("In {n} story", "In {n} stories", many).format(n=figure(many))
        if ids is None:
            where = _("{where} of “{title}”").format(where=where, title=title)
        head = QLabel(where, self)
        head.setProperty("role", "title")
        self.what = QLineEdit(self)
        self.what.setAccessibleName(_("Find"))
        self.put = QLineEdit(self)
        self.put.setAccessibleName(_("Replace with"))
        self.case = QCheckBox(_("Same case"), self)
        self.case.setChecked(True)
        self.word = QCheckBox(_("Whole words"), self)
        self.pattern = QCheckBox(_("Pattern"), self)
        self.pattern.setToolTip(
            _("A regular expression; \\1 in the replacement takes up the first group")
        )
        options = QHBoxLayout()
        for box in (self.case, self.word, self.pattern):
            options.addWidget(box)
            box.toggled.connect(self._typed)
        options.addStretch(1)
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow(_("Find"), self.what)
        form.addRow(_("Replace with"), self.put)
        form.addRow("", options)
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.said.setProperty("role", "caption")
        self.hits = HitTree(self._bench.theme, self)
        self.hits.ticked.connect(self._count)
        self.hits.opened.connect(lambda number: self._bench.open(number, new_tab=True))
        self.go = QPushButton(self)
        self.go.setObjectName("replace.go")
        self.go.setProperty("role", "primary")
        self.go.clicked.connect(self._replace)
        leave = QPushButton(_("Close"), self)
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(leave)
        buttons.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(head)
        column.addLayout(form)
        column.addWidget(self.said)
        column.addWidget(self.hits, 1)
        column.addLayout(buttons)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self.look)
        self.what.textChanged.connect(self._typed)
        self.put.textChanged.connect(self._typed)
        self.what.returnPressed.connect(self.look)
        self._show(None)

    def _typed(self, *_what: object) -> None:
        self.go.setEnabled(False)
        self._settle.start()

    def _search(self) -> Search:
        return Search(
            find=self.what.text(),
            replacement=self.put.text(),
            pattern=self.pattern.isChecked(),
            case=self.case.isChecked(),
            word=self.word.isChecked(),
        )

    def look(self) -> None:
        """Look the stories through; a newer question stops an older one."""
        self._settle.stop()
        self._turn += 1
        search, among, turn = self._search(), self._among, self._turn
        if not search.find:
            self._show(None)
            return
        self.said.setText(_("Looking…"))
        self._bench.tasks.run(
            lambda desk: desk.replacing.preview(search, among, stop=lambda: turn != self._turn),
            then=self._show,
            failed=self._failed,
            owner=self,
            key="preview",
        )

    def _show(self, preview: Preview | None) -> None:
        self._preview = preview
        self.hits.show_preview(preview)
        if preview is None:
            self.said.setText(
                _("Nothing is changed before you press Replace; each place can be left out.")
            )
        elif not preview.stories:
            self.said.setText(
                ngettext("Not in this story.", "In none of {n} stories.", preview.searched).format(
                    n=figure(preview.searched)
                )
            )
        else:
            said = ngettext("{n} place", "{n} places", preview.hits).format(n=preview.hits)
            stories = ngettext("{n} story", "{n} stories", len(preview.stories)).format(
                n=len(preview.stories)
            )
            words = _("{places} in {stories}.").format(places=said, stories=stories)
            if preview.more:
                words += " " + _("There are more; do these first.")
            self.said.setText(words)
        self._count()

    def _count(self) -> None:
        ticked = self.hits.places()
        stories = len({place.article for place in ticked})
        places = ngettext("Replace {n} place", "Replace {n} places", len(ticked)).format(
            n=len(ticked)
        )
        many = ngettext("in {n} story", "in {n} stories", stories).format(n=stories)
        self.go.setText(f"{places} {many}" if ticked else _("Replace"))
        self.go.setEnabled(bool(ticked))

    def _replace(self) -> None:
        preview, ticked = self._preview, frozenset(self.hits.places())
        if preview is None or not ticked:
            return
        self.go.setEnabled(False)
        ids = {place.article for place in ticked}
        self._bench.saved_first(ids, lambda: self._apply(preview, ticked))

    def _apply(self, preview: Preview, ticked: frozenset[Place]) -> None:
        self._bench.tasks.change(
            lambda desk: desk.replacing.apply(preview, ticked),
            then=self._replaced,
            failed=self._failed,
            owner=self,
        )

    def _replaced(self, done: Done[Replaced]) -> None:
        refused = done.value.refused
        if refused:
            why = refused[0][1]
            more = len(refused) - 1
            if more:
                why += " " + ngettext(
                    "The same goes for {n} more story.", "The same goes for {n} more stories.", more
                ).format(n=more)
            self._bench.messages.say(why, tone=Tone.CAUTION, key="replace")
        self.accept()

    def _failed(self, error: NewsroomError) -> None:
        self.said.setText(str(error))
        self._count()

    def done(self, result: int) -> None:
        """Closing stops what is being looked through."""
        self._turn += 1
        super().done(result)
