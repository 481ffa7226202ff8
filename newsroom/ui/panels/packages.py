"""Packages: stories dragged in and put in order, and the mail that is made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtGui import (
    QGuiApplication,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import N_, _, ngettext
from newsroom.news.changes import Done
from newsroom.news.errors import NewsroomError
from newsroom.news.package import LEAST_WORDS, MOST_EXCERPT, MOST_NAME, Package, Piece
from newsroom.news.workflow import PUBLIC
from newsroom.ui import pages
from newsroom.ui.hours import day
from newsroom.ui.messages import Answer, Tone
from newsroom.ui.widgets.emptyhint import EmptyHint
from newsroom.ui.widgets.flat import flat
from newsroom.ui.widgets.inset import inset
from newsroom.ui.widgets.order import StoryOrder
from newsroom.ui.widgets.pick import Pick
from newsroom.ui.zones import zone_of

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.export.digest import Digest
    from newsroom.news.article import Row
    from newsroom.news.changes import Changes, Done
    from newsroom.ui.story import OpenStory
    from newsroom.ui.workbench import Workbench

PARTS_OF_DAY = (
    (5, N_("Night")), (11, N_("Morning")), (14, N_("Noon")), (18, N_("Afternoon")),
    (24, N_("Evening")),
)  # fmt: skip
"""Until which hour of the newsroom's clock a part of the day goes."""
KEEP_MS = 500  # of no typing or clicking, before a package is kept
_STORY = Qt.ItemDataRole.UserRole


def make(workbench: Workbench, parent: QWidget | None = None) -> QWidget:
    """The panel's widget."""
    return PackagesPanel(workbench, parent)


class PackagesPanel(QWidget):
    """One package at a time: its stories in order, the length of each excerpt, the mail."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("packages")
        self.setAccessibleName(_("Packages"))
        self._bench = workbench
        self._package: Package | None = None
        self._showing = False
        self._stale = True
        self._saving = False
        self.names = Pick(self)
        self.names.setAccessibleName(_("Package"))
        self.names.currentIndexChanged.connect(lambda _n: self._choose())
        self.new = self._tool("plus", _("New package…"), self._ask_name)
        self.drop = self._tool("trash", _("Take this package away"), self._remove_package)
        self.intro = QPlainTextEdit(self)
        self.intro.setProperty("role", "field")
        self.intro.setTabChangesFocus(True)
        self.intro.setPlaceholderText(_("Words above the stories"))
        self.intro.setAccessibleName(_("Introduction"))
        self.intro.setFixedHeight(self.fontMetrics().lineSpacing() * 3 + 20)
        self.intro.textChanged.connect(self._edited)
        self.list = StoryOrder(self)
        self.list.setObjectName("packageStories")
        self.list.setAccessibleName(_("Stories of the package, in their order"))
        self.list.dropped.connect(self.add)
        self.list.shifted.connect(self.shift)
        self.list.taken_out.connect(self.take_out)
        self.list.currentRowChanged.connect(lambda _row: self._show_length())
        self.list.itemActivated.connect(lambda item: self._bench.open(int(item.data(_STORY))))
        self.length = inset(QSpinBox(self))
        self.length.setRange(LEAST_WORDS, MOST_EXCERPT)
        self.length.setSingleStep(5)
        self.length.setAccessibleName(_("Words of the excerpt"))
        self.length.valueChanged.connect(self._set_length)
        self.empty = EmptyHint(_("Drag stories from the list into it."), self.list)
        self.hint = QLabel(self)
        self.hint.setProperty("role", "caption")
        self.hint.setWordWrap(True)
        self.add_chosen = QPushButton(_("Add the selected stories"), self)
        self.add_chosen.clicked.connect(self._add_chosen)
        self.look = QPushButton(_("Look at it"), self)
        self.look.clicked.connect(self._preview)
        self.copy = QPushButton(_("Copy"), self)
        self.copy.setToolTip(_("The mail as HTML and as text, to paste into a mail program"))
        self.copy.clicked.connect(self._copy)
        self.write = QPushButton(_("Export…"), self)
        self.write.clicked.connect(self._ask_folder)
        self._keeping = QTimer(self)
        self._keeping.setSingleShot(True)
        self._keeping.setInterval(KEEP_MS)
        self._keeping.timeout.connect(self.keep)
        self._lay_out()
        self.setFocusProxy(self.list)
        self._show(None)

    def _tool(self, icon: str, label: str, act: Callable[[], object]) -> QToolButton:
        button = flat(self._bench.icons.icon(icon), label, self)
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.names, 1)
        head.addWidget(self.new)
        head.addWidget(self.drop)
        words = QLabel(_("Words of the excerpt"), self)
        words.setProperty("role", "label")
        words.setBuddy(self.length)
        row = QHBoxLayout()
        row.addWidget(words, 1)
        row.addWidget(self.length)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.look, self.copy, self.write):
            buttons.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.intro)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        column.addWidget(self.add_chosen)
        column.addWidget(self.hint)
        column.addLayout(buttons)

    # What happens.

    def set_story(self, _story: OpenStory | None) -> None:
        """It goes by packages, whatever story is in front."""

    def on_changed(self, changes: Changes) -> None:
        """Look again where packages or their stories may be others."""
        mine = {piece.article for piece in self._package.pieces} if self._package else set()
        if changes.lists or not mine.isdisjoint(changes.articles):
            self._stale = True
            if self.isVisible():
                self.read()

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed is made good."""
        super().showEvent(event)
        if self._stale:
            self.read()

    def read(self) -> None:
        """Read the packages anew; the one that is shown stays."""
        if self._keeping.isActive():
            return  # what was just done here is kept first, and then read
        self._stale = False
        chosen = self._package.id if self._package else 0
        self._bench.tasks.run(
            lambda desk: _read(desk, chosen), then=self._read, owner=self, key="packages"
        )

    def _read(self, read: tuple[tuple[Package, ...], Package | None, tuple[Row, ...]]) -> None:
        packages, chosen, rows = read
        self._showing = True
        self.names.clear()
        for package in packages:
            self.names.addItem(package.name, package.id)
        if chosen is not None:
            self.names.setCurrentIndex(self.names.findData(chosen.id))
        self._showing = False
        self._show(chosen, rows)

    def _choose(self) -> None:
        number = self.names.currentData()
        if self._showing or number is None:
            return
        self.keep()
        self._bench.tasks.run(
            lambda desk: _read(desk, int(number)), then=self._read, owner=self, key="packages"
        )

    def _show(self, package: Package | None, rows: Iterable[Row] = ()) -> None:
        self._showing = True
        self._package = package
        there = package is not None
        for part in (self.intro, self.length, self.drop, self.names):
            part.setEnabled(there)
        at = self.list.currentRow()
        self.list.clear()
        known = {row.id: row for row in rows}
        if package is not None:
            if package.intro != self.intro.toPlainText().strip():
                self.intro.setPlainText(package.intro)
            for piece in package.pieces:
                if piece.article in known:
                    self._add_item(piece, known[piece.article])
            self.list.setCurrentRow(min(max(at, 0), self.list.count() - 1))
        else:
            self.intro.setPlainText("")
        out = bool(self.list.count())
        for button in (self.look, self.copy, self.write):
            button.setEnabled(out)
        self._showing = False
        self._show_length()
        self._tell(known.values() if package else None)

    def _add_item(self, piece: Piece, row: Row) -> None:
        item = QListWidgetItem(row.headline or row.slug)
        item.setData(_STORY, row.id)
        item.setData(_STORY + 1, piece.words)
        if row.pubstate not in PUBLIC:
            item.setText(_("{headline} (not published)").format(headline=item.text()))
        item.setToolTip(row.excerpt)
        self.list.addItem(item)

    def _tell(self, rows: Iterable[Row] | None) -> None:
        if rows is None:
            self.hint.setText(_("The first story that comes in begins a package."))
            return
        rows = tuple(rows)
        held = sum(row.pubstate not in PUBLIC for row in rows)
        words = ngettext("{n} story", "{n} stories", len(rows)).format(n=len(rows))
        if held:
            more = ngettext(
                "{n} is not published and stays out of the mail",
                "{n} are not published and stay out of the mail",
                held,
            )
            words = f"{words}; {more.format(n=held)}."
        self.hint.setText(words)

    # Order and lengths.

    def pieces(self) -> tuple[Piece, ...]:
        """The stories as they stand in the list now."""
        items = (self.list.item(place) for place in range(self.list.count()))
        return tuple(Piece(int(i.data(_STORY)), int(i.data(_STORY + 1))) for i in items)

    def _show_length(self) -> None:
        item = self.list.currentItem()
        self.length.setEnabled(item is not None)
        if item is not None:
            self.length.blockSignals(True)
            self.length.setValue(int(item.data(_STORY + 1)))
            self.length.blockSignals(False)

    def _set_length(self, words: int) -> None:
        item = self.list.currentItem()
        if item is not None:
            item.setData(_STORY + 1, words)
            self._edited()

    def shift(self, by: int) -> None:
        """Move the story that is chosen up or down."""
        place = self.list.currentRow()
        if 0 <= place + by < self.list.count() and place >= 0:
            item = self.list.takeItem(place)
            self.list.insertItem(place + by, item)
            self.list.setCurrentItem(item)
            self._edited()

    def take_out(self) -> None:
        """Take the story that is chosen out of the package."""
        if self.list.currentItem() is not None:
            self.list.takeItem(self.list.currentRow())
            self._edited()

    def _edited(self) -> None:
        if not self._showing and self._package is not None:
            self._keeping.start()

    def keep(self) -> None:
        """Keep the package as it is shown."""
        self._keeping.stop()
        package = self._package
        if package is None:
            return
        made = replace(package, intro=self.intro.toPlainText().strip(), pieces=self.pieces())
        if made == package:
            return
        if self._saving:
            self._keeping.start()  # on the version that is being saved right now
            return
        self._package, self._saving = made, True
        self._bench.tasks.change(
            lambda desk: desk.packages.save(made), then=self._kept, failed=self._failed, owner=self
        )

    def _kept(self, done: Done[Package]) -> None:
        self._saving = False
        if self._package is not None and self._package.id == done.value.id:
            self._package = replace(self._package, version=done.value.version)

    def _failed(self, error: NewsroomError) -> None:
        self._saving = False
        self._bench.messages.fault(error)
        self.read()

    # Adding.

    def add(self, ids: Iterable[int], at: int | None = None) -> None:
        """Put stories into the package, at a place or at its end."""
        self.keep()
        package, wanted, name = self._package, tuple(ids), self.proposed_name()
        if not wanted:
            return

        def put(desk: Desk) -> Done[Package]:
            if package is not None:
                return desk.packages.add(package.id, wanted, at=at)
            made = desk.packages.create(name)
            added = desk.packages.add(made.value.id, wanted, at=at)
            return Done(added.value, made.changes | added.changes)

        def there(done: Done[Package]) -> None:
            self._package = self._package or done.value
            self.read()

        self._bench.tasks.change(put, then=there, failed=self._failed, owner=self)

    def _add_chosen(self) -> None:
        ids = self._bench.selection
        if not ids and self._bench.current is not None and self._bench.current.id:
            ids = (self._bench.current.id,)
        self.add(ids)

    def _ask_name(self) -> None:
        from newsroom.ui.dialogs.naming import NameSheet

        sheet = NameSheet("package", _("New package"), self.proposed_name(), most=MOST_NAME)
        sheet.setParent(self, sheet.windowFlags())
        sheet.named.connect(self.create_package)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def proposed_name(self) -> str:
        """What a package of now is called: "Noon, 29 Nov 2026"."""
        now = self._bench.clock()
        zone = zone_of(self._bench.lists.site.timezone)
        hour = now.astimezone(zone).hour
        part = next(words for until, words in PARTS_OF_DAY if hour < until)
        return f"{_(part)}, {day(now, zone)}"

    def create_package(self, name: str) -> None:
        """Make a package of that name and show it."""
        self.keep()
        name = name.strip()[:MOST_NAME]

        def made(done: Done[Package]) -> None:
            self._package = done.value
            self.read()

        self._bench.tasks.change(
            lambda desk: desk.packages.create(name), then=made, failed=self._failed, owner=self
        )

    def _remove_package(self) -> None:
        package = self._package
        if package is None:
            return
        self._keeping.stop()
        self._package = None
        self._bench.tasks.change(
            lambda desk: desk.packages.remove(package.id),
            then=lambda _changes: self._removed(package),
            failed=self._failed,
            owner=self,
        )

    def _removed(self, package: Package) -> None:
        def back() -> None:
            again = replace(package, id=0, version=0)
            self._bench.tasks.change(lambda desk: desk.packages.save(again), owner=self)

        self._bench.messages.say(
            _("“{name}” is gone; its stories stay.").format(name=package.name),
            Answer(_("Bring it back"), back),
        )
        self.read()

    # The mail.

    def _digest(self, then: Callable[[Digest], object]) -> None:
        self.keep()
        package = self._package
        if package is None:
            return

        def made(digest: Digest) -> None:
            if digest.left_out:
                self._bench.messages.say(" ".join(digest.left_out), tone=Tone.CAUTION, key="digest")
            then(digest)

        self._bench.tasks.run(
            lambda desk: desk.packages.digest(desk.packages.get(package.id)),
            then=made,
            failed=self._failed,
            owner=self,
        )

    def _copy(self) -> None:
        def copied(digest: Digest) -> None:
            data = QMimeData()
            data.setHtml(digest.html)
            data.setText(digest.text)
            QGuiApplication.clipboard().setMimeData(data)
            self._bench.messages.say(_("The mail is on the clipboard, as HTML and as text."))

        self._digest(copied)

    def _preview(self) -> None:
        def shown(digest: Digest) -> None:
            path = pages.folder() / "digest.html"
            path.write_text(digest.html, encoding="utf-8", errors="replace")
            pages.show_page(path, self._bench.messages)

        self._digest(shown)

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self, _("Folder for the mail"), self._bench.settings.export_folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda name: self.export(Path(name)))
        dialog.open()

    def export(self, to: Path) -> None:
        """Write the mail into a folder."""
        self.keep()
        package = self._package
        if package is None:
            return

        def written(made: tuple[Digest, tuple[Path, ...]]) -> None:
            digest, paths = made
            words = _("Written: {names}.").format(names=", ".join(path.name for path in paths))
            messages = self._bench.messages
            self._bench.set_settings({"export_folder": str(to)})
            messages.say(
                " ".join((words, *digest.left_out)),
                Answer(_("Open the folder"), lambda: pages.show(to, messages)),
                key="digest",
            )

        self._bench.tasks.run(
            lambda desk: desk.packages.export(desk.packages.get(package.id), to),
            then=written,
            failed=self._failed,
            owner=self,
        )


def _read(desk: Desk, chosen: int) -> tuple[tuple[Package, ...], Package | None, tuple[Row, ...]]:
    """On the desk thread: all packages, the one that is shown, and its stories."""
    packages = desk.packages.all()
    shown = next((p for p in packages if p.id == chosen), packages[0] if packages else None)
    return packages, shown, desk.packages.rows(shown) if shown is not None else ()
