"""Says of the story in front that somebody asks to withdraw it, until that is settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from newsroom.i18n import _
from newsroom.ui.hours import said
from newsroom.ui.messages import Answer, Tone

if TYPE_CHECKING:
    from newsroom.news.changes import Changes
    from newsroom.news.correction import Withdrawal
    from newsroom.ui.story import OpenStory
    from newsroom.ui.window import Window

KEY = "asked to withdraw"


class Asked(QObject):
    """Looks when a story comes to the front, and when something was settled about it."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        bench = window.workbench
        bench.current_changed.connect(self._came)
        bench.tasks.changed.connect(self._changed)
        bench.me_changed.connect(lambda: self._look(bench.current))
        self._came(bench.current)

    def _came(self, story: OpenStory | None) -> None:
        """What readers never saw nobody asks to withdraw."""
        seen = story is not None and story.article.published_at is not None
        self._look(story if seen else None)

    def _changed(self, changes: Changes) -> None:
        story = self._window.workbench.current
        if story is not None and story.id in changes.review:
            self._look(story)

    def _look(self, story: OpenStory | None) -> None:
        if story is None or not story.id:
            self._tell(None)
            return
        number = story.id
        self._window.tasks.run(
            lambda desk: desk.withdrawing.asked(number), then=self._tell, owner=self, key="asked"
        )

    def _tell(self, asked: Withdrawal | None) -> None:
        bench = self._window.workbench
        if asked is None:
            bench.messages.take_back(KEY)
            return
        person = bench.lists.person(asked.asked_by)
        mine = bench.me is not None and bench.me.id == asked.asked_by
        words = (
            _("You asked to withdraw this story; a second person has to agree. {reason} – {when}")
            if mine
            else _("{name} asks to withdraw this story: {reason} – {when}")
        )
        sentence = words.format(
            name=person.name if person else _("Somebody"),
            when=said(asked.asked_at, bench.lists),
            reason=asked.reason,
        )
        bench.messages.say(
            sentence,
            Answer(_("Look at it…"), lambda: self._open(asked.article)),
            tone=Tone.CAUTION,
            key=KEY,
        )

    def _open(self, number: int) -> None:
        from newsroom.ui.dialogs.kill import open_kill

        open_kill(self._window, number)
