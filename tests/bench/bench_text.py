"""A story's text: reading it, writing it back, one edit; opening it in the window; the two views.

Against Python-Markdown on the same text in the same run, and against Qt's own text widget.
"""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import markdown
from PySide6.QtWidgets import QApplication, QTextEdit

from newsroom.desk.desk import open_desk
from newsroom.text.document import BlockKind, Document
from newsroom.ui.window import Window
from tests.bench import figures, offscreen, stores
from tests.bench.corpus import Corpus

LENGTHS = (400, 1_000, 10_000)
SHORT, LONG = LENGTHS[0], LENGTHS[-1]
ROUNDS = {400: 25, 1_000: 15, 10_000: 7}


def text_figures(words: int) -> None:
    """The text model by itself."""
    body = Corpus(words).body(words)
    document = Document.open(body)
    render = markdown.Markdown(extensions=["extra"])
    place = next(
        place for place, block in enumerate(document.blocks)
        if place >= len(document.blocks) // 2 and block.kind is BlockKind.PARAGRAPH and block.runs
    )  # fmt: skip
    numbers = itertools.count()

    def edit() -> None:
        block = document.blocks[place]
        first = block.runs[0]
        typed = replace(first, text=f"{first.text} ferry{next(numbers)} ")
        blocks = list(document.blocks)
        blocks[place] = replace(block, runs=(typed, *block.runs[1:]))
        if document.write(blocks).source == body:
            raise SystemExit("bench: the edit is not in the text")

    def floor() -> float:
        return figures.cpu(lambda: render.reset().convert(body))

    acts: tuple[tuple[str, Callable[[], object]], ...] = (
        ("open", lambda: Document.open(body)),
        ("write back", lambda: document.write(document.blocks)),
        ("one edit", edit),
    )
    for name, act in acts:
        app, least, ratio = figures.pairs(partial(figures.cpu, act), floor, n=ROUNDS[words])
        figures.tell(
            f"text.{name} {words} / Python-Markdown", app, least, ratio=ratio, n=ROUNDS[words]
        )


def painted(view: QTextEdit, text: str, *, as_markdown: bool) -> float:
    """CPU of Qt's own widget for showing a text."""

    def act() -> None:
        if as_markdown:
            view.setMarkdown(text)
        else:
            view.setPlainText(text)
        QApplication.processEvents()

    return figures.cpu(act)


def opened(made: Window, story: int, other: int) -> float:
    """CPU from the click on a story until it stands in the window and all is quiet."""
    made.workbench.open(other)
    offscreen.settle(made)
    offscreen.rest(100)
    start = time.process_time()
    made.workbench.open(story)
    offscreen.settle(made)
    return (time.process_time() - start) * 1000


def switched(made: Window) -> tuple[float, float]:
    """CPU and wall of going over to the other view, painted, after a letter was typed."""
    assert made.editor is not None
    offscreen.press(made.editor.view, "x")
    offscreen.settle(made)
    cpu, wall = time.process_time(), time.perf_counter()
    made.editor.toggle_view()
    offscreen.settle(made)
    return (time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000


def window_figures(path: Path) -> None:
    """The text in the window."""
    bodies = {words: Corpus(words).body(words) for words in LENGTHS}
    with open_desk(path) as desk:
        numbers = {
            words: desk.articles.create({"headline": f"{words} words", "body": body}).value.id
            for words, body in bodies.items()
        }
        other = desk.articles.create({"headline": "Another", "body": "One.\n"}).value.id
    with offscreen.window(path, who=stores.ME) as made:
        floor = QTextEdit()
        floor.resize(700, 600)
        floor.show()
        for words, goal in ((SHORT, 25.0), (1_000, None), (LONG, None)):
            rounds = ROUNDS[words]
            app, least, ratio = figures.pairs(
                partial(opened, made, numbers[words], other),
                partial(painted, floor, bodies[words], as_markdown=True),
                n=rounds,
            )
            figures.tell(
                f"story.open {words} / setMarkdown", app, least, ratio=ratio, goal=goal,
                by_value=True, n=rounds,
            )  # fmt: skip
        made.workbench.open(numbers[LONG], new_tab=True)
        offscreen.settle(made)
        assert made.editor is not None
        cursor = made.editor.view.textCursor()
        cursor.setPosition(made.editor.view.document().characterCount() // 2)
        made.editor.view.setTextCursor(cursor)
        first = switched(made)
        figures.tell("views.first switch 10000", first[0], goal=150, wall=round(first[1], 1))
        switched(made)
        for name in ("to the page", "to the Markdown"):
            made.editor.toggle_view()
            offscreen.settle(made)
            turns, plain = [], []
            for _round in range(ROUNDS[LONG]):
                turns.append(switched(made))
                plain.append(painted(floor, bodies[LONG], as_markdown=False))
                made.editor.toggle_view()
                offscreen.settle(made)
            figures.tell(
                f"views.switch {name} 10000 / setPlainText",
                statistics.median(cpu for cpu, _wall in turns), statistics.median(plain),
                ratio=statistics.median(a / b for (a, _), b in zip(turns, plain, strict=True)),
                goal=150, by_value=True, n=len(turns),
                wall=round(statistics.median(wall for _cpu, wall in turns), 1),
            )  # fmt: skip


def main() -> None:
    """Print the figures."""
    for words in LENGTHS:
        text_figures(words)
    with stores.copy(stores.FEW) as path:
        window_figures(path)


if __name__ == "__main__":
    main()
