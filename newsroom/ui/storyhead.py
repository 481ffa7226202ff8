"""The line above a story: its stage, what flags stand on it, who is at it, and a hand on the lock.

Chips are buttons: one press opens what can be done, the second does it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import N_, _, ngettext
from newsroom.news.presence import Lock
from newsroom.news.rights import Right
from newsroom.news.workflow import NEED_CHOICES, Need
from newsroom.ui.heldbar import HeldBar
from newsroom.ui.hours import both_clocks, clock_time, idle_for, span_to
from newsroom.ui.models.flags import standing_of
from newsroom.ui.nextturn import NextTurn
from newsroom.ui.widgets.cut import CutLabel
from newsroom.ui.widgets.flat import flat
from newsroom.ui.zones import zone_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsroom.news.changes import Changes
    from newsroom.ui.attendance import Attendance
    from newsroom.ui.editor.commenting import Commenting
    from newsroom.ui.editor.pane import EditorPane
    from newsroom.ui.window import Window

TICK_MS = 20_000  # a countdown in minutes is right to a third of one
_FIELDS = frozenset(
    {"stage", "pubstate", "legal", "pictures", "sensitive", "not_for_publication", "embargo_until"}
)
NEEDS = (("legal", N_("Legal check")), ("pictures", N_("Picture check")))
SIGNS = (
    ("sensitive", N_("Sensitive"), "warning"),
    ("not_for_publication", N_("Not for publication"), "danger"),
)
TONES = {Need.REQUIRED: "danger", Need.COMPLETE: "good"}


class StoryHead(QFrame):
    """Stands above one pane."""

    def __init__(self, pane: EditorPane, attendance: Attendance) -> None:
        super().__init__(pane)
        self.setObjectName("storyHead")
        self.setProperty("role", "bar")
        self.setAccessibleName(_("Where the story stands"))
        self._pane = pane
        self._story = pane.story
        self._bench = pane.workbench
        self._attendance = attendance
        self._read_only = False  # "Read" was chosen: the bar is not needed any more
        self._comments: Commenting | None = None
        self._chips: dict[str, QToolButton] = {}
        self._row = QHBoxLayout()
        self._row.setContentsMargins(16, 4, 8, 4)
        self._row.setSpacing(4)
        self._making = self._makers()
        self.chip("stage")
        self.people = CutLabel(self)
        self.people.setProperty("role", "caption")
        self.people.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing)
        self._row.addWidget(self.people, 1)
        self.flags = self._button("flag", _("Flags and embargo"))
        self.flags.clicked.connect(lambda: self._flag_menu().popup(self._below(self.flags)))
        self._row.addWidget(self.flags)
        self._bar: HeldBar | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(self._row)
        self._ticking = QTimer(self, interval=TICK_MS)
        self._ticking.timeout.connect(self._show_embargo)
        self._soon = NextTurn(self, self.show_all, turns=2)
        self._tie()
        attendance.changed.connect(self._attended)
        self._bench.lists_changed.connect(self.show_all)
        self._bench.tasks.changed.connect(self._on_changed)
        self.show_all()
        self._count_comments()

    # One story after the other.

    def _tie(self) -> None:
        self._story.field_changed.connect(self._field_changed)
        self._story.saved.connect(self._was_saved)
        self._story.suggesting.connect(self._suggesting)

    def story_taken(self) -> None:
        """Another story stands in the pane."""
        before = self._story
        before.field_changed.disconnect(self._field_changed)
        before.saved.disconnect(self._was_saved)
        before.suggesting.disconnect(self._suggesting)
        self._story, self._read_only = self._pane.story, False
        self._tie()
        self.show_all()
        self._count_comments()

    def _was_saved(self, _article: object) -> None:
        self._soon.ask()  # a save has enough to do in its own turn

    def _suggesting(self, _on: bool) -> None:
        self._show_people()

    # Making it.

    def _makers(self) -> dict[str, tuple[str, Callable[[], object]]]:
        """What each chip is called and does, in the order of the row."""
        makers: dict[str, tuple[str, Callable[[], object]]] = {
            "stage": (_("Send to…"), lambda: self._window.commands.run("story.send")),
            "pubstate": (_("What readers see"), lambda: self._window.show_panel("preview")),
        }
        for name, label in NEEDS:
            makers[name] = _(label), partial(self._open_needs, name)
        for name, label, _tone in SIGNS:
            makers[name] = _(label), partial(self._turn, name)
        makers["embargo_until"] = _("Embargo"), self._embargo
        makers["comments"] = _("Comments"), lambda: self._window.show_panel("comments")
        return makers

    def chip(self, name: str) -> QToolButton:
        """The chip of that name; made when it is first asked for, as most have nothing to say.
        Raises KeyError."""
        if name in self._chips:
            return self._chips[name]
        accessible, act = self._making[name]
        chip = QToolButton(self)
        chip.setObjectName(f"chip.{name}")
        chip.setProperty("role", "chip")
        chip.setAccessibleName(accessible)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.clicked.connect(lambda: act())
        names = list(self._making)
        before = [each for each in names[: names.index(name)] if each in self._chips]
        self._row.insertWidget(len(before), chip)
        if before:
            QWidget.setTabOrder(self._chips[before[-1]], chip)
        self._chips[name] = chip
        chip.hide()
        return chip

    @property
    def bar(self) -> HeldBar:
        """Says who else has the story; made when that is first so."""
        if self._bar is None:
            self._bar = HeldBar(
                self._bench.icons, self, read=self.read, ask=self.ask, take=self.take_over
            )
            self._column.addWidget(self._bar)
            # It is made late, and stands below the row: so does the keyboard find it.
            self._bar.follow(self.flags)
        return self._bar

    def _button(self, icon: str, name: str) -> QToolButton:
        button = flat(self._bench.icons.icon(icon), name, self, side=16)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    @property
    def _window(self) -> Window:
        return cast("Window", self.window())

    def _below(self, widget: QWidget):  # type: ignore[no-untyped-def]
        return widget.mapToGlobal(widget.rect().bottomLeft())

    # Showing.

    def show_all(self) -> None:
        """Look at everything anew."""
        story, lists = self._story, self._bench.lists
        stage = str(story.get("stage"))
        self._say("stage", lists.name("stages", stage), stage=stage)
        stands = standing_of(str(story.get("pubstate")))
        self._say("pubstate", _(stands.words) if stands else "", tone=stands.ink if stands else "")
        for name, label in NEEDS:
            need = Need(story.get(name))
            words = dict(NEED_CHOICES)[str(need)]
            self._say(
                name,
                "" if need is Need.NA else f"{_(label)}: {_(words).lower()}",
                tone=TONES.get(need, ""),
            )
        for name, label, tone in SIGNS:
            self._say(name, _(label) if story.get(name) else "", tone=tone)
        self._show_embargo()
        self._show_people()

    # Comments. What marks them is loaded for stories that have any.

    def _on_changed(self, changes: Changes) -> None:
        if self._comments is None and self._story.id in changes.review:
            self._count_comments()

    def _count_comments(self) -> None:
        number = self._story.id
        if number:
            self._bench.tasks.run(
                lambda desk: len(desk.comments.of(number)),
                then=lambda count: self._counted(number, count),
                failed=lambda _error: None,
                owner=self,
                key="comments",
            )

    def _counted(self, story: int, comments: int) -> None:
        if comments and story == self._story.id:  # another may stand here by now
            self.commenting()

    def commenting(self) -> Commenting:
        """The comments at the words of this story; made when first asked for."""
        if self._comments is None:
            from newsroom.ui.editor.commenting import Commenting

            self._comments = made = Commenting(self._pane)
            made.changed.connect(lambda: self._show_comments(made.open_count))
        return self._comments

    def _show_comments(self, count: int) -> None:
        words = ngettext("{n} comment", "{n} comments", count).format(n=count)
        self._say("comments", words if count else "", tone="info")

    def _say(self, name: str, words: str, *, tone: str = "", stage: str = "") -> None:
        if not words and name not in self._chips:
            return
        chip = self.chip(name)
        chip.setVisible(bool(words))
        if not words:
            return
        chip.setText(words)
        chip.setToolTip(words)
        if (chip.property("tone") or "", chip.property("stage") or "") != (tone, stage):
            chip.setProperty("tone", tone)
            chip.setProperty("stage", stage)
            chip.style().unpolish(chip)
            chip.style().polish(chip)

    def _show_embargo(self) -> None:
        until, now = self._story.get("embargo_until"), self._bench.clock()
        holds = until is not None and until > now
        self._ticking.start() if holds else self._ticking.stop()
        if not holds:
            self._say("embargo_until", "")
            return
        zone = zone_of(self._bench.lists.site.timezone)
        when = both_clocks(until, zone, now)
        left = ""
        if until.year < 9999:
            left = " · " + _("{span} left").format(span=span_to(until, now))
        self._say("embargo_until", _("Embargo {when}").format(when=when) + left, tone="warning")

    def _show_people(self) -> None:
        number = self._story.id
        lock = self._attendance.other(number)
        self._hold(lock)
        if lock is None:
            self._read_only = False
        if self._bar is not None or lock is not None:
            self.bar.setVisible(lock is not None and not self._read_only)
        if lock is not None:
            self.bar.show_lock(self._held_by(lock), signed=lock.person is not None)
        here = []
        for visitor in self._attendance.others_at(number):
            if lock is not None and visitor.person == lock.person:
                continue
            person = self._bench.lists.person(visitor.person)
            here.append(person.name if person else visitor.place or _("Somebody"))
        names = ", ".join(dict.fromkeys(here))
        words = _("Also open: {names}").format(names=names) if names else ""
        if lock is not None and self._read_only:
            words = self._held_by(lock)
        mine = self._attendance.lock(number)
        if mine is not None and mine.mine:
            held = _("You have it since {since}").format(since=clock_time(mine.since))
            words = " · ".join(filter(None, (held, words)))
        self.people.setText(words)

    def _held_by(self, lock: Lock) -> str:
        person = self._bench.lists.person(lock.person)
        name = person.name if person else lock.place or _("Somebody")
        since = clock_time(lock.since, zone_of(self._bench.lists.site.timezone))
        words = _("{name} has been editing since {since}").format(name=name, since=since)
        idle = idle_for(lock.idle(self._bench.clock()))
        return f"{words} · {idle}" if idle else words

    def _hold(self, lock: Lock | None) -> None:
        """Let the texts be read only while somebody else has them, or I may not write."""
        why = ""
        if self._story.proposal is not None and Right.SUGGEST not in self._bench.refusals:
            pass  # suggestions change nothing that somebody else has
        elif lock is not None:
            why = self._held_by(lock) + ". " + _("Ask for it or take it over to write.")
        elif Right.EDIT in self._bench.refusals:
            why = self._bench.refusals[Right.EDIT]
        pane = self._pane
        self._bench.hold(self._story, why)
        if why and pane.reading is None:
            from newsroom.ui.editor.reading import Reading

            pane.reading = Reading(
                pane, lambda sentence: self._bench.messages.say(sentence, key="editor")
            )
        if pane.reading is not None:
            pane.reading.set_why(why)

    def _attended(self, ids: frozenset[int]) -> None:
        if self._story.id in ids or not ids:
            self._show_people()

    def _field_changed(self, name: str) -> None:
        if name in _FIELDS:
            self.show_all()

    # Doing.

    def read(self) -> None:
        """Somebody else has it and that is fine: the bar becomes a line."""
        self._read_only = True
        self._show_people()
        self._pane.focus_body()

    def ask(self) -> None:
        """Ask who has it to let go."""
        number = self._story.id
        person = self._bench.lists.person(
            lock.person if (lock := self._attendance.other(number)) else None
        )
        name = person.name if person else _("Somebody")
        self._bench.tasks.change(
            lambda desk: desk.presence.ask(number),
            then=lambda _changes: self._bench.messages.say(
                _("{name} was asked for it.").format(name=name), key="ask"
            ),
        )

    def take_over(self) -> None:
        """Ask once more, then take it."""
        from newsroom.ui.dialogs.takeover import TakeOverDialog

        lock = self._attendance.other(self._story.id)
        if lock is not None:
            self._window.open_dialog(
                TakeOverDialog(self._bench, self._story, lock, said=self._held_by(lock))
            )

    def _change(self, **fields: object) -> None:
        """Set flags as a step of the desk, or in the form of a story that was never saved."""
        number = self._story.id
        if not number:
            for name, value in fields.items():
                self._story.set(name, value)
            self.show_all()
            return
        bench = self._bench
        bench.saved_first(
            (number,),
            lambda: bench.tasks.change(lambda desk: desk.review.flag((number,), **fields)),
        )

    def _turn(self, name: str) -> None:
        self._change(**{name: not self._story.get(name)})

    def _embargo(self) -> None:
        self._window.commands.run("publish.schedule")

    def _need_menu(self, name: str) -> QMenu:
        menu = self._menu()
        self._add_needs(menu, name)
        return menu

    def _open_needs(self, name: str) -> None:
        self._need_menu(name).popup(self._below(self.chip(name)))

    def _flag_menu(self) -> QMenu:
        """Everything that can be flagged, one press away."""
        menu = self._menu()
        for name, _label in NEEDS:
            self._add_needs(menu, name)
            menu.addSeparator()
        for name, label, _tone in SIGNS:
            action = menu.addAction(_(label), partial(self._turn, name))
            action.setCheckable(True)
            action.setChecked(bool(self._story.get(name)))
        menu.addSeparator()
        menu.addAction(_("Embargo…"), self._embargo)
        return menu

    def _add_needs(self, menu: QMenu, name: str) -> None:
        stands = str(self._story.get(name))
        label = dict(NEEDS)[name]
        for value, words in NEED_CHOICES:
            action = menu.addAction(
                f"{_(label)}: {_(words).lower()}", partial(self._change, **{name: Need(value)})
            )
            action.setCheckable(True)
            action.setChecked(value == stands)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        return menu
