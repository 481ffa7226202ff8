"""The page preview: our own page in the web engine, and nothing else let in."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from newsroom.ui import pages
from newsroom.ui.panels import preview as preview_module
from newsroom.ui.panels.preview import WIDTHS, PreviewPanel
from newsroom.ui.widgets import engine
from newsroom.ui.workbench import Workbench
from tests.ui.real import LONGEST_MS, act, ask, click, opened, said, settle

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def _no_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    # Chromium starts as root nowhere with it, and builders run as root.
    monkeypatch.setenv("QTWEBENGINE_DISABLE_SANDBOX", "1")


@pytest.fixture
def panel(bench: Workbench, qtbot: QtBot) -> Iterator[PreviewPanel]:
    made = PreviewPanel(bench)
    bench.current_changed.connect(made.set_story)
    bench.tasks.changed.connect(made.on_changed)
    made.resize(420, 700)
    made.show()
    yield made
    made.close()
    bench.current_changed.disconnect(made.set_story)
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def shows(panel: PreviewPanel, qtbot: QtBot, act: Callable[[], object]) -> None:
    """Do it and wait for the page that comes of it."""
    with qtbot.waitSignal(panel.shown, timeout=LONGEST_MS):
        act()


def run(view: Any, qtbot: QtBot, script: str) -> Any:
    """What a script of ours answers, in a world of its own."""
    from PySide6.QtWebEngineCore import QWebEngineScript

    got: list[Any] = []
    view.page().runJavaScript(script, QWebEngineScript.ScriptWorldId.UserWorld, got.append)
    qtbot.waitUntil(lambda: bool(got), timeout=LONGEST_MS)
    return got[0]


def text_of(view: Any, qtbot: QtBot) -> str:
    got: list[str] = []
    view.page().toPlainText(got.append)
    qtbot.waitUntil(lambda: bool(got), timeout=LONGEST_MS)
    return got[0]


def load(view: Any, qtbot: QtBot, html: str) -> None:
    with qtbot.waitSignal(view.shown, timeout=LONGEST_MS):
        view.show_page(html)


class Browser(QObject):
    """Stands where the person's browser does."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    @Slot(QUrl)
    def show(self, address: QUrl) -> None:
        self.shown.append(address.toLocalFile())


@pytest.fixture
def browser() -> Iterator[Browser]:
    made = Browser()
    QDesktopServices.setUrlHandler("file", made, "show")
    yield made
    QDesktopServices.unsetUrlHandler("file")


def test_the_page_is_the_exporters_own_and_follows_the_typing(
    panel: PreviewPanel, bench: Workbench, qtbot: QtBot
) -> None:
    shows(panel, qtbot, lambda: opened(bench, "ferry-night-service"))
    story = bench.current
    assert story is not None
    kept = (pages.folder() / "preview.html").read_text("utf-8")
    now = story.now()
    assert kept == ask(bench, lambda desk: desk.publish.page_html(now, preview=True))
    assert now.headline in text_of(panel._view, qtbot)
    shows(panel, qtbot, lambda: story.set("headline", "Typed a moment ago"))
    assert "Typed a moment ago" in text_of(panel._view, qtbot)


def test_until_a_page_is_there_its_place_is_dark_in_the_dark(
    panel: PreviewPanel, bench: Workbench, qtbot: QtBot
) -> None:
    bench.theme.use(choice="dark")
    try:
        seen: list[str] = []

        def begin() -> None:
            opened(bench, "ferry-night-service")
            seen.append(panel._view.page().backgroundColor().name())

        shows(panel, qtbot, begin)
        assert seen == [bench.theme.token("window").name()] != ["#ffffff"]
        assert panel._view.page().backgroundColor().name() == "#ffffff", "paper, page after page"
    finally:
        bench.theme.use(choice="light")


def test_a_page_that_readers_do_not_find_says_so(
    panel: PreviewPanel, bench: Workbench, qtbot: QtBot
) -> None:
    shows(panel, qtbot, lambda: opened(bench, "ferry-night-service"))
    story = bench.current
    assert story is not None
    assert not panel.hint.isVisible()
    shows(panel, qtbot, lambda: act(bench, lambda desk: desk.publish.unpublish([story.id])))
    assert panel.hint.text() == "Readers do not find this: the story was taken down."
    shows(panel, qtbot, lambda: panel.what.setCurrentIndex(panel.what.findData("front")))
    assert not panel.hint.isVisible(), "it is about the story"
    panel.what.setCurrentIndex(0)
    shows(panel, qtbot, lambda: opened(bench, "port-strike-settled"))
    assert not panel.hint.isVisible()


def test_the_engine_draws_into_a_window_of_its_own(
    panel: PreviewPanel, bench: Workbench, qtbot: QtBot
) -> None:
    # On a screen with a graphics card the whole window would be made anew otherwise.
    assert panel._ground.windowHandle() is None
    shows(panel, qtbot, lambda: opened(bench, "ferry-night-service"))
    assert panel._ground.windowHandle() is not None
    assert panel.hint.windowHandle() is None, "the rest of the panel is painted as ever"


def test_what_has_the_keyboard_in_a_page_has_a_name(
    panel: PreviewPanel, bench: Workbench, qtbot: QtBot
) -> None:
    shows(panel, qtbot, lambda: opened(bench, "ferry-night-service"))
    assert panel._view is not None
    inner = panel._view.focusProxy()
    assert inner is not None
    assert inner.accessibleName() == panel._view.accessibleName() != ""


def test_each_device_has_its_width_and_its_button(
    panel: PreviewPanel, bench: Workbench, qtbot: QtBot
) -> None:
    shows(panel, qtbot, lambda: opened(bench, "ferry-night-service"))
    for button, (_icon, label, width) in zip(panel._devices.buttons(), WIDTHS, strict=True):
        click(button)
        assert button.accessibleName() == label
        assert button.isChecked()
        view = panel._view
        assert view.width() <= panel._ground.width()
        assert abs(view.width() / view.zoomFactor() - width) <= 3, label
        assert 0.25 <= view.zoomFactor() <= 1
    panel.resize(900, 700)
    QApplication.processEvents()
    click(panel._devices.buttons()[0])
    assert panel._view.width() == 390, "it is never drawn larger than it is"
    assert panel._view.x() == (panel._ground.width() - 390) // 2


class Server(ThreadingHTTPServer):
    """A server of our own that notes what it is asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), Answer)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def address(self, name: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{name}"


class Answer(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, *_what: object) -> None:
        """Nothing on the screen."""


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.shutdown()
    made.server_close()


DOT = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="


def outward(server: Server, tmp_path: Path) -> str:
    """A page that reaches out in every way that a page has."""
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    to = server.address
    return (
        f'<html><head><link rel="stylesheet" href="{to("a.css")}">'
        f'<link rel="icon" href="{to("a.ico")}">'
        f'</head><body><p>Hello</p><img src="{to("a.png")}"><img src="{DOT}">'
        f'<video src="{to("a.mp4")}" autoplay></video><iframe src="{to("a.html")}"></iframe>'
        f'<iframe src="{secret.as_uri()}"></iframe>'
        f'<div style="background: url({to("b.png")})">x</div></body></html>'
    )


def test_nothing_is_loaded_from_anywhere(
    panel: PreviewPanel, bench: Workbench, qtbot: QtBot, tmp_path: Path, server: Server
) -> None:
    shows(panel, qtbot, lambda: opened(bench, "ferry-night-service"))
    view = panel._view
    assert view.fence.blocked == [], "our own page asks for nothing"
    load(view, qtbot, outward(server, tmp_path))
    assert "Hello" in text_of(view, qtbot)
    assert "secret" not in text_of(view, qtbot)
    assert server.asked == []


def test_the_fence_holds_by_itself(
    panel: PreviewPanel, bench: Workbench, qtbot: QtBot, tmp_path: Path, server: Server
) -> None:
    from PySide6.QtWebEngineCore import QWebEngineSettings

    shows(panel, qtbot, lambda: opened(bench, "ferry-night-service"))
    view, reach = panel._view, QWebEngineSettings.WebAttribute.LocalContentCanAccessRemoteUrls
    view.page().settings().setAttribute(reach, True)
    load(view, qtbot, outward(server, tmp_path))
    wanted = {server.address(name) for name in ("a.css", "a.png", "b.png", "a.mp4")}
    qtbot.waitUntil(lambda: wanted <= set(view.fence.blocked), timeout=LONGEST_MS)
    assert not [one for one in view.fence.blocked if one.startswith("data:")]
    assert server.asked == []
    view.page().setUrlRequestInterceptor(None)
    load(view, qtbot, outward(server, tmp_path))
    qtbot.waitUntil(lambda: "/a.png" in server.asked, timeout=LONGEST_MS)
    assert server.asked, "without the fence it would have been asked"


def test_no_script_of_a_page_runs(panel: PreviewPanel, bench: Workbench, qtbot: QtBot) -> None:
    shows(panel, qtbot, lambda: opened(bench, "ferry-night-service"))
    load(
        panel._view,
        qtbot,
        "<p id=it onclick=\"document.title='run'\">Calm</p>"
        "<script>document.getElementById('it').textContent = 'Run'</script>"
        "<img src=x onerror=\"document.getElementById('it').textContent = 'Run'\">"
        "<meta http-equiv=refresh content='0;url=http://example.com/'>",
    )
    assert "Calm" in text_of(panel._view, qtbot)
    assert "Run" not in text_of(panel._view, qtbot)
    assert panel._view.url().isLocalFile()


def test_a_link_is_told_and_not_followed(
    panel: PreviewPanel, bench: Workbench, qtbot: QtBot
) -> None:
    shows(panel, qtbot, lambda: opened(bench, "ferry-night-service"))
    view = panel._view
    own = view.url()
    load(view, qtbot, '<a id="out" href="https://example.org/far?x=1">Out</a> <p>Stays</p>')
    with qtbot.waitSignal(view.link_wanted, timeout=LONGEST_MS):
        run(view, qtbot, "document.getElementById('out').click(); 1")
    assert said(bench)[-1] == "This link leads to https://example.org/far?x=1."
    assert view.url() == own
    assert "Stays" in text_of(view, qtbot)


def test_the_place_on_the_page_stays_while_one_types_and_not_over_stories(
    panel: PreviewPanel, bench: Workbench, qtbot: QtBot
) -> None:
    shows(panel, qtbot, lambda: opened(bench, "ferry-night-service"))
    view = panel._view
    run(view, qtbot, "window.scrollTo(0, 300); 1")
    qtbot.waitUntil(lambda: view.page().scrollPosition().y() > 0, timeout=LONGEST_MS)
    there = view.page().scrollPosition().y()
    story = bench.current
    assert story is not None
    shows(panel, qtbot, lambda: story.set("dek", "Another"))
    qtbot.waitUntil(lambda: abs(view.page().scrollPosition().y() - there) < 3, timeout=LONGEST_MS)
    shows(panel, qtbot, lambda: opened(bench, "rent-explainer"))
    qtbot.waitUntil(lambda: view.page().scrollPosition().y() == 0, timeout=LONGEST_MS)
    assert view.page().scrollPosition().y() == 0


def test_another_page_begins_at_its_top_before_the_engine_heard_of_it(
    panel: PreviewPanel, bench: Workbench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shows(panel, qtbot, lambda: opened(bench, "ferry-night-service"))
    view = panel._view
    run(view, qtbot, "window.scrollTo(0, 300); 1")
    qtbot.waitUntil(lambda: view.page().scrollPosition().y() > 0, timeout=LONGEST_MS)
    with monkeypatch.context() as slow:
        slow.setattr(view.page(), "runJavaScript", lambda *_words: None)
        view.forget_place()
    page = "<!DOCTYPE html><p style='height: 3000px'>Another."
    load(view, qtbot, page)
    qtbot.waitUntil(lambda: view.page().scrollPosition().y() == 0, timeout=LONGEST_MS)
    run(view, qtbot, "window.scrollTo(0, 200); 1")
    qtbot.waitUntil(lambda: view.page().scrollPosition().y() > 0, timeout=LONGEST_MS)
    load(view, qtbot, page)
    qtbot.waitUntil(lambda: view.page().scrollPosition().y() > 0, timeout=LONGEST_MS)


def test_a_page_that_cannot_be_made_leaves_the_last_one_and_says_why(
    panel: PreviewPanel, bench: Workbench, qtbot: QtBot
) -> None:
    from newsroom.news.errors import BadInput

    shows(panel, qtbot, lambda: opened(bench, "ferry-night-service"))
    panel._failed(BadInput("Its Markdown nests too deep."))
    assert panel.hint.isVisible()
    assert panel.hint.text() == "Its Markdown nests too deep."
    assert panel.stack.currentWidget() is panel._ground
    story = bench.current
    assert story is not None
    shows(panel, qtbot, lambda: story.set("dek", "Better"))
    assert not panel.hint.isVisible()


def test_without_a_story_it_says_so(panel: PreviewPanel, bench: Workbench) -> None:
    settle(bench)
    assert panel.empty.isVisible()
    assert panel.empty.text() == "No story is open."
    panel.open_in_browser()
    settle(bench)
    assert said(bench) == []


def test_no_page_is_made_while_nobody_looks(
    panel: PreviewPanel, bench: Workbench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.hide()
    monkeypatch.setattr(panel, "_load", lambda: pytest.fail("the engine was loaded"))
    story = opened(bench, "ferry-night-service")
    story.set("headline", "Typed")
    settle(bench)
    assert panel._stale
    monkeypatch.undo()
    monkeypatch.setenv("QTWEBENGINE_DISABLE_SANDBOX", "1")
    shows(panel, qtbot, panel.show)
    assert "Typed" in text_of(panel._view, qtbot)


def test_where_the_engine_is_missing_the_browser_shows_the_page(
    bench: Workbench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, browser: Browser
) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtWebEngineWidgets", None)
    monkeypatch.delitem(sys.modules, "newsroom.ui.widgets.webpage", raising=False)
    panel = PreviewPanel(bench)
    qtbot.addWidget(panel)
    panel.show()
    story = opened(bench, "ferry-night-service")
    shows(panel, qtbot, lambda: panel.set_story(story))
    assert panel.stack.currentWidget() is panel.instead
    words = panel.instead.findChild(QLabel)
    assert words is not None
    assert words.text().startswith("The page can't be shown here")
    story.set("headline", "Typed a moment ago")
    button = panel.instead.findChild(QPushButton)
    assert button is not None
    click(button)
    settle(bench)
    (path,) = browser.shown
    assert "Typed a moment ago" in Path(path).read_text("utf-8")
    panel.set_story(None)


def test_the_button_above_opens_the_page_in_the_browser(
    panel: PreviewPanel, bench: Workbench, qtbot: QtBot, browser: Browser
) -> None:
    shows(panel, qtbot, lambda: opened(bench, "ferry-night-service"))
    button = next(b for b in panel.children() if b.objectName() == "preview.browser")
    click(button)  # type: ignore[arg-type]
    settle(bench)
    assert bench.current is not None
    html = Path(browser.shown[0]).read_text("utf-8")
    now = bench.current.now()
    assert html == ask(bench, lambda desk: desk.publish.page_html(now))


def test_a_browser_that_does_not_start_is_told(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    story = opened(bench, "ferry-night-service")
    pages.open_in_browser(story.now(), tasks=bench.tasks, messages=bench.messages)
    settle(bench)
    assert said(bench)[-1].startswith("No browser could be started. The page lies at ")


def test_the_sandbox_is_left_alone_where_it_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine.sys, "platform", "linux")
    for user, allowed, off in ((1000, True, False), (1000, False, True), (0, True, True)):
        monkeypatch.delenv("QTWEBENGINE_DISABLE_SANDBOX", raising=False)
        monkeypatch.setattr(engine.os, "geteuid", lambda user=user: user)
        monkeypatch.setattr(engine, "_namespaces", lambda allowed=allowed: allowed)
        engine.make_room_for_chromium()
        assert (os.environ.get("QTWEBENGINE_DISABLE_SANDBOX") == "1") == off


PROBE = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication
QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
app = QApplication(["probe"])
from newsroom.desk.desk import open_desk
from newsroom.settings import Settings
from newsroom.ui.build import build
store, state = Path(sys.argv[1]), Path(sys.argv[2])
window = build(lambda: open_desk(store), settings=Settings(), state_folder=state)
window.show()
window.tasks.wait_idle()
window.workbench.open("ferry-night-service", new_tab=True)
window.tasks.wait_idle()
for name in ("inspector", "recent", "outline", "staff"):
    window.show_panel(name)
    window.tasks.wait_idle()
print([name for name in sys.modules if "WebEngine" in name])
window.show_panel("preview")
print("PySide6.QtWebEngineWidgets" in sys.modules)
window.tasks.wait_idle()
window.close()
window.tasks.stop()
sys.stdout.flush()
import os
os._exit(0)
"""


def test_nothing_of_the_engine_is_loaded_before_the_panel_is_shown(
    sample: Path, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(sample), str(tmp_path / "state")],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:2] == ["[]", "True"]


def test_keys_reach_the_devices(panel: PreviewPanel, bench: Workbench) -> None:
    from PySide6.QtCore import Qt

    tablet = panel._devices.buttons()[1]
    tablet.setFocus()
    QTest.keyClick(tablet, Qt.Key.Key_Space)
    settle(bench)
    assert tablet.isChecked()
    assert panel._width == 820


def test_the_front_page_and_the_cards_as_at_a_moment(
    panel: PreviewPanel, bench: Workbench, qtbot: QtBot
) -> None:
    from datetime import timedelta

    from tests.ui.real import act

    now = bench.clock().replace(second=0, microsecond=0)
    number = ask(bench, lambda desk: desk.articles.by_slug("cup-final-tickets").id)
    at = now + timedelta(hours=3)
    act(bench, lambda desk: desk.scheduling.schedule([number], at, override="Meant so."))
    headline = ask(bench, lambda desk: desk.articles.open(number).headline)

    def choose(box: Any, data: object) -> None:
        shows(
            panel,
            qtbot,
            lambda: box.setCurrentIndex(
                next(n for n in range(box.count()) if box.itemData(n) == data)
            ),
        )

    choose(panel.what, "front")
    settle(bench)
    assert headline not in text_of(panel._view, qtbot)
    assert panel.moment() is None
    choose(panel.when, at)
    settle(bench)
    assert headline in text_of(panel._view, qtbot)
    assert panel.moment() == at, "what is chosen stays while it is looked at"
    choose(panel.when, preview_module.OTHER)
    settle(bench)
    assert panel.at.isVisible()
    assert headline not in text_of(panel._view, qtbot), "an hour ahead"
    shows(panel, qtbot, lambda: panel.at.setDateTime(panel.at.dateTime().addSecs(4 * 3600)))
    assert headline in text_of(panel._view, qtbot)

    shows(panel, qtbot, lambda: opened(bench, number))
    choose(panel.what, "page")
    assert headline in text_of(panel._view, qtbot)
    choose(panel.what, "cards")
    words = text_of(panel._view, qtbot)
    for name in ("Search result", "Social card", "Feed item", "Newsletter"):
        assert name in words
