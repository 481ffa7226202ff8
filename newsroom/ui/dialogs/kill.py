"""Taking stories from the readers: a takedown, or a kill, which a second person agrees to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QWidget

from newsroom.i18n import _, ngettext
from newsroom.news.correction import PageLeft
from newsroom.ui.dialogs.sheet import Sheet
from newsroom.ui.hours import said
from newsroom.ui.messages import UNSENT, Answer, Tone

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.news.article import Row
    from newsroom.news.correction import Withdrawal
    from newsroom.ui.actions.context import Window


class _Form(Sheet):
    """Why, what stands at the address, what readers are told."""

    def __init__(self, window: Window, name: str, title: str) -> None:
        super().__init__(name, title)
        self._window = window

    def _ask(self) -> None:
        self.reason = self.box(_("Why"), hint=_("Stays in the house, on record"))
        self.page = QComboBox(self)
        self.page.addItem(_("A page that says so, with the words below"), str(PageLeft.NOTICE))
        self.page.addItem(_("Nothing: the address is gone (410)"), str(PageLeft.GONE))
        self.add(self.page, _("At its address, readers find"))
        self.notice = self.box(_("What readers are told"), hint=_("May stay empty"))
        self.page.currentIndexChanged.connect(
            lambda _n: self.notice.setEnabled(self.page.currentData() == str(PageLeft.NOTICE))
        )

    def _told(self) -> dict[str, str]:
        return {
            "reason": self.reason.toPlainText(),
            "notice": self.notice.toPlainText() if self.notice.isEnabled() else "",
            "page": str(self.page.currentData()),
        }


def open_unpublish(window: Window, ids: tuple[int, ...]) -> None:
    """Ask how these stories are taken down."""
    window.tasks.run(
        lambda desk: desk.articles.rows(ids[:1])[0],
        then=lambda row: window.open_dialog(UnpublishDialog(window, ids, row)),
        failed=window.messages.fault,
    )


class UnpublishDialog(_Form):
    """Takes stories down from our own site; it can be taken back."""

    def __init__(self, window: Window, ids: tuple[int, ...], first: Row) -> None:
        n = len(ids)
        title = (
            ngettext("Unpublish {n} story", "Unpublish {n} stories", n).format(n=n)
            if n > 1
            else _("Unpublish “{headline}”").format(headline=first.headline or first.slug)
        )
        super().__init__(window, "unpublish", title)
        self._ids = ids
        self.words(
            _("It goes from every page, feed and list with the next publishing. It can be undone.")
        )
        self._ask()
        self.button(_("Cancel"), self.reject, name="cancel")
        self.go = self.button(_("Unpublish"), self._take_down, name="go", primary=True)
        self.finish()
        self.reason.setFocus()

    def _take_down(self) -> None:
        ids, told = self._ids, self._told()
        self._window.tasks.change(
            lambda desk: desk.withdrawing.take_down(ids, **told),
            then=lambda _changes: self.accept(),
            failed=self.tell,
            owner=self,
        )


def open_kill(window: Window, number: int) -> None:
    """Ask for it, or have it settled. What is known is read first: a sheet that grows once it
    stands hangs out of the middle."""
    window.tasks.run(
        lambda desk: (desk.articles.rows((number,))[0], desk.withdrawing.asked(number)),
        then=lambda read: window.open_dialog(KillDialog(window, *read)),
        failed=window.messages.fault,
    )


class KillDialog(_Form):
    """Asks that a story be withdrawn for good, or has a second person settle it."""

    def __init__(self, window: Window, row: Row, asked: Withdrawal | None) -> None:
        super().__init__(window, "kill", _("Withdraw for good"))
        self._number = row.id
        self._first: QWidget | None = None  # where one begins to write
        self.head.setText(_("Withdraw “{headline}”").format(headline=row.headline or row.slug))
        if asked is None:
            self._show_form()
        else:
            self._show_asked(asked)
        self.finish()
        if self._first is not None:
            self._first.setFocus()

    def _show_form(self) -> None:
        self.words(
            _(
                "For what is totally wrong or legally unsafe. A second person has to agree. Then "
                "the story goes from every page, feed, list and search, and only publishing it "
                "again brings it back. Every version is kept."
            )
        )
        self._ask()
        self.button(_("Cancel"), self.reject, name="cancel")
        self.button(_("Ask a second person"), self._request, name="ask", primary=True)
        self._first = self.reason

    def _show_asked(self, asked: Withdrawal) -> None:
        bench = self._window.workbench
        person = bench.lists.person(asked.asked_by)
        name = person.name if person else _("Somebody")
        mine = bench.me is not None and bench.me.id == asked.asked_by
        self.words(
            _("{name} asked for it, {when}.").format(
                name=_("You") if mine else name, when=said(asked.asked_at, bench.lists)
            )
        )
        self.space()
        self.words(asked.reason, role="")
        if asked.notice:
            self.words(_("Readers are told: {words}").format(words=asked.notice))
        self.space()
        if mine:
            self.words(
                _(
                    "It waits for a second person, who finds it in the inbox. At this computer "
                    "they choose their own name at the foot of the window first."
                )
            )
            self.button(_("Take it back"), self._decline, name="decline")
            self.button(_("Close"), self.reject, name="close", primary=True)
            return
        self.answer = self.box(_("What you say to it"), hint=_("May stay empty"), lines=1)
        self.button(_("Decide later"), self.reject, name="later")
        self.button(_("Keep it published"), self._decline, name="decline")
        self.button(_("Withdraw it"), self._agree, name="agree", primary=True)
        self._first = self.answer

    def _request(self) -> None:
        number, told = self._number, self._told()

        def asked(_changes: object) -> None:
            self._window.messages.say(
                _("Asked. A second person finds it in the inbox and has to agree."),
                tone=Tone.NOTE,
                key="step",
            )
            self.accept()

        self._window.tasks.change(
            lambda desk: replace(desk.withdrawing.ask_kill(number, **told), label=""),
            then=asked,
            failed=self.tell,
            owner=self,
        )

    def _agree(self) -> None:
        words, number = self._said(), self._number

        def gone(_changes: object) -> None:
            self._window.messages.take_back("step")
            self._window.messages.say(
                _("The story is withdrawn. Publish the site, so that it goes from there, too."),
                Answer(_("The site…"), self._window.workbench.site_wanted.emit),
                tone=Tone.CAUTION,  # until somebody did, readers have it
                key=UNSENT,  # no other step takes its place
            )
            self.accept()

        self._window.tasks.change(
            lambda desk: replace(desk.withdrawing.agree(number, words), label=""),
            then=gone,
            failed=self.tell,
            owner=self,
        )

    def _decline(self) -> None:
        words, number = self._said(), self._number

        def decline(desk: Desk) -> object:
            return desk.withdrawing.decline(number, words)

        self._window.tasks.change(
            decline, then=lambda _changes: self.accept(), failed=self.tell, owner=self
        )

    def _said(self) -> str:
        return self.answer.toPlainText() if hasattr(self, "answer") else ""
