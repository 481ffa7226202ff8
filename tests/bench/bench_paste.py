"""900 words from Word are pasted: heads, lists, a table, links, a footnote, two pictures.

From the key to the words standing in the story, in a window at work, against the least that any
program could do with that clipboard: parse its HTML and put as many plain words into the same text.
Taken back each time by one step; a large page is pasted once, for the longest gap meanwhile.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop, QMimeData, QTimer

from newsroom.ui.editor.pane import EditorPane
from newsroom.ui.window import Window
from tests.bench import figures, offscreen, stores
from tests.bench.bench_pictures import gap_of
from tests.intake.wordclip import from_word

GOAL_MS = 500.0
"""product/walks.md, the writer's fifth step."""
LONGEST_GAP_MS = 100.0
LARGE = 5_000  # paragraphs: 35,000 words


def pasted(made: Window, editor: EditorPane, html: str) -> tuple[float, float]:
    """Seconds until it stands there, by the clock and of work, and taken back again."""
    data = QMimeData()
    data.setHtml(html)
    data.setText(" ")
    before = editor.rich.document().blockCount()
    start, worked = time.perf_counter(), time.process_time()
    editor.rich.insertFromMimeData(data)
    loop = QEventLoop()
    watch = QTimer(interval=1)
    watch.timeout.connect(
        lambda: loop.quit() if editor.rich.document().blockCount() > before else None
    )
    watch.start()
    loop.exec()
    took, work = time.perf_counter() - start, time.process_time() - worked
    watch.stop()
    offscreen.settle(made)
    editor.rich.undo()
    offscreen.settle(made)
    return took * 1000, work * 1000


def floor(editor: EditorPane, html: str) -> float:
    """Milliseconds to parse the HTML and to put its words in, paragraph by paragraph."""
    from lxml import etree

    start = time.perf_counter()
    root = etree.fromstring(html.encode(), parser=etree.HTMLParser(encoding="utf-8"))
    words = "\n".join("".join(p.itertext()) for p in root.iter("p", "h1", "h2"))
    cursor = editor.rich.textCursor()
    cursor.insertText(words)
    took = time.perf_counter() - start
    editor.rich.undo()
    return took * 1000


def main() -> None:
    """Print the figures."""
    with stores.copy(stores.FEW) as path, stores.scratch() as folder:
        clips = folder / "msohtmlclip1"
        clips.mkdir()
        html = from_word(Path(clips))
        with offscreen.window(path, who=stores.ME) as made:
            made.workbench.new()
            offscreen.settle(made)
            editor = made.editor
            assert editor is not None
            first, first_work = pasted(made, editor, html)
            figures.tell("paste.first", first, goal=GOAL_MS, work=round(first_work))
            ours, work, least = [], [], []
            for _ in range(figures.PAIRS):
                least.append(floor(editor, html))
                took, cost = pasted(made, editor, html)
                ours.append(took)
                work.append(cost)
            figures.tell(
                "paste.900 words", statistics.median(ours), statistics.median(least),
                goal=GOAL_MS, by_value=True, n=figures.PAIRS, work=round(statistics.median(work)),
            )  # fmt: skip
            made.workbench.new()
            offscreen.settle(made)
            editor = made.editor
            assert editor is not None
            large = "".join(f"<p>Line {n} of <b>words</b> in a row.</p>" for n in range(LARGE))
            data = QMimeData()
            data.setHtml(large)
            data.setText(" ")
            loop = QEventLoop()
            editor.rich.insertFromMimeData(data)
            watch = QTimer(interval=50)
            rich = editor.rich
            watch.timeout.connect(
                lambda: (
                    loop.quit()
                    if rich.document().blockCount() >= LARGE and not rich.isReadOnly()
                    else None
                )
            )
            watch.start()
            gap = gap_of(loop)
            watch.stop()
            figures.tell(
                "paste.large, longest gap", gap, goal=LONGEST_GAP_MS, n=LARGE, size=len(large)
            )


if __name__ == "__main__":
    main()
