"""House style of one open story: its title fields and both views, what was found, and fixing it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit

from newsroom.i18n import _, ngettext
from newsroom.ui.editor.overpaint import layered
from newsroom.ui.editor.spellmenu import put
from newsroom.ui.editor.squiggles import Misspelled
from newsroom.ui.editor.stylemarks import Marked, StyleMarks, rich_prose, source_prose, title_prose
from newsroom.ui.editor.titles import TitleField
from newsroom.ui.styling import found_in
from newsroom.values import dataclass

if TYPE_CHECKING:
    from newsroom.news.rule import Found
    from newsroom.ui.editor.pane import EditorPane
    from newsroom.ui.editor.rich import RichView
    from newsroom.ui.editor.source import SourceView

INK = "info"
"""The theme's token for the dots."""
_LEFT_OUT = frozenset({"dateline"})  # a place name has its own spelling


@dataclass(frozen=True, slots=True)
class Place:
    """A finding in one of the story's texts."""

    editor: QTextEdit
    marked: Marked

    @property
    def found(self) -> Found:
        """What was found, as the desk keeps it."""
        return found_in(self.marked.passage, self.marked.match)

    @property
    def rule(self) -> str:
        """The key of the rule."""
        return self.marked.match.rule

    @property
    def fix(self) -> str | None:
        """What may stand there."""
        fixes = self.marked.match.fixes
        return fixes[0] if fixes else None


class Stylecheck(QObject):
    """It looks at nothing before ``start``: when somebody typed in the story, or asks."""

    changed = Signal()
    """Something else was found, or all of it is known."""

    def __init__(self, pane: EditorPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self._bench = pane.workbench
        self._of: dict[QTextEdit, StyleMarks] = {}

    def start(self) -> None:
        """Look from now on."""
        if self._of:
            return
        for name, field in self._pane.titles.fields.items():
            if name not in _LEFT_OUT:
                self._follow(field, name)
        self._follow(self._pane.rich, "body")
        self._view_changed()
        self._pane.view_changed.connect(self._view_changed)
        self._pane.story.field_changed.connect(self._field_changed)
        self._bench.theme.changed.connect(self._recolour)
        self._bench.styling.learned.connect(self.changed)
        self._bench.styling.changed.connect(self.changed)

    def _follow(self, editor: TitleField | RichView | SourceView, field: str) -> None:
        if editor in self._of:
            return
        story = self._pane.story
        page = self._pane.rich if editor is self._pane.rich else None
        usual = title_prose if isinstance(editor, TitleField) else source_prose
        made = StyleMarks(
            editor,
            self._bench.styling,
            prose=rich_prose if page is not None else usual,
            field=field,
            language=lambda: str(story.get("language") or ""),
            article=lambda: story.id,
            story=story.key,
            ink=self._bench.theme.token(INK),
            after=editor.after,
            follow=self._pane.follow_of(editor),
        )
        made.settled.connect(self.changed)
        if page is not None:
            made.lost = page.refresh.widen
        self._of[editor] = made
        editor.overpaint = layered(editor.overpaint, made.paint)

    def _view_changed(self, *_source: object) -> None:
        source = self._pane.body.source
        if source is not None:
            self._follow(source, "body")
        self.changed.emit()

    def _field_changed(self, name: str) -> None:
        if name == "language":
            for marks in self._of.values():
                marks.look_again()

    def _recolour(self) -> None:
        for marks in self._of.values():
            marks.recolour(self._bench.theme.token(INK))

    # What was found.

    def _shown(self) -> list[QTextEdit]:
        return [e for e in (*self._pane.titles.fields.values(), self._pane.view) if e in self._of]

    @property
    def busy(self) -> bool:
        """Whether something is still to be looked at."""
        if self._bench.settings.check_style and self._bench.styling.process is None:
            return True  # the book is being read
        return not self._of or any(self._of[e].busy for e in self._shown() if e.isVisible())

    def look(self) -> None:
        """Look at everything now."""
        self.start()
        for editor in self._shown():
            self._of[editor].release()
            self._of[editor].look()

    def places(self) -> list[Place]:
        """What was found, in the order of the story."""
        return list(self._places())

    def _places(self) -> Iterator[Place]:
        for editor in self._shown():
            for marked in self._of[editor].found():
                yield Place(editor, marked)

    def at_caret(self) -> Place | None:
        """What was found where the caret stands."""
        here: QTextEdit = self._pane.titles.focused() or self._pane.view
        at = here.textCursor().selectionStart()
        mine = (place for place in self._places() if place.editor is here)
        return next((p for p in mine if p.marked.start <= at <= p.marked.end), None)

    # What people do with it.

    def show(self, place: Place, *, focus: bool = True) -> None:
        """Select the words and show them."""
        cursor = QTextCursor(place.editor.document())
        cursor.setPosition(place.marked.start)
        cursor.setPosition(place.marked.end, QTextCursor.MoveMode.KeepAnchor)
        place.editor.setTextCursor(cursor)
        self._pane.show_text(place.editor)
        if focus:
            place.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def fix(self, places: Sequence[Place]) -> int:
        """Put in place of what was found what the rule proposes; in each text as one step that can
        be undone. Gives how many were fixed."""
        if self._pane.reading is not None and not self._pane.reading.allows("paste"):
            self._say(_("The story is only to be read now."))
            return 0
        done = 0
        for editor in dict.fromkeys(place.editor for place in places):
            those = [place for place in places if place.editor is editor]
            step = editor.textCursor()  # an undo puts the caret back there
            step.beginEditBlock()
            try:
                for place in sorted(those, key=lambda item: item.marked.start, reverse=True):
                    done += self._put(place)
            finally:
                step.endEditBlock()
        if done < len(places):
            self._say(
                ngettext(
                    "{n} place has to be changed by hand.",
                    "{n} places have to be changed by hand.",
                    len(places) - done,
                ).format(n=len(places) - done)
            )
        return done

    def _put(self, place: Place) -> bool:
        fix, marked = place.fix, place.marked
        if fix is None:
            return False
        cursor = QTextCursor(place.editor.document())
        cursor.setPosition(marked.start)
        cursor.setPosition(marked.end, QTextCursor.MoveMode.KeepAnchor)
        # Marks of Markdown inside the words would go with them.
        if cursor.selectedText().replace("\u2028", " ") != place.found.words:
            return False
        put(place.editor, Misspelled(marked.start, marked.end, place.found.words, ""), fix)
        return True

    def _say(self, sentence: str) -> None:
        self._bench.messages.say(sentence, key="style")
