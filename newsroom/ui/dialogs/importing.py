"""Import: a plan first, then the stories, with a way to stop; one line says what came in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
)

from newsroom.desk.arriving import Action, Choices, IntakeReport
from newsroom.desk.gathering import suffixes
from newsroom.desk.unpacking import SUFFIX as ARCHIVE
from newsroom.i18n import N_, _, ngettext
from newsroom.news.changes import Done
from newsroom.news.errors import NewsroomError
from newsroom.ui.dialogs.planauthors import PlanAuthors
from newsroom.ui.dialogs.planview import PlanView
from newsroom.ui.importrun import ImportRun, announce
from newsroom.ui.letgo import take_copy
from newsroom.ui.messages import Answer, Tone
from newsroom.ui.models.importplan import PlanModel
from newsroom.ui.story import State
from newsroom.ui.storyfiles import story_files

if TYPE_CHECKING:
    from newsroom.ui.window import Window

LETTERS = (
    ("", N_("Letters as guessed")),
    ("windows-1252", N_("Western (Windows-1252)")),
    ("windows-1256", N_("Persian, Arabic (Windows-1256)")),
    ("windows-1250", N_("Central European (Windows-1250)")),
    ("windows-1251", N_("Cyrillic (Windows-1251)")),
    ("windows-1254", N_("Turkish (Windows-1254)")),
    ("mac_roman", N_("Western (old Macintosh)")),
)
"""Encodings of files that are not Unicode; "" for the likeliest."""
KEY = "import"
FEW = 20  # stories come in while one looks on; of more the report waits until somebody closes it


class ImportDialog(QDialog):
    """Holds the plan of an import, what somebody chose on it, and the import while it runs."""

    def __init__(self, window: Window, paths: Iterable[Path] = ()) -> None:
        super().__init__()
        self.setObjectName("import")
        self.setWindowTitle(_("Import stories"))
        self.resize(900, 620)
        self._window = window
        self._bench = window.workbench
        self._paths: tuple[Path, ...] = tuple(paths)
        self._running = self._taking = self._leaving = False
        self._run = ImportRun(window, self)
        window.closing.connect(self._run.cancel)
        self._run.progressed.connect(self._progressed)
        self.head = QLabel(self)
        self.head.setProperty("role", "title")
        self.head.setWordWrap(True)
        self.said = QLabel(self)
        self.said.setObjectName("import.said")
        self.said.setWordWrap(True)
        self.said.setProperty("role", "caption")
        self.model = PlanModel(self)
        self.view = PlanView(self._bench.theme, self.model, self)
        self.table, self.why = self.view.table, self.view.why
        self.parts, self.words = self.view.parts, self.view.words
        self.empty = QLabel(self)
        self.empty.setProperty("role", "caption")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.setAcceptDrops(True)
        self.authors = PlanAuthors(self._bench, self)
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName(_("How far it is"))
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.files = self._button(_("Files…"), self._choose_files, "files")
        self.folder = self._button(_("Folder…"), self._choose_folder, "folder")
        self.all = self._button(_("Tick all"), lambda: self.model.tick_all(True), "all")
        self.none = self._button(_("Tick none"), lambda: self.model.tick_all(False), "none")
        self.letters = QComboBox(self)
        self.letters.setAccessibleName(_("Letters of files that are not Unicode"))
        self.letters.setToolTip(_("How files are read that are not Unicode"))
        for encoding, label in LETTERS:
            self.letters.addItem(_(label), encoding or None)
        self.letters.hide()
        self.letters.activated.connect(lambda _row: self._read_as())
        self.stop = self._button(_("Stop"), self._stop, "stop")
        self.close_it = self._button(_("Close"), self.reject, "close")
        self.go = self._button("", self._go, "go")
        self.go.setProperty("role", "primary")
        self.go.setDefault(True)
        self._lay_out()
        self.model.modelReset.connect(self._count)
        self.model.dataChanged.connect(lambda *_what: self._count())
        self._show(None)
        self._turn()
        if self._paths:
            self._plan()

    def _button(self, label: str, act: Callable[[], object], name: str) -> QPushButton:
        button = QPushButton(label, self)
        button.setObjectName(f"import.{name}")
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        return button

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.head, 1)
        top.addWidget(self.files)
        top.addWidget(self.folder)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.all)
        buttons.addWidget(self.none)
        buttons.addWidget(self.letters)
        buttons.addStretch(1)
        buttons.addWidget(self.stop)
        buttons.addWidget(self.close_it)
        buttons.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.said)
        column.addWidget(self.view, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.authors.head)
        column.addWidget(self.authors)
        column.addWidget(self.bar)
        column.addLayout(buttons)

    # Choosing.

    def _choose_files(self) -> None:
        dialog = QFileDialog(self, _("Import stories from files"))
        dialog.setObjectName("import_files")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        patterns = " ".join(f"*{suffix}" for suffix in (*suffixes(), ARCHIVE))
        dialog.setNameFilters([_("Stories ({patterns})").format(patterns=patterns), _("All (*)")])
        self._ask(dialog)

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, _("Import the stories of a folder"))
        dialog.setObjectName("import_folder")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._ask(dialog)

    def _ask(self, dialog: QFileDialog) -> None:
        places = QStandardPaths.StandardLocation
        if not self._paths:
            dialog.setDirectory(QStandardPaths.writableLocation(places.DownloadLocation))
        dialog.filesSelected.connect(lambda names: self.look(map(Path, names)))
        self._window.open_dialog(dialog)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files of stories may come in."""
        if story_files(event.mimeData()) and not self._running:
            take_copy(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Files that were copied in a file manager may be pasted."""
        data = QApplication.clipboard().mimeData()
        if event.matches(QKeySequence.StandardKey.Paste) and data is not None:
            if (found := story_files(data)) and not self._running:
                self.look(found)
            return
        super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """They are planned, in place of what was."""
        take_copy(event)
        self.look(story_files(event.mimeData()))

    # The plan.

    def look(self, paths: Iterable[Path]) -> None:
        """Plan the import of these files and folders."""
        self._paths = tuple(paths)
        self.model.show_plan(None)
        self.authors.who = {}
        self._plan()

    def _plan(self) -> None:
        self._begin(_("Looking through…"))
        self._run.plan(self._paths, self.choices(), then=self._planned, failed=self._failed)

    def _read_as(self) -> None:
        """Plan again, with other letters."""
        self._run.encoding = self.letters.currentData()
        self._plan()

    def choices(self) -> Choices:
        """What the boxes say."""
        return Choices(people=self.authors.people(), stories=self.model.fates)

    def _planned(self, done: Done[IntakeReport] | None) -> None:
        self._end()
        self._show(done.value if done is not None else None)
        if done is None:
            self.said.setText(_("Stopped; nothing was taken in."))
        self.table.setFocus()

    def _show(self, report: IntakeReport | None) -> None:
        names = ", ".join(path.name for path in self._paths[:3])
        if len(self._paths) > 3:
            more = len(self._paths) - 3
            names = ngettext("{names} and {n} more", "{names} and {n} more", more).format(
                names=names, n=more
            )
        self.head.setText(
            _("Import from {names}").format(names=names)
            if names
            else _("Import stories from files or a folder")
        )
        self.view.show_report(report)
        self.authors.show_authors(report.authors if report is not None else ())
        if report is None:
            self.said.setText(_("A plan is shown first; nothing comes in before you say so."))
        else:
            left = [" ".join(f"{words} ({n:,}×)" for words, n in report.left.items())]
            head = report.summary() or _("Nothing to take in.")
            self.said.setText("\n".join(filter(None, [head, *report.sentences, *left])))
        self._count()

    def _count(self) -> None:
        n = self.model.taken
        words = ngettext("Take in {n} story", "Take in {n} stories", n).format(n=f"{n:,}")
        self.go.setText(words if n else _("Take in"))
        self.go.setEnabled(n > 0 and not self._running)
        planned = self.model.planned
        rows = self.model.rowCount() > 0
        self.view.setVisible(planned)
        self.why.setVisible(rows and bool(self.why.text()))
        guessed = self.model.doubted or self.letters.currentData() is not None
        self.letters.setVisible(planned and guessed)
        self.empty.setVisible(not planned)
        self.empty.setText(
            "" if self._running else _("Drop files or a folder here, or choose them above.")
        )
        for button in (self.all, self.none):
            button.setVisible(planned)
            button.setEnabled(rows and not self._running)

    # The import.

    def _go(self) -> None:
        self._begin(_("Taking in…"))
        self._taking = True
        self._run.take(self._paths, self.choices(), then=self._taken, failed=self._failed)

    def _stop(self) -> None:
        self.said.setText(_("Stopping…"))
        self._run.cancel()

    def _begin(self, words: str) -> None:
        self._running = True
        self.said.setText(words)
        self.bar.setRange(0, 0)
        self._turn()

    def _end(self) -> None:
        self._running = self._taking = False
        self._turn()
        if self._leaving:
            super().reject()

    def _turn(self) -> None:
        on = self._running
        self.bar.setVisible(on)
        self.stop.setVisible(on)
        for part in (self.files, self.folder, self.letters, self.view, self.authors):
            part.setEnabled(not on)
        self._count()

    def _progressed(self, done: int, total: int, name: str) -> None:
        if not self._running:
            return
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        if name and total:
            words = _("{done} of {total}: {name}").format(
                done=f"{done:,}", total=f"{total:,}", name=name
            )
            self.said.setText(words)

    def _save_what_waited(self) -> None:
        """A store of one file has one writer at a time: what could not be saved beside a long
        import was kept in the journal, and goes in now."""
        for story in self._bench.stories:
            if story.state is State.FAULT:
                story.save()

    def _taken(self, done: Done[IntakeReport] | None) -> None:
        self._end()
        self._save_what_waited()
        if done is None:
            self.said.setText(_("Stopped; nothing was taken in."))
            return
        announce(self._window, done.changes)
        tell(self._window, done)
        self.accept()

    def _failed(self, error: NewsroomError) -> None:
        self._end()
        self._save_what_waited()
        self.said.setText(str(error))

    def reject(self) -> None:
        """Close; what is under way is stopped first, so that it can be told if it came in."""
        self._run.cancel()
        if self._taking:
            self._leaving = True
            self._stop()
        else:
            super().reject()


def tell(window: Window, done: Done[IntakeReport]) -> None:
    """Say in a line what came in, with a way back and the report."""
    from newsroom.ui.dialogs.importreport import ReportDialog

    report = done.value
    came = report.count(Action.NEW) + report.count(Action.CHANGED)
    words = (
        ngettext("{n} story came in.", "{n} stories came in.", came).format(n=f"{came:,}")
        if came
        else _("Nothing new came in.")
    )
    if doubtful := report.count(Action.DOUBTFUL):
        left = ngettext(
            "{n} is doubtful and was left.", "{n} are doubtful and were left.", doubtful
        )
        words = f"{words} {left.format(n=f'{doubtful:,}')}"
    refused = report.count(Action.REFUSED)
    if refused:
        left = ngettext("{n} could not be taken.", "{n} could not be taken.", refused)
        words = f"{words} {left.format(n=f'{refused:,}')}"
    answers = []
    if (step := done.changes.step) is not None:
        answers.append(Answer(_("Undo"), lambda: window.workbench.undo(step)))
    answers.append(
        Answer(_("Show report"), lambda: window.open_dialog(ReportDialog(window, report)))
    )
    tone = Tone.CAUTION if refused else Tone.NOTE
    stays = len(report.items) > FEW
    window.messages.say(words, *answers, tone=tone, key=KEY, stays=stays)
