import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from newsroom.news.article import Article
from newsroom.news.errors import DiskFull, SlugTaken
from newsroom.news.revision import Draft
from newsroom.ui import drafting
from newsroom.ui.story import OpenStory, State
from newsroom.ui.tasks import Tasks
from tests.ui.fakes import NOON, FakeDesk

READ = Article(id=7, version=3, headline="Ferry", body="One.\n\nTwo.\n\nThree.\n", slug="ferry")

Make = Callable[..., OpenStory]


@pytest.fixture
def desk() -> FakeDesk:
    made = FakeDesk()
    made.articles.put(READ)
    return made


@pytest.fixture
def tasks(qtbot: QtBot, desk: FakeDesk) -> Iterator[Tasks]:
    made = Tasks(lambda: desk)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def make(tasks: Tasks) -> Make:
    def make(article: Article = READ, draft: Draft | None = None) -> OpenStory:
        return OpenStory(article, tasks=tasks, clock=lambda: NOON, draft=draft)

    return make


class Page:
    """Stands for an editor: holds the body and says how often it was asked for it."""

    def __init__(self, story: OpenStory) -> None:
        self.text = story.get("body")
        self.asked = 0
        self.story = story
        story.body_source = self.source
        story.body_replaced.connect(self.replaced)

    def source(self) -> str:
        self.asked += 1
        return self.text

    def replaced(self) -> None:
        self.text = self.story.get("body")

    def type(self, text: str) -> None:
        self.text = text
        self.story.touch_body()


def other_saves(desk: FakeDesk, **fields: object) -> Article:
    stands = desk.articles.stories[7]
    return desk.articles.put(replace(stands, version=stands.version + 1, **fields))


def test_typing_is_in_the_journal_within_a_second_by_its_own_thread(
    qtbot: QtBot, desk: FakeDesk, make: Make
) -> None:
    story = make()
    page = Page(story)
    page.type("One.\n\nTwo, more.\n\nThree.\n")
    assert story.state is State.UNSAVED
    qtbot.waitUntil(lambda: story.state is State.KEPT, timeout=1000)
    (draft,) = desk.journal.drafts.values()
    assert (draft.article, draft.base_version) == (7, 3)
    assert draft.fields == {"body": "One.\n\nTwo, more.\n\nThree.\n"}, "only what differs"
    assert desk.journal.threads == {"newsroom-journal"}


def test_typing_without_a_pause_is_kept_all_the_same(
    qtbot: QtBot, desk: FakeDesk, make: Make, tasks: Tasks
) -> None:
    assert drafting.LONGEST_MS < 1000
    story = make()
    page = Page(story)
    for number in range(12):
        page.type(f"Word {number}")
        qtbot.wait(80)  # shorter than the pause that would set it off
    assert desk.journal.drafts, "nothing was kept while somebody typed on"
    tasks.wait_idle()


def test_while_somebody_types_on_nobody_is_told_that_it_is_kept(
    qtbot: QtBot, desk: FakeDesk, make: Make, tasks: Tasks
) -> None:
    story = make()
    page = Page(story)
    told: list[State] = []
    story.state_changed.connect(lambda: told.append(story.state))
    for number in range(4):
        page.type(f"Word {number}")
        story.keep()  # as happens while somebody types without a pause
        tasks.wait_idle()
        qtbot.waitUntil(lambda: story._drafting.safe)
    assert told == [State.UNSAVED], "each time it was drawn anew"
    qtbot.waitUntil(lambda: story.state is State.KEPT)
    assert told == [State.UNSAVED, State.KEPT]


def test_no_key_pays_for_writing_the_story_out(make: Make) -> None:
    story = make()
    page = Page(story)
    for number in range(50):
        page.type(f"Word {number}")
    assert page.asked == 0
    assert story.get("body") == "Word 49"
    assert page.asked == 1
    assert story.dirty
    assert page.asked == 1, "asked again although nothing was typed"


def test_undoing_everything_is_no_change_and_leaves_no_draft(
    qtbot: QtBot, desk: FakeDesk, make: Make
) -> None:
    story = make()
    story.set("headline", "Night ferry")
    qtbot.waitUntil(lambda: story.state is State.KEPT)
    story.set("headline", "Ferry")
    qtbot.waitUntil(lambda: story.state is State.SAVED)
    assert not story.dirty
    qtbot.waitUntil(lambda: not desk.journal.drafts)


def test_a_save_sends_only_what_differs_and_drops_the_draft(
    qtbot: QtBot, desk: FakeDesk, make: Make, tasks: Tasks
) -> None:
    story = make()
    saved: list[Article] = []
    story.saved.connect(saved.append)
    story.set("headline", "Night ferry")
    story.save()
    assert story.state is State.SAVING
    assert tasks.wait_idle()
    assert desk.articles.saves == [{"headline": "Night ferry"}]
    assert story.state is State.SAVED
    assert story.article.version == 4
    assert [article.headline for article in saved] == ["Night ferry"]
    assert desk.journal.drafts == {}


def test_saving_what_is_saved_makes_no_revision(desk: FakeDesk, make: Make, tasks: Tasks) -> None:
    story = make()
    then: list[Article] = []
    story.save(then=then.append)
    tasks.wait_idle()
    assert desk.articles.saves == []
    assert then == [READ]


def test_what_is_typed_while_a_save_runs_is_not_lost(
    desk: FakeDesk, make: Make, tasks: Tasks
) -> None:
    story = make()
    page = Page(story)
    page.type("First")
    go = threading.Event()
    tasks.run(lambda _desk: go.wait(5))
    story.save()
    page.type("First and second")
    story.set("dek", "A dek")
    go.set()
    tasks.wait_idle()
    assert desk.articles.stories[7].body == "First"
    assert page.text == "First and second"
    assert story.unsaved() == {"body": "First and second", "dek": "A dek"}
    (draft,) = desk.journal.drafts.values()
    assert draft.base_version == 4, "the draft stands over the version that was just saved"


def test_a_second_save_waits_for_the_first(desk: FakeDesk, make: Make, tasks: Tasks) -> None:
    story = make()
    order: list[int] = []
    story.set("headline", "One")
    story.save(then=lambda article: order.append(article.version))
    story.set("headline", "Two")
    story.save(then=lambda article: order.append(article.version))
    tasks.wait_idle()
    assert desk.articles.saves == [{"headline": "One"}, {"headline": "Two"}]
    assert desk.articles.stories[7].headline == "Two"
    assert order == [5, 5]
    assert story.state is State.SAVED


def test_a_new_story_is_stored_by_its_first_save_and_has_its_slug_then(
    desk: FakeDesk, make: Make, tasks: Tasks
) -> None:
    story = make(Article(kicker="IFP Exclusive"))
    changed: list[str] = []
    story.field_changed.connect(changed.append)
    assert (story.id, story.state, story.title) == (0, State.SAVED, "Untitled story")
    story.set("headline", "Night ferry")
    story.keep()
    tasks.wait_idle()
    (draft,) = desk.journal.drafts.values()
    assert draft.article == 0
    assert draft.fields == {"headline": "Night ferry", "kicker": "IFP Exclusive"}
    story.save()
    tasks.wait_idle()
    assert story.id == 8
    assert story.get("slug") == "story-8"
    assert changed == ["headline", "slug"]
    assert desk.journal.drafts == {}


def test_a_full_disk_keeps_the_text_and_says_so(desk: FakeDesk, make: Make, tasks: Tasks) -> None:
    story = make()
    faults: list[str] = []
    story.faulted.connect(lambda error: faults.append(str(error)))
    then: list[Article] = []
    desk.articles.refuse = DiskFull("The disk is full; your text is kept here.")
    story.set("headline", "Night ferry")
    story.save(then=then.append)
    tasks.wait_idle()
    assert story.state is State.FAULT
    assert story.fault == "The disk is full; your text is kept here."
    assert faults == [story.fault]
    assert story.get("headline") == "Night ferry"
    assert desk.journal.drafts, "what could not be saved is in the journal"
    desk.articles.refuse = None
    story.save()
    tasks.wait_idle()
    assert story.state is State.SAVED
    assert then == [], "what was to follow the save that failed does not follow a later one"


def test_a_journal_that_cannot_write_is_told_once_and_tried_again(
    qtbot: QtBot, desk: FakeDesk, make: Make, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafting, "AGAIN_MS", 20)
    story = make()
    faults: list[str] = []
    story.faulted.connect(lambda error: faults.append(str(error)))
    desk.journal.refuse = DiskFull("The disk is full.")
    story.set("headline", "Night ferry")
    story.keep()
    qtbot.waitUntil(lambda: story.state is State.FAULT)
    qtbot.wait(80)
    assert faults == ["The disk is full."]
    desk.journal.refuse = None
    qtbot.waitUntil(lambda: story.state is State.KEPT)
    assert desk.journal.drafts[story.key].fields == {"headline": "Night ferry"}


def test_a_taken_slug_is_a_fault_with_a_suggestion(
    desk: FakeDesk, make: Make, tasks: Tasks
) -> None:
    story = make()
    faults: list[SlugTaken] = []
    story.faulted.connect(faults.append)
    desk.articles.refuse = SlugTaken("Another story has this slug.", "ferry-2")
    story.set("slug", "quay")
    story.save()
    tasks.wait_idle()
    assert [fault.suggestion for fault in faults] == ["ferry-2"]


def test_two_who_changed_different_fields_are_both_saved(
    desk: FakeDesk, make: Make, tasks: Tasks
) -> None:
    story = make()
    changed: list[str] = []
    merged: list[Article] = []
    story.field_changed.connect(changed.append)
    story.merged.connect(merged.append)
    story.set("headline", "Mine")
    theirs = other_saves(desk, dek="Theirs")
    story.save()
    tasks.wait_idle()
    stands = desk.articles.stories[7]
    assert (stands.headline, stands.dek, stands.version) == ("Mine", "Theirs", 5)
    assert merged == [theirs]
    assert "dek" in changed
    assert story.state is State.SAVED


def test_two_who_changed_different_paragraphs_are_merged_and_the_page_shows_it(
    desk: FakeDesk, make: Make, tasks: Tasks
) -> None:
    story = make()
    page = Page(story)
    page.type("One, mine.\n\nTwo.\n\nThree.\n")
    other_saves(desk, body="One.\n\nTwo.\n\nThree, theirs.\n")
    story.save()
    tasks.wait_idle()
    both = "One, mine.\n\nTwo.\n\nThree, theirs.\n"
    assert desk.articles.stories[7].body == both
    assert page.text == both
    assert story.state is State.SAVED


def test_two_who_changed_the_same_words_keep_both_texts(
    desk: FakeDesk, make: Make, tasks: Tasks
) -> None:
    story = make()
    page = Page(story)
    conflicts: list[Article] = []
    story.conflicted.connect(conflicts.append)
    page.type("Mine.\n\nTwo.\n\nThree.\n")
    theirs = other_saves(desk, body="Theirs.\n\nTwo.\n\nThree.\n")
    story.save()
    tasks.wait_idle()
    assert conflicts == [theirs]
    assert story.state is State.CONFLICT
    assert story.theirs == theirs
    assert page.text == "Mine.\n\nTwo.\n\nThree.\n"
    assert desk.journal.drafts, "mine is in the journal"
    assert desk.articles.stories[7] == theirs


@pytest.fixture
def conflict(desk: FakeDesk, make: Make, tasks: Tasks) -> OpenStory:
    story = make()
    story.set("headline", "Mine")
    other_saves(desk, headline="Theirs", dek="Their dek")
    story.save()
    tasks.wait_idle()
    assert story.state is State.CONFLICT
    return story


def test_keeping_mine_saves_it_over_theirs(
    desk: FakeDesk, tasks: Tasks, conflict: OpenStory
) -> None:
    conflict.resolve_mine()
    tasks.wait_idle()
    stands = desk.articles.stories[7]
    assert (stands.headline, stands.dek) == ("Mine", "Their dek")
    assert conflict.state is State.SAVED
    assert conflict.theirs is None
    assert desk.articles.past[7, 4].headline == "Theirs"


def test_taking_theirs_puts_mine_into_the_history(
    desk: FakeDesk, tasks: Tasks, conflict: OpenStory
) -> None:
    conflict.resolve_theirs()
    tasks.wait_idle()
    assert desk.articles.stories[7].headline == "Theirs"
    assert desk.articles.past[7, 5].headline == "Mine", "my text must be found again"
    assert conflict.get("headline") == "Theirs"
    assert conflict.state is State.SAVED
    assert desk.journal.drafts == {}


def test_a_newer_version_is_taken_in_at_once_when_nothing_was_typed(
    desk: FakeDesk, make: Make
) -> None:
    story = make()
    page = Page(story)
    merged: list[Article] = []
    story.merged.connect(merged.append)
    theirs = other_saves(desk, headline="Theirs", body="New.\n")
    story.adopt(theirs)
    assert story.article == theirs
    assert page.text == "New.\n"
    assert story.state is State.SAVED
    assert merged == [], "nothing of ours was in it"
    story.adopt(READ)
    assert story.article == theirs, "an older version is no news"


def test_a_newer_version_that_clashes_waits_beside_what_was_typed(
    desk: FakeDesk, make: Make
) -> None:
    story = make()
    overtaken: list[Article] = []
    story.overtaken.connect(overtaken.append)
    story.set("headline", "Mine")
    theirs = other_saves(desk, headline="Theirs")
    story.adopt(theirs)
    story.adopt(theirs)
    assert overtaken == [theirs], "said once"
    assert story.get("headline") == "Mine"
    assert story.state is State.CONFLICT


def test_typing_on_while_texts_are_merged_loses_nothing(
    desk: FakeDesk, make: Make, tasks: Tasks
) -> None:
    story = make()
    page = Page(story)
    page.type("One, mine.\n\nTwo.\n\nThree.\n")
    theirs = other_saves(desk, body="One.\n\nTwo.\n\nThree, theirs.\n")
    story.adopt(theirs)  # the merge runs in the pool now
    page.type("One, mine.\n\nTwo, later.\n\nThree.\n")
    tasks.wait_idle()
    assert page.text == "One, mine.\n\nTwo, later.\n\nThree, theirs.\n"
    assert story.article == theirs


def test_a_draft_of_a_window_that_is_gone_stands_over_what_it_was_typed_over(
    make: Make, tasks: Tasks, desk: FakeDesk
) -> None:
    draft = Draft(
        key="old", article=7, base_version=3, fields={"headline": "Typed"}, written_at=NOON
    )
    story = make(READ, draft)
    assert (story.key, story.get("headline"), story.state) == ("old", "Typed", State.KEPT)
    story.revert()
    tasks.wait_idle()
    assert story.get("headline") == "Ferry"
    assert desk.journal.log == ["drop"]


def test_setting_the_same_value_is_no_edit(make: Make) -> None:
    story = make()
    states: list[State] = []
    story.state_changed.connect(lambda: states.append(story.state))
    story.set("headline", "Ferry")
    assert states == []


def test_only_one_word_about_a_state(make: Make) -> None:
    story = make()
    states: list[State] = []
    story.state_changed.connect(lambda: states.append(story.state))
    for text in ("N", "Ni", "Nig", "Nigh", "Night"):
        story.set("headline", text)
    assert states == [State.UNSAVED]
