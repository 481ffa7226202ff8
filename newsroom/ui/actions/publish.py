"""The Publish menu: to the readers and back, pages into a folder, and a copy of everything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from newsroom.i18n import N_, _
from newsroom.news.rights import Right
from newsroom.ui.actions.action import Action, When
from newsroom.ui.actions.context import Window, with_chosen

if TYPE_CHECKING:
    from newsroom.export.clipboard import Clip
    from newsroom.news.article import Article
    from newsroom.news.changes import Done

COPY_SUFFIX = ".newsroom-backup"


def _correct(window: Window) -> None:
    from newsroom.ui.dialogs.correct import CorrectDialog

    def over(ids: tuple[int, ...]) -> None:
        story, editor = window.workbench.current, window.editor
        mine = editor is not None and story is not None and story.id == ids[0]
        # Who found the mistake has it selected.
        wrong = editor.chosen_words() if mine else ""
        window.open_dialog(CorrectDialog(window, ids[0], wrong=wrong))

    with_chosen(window, over)


def _unpublish(window: Window) -> None:
    from newsroom.ui.dialogs.kill import open_unpublish

    with_chosen(window, lambda ids: open_unpublish(window, ids))


def _kill(window: Window) -> None:
    from newsroom.ui.dialogs.kill import open_kill

    with_chosen(window, lambda ids: open_kill(window, ids[0]))


def _schedule(window: Window) -> None:
    from newsroom.ui.dialogs.schedule import ScheduleDialog

    with_chosen(window, lambda ids: window.open_dialog(ScheduleDialog(window, ids)))


def _rewrite(window: Window) -> None:
    """A new draft that brings the story up to date, linked to it."""

    def written(done: Done[Article]) -> None:
        window.workbench.open(done.value.id, new_tab=True)

    with_chosen(
        window,
        lambda ids: window.tasks.change(lambda desk: desk.correcting.rewrite(ids[0]), then=written),
    )


def _publish(window: Window) -> None:
    from newsroom.ui.dialogs.through import publish

    with_chosen(window, lambda ids: publish(window, ids))


def _export(window: Window) -> None:
    from newsroom.ui.dialogs.export import ExportDialog

    with_chosen(window, lambda ids: window.open_dialog(ExportDialog(window, ids)))


def _export_all(window: Window) -> None:
    from newsroom.ui.dialogs.export import ExportDialog

    window.open_dialog(ExportDialog(window, None))


def _site(window: Window) -> None:
    from newsroom.ui.dialogs.export import publish_site

    publish_site(window)


def _open_page(window: Window) -> None:
    from newsroom.ui import pages

    pages.open_in_browser(
        window.workbench.current.now(), tasks=window.tasks, messages=window.messages
    )


def _proof(window: Window) -> None:
    from newsroom.ui import pages

    pages.open_proof(window.workbench.current.now(), tasks=window.tasks, messages=window.messages)


def _rename(window: Window) -> None:
    from newsroom.ui.dialogs.rename import RenameDialog

    with_chosen(window, lambda ids: window.open_dialog(RenameDialog(window, ids[0])))


def _news_list(window: Window) -> None:
    from newsroom.ui.dialogs.news_list import NewsListDialog

    window.open_dialog(NewsListDialog(window))


def _wordpress(window: Window) -> None:
    from newsroom.ui.dialogs.wordpress import PushSheet

    with_chosen(window, lambda ids: window.open_dialog(PushSheet(window, ids)))


def _deploy(window: Window) -> None:
    from newsroom.ui.dialogs.deploy import DeploySheet

    window.open_dialog(DeploySheet(window))


def _targets(window: Window) -> None:
    from newsroom.ui.dialogs.targets import TargetsDialog

    window.open_dialog(TargetsDialog(window))


def _word_out(window: Window) -> None:
    from newsroom.ui.dialogs.word import send_out

    with_chosen(window, lambda ids: send_out(window, ids[0]))


def _word_back(window: Window) -> None:
    from newsroom.ui.dialogs.word import take_back

    take_back(window)


def _copy(window: Window) -> None:
    """The story on the clipboard, as HTML, Markdown and text."""

    def copied(made: Clip) -> None:
        from PySide6.QtCore import QMimeData
        from PySide6.QtGui import QGuiApplication

        data = QMimeData()
        data.setHtml(made.html)
        data.setText(made.text)
        data.setData("text/markdown", made.markdown.encode("utf-8", "replace"))
        QGuiApplication.clipboard().setMimeData(data)
        window.messages.say(_("The story is on the clipboard, to paste into another system."))

    article = window.workbench.current.now()
    window.tasks.run(lambda desk: desk.publish.clip(article), then=copied)


def _backup(window: Window) -> None:
    from PySide6.QtWidgets import QFileDialog

    parent = window if isinstance(window, QWidget) else None
    dialog = QFileDialog(parent, _("Back up the newsroom"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(COPY_SUFFIX.lstrip("."))
    dialog.fileSelected.connect(lambda name: _back_up_to(window, Path(name)))
    window.open_dialog(dialog)


def _back_up_to(window: Window, path: Path) -> None:
    window.tasks.run(
        lambda desk: desk.backup.backup(path),
        then=lambda _report: window.messages.say(
            _("Everything is copied to {path}.").format(path=path)
        ),
    )


ROWS: tuple[Action, ...] = (
    Action(
        id="publish.publish",
        label=N_("&Publish"),
        menu="publish",
        keys=("Ctrl+Shift+U",),
        icon="publish",
        when=When.STORIES,
        right=Right.PUBLISH,
        run=_publish,
    ),
    Action(
        id="publish.unpublish",
        label=N_("&Unpublish…"),
        menu="publish",
        icon="unpublish",
        when=When.SAVED,
        right=Right.PUBLISH,
        run=_unpublish,
    ),
    Action(
        id="publish.schedule",
        label=N_("Embargo and &schedule…"),
        menu="publish",
        keys=("Ctrl+Alt+U",),
        icon="calendar",
        when=When.SAVED,
        right=Right.EDIT,
        run=_schedule,
    ),
    Action(
        id="publish.site",
        label=N_("Publis&h the site…"),
        menu="publish",
        icon="publish",
        right=Right.PUBLISH,
        run=_site,
    ),
    Action(
        id="publish.correct",
        label=N_("Co&rrect…"),
        menu="publish",
        keys=("Ctrl+Alt+C",),
        icon="correct",
        when=When.SAVED,
        line=True,
        right=Right.CORRECT,
        run=_correct,
    ),
    Action(
        id="publish.rewrite",
        label=N_("&Write an update of it"),
        menu="publish",
        icon="update",
        when=When.SAVED,
        run=_rewrite,
    ),
    Action(
        id="publish.rename",
        label=N_("Change the slu&g…"),
        menu="publish",
        icon="link",
        when=When.SAVED,
        run=_rename,
    ),
    Action(
        id="publish.kill",
        label=N_("With&draw for good…"),
        menu="publish",
        icon="withdraw",
        when=When.SAVED,
        right=Right.KILL,
        run=_kill,
    ),
    Action(
        id="publish.export",
        label=N_("&Export…"),
        menu="publish",
        keys=("Ctrl+E",),
        icon="export",
        tool=True,
        when=When.STORIES,
        line=True,
        run=_export,
    ),
    Action(
        id="publish.copy",
        label=N_("Cop&y the story for another system"),
        menu="publish",
        keys=("Ctrl+Alt+E",),
        icon="copy",
        when=When.STORY,
        run=_copy,
    ),
    Action(
        id="publish.wordpress",
        label=N_("Send &to WordPress…"),
        menu="publish",
        keys=("Ctrl+Alt+W",),
        icon="send-out",
        when=When.STORIES,
        right=Right.SEND,
        run=_wordpress,
    ),
    Action(
        id="publish.word_out",
        label=N_("Send as a Word docu&ment"),
        menu="publish",
        icon="word-out",
        when=When.SAVED,
        run=_word_out,
    ),
    Action(
        id="publish.word_back",
        label=N_("Take &in a Word document that comes back…"),
        menu="publish",
        icon="import",
        run=_word_back,
    ),
    Action(
        id="publish.open_page",
        label=N_("Open the page in the &browser"),
        menu="publish",
        keys=("Ctrl+Shift+B",),
        icon="browser",
        when=When.STORY,
        run=_open_page,
    ),
    Action(
        id="publish.proof",
        label=N_("Proo&f to read on paper"),
        menu="publish",
        icon="proof",
        when=When.STORY,
        run=_proof,
    ),
    Action(
        id="publish.news_list",
        label=N_("&News list for the day…"),
        menu="publish",
        icon="news-list",
        run=_news_list,
    ),
    Action(
        id="publish.export_all",
        label=N_("Export &all published stories…"),
        menu="publish",
        icon="export",
        run=_export_all,
    ),
    Action(
        id="publish.deploy",
        label=N_("Dep&loy the site…"),
        menu="publish",
        icon="send-out",
        line=True,
        right=Right.PUBLISH,
        run=_deploy,
    ),
    Action(
        id="publish.targets",
        label=N_("Other systems to send t&o…"),
        menu="publish",
        icon="targets",
        run=_targets,
    ),
    Action(
        id="publish.backup",
        label=N_("Ba&ck up the newsroom…"),
        menu="publish",
        icon="backup",
        line=True,
        run=_backup,
    ),
)
