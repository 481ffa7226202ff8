"""The story's page in the person's own browser, out of a folder that goes with the program."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from newsroom.i18n import _

if TYPE_CHECKING:
    from newsroom.news.article import Article
    from newsroom.ui.messages import Messages
    from newsroom.ui.tasks import Tasks


@cache
def folder() -> Path:
    """Where pages are laid to be looked at; gone at the end of the program."""
    made = Path(tempfile.mkdtemp(prefix="newsroom-page-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def show(path: Path, messages: Messages, *, otherwise: str = "") -> None:
    """Open a file or a folder with what the system has for it, or say where it lies."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        said = otherwise or _("Nothing here opens it. It lies at {path}.")
        messages.say(said.format(path=path))


def show_page(path: Path, messages: Messages) -> None:
    """Open a page in the browser."""
    otherwise = _("No browser could be started. The page lies at {path}.")
    show(path, messages, otherwise=otherwise)


def open_proof(article: Article, *, tasks: Tasks, messages: Messages) -> None:
    """Make the story's proof as it stands now, and show it with what the system has for PDF."""
    path = folder() / f"{article.slug or article.id or 'new'}.proof.pdf"

    def written(_none: object) -> None:
        otherwise = _("Nothing here shows PDF. The proof lies at {path}.")
        show(path, messages, otherwise=otherwise)

    tasks.run(lambda desk: path.write_bytes(desk.publish.proof(article)), then=written)


def open_in_browser(article: Article, *, tasks: Tasks, messages: Messages) -> None:
    """Write the story's page, as it stands now, and show it in the browser."""
    path = folder() / f"{article.id or 'new'}.html"

    tasks.run(
        lambda desk: path.write_text(desk.publish.page_html(article), encoding="utf-8"),
        then=lambda _size: show_page(path, messages),
    )
