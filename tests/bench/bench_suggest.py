"""Suggestions in the real window: what a key and a pause in typing cost with them on, how forty are
settled by keys, and the comparison from Ctrl+D to the painted page.

A key is measured on the same story with suggestions off and on, in turn, and counts until the view
is painted and the event loop is empty again.
"""

from __future__ import annotations

import itertools
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from newsroom.desk.desk import open_desk
from newsroom.ui.window import Window
from tests.bench import figures, offscreen, stores
from tests.bench.bench_compare import edited
from tests.bench.bench_type import Draft, middle, typed

LENGTHS = (2_000, 10_000)
MARKS = 40
KEYS = 60
ROUNDS = 3
WORD = "harbour "
MOST_EXTRA = 1.5  # of a key without suggestions
PAUSE_MS = 1_800  # the whole comparison has come by then
TURN = 16.7  # ms, a frame: the longest turn of the GUI thread after a pause
COMPARED = 300  # ms
SETTLED = 60  # s for forty


def keys(made: Window, words: int, story: int, proposal: str) -> None:
    """A key with suggestions on, against one without."""
    bench = made.workbench
    bench.open(story, new_tab=True)
    offscreen.settle(made)
    offscreen.rest(1_500)
    pane = made.editor
    assert pane is not None
    review = pane.suggest.review
    offscreen.settle(made)
    letters = itertools.cycle(WORD)
    plain: list[float] = []
    marked: list[float] = []
    for _round in range(ROUNDS):
        for on, costs in ((False, plain), (True, marked)):
            review.turn(on)
            offscreen.settle(made)
            if on and pane.story.get("body") != proposal and not _round:
                pane.story.set("body", proposal)
                review.look()
            offscreen.settle(made)
            offscreen.rest(400)
            offscreen.settle(made)
            middle(pane.view)
            some = "".join(itertools.islice(letters, KEYS // ROUNDS))
            costs += [cpu for cpu, _wall in typed(pane.view, some)]
            offscreen.rest(PAUSE_MS)
            offscreen.settle(made)
    for share in (0.5, 0.95):
        app, bare = (figures.percentile(one, share) for one in (marked, plain))
        figures.tell(
            f"key with {MARKS} suggestions {words} p{share * 100:.0f} cpu / without", app, bare,
            goal=MOST_EXTRA, n=KEYS, marks=len(review.walk.order()),
        )  # fmt: skip
    middle(pane.view)
    offscreen.press(pane.view, "x")
    with offscreen.Pulse() as pulse:
        offscreen.rest(PAUSE_MS)
        offscreen.settle(made)
    figures.tell(f"longest turn after a pause {words} cpu", pulse.cpu, goal=TURN, n=1)
    bench.close(pane.story)
    offscreen.settle(made)


def settled(made: Window, story: int) -> None:
    """Forty suggestions, each by a key."""
    bench = made.workbench
    bench.open(story, new_tab=True)
    offscreen.settle(made)
    offscreen.rest(1_000)
    pane = made.editor
    assert pane is not None
    review = pane.suggest.review
    offscreen.settle(made)
    made.commands.run("review.next")
    offscreen.settle(made)
    count, begun = len(review.walk.order()), time.perf_counter()
    pressed = 0
    while review.open:
        if not review.walk.order():  # the last verdicts are on their way
            offscreen.settle(made)
            offscreen.rest(20)
            continue
        # Until none is left: a verdict that was lost on the way would be asked for again, and seen.
        key = Qt.Key.Key_Delete if pressed % 4 == 3 else Qt.Key.Key_Return
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, key)
        pressed += 1
        if pressed > 2 * count:
            raise SystemExit("bench: the suggestions do not come to an end")
        offscreen.rest(PAUSE_MS // 20)
    taken = time.perf_counter() - begun
    figures.tell(f"{count} settled by keys, seconds", taken, goal=SETTLED, n=count, keys=pressed)
    bench.close(pane.story)
    offscreen.settle(made)


def compared(made: Window, story: int, words: int) -> None:
    """From Ctrl+D to the painted page: processor time of all threads."""
    bench = made.workbench
    bench.open(story, new_tab=True)
    offscreen.settle(made)
    offscreen.rest(1_000)
    taken, waited = [], []
    for _round in range(5):
        cpu, begun = time.process_time(), time.perf_counter()
        made.commands.run("review.compare")
        dialog = None
        while dialog is None or not dialog.count.text():  # type: ignore[attr-defined]
            offscreen.rest(2)
            dialog = next(
                (one for one in made.findChildren(QDialog, "comparison") if one.isVisible()), None
            )
        QApplication.processEvents()
        taken.append((time.process_time() - cpu) * 1000)
        waited.append((time.perf_counter() - begun) * 1000)
        dialog.reject()
        offscreen.settle(made)
    figures.tell(
        f"Ctrl+D to painted {words} cpu", sorted(taken)[2], goal=COMPARED, n=5,
        wall=round(sorted(waited)[2]),
    )  # fmt: skip
    bench.close(bench.stories[-1])
    offscreen.settle(made)


def figures_of(path: Path) -> None:
    """All of it."""
    bodies = {words: Draft(words).body(words) for words in LENGTHS}
    short = LENGTHS[0]
    with open_desk(path, who=stores.ME) as desk:
        made = {
            words: desk.articles.create(
                {"headline": f"{words} words", "body": body, "language": "en-GB"}
            ).value.id
            for words, body in bodies.items()
        }
        past = desk.articles.create({"headline": "Past", "body": bodies[short]}).value
        news = edited(bodies[short], MARKS, 1)
        desk.articles.save(past.id, past.version, {"body": news})
        theirs = desk.articles.create({"headline": "Theirs", "body": bodies[short]}).value
        others = [one.id for one in desk.staff.all() if desk.me is None or one.id != desk.me.id]
        desk.sit(others[0])
        desk.suggesting.open(theirs.id, theirs.version, {"body": news}, changes=MARKS)
    with offscreen.window(path, who=stores.ME) as window:
        for words, number in made.items():
            keys(window, words, number, edited(bodies[words], MARKS, 1))
        settled(window, theirs.id)
        compared(window, past.id, short)


def main() -> None:
    """Print the figures."""
    with stores.copy(stores.FEW) as path:
        figures_of(path)


if __name__ == "__main__":
    main()
