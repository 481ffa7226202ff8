"""What is put into a story at the caret after a question: tables, boxes, embeds. In both views."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from newsroom.i18n import _
from newsroom.text.document import Block, BlockKind, Document, Image, Link, Marks, Run
from newsroom.ui.editor.ask import Answers, AskBar, Check, Field
from newsroom.ui.editor.figures import figure_at
from newsroom.ui.editor.formats import FRESH, OBJECT
from newsroom.ui.editor.images import held_address
from newsroom.ui.editor.links import clipboard_address, tidy_address
from newsroom.ui.editor.mirrored import first_cell
from newsroom.ui.editor.rich import RichView
from newsroom.ui.editor.tables import MOST_COLUMNS, MOST_ROWS, blank

if TYPE_CHECKING:
    from newsroom.news.article import Picture
    from newsroom.news.errors import NewsroomError
    from newsroom.ui.editor.pane import EditorPane

_ROWS, _COLUMNS = 3, 3  # what a new table is offered with, its head included
_RULE: Final = "---"


@dataclass(slots=True)
class _Place:
    """One of the pictures that are being taken in; ``settled`` once it is known what it is."""

    picture: Picture | None = None
    settled: bool = False


class Inserts:
    """Asks below the page of one story and puts the answer into the view on top."""

    def __init__(self, pane: EditorPane) -> None:
        self._pane = pane
        self._bar: AskBar | None = None
        self._places: list[_Place] = []  # in their order
        self._then: Callable[[Answers], object] = lambda _answers: None

    @property
    def bar(self) -> AskBar:
        """The bar that asks; made when it is first wanted."""
        if self._bar is None:
            self._bar = AskBar(self._pane)
            self._pane.put_bar(self._bar)
            self._bar.closed.connect(lambda: self._pane.view.setFocus())
            self._bar.answered.connect(lambda answers: self._then(answers))
        return self._bar

    def ask(
        self,
        fields: Sequence[Field],
        *,
        take: str,
        then: Callable[[Answers], object],
        check: Check | None = None,
    ) -> None:
        """Ask for ``fields``; ``then`` gets the answers when they are given."""
        self._then = then
        if check is None:
            self.bar.ask(fields, take=take)
        else:
            self.bar.ask(fields, take=take, check=check)

    def table(self) -> None:
        """Ask how large the new table is to be."""
        self.ask(
            (
                Field("rows", _("Rows"), str(_ROWS), MOST_ROWS),
                Field("columns", _("Columns"), str(_COLUMNS), MOST_COLUMNS),
            ),
            take=_("Insert table"),
            then=lambda found: self.put_table(int(found["rows"]), int(found["columns"])),
        )

    def put_table(self, rows: int, columns: int) -> None:
        """Put an empty table in, the caret in its first cell."""
        view = self._pane.view
        if not isinstance(view, RichView):
            line = "|" + "  |" * columns
            rule = "|" + f" {_RULE} |" * columns
            view.acts.insert_block("\n".join([line, rule, *[line] * (rows - 1)]))
            return
        put_block(view, blank(rows, columns))

    def box_title(self, view: RichView) -> None:
        """Ask for the title of the box that the caret stands in."""
        wraps = view.structure.wraps
        title = wraps.title(view.textCursor())
        if title is not None:
            self.ask(
                (Field("title", _("Title of the box"), title),),
                take=_("Set title"),
                then=lambda found: wraps.entitle(view.textCursor(), found["title"]),
            )

    def embed(self) -> None:
        """Ask for the address of a page that the story shows as a card."""
        self.ask(
            (Field("address", _("Address of the page, video or post"), clipboard_address()),),
            take=_("Embed"),
            then=lambda found: self.put_embed(found["address"]),
            check=lambda found: (
                "" if _web(found["address"]) else _("An embed needs an address of the web")
            ),
        )

    def put_embed(self, address: str) -> None:
        """Put an embed in, a block of its own."""
        view = self._pane.view
        if not isinstance(view, RichView):
            view.acts.insert_block(f"<{_web(address)}>")
            return
        put_block(view, embed_block(_web(address)))

    def picture(self) -> None:
        """Ask for a picture's file and put it in."""
        from PySide6.QtWidgets import QFileDialog

        from newsroom.ui.widgets.picture import SUFFIXES

        dialog = QFileDialog(self._pane.window(), _("Choose a picture"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([f"{_('Pictures')} ({SUFFIXES})", f"{_('All files')} (*)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.take_picture(Path(name), Path(name).name))
        dialog.open()

    def take_picture(self, source: Path | bytes, filename: str) -> None:
        """Keep a picture in the newsroom and put it in at the caret. Of several that come at once
        each stands behind the one before, whichever is ready first."""
        story = self._pane.story
        place = _Place()
        self._places.append(place)

        def kept(picture: Picture) -> None:
            place.picture = picture
            settled()

        def refused(error: NewsroomError) -> None:
            self._pane.say_fault(error)
            settled()

        def settled() -> None:
            place.settled = True
            while self._places and self._places[0].settled:
                ready = self._places.pop(0).picture
                if ready is not None and self._pane.story is story:  # another may stand there
                    self.put_picture(ready)

        self._pane.media.take(source, filename, then=kept, failed=refused, owner=self._pane)

    def put_picture(self, picture: Picture) -> None:
        """Put a kept picture in, a block of its own, with the words that came with its file."""
        image = Image(
            held_address(picture.sha256, picture.mime),
            picture.alt,
            picture.caption or None,
            None,
            picture.credit,
        )
        view = self._pane.view
        if not isinstance(view, RichView):
            view.acts.insert_block(Document.open("").write([picture_block(image)]).source.strip())
            return
        put_block(view, picture_block(image))
        cursor = view.textCursor()
        if figure_at(cursor.block()) is None:
            cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock)
            view.setTextCursor(cursor)
        view.enter_figure()


def _web(address: str) -> str:
    """The address as an embed holds it, "" for one that is none of the web."""
    tidy = tidy_address(address) or ""
    return tidy if tidy.startswith(("https://", "http://")) else ""


def embed_block(address: str) -> Block:
    """The paragraph that is an embed: nothing but its address."""
    runs = (Run(address, Marks(link=Link(address, auto=True))),)
    return Block(BlockKind.PARAGRAPH, runs=runs, segment=FRESH)


def picture_block(image: Image) -> Block:
    """The paragraph that is a picture with its caption and credit."""
    runs = (Run(OBJECT, Marks(image=image)),)
    return Block(BlockKind.PARAGRAPH, runs=runs, segment=FRESH)


def put_block(view: RichView, block: Block) -> None:
    """Put a whole block in behind the caret's, the caret into a table's first cell."""
    view.complete()
    cursor = view.textCursor()
    view.structure.insert_blocks(cursor, [block])
    if block.kind is BlockKind.TABLE:
        cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock)
        table = cursor.currentTable()
        if table is not None:
            cursor.setPosition(first_cell(table).firstPosition())
    view.setTextCursor(cursor)
    view.ensureCursorVisible()
