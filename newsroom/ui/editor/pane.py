"""The editor of one story: title fields and body on one page, with the bars that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtWidgets import QTextEdit, QVBoxLayout, QWidget

from newsroom.i18n import _
from newsroom.text.direction import of_language
from newsroom.ui.editor.body import Body
from newsroom.ui.editor.commands import Commands
from newsroom.ui.editor.counts import CountStrip
from newsroom.ui.editor.dressing import SETTINGS, Dressing
from newsroom.ui.editor.late import MODES, Late
from newsroom.ui.editor.looks import inks
from newsroom.ui.editor.page import Page
from newsroom.ui.editor.pasting import Pasting
from newsroom.ui.editor.rich import RichView
from newsroom.ui.editor.sitting import Lasting, Sitting
from newsroom.ui.editor.snippets import SnippetHand
from newsroom.ui.editor.tally import Tally
from newsroom.ui.editor.titles import TITLES, Titles
from newsroom.ui.editor.toolbar import FormatBar
from newsroom.ui.editor.tools import Tools
from newsroom.ui.editor.typist import Typist
from newsroom.ui.editor.whereabouts import Whereabouts
from newsroom.ui.parked import LONG
from newsroom.ui.pause import Pause

if TYPE_CHECKING:
    from newsroom.news.errors import NewsroomError
    from newsroom.ui.editor.find import FindBar
    from newsroom.ui.editor.places import Place
    from newsroom.ui.editor.reading import Reading
    from newsroom.ui.editor.source import SourceView
    from newsroom.ui.editor.spellcheck import Spellcheck
    from newsroom.ui.editor.squiggles import Follow
    from newsroom.ui.editor.stylecheck import Stylecheck
    from newsroom.ui.editor.suggest import Suggest
    from newsroom.ui.story import OpenStory
    from newsroom.ui.widgets.media import Media
    from newsroom.ui.workbench import Workbench

_PICTURE: Final = QSize(1600, 1600)  # pixels that a picture in the text is decoded to at most
_SMALLEST, _LARGEST = 12, 32  # pixels, as the settings allow
_ASKING: Final = frozenset({"link", "table", "picture", "embed", "footnote", "box_title"})
"""Formats that put the keyboard somewhere themselves."""
_LOOK_MS: Final = 40  # the toolbar follows the caret this late: between two keys, never within one
_WRITTEN_MS: Final = 150  # and this late where somebody writes: once they pause, not at every key


class EditorPane(QWidget):
    """One open story, to be read and written. The pane may outlive it and ``take`` the next:
    its some sixty widgets cost more to make than a story to show."""

    caret_moved = Signal()
    """The caret or the selection changed (a little late, so that typing stays quick)."""
    view_changed = Signal(bool)
    """True when the Markdown is on top."""

    def __init__(
        self,
        workbench: Workbench,
        story: OpenStory,
        parent: QWidget | None = None,
        *,
        by_and_by: bool = False,
    ) -> None:
        """``by_and_by`` leaves most of it to ``make_on``."""
        super().__init__(parent)
        self._making = self._make(workbench, story)
        while not by_and_by and self.make_on():
            pass

    def make_on(self) -> bool:
        """Make the next part; False once it is complete."""
        return next(self._making, False)

    def _make(self, workbench: Workbench, story: OpenStory) -> Iterator[bool]:
        self.setObjectName("editorPane")
        self.workbench = workbench
        self.story = story
        self._media: Media | None = None
        self._silent = False
        self._typing = False  # since the toolbar looked last
        self._whereabouts = Whereabouts(self)
        self.dressing = Dressing(workbench)
        self._inks = inks(workbench.theme)
        self.titles = Titles(self)
        yield True
        self.rich = RichView(
            faces=self.dressing.faces(),
            colours=self._inks,
            fetch=self._fetch,
            parent=self,
        )
        self.body = Body(self.rich, self._make_source, workbench.tasks.background, workbench.parser)
        yield True
        self.commands = Commands(self)
        self.tools = Tools(self)
        self.snippets = SnippetHand(self)
        self._typist = Typist(self)
        self._late = Late(self)
        self.pasting = Pasting(self)
        self.toolbar = FormatBar(workbench.icons, keys=_key, parent=self)
        yield True
        self.page = Page(self.titles, column=600, parent=self)
        self.counts = CountStrip(self)
        self._find_bar: FindBar | None = None
        self._spellcheck: Spellcheck | None = None
        self.reading: Reading | None = None
        """Says why the story is only to be read now; made when that is first so."""
        self._stylecheck: Stylecheck | None = None
        self._suggest: Suggest | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.toolbar)
        self._column.addWidget(self.page, 1)
        self._column.addWidget(self.counts)
        self._tally = Tally(
            workbench, self.counts, self.body.text, self, opened=lambda: self.body.opened
        )
        self._look = Pause(self, _LOOK_MS, self._show_state)
        self._wire()
        yield True
        self._dress()
        self.page.set_view(self.rich)
        yield True
        self._sitting = Sitting(self)
        self._lasts = frozenset(self.children())
        self._sitting.begin(story)
        self._fill()
        if workbench.settings.open_as_source:
            self.toggle_view()
        self._late.settle_modes()

    # One story after the other.

    @property
    def can_take(self) -> bool:
        """Whether nothing stands here that belongs to this story alone: marks of suggestions and
        comments, a find bar, a second page."""
        body = self.body
        plain = body.source is None or self.workbench.settings.open_as_source
        return (
            plain
            and body.as_source == self.workbench.settings.open_as_source
            and not self.rich.viewport().children()  # the fields below a picture
            and all(part in self._lasts or isinstance(part, Lasting) for part in self.children())
        )

    @property
    def is_long(self) -> bool:
        """Whether its text takes more memory than is worth keeping."""
        return self.body.filling.running or self.rich.document().characterCount() > LONG

    def take(self, story: OpenStory) -> None:
        """Show another story, as if the pane were new. Ask ``can_take`` before."""
        self._sitting.end()
        self.story = story
        self._forget()
        self._sitting.begin(story)
        self._fill()
        self.page.scroll_to(0)
        for part in self.children():
            if isinstance(part, Lasting):
                part.story_taken()

    def rest(self, blank: OpenStory) -> None:
        """Its story was closed: stand empty, tied to nothing, until ``take``."""
        self.take(blank)
        self.leave()

    def leave(self) -> None:
        """It is tied to no story from here on, until ``take``."""
        self._sitting.end()

    def _forget(self) -> None:
        """Nothing of the story before is left."""
        self.pasting.forget()
        if self._media is not None:
            self._media.deleteLater()
            self._media = None
        self.rich.pictures.forget()
        self.rich.viewport().setToolTip("")
        self._typing = False
        self._whereabouts.forget()
        self._typist.forget()
        self.snippets.forget()
        self._tally.forget()

    # Setting up.

    def _wire(self) -> None:
        self.titles.edited.connect(self._title_edited)
        self.titles.grew.connect(self._titles_grew)
        self.titles.into_body.connect(lambda: self.focus_body(start=True))
        self.titles.refused.connect(self.say)
        self.titles.files.connect(self.pasting.take_files)
        self.body.changed.connect(self._body_edited)
        self.body.filling.done.connect(self._whereabouts.filled)
        self._wire_view(self.rich)
        for field in self.titles.fields.values():
            field.typist = self._typist
            field.turned = partial(self._show_turns, field)
        self.rich.wire_clipboard = self.pasting.wire_page
        self.page.pressed_beside.connect(self._pressed_beside)
        self.toolbar.wanted.connect(self._wanted)
        self.workbench.theme.changed.connect(self._dress)
        self.workbench.settings_changed.connect(self._settings_changed)

    def _wire_view(self, view: RichView | SourceView) -> None:
        view.after.then.append(self._look.touch)
        view.selectionChanged.connect(view.after.start)
        view.left_top.connect(lambda: self.titles.focus(TITLES[-1]))
        view.zoomed.connect(self.zoom)
        view.link_wanted.connect(self.ask_link)
        view.typist = self._typist
        view.looks.turned = partial(self._show_turns, view)

    def follow_of(self, editor: QTextEdit) -> Follow | None:
        """Has a function called at each change of one of the story's texts, where that is done
        more cheaply than by its document's signal."""
        if editor is self.rich:
            return self.rich.mirror.followers.append
        source = self.body.source
        return source.followers.append if source is not None and editor is source else None

    def _show_turns(self, editor: QTextEdit) -> None:
        from newsroom.ui.editor.turns import show_turns

        show_turns(editor, lambda: self._inks.fault)

    def _make_source(self) -> SourceView:
        from newsroom.ui.editor.source import SourceView

        view = SourceView(colours=self._inks, parent=self.page)
        self.pasting.wire(view)
        self._wire_view(view)
        self.dressing.dress_source(view)
        return view

    def _fill(self) -> None:
        self._silent = True
        self._turn()
        self.titles.open({name: self.story.get(name) for name in TITLES})
        page, self.story.page = self.story.page, None
        self.body.open(self.story.get("body"), page)
        self._silent = False
        self.counts.set_commissioned(self.story.get("commissioned_length"))
        self._look.touch()

    def _turn(self) -> None:
        """Tables without a word run as the story's language does."""
        self.rich.builder.rtl = of_language(str(self.story.get("language") or "")) == "rtl"

    def _dress(self) -> None:
        """Take on the theme's colours and fonts as they are now."""
        self._inks = inks(self.workbench.theme)
        self.titles.set_fonts({name: self.dressing.font(name) for name in TITLES})
        self.rich.set_story_font(self.dressing.font("story"))
        self.rich.recolour(self._inks)
        if self.body.source is not None:
            self.dressing.dress_source(self.body.source)
            self.body.source.recolour(self._inks)
        self.page.set_column(self.dressing.column())
        self.page.arrange()
        self._late.redress()

    def _settings_changed(self, names: Collection[str]) -> None:
        if not SETTINGS.isdisjoint(names):
            self._dress()
        if not MODES.isdisjoint(names):
            self._late.settle_modes()

    @property
    def media(self) -> Media:
        """The newsroom's pictures."""
        if self._media is None:
            from newsroom.ui.widgets.media import Media

            self._media = Media(self.workbench.tasks, self.rich)
        return self._media

    def _fetch(self, sha256: str, then: Callable[[QImage], object]) -> None:
        self.media.show(sha256, _PICTURE, then=then, owner=self.rich)

    # What happens in the text.

    def _title_edited(self, name: str, text: str) -> None:
        self._silent = True
        self.story.set(name, text)
        self._silent = False
        if self._find_bar is not None:
            self._find_bar.refresh()

    def _body_edited(self) -> None:
        if not self._typing:
            self._typing = True
            self._look.set_after(_WRITTEN_MS)
        self._look.touch()  # a list that is left, say, leaves the caret where it is
        self.story.touch_body()
        self._tally.edited()
        if self._find_bar is not None:
            self._find_bar.refresh()

    def field_changed(self, name: str) -> None:
        """A field of the story has another value."""
        if name in TITLES and not self._silent:
            self.titles.fields[name].put(self.story.get(name))
        elif name == "language":
            self._turn()
        elif name == "commissioned_length":
            self.counts.set_commissioned(self.story.get(name))

    def body_replaced(self) -> None:
        """The body came from elsewhere (another version, a merge): show that."""
        place = self.page.bar.value()
        self.body.become(self.story.get("body"))
        self.page.scroll_to(place)
        self._tally.replaced()

    def was_saved(self, _article: object) -> None:
        """What the page shows is held against what was saved, once nobody types."""
        self._late.was_saved()

    def count(self) -> None:
        """Count the story's words now."""
        self.body.tell()
        self._tally.counter.count()

    def _titles_grew(self) -> None:
        self.page.arrange()
        if (field := self.titles.focused()) is not None:
            self.page.show_head(field.y(), field.y() + field.height())
        if self._late.modes is not None:
            self._late.settle_modes()

    def _show_state(self) -> None:
        self._look.set_after(_LOOK_MS)
        self._typing = False
        self.body.caret_moved()
        self.toolbar.show_state(self.commands.state())
        self._tally.count_chosen(self.view)
        self.caret_moved.emit()

    def _pressed_beside(self, place: QPoint) -> None:
        """A click on the empty page puts the caret where the text is nearest."""
        if place.y() < self.view.y():
            return
        view = self.view
        view.setTextCursor(view.cursorForPosition(view.mapFrom(self.page, place)))
        view.setFocus(Qt.FocusReason.MouseFocusReason)

    # What others ask of it.

    @property
    def view(self) -> RichView | SourceView:
        """The view on top."""
        source = self.body.source
        return source if self.body.as_source and source is not None else self.rich

    @property
    def find_bar(self) -> FindBar:
        """The bar that finds and replaces; made when it is first asked for."""
        if self._find_bar is None:
            from newsroom.ui.editor.find import FindBar

            bar = FindBar(self)
            self._column.insertWidget(self._column.indexOf(self.counts), bar)
            bar.hide()
            bar.places_changed.connect(self._mark_places)
            bar.shown.connect(lambda place: self.show_text(place.editor))
            bar.closed.connect(self.view.setFocus)
            bar.told.connect(self.say)
            bar.as_one = self._late.as_one
            self._find_bar = bar
        self._find_bar.search_in([*self.titles.fields.values(), self.view])
        return self._find_bar

    @property
    def spellcheck(self) -> Spellcheck:
        """The misspelled words of this story; looked for a little after it was opened."""
        if self._spellcheck is None:
            from newsroom.ui.editor.spellcheck import Spellcheck

            self._spellcheck = Spellcheck(self)
        self._spellcheck.begin()
        return self._spellcheck

    def look_at_spelling(self) -> None:
        """The story was opened a moment ago: its words are looked up from now on."""
        self.spellcheck  # noqa: B018 # asked for, it begins

    def review_changed(self) -> None:
        """The story's suggestions are others, or somebody began to suggest."""
        review = self.workbench.reviews.of(self.story)
        if self._suggest is None and (review.on or review.open):
            self._suggest = self.suggest

    @property
    def stylecheck(self) -> Stylecheck:
        """What the house style says of this story; it looks from the first key on."""
        if self._stylecheck is None:
            from newsroom.ui.editor.stylecheck import Stylecheck

            self._stylecheck = Stylecheck(self)
        return self._stylecheck

    def look_for_style(self) -> bool:
        """Somebody typed and rests: from now on the marks follow the typing by themselves. False
        where they are not wanted now."""
        if self.workbench.settings.check_style:
            self.stylecheck.start()
        return self.workbench.settings.check_style

    @property
    def suggest(self) -> Suggest:
        """The suggestions on this story; made once there are some, or somebody begins."""
        if self._suggest is None:
            from newsroom.ui.editor.suggest import Suggest

            self._suggest = Suggest(self, self.workbench.reviews.of(self.story))
        return self._suggest

    def chosen_words(self) -> str:
        """The words that are selected in the text, "" where that is none or more than a line."""
        words = self.view.textCursor().selectedText()
        return "" if "\u2029" in words or "\u2028" in words else words

    def open_find(self, *, replace: bool = False) -> None:
        """Open the find bar with the selected words, the caret in Replace where they are
        what is to be replaced, else in Find. More than a line is where to look."""
        words = self.chosen_words()
        bar = self.find_bar
        bar.open(words, chosen=not words and self.view.textCursor().hasSelection())
        if replace and words:
            bar.replacement.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_body(self, *, start: bool = False) -> None:
        """Put the caret into the story."""
        if start:
            self.view.moveCursor(QTextCursor.MoveOperation.Start)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_title(self, name: str = "headline") -> None:
        """Put the caret into a title field."""
        self.titles.focus(name)

    def go_to(self, offset: int) -> None:
        """Put the caret at an offset of the Markdown (in characters) and show it."""
        cursor = self.view.textCursor()
        cursor.setPosition(self.body.position(offset))
        self.view.setTextCursor(cursor)
        self.view.ensureCursorVisible()
        self.focus_body()

    def toggle_view(self) -> None:
        """Page or Markdown; caret and selection stay on the same words."""
        if self._late.cross():
            return
        focused = self.view.hasFocus()
        view = self.body.show_rich() if self.body.as_source else self.body.show_source()
        self.page.set_view(view)
        view.ensureCursorVisible()
        if focused:
            view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.crossed()

    def turn_over(self) -> None:
        """``toggle_view``, once the modules of the Markdown are there."""
        self._late.turn_over()

    def crossed(self) -> None:
        """The other view is on top now."""
        if self._find_bar is not None:
            self._find_bar.search_in([*self.titles.fields.values(), self.view])
        self._late.settle_modes()
        self.counts.set_view(_("Markdown") if self.body.as_source else "")
        self._look.touch()
        self.view_changed.emit(self.body.as_source)

    def set_bare(self, bare: bool) -> None:
        """Only the page, without the bars above and below it."""
        for bar in (self.toolbar, self.counts):
            if bar.isHidden() != bare:  # what was never told is shown a second time, all of it
                bar.setVisible(not bare)

    def set_beside(self) -> None:
        """Show the other view beside this one, or this one alone again."""
        self._late.turn_beside()

    @property
    def is_beside(self) -> bool:
        """Whether both views are shown."""
        return self._late.is_beside

    def put_in_place_of_page(self, widget: QWidget) -> None:
        """Let a widget stand where the page stands; the page may go into it."""
        self._column.insertWidget(self._column.indexOf(self.page), widget, 1)

    def put_in_place_of(self, widget: QWidget) -> None:
        """Let the page stand where it stood before."""
        self._column.insertWidget(self._column.indexOf(widget), self.page, 1)
        self._column.removeWidget(widget)

    def apply(self, name: str) -> bool:
        """A format or edit by name (see ``commands`` and ``tools``); False for one that does not
        fit here."""
        if self.reading is not None and not self.reading.allows(name):
            return False
        if name in ("cut", "delete") and self.workbench.settings.hemingway:
            name = "copy"
        return self.tools.apply(name) if self.tools.knows(name) else self.commands.apply(name)

    def _wanted(self, name: str) -> None:
        if name == "view":
            self.turn_over()
        else:
            self.apply(name)
        if name not in _ASKING:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._look.touch()

    def zoom(self, way: int) -> None:
        """One pixel larger (+1) or smaller (-1), in every story."""
        size = self.workbench.settings.story_font_size + way
        if _SMALLEST <= size <= _LARGEST:
            self.workbench.set_settings({"story_font_size": size})

    def put_above(self, strip: QWidget) -> None:
        """Let a strip stand above the page and its toolbar."""
        self._column.insertWidget(0, strip)

    def put_bar(self, bar: QWidget) -> None:
        """Let a bar stand below the page."""
        self._column.insertWidget(self._column.indexOf(self.counts), bar)

    # Links.

    def ask_link(self) -> None:
        """Ask where the selected words, the link at the caret or new words lead."""
        self._late.ask_link()

    # Finding.

    def _mark_places(self, found: tuple[Place, ...]) -> None:
        from newsroom.ui.editor.places import mark

        stretch = self._find_bar.stretch if self._find_bar is not None else None
        for editor in (*self.titles.fields.values(), self.rich, self.body.source):
            if editor is not None:
                mark(editor, found, stretch, self._inks)

    def show_text(self, editor: QTextEdit) -> None:
        """Scroll to the caret of a view or a title field."""
        if editor is self.view:
            self.view.ensureCursorVisible()
        else:
            self.page.show_head(editor.y(), editor.y() + editor.height())

    # What is said.

    def say(self, sentence: str) -> None:
        """Say what was done in the story, in the window's bar."""
        self.workbench.messages.say(sentence, key="editor")

    def say_fault(self, error: NewsroomError) -> None:
        """Say why something could not be done."""
        self.workbench.messages.fault(error)

    def focus_view(self) -> None:
        """A button outside was pressed, and goes: one writes on where one wrote."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # The session.

    def caret_state(self) -> dict[str, Any]:
        """Where the caret stands, as plain JSON, for ``restore_caret``."""
        return self._whereabouts.state()

    def restore_caret(self, state: Mapping[str, Any]) -> None:
        """Put the caret where ``caret_state`` said; what does not fit any more is passed over."""
        self._whereabouts.restore(state)


@cache
def _key(name: str) -> str:
    """The key of a format, as the table of actions binds it."""
    from newsroom.ui.actions import ACTIONS

    wanted = {f"format.{name}", f"insert.{name}", "view.source" if name == "view" else ""}
    return next((a.keys[0] for a in ACTIONS if a.id in wanted and a.keys), "")
