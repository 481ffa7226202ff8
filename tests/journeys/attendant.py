"""A window of its own process that types into a story until it is told to stop: see
test_takeover.py.

It is called with STORE STATE WHO STORY and prints JSON lines: {"holding": true} once the story is
its, {"typed": n} after every word, {"lost": version} when somebody took the story, {"done": body}.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import newsroom.ui.afterwards
import newsroom.ui.editor.pane  # noqa: F401
from newsroom.desk.desk import open_desk
from newsroom.settings import Settings
from newsroom.ui.attendance import HandedIn
from newsroom.ui.build import build

PAUSE_MS = 2  # between two words


def say(**line: object) -> None:
    os.write(1, (json.dumps(line) + "\n").encode())


def main(store: str, state: str, who: str, number: int) -> None:
    from PySide6.QtCore import QEvent, Qt, QTimer
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    app = QApplication(["attendant"])
    window = build(lambda: open_desk(store, who=who), settings=Settings(), state_folder=Path(state))
    window.show()
    bench = window.workbench
    count = 0
    held = False

    def lost(told: HandedIn) -> None:
        keys.stop()
        say(lost=told.version, typed=count)
        QTimer.singleShot(300, lambda: (say(done=bench.stories[0].get("body")), window.close()))

    def press() -> None:
        nonlocal count, held
        editor, attendance = window.editor, bench.attendance
        if editor is None or attendance is None:
            return
        lock = attendance.lock(number)
        if not held and lock is not None and lock.mine:
            held = True
            say(holding=True)
        view = editor.rich
        if editor.reading is not None and editor.reading.why:
            return
        cursor = view.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        view.setTextCursor(cursor)
        for letter in f" w{count}":
            QApplication.sendEvent(
                view, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
            )
        say(typed=count)
        count += 1

    keys = QTimer()
    keys.timeout.connect(press)

    def begin() -> None:
        if bench.attendance is None or window.editor is None:
            QTimer.singleShot(5, begin)
            return
        bench.attendance.handed_in.connect(lost)
        keys.start(PAUSE_MS)

    bench.opened.connect(lambda: bench.open(number, new_tab=True))
    QTimer.singleShot(0, begin)
    window.closed.connect(lambda: QTimer.singleShot(0, app.quit))
    app.exec()
    window.tasks.stop()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
