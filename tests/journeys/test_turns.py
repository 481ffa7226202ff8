"""What is not looked at first comes in turns of its own: panels, facts, the next editor."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from newsroom.ui.editor.pane import EditorPane
from newsroom.ui.story import State
from newsroom.ui.storyhead import StoryHead
from tests.journeys.conftest import Opener
from tests.journeys.test_tabs import look, shown, stories

__all__ = ["stories"]


def test_each_panel_follows_the_story_in_a_turn_of_its_own_the_one_in_front_first(
    opener: Opener, stories: dict[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = opener()
    for n in (1, 2):
        hand.bench.open(stories[n], new_tab=True)
        hand.settle()
    column = hand.window.column
    for panel in ("outline", "inspector"):
        hand.window.show_panel(panel)
    hand.settle()
    told: list[str] = []
    for panel, widget in column._made.items():
        monkeypatch.setattr(widget, "set_story", lambda _story, panel=panel: told.append(panel))
    hand.bench.bring_forward(hand.bench.stories[0])
    assert shown(hand).startswith("Story 1 begins."), "the text is there before any panel"
    assert not told
    column._next.timeout.emit()
    assert told == ["inspector"]
    hand.until(lambda: len(told) == len(column._made))
    hand.bench.bring_forward(hand.bench.stories[1])
    del told[:]
    column.widget("outline")
    assert told == ["outline"], "who asks for a panel gets it as it is now"
    hand.until(lambda: len(told) == len(column._made))


def test_what_tells_of_a_save_does_so_in_turns_of_its_own(
    opener: Opener, stories: dict[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = opener()
    hand.bench.open(stories[1], new_tab=True)
    hand.settle()
    panel = hand.window.show_panel("inspector")
    (head,) = hand.window.editor.findChildren(StoryHead)
    hand.settle()
    hand.type("x")
    hand.until(lambda: hand.bench.current.state is State.KEPT)
    hand.settle()
    told: list[str] = []
    facts = panel.facts
    for widget, name in ((head, "_show_people"), (facts, "tell")):
        told_before = getattr(widget, name)
        monkeypatch.setattr(
            widget,
            name,
            lambda *what, name=name, do=told_before: (told.append(name), do(*what)),
        )
    hand.bench.tasks.changed.connect(lambda _changes: told.append("changes"))
    hand.bench.current.save(then=lambda _article: told.append("saved"))
    hand.settle()
    hand.until(lambda: {"_show_people", "tell", "changes"} <= set(told))
    at = told.index("saved")
    assert not {"_show_people", "changes"} & set(told[:at]), told
    assert facts.text("version") == "2"


def test_what_is_typed_in_the_form_is_the_storys_before_another_comes_to_the_front(
    opener: Opener, stories: dict[int, int]
) -> None:
    hand = opener()
    form = hand.window.show_panel("inspector").form
    look(hand, stories[1])
    before = hand.bench.current
    assert before is hand.bench.passing
    hand.until(lambda: form.value("slug") == "story-1")
    (line, *_others) = form.field("tags").controls()
    line.setFocus()
    hand.type("sea")
    assert not before.get("tags"), "it waits for Enter"
    hand.bench.open(stories[2])
    hand.settle()
    hand.until(lambda: hand.bench.current is not before)
    assert before.get("tags") == ("sea",)
    assert hand.bench.parked.holds(stories[1], before.key)
    hand.until(lambda: form.value("slug") == "story-2")


def test_a_closed_tabs_editor_is_emptied_after_the_next_one_is_shown(
    opener: Opener, stories: dict[int, int]
) -> None:
    hand = opener()
    for n in (1, 2):
        hand.bench.open(stories[n], new_tab=True)
        hand.settle()
    closed, story = hand.window.editor, hand.bench.current
    hand.bench.close(story)
    assert shown(hand).startswith("Story 1 begins.")
    assert closed.story is story
    hand.until(lambda: closed.story is not story and not closed.body.text())
    assert story.body_source is None
    hand.bench.open(stories[2], new_tab=True)
    hand.settle()
    assert hand.window.editor is closed
    hand.bench.close(hand.bench.current)
    hand.bench.new()  # in the same turn
    assert hand.window.editor is closed
    QTest.qWait(20)
    assert closed.story is hand.bench.current, "what was to empty it comes too late"


def test_an_editor_is_made_a_part_at_a_time_while_the_story_is_read(
    opener: Opener, stories: dict[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = opener()
    hand.bench.open(stories[1], new_tab=True)
    hand.settle()
    first, spare = hand.window.editor, hand.window.tabs._spare
    parts: list[str] = []
    make_on, turn = EditorPane.make_on, spare._go_on

    def counted(pane: EditorPane) -> bool:
        parts.append("part")
        return make_on(pane)

    def turned() -> None:
        parts.append("turn")
        turn()

    monkeypatch.setattr(EditorPane, "make_on", counted)
    spare._turn.timeout.disconnect()
    spare._turn.timeout.connect(turned)
    hand.bench.open(stories[2])
    hand.settle()
    ready = hand.window.editor
    assert ready is not first
    assert hand.bench.current.id == stories[2], "nothing is under way any more when it is there"
    # Then it gets the line above its story, is told to wait, and is sized and drawn once.
    assert parts == [*(["turn", "part"] * 6), "turn", "turn", "turn", "turn"]
    assert shown(hand).startswith("Story 2 begins.")
    del parts[:]
    look(hand, stories[3])
    assert hand.window.editor is ready, "it takes the next one: no other is made"
    assert not parts


def test_an_editor_that_is_not_complete_when_it_is_wanted_is_completed_then(
    opener: Opener, stories: dict[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = opener()
    hand.bench.open(stories[1], new_tab=True)
    hand.settle()
    spare = hand.window.tabs._spare
    for parts in range(9):
        assert spare.pane is None
        spare.soon_wanted()
        for _part in range(parts):
            spare._go_on()
        hand.bench.new()
        editor = hand.window.editor
        assert editor is not None
        assert shown(hand) == ""
        assert editor.layout().itemAt(0).widget() is editor.findChild(StoryHead)
        hand.type("Pier")
        assert hand.bench.current.get("headline") == "Pier"
        spare._soon.stop()
        if spare.pane is not None:  # it was there before it was resized
            spare.pane.deleteLater()
            spare.pane = None
    assert len({id(pane) for pane in hand.window.findChildren(EditorPane)}) == 10
