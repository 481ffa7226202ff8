"""What is loaded before the window is painted for the first time: nothing that it does not need."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

LATER = (
    "newsroom.ui.courier",
    "newsroom.news.outward",
    "hunspell",
    "jinja2",
    "logging.handlers",
    "markdown",
    "nh3",
    "PIL",
    "psycopg",
    "psycopg2",
    "pygments",
    "PySide6.QtNetwork",
    "PySide6.QtWebEngineCore",
    "qtawesome",
    "yaml",
    "newsroom.checks",
    "newsroom.cli.commands",
    "newsroom.desk.anchoring",
    "newsroom.desk.houserules",
    "newsroom.desk.backup",
    "newsroom.desk.dictionary",
    "newsroom.desk.intake",
    "newsroom.desk.publish",
    "newsroom.desk.scheduling",
    "newsroom.export",
    "newsroom.intake",
    "newsroom.news.correction",
    "newsroom.store.after_tables",
    "newsroom.store.rules_tables",
    "newsroom.text.document",
    "newsroom.ui.afterwards",
    "newsroom.ui.attendance",
    "newsroom.ui.board",
    "newsroom.ui.dialogs.send",
    "newsroom.ui.dialogs.start",
    "newsroom.ui.due",
    "newsroom.ui.storyhead",
    "newsroom.ui.editor.commenting",
    "newsroom.ui.editor.pane",
    "newsroom.ui.forms",
    "newsroom.ui.palette",
    "newsroom.ui.spelling",
    "newsroom.ui.editor.suggest",
    "newsroom.ui.review",
    "newsroom.ui.panels.suggestions",
    "newsroom.ui.panels.versions",
    "newsroom.ui.panels.checklist",
    "newsroom.ui.panels.comments",
    "newsroom.ui.panels.inbox",
    "newsroom.ui.panels.inspector",
    "newsroom.ui.panels.preview",
    "newsroom.ui.panels.recent",
    "newsroom.ui.panels.staff",
    "newsroom.ui.staffentry",
)

# Not at a paint of the window: beneath a glimpse there is none, and the program would stay.
PROBE = """
import json, sys
from newsroom.cli.options import parse
from newsroom import app
from newsroom.ui.window import Window


painted = Window._was_painted

def first(self):
    if not self._painted:
        print(json.dumps(sorted(sys.modules)), flush=True)
        self.startTimer(1)
    painted(self)

Window._was_painted = first
Window.timerEvent = lambda self, event: self.close()
app.run(parse(["--store", sys.argv[1]]))
"""


AT_REST = (
    "asyncio",
    "email",
    "http",
    "jinja2",
    "lxml",
    "nh3",
    "newsroom.checks.process",
    "newsroom.processes",
    "newsroom.export",
    "newsroom.intake",
    "PIL",
    "psycopg",
    "PySide6.QtNetwork",
    "PySide6.QtWebEngineCore",
    "pygments",
    "qtawesome",
    "qtpy",
    "ssl",
    "yaml",
    "newsroom.desk.backup",
    "newsroom.desk.errands",
    "newsroom.desk.pushing",
    "newsroom.desk.recent",
    "newsroom.desk.search",
    "newsroom.desk.shapes",
    "newsroom.desk.undo",
    "newsroom.desk.wire",
    "newsroom.news.gate",
    "newsroom.news.outward",
    "newsroom.news.rule",
    "newsroom.news.wire",
    "newsroom.store.backup",
    "newsroom.store.media",
    "newsroom.store.outbox",
    "newsroom.store.outbox_tables",
    "newsroom.store.passage",
    "newsroom.store.revisions",
    "newsroom.store.search",
    "newsroom.store.steps",
    "newsroom.store.verify",
    "newsroom.store.wire",
    "newsroom.store.wire_tables",
    "newsroom.store.writing",
    "newsroom.text.excerpt",
    "newsroom.text.footnotes",
    "newsroom.text.respell",
    "newsroom.text.typography",
    "newsroom.ui.editor.ask",
    "newsroom.ui.editor.clip",
    "newsroom.ui.editor.figures",
    "newsroom.ui.editor.highlight",
    "newsroom.ui.editor.inserts",
    "newsroom.ui.editor.joins",
    "newsroom.ui.editor.keys",
    "newsroom.ui.editor.links",
    "newsroom.ui.editor.lists",
    "newsroom.ui.editor.notes",
    "newsroom.ui.editor.paste",
    "newsroom.ui.dropping",
    "newsroom.ui.editor.signs",
    "newsroom.ui.editor.source",
    "newsroom.ui.editor.spellmenu",
    "newsroom.ui.editor.structure",
    "newsroom.ui.editor.wraps",
    "newsroom.ui.importrun",
    "newsroom.ui.review.proposal",
    "newsroom.ui.snippets",
    "newsroom.ui.widgets.moment",
)
"""What a window that stands there with a story has no use for: each takes megabytes for good."""

REST = """
import dataclasses, json, sys
from PySide6.QtWidgets import QDialog
from newsroom.cli.options import parse
from newsroom import app
from newsroom.ui.window import Window

furnish, looked, settling = Window.furnish, set(), []

def furnished(self, bench):
    from newsroom.ui import courier, dailybackup, program, wirewatch
    furnish(self, bench)
    for kind, module in (courier.Courier, courier), (wirewatch.WireWatch, wirewatch):
        module.FIRST_MS = 1
        def wait(self, found, plain=kind._wait):
            looked.add(type(self).__name__)
            plain(self, found)
        kind._wait = wait
    dailybackup.FIRST_MS = 1
    # Nothing is made of the answer: one of today is begun by a process of its own.
    dailybackup.DailyBackup._answered = lambda self, _known: looked.add(type(self).__name__)
    def settle(self, window, plain=program.Program._settle):
        settling.append(lambda: plain(self, window))
    program.Program._settle, program.SETTLED_MS = settle, 1
    self.startTimer(3000)

def late(self, event):
    # A first start draws the icons, which takes its time on a busy machine.
    if (self.editor is not None and self.tasks.idle and self.workbench.icons.complete
            and len(looked) == 3 and settling):
        print(json.dumps(sorted(sys.modules)), flush=True)
        print(json.dumps([name for name, module in sys.modules.items()
            if vars(module).get("dataclass") is dataclasses.dataclass]), flush=True)
        print(json.dumps([made.__name__ for made in type.__subclasses__(QDialog)]), flush=True)
        settling.pop()()
        print(json.dumps(self.tasks.idle), flush=True)
        self.close()

Window.furnish, Window.timerEvent = furnished, late
app.run(parse(["--store", sys.argv[1], "--open", "ferry"]))
"""


Start = Callable[..., str]


def starter(home: Path) -> Start:
    """Calls Python in a home with a newsroom of one story; gives what it wrote."""
    environment = {
        **os.environ,
        "HOME": str(home),
        **{f"XDG_{name}_HOME": str(home / name) for name in ("DATA", "STATE", "CONFIG", "CACHE")},
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
    }

    def call(*words: str) -> str:
        return subprocess.run(
            [sys.executable, *words],
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=True,
        ).stdout

    call("-m", "newsroom", "--store", str(home / "s.newsroom"), "new", "--headline", "Ferry")
    return call


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """What is loaded at the first paint."""
    home = tmp_path_factory.mktemp("start")
    call, store = starter(home), str(home / "s.newsroom")
    call("-c", PROBE, store)  # a first start draws the icons with qtawesome
    return frozenset(json.loads(call("-c", PROBE, store).splitlines()[0]))


def test_what_a_window_at_rest_has_no_use_for_is_not_loaded(tmp_path: Path) -> None:
    call, store = starter(tmp_path), str(tmp_path / "s.newsroom")
    assert call("-c", REST, store).splitlines()[-1] == "false", "what is new was not kept"
    call("-c", REST, store)  # the first one that shows a glimpse
    told = call("-c", REST, store).splitlines()
    resting, standard, dialogs, nothing_to_keep = map(json.loads, told)
    assert {"newsroom.store.waiting", "newsroom.desk.dailies"} <= set(resting), "nobody looked"
    assert nothing_to_keep
    assert "newsroom.ui.editor.pane" in resting
    assert not {name for name in resting for n in AT_REST if f"{name}.".startswith(f"{n}.")}
    # newsroom.values makes a frozen one in a tenth of the time.
    assert not [name for name in standard if name.startswith("newsroom.") and name in resting]
    assert "QWizard" not in dialogs, "PySide made every class of widget (ui.widgets.ground)"


def test_the_window_is_there(loaded: frozenset[str]) -> None:
    assert "newsroom.ui.window" in loaded
    assert "newsroom.ui.listing.pane" in loaded


@pytest.mark.parametrize("module", LATER)
def test_nothing_is_loaded_that_the_first_paint_does_not_need(
    loaded: frozenset[str], module: str
) -> None:
    assert not any(name == module or name.startswith(f"{module}.") for name in loaded)


GLIMPSE = """
import json, sys
from newsroom.cli.plain import read as parse
from newsroom import app
from newsroom.ui.window import Window

show, quiet = Window.show_glimpse, Window.furnish

def shown(self, glimpse):
    show(self, glimpse)
    print(json.dumps([glimpse.painted, sorted(sys.modules)]), flush=True)

def furnished(self, bench):
    quiet(self, bench)
    self.tabs.pane_changed.connect(lambda pane: pane and self.startTimer(1000))

Window.show_glimpse, Window.furnish = shown, furnished
Window.timerEvent = lambda self, event: self.close()
app.run(parse(["--store", sys.argv[1], "--open", "ferry"]))
"""


def test_what_was_left_is_shown_before_anything_else_is_loaded(tmp_path: Path) -> None:
    call, store = starter(tmp_path), tmp_path / "s.newsroom"
    assert call("-c", GLIMPSE, str(store)) == "", "nothing was left yet"
    painted, modules = json.loads(call("-c", GLIMPSE, str(store)).splitlines()[0])
    assert painted
    ours = [name for name in modules if name.startswith("newsroom")]
    assert len(ours) <= 28, ours  # newsroom.kept takes more from what follows
    for name in ("dataclasses", "peewee", "newsroom.settings", "newsroom.ui.theme", *LATER):
        assert not any(item == name or item.startswith(f"{name}.") for item in modules), name


def test_the_probe_ends_where_a_glimpse_stands(tmp_path: Path) -> None:
    call, store = starter(tmp_path), str(tmp_path / "s.newsroom")
    call("-c", GLIMPSE, store)
    assert json.loads(call("-c", GLIMPSE, store).splitlines()[0])[0], "no glimpse was left"
    assert "newsroom.ui.listing.pane" in json.loads(call("-c", PROBE, store).splitlines()[0])


CLOSED = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from newsroom.cli.plain import read as parse
from newsroom import app
from newsroom.paths import state_dir
from newsroom.ui.layout import read_session, session_file
from newsroom.ui.window import Window

show, closed = Window.show_glimpse, Window.closeEvent

def shown(self, glimpse):
    show(self, glimpse)
    QTimer.singleShot(0, self, self.close)  # as the window manager's button: in the event loop

def closing(self, event):
    print(json.dumps(self.glimpse is not None), flush=True)
    closed(self, event)

Window.show_glimpse, Window.closeEvent = shown, closing
app.run(parse(["--store", sys.argv[1]]))
left = read_session(session_file(state_dir(), sys.argv[1]))
print(json.dumps([mark.title for mark in left.tabs]))
"""


def test_a_window_closed_while_its_glimpse_stands_ends_and_keeps_its_tabs(tmp_path: Path) -> None:
    call, store = starter(tmp_path), str(tmp_path / "s.newsroom")
    call("-c", GLIMPSE, store)
    stood, tabs = map(json.loads, call("-c", CLOSED, store).splitlines())
    assert stood
    assert tabs == ["Ferry"]


FIRST_USE = """
import json, sys
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from newsroom.cli.options import parse
from newsroom import app
from newsroom.ui.window import Window

furnish = Window.furnish

def furnished(self, bench):
    furnish(self, bench)
    self.startTimer(100)

def late(self, event):
    if self.editor is None or not self.tasks.idle or not self.workbench.icons.complete:
        return
    self.killTimer(event.timerId())
    pane, run, told = self.editor, self.commands.run, []

    def use(name, act, seen):
        before = f"newsroom.{name}" in sys.modules
        act()
        told.append((name, before, f"newsroom.{name}" in sys.modules, bool(seen())))

    def paste():
        QGuiApplication.clipboard().setText("Quay")
        run("edit.paste")

    pane.focus_body()
    use("ui.editor.keys", lambda: QTest.keyClicks(pane.view, "* boat"),
        lambda: pane.body.text().split() in (["*", "boat"], ["-", "boat"]))
    use("ui.editor.paste", paste, lambda: "boatQuay" in pane.body.text())
    use("ui.editor.figures", lambda: pane.commands.figures, lambda: not pane.commands.figures.here)
    use("ui.editor.notes", lambda: run("insert.footnote"), lambda: "[^1]" in pane.body.text())
    use("ui.editor.ask", lambda: run("insert.table"),
        lambda: pane.commands.inserts.bar.isVisible())
    pane.focus_body()
    use("ui.editor.source", lambda: (run("view.source"), self.tasks.wait_idle()),
        lambda: pane.view.toPlainText())
    use("ui.editor.find", lambda: run("edit.find"), lambda: pane.find_bar.isVisible())
    print(json.dumps(told), flush=True)
    self.close()

Window.furnish, Window.timerEvent = furnished, late
app.run(parse(["--store", sys.argv[1], "--open", "ferry"]))
"""


def test_what_is_loaded_at_its_first_use_works_at_its_first_use(tmp_path: Path) -> None:
    call, store = starter(tmp_path), str(tmp_path / "s.newsroom")
    told = json.loads(call("-c", FIRST_USE, store).splitlines()[0])
    assert len(told) == 7
    for name, before, after, worked in told:
        assert (after, worked) == (True, True), name
        # Another thread begins to read what comes with writing at the first letter.
        assert not before or name in {"ui.editor.paste", "ui.editor.source"}, name


FIRST_SWITCH = """
import json, sys, threading
from PySide6.QtTest import QTest
from newsroom.cli.options import parse
from newsroom import app
from newsroom.ui.window import Window

furnish, typed = Window.furnish, sys.argv[2] == "typed"
here, elsewhere = [], []
BY_THE_CLOCK = {"newsroom.ui.editor.spellcheck", "newsroom.ui.spelling", "newsroom.ui.countdown"}

class Watch:
    def find_spec(self, name, path=None, target=None):
        main = threading.current_thread() is threading.main_thread()
        (here if main else elsewhere).append(name)

def furnished(self, bench):
    furnish(self, bench)
    self.startTimer(100)

def late(self, event):
    if self.editor is None or not self.tasks.idle or not self.workbench.icons.complete:
        return
    if not sys.modules.keys() >= BY_THE_CLOCK:  # on a slow machine they come during the switch
        return
    self.killTimer(event.timerId())
    pane = self.editor
    sys.meta_path.insert(0, Watch())
    pane.focus_body()
    if typed:
        QTest.keyClicks(pane.view, "x")
        pane.story.hear()
        self.tasks.wait_idle()
        here.clear()
    self.commands.run("view.source")
    at_once = pane.body.as_source
    self.tasks.wait_idle()
    print(json.dumps([at_once, pane.body.as_source, pane.view.toPlainText(), here, elsewhere]),
          flush=True)
    self.close()

Window.furnish, Window.timerEvent = furnished, late
app.run(parse(["--store", sys.argv[1], "--open", "ferry"]))
"""


@pytest.mark.parametrize("typed", ["typed", "read"])
def test_the_first_switch_of_views_reads_no_module_on_the_windows_thread(
    tmp_path: Path, typed: str
) -> None:
    call, store = starter(tmp_path), str(tmp_path / "s.newsroom")
    told = call("-c", FIRST_SWITCH, store, typed).splitlines()[0]
    at_once, in_the_end, text, here, elsewhere = json.loads(told)
    assert at_once == (typed == "typed"), "it goes on when they came, or they had come before"
    assert in_the_end
    assert text.startswith("x") == (typed == "typed")
    assert not here
    assert "newsroom.ui.editor.source" in elsewhere


CLASSES = """
import json, sys
from newsroom.cli.options import parse
from newsroom import app
from newsroom.ui.window import Window

furnish = Window.furnish

def classes():
    return {
        f"{name}.{each}"
        for name, module in list(sys.modules.items())
        if name.startswith("PySide6.")
        for each in vars(module)
    }

def furnished(self, bench):
    furnish(self, bench)
    self.startTimer(100)

def late(self, event):
    if self.editor is None or not self.tasks.idle or not self.workbench.icons.complete:
        return
    self.killTimer(event.timerId())
    from newsroom.ui import loading
    told = []
    for make in (lambda: None, loading.make_classes, lambda: loading.load(loading.WRITING)):
        before = classes()
        make()
        told.append(sorted(classes() - before))
    print(json.dumps(told), flush=True)
    self.close()

Window.furnish, Window.timerEvent = furnished, late
app.run(parse(["--store", sys.argv[1], "--open", "ferry"]))
"""


def test_what_another_thread_reads_makes_no_class_of_qts(tmp_path: Path) -> None:
    call, store = starter(tmp_path), str(tmp_path / "s.newsroom")
    call("-c", CLASSES, store)  # draws the icons, which makes all classes that there are
    still, before, read = json.loads(call("-c", CLASSES, store).splitlines()[0])
    assert not still
    assert before, "else it need not be made there"
    assert not read


PUT_OFF = """
import json, sys
from newsroom.ui import build as maker

build = maker.build

def built(*args, **kwargs):
    from PySide6.QtCore import QTimer
    window = build(*args, **kwargs)
    timer = QTimer(window)

    def look():
        if window.editor is None or not window.tasks.idle or not window.workbench.icons.complete:
            return
        names = [(name, type(module).__name__ == "Later") for name, module in sys.modules.items()]
        print(json.dumps(names), flush=True)
        window.close()

    timer.timeout.connect(look)
    timer.start(100)
    return window

maker.build = built
from newsroom.__main__ import main
main(["--store", sys.argv[1], "--open", "ferry"])
"""


def test_what_the_libraries_name_and_do_not_use_is_not_run(tmp_path: Path) -> None:
    call, store = starter(tmp_path), str(tmp_path / "s.newsroom")
    call("-c", PUT_OFF, store)
    found: dict[str, bool] = dict(json.loads(call("-c", PUT_OFF, store)))
    run = {name for name, put_off in found.items() if not put_off}
    assert "newsroom.ui.editor.pane" in run
    put_off = {"inspect", "socket", "zipfile", "shutil", "uuid", "ipaddress", "tempfile"}
    put_off |= {"html.entities", "platform"}
    assert put_off <= found.keys()
    never = {"argparse", "gettext", "ast", "dis", "tokenize", "selectors", "random", "bz2"}
    never |= {"concurrent.futures", "queue"}
    assert not run & (put_off | never)
    # What PySide knows of signatures; the window makes no call that it has to explain.
    assert not [name for name in run if name.startswith("shibokensupport.signature.lib.")]
    assert found["shibokensupport.signature.parser"]
