"""What is known of a picture: whose it is, who allows what until when, its point, where it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QDate, QSize, Qt
from PySide6.QtGui import QImage, QTransform
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _, ngettext
from newsroom.news.edited import TURNS
from newsroom.news.errors import NewsroomError
from newsroom.news.media import PICTURE_FIELDS, RIGHTS_CHOICES, PictureFacts, Use
from newsroom.news.workflow import PUBLIC
from newsroom.ui.dialogs.sheet import GO, Sheet
from newsroom.ui.messages import Answer
from newsroom.ui.widgets.cut import CutButton
from newsroom.ui.widgets.field import GrowingText
from newsroom.ui.widgets.flat import flat
from newsroom.ui.widgets.focus import FocusView
from newsroom.ui.widgets.media import Media

if TYPE_CHECKING:
    from newsroom.news.changes import Done
    from newsroom.ui.workbench import Workbench

_SIZE: Final = QSize(920, 620)
_HIGH: Final = 440  # px of the form at least: the fields that are asked stand in it at once
_MEGABYTE: Final = 1024 * 1024
_SEEN: Final = QSize(1600, 1600)  # pixels that the picture is decoded to at most
_LINES: Final = ("credit", "holder", "place")
_TEXTS: Final = ("caption", "alt", "terms")
_ORDER: Final = ("credit", "rights", "terms", "holder", "expires", "caption", "alt", "place")
_SHAPES: Final = (
    (0.0, "Whole"),
    (16 / 9, "16:9"),
    (3 / 2, "3:2"),
    (1.0, "1:1"),
)


class PictureSheet(Sheet):
    """The picture with its point on one side, what is said of it on the other."""

    def __init__(self, workbench: Workbench, sha256: str) -> None:
        super().__init__("picture", _("Picture"))
        self._bench = workbench
        self._sha256 = sha256
        self._facts: PictureFacts | None = None
        self._shown: tuple[Use, ...] = ()
        self._media = Media(workbench.tasks, self)
        self.view = FocusView(workbench.theme, self)
        self.shapes = QComboBox(self)
        self.shapes.setAccessibleName(_("Show a crop"))
        for shape, label in _SHAPES:
            self.shapes.addItem(_("Whole picture") if not shape else label, shape)
        self.shapes.currentIndexChanged.connect(
            lambda _n: self.view.set_shape(float(self.shapes.currentData()))
        )
        self._turn = 0  # as it is shown
        self.turns = {
            1: self._turner(_("Turn right"), "redo", 1),
            -1: self._turner(_("Turn left"), "undo", -1),
        }
        self.lines: dict[str, QLineEdit] = {name: QLineEdit(self) for name in _LINES}
        self.texts: dict[str, GrowingText] = {name: GrowingText(self, (3, 6)) for name in _TEXTS}
        self.rights = QComboBox(self)
        for value, label in RIGHTS_CHOICES:
            self.rights.addItem(_(label), value)
        self.ends = QCheckBox(_("May be used until"), self)
        self.day = QDateEdit(self)
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setAccessibleName(_("Last day of use"))
        self.ends.toggled.connect(self.day.setEnabled)
        self.facts = QLabel(self)
        self.facts.setProperty("role", "caption")
        self.facts.setWordWrap(True)
        self.reach = QLabel(self)
        self.reach.setProperty("role", "caption")
        self.reach.setWordWrap(True)
        self.uses = QWidget(self)
        self._uses = QVBoxLayout(self.uses)
        self._uses.setContentsMargins(0, 0, 0, 0)
        self._uses.setSpacing(2)
        self._lay_out()
        self.add_fault_and_buttons()
        self.resize(_SIZE)
        self._ready(False)
        self._read()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.view, 1)
        crops = QHBoxLayout()
        label = QLabel(_("Lists and cards show"), self)
        label.setProperty("role", "label")
        label.setBuddy(self.shapes)
        crops.addWidget(label)
        crops.addWidget(self.shapes)
        crops.addStretch(1)
        crops.addWidget(self.turns[-1])
        crops.addWidget(self.turns[1])
        left.addLayout(crops)
        left.addWidget(self.facts)
        form = QWidget(self)
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(4)
        for name in _ORDER:
            if name == "expires":
                row = QHBoxLayout()
                row.addWidget(self.ends)
                row.addWidget(self.day, 1)
                column.addSpacing(6)
                column.addLayout(row)
                continue
            spec = PICTURE_FIELDS[name]
            part: QWidget = self.rights
            if name in self.lines:
                part = self.lines[name]
                self.lines[name].setPlaceholderText(_(spec.hint) if spec.hint else "")
            elif name in self.texts:
                part = self.texts[name]
                self.texts[name].setPlaceholderText(_(spec.hint) if spec.hint else "")
            above = QLabel(_(spec.label), form)
            above.setProperty("role", "label")
            above.setBuddy(part)
            part.setAccessibleName(_(spec.label))
            column.addSpacing(6)
            column.addWidget(above)
            column.addWidget(part)
        shown = QLabel(_("Where it is shown"), form)
        shown.setProperty("role", "label")
        column.addSpacing(10)
        column.addWidget(shown)
        column.addWidget(self.reach)
        column.addWidget(self.uses)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(form)
        area.setMinimumSize(QSize(360, _HIGH))
        both = QHBoxLayout()
        both.setSpacing(24)
        both.addLayout(left, 3)
        both.addWidget(area, 2)
        self.add_row(both)

    def _turner(self, name: str, icon: str, turn: int) -> QToolButton:
        button = flat(self._bench.icons.icon(icon), name, self)
        button.clicked.connect(lambda: self.turn(turn))
        return button

    def turn(self, turn: int) -> None:
        """Show the picture turned by so many quarters of a circle clockwise; ``save`` keeps it."""
        if self._facts is None:
            return
        self._turn = (self._turn + turn) % TURNS
        self.view.turn(turn)
        self._tell_size()

    def _tell_size(self) -> None:
        facts = self._facts
        assert facts is not None
        size = (facts.width, facts.height)
        if (self._turn - facts.turn) % 2:
            size = (facts.height, facts.width)
        self.facts.setText(_about(facts, *size))

    def add_fault_and_buttons(self) -> None:
        """The row of buttons."""
        self.close_button = self.button(_("Close"), self.reject, name="close")
        self.keep = self.button(_("Keep"), self.save, name="keep", primary=True)
        self.keep.setToolTip(GO)
        self.finish()

    # Reading.

    def _read(self) -> None:
        sha256 = self._sha256
        self._bench.tasks.run(
            lambda desk: (desk.library.facts(sha256), desk.library.uses(sha256)),
            then=self._show,
            failed=self.tell,
            owner=self,
        )
        self._media.show(sha256, _SEEN, then=self._came, owner=self)

    def _came(self, image: QImage) -> None:
        """The picture as it is shown; somebody may have turned it here meanwhile."""
        turned = self._turn - self._facts.turn if self._facts is not None else 0
        self.view.show_image(image.transformed(QTransform().rotate(90 * turned)))

    def _show(self, read: tuple[PictureFacts, tuple[Use, ...]]) -> None:
        facts, uses = read
        self._facts, self._shown = facts, uses
        self.head.setText(facts.filename)
        for name, line in self.lines.items():
            line.setText(getattr(facts, name))
            line.setCursorPosition(0)
        for name, text in self.texts.items():
            text.setPlainText(getattr(facts, name))
        self.rights.setCurrentIndex(self.rights.findData(str(facts.rights)))
        day = facts.expires_on or self._bench.clock().date()
        self.day.setDate(QDate(day.year, day.month, day.day))
        self.ends.setChecked(facts.expires_on is not None)
        self.day.setEnabled(facts.expires_on is not None)
        self.view.set_focus(facts.focus_x, facts.focus_y)
        self._turn = facts.turn
        self._tell_size()
        for button in self.turns.values():
            button.setEnabled(facts.mime != "image/gif")
            if facts.mime == "image/gif":
                button.setToolTip(_("A GIF can't be turned."))
        self.reach.setText(reach_words(uses))
        self.reach.setVisible(bool(uses))
        while (item := self._uses.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for use in uses:
            self._uses.addWidget(self._use(use))
        if not uses:
            none = QLabel(_("In no story"), self.uses)
            none.setProperty("role", "caption")
            self._uses.addWidget(none)
        self._ready(True)
        self.lines["credit"].setFocus()

    def _use(self, use: Use) -> QWidget:
        words = _("{story} (lead picture)").format(story=use.name) if use.lead else use.name
        if use.article is None:
            return QLabel(_("Portrait of {name}").format(name=use.name), self.uses)
        button = CutButton(words, self.uses)
        button.setProperty("role", "link")
        number = use.article
        button.clicked.connect(lambda: self._bench.open(number))
        return button

    def _ready(self, on: bool) -> None:
        self.keep.setEnabled(on)

    # Keeping.

    def fields(self) -> Mapping[str, Any]:
        """What stands in the sheet."""
        told: dict[str, Any] = {name: line.text().strip() for name, line in self.lines.items()}
        told |= {name: text.toPlainText().strip() for name, text in self.texts.items()}
        day = self.day.date()
        return {
            **told,
            "rights": str(self.rights.currentData()),
            "expires_on": (
                date(day.year(), day.month(), day.day()) if self.ends.isChecked() else None
            ),
            "focus_x": self.view.x_share,
            "focus_y": self.view.y_share,
            "turn": self._turn,
        }

    def save(self) -> None:
        """Keep it, and close."""
        facts, fields = self._facts, self.fields()
        if facts is None:
            return
        self._ready(False)
        self.tell("")

        def kept(done: Done[PictureFacts]) -> None:
            self._tell_reach(facts, done)
            self.accept()

        def refused(error: NewsroomError) -> None:
            self.tell(error)
            self._ready(True)

        self._bench.tasks.change(
            lambda desk: desk.library.describe(facts.sha256, facts.version, fields),
            then=kept,
            failed=refused,
            owner=self,
        )

    def _tell_reach(self, before: PictureFacts, done: Done[PictureFacts]) -> None:
        """Say what readers will see of it, and let it be taken back."""
        bench, after = self._bench, done.value
        if not (done.changes.articles or done.changes.staff or after.turn != before.turn):
            return

        def take_back() -> None:
            bench.tasks.change(
                lambda desk: desk.library.put_back(before, after.version),
                failed=bench.messages.fault,
            )

        words = _("{name} is changed.").format(name=after.filename)
        if done.changes.articles or done.changes.staff:
            words = f"{words} {reach_words(self._shown, again=True)}"
        bench.messages.say(words, Answer(_("Undo"), take_back), key="picture changed")


def reach_words(uses: Sequence[Use], *, again: bool = False) -> str:
    """In how many stories a picture is shown, and in how many of those that readers see; with
    ``again`` what is to be done so that they see what changed."""
    stories = [use for use in uses if use.article is not None]
    out = sum(use.pubstate in PUBLIC for use in stories)
    said = ngettext("Shown in {n} story", "Shown in {n} stories", len(stories))
    words = said.format(n=f"{len(stories):,}")
    if out == len(stories) == 1:
        words = _("Shown in 1 story, which is published")
    elif out:
        published = ngettext("{n} of them published", "{n} of them published", out)
        words += ", " + published.format(n=f"{out:,}")
    if not stories:
        words = _("Shown as a portrait")
    readers = out or any(use.staff is not None for use in uses)
    if again and readers:
        return _("{shown}: publish the site again, and readers see it.").format(shown=words)
    return f"{words}."


def _about(facts: PictureFacts, width: int, height: int) -> str:
    size = (
        f"{facts.size / 1024 / 1024:.1f} MB"
        if facts.size >= _MEGABYTE
        else f"{max(1, round(facts.size / 1024))} kB"
    )
    parts = [f"{width} × {height}", size]
    if facts.taken:
        parts.append(_("taken {moment}").format(moment=facts.taken.replace("T", " ")))
    return " · ".join(parts)
