"""The inspector: everything about the story in front that is not on its page, as a form."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import N_, _, figure
from newsroom.news.age import age
from newsroom.news.article import ARTICLE_FIELDS, Article
from newsroom.news.changes import Changes
from newsroom.news.errors import BadInput, NewsroomError
from newsroom.news.workflow import PUBSTATE_LABELS
from newsroom.text.slug import slugify
from newsroom.ui.forms import Form, fittings_of
from newsroom.ui.hours import clock_time, day
from newsroom.ui.nextturn import NextTurn
from newsroom.ui.widgets.ground import give_ground
from newsroom.ui.widgets.kin import KinLines
from newsroom.ui.widgets.picture import PictureField
from newsroom.ui.zones import zone_of

if TYPE_CHECKING:
    from newsroom.ui.story import OpenStory
    from newsroom.ui.window import Window
    from newsroom.ui.workbench import Workbench

FACTS = N_("Facts")
FACTS_HEIGHT = 150  # px, about


def make(workbench: Workbench, parent: QWidget | None = None) -> QWidget:
    """The dock's widget."""
    return Inspector(workbench, parent)


class Inspector(QWidget):
    """Shows and changes the open story's fields; the story itself keeps them."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAccessibleName(_("Inspector"))
        self._bench = workbench
        self._story: OpenStory | None = None
        self._proposed = False  # whether something is suggested for the picture that is shown
        scroll = QScrollArea(self)
        inner = QWidget(give_ground(scroll))
        inner.setProperty("role", "form")
        self.form = Form(
            ARTICLE_FIELDS, fittings_of(workbench), blank=Article(), later=True, parent=inner
        )
        self.form.changed.connect(self._changed)
        self.form.followed.connect(lambda number: workbench.wanted.emit("staff", number))
        self.form.described.connect(self._describe)
        self._facts: _Facts | None = None
        self._soon = NextTurn(self, self._tell, turns=3)
        self.form.add_section(FACTS, self._make_facts, about=FACTS_HEIGHT)
        margins = QVBoxLayout(inner)
        margins.setContentsMargins(16, 12, 16, 24)
        self.held = QLabel(inner)
        self.held.setProperty("role", "caption")
        self.held.setWordWrap(True)
        self.held.hide()
        margins.addWidget(self.held)
        self.kin = KinLines(workbench, inner)
        margins.addWidget(self.kin)
        margins.addWidget(self.form)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        self.empty = QLabel(_("Open a story to see and change what belongs to it."), self)
        self.empty.setProperty("role", "caption")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMargin(24)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(scroll)
        workbench.lists_changed.connect(self._lists_changed)
        workbench.held.connect(lambda _story: self._hold())
        self.setFocusProxy(self.form.field("slug").controls()[0])
        self.set_story(workbench.current)

    def set_story(self, story: OpenStory | None) -> None:
        """Show another story, or that there is none."""
        if story is not None and story is self._story:
            return  # its fields come by its own signals
        self.finish()
        if self._story is not None:
            self._story.field_changed.disconnect(self._field_changed)
            self._story.state_changed.disconnect(self._state_changed)
            self._story.saved.disconnect(self._saved)
            self._story.faulted.disconnect(self._refused)
            self._story.picture_suggested.disconnect(self._show_proposed)
        self._story = story
        self.kin.set_story(story.id if story is not None else 0)
        self._stack.setCurrentIndex(0 if story is None else 1)
        if story is None:
            return
        story.field_changed.connect(self._field_changed)
        story.state_changed.connect(self._state_changed)
        story.saved.connect(self._saved)
        story.faulted.connect(self._refused)
        story.picture_suggested.connect(self._show_proposed)
        place = self if self.isVisible() else self.parentWidget()
        self.form.make_down_to(place.height() if place is not None else 0)
        self.form.set_values({name: story.get(name) for name in self.form.names})
        self._show_proposed()
        self._hold()
        self._suggest_slug()
        self._tell()

    def finish(self) -> None:
        """What was typed last belongs to the story that it was typed for."""
        if self._story is not None and self._story in self._bench.stories:
            self.form.finish()

    def _show_proposed(self) -> None:
        """What is suggested for the words of the picture stands below them."""
        told = self._story.picture_told if self._story is not None else {}
        if told or self._proposed:
            field = self.form.field("picture")
            assert isinstance(field, PictureField)
            field.show_proposed(told)
        self._proposed = bool(told)

    def _describe(self, sha256: str) -> None:
        """Open all that is known of a picture: crop, turn, credit and rights."""
        from newsroom.ui.dialogs.picture import PictureSheet

        window = cast("Window", self.window())
        window.open_dialog(PictureSheet(self._bench, sha256))

    def on_changed(self, changes: Changes) -> None:
        """The desk did something: the facts may be others; the fields come through the story."""
        if changes.listing:
            self.kin.look_again()  # an update may have been begun
        if self._story is not None and self._story.id in changes.articles:
            self._tell()

    @property
    def facts(self) -> _Facts:
        """What the desk knows about the story."""
        self.form.make(FACTS)
        assert self._facts is not None
        return self._facts

    def _make_facts(self, parent: QWidget) -> QWidget:
        self._facts = _Facts(self._bench, parent)
        self._tell()
        return self._facts

    def _tell(self) -> None:
        if self._facts is not None and self._story is not None:
            self._facts.tell(self._story)

    def _hold(self) -> None:
        """Who may only read the story finds the form greyed, and why."""
        why = self._bench.why_held(self._story) if self._story is not None else ""
        self.form.setEnabled(not why)
        self.held.setText(why)
        self.held.setVisible(bool(why))

    def _changed(self, name: str, value: object) -> None:
        if self._story is not None:
            self._story.set(name, value)

    def _field_changed(self, name: str) -> None:
        assert self._story is not None
        self.form.set_value(name, self._story.get(name))
        if name == "headline":
            self._suggest_slug()

    def _state_changed(self) -> None:
        self._soon.ask()  # it changes twice in a save, which has enough to do

    def _saved(self, _article: Article) -> None:
        self.form.forget_problems()

    def _refused(self, error: NewsroomError) -> None:
        if isinstance(error, BadInput):
            self.form.blame(error)  # what concerns no field of the form is told in the bar alone

    def _lists_changed(self) -> None:
        self.form.set_lists(self._bench.lists)
        if self._story is not None:
            self._tell()

    def _suggest_slug(self) -> None:
        """What the slug becomes if nobody types one: suggested, never forced."""
        assert self._story is not None
        self.form.set_placeholder("slug", slugify(str(self._story.get("headline"))))


class _Facts(QWidget):
    """What the desk knows about the story and nobody types."""

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = workbench
        self._layout = QFormLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(12)
        self._layout.setVerticalSpacing(6)
        self._layout.setLabelAlignment(Qt.AlignmentFlag.AlignLeading)
        self._told: dict[str, QLabel] = {}
        self._said: dict[str, str] = {}
        for name, label in (
            ("pubstate", ARTICLE_FIELDS["pubstate"].label),
            ("published_at", ARTICLE_FIELDS["published_at"].label),
            ("created_at", ARTICLE_FIELDS["created_at"].label),
            ("updated_at", ARTICLE_FIELDS["updated_at"].label),
            ("version", N_("Version")),
            ("words", ARTICLE_FIELDS["words"].label),
        ):
            title, told = QLabel(_(label), self), QLabel(self)
            title.setProperty("role", "label")
            told.setProperty("role", "fact")
            told.setWordWrap(True)
            told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            told.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            told.setAccessibleName(_(label))
            self._layout.addRow(title, told)
            self._told[name] = told

    def text(self, name: str) -> str:
        """What is told of a fact."""
        return self._told[name].text()

    def tell(self, story: OpenStory) -> None:
        """Tell the facts of a story as it was last read."""
        article = story.article
        now = self._bench.clock()
        by = self._bench.lists.person(article.updated_by)
        facts = {
            "pubstate": _(PUBSTATE_LABELS[article.pubstate]),
            "published_at": self._moment(article.published_at),
            "created_at": self._moment(article.created_at),
            "updated_at": self._moment(article.updated_at),
            "version": str(article.version) if article.version else "",
            "words": figure(article.words) if article.version else "",
        }
        if article.updated_at is not None:
            words = age(article.updated_at, now)
            facts["updated_at"] += "\n" + (f"{words}, {by.name}" if by else words)
        if facts == self._said:
            return  # to say them again lays the panel out, at every note in the journal
        self._said = facts
        for name, text in facts.items():
            label = self._told[name]
            label.setText(text)
            title = cast(QLabel, self._layout.labelForField(label))
            title.setVisible(bool(text))
            label.setVisible(bool(text))

    def _moment(self, moment: datetime | None) -> str:
        if moment is None:
            return ""
        zone = zone_of(self._bench.lists.site.timezone)
        return f"{day(moment, zone)}, {clock_time(moment, zone)}"
