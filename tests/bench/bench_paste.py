"""900 words from Word are pasted: heads, lists, a table, links, a footnote, two pictures.

From the key to the words standing in the story, in a window at work, against the least that any
program could do with that clipboard: parse its HTML and put as many plain words into the same text.
Taken back each time by one step. A large page, a sheet of 1,000 rows, ten megabytes of HTML and of
text and a megabyte without a space are pasted once into the page and, but for the first two, into
the Markdown, for the longest gap meanwhile: on the wall, and by the CPU that the GUI thread took in
it.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop, QMimeData, QTimer

from newsroom.ui.editor.pane import EditorPane
from newsroom.ui.window import Window
from tests.bench import figures, offscreen, stores
from tests.intake.wordclip import from_word

GOAL_MS = 500.0
"""product/walks.md, the writer's fifth step."""
LONGEST_GAP_MS = 50.0
MUCH = 10_000_000  # characters
LARGE = 5_000  # paragraphs: 35,000 words
ROWS = 1_000  # of a sheet of four columns; its layout is one turn of Qt's, at each key in it too


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


def much(made: Window, name: str, html: str, words: str, *, source: bool) -> None:
    """Paste very much into a new story through the question; tells the longest gap until its
    Markdown is there, and that of the one step back."""
    made.workbench.new()
    offscreen.settle(made)
    editor = made.editor
    assert editor is not None
    if source:
        editor.toggle_view()
    editor.focus_body()
    offscreen.settle(made)
    view = editor.view
    data = QMimeData()
    if html:
        data.setHtml(html)
    data.setText(words)
    loop, watch = QEventLoop(), QTimer(interval=50)
    worked = time.process_time()
    with offscreen.Pulse() as pulse:
        view.insertFromMimeData(data)
        offscreen.settle(made)  # nobody presses a button that is not painted yet
        for message in made.messages.standing:
            if message.answers and message.text.startswith("The clipboard"):
                made.messages.take_back(message)
                message.answers[0].run()
        watch.timeout.connect(
            lambda: (
                loop.quit()
                if view.document().blockCount() > 1 and not view.isReadOnly() and made.tasks.idle
                else None
            )
        )
        watch.start()
        loop.exec()
        work = time.process_time() - worked
        blocks = view.document().blockCount()
        pulse.step = "kept"
        offscreen.rest(1_500)  # what follows from it: the journal, the count, the checks
        offscreen.settle(made)
        pulse.step = "undo"
        editor.apply("undo")
        while view.isReadOnly():  # it goes turn by turn, as it came
            offscreen.rest(20)
        offscreen.settle(made)
    if editor.body.text().strip():
        raise SystemExit(f"bench: one step back did not take back {name}")
    for step, said in (("", "gap"), ("kept", "gap after"), ("undo", "gap of undo")):
        wall, cpu = pulse.gaps[step]
        figures.tell(
            f"paste.{name}, {said}", wall, goal=LONGEST_GAP_MS, cpu=round(cpu), n=blocks,
            work=round(work, 1),
        )  # fmt: skip


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
            large = "".join(f"<p>Line {n} of <b>words</b> in a row.</p>" for n in range(LARGE))
            much(made, "large", large, "words", source=False)
            sheet = "".join(f"Name {n}\t{3 * n}\tSome words\tx\n" for n in range(ROWS))
            much(made, "sheet", "", sheet, source=False)
            html = "<p>A line of <b>words</b> that somebody copied by mistake.</p>\n"
            words = "A line of words that somebody copied by mistake.\n"
            for source in (False, True):
                view = "Markdown" if source else "page"
                rich = html * (MUCH // len(html))
                much(made, f"10 MB of HTML, {view}", rich, "words", source=source)
                much(
                    made, f"10 MB of text, {view}", "", words * (MUCH // len(words)), source=source
                )
                much(made, f"no space, {view}", "", "a" * 1_000_000, source=source)


if __name__ == "__main__":
    main()
