"""The outline beside a real editor."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from newsroom.ui.panels.outline import OutlinePanel
from newsroom.ui.window import Window
from tests.ui.real import ask, key, opened, settle

BODY = "Before.\n\n## The first 😀\n\nText.\n\n### Below it\n\nMore.\n\n## دومی\n\nEnd.\n"


def outline(window: Window, body: str = BODY) -> OutlinePanel:
    """The outline of a story with that text, open in the window."""
    made = ask(
        window, lambda desk: desk.articles.create({"headline": "Headings", "body": body})
    ).value
    opened(window.workbench, made.id)
    panel = window.show_panel("outline")
    settle(window)
    assert isinstance(panel, OutlinePanel)
    return panel


def rows(panel: OutlinePanel) -> list[str]:
    return [panel.list.item(number).text() for number in range(panel.list.count())]


def test_headings_stand_under_each_other_by_their_level(window: Window) -> None:
    panel = outline(window)
    assert rows(panel) == ["The first 😀", "\u2003Below it", "دومی"]
    words = panel.list.item(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "Below it, level 3"


def test_a_heading_is_shown_as_it_is_read(window: Window) -> None:
    text = "## 1. What it [cost](https://example.org/a) *now*\n\n## ![](a.png)\n\n## Tom & _Anna_\n"
    panel = outline(window, text)
    assert rows(panel) == ["1. What it cost now", "![](a.png)", "Tom & Anna"]
    assert panel.list.item(0).toolTip() == "1. What it cost now"


def test_a_long_heading_ends_in_an_ellipsis(window: Window) -> None:
    panel = outline(window, "## " + "A long heading " * 20 + "\n\nText.\n")
    # Qt cuts a row's words at the view's edge only where it can't be moved sideways.
    assert panel.list.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    assert panel.list.textElideMode() == Qt.TextElideMode.ElideRight
    assert panel.list.item(0).toolTip().startswith("A long heading")


def test_a_jump_moves_the_caret_in_the_page_and_in_the_markdown(window: Window) -> None:
    panel = outline(window)
    pane = window.editor
    assert pane is not None
    panel.list.setCurrentRow(2)
    key(panel.list, Qt.Key.Key_Return)
    settle(window)
    assert pane.view is pane.rich
    assert pane.view.textCursor().block().text() == "دومی"
    window.commands.run("view.source")
    settle(window)
    assert pane.view is not pane.rich
    panel.list.setCurrentRow(0)
    place = panel.list.visualItemRect(panel.list.item(1)).center()
    QTest.mouseClick(
        panel.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
    )
    settle(window)
    assert pane.view.textCursor().block().text() == "### Below it"


def test_it_follows_the_typing_and_keeps_its_row(window: Window) -> None:
    panel = outline(window)
    panel.list.setCurrentRow(1)
    story = window.workbench.current
    assert story is not None
    story.set("body", BODY + "\n## Last\n")
    settle(window)
    assert rows(panel)[-1] == "Last"
    assert panel.list.currentRow() == 1


def test_without_headings_it_says_how_to_make_one(window: Window) -> None:
    panel = outline(window, "Nothing here.\n")
    assert panel.empty.isVisible()
    assert panel.empty.text() == "No headings yet. Begin a line with ## and a space."
    story = window.workbench.current
    assert story is not None
    window.workbench.close(story)
    settle(window)
    assert panel.empty.text() == "No story is open."


def test_nothing_is_looked_for_while_nobody_looks(window: Window) -> None:
    panel = outline(window)
    window.show_panel("inspector")
    story = window.workbench.current
    assert story is not None
    story.set("body", "## Only one\n")
    settle(window)
    assert len(rows(panel)) == 3
    window.show_panel("outline")
    settle(window)
    assert rows(panel) == ["Only one"]
