"""Views of the desk: suggestions, versions, the board, rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsroom.i18n import _
from newsroom.ui.screens.acting import ANSWERS_MS, STORY, command, newest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from newsroom.desk.desk import Desk
    from newsroom.news.changes import Changes
    from newsroom.ui.window import Window


def suggesting(window: Window) -> QWidget:
    """A copy chief's first minutes with a story: words, a cut, a list item, a headline, a move."""
    from PySide6.QtGui import QTextCursor

    window.fold("list", True)
    window.workbench.open(STORY, new_tab=True)
    window.tasks.wait_idle(ANSWERS_MS)
    story, editor = window.workbench.current, window.editor
    assert story is not None
    assert editor is not None
    if story.proposal is None:
        editor.suggest.review.turn(True)
        window.tasks.wait_idle(ANSWERS_MS)
    body = str(story.standing("body"))
    paragraphs = body.split("\n\n")
    first = paragraphs[0].split(" ")
    paragraphs[0] = " ".join([*first[:3], "quietly", *first[6:]])
    if len(paragraphs) > 4:
        paragraphs[1] = paragraphs[1].replace(" the ", " **the** ", 1)
        paragraphs[2:4] = [f"{paragraphs[2]} {paragraphs[3]}"]
        paragraphs.append("A paragraph that says what happens next.")
    story.set("body", "\n\n".join(paragraphs))
    story.set("headline", f"{story.standing('headline')}, at last".replace("night", "late"))
    review = editor.suggest.review
    review.look()
    window.tasks.wait_idle(ANSWERS_MS)
    review.store()
    window.tasks.wait_idle(ANSWERS_MS)
    editor.view.moveCursor(QTextCursor.MoveOperation.Start)
    window.show_panel("suggestions").step(1)  # type: ignore[attr-defined]
    return window


def others(window: Window) -> QWidget:
    """The same story as its writer sees it: the suggestions over the text that stands."""
    editor = window.editor
    assert editor is not None
    editor.suggest.review.turn(False)
    window.tasks.wait_idle(ANSWERS_MS)
    window.show_panel("suggestions").step(1)  # type: ignore[attr-defined]
    return window


def versions(window: Window) -> QWidget:
    """The versions of the story."""
    window.show_panel("versions")
    return window


def comparison(window: Window) -> QWidget:
    """What changed between two of them."""
    from newsroom.ui.review.compare import ComparisonDialog, open_comparison

    editor = window.editor
    assert editor is not None
    editor.suggest.review.turn(True)
    window.tasks.wait_idle(ANSWERS_MS)
    open_comparison(window, window.workbench.current)
    window.tasks.wait_idle(ANSWERS_MS)
    return newest(window, ComparisonDialog)


def desk_story(window: Window) -> QWidget:
    """A story with all that the review desk shows of it."""
    from newsroom.news.comment import Fact
    from newsroom.news.workflow import Need
    from newsroom.ui.tasks import Tasks

    tasks: Tasks = window.tasks

    def say(desk: Desk) -> int:
        from newsroom.text.anchor import Page, as_data

        story = desk.articles.by_slug(STORY)
        if not desk.comments.of(story.id):
            page = Page.of_body(story.body)
            anchor = page.between(4, 40)
            desk.comments.add(
                story.id, _("Is this still right?"), anchor=as_data(anchor), quote=anchor.quote
            )
            claim = Fact(claim=_("Two boats cross every forty minutes"), source=_("The council"))
            desk.comments.add(story.id, "", fact=claim)
            desk.review.flag([story.id], legal=Need.REQUIRED, sensitive=True)
        return story.id

    def show(number: int) -> None:
        window.workbench.open(number, new_tab=True)
        window.show_panel("comments")

    tasks.run(say, then=show)
    tasks.wait_idle(ANSWERS_MS)
    return window


def board(window: Window) -> QWidget:
    """The board of stages."""
    window.commands.run("review.board")
    return window


def no_board(window: Window) -> QWidget:
    """The story with its checklist."""
    from newsroom.ui.board.place import turn_board

    turn_board(window, on=False)
    window.workbench.open(STORY, new_tab=True)
    window.show_panel("checklist")
    return window


def replace(window: Window) -> QWidget:
    """A word replaced in many stories."""
    from newsroom.ui.dialogs.replace import ReplaceDialog

    window.commands.run("review.replace")
    window.tasks.wait_idle(ANSWERS_MS)
    dialog = newest(window, ReplaceDialog)
    assert isinstance(dialog, ReplaceDialog)
    dialog.what.setText("the council")
    dialog.put.setText("the town council")
    dialog.look()
    return dialog


def stood(window: Window) -> QWidget:
    """What was let stand, with a name that no rule touches."""
    from newsroom.news.changes import NOTHING
    from newsroom.news.rule import Found, Scope

    def allow(desk: Desk) -> Changes:
        if desk.rules.standing():
            return NOTHING
        story = desk.articles.by_slug(STORY)
        found = Found(
            rule="numbers.percent-sign", field="body", start=0, end=10, words="38 percent",
            fixes=("38%",), said="", before="", after="",
        )  # fmt: skip
        reason = _("It stands so in the law.")
        made = desk.rules.allow(found, Scope.STORY, article=story.id, reason=reason)
        return made.changes | desk.rules.add_name("Percy Percent")

    window.tasks.change(allow)
    window.tasks.wait_idle(ANSWERS_MS)
    return command("review.standing")(window)
