"""Setting a published story right: which kind, what was wrong, what is right, where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit

from newsroom.i18n import _, ngettext
from newsroom.news.correction import BY_KIND, KINDS, CorrectionKind, Place
from newsroom.ui.dialogs.sheet import Sheet
from newsroom.ui.messages import Answer, Tone

if TYPE_CHECKING:
    from newsroom.desk.correcting import Fix
    from newsroom.news.article import Article
    from newsroom.ui.actions.context import Window

SETTLE_MS = 150  # of no typing, before the notice is made up anew


class CorrectDialog(Sheet):
    """Four fields and the notice that they make; the story's text is mended in the same act."""

    def __init__(self, window: Window, number: int, *, wrong: str = "") -> None:
        """``wrong`` are the words that are taken for the mistake at first."""
        super().__init__("correct", _("Correct a published story"))
        self._window = window
        self._number = number
        self._story: Article | None = None
        self._fix: Fix | None = None
        self._where_is_ours = True
        self.kind = QComboBox(self)
        for info in KINDS:
            self.kind.addItem(_(info.label), str(info.kind))
        self.add(self.kind, _("Kind"))
        self.hint = self.words()
        self.wrong = self.box(_("What was wrong"), hint=_("As it stands in the story"))
        self.right = self.box(_("What is right"))
        self.where = QLineEdit(self)
        self.where.setPlaceholderText(_("Such as: third paragraph, caption"))
        self.add(self.where, _("Where"))
        self.space()
        self.mend = QCheckBox(self)
        self.mend.setChecked(True)
        self.add(self.mend)
        self.notice = self.words(role="")
        self.notice.setAccessibleName(_("The notice that readers will see"))
        self.button(_("Cancel"), self.reject, name="cancel")
        self.go = self.button(_("Correct"), self._correct, name="go", primary=True)
        self.finish()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._look)
        self.kind.currentIndexChanged.connect(self._look)
        self.wrong.textChanged.connect(self._settle.start)
        self.right.textChanged.connect(self._settle.start)
        self.where.textEdited.connect(self._place_typed)
        self.mend.toggled.connect(self._look)
        self.wrong.setPlainText(wrong.strip())
        (self.right if wrong.strip() else self.wrong).setFocus()
        window.tasks.run(
            lambda desk: desk.articles.open(number), then=self._opened, failed=self.tell, owner=self
        )
        self._look()

    def _opened(self, story: Article) -> None:
        from newsroom.desk.correcting import unpublished

        self._story = story
        self.go.setEnabled(not unpublished(story))
        self.head.setText(_("Correct “{headline}”").format(headline=story.headline or story.slug))
        self._look()

    def _place_typed(self, words: str) -> None:
        self._where_is_ours = not words
        self._settle.start()

    def _look(self) -> None:
        """Find the wrong words, and make the notice up."""
        from newsroom.desk.correcting import find_fix, unpublished

        info = BY_KIND[CorrectionKind(self.kind.currentData())]
        self.hint.setText(_(info.hint))
        wrong, right = self.wrong.toPlainText().strip(), self.right.toPlainText().strip()
        self._fix = find_fix(self._story, wrong, right) if self._story and wrong else None
        count = self._fix.count if self._fix else 0
        if self._where_is_ours:
            found = self._fix.where if self._fix else ""
            if found != self.where.text():
                self.where.setText(found)
                if self.where.hasFocus():
                    self.where.selectAll()  # as if it had stood there: what is typed replaces it
        self.mend.setVisible(bool(wrong))
        self.mend.setEnabled(bool(count and right))
        self.mend.setText(
            ngettext(
                "Put the right words into the story ({n} place)",
                "Put the right words into the story ({n} places)",
                count,
            ).format(n=count)
            if count
            else _("These words do not stand in the story; it opens, to be changed by hand.")
        )
        # Told before anybody types three fields for nothing.
        hindrance = unpublished(self._story) if self._story else ""
        self.tell(hindrance)
        if hindrance or info.place is Place.NONE or not right:
            self._show_notice("")
            return
        where, number, kind = self.where.text(), self._number, info.kind
        self._window.tasks.run(
            lambda desk: desk.correcting.notice_words(
                number, kind, wrong=wrong, right=right, where=where
            ),
            then=self._show_notice,
            failed=lambda _error: self._show_notice(""),
            owner=self,
            key="notice",
        )

    def _show_notice(self, words: str) -> None:
        self.notice.setText(words)
        self.notice.setVisible(bool(words))

    def _correct(self) -> None:
        kind = str(self.kind.currentData())
        wrong, right = self.wrong.toPlainText(), self.right.toPlainText()
        where, number = self.where.text(), self._number
        self._settle.stop()
        self._look()
        mended = bool(self._fix and self._fix.count and self.mend.isChecked() and right.strip())
        fields = dict(self._fix.fields) if mended and self._fix else None
        self.go.setEnabled(False)
        self._window.tasks.change(
            lambda desk: desk.correcting.correct(
                number, kind, wrong=wrong, right=right, where=where, fields=fields
            ),
            then=lambda _done: self._corrected(mended),
            failed=self._failed,
            owner=self,
        )

    def _failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        self.tell(error)

    def _corrected(self, mended: bool) -> None:
        bench, number = self._window.workbench, self._number
        bench.open(number)
        if not mended:
            self._window.messages.say(
                _("The notice stands. Now change the text of the story, which is open."),
                Answer(_("Show it"), lambda: bench.open(number)),
                tone=Tone.CAUTION,
                key="correct",
            )
        self.accept()
