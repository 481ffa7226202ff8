"""What is asked of who exports: the format, which stories, and the folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from newsroom.export.files import file_name
from newsroom.i18n import N_, _

if TYPE_CHECKING:
    from newsroom.ui.actions.context import Window

SETTLE_MS = 250  # of no typing in the folder, before it is looked at
SITE = "site"  # the whole site, in the list of formats

SPANS = (("", N_("All of them")), ("0", N_("Published this month")),
         ("1", N_("Published last month")))  # fmt: skip
"""Of which month the published stories are: how many months back, "" for all."""


MOST_NAME = 60  # characters of a newsroom's name in that of a folder


def documents() -> Path:
    """Where who works here keeps documents; at home where the system only says where that would
    be."""
    places = QStandardPaths.StandardLocation
    found = Path(QStandardPaths.writableLocation(places.DocumentsLocation))
    return found if found.is_dir() else Path(QStandardPaths.writableLocation(places.HomeLocation))


def usual_folder(newsroom: str) -> Path:
    """Where pages go until somebody says another folder; it need not be there yet."""
    name = " ".join(file_name(word, "") for word in newsroom[:MOST_NAME].split())
    return documents() / (name or _("Newsroom"))


class ExportChoices(QWidget):
    """The site has a folder of its own: the one that it was published to last. All other formats
    share one: the last one, at first one that is named after the newsroom."""

    typed = Signal()  # the folder is being written
    changed = Signal()  # it is settled what is wanted

    def __init__(self, window: Window, *, everything: bool) -> None:
        super().__init__()
        self._window = window
        self.everything = everything
        self.format = self._formats(window.workbench.settings.export_format)
        self.span = QComboBox()
        self.span.setAccessibleName(_("Which of them"))
        for name, words in SPANS:
            self.span.addItem(_(words), name)
        self._usual = str(usual_folder(window.workbench.lists.site.name))
        last = window.workbench.settings.export_folder or self._usual
        self._folders = {True: "", False: last}
        self._was_site = self.site
        self.folder = QLineEdit(self._folders[self.site])
        self.folder.setPlaceholderText(_("Where the files go"))
        self.folder.setAccessibleName(_("Folder"))
        self.choose = QPushButton(_("Choose…"))
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self.ask_folder)
        line = QHBoxLayout()
        line.addWidget(self.folder, 1)
        line.addWidget(self.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(_label(_("Format"), self.format))
        column.addWidget(self.format)
        column.addWidget(self.span)
        column.addWidget(_label(_("Folder"), self.folder))
        column.addLayout(line)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self.changed)
        self.folder.textChanged.connect(self._typed)
        self.format.currentIndexChanged.connect(self._chosen)
        self.span.currentIndexChanged.connect(self.changed)
        self._show_span()
        window.tasks.run(
            lambda desk: desk.deploying.folder(), then=self._known,
            failed=lambda _error: None, owner=self, key="folder",
        )  # fmt: skip

    @property
    def kind(self) -> str:
        """The format's name, SITE for the whole site."""
        return str(self.format.currentData())

    @property
    def site(self) -> bool:
        """Whether the whole site is meant."""
        return self.kind == SITE

    @property
    def months_back(self) -> str:
        """Of which month the stories are, "" for all."""
        return str(self.span.currentData()) if self.everything and not self.site else ""

    def to(self) -> Path | None:
        """The folder, None while there is none."""
        text = self.folder.text().strip()
        return Path(text).expanduser() if text else None

    def mean_site(self) -> None:
        """Choose the whole site."""
        self.format.setCurrentIndex(self.format.findData(SITE))

    def remember(self) -> None:
        """The next time begins as this one was. Where the site lies the newsroom knows itself."""
        kept = {"export_format": self.kind}
        if not self.site:
            # What is named after the newsroom is not kept: another newsroom has one of its own.
            to = str(self.to())
            kept["export_folder"] = "" if to == self._usual else to
        self._window.workbench.set_settings(kept)

    def _formats(self, last: str) -> QComboBox:
        """Every format there is, the last one chosen."""
        from newsroom.desk.publish import formats

        box = QComboBox()
        box.setAccessibleName(_("Format"))
        box.addItem(_("The whole site"), SITE)
        for kind in formats():
            box.addItem(kind.title, kind.id)
        # Who exports a story does not mean the site, whatever was published last.
        found = -1 if last == SITE and not self.everything else box.findData(last)
        box.setCurrentIndex(found if found >= 0 else 1)  # a single file, not the whole site
        return box

    def ask_folder(self) -> None:
        """Let a folder be chosen, beginning where it is or where documents are kept."""
        first = self.to() or documents()
        while not first.is_dir() and first != first.parent:
            first = first.parent  # a folder that is not there yet can't be shown
        dialog = QFileDialog(self, _("Folder for the files"), str(first))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.open()

    def _known(self, folder: Path | None) -> None:
        """Where the site was published last."""
        if folder is None:
            return
        self._folders[True] = str(folder)
        if self.site and not self.folder.text():
            self._show_folder()
            self.changed.emit()

    def _chosen(self) -> None:
        if self.site != self._was_site:
            self._folders[self._was_site] = self.folder.text()
            self._was_site = self.site
            self._show_folder()
        self._show_span()
        self.changed.emit()

    def _show_folder(self) -> None:
        self.folder.blockSignals(True)
        self.folder.setText(self._folders[self.site])
        self.folder.blockSignals(False)

    def _show_span(self) -> None:
        self.span.setVisible(self.everything and not self.site)

    def _typed(self) -> None:
        self.typed.emit()
        self._settle.start()


def _label(words: str, buddy: QWidget) -> QLabel:
    label = QLabel(words)
    label.setProperty("role", "label")
    label.setBuddy(buddy)
    return label
