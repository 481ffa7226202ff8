from PySide6.QtCore import QCoreApplication, QRect
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from newsroom.ui.widgets.engine import show_uncovered


class Store:
    """What a window's pixels are kept in; remembers what it put on the screen."""

    def __init__(self) -> None:
        self.shown: list[QRegion] = []

    def flush(self, region: QRegion) -> None:
        self.shown.append(region)


def test_what_a_dialog_stood_over_is_put_back_once(qtbot: QtBot, monkeypatch) -> None:
    window, store = QWidget(), Store()
    qtbot.addWidget(window)
    monkeypatch.setattr(window, "backingStore", lambda: store)
    for _view in range(2):  # of two pages in one window
        show_uncovered(window)
    window.show()
    QCoreApplication.processEvents()
    store.shown.clear()
    part = QRegion(QRect(10, 20, 30, 40))
    QCoreApplication.sendEvent(window.windowHandle(), QPaintEvent(part))
    assert store.shown == [part]
