"""A line to type in and what it finds, over the top of the window; a few letters are enough."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _
from newsroom.ui.fuzzy import match
from newsroom.ui.icons import Icons
from newsroom.ui.theme import Theme

WIDTH = 620  # px: a headline of 70 letters with its note
ROWS_SHOWN = 11
ROW_HEIGHT = 34
INDENT, ICON, GAP = 10, 16, 10

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Choice:
    """One line to choose: what it says, what it does, and a quiet note at its end."""

    label: str
    run: Callable[[], object] = field(compare=False)
    note: str = ""
    icon: str = ""
    places: tuple[int, ...] = ()  # of the letters that were typed
    possible: bool = True
    about: str = ""  # what it stands for ("story 7"), so that it does not stand there twice


def narrowed(choices: Iterable[Choice], typed: str) -> list[Choice]:
    """The choices that the typed letters find, the best first; all of them if nothing is typed."""
    if not typed.strip():
        return list(choices)
    found: list[tuple[float, int, Choice]] = []
    for place, choice in enumerate(choices):
        hit = match(typed, choice.label)
        if hit is None and choice.note and (by_note := match(typed, choice.note)) is not None:
            found.append((-by_note.score / 2, place, choice))
        elif hit is not None:
            found.append((-hit.score, place, replace(choice, places=hit.places)))
    return [choice for _score, _place, choice in sorted(found, key=lambda each: each[:2])]


class _Lines(QAbstractListModel):
    """The choices that stand in the list."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.choices: list[Choice] = []

    def show(self, choices: list[Choice]) -> None:
        """Show these."""
        self.beginResetModel()
        self.choices = choices
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.choices)

    def data(
        self,
        index: Index,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        choice = self.choices[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return choice.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{choice.label}, {choice.note}" if choice.note else choice.label
        if role == Qt.ItemDataRole.UserRole:
            return choice
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        both = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return both if self.choices[index.row()].possible else Qt.ItemFlag.NoItemFlags


class _Line(QStyledItemDelegate):
    """Paints a choice: icon, words with the typed letters in bold, note."""

    def __init__(self, theme: Theme, icons: Icons, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.rect.width(), ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> None:
        choice: Choice = index.data(Qt.ItemDataRole.UserRole)
        theme = self._theme
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.token("selected"))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 4, 4)
        inner = rect.adjusted(INDENT, 0, -INDENT, 0)
        words = "text" if choice.possible else "disabled"
        if choice.icon:
            scale = painter.device().devicePixelRatioF()
            ink = "muted" if choice.possible else "disabled"
            picture = self._icons.pixmap(choice.icon, ICON, ink=ink, scale=scale)
            left = inner.right() - ICON if mirrored else inner.left()
            painter.drawPixmap(left, inner.center().y() - ICON // 2 + 1, picture)
        step = ICON + GAP
        inner = inner.adjusted(0, 0, -step, 0) if mirrored else inner.adjusted(step, 0, 0, 0)
        if choice.note:
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.token("muted" if choice.possible else "disabled"))
            metrics = painter.fontMetrics()
            note = metrics.elidedText(
                choice.note, Qt.TextElideMode.ElideRight, inner.width() * 2 // 5
            )
            far = Qt.AlignmentFlag.AlignLeft if mirrored else Qt.AlignmentFlag.AlignRight
            painter.drawText(inner, far | Qt.AlignmentFlag.AlignVCenter, note)
            room = metrics.horizontalAdvance(note) + GAP
            inner = inner.adjusted(room, 0, 0, 0) if mirrored else inner.adjusted(0, 0, -room, 0)
        self._draw_words(painter, inner, choice, words, mirrored)
        painter.restore()

    def _draw_words(
        self, painter: QPainter, rect: QRect, choice: Choice, ink: str, mirrored: bool
    ) -> None:
        theme = self._theme
        painter.setFont(theme.font("ui"))
        painter.setPen(theme.token(ink))
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        align = side | Qt.AlignmentFlag.AlignVCenter
        label = painter.fontMetrics().elidedText(
            choice.label, Qt.TextElideMode.ElideRight, rect.width()
        )
        joined = any("\u0590" <= letter <= "\u08ff" for letter in label)
        if not choice.places or label != choice.label or mirrored or joined:
            # Letters of a script that joins them can't be set apart one by one.
            painter.drawText(rect, align, label)
            return
        marked = set(choice.places)
        plain_font, strong = theme.font("ui"), theme.font("strong")
        left, start = rect.left(), 0
        while start < len(label):
            bold = start in marked
            end = start
            while end < len(label) and (end in marked) == bold:
                end += 1
            painter.setFont(strong if bold else plain_font)
            painter.setPen(theme.token("accent" if bold else ink))
            piece = label[start:end]
            painter.drawText(QRect(left, rect.top(), rect.width(), rect.height()), align, piece)
            left += painter.fontMetrics().horizontalAdvance(piece)
            start = end


class _Found(QListView):
    """What was found; says so where it is nothing."""

    empty = ""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.empty and not self.model().rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            room = self.viewport().rect().adjusted(INDENT, 0, -INDENT, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self.empty)
            painter.end()


class Chooser(QFrame):
    """A line to type in and what it finds, over the top of the window.

    ``choices`` stand there from the start; ``more`` is called with what is typed and hands back
    further ones later through ``add``.
    """

    def __init__(
        self,
        over: QWidget,
        *,
        theme: Theme,
        icons: Icons,
        choices: Sequence[Choice],
        hint: str,
        more: Callable[[str, Chooser], object] | None = None,
    ) -> None:
        super().__init__(over)
        self.setObjectName("palette")
        self.setProperty("role", "card")
        self.setAccessibleName(hint)
        self._choices = list(choices)
        self._more = more
        self._typed = ""
        self._back_to = QApplication.focusWidget()
        self.line = QLineEdit(self)
        self.line.setProperty("role", "palette")
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(hint)
        self.lines = _Lines(self)
        self.view = _Found(self)
        self.view.setProperty("role", "palette")
        self.view.setAccessibleName(_("What was found"))
        self.view.setModel(self.lines)
        self.view.setItemDelegate(_Line(theme, icons, self.view))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self.line)
        layout.addWidget(self.view)
        self.line.textChanged.connect(self._search)
        self.line.installEventFilter(self)
        self.view.clicked.connect(lambda index: self._take(index.row()))
        over.installEventFilter(self)
        icons.changed.connect(self.view.viewport().update)
        self._search("")
        self._place()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def add(self, typed: str, found: Sequence[Choice]) -> None:
        """Put choices found for ``typed`` after the others; what comes too late is dropped."""
        if typed != self._typed:
            return
        known = {choice.about for choice in self.lines.choices if choice.about}
        self.view.empty = _("Nothing is found by these words.")
        self._show(self.lines.choices + [each for each in found if each.about not in known])

    @property
    def shown(self) -> list[Choice]:
        """What stands in the list now."""
        return self.lines.choices

    def dismiss(self) -> None:
        """Go away and give the keyboard back."""
        self.hide()
        self.deleteLater()
        back, self._back_to = self._back_to, None
        try:
            if back is not None:
                back.setFocus(Qt.FocusReason.PopupFocusReason)
        except RuntimeError:
            pass  # the widget went away meanwhile

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the line move in the list; a click elsewhere closes it; it keeps its place."""
        if watched is self.parent():
            if event.type() == QEvent.Type.Resize:
                self._place()
        elif event.type() == QEvent.Type.FocusOut:
            if self.isVisible() and QApplication.activePopupWidget() is None:
                self._back_to = None  # somebody else has the keyboard already
                self.dismiss()
        elif event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # while it is open, keys are for it
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: ROWS_SHOWN - 1,
            Qt.Key.Key_PageUp: 1 - ROWS_SHOWN,
        }
        if key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.view.currentIndex().row())
        elif key in steps:
            self._step(steps[Qt.Key(key)])
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        count = len(self.lines.choices)
        if not count:
            return
        row = self.view.currentIndex().row() + by
        # One step over an end comes in at the other; a page stops there.
        row = row % count if abs(by) == 1 else max(0, min(count - 1, row))
        way = 1 if by > 0 else -1
        for _turn in range(count):
            if self.lines.choices[row].possible:
                self.view.setCurrentIndex(self.lines.index(row))
                return
            row = (row + way) % count

    def _search(self, typed: str) -> None:
        self._typed = typed
        words = bool(typed.strip())
        asks = self._more is not None and words
        self.view.empty = _("Nothing is found by these words.") if words and not asks else ""
        self._show(narrowed(self._choices, typed))
        if self._more is not None and asks:
            self._more(typed, self)

    def _show(self, choices: list[Choice]) -> None:
        row = max(0, self.view.currentIndex().row()) if choices[:1] == self.lines.choices[:1] else 0
        self.lines.show(choices)
        possible = [place for place, choice in enumerate(choices) if choice.possible]
        if possible:
            row = row if row in possible else possible[0]
            self.view.setCurrentIndex(self.lines.index(row))
        self._place()

    def _take(self, row: int) -> None:
        if 0 <= row < len(self.lines.choices) and self.lines.choices[row].possible:
            choice = self.lines.choices[row]
            self.dismiss()
            choice.run()

    def _place(self) -> None:
        over = self.parentWidget()
        assert over is not None
        width = min(WIDTH, over.width() - 32)
        rows = max(1, min(ROWS_SHOWN, len(self.lines.choices)))
        self.view.setFixedHeight(rows * ROW_HEIGHT + 14)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((over.width() - width) // 2, max(16, over.height() // 9))
