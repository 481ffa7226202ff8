"""Spelling for the whole window: what is known of words, whom to ask, and what people added."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, QObject, QTimer, Signal

from newsroom.checks.dictionaries import FOLDER
from newsroom.checks.engine import Lost, Off, Unavailable
from newsroom.checks.languages import AMERICAN, BRITISH
from newsroom.checks.remembered import Remembered
from newsroom.checks.spelling import Verdicts, spelled
from newsroom.checks.wordlist import FILE, PersonalDictionary
from newsroom.i18n import _
from newsroom.news.changes import Changes
from newsroom.news.errors import NewsroomError

if TYPE_CHECKING:
    from newsroom.checks.spelling import Speller
    from newsroom.ui.workbench import Workbench

BATCH: Final = 2_000  # words of one question: its answer is taken in within a millisecond
REST_MS: Final = 8_000
"""Without a question for so long, the process ends; it holds 20 MiB and is back in 0.1 s."""
SETTINGS: Final = frozenset({"check_spelling", "english"})


class Spelling(QObject):
    """Knows words, asks for those it does not know, and keeps what people say is right.

    Everything here is called on the GUI thread; the dictionaries are in another process.
    """

    learned = Signal()
    """Words that were asked for are known now."""
    changed = Signal()
    """What was known no longer holds: all words are to be looked at again."""

    def __init__(
        self,
        workbench: Workbench,
        *,
        folder: Path,
        cache: Path | None = None,
        speller: Speller | None = None,
    ):
        """``folder`` holds the settings, and beside them a person's own words and dictionaries.

        ``cache`` is where what dictionaries said is kept for the next start, if it is.
        """
        super().__init__(workbench)
        self._bench = workbench
        self._speller = speller or _speller((folder / FOLDER,), cache)
        self._file = PersonalDictionary(folder / FILE)
        self._verdicts = Verdicts()
        self._own: tuple[str, ...] = ()
        self._house: tuple[str, ...] = ()
        self._wanted: dict[str, dict[str, None]] = {}
        self._asking = self._left = False
        self._under_way: frozenset[tuple[str, str]] = frozenset()
        self._told: set[str] = set()
        self._ignored: dict[str, set[str]] = {}
        self._english = self._usual_english()
        self._ask_soon = QTimer(self)
        self._ask_soon.setSingleShot(True)
        self._ask_soon.timeout.connect(self._ask)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._go_to_rest)
        workbench.settings_changed.connect(self._settings_changed)
        workbench.lists_changed.connect(self._list)
        workbench.tasks.changed.connect(self._desk_changed)
        self._list()
        self._read_house()
        self._keep(self._own_read)

    # What holds.

    @property
    def on(self) -> bool:
        """Whether words are checked while people type."""
        return self._bench.settings.check_spelling

    @property
    def english(self) -> str:
        """What English is where a story says only that it is English."""
        return self._english

    @property
    def house(self) -> tuple[str, ...]:
        """The house dictionary, as last read."""
        return self._house

    @property
    def own(self) -> tuple[str, ...]:
        """The personal dictionary, as last read."""
        return self._own

    def ignored(self, story: str) -> Collection[str]:
        """What is right in that story alone (named by its key), as long as the window is open."""
        return self._ignored.get(story, ())

    def verdict(self, language: str, word: str, more: Collection[str] = ()) -> bool | None:
        """Whether a word is right; None if it is not known yet (see ``want``)."""
        return self._verdicts.of(language, word, more)

    def right(self, language: str) -> Collection[str]:
        """The words that are known to be right in that language, as dictionaries spell them."""
        return self._verdicts.right(language)

    def close(self) -> None:
        """The window goes: keep what was learned, and end the process that looks words up. What is
        asked from now on, while the last saves are waited for, would start another."""
        self._left = True
        self._ask_soon.stop()
        self._rest.stop()
        self._bench.tasks.background(self._speller.close)

    # Asking.

    def want(self, language: str, word: str) -> None:
        """Have the word looked up; ``learned`` says when."""
        if (language, word) in self._under_way:
            return
        self._wanted.setdefault(language, {})[word] = None
        if not self._asking and not self._ask_soon.isActive():
            self._ask_soon.start(0)

    def _ask(self) -> None:
        if self._asking or self._left or not self._wanted:
            return
        language, waiting = next(iter(self._wanted.items()))
        batch = tuple(waiting)[:BATCH]
        for word in batch:
            del waiting[word]
        if not waiting:
            del self._wanted[language]
        self._asking = True
        self._under_way = frozenset((language, word) for word in batch)
        speller = self._speller

        def look() -> tuple[dict[str, tuple[str, ...]], Off | None]:
            try:
                return dict(speller.wrong(language, batch)), None
            except Lost:
                return {}, None
            except Unavailable as off:
                return {}, off.why

        self._bench.tasks.background(
            look, then=lambda found: self._answered(language, batch, *found), owner=self
        )

    def _answered(
        self,
        language: str,
        batch: tuple[str, ...],
        wrong: dict[str, tuple[str, ...]],
        off: Off | None,
    ) -> None:
        self._asking = False
        self._under_way = frozenset()
        if not self._left:
            self._rest.start()
        if off is not None:
            self._verdicts.switch_off(language)
            self._wanted.pop(language, None)
            self._say_off(language, off)
        else:
            self._verdicts.learn(language, batch, wrong)
        if self._wanted:
            self._ask_soon.start(0)
        self.learned.emit()

    def suggest(
        self,
        language: str,
        word: str,
        then: Callable[[tuple[str, ...]], object],
        *,
        owner: QObject,
    ) -> None:
        """Call ``then`` with what may have been meant, when it is found."""
        if self._left:
            return
        speller = self._speller

        def look() -> tuple[str, ...]:
            try:
                return tuple(speller.suggest(language, word))
            except Unavailable:
                return ()

        self._rest.start()
        self._bench.tasks.background(look, then=then, owner=owner)

    def _go_to_rest(self) -> None:
        if self._asking or self._wanted:
            self._rest.start()
        else:
            self._bench.tasks.background(self._speller.close)

    # What people say is right.

    def add_own(self, word: str) -> None:
        """Put a word into the personal dictionary."""
        self._own = tuple(dict.fromkeys((*self._own, word)))
        self._list()
        self._file.add(word)
        self._keep()

    def remove_own(self, word: str) -> None:
        """Take a word out of the personal dictionary."""
        self._own = tuple(item for item in self._own if item != word)
        self._list()
        self._file.remove(word)
        self._keep()

    def add_house(self, word: str) -> None:
        """Put a word into the house dictionary; everybody's window hears of it."""
        self._house = tuple(dict.fromkeys((*self._house, word)))
        self._list()
        self._bench.tasks.change(
            lambda desk: desk.dictionary.add(word), failed=self._house_failed, owner=self
        )

    def remove_house(self, word: str) -> None:
        """Take a word out of the house dictionary."""
        self._house = tuple(item for item in self._house if item != word)
        self._list()
        self._bench.tasks.change(
            lambda desk: desk.dictionary.remove(word), failed=self._house_failed, owner=self
        )

    def ignore(self, story: str, word: str) -> None:
        """Let the word stand in that story."""
        self._ignored.setdefault(story, set()).add(word)
        self.changed.emit()

    def _keep(self, then: Callable[[tuple[str, ...]], object] | None = None) -> None:
        file = self._file  # what runs on a thread must not know a QObject

        def keep() -> tuple[str, ...]:
            try:
                return file.keep()
            except OSError as error:
                raise NewsroomError(
                    _("Your own dictionary, {path}, can't be read or written: {why}").format(
                        path=file.path, why=error.strerror or error
                    )
                ) from error

        self._bench.tasks.background(keep, then=then, owner=self, failed=self._bench.messages.fault)

    def _house_failed(self, error: NewsroomError) -> None:
        self._bench.messages.fault(error)
        self._read_house()

    def _own_read(self, words: tuple[str, ...]) -> None:
        own = tuple(dict.fromkeys((*words, *self._own)))
        if own != self._own:
            self._own = own
            self._list()

    def _read_house(self) -> None:
        self._bench.tasks.run(
            lambda desk: desk.dictionary.words(), then=self._house_read, owner=self, key="house"
        )

    def _house_read(self, words: tuple[str, ...]) -> None:
        if words != self._house:
            self._house = words
            self._list()

    def _desk_changed(self, changes: Changes) -> None:
        if changes.lists:
            self._read_house()

    def _list(self) -> None:
        """Make the words that are right whatever dictionaries say."""
        lists = self._bench.lists
        names = [lists.site.name]
        for person in lists.staff:
            names += (person.name, person.byline, person.initials)
        texts = dict.fromkeys((*names, *self._own, *self._house))  # a byline is mostly the name
        listed = {word for text in texts for word in spelled(text)}
        if self._verdicts.list_words(listed):
            self.changed.emit()

    # What changes.

    def _usual_english(self) -> str:
        chosen = self._bench.settings.english
        if chosen:
            return chosen
        # By its name: a language and a country as members are made of 657 names of Qt's first.
        language, _line, country = QLocale.system().name().partition("_")
        british = language == "en" and country not in ("US", "", "001")
        return BRITISH if british else AMERICAN

    def _settings_changed(self, names: Collection[str]) -> None:
        if SETTINGS.intersection(names):
            self._english = self._usual_english()
            self.changed.emit()

    def _say_off(self, language: str, why: Off) -> None:
        """Once for each language, and never as a fault: people write on without it."""
        if language in self._told:
            return
        self._told.add(language)
        name = QLocale(language).nativeLanguageName() or language
        sentence = {
            Off.ENGINE: _("Spelling is not checked here: the part that does it is missing."),
            Off.MISSING: _("There is no dictionary for {language}; its words are not checked."),
            Off.DAMAGED: _(
                "The dictionary for {language} can't be read; its words are not checked."
            ),
        }[why]
        self._bench.messages.say(sentence.format(language=name), key="spelling")


def _speller(folders: tuple[Path, ...], cache: Path | None) -> Speller:
    def process() -> Speller:
        from newsroom.checks.process import SpellingProcess

        return SpellingProcess(folders)

    return process() if cache is None else Remembered(process, cache=cache, folders=folders)
