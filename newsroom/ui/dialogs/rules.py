"""The rule book: looked through, added to, tried on examples and on the archive."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _, ngettext
from newsroom.news.errors import NewsroomError
from newsroom.news.rights import Right
from newsroom.news.rule import SEVERITY_LABELS, Book, RuleKind, StyleRule
from newsroom.ui.dialogs.ruleform import RuleForm
from newsroom.ui.dialogs.ruletrial import RuleTrial

if TYPE_CHECKING:
    from newsroom.checks.styling import Proof
    from newsroom.news.changes import Done
    from newsroom.ui.workbench import Workbench

SIZE = (1040, 660)  # px: fits a screen of 1366 by 768 with its bars
LIST_WIDTH = 320
KEY = int(Qt.ItemDataRole.UserRole)


class RulesDialog(QDialog):
    """The rules on the left, the chosen one on the right."""

    def __init__(self, workbench: Workbench, key: str = "") -> None:
        """``key`` is the rule to show first."""
        super().__init__()
        self.setObjectName("rules")
        self.setWindowTitle(_("Rule book"))
        self.resize(*SIZE)
        self._bench = workbench
        self._book = Book()
        self._wanted = key
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Search the rules"))
        self.search.setAccessibleName(_("Search the rules"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._show_list)
        self.list = QListWidget(self)
        self.list.setProperty("role", "card")
        self.list.setAccessibleName(_("Rules"))
        self.list.currentItemChanged.connect(self._chosen)
        self.count = QLabel(self)
        self.count.setProperty("role", "caption")
        self.new = QPushButton(_("&New rule"), self)
        self.new.clicked.connect(self._new)
        self.form = RuleForm(workbench.lists.staff, self)
        self.trial = RuleTrial(workbench.tasks, self)
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.save = QPushButton(_("&Save"), self)
        self.save.setDefault(True)
        self.save.clicked.connect(self._save)
        self.prove = QPushButton(_("Try the e&xamples"), self)
        self.prove.clicked.connect(self._prove)
        self.archive = QPushButton(_("Try it on the &archive"), self)
        self.archive.clicked.connect(self._try)
        self.back = QPushButton(_("&Remove or go back to ours"), self)
        self.back.clicked.connect(self._back)
        self.leave = QPushButton(_("Close"), self)
        self.leave.clicked.connect(self.reject)
        for button in (self.new, self.prove, self.archive, self.back, self.leave):
            button.setAutoDefault(False)
        self._lay_out()
        self._hold_rights()
        self._read()

    def _lay_out(self) -> None:
        left = QWidget(self)
        left.setFixedWidth(LIST_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        below = QHBoxLayout()
        below.addWidget(self.count, 1)
        below.addWidget(self.new)
        column.addLayout(below)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.prove, self.archive, self.back):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.save)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.form, 1)
        right.addWidget(self.trial)
        right.addWidget(self.said)
        right.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 16, 24, 16)
        row.setSpacing(24)
        row.addWidget(left)
        row.addLayout(right, 1)

    def _hold_rights(self) -> None:
        why = self._bench.refusals.get(Right.MANAGE_RULES, "")
        for button in (self.save, self.new, self.back):
            button.setToolTip(why)
        self._may = not why
        self.save.setEnabled(self._may)
        self.new.setEnabled(self._may)
        self._say(why)

    # The book.

    def _read(self) -> None:
        self._bench.tasks.run(
            lambda desk: desk.rules.book(), then=self._was_read, owner=self, key="book"
        )

    def _was_read(self, book: Book) -> None:
        self._book = book
        self._show_list()

    def _show_list(self) -> None:
        wanted = self.search.text().casefold().split()
        here = self._wanted or self.form.key
        self.list.blockSignals(True)
        self.list.clear()
        for rule in self._book.rules:
            text = f"{rule.key} {rule.category} {rule.why} {rule.find} {rule.put}".casefold()
            if not all(word in text for word in wanted):
                continue
            state = _(SEVERITY_LABELS[rule.severity]) if rule.live else _("Draft")
            item = QListWidgetItem(f"{rule.key}\n{rule.category} · {state}", self.list)
            item.setData(KEY, rule.key)
            item.setToolTip(rule.why)
            if rule.key == here:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        shown = self.list.count()
        self.count.setText(ngettext("{n} rule", "{n} rules", shown).format(n=shown))
        if self.list.currentItem() is None and shown:
            self.list.setCurrentRow(0)
        else:
            self._chosen()

    def _chosen(self, *_items: object) -> None:
        item = self.list.currentItem()
        rule = self._book.rule(item.data(KEY)) if item is not None else None
        if rule is None:
            return
        self._wanted = rule.key
        if rule.key != self.form.key:  # else it was only read again
            self.trial.clear()
            self._say("")
        self.form.put(rule)
        own = rule.version > 0
        self.back.setEnabled(own and self._may)

    def _new(self) -> None:
        self.list.setCurrentRow(-1)
        self._wanted = ""
        self.form.put(StyleRule(key="", kind=RuleKind.WORDS, find=""))
        self.back.setEnabled(False)
        self.trial.clear()
        self._say(_("A new rule is a draft until you make it live."))
        self.form.focus_key()

    # Acts.

    def _say(self, words: str, *, fault: bool = False) -> None:
        self.said.setProperty("role", "problem" if fault else "caption")
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)
        self.said.setText(words)
        self.said.setVisible(bool(words))

    def _failed(self, error: NewsroomError) -> None:
        self._say(str(error), fault=True)

    def _save(self) -> None:
        rule = self.form.rule()
        # The examples are tried in the pool first: a bad pattern takes its time there, not at the
        # desk, where saves wait. The desk tries them too, and knows the answer then.
        self._proven(rule, lambda: self._keep(rule))

    def _keep(self, rule: StyleRule) -> None:
        self._bench.tasks.change(
            lambda desk: desk.rules.save(rule),
            then=self._was_saved,
            failed=self._failed,
            owner=self,
        )

    def _was_saved(self, done: Done[StyleRule]) -> None:
        self._wanted = done.value.key
        self.form.put(done.value)
        self.search.blockSignals(True)  # the list is shown anew once the book was read
        self.search.clear()  # what was searched for may not show it
        self.search.blockSignals(False)
        self._read()
        self._say(_("Saved. It holds from now on.") if done.value.live else _("Saved as a draft."))

    def _prove(self) -> None:
        self._proven(self.form.rule(), lambda: self._say(_("All examples hold.")))

    def _proven(self, rule: StyleRule, then: object) -> None:
        process = self._bench.styling.process
        if process is None:
            self._say(_("The rule book is being read; try again."), fault=True)
            return
        self._say(_("Trying the examples…"))

        def told(proof: Proof) -> None:
            from newsroom.desk.houserules import told_of

            if proof.good:
                assert callable(then)
                then()
            else:
                self._say(told_of(proof), fault=True)

        self._bench.tasks.background(
            lambda: process.prove(rule), then=told, owner=self, key="prove"
        )

    def _try(self) -> None:
        process = self._bench.styling.process
        if process is not None:
            self._say("")
            self.trial.start(process, replace(self.form.rule(), live=True), self._book.names)

    def _back(self) -> None:
        key = self.form.key
        self._bench.tasks.change(
            lambda desk: desk.rules.remove(key),
            then=lambda _changes: self._read(),
            failed=self._failed,
            owner=self,
        )

    def done(self, result: int) -> None:
        """A trial that is under way ends with the dialog."""
        self.trial.stop()
        super().done(result)
