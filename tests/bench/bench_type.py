"""Typing: from a key to the painted letter, opening long stories, and what an edit costs to keep.

In the real window with everything on, against a bare QTextEdit that holds the same text in the
same face and as wide. Every key is a real event on the focused view, and counts until the view is
painted and the event loop is empty again. About one word in a hundred is misspelled, as in a draft.
"""

from __future__ import annotations

import itertools
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QTextEdit

from newsroom.desk.desk import open_desk
from newsroom.ui.editor.pane import EditorPane
from newsroom.ui.window import Window
from tests.bench import figures, offscreen, stores
from tests.bench.corpus import Corpus

LENGTHS = (1_000, 10_000, 100_000)
BOTH = LENGTHS[1:]  # with page and Markdown side by side
KEYS = 120  # a share of 0.95 of fewer would hang on a handful
FOLLOWS = 5  # times that the other view follows
MOST = 30_000  # ms that it may take before it counts as broken
ROUNDS = 3  # of keys, ours and the floor's in turn
WORD = "harbour "
PAUSE_MS = 12  # between keys: 16 a second come at 60, the timers of a pause must not sum up
GAP = 50  # ms that nothing may hold the keys up
LIMIT = 16.7  # ms, a frame at 60 Hz
UNKNOWN = 0.12  # of the names, which are eight words in a hundred
UNDONE = (1_000, 10_000)  # words of the stories in which steps are taken back
STEPS = 8  # words that are written before
LINE = 40  # letters of a line that is a paragraph
SAVES = 8
OPENED = {400: 9, 10_000: 5, 100_000: 3}


class Draft(Corpus):
    """A text in which most names are known to the dictionary."""

    def word(self) -> str:
        """One word; most of the corpus's made-up names are a plain one."""
        word = super().word()
        return word if word.islower() or self.dice.random() < UNKNOWN else "Council"


def middle(view: QTextEdit) -> None:
    """The caret to the end of a paragraph in the middle, in sight."""
    cursor = view.textCursor()
    cursor.setPosition(view.document().characterCount() // 2)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    view.setTextCursor(cursor)
    view.ensureCursorVisible()
    view.setFocus()
    QApplication.processEvents()


def key(view: QTextEdit, letter: str) -> tuple[float, float]:
    """CPU and wall milliseconds of the GUI thread from the key to the painted letter."""
    cpu, wall = time.thread_time(), time.perf_counter()
    offscreen.press(view, letter)
    QApplication.processEvents()
    return (time.thread_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


def typed(view: QTextEdit, letters: str) -> list[tuple[float, float]]:
    """Each letter's cost, with pauses in which timers run."""
    costs = []
    for letter in letters:
        costs.append(key(view, letter))
        offscreen.rest(PAUSE_MS)
    return costs


def typing(made: Window, words: int, story: int, body: str) -> None:
    """Keys at that length, in both views."""
    bench = made.workbench
    bench.open(story, new_tab=True)
    offscreen.settle(made)
    offscreen.rest(1_500)  # what fills in, counts and looks at words has had its time
    offscreen.settle(made)
    floor = QTextEdit()
    pane = made.editor
    assert pane is not None
    floor.setFont(pane.view.font())
    floor.resize(pane.view.size())
    floor.setPlainText(body)
    floor.show()
    for name in ("page", "Markdown"):
        middle(pane.view)
        middle(floor)
        letters = itertools.cycle(WORD)
        ours: list[tuple[float, float]] = []
        least: list[tuple[float, float]] = []
        for _round in range(ROUNDS):
            some = "".join(itertools.islice(letters, KEYS // ROUNDS))
            pane.view.setFocus()
            ours += typed(pane.view, some)
            floor.setFocus()
            least += typed(floor, some)
        for share, goal in ((0.5, 1.5), (0.95, 1.6)):
            app = figures.percentile([cpu for cpu, _wall in ours], share)
            bare = figures.percentile([cpu for cpu, _wall in least], share)
            figures.tell(
                f"key.{name} {words} p{share * 100:.0f} cpu / QTextEdit", app, bare,
                goal=LIMIT if words == LENGTHS[-1] else goal,
                by_value=words == LENGTHS[-1], n=KEYS,
                wall=round(figures.percentile([wall for _cpu, wall in ours], share), 2),
            )  # fmt: skip
        pane.toggle_view()
        offscreen.settle(made)
        offscreen.rest(300)
    floor.close()
    floor.deleteLater()


def both(made: Window, words: int) -> None:
    """Keys and what follows them with page and Markdown side by side, in each of them."""
    pane = made.editor
    assert pane is not None
    pane.set_beside()
    offscreen.settle(made)
    offscreen.rest(1_500)
    source = pane.body.source
    assert source is not None
    for name, leads, follows in (("page", pane.rich, source), ("Markdown", source, pane.rich)):
        made.activateWindow()  # the floor's window was in front
        middle(leads)
        offscreen.rest(1_500)
        if pane.view is not leads:
            raise SystemExit("bench: the view that is typed in does not lead")
        costs = typed(leads, "".join(itertools.islice(itertools.cycle(WORD), KEYS)))
        figures.tell(
            f"key.{name} {words}, both shown, p95 cpu",
            figures.percentile([cpu for cpu, _wall in costs], 0.95), goal=LIMIT, n=KEYS,
            p50=round(figures.percentile([cpu for cpu, _wall in costs], 0.5), 2),
        )  # fmt: skip
        gaps, waits = [], []
        for turn in range(FOLLOWS):
            mark = f"{name[0]}q{turn}qz"
            typed(leads, mark)
            began = time.perf_counter()
            with offscreen.Pulse() as pulse:
                while mark not in follows.document().toRawText():
                    offscreen.rest(20)
                    if (time.perf_counter() - began) * 1000 > MOST:
                        raise SystemExit("bench: the other view does not follow")
                waits.append((time.perf_counter() - began) * 1000)
                offscreen.rest(1_500)
            gaps.append(pulse.cpu)
        figures.tell(
            f"{name} {words}, both shown, longest turn of following cpu", max(gaps), goal=GAP,
            n=FOLLOWS, median=round(statistics.median(gaps), 2),
            follows_after=round(statistics.median(waits)),
        )  # fmt: skip
    pane.set_beside()
    offscreen.settle(made)


def autosave(made: Window, words: int, goal: float) -> None:
    """The longest turn of the GUI thread in a save."""
    story = made.workbench.current
    pane = made.editor
    assert story is not None
    assert pane is not None
    turns = []
    for _save in range(SAVES):
        middle(pane.view)
        key(pane.view, "x")
        offscreen.settle(made)
        offscreen.rest(20)
        with offscreen.Pulse() as pulse:
            QTimer.singleShot(0, story.save)
            offscreen.rest(30)
            offscreen.settle(made)
        turns.append(pulse.cpu)
    figures.tell(
        f"save.longest turn {words} cpu", statistics.median(turns), goal=goal, n=SAVES,
        most=round(max(turns), 2),
    )  # fmt: skip


def written_back(pane_text: Callable[[], str], change: Callable[[], object], n: int) -> float:
    """CPU of having the story's text after one more letter."""
    costs = []
    for _edit in range(n):
        change()
        costs.append(figures.cpu(pane_text))
    return statistics.median(costs)


def opening(made: Window, numbers: dict[int, int], other: int) -> None:
    """From the click on a story to its first painted screen."""
    for words, goal in ((400, 25.0), (10_000, 300.0), (100_000, 250.0)):
        cpus, walls, gaps = [], [], []
        for _open in range(OPENED[words]):
            made.workbench.open(other)
            offscreen.settle(made)
            offscreen.rest(150)
            cpu, wall = time.process_time(), time.perf_counter()
            with offscreen.Pulse() as pulse:
                made.workbench.open(numbers[words])
                while made.editor is None or made.editor.story.id != numbers[words]:
                    QApplication.processEvents()
                    made.tasks.wait_idle(5)
                QApplication.processEvents()
                made.editor.view.viewport().repaint()
                cpus.append((time.process_time() - cpu) * 1000)
                walls.append((time.perf_counter() - wall) * 1000)
                pulse.step = "afterwards"
                offscreen.rest(50)
                offscreen.settle(made)
            gaps.append(pulse.gaps["afterwards"][1])
        figures.tell(
            f"story.first screen {words} cpu", statistics.median(cpus), goal=goal,
            n=OPENED[words], wall=round(statistics.median(walls), 1),
            longest_gap_afterwards=round(max(gaps), 1),
        )  # fmt: skip


def write_apart(view: QTextEdit, steps: int) -> None:
    """A word at the end of each of so many paragraphs, each a step of its
    own."""
    document = view.document()
    block = document.findBlockByNumber(document.blockCount() // 4)
    for _step in range(steps):
        while len(block.text()) < LINE:
            block = block.next()
        cursor = view.textCursor()
        cursor.setPosition(block.position() + block.length() - 1)
        view.setTextCursor(cursor)
        view.setFocus()
        QApplication.processEvents()
        for letter in f" {WORD.strip()}":
            offscreen.press(view, letter)
            QApplication.processEvents()
        offscreen.rest(PAUSE_MS)
        block = block.next()


def undone(pane: EditorPane, steps: int) -> list[float]:
    """CPU milliseconds of the GUI thread of each of so many steps back, from the key until the
    text is known and painted. The step that ends a stretch of the other view's is its own."""
    costs = []
    for _step in range(steps):
        pane.view.setFocus()
        offscreen.rest(PAUSE_MS)
        cpu = time.thread_time()
        offscreen.press(pane.view, "\x1a", Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        pane.body.tell()
        QApplication.processEvents()
        costs.append((time.thread_time() - cpu) * 1000)
    return costs


def undoing(made: Window, numbers: dict[int, int]) -> None:
    """A step back in each view, of its own words and of those written in the other."""
    costs: dict[tuple[str, int], list[float]] = defaultdict(list)
    for _round in range(ROUNDS):
        for words in UNDONE:
            made.workbench.open(numbers[words], new_tab=True)
            offscreen.settle(made)
            offscreen.rest(1_500)
            offscreen.settle(made)
            pane = made.editor
            assert pane is not None
            for across in (False, True) * 2:  # from the page to the Markdown, and back
                write_apart(pane.view, STEPS)
                if across:
                    pane.toggle_view()
                offscreen.settle(made)
                offscreen.rest(600)
                where = "Markdown" if pane.body.as_source else "page"
                what = f"{where}, written in the other view" if across else where
                # The last step back ends the stretch: it is left, and the next one begins anew.
                costs[what, words] += undone(pane, STEPS - 1)
            made.workbench.close(pane.story)
            offscreen.settle(made)
    for what in sorted({what for what, _words in costs}):
        few, many = (costs[what, words] for words in UNDONE)
        figures.tell(
            f"undo.{what} {UNDONE[1]} / {UNDONE[0]} cpu",
            statistics.median(many), statistics.median(few), goal=1.5, n=len(many),
        )  # fmt: skip


def window_figures(path: Path) -> None:
    """All of it."""
    bodies = {words: Draft(words).body(words) for words in (400, *LENGTHS)}
    with open_desk(path) as desk:
        numbers = {
            words: desk.articles.create(
                {"headline": f"{words} words", "body": body, "language": "en-GB"}
            ).value.id
            for words, body in bodies.items()
        }
        other = desk.articles.create({"headline": "Another", "body": "One.\n"}).value.id
    with offscreen.window(path, who=stores.ME) as made:
        opening(made, numbers, other)
        backs = {}
        for words in LENGTHS:
            typing(made, words, numbers[words], bodies[words])
            pane = made.editor
            assert pane is not None
            middle(pane.view)
            backs[words] = written_back(pane.body.text, partial(key, pane.view, "x"), 10)
            if words != 10_000:
                autosave(made, words, 4 if words == LENGTHS[0] else 33)
            if words in BOTH:
                both(made, words)
            made.workbench.close(pane.story)
            offscreen.settle(made)
        figures.tell(
            "write back 10000 / 1000", backs[10_000], backs[1_000], goal=1.5, n=10,
            longest=round(backs[100_000], 3),
        )  # fmt: skip
        undoing(made, numbers)


def main() -> None:
    """Print the figures."""
    with stores.copy(stores.FEW) as path:
        window_figures(path)


if __name__ == "__main__":
    main()
