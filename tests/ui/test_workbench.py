import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from newsroom import settings as settings_module
from newsroom.news.changes import Changes
from newsroom.news.errors import DiskFull, NewsroomError, NotFound
from newsroom.news.revision import Draft
from newsroom.text import document
from newsroom.ui.lists import Lists
from newsroom.ui.parked import LONG
from newsroom.ui.story import OpenStory, State
from newsroom.ui.tidings import Tidings
from newsroom.ui.workbench import Workbench
from tests.ui.conftest import FERRY, QUAY
from tests.ui.fakes import NOON, FakeDesk


def open_story(bench: Workbench, story: int | str, *, new_tab: bool = False) -> OpenStory:
    bench.open(story, new_tab=new_tab)
    assert bench.tasks.wait_idle()
    assert bench.current is not None
    return bench.current


def titles(bench: Workbench) -> list[str]:
    return [story.title for story in bench.stories]


def test_a_story_is_opened_by_id_or_slug_and_only_once(fake_bench: Workbench) -> None:
    story = open_story(fake_bench, 7)
    assert story.article == FERRY
    assert open_story(fake_bench, "ferry") is story
    assert open_story(fake_bench, 7, new_tab=True) is story


def test_what_the_page_will_show_is_read_with_the_story_on_the_desks_thread(
    fake_bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    main: list[bool] = []
    cut = document.cut

    def told(*given: Any) -> Any:
        main.append(threading.current_thread() is threading.main_thread())
        return cut(*given)

    monkeypatch.setattr(document, "cut", told)
    assert open_story(fake_bench, 7).page is None, "a start makes the window's own parser"
    fake_bench.parser  # noqa: B018 # asked for, it is made
    story = open_story(fake_bench, 8)
    assert story.page is not None
    assert story.page.source == QUAY.body
    assert main == [False]


def test_a_draft_is_what_the_page_will_show_and_a_long_one_is_left_to_it(
    fake_bench: Workbench,
) -> None:
    fake_bench.parser  # noqa: B018 # asked for, it is made
    for number, version, body in ((7, 3, "Typed.\n"), (8, 1, "Much was typed. " * LONG)):
        fields = {"body": body}
        fake_bench.parked.put(
            Draft(
                key=f"k{number}",
                article=number,
                base_version=version,
                fields=fields,
                written_at=NOON,
            )
        )
    story = open_story(fake_bench, 7)
    assert story.page is not None
    assert story.page.source == "Typed.\n"
    assert open_story(fake_bench, 8).page is None


def test_a_new_newsroom_opens_once(fake_bench: Workbench) -> None:
    told: list[bool] = []
    fake_bench.opened.connect(lambda: told.append(True))
    fake_bench._lists_known = False
    for _time in range(2):  # the lists of a new newsroom stay empty for a while
        fake_bench._lists_read((Lists(), None))
    assert told == [True]


def test_keys_are_no_names_while_the_names_are_being_read() -> None:
    assert Lists(unread=True).name("sections", "city") == ""
    assert Lists(unread=True).name("stages", "draft") == "Draft"
    assert Lists().name("sections", "city") == "city"


def test_looking_from_story_to_story_takes_one_tab_until_something_is_typed(
    fake_bench: Workbench,
) -> None:
    open_story(fake_bench, 7)
    open_story(fake_bench, 8)
    assert titles(fake_bench) == ["Quay & pier"]
    fake_bench.current.set("headline", "Quay, typed")  # type: ignore[union-attr]
    open_story(fake_bench, 7)
    assert titles(fake_bench) == ["Quay, typed", "Ferry"]


def test_a_story_of_its_own_tab_stays(fake_bench: Workbench) -> None:
    open_story(fake_bench, 7, new_tab=True)
    open_story(fake_bench, 8)
    assert titles(fake_bench) == ["Ferry", "Quay & pier"]


def test_only_the_last_of_several_quick_looks_is_opened(fake_bench: Workbench) -> None:
    fake_bench.open(7)
    fake_bench.open(8)
    fake_bench.tasks.wait_idle()
    assert titles(fake_bench) == ["Quay & pier"]


def test_a_story_that_is_gone_is_said_in_the_bar(fake_bench: Workbench) -> None:
    Tidings(fake_bench)
    fake_bench.open(99)
    fake_bench.tasks.wait_idle()
    assert [m.text for m in fake_bench.messages.standing] == ["There is no such story."]


def test_closing_never_asks_and_the_text_comes_back_with_the_story(
    fake_bench: Workbench, fake_desk: FakeDesk
) -> None:
    story = open_story(fake_bench, 7)
    story.set("headline", "Night ferry")
    fake_bench.close(story)
    fake_bench.tasks.wait_idle()
    assert fake_bench.stories == ()
    assert [draft.fields for draft in fake_desk.journal.drafts.values()] == [
        {"headline": "Night ferry"}
    ]
    again = open_story(fake_bench, 7)
    assert again is not story
    assert again.get("headline") == "Night ferry"
    assert again.key == story.key


def test_a_draft_is_put_onto_what_others_saved_since(
    fake_bench: Workbench, fake_desk: FakeDesk
) -> None:
    story = open_story(fake_bench, 7)
    story.set("headline", "Night ferry")
    fake_bench.close(story)
    fake_bench.tasks.wait_idle()
    fake_desk.articles.put(replace(FERRY, version=4, dek="Theirs"))
    again = open_story(fake_bench, 7)
    assert again.article.version == 4
    assert (again.get("headline"), again.get("dek")) == ("Night ferry", "Theirs")
    assert again.state is not State.CONFLICT


def test_a_draft_whose_version_was_never_kept_still_stands(
    fake_bench: Workbench, fake_desk: FakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_number: int, _revision: int) -> None:
        raise NotFound("no such version")

    monkeypatch.setattr(fake_desk.articles, "state", gone)
    fake_bench.parked.put(
        Draft(key="k", article=7, base_version=1, fields={"headline": "Old"}, written_at=NOON)
    )
    assert open_story(fake_bench, 7).get("headline") == "Old"


def test_the_last_closed_tab_can_be_had_back(fake_bench: Workbench) -> None:
    story = open_story(fake_bench, 7, new_tab=True)
    fake_bench.close(story)
    new = fake_bench.new("IFP Exclusive")
    new.set("headline", "Never saved")
    fake_bench.close(new)
    untouched = fake_bench.new()
    fake_bench.close(untouched)
    fake_bench.reopen_closed()
    fake_bench.tasks.wait_idle()
    assert titles(fake_bench) == ["Never saved"]
    fake_bench.reopen_closed()
    fake_bench.tasks.wait_idle()
    assert titles(fake_bench) == ["Never saved", "Ferry"]


def test_a_new_story_is_filled_from_its_template_and_counts_as_untouched(
    fake_bench: Workbench, fake_desk: FakeDesk
) -> None:
    story = fake_bench.new("IFP Exclusive")
    assert story.get("kicker") == "IFP Exclusive"
    assert not story.dirty
    fake_bench.close(story)
    fake_bench.tasks.wait_idle()
    assert fake_desk.journal.drafts == {}


def test_closing_a_story_that_was_never_saved_says_that_its_text_is_kept(
    fake_bench: Workbench,
) -> None:
    Tidings(fake_bench)
    story = fake_bench.new()
    story.set("headline", "Night ferry")
    fake_bench.close(story)
    (message,) = fake_bench.messages.standing
    assert "Night ferry" in message.text
    message.answers[0].run()
    fake_bench.tasks.wait_idle()
    assert titles(fake_bench) == ["Night ferry"]


def test_a_save_from_elsewhere_comes_into_the_open_story(
    fake_bench: Workbench, fake_desk: FakeDesk
) -> None:
    story = open_story(fake_bench, 7)
    fake_desk.articles.put(replace(FERRY, version=4, headline="Theirs"))
    fake_bench.tasks.changed.emit(Changes(articles=frozenset({7})))
    fake_bench.tasks.wait_idle()
    assert story.get("headline") == "Theirs"


def test_our_own_save_is_not_read_again(
    fake_bench: Workbench, fake_desk: FakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = open_story(fake_bench, 7)
    reads: list[int] = []
    monkeypatch.setattr(fake_desk.articles, "open", reads.append)
    story.set("headline", "Mine")
    story.save()
    fake_bench.tasks.wait_idle()
    assert reads == []


def test_a_step_can_be_taken_back_from_its_message(
    fake_bench: Workbench, fake_desk: FakeDesk
) -> None:
    Tidings(fake_bench)
    fake_bench.tasks.change(lambda _desk: Changes(listing=True, step=5, label="Spiked 3 stories"))
    fake_bench.tasks.wait_idle()
    (message,) = fake_bench.messages.standing
    assert message.text == "Spiked 3 stories"
    message.answers[0].run()
    fake_bench.tasks.wait_idle()
    assert fake_desk.undo.undone == [5]
    assert [m.text for m in fake_bench.messages.standing] == ["Taken back"]


def test_acts_on_stories_wait_for_their_save(fake_bench: Workbench, fake_desk: FakeDesk) -> None:
    story = open_story(fake_bench, 7)
    done: list[str] = []
    fake_bench.saved_first((7, 8), lambda: done.append("at once"))
    assert done == ["at once"]
    story.set("headline", "Typed")
    fake_bench.saved_first((7,), lambda: done.append(fake_desk.articles.stories[7].headline))
    fake_bench.tasks.wait_idle()
    assert done == ["at once", "Typed"]


def test_an_act_does_not_happen_when_the_save_fails(
    fake_bench: Workbench, fake_desk: FakeDesk
) -> None:
    Tidings(fake_bench)
    story = open_story(fake_bench, 7)
    story.set("headline", "Typed")
    fake_desk.articles.refuse = DiskFull("The disk is full; your text is kept here.")
    done: list[str] = []
    fake_bench.saved_first((7,), lambda: done.append("acted"))
    fake_bench.tasks.wait_idle()
    assert done == []
    (message,) = fake_bench.messages.standing
    assert message.text == "The disk is full; your text is kept here."
    fake_desk.articles.refuse = None
    message.answers[0].run()
    fake_bench.tasks.wait_idle()
    assert fake_bench.messages.standing == ()
    assert fake_desk.articles.stories[7].headline == "Typed"


def test_keeping_both_makes_a_story_of_mine_and_leaves_theirs(
    fake_bench: Workbench, fake_desk: FakeDesk
) -> None:
    story = open_story(fake_bench, 7)
    story.set("headline", "Mine")
    fake_desk.articles.put(replace(FERRY, version=4, headline="Theirs"))
    settling: list[OpenStory] = []
    fake_bench.settling.connect(settling.append)
    Tidings(fake_bench)
    story.conflicted.connect(lambda _theirs: settling.append(story))
    story.save()
    fake_bench.tasks.wait_idle()
    assert story in settling
    fake_bench.settle(story, "both")
    fake_bench.tasks.wait_idle()
    assert story.get("headline") == "Theirs"
    new = fake_bench.current
    assert new is not None
    assert new.id == 0
    assert new.get("headline") == "Mine (set aside)"
    assert new.get("body") == FERRY.body
    assert new.get("slug") == ""


def test_the_lists_are_read_at_the_start_and_when_they_change(
    fake_bench: Workbench, qtbot: QtBot
) -> None:
    assert [person.name for person in fake_bench.lists.staff] == ["Mara Ridley"]
    assert fake_bench.lists.name("sections", "sections-1") == "One of sections"
    assert fake_bench.lists.name("sections", "unknown") == "unknown"
    assert ("draft", "Draft") in fake_bench.lists.choices("stages")
    assert fake_bench.lists.person(None) is None
    with qtbot.waitSignal(fake_bench.lists_changed):
        fake_bench.tasks.changed.emit(Changes(lists=True))


def test_sitting_down_as_somebody_is_told(fake_bench: Workbench, qtbot: QtBot) -> None:
    with qtbot.waitSignal(fake_bench.me_changed):
        fake_bench.sit(3)
    assert fake_bench.me is not None
    assert fake_bench.me.name == "Mara Ridley"


def test_settings_hold_at_once_and_are_kept_on_disk(fake_bench: Workbench, tmp_path: Path) -> None:
    told: list[set[str]] = []
    fake_bench.settings_changed.connect(told.append)
    fake_bench.set_settings({"theme": "dark", "page_width": 68})
    fake_bench.tasks.wait_idle()
    assert told == [{"theme"}], "what stayed the same is no change"
    assert str(fake_bench.theme.look) == "dark"
    assert settings_module.load(tmp_path / "config").theme == "dark"


def test_settings_that_cannot_be_kept_still_hold(fake_bench: Workbench, tmp_path: Path) -> None:
    Tidings(fake_bench)
    (tmp_path / "config").write_text("a file where the folder should be")
    fake_bench.set_settings({"theme": "dark"})
    fake_bench.tasks.wait_idle()
    (message,) = fake_bench.messages.standing
    assert "could not be kept" in message.text
    assert fake_bench.settings.theme == "dark"


def test_a_journal_that_cannot_be_read_does_not_keep_stories_shut(
    fake_bench: Workbench, fake_desk: FakeDesk
) -> None:
    fake_desk.journal.refuse = NewsroomError("The journal can't be read.")
    fake_bench.parked.look()
    fake_bench.tasks.wait_idle()
    assert [m.text for m in fake_bench.messages.standing] == ["The journal can't be read."]
    assert open_story(fake_bench, 8).article == QUAY


def test_the_selection_is_told_once(fake_bench: Workbench) -> None:
    told: list[tuple[int, ...]] = []
    fake_bench.selection_changed.connect(told.append)
    fake_bench.select([1, 2])
    fake_bench.select((1, 2))
    fake_bench.select(())
    assert told == [(1, 2), ()]


def test_dropping_a_draft_reverts_the_open_story_or_closes_a_new_one(
    fake_bench: Workbench, fake_desk: FakeDesk
) -> None:
    story = open_story(fake_bench, 7)
    story.set("headline", "Typed")
    draft = story.draft()
    assert draft is not None
    fake_bench.drop_draft(story.key)
    assert story.get("headline") == "Ferry"
    new = fake_bench.new()
    new.set("headline", "New")
    fake_bench.drop_draft(new.key)
    fake_bench.tasks.wait_idle()
    assert titles(fake_bench) == ["Ferry"]
    assert fake_desk.journal.drafts == {}
    fake_bench.bring_back(draft)
    assert story.get("headline") == "Typed"


def test_taking_back_what_takes_long_is_said_until_it_is_over(
    fake_bench: Workbench, fake_desk: FakeDesk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr("newsroom.ui.takingback.SLOW_MS", 0)
    going = threading.Event()
    undone: list[int | None] = []

    def undo(step: int | None = None) -> Changes:
        going.wait()
        undone.append(step)
        if step == 2:
            raise NotFound("It is gone.")
        return Changes()

    monkeypatch.setattr(fake_desk.undo, "undo", undo)
    messages = fake_bench.messages
    for step in (1, 2):
        going.clear()
        fake_bench.undo(step)
        qtbot.waitUntil(lambda: [m.text for m in messages.standing] == ["Taking it back…"])
        going.set()
        qtbot.waitUntil(lambda: not messages.standing)
    assert undone == [1, 2]
