"""Suggestions in one open story's editor: marks over its fields and both views, and the strip that
says what typing does here. Made when the story has suggestions or somebody begins to suggest.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QHelpEvent, QMouseEvent, QTextBlock, QTextCursor
from PySide6.QtWidgets import QLabel, QTextEdit, QToolTip

from newsroom.i18n import _
from newsroom.text.blocks import is_empty
from newsroom.text.signs import BEFORE, BEHIND, Ghost, Line, Sign
from newsroom.ui.editor.positions import to_units
from newsroom.ui.editor.reader import document_position, runs_of
from newsroom.ui.editor.suggestmarks import Mark, OnlyGhosts, Owner, Spacer, SuggestMarks
from newsroom.ui.editor.titles import TitleField
from newsroom.ui.review.colours import initials_of, ink_of, name_of
from newsroom.ui.review.strip import SuggestStrip

if TYPE_CHECKING:
    from newsroom.ui.editor.pane import EditorPane
    from newsroom.ui.review.looking import Open
    from newsroom.ui.review.review import StoryReview

_AGAIN_MS = 200  # while a long story is still being laid out


class Suggest(QObject):
    """Keeps the marks of one editor as the story's review has them."""

    def __init__(self, pane: EditorPane, review: StoryReview) -> None:
        super().__init__(pane)
        self._pane = pane
        self._bench = pane.workbench
        self.review = review
        self._of: dict[QTextEdit, SuggestMarks] = {}
        self._signed: dict[TitleField, QLabel] = {}
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.show_marks)
        self._revision = -1
        self._on = False
        self._filtered: set[QTextEdit] = set()
        self.strip = SuggestStrip(self._bench, review, pane)
        pane.put_bar(self.strip)
        for field in pane.titles.fields.values():
            self._follow(field)
        self._follow(pane.rich)
        self._view_changed(pane.body.as_source)
        pane.view_changed.connect(self._view_changed)
        review.marked.connect(self.show_marks)
        review.walk.chosen.connect(self._chosen)
        self._bench.theme.changed.connect(self._dressed)
        self.show_marks()

    # The texts.

    def marks(self, editor: QTextEdit) -> SuggestMarks:
        """The marks of one of the story's texts. Raises KeyError for another."""
        return self._of[editor]

    def _follow(self, editor: QTextEdit) -> None:
        if editor in self._of:
            return
        spacer: Spacer | None = None
        if editor is self._pane.rich:
            spacer = self._pane.rich.looks
        elif isinstance(editor, TitleField):
            spacer = OnlyGhosts(editor.document())
        self._of[editor] = SuggestMarks(editor, spacer)

    def _listen(self) -> None:
        """Follow keys and the mouse only where there is something to be told: each key pays."""
        on, document = self.review.on, self._pane.rich.document()
        if on != self._on:
            self._on = on
            self._revision = document.revision()
            if on:
                document.contentsChange.connect(self._typed)
            else:
                document.contentsChange.disconnect(self._typed)
        for editor, marks in self._of.items():
            wanted = on or marks.any
            if wanted != (editor in self._filtered):
                self._filtered ^= {editor}
                if wanted:
                    editor.viewport().installEventFilter(self)
                else:
                    editor.viewport().removeEventFilter(self)

    def _view_changed(self, as_source: bool) -> None:
        if self._pane.body.source is not None:
            self._follow(self._pane.body.source)
        if self.review.as_source != as_source:
            self.review.as_source = as_source
            self.review.look()

    def _dressed(self) -> None:
        self.show_marks()
        for marks in self._of.values():
            marks.remeasure()

    def _typed(self, position: int, _removed: int, added: int) -> None:
        """What is typed as a suggestion is underlined at once; a cut is told after a pause."""
        revision = self._pane.rich.document().revision()
        if revision == self._revision:
            return
        self._revision = revision
        if added == 1 and self.review.on and not self._pane.body.as_source:
            self._of[self._pane.rich].typed(position, added, self._owner(self._me()))

    # Marks.

    def show_marks(self) -> None:
        """Show what the review has now."""
        if self._pane.body.filling.running:
            self._again.start(_AGAIN_MS)
            return
        shown = [item for item in self.review.open if item.live == self.review.on]
        for field in self._pane.titles.fields.values():
            self._of[field].show(self._in_field(field, shown))
            self._sign(field)
        source = self._pane.body.source
        if self._pane.body.as_source and source is not None and source in self._of:
            self._of[source].show(self._in_source(shown))
        else:
            self._of[self._pane.rich].show(self._in_body(shown))
        self._chosen(go=False)
        self._listen()

    def _sign(self, field: TitleField) -> None:
        """Whose changes stand in a title field, beside it: the field itself has no margin."""
        owners = {mark.owner.name: mark.owner for mark in self._of[field].marks}
        label = self._signed.get(field)
        if label is None:
            if not owners:
                return
            label = self._signed[field] = QLabel(self._pane.titles)
            label.setObjectName(f"initials_{field.name}")
            label.setTextFormat(Qt.TextFormat.RichText)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            field.installEventFilter(self)
        label.setText(
            "<br>".join(
                f'<b style="color:{owner.ink.name()}">{html.escape(owner.initials)}</b>'
                for owner in owners.values()
            )
        )
        label.setAccessibleName(", ".join(owners))
        label.setVisible(bool(owners))
        self._beside(field)

    def _beside(self, field: TitleField) -> None:
        label = self._signed[field]
        label.adjustSize()
        below = max(0, (field.fontMetrics().lineSpacing() - label.fontMetrics().height()) // 2)
        label.move(max(0, field.x() - label.width() - 4), field.y() + below)

    def _in_field(self, field: TitleField, shown: list[Open]) -> Iterator[Mark]:
        text = field.text()
        for item in shown:
            line = item.marked.fields.get(field.name)
            if line is not None and line.text == text:
                yield from self._of_line(item, line, lambda at: to_units(text, at))

    def _in_source(self, shown: list[Open]) -> Iterator[Mark]:
        source = self._pane.body.source
        assert source is not None
        text = source.text().replace("\r\n", "\n")
        for item in shown:
            line = item.marked.source
            if line is not None and line.text == text:
                yield from self._of_line(item, line, source.position)

    def _in_body(self, shown: list[Open]) -> Iterator[Mark]:
        numbers = self._numbers()
        for item in shown:
            lines: Mapping[tuple[int, int, int], Line] = item.marked.body
            if item.live and self.review.glance is not None:
                lines = self.review.glance
            for place, line in lines.items():
                block = self._block(numbers, place)
                if block is None:
                    continue
                if place[1] in (BEHIND, BEFORE):  # words of no block here
                    start = block.position()
                    yield from self._of_line(item, line, lambda _at, start=start: start)
                    continue
                yield from self._of_block(item, line, block)

    def _numbers(self) -> list[int]:
        """The QTextBlocks of the body's blocks, in their order; empty paragraphs are none."""
        mirror = self._pane.rich.mirror
        filled = [n for n, block in enumerate(mirror.blocks()) if not is_empty(block)]
        first: dict[int, int] = {}
        for number in range(self._pane.rich.document().blockCount()):
            entry = mirror.entry(number)
            if entry >= 0:
                first.setdefault(entry, number)
        return [first.get(entry, -1) for entry in filled]

    def _block(self, numbers: list[int], place: tuple[int, int, int]) -> QTextBlock | None:
        index, row, column = place
        document = self._pane.rich.document()
        if index == -1:
            return document.firstBlock()
        if not 0 <= index < len(numbers) or numbers[index] < 0:
            return None
        block = document.findBlockByNumber(numbers[index])
        table = QTextCursor(block).currentTable()
        if table is None:
            return block
        if row == BEHIND:
            return document.findBlock(table.lastPosition() + 1)
        if row == BEFORE:
            return document.findBlock(table.firstPosition() - 1)
        cell = table.cellAt(row, column)
        return cell.firstCursorPosition().block() if cell.isValid() else None

    def _of_block(self, item: Open, line: Line, block: QTextBlock) -> Iterator[Mark]:
        text = "".join(run.text for run in runs_of(block)) or block.text()
        ahead = 0
        if line.text not in (text, block.text()) and line.text == text.strip():
            # Typed blanks at either end of a paragraph are none in the source.
            ahead, text = len(text) - len(text.lstrip()), line.text
        if line.text not in (text, block.text()):
            # Source that is laid out otherwise: what changed in it is told by the panel.
            owner = self._owner(item.author)
            for number in line.changes[:1]:
                where = self._where(item, number)
                yield Mark(
                    block.position(), block.position(), Sign.SHAPED, owner, where, whole=True
                )
            return
        yield from self._of_line(item, line, lambda at: document_position(block, at + ahead))

    def _of_line(self, item: Open, line: Line, at: Any) -> Iterator[Mark]:
        owner = self._owner(item.author)
        if line.sign is not None:
            start = at(0)
            where = self._where(item, line.change)
            if line.sign in (Sign.ADDED, Sign.CUT, Sign.MOVED) and line.text:
                yield Mark(start, at(len(line.text)), line.sign, owner, where)
            yield Mark(start, start, line.sign, owner, where, whole=True)
        for piece in line.stretches:
            where = self._where(item, piece.change)
            yield Mark(at(piece.start), at(piece.end), piece.sign, owner, where)
        seen = {piece.change for piece in line.stretches}
        seen |= {ghost.change for ghost in line.ghosts if ghost.text.strip()}
        for ghost in united(line.ghosts):
            if not ghost.text.strip() and ghost.change in seen:
                continue  # a blank beside what can be seen
            where, place = self._where(item, ghost.change), at(ghost.at)
            yield Mark(place, place, ghost.sign, owner, where, ghost.text, ghost.whole)

    def _where(self, item: Open, number: int) -> Any:
        for key, own in item.keys.items():
            if own == number:
                return (item.number, key)
        return (item.number, number)

    def _owner(self, person: int | None) -> Owner:
        found = self._bench.lists.person(person)
        ink = ink_of(self._bench.theme, person)
        return Owner(initials_of(found), ink, name_of(found))

    def _me(self) -> int | None:
        return self._bench.me.id if self._bench.me is not None else None

    # The one that is looked at.

    def _chosen(self, *, go: bool = True) -> None:
        where = self.review.walk.current
        for marks in self._of.values():
            marks.chosen = where
        editors: list[QTextEdit] = [*self._pane.titles.fields.values(), self._pane.view]
        for editor in editors:
            editor.viewport().update()
            if go and where is not None and editor in self._of and self._of[editor].go_to(where):
                self._pane.show_text(editor)
                go = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A mark says whose it is; a click on one looks at it."""
        if watched in self._signed and event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._beside(watched)
        elif event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self._under(watched, event.pos())
            if mark is not None:
                QToolTip.showText(event.globalPos(), told(mark))
                return True
        elif event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            mark = self._under(watched, event.position().toPoint())
            plain = event.button() == Qt.MouseButton.LeftButton
            if mark is not None and plain and mark.where in self.review.walk.order():
                self.review.walk.current = None  # the caret stays where it was put
                self.review.walk.choose(mark.where)
        return super().eventFilter(watched, event)

    def _under(self, watched: QObject, place: QPoint) -> Mark | None:
        for editor, marks in self._of.items():
            if editor.viewport() is watched:
                return marks.at(place)
        return None


def united(ghosts: Iterable[Ghost]) -> list[Ghost]:
    """Words of one change that stand at one place as one ghost: what was cut over the end of a
    paragraph is read as one."""
    out: list[Ghost] = []
    for ghost in ghosts:
        last = out[-1] if out else None
        alike = replace(last, text=ghost.text) == ghost if last else False
        if last and alike and last.text.strip() and ghost.text.strip():
            out[-1] = replace(last, text=f"{last.text} {ghost.text}")
        else:
            out.append(ghost)
    return out


def told(mark: Mark) -> str:
    """What a mark says of itself."""
    words = mark.ghost.strip()
    if len(words) > 400:
        words = f"{words[:400]}…"
    said = {
        Sign.ADDED: _("{name} adds this") if not words else _("{name} adds: {words}"),
        Sign.CUT: _("{name} cuts this") if not words else _("{name} cuts: {words}"),
        Sign.SET: _("{name} sets this otherwise"),
        Sign.MOVED: _("{name} moves this"),
        Sign.SHAPED: _("{name} makes this another kind of paragraph"),
    }[mark.sign]
    return said.format(name=mark.owner.name, words=words)
