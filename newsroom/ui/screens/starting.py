"""Views of a start, of what went wrong and of what the window says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsroom.i18n import _
from newsroom.ui.screens.acting import command

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from newsroom.ui.window import Window


def start(_window: Window) -> QWidget:
    """The first start."""
    from newsroom.paths import default_store
    from newsroom.ui.dialogs.start import StartDialog

    dialog = StartDialog(own=default_store())
    dialog.show()
    return dialog


def refused(_window: Window) -> QWidget:
    """A start at a server that does not answer."""
    from newsroom.paths import default_store
    from newsroom.ui.dialogs.start import StartDialog

    complaint = _("The server at news.example.org does not answer. Is it running?")
    dialog = StartDialog(own=default_store(), complaint=complaint, again=True)
    dialog.show()
    return dialog


def conflict(window: Window) -> QWidget:
    """Two saved the same story."""
    from dataclasses import replace

    from newsroom.ui.dialogs.conflict import ConflictDialog

    # One on which nothing is proposed: what is typed into such a story clashes with nothing.
    story = next(one for one in window.workbench.stories if one.id and one.proposal is None)
    first = story.article.body.split("\n\n", 1)[0]
    changed = story.article.body.replace(first, f"{first} The last boat now leaves at one.")
    theirs = replace(
        story.article,
        version=story.article.version + 1,
        headline=f"{story.article.headline}, council says",
        body=changed,
    )
    story.set("headline", f"{story.article.headline} at last")
    story.adopt(theirs)
    for message in window.messages.standing:
        window.messages.take_back(message)
    dialog = ConflictDialog(story, who="Mara Ridley", theme=window.workbench.theme, parent=window)
    dialog.show()
    return dialog


def recovery(window: Window) -> QWidget:
    """What was typed before the power went."""
    from newsroom.news.revision import Draft
    from newsroom.ui.dialogs.differences import differences
    from newsroom.ui.dialogs.recovery import RecoveryDialog

    article = window.workbench.stories[0].article
    typed = article.body.replace(". ", ". And this was typed before the power went. ", 1)
    draft = Draft(
        key="k",
        article=article.id,
        base_version=article.version,
        fields={"body": typed},
        written_at=window.workbench.clock(),
    )
    found = ((draft, article.headline, differences(article, draft.fields)),)
    dialog = RecoveryDialog(found, theme=window.workbench.theme, parent=window)
    dialog.show()
    return dialog


def crash(window: Window) -> QWidget:
    """Our own fault, told."""
    from newsroom.ui.crash import CrashDialog, report_text

    dialog = CrashDialog(window)
    dialog.set_reports([report_text(ZeroDivisionError())])
    dialog.show()
    return dialog


def messages(window: Window) -> QWidget:
    """Three messages at once."""
    from newsroom.ui.messages import Answer, Tone

    say = window.messages.say
    say(_("Spiked 3 stories"), Answer(_("Undo"), lambda: None))
    say(
        _("{n} stories recovered").format(n=2),
        Answer(_("Keep"), lambda: None),
        Answer(_("Compare"), lambda: None),
        Answer(_("Discard"), lambda: None),
        tone=Tone.CAUTION,
    )
    say(_("The disk is full; your text is kept here."), tone=Tone.FAULT)
    return window


def preferences_of_the_site(window: Window) -> QWidget:
    """The last page of the preferences."""
    from newsroom.ui.dialogs.preferences import Preferences

    dialog = command("edit.preferences")(window)
    assert isinstance(dialog, Preferences)
    dialog.pages.setCurrentRow(dialog.pages.count() - 1)
    return dialog
