"""Shortcuts under keyboard layouts without Latin letters.

The events are those that Qt 6.11 makes under X11 for ``setxkbmap ir``, ``il``, ``gr``, ``ru``,
``ara`` and for the second layout of ``us,ir`` and ``us,il``, as they were seen there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QGuiApplication,
    QInputMethodQueryEvent,
    QKeyEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from newsroom.ui.actions import ACTIONS
from newsroom.ui.keyplaces import PLACES, KeyPlaces

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
ALT_GR = Qt.KeyboardModifier.GroupSwitchModifier
PLAIN = Qt.KeyboardModifier.NoModifier
SECOND = 0x2000  # in X11's state: the second of the layouts that are set up


@dataclass(frozen=True)
class Key:
    """A key as Qt tells of it."""

    scan: int
    key: int
    text: str
    held: Qt.KeyboardModifier = CTRL
    state: int = 4


IR_Z = Key(52, 0x638, "ظ")
IR_SHIFT_Z = Key(52, 0x643, "ك", CTRL | SHIFT, 5)
IR_COMMA = Key(59, 0x648, "و")
IR_ALT_S = Key(39, 0x633, "س", ALT, 8)
IL_Z = Key(52, 0x5D6, "ז")
RU_Z = Key(52, 0x42F, "я")
GR_Z = Key(52, 0x396, "ζ")
ARA_Z = Key(52, 0x626, "ئ")
IL_Q = Key(24, 0x2F, "\x1f")
IL_SLASH = Key(61, 0x2E, ".")
GR_Q = Key(24, 0x3B, ";")
GR_SEMICOLON = Key(47, 0x1001251, "")  # a dead acute
ARA_B = Key(56, 0xFEFB, "\ufefb")  # two letters in one
RU_SLASH = Key(61, 0x2E, ".")


class Keyboard:
    """Presses keys on whatever window has them, as the X11 plugin does."""

    def press(self, key: Key) -> bool:
        """Whether Qt would look for a shortcut with the key as it is; it does so here, too, as the
        press does not come from the screen."""
        window = QGuiApplication.focusWindow()
        assert window is not None
        asked = self._event(QEvent.Type.ShortcutOverride, key)
        asked.ignore()
        QCoreApplication.sendEvent(window, asked)
        QCoreApplication.sendEvent(window, self._event(QEvent.Type.KeyPress, key))
        return not asked.isAccepted()

    def let_go(self, key: Key) -> None:
        """Release one."""
        window = QGuiApplication.focusWindow()
        assert window is not None
        QCoreApplication.sendEvent(window, self._event(QEvent.Type.KeyRelease, key))

    def _event(self, kind: QEvent.Type, key: Key) -> QKeyEvent:
        return QKeyEvent(kind, key.key, key.held, key.scan, key.key, key.state, key.text)


@pytest.fixture
def keyboard(qapp: QApplication) -> Iterator[Keyboard]:
    places = KeyPlaces(qapp)
    yield Keyboard()
    places.deleteLater()
    QCoreApplication.sendPostedEvents(places, QEvent.Type.DeferredDelete)


class Stand(QMainWindow):
    """A text, a field, and commands that note what was done."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        self.page = QTextEdit()
        self.field = QLineEdit()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.addWidget(self.page)
        column.addWidget(self.field)
        self.setCentralWidget(inside)
        for keys in ("Ctrl+B", "Ctrl+/", "Ctrl+Q", "Ctrl+,", "Ctrl+?", "Ctrl+Shift+K", "Ctrl+;"):
            action = QAction(keys, self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _on=False, keys=keys: self.done.append(keys))
            self.addAction(action)
        self.menuBar().addMenu("&Story").addAction("New")
        self.show()
        self.activateWindow()
        assert QTest.qWaitForWindowActive(self)
        self.page.setFocus()


@pytest.fixture
def stand(qapp: QApplication) -> Iterator[Stand]:
    made = Stand()
    yield made
    made.close()
    made.deleteLater()


@pytest.mark.parametrize("key", [IR_Z, IL_Z, RU_Z, GR_Z, ARA_Z], ids=["ir", "il", "ru", "gr", "ar"])
def test_what_a_text_does_itself_works_by_the_keys_place(
    stand: Stand, keyboard: Keyboard, key: Key
) -> None:
    QTest.keyClicks(stand.page, "words")
    keyboard.press(key)
    assert stand.page.toPlainText() == ""


def test_in_a_field_too(stand: Stand, keyboard: Keyboard) -> None:
    stand.field.setFocus()
    QTest.keyClicks(stand.field, "words")
    keyboard.press(IR_Z)
    assert stand.field.text() == ""
    keyboard.press(IR_SHIFT_Z)
    assert stand.field.text() == "words"


@pytest.mark.parametrize(
    ("key", "done"),
    [
        (Key(56, 0x630, "ذ"), "Ctrl+B"),
        (IR_COMMA, "Ctrl+,"),
        (Key(61, 0x638, "ظ"), "Ctrl+/"),  # Arabic
        (Key(61, 0x61F, "؟", CTRL | SHIFT, 5), "Ctrl+?"),
        (Key(47, 0x6A9, "ک"), "Ctrl+;"),
    ],
)
def test_a_command_is_done_by_the_keys_place(
    stand: Stand, keyboard: Keyboard, key: Key, done: str
) -> None:
    assert not keyboard.press(key)
    assert stand.done == [done]
    assert stand.page.toPlainText() == ""


@pytest.mark.parametrize(
    ("letter", "key", "done"),
    [
        (IL_Z, IL_Q, "Ctrl+Q"),
        (IL_Z, IL_SLASH, "Ctrl+/"),
        (GR_Z, GR_Q, "Ctrl+Q"),
        (RU_Z, RU_SLASH, "Ctrl+/"),
        (IR_Z, Key(45, 0xAB, "«", CTRL | SHIFT, 5), "Ctrl+Shift+K"),
    ],
)
def test_a_sign_on_a_letters_key_is_no_sign_once_a_letter_told_the_script(
    stand: Stand, keyboard: Keyboard, letter: Key, key: Key, done: str
) -> None:
    keyboard.press(Key(letter.scan, letter.key, letter.text, PLAIN, 0))
    keyboard.press(key)
    assert stand.done == [done]


def test_each_of_two_layouts_is_known_for_itself(stand: Stand, keyboard: Keyboard) -> None:
    keyboard.press(Key(52, ord("Z"), "z", PLAIN, 0))
    keyboard.press(Key(52, 0x5D6, "ז", PLAIN, SECOND))
    keyboard.press(Key(24, 0x2F, "\x1f", CTRL, 4 | SECOND))
    assert stand.done == ["Ctrl+Q"]
    keyboard.press(Key(24, ord("/"), "\x1f", CTRL, 4))  # a Latin layout of another make
    assert stand.done == ["Ctrl+Q", "Ctrl+/"]


def test_a_dead_key_is_no_sign_where_the_letters_are_not_latin(
    stand: Stand, keyboard: Keyboard
) -> None:
    keyboard.press(GR_SEMICOLON)
    assert stand.done == [], "a Latin layout may have it there: no letter told yet"
    keyboard.press(Key(52, 0x396, "ζ", PLAIN, 0))
    keyboard.press(GR_SEMICOLON)
    assert stand.done == ["Ctrl+;"]
    keyboard.press(ARA_B)
    assert stand.done == ["Ctrl+;", "Ctrl+B"]


def composes(text: QWidget) -> bool:
    """What Qt asks of a text before it composes letters for it."""
    asked = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
    QCoreApplication.sendEvent(text, asked)
    return bool(asked.value(Qt.InputMethodQuery.ImEnabled))


def test_no_letters_are_composed_while_ctrl_is_down(stand: Stand, qapp: QApplication) -> None:
    places = KeyPlaces(qapp, composes=True)
    keyboard, control = Keyboard(), Key(37, int(Qt.Key.Key_Control), "", CTRL, 0)
    try:
        assert composes(stand.page)
        keyboard.press(control)
        assert not composes(stand.page)
        keyboard.press(ARA_B)
        assert stand.done == ["Ctrl+B"]
        keyboard.let_go(control)
        assert composes(stand.page)
        keyboard.press(control)
        stand.field.setFocus()
        assert not composes(stand.page)
        keyboard.let_go(control)
        assert composes(stand.page)
        keyboard.press(control)
        places._follow(None)  # let go in another window
        assert composes(stand.field)
        keyboard.press(Key(64, int(Qt.Key.Key_Alt), "", ALT, 0))
        assert composes(stand.field)
    finally:
        places.deleteLater()
        QCoreApplication.sendPostedEvents(places, QEvent.Type.DeferredDelete)


def test_a_latin_layout_is_left_alone(stand: Stand, keyboard: Keyboard) -> None:
    keyboard.press(Key(52, ord("Z"), "z", PLAIN, 0))
    for key in (Key(47, 0xD6, "ö"), Key(47, 0x15E, "ş"), Key(24, ord(";"), ";")):
        assert keyboard.press(key)
    assert stand.done == ["Ctrl+;"]


def test_what_types_goes_on_typing(stand: Stand, keyboard: Keyboard) -> None:
    keyboard.press(Key(52, 0x638, "ظ", PLAIN, 0))
    keyboard.press(Key(65, 0x200C, "\u200c", SHIFT, 1))  # the half space of Persian
    keyboard.press(Key(43, 0x671, "ٱ", ALT_GR, 128))
    keyboard.press(Key(40, 0x6CC, "ی", ALT, 8))  # nothing waits for Alt+D
    assert stand.page.toPlainText() == "ظ\u200cٱی"
    assert not stand.done


def test_a_greyed_command_does_nothing(stand: Stand, keyboard: Keyboard) -> None:
    for action in stand.actions():
        action.setEnabled(False)
    keyboard.press(Key(56, 0x630, "ذ"))
    assert not stand.done
    assert stand.page.toPlainText() == ""


def test_a_menu_opens_by_its_letter(stand: Stand, keyboard: Keyboard) -> None:
    keyboard.press(IR_ALT_S)
    opened = QApplication.activePopupWidget()
    assert opened is not None
    opened.close()


def scan(sign: str) -> int:
    return next(at for at, signs in PLACES.items() if ord(sign) in signs)


def test_every_command_is_had_without_latin_letters(
    qapp: QApplication, stand: Stand, keyboard: Keyboard
) -> None:
    done: list[str] = []
    stand.page.setReadOnly(True)
    asked = 0
    for action in stand.actions():
        stand.removeAction(action)
    for row in ACTIONS:
        for keys in row.keys:
            combination = QKeySequence(keys)[0]  # type: ignore[index]
            held, code = combination.keyboardModifiers(), combination.key()
            if held == PLAIN or code > ord("~"):
                continue
            action = QAction(stand)
            action.setShortcut(keys)
            action.triggered.connect(lambda _on=False, keys=keys: done.append(keys))
            stand.addAction(action)
            place = PLACES[scan(chr(code))]
            if code != place[0]:
                held |= SHIFT
            keyboard.press(Key(scan(chr(code)), 0x638, "ظ", held))
            asked += 1
            assert done.pop() == keys
            stand.removeAction(action)
    assert asked > 60


def test_a_key_works_in_what_the_one_before_opened(
    stand: Stand, keyboard: Keyboard, qtbot: QtBot
) -> None:
    """While a key is being pressed, a dialog may stand and wait."""

    def ask() -> None:
        dialog = QDialog(stand)
        own = QShortcut(QKeySequence("Ctrl+L"), dialog)
        own.activated.connect(dialog.accept)

        def press() -> None:
            qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
            keyboard.press(Key(46, 0x645, "م"))
            if dialog.isVisible():
                dialog.reject()  # the key was lost

        QTimer.singleShot(0, press)
        stand.done.append("yes" if dialog.exec() else "lost")

    action = QAction(stand)
    action.setShortcut("Ctrl+L")
    action.triggered.connect(ask)
    stand.addAction(action)
    keyboard.press(Key(46, 0x645, "م"))
    assert stand.done == ["yes"]


def test_in_a_dialog_its_own_keys_count_and_no_others(
    stand: Stand, keyboard: Keyboard, qtbot: QtBot
) -> None:
    dialog = QDialog(stand)
    column = QVBoxLayout(dialog)
    name, other = QLineEdit(), QLineEdit()
    label, button = QLabel("&Name"), QPushButton("&Keep")
    label.setBuddy(name)
    for part in (other, label, name, button):
        column.addWidget(part)
    button.clicked.connect(lambda: stand.done.append("kept"))
    own = QShortcut(QKeySequence("Ctrl+L"), dialog)
    own.activated.connect(lambda: stand.done.append("own"))
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    other.setFocus()
    keyboard.press(Key(56, 0x630, "ذ"))  # Ctrl+B of the window behind
    assert not stand.done
    keyboard.press(Key(46, 0x645, "م"))
    assert stand.done == ["own"]
    keyboard.press(Key(57, 0x62F, "د", ALT, 8))
    assert name.hasFocus()
    keyboard.press(Key(45, 0x646, "ن", ALT, 8))
    qtbot.waitUntil(lambda: stand.done == ["own", "kept"])
    dialog.close()


def test_the_places_are_those_of_a_us_keyboard() -> None:
    assert "".join(chr(PLACES[at][0]) for at in range(24, 34)) == "QWERTYUIOP"
    assert chr(PLACES[48][1]) == '"'
    assert PLACES[61] == (ord("/"), ord("?"))
    assert not {23, 36, 37, 50, 62, 64, 65} & set(PLACES)  # Tab, Enter, Ctrl, Shift, Alt, space
