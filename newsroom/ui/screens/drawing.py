"""Every view into PNG files, light and dark, and what ``make run`` does without a display."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.i18n import _, ngettext
from newsroom.ui.screens.acting import ANSWERS_MS
from newsroom.ui.screens.views import VIEWS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from newsroom.ui.window import Window

SIZES = ((1366, 768), (2560, 1440))
LOOKS = ("light", "dark")
LAYOUT_MS = 150  # layouts and pictures that settle in a second pass


def without_display(out: Path, *, only: str = "") -> int:
    """What ``make run`` does where nothing can be shown: the screens and the pages, as files.

    They go into ``out`` (NEWSROOM_OUT); ``only`` (NEWSROOM_SCREENS) is a part of the names of the
    views that are drawn, where not all are wanted.
    """
    from newsroom.desk.desk import open_desk

    sys.stderr.write(
        _("newsroom: there is no display here, so the window is drawn into files instead.") + "\n"
    )
    with tempfile.TemporaryDirectory(prefix="newsroom-sample-") as folder:
        screens, site = (out / "screens").resolve(), (out / "site").resolve()
        drawn = sum(1 for _path in draw(screens, sizes=SIZES[:1], only=only))
        with open_desk(make_store(Path(folder))) as desk:
            desk.publish.export(None, format="html", to=site)
        pages = sum(1 for _path in site.glob("**/*.html"))
    for said in (
        ngettext("{n} screen lies in {place}", "{n} screens lie in {place}", drawn).format(
            n=drawn, place=screens
        ),
        ngettext("{n} page lies in {place}", "{n} pages lie in {place}", pages).format(
            n=pages, place=site
        ),
    ):
        sys.stdout.write(said + "\n")
    return 0


def make_store(folder: Path) -> Path:
    """The sample newsroom as a store in ``folder``."""
    from newsroom.desk.sample import make_sample
    from newsroom.news.clock import system_clock

    path = folder / "sample.newsroom"
    make_sample(path, clock=system_clock)
    return path


def draw(
    to: Path,
    *,
    looks: Iterable[str] = LOOKS,
    sizes: Iterable[tuple[int, int]] = SIZES,
    only: str = "",
) -> Iterator[Path]:
    """Draw the views into ``to`` and give each file; ``only`` is a part of a view's name.

    Each look and size has a sample newsroom of its own: some views change a story.
    """
    from PySide6.QtCore import QCoreApplication, QEvent, Qt
    from PySide6.QtWidgets import QApplication

    from newsroom.desk.desk import open_desk
    from newsroom.settings import Settings
    from newsroom.ui.build import build
    from newsroom.ui.crash import watch_qt

    if QApplication.instance() is None:
        QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    app = QApplication.instance() or QApplication(["newsroom"])
    assert isinstance(app, QApplication)
    app.setQuitOnLastWindowClosed(False)
    watch_qt()
    to.mkdir(parents=True, exist_ok=True)
    for look in looks:
        for width, height in sizes:
            with tempfile.TemporaryDirectory(prefix="newsroom-sample-") as folder:
                window = build(
                    partial(open_desk, make_store(Path(folder))),
                    settings=Settings(theme=look),
                    state_folder=Path(folder, "state"),
                    cache_folder=to.parent / "cache",
                )
                window.resize(width, height)
                window.show()
                for name, prepare in VIEWS.items():
                    if only in name:
                        shown = prepare(window)
                        yield _grab(shown, to / f"{name}-{look}-{width}x{height}.png", app, window)
                window.close()
                window.deleteLater()
                app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _settle(app: QApplication, window: Window) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    window.tasks.wait_idle(ANSWERS_MS)
    window.workbench.icons.draw_missing()
    loop = QEventLoop()
    QTimer.singleShot(LAYOUT_MS, loop.quit)
    loop.exec()
    window.tasks.wait_idle(ANSWERS_MS)
    app.processEvents()


def _grab(shown: QWidget, path: Path, app: QApplication, window: Window) -> Path:
    _settle(app, window)
    from newsroom.ui.widgets.chooser import Chooser

    shown.grab().save(str(path))
    if shown is not window:
        shown.close()
    for chooser in window.findChildren(Chooser):
        chooser.dismiss()  # a window on no screen may not tell that the keyboard left it
    return path
