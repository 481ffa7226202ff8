"""From story to story: one editor goes from one to the next, and nothing goes with it."""

from __future__ import annotations

import gc
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from weakref import ref

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTabBar, QToolButton, QWidget

from newsroom.desk.desk import Desk, open_desk
from newsroom.news.revision import Draft
from newsroom.store.journal import JournalFile
from newsroom.ui.editor.pane import EditorPane
from newsroom.ui.editor.toolbar import FormatBar
from newsroom.ui.layout import TabMark
from newsroom.ui.story import State
from newsroom.ui.storyhead import StoryHead
from newsroom.ui.tabs import StoryTabs
from tests.journeys.conftest import Hand, Opener

BODIES = {n: f"Story {n} begins.\n\nAnd **ends** here.\n" for n in range(1, 7)}


@pytest.fixture
def stories(day: Path | str) -> dict[int, int]:
    """Their ids by number."""
    with open_desk(day, create=True) as desk:
        return {
            n: desk.articles.create(
                {"slug": f"story-{n}", "headline": f"Headline {n}", "body": body}
            ).value.id
            for n, body in BODIES.items()
        }


def look(hand: Hand, number: int) -> None:
    hand.bench.open(number)
    hand.settle()
    hand.until(lambda: hand.bench.current is not None and hand.bench.current.id == number)


def shown(hand: Hand) -> str:
    editor = hand.window.editor
    assert editor is not None
    assert editor.story is hand.bench.current
    assert editor.titles.fields["headline"].text() == editor.story.get("headline")
    return editor.rich.document().toRawText().replace("\u2029", "\n")


class Shows(QObject):
    """Counts how often widgets of these kinds are shown."""

    def __init__(self, kinds: tuple[type[QWidget], ...], parent: QObject) -> None:
        super().__init__(parent)
        self._kinds = kinds
        self.seen: Counter[str] = Counter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Passes everything on."""
        if event.type() == QEvent.Type.Show and isinstance(watched, self._kinds):
            self.seen[type(watched).__name__] += 1
        return False


def test_what_a_start_shows_is_shown_once(
    opener: Opener, stories: dict[int, int], qapp: QApplication
) -> None:
    shows = Shows((StoryTabs, EditorPane, FormatBar, StoryHead), qapp)
    qapp.installEventFilter(shows)
    try:
        hand = opener()
        look(hand, stories[1])
        assert set(shows.seen.values()) == {1}, shows.seen
        assert len(shows.seen) == 4
    finally:
        qapp.removeEventFilter(shows)


def test_an_editor_has_the_line_above_its_story_before_it_is_laid_out(
    opener: Opener, stories: dict[int, int]
) -> None:
    hand = opener()
    look(hand, stories[1])
    story = hand.bench.current
    assert story is not None
    *_parts, pane = hand.window._make_pane(story, hand.window)
    assert not pane.isVisible()
    (head,) = pane.findChildren(StoryHead)
    assert pane.layout().itemAt(0).widget() is head


def test_looking_from_story_to_story_one_editor_shows_them_all(
    opener: Opener, stories: dict[int, int]
) -> None:
    hand = opener()
    look(hand, stories[1])
    pane = hand.window.editor
    for n in (2, 3, 4, 2, 1):
        look(hand, stories[n])
        assert shown(hand) == f"Story {n} begins.\nAnd ends here."
        assert hand.window.editor is pane
        assert hand.window.windowTitle().startswith(f"Headline {n}")
        assert hand.window.tabs.bar.count() == 1
        assert not hand.bench.current.dirty


def test_what_was_typed_in_one_is_kept_and_the_next_opens_beside_it(
    opener: Opener, stories: dict[int, int]
) -> None:
    hand = opener()
    look(hand, stories[1])
    hand.window.editor.focus_body(start=True)
    hand.type("Typed. ")
    first = hand.window.editor
    look(hand, stories[2])
    assert hand.window.editor is not first
    assert shown(hand).startswith("Story 2 begins.")
    look(hand, stories[3])
    look(hand, stories[1])
    assert hand.window.editor is first
    assert shown(hand).startswith("Typed. Story 1 begins.")
    hand.key("Ctrl+Z", "Ctrl+Z")  # the space is a step of its own behind a sign
    assert hand.bench.current.get("body") == BODIES[1]
    hand.key("Ctrl+S")


def test_the_editor_of_a_closed_tab_takes_the_next_story(
    opener: Opener, stories: dict[int, int]
) -> None:
    hand = opener()
    hand.bench.open(stories[1], new_tab=True)
    hand.settle()
    hand.bench.open(stories[2], new_tab=True)
    hand.settle()
    second = hand.window.editor
    hand.type("Typed. ")
    hand.key("Ctrl+S")
    hand.until(lambda: not hand.bench.current.dirty)
    saved = hand.bench.current
    hand.key("Ctrl+W")
    assert shown(hand).startswith("Story 1 begins.")
    hand.bench.open(stories[3], new_tab=True)
    hand.settle()
    assert shown(hand).startswith("Story 3 begins.")
    assert hand.window.editor is not second, "it was saved: what looks after a save stands there"
    third = hand.window.editor
    hand.key("Ctrl+W")
    hand.bench.open(stories[2], new_tab=True)
    hand.settle()
    assert hand.window.editor is third
    assert hand.bench.current is not saved
    assert shown(hand).startswith("Typed. Story 2 begins.")
    assert hand.ask(lambda desk: desk.articles.open(stories[2]).body) == "Typed. " + BODIES[2]
    hand.type("More. ")
    hand.key("Ctrl+Z", "Ctrl+Z")
    assert hand.bench.current.get("body") == "Typed. " + BODIES[2]
    hand.until(lambda: hand.bench.current.state is State.SAVED)


def test_the_line_above_tells_of_the_story_in_front(
    opener: Opener, stories: dict[int, int]
) -> None:
    def flag(desk: Desk) -> object:
        desk.review.flag((stories[2],), sensitive=True)
        return desk.comments.add(stories[3], "Who says so?")

    hand = opener()
    hand.ask(flag)
    look(hand, stories[1])
    pane = hand.window.editor

    def chips() -> set[str]:
        found = pane.findChild(StoryHead).findChildren(QToolButton)
        return {chip.objectName() for chip in found if chip.isVisible()} - {""}

    hand.until(lambda: chips() == {"chip.stage"})
    look(hand, stories[2])
    hand.until(lambda: chips() == {"chip.stage", "chip.sensitive"})
    look(hand, stories[1])
    hand.until(lambda: chips() == {"chip.stage"})
    look(hand, stories[3])
    hand.until(lambda: chips() == {"chip.stage", "chip.comments"})
    look(hand, stories[4])
    hand.until(lambda: hand.window.editor.story.id == stories[4])
    assert hand.window.editor is not pane, "its comments belong to the story that has them"


def test_a_new_story_begins_empty_in_an_editor_that_held_another(
    opener: Opener, stories: dict[int, int]
) -> None:
    hand = opener()
    hand.bench.open(stories[1], new_tab=True)
    hand.settle()
    held = hand.window.editor
    hand.key("Ctrl+W")
    assert hand.window.editor is None
    hand.key("Ctrl+N")
    assert hand.window.editor is held
    assert shown(hand) == ""
    hand.type("Pier closed")
    assert hand.bench.current.get("headline") == "Pier closed"
    assert hand.bench.current.get("body") == ""
    assert hand.ask(lambda desk: desk.articles.open(stories[1]).headline) == "Headline 1"


def test_an_editor_stands_ready_once_a_second_one_was_needed(
    opener: Opener, stories: dict[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsroom.ui.editor.spare._QUIET_MS", 10)
    hand = opener()

    def editors() -> list[EditorPane]:
        return hand.window.findChildren(EditorPane)

    hand.bench.open(stories[1], new_tab=True)
    hand.settle()
    QTest.qWait(100)
    assert len(editors()) == 1, "one story that nobody leaves needs no second editor"
    hand.bench.open(stories[2], new_tab=True)
    hand.settle()
    hand.until(lambda: len(editors()) == 3)
    (ready,) = (pane for pane in editors() if not pane.story.id)
    QTest.qWait(100)
    assert not ready.isVisible()
    assert len(editors()) == 3
    hand.key("Ctrl+N")
    assert hand.window.editor is ready
    hand.type("Pier closed")
    assert hand.bench.current.get("headline") == "Pier closed"
    hand.until(lambda: hand.bench.current.state is State.KEPT)


def test_each_editor_sets_its_story_in_the_face_of_stories(
    opener: Opener, stories: dict[int, int]
) -> None:
    hand = opener()
    for number in (1, 2, 3):
        hand.bench.open(stories[number], new_tab=True)
        hand.settle()
        pane = hand.window.editor
        assert pane is not None
        assert shown(hand).startswith(f"Story {number} begins.")
        assert pane.rich.document().defaultFont() == pane.dressing.font("story")


def test_no_editor_is_made_while_somebody_writes(
    opener: Opener, stories: dict[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsroom.ui.editor.spare._QUIET_MS", 60_000)  # the test says when
    monkeypatch.setattr("newsroom.ui.drafting.PAUSE_MS", 60_000)
    hand = opener()
    for n in (1, 2):
        hand.bench.open(stories[n], new_tab=True)
        hand.settle()
    spare = hand.window.tabs._spare
    hand.type("x")
    assert hand.bench.current.dirty
    assert hand.bench.current.state is State.UNSAVED
    spare._prepare()
    assert not spare._turn.isActive()
    hand.bench.current.keep()
    hand.settle()
    hand.until(lambda: hand.bench.current.state is State.KEPT)
    body = hand.window.editor.body
    body.hold(body.let_go)  # a large paste comes in
    spare._prepare()
    assert not spare._turn.isActive()
    body.let_go()
    body.tell()
    hand.bench.current.keep()
    hand.until(lambda: hand.bench.current.state is State.KEPT)

    def ready() -> bool:
        spare._prepare()  # nothing, while a word is looked up, say
        return spare.pane is not None

    hand.until(ready)


def test_a_story_that_outlives_its_tabs_labels_nothing(
    opener: Opener, stories: dict[int, int]
) -> None:
    hand = opener()
    hand.bench.open(stories[1], new_tab=True)
    hand.settle()
    story = hand.bench.current
    others = StoryTabs(hand.bench, lambda story, parent: pytest.fail("nobody looks at these"))
    others._story_opened(story)
    story.set("headline", "Another headline")
    assert others.bar.tabText(0).endswith("Another headline")
    shiboken6.delete(others)
    story.set("headline", "A third headline")  # a slot that failed would fail this test
    hand.settle()
    assert hand.window.tabs.bar.tabText(0).endswith("A third headline")


def test_many_tabs_keep_a_title_that_can_be_read_and_the_one_in_front_is_in_sight(
    opener: Opener, stories: dict[int, int]
) -> None:
    hand = opener()
    hand.window.resize(1000, 700)
    for number in stories.values():
        hand.bench.open(number, new_tab=True)
        hand.settle()
    bar = hand.window.tabs.bar
    cross = bar.tabButton(0, QTabBar.ButtonPosition.RightSide).width()
    room = bar.fontMetrics().horizontalAdvance("Headline…") + cross + 20
    assert bar.width() < len(stories) * room  # else nothing had to give way
    assert all(bar.tabRect(place).width() > room for place in range(bar.count()))
    assert bar.currentIndex() == bar.count() - 1
    assert bar.rect().contains(bar.tabRect(bar.currentIndex()))


def test_the_tab_of_a_story_that_is_gone_goes_too(opener: Opener, stories: dict[int, int]) -> None:
    hand = opener()
    marks = (
        TabMark(article=stories[1], title="Headline 1"),
        TabMark(article=987_654, title="Written in another copy"),
    )
    hand.window.tabs.restore(marks, 1)
    hand.until(lambda: hand.bench.current is not None)
    assert hand.window.tabs.marks()[0].article == stories[1]
    assert len(hand.window.tabs.marks()) == hand.window.tabs.bar.count() == 1
    assert shown(hand).startswith("Story 1 begins.")
    assert [one.text for one in hand.window.messages.standing] == [
        "This story is not in the store any more."
    ]


def test_a_tab_that_still_sleeps_shows_that_its_text_is_not_saved(
    opener: Opener, stories: dict[int, int], day: Path | str
) -> None:
    with open_desk(day) as desk:
        folder = desk._seat.store.folder
        version = desk.articles.open(stories[2]).version
    gone = JournalFile(folder)
    at = datetime(2026, 11, 30, 12, tzinfo=UTC)
    body = {"body": "Typed before the end.\n"}
    for key, article, base in (("of-2", stories[2], version), ("new-one", 0, 0)):
        gone.put(Draft(key=key, article=article, base_version=base, fields=body, written_at=at))
    gone.close()
    hand = opener()
    marks = (
        TabMark(article=stories[1], title="Headline 1"),
        TabMark(article=stories[2], title="Headline 2"),
        TabMark(article=0, key="new-one", title="Untitled"),
    )
    hand.window.tabs.restore(marks, 0)
    hand.until(lambda: hand.bench.current is not None)
    bar = hand.window.tabs.bar
    hand.settle()
    assert [bar.tabText(n) for n in range(3)] == ["Headline 1", "• Headline 2", "• Untitled"]
    hand.bench.drop_draft("of-2")
    assert bar.tabText(1) == "Headline 2", "nothing is left to be saved"


def test_no_story_is_said_to_be_missing_while_it_is_on_its_way(
    opener: Opener, stories: dict[int, int]
) -> None:
    hand = opener()
    empty = hand.window.tabs.findChild(QLabel, "emptyState")
    assert "No story is open" in empty.text()
    hand.window.tabs.restore((TabMark(article=stories[1], title="Headline 1"),), 0)
    assert hand.bench.current is None
    assert empty.isVisible()
    assert not empty.text()
    hand.until(lambda: hand.bench.current is not None)
    hand.window.tabs.close_current()
    hand.settle()
    assert empty.isVisible()
    assert "No story is open" in empty.text()


@pytest.mark.parametrize("written", [False, True], ids=["only read", "written in"])
def test_the_text_of_a_window_that_takes_its_time_to_die_comes_too(
    opener: Opener, stories: dict[int, int], day: Path | str, written: bool
) -> None:
    with open_desk(day) as desk:
        folder = desk._seat.store.folder
        version = desk.articles.open(stories[1]).version
    dying = JournalFile(folder)
    draft = Draft(
        key="lost",
        article=stories[1],
        base_version=version,
        fields={"body": "Typed before the end.\n"},
        written_at=datetime(2026, 11, 30, 12, tzinfo=UTC),
    )
    dying.put(draft)
    hand = opener()
    hand.bench.open(stories[1], new_tab=True)
    hand.until(lambda: hand.bench.current is not None)
    assert shown(hand).startswith("Story 1 begins.")
    if written:
        hand.bench.current.set("body", "Mine.\n")
    assert dying._lock is not None
    dying._lock.close()  # as the system does, a moment later
    hand.bench.parked.look_again()
    hand.until(lambda: any("recovered" in one.text for one in hand.window.messages.standing))
    hand.until(lambda: hand.bench.current is not None)
    body = hand.bench.current.get("body")
    assert body == ("Mine.\n" if written else "Typed before the end.\n")
    assert hand.bench.current.dirty
    assert len(hand.window.tabs.marks()) == 1


def test_the_tab_in_front_of_a_story_never_saved_waits_for_its_text(
    opener: Opener, stories: dict[int, int], day: Path | str
) -> None:
    with open_desk(day) as desk:
        folder = desk._seat.store.folder
    dying = JournalFile(folder)
    draft = Draft(
        key="unsaved",
        article=0,
        base_version=0,
        fields={"headline": "Not saved", "body": "Typed before the end.\n"},
        written_at=datetime(2026, 11, 30, 12, tzinfo=UTC),
    )
    dying.put(draft)
    hand = opener()
    hand.settle()
    hand.window.tabs.restore((TabMark(article=0, key="unsaved", title="Not saved"),), 0)
    hand.settle()
    assert hand.bench.current is None
    assert dying._lock is not None
    dying._lock.close()  # as the system does, a moment later
    hand.bench.parked.look_again()
    hand.until(lambda: hand.bench.current is not None)
    assert shown(hand).startswith("Typed before the end.")
    assert len(hand.window.tabs.marks()) == 1


def test_a_story_whose_tab_was_closed_is_gone(opener: Opener, stories: dict[int, int]) -> None:
    hand = opener()
    known = []
    for n in (1, 2, 3):
        hand.bench.open(stories[n], new_tab=True)
        hand.settle()
        story = hand.bench.current
        assert story is not None
        hand.bench.reviews.of(story)  # somebody suggests changes
        known.append(ref(story))
    del story
    while hand.bench.stories:
        hand.bench.close(hand.bench.stories[0])
        hand.settle()

    def gone() -> bool:
        gc.collect()
        return all(story() is None for story in known)

    hand.until(gone)
