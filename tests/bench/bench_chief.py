"""The copy chief's day in the real window, act by act: the board however many stories there are,
taking a story and taking one over, the checks, a rule fixed everywhere, a comment, the checklist,
sending on, a paragraph brought back, and a rule tried on ten thousand stories.

What a key costs with suggestions on, forty of them settled by keys, and the comparison from Ctrl+D
stand in bench_suggest. Here a time runs from the key or click until what it asked for is on the
screen and everything is at rest; on the wall where a person waits, CPU where two are compared.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from newsroom.checks.passage import Passage, tongue
from newsroom.checks.prose import passages
from newsroom.desk.desk import open_desk
from newsroom.news.article import Filter
from newsroom.news.workflow import Stage
from newsroom.ui.board.place import board_of
from newsroom.ui.dialogs.ruletrial import RuleTrial
from newsroom.ui.dialogs.send import SendDialog
from newsroom.ui.dialogs.takeover import TakeOverDialog
from newsroom.ui.storyhead import StoryHead
from newsroom.ui.window import Window
from tests.bench import figures, offscreen, stores

TEN = 10_000
WORDS = 2_000
ROUNDS = 5
FLAT = 1.2  # times what a thousand stories cost
CHECKED = 1_000  # ms for 2,000 words
TURN = 100  # ms, the longest that the window may be held up by a trial
STOPPED = 500  # ms from the press to the end of a trial
OTHER = "Person 2"
RULE = "numbers.percent-sign"


def wait(made: Window, true: Callable[[], object], what: str) -> None:
    """Until it is so."""
    limit = time.perf_counter() + offscreen.LONGEST_MS / 1000
    while not true():
        if time.perf_counter() > limit:
            raise SystemExit(f"bench: {what} never came")
        QApplication.processEvents()
        made.tasks.wait_idle(1)
    QApplication.processEvents()


def key(made: Window, keys: str) -> None:
    """Press it where the keyboard is."""
    if not made.isActiveWindow():
        made.activateWindow()
        wait(made, made.isActiveWindow, "the window in front")
    QTest.keySequence(QApplication.focusWidget() or made, QKeySequence(keys))


def walled(made: Window, act: Callable[[], object], true: Callable[[], object], what: str) -> float:
    """Milliseconds on the wall from the act until it is so."""
    begun = time.perf_counter()
    act()
    wait(made, true, what)
    return (time.perf_counter() - begun) * 1000


# The board.


def board_cpu(made: Window) -> float:
    """CPU from the key until the board is painted with what stands in it; it is put away after."""
    board = board_of(made)
    assert board is not None
    assert board.isHidden()
    start = time.process_time()
    key(made, "Ctrl+2")
    offscreen.settle(made)
    board.repaint()
    taken = (time.process_time() - start) * 1000
    key(made, "Ctrl+2")
    offscreen.settle(made)
    return taken


def first_board(made: Window) -> float:
    """On the wall: the first time that it is opened, with all that is made then."""
    taken = walled(
        made,
        lambda: key(made, "Ctrl+2"),
        lambda: (b := board_of(made)) is not None and b.columns and made.tasks.idle,
        "the board",
    )
    key(made, "Ctrl+2")
    offscreen.settle(made)
    return taken


def moved_cpu(made: Window) -> float:
    """CPU of sending a story to the next column and back: everybody's sums are counted anew."""
    key(made, "Ctrl+2")
    offscreen.settle(made)
    board = board_of(made)
    assert board is not None
    column = board.columns["copy"]
    column.choose(0)
    offscreen.settle(made)
    start = time.process_time()
    for turn in ("Alt+Shift+Right", "Alt+Shift+Left"):
        front = next(c for c in board.columns.values() if c.view.hasFocus())
        QTest.keySequence(front.view, QKeySequence(turn))
        offscreen.settle(made)
        offscreen.rest(100)
        offscreen.settle(made)
        if turn.endswith("Right"):
            board.columns["revise"].choose(0)
    taken = (time.process_time() - start) * 1000
    key(made, "Ctrl+2")
    offscreen.settle(made)
    return taken


def boards(counts: tuple[int, ...]) -> None:
    """What the board costs over each of these newsrooms, in turn."""
    with ExitStack() as stack:
        made = {
            n: stack.enter_context(
                offscreen.window(stack.enter_context(stores.copy(n)), who=stores.ME)
            )
            for n in counts
        }
        for n, window in made.items():
            figures.tell(f"board opened first, {n} stories", first_board(window), n=1)
        for what, cost in (("opened", board_cpu), ("a story moved and back", moved_cpu)):
            for window in made.values():
                cost(window)
            rounds = [[cost(window) for window in made.values()] for _round in range(2 * ROUNDS)]
            for place, n in enumerate(counts[1:], 1):
                figures.tell(
                    f"board {what}, {n} / {counts[0]} cpu",
                    statistics.median(row[place] for row in rounds),
                    statistics.median(row[0] for row in rounds),
                    ratio=statistics.median(row[place] / row[0] for row in rounds),
                    goal=FLAT, n=len(rounds),
                )  # fmt: skip


# One story of 2,000 words, from the first look to its being sent on.


def draft(number: int) -> str:
    """A text of about 2,000 words in which a rule finds nine places, another one some more."""
    bits = []
    for n in range(80):
        rate = f"{n + 11 + number} percent" if n % 9 == 0 else f"{n + 11} boats"
        bits.append(
            f"In week {n + 11} of the {number}th season the harbour office counted {rate}, as it "
            "told reporters, and the boats stayed where they were until the wind had turned again."
        )
    return "\n\n".join(bits) + "\n"


def opened(made: Window, number: int) -> Any:
    """The story in front, at rest."""
    made.workbench.open(number, new_tab=True)
    offscreen.settle(made)
    wait(made, lambda: made.editor is not None and made.editor.story.id == number, "the story")
    offscreen.settle(made)
    assert made.editor is not None
    made.editor.focus_body(start=True)
    return made.editor


def is_mine(made: Window, number: int) -> bool:
    """Whether who sits there holds the story."""
    attendance = made.workbench.attendance
    lock = attendance.lock(number) if attendance is not None else None
    return lock is not None and lock.mine


def taken_at_once(made: Window) -> None:
    """Enter on the board: the story is open and held."""
    costs = []
    for _round in range(ROUNDS):
        key(made, "Ctrl+2")
        offscreen.settle(made)
        board = board_of(made)
        assert board is not None
        column = board.columns["copy"]
        column.choose(_round)
        offscreen.settle(made)
        number = column.current()
        costs.append(
            walled(
                made,
                lambda: key(made, "Return"),
                lambda n=number: made.editor is not None and is_mine(made, n),
                "the lock",
            )
        )
        made.workbench.close(made.workbench.current)
        offscreen.settle(made)
    figures.tell("top story taken from the board", statistics.median(costs), n=ROUNDS)


def checked(made: Window, ids: list[int]) -> None:
    """F7 against the process that looks, on texts that it has not seen."""
    process = made.workbench.styling.process
    book = made.workbench.styling.book
    assert process is not None
    app, floor = [], []
    for place, number in enumerate(ids):
        made.show_panel("inspector")  # or the findings would be looked for before the key
        offscreen.settle(made)
        pane = opened(made, number)

        def there(check: Any = pane.stylecheck) -> bool:
            panel: Any = made.column.widget("findings")
            return (
                panel is not None
                and not check.busy
                and len(check.places()) >= 9
                and panel.list.count() > 9
            )

        app.append(walled(made, lambda: key(made, "F7"), there, "the findings"))
        new = [
            Passage(p.text, "body", tongue(p.text, "en"), p.quote, p.heading)
            for p in passages(draft(1_000 + place))
        ]
        floor.append(figures.wall(lambda new=new: process.look(book, new)))
    figures.tell(
        f"F7 to the list, {WORDS} words / the process alone", statistics.median(app[1:]),
        statistics.median(floor[1:]), goal=CHECKED, by_value=True, n=len(app) - 1,
    )  # fmt: skip
    figures.tell(f"F7 for the first time, {WORDS} words", app[0], n=1)


def fixed_everywhere(made: Window, ids: list[int]) -> None:
    """Nine places of a rule, in two clicks: at once, and as one group of suggestions."""
    for suggests in (False, True):
        costs = []
        for number in ids:
            pane = opened(made, number)
            review = pane.suggest.review
            if suggests:
                review.turn(True)
            panel = made.show_panel("findings")
            panel.run()
            wait(made, lambda p=pane: not p.stylecheck.busy and len(p.stylecheck.places()) >= 9,
                 "the findings")  # fmt: skip
            offscreen.rest(400)
            offscreen.settle(made)
            row = next(
                n for n in range(panel.list.count())
                if "percent" in panel.list.item(n).text().split("\n")[0]
            )  # fmt: skip
            panel.list.setCurrentRow(row)

            def done(review: Any = review, suggests: bool = suggests) -> bool:
                if not suggests:
                    return review.story.get("body").count(" percent") == 0
                return any(len(item.named) >= 9 for item in review.open)

            costs.append(walled(made, panel.fix_rule.click, done, "the fixes"))
            if suggests:
                made.commands.run("review.reject_all")
            else:
                pane.story.set("body", pane.story.article.body)
            offscreen.settle(made)
            wait(made, lambda r=review: not r.story.suggested, "the story as it was")
            made.workbench.close(pane.story)
            offscreen.settle(made)
        how = "suggested as one group" if suggests else "made"
        figures.tell(f"9 fixes of a rule {how}, {WORDS} words", statistics.median(costs),
                     n=len(costs))  # fmt: skip


def talked(made: Window, number: int) -> None:
    """A comment on words, until it stands in its list; and the checklist, until it is judged."""
    pane = opened(made, number)
    costs = []
    for n in range(ROUNDS):
        cursor = pane.view.document().find(f"week {n + 12}")
        pane.view.setTextCursor(cursor)
        pane.focus_body()
        key(made, "Ctrl+Alt+M")
        panel: Any = made.column.widget("comments")
        wait(made, panel.composer.words.hasFocus, "the composer")
        QTest.keyClicks(panel.composer.words, "Who says so?")
        costs.append(
            walled(made, lambda: key(made, "Ctrl+Return"),
                   lambda n=n, p=panel: len(p.cards) == n + 1, "the comment")
        )  # fmt: skip
    figures.tell("comment kept and shown", statistics.median(costs), n=ROUNDS)
    costs = []
    for _round in range(ROUNDS):
        made.show_panel("inspector")
        offscreen.settle(made)
        pane.focus_body()
        list_: Any = made.column.widget("checklist")
        costs.append(
            walled(made, lambda: key(made, "Ctrl+Shift+K"),
                   lambda p=list_: (made.column.widget("checklist") is not None
                                    and made.column.widget("checklist").lines
                                    and made.tasks.idle), "the checklist")
        )  # fmt: skip
    figures.tell(f"checklist judged, {WORDS} words", statistics.median(costs), n=ROUNDS)
    hand_made = len(made.column.widget("checklist").ticks)  # type: ignore[union-attr]
    figures.tell("ticks by hand before Ready", hand_made, unit="", goal=6, n=1)


def sent(made: Window, ids: list[int]) -> None:
    """Ctrl+Enter, Enter: the story stands at its next stage."""
    costs = []
    for number in ids:
        pane = opened(made, number)
        made.commands.run("story.send")
        wait(made, lambda: _dialog(made, SendDialog) is not None, "the dialog to send")
        dialog: Any = _dialog(made, SendDialog)
        wait(made, dialog.send.isEnabled, "the next stage")
        was = pane.story.article.stage
        costs.append(
            walled(made, dialog.send.click,
                   lambda p=pane, was=was: p.story.article.stage is not was, "the stage")
        )  # fmt: skip
        made.workbench.close(pane.story)
        offscreen.settle(made)
    figures.tell("sent on, from Enter to the next stage", statistics.median(costs), n=len(costs))


def brought_back(made: Window, number: int) -> None:
    """A paragraph of version 4 as a suggestion."""
    pane = opened(made, number)
    key(made, "Ctrl+D")
    wait(made, lambda: _dialog(made, QDialog, "comparison") is not None, "the comparison")
    dialog: Any = _dialog(made, QDialog, "comparison")
    wait(made, lambda: dialog.count.text(), "the changes")
    dialog.old.setCurrentIndex(dialog.old.findData(4))
    dialog.compare()
    offscreen.settle(made)
    wait(made, lambda: dialog.current is not None, "a change")
    review = pane.suggest.review

    def kept() -> bool:
        return review.on and any(item.live and item.changes for item in review.open)

    taken = walled(made, dialog.suggest_back, kept, "the suggestion")
    figures.tell(f"a paragraph of version 4 suggested, {WORDS} words", taken, n=1)
    dialog.reject()
    offscreen.settle(made)


def _dialog(made: Window, kind: type[QDialog], name: str = "") -> QDialog | None:
    found = made.findChildren(kind, name) if name else made.findChildren(kind)
    return next((one for one in found if one.isVisible()), None)


def taken_over(path: Path, number: int) -> None:
    """From the second click of a take-over until the story is held; the other's words are kept."""
    with (
        offscreen.window(path, who=stores.ME) as writer,
        offscreen.window(path, who=OTHER) as chief,
    ):
        pane = opened(writer, number)
        QTest.keyClicks(pane.view, "Typed at lunch. ")
        wait(writer, lambda: is_mine(writer, number), "a lock")
        theirs = opened(chief, number)
        head = theirs.findChild(StoryHead)
        assert head is not None
        wait(chief, lambda: not head.bar.isHidden(), "the bar")
        chief.activateWindow()
        head.bar.take.click()
        wait(chief, lambda: _dialog(chief, TakeOverDialog) is not None, "the dialog")
        dialog: Any = _dialog(chief, TakeOverDialog)
        wait(chief, dialog.take.isEnabled, "the button")
        taken = walled(chief, dialog.take.click, lambda: is_mine(chief, number), "the story")
        figures.tell(f"taken over, {WORDS} words", taken, n=1)
        wait(writer, lambda: "Typed at lunch" not in writer.workbench.current.get("body"), "a text")
        offscreen.settle(writer)
    with open_desk(path, who=OTHER) as desk:
        texts = [
            desk.articles.state(number, one.number).body for one in desk.articles.revisions(number)
        ]
        lost = 0 if any("Typed at lunch." in text for text in texts) else 3
        figures.tell("words lost by it", lost, unit="", goal=0, n=1)


# A rule tried on the archive.


def tried(count: int) -> None:
    """In the window: how long it takes, what it holds up, how quickly it stops."""
    with stores.copy(count) as path, offscreen.window(path, who=stores.ME) as made:
        styling = made.workbench.styling
        wait(made, lambda: styling.process is not None, "the rule book")
        process = styling.process
        assert process is not None
        rule = replace(styling.rules[RULE], live=True)
        process.look(styling.book, [Passage("A word.")])  # it runs
        trial = RuleTrial(made.tasks, None)
        trial.show()
        began = time.perf_counter()
        waits: list[float] = []
        with offscreen.Pulse() as pulse:
            trial.start(process, rule, styling.book.names)
            while trial.running:
                offscreen.rest(50)
                start = time.perf_counter()
                came: list[object] = []
                made.tasks.run(lambda desk: desk.articles.open(1), then=came.append)
                while not came:
                    QApplication.processEvents()
                    time.sleep(0.001)
                waits.append((time.perf_counter() - start) * 1000)
        taken = time.perf_counter() - began
        figures.tell(f"a rule tried on {count} stories", taken, unit="s", n=1, looked=trial.looked)
        figures.tell("longest turn of the window meanwhile, cpu", pulse.cpu, goal=TURN, n=1,
                     wall=round(pulse.wall))  # fmt: skip
        figures.tell("a story read by the desk meanwhile, p95", figures.percentile(waits, 0.95),
                     goal=TURN, n=len(waits))  # fmt: skip
        trial.start(process, rule, styling.book.names)
        offscreen.rest(1_000)
        looked = trial.looked
        halted = figures.wall(trial.halt.click)
        after = walled(made, lambda: None, lambda: made.tasks.idle, "rest")
        figures.tell("stopped, until nothing is looked at any more", halted + after, goal=STOPPED,
                     n=1, looked=looked, of=count)  # fmt: skip
        trial.deleteLater()


@contextmanager
def day() -> Iterator[tuple[Path, list[int]]]:
    """A newsroom with stories of 2,000 words in copy, one of them with five versions."""
    with stores.copy(stores.FEW) as path:
        with open_desk(path, who=stores.ME) as desk:
            ids = [
                desk.articles.create(
                    {"headline": f"Season {n}", "body": draft(n), "language": "en-GB"}
                ).value.id
                for n in range(24)
            ]
            desk.review.send(ids, Stage.COPY)
            first = desk.articles.open(ids[0])
            for n, version in enumerate(range(first.version, first.version + 5)):
                body = desk.articles.open(ids[0]).body.replace(f"week {n + 20} ", f"week {n} ")
                desk.articles.save(ids[0], version, {"body": body})
            if desk.articles.ids(Filter(), 1) == ():
                raise SystemExit("bench: the newsroom is empty")
        yield path, ids


def main() -> None:
    """Print the figures."""
    few_only = "--few" in sys.argv  # without the large newsrooms, which take minutes to make
    boards((stores.FEW, TEN) if few_only else (stores.FEW, TEN, stores.MANY))
    with day() as (path, ids):
        with offscreen.window(path, who=stores.ME) as made:
            wait(made, lambda: made.workbench.attendance is not None, "the attendance")
            wait(made, lambda: made.workbench.styling.process is not None, "the rule book")
            checked(made, ids[1:7])
            fixed_everywhere(made, ids[7:11])
            talked(made, ids[11])
            sent(made, ids[12:17])
            brought_back(made, ids[0])
            taken_at_once(made)
        taken_over(path, ids[20])
    tried(TEN)


if __name__ == "__main__":
    main()
