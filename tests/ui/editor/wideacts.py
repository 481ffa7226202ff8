"""Acts of the random walk beside keys and formats: pictures and their words, footnotes, snippets,
find and replace, drops, tags of boxes, moments in which nobody does anything."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTextEdit

from newsroom.news.article import Picture
from newsroom.text.footnotes import footnotes
from newsroom.ui.snippets import Snippet
from tests.ui.editor.conftest import PATIENCE_MS, Hand
from tests.ui.fakes import FakeDesk

SNIPPETS: Final = (
    Snippet(name="By the way", short="btw", text="by the way"),
    Snippet(name="Said", short="said", text="${source} said on ${day}."),
    Snippet(name="Footer", short="foot", text="Words in **bold**.\n\n* one\n* two"),
    Snippet(name="Odd", short="odd", text="a_b * 1. ` ${x} [^1]"),
)
SAID: Final = ("The ferry", 'a "quay" it\'s', "*x* & | ` [a](b)", "سلام", "%%x%%", "😀", "", "<b>")
FOUND: Final = ("the", "a", "e", "word", " ", ".", "*", "1", "سلام", "linked", "-", "|", "b")
PUT: Final = ("", "the", "**x**", "a\\1", "- ", "|", "`", "# ", "<b>", "😀", "\\n", "two words")
ADDRESSES: Final = (
    "https://example.org/video",
    "https://example.org/a_b*c",
    "http://x.example/(a)",
)
MOVES: Final = (
    "Left", "Right", "Up", "Down", "Home", "End", "Ctrl+Left", "Ctrl+Right", "Ctrl+Home",
    "Ctrl+End", "Shift+Left", "Shift+Right", "Shift+Up", "Shift+Down", "Shift+Home", "Shift+End",
    "Ctrl+Shift+Left", "Ctrl+Shift+Right", "Ctrl+A", "PgUp", "PgDown", "Esc",
)  # fmt: skip
WIPES: Final = ("Ctrl+Backspace", "Ctrl+Delete", "Shift+Delete", "Shift+Backspace")
_PAUSE_MS: Final = 60  # what waits for the end of a key, or a moment longer, happens within
_TRIES: Final = 3

Act = tuple[int, str, Callable[[], str]]


class WideActs:
    """Such acts on the story of a hand."""

    def __init__(self, hand: Hand, dice: random.Random) -> None:
        self._hand = hand
        self._dice = dice
        hand.pane.workbench.snippets.replace(SNIPPETS)
        self._desk: FakeDesk | None = None

    def all(self) -> tuple[Act, ...]:
        """Their weights, names and doing; each gives what it did."""
        return (
            (4, "move", self._move),
            (2, "wipe", self._wipe),
            (3, "picture", self._picture),
            (4, "caption", self._caption),
            (2, "embed", self._embed),
            (3, "note", self._note),
            (2, "title", self._title),
            (3, "snippet", self._snippet),
            (2, "short", self._short),
            (3, "replace", self._replace),
            (2, "drop", self._drop),
            (2, "drag", self._drag),
            (3, "pause", self._pause),
            (2, "keep", self._keep),
            (1, "save", self._save),
        )

    @property
    def _view(self) -> QTextEdit:
        return self._hand.view

    def _back(self) -> None:
        """The keyboard is in the text again."""
        self._hand.view.setFocus()

    def _move(self) -> str:
        keys = [self._dice.choice(MOVES) for _ in range(self._dice.randint(1, 4))]
        for key in keys:
            self._hand.key(key)
            self._back()
        return " ".join(keys)

    def _wipe(self) -> str:
        key = self._dice.choice(WIPES)
        self._hand.key(key)
        return key

    def _picture(self) -> str:
        caption, credit, alt = (self._dice.choice(SAID) for _ in range(3))
        number = self._dice.choice("0123456789abcdef")
        picture = Picture(
            sha256=number * 64, filename="p.jpg", mime="image/jpeg", width=9, height=6,
            caption=caption, credit=credit, alt=alt,
        )  # fmt: skip
        self._hand.pane.commands.inserts.put_picture(picture)
        self._back()
        return f"{caption!r} {credit!r} {alt!r}"

    def _caption(self) -> str:
        """Other words in the fields below a picture of the page."""
        hand = self._hand
        raw = hand.rich.document().toRawText()
        places = [at for at, sign in enumerate(raw) if sign == "\ufffc"]
        if hand.pane.body.as_source or not places:
            return "nowhere"
        at = self._dice.choice(places)
        at += sum(ord(sign) > 0xFFFF for sign in raw[:at])
        hand._put(at, at)
        if not hand.rich.enter_figure():
            return f"none at {at}"
        bar = hand.pane.commands.figures.bar
        said = self._dice.choice(SAID)
        line = self._dice.choice(bar.lines)
        line.setFocus()
        line.selectAll()
        hand.key("Delete")
        hand.type(said)
        key = self._dice.choice(("Tab", "Return", "Esc", "Down"))
        hand.key(key)
        if self._dice.random() < 0.2:
            hand.key("Ctrl+Z")
        self._back()
        return f"{at} {bar.lines.index(line)} {said!r} {key}"

    def _embed(self) -> str:
        address = self._dice.choice(ADDRESSES)
        self._hand.pane.commands.inserts.put_embed(address)
        self._back()
        return address

    def _note(self) -> str:
        """To a footnote and over to its other end, or one taken out."""
        hand = self._hand
        body, notes = hand.pane.body, hand.pane.commands.notes
        found = [note for note in footnotes(body.text()) if note.references]
        if not found:
            return "none"
        note = self._dice.choice(found)
        if self._dice.random() < 0.3:
            return f"{note.id} out: {notes.remove(note.id)}"
        at = body.position(note.references[0][1])
        hand._put(at, at)
        return f"{note.id} {notes.jump()} {notes.jump()}"

    def _title(self) -> str:
        """Another title of the box that the caret stands in."""
        hand = self._hand
        title = self._dice.choice(SAID)
        if hand.pane.body.as_source:
            return "nowhere"
        hand.rich.structure.wraps.entitle(hand.rich.textCursor(), title)
        return repr(title)

    def _snippet(self) -> str:
        text = self._dice.choice(SNIPPETS).text
        self._hand.pane.snippets.insert(text)
        for _ in range(self._dice.randint(0, 3)):
            self._hand.type(self._dice.choice(("Mara", "x*y ", "")))
            self._hand.key(self._dice.choice(("Tab", "Shift+Tab", "Esc")))
            self._back()
        return repr(text)

    def _short(self) -> str:
        words = self._dice.choice((" btw, ", " foot ", " odd.", "btw "))
        self._hand.type(words)
        return repr(words)

    def _replace(self) -> str:
        """Words for others everywhere, or one by one, with steps back between."""
        hand = self._hand
        words, other = self._dice.choice(FOUND), self._dice.choice(PUT)
        hand.pane.open_find(replace=True)
        bar = hand.pane.find_bar
        bar.case.setChecked(self._dice.random() < 0.5)
        bar.whole.setChecked(self._dice.random() < 0.3)
        bar.pattern.setChecked(False)
        bar.words.setText(words)
        bar.replacement.setText(other)
        bar.search()
        done = []
        for _ in range(self._dice.randint(1, _TRIES)):
            act = self._dice.choice(("everywhere", "one", "undo"))
            done.append(act)
            if act == "everywhere":
                bar.replace_everywhere()
            elif act == "one":
                bar.replace()
            else:
                hand.pane.apply("undo")
        bar.dismiss()
        self._back()
        return f"{words!r} {other!r} {' '.join(done)}"

    def _somewhere(self) -> QPointF:
        port = self._view.viewport()
        return QPointF(
            self._dice.randrange(max(1, port.width())), self._dice.randrange(max(1, port.height()))
        )

    def _let_go(self, data: QMimeData, action: Qt.DropAction) -> str:
        place = self._somewhere()
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        self._view.dropEvent(QDropEvent(place, action, data, left, none))
        self._back()
        return f"{place.x():.0f} {place.y():.0f}"

    def _drop(self) -> str:
        """Words from another program, let go over the text."""
        data = QMimeData()
        words = self._dice.choice(("dropped", "one\n\ntwo", "a*b", "| a |\n|--|", "```\nx"))
        data.setText(words)
        return f"{words!r} {self._let_go(data, Qt.DropAction.CopyAction)}"

    def _drag(self) -> str:
        """What is selected, let go elsewhere in the text: there, and no more where it stood."""
        cursor = self._view.textCursor()
        if not cursor.hasSelection():
            return "nothing"
        data = self._view.createMimeDataFromSelection()
        gone = QTextCursor(cursor)
        told = self._let_go(data, Qt.DropAction.CopyAction)
        if self._dice.random() < 0.5:
            self._view.setTextCursor(gone)
            self._hand.key("Delete")
        return told

    def _wait(self) -> FakeDesk:
        """The desk, once it has nothing to do."""
        tasks = self._hand.pane.workbench.tasks
        if self._desk is None:
            found: list[FakeDesk] = []
            tasks.run(lambda desk: desk, then=found.append)  # type: ignore[arg-type]
            assert tasks.wait_idle(PATIENCE_MS)
            self._desk = found[0]
            self._desk.articles.put(self._hand.story.article)
            self._desk.journal.drafts.clear()
        assert tasks.wait_idle(PATIENCE_MS)
        return self._desk

    def _keep(self) -> str:
        """What was typed is in the journal, as it would be offered after the program was killed."""
        hand = self._hand
        self._wait()
        hand.story.keep()
        drafts = self._wait().journal.drafts
        kept: object = None
        if hand.story.key in drafts:  # stories of windows before may be kept late
            kept = drafts[hand.story.key].fields.get("body")
        kept = hand.story.article.body if kept is None else kept
        assert kept == hand.pane.body.text(), "the journal keeps another text"
        return f"{len(drafts)} drafts"

    def _save(self) -> str:
        """The story in the store is the one in the window, which goes on as it was."""
        hand = self._hand
        desk = self._wait()
        text = hand.pane.body.text()
        hand.story.save()
        self._wait()
        assert desk.articles.stories[hand.story.id].body == text, "another text was saved"
        assert hand.pane.body.text() == text, "the text is another once it was saved"
        assert not hand.story.dirty
        self._back()
        return ""

    def _pause(self) -> str:
        QTest.qWait(_PAUSE_MS)
        self._back()
        return ""
