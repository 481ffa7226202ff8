"""Back and forth through the steps of one story, whichever view each of them was made in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QTextCursor

from newsroom.text.amend import shared_end

if TYPE_CHECKING:
    from newsroom.ui.editor.body import Body
    from newsroom.ui.editor.onestack import OneStack
    from newsroom.ui.editor.source import SourceView

PAGE: Final = 0
SOURCE: Final = 1
"""The sides of the one stack."""


class Steps:
    """Those of one body."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self._rich = body.rich
        self.stack: OneStack | None = None
        """Made with the Markdown: before, the page's own is all."""
        self.below = False
        """The page went back or forth below the Markdown."""
        self._settled: set[int] = set()  # editions that the page itself took in
        self._undone: list[int] = []  # Qt's steps in each step that was undone

    def forget(self) -> None:
        """Another story: nothing of the one before can be undone."""
        self._settled, self._undone = set(), []
        self.below = False
        if self.stack is not None:
            self.stack.forget()

    def was_settled(self) -> None:
        """The page shows now what its own text says: a part of the step before."""
        self._settled.add(self._body.page_source.number())

    def join(self, source: SourceView) -> None:
        """The Markdown was made: from now on its steps and the page's are one stack."""
        from newsroom.ui.editor.onestack import OneStack, Side

        self.stack = OneStack(
            Side(
                self._rich.document(),
                self._page_back,
                self._page_forth,
                self._body.page_text,
                self._body.page_source.take_in,
            ),
            Side(
                source.document(),
                lambda: source.poured.step_back(source.undo),
                lambda: source.poured.step_forth(source.redo),
                source.text,
                source.follow,
            ),
        )

    def back(self) -> None:
        """One step back, whichever view it was made in. What came in turn by turn goes so, too: the
        body is what it was until all of it is gone."""
        self._body.stop_held()
        view = self._body.view
        start = None if view.isReadOnly() else view.poured.back()
        if start is None or not (
            self.stack is None or self.stack.is_own(int(self._body.as_source))
        ):
            self._turn(back=True)
            return
        from newsroom.ui.editor.poured import Unpouring

        if not self._rich.document().isRedoAvailable():
            self._undone = []
        Unpouring(view, start, self._body, self._poured_back).start()

    def _poured_back(self) -> None:
        """The view on top took back what had come in turn by turn."""
        if not self._body.as_source:
            self._body.filling.touch()
            self._undone.append(1)
            self._body.unsure = self._body.unsure or bool(self._settled)

    def _forth_is_own(self) -> bool:
        """Whether the next step forth is one of the view on top, and no more than that."""
        if not self._body.as_source and self._undone[-1:] not in ([], [1]):
            return False
        return self.stack is None or self.stack.goes_forth_alone(int(self._body.as_source))

    def _poured_forth(self) -> None:
        """The view on top put in again what had come in turn by turn."""
        if not self._body.as_source:
            self._body.filling.touch()
            del self._undone[-1:]
            self._body.unsure = self._body.unsure or bool(self._settled)
            self._rich.dress_first()

    def forth(self) -> None:
        """One step forth again. Behind one that changed no word but what blocks are, Qt's caret is
        at the start of the next block; it belongs to the end of the last that changed."""
        self._body.stop_held()
        view = self._body.view
        end = None if view.isReadOnly() else view.poured.forth()
        if end is not None and self._forth_is_own():
            from newsroom.ui.editor.poured import Repouring

            again = self.stack.again if self.stack is not None else lambda step: step()
            Repouring(view, end, self._body, self._poured_forth, again).start()
            return
        words = view.document().toRawText()
        self._turn(back=False)
        cursor = view.textCursor()
        if cursor.atBlockStart() and not cursor.atStart() and view.document().toRawText() == words:
            cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter)
            view.setTextCursor(cursor)

    def can_forth(self) -> bool:
        """Whether there is a step forth, in whichever view it was made."""
        if self.stack is None:
            return self._rich.document().isRedoAvailable()
        return self.stack.can_forth(int(self._body.as_source), self._body.text())

    def goes_forth(self) -> bool:
        """Whether the page, or the one stack behind it, has something to be done again."""
        if self._rich.document().isRedoAvailable():
            return True
        return self.stack is not None and self.stack.goes_on(self._body.text())

    def _turn(self, *, back: bool) -> None:
        if self.stack is None:
            (self._page_back if back else self._page_forth)()
        else:
            self._turn_both(self.stack, back=back)
        self._rich.dress_first()

    def _turn_both(self, stack: OneStack, *, back: bool) -> None:
        top, before = int(self._body.as_source), self._body.text()
        here, below = stack.place(top), stack.place(1 - top)
        self._body.quiet = True
        try:
            shared = stack.back(top) if back else stack.forth(top)
        finally:
            self._body.quiet = False
        if stack.place(1 - top) != below and self._body.as_source:
            self._body.seen, self.below = self._body.page_text(), True
        if stack.place(top) == here and not shared:
            return
        if not self._body.as_source:
            self._body.filling.touch()
        self._body.touched()
        if shared:
            self._show_change(before)

    def _show_change(self, before: str) -> None:
        """The caret goes to the end of what is other than it was ``before``."""
        text = self._body.text()
        view = self._body.view
        cursor = view.textCursor()
        same = shared_end(before, text, min(len(before), len(text)))
        cursor.setPosition(self._body.position(len(text) - same))
        view.setTextCursor(cursor)
        view.ensureCursorVisible()

    def _page_back(self) -> None:
        """One step back in the page. That it was settled is a part of the step before, which Qt
        would not let it join."""
        before = self._body.page_source.number()
        if not self._rich.document().isRedoAvailable():
            self._undone = []
        self._rich.poured.step_back(self._rich.undo)
        both = before in self._settled and self._body.page_source.number() < before
        if both:
            self._rich.poured.step_back(self._rich.undo)
        self._undone.append(2 if both else 1)
        self._body.unsure = self._body.unsure or bool(self._settled)  # it may be from before that

    def _page_forth(self) -> None:
        """One step forth in the page."""
        for _ in range(self._undone.pop() if self._undone else 1):
            self._rich.poured.step_forth(self._rich.redo)
        self._body.unsure = self._body.unsure or bool(self._settled)
