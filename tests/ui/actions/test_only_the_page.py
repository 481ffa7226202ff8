"""F11: nothing but the page, and everything back as it was."""

from __future__ import annotations

from newsroom.ui.window import Window
from tests.ui.real import opened, settle


def test_only_the_page_is_left_and_comes_back(window: Window) -> None:
    opened(window.workbench, "ferry-night-service")
    settle(window)
    pane = window.editor
    assert pane is not None
    window.fold("right", True)
    parts = (
        window.menuBar(),
        window.statusBar(),
        window.tabs.bar,
        window.listing,
        pane.toolbar,
        pane.counts,
    )
    assert all(part.isVisible() for part in parts)
    window.commands.run("view.focus")
    assert window.isFullScreen()
    assert not any(part.isVisible() for part in parts)
    assert pane.page.isVisible()
    opened(window.workbench, "nowruz-explained")
    settle(window)
    assert window.editor is not pane
    assert window.editor is not None
    assert not window.editor.toolbar.isVisible(), "a story that is opened then is bare too"
    window.commands.run("view.focus")
    assert not window.isFullScreen()
    assert all(part.isVisible() for part in parts[:4])
    assert window.editor.toolbar.isVisible()
    assert window.folded("right")
