"""Comments at the words of one open story: marked in its texts, found again, made from a selection.

The marks follow the typing as cursors of Qt do. Where their words were cut, or a text was put there
as a whole, they are looked for anew, on another thread, from what is saved to what is typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QRect, QTimer, Signal
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QTextEdit

from newsroom.news.changes import Changes, Done
from newsroom.news.comment import Thread, ThreadState
from newsroom.news.errors import NewsroomError
from newsroom.news.suggestion import texts_of
from newsroom.text.anchor import Anchor, Orphan, follow, from_data
from newsroom.text.compare import BODY, Story
from newsroom.ui.editor.commentpaint import paint_words
from newsroom.ui.editor.commentplaces import (
    Chosen,
    RichPlaces,
    chosen_in_field,
    chosen_in_page,
    chosen_in_source,
    in_field,
    in_source,
    made,
    stands,
)
from newsroom.ui.editor.overpaint import layered

if TYPE_CHECKING:
    from newsroom.news.article import Article
    from newsroom.ui.editor.pane import EditorPane

SETTLE_MS: Final = 700  # of no typing, before words that were cut are looked for
_KEEP: Final = QTextCursor.MoveMode.KeepAnchor
INK, INK_NOW = "mark", "accent-soft"
LINE = "warning"


@dataclass(slots=True, eq=False)
class _Mark:
    """Words in one text that a thread stands on."""

    thread: int
    editor: QTextEdit
    start: QTextCursor
    end: QTextCursor

    @property
    def gone(self) -> bool:
        return self.end.position() <= self.start.position()


class Commenting(QObject):
    """Belongs to one pane. ``pointed`` tells which thread the caret stands in, 0 for none."""

    changed = Signal()  # the threads were read anew
    pointed = Signal(int)

    def __init__(self, pane: EditorPane) -> None:
        super().__init__(pane)
        self.setObjectName("commenting")
        self._pane = pane
        self._story = pane.story
        self._bench = pane.workbench
        self.threads: tuple[Thread, ...] = ()
        self._marks: list[_Mark] = []
        self._edits = 0
        self._now = 0
        self._painted: set[QTextEdit] = set()
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self.place)
        story = self._story
        story.body_changed.connect(self._edited)
        story.field_changed.connect(lambda _name: self._edited())
        story.body_replaced.connect(self._settle_soon)
        story.saved.connect(lambda _article: self.read())
        pane.view_changed.connect(lambda _source: self._settle_soon())
        pane.body.filling.done.connect(self._settle_soon)
        pane.caret_moved.connect(self._caret_moved)
        self._bench.tasks.changed.connect(self._on_changed)
        self.read()

    # The threads.

    def read(self) -> None:
        """Ask the desk where the comments stand."""
        number = self._story.id
        if number:
            self._bench.tasks.change(
                lambda desk: desk.comments.standing(number),
                then=self._came,
                failed=_quietly,
                owner=self,
            )

    def _on_changed(self, changes: Changes) -> None:
        if self._story.id in changes.review or self._story.id in changes.articles:
            self.read()

    def _came(self, done: Done[tuple[Thread, ...]]) -> None:
        if done.value != self.threads:
            self.threads = done.value
            self.place()
            self.changed.emit()

    @property
    def open_count(self) -> int:
        """How many nobody has settled."""
        return sum(thread.state is ThreadState.OPEN for thread in self.threads)

    # Where they stand.

    def _edited(self) -> None:
        self._edits += 1
        if self._marks and any(mark.gone for mark in self._marks):
            self._settle.start()

    def _settle_soon(self) -> None:
        if self.threads:
            self._settle.start(0)

    def place(self) -> None:
        """Find the words of the open threads in the texts as they stand."""
        anchors: dict[int, Anchor] = {}
        for thread in self.threads:
            if thread.state is ThreadState.OPEN and thread.anchor and not thread.orphan:
                try:
                    anchors[thread.id] = from_data(thread.anchor)
                except (KeyError, TypeError, ValueError):
                    continue  # of a newer newsroom
        if not anchors:
            self._put({})
            return
        pane, edits = self._pane, self._edits
        if pane.body.filling.running:
            return  # ``done`` comes back here
        saved = _texts(self._story.article)
        now = _texts(self._story.now())
        as_source = pane.body.as_source
        if saved == now and not as_source:
            self._put_in_page(anchors)
            return

        def work() -> tuple[dict[int, Anchor], dict[int, tuple[int, int]]]:
            found = anchors if saved == now else _followed(anchors, saved, now)
            body = {n: anchor for n, anchor in found.items() if anchor.field == BODY}
            return found, in_source(now.body, body) if as_source else {}

        def done(answer: tuple[dict[int, Anchor], dict[int, tuple[int, int]]]) -> None:
            if edits != self._edits or as_source != pane.body.as_source:
                self._settle.start()
                return
            if as_source:
                self._put_in_source(*answer)
            else:
                self._put_in_page(answer[0])

        self._bench.tasks.background(work, then=done, owner=self, key="place")

    def _put_in_page(self, anchors: Mapping[int, Anchor]) -> None:
        found = self._in_fields(anchors)
        body = {n: anchor for n, anchor in anchors.items() if anchor.field == BODY}
        if body:
            places = RichPlaces(self._pane.rich)
            for number, anchor in body.items():
                where = stands(anchor, places.page)
                if where is None:
                    continue
                start, end = places.position(where.start), places.position(where.end)
                if start is not None and end is not None:
                    found[number] = (self._pane.rich, start, end)
        self._put(found)

    def _put_in_source(
        self, anchors: Mapping[int, Anchor], offsets: Mapping[int, tuple[int, int]]
    ) -> None:
        found = self._in_fields(anchors)
        source = self._pane.body.source
        if source is not None:
            for number, (start, end) in offsets.items():
                found[number] = (source, source.position(start), source.position(end))
        self._put(found)

    def _in_fields(self, anchors: Mapping[int, Anchor]) -> dict[int, tuple[QTextEdit, int, int]]:
        found: dict[int, tuple[QTextEdit, int, int]] = {}
        fields = self._pane.titles.fields
        for number, anchor in anchors.items():
            if anchor.field in fields:
                field = fields[anchor.field]
                where = in_field(field.text(), anchor)
                if where is not None:
                    found[number] = (field, *where)
        return found

    def _put(self, found: Mapping[int, tuple[QTextEdit, int, int]]) -> None:
        self._marks = []
        for number, (editor, start, end) in found.items():
            first, last = QTextCursor(editor.document()), QTextCursor(editor.document())
            first.setPosition(start)
            last.setPosition(end)
            last.setKeepPositionOnInsert(True)  # what is typed behind the words is not of them
            self._marks.append(_Mark(number, editor, first, last))
            if editor not in self._painted:
                self._painted.add(editor)
                editor.overpaint = layered(  # type: ignore[attr-defined]
                    getattr(editor, "overpaint", None),
                    partial(self._paint, editor),
                )
        self._repaint()

    # Painting.

    def show_now(self, thread: int) -> None:
        """That thread's words stand out."""
        if thread != self._now:
            self._now = thread
            self._repaint()

    def _repaint(self) -> None:
        for editor in self._painted:
            editor.viewport().update()

    def _paint(self, editor: QTextEdit, rect: QRect, _alone: QTextBlock | None) -> None:
        marks = [mark for mark in self._marks if mark.editor is editor and not mark.gone]
        if not marks:
            return
        token = self._bench.theme.token
        paint_words(
            editor,
            rect,
            (
                (
                    mark.start.position(),
                    mark.end.position(),
                    token(INK_NOW if mark.thread == self._now else INK),
                    token("accent" if mark.thread == self._now else LINE),
                )
                for mark in marks
            ),
            dark=self._bench.theme.dark,
        )

    # Both ways.

    def thread_at(self, editor: QTextEdit, position: int) -> int:
        """The thread whose words stand there, the shortest first; 0 for none."""
        found = [
            (mark.end.position() - mark.start.position(), mark.thread)
            for mark in self._marks
            if mark.editor is editor and mark.start.position() <= position <= mark.end.position()
            and not mark.gone
        ]  # fmt: skip
        return min(found)[1] if found else 0

    def _caret_moved(self) -> None:
        editor: QTextEdit = self._pane.titles.focused() or self._pane.view
        found = self.thread_at(editor, editor.textCursor().position())
        if found != self._now:
            self.show_now(found)
            self.pointed.emit(found)

    def words_of(self, thread: int) -> tuple[QTextEdit, int, int] | None:
        """Where the thread's words stand now: the text, from where to where."""
        for mark in self._marks:
            if mark.thread == thread and not mark.gone:
                return mark.editor, mark.start.position(), mark.end.position()
        return None

    def go_to(self, thread: int) -> bool:
        """Select the thread's words and show them; False where they are not there."""
        where = self.words_of(thread)
        if where is None:
            return False
        editor, start, end = where
        cursor = editor.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, _KEEP)
        editor.setTextCursor(cursor)
        self._pane.show_text(editor)
        editor.setFocus()
        self.show_now(thread)
        return True

    def step(self, by: int) -> int:
        """Go to the next (1) or previous (-1) commented words; gives the thread, 0 for none."""
        order: list[QTextEdit] = [*self._pane.titles.fields.values(), self._pane.view]
        marks = sorted(
            (order.index(m.editor), m.start.position(), m.thread)
            for m in self._marks
            if not m.gone and m.editor in order
        )
        if not marks:
            return 0
        here: QTextEdit = self._pane.titles.focused() or self._pane.view
        at = (order.index(here), here.textCursor().selectionStart())
        if by > 0:
            after = [m for m in marks if m[:2] > at]
            thread = (after or marks)[0][2]
        else:
            before = [m for m in marks if m[:2] < at]
            thread = (before or marks)[-1][2]
        self.go_to(thread)
        self.pointed.emit(thread)
        return thread

    # New ones.

    def chosen(self, then: Callable[[Chosen | None], object]) -> None:
        """The selected words, None where nothing is selected (then it is the whole story)."""
        pane = self._pane
        field = pane.titles.focused()
        if field is not None and field.textCursor().hasSelection():
            then(chosen_in_field(field.name, field.text(), field.textCursor()))
            return
        cursor = pane.view.textCursor()
        if not cursor.hasSelection():
            then(None)
            return
        source = pane.body.source
        if not pane.body.as_source or source is None:
            then(chosen_in_page(pane.rich))
            return
        text = self._story.get("body")
        low, high = source.offset(cursor.selectionStart()), source.offset(cursor.selectionEnd())
        self._bench.tasks.background(
            lambda: chosen_in_source(text, low, high), then=then, owner=self
        )

    def anchor(self, chosen: Chosen, then: Callable[[Anchor | None], object]) -> None:
        """The anchor on these words of the story as it is saved now."""
        texts = texts_of(self._story.article)
        body = texts.pop("body")
        self._bench.tasks.background(lambda: made(body, texts, chosen), then=then, owner=self)


def _texts(story: Article) -> Story:
    fields = texts_of(story)
    return Story(fields.pop("body"), fields)


def _followed(anchors: Mapping[int, Anchor], saved: Story, now: Story) -> dict[int, Anchor]:
    places = follow(anchors.values(), saved, now)
    return {
        number: where
        for number, where in zip(anchors, places, strict=True)
        if not isinstance(where, Orphan)
    }


def _quietly(_error: NewsroomError) -> None:
    """What can't be read now is read with the next change."""
