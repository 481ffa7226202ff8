"""Shortcuts under a keyboard layout without Latin letters: there a key is known by its place.

Windows and macOS do so by themselves. On X11 and Wayland Qt looks for a Latin letter on the same
key in the other layouts that are set up, so that Ctrl+Z is not to be had where Persian is the only
one; and signs that such a layout has on a letter's key (Hebrew has the slash on Q, Persian has « on
Shift+K) are taken for themselves even where there is a Latin one.

Under X11 Qt also composes letters by itself, whether Ctrl is held or not: the key B of the Arabic
layout put its two letters into the text in place of Ctrl+B, and a dead key began an accent. So the
text says that it takes no composed letters for as long as Ctrl is down.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodQueryEvent, QKeyEvent, QWindow
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

_ROWS = (
    (10, "1234567890-=", "!@#$%^&*()_+"),
    (24, "QWERTYUIOP[]", "QWERTYUIOP{}"),
    (38, "ASDFGHJKL;'`", 'ASDFGHJKL:"~'),
    (51, "\\ZXCVBNM,./", "|ZXCVBNM<>?"),
)
"""The keys of a US keyboard, and with Shift, from a scan code on. X11 and Wayland give the kernel's
code (linux/input-event-codes.h) and 8."""
PLACES = {
    first + at: (ord(sign), ord(shifted))
    for first, plain, with_shift in _ROWS
    for at, (sign, shifted) in enumerate(zip(plain, with_shift, strict=True))
}
_OVERRIDE, _PRESS = QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress
_NONE = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
_COMMAND = _CONTROL | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_LATIN_END = 0x250  # Unicode's Latin letters lie below it, and in a block of their own
_MORE_LATIN = range(0x1E00, 0x1F00)
_NAMED = 0x01000000  # from here on Qt's keys have no sign: Enter, F1
_DEAD = range(int(Qt.Key.Key_Dead_Grave), int(Qt.Key.Key_Dead_Longsolidusoverlay) + 1)
_HELD_DOWN = (Qt.Key.Key_Control, Qt.Key.Key_Meta)
_ENABLED = Qt.InputMethodQuery.ImEnabled
_GROUP = 0x6000  # the bits of X11's state that number the layout in use (XkbGroupForCoreState)


class Nobody(QWidget):
    """Is given a key that nobody has, so that Qt looks for its shortcut; it has ``come`` if there
    was none."""

    come = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nothing waited for it."""
        self.come = True
        event.accept()


class KeyPlaces(QObject):
    """Gives whatever window has the keyboard the Latin key in place of one of another script."""

    def __init__(self, app: QGuiApplication, *, composes: bool = False) -> None:
        """``composes``: Qt makes letters out of several keys by itself."""
        super().__init__(app)
        self._window: QWindow | None = None
        self._composes = composes
        self._bare: QObject | None = None  # takes no composed letters: Ctrl is down
        self._is_latin: dict[int, bool] = {}  # by the layout's number, as far as letters were seen
        app.focusWindowChanged.connect(self._follow)
        self._follow(app.focusWindow())

    def _follow(self, window: QWindow | None) -> None:
        self._let_compose()  # the key may be let go in another window
        if window is not None and window is not self._window:
            window.installEventFilter(self)  # once more changes nothing
        self._window = window

    def eventFilter(self, window: QObject, event: QEvent) -> bool:
        """Before a window sees a key. Qt asks first whether the window wants it for itself
        (``ShortcutOverride``), then looks for a shortcut, then lets it be pressed; with a press
        that we send it does all three again."""
        kind = event.type()
        if kind is not _OVERRIDE and kind is not _PRESS:
            return self._bare is not None and self._while_bare(window, event)
        if window is not self._window or not isinstance(event, QKeyEvent):
            return False
        if event.key() in _HELD_DOWN:
            self._stop_composing()
            return False
        self._learn(event)
        held = event.modifiers()
        if held is _NONE or held is _SHIFT:  # nearly always, and an enum's operators are slow
            return False
        if not held & _COMMAND or not self._is_foreign(event):
            return False
        if kind is _OVERRIDE:
            # With Ctrl its sign means nothing. With Alt, a menu may be named in the script itself.
            event.setAccepted(bool(held & _CONTROL))
            return event.isAccepted()
        return self._press(window, event)

    def _press(self, window: QObject, event: QKeyEvent) -> bool:
        """Press the key at the same place of a US keyboard; False for one that types."""
        plain, shifted = PLACES[event.nativeScanCode()]
        held = event.modifiers()
        if held & _SHIFT and shifted != plain and self._waits(shifted, held & ~_SHIFT, event):
            return True  # Ctrl+Shift+/ is Ctrl+?
        if not held & _CONTROL:
            return self._waits(plain, held, event)
        text = chr(plain & 0x1F) if chr(plain).isalpha() else chr(plain)
        latin = _pressed(plain, held, text, event)
        QCoreApplication.sendEvent(window, latin)
        event.setAccepted(latin.isAccepted())
        return True

    def _waits(self, key: int, held: Qt.KeyboardModifier, event: QKeyEvent) -> bool:
        """Do what waits for a key, if anything does."""
        nobody = Nobody()
        QCoreApplication.sendEvent(nobody, _pressed(key, held, "", event))
        if not nobody.come:
            event.accept()
        return not nobody.come

    # Composed letters.

    def _stop_composing(self) -> None:
        text = QGuiApplication.focusObject()
        if self._composes and self._bare is None and text is not None:
            self._bare = text
            text.installEventFilter(self)
            QGuiApplication.inputMethod().update(_ENABLED)

    def _let_compose(self) -> None:
        text, self._bare = self._bare, None
        if text is None:
            return
        if isValid(text) and text is not self._window:
            text.removeEventFilter(self)
        QGuiApplication.inputMethod().update(_ENABLED)

    def _while_bare(self, target: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodQueryEvent):
            if target is self._bare and event.queries() == _ENABLED:
                event.setValue(_ENABLED, False)
                return True
        elif isinstance(event, QKeyEvent) and target is self._window and event.key() in _HELD_DOWN:
            self._let_compose()  # it is let go
        return False

    # Which script the layout in use writes.

    def _learn(self, event: QKeyEvent) -> None:
        text = event.text()
        if len(text) == 1 and text.isalpha():
            self._is_latin[event.nativeModifiers() & _GROUP] = _is_latin(ord(text))

    def _is_foreign(self, event: QKeyEvent) -> bool:
        """Whether the key has to be taken by its place."""
        place, key = PLACES.get(event.nativeScanCode()), event.key()
        if place is None or key in place:
            return False
        if key >= _NAMED:  # a dead key is a sign
            return key in _DEAD and not self._is_latin.get(event.nativeModifiers() & _GROUP, True)
        if not _is_latin(key):
            return True
        sign = not chr(key).isalnum()
        return sign and not self._is_latin.get(event.nativeModifiers() & _GROUP, True)


def _is_latin(code: int) -> bool:
    return code < _LATIN_END or code in _MORE_LATIN


def _pressed(key: int, held: Qt.KeyboardModifier, text: str, event: QKeyEvent) -> QKeyEvent:
    """A press of another key. It has no scan code: Qt would look that up in the layout again, and
    so would we."""
    return QKeyEvent(QEvent.Type.KeyPress, key, held, text, event.isAutoRepeat(), event.count())
