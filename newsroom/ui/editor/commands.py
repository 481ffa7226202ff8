"""Every format and edit that the menus and the toolbar can ask for, by name, in either view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QGuiApplication, QTextBlock, QTextCursor
from PySide6.QtWidgets import QMenu, QTextEdit

from newsroom.i18n import _
from newsroom.text.blocks import ASIDES
from newsroom.text.document import Block, BlockKind, Link, Marks
from newsroom.ui.editor.formats import FLAGS, FRESH, block_of, kind_of
from newsroom.ui.editor.images import is_alone
from newsroom.ui.editor.marks import (
    bare,
    chosen_blocks,
    link_at,
    linked,
    plain,
    remark,
    shared,
    takes_marks,
    with_flag,
)
from newsroom.ui.editor.nesting import CELLS, FIXED, list_depth, stack_at, table_of
from newsroom.ui.editor.rich import RichView
from newsroom.ui.editor.tables import ACTS
from newsroom.ui.editor.toolbar import AtCaret

if TYPE_CHECKING:
    from newsroom.ui.editor.figures import Figures
    from newsroom.ui.editor.inserts import Inserts
    from newsroom.ui.editor.notes import Notes
    from newsroom.ui.editor.pane import EditorPane
    from newsroom.ui.editor.rightsbook import RightsBook
    from newsroom.ui.editor.source import SourceView

_FLAGS = tuple(FLAGS)
_LEVELS = range(1, 7)
_WRITES = frozenset({"cut", "paste", "paste_plain", "delete"})
"""Edits of the text itself."""
_PREFIXES = ("paragraph", "bullets", "numbers", "tasks", "quote")
_MOST_LOOKED_AT = 500  # blocks of a selection: the toolbar is to be quick


class Commands:
    """What ``EditorPane.apply`` knows."""

    def __init__(self, pane: EditorPane) -> None:
        self._pane = pane
        rich = pane.rich
        rich.enter_figure = lambda: is_alone(rich.textCursor().block()) and self.figures.enter()
        rich.cut_note = lambda name: self.notes.remove(name)
        rich.follow_note = lambda cursor: self.notes.follow(cursor)
        rich.after.then.append(self._look_for_figure)
        rich.mirror.reshaped.connect(self._look_for_figure)
        rich.pictures.know = lambda sha256, then: self.book.read(sha256, then)
        pane.rich.menu_made.connect(self._fill_menu)
        self._rich: Mapping[str, Callable[[RichView], object]] = {
            **{name: partial(self._flag, name) for name in _FLAGS},
            **{f"heading{level}": partial(_heading, level) for level in _LEVELS},
            "paragraph": lambda view: view.structure.set_heading(view.textCursor(), 0),
            "bullets": lambda view: view.structure.lists.toggle(view.textCursor(), "ul"),
            "numbers": lambda view: view.structure.lists.toggle(view.textCursor(), "ol"),
            "tasks": lambda view: view.structure.lists.toggle_task(view.textCursor()),
            "quote": lambda view: view.structure.wraps.toggle(view.textCursor()),
            "pull": lambda view: view.structure.wraps.toggle(view.textCursor(), "pull"),
            "box": lambda view: view.structure.wraps.toggle(view.textCursor(), "box"),
            "box_title": lambda view: self.inserts.box_title(view),
            "embed": lambda _view: self.inserts.embed(),
            "footnote": lambda _view: self.notes.insert_or_jump(),
            "renumber": lambda _view: self.notes.renumber(),
            "picture": lambda _view: self.inserts.picture(),
            "codeblock": lambda view: view.structure.toggle_code(view.textCursor()),
            "tick": lambda view: view.structure.lists.tick_chosen(view.textCursor()),
            "indent": lambda view: view.structure.lists.indent(view.textCursor()),
            "outdent": lambda view: view.structure.lists.outdent(view.textCursor()),
            "rule": _rule,
            "table": lambda _view: self.inserts.table(),
            **{name: partial(_table_act, name) for name in ACTS},
            "table_remove": _remove_table,
            "clear": self._clear,
            "link": lambda _view: pane.ask_link(),
        }
        self._source: Mapping[str, Callable[[SourceView], object]] = {
            **{name: partial(_wrap, name) for name in _FLAGS},
            **{name: partial(_prefix, name) for name in _PREFIXES},
            **{f"heading{level}": partial(_prefix, f"heading{level}") for level in _LEVELS},
            "rule": lambda view: view.acts.insert_block("***"),
            "table": lambda _view: self.inserts.table(),
            "embed": lambda _view: self.inserts.embed(),
            "footnote": lambda _view: self.notes.insert_or_jump(),
            "renumber": lambda _view: self.notes.renumber(),
            "picture": lambda _view: self.inserts.picture(),
            "pull": lambda view: view.acts.insert_block("::: pullquote\n\n\n\n:::"),
            "box": lambda view: view.acts.insert_block("::: box\n\n\n\n:::"),
            "codeblock": lambda view: view.acts.insert_block("```\n\n```"),
            "link": lambda _view: pane.ask_link(),
        }  # fmt: skip
        self._edits: Mapping[str, Callable[[QTextEdit], object]] = {
            "undo": lambda editor: self._turn(editor, pane.body.undo, editor.undo),
            "redo": lambda editor: self._turn(editor, pane.body.redo, editor.redo),
            "cut": lambda editor: editor.cut(),
            "copy": lambda editor: editor.copy(),
            "paste": lambda editor: editor.paste(),
            "paste_plain": self._paste_plain,
            "select_all": lambda editor: editor.selectAll(),
            "delete": lambda editor: editor.textCursor().removeSelectedText(),
        }
        self._pane_acts: Mapping[str, Callable[[], object]] = {
            "find": lambda: pane.open_find(),
            "replace": lambda: pane.open_find(replace=True),
            "find_next": lambda: pane.find_bar.step(1),
            "find_previous": lambda: pane.find_bar.step(-1),
            "view": lambda: pane.turn_over(),
        }

    # What asks below the page or a picture: made when it is first wanted.

    @cached_property
    def inserts(self) -> Inserts:
        """Puts in what has to be asked for."""
        from newsroom.ui.editor.inserts import Inserts

        return Inserts(self._pane)

    @cached_property
    def notes(self) -> Notes:
        """The story's footnotes."""
        from newsroom.ui.editor.notes import Notes

        return Notes(self._pane)

    @cached_property
    def figures(self) -> Figures:
        """The fields below a picture."""
        from newsroom.ui.editor.figures import Figures

        rich = self._pane.rich
        rich.after.then.remove(self._look_for_figure)
        rich.mirror.reshaped.disconnect(self._look_for_figure)
        made = Figures(rich, rich.formats, rich.mirror, self.book)
        self.book.changed.connect(made.look_again)
        made.look()
        return made

    @cached_property
    def book(self) -> RightsBook:
        """What the library knows of the story's pictures."""
        from newsroom.ui.editor.rightsbook import RightsBook

        made = RightsBook(self._pane)
        made.changed.connect(self._pane.rich.pictures.look_again)
        return made

    def _look_for_figure(self) -> None:
        """Once the caret is at a picture, the fields below it do this themselves."""
        if is_alone(self._pane.rich.textCursor().block()):
            self.figures  # noqa: B018 # made, they look

    def names(self) -> frozenset[str]:
        """Every name that ``apply`` knows."""
        return frozenset((*self._rich, *self._source, *self._edits, *self._pane_acts))

    def apply(self, name: str) -> bool:
        """Do it; False where it does not fit (a format while a title field has the caret).

        Raises KeyError for a name that nothing here has.
        """
        if name in self._pane_acts:
            self._pane_acts[name]()
            return True
        if (name in _WRITES or name in self._rich) and not self._pane.body.as_source:
            self._pane.rich.complete()
        if name in self._edits:
            self._edits[name](self._editor())
            return True
        if name not in self._rich:
            raise KeyError(name)
        if self._pane.titles.focused() is not None:
            return False
        view = self._pane.view
        if not isinstance(view, RichView):
            act = self._source.get(name)
            if act is None:
                return False
            act(view)
        else:
            self._rich[name](view)
            view.ensureCursorVisible()
        return True

    def _turn(
        self, editor: QTextEdit, body: Callable[[], object], other: Callable[[], object]
    ) -> None:
        body() if editor is self._pane.view else other()

    def _editor(self) -> QTextEdit:
        return self._pane.titles.focused() or self._pane.view

    # What holds at the caret.

    def state(self) -> AtCaret:
        """What the toolbar shows."""
        if self._pane.body.as_source:
            return AtCaret(source=True)
        view = self._pane.rich
        cursor = view.textCursor()
        if cursor.hasSelection():
            on = set(shared(cursor, _FLAGS))
        else:
            marks = view.marks_here() if takes_marks(cursor.block()) else Marks()
            on = {name for name in _FLAGS if getattr(marks, name)}
        if link_at(cursor) is not None:
            on.add("link")
        blocks = chosen_blocks(cursor)[:_MOST_LOOKED_AT]
        # Cells and cards have no style of their own, so that they don't speak for the others.
        styled = [b for b in blocks if kind_of(b.blockFormat()) not in FIXED]
        states = {_around(block) for block in styled or blocks}
        on |= frozenset.intersection(*(around for around, _style in states))
        styles = {style for _around, style in states}
        return AtCaret(on=frozenset(on), style=styles.pop() if len(styles) == 1 else "")

    # Marks.

    def _flag(self, name: str, view: RichView) -> None:
        cursor = view.textCursor()
        if cursor.hasSelection():
            on = name not in shared(cursor, (name,))
            remark(cursor, view.formats, with_flag(name, on=on))
        elif takes_marks(cursor.block()):
            marks = view.marks_here()
            view.choose_marks(with_flag(name, on=not getattr(marks, name))(marks))
            self._pane.toolbar.show_state(self.state())

    def _clear(self, view: RichView) -> None:
        cursor = view.textCursor()
        if cursor.hasSelection():
            remark(cursor, view.formats, plain)
        else:
            view.choose_marks(Marks())

    # The menu of a right click.

    def _fill_menu(self, menu: QMenu, cursor: QTextCursor) -> None:
        from newsroom.ui.actions import format as rows

        at_table = table_of(cursor.block()) is not None
        wanted = [*ACTS, "table_remove"] if at_table else []
        if self._pane.rich.structure.wraps.title(cursor) is not None:
            wanted.append("box_title")
        if not wanted:
            return
        if not self._pane.rich.textCursor().hasSelection():
            self._pane.rich.setTextCursor(cursor)
        names = {row.id.removeprefix("format."): row for row in rows.ROWS}
        under = QMenu(_("Table"), menu) if at_table else menu
        for name in wanted:
            into = under if name != "box_title" else menu
            action = QAction(names[name].name, into)
            action.triggered.connect(partial(self._from_menu, name))
            into.addAction(action)
        if at_table:
            first = menu.actions()[0]
            menu.insertMenu(first, under)
            menu.insertSeparator(first)

    def _from_menu(self, name: str, _on: bool = False) -> None:
        self.apply(name)

    # Links.

    def link_here(self) -> tuple[str, str, bool]:
        """Address and words of the link at the caret, and whether words must be asked for."""
        view = self._pane.view
        cursor = view.textCursor()
        words = cursor.selectedText()
        if isinstance(view, RichView):
            found = link_at(cursor)
            if found is not None:
                return found[0].href or "", "", False
        return "", "", not words

    def set_link(self, address: str, words: str) -> None:
        """Point the selection, the link at the caret or new ``words`` to ``address``."""
        view = self._pane.view
        cursor = view.textCursor()
        bare(cursor)
        if not isinstance(view, RichView):
            text = cursor.selectedText().replace("\u2029", " ") or words
            if address:
                cursor.insertText(f"[{text}]({address})")
            return
        view.complete()
        found = link_at(cursor)
        if not cursor.hasSelection() and found is not None:
            cursor.setPosition(found[1])
            cursor.setPosition(found[2], QTextCursor.MoveMode.KeepAnchor)
        if cursor.hasSelection():
            link = Link(address, None, None, False) if address else None
            if link is not None and found is not None:
                link = replace(found[0], href=address, ref=None, auto=False)
            remark(cursor, view.formats, linked(link))
        elif address and takes_marks(cursor.block()):
            marks = Marks(link=Link(address, None, None, False))
            cursor.insertText(words, view.formats.for_block(cursor.block().blockFormat(), marks))
            view.setTextCursor(cursor)

    def _paste_plain(self, editor: QTextEdit) -> None:
        data = QGuiApplication.clipboard().mimeData()
        if data is None:
            return
        if isinstance(editor, RichView):
            editor.clipboard.give_plain(data)
        elif (source := self._pane.body.source) is editor and source is not None:
            source.give_plain(data)
        else:
            editor.paste()


def _rule(view: RichView) -> None:
    from newsroom.ui.editor.inserts import put_block

    put_block(view, Block(kind=BlockKind.RULE, segment=FRESH))


def _heading(level: int, view: RichView) -> None:
    view.structure.toggle_heading(view.textCursor(), level)


def _wrap(name: str, view: SourceView) -> None:
    view.acts.wrap(name)


def _prefix(name: str, view: SourceView) -> None:
    view.acts.prefix(name)


def _around(block: QTextBlock) -> tuple[frozenset[str], str]:
    """The formats that a block as a whole has, and its style."""
    if kind_of(block.blockFormat()) in CELLS:
        own = Block(kind=BlockKind.PARAGRAPH)
    else:
        own = block_of(block.blockFormat())
    stack, depth = stack_at(block), list_depth(block)
    on = {"quote"} if any(c.kind == "quote" for c in stack) else set()
    on |= {c.kind for c in stack[:1] if c.kind in ASIDES}
    if depth is not None:
        on.add("bullets" if stack[depth].kind == "ul" else "numbers")
    if own.task is not None:
        on.add("tasks")
    return frozenset(on), _style(own)


def _style(block: Block) -> str:
    if block.kind is BlockKind.HEADING:
        return f"heading{block.level}"
    return {BlockKind.PARAGRAPH: "paragraph", BlockKind.CODE: "codeblock"}.get(block.kind, "")


def _table_act(name: str, view: RichView) -> None:
    cursor = view.textCursor()
    if view.tables.act(cursor, name):
        view.setTextCursor(cursor)


def _remove_table(view: RichView) -> None:
    cursor = view.textCursor()
    if view.tables.remove(cursor):
        view.setTextCursor(cursor)
