"""The wire through the real window: a feed is set, read, fetched, and fetched again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QToolButton, QWidget

from newsroom.news.wire import Feed
from newsroom.news.workflow import Stage
from newsroom.ui.dialogs.feeds import FeedsDialog
from newsroom.ui.hours import day_time
from newsroom.ui.panels.wire import WirePanel
from newsroom.ui.wirewatch import watch
from newsroom.ui.zones import zone_of
from tests.desk.test_wire import feed_of, item
from tests.intake.webserver import Asked, Web, web_server
from tests.journeys.conftest import Hand, Opener, on_both_engines


@pytest.fixture
def web() -> Iterator[Web]:
    with web_server() as made:
        made.pages["/feed"] = feed_of(
            item(), item("tag:a.example,2026:2", "Storm warning", "<p>Stay in.</p>")
        )
        yield made


def panel_of(hand: Hand) -> WirePanel:
    found = hand.window.show_panel("wire")
    assert isinstance(found, WirePanel)
    hand.settle()
    return found


def titles(panel: WirePanel) -> list[str]:
    return [panel.list.item(row).text() for row in range(panel.list.count())]


def add_feed(hand: Hand, web: Web) -> None:
    """As somebody does it who has never seen it: by the panel's own button."""
    panel = panel_of(hand)
    hand.click(panel.begin)
    dialog = hand.find(FeedsDialog, "feeds")
    assert isinstance(dialog, FeedsDialog)
    assert hand.focus is dialog.name
    hand.type("Agency A")
    hand.key("Tab")
    hand.type(web.address("/feed"))
    dialog.private.setFocus()
    hand.type(web.host)
    hand.key("Return")
    hand.until(lambda: "Read last" in dialog.note.text() or dialog.note.text() == "Kept.")
    hand.until(lambda: panel.list.count() == 2)
    dialog.close()
    hand.settle()
    hand.window.activateWindow()  # nobody manages windows here
    hand.until(lambda: QApplication.activeWindow() is hand.window)


@on_both_engines
def test_a_feed_is_added_read_fetched_and_fetched_again(opener: Opener, web: Web) -> None:
    hand = opener()
    window = hand.window
    hand.key("Ctrl+Alt+I")
    assert window.panel_shown("wire")
    add_feed(hand, web)
    panel = panel_of(hand)
    assert sorted(titles(panel)) == ["Ferry back", "Storm warning"]
    count = hand.find(QToolButton, "wireCount")
    assert count.text() == "2 on the wire"  # type: ignore[attr-defined]

    # Enter reads: the text stands below, and it counts as read.
    panel.list.setFocus()
    panel.list.setCurrentRow(titles(panel).index("Ferry back"))
    hand.key("Return")
    hand.until(lambda: "It left at one." in panel.reader.toPlainText())
    hand.until(lambda: count.text() == "1 on the wire")  # type: ignore[attr-defined]
    assert panel.reader.hasFocus()

    # F fetches, also where it is read: the story is open, a draft, with where it comes from.
    hand.key("F")
    hand.until(lambda: hand.bench.current is not None)
    story = hand.bench.current
    assert story is not None
    assert (story.article.headline, story.article.stage) == ("Ferry back", Stage.DRAFT)
    assert "Agency A" in story.article.ed_note
    hand.settle()
    (message,) = window.messages.standing
    assert message.text.startswith("“Ferry back” was fetched.")
    assert message.text.endswith(".")
    assert [answer.label for answer in message.answers] == ["Undo"]
    assert panel.fetch.text() == "Open the story"

    # Again: the same story comes to the front, no other is made.
    hand.bench.close(story)
    hand.settle()
    panel.list.setFocus()
    hand.key("F")
    hand.until(lambda: hand.bench.current is not None)
    assert hand.bench.current is not None
    assert hand.bench.current.id == story.id
    assert hand.ask(lambda desk: desk.articles.counts().total) == 1

    # The agency changes its text: what is new is proposed on the story.
    web.pages["/feed"] = feed_of(
        item(text="<p>The ferry is back.</p><p>It left at two.</p>"),
        item("tag:a.example,2026:2", "Storm warning", "<p>Stay in.</p>"),
    )
    hand.click(panel.refresh_now)
    hand.until(lambda: panel.fetch.text() == "Propose the update")
    panel.list.setFocus()
    hand.key("F")
    hand.until(lambda: window.panel_shown("suggestions"))
    hand.settle()
    proposed = hand.ask(lambda desk: desk.suggesting.of(story.id)[0].proposal["body"])
    assert "It left at two." in str(proposed)
    assert "It left at one." in str(hand.ask(lambda desk: desk.articles.open(story.id).body))


def test_an_entry_is_put_aside_brought_back_and_found_by_words(opener: Opener, web: Web) -> None:
    hand = opener()
    add_feed(hand, web)
    panel = panel_of(hand)
    panel.list.setFocus()
    panel.list.setCurrentRow(titles(panel).index("Storm warning"))
    hand.key("Del")
    hand.until(lambda: titles(panel) == ["Ferry back"])
    message = next(m for m in hand.window.messages.standing if "put aside" in m.text)
    message.answers[0].run()
    hand.until(lambda: panel.list.count() == 2)
    panel.list.setCurrentRow(titles(panel).index("Storm warning"))
    panel.list.setFocus()
    hand.key("Del")
    hand.until(lambda: panel.list.count() == 1)
    panel.feeds.setCurrentIndex(panel.feeds.count() - 1)  # what was put aside
    hand.until(lambda: titles(panel) == ["Storm warning"])
    hand.click(panel.aside)
    hand.until(lambda: panel.list.count() == 0)
    panel.feeds.setCurrentIndex(0)
    hand.until(lambda: panel.list.count() == 2)
    panel.words.setFocus()
    hand.type("storm")
    hand.until(lambda: titles(panel) == ["Storm warning"])
    panel.words.clear()
    hand.until(lambda: panel.list.count() == 2)
    panel.unread.setChecked(True)
    hand.settle()
    hand.ask(lambda desk: desk.wire.mark([1, 2]))
    panel.refresh()
    hand.until(lambda: panel.list.count() == 0)
    assert panel.empty.text() == "Everything is read."


def test_what_is_wrong_with_a_feed_is_told_in_the_panel_and_in_its_dialog(
    opener: Opener, web: Web
) -> None:
    hand = opener()
    add_feed(hand, web)
    web.pages["/feed"] = lambda asked: asked.reply(503)
    panel = panel_of(hand)
    hand.click(panel.refresh_now)
    hand.until(lambda: "out of order" in panel.problem.text())
    assert panel.list.count() == 2  # what came before stays
    panel._tell_problems({"A": "It is out of order.", "B": "It is gone."})
    assert panel.problem.text() == "2 feeds could not be read; “Feeds…” says why."
    assert panel.problem.toolTip() == "A: It is out of order.\nB: It is gone."
    panel._tell_problems({})
    assert not panel.problem.isVisible()
    hand.click(panel.set_up)
    dialog = hand.find(FeedsDialog, "feeds")
    assert isinstance(dialog, FeedsDialog)
    hand.settle()
    assert "out of order" in dialog.note.text()
    assert "failed 1 time" in dialog.note.text()
    assert dialog.rows.item(0).text() == "Agency A · could not be read"
    dialog.address.setText("file:///etc/passwd")
    hand.click(dialog.keep)
    assert "only http" in dialog.note.text()
    hand.click(dialog.remove)
    hand.until(lambda: panel.begin.isVisible())
    assert hand.ask(lambda desk: desk.wire.feeds()) == ()


def test_feeds_that_became_one_are_told_until_it_is_read(opener: Opener, web: Web) -> None:
    hand = opener()
    add_feed(hand, web)
    panel = panel_of(hand)
    hand.ask(lambda desk: desk.wire.put_feed(Feed(name="B", address=web.address("/new"))))
    web.pages["/new"] = feed_of(item())
    web.pages["/feed"] = lambda asked: asked.reply(301, Location="/new", Cache_Control="max-age=9")
    hand.click(panel.refresh_now)
    standing = hand.bench.messages
    hand.until(lambda: any("one feed now" in said.text for said in standing.standing))
    (told,) = [said for said in standing.standing if "one feed now" in said.text]
    assert told.stays
    hand.until(lambda: panel.feeds.count() == 3)  # all, B, and what is put aside
    assert sorted(titles(panel)) == ["Ferry back", "Storm warning"]


def test_the_panel_says_when_a_feed_is_asked_next(opener: Opener, web: Web) -> None:
    hand = opener()
    add_feed(hand, web)
    panel = panel_of(hand)
    hand.until(lambda: panel.asked.isVisible())

    def next_() -> str:
        feed = hand.ask(lambda desk: desk.wire.feeds()[0])
        assert isinstance(feed, Feed)
        assert feed.next_at is not None
        zone = zone_of(hand.bench.lists.site.timezone)
        return day_time(feed.next_at, zone, hand.bench.clock())

    assert panel.asked.text() == f"Next: “Agency A”, {next_()}."
    panel.feeds.setCurrentIndex(1)
    hand.until(lambda: panel.asked.text().startswith("Read last: "))
    assert panel.asked.text().endswith(f"Next: {next_()}.")
    hand.ask(lambda desk: desk.wire.put_feed(replace(desk.wire.feeds()[0], live=False)) and None)
    panel.refresh()
    hand.until(lambda: "paused" in panel.asked.text())
    panel.feeds.setCurrentIndex(panel.feeds.count() - 1)  # what is put aside
    hand.until(lambda: not panel.asked.isVisible())


def test_a_slow_server_keeps_nobody_waiting_and_is_left_when_the_window_goes(
    opener: Opener, web: Web
) -> None:
    hand = opener()
    add_feed(hand, web)
    held: list[Asked] = []

    def slow(asked: Asked) -> None:
        held.append(asked)
        web.over.wait(30)

    web.pages["/feed"] = slow
    feed = hand.ask(lambda desk: desk.wire.feeds()[0].id)
    assert isinstance(feed, int)
    watch(hand.window).read_now(feed)
    hand.until(lambda: held)
    hand.window.commands.run("story.new")  # the window goes on meanwhile
    hand.until(lambda: hand.bench.current is not None)
    hand.type("A headline")
    assert hand.bench.current is not None
    assert hand.bench.current.get("headline") == "A headline"
    hand.window.close()
    assert hand.window.tasks.wait_idle(5_000)


def test_the_lists_keys_do_not_reach_into_the_search(opener: Opener, web: Web) -> None:
    hand = opener()
    add_feed(hand, web)
    panel = panel_of(hand)
    box = panel.words
    assert isinstance(box, QLineEdit)
    box.setFocus()
    hand.type("ff")
    hand.key("Del")
    hand.settle()
    assert box.text() == "ff"
    assert hand.bench.current is None
    hand.key("Return")  # on to the list
    assert isinstance(hand.focus, QListWidget | QWidget)
    assert panel.list.accessibleName() == "The wire"
    row = panel.list.item(0)
    assert row is None or row.data(Qt.ItemDataRole.AccessibleTextRole)
