"""The comparison window: any two states of a story beside each other, change by change, and what
stood there before brought back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
)

from newsroom.i18n import _, ngettext
from newsroom.news.errors import NewsroomError
from newsroom.news.revision import Revision
from newsroom.news.suggestion import SUGGESTED, texts_of
from newsroom.text.compare import BODY, Change, Comparison, compare
from newsroom.text.suggest import story_of
from newsroom.ui.review.bringing import Bringing
from newsroom.ui.review.colours import name_of
from newsroom.ui.review.past import called, when
from newsroom.ui.review.readable import CHANGE, FOLD, Inks, page
from newsroom.ui.widgets.pick import Pick

if TYPE_CHECKING:
    from newsroom.ui.review.review import StoryReview
    from newsroom.ui.story import OpenStory
    from newsroom.ui.theme import Theme
    from newsroom.ui.workbench import Workbench

NOW: Final = 0  # stands for the story as it is typed now
MINE: Final = -1  # and for what is proposed here
_WIDE, _HIGH = 980, 680
_LINK = re.compile(rf"{CHANGE}(\d+)$")


@dataclass(frozen=True, slots=True)
class _Made:
    between: Comparison
    old: int
    new: int
    html: str  # the page as it is shown first


def open_comparison(
    window: Any, story: OpenStory | None, *, old: int | None = None, new: int = NOW
) -> None:
    """Show what changed since I last read the story, or since revision ``old``."""
    if story is None:
        return
    bench: Workbench = window.workbench
    if not story.id:
        bench.messages.say(_("This story was never saved: there is nothing to compare it with."))
        return
    review = bench.reviews.of(story)

    def ready(past: tuple[Revision, ...]) -> None:
        start = old if old is not None else _since(review, past)
        window.open_dialog(ComparisonDialog(bench, review, past, old=start, new=new))

    number = story.id
    bench.tasks.run(lambda desk: desk.versions.of(number), then=ready)


def _since(review: StoryReview, past: tuple[Revision, ...]) -> int:
    """The version that I read last; where I have read the newest, the one before it."""
    numbers = {revision.number for revision in past}
    read = review.read.version if review.read is not None else 0
    newest = past[0].number if past else 0
    if read in numbers and read != newest:
        return read
    proposal = review.story.proposal
    dirty = review.story.dirty or (proposal is not None and not proposal.empty)
    return newest if dirty or len(past) < 2 else past[1].number


class ComparisonDialog(QDialog):
    """Reads both states, compares them off the GUI thread, and walks through the changes."""

    def __init__(
        self,
        bench: Workbench,
        review: StoryReview,
        past: tuple[Revision, ...],
        *,
        old: int,
        new: int = NOW,
    ) -> None:
        super().__init__()
        self.setObjectName("comparison")
        self._bench, self._review, self._story = bench, review, review.story
        self._past = {revision.number: revision for revision in past}
        self._made: _Made | None = None
        self._unfolded: set[int] = set()
        self._places: dict[int, list[tuple[int, int]]] = {}
        self._order: list[int] = []
        self._at = -1
        self.setWindowTitle(_("What changed in “{title}”").format(title=self._story.title))
        self.resize(_WIDE, _HIGH)
        self.old = self._picker(_("From"), old)
        self.new = self._picker(_("To"), new, now=True)
        self.count = QLabel(self)
        self.count.setObjectName("comparison.count")
        self.count.setProperty("role", "strong")
        self.previous = self._button(_("Previous"), "previous", "Shift+F8", lambda: self.step(-1))
        self.next = self._button(_("Next"), "next", "F8", lambda: self.step(1))
        self.source = QCheckBox(_("Markdown"), self)
        self.source.setObjectName("comparison.source")
        self.source.setToolTip(_("Show the changes in the Markdown"))
        self.source.toggled.connect(lambda _on: self._show())
        self.fold = QCheckBox(_("Changes only"), self)
        self.fold.setObjectName("comparison.fold")
        self.fold.setToolTip(_("Fold away what did not change"))
        self.fold.setChecked(True)
        self.fold.toggled.connect(lambda _on: self._show())
        self.text = QTextBrowser(self)
        self.text.setObjectName("comparison.text")
        self.text.setAccessibleName(_("What changed"))
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._follow)
        self.text.document().setDocumentMargin(24)
        self.text.document().setDefaultFont(bench.theme.font("story"))
        self.bringing = Bringing(bench, review, self)
        self.bringing.made.connect(self.compare)
        self.bringing.suggested.connect(self._show_mine)
        self.back = QPushButton(_("Bring back"), self)
        self.back.setObjectName("comparison.back")
        self.back.setToolTip(_("Bring back what stood there before"))
        self.back.setAutoDefault(False)
        self.back.setMenu(QMenu(self.back))
        self.back.menu().aboutToShow.connect(self._fill_menu)
        self.close_button = QPushButton(_("Close"), self)
        self.close_button.clicked.connect(self.reject)
        self._lay_out()
        bench.theme.changed.connect(self._show)
        self.compare()

    def _picker(self, name: str, chosen: int, *, now: bool = False) -> QComboBox:
        picker = Pick(self)
        picker.setObjectName(f"comparison.{'new' if now else 'old'}")
        picker.setAccessibleName(name)
        picker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        picker.setMinimumContentsLength(24)
        if now:
            picker.addItem(_("As it stands now"), NOW)
            if self._review.on:
                picker.addItem(_("With my suggestions"), MINE)
                chosen = MINE if chosen == NOW else chosen
        for revision in self._past.values():
            who = name_of(self._bench.lists.person(revision.author))
            said = f"{revision.number} · {called(revision)} · {who}, {when(revision)}"
            picker.addItem(said, revision.number)
        picker.setCurrentIndex(max(0, picker.findData(chosen)))
        picker.activated.connect(lambda _n: self.compare())
        return picker

    def _button(self, label: str, name: str, key: str, act: Any) -> QPushButton:
        button = QPushButton(label, self)
        button.setObjectName(f"comparison.{name}")
        button.setIcon(self._bench.icons.icon(name))
        button.setToolTip(f"{label}  {key}")
        button.setAutoDefault(False)
        button.clicked.connect(act)
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.activated.connect(act)
        return button

    def _lay_out(self) -> None:
        picks = QHBoxLayout()
        picks.setSpacing(8)
        for words, picker in ((_("From"), self.old), (_("To"), self.new)):
            label = QLabel(words, self)
            label.setProperty("role", "label")
            label.setBuddy(picker)
            picks.addWidget(label)
            picks.addWidget(picker, 1)
        walk = QHBoxLayout()
        walk.setSpacing(8)
        walk.addWidget(self.count)
        walk.addStretch(1)
        walk.addWidget(self.fold)
        walk.addWidget(self.source)
        walk.addWidget(self.previous)
        walk.addWidget(self.next)
        acts = QHBoxLayout()
        acts.addWidget(self._legend())
        acts.addStretch(1)
        acts.addWidget(self.back)
        acts.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addLayout(picks)
        column.addLayout(walk)
        column.addWidget(self.text, 1)
        column.addLayout(acts)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _legend(self) -> QLabel:
        inks = _inks(self._bench.theme)
        legend = QLabel(
            f'<span style="color:{inks.added}"><u>{_("added")}</u></span> · '
            f'<span style="color:{inks.cut}"><s>{_("cut")}</s></span> · '
            f'<span style="color:{inks.moved}">⇅ {_("moved")}</span> · '
            f'<span style="color:{inks.set}">◇ {_("set otherwise")}</span>',
            self,
        )
        legend.setProperty("role", "caption")
        return legend

    # Comparing.

    def compare(self) -> None:
        """Compare the two states that are picked."""
        old, new = int(self.old.currentData() or 0), int(self.new.currentData())
        number = self._story.id
        live = self._texts(new)

        def read(desk: Any) -> tuple[Mapping[str, str], Mapping[str, str]]:
            was = texts_of(desk.versions.state(number, old), SUGGESTED)
            now = live
            if now is None:
                now = texts_of(desk.versions.state(number, new), SUGGESTED)
            return was, now

        def both(found: tuple[Mapping[str, str], Mapping[str, str]]) -> None:
            was, now = found
            inks = _inks(self._bench.theme)
            source, fold = self.source.isChecked(), self.fold.isChecked()

            def work() -> _Made:
                between = compare(story_of(was), story_of(now))
                return _Made(between, old, new, page(between, inks, source=source, fold=fold))

            self._bench.tasks.background(
                work,
                then=self._compared,
                owner=self,
                key="compare",
            )

        self._bench.tasks.run(read, then=both, failed=self._failed, owner=self, key="states")

    def _texts(self, which: int) -> Mapping[str, str] | None:
        """The texts that are typed here; None for a saved version."""
        if which == MINE and self._story.proposal is not None:
            self._story.get("body")
            return dict(self._story.proposal.texts)
        if which in (NOW, MINE):
            return texts_of(self._story.now(), SUGGESTED)
        return None

    def _failed(self, error: NewsroomError) -> None:
        self._bench.messages.fault(error)

    def _compared(self, made: _Made) -> None:
        self._made = made
        self._unfolded.clear()
        self._at = -1
        self._put(made.html)
        if self._order:
            self.step(1)

    def _show(self) -> None:
        made = self._made
        if made is None:
            return
        html = page(
            made.between,
            _inks(self._bench.theme),
            source=self.source.isChecked(),
            fold=self.fold.isChecked(),
            unfolded=self._unfolded,
        )
        self._put(html)

    def _put(self, html: str) -> None:
        self.text.setHtml(html)
        self._find_places()
        many = len(self._shown())
        said = ngettext("{n} change", "{n} changes", many).format(n=many)
        self.count.setText(said if many else _("Nothing differs."))
        for button in (self.previous, self.next, self.back):
            button.setEnabled(bool(self._order))
        self._mark()

    def _find_places(self) -> None:
        """Where each change stands on the page: its links' stretches."""
        self._places = {}
        block = self.text.document().begin()
        while block.isValid():
            it = block.begin()
            while not it.atEnd():
                piece = it.fragment()
                found = _LINK.match(piece.charFormat().anchorHref())
                if found is not None:
                    start = piece.position()
                    spans = self._places.setdefault(int(found[1]), [])
                    last = spans[-1][1] - block.position() if spans else -1
                    if last >= 0 and not block.text()[last : start - block.position()].strip():
                        start = spans.pop()[0]  # a blank between sign and words is no gap
                    spans.append((start, piece.position() + piece.length()))
                it += 1
            block = block.next()
        shown = {change.number for change in self._shown()}
        self._order = sorted(shown & self._places.keys(), key=lambda n: self._places[n][0])

    def _shown(self) -> tuple[Change, ...]:
        return self._made.between.shown if self._made is not None else ()

    def _follow(self, address: QUrl) -> None:
        """A click looks at the change, or unfolds what is folded."""
        said = address.toString()
        found = _LINK.match(said)
        if found is not None and int(found[1]) in self._order:
            self._at = self._order.index(int(found[1]))
            self._mark()
        elif said.startswith(FOLD) and said[len(FOLD) :].isdigit():
            self._unfolded.add(int(said[len(FOLD) :]))
            place = self.text.verticalScrollBar().value()
            self._show()
            self.text.verticalScrollBar().setValue(place)

    # Walking.

    @property
    def current(self) -> Change | None:
        """The change that is looked at."""
        if not 0 <= self._at < len(self._order):
            return None
        number = self._order[self._at]
        return next(change for change in self._shown() if change.number == number)

    def step(self, by: int) -> None:
        """Look at the next or the previous change, round the ends."""
        if self._order:
            self._at = (self._at + by) % len(self._order) if self._at >= 0 else 0
            self._mark(go=True)

    def _mark(self, *, go: bool = False) -> None:
        change = self.current
        marks = []
        if change is not None:
            for start, end in self._places[change.number]:
                mark = QTextEdit.ExtraSelection()
                cursor = QTextCursor(self.text.document())
                cursor.setPosition(start)
                cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                mark.cursor = cursor
                ground = QColor(self._bench.theme.token("selection"))
                mark.format.setBackground(ground)
                marks.append(mark)
            if go:
                cursor = QTextCursor(self.text.document())
                cursor.setPosition(self._places[change.number][0][0])
                self.text.setTextCursor(cursor)
                self.text.ensureCursorVisible()
            place = _("{n} of {many}").format(n=self._at + 1, many=len(self._order))
            said = ngettext("{n} change", "{n} changes", len(self._shown()))
            self.count.setText(f"{said.format(n=len(self._shown()))}, {place}")
        self.text.setExtraSelections(marks)

    # Bringing back.

    def _fill_menu(self) -> None:
        menu, change, made = self.back.menu(), self.current, self._made
        menu.clear()
        if made is None:
            return
        edits = not self._review.only_suggests
        # An addition has a place in the newer text alone, which may be an old version itself.
        placed = change is not None and (bool(change.old) or made.new in (NOW, MINE))
        if change is not None and placed:
            what = _("this paragraph") if change.field == BODY else _("this field")
            if edits and made.new == NOW:
                said = _("Bring back {what}").format(what=what)
                menu.addAction(said, lambda: self.bringing.back(change, made.old))
            menu.addAction(
                _("Bring back {what} as a suggestion").format(what=what), self.suggest_back
            )
        if edits and made.old:
            menu.addSeparator()
            said = _("Bring back all of version {n}").format(n=made.old)
            menu.addAction(said, lambda: self.bringing.all_back(made.old))

    def suggest_back(self) -> None:
        """What stood at the change that is looked at, as a suggestion of mine."""
        if self.current is not None and self._made is not None:
            self.bringing.suggest(self.current, self._made.old)

    def _show_mine(self) -> None:
        """What is proposed is shown from now on."""
        if self.new.findData(MINE) < 0:
            self.new.insertItem(1, _("With my suggestions"), MINE)
        self.new.setCurrentIndex(self.new.findData(MINE))
        self.compare()


def _inks(theme: Theme) -> Inks:
    def hex_(name: str) -> str:
        return theme.token(name).name()

    return Inks(
        text=hex_("text"),
        muted=hex_("muted"),
        added=hex_("good"),
        added_soft=hex_("good-soft"),
        cut=hex_("danger"),
        cut_soft=hex_("danger-soft"),
        moved=hex_("info"),
        moved_soft=hex_("info-soft"),
        set=hex_("stage-assigned"),
        set_soft=hex_("stage-assigned-soft"),
        ghost=hex_("muted"),
    )


__all__ = ["ComparisonDialog", "open_comparison"]
