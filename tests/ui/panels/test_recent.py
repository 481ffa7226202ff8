"""The Recent Posts box beside a story of a real newsroom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsroom.news.workflow import Stage
from newsroom.text.excerpt import ELLIPSIS
from newsroom.ui.models.teasers import ENTRY, PICTURE
from newsroom.ui.panels.recent import RecentPanel
from newsroom.ui.workbench import Workbench
from tests.ui.real import (
    MovedClock,
    Opener,
    act,
    ask,
    entries,
    entry,
    key,
    opened,
    popup,
    said,
    settle,
)


def made(bench: Workbench, qtbot: QtBot) -> RecentPanel:
    panel = RecentPanel(bench)
    qtbot.addWidget(panel)
    bench.current_changed.connect(panel.set_story)
    bench.tasks.changed.connect(panel.on_changed)
    panel.resize(340, 1200)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is panel)
    settle(bench)
    return panel


@pytest.fixture
def panel(bench: Workbench, qtbot: QtBot) -> Iterator[RecentPanel]:
    return made(bench, qtbot)


def titles(panel: RecentPanel) -> list[str]:
    return [one.teaser.headline for one in panel.model.entries]


def others(panel: RecentPanel) -> list[Any]:
    return [one.teaser for one in panel.model.entries if not one.own]


def own(panel: RecentPanel) -> Any:
    return next((one.teaser for one in panel.model.entries if one.own), None)


def test_the_box_holds_six_teasers_as_the_desk_makes_them(
    panel: RecentPanel, bench: Workbench
) -> None:
    box = ask(bench, lambda desk: desk.recent.box())
    assert tuple(others(panel)) == box
    assert len(box) == 6
    for teaser in box:
        assert teaser.headline
        assert teaser.excerpt
        assert teaser.age.endswith("ago")


def test_the_box_beside_a_story_is_without_it(panel: RecentPanel, bench: Workbench) -> None:
    newest = next(one for one in others(panel) if not one.pinned)
    story = opened(bench, newest.article)
    assert story.id not in [teaser.article for teaser in others(panel)]
    assert len(others(panel)) == 6, "another one takes its place"
    assert own(panel).article == story.id, "and it is told how it stands in other boxes"
    said_first = panel.model.index(0).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert said_first == "This story"


def test_it_follows_the_typing(panel: RecentPanel, bench: Workbench) -> None:
    story = opened(bench, "rent-explainer")
    story.set("headline", "Rents, in a word")
    settle(bench)
    assert own(panel).headline == "Rents, in a word"
    story.set("body", "A **new** first [sentence](https://example.org) of its own.\n")
    settle(bench)
    assert own(panel).excerpt == "A new first sentence of its own."
    story.set("body", "Word " * 80 + "\n")
    settle(bench)
    assert own(panel).excerpt.endswith(ELLIPSIS)
    fresh = bench.new()
    fresh.set("headline", "Never saved")
    settle(bench)
    assert own(panel).headline == "Never saved"
    assert own(panel).age == "just now"


def test_a_story_that_is_held_has_no_place_and_is_told_so(
    panel: RecentPanel, bench: Workbench
) -> None:
    story = opened(bench, "rent-explainer")
    assert not panel.hint.isVisible() or own(panel) is None
    act(bench, lambda desk: desk.publish.unpublish((story.id,)))
    act(bench, lambda desk: desk.articles.move((story.id,), Stage.HOLD))
    assert own(panel) is None
    assert panel.hint.isVisible()
    assert panel.hint.text().startswith("This story has no place in other boxes")


def test_what_is_published_comes_in_on_top(panel: RecentPanel, bench: Workbench) -> None:
    done = act(
        bench, lambda desk: desk.articles.create({"headline": "Just out", "body": "It is.\n"})
    )
    pinned = sum(teaser.pinned for teaser in others(panel))
    act(bench, lambda desk: desk.publish.publish((done.value.id,)))
    assert others(panel)[pinned].headline == "Just out"
    assert others(panel)[pinned].age == "just now"


def test_ages_move_on_with_the_clock(
    panel: RecentPanel, bench: Workbench, clock: MovedClock
) -> None:
    done = act(
        bench, lambda desk: desk.articles.create({"headline": "Just out", "body": "It is.\n"})
    )
    act(bench, lambda desk: desk.publish.publish((done.value.id,)))

    def age() -> str:
        return next(one.age for one in others(panel) if one.headline == "Just out")

    told = [age()]
    for by in (timedelta(minutes=1), timedelta(minutes=59), timedelta(hours=5)):
        clock.go_on(by)
        assert panel._ageing.isActive()
        panel._ageing.timeout.emit()
        told.append(age())
        settle(bench)
    assert told == ["just now", "1 minute ago", "1 hour ago", "6 hours ago"]


def test_the_next_look_at_the_ages_is_when_one_of_them_changes(
    panel: RecentPanel, bench: Workbench, clock: MovedClock
) -> None:
    wait = panel.model.next_change(clock.now)
    assert wait is not None
    before = [one.age for one in others(panel)]
    panel.model.grow_older(clock.now + wait - timedelta(seconds=2))
    assert [one.age for one in others(panel)] == before
    panel.model.grow_older(clock.now + wait)
    assert [one.age for one in others(panel)] != before


def test_nothing_is_read_while_nobody_looks(panel: RecentPanel, bench: Workbench) -> None:
    panel.hide()
    assert not panel._ageing.isActive()
    before = titles(panel)
    done = act(
        bench, lambda desk: desk.articles.create({"headline": "Just out", "body": "It is.\n"})
    )
    act(bench, lambda desk: desk.publish.publish((done.value.id,)))
    assert titles(panel) == before
    panel.show()
    settle(bench)
    assert "Just out" in titles(panel)


def test_pinning_keeps_a_story_on_top_and_can_be_taken_back(
    panel: RecentPanel, bench: Workbench
) -> None:
    for teaser in others(panel):
        if teaser.pinned:
            act(bench, lambda desk, n=teaser.article: desk.articles.pin(n, False))
    last = others(panel)[-1]
    menu = panel.menu(panel.model.index(len(panel.model.entries) - 1))
    assert entries(menu) == ["Open the story", "Pin to the top"]
    entry(menu, "Pin").trigger()
    settle(bench)
    assert others(panel)[0].article == last.article
    assert others(panel)[0].pinned
    again = panel.menu(panel.model.index(0))
    assert entries(again)[1] == "Unpin"
    assert said(bench)[-1] == "Pinned in Recent Posts"
    bench.messages.standing[-1].answers[0].run()
    settle(bench)
    assert others(panel)[0].article != last.article


def test_a_story_that_was_never_saved_can_be_neither_opened_nor_pinned(
    panel: RecentPanel, bench: Workbench
) -> None:
    bench.new().set("headline", "Never saved")
    settle(bench)
    menu = panel.menu(panel.model.index(0))
    assert [action.isEnabled() for action in menu.actions()] == [False, False]


def test_a_right_click_and_the_menu_key_open_the_menu(panel: RecentPanel, bench: Workbench) -> None:
    panel.list.setCurrentIndex(panel.model.index(1))
    for reason in (QContextMenuEvent.Reason.Keyboard, QContextMenuEvent.Reason.Mouse):
        at = panel.list.visualRect(panel.model.index(1)).center()
        panel.list.contextMenuEvent(QContextMenuEvent(reason, at, QPoint(at)))
        menu = popup(panel)
        assert menu.isVisible()
        assert entries(menu)[0] == "Open the story"
        menu.close()
    bench.tasks.wait_idle()


def test_enter_opens_the_story_of_a_teaser(panel: RecentPanel, bench: Workbench) -> None:
    teaser = others(panel)[2]
    panel.list.setFocus()
    panel.list.setCurrentIndex(panel.model.index(2))
    key(panel.list, Qt.Key.Key_Return)
    settle(bench)
    assert bench.current is not None
    assert bench.current.id == teaser.article


def test_how_many_are_shown_is_kept_for_everybody(
    panel: RecentPanel, bench: Workbench, sample: Any, opener: Opener
) -> None:
    assert panel.count.value() == 6
    panel.count.setValue(3)
    settle(bench)
    assert len(others(panel)) == 3
    elsewhere = opener(sample)
    assert elsewhere.lists.site.recent_count == 3
    act(elsewhere, lambda desk: desk.set_site({"recent_count": 5}))
    panel.refresh()
    settle(bench)
    assert panel.count.value() == 5
    assert len(others(panel)) == 5


def test_pictures_of_teasers_are_fetched_and_painted(panel: RecentPanel, bench: Workbench) -> None:
    pictured = [
        panel.model.index(row) for row, one in enumerate(panel.model.entries) if one.teaser.picture
    ]
    assert pictured
    panel.list.viewport().repaint()
    settle(bench)
    for index in pictured:
        panel.list.scrollTo(index)
        panel.list.viewport().repaint()
        settle(bench)
        image = index.data(PICTURE)
        assert image is not None
        assert not image.isNull()


def test_rows_are_as_high_as_their_words_at_the_width_there_is(
    panel: RecentPanel, bench: Workbench
) -> None:
    def heights() -> list[int]:
        QApplication.processEvents()
        rows = range(panel.model.rowCount())
        return [panel.list.visualRect(panel.model.index(row)).height() for row in rows]

    wide = heights()
    panel.resize(220, 1200)
    narrow = heights()
    assert all(low <= high for low, high in zip(wide, narrow, strict=True))
    assert sum(narrow) > sum(wide)
    assert panel.model.index(0).data(ENTRY) is panel.model.entries[0]
    settle(bench)


def test_an_empty_newsroom_says_what_will_stand_there(bare: Workbench, qtbot: QtBot) -> None:
    panel = made(bare, qtbot)
    assert panel.empty.isVisible()
    assert panel.empty.text() == "Nothing is published yet. What you publish stands here."
