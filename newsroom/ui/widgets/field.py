"""Controls for one value each, and what they have in common; ``ui.forms`` puts them together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from math import ceil
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QTextOption
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import N_, _
from newsroom.news.fields import Kind, Spec
from newsroom.ui.icons import Icons
from newsroom.ui.lists import Lists
from newsroom.ui.theme import Theme
from newsroom.ui.widgets.inset import inset
from newsroom.ui.widgets.quiet import Quiet
from newsroom.values import dataclass

if TYPE_CHECKING:
    from PySide6.QtCore import QStringListModel

    from newsroom.news.clock import Clock
    from newsroom.ui.widgets.media import Media

LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        "en": N_("English"),
        "en-GB": N_("British English"),
        "en-US": N_("American English"),
        "fa": N_("Persian"),
        "ar": N_("Arabic"),
        "de": N_("German"),
        "fr": N_("French"),
        "es": N_("Spanish"),
        "it": N_("Italian"),
        "pt": N_("Portuguese"),
        "nl": N_("Dutch"),
        "sv": N_("Swedish"),
        "da": N_("Danish"),
        "nb": N_("Norwegian"),
        "fi": N_("Finnish"),
        "pl": N_("Polish"),
        "cs": N_("Czech"),
        "tr": N_("Turkish"),
        "el": N_("Greek"),
        "ru": N_("Russian"),
        "uk": N_("Ukrainian"),
        "he": N_("Hebrew"),
        "ur": N_("Urdu"),
        "hi": N_("Hindi"),
        "zh": N_("Chinese"),
        "ja": N_("Japanese"),
        "ko": N_("Korean"),
    }
)
"""What the language field offers; any other BCP 47 tag can be typed.

Named in the window's language: in their own, some need letters that a computer may not have.
"""

TEXT_LINES = (3, 10)  # a field of several lines begins and stops growing at


@dataclass(slots=True)
class Fittings:
    """What controls are made with. ``lists`` is replaced when the newsroom's lists changed."""

    theme: Theme
    icons: Icons
    lists: Lists
    clock: Clock
    media: Media | None = None


class Field(QWidget):
    """A control for one value. ``edited`` carries what the person made of it, and only that."""

    edited = Signal(object)
    followed = Signal(int)  # somebody's name was clicked: their staff id
    described = Signal(str)  # all that is known of a picture is asked for: its hash

    def __init__(self, spec: Spec, fittings: Fittings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.fittings = fittings
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def value(self) -> Any:
        """The value as it stands in the control."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show a value; ``edited`` stays silent."""
        raise NotImplementedError

    def length(self) -> int | None:
        """How many characters it holds, for the counter; None where that says nothing."""
        return None

    def controls(self) -> tuple[QWidget, ...]:
        """The parts that take the keyboard, in their order; the first stands for the field."""
        raise NotImplementedError

    def refresh(self) -> None:
        """The newsroom's lists changed."""

    def finish(self) -> None:
        """Take over what is typed and waits for Enter: another value is shown next."""

    def set_placeholder(self, text: str) -> None:
        """What stands there while it is empty."""

    def mark_problem(self, on: bool) -> None:
        """Draw it as in need of help."""
        for control in self.controls():
            control.setProperty("problem", on)
            control.style().unpolish(control)
            control.style().polish(control)

    def _fill(self, *widgets: QWidget) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in widgets:
            layout.addWidget(widget)
        self.setFocusProxy(self.controls()[0])


class LineField(Field):
    """One line of text: LINE, SLUG, EMAIL and PHONE."""

    def __init__(self, spec: Spec, fittings: Fittings, parent: QWidget | None = None) -> None:
        super().__init__(spec, fittings, parent)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(_(spec.hint))
        if spec.kind in (Kind.EMAIL, Kind.PHONE):
            # Addresses and numbers run from left to right in every language.
            self.line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            hint = Qt.InputMethodHint
            mail = spec.kind is Kind.EMAIL
            self.line.setInputMethodHints(
                hint.ImhEmailCharactersOnly if mail else hint.ImhDialableCharactersOnly
            )
        self.line.textEdited.connect(self.edited.emit)
        self._fill(self.line)

    def value(self) -> str:
        """The text."""
        return self.line.text()

    def show_value(self, value: str) -> None:
        """Show the text from its beginning."""
        if value != self.line.text():
            self.line.setText(value)
            self.line.setCursorPosition(0)

    def length(self) -> int:
        """Characters."""
        return len(self.line.text())

    def controls(self) -> tuple[QWidget, ...]:
        """The line."""
        return (self.line,)

    def set_placeholder(self, text: str) -> None:
        """What stands there while it is empty."""
        self.line.setPlaceholderText(text)


class GrowingText(QPlainTextEdit):
    """Plain text that is as high as it needs within bounds; Tab goes on to the next control."""

    def __init__(self, parent: QWidget | None = None, lines: tuple[int, int] = TEXT_LINES) -> None:
        super().__init__(parent)
        self.setProperty("role", "field")
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._bounds = lines
        self._lines = 0
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self._grow()

    def _grow(self) -> None:
        fewest, most = self._bounds
        # The size of a plain text's layout is counted in lines.
        lines = max(fewest, min(most, round(self.document().size().height())))
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as its lines and the padding of the sheet, so that what fits is not scrolled: the
        layout gives each line whole pixels, and wants one to spare."""
        height = self._lines * ceil(QFontMetricsF(self.font()).lineSpacing())
        padding = self.contentsMargins()
        around = padding.top() + padding.bottom() + 1
        return QSize(120, ceil(height + 2 * self.document().documentMargin() + around))

    def minimumSizeHint(self) -> QSize:
        """Not lower than its hint."""
        return QSize(60, self.sizeHint().height())


class TextField(Field):
    """Several lines of plain text."""

    def __init__(self, spec: Spec, fittings: Fittings, parent: QWidget | None = None) -> None:
        super().__init__(spec, fittings, parent)
        self.text = GrowingText(self)
        self.text.setPlaceholderText(_(spec.hint))
        self._showing = False
        self.text.textChanged.connect(self._changed)
        self._fill(self.text)

    def _changed(self) -> None:
        if not self._showing:
            self.edited.emit(self.value())

    def value(self) -> str:
        """The text."""
        return self.text.toPlainText()

    def show_value(self, value: str) -> None:
        """Show the text."""
        if value != self.value():
            self._showing = True
            self.text.setPlainText(value)
            self._showing = False

    def length(self) -> int:
        """Characters."""
        return len(self.value())

    def controls(self) -> tuple[QWidget, ...]:
        """The text."""
        return (self.text,)

    def set_placeholder(self, text: str) -> None:
        """What stands there while it is empty."""
        self.text.setPlaceholderText(text)


class ChoiceField(Field):
    """One of a few; of a list that the newsroom keeps also none at all. For CHOICE and PERSON."""

    def __init__(self, spec: Spec, fittings: Fittings, parent: QWidget | None = None) -> None:
        super().__init__(spec, fittings, parent)
        self.box = Quiet(self._offer, self)
        self._value: Any = None
        self.refresh()
        self.box.activated.connect(self._chosen)
        self._fill(self.box)

    def _choices(self) -> list[tuple[Any, str]]:
        if self.spec.kind is Kind.PERSON:
            people = [
                (person.id, person.name)
                for person in self.fittings.lists.staff
                if person.active and not person.collective
            ]
            return [(None, _("Nobody")), *people]
        if self.spec.source is None:
            return [(value, _(label)) for value, label in self.spec.choices]
        choices: list[tuple[Any, str]] = list(self.fittings.lists.choices(self.spec.source))
        return choices if self.spec.source == "stages" else [("", _("None")), *choices]

    def _name(self, value: Any) -> str:
        """What an entry is called that is not offered any more."""
        if self.spec.kind is Kind.PERSON:
            person = self.fittings.lists.person(value)
            return person.name if person else _("Somebody unknown")
        return str(value)

    def _chosen(self, row: int) -> None:
        value = self.box.itemData(row)
        if value != self._value:
            if isinstance(self._value, StrEnum):
                value = type(self._value)(value)  # Qt hands back the word alone
            self._value = value
            self.edited.emit(value)

    def value(self) -> Any:
        """The chosen value."""
        return self._value

    def show_value(self, value: Any) -> None:
        """Choose it; what is not in the list is added to it, so that nothing changes by itself."""
        self._value = value
        if self.box.waiting:
            self.box.tell(self._said(value))
            return
        row = next((r for r in range(self.box.count()) if self.box.itemData(r) == value), -1)
        if row < 0 and value is not None:
            self.box.addItem(self._name(value), value)
            row = self.box.count() - 1
        self.box.setCurrentIndex(row)

    def _said(self, value: Any) -> str:
        """What is read in the box."""
        label = next((label for choice, label in self._choices() if choice == value), None)
        return label if label is not None else "" if value is None else self._name(value)

    def refresh(self) -> None:
        """Offer what the lists hold now."""
        if self.box.waiting:
            self.box.tell(self._said(self._value))
        else:
            self._offer()

    def _offer(self) -> None:
        self.box.clear()
        for value, label in self._choices():
            # A StrEnum and its word are the same key; Qt would hand back the word.
            self.box.addItem(label, str(value) if isinstance(value, str) else value)
        self.show_value(self._value)

    def controls(self) -> tuple[QWidget, ...]:
        """The box."""
        return (self.box,)


class _Whole(QLineEdit):
    """A line that the click that comes into it chooses whole: what is typed takes its place."""

    def __init__(self, box: Quiet) -> None:
        super().__init__(box)
        self._box = box

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._box.fill()
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.MouseFocusReason:
            QTimer.singleShot(0, self, self.selectAll)  # the click puts the caret first


def _named(tag: str) -> str:
    """A language as it is offered; of one that is not, its tag."""
    return f"{_(LANGUAGES[tag])} ({tag})" if tag in LANGUAGES else tag


class LanguageField(Field):
    """A language by its name, or any BCP 47 tag as it is typed."""

    def __init__(self, spec: Spec, fittings: Fittings, parent: QWidget | None = None) -> None:
        super().__init__(spec, fittings, parent)
        self.box = Quiet(self._offer, self)
        self.box.setLineEdit(_Whole(self.box))
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._value = ""
        self.box.activated.connect(lambda row: self._take(self.box.itemData(row)))
        line = self.box.lineEdit()
        assert line is not None
        line.editingFinished.connect(self._typed)
        self._fill(self.box)

    def _offer(self) -> None:
        for tag in LANGUAGES:
            self.box.addItem(_named(tag), tag)
        self.show_value(self._value)

    def _typed(self) -> None:
        line = self.box.lineEdit()
        assert line is not None
        typed = line.text()
        if self.box.waiting:
            if typed == _named(self._value):
                return
            self.box.fill()  # which says again what was there
            line.setText(typed)
        text = typed.strip()
        row = self.box.findText(text, Qt.MatchFlag.MatchFixedString)
        self._take(self.box.itemData(row) if row >= 0 else text)

    def _take(self, tag: str) -> None:
        if tag and tag != self._value:
            self.show_value(tag)
            self.edited.emit(tag)

    def value(self) -> str:
        """The tag."""
        return self._value

    def show_value(self, value: str) -> None:
        """Show the language's name; of one that is not offered, its tag."""
        self._value = value
        if self.box.waiting:
            self.box.setEditText(_named(value))
            self.box.tell("")  # the line says it
            return
        row = self.box.findData(value)
        self.box.setCurrentIndex(row)
        self.box.setEditText(self.box.itemText(row) if row >= 0 else value)

    def finish(self) -> None:
        """Take over the typed name or tag."""
        self._typed()

    def controls(self) -> tuple[QWidget, ...]:
        """The box."""
        return (self.box,)


class NumberField(Field):
    """A whole number; ``optional`` ones may be not set (None)."""

    def __init__(
        self,
        spec: Spec,
        fittings: Fittings,
        parent: QWidget | None = None,
        *,
        optional: bool,
    ) -> None:
        super().__init__(spec, fittings, parent)
        self._optional = optional
        self.spin = _QuietSpin(self)
        lowest = 0 if spec.lowest is None else spec.lowest
        self._none = lowest - 1
        self.spin.setRange(
            self._none if optional else lowest,
            1_000_000 if spec.highest is None else spec.highest,
        )
        if optional:
            self.spin.setSpecialValueText(_("Not set"))
        self._showing = False
        self.spin.valueChanged.connect(self._changed)
        self._fill(self.spin)

    def _changed(self) -> None:
        if not self._showing:
            self.edited.emit(self.value())

    def value(self) -> int | None:
        """The number."""
        number = self.spin.value()
        return None if self._optional and number == self._none else number

    def show_value(self, value: int | None) -> None:
        """Show the number."""
        self._showing = True
        self.spin.setValue(self._none if value is None else value)
        self._showing = False

    def controls(self) -> tuple[QWidget, ...]:
        """The box with its arrows."""
        return (self.spin,)


class _QuietSpin(QSpinBox):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        inset(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setGroupSeparatorShown(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def wheelEvent(self, event: Any) -> None:
        event.ignore()


class FlagField(Field):
    """On or off; the label stands beside the box."""

    def __init__(self, spec: Spec, fittings: Fittings, parent: QWidget | None = None) -> None:
        super().__init__(spec, fittings, parent)
        self.box = QCheckBox(_(spec.label), self)
        self.box.setToolTip(_(spec.hint))
        self.box.clicked.connect(self.edited.emit)
        self._fill(self.box)

    def value(self) -> bool:
        """Whether it is on."""
        return self.box.isChecked()

    def show_value(self, value: bool) -> None:
        """Show it on or off."""
        self.box.setChecked(value)

    def controls(self) -> tuple[QWidget, ...]:
        """The box."""
        return (self.box,)


def offer(
    line: QLineEdit,
    event: QEvent,
    words: QStringListModel,
    *,
    field: Field,
    put: Callable[[str], object],
) -> None:
    """Let the line offer words from when the keyboard first comes to it: their list is a window
    with scroll bars of its own. ``event`` is one of the line's; ``field`` filters the list's,
    too, and ``put`` takes what is chosen.
    """
    if event.type() != QEvent.Type.FocusIn or line.completer() is not None:
        return
    from PySide6.QtWidgets import QCompleter

    completer = QCompleter(words, field)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.activated.connect(put, Qt.ConnectionType.QueuedConnection)
    line.setCompleter(completer)
    popup = completer.popup()
    assert popup is not None
    popup.setProperty("role", "offers")
    popup.installEventFilter(field)


def offering(line: QLineEdit) -> bool:
    """Whether the line's completer has its list open just now."""
    completer = line.completer()
    popup = completer.popup() if completer is not None else None
    return popup is not None and popup.isVisible()


def takes_typed(line: QLineEdit, event: QEvent) -> bool:
    """Whether this is Enter in the open list of offers, with none of them chosen.

    Qt only closes the list then, and what was typed would wait for a second Enter.
    """
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
        return False
    popup = line.completer().popup()
    if popup is None or popup.currentIndex().isValid():
        return False
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    popup.hide()
    return True


def tab_before(line: QWidget, parts: Iterable[QWidget]) -> None:
    """Let Tab come to these parts in their order, then to the line, whose own place stays."""
    before = line.previousInFocusChain()
    while before is not None and before.focusPolicy() == Qt.FocusPolicy.NoFocus:
        before = before.previousInFocusChain()  # Qt passes over an order behind these
    if before is None or before is line:
        return
    for part in parts:
        QWidget.setTabOrder(before, part)
        before = part


def column(parent: QWidget, *, space: int = 4) -> QVBoxLayout:
    """A column without margins in ``parent``."""
    layout = QVBoxLayout(parent)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(space)
    return layout


Maker = Callable[[Spec, Fittings, QWidget | None], Field]
"""What makes the control of a kind."""
