"""How long the window is held: by a save, by a journal note, and over half an hour's work in a
minute. Through the real window, offscreen, on a copy of the newsroom with a thousand stories.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QTextCursor

from newsroom.desk.desk import Desk, open_desk
from newsroom.news.article import Article
from newsroom.news.revision import Draft
from newsroom.news.workflow import Stage
from newsroom.ui.story import OpenStory
from newsroom.ui.window import Window
from tests.bench import figures, offscreen, stores
from tests.bench.corpus import Corpus

WORDS = 1_000
SAVES = 30
NOTES = 200
IDLE_MS = 3_000
SENTENCE = "The ferry will not sail before the council has met again on Thursday. "


@contextmanager
def at_work() -> Iterator[tuple[Window, OpenStory]]:
    """A window with a story of a thousand words open, ready to be typed in."""
    with stores.copy(stores.FEW) as path:
        with open_desk(path) as desk:
            body = Corpus().body(WORDS)
            made = desk.articles.create({"headline": "A long one", "body": body}).value
        with offscreen.window(path, who=stores.ME) as window:
            window.workbench.open(made.id, new_tab=True)
            offscreen.settle(window)
            story = window.workbench.current
            assert story is not None
            offscreen.rest(500)
            yield window, story


def type_here(window: Window, text: str) -> None:
    """Type into the story in front."""
    assert window.editor is not None
    for letter in text:
        offscreen.press(window.editor.view, letter)


def to_the_middle(window: Window) -> None:
    """The caret into the middle of the story."""
    assert window.editor is not None
    cursor = window.editor.view.textCursor()
    cursor.setPosition(window.editor.view.document().characterCount() // 2)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    window.editor.view.setTextCursor(cursor)
    window.editor.focus_body()


def one_save(window: Window, story: OpenStory) -> tuple[float, float, offscreen.Pulse]:
    """Type a word and save: CPU of the call, CPU of the GUI thread until all is at rest, gaps."""
    type_here(window, " ferry")
    offscreen.rest(5)
    call: list[float] = []
    saved: list[Article] = []

    def save() -> None:
        start = time.thread_time()
        story.save(then=saved.append)
        call.append((time.thread_time() - start) * 1000)

    start = time.thread_time()
    with offscreen.Pulse() as pulse:
        pulse.step = "save"
        QTimer.singleShot(0, save)
        offscreen.rest(20)
        offscreen.settle(window)
    whole = (time.thread_time() - start) * 1000
    if not saved:
        raise SystemExit("bench: the save never ended")
    return call[0], whole, pulse


def idle(milliseconds: int) -> offscreen.Pulse:
    """The floor: the window, doing nothing."""
    with offscreen.Pulse() as pulse:
        offscreen.rest(milliseconds)
    return pulse


def saves() -> None:
    """What a save costs the GUI thread."""
    with at_work() as (window, story):
        to_the_middle(window)
        one_save(window, story)
        done = []
        for _save in range(SAVES):
            done.append((*one_save(window, story), idle(30)))
        for name, values in (
            ("the call", [call for call, _whole, _pulse, _idle in done]),
            ("longest turn of the GUI thread", [pulse.cpu for _call, _whole, pulse, _idle in done]),
        ):
            figures.tell(
                f"save.{name} cpu p95", figures.percentile(values, 0.95), goal=4, n=SAVES,
                median=round(statistics.median(values), 3),
            )  # fmt: skip
        figures.tell(
            "save.whole gui cpu", statistics.median(whole for _call, whole, _pulse, _idle in done),
            n=SAVES,
        )  # fmt: skip
        figures.tell(
            "save.longest gap on the wall, median",
            statistics.median(pulse.wall for _call, _whole, pulse, _idle in done),
            statistics.median(rest.wall for _call, _whole, _pulse, rest in done),
            n=SAVES,
        )


def notes() -> None:
    """What the journal takes for each note, against writing and syncing the same bytes."""
    with stores.copy(stores.FEW) as path, open_desk(path) as desk:
        body = Corpus().body(WORDS)
        draft = Draft(
            key="bench", article=1, base_version=1, fields={"body": body}, written_at=desk.clock()
        )
        plain = os.open(path.with_name("plain"), os.O_WRONLY | os.O_CREAT)

        def note(desk: Desk) -> Callable[[], object]:
            return lambda: desk.journal.note(replace(draft, fields={"body": body + SENTENCE}))

        def synced() -> None:
            os.pwrite(plain, body.encode(), 0)
            os.fdatasync(plain)

        app, floor, ratio = figures.pairs(
            lambda: figures.wall(note(desk)), lambda: figures.wall(synced), n=NOTES
        )
        figures.tell("journal.note wall / write and sync", app, floor, ratio=ratio, n=NOTES)
        cpu = [figures.cpu(note(desk)) for _note in range(NOTES)]
        figures.tell(
            "journal.note cpu p95", figures.percentile(cpu, 0.95), n=NOTES,
            median=round(statistics.median(cpu), 3),
        )  # fmt: skip
        os.close(plain)


def switch(window: Window) -> None:
    """Page or Markdown, as its key does it."""
    assert window.editor is not None
    window.editor.turn_over()


def send(window: Window, story: OpenStory, stage: Stage) -> None:
    """Send the story on, saved first."""
    ids = (story.id,)
    window.workbench.saved_first(
        ids, lambda: window.tasks.change(lambda desk: desk.articles.move(ids, stage))
    )


def journey(window: Window, story: OpenStory) -> Iterator[tuple[str, Callable[[], object]]]:
    """What somebody does, act by act."""
    listing, bench = window.listing, window.workbench
    yield "the list", listing.focus_list
    for _story in range(10):
        yield "open the next story", lambda: listing.step(1)
    yield "back to the long story", lambda: bench.bring_forward(story)
    yield "caret to the middle", lambda: to_the_middle(window)
    for letter in SENTENCE * 2:
        yield "type", partial(type_here, window, letter)
    yield "save", story.save
    for _view in range(4):
        yield "switch views", partial(switch, window)
        yield "type in the other view", lambda: type_here(window, "x")
    for word in ("harbour", "ferry"):
        for letter in word:
            yield "search", partial(offscreen.press, listing.search, letter)
        yield "search ends", lambda: listing.search.setText("")
    bar = listing.rows.verticalScrollBar()
    for _page in range(20):
        yield "scroll", lambda: bar.setValue(bar.value() + bar.pageStep())
    yield "sort", lambda: listing.heads.sorted_by.emit("headline", False)
    for stage in (Stage.COPY, Stage.REVISE):
        yield "send", partial(send, window, story, stage)
    for panel in ("inspector", "outline", "staff", "recent"):
        yield f"panel {panel}", partial(window.show_panel, panel)
    yield "new story", bench.new
    for letter in SENTENCE:
        yield "type in a new story", partial(type_here, window, letter)
    yield "close the tab", lambda: bench.close(bench.stories[-1])


def held() -> None:
    """The longest gap over the journey, with the act that made it."""
    with at_work() as (window, story):
        rest = idle(IDLE_MS)
        with offscreen.Pulse() as pulse:
            for name, act in journey(window, story):
                pulse.step = name
                QTimer.singleShot(0, act)
                offscreen.rest(10)
                offscreen.settle(window)
            pulse.step = "afterwards"
            offscreen.rest(1_000)
        worst = sorted(pulse.gaps.items(), key=lambda item: -item[1][1])[:8]
        figures.tell(
            "journey.longest gap cpu", pulse.cpu, rest.cpu, goal=50, by_value=True,
            worst={name: round(cpu, 1) for name, (_wall, cpu) in worst},
        )  # fmt: skip
        figures.tell(
            "journey.longest gap wall", pulse.wall, rest.wall, goal=50, by_value=True,
            worst={name: round(pulse.gaps[name][0], 1) for name, _gap in worst},
        )  # fmt: skip


def main() -> None:
    """Print the figures."""
    saves()
    notes()
    held()


if __name__ == "__main__":
    main()
