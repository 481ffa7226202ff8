"""Words with @names: a small text that offers the staff once an @ is typed."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from newsroom.i18n import _
from newsroom.news.staff import Person
from newsroom.ui.fuzzy import match

LONGEST_NAME = 40  # characters behind an @ that may still be a name
MOST_OFFERED = 6
HEIGHTS = (64, 180)  # px: from three lines to where it scrolls
_CLOSING = frozenset(".,;:!?)…،؛؟")  # signs that stand close to the word before them
_PERSON = int(Qt.ItemDataRole.UserRole)


class MentionEdit(QPlainTextEdit):
    """``posted`` is Ctrl+Enter, ``left`` Escape; both are this text's, not the window's."""

    posted = Signal()
    left = Signal()

    def __init__(self, people: Iterable[Person] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "field")
        self.setTabChangesFocus(True)
        self.setFixedHeight(HEIGHTS[0])
        self._people: tuple[Person, ...] = ()
        self._given = -1  # the place behind a blank that came with a name, while nothing was typed
        self.offers = _Offers(self)
        self.offers.hide()
        self.offers.itemClicked.connect(lambda _item: self._take())
        self.textChanged.connect(self._typed)
        self.set_people(people)

    def set_people(self, people: Iterable[Person]) -> None:
        """Whom an @ may name."""
        self._people = tuple(p for p in people if p.active and not p.collective)

    @property
    def words(self) -> str:
        """What was typed, without the blanks around it."""
        return self.toPlainText().strip()

    # Names.

    def _begun(self) -> str | None:
        """What is typed behind the last @ before the caret; None where no name is being typed."""
        cursor = self.textCursor()
        units = cursor.block().text().encode("utf-16-le")  # as Qt counts: an emoji is two
        before = units[: 2 * cursor.positionInBlock()].decode("utf-16-le")
        at = before.rfind("@")
        if at < 0 or (at and before[at - 1].isalnum()):
            return None
        typed = before[at + 1 :]
        return None if len(typed) > LONGEST_NAME else typed

    def _typed(self) -> None:
        document = self.document()
        wanted = int(document.size().height() * self.fontMetrics().lineSpacing()) + 16
        self.setFixedHeight(max(HEIGHTS[0], min(HEIGHTS[1], wanted)))
        typed = self._begun()
        found = [] if typed is None else self._found(typed)
        self.offers.show_people(found)
        if found:
            self._place()

    def _found(self, typed: str) -> list[Person]:
        named = [p for p in self._people if typed.rstrip().casefold() == p.name.casefold()]
        if named or typed.endswith("  "):
            return []  # the name stands there in full
        if not typed.strip():
            return list(self._people[:MOST_OFFERED])
        scored = [
            (-hit.score, place, person)
            for place, person in enumerate(self._people)
            if (hit := match(typed.strip(), f"{person.name} {person.initials}")) is not None
        ]
        return [person for _score, _place, person in sorted(scored, key=lambda s: s[:2])][
            :MOST_OFFERED
        ]

    def _place(self) -> None:
        box = self.cursorRect()
        window = self.window()
        at = self.viewport().mapTo(window, box.bottomLeft() + QPoint(0, 4))
        offers = self.offers
        offers.setParent(window)
        offers.adjust()
        if at.y() + offers.height() > window.height():
            at.setY(at.y() - box.height() - 8 - offers.height())
        at.setX(max(0, min(at.x(), window.width() - offers.width() - 8)))
        offers.move(at)
        offers.show()
        offers.raise_()

    def _take(self) -> None:
        item = self.offers.currentItem()
        person: Person | None = None if item is None else item.data(_PERSON)
        typed = self._begun()
        if person is None or typed is None:
            return
        cursor = self.textCursor()
        # Not by moving left, which goes on in Persian.
        start = cursor.position() - len(typed.encode("utf-16-le")) // 2
        cursor.setPosition(start, QTextCursor.MoveMode.KeepAnchor)
        end = cursor.selectionEnd()
        behind = str(self.document().characterAt(end))
        blank = "" if behind in (" ", "\u00a0") or behind in _CLOSING else " "
        cursor.insertText(person.name + blank)
        self.setTextCursor(cursor)
        self._given = cursor.position() if blank else -1
        self.offers.hide()
        self.setFocus()

    # Keys.

    def event(self, event: QEvent) -> bool:
        """Ctrl+Enter and Escape are ours even where the window has a use for them."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and self._own(event):
            event.accept()
            return True
        return super().event(event)

    def _own(self, event: QKeyEvent) -> bool:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return (enter and control) or event.key() == Qt.Key.Key_Escape

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Enter and Tab choose a name while names are offered."""
        key = event.key()
        if self.offers.isVisible():
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.offers.step(1 if key == Qt.Key.Key_Down else -1)
                return
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab) and not (
                event.modifiers() & Qt.KeyboardModifier.ControlModifier
            ):
                self._take()
                return
            if key == Qt.Key.Key_Escape:
                self.offers.hide()
                return
        given, self._given = self._given, -1
        if given >= 0 and not self._blank_wanted(event.text(), given):
            return
        if self._own(event):
            event.accept()
            (self.left if key == Qt.Key.Key_Escape else self.posted).emit()
            return
        super().keyPressEvent(event)

    def _blank_wanted(self, typed: str, given: int) -> bool:
        """Whether what is typed is still to be put in, right behind a name and its blank: a blank
        is there, and before a comma there is none."""
        cursor = self.textCursor()
        if cursor.hasSelection() or cursor.position() != given:
            return True
        if typed and typed in _CLOSING:
            cursor.deletePreviousChar()
        return typed != " "

    def focusOutEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """Nobody is naming anybody now."""
        super().focusOutEvent(event)
        if not self.offers.underMouse():
            self.offers.hide()

    def hideEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """The names go with the text."""
        super().hideEvent(event)
        self.offers.hide()


class _Offers(QListWidget):
    """The names under the caret."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner if isinstance(owner, QWidget) else None)
        self.setProperty("role", "card")
        self.setAccessibleName(_("Names"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_people(self, people: Iterable[Person]) -> None:
        """Offer these; none hides it."""
        self.clear()
        for person in people:
            title = f"{person.name} · {person.title}" if person.title else person.name
            item = QListWidgetItem(title)
            item.setData(_PERSON, person)
            self.addItem(item)
        if self.count():
            self.setCurrentRow(0)
        else:
            self.hide()

    def step(self, by: int) -> None:
        """To the next or previous name, round the end."""
        self.setCurrentRow((self.currentRow() + by) % self.count())

    def adjust(self) -> None:
        """As large as its names."""
        rows = sum(self.sizeHintForRow(row) for row in range(self.count()))
        self.resize(max(200, self.sizeHintForColumn(0) + 24), rows + 8)
