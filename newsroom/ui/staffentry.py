"""A person's entry in the staff directory: portrait, what is on hand, fields, stories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _
from newsroom.news.article import Page
from newsroom.news.changes import Changes, Done
from newsroom.news.crop import crop
from newsroom.news.errors import NewsroomError
from newsroom.news.media import PictureFacts
from newsroom.news.plain import plain
from newsroom.news.staff import PERSON_FIELDS, Person, Role, Workload
from newsroom.ui.delegates.staff_row import paint_portrait
from newsroom.ui.forms import Form, fittings_of
from newsroom.ui.messages import Answer
from newsroom.ui.models.staff import on_hand
from newsroom.ui.tokens import SPACE
from newsroom.ui.widgets.cut import CutButton
from newsroom.ui.widgets.media import Media
from newsroom.ui.widgets.rights import RightsBox
from newsroom.ui.workbench import Workbench

BIG = 72  # px: the portrait of the entry that is open
STORIES = 12  # of a person, the last changed first
_WHOLE = 2  # times the circle: what a portrait is that is twice as high as wide, and cut


class Portraits:
    """Portraits by content hash; asked for once, there a moment later."""

    def __init__(self, workbench: Workbench, owner: QWidget) -> None:
        self._media = Media(workbench.tasks, owner)
        self._owner = owner
        self._known: dict[str, QPixmap | None] = {}

    def on_changed(self, changes: Changes) -> None:
        """Portraits may be shown otherwise now."""
        if changes.media and changes.staff:
            self._media.on_changed(changes)
            self._known.clear()
            for child in (self._owner, *self._owner.findChildren(QWidget)):
                child.update()

    def __call__(self, sha256: str) -> QPixmap | None:
        """The portrait; None while it is on its way or where there is none."""
        if sha256 and sha256 not in self._known:
            self._known[sha256] = None
            side = round(_WHOLE * BIG * self._owner.devicePixelRatioF())
            self._media.show(
                sha256, QSize(side, side), then=partial(self._came, sha256), owner=self._owner
            )
        return self._known.get(sha256)

    def _came(self, sha256: str, image: QImage) -> None:
        if not image.isNull():
            self._media.known(sha256, then=partial(self._cut, image), owner=self._owner)

    def _cut(self, image: QImage, facts: PictureFacts) -> None:
        """A circle shows what is around the point, as on pages."""
        part = crop(image.width(), image.height(), 1.0, facts.focus_x, facts.focus_y)
        self._known[facts.sha256] = QPixmap.fromImage(image.copy(QRect(*part)))
        for child in (self._owner, *self._owner.findChildren(QWidget)):
            child.update()


def read_entries(kept: Mapping[str, Any]) -> dict[int, dict[str, object]]:
    """What was changed in entries, as the session kept it; what is no field of an entry goes."""
    found: dict[int, dict[str, object]] = {}
    blank = Person()
    for number, fields in kept.items():
        changed: dict[str, object] = {}
        for name, value in fields.items() if isinstance(fields, dict) else ():
            usual = getattr(blank, name, None)
            if name not in PERSON_FIELDS:
                continue
            if isinstance(usual, Role):
                changed |= {name: Role(value)} if value in set(Role) else {}
            elif isinstance(usual, tuple):
                changed |= {name: tuple(map(str, value))} if isinstance(value, list) else {}
            elif isinstance(value, type(usual)):
                changed[name] = value
        if number.isdecimal() and changed:
            found[int(number)] = changed
    return found


def _saves(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Save)


class Entry(QScrollArea):
    """One person: portrait, what is on hand, the fields, and the stories with their byline."""

    left = Signal()  # the person does not work here any more
    put_aside = Signal(object)  # Person whose changes are not saved, as another entry was opened

    def __init__(self, workbench: Workbench, portraits: Portraits, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = workbench
        self._person = Person()
        # Each part is made inside its last parent: the sheet dresses whatever moves house anew.
        page = self._page = QWidget(self.viewport())
        page.setProperty("role", "form")
        # What was changed in entries that are not open and not saved, by id (0: a new one).
        self._aside: dict[int, dict[str, object]] = read_entries(workbench.entries)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab scrolls it along with the fields
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.back = QToolButton(page)
        self.back.setIcon(workbench.icons.icon("previous"))
        self.back.setToolTip(_("Back to the directory"))
        self.back.setAccessibleName(_("Back to the directory"))
        self.face = _Face(workbench, portraits, page)
        self.name = QLabel(page)
        self.name.setProperty("role", "title")
        self.name.setWordWrap(True)
        self.load = QLabel(page)
        self.load.setProperty("role", "caption")
        self.load.setWordWrap(True)
        self.form = Form(
            PERSON_FIELDS, fittings_of(workbench), blank=Person(), later=True, parent=page
        )
        self.form.set_values(self._person)  # so that nothing counts as changed in it
        # Below what is scrolled: the entry is long, and its end would hide that it can be saved.
        self.foot = QWidget(self)
        self.save = QPushButton(_("Save"), self.foot)
        self.save.setProperty("role", "primary")
        save_keys = QKeySequence(QKeySequence.StandardKey.Save)
        keys = save_keys.toString(QKeySequence.SequenceFormat.NativeText)
        self.save.setToolTip(_("Saves this entry ({keys})").format(keys=keys))
        self.revert = QPushButton(_("Undo changes"), self.foot)
        self.revert.setProperty("role", "quiet")
        self.leave = QPushButton(_("Left the newsroom"), page)
        self.leave.setProperty("role", "danger")
        self.leave.setToolTip(_("Keeps the bylines; nothing new is offered to them"))
        self.rights = RightsBox(workbench, page)
        self.stories_title = QLabel(_("Stories"), page)
        self.stories_title.setProperty("role", "title")
        self.stories = QWidget(page)
        self._story_column = QVBoxLayout(self.stories)
        self._story_column.setContentsMargins(0, 0, 0, 0)
        self._story_column.setSpacing(0)
        self._place()
        self.save.clicked.connect(self._save)
        self.revert.clicked.connect(self._revert)
        self.leave.clicked.connect(self._leave)
        self.form.changed.connect(self._edited)
        workbench.lists_changed.connect(self._lists_changed)

    def _place(self) -> None:
        page = self._page
        words = QVBoxLayout()
        words.addWidget(self.name)
        words.addWidget(self.load)
        words.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(SPACE[2])
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.face)
        head.addLayout(words, 1)
        buttons = QHBoxLayout(self.foot)
        buttons.setContentsMargins(SPACE[2], SPACE[1], SPACE[3], SPACE[2])
        buttons.addWidget(self.save)
        buttons.addWidget(self.revert)
        buttons.addStretch(1)
        column = QVBoxLayout(page)
        column.setContentsMargins(SPACE[2], SPACE[1], SPACE[3], SPACE[3])
        column.setSpacing(SPACE[2])
        column.addLayout(head)
        column.addWidget(self.form)
        column.addWidget(self.rights)
        column.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self.stories_title)
        column.addWidget(self.stories)
        column.addStretch(1)
        self.setWidget(page)

    @property
    def person(self) -> Person:
        """Whose entry this is, as last read."""
        return self._person

    def show_person(self, person: Person, loads: Mapping[int, Workload]) -> None:
        """Show an entry, with what was changed in it and not saved; one without an id is new."""
        changed = self._put_aside(person)
        self._person = person
        self.face.show_person(person)
        self.name.setText(person.name or _("A new entry"))
        self.form.set_values(replace(person, **changed))  # type: ignore[arg-type]
        self.leave.setVisible(bool(person.id) and person.active)
        self.stories_title.setVisible(bool(person.id))
        self.stories.setVisible(bool(person.id))
        self.rights.show_person(person)
        self._buttons(changed=bool(changed))
        if loads or not person.id:
            self.show_load(loads)
        self._show_stories(())
        if person.id:
            number = person.id
            self._bench.tasks.run(
                lambda desk: desk.staff.stories(number, STORIES),
                then=self._stories_read,
                owner=self,
                key="stories",
            )

    def _put_aside(self, coming: Person) -> dict[str, object]:
        """Keep what was changed in the entry that another one takes the place of.

        Gives what is kept of the one that comes.
        """
        before, changed = self._person, self._changes()
        if coming.id == before.id:
            return changed
        if changed:
            self._aside[before.id] = changed
            self.put_aside.emit(before)
        return self._aside.pop(coming.id, {})

    def show_load(self, loads: Mapping[int, Workload]) -> None:
        """Say what the person has on hand."""
        known = bool(self._person.id)
        self.load.setText(on_hand(loads.get(self._person.id, Workload())) if known else "")

    def _stories_read(self, page: Page) -> None:
        self._show_stories(tuple((row.id, row.headline or row.slug) for row in page.rows))

    def _show_stories(self, stories: tuple[tuple[int, str], ...]) -> None:
        while (item := self._story_column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for number, headline in stories:
            button = CutButton(headline, self.stories)
            button.setProperty("role", "link")
            button.clicked.connect(partial(self._bench.open, number))
            self._story_column.addWidget(button)
        if not stories:
            none = QLabel(_("None with this byline"))
            none.setProperty("role", "caption")
            self._story_column.addWidget(none)

    # Changing it.

    def _changes(self) -> dict[str, object]:
        values = self.form.values()
        return {
            name: value for name, value in values.items() if value != getattr(self._person, name)
        }

    def _keep(self) -> None:
        """The session keeps what is not saved."""
        kept = dict(self._aside)
        if changed := self._changes():
            kept[self._person.id] = changed
        self._bench.entries = {str(number): plain(fields) for number, fields in kept.items()}

    def _edited(self, _name: str, _value: object) -> None:
        self._buttons(changed=bool(self._changes()))
        self._keep()

    def _buttons(self, *, changed: bool) -> None:
        self.save.setEnabled(changed)
        self.foot.setVisible(changed)
        self._lay_foot()
        self.rights.hold(changed)

    def _lay_foot(self) -> None:
        high = 0 if self.foot.isHidden() else self.foot.sizeHint().height()
        self.setViewportMargins(0, 0, 0, high)
        self.foot.setGeometry(0, self.height() - high, self.width(), high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons stay at the bottom."""
        super().resizeEvent(event)
        self._lay_foot()

    def event(self, event: QEvent) -> bool:
        """The key that saves is for the entry while the keyboard is in it."""
        if event.type() == QEvent.Type.ShortcutOverride and _saves(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save by key."""
        if _saves(event):
            self._save()
        else:
            super().keyPressEvent(event)

    def _save(self) -> None:
        changed, person = self._changes(), self._person
        if not changed:
            return
        self.save.setEnabled(False)  # a second click would be a second save
        if person.id:
            self._bench.tasks.change(
                lambda desk: desk.staff.save(person.id, person.version, changed),
                then=self._saved,
                failed=self._failed,
                owner=self,
            )
        else:
            made = Person(**self.form.values())
            self._bench.tasks.change(
                lambda desk: desk.staff.add(made), then=self._saved, failed=self._failed, owner=self
            )

    def _saved(self, done: Done[Person]) -> None:
        if self._person.id not in (0, done.value.id):
            return  # another entry was opened meanwhile
        self._forget()
        self.show_person(done.value, {})
        person, bench = done.value, self._bench
        answers: tuple[Answer, ...] = ()
        if bench.me is None and not person.collective:
            # Who signs comments and saves is asked where it is easiest to answer.
            answers = (Answer(_("That is me"), lambda: bench.sit(person.id)),)
        words = _("Saved {name}").format(name=person.name)
        bench.messages.say(words, *answers, key="staff", stays=bool(answers))

    def _failed(self, error: NewsroomError) -> None:
        self._buttons(changed=True)
        if not self.form.blame(error):
            self.form.set_problem("name", str(error))

    def _forget(self) -> None:
        """What stands in the form is saved, or not wanted any more."""
        self._aside.pop(self._person.id, None)
        self.form.set_values(self._person)
        self._keep()

    def _revert(self) -> None:
        self._forget()
        self.show_person(self._bench.lists.person(self._person.id or None) or self._person, {})

    def _leave(self) -> None:
        number = self._person.id
        self._bench.tasks.change(
            lambda desk: desk.staff.leave(number),
            then=lambda _changes: self.left.emit(),
            owner=self,
        )

    def _lists_changed(self) -> None:
        self.form.set_lists(self._bench.lists)
        known = self._bench.lists.person(self._person.id or None)
        if known is not None and known != self._person and not self._changes():
            self.show_person(known, {})


class _Face(QWidget):
    """The portrait of the entry that is open."""

    def __init__(self, workbench: Workbench, portraits: Portraits, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = workbench
        self._portraits = portraits
        self._person = Person()
        self.setFixedSize(BIG, BIG)

    def show_person(self, person: Person) -> None:
        """Show another face."""
        self._person = person
        self.setAccessibleName(_("Portrait of {name}").format(name=person.name))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A circle with the portrait or the initials."""
        painter = QPainter(self)
        person = self._person
        portrait = self._portraits(person.portrait)
        paint_portrait(painter, QRectF(self.rect()), person, portrait, self._bench.theme)
        painter.end()
