"""Views of what goes out: export, corrections, schedules, packages, other systems."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from newsroom.i18n import _
from newsroom.ui.screens.acting import ANSWERS_MS, PAGE_MS, SENT, STORY, command, panel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from newsroom.desk.desk import Desk
    from newsroom.news.changes import Changes
    from newsroom.ui.window import Window


def correct(window: Window) -> QWidget:
    """The correction of a published story."""
    from newsroom.ui.dialogs.correct import CorrectDialog

    window.workbench.open(STORY, new_tab=True)
    window.tasks.wait_idle(ANSWERS_MS)
    story = window.workbench.current
    assert story is not None
    dialog = CorrectDialog(window, story.id)
    window.open_dialog(dialog)
    window.tasks.wait_idle(ANSWERS_MS)
    dialog.wrong.setPlainText(" ".join(story.article.body.split()[:3]))
    dialog.right.setPlainText(_("Something else that is so"))
    return dialog


def schedule(window: Window) -> QWidget:
    """A story with an embargo and a time."""
    from datetime import timedelta

    window.workbench.open("cup-final-tickets", new_tab=True)
    window.tasks.wait_idle(ANSWERS_MS)
    dialog = command("publish.schedule")(window)
    from newsroom.ui.dialogs.schedule import ScheduleDialog

    assert isinstance(dialog, ScheduleDialog)
    window.tasks.wait_idle(ANSWERS_MS)
    now = window.workbench.clock()
    dialog.embargo.show_value(now + timedelta(hours=2, minutes=14))
    dialog.publish.show_value(now + timedelta(days=1, hours=3))
    dialog.publish.edited.emit(None)
    return dialog


def packages(window: Window) -> QWidget:
    """A digest of six stories."""
    from newsroom.ui.panels.packages import PackagesPanel

    panel = window.show_panel("packages")
    assert isinstance(panel, PackagesPanel)
    window.tasks.wait_idle(ANSWERS_MS)
    if panel.names.count() == 0:
        panel.create_package(_("Noon digest"))
        window.tasks.wait_idle(ANSWERS_MS)
        window.tasks.run(lambda desk: desk.recent.box(), then=lambda box: panel.add(
            teaser.article for teaser in box))  # fmt: skip
        window.tasks.wait_idle(ANSWERS_MS)
    return window


def _set_targets(window: Window) -> None:
    """A newsroom that sends to others; nothing is sent from here."""
    from newsroom.news.outward import Target, TargetKind

    def put(target: Target) -> None:
        window.tasks.change(lambda desk: desk.pushing.put_target(target))

    for target in (
        Target(
            name="Harbour Magazine",
            kind=TargetKind.WORDPRESS,
            address="https://magazine.example",
            user="desk",
        ),
        Target(
            name="Web server",
            kind=TargetKind.SFTP,
            address="www.harbour.example",
            user="post",
            more={"folder": "/srv/www"},
        ),
    ):
        put(target)
    window.tasks.wait_idle(ANSWERS_MS)


def outward(name: str) -> Callable[[Window], QWidget]:
    """A dialog that needs somebody to send to."""

    def show(window: Window) -> QWidget:
        _set_targets(window)
        window.workbench.open(SENT, new_tab=True)
        window.tasks.wait_idle(ANSWERS_MS)
        return command(name)(window)

    return show


def outbox(window: Window) -> QWidget:
    """A story in the queue, which asks something."""
    from newsroom.desk.pushing import Delivered
    from newsroom.export.outbound.faults import Asks
    from newsroom.export.outbound.push import Sent
    from newsroom.news.outward import Asked, Question

    _set_targets(window)
    question = Question(
        asked=Asked.AUTHOR, sentence="Who is Jonas Pike there?", about="Jonas Pike",
        choices=(("0", "Nobody: it goes under our own name there"), ("7", "J. Pike")),
    )  # fmt: skip

    def queue(desk: Desk) -> Changes:
        number = desk.articles.by_slug(SENT).id
        changes = desk.pushing.queue([number], "Harbour Magazine").changes
        parcel = desk.pushing.take()
        assert parcel is not None
        return changes | desk.pushing.record(Delivered(parcel, Sent(), Asks(question)))

    window.tasks.change(queue)
    return panel("queue")(window)


def result(format: str, slug: str = STORY) -> Callable[[Window], QWidget]:
    """The export of one story, with its file in that format beside it."""

    def prepare(window: Window) -> QWidget:
        from PySide6.QtCore import QEventLoop, QTimer

        from newsroom.ui.dialogs.export import ExportDialog

        window.workbench.open(slug)
        window.tasks.wait_idle(ANSWERS_MS)
        window.workbench.set_settings({"export_folder": "/srv/www/pages", "export_format": format})
        dialog = command("publish.export")(window)
        assert isinstance(dialog, ExportDialog)
        loop = QEventLoop()
        page = dialog.choices.format.currentData() == "html"
        dialog.preview.shown.connect(lambda: QTimer.singleShot(PAGE_MS if page else 0, loop.quit))
        QTimer.singleShot(ANSWERS_MS, loop.quit)
        loop.exec()
        return dialog

    return prepare
