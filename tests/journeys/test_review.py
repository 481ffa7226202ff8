"""The copy chief's day, steps 4 to 7, 13, 14: what changed, suggesting, settling, bringing back."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from newsroom.desk.desk import Desk, open_desk
from newsroom.export import EXPORTERS
from newsroom.news.article import Picture
from newsroom.news.staff import Person, Role
from newsroom.news.suggestion import SetState
from newsroom.text.signs import Sign
from newsroom.ui.delegates.suggestion_row import ROW
from newsroom.ui.review import review as reviewing
from newsroom.ui.review.review import StoryReview
from tests.journeys.conftest import Hand, Opener

Target = Path | str
"""A newsroom in a file, or the address of one on a server."""

BODY = """The ferry leaves at ten.

- one boat
- two boats

| boat | hour |
| ---- | ---- |
| Ada | ten |

The port is closed on Sunday.[^1]

قایق ساعت ده می‌رود.

[^1]: Says the harbour office.
"""


def staffed(target: Target, body: str = BODY) -> Target:
    with open_desk(target, create=True) as desk:
        desk.staff.add(Person(name="Wim Rook", initials="WR", role=Role.WRITER))
        desk.staff.add(Person(name="Carla Chief", initials="CC", role=Role.COPY_CHIEF))
        desk.sit("Wim Rook")
        desk.articles.create({"slug": "ferry", "headline": "The ferry", "body": body})
    return target


@pytest.fixture
def either(store_url: Target) -> Target:
    """A newsroom with a writer and a copy chief, and one story, in a file and on a server. To be
    asked for before the windows, which go first."""
    return staffed(store_url)


def at_story(opener: Opener, store: Target, who: str) -> Hand:
    hand = opener(store, state=who, who=who)
    hand.bench.open(1, new_tab=True)
    hand.settle()
    hand.until(lambda: hand.window.editor is not None)
    assert hand.window.editor.suggest is not None
    hand.settle()
    return hand


def review_of(hand: Hand) -> StoryReview:
    return hand.window.editor.suggest.review


def front(hand: Hand) -> None:
    hand.window.activateWindow()
    hand.until(lambda: QApplication.activeWindow() is hand.window)


def looked(hand: Hand) -> None:
    """Everything that was typed is compared."""
    review_of(hand).look()
    hand.settle()


def signs(hand: Hand) -> list[tuple[Sign, str]]:
    """What the page shows: stretches with their words, ghosts with theirs."""
    view = hand.window.editor.rich
    found = []
    for mark in hand.window.editor.suggest.marks(view).marks:
        if mark.ghost:
            found.append((mark.sign, f"[{mark.ghost.strip()}]"))
        elif not mark.whole:
            text = view.document().toRawText()
            found.append((mark.sign, text[mark.start : mark.end].strip()))
    return found


def test_a_row_and_a_paragraph_behind_a_table_are_shown_below_it(
    opener: Opener, tmp_path: Path
) -> None:
    store = staffed(tmp_path / "day.newsroom")
    with open_desk(store) as desk:
        desk.sit("Carla Chief")
        row = "| Ada | ten |\n"
        more = BODY.replace(row, row + "| Bee | noon |\n\nBoth sail daily.\n")
        desk.suggesting.open(1, 1, {"body": more}, changes=2)
    hand = at_story(opener, store, "Wim Rook")
    looked(hand)
    assert signs(hand) == [(Sign.ADDED, "[Bee · noon]"), (Sign.ADDED, "[Both sail daily.]")]
    view = hand.window.editor.rich
    for mark in hand.window.editor.suggest.marks(view).marks:
        block = view.document().findBlock(mark.start)
        assert QTextCursor(block).currentTable() is None, "in none of its cells"
        assert block.text().startswith("The port is closed")
    # A table may end the story: the empty line below it holds them.
    hand.bench.current.set("body", BODY[: BODY.index("The port")].rstrip() + "\n")
    looked(hand)
    assert (Sign.ADDED, "[Bee · noon]") in signs(hand)


@pytest.mark.parametrize("words", ["Both sail daily.", "هر دو هر روز می\u200cروند."])
def test_a_paragraph_before_a_table_that_begins_the_story_is_shown_above_it(
    opener: Opener, tmp_path: Path, words: str
) -> None:
    table = "| boat | hour |\n| - | - |\n| Ada | ten |\n\nThe port is closed.\n"
    if words[0] != "B":
        table = "| شناور | UTC |\n| - | - |\n| آدا | ده |\n\nبندر بسته است.\n"
    store = staffed(tmp_path / "day.newsroom", table)
    with open_desk(store) as desk:
        desk.sit("Carla Chief")
        desk.suggesting.open(1, 1, {"body": f"{words}\n\n{table}"}, changes=1)
    hand = at_story(opener, store, "Wim Rook")
    looked(hand)
    assert signs(hand) == [(Sign.ADDED, f"[{words}]")]
    view = hand.window.editor.rich
    marks = hand.window.editor.suggest.marks(view)
    (mark,) = marks.marks
    assert QTextCursor(view.document().findBlock(mark.start)).currentTable() is None
    # Its words can be pointed at above the table, where a reader of its language begins.
    cells = view.cursorRect(view.document().find(table[2:6].strip()))
    seen = [
        (x, y)
        for y in range(0, view.height(), 2)
        for x in range(0, view.viewport().width(), 4)
        if marks.at(QPoint(x, y)) is not None
    ]
    assert seen
    assert max(y for _x, y in seen) < cells.top()
    middle = view.viewport().width() / 2
    assert (min(x for x, _y in seen) < middle) == (words[0] == "B")


def test_a_paragraph_between_two_tables_is_shown_above_the_lower_one(
    opener: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upper, lower = "| boat |\n| - |\n| Ada |\n\n", "| hour |\n| - |\n| ten |\n"
    store = staffed(tmp_path / "day.newsroom", upper + lower)
    with open_desk(store) as desk:
        desk.sit("Carla Chief")
        desk.suggesting.open(1, 1, {"body": f"{upper}It sails.\n\n{lower}"}, changes=1)
    hand = at_story(opener, store, "Wim Rook")
    looked(hand)
    view = hand.window.editor.rich
    marks, find = hand.window.editor.suggest.marks(view), view.document().find
    seen = [y for y in range(view.height()) if marks.at(QPoint(20, y)) is not None]
    assert seen
    assert view.cursorRect(find("Ada")).bottom() < seen[0]
    assert seen[-1] < view.cursorRect(find("hour")).top()
    painted: list[str] = []
    monkeypatch.setattr(marks, "_draw", lambda _to, live, **_: painted.append(live.mark.ghost))
    for y in seen:
        painted.clear()
        view.viewport().repaint(0, y, view.viewport().width(), 1)
        assert painted == ["It sails."], "in whichever part is painted again"


def test_typing_with_suggestions_on_proposes_and_changes_nothing(
    either: Target, opener: Opener
) -> None:
    hand = at_story(opener, either, "Carla Chief")
    front(hand)
    hand.window.editor.focus_body(start=True)
    hand.key("Ctrl+Shift+E")
    assert review_of(hand).on
    hand.key("Ctrl+Right")
    hand.type("old ")
    assert (Sign.ADDED, "old") in signs(hand), "underlined at once, before anything is compared"
    hand.key("End")
    for _letter in "ten.":
        hand.key("Backspace")
    hand.type("noon.")
    looked(hand)
    assert (Sign.ADDED, "old") in signs(hand)
    assert (Sign.CUT, "[ten]") in signs(hand)
    assert (Sign.ADDED, "noon") in signs(hand)
    hand.window.editor.focus_title("headline")
    hand.key("End")
    hand.type(" again")
    looked(hand)
    field = hand.window.editor.titles.fields["headline"]
    assert [m.sign for m in hand.window.editor.suggest.marks(field).marks] == [Sign.ADDED]
    hand.key("Ctrl+S")
    hand.until(lambda: not hand.bench.current.dirty)
    stands = hand.ask(lambda desk: desk.articles.open(1))
    assert (stands.headline, stands.body, stands.version) == ("The ferry", BODY, 1)
    (found,) = hand.ask(lambda desk: desk.suggesting.of(1))
    assert found.proposal["headline"] == "The ferry again"
    assert found.proposal["body"].startswith("The old ferry leaves at noon.\n")
    assert found.changes == 3


def suggesting(opener: Opener, store: Target, who: str = "Carla Chief") -> Hand:
    hand = at_story(opener, store, who)
    front(hand)
    hand.window.editor.focus_body(start=True)
    hand.key("Ctrl+Shift+E")
    assert review_of(hand).on
    return hand


def go_behind(hand: Hand, words: str) -> None:
    """Put the caret behind words of the page."""
    view = hand.window.editor.rich
    cursor = view.document().find(words)
    assert not cursor.isNull(), words
    cursor.setPosition(cursor.selectionEnd())
    view.setTextCursor(cursor)


def test_lists_cells_footnotes_and_persian_are_suggested_in_place(
    either: Target, opener: Opener
) -> None:
    hand = suggesting(opener, either)
    for words in ("two boats", "Ada", "Sunday.", "harbour office", "قایق"):
        go_behind(hand, words)
        hand.type(" خوب" if words == "قایق" else " new")
    looked(hand)
    shown = signs(hand)
    assert [sign for sign, _words in shown] == [Sign.ADDED] * 5, shown
    body = hand.bench.current.get("body")
    assert "- two boats new" in body
    assert "| Ada new | ten |" in body
    assert "قایق خوب ساعت" in body
    assert hand.bench.current.standing("body") == BODY
    hand.key("Ctrl+/")
    hand.until(lambda: hand.window.editor.body.as_source)
    hand.settle()
    source = hand.window.editor.body.source
    marked = hand.window.editor.suggest.marks(source).marks
    text = source.toPlainText()
    assert [text[m.start : m.end].strip() for m in marked][:3] == ["new", "new", "new"]
    hand.key("Ctrl+/")
    hand.settle()
    assert signs(hand) == shown, "the page shows them again"


def test_the_words_of_the_picture_show_what_is_suggested_for_them(
    either: Target, opener: Opener
) -> None:
    picture = Picture(
        sha256="ab" * 32, filename="a.png", mime="image/png", width=4, height=3,
        caption="A boat <at> sea.", credit="Ana", alt="",
    )  # fmt: skip
    with open_desk(either, who="Wim Rook") as desk:
        desk.articles.save(1, 1, {"picture": picture})
    chief = suggesting(opener, either)
    inspector = chief.window.show_panel("inspector")
    field = inspector.form.field("picture")
    assert field.proposed == {}
    caption = field.words["caption"]
    caption.setFocus()
    chief.key("Ctrl+Home", "Ctrl+Right", "Ctrl+Right")
    chief.type("and a ship ")
    looked(chief)
    chief.until(lambda: "caption" in field.proposed)
    said = field.proposed["caption"].text()
    assert said.startswith("Suggested: <b")
    assert ">CC</b>" in said
    assert ">and a ship </u>" in said
    assert "alt" not in field.proposed
    chief.key("Ctrl+S")
    chief.until(lambda: chief.ask(lambda desk: desk.suggesting.of(1)))
    assert chief.ask(lambda desk: desk.articles.open(1).picture.caption) == "A boat <at> sea."
    # The writer sees it there too, and it is gone once it is settled.
    writer = at_story(opener, either, "Wim Rook")
    front(writer)
    theirs = writer.window.show_panel("inspector").form.field("picture")
    writer.until(lambda: "caption" in theirs.proposed and not theirs.proposed["caption"].isHidden())
    assert theirs.words["caption"].toPlainText() == "A boat <at> sea."
    writer.window.commands.run("review.accept_all")
    writer.until(lambda: theirs.proposed["caption"].isHidden())
    writer.until(lambda: theirs.words["caption"].toPlainText() == "A boat and a ship <at> sea.")


def test_a_split_a_join_and_a_move_are_suggestions_and_can_be_taken_back(
    store_url: Target, opener: Opener
) -> None:
    body = "One two three four.\n\nFive six seven.\n\nEight nine ten.\n\nA last one here.\n"
    with open_desk(store_url, create=True) as desk:
        desk.staff.add(Person(name="Carla Chief", initials="CC"))
        desk.articles.create({"slug": "moves", "body": body})
    hand = suggesting(opener, store_url)
    go_behind(hand, "One two")
    hand.type("\n")
    hand.key("Delete")
    go_behind(hand, "Five six seven.")
    hand.key("Delete")
    looked(hand)
    assert {sign for sign, words in signs(hand) if words == "[¶]"} == {Sign.ADDED, Sign.CUT}
    typed = hand.bench.current.get("body")
    hand.bench.current.set(
        "body", "A last one here.\n\n" + typed.replace("\n\nA last one here.", "")
    )
    looked(hand)
    assert Sign.MOVED in {sign for sign, _words in signs(hand)}
    review = review_of(hand)
    assert len(review.walk.order()) == 3
    hand.window.commands.run("review.reject_all")
    hand.until(lambda: not review.walk.order() and not hand.bench.current.suggested)
    assert hand.bench.current.get("body") == body
    assert hand.ask(lambda desk: desk.articles.open(1)).body == body
    panel = hand.window.show_panel("suggestions")
    panel.tabs.setCurrentIndex(1)
    hand.settle()
    settled = [panel.list.item(n).data(ROW) for n in range(panel.list.count())]
    (moved,) = (row for row in settled if row.kind == "moved")
    assert (moved.before, moved.after) == ("", "A last one here."), "its words are said once"


def test_a_set_that_was_stored_before_it_was_compared_tells_the_right_number(
    store_url: Target, opener: Opener
) -> None:
    """Seven suggestions were open, and the gate spoke of the nine that it was told of last."""
    with open_desk(store_url, create=True) as desk:
        desk.staff.add(Person(name="Carla Chief", initials="CC"))
        desk.articles.create({"slug": "count", "body": "One two.\n\nFive six.\n"})
    hand = suggesting(opener, store_url)
    go_behind(hand, "One")
    hand.type(" new")
    looked(hand)
    review_of(hand).store()
    hand.until(lambda: [item.changes for item in hand.ask(lambda desk: desk.suggesting.of(1))])
    go_behind(hand, "Five")
    hand.type(" new")
    review_of(hand).store()
    hand.until(lambda: not hand.bench.current.proposal.unstored)
    looked(hand)
    hand.until(lambda: hand.ask(lambda desk: desk.suggesting.of(1))[0].changes == 2)


def test_suggestions_come_back_after_the_window_died(
    either: Target, opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as slow:
        slow.setattr(reviewing, "STORE_MS", 600_000)  # it dies before the store has any of it
        first = suggesting(opener, either)
    first.type("Before all: ")
    first.until(lambda: first.bench.current.state == "kept")
    first.window.tasks.stop()  # nothing is saved any more, as after a kill
    first.window.close()
    with open_desk(either) as desk:
        assert desk.suggesting.of(1) == ()
    again = opener(either, state="Carla Chief", who="Carla Chief")
    again.until(lambda: again.bench.current is not None and again.bench.current.proposal)
    assert again.bench.current.get("body") == "Before all: " + BODY
    assert again.bench.current.standing("body") == BODY
    assert again.window.editor.suggest is not None
    again.until(lambda: (Sign.ADDED, "Before all:") in signs(again))
    again.until(lambda: again.ask(lambda desk: desk.suggesting.of(1)))


def bytes_of(folder: Path) -> bytes:
    """Every byte that was exported, packed ones unpacked."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                found += [packed.read(name) for name in packed.namelist()]
        elif path.is_file():
            found.append(path.read_bytes())
    return b"".join(found)


def export(name: str, to: Path, desk: Desk) -> None:
    desk.publish.export((1,), to=to, format=name, override="for this test")


def test_nothing_that_is_only_suggested_comes_into_any_export(
    either: Target, opener: Opener, tmp_path: Path
) -> None:
    hand = suggesting(opener, either)
    hand.type("Plantedone ")
    hand.window.editor.focus_title("headline")
    hand.type(" plantedtwo")
    hand.window.commands.run("publish.copy")
    hand.settle()
    data = QApplication.clipboard().mimeData()
    copied = f"{data.html()}{data.text()}{bytes(data.data('text/markdown')).decode()}"
    assert "The ferry" in copied
    assert "lanted" not in copied
    hand.key("Ctrl+S")
    hand.until(lambda: hand.ask(lambda desk: desk.suggesting.of(1)))
    formats = [one.id for one in EXPORTERS if one.id not in ("pdf", "proof")]
    for name in formats:
        to = tmp_path / name
        hand.ask(
            lambda desk, n=name, to=to: desk.publish.export((1,), to=to, format=n, override="test")
        )
        said = bytes_of(to)
        assert b"ferry" in said, name
        assert b"lanted" not in said, name


def proposed(path: Target, count: int) -> str:
    """A story of many paragraphs with a set of as many suggestions by the chief."""
    body = (
        "\n\n".join(f"Paragraph {n} says that the boat is red today." for n in range(count)) + "\n"
    )
    with open_desk(path) as desk:
        desk.sit("Wim Rook")
        desk.articles.save(1, 1, {"body": body})
        desk.sit("Carla Chief")
        desk.suggesting.open(1, 2, {"body": body.replace("red", "blue")}, changes=count)
    return body


def test_forty_suggestions_are_settled_by_keys_in_under_a_minute(
    either: Target, opener: Opener
) -> None:
    proposed(either, 40)
    hand = at_story(opener, either, "Wim Rook")
    front(hand)
    hand.until(lambda: len(review_of(hand).walk.order()) == 40)
    assert signs(hand)[:2] == [(Sign.CUT, "red"), (Sign.ADDED, "[blue]")]
    begun = time.monotonic()
    hand.key("F8")
    for n in range(40):
        QTest.keyClick(hand.focus, Qt.Key.Key_Delete if n % 4 == 3 else Qt.Key.Key_Return)
        QTest.qWait(5)  # no person is quicker
    hand.until(lambda: not review_of(hand).open)
    assert time.monotonic() - begun < 60
    stands = hand.ask(lambda desk: desk.articles.open(1))
    assert (stands.body.count("blue"), stands.body.count("red")) == (30, 10)
    log = hand.ask(lambda desk: desk.suggesting.settled(1))
    assert sorted(item.accepted for item in log) == [False] * 10 + [True] * 30
    assert {item.who for item in log} == {1}
    assert hand.ask(lambda desk: desk.suggesting.of(1)) == ()
    panel = hand.window.show_panel("suggestions")
    panel.tabs.setCurrentIndex(1)
    assert panel.list.count() == 40
    assert "accepted by Wim Rook" in panel.list.item(0).text() + panel.list.item(39).text()
    for n in range(40):
        head = panel.list.item(n).data(ROW).head
        assert head.startswith(("Accepted by Wim Rook, ", "Rejected by Wim Rook, ")), "at a glance"


def test_a_correction_in_many_places_is_settled_as_one_group(
    either: Target, opener: Opener
) -> None:
    proposed(either, 9)
    hand = at_story(opener, either, "Wim Rook")
    front(hand)
    hand.until(lambda: len(review_of(hand).walk.order()) == 9)
    hand.key("F8")
    panel = hand.window.show_panel("suggestions")
    panel.more.menu().aboutToShow.emit()
    act = next(a for a in panel.more.menu().actions() if a.text() == "Accept like this (9 places)")
    act.trigger()
    hand.until(lambda: not review_of(hand).open)
    assert "red" not in hand.ask(lambda desk: desk.articles.open(1)).body
    hand.bench.undo()
    hand.until(lambda: len(review_of(hand).walk.order()) == 9)
    assert "blue" not in hand.ask(lambda desk: desk.articles.open(1)).body
    panel.tabs.setCurrentIndex(1)
    hand.settle()
    assert panel.list.count() == 0, "what is open again is not settled"


def test_what_is_said_below_moves_no_button_that_is_pressed_again_and_again(
    opener: Opener, tmp_path: Path
) -> None:
    """The line at the foot of the window came up with the first press, and the second hit it."""
    store = staffed(tmp_path / "day.newsroom")
    proposed(store, 9)
    hand = at_story(opener, store, "Wim Rook")
    front(hand)
    hand.until(lambda: len(review_of(hand).walk.order()) == 9)
    hand.key("F8")
    panels = {name: hand.window.show_panel(name) for name in ("findings", "suggestions")}
    buttons = (panels["suggestions"].accept, panels["suggestions"].more)

    def places() -> list[QPoint]:
        hand.settle()
        return [button.mapTo(hand.window, QPoint()) for button in buttons]

    before = places()
    high = hand.window.editor.height()
    hand.click(panels["suggestions"].accept)
    hand.until(lambda: len(review_of(hand).walk.order()) == 8)
    hand.until(lambda: hand.window.editor.height() < high)
    assert places() == before
    hand.window.show_panel("findings")
    buttons = (panels["findings"].fix_one, panels["findings"].tell)
    before = places()
    hand.window.messages.say("\n".join(["Said."] * 6))
    hand.settle()
    assert places() == before


def test_the_writer_goes_on_meanwhile_and_both_texts_are_told(
    either: Target, opener: Opener
) -> None:
    chief = suggesting(opener, either)
    chief.key("End")
    chief.key("Backspace", "Backspace", "Backspace", "Backspace")
    chief.type("noon.")
    go_behind(chief, "Ada")
    chief.type(" II")
    chief.key("Ctrl+S")
    chief.until(lambda: chief.ask(lambda desk: desk.suggesting.of(1)))
    writer = at_story(opener, either, "Wim Rook")
    text = BODY.replace("leaves at ten", "leaves at nine").replace("Sunday", "Monday")
    writer.bench.current.set("body", text)
    front(writer)
    writer.key("Ctrl+S")
    chief.until(lambda: chief.bench.current.article.version == 2)
    chief.until(lambda: "Monday" in chief.bench.current.get("body"))
    assert "| Ada II | ten |" in chief.bench.current.get("body"), "carried over"
    clashes = review_of(chief).clashes["body"]
    assert [(c.mine, c.theirs) for c in clashes] == [("noon", "nine")]
    panel = chief.window.show_panel("suggestions")
    chief.settle()
    assert "The story now says: nine" in panel.list.item(0).text()
    writer.until(lambda: len(review_of(writer).walk.order()) == 2)
    writer.window.commands.run("review.accept_all")
    writer.until(lambda: not review_of(writer).open)
    stands = writer.ask(lambda desk: desk.articles.open(1))
    assert "leaves at noon." in stands.body
    assert "Monday" in stands.body
    assert "Ada II" in stands.body


def test_who_may_only_suggest_suggests_from_the_first_key(either: Target, opener: Opener) -> None:
    with open_desk(either) as desk:
        desk.staff.add(Person(name="Ada Admin", initials="AA", role=Role.ADMIN))
        desk.sit("Ada Admin")
        desk.staff.add(Person(name="Rea Viewer", initials="RV", role=Role.REVIEWER))
    hand = at_story(opener, either, "Rea Viewer")
    hand.until(lambda: review_of(hand).on)
    front(hand)
    hand.window.editor.focus_body(start=True)
    hand.type("Oh: ")
    hand.key("Ctrl+Shift+E", "Ctrl+S")
    assert review_of(hand).on, "there is no editing to go back to"
    hand.until(lambda: hand.ask(lambda desk: desk.suggesting.of(1)))
    assert hand.ask(lambda desk: desk.articles.open(1)).body == BODY


def test_a_paragraph_that_came_is_marked_in_one_piece(opener: Opener, tmp_path: Path) -> None:
    store = staffed(tmp_path / "day.newsroom")
    with open_desk(store, who="Wim Rook") as desk:
        desk.articles.save(1, 1, {"body": f"{BODY}\nA paragraph that came later.\n"})
    hand = at_story(opener, store, "Wim Rook")
    front(hand)
    hand.key("Ctrl+D")
    dialog = hand.find(QDialog, "comparison")
    hand.until(lambda: dialog.count.text())
    dialog.old.setCurrentIndex(dialog.old.findData(1))
    dialog.compare()
    hand.until(lambda: dialog.count.text() == "1 change, 1 of 1")
    (mark,) = dialog.text.extraSelections()
    assert mark.cursor.selectedText() == "+ A paragraph that came later."


def test_what_changed_is_shown_and_one_paragraph_comes_back_as_a_suggestion(
    either: Target, opener: Opener
) -> None:
    def versions(desk: Desk) -> None:
        bodies = (
            BODY.replace("at ten", "at two"),
            BODY.replace("at ten", "at two").replace("Sunday", "Friday"),
            BODY.replace("at ten", "at two").replace("Sunday", "Friday").replace("one boat", "six"),
        )
        for number, body in enumerate(bodies, 1):
            desk.articles.save(1, number, {"body": body})

    with open_desk(either, who="Wim Rook") as desk:
        versions(desk)
    with open_desk(either, who="Carla Chief") as desk:
        desk.versions.mark_read(1, 2)
    hand = at_story(opener, either, "Carla Chief")
    front(hand)
    hand.until(lambda: review_of(hand).read is not None)
    hand.key("Ctrl+D")
    dialog = hand.find(QDialog, "comparison")
    hand.until(lambda: dialog.count.text())
    assert dialog.old.currentData() == 2, "since the version that she read last"
    assert dialog.count.text() == "2 changes, 1 of 2"
    shown = dialog.text.toPlainText()
    assert "words without change" in shown
    dialog.old.setCurrentIndex(dialog.old.findData(1))
    dialog.compare()
    hand.until(lambda: dialog.count.text().startswith("3 changes"))
    while dialog.current.before != "Sunday":
        dialog.step(1)
    dialog.suggest_back()
    hand.until(lambda: hand.ask(lambda desk: desk.suggesting.of(1)))
    (found,) = hand.ask(lambda desk: desk.suggesting.of(1))
    stands = hand.ask(lambda desk: desk.articles.open(1))
    assert found.proposal["body"] == stands.body.replace("Friday", "Sunday")
    assert stands.version == 4, "the story itself was not touched"
    assert found.state is SetState.OPEN
