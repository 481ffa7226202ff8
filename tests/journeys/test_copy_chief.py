"""The copy chief's morning and the writer's end of it, by keys and mouse, on either store."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton

from newsroom.desk.desk import open_desk
from newsroom.desk.review import Review
from newsroom.news.comment import FactState
from newsroom.news.errors import NewsroomError, StoreAway
from newsroom.news.inbox import NoticeKind
from newsroom.news.staff import Person, Role
from newsroom.news.workflow import Column, Need, PubState, Stage
from newsroom.ui.board.board import Board
from newsroom.ui.dialogs.gate import GateDialog
from newsroom.ui.dialogs.send import SendDialog
from newsroom.ui.dialogs.takeover import TakeOverDialog
from newsroom.ui.dialogs.unsaved import UnsavedDialog
from newsroom.ui.models.stories import STORIES_MIME
from newsroom.ui.panels.checklist import ChecklistPanel
from newsroom.ui.panels.comments import CommentsPanel
from newsroom.ui.panels.inbox import InboxPanel
from newsroom.ui.storyhead import StoryHead
from tests.journeys.conftest import Hand, Opener

BODY = (
    "The council met on Monday 🚢.\n\n"
    "It spent 120,000 euros on lamps, the mayor said.\n\n"
    "گزارش بندر امروز منتشر شد.\n"
)


@pytest.fixture
def house(store_url: str | Path) -> str | Path:
    """A newsroom with a writer, a copy chief, a publisher, and a story in copy."""
    with open_desk(store_url) as desk:
        for name, initials, role in (
            ("Ada Admin", "AA", Role.ADMIN),
            ("Wim Writer", "WW", Role.WRITER),
            ("Clara Chief", "CC", Role.COPY_CHIEF),
        ):
            desk.staff.add(Person(name=name, initials=initials, role=role))
        desk.sit("Wim Writer")
        story = desk.articles.create(
            {"slug": "lamps", "headline": "New lamps", "body": BODY, "bylines": ()}
        ).value
        desk.review.send([story.id], Stage.COPY)
    return store_url


def number_of(hand: Hand, slug: str = "lamps") -> int:
    return hand.ask(lambda desk: desk.articles.by_slug(slug).id)  # type: ignore[return-value]


def head_of(hand: Hand) -> StoryHead:
    hand.until(lambda: hand.window.editor and hand.window.editor.findChild(StoryHead))
    found = hand.window.editor.findChild(StoryHead)
    assert isinstance(found, StoryHead)
    return found


def front(hand: Hand) -> None:
    hand.window.activateWindow()
    hand.until(lambda: QApplication.activeWindow() is hand.window)


def mine(hand: Hand, number: int) -> bool:
    lock = hand.bench.attendance.lock(number)
    return lock is not None and lock.mine


def board_of(hand: Hand) -> Board:
    found = hand.window.findChild(Board)
    assert isinstance(found, Board)
    return found


def select(hand: Hand, words: str) -> None:
    """Mark words of the page, as a mouse does."""
    view = hand.window.editor.rich
    found = view.document().find(words)
    assert not found.isNull(), words
    view.setTextCursor(found)
    hand.window.editor.focus_body()
    hand.settle()


def commenting(hand: Hand) -> Any:
    found: Any = hand.window.editor.findChild(QObject, "commenting")
    assert found is not None
    return found


@pytest.mark.parametrize("how", ["keys", "mouse"])
def test_the_board_is_one_key_and_takes_stories_on(
    opener: Opener, house: str | Path, how: str
) -> None:
    chief = opener(house, who="Clara Chief")
    number = number_of(chief)
    chief.key("Ctrl+2")
    board = board_of(chief)
    chief.until(lambda: board.columns and board.columns["copy"].model.rowCount() == 1)
    assert list(board.columns)[-4:] == ["ready", "scheduled", "published", "hold"]
    copy = board.columns["copy"]
    assert copy.sums.text().startswith("1 story · ")
    copy.choose(0)
    if how == "keys":
        chief.key("Alt+Shift+Right")
    else:
        data = QMimeData()
        data.setData(STORIES_MIME, f"[{number}]".encode())
        let_go = QDropEvent(
            QPointF(5, 5), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        board.columns["revise"].view.dropEvent(let_go)
        assert let_go.isAccepted()
    chief.until(lambda: board.columns["revise"].model.rowCount() == 1)
    assert next(m.after for m in chief.ask(lambda d: d.review.history(number))) == "revise"
    assert "Undo" in [a.label for a in chief.window.messages.standing[-1].answers]
    # The list behind the board shows it when it is seen again.
    front(chief)
    chief.key("Ctrl+2")
    assert board.isHidden()
    listed = chief.window.listing.model
    chief.until(lambda: listed.row(0) is not None and listed.row(0).stage == "revise")
    chief.bench.undo()
    chief.until(lambda: listed.row(0).stage == "copy")
    chief.key("Ctrl+2")
    chief.until(lambda: board.columns["copy"].model.rowCount() == 1)


def test_a_board_that_takes_its_time_says_that_it_is_being_read(
    opener: Opener, house: str | Path
) -> None:
    chief = opener(house, who="Clara Chief")
    go_on = Event()
    chief.window.tasks.run(lambda _desk: go_on.wait(20))  # something long is under way
    try:
        chief.window.commands.run("review.board")
        board = chief.window.findChild(Board)
        assert isinstance(board, Board)
        assert not board.waiting.isVisible(), "not before somebody wonders"
        chief.until(board.waiting.isVisible)
        assert not board.columns
    finally:
        go_on.set()
    chief.until(lambda: bool(board.columns))
    chief.settle()
    assert not board.waiting.isVisible()


def test_a_board_that_could_not_be_read_says_so_and_tries_again(
    opener: Opener, house: str | Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chief = opener(house, who="Clara Chief")
    go_on = Event()

    def refuse(_review: object, _person: object = None) -> None:
        assert go_on.wait(20)
        raise NewsroomError("The disk could not be read.")

    def told() -> list[list[str]]:
        said = chief.window.messages.standing
        return [[a.label for a in m.answers] for m in said if "disk" in m.text]

    with monkeypatch.context() as broken:
        broken.setattr(Review, "board", refuse)
        chief.window.commands.run("review.board")
        board = board_of(chief)
        chief.until(board.waiting.isVisible)
        go_on.set()
        chief.until(told)
        assert told() == [["Try again"]]
        assert not board.waiting.isVisible(), "nothing is being read any more"
        board.left.emit()
        assert told() == [], "there is nothing to try again behind the list"
        go_on.clear()
        chief.window.commands.run("review.board")
        board.left.emit()
        go_on.set()
        chief.settle()
        assert told() == [], "who left it does not wait for it"
        chief.window.commands.run("review.board")
        chief.until(told)
    chief.window.messages.standing[-1].answers[0].run()
    chief.until(lambda: bool(board.columns))
    assert told() == [], "it was read in the end"


def test_a_board_does_not_wait_for_what_our_own_fault_or_a_server_keeps_from_it(
    opener: Opener, house: str | Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chief = opener(house, who="Clara Chief")
    tasks = chief.window.tasks
    tasks.bug.disconnect(chief.window.crash.report)  # told by its window elsewhere
    bugs: list[object] = []
    tasks.bug.connect(bugs.append)
    faults: list[Exception] = [RuntimeError("our own"), StoreAway("The server is away.")]
    go_on = Event()

    def refuse(review: Review, person: int | None = None) -> tuple[Column, ...]:
        assert go_on.wait(20)
        if faults:
            raise faults.pop(0)
        return read(review, person)

    read = Review.board
    monkeypatch.setattr(Review, "board", refuse)
    chief.window.commands.run("review.board")
    board = board_of(chief)
    chief.until(board.waiting.isVisible)
    go_on.set()
    chief.until(lambda: bugs)
    assert not board.waiting.isVisible()
    go_on.clear()
    board.refresh()
    chief.until(board.waiting.isVisible)
    go_on.set()
    chief.until(lambda: not faults)
    # The server answers again when the desk looks for what others did.
    chief.until(lambda: bool(board.columns))
    assert not board.waiting.isVisible()


def test_a_card_dragged_to_published_asks_about_what_nobody_approved(
    opener: Opener, house: str | Path
) -> None:
    chief = opener(house, who="Ada Admin")
    number = number_of(chief)
    chief.key("Ctrl+2")
    board = board_of(chief)
    chief.until(lambda: board.columns and board.columns["copy"].model.rowCount() == 1)
    board.columns["published"].dropped.emit((number,))
    chief.settle()
    (asked,) = (m for m in chief.window.messages.standing if "nobody has approved" in m.text)
    assert asked.text == "“lamps” stands in Copy: nobody has approved it."
    assert chief.ask(lambda d: d.articles.open(number).pubstate) is PubState.NONE
    assert [answer.label for answer in asked.answers] == ["Publish all the same"]
    asked.answers[0].run()
    chief.settle()
    chief.until(lambda: board.columns["published"].model.rowCount() == 1)
    assert chief.ask(lambda d: d.articles.open(number).pubstate) is PubState.PUBLISHED


def test_who_may_not_publish_is_told_so_and_not_asked_first(
    opener: Opener, house: str | Path
) -> None:
    chief = opener(house, who="Clara Chief")
    number = number_of(chief)
    chief.key("Ctrl+2")
    board = board_of(chief)
    chief.until(lambda: board.columns and board.columns["copy"].model.rowCount() == 1)
    board.columns["published"].dropped.emit((number,))
    chief.settle()
    assert [m.text for m in chief.window.messages.standing] == [
        "You may not publish here. Ask Ada Admin."
    ]


def test_the_line_of_loads_shows_whole_buttons_and_the_others_in_its_menu(
    opener: Opener, tmp_path: Path
) -> None:
    store = tmp_path / "day.newsroom"
    with open_desk(store, create=True) as desk:
        names = [f"Somebody Called {n:02}" for n in range(12)]
        for n, name in enumerate(names):
            person = desk.staff.add(Person(name=name, initials=f"S{n}")).value
            desk.articles.create({"slug": f"story-{n}", "headline": "H", "assignee": person.id})
    chief = opener(store, who=names[0])
    front(chief)
    chief.key("Ctrl+2")
    load = board_of(chief).load
    chief.until(lambda: len(load.buttons) == 12 and load.isVisible())
    chief.settle()
    for width in (1400, 900, 1100):
        chief.window.resize(width, 700)
        chief.settle()
        shown = [button for button in load.buttons.values() if button.isVisible()]
        chief.until(lambda: load.more.isVisible())
        chief.until(lambda shown=shown: all(b.width() >= b.sizeHint().width() for b in shown))
        assert all(load.rect().contains(button.geometry()) for button in (*shown, load.more))
        assert load.more.text() == f"{12 - len(shown)} more"
        assert len(load.more.menu().actions()) == 12 - len(shown)
    last = load.more.menu().actions()[-1]
    assert last.text() == "Somebody Called 11 · 1"
    last.trigger()
    board = board_of(chief)
    chief.until(lambda: board.columns["draft"].model.rowCount() == 1)
    (chosen,) = (button for button in load.buttons.values() if button.isChecked())
    assert chosen.isVisible(), "who was chosen is seen"
    assert chosen.text() == "Somebody Called 11 · 1"


def test_cards_say_the_names_once_they_are_known(opener: Opener, house: str | Path) -> None:
    chief = opener(house, who="Clara Chief")
    chief.key("Ctrl+2")
    board = board_of(chief)
    chief.until(lambda: board.columns and board.columns["copy"].model.rowCount() == 1)
    chief.settle()
    view = board.columns["copy"].view.viewport()
    painted: list[QEvent.Type] = []

    class Paints(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                painted.append(event.type())
            return False

    paints = Paints()
    QApplication.processEvents()
    view.installEventFilter(paints)
    painted.clear()
    chief.bench.lists_changed.emit()
    chief.until(lambda: painted)


def test_taking_a_story_locks_it_everywhere_and_shows_since_when(
    opener: Opener, house: str | Path
) -> None:
    chief = opener(house, who="Clara Chief", state="chief")
    writer = opener(house, who="Wim Writer", state="writer")
    number = number_of(chief)
    writer.bench.open(number, new_tab=True)
    writer.settle()
    front(chief)
    chief.key("Ctrl+2")
    board = board_of(chief)
    chief.until(lambda: board.columns and board.columns["copy"].model.rowCount() == 1)
    board.columns["copy"].choose(0)
    chief.key("Return")
    chief.until(lambda: mine(chief, number))
    assert board.isHidden(), "the story is in front"
    head = head_of(writer)
    writer.until(lambda: not head.bar.isHidden())
    assert "Clara Chief has been editing since" in head.bar.words.text()
    own = head_of(chief).people
    for hand in (writer, chief):  # their signs of life, which go out once in a while
        hand.bench.attendance.beat()
        hand.settle()
    chief.until(lambda: "Also open: Wim Writer" in own.text())
    assert own.text().startswith("You have it since "), "and nobody wonders who has it"
    # The writer reads, and nothing that is typed gets in.
    front(writer)
    writer.window.editor.focus_body()
    writer.type("xyz")
    writer.key("Ctrl+V", "Ctrl+B")
    assert writer.bench.current.get("body") == BODY
    assert not writer.window.editor.toolbar.isEnabled()
    # Asked for, the story is handed over with one press.
    writer.click(head.bar.ask)
    chief.until(lambda: any("would like" in m.text for m in chief.window.messages.standing))
    asked = next(m for m in chief.window.messages.standing if "would like" in m.text)
    asked.answers[0].run()
    writer.until(lambda: head.bar.isHidden())
    front(writer)
    writer.window.editor.focus_body()
    writer.type("A")
    writer.until(lambda: mine(writer, number))


def test_two_presses_take_a_story_over_and_both_see_what_was_typed(
    opener: Opener, house: str | Path
) -> None:
    writer = opener(house, who="Wim Writer", state="writer")
    chief = opener(house, who="Clara Chief", state="chief")
    number = number_of(writer)
    writer.bench.open(number, new_tab=True)
    writer.settle()
    front(writer)
    writer.window.editor.focus_body()
    writer.key("Ctrl+Home")
    writer.type("Typed at lunch. ")
    writer.until(lambda: mine(writer, number))
    writer.bench.current.merged.emit(writer.bench.current.article)
    assert any("are in it now" in m.text for m in writer.window.messages.standing)
    chief.bench.open(number, new_tab=True)
    head = head_of(chief)
    chief.until(lambda: not head.bar.isHidden())
    front(chief)
    chief.click(head.bar.take)
    dialog = chief.find(TakeOverDialog)
    assert isinstance(dialog, TakeOverDialog)
    chief.until(dialog.take.isEnabled)
    chief.click(dialog.take)
    chief.until(lambda: mine(chief, number))
    chief.until(lambda: chief.window.focusWidget() is chief.window.editor.rich)
    writer.until(lambda: any("kept as version" in m.text for m in writer.window.messages.standing))
    told = next(m.text for m in writer.window.messages.standing if "kept as version" in m.text)
    assert told.startswith("Clara Chief took “New lamps” over from you at "), told
    assert told.endswith("here stands the story as it was saved."), told
    assert not any("are in it now" in m.text for m in writer.window.messages.standing), "no more"
    texts = chief.ask(
        lambda desk: [desk.articles.state(number, r.number).body
                      for r in desk.articles.revisions(number)]
    )  # fmt: skip
    assert any(text.startswith("Typed at lunch. The council") for text in texts)  # type: ignore[attr-defined]
    assert chief.ask(lambda desk: desk.articles.open(number).body) == BODY
    writer.until(lambda: writer.bench.current.get("body") == BODY)
    assert writer.bench.current.draft() is None, "it is in the history, not in two places"
    # A word that was under way when the story changed hands is shown to the chief as well.
    late = {"body": f"Typed at lunch, and late. {BODY}"}
    version = writer.ask(lambda desk: desk.presence.hand_in(number, 1, late).value)
    said = f"What Wim Writer had typed and not saved is version {version}."
    chief.until(lambda: any(m.text == said for m in chief.window.messages.standing))
    assert sum("had typed" in m.text for m in chief.window.messages.standing) == 1, "the newest"
    told_of = next(m for m in chief.window.messages.standing if m.text == said)
    told_of.answers[0].run()
    chief.settle()
    shown = chief.find(UnsavedDialog)
    assert isinstance(shown, UnsavedDialog)
    assert "and late." in shown.view.toPlainText()
    chief.until(lambda: chief.ask(lambda desk: desk.inbox.count()) == 0)
    shown.reject()


def test_who_may_not_take_over_is_told_who_may(opener: Opener, house: str | Path) -> None:
    chief = opener(house, who="Clara Chief", state="chief")
    number = number_of(chief)
    chief.bench.open(number, new_tab=True)
    head_of(chief)
    front(chief)
    chief.window.editor.focus_body()
    chief.type("A")
    chief.until(lambda: mine(chief, number))
    writer = opener(house, who="Wim Writer", state="writer")
    writer.bench.open(number, new_tab=True)
    head = head_of(writer)
    writer.until(lambda: not head.bar.isHidden())
    head.take_over()
    dialog = writer.find(TakeOverDialog)
    assert isinstance(dialog, TakeOverDialog)
    writer.until(dialog.why.isVisible)
    assert not dialog.take.isEnabled()
    assert dialog.why.text() == (
        "Only who approves stories may take one from somebody who is writing in it. "
        "You may not approve stories here. Ask Ada Admin or Clara Chief."
    )


def test_taken_over_in_ones_own_other_window_it_is_not_told_of_somebody_else(
    opener: Opener, house: str | Path
) -> None:
    one = opener(house, who="Clara Chief", state="one")
    other = opener(house, who="Clara Chief", state="other")
    number = number_of(one)
    one.bench.open(number, new_tab=True)
    one.settle()
    front(one)
    one.window.editor.focus_body()
    one.key("Ctrl+Home")
    one.type("Saved. ")
    one.until(lambda: mine(one, number))
    one.key("Ctrl+S")
    one.until(lambda: one.bench.current.draft() is None)
    other.bench.attendance.take_over(number)
    other.until(lambda: mine(other, number))
    one.bench.attendance.beat()
    one.until(lambda: any("took" in m.text for m in one.window.messages.standing))
    told = next(m.text for m in one.window.messages.standing if "took" in m.text)
    assert told.startswith("You took “New lamps” over in another window at "), told
    assert told.endswith("All that you had typed is in the story."), told


def test_comments_stand_at_their_words_and_a_fact_is_in_the_ledger(
    opener: Opener, house: str | Path
) -> None:
    chief = opener(house, who="Clara Chief")
    number = number_of(chief)
    chief.bench.open(number, new_tab=True)
    head_of(chief)
    front(chief)
    select(chief, "120,000 euros")
    chief.key("Ctrl+Alt+M")
    panel = chief.window.column.widget("comments")
    assert isinstance(panel, CommentsPanel)
    chief.until(lambda: panel.composer.words.hasFocus())
    assert "120,000 euros" in panel.composer.quote.text()
    chief.type("Who says so? @Wim")
    chief.until(lambda: panel.composer.words.offers.isVisible())
    chief.key("Return")
    assert panel.composer.words.words.endswith("@Wim Writer")
    panel.composer.fact.setChecked(True)
    chief.key("Ctrl+Return")
    chief.until(lambda: len(panel.cards) == 1)
    (card,) = panel.cards.values()
    thread = card.talk
    assert thread.fact is not None
    assert (thread.fact.claim, thread.fact.state) == ("120,000 euros", FactState.ASKED)
    notes = chief.ask(lambda desk: desk.comments.find(_facts()))
    assert [one.id for one in notes] == [thread.id]  # type: ignore[attr-defined]
    # The words are marked, follow the typing, and are found from the card and back.
    comments = commenting(chief)
    chief.until(lambda: comments.words_of(thread.id))
    chief.window.editor.focus_body()
    chief.key("Ctrl+Home")
    chief.type("Late news. ")
    editor, start, end = comments.words_of(thread.id)
    cursor = editor.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, cursor.MoveMode.KeepAnchor)
    assert cursor.selectedText() == "120,000 euros"
    chief.key("Ctrl+/")
    chief.until(lambda: (w := comments.words_of(thread.id)) and w[0] is editor_of(chief))
    editor, start, end = comments.words_of(thread.id)
    assert editor.toPlainText()[start:end] == "120,000 euros" or "120,000" in _between(
        editor, start, end
    )
    card = panel.cards[thread.id]
    card.there.click()
    assert _between(editor, *_selection(editor)) == "120,000 euros"
    # Resolved from the card, the mark goes.
    chief.click(card.settle)
    chief.until(lambda: not panel.cards)
    chief.until(lambda: comments.words_of(thread.id) is None)


def _facts():  # type: ignore[no-untyped-def]
    from newsroom.news.comment import Talk

    return Talk(facts=True)


def editor_of(hand: Hand) -> Any:
    return hand.window.editor.view


def _between(editor: Any, start: int, end: int) -> str:
    cursor = editor.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, cursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


def _selection(editor: Any) -> tuple[int, int]:
    cursor = editor.textCursor()
    return cursor.selectionStart(), cursor.selectionEnd()


def test_the_gate_says_where_and_lets_through_with_a_reason(
    opener: Opener, house: str | Path
) -> None:
    chief = opener(house, who="Clara Chief")
    number = number_of(chief)
    chief.bench.open(number, new_tab=True)
    head = head_of(chief)
    front(chief)
    flags = head._flag_menu()
    assert not flags.actions()[0].isSeparator(), "no line above the first"
    flags.close()
    # Two presses set the flag; the chip says so.
    menu = head._need_menu("legal")
    next(a for a in menu.actions() if "required" in a.text()).trigger()
    menu.close()
    chief.until(lambda: chief.bench.current.article.legal is Need.REQUIRED)
    assert head.chip("legal").isVisible()
    assert "required" in head.chip("legal").text()
    chief.window.editor.focus_body()
    chief.key("Ctrl+End")
    chief.type(" TK")
    # The checklist judges what is typed, and takes one there.
    chief.key("Ctrl+Shift+K")
    panel = chief.window.column.widget("checklist")
    assert isinstance(panel, ChecklistPanel)
    chief.until(lambda: "tk" in panel.lines and getattr(panel.lines["tk"], "there", None))
    chief.click(panel.lines["tk"].there)  # type: ignore[attr-defined]
    assert chief.window.editor.view.textCursor().selectedText() == "TK"
    (hand_made,) = panel.ticks
    chief.key("Ctrl+S")
    chief.settle()
    panel.ticks[hand_made].click()
    chief.until(lambda: panel.ticks[hand_made].isChecked())
    assert chief.ask(lambda desk: desk.gates.ticks(number)[hand_made].initials) == "CC"
    chief.until(lambda: panel.ticks[hand_made].parentWidget().findChild(QLabel))
    inner = panel.area.widget()
    assert inner.minimumSizeHint().width() <= inner.width() <= panel.area.viewport().width()
    # Sent to Ready all the same: the gate is shut, a reason opens it, both are written down.
    chief.window.editor.focus_body()
    chief.key("Ctrl+Return")
    dialog = chief.find(SendDialog)
    assert isinstance(dialog, SendDialog)
    chief.until(dialog.send.isEnabled)
    box = dialog.stage
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData("ready"))
    chief.until(lambda: any("TK" in line.finding.sentence for line in dialog.found.lines))
    dialog.send.click()
    chief.until(lambda: [w for w in chief.window.findChildren(GateDialog) if w.isVisible()])
    gate = chief.find(GateDialog)
    assert isinstance(gate, GateDialog)
    assert not gate.go.isEnabled()
    gate.reason.setText("The desk knows")
    gate.go.click()
    chief.until(lambda: chief.bench.current.article.stage is Stage.READY)
    signed = chief.ask(lambda desk: desk.gates.signoffs(number))
    assert signed[-1].reason == "The desk knows"  # type: ignore[index]
    assert any("TK" in found for found in signed[-1].findings)  # type: ignore[index]
    assert signed[-1].initials == "CC"  # type: ignore[index]


def test_sent_back_with_a_reason_it_lies_in_the_writers_inbox(
    opener: Opener, house: str | Path
) -> None:
    chief = opener(house, who="Clara Chief", state="chief")
    writer = opener(house, who="Wim Writer", state="writer")
    number = number_of(chief)
    chief.bench.open(number, new_tab=True)
    head_of(chief)
    front(chief)
    chief.window.editor.focus_body()
    chief.key("Ctrl+Alt+Return")
    dialog = chief.find(SendDialog)
    assert isinstance(dialog, SendDialog)
    chief.until(lambda: dialog.note.hasFocus())
    assert not dialog.send.isEnabled(), "a reason is asked for"
    chief.type("The lead is buried")
    chief.key("Ctrl+Return")
    chief.until(lambda: chief.bench.current.article.stage is Stage.DRAFT)
    # The writer is told, and one press leads to the story.
    writer.until(
        lambda: any(
            b.isVisible() and "for you" in b.text()
            for b in writer.window.statusBar().findChildren(QObject, "inboxCount")
        )
    )
    front(writer)
    writer.key("Ctrl+Shift+J")
    panel = writer.window.column.widget("inbox")
    assert isinstance(panel, InboxPanel)
    writer.until(lambda: panel.list.count() == 1)
    notice = panel.list.item(0).data(Qt.ItemDataRole.UserRole)
    assert (notice.kind, notice.words) == (NoticeKind.SENT, "The lead is buried")
    panel.list.setFocus()
    writer.key("Return")
    writer.until(lambda: writer.bench.current is not None and writer.bench.current.id == number)
    writer.until(lambda: writer.ask(lambda desk: desk.inbox.count()) == 0)


def test_an_embargo_is_shown_by_both_clocks_and_holds(opener: Opener, house: str | Path) -> None:
    chief = opener(house, who="Ada Admin")
    number = number_of(chief)

    def arrange(desk):  # type: ignore[no-untyped-def]
        desk.set_site({"timezone": "Asia/Tehran"})
        desk.review.send([number], Stage.READY, override="ready")
        until = datetime(2126, 6, 1, 14, 30, tzinfo=UTC)
        return desk.review.embargo([number], until)

    chief.ask(arrange)
    chief.bench.read_lists()
    chief.bench.open(number, new_tab=True)
    head = head_of(chief)
    chief.until(lambda: "18:00" in head.chip("embargo_until").text()
                or "6:00" in head.chip("embargo_until").text())  # fmt: skip
    assert "UTC+03:30" in head.chip("embargo_until").text()
    assert "left" in head.chip("embargo_until").text()
    front(chief)
    chief.window.editor.focus_body()
    chief.key("Ctrl+Shift+U")
    chief.until(lambda: any("embargo" in m.text for m in chief.window.messages.standing)
                or [w for w in chief.window.findChildren(GateDialog) if w.isVisible()])  # fmt: skip
    assert chief.ask(lambda desk: desk.articles.open(number).pubstate) == "none"


def test_rights_are_told_in_the_window(opener: Opener, house: str | Path) -> None:
    with open_desk(house, who="Ada Admin") as desk:
        desk.staff.add(Person(name="Rea Reader", initials="RR", role=Role.READER))
    reader = opener(house, who="Rea Reader")
    number = number_of(reader)
    reader.bench.open(number, new_tab=True)
    head_of(reader)
    reader.until(lambda: not reader.window.commands.action("publish.publish").isEnabled())
    assert "Ask" in reader.window.commands.action("publish.publish").toolTip()
    assert not reader.window.commands.action("story.send").isEnabled()
    assert reader.window.commands.action("review.comment").isEnabled()
    front(reader)
    reader.window.editor.focus_body()
    reader.type("Mine now")
    assert reader.bench.current.get("body") == BODY
    assert any("may not edit" in m.text for m in reader.window.messages.standing)
    assert isinstance(reader.window.findChild(QPushButton), QPushButton)


def test_a_card_never_cuts_its_number_of_words(opener: Opener, house: str | Path) -> None:
    chief = opener(house, who="Clara Chief")
    chief.key("Ctrl+2")
    board = board_of(chief)
    chief.until(lambda: board.columns and board.columns["copy"].model.rowCount() == 1)
    chief.settle()
    column = board.columns["copy"]
    said: list[str] = []
    card = column.view.itemDelegate()
    line = card._line
    card._line = lambda painter, words, ink, box: (  # type: ignore[method-assign]
        said.append(words), line(painter, words, ink, box)
    )  # fmt: skip
    for wide in (400, 60):
        column.view.setFixedWidth(wide)
        column.view.viewport().grab()
    assert any(words.endswith(" words") for words in said), said
    assert any(words.endswith(" w") for words in said), "short where it does not fit"
