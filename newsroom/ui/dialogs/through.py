"""Acts that a gate may keep back: what is in the way is shown, and how to go all the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from newsroom.i18n import _
from newsroom.news.errors import GateClosed, NewsroomError, NotApproved
from newsroom.news.rights import Right
from newsroom.ui.messages import Answer, Tone

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.news.changes import Changes
    from newsroom.ui.actions.context import Window

Act = Callable[["Desk", str], Any]
"""A desk verb; the words are the reason to go through a gate that is shut, "" for none."""


def through(
    window: Window,
    act: Act,
    *,
    then: Callable[[Any], object] | None = None,
    failed: Callable[[NewsroomError], object] | None = None,
    shut: Callable[[], object] | None = None,
) -> None:
    """Do it; where a gate is shut, show what each story lacks and offer to give a reason.

    ``shut`` is called then, ``failed`` for whatever else the desk refuses.
    """

    def attempt(reason: str) -> None:
        window.tasks.change(lambda desk: act(desk, reason), then=then, failed=refused)

    def refused(error: NewsroomError) -> None:
        if isinstance(error, GateClosed):
            from newsroom.ui.dialogs.gate import GateDialog

            window.open_dialog(GateDialog(window, error, again=attempt))
            if shut is not None:
                shut()
        elif failed is not None:
            failed(error)
        else:
            window.messages.fault(error)

    attempt("")


def publish(
    window: Window,
    ids: tuple[int, ...],
    *,
    approved: bool = True,
    shut: Callable[[], object] | None = None,
) -> None:
    """Give stories to the readers; what nobody has approved is asked about once before, unless
    ``approved`` is False. ``shut`` is called where anything keeps them back."""
    # Who may not publish at all is told so, and not asked first.
    asks = approved and Right.PUBLISH not in window.workbench.refusals

    def act(desk: Desk, reason: str) -> Changes:
        if asks:
            desk.publish.hold_approved(ids)
        return desk.publish.publish(ids, override=reason)

    def refused(error: NewsroomError) -> None:
        if isinstance(error, NotApproved):  # a question; nothing is wrong
            anyway = Answer(
                _("Publish all the same"), lambda: publish(window, ids, approved=False, shut=shut)
            )
            window.messages.say(str(error), anyway, tone=Tone.CAUTION, key="publish")
        else:
            window.messages.fault(error, key="publish")
        if shut is not None:
            shut()

    through(window, act, failed=refused, shut=shut)
