"""House style for the whole window: the book that holds, whom to ask, what is let stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from newsroom.checks.styling import Gone
from newsroom.news.rule import AROUND, Book, Found, allowed

if TYPE_CHECKING:
    from newsroom.checks.passage import Passage
    from newsroom.checks.ruling import Match
    from newsroom.checks.styling import Looked, StyleProcess
    from newsroom.desk.desk import Desk
    from newsroom.news.changes import Changes
    from newsroom.news.rule import Allowance, StyleRule
    from newsroom.ui.workbench import Workbench

BATCH: Final = 40  # passages of one question: two thousand words, in a third of a second
KEPT: Final = 8_000  # passages whose findings are remembered here


class Styling(QObject):
    """Knows what the rules find in passages, and asks for what it does not know.

    Everything here is called on the GUI thread; the rules are at work in another process. An answer
    that an older book gave is dropped.
    """

    learned = Signal()
    """Passages that were asked for are known now."""
    changed = Signal()
    """The book, or what is let stand, is another: all is to be looked at again."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._bench = workbench
        self.book = Book()
        self.rules: dict[str, StyleRule] = {}
        self.asked = 0
        """Passages that the process was asked about so far."""
        self.answered = 0
        """Of those that were wanted so far, in that order, so many are known."""
        self._given = 0  # passages that were wanted so far
        self._allowances: tuple[Allowance, ...] = ()
        self._process: StyleProcess | None = None
        self._known: dict[Passage, tuple[Match, ...]] = {}
        self._wanted: dict[Passage, None] = {}
        self._asking = False
        self._under_way: frozenset[Passage] = frozenset()
        self._told = False
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._ask)
        workbench.settings_changed.connect(self._settings_changed)
        workbench.tasks.changed.connect(self._desk_changed)
        self._read()

    @property
    def on(self) -> bool:
        """Whether stories are held against the book while people type."""
        return self._bench.settings.check_style and bool(self.book.rules)

    @property
    def process(self) -> StyleProcess | None:
        """What looks; None until the book was read."""
        return self._process

    def of(self, passage: Passage, article: int) -> tuple[Match, ...] | None:
        """What stands against the rules in a passage of that story; None if it is not known yet
        (see ``want``)."""
        found = self._known.get(passage)
        if not found or not self._allowances:
            return found
        return tuple(
            match
            for match in found
            if allowed(found_in(passage, match), self._allowances, article) is None
        )

    def want(self, passage: Passage) -> int:
        """Have the passage looked at; ``learned`` says when. It is known once ``answered`` is as
        high as what is given here."""
        if passage not in self._under_way:
            before = len(self._wanted)
            self._wanted[passage] = None
            self._given += len(self._wanted) - before
            if not self._asking and not self._soon.isActive():
                self._soon.start(0)
        return self._given

    def _read(self) -> None:
        def read(desk: Desk) -> tuple[Book, tuple[Allowance, ...], StyleProcess]:
            return desk.rules.book(), desk.rules.allowances(), desk.rules.process

        self._bench.tasks.run(
            read, then=lambda found: self._was_read(*found), owner=self, key="book"
        )

    def _was_read(
        self, book: Book, allowances: tuple[Allowance, ...], process: StyleProcess
    ) -> None:
        if book.number != self.book.number:
            self._known, self._wanted = {}, {}
            self._under_way = frozenset()  # by the book before: nobody waits for that
            self.answered = self._given
        self.book, self._allowances, self._process = book, allowances, process
        self.rules = {rule.key: rule for rule in book.rules}
        self.changed.emit()

    def _ask(self) -> None:
        process = self._process
        if self._asking or not self._wanted or process is None:
            return
        batch = tuple(self._wanted)[:BATCH]
        for passage in batch:
            del self._wanted[passage]
        self._asking, self._under_way = True, frozenset(batch)
        self.asked += len(batch)
        book = self.book

        def look() -> Looked | None:
            try:
                return process.look(book, batch)
            except Gone:
                return None

        self._bench.tasks.background(
            look, then=lambda found: self._answered(book.number, batch, found), owner=self
        )

    def _answered(self, number: int, batch: tuple[Passage, ...], found: Looked | None) -> None:
        self._asking, self._under_way = False, frozenset()
        self.answered = self._given - len(self._wanted)
        if number == self.book.number:
            if len(self._known) > KEPT:
                self._known = {}
            none: tuple[tuple[Match, ...], ...] = ((),) * len(batch)
            self._known |= zip(batch, found.found if found else none, strict=True)
            if found is None and not self._told:
                from newsroom.i18n import _

                self._told = True
                self._bench.messages.say(_("The house style can't be checked now."), key="style")
        if self._wanted:
            self._soon.start(0)
        self.learned.emit()

    def _settings_changed(self, names: object) -> None:
        if "check_style" in names:  # type: ignore[operator]
            self.changed.emit()

    def _desk_changed(self, changes: Changes) -> None:
        if changes.rules:
            self._read()


def found_in(passage: Passage, match: Match) -> Found:
    """What a rule found, as the desk keeps it."""
    text = passage.text
    return Found(
        rule=match.rule,
        field=passage.field,
        start=match.start,
        end=match.end,
        words=text[match.start : match.end],
        fixes=match.fixes,
        said=match.said,
        before=text[max(0, match.start - AROUND) : match.start],
        after=text[match.end : match.end + AROUND],
    )
