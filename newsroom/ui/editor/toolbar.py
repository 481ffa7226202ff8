"""The formatting bar: one row of buttons that shows the state at the caret."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from newsroom.i18n import N_, _
from newsroom.values import dataclass

_ICON: Final = QSize(20, 20)
_NARROWEST: Final = 320  # pixels; what does not fit goes into a menu
_MARK: Final = 24  # pixels of the mark that says that a menu opens, and the air before it
_APART: Final = 16  # pixels between two groups of buttons


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name for ``EditorPane.apply``, what it is called and its icon."""

    id: str
    label: str
    icon: str


FORMATS: Final = (
    Format("bold", N_("Bold"), "bold"),
    Format("italic", N_("Italic"), "italic"),
    Format("strike", N_("Strike through"), "strike"),
    Format("code", N_("Code"), "code"),
    Format("link", N_("Link"), "link"),
    Format("noted", N_("Note out"), "noted"),
    Format("", "", ""),
    Format("bullets", N_("Bullets"), "bullets"),
    Format("numbers", N_("Numbers"), "numbers"),
    Format("tasks", N_("Tasks"), "tasks"),
    Format("quote", N_("Quote"), "quote"),
    Format("", "", ""),
    Format("picture", N_("Picture"), "picture"),
    Format("table", N_("Table"), "table"),
    Format("footnote", N_("Footnote"), "footnote"),
    Format("rule", N_("Rule"), "rule"),
    Format("clear", N_("Clear formatting"), "clear"),
    Format("", "", ""),
    Format("pull", N_("Pull quote"), "pull"),
    Format("box", N_("Box"), "box"),
    Format("sup", N_("Superscript"), "sup"),
    Format("sub", N_("Subscript"), "sub"),
)
"""The buttons, in their order; a nameless one is a gap."""

_ACTS: Final = frozenset({"picture", "table", "footnote", "rule", "clear"})
"""What is done, not on or off."""
_STYLES: Final = (
    ("paragraph", N_("Text")),
    ("heading1", N_("Heading 1")),
    ("heading2", N_("Heading 2")),
    ("heading3", N_("Heading 3")),
    ("heading4", N_("Heading 4")),
    ("heading5", N_("Heading 5")),
    ("heading6", N_("Heading 6")),
    ("codeblock", N_("Code")),
)
_NAMED: Final = dict(_STYLES)


class IconSource(Protocol):
    """Gives icons by their meaning (``ui.icons``)."""

    def icon(self, name: str) -> QIcon:
        """The icon of that name."""


@dataclass(frozen=True, slots=True)
class AtCaret:
    """What holds where the caret stands: the formats that are on, the block's style, the view."""

    on: frozenset[str] = frozenset()
    style: str = "paragraph"
    source: bool = False


_NO_TEXT: Final = "XXXX"
"""What Qt takes the width of for a button without words (``QPushButton::sizeHint``)."""


class StyleButton(QPushButton):
    """Names the style at the caret, and opens a menu of the others.

    No QComboBox: that makes its list, with scroll bars and all, as soon as it gets a style.
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_(_NAMED["paragraph"]), parent)
        self.setObjectName("styleBox")
        self.setProperty("role", "choice")
        self.setAccessibleName(_("Paragraph style"))
        self.setToolTip(_("Paragraph style"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._style = "paragraph"
        self.clicked.connect(self._open)

    def sizeHint(self) -> QSize:
        """As wide as the longest name, so that nothing moves with the caret."""
        hint = super().sizeHint()
        widest = max(self._wide(_(label)) for _name, label in _STYLES)
        more = widest - self._wide(self.text() or _NO_TEXT)
        return QSize(hint.width() + more + _MARK, hint.height())

    def _wide(self, label: str) -> int:
        return self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, label).width()

    def show_style(self, name: str) -> None:
        """Say that this is the style; a name that none has leaves it empty."""
        if name != self._style:
            self._style = name
            label = _(_NAMED[name]) if name in _NAMED else ""
            self.setText(label)
            self.setAccessibleDescription(label)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow down opens it too."""
        if event.key() == Qt.Key.Key_Down:
            self._open()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        # Not by setMenu: a button with a menu of its own does not heed the sheet's padding.
        self.make_menu().popup(self.mapToGlobal(self.rect().bottomLeft()))

    def make_menu(self) -> QMenu:
        """The styles, that of the caret ticked."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, label in _STYLES:
            action = menu.addAction(_(label), partial(self.wanted.emit, name))
            action.setCheckable(True)
            action.setChecked(name == self._style)
        return menu


class FormatBar(QWidget):
    """The buttons. It knows no text: it is told the state and says what was wanted."""

    wanted = Signal(str)
    """The format that a button asks for."""

    def __init__(
        self, icons: IconSource, *, keys: Callable[[str], str], parent: QWidget | None = None
    ) -> None:
        """``keys`` gives the key sequence of a format as it is bound now, "" for none."""
        super().__init__(parent)
        self.setObjectName("formatBar")
        self.setProperty("role", "toolbar")
        self.setAccessibleName(_("Formats"))
        self._state = AtCaret()
        self._icons, self._keys = icons, keys
        self._shown = 0  # so many of ``FORMATS``; the others are in the menu
        self._parts: list[tuple[QWidget, Format]] = []  # made: those that there ever was room for
        self.buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(2)
        self.styles = StyleButton(self)
        self.styles.wanted.connect(self.wanted)
        row.addWidget(self.styles)
        self._before: QWidget = self.styles  # the last that Tab reached so far
        row.addSpacing(_APART)
        self._formats = QHBoxLayout()
        row.addLayout(self._formats)
        self.more = QToolButton(self)
        self.more.setObjectName("format_more")
        self.more.setProperty("role", "compact")
        self.more.setIcon(icons.icon("more"))
        self.more.setIconSize(_ICON)
        self.more.setAutoRaise(True)
        self.more.setAccessibleName(_("More formats"))
        self.more.setToolTip(_("More formats"))
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.clicked.connect(self._show_more)
        self.more.hide()
        row.addWidget(self.more)
        row.addStretch(1)
        self.view = self._button("view", _("Markdown"), icons.icon("source"), keys("view"))
        self.view.setCheckable(True)
        row.addWidget(self.view)

    def _button(self, name: str, label: str, icon: QIcon, key: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"format_{name}")
        button.setIcon(icon)
        button.setIconSize(_ICON)
        button.setProperty("role", "compact")
        button.setAutoRaise(True)
        button.setAccessibleName(label)
        native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) if key else ""
        button.setToolTip(f"{label} ({native})" if native else label)
        # The caret stays in the text when a button is clicked; Tab still reaches it.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _on=False: self._press(button, name))
        self.buttons[name] = button
        return button

    # The room there is.

    def minimumSizeHint(self) -> QSize:
        """The style and a few buttons; the rest goes into a menu."""
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the buttons that there is room for."""
        super().resizeEvent(event)
        layout = self.layout()
        assert layout is not None
        step = layout.spacing()
        margins = layout.contentsMargins()
        taken = margins.left() + margins.right() + _APART
        taken += self.styles.sizeHint().width() + self.view.sizeHint().width() + 2 * step
        one = self.view.sizeHint().width()  # all have an icon of the same size
        widths = [(one if fmt.id else _APART) + step for fmt in FORMATS]
        room = self.width() - taken
        if sum(widths) > room:
            room -= self.more.sizeHint().width() + step
        shown = 0
        for width in widths:
            if width > room:
                break
            room -= width
            shown += 1
        self._shown = shown
        for fmt in FORMATS[len(self._parts) : shown]:
            self._parts.append((self._part(fmt), fmt))
        for place, (part, _fmt) in enumerate(self._parts):
            part.setVisible(place < shown)
        self.more.setVisible(shown < len(FORMATS))

    def _part(self, fmt: Format) -> QWidget:
        """The next button, or the gap, made at the end of the row."""
        if not fmt.id:
            part = QWidget(self)
            part.setFixedWidth(_APART)
        else:
            part = button = self._button(
                fmt.id, _(fmt.label), self._icons.icon(fmt.icon), self._keys(fmt.id)
            )
            button.setCheckable(fmt.id not in _ACTS)
            button.setChecked(self._is_on(fmt.id))
            QWidget.setTabOrder(self._before, button)  # the row's order, whenever it is made
            self._before = button
        self._formats.addWidget(part)
        return part

    def _show_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for fmt in FORMATS[self._shown :]:
            if fmt.id:
                action = menu.addAction(self._icons.icon(fmt.icon), _(fmt.label))
                action.setCheckable(fmt.id not in _ACTS)
                action.setChecked(self._is_on(fmt.id))
                action.triggered.connect(lambda _on=False, name=fmt.id: self.wanted.emit(name))
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _press(self, button: QToolButton, name: str) -> None:
        # The button shows what is, not what was clicked; the editor will tell.
        button.setChecked(self._is_on(name))
        self.wanted.emit(name)

    def _is_on(self, name: str) -> bool:
        return self._state.source if name == "view" else name in self._state.on

    def show_state(self, state: AtCaret) -> None:
        """Show what holds at the caret now."""
        if state == self._state:
            return
        self._state = state
        for name, button in self.buttons.items():
            if button.isCheckable() and button.isChecked() != self._is_on(name):
                button.setChecked(self._is_on(name))
        self.styles.show_style(state.style)
        self.styles.setEnabled(state.style in _NAMED or state.source)
