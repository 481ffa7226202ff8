"""The feeds that the newsroom reads: a list, what the chosen one is, and the rules for all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QSpinBox

from newsroom.i18n import _, ngettext
from newsroom.news.changes import Changes, Done
from newsroom.news.rights import Right
from newsroom.news.wire import (
    LEAST_DAYS,
    LEAST_MINUTES,
    MOST_DAYS,
    MOST_MINUTES,
    Feed,
    WireRules,
)
from newsroom.ui.dialogs.listandform import ListAndForm
from newsroom.ui.hours import said
from newsroom.ui.widgets.inset import inset
from newsroom.ui.wirewatch import watch

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.ui.window import Window


class FeedsDialog(ListAndForm):
    """Adds, changes and removes feeds."""

    def __init__(self, window: Window) -> None:
        super().__init__(
            "feeds", _("Feeds of the wire"), listed=_("Feeds"), height=560,
            empty=_("None yet. What you keep on the right comes here."),
        )  # fmt: skip
        self._window = window
        self._feeds: tuple[Feed, ...] = ()
        self._chosen: Feed | None = None
        self._rules = WireRules()
        self.name.setPlaceholderText(_("As it is called here"))
        self.address = self.line(_("Address"), "https://agency.example/feed.xml")
        self.rights = self.line(_("Rights"), _("The line that its stories get"))
        self.section = QComboBox(self)
        self.section.setAccessibleName(_("Section"))
        self.section.addItem(_("None"), "")
        for key, name in window.workbench.lists.choices("sections"):
            self.section.addItem(name, key)
        self.language = self.line(_("Language"), _("Such as en; empty for what the feed says"))
        self.minutes = inset(QSpinBox(self))
        self.minutes.setRange(LEAST_MINUTES, MOST_MINUTES)
        self.minutes.setAccessibleName(_("Read every"))
        self.minutes.setSuffix(_(" minutes"))
        self.live = QCheckBox(_("Read it"), self)
        self.days = inset(QSpinBox(self))
        self.days.setRange(LEAST_DAYS, MOST_DAYS)
        self.days.setAccessibleName(_("Keep entries for"))
        self.days.setSuffix(_(" days"))
        self.private = self.line(_("Hosts inside the house"), _("host or host:port, with commas"))
        self.read_now = self.button(_("Read it now"), self._read)
        every = QLabel(_("All feeds"), self)
        every.setProperty("role", "strong")
        rules = QFormLayout()
        rules.setSpacing(8)
        rules.addRow(_("Keep entries for"), self.days)
        rules.addRow(_("Hosts inside the house"), self.private)
        self.lay_out(
            (
                (_("Name"), self.name),
                (_("Address"), self.address),
                (_("Read every"), self.minutes),
                ("", self.live),
                (_("Rights"), self.rights),
                (_("Section"), self.section),
                (_("Language"), self.language),
            ),
            acts=(self.read_now,),
            below=(every, rules),
        )
        window.tasks.changed.connect(self._changed)
        why = window.workbench.refusals.get(Right.MANAGE_RULES, "")
        if why:
            for button in (self.add, self.remove, self.keep):
                button.setEnabled(False)
                button.setToolTip(why)
        self._may = not why
        self._load()

    # What is shown.

    def _changed(self, changes: Changes) -> None:
        if changes.wire and self._chosen is not None and not self._typed():
            self._load(self._chosen.id)

    def _typed(self) -> bool:
        """Whether the form says something else than what is kept."""
        return self._chosen is None or self.feed() != self._chosen

    def _load(self, wanted: int = 0) -> None:
        def loaded(found: tuple[tuple[Feed, ...], WireRules]) -> None:
            self._feeds, self._rules = found
            numbers = [feed.id for feed in self._feeds]
            self.days.setValue(self._rules.days)
            self.private.setText(", ".join(self._rules.private))
            row = numbers.index(wanted) if wanted in numbers else 0
            self.fill([_listed(feed) for feed in self._feeds], row)

        self._window.tasks.run(
            lambda desk: (desk.wire.feeds(), desk.wire.rules()),
            then=loaded, failed=self.tell, owner=self, key="load",
        )  # fmt: skip

    def show_row(self, row: int) -> None:
        """Show that feed, a new one for -1."""
        feed = self._feeds[row] if 0 <= row < len(self._feeds) else None
        self._chosen = feed
        shown = feed or Feed(name="", address="")
        self.name.setText(shown.name)
        self.address.setText(shown.address)
        self.minutes.setValue(shown.minutes)
        self.live.setChecked(shown.live)
        self.rights.setText(shown.rights)
        self.section.setCurrentIndex(max(0, self.section.findData(shown.section)))
        self.language.setText(shown.language)
        self.remove.setEnabled(feed is not None and self._may)
        self.read_now.setEnabled(feed is not None)
        self.note.setText(self._standing(feed))

    def _standing(self, feed: Feed | None) -> str:
        if feed is None:
            return _("What comes in by it is shown on the wire; nothing goes to a desk by itself.")
        words = []
        if feed.problem:
            words.append(feed.problem)
            words.append(
                ngettext("It failed {n} time.", "It failed {n} times.", feed.failures).format(
                    n=feed.failures
                )
            )
        lists = self._window.workbench.lists
        if feed.polled_at is not None:
            words.append(_("Read last: {moment}.").format(moment=said(feed.polled_at, lists)))
        if feed.live and feed.next_at is not None:
            words.append(_("Next: {moment}.").format(moment=said(feed.next_at, lists)))
        return " ".join(words)

    def feed(self) -> Feed:
        """What the form says."""
        return replace(
            self._chosen or Feed(name="", address=""),
            name=self.name.text().strip(),
            address=self.address.text().strip(),
            minutes=self.minutes.value(),
            live=self.live.isChecked(),
            rights=self.rights.text().strip(),
            section=str(self.section.currentData() or ""),
            language=self.language.text().strip().lower(),
        )

    # What is done.

    def keep_it(self) -> None:
        """Keep the feed and the rules as the form says."""
        feed = self.feed()
        hosts = tuple(one.strip() for one in self.private.text().split(",") if one.strip())
        rules = WireRules(days=self.days.value(), private=hosts)
        blank = not feed.id and not feed.name and not feed.address

        def put(desk: Desk) -> Done[Feed | None]:
            changes = desk.wire.set_rules(rules) if rules != desk.wire.rules() else Changes()
            if blank:
                return Done(None, changes)
            done = desk.wire.put_feed(feed)
            return Done(done.value, changes | done.changes)

        def kept(done: Done[Feed | None]) -> None:
            if done.value is not None:
                self._load(done.value.id)
                if done.value.live and done.value.polled_at is None:
                    watch(self._window).read_now(done.value.id)
            self.tell(_("Kept."))

        self._window.tasks.change(put, then=kept, failed=self.tell, owner=self)

    def remove_it(self) -> None:
        """Remove the chosen one."""
        if self._chosen is not None:
            number = self._chosen.id
            self._window.tasks.change(
                lambda desk: desk.wire.remove_feed(number),
                then=lambda _changes: self._load(), failed=self.tell, owner=self,
            )  # fmt: skip

    def _read(self) -> None:
        if self._chosen is not None:
            self.tell(_("Reading…"))
            watch(self._window).read_now(self._chosen.id)


def _listed(feed: Feed) -> str:
    """Its line in the list, from which those stand out that nothing comes by."""
    if not feed.live:
        return _("{feed} · paused").format(feed=feed.name)
    return _("{feed} · could not be read").format(feed=feed.name) if feed.problem else feed.name
