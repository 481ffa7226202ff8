"""Types in the real window until it is killed: see test_kill.py.

The process that imports everything forks a child for every line "STORE STATE SEED HOW" on its
input and prints the child's process id. A child prints JSON lines: {"found": [bodies]} after it
looked through the journal, then {"safe": body} whenever the journal has taken what was typed. It
begins a new story, or, where HOW is "suggest", proposes changes of the first one.
"""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import newsroom.ui.afterwards
import newsroom.ui.editor.pane
import newsroom.ui.panels.inspector  # noqa: F401
from newsroom.desk.desk import open_desk
from newsroom.desk.journal import Journal
from newsroom.news.revision import Draft
from newsroom.settings import Settings
from newsroom.ui import drafting
from newsroom.ui.build import build
from newsroom.ui.review import review as reviewing

WORDS = [
    "harbour",
    "ferry",
    "council",
    "“night”",
    "vote",
    "grain",
    "price",
    "بندر",
    "tram",
    "😀",
    "bridge",
]
PAUSE_MS = 3  # between two keys: three hundred a second

# Written twenty times as often as in the window, so that kills meet the act of writing.
drafting.PAUSE_MS, drafting.LONGEST_MS = 15, 40
reviewing.WHOLE_MS, reviewing.STORE_MS = 30, 40
SUGGEST = "suggest"
BREATH_MS = 80


def say(**line: object) -> None:
    os.write(1, (json.dumps(line) + "\n").encode())


def type_until_killed(store: Path, state: Path, seed: int, how: str) -> None:
    from PySide6.QtCore import QEvent, Qt, QTimer
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    app = QApplication(["typist"])
    who = "Carla Chief" if how == SUGGEST else None
    window = build(
        lambda: open_desk(store, create=True, who=who), settings=Settings(), state_folder=state
    )
    window.show()
    bench = window.workbench
    dice = random.Random(seed)
    letters: list[str] = []
    note = Journal.note

    def noted(journal: Journal, draft: Draft) -> None:
        note(journal, draft)
        proposed = draft.proposal["texts"] if draft.proposal is not None else {}
        assert isinstance(proposed, dict)
        # Only now: it is on the disk.
        say(safe=proposed.get("body") or draft.fields.get("body", ""))

    Journal.note = noted  # type: ignore[method-assign]

    def propose() -> None:
        story = window.editor.story if window.editor is not None else None
        if story is None or story.id != 1:
            QTimer.singleShot(1, propose)
            return
        review = bench.reviews.of(story)
        if not bench.tasks.idle:
            QTimer.singleShot(1, propose)  # the sets are being read
            return
        review.turn(True)
        review.when_on(lambda: (say(found=[story.get("body")]), write_on()))

    def begin() -> None:
        if how == SUGGEST:
            bench.open(1, new_tab=True)
            propose()
            return
        found = list(bench.parked._drafts.values())
        say(found=[draft.fields.get("body", "") for draft in found])
        for draft in found:
            bench.open_draft(draft.key)
        if not found:
            bench.new()
        write_on()

    def write_on() -> None:
        if window.editor is None:
            QTimer.singleShot(1, write_on)
            return
        story = bench.stories[0]
        bench.bring_forward(story)
        assert window.editor is not None
        window.editor.focus_body()
        view = window.editor.rich
        cursor = view.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        view.setTextCursor(cursor)
        keys.timeout.connect(lambda: press(view))
        keys.start(PAUSE_MS)

    def press(view: object) -> None:
        if not letters:
            letters.extend(f"{dice.choice(WORDS)} ")
            if dice.random() < 0.05:
                letters.append("\r")
        letter = letters.pop(0)
        key = Qt.Key.Key_Return if letter == "\r" else 0
        QApplication.sendEvent(
            view, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, letter)
        )
        if how == SUGGEST and letter == " " and dice.random() < 0.2:
            keys.stop()  # a breath: what was proposed goes into the store
            QTimer.singleShot(BREATH_MS, keys.start)

    keys = QTimer()
    bench.parked.when_known(lambda: QTimer.singleShot(0, begin))
    app.exec()


def main() -> None:
    for line in sys.stdin:
        store, state, seed, how = line.split()
        child = os.fork()
        if child == 0:
            type_until_killed(Path(store), Path(state), int(seed), how)
            os._exit(0)
        say(child=child)
        os.waitpid(child, 0)
        say(gone=child)


if __name__ == "__main__":
    main()
