"""Pictures that stand alone: their caption, credit and description, asked in place below them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent, QTextBlock, QTextCursor
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from newsroom.i18n import _
from newsroom.news.media import RIGHTS_CHOICES
from newsroom.text.document import Block, BlockKind, Image
from newsroom.text.pictures import HELD
from newsroom.ui.editor.dress import step
from newsroom.ui.editor.formats import FRESH, IMAGE, Formats, kind_of, marks_of
from newsroom.ui.editor.images import STRIP, is_alone
from newsroom.ui.editor.marks import embed_at
from newsroom.ui.editor.nesting import stack_at
from newsroom.ui.editor.reader import Mirror, pieces

if TYPE_CHECKING:
    from newsroom.news.media import PictureFacts
    from newsroom.ui.editor.rich import RichView

_GAP: Final = 8
_RIGHTS_LETTERS: Final = 8  # the words of the field beside three others; its list shows them all
_RIGHTS_FIELD: Final = 120  # px
_RIGHTS_WIDE: Final = 230  # px of that list
_SHARES: Final = (3, 2, 3)  # of the width: caption, credit, description
_WRITTEN: Final = 18  # of it where somebody writes
_TABS: Final = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class Figure(NamedTuple):
    """A picture that is alone in its paragraph: where it stands in the document, and itself."""

    position: int
    image: Image


def figure_at(block: QTextBlock) -> Figure | None:
    """The picture that is all of a paragraph, None for any other block."""
    if not is_alone(block):  # the quickest look first
        return None
    if kind_of(block.blockFormat()) != BlockKind.PARAGRAPH:
        return None
    ranges = block.textFormats()
    if not ranges or not ranges[0].format.hasProperty(IMAGE):
        return None
    image = marks_of(ranges[0].format).image
    return Figure(block.position(), image) if image is not None else None


def _takes_words(block: QTextBlock) -> bool:
    """Whether what is typed at its start goes on as words of a text."""
    return (
        block.isValid()
        and kind_of(block.blockFormat()) in (BlockKind.PARAGRAPH, BlockKind.HEADING)
        and figure_at(block) is None
        and not embed_at(block)
    )


class RightsBook(Protocol):
    """Knows what the library says of pictures of ours."""

    def read(self, sha256: str, then: Callable[[PictureFacts], object]) -> None:
        """Hand it over, later; nothing where the picture is not ours."""

    def put(self, sha256: str, **fields: str) -> None:
        """Keep what somebody says of it, by name."""

    def describe(self, sha256: str) -> None:
        """Open all that is known of the picture."""


def _ours(image: Image) -> str:
    """The picture's hash where it lies in our media folder, else ""."""
    found = HELD.fullmatch(image.src or "")
    return found[1] if found else ""


class FigureBar(QWidget):
    """The fields below a picture. Tab walks through them and back into the story."""

    def __init__(self, figures: Figures, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("figureBar")
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._figures = figures
        self.caption = self._line(_("Caption"))
        self.credit = self._line(_("Credit: who made it"))
        self.alt = self._line(_("Description for those who can't see it"))
        self.rights = QComboBox(self)
        self.rights.setAccessibleName(_("Rights"))
        self.rights.setToolTip(_("On what ground it may be used"))
        for value, label in RIGHTS_CHOICES:
            self.rights.addItem(_(label) if value != "unknown" else _("Rights?"), value)
        self.rights.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.rights.setMinimumContentsLength(_RIGHTS_LETTERS)
        self.rights.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.rights.setMaximumWidth(_RIGHTS_FIELD)
        self.rights.view().setMinimumWidth(_RIGHTS_WIDE)
        self.rights.installEventFilter(self)
        self.rights.activated.connect(lambda _n: figures.set_rights(self.rights.currentData()))
        self.more = QToolButton(self)
        self.more.setText("…")
        self.more.setAutoRaise(True)
        self.more.setProperty("role", "compact")
        self.more.setToolTip(_("More about the picture, and its point"))
        self.more.setAccessibleName(_("More about the picture, and its point"))
        self.more.clicked.connect(figures.open_details)
        self.fields: tuple[QLineEdit | QComboBox, ...] = (
            self.caption, self.credit, self.alt, self.rights,
        )  # fmt: skip
        self.lines = (self.caption, self.credit, self.alt)
        self.setFont(QApplication.font())  # not the story's, though it stands in the story
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        for line in self.lines:
            row.addWidget(line)
        self._share_room(None)
        row.addWidget(self.rights)
        row.addWidget(self.more)
        self.show_rights(None)

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setPlaceholderText(name)
        line.setAccessibleName(name)
        line.setToolTip(name)
        line.installEventFilter(self)
        line.editingFinished.connect(self.take)
        return line

    def _share_room(self, written: QLineEdit | None) -> None:
        """Most of the room to the field that is written in: a sentence must be seen whole in a
        column of a laptop's window, where a third of it would hold two words."""
        for line, share in zip(self.lines, _SHARES, strict=True):
            self._row.setStretchFactor(line, _WRITTEN if line is written else share)

    def show_image(self, image: Image) -> None:
        """Show what is known of the picture."""
        for line, text in zip(
            self.lines, (image.title or "", image.credit, image.alt), strict=True
        ):
            if not line.hasFocus():
                if line.text() != text:
                    line.setText(text)
                line.setCursorPosition(0)  # of words too long for it the beginning is seen
        for line in self.lines:
            _mark(line, wanting=not line.text().strip() and line is not self.caption)

    def show_rights(self, rights: str | None) -> None:
        """Show on what ground it may be used; None where it is not ours to say."""
        self.rights.setVisible(rights is not None)
        self.more.setVisible(rights is not None)
        if rights is not None:
            self.rights.setCurrentIndex(max(0, self.rights.findData(rights)))
            _mark(self.rights, wanting=rights == "unknown")

    def take(self) -> None:
        """Write what stands in the fields into the story."""
        words = [" ".join(line.text().split()) for line in self.lines]
        self._figures.describe(caption=words[0], credit=words[1], alt=words[2])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tab leads from field to field, behind the last and on Escape back to the story."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QLineEdit):
            self._share_room(watched)
        elif event.type() == QEvent.Type.FocusOut:
            self._share_room(None)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            fields = [field for field in self.fields if not field.isHidden()]
            at = fields.index(watched) if watched in fields else -1
            key = event.key()
            if key in _TABS:
                there = at + (1 if key == Qt.Key.Key_Tab else -1)
                if 0 <= there < len(fields):
                    field = fields[there]
                    field.setFocus(Qt.FocusReason.TabFocusReason)
                    if isinstance(field, QLineEdit):
                        field.selectAll()
                elif there > 0:
                    self._figures.write_on()
                else:
                    self._figures.leave(behind=False)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._figures.write_on()
                return True
            if key == Qt.Key.Key_Escape:
                self._figures.leave(behind=False)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no field wants goes no further: the text behind would move its caret away from the
        picture, and the fields with the keyboard and all that was written in them."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            self._figures.leave(behind=True)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_PageUp):
            self._figures.leave(behind=False)
        event.accept()


def _mark(field: QWidget, *, wanting: bool) -> None:
    """Draw a field as one that is still asked for, or as any other."""
    state = "over" if wanting else ""
    if field.property("state") != state:
        field.setProperty("state", state)
        field.style().unpolish(field)
        field.style().polish(field)


class Figures(QObject):
    """Lets the fields stand below the picture that the caret is at."""

    def __init__(
        self, view: RichView, formats: Formats, mirror: Mirror, book: RightsBook | None = None
    ) -> None:
        super().__init__(view)
        self._book = book
        self._shown = ""  # the picture whose rights the bar shows
        self._view = view
        self._formats = formats
        self._bar: FigureBar | None = None
        view.cursorPositionChanged.connect(self.look)
        mirror.reshaped.connect(self.look)
        view.verticalScrollBar().valueChanged.connect(self._place)
        view.resized.connect(self._place)
        view.pictures.arrived.connect(self._arrived)

    @property
    def bar(self) -> FigureBar:
        """The fields; made when a picture first has the caret."""
        if self._bar is None:
            self._bar = FigureBar(self, self._view.viewport())
        return self._bar

    @property
    def here(self) -> Figure | None:
        """The picture that the caret is at."""
        return figure_at(self._view.textCursor().block())

    def look(self) -> None:
        """The caret or the text moved: show the fields, or put them away."""
        figure = self.here
        if figure is None:
            if self._bar is not None:
                self._bar.hide()
            return
        self._show_words(figure)
        self._look_up(_ours(figure.image))
        self._place()
        self.bar.show()

    def look_again(self) -> None:
        """What is known of pictures may be other now."""
        self._shown = ""
        if self._bar is not None and not self._bar.isHidden():
            self.look()

    def _credit(self, image: Image) -> str:
        """The credit that it is shown with: the library's, where the text says an older one."""
        return self._view.pictures.credit(image.src or "", image.credit)

    def _look_up(self, sha256: str) -> None:
        """Show the rights of the picture, once they are known."""
        if sha256 == self._shown and sha256:
            return
        self._shown = sha256
        if self._bar is not None and not sha256:
            self._bar.show_rights(None)
        if sha256 and self._book is not None:
            self._book.read(sha256, lambda facts: self._known(sha256, facts))

    def _known(self, sha256: str, facts: PictureFacts) -> None:
        if self._bar is not None and sha256 == self._shown:
            self._view.pictures.tell(sha256, facts)
            self._bar.show_rights(str(facts.rights))
            if (figure := self.here) is not None:
                self._show_words(figure)

    def _show_words(self, figure: Figure) -> None:
        self.bar.show_image(replace(figure.image, credit=self._credit(figure.image)))

    def set_rights(self, rights: str) -> None:
        """Say on what ground the picture at the caret may be used."""
        if self._book is not None and self._shown:
            self.bar.show_rights(rights)
            self._book.put(self._shown, rights=rights)

    def open_details(self) -> None:
        """Open all that is known of the picture at the caret."""
        if self._book is not None and self._shown:
            self._book.describe(self._shown)

    def enter(self) -> bool:
        """Put the keyboard into the fields; False where the caret is at no picture."""
        if self.here is None:
            return False
        self.look()
        self.bar.caption.setFocus(Qt.FocusReason.TabFocusReason)
        self.bar.caption.selectAll()
        self._show()
        return True

    def leave(self, *, behind: bool) -> None:
        """Back into the story, behind the picture or to it."""
        cursor = self._view.textCursor()
        after = cursor.block().next()
        if behind and after.isValid():
            cursor.setPosition(after.position())
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._view.setTextCursor(cursor)

    def write_on(self) -> None:
        """Back into the story, where words can be written behind the picture: in a new paragraph
        if what stands there (a table, a card, another picture) takes none."""
        below = self._view.textCursor().block().next()
        self.leave(behind=_takes_words(below))  # with what was written into the fields
        cursor = self._view.textCursor()
        if figure_at(cursor.block()) is not None:
            blank = Block(BlockKind.PARAGRAPH, stack=stack_at(cursor.block()), segment=FRESH)
            self._view.structure.insert_blocks(cursor, [blank])
            self._view.setTextCursor(cursor)

    def describe(self, *, caption: str, credit: str, alt: str) -> None:
        """Give the picture at the caret these words; one undo step, none if nothing is new."""
        figure = self.here
        if figure is None:
            return
        shown = self._credit(figure.image)
        told = figure.image.credit if credit == shown else credit
        image = replace(figure.image, title=caption or None, credit=told, alt=alt)
        if image == figure.image:
            return
        if credit != shown and (sha256 := _ours(figure.image)) and self._book is not None:
            self._book.put(sha256, credit=credit)  # it is the picture's own, wherever it is used
        if image.title != figure.image.title or image.alt != figure.image.alt:
            image = replace(image, ref=None)  # a reference is shared; its words are its own
        cursor = QTextCursor(self._view.document())
        cursor.setPosition(figure.position)
        marks = replace(pieces(cursor.block())[0].marks, image=image)
        with step(cursor) as work:
            work.setPosition(figure.position + 1, QTextCursor.MoveMode.KeepAnchor)
            work.setCharFormat(self._formats.for_block(work.block().blockFormat(), marks))

    def _arrived(self) -> None:
        """A picture was read and has its size now: the fields stand below it."""
        self._place()
        if self._bar is not None and not self._bar.isHidden() and (figure := self.here) is not None:
            self._show_words(figure)
        if self._bar is not None and any(line.hasFocus() for line in self._bar.fields):
            self._show()

    def _show(self) -> None:
        """Scroll so that the fields can be seen."""
        below = self.bar.geometry().bottom() + _GAP - self._view.viewport().height()
        if below > 0:
            scroll = self._view.verticalScrollBar()
            scroll.setValue(scroll.value() + below)

    def _place(self) -> None:
        if self._bar is None or self.here is None:
            return
        block = self._view.textCursor().block()
        layout = self._view.document().documentLayout()
        box = layout.blockBoundingRect(block)
        line = block.layout().lineAt(0)
        if not line.isValid():
            return
        top = box.top() + line.y() + line.ascent() - STRIP - self._view.verticalScrollBar().value()
        margin = self._view.document().documentMargin()
        self._bar.setGeometry(
            QRect(
                round(box.left()),
                round(top) + _GAP // 2,
                round(self._view.document().textWidth() - box.left() - margin),
                STRIP - _GAP,
            )
        )
