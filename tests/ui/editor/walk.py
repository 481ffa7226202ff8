"""A random walk through both views: acts as a person does them, and what must hold after each."""

from __future__ import annotations

import html
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from types import TracebackType

from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QApplication

from newsroom.text.blocks import is_empty
from newsroom.text.document import Block, BlockKind, Document, blocks_key
from newsroom.text.joining import united
from newsroom.text.parse import Parser
from newsroom.text.pastedwords import bare_lines
from newsroom.text.settle import settled, tidied
from newsroom.ui.editor.tables import ACTS as TABLE_ACTS
from newsroom.ui.editor.titles import TITLES
from tests.ui.editor.conftest import Hand
from tests.ui.editor.wideacts import WideActs

WORDS = (
    "word ", "two words ", "سلام ", "می\u200cشود ", "😀", "👩\u200d🚀 ", "🇮🇷", "a*b ", "_x_ ",
    "**b** ", "`c` ", "1. ", "- ", "# ", "> ", "[x] ", "<b>", "&amp; ", "\\ ", "|", "~~s~~ ", "TK ",
    "%%n%% ", "[l](https://example.org) ", ".", ", ", " ", "  ", "é", "12", ":", "::: ", "^2^ ",
    "![", "---", "```", "~~~", "<!--", "-->", "</div>", "{: .x }", "[^1]", "\u202e", "\ue000",
)  # fmt: skip
PASTES = (
    "plain words", "one\n\ntwo\n\nthree", "a\tb\nc\td", "- not a list\n- of ours", "# no heading",
    "https://example.org/x", "line\nline", " edge ", "| a | b |", "\u202eturned", "x" * 80,
    "\ue000p\uf8ff", "\x02klzzwxh:0\x03 x", "nul\x00l", "sep\u2028a\u2029b", "\ufeffbom",
    "half\ud800", "at\ufffcit", "```\ncode", "~~~\n\nfoo", "```", "::: box\n\nx", ":::",
    "<!-- open", "-->", "<div>\n\nopen", "</div>", "[r]: https://example.org\n\nsee [r]", "a[^9]",
    "[^9]: note", "*[HTML]: x", "---\n\ntitle: x\n\n---", "a\r\nb\rc", "\t\tx", "    code",
    "&#0; &#x202e;", "![x](javascript:alert(1))", "> > > q",
)  # fmt: skip
KEPT = (
    "bold", "italic", "strike", "code", "sub", "sup", "noted", "clear", "paragraph", "heading1",
    "heading2", "heading5", "bullets", "numbers", "tasks", "quote", "pull", "box", "indent",
    "outdent", "tick", "renumber",
)  # fmt: skip
"""Formats that change no word."""
BLOCK_ACTS = ("rule", "footnote", "codeblock")
WALL = "<!-- -->"  # what parts blocks that would flow into each other; no reader sees it
_WALLED = re.escape(WALL) + r"[ \t]*\n*"
MOST_BLOCKS = 60  # a story beyond that is cut, so that each step stays quick
UNDO_LIMIT = 20_000
_PARSER = Parser()


class Lost(AssertionError):
    """What must hold does not."""


@dataclass
class Report:
    """What a walk did."""

    steps: int = 0
    acts: Counter[str] = field(default_factory=Counter)
    unproven: int = 0
    written: int = 0
    settled: int = 0
    tell: bool = False


def filled(blocks: tuple[Block, ...]) -> list[Block]:
    """Blocks without those that Markdown has no words for."""
    said = tuple(block for block in map(tidied, blocks) if not is_empty(block))
    return [block for block in settled(said) if not is_empty(block)]


def met(blocks: tuple[Block, ...]) -> list[Block]:
    """The same, where lists that only an empty paragraph parts are one: Markdown says no other."""
    out: tuple[Block, ...] = ()
    for empty, stretch in groupby(settled(blocks), key=is_empty):
        out = out if empty else united(out, tuple(stretch))
    return list(out)


def said(blocks: tuple[Block, ...]) -> tuple[object, ...]:
    """What blocks say, white space that says nothing left out."""
    return blocks_key(filled(blocks))


@lru_cache(maxsize=4)  # many acts change no letter, and both views are held against one text
def read_as(text: str) -> tuple[Block, ...]:
    """The blocks that a text is read as, by a parser that no editor has."""
    return Document.open(text, _PARSER).blocks


def unwalled(read: list[Block], page: list[Block], text: str) -> list[Block]:
    """``read`` without the walls that the writing put between blocks that the page shows side by
    side. Each must be needed: without it, these blocks would be read as others."""
    kept: list[Block] = []
    walls = 0
    for block in read:
        if block.text == WALL:
            walls += 1
            at = len(kept)
            own = at < len(page) and page[at].text == WALL
            if not own:
                if not needed(text, walls - 1):
                    raise Lost(f"a wall that parts nothing: number {walls} in {text!r}")
                continue
        kept.append(block)
    return kept


def needed(text: str, number: int) -> bool:
    """Whether a text is read otherwise without one of its walls."""
    places = [found.span() for found in re.finditer(_WALLED, text)]
    start, end = places[number]
    without = said(read_as(text[:start] + text[end:]))
    blocks = filled(read_as(text))
    walls = [at for at, block in enumerate(blocks) if block.text == WALL]
    del blocks[walls[number]]
    return without != blocks_key(blocks)


def letters(text: str) -> Counter[str]:
    """The letters and digits of a text."""
    return Counter(sign for sign in text if sign.isalnum())


def letters_named(text: str) -> Counter[str]:
    """The letters of Markdown, and those that it names by their numbers, as the page shows them."""
    return letters(text) | letters(html.unescape(text))


def said_in(keys: Sequence[object]) -> str:
    """The words of blocks, told by their keys."""
    return "".join(_strings(keys))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _strings(part)


@contextmanager
def no_exception() -> Iterator[None]:
    """Qt prints what is raised in its callbacks and goes on; here it counts."""
    found: list[BaseException] = []

    def keep(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        found.append(error)

    old, sys.excepthook = sys.excepthook, keep
    try:
        yield
    finally:
        sys.excepthook = old
    if found:
        raise found[0]


class Walk:
    """A story and a die."""

    def __init__(
        self, hand: Hand, opened: str, seed: int, report: Report, *, long: bool = False
    ) -> None:
        """A ``long`` story is not cut; it comes in a little at a time, and is read elsewhere."""
        self.hand = hand
        self.long = long
        self.opened = opened
        self.seed = seed
        self.dice = random.Random(seed)
        self.report = report
        self.trail: list[str] = []
        self._titles = {name: hand.story.get(name) for name in TITLES}
        self._acts: tuple[tuple[int, str, Callable[[], str]], ...] = (
            (24, "type", self._type),
            (6, "enter", lambda: self._key("Return")),
            (2, "hard", lambda: self._key("Shift+Return")),
            (5, "back", lambda: self._key("Backspace")),
            (4, "delete", lambda: self._key("Delete")),
            (4, "tab", lambda: self._key("Tab")),
            (3, "backtab", lambda: self._key("Shift+Tab")),
            (12, "caret", self._caret),
            (12, "select", self._select),
            (14, "format", self._format),
            (4, "block", lambda: self._apply(self.dice.choice(BLOCK_ACTS))),
            (4, "table", self._table),
            (4, "link", self._link),
            (4, "paste", self._paste),
            (3, "copy", self._copy),
            (2, "cut", self._cut),
            (2, "compose", self._compose),
            (5, "undo", lambda: self._key(*["Ctrl+Z"] * self.dice.randint(1, 4))),
            (3, "redo", lambda: self._key(*["Ctrl+Shift+Z"] * self.dice.randint(1, 4))),
            (6, "toggle", self._toggle),
            *WideActs(hand, self.dice).all(),
        )  # fmt: skip

    # One step.

    def step(self) -> None:
        """Do one act and look whether all still holds."""
        weights = [weight for weight, _name, _act in self._acts]
        _weight, name, act = self.dice.choices(self._acts, weights)[0]
        self.trail.append(name)
        body = self.hand.pane.body
        whole = not body.as_source and not body.filling.running
        before = letters(self.hand.shown)
        with no_exception():
            if not self.hand.view.hasFocus():
                self.hand.view.setFocus()
            self.trail[-1] = f"{name}: {act()}"
        self.report.steps += 1
        self.report.acts[name] += 1
        kept = name in ("caret", "select", "format", "copy", "move") and whole
        kept = kept and "renumber" not in self.trail[-1]  # numbers are letters too
        if kept and letters(self.hand.shown) != before:
            raise Lost(f"{self.trail[-1]} changed words")
        self._look()
        if self.hand.pane.is_beside and self.dice.random() < 0.6:
            self._follow()
        if self.hand.rich.document().blockCount() > MOST_BLOCKS and not self.long:
            self._shorten()

    def _follow(self) -> None:
        """The view beside says the same, and so does the story."""
        pane = self.hand.pane
        text = pane.body.text()
        assert pane._late.beside is not None
        with no_exception():
            pane._late.beside.follow()
        if pane.body.text() != text:
            raise Lost("the other view followed, and the text is another")
        source = pane.body.source
        assert source is not None
        if source.text() != text:
            raise Lost("the Markdown beside says something else")
        if not pane.body.as_source:
            return
        shown = filled(self.hand.rich.mirror.blocks())
        # What the page wrote itself is not shown anew: its walls are in the Markdown alone.
        read = blocks_key(unwalled(filled(read_as(text)), shown, text))
        page = blocks_key(shown)
        if read not in (page, blocks_key(met(self.hand.rich.mirror.blocks()))):
            at = next((n for n, (a, b) in enumerate(zip(page, read, strict=False)) if a != b), -1)
            raise Lost(
                f"the page beside shows something else: block {at},\n"
                f"    read  {read[at : at + 2]}\n    shown {page[at : at + 2]}\n    text {text!r}"
            )
        edition = pane.body.page_source.edition()
        if edition.document.write(edition.own(self.hand.rich.mirror.blocks())).source != text:
            raise Lost("the page beside would write something else")

    def _look(self) -> None:
        """What the view shows is what the text says."""
        hand = self.hand
        text = hand.pane.body.text()
        if hand.pane.body.filling.running:  # the page shows its beginning; keys wait for the rest
            if text != self.opened:
                raise Lost("a story that comes in is another already")
            return
        if hand.pane.body.as_source:
            if bare_lines(text) != bare_lines(hand.shown):
                raise Lost("the Markdown view shows another text than it gives")
            return
        self._settle()
        text = hand.pane.body.text()
        shown = hand.rich.mirror.blocks()
        edition = hand.pane.body.page_source.edition()
        unproven = edition.document.write(edition.own(shown)).unproven
        self.report.written += 1
        if unproven:
            self.report.unproven += 1
            if self.report.tell:
                for at in unproven:
                    print("unproven:", self.trail[-1], shown[at], repr(text)[:0])
            missing = letters(hand.shown) - letters_named(text)
            if sum(missing.values()):
                raise Lost(f"letters of the page are not in the text: {missing}")
            return
        page = said(shown)
        read = blocks_key(unwalled(filled(read_as(text)), filled(shown), text))
        if hand.pane.body.unsure and hand.rich.document().isRedoAvailable():
            self._half_undone(read, page, text)
        elif read not in (page, blocks_key(met(shown))):
            at = next((n for n, (a, b) in enumerate(zip(read, page, strict=False)) if a != b), -1)
            raise Lost(
                f"the text, read again, is not what the page shows: block {at},\n"
                f"    read  {read[at : at + 2]}\n    shown {page[at : at + 2]}\n    text {text!r}"
            )

    def _half_undone(self, read: tuple[object, ...], page: tuple[object, ...], text: str) -> None:
        """In the middle of a card's words, or of a step before the page was set anew, with steps
        that may be done again, it is not set anew: it shows what was seen then. It differs from
        what is read in that card and its neighbours alone, or in how the same words are read, and
        has no word that the text has not."""
        missing = letters(self.hand.shown) - letters_named(text)
        if sum(missing.values()):
            raise Lost(f"letters of a half undone page are not in the text: {missing}")
        head = 0
        while head < min(len(read), len(page)) and read[head] == page[head]:
            head += 1
        tail = 0
        while tail < min(len(read), len(page)) - head and read[-1 - tail] == page[-1 - tail]:
            tail += 1
        came, shown = read[head : len(read) - tail], page[head : len(page) - tail]
        others = (*came, *shown)
        if any(str(BlockKind.SOURCE) in repr(other) for other in others):
            return
        if sum((letters(said_in(shown)) - letters(said_in(came))).values()):
            raise Lost(f"blocks that are no cards differ in a half undone page: {others}")

    def _settle(self) -> None:
        """What was rewritten as source, or could not be proven, is shown as it will be read."""
        before = letters(self.hand.pane.body.text())
        with no_exception():
            if self.hand.pane.body.settle():
                self.report.settled += 1
        if letters(self.hand.pane.body.text()) != before:
            raise Lost("settling changed words")

    def undo_everything(self) -> None:
        """All steps back: the opened bytes; all forth: the last ones."""
        view = self.hand.view
        with no_exception():
            while view.document().isRedoAvailable():
                view.redo()
        last = self.hand.pane.body.text()
        with no_exception():
            for _ in range(UNDO_LIMIT):
                if not view.document().isUndoAvailable():
                    break
                view.undo()
        if self.hand.pane.body.text() != self.opened:
            raise Lost("undo of everything does not give the opened bytes")
        for name, title in self._titles.items():  # these have steps of their own
            self.hand.story.set(name, title)
        if self.hand.story.dirty != (self.hand.story.article.body != self.opened):
            raise Lost("undo of everything leaves the story changed")
        with no_exception():
            for _ in range(UNDO_LIMIT):
                if not view.document().isRedoAvailable():
                    break
                view.redo()
        if self.hand.pane.body.text() != last:
            raise Lost("redo of everything does not give the last text")

    # The acts. Each gives what it did, for the trail.

    def _place(self) -> int:
        return self._whole(self.dice.randrange(self.hand.view.document().characterCount()))

    def _whole(self, at: int) -> int:
        """A place that is not between the two halves of one character: no caret gets there."""
        sign = self.hand.view.document().characterAt(at)
        return at + 1 if "\udc00" <= str(sign) <= "\udfff" else at

    def _caret(self) -> str:
        at = self._place()
        self.hand._put(at, at)
        return str(at)

    def _select(self) -> str:
        at = self._place()
        reach = self.dice.choice((3, 12, 60, 400))
        last = self.hand.view.document().characterCount() - 1
        end = self._whole(max(0, min(last, at + self.dice.randint(-reach, reach))))
        self.hand._put(at, end)
        return f"{at} {end}"

    def _type(self) -> str:
        words = self.dice.choice(WORDS)
        self.hand.type(words)
        return repr(words)

    def _key(self, *keys: str) -> str:
        for key in keys:
            self.hand.view.setFocus()
            self.hand.key(key)
        self.hand.view.setFocus()
        return " ".join(keys)

    def _apply(self, name: str) -> str:
        self.hand.apply(name)
        return name

    def _format(self) -> str:
        return self._apply(self.dice.choice(KEPT))

    def _table(self) -> str:
        name = self.dice.choice(("table", "table_remove", *TABLE_ACTS))
        if name == "table":
            size = self.dice.randint(1, 3), self.dice.randint(1, 3)
            self.hand.pane.commands.inserts.put_table(*size)
            return f"table {size}"
        return self._apply(name)

    def _link(self) -> str:
        address = self.dice.choice(("https://example.org/a", "", "mailto:a@example.org"))
        self.hand.pane.commands.set_link(address, "linked")
        return address

    def _paste(self) -> str:
        words = self.dice.choice(PASTES)
        page = "<p>a <b>b</b></p>" if self.dice.random() < 0.1 else None
        self.hand.paste(words, html=page, key=self.dice.choice(("Ctrl+V", "Ctrl+Shift+V")))
        return repr(words)

    def _copy(self) -> str:
        self.hand.key("Ctrl+C")
        return ""

    def _cut(self) -> str:
        self.hand.key("Ctrl+X")
        self._caret()
        self.hand.key("Ctrl+V")
        return "and paste"

    def _compose(self) -> str:
        event = QInputMethodEvent("にほ", [])
        QApplication.sendEvent(self.hand.view, event)
        event = QInputMethodEvent()
        event.setCommitString(self.dice.choice(("日本", "ñ", "ê", "")))
        QApplication.sendEvent(self.hand.view, event)
        return ""

    def _toggle(self) -> str:
        shown = None if self.hand.pane.body.as_source else said(self.hand.rich.mirror.blocks())
        text = self.hand.pane.body.text()
        self.hand.pane.toggle_view()
        if self.hand.pane.body.text() != text:
            raise Lost("another view, another text")
        del shown
        return "to the Markdown" if self.hand.pane.body.as_source else "to the page"

    def _shorten(self) -> None:
        view = self.hand.view
        view.setFocus()
        last = view.document().characterCount() - 1
        self.hand._put(last // 3, last)
        with no_exception():
            self.hand.key("Delete")
        self.trail.append(f"shorten {last // 3} {last}")
        self._look()


def go(
    hand: Hand, opened: str, seed: int, steps: int, report: Report, *, long: bool = False
) -> None:
    """Walk; what goes wrong is told with the seed and the last acts."""
    walk = Walk(hand, opened, seed, report, long=long)
    hand.view.moveCursor(QTextCursor.MoveOperation.Start)
    try:
        for _ in range(steps):
            walk.step()
        walk.undo_everything()
    except Exception as error:
        trail = "\n  ".join(walk.trail[-12:])
        told = f"seed {seed}, step {len(walk.trail)}: {error}; the last acts:\n  {trail}"
        raise Lost(told) from error
