"""The article list on a real newsroom, as a person works with it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu
from pytestqt.qtbot import QtBot

from newsroom.desk.search import Search
from newsroom.news.article import Article, Filter, Hit, Sort
from newsroom.news.lists import SavedFilter, Term
from newsroom.news.workflow import Stage
from newsroom.store.connect import open_store
from newsroom.ui.listing.pane import ListPane
from newsroom.ui.listing.view import Heads
from newsroom.ui.messages import Answer, MessageBar
from newsroom.ui.models.stories import MOST_PAGES, PAGE
from newsroom.ui.window import Window
from newsroom.ui.workbench import Workbench
from tests.ui.real import (
    NOW,
    MovedClock,
    Opener,
    act,
    ask,
    entries,
    entry,
    key,
    popup,
    said,
    settle,
)

MANY = 2_000
FLAG = QItemSelectionModel.SelectionFlag
Shown = Callable[..., ListPane]


@pytest.fixture(scope="session")
def many_stories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A newsroom of two thousand stories, the one with the highest number changed last."""
    path = tmp_path_factory.mktemp("many") / "many.newsroom"
    now = [NOW - timedelta(days=30)]
    store = open_store(path, create=True, clock=lambda: now[0])
    with store.transaction():
        for number in range(MANY):
            now[0] += timedelta(seconds=60)
            store.articles.insert(
                Article(
                    slug=f"story-{number:04}",
                    headline=f"Story {number:04}",
                    body="Ships.\n",
                    section="harbour" if number % 100 == 0 else "",
                ),
                author=None,
            )
    store.close()
    return path


@pytest.fixture
def many(many_stories: Path, tmp_path: Path, opener: Opener) -> Workbench:
    folder = tmp_path / "many"
    folder.mkdir()
    return opener(Path(shutil.copy(many_stories, folder)))


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    """Shows a list as it stands in the window."""

    def show(bench: Workbench, *, height: int = 640) -> ListPane:
        pane = ListPane(bench)
        qtbot.addWidget(pane)
        pane.resize(520, height)
        pane.show()
        pane.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is pane)
        pane._ask()
        pane.reload()
        settle(bench)
        return pane

    return show


def headlines(pane: ListPane, most: int = 1000) -> list[str]:
    """The rows from the top, read as they are looked at."""
    found = []
    for number in range(min(pane.model.rowCount(), most)):
        index = pane.model.index(number)
        if index.data() is None:
            settle(pane._bench)
        found.append(index.data())
    return found


def held(pane: ListPane) -> int:
    return sum(len(page) for page in pane.model._pages.values())


def pick(pane: ListPane, *numbers: int) -> tuple[int, ...]:
    """Select rows; gives their stories."""
    pane.rows.clearSelection()
    for number in numbers:
        pane.rows.selectionModel().setCurrentIndex(pane.model.index(number), FLAG.Select)
    pane.rows.setFocus()
    return pane.rows.chosen()


def look_at(pane: ListPane, number: int) -> None:
    pane.rows.scrollTo(pane.model.index(number), pane.rows.ScrollHint.PositionAtTop)
    pane.rows.viewport().repaint()
    settle(pane._bench)


def choose(pane: ListPane, shelf: str) -> None:
    pane.sidebar.setCurrentItem(pane.sidebar._keys[shelf])
    settle(pane._bench)


# Rows.


def test_only_the_pages_that_are_looked_at_are_in_memory(many: Workbench, shown: Shown) -> None:
    pane = shown(many)
    assert pane.model.rowCount() == MANY
    assert pane.total.text().replace(",", "") == str(MANY)
    assert held(pane) == PAGE
    look_at(pane, 1500)
    assert held(pane) <= 3 * PAGE
    assert pane.model.row(1500) is not None
    assert pane.model.row(1500).headline == "Story 0499"  # type: ignore[union-attr]


def test_rows_far_away_are_let_go_of(
    many: Workbench, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsroom.ui.models.stories.MOST_PAGES", 4)
    pane = shown(many, height=300)
    for number in range(0, MANY, PAGE):
        look_at(pane, number)
    assert held(pane) <= 4 * PAGE
    look_at(pane, 0)
    assert pane.model.row(0).headline == "Story 1999"  # type: ignore[union-attr]
    assert MOST_PAGES * PAGE < 5_000, "what is held at most is small"


def test_every_row_stands_at_its_place_wherever_one_jumps_to(many: Workbench, shown: Shown) -> None:
    pane = shown(many)
    for number in (1999, 3, 700, 119, 120, 1234):
        look_at(pane, number)
        row = pane.model.row(number)
        assert row is not None
        assert row.headline == f"Story {MANY - 1 - number:04}"


@pytest.mark.parametrize("sort", list(Sort))
def test_the_list_is_sorted_both_ways(bench: Workbench, shown: Shown, sort: Sort) -> None:
    pane = shown(bench)
    pane._sort_by(sort, False)
    settle(bench)
    up = headlines(pane)
    pane._sort_by(sort, True)
    settle(bench)
    down = headlines(pane)
    assert sorted(up) == sorted(down)
    rows = ask(
        bench, lambda desk: desk.articles.page(Filter(), sort=sort, descending=False, limit=1000)
    ).rows
    assert up == [row.headline or row.slug for row in rows]
    set_ = [row for row in rows if getattr(row, str(sort)) is not None]
    assert len(set_) > 3
    assert down[: len(set_)] == [row.headline or row.slug for row in reversed(set_)]


def test_an_order_of_the_menu_is_marked_and_kept(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    menu = pane._order.menu()
    assert len(entries(menu)) == 7
    entry(menu, "Headline").trigger()
    settle(bench)
    found = headlines(pane)
    assert found == sorted(found, key=str.casefold)
    assert entry(menu, "Headline").isChecked()
    again = shown(bench)
    again.restore(pane.state())
    settle(bench)
    assert headlines(again) == found


def test_ages_and_lateness_move_on_with_the_clock(
    bench: Workbench, shown: Shown, clock: MovedClock
) -> None:
    pane = shown(bench)
    row = pane.model.row(0)
    assert row is not None
    before = pane._the_setting().age(row.updated_at)
    clock.go_on(timedelta(days=3))
    pane._moved_on()
    settle(bench)
    assert pane._the_setting().age(row.updated_at) != before
    choose(pane, "late")
    assert pane.model.rowCount() == pane.sidebar.shelf.count  # type: ignore[union-attr]


# The sidebar.


def test_each_count_is_the_number_of_rows_that_its_line_shows(
    bench: Workbench, shown: Shown
) -> None:
    pane = shown(bench)
    counts = ask(bench, lambda desk: desk.articles.counts())
    told = {key: item.data(257).count for key, item in pane.sidebar._keys.items()}
    assert told["all"] == counts.total > 40
    assert told["mine"] == counts.mine > 0
    assert told["late"] == counts.late > 0
    assert told["today"] == counts.due_today
    for stage in Stage:
        # What is out keeps its stage, and is no longer what may go out.
        waits = counts.ready if stage is Stage.READY else counts.stages.get(stage, 0)
        assert told[f"stage:{stage}"] == waits
    assert 0 < counts.ready < counts.stages[Stage.READY]
    assert "scheduled" not in told, "nothing waits for its hour"
    for shelf, count in told.items():
        choose(pane, shelf)
        assert pane.model.rowCount() == count, shelf
        assert pane.title.text() == pane.sidebar.shelf.label  # type: ignore[union-attr]


def test_what_waits_for_its_hour_has_a_line_as_long_as_there_is_any(
    bench: Workbench, shown: Shown
) -> None:
    pane = shown(bench)
    choose(pane, "stage:ready")
    ids = pick(pane, 0)
    act(bench, lambda desk: desk.scheduling.arrange(
        ids, embargo=None, at=NOW + timedelta(days=1), reason="It holds"
    ))  # fmt: skip
    settle(bench)
    choose(pane, "scheduled")
    assert pane.model.rowCount() == pane.sidebar.shelf.count == 1  # type: ignore[union-attr]
    assert pane.title.text() == "Scheduled"


def test_counts_follow_what_is_done(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    before = pane.sidebar._keys["stage:spiked"].data(257).count
    ids = pick(pane, 0, 1)
    act(bench, lambda desk: desk.articles.spike(ids))
    item = pane.sidebar._keys["stage:spiked"]
    assert item.data(257).count == before + 2
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == f"Spiked, {before + 2}"


def test_mine_follows_who_sits_here(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    choose(pane, "mine")
    people = {person.name: person.id for person in bench.lists.staff}
    bench.sit(people["Tomas Okafor"])
    settle(bench)
    rows = [pane.model.row(number) for number in range(pane.model.rowCount())]
    assert {row.assignee for row in rows if row} == {people["Tomas Okafor"]}
    assert len(rows) == pane.sidebar.shelf.count  # type: ignore[union-attr]
    bench.sit(None)
    settle(bench)
    assert pane.sidebar.key == "all"
    assert pane.model.rowCount() == pane.sidebar.shelf.count  # type: ignore[union-attr]


def test_a_saved_filter_stays_live_and_keeps_its_words(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    choose(pane, "section:city")
    pane.search.setText("ferry")
    settle(bench)
    found = headlines(pane)
    assert found
    QTest.mouseClick(pane._save, Qt.MouseButton.LeftButton)
    settle(bench)
    assert "saved:City: ferry" in pane.sidebar._keys
    assert said(bench) == ["“City: ferry” is kept in the sidebar."]
    pane.search.clear()
    choose(pane, "all")
    choose(pane, "saved:City: ferry")
    assert headlines(pane) == found, "its words belong to it"
    act(
        bench,
        lambda desk: desk.articles.create(
            {"headline": "One more ferry", "section": "city", "body": "A ferry.\n"}
        ),
    )
    assert headlines(pane) == ["One more ferry", *found]
    pane.search.setText("more")
    settle(bench)
    assert headlines(pane) == ["One more ferry"], "and what is typed narrows it"


@pytest.mark.parametrize("shelf", ["late", "today"])
def test_a_saved_span_moves_on_with_the_clock(
    bench: Workbench, shown: Shown, clock: MovedClock, shelf: str
) -> None:
    pane = shown(bench)
    choose(pane, shelf)
    pane._save.click()
    settle(bench)
    (kept,) = bench.lists.filters
    before = headlines(pane)
    choose(pane, "all")
    clock.go_on(timedelta(days=2))
    choose(pane, shelf)
    later = headlines(pane)
    assert later != before
    choose(pane, "all")
    choose(pane, f"saved:{kept.name}")
    assert headlines(pane) == later
    # One that was saved before the span was kept by name had its moments alone.
    old = replace(kept, name="Of old", filter=replace(kept.filter, due=""))
    act(bench, lambda desk: desk.lists.put_filter(old))
    choose(pane, "saved:Of old")
    assert headlines(pane) == later


def test_a_filter_that_is_there_already_is_told(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    for _turn in range(2):
        pane._save.click()
        settle(bench)
    assert said(bench)[-1] == "“All stories” is among the saved filters."
    assert [item.name for item in bench.lists.filters] == ["All stories"]


def test_a_forgotten_filter_leaves_all_stories(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    act(
        bench,
        lambda desk: desk.lists.put_filter(
            SavedFilter(name="Pitches", filter=Filter(stages=frozenset({"pitch"})))
        ),
    )
    choose(pane, "saved:Pitches")
    pitches = pane.model.rowCount()
    at = pane.sidebar.visualItemRect(pane.sidebar._keys["saved:Pitches"]).center()
    pane.sidebar._menu(at)
    menu = popup(pane.sidebar)
    assert entries(menu) == ["Forget this filter"]
    menu.actions()[0].trigger()
    menu.close()
    settle(bench)
    assert "saved:Pitches" not in pane.sidebar._keys
    assert pane.title.text() == "All stories"
    assert pane.model.rowCount() == pane.sidebar.shelf.count > pitches  # type: ignore[union-attr]


def test_a_new_desk_gets_a_line_and_the_chosen_one_stays(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    choose(pane, "stage:copy")
    act(bench, lambda desk: desk.lists.put("desks", Term(key="night", name="Night desk")))
    assert pane.sidebar._keys["desk:night"].text() == "Night desk"
    assert pane.sidebar.key == "stage:copy"
    assert pane.sidebar.currentItem() is pane.sidebar._keys["stage:copy"]


# Searching.


def test_a_search_shows_the_passage_with_its_words_marked(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    pane.search.setText("mussel")
    settle(bench)
    hits = [pane.model.index(n).data(258) for n in range(pane.model.rowCount())]
    assert hits
    assert all(isinstance(hit, Hit) for hit in hits)
    marked = [hit.passage[a:b].casefold() for hit in hits for a, b in hit.marks]
    assert marked
    assert all(words.startswith("mussel") for words in marked)
    pane.search.clear()
    settle(bench)
    assert pane.model.index(0).data(258) is None


def test_the_last_word_may_be_a_beginning_and_all_must_stand(
    bench: Workbench, shown: Shown
) -> None:
    pane = shown(bench)
    QTest.keyClicks(pane.search, "ferry nig")
    settle(bench)
    assert "ferry-night-service" in {
        row.slug for n in range(pane.model.rowCount()) if (row := pane.model.row(n))
    }
    QTest.keyClicks(pane.search, " zeppelin")
    settle(bench)
    assert pane.model.rowCount() == 0
    assert pane.rows.empty[0] == "Nothing found for “ferry nig zeppelin”"


def test_the_answer_to_an_older_question_is_dropped(
    bench: Workbench, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane = shown(bench)
    find, running, go_on = Search.find, threading.Event(), threading.Event()

    def slow(self: Search, words: str, *rest: object, **more: object) -> object:
        if words == "ferry":
            found = find(self, words, *rest, **more)  # type: ignore[arg-type]
            running.set()
            assert go_on.wait(10)
            return found
        return find(self, words, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Search, "find", slow)
    seen: list[int] = []
    pane.model.loaded.connect(lambda: seen.append(pane.model.rowCount()))
    pane.search.setText("ferry")
    assert running.wait(10)
    pane.search.setText("mussel")
    go_on.set()
    settle(bench)
    rows = ask(bench, lambda desk: desk.search.find("mussel", limit=200))
    assert headlines(pane) == [hit.row.headline for hit in rows]
    assert seen == [len(rows)], "the older answer was never shown"


def test_the_search_stays_within_the_chosen_line(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    pane.search.setText("the")
    settle(bench)
    everywhere = pane.model.rowCount()
    choose(pane, "section:sport")
    rows = [pane.model.row(number) for number in range(pane.model.rowCount())]
    assert 0 < len(rows) < everywhere
    assert {row.section for row in rows if row} == {"sport"}


def test_what_empties_the_search_comes_with_its_first_letter(
    bench: Workbench, shown: Shown
) -> None:
    pane = shown(bench)
    assert not pane.search.isClearButtonEnabled(), "an icon that nobody sees costs 4 ms of a start"
    QTest.keyClicks(pane.search, "f")
    assert pane.search.isClearButtonEnabled()
    button = pane.search.findChild(QAbstractButton)
    assert button is not None
    button.click()
    assert pane.search.text() == ""


def test_keys_lead_from_the_search_to_the_rows_and_empty_it(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    pane.focus_search()
    assert pane.search.hasFocus()
    QTest.keyClicks(pane.search, "ferry")
    settle(bench)
    key(pane.search, Qt.Key.Key_Down)
    assert pane.rows.hasFocus()
    assert pane.rows.currentIndex().row() == 0
    pane.focus_search()
    key(pane.search, Qt.Key.Key_Escape)
    settle(bench)
    assert pane.search.text() == ""
    assert pane.model.rowCount() > 40


# Words where there is nothing.


def test_an_empty_newsroom_says_what_to_do(bare: Workbench, shown: Shown) -> None:
    pane = shown(bare)
    assert pane.rows.empty == ("No stories yet", "Write the first one with Ctrl+N.")
    ground = pane.rows.viewport().grab().toImage()
    words = {ground.pixel(x, y) for x in range(ground.width()) for y in range(ground.height())}
    assert len(words) > 1, "and it can be read"
    choose(pane, "stage:copy")
    assert pane.rows.empty[1] == "Stories come here when they are sent or dragged to this stage."
    choose(pane, "late")
    assert pane.rows.empty[1] == "Choose another filter on the left."


# The selection.


def test_the_selection_survives_what_others_save(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    ids = pick(pane, 2, 4)
    act(bench, lambda desk: desk.articles.create({"headline": "From elsewhere"}))
    assert headlines(pane)[0] == "From elsewhere"
    assert pane.rows.chosen() == ids
    assert bench.selection == ids
    assert pane.rows.current_story() == ids[-1]


def test_the_selection_far_down_survives_too(many: Workbench, shown: Shown) -> None:
    pane = shown(many)
    look_at(pane, 1000)
    ids = pick(pane, 1001, 1003)
    assert len(ids) == 2
    place = pane.rows.verticalScrollBar().value()
    act(many, lambda desk: desk.articles.create({"headline": "From elsewhere"}))
    pane.rows.viewport().repaint()
    settle(many)
    assert pane.rows.verticalScrollBar().value() == place
    assert pane.rows.chosen() == ids
    assert many.selection == ids
    assert pane.rows.current_story() == ids[-1]


def test_all_rows_selected_are_all_stories(many: Workbench, shown: Shown) -> None:
    pane = shown(many)
    pane.rows.setFocus()
    QTest.keyClick(pane.rows, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    settle(many)
    assert len(many.selection) == MANY, "also those that nobody has looked at yet"
    assert len(set(many.selection)) == MANY


def test_a_story_that_went_is_not_selected_any_more(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    choose(pane, "stage:draft")
    ids = pick(pane, 0, 1)
    act(bench, lambda desk: desk.articles.move(ids[:1], Stage.COPY))
    assert pane.rows.chosen() == ids[1:]
    assert bench.selection == ids[1:]


# What is done with rows.


def test_delete_spikes_the_selected_rows_and_undo_restores_them(
    bench: Workbench, shown: Shown
) -> None:
    pane = shown(bench)
    before = headlines(pane)
    ids = pick(pane, 0, 2, 3)
    key(pane.rows, Qt.Key.Key_Delete)
    settle(bench)
    assert said(bench) == ["Spiked 3 stories"]
    assert len(headlines(pane)) == len(before) - 3
    assert not set(ids) & {row.id for n in range(10) if (row := pane.model.row(n))}
    assert not set(ids) & set(bench.selection)
    bench.messages.standing[0].answers[0].run()
    settle(bench)
    assert sorted(headlines(pane)) == sorted(before)
    stages = {row.id: row.stage for row in ask(bench, lambda desk: desk.articles.rows(ids))}
    assert "spiked" not in stages.values()


def test_after_delete_the_next_row_is_the_selected_one(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    names = headlines(pane)
    pick(pane, 1, 2)
    key(pane.rows, Qt.Key.Key_Delete)
    settle(bench)
    settle(bench)
    assert headlines(pane)[:2] == [names[0], names[3]]
    (story,) = pane.rows.chosen()
    assert story == pane.model.story(1) == pane.rows.current_story()
    assert bench.selection == (story,)
    choose(pane, "stage:ready")
    pick(pane, pane.model.rowCount() - 1)
    key(pane.rows, Qt.Key.Key_Delete)
    settle(bench)
    settle(bench)
    assert pane.rows.selected() == [pane.model.rowCount() - 1], "at the end it is the last"


def test_a_search_that_finds_nothing_says_where_it_looked(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    pane.search.setText("xqzzy")
    settle(bench)
    assert pane.rows.empty[1].startswith("Every word must stand")
    choose(pane, "stage:ready")
    assert pane.rows.empty[1] == (
        "Only “Ready” was searched; All stories, on the left, is everything."
    )


def test_enter_opens_to_stay_space_and_a_click_only_look(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    (story,) = pick(pane, 3)
    key(pane.rows, Qt.Key.Key_Space)
    settle(bench)
    assert bench.current is not None
    assert bench.current.id == story
    assert bench.passing is bench.current
    key(pane.rows, Qt.Key.Key_Return)
    settle(bench)
    assert bench.passing is None
    at = pane.rows.visualRect(pane.model.index(1)).center()
    QTest.mouseClick(
        pane.rows.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at
    )
    settle(bench)
    assert bench.current.id == pane.rows.chosen()[0]
    assert bench.passing is bench.current
    assert len(bench.stories) == 2


def test_a_second_row_with_ctrl_opens_nothing(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    pick(pane, 0)
    at = pane.rows.visualRect(pane.model.index(2)).center()
    QTest.mouseClick(
        pane.rows.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, at
    )
    settle(bench)
    assert len(bench.selection) == 2
    assert bench.stories == ()


def test_stepping_opens_one_story_after_the_other(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    found = []
    for by in (1, 1, -1, -1):
        pane.step(by)
        settle(bench)
        assert bench.current is not None
        found.append(bench.current.get("headline"))
    names = headlines(pane)
    assert found == [names[0], names[1], names[0], names[0]]


def test_the_row_of_the_story_in_front_is_the_selected_one(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    first, second = pick(pane, 1, 3)
    pane.rows.clearSelection()
    for story in (first, second):
        bench.open(story, new_tab=True)
        settle(bench)
        assert pane.rows.chosen() == bench.selection == (story,)
    bench.bring_forward(bench.stories[0])
    assert pane.rows.chosen() == bench.selection == (first,)
    assert pane.rows.current_story() == first
    pane.step(1)  # from the row of the story that is in front
    settle(bench)
    assert bench.current is not None
    assert bench.current.get("headline") == headlines(pane)[2]


def test_the_row_that_enter_opens_is_selected_too(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    place = pane.model.index(2)
    pane.rows.selectionModel().setCurrentIndex(place, FLAG.NoUpdate)  # as Qt does on focus
    key(pane.rows, Qt.Key.Key_Return)
    settle(bench)
    assert bench.current is not None
    assert pane.rows.chosen() == bench.selection == (bench.current.id,) != ()


def test_a_new_story_has_no_row_and_then_its_own(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    pick(pane, 2)
    bench.new()
    assert bench.current is not None
    assert pane.rows.chosen() == bench.selection == ()
    bench.current.set("headline", "Written just now")
    bench.current.save()
    settle(bench)
    settle(bench)
    assert pane.rows.chosen() == bench.selection == (bench.current.id,)


def test_rows_that_somebody_selected_stay_when_another_story_comes_forward(
    bench: Workbench, shown: Shown
) -> None:
    pane = shown(bench)
    several = pick(pane, 1, 2)
    bench.open(pane.model.story(4), new_tab=True)
    settle(bench)
    assert pane.rows.chosen() == several
    (one,) = pick(pane, 3)
    key(pane.rows, Qt.Key.Key_Space)
    key(pane.rows, Qt.Key.Key_Down)  # before the story has come
    below = pane.rows.chosen()
    settle(bench)
    assert bench.current is not None
    assert bench.current.id == one
    assert pane.rows.chosen() == below != (one,)


def test_rows_dropped_onto_a_stage_are_sent_there(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    ids = pick(pane, 0, 1)
    mime = pane.model.mimeData(pane.rows.selectionModel().selectedIndexes())
    assert pane.model.flags(pane.model.index(0)) & Qt.ItemFlag.ItemIsDragEnabled
    drop(pane, mime, "stage:hold")
    settle(bench)
    assert said(bench) == ["Moved 2 stories to Hold"]
    rows = ask(bench, lambda desk: desk.articles.rows(ids))
    assert {row.stage for row in rows} == {"hold"}
    drop(pane, mime, "stage:spiked")
    settle(bench)
    assert {row.stage for row in ask(bench, lambda desk: desk.articles.rows(ids))} == {"spiked"}


def test_rows_dropped_anywhere_else_stay(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    ids = pick(pane, 0)
    before = ask(bench, lambda desk: desk.articles.rows(ids))
    mime = pane.model.mimeData(pane.rows.selectionModel().selectedIndexes())
    assert not drop(pane, mime, "section:sport")
    settle(bench)
    assert ask(bench, lambda desk: desk.articles.rows(ids)) == before


def drop(pane: ListPane, mime: object, shelf: str) -> bool:
    """Carry rows over a line of the sidebar and let go; whether they were taken."""
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

    item = pane.sidebar._keys[shelf]
    pane.sidebar.scrollToItem(item)
    at = pane.sidebar.visualItemRect(item).center()
    rest = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(at, Qt.DropAction.CopyAction, mime, *rest)
    pane.sidebar.dragEnterEvent(enter)
    assert enter.isAccepted()
    move = QDragMoveEvent(at, Qt.DropAction.CopyAction, mime, *rest)
    pane.sidebar.dragMoveEvent(move)
    assert (pane.sidebar.over is item) == move.isAccepted()
    if not move.isAccepted():
        pane.sidebar.dragLeaveEvent(None)  # type: ignore[arg-type]
        return False
    let_go = QDropEvent(QPointF(at), Qt.DropAction.CopyAction, mime, *rest)
    pane.sidebar.dropEvent(let_go)
    assert pane.sidebar.over is None
    return let_go.isAccepted()


def test_typed_text_is_saved_before_its_row_is_spiked(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    (number,) = pick(pane, 0)
    bench.open(number, new_tab=True)
    settle(bench)
    assert bench.current is not None
    bench.current.set("dek", "Typed a moment ago")
    key(pane.rows, Qt.Key.Key_Delete)
    settle(bench)
    story = ask(bench, lambda desk: desk.articles.open(number))
    assert (story.dek, story.stage) == ("Typed a moment ago", Stage.SPIKED)


def test_a_right_click_offers_what_can_be_done(window: Window) -> None:
    pane = window.listing
    pane.rows.setFocus()
    pick(pane, 0, 1)
    at = pane.rows.visualRect(pane.model.index(1)).center()
    viewport = pane.rows.viewport()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, at, viewport.mapToGlobal(at), Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(viewport, event)
    menu = popup(pane)
    assert menu.isVisible()
    assert entries(menu)[:2] == ["Send to…", "Assign to…"]
    ids = window.workbench.selection
    assert len(ids) == 2
    entry(menu, "Spike").trigger()
    menu.close()
    settle(window)
    assert {row.stage for row in ask(window, lambda desk: desk.articles.rows(ids))} == {"spiked"}


def test_the_menu_key_opens_the_menu_of_the_current_row(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    pane.rows.menu_wanted.disconnect()
    pick(pane, 2)
    wanted: list[QPoint] = []
    pane.rows.menu_wanted.connect(wanted.append)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    pane.rows.contextMenuEvent(event)
    (place,) = wanted
    rect = pane.rows.visualRect(pane.model.index(2))
    assert rect.contains(pane.rows.viewport().mapFromGlobal(place))


# Columns and what is kept.


def columns(pane: ListPane) -> list[str]:
    return [str(item["id"]) for item in pane.heads.kept()]


def test_headings_are_made_when_columns_are_wanted(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    usual = pane.state()
    assert not pane.findChildren(Heads)
    pane.restore(usual | {"columns": [{"id": "slug", "width": 120}, {"id": "gone"}]})
    kept = pane.state()["columns"]
    assert kept == [{"id": "slug", "width": 120}]
    assert not pane.findChildren(Heads)
    assert pane.heads.kept() == kept
    assert pane.state()["columns"] == kept
    assert Heads().kept() == usual["columns"]


def test_columns_are_chosen_moved_and_kept(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    assert not pane.heads.isVisible()
    QTest.mouseClick(pane._columns_button, Qt.MouseButton.LeftButton)
    assert pane.heads.isVisible()
    low = pane.rows.visualRect(pane.model.index(0)).height()
    pane.heads._choose(QPoint(5, 5))
    menu = popup(pane.heads)
    assert not entry(menu, "Headline").isEnabled(), "a row without its name says nothing"
    entry(menu, "Slug").trigger()
    entry(menu, "Byline").trigger()
    menu.close()
    assert "slug" in columns(pane)
    assert "byline" not in columns(pane)
    pane.heads.moveSection(pane.heads.visualIndex(10), 0)  # the slug to the front
    pane.heads.resizeSection(10, 222)
    assert columns(pane)[0] == "slug"
    again = shown(bench)
    again.restore(pane.state())
    settle(bench)
    assert again.heads.kept() == pane.heads.kept()
    assert again.heads.isVisible()
    assert [cell[0].id for cell in again._cells()].count("slug") == 1
    assert again.rows.visualRect(again.model.index(0)).height() == low
    pane._columns_button.click()
    assert pane.rows.visualRect(pane.model.index(0)).height() > low


def head_clicked(pane: ListPane, column: str) -> None:
    number = next(n for n, one in enumerate(pane.heads.cells()) if one[0].id == column)
    _column, left, width = pane.heads.cells()[number]
    QTest.mouseClick(
        pane.heads.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(left + width // 2, pane.heads.height() // 2),
    )
    settle(pane._bench)


def test_a_click_on_a_heading_sorts_and_another_turns_it_round(
    bench: Workbench, shown: Shown
) -> None:
    pane = shown(bench)
    pane.resize(1400, 600)
    pane._columns_button.click()
    head_clicked(pane, "words")
    lengths = [pane.model.row(n).words for n in range(20)]  # type: ignore[union-attr]
    assert lengths == sorted(lengths, reverse=True), "the longest first"
    head_clicked(pane, "words")
    lengths = [pane.model.row(n).words for n in range(20)]  # type: ignore[union-attr]
    assert lengths == sorted(lengths)
    head_clicked(pane, "headline")
    assert headlines(pane)[:3] == sorted(headlines(pane), key=str.casefold)[:3]


def test_a_heading_that_nothing_is_sorted_by_changes_nothing(
    bench: Workbench, shown: Shown
) -> None:
    pane = shown(bench)
    pane.resize(1400, 600)
    pane._columns_button.click()
    before, mark = headlines(pane), pane.heads.sortIndicatorSection()
    head_clicked(pane, "stage")
    assert headlines(pane) == before
    assert pane.heads.sortIndicatorSection() == mark


def test_what_was_shown_comes_back(bench: Workbench, shown: Shown) -> None:
    pane = shown(bench)
    choose(pane, "section:city")
    pane._sort_by(Sort.WORDS, True)
    settle(bench)
    (story,) = pick(pane, 2)
    state = pane.state()
    again = shown(bench)
    again.restore(state)
    settle(bench)
    assert again.title.text() == "City"
    assert headlines(again) == headlines(pane)
    assert again.rows.current_story() == story
    assert again.state() == state


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"sort": "nonsense", "columns": "x", "sizes": [1], "story": "7", "shelf": 5},
        {"sort": ["updated_at"], "columns": [7, {"id": ["slug"]}, {"id": "slug", "width": "wide"}]},
        {"shelf": "saved:gone", "sizes": ["a", "b"], "search": None, "story": -3},
    ],
)
def test_a_state_that_makes_no_sense_is_passed_over(
    bench: Workbench, shown: Shown, state: dict[str, object]
) -> None:
    pane = shown(bench)
    pane.restore(state)
    settle(bench)
    assert pane._sort is Sort.UPDATED
    pane.search.clear()
    settle(bench)
    assert pane.model.rowCount() > 40


def test_a_newsroom_zone_that_this_computer_lacks_is_read_as_utc(
    bench: Workbench, shown: Shown
) -> None:
    pane = shown(bench)
    bench.lists = replace(bench.lists, site=replace(bench.lists.site, timezone="Mars/Base"))
    pane._lists_changed()
    settle(bench)
    assert pane._the_setting().zone.utcoffset(NOW) == timedelta(0)


def test_menus_do_not_pile_up(window: Window) -> None:
    pane = window.listing
    pick(pane, 0)
    for _turn in range(5):
        pane._menu(pane.mapToGlobal(QPoint(50, 50)))
        popup(pane).close()
        settle(window)
    menus = [menu for menu in pane.findChildren(QMenu) if menu is not pane._order.menu()]
    assert len(menus) <= 1


def test_the_list_stays_where_it_is_when_something_is_said(window: Window) -> None:
    def top() -> int:
        return window.listing.mapToGlobal(QPoint(0, 0)).y()

    before = top()
    window.messages.say("Sent 1 story to Desk", Answer("Undo", lambda: None))
    QApplication.processEvents()
    bar = window.findChild(MessageBar)
    assert bar is not None
    assert bar.isVisible()
    assert top() == before
    assert bar.mapToGlobal(QPoint(0, 0)).y() > before
