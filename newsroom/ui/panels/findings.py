"""What is wrong with the story in front: house style, spelling and the checklist, worst first."""

from __future__ import annotations

import contextlib
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import N_, _, ngettext
from newsroom.news.changes import Changes
from newsroom.news.gate import Finding
from newsroom.news.rights import Right
from newsroom.news.rule import Scope
from newsroom.ui.findings import rows_of, select

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.ui.editor.pane import EditorPane
    from newsroom.ui.editor.stylecheck import Place, Stylecheck
    from newsroom.ui.story import OpenStory
    from newsroom.ui.window import Window
    from newsroom.ui.workbench import Workbench

SLACK = 6  # px
TYPING_MS = 300  # a pause in typing, before the list is made anew
WHAT = int(Qt.ItemDataRole.UserRole)
ALSO = frozenset({"alt", "credit", "headline_length", "links", "tk", "note_outs", "byline"})
"""Checks of the gate that are told here too."""
SCOPES = (
    (Scope.PLACE, N_("&Here")),
    (Scope.STORY, N_("In this &story")),
    (Scope.HOUSE, N_("In &every story…")),
)


def make(workbench: Workbench, parent: QWidget | None = None) -> FindingsPanel:
    """The panel's widget."""
    return FindingsPanel(workbench, parent)


class _Rows(QStyledItemDelegate):
    """Rows with room for all their lines: a style sheet's padding is not in Qt's reckoning, which
    then leaves the last line away."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """As high as the words, and a little."""
        return super().sizeHint(option, index) + QSize(0, SLACK)


class FindingsPanel(QWidget):
    """A list by severity. A step goes to the words, Enter fixes, Delete lets them stand."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findings")
        self.setAccessibleName(_("Findings"))
        self._bench = workbench
        self._story: OpenStory | None = None
        self._check: Stylecheck | None = None
        self._gate: tuple[Finding, ...] = ()
        self._asked: OpenStory | None = None  # of which the checklist was asked
        self._asking = ""  # what the line below is asked for
        self._running = False
        self.verdict = QLabel(self)
        self.verdict.setProperty("role", "strong")
        self.verdict.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Findings, the worst first"))
        self.list.setProperty("role", "outline")
        self.list.setWordWrap(True)
        self.list.setItemDelegate(_Rows(self.list))
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        # Always there, or lines are cut where it comes after they were broken.
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setToolTip(_("Enter fixes, Delete lets it stand here"))
        self.list.currentItemChanged.connect(self._chosen)
        self.list.itemClicked.connect(self._go)
        self.list.installEventFilter(self)
        self.why = QLabel(self)
        self.why.setWordWrap(True)
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self.why.setProperty("role", "caption")
        self.fix_one = QPushButton(_("&Fix"), self)
        self.fix_one.clicked.connect(self.fix)
        self.fix_rule = QPushButton(self)
        self.fix_rule.clicked.connect(self.fix_all)
        self.stand = QPushButton(_("&Let it stand"), self)
        menu = QMenu(self.stand)
        self.scopes = {scope: menu.addAction(_(label)) for scope, label in SCOPES}
        for scope, action in self.scopes.items():
            action.triggered.connect(lambda _on=False, scope=scope: self.allow(scope))
        menu.addSeparator()
        self.as_name = menu.addAction(_("As a &name that no rule touches"))
        self.as_name.triggered.connect(self._add_name)
        menu.addSeparator()
        self.stood = menu.addAction(_("What was let s&tand…"))
        self.stood.triggered.connect(self._show_stood)
        self.stand.setMenu(menu)
        self.tell = QPushButton(_("&Report…"), self)
        self.tell.setToolTip(_("Tell the owner of the rule that it is wrong here"))
        self.tell.clicked.connect(partial(self._ask, "report"))
        self.line = QLineEdit(self)
        self.line.returnPressed.connect(self._answered)
        self.line.installEventFilter(self)
        self.line.hide()
        self._lay_out()
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self.refresh)
        self.setFocusProxy(self.list)
        self._show_choice()

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        rows = ((first, (self.fix_one, self.fix_rule)), (second, (self.stand, self.tell)))
        for row, widgets in rows:
            row.setSpacing(8)
            for widget in widgets:
                row.addWidget(widget)
            row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.verdict)
        # Above the list, where they stand still whatever is said at the foot of the window.
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self.line)
        column.addWidget(self.list, 1)
        column.addWidget(self.why)

    # What others say.

    def set_story(self, story: OpenStory | None) -> None:
        """Another story is in front."""
        if self._story is not None:
            self._story.body_changed.disconnect(self._typed)
            self._story.field_changed.disconnect(self._typed)
        self._story, self._gate, self._asked = story, (), None
        if story is not None:
            story.body_changed.connect(self._typed)
            story.field_changed.connect(self._typed)
        self._typed()

    def on_changed(self, changes: Changes) -> None:
        """The book or what is let stand is another: the marks say so by themselves."""

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed while nobody looked is made good."""
        super().showEvent(event)
        self._typing.start(0)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: the list is not made."""
        super().hideEvent(event)
        self._typing.stop()

    def _typed(self, *_what: object) -> None:
        if self.isVisible():
            self._typing.start()

    # Looking.

    def _pane(self) -> EditorPane | None:
        pane = cast("Window", self.window()).editor
        return pane if pane is not None and pane.story is self._story else None

    def _follow(self, pane: EditorPane) -> Stylecheck:
        found = pane.stylecheck
        if found is not self._check:
            if self._check is not None:
                # Of a pane that is closed: it is gone with its signals.
                with contextlib.suppress(RuntimeError):
                    self._check.changed.disconnect(self._typed)
            self._check = found
            found.changed.connect(self._typed)
        return found

    def run(self) -> None:
        """Look at the whole story now, and show what is worst."""
        pane = self._pane()
        if pane is None:
            return
        self._running = True
        self._follow(pane).look()
        self._ask_gate()
        self.refresh()
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _ask_gate(self) -> None:
        story = self._asked = self._story
        if story is None:
            return
        article = story.now()

        def read(desk: Desk) -> tuple[Finding, ...]:
            rules = [rule for rule in desk.gates.at("ready") if rule.check in ALSO]
            return desk.gates.judge(article, "ready", rules).findings

        said = partial(self._gate_said, story)
        self._bench.tasks.run(read, then=said, owner=self, key="gate")

    def _gate_said(self, story: OpenStory, found: tuple[Finding, ...]) -> None:
        if story is self._story:
            self._gate = found
            self.refresh()

    def refresh(self) -> None:
        """Make the list anew; the row that was chosen stays chosen."""
        pane = self._pane()
        if not self.isVisible() or pane is None:
            if pane is None:
                self.list.clear()
                self.verdict.setText(_("No story is open."))
                self._show_choice()
            return
        if self._asked is not self._story:
            self._ask_gate()
        check = self._follow(pane)
        check.start()
        rows = rows_of(pane, check, self._gate)
        row = self.list.currentRow()
        self.list.blockSignals(True)
        self.list.clear()
        count = 0
        for label, those in rows:
            if not those:
                continue
            self._add_title(f"{label} · {len(those)}")
            count += len(those)
            for text, what in those:
                item = QListWidgetItem(text, self.list)
                item.setData(WHAT, what)
                item.setToolTip(text.partition("\n")[2])
        if self.list.count():
            self.list.setCurrentRow(min(max(row, 1), self.list.count() - 1))
            self._off_title(1)
        self.list.blockSignals(False)
        self._say(count, check.busy)
        self._show_choice()
        if self._running and not check.busy:
            self._running = False
            self._go(focus=False)

    def _add_title(self, text: str) -> None:
        item = QListWidgetItem(text, self.list)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        font = self.list.font()
        font.setWeight(font.Weight.DemiBold)
        item.setFont(font)

    def _say(self, count: int, busy: bool) -> None:
        if not self._bench.settings.check_style:
            self.verdict.setText(
                _("The house style is not checked; turn it on in the Review menu.")
            )
        elif busy:
            self.verdict.setText(_("Looking…"))
        elif count:
            self.verdict.setText(ngettext("{n} finding", "{n} findings", count).format(n=count))
        else:
            self.verdict.setText(_("Nothing was found."))

    # Choosing.

    def place(self) -> Place | None:
        """The finding of the house style that is chosen."""
        item = self.list.currentItem()
        what = item.data(WHAT) if item is not None else None
        # Neither a misspelled word nor a line of the checklist.
        return None if what is None or isinstance(what, (tuple, Finding)) else what

    def _chosen(self, *_items: object) -> None:
        self._show_choice()
        self._go(focus=False)

    def _show_choice(self) -> None:
        place = self.place()
        alike = self._alike(place)
        self.fix_one.setEnabled(place is not None and place.fix is not None)
        self.fix_rule.setEnabled(len(alike) > 1)
        self.fix_rule.setText(
            _("Fix &all {n}").format(n=len(alike)) if len(alike) > 1 else _("Fix &all")
        )
        self.stand.setEnabled(place is not None)
        self.tell.setEnabled(place is not None)
        house = self._bench.refusals.get(Right.MANAGE_RULES, "")
        for action in (self.scopes[Scope.HOUSE], self.as_name):
            action.setEnabled(not house)
            action.setToolTip(house)
        rule = self._bench.styling.rules.get(place.rule) if place is not None else None
        said = ""
        if rule is not None:
            said = f"{rule.category} · {rule.key}"
            if rule.source:
                said += f"\n{rule.source}"
        self.why.setText(said)
        self.why.setVisible(bool(said))

    def _alike(self, place: Place | None) -> list[Place]:
        if place is None or place.fix is None or self._check is None:
            return []
        return [p for p in self._check.places() if p.rule == place.rule and p.fix is not None]

    def _go(self, *_item: object, focus: bool = False) -> None:
        pane, item = self._pane(), self.list.currentItem()
        what = item.data(WHAT) if item is not None else None
        if pane is None or what is None or self._check is None:
            return
        if isinstance(what, Finding):
            if what.where and _item:
                from newsroom.ui.there import go_there

                go_there(cast("Window", self.window()), pane.story.id, what.where[0])
        elif isinstance(what, tuple):
            editor, word = what
            select(pane, editor, word)
        else:
            self._check.show(what, focus=focus)

    def step(self, by: int) -> None:
        """Go to the next finding (+1) or the previous one (-1), round the ends; the keyboard
        goes into the text."""
        if not self.list.count():
            self.run()
            return
        row = self.list.currentRow()
        for _turn in range(self.list.count()):
            row = (row + by) % self.list.count()
            if self.list.item(row).flags() & Qt.ItemFlag.ItemIsEnabled:
                break
        self.list.setCurrentRow(row)
        self._go(focus=True)

    def _off_title(self, by: int) -> None:
        row = self.list.currentRow()
        while 0 <= row < self.list.count():
            if self.list.item(row).flags() & Qt.ItemFlag.ItemIsEnabled:
                self.list.setCurrentRow(row)
                return
            row += by

    # Acting.

    def _here(self) -> Place | None:
        """What an act is about: where the caret stands in the text, else what is chosen."""
        focused = self.window().focusWidget()
        if self._check is not None and (focused is None or not self.isAncestorOf(focused)):
            return self._check.at_caret() or self.place()
        return self.place()

    def fix(self) -> None:
        """Put there what the rule proposes."""
        place = self._here()
        if place is not None and self._check is not None and place.fix is not None:
            self._check.fix([place])
            self._typing.start(0)

    def fix_all(self) -> None:
        """The same at every place that this rule found, as one step."""
        alike = self._alike(self._here())
        if alike and self._check is not None:
            story, rule = self._story, alike[0].rule
            if story is not None and story.proposal is not None:
                self._bench.reviews.of(story).together(rule, lambda: self._suggested(alike))
            else:
                done = self._check.fix(alike)
                said = ngettext("{n} place fixed", "{n} places fixed", done).format(n=done)
                self._bench.messages.say(said, key="style")
                self._typing.start(0)

    def _suggested(self, alike: list[Place]) -> None:
        assert self._check is not None
        done = self._check.fix(alike)
        said = ngettext(
            "{n} place is suggested.",
            "{n} places are suggested as one group; “Several” in the Suggestions panel accepts or "
            "rejects them together.",
            done,
        ).format(n=done)
        self._bench.messages.say(said, key="style")
        self._typing.start(0)

    def allow(self, scope: Scope) -> None:
        """Let what was found stand: here, in this story, or, with a reason, in every story."""
        if scope is Scope.HOUSE:
            self._ask("house")
        else:
            self._allow(scope, "")

    def _allow(self, scope: Scope, reason: str) -> None:
        place, story = self._here(), self._story
        if place is None or story is None:
            return
        found = place.found
        if story.id or scope is Scope.HOUSE:
            self._bench.tasks.change(
                lambda desk: desk.rules.allow(found, scope, article=story.id, reason=reason),
                owner=self,
            )
        else:
            story.save(then=lambda _article: self._allow(scope, reason))

    def _add_name(self) -> None:
        place = self.place()
        if place is not None:
            name = place.found.words
            self._bench.tasks.change(lambda desk: desk.rules.add_name(name), owner=self)

    def _show_stood(self) -> None:
        cast("Window", self.window()).commands.run("review.standing")

    def _ask(self, what: str) -> None:
        if self.place() is None:
            return
        self._asking = what
        words = {
            "house": _("Why may it stand in every story?"),
            "report": _("What is wrong with the rule here?"),
        }[what]
        self.line.setPlaceholderText(words)
        self.line.setAccessibleName(words)
        self.line.clear()
        self.line.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answered(self) -> None:
        words, what = self.line.text(), self._asking
        place, story = self.place(), self._story
        if place is None or story is None:
            return
        self._close_line()
        if what == "house":
            self._allow(Scope.HOUSE, words)
            return
        found, number = place.found, story.id
        self._bench.tasks.change(
            lambda desk: desk.rules.report(found, number, words),
            then=lambda done: self._bench.messages.say(self._readers(done.value), key="style"),
            owner=self,
        )

    def _readers(self, told: tuple[int, ...]) -> str:
        """Who will read a report."""
        people = [self._bench.lists.person(number) for number in told]
        names = [person.name for person in people if person is not None]
        if len(names) == 1:
            return _("{name} will read it.").format(name=names[0])
        return _("Who keeps the rules will read it: {names}.").format(names=", ".join(names))

    def _close_line(self) -> None:
        self.line.hide()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter fixes, Delete lets stand, Escape leaves the line."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if watched is self.line and key == Qt.Key.Key_Escape:
                self._close_line()
                return True
            if watched is self.list and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.fix() if self.place() is not None else self._go(None)
                return True
            if watched is self.list and key == Qt.Key.Key_Delete:
                self.allow(Scope.PLACE)
                return True
        return super().eventFilter(watched, event)
