"""A form drawn from the faces of fields: label, control, counter, hint, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _
from newsroom.news.errors import BadInput, NewsroomError, SlugTaken
from newsroom.news.fields import Kind, Spec
from newsroom.ui.formrows import SPACE, Row, Section
from newsroom.ui.lists import Lists
from newsroom.ui.widgets.bylines import BylinesField
from newsroom.ui.widgets.field import (
    ChoiceField,
    Field,
    Fittings,
    FlagField,
    LanguageField,
    LineField,
    Maker,
    NumberField,
    TextField,
)
from newsroom.ui.widgets.media import Media
from newsroom.ui.widgets.picture import MediaField, PictureField
from newsroom.ui.widgets.tags import TagsField

if TYPE_CHECKING:
    from newsroom.ui.workbench import Workbench

LABEL_HEIGHT = 28  # px, of a field's name above it, with some air
ROW_HEIGHT = 52 + SPACE  # px, about what a field takes
_ABOUT: Mapping[Kind, int] = MappingProxyType(
    {Kind.TEXT: 96 + SPACE, Kind.PICTURE: 180 + SPACE, Kind.BYLINES: 90, Kind.FLAG: 22 + SPACE}
)
"""What fields of other heights take, while they wait to be made."""


def _moment(spec: Spec, fittings: Fittings, parent: QWidget | None = None) -> Field:
    """Its calendar is loaded with the first one, which stands below what most windows show."""
    from newsroom.ui.widgets.moment import MomentField

    return MomentField(spec, fittings, parent)


MAKERS: Mapping[Kind, Maker] = MappingProxyType(
    {
        Kind.LINE: LineField,
        Kind.SLUG: LineField,
        Kind.EMAIL: LineField,
        Kind.PHONE: LineField,
        Kind.TEXT: TextField,
        Kind.CHOICE: ChoiceField,
        Kind.PERSON: ChoiceField,
        Kind.TAGS: TagsField,
        Kind.BYLINES: BylinesField,
        Kind.PICTURE: PictureField,
        Kind.MEDIA: MediaField,
        Kind.MOMENT: _moment,
        Kind.FLAG: FlagField,
        Kind.LANGUAGE: LanguageField,
    }
)
"""What draws which kind. NUMBER is apart, as it must know whether it may be empty."""


def fittings_of(workbench: Workbench) -> Fittings:
    """What a form of this window is made with."""
    return Fittings(
        theme=workbench.theme,
        icons=workbench.icons,
        lists=workbench.lists,
        clock=workbench.clock,
        media=Media(workbench.tasks, workbench),
    )


class Form(QWidget):
    """The fields that have a page, grouped by it in sections that fold.

    ``changed`` carries what a person changed, name and value; values given by ``set_value`` come
    back through nothing. ``followed`` carries the staff id of a name that was clicked, and
    ``described`` the hash of a picture of which all that is known is asked for. ``blank``
    is a value of the dataclass with nothing filled in: a field whose value there is None may be
    left unset.

    With ``later`` only the first section's fields are made at once, and those of another when it
    comes into sight or somebody asks for one: a field takes more memory and time than a value.
    Where a screen reader listens, everything is made at once.
    """

    changed = Signal(str, object)
    followed = Signal(int)
    described = Signal(str)
    folded = Signal(str, bool)  # a section was folded away or back by a click

    def __init__(
        self,
        specs: Mapping[str, Spec],
        fittings: Fittings,
        *,
        blank: object,
        foldable: bool = True,
        later: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "form")
        self._fittings = fittings
        self._blank = blank
        self._later = later and not QAccessible.isActive()
        self._specs: dict[str, Spec] = {}
        self._values: dict[str, Any] = {}  # of fields that are not made yet
        self._rows: dict[str, Row] = {}
        self._sections: dict[str, Section] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(16)
        for name, spec in specs.items():
            if spec.page and spec.kind not in (Kind.HIDDEN, Kind.MARKDOWN):
                self._specs[name] = spec
                self._section(spec.page, foldable=foldable).waits(
                    partial(self._add, name), about=_ABOUT.get(spec.kind, ROW_HEIGHT)
                )
        self._layout.addStretch(1)
        for number, section in enumerate(self._sections.values()):
            if number == 0 or not self._later:
                section.make()
        self._order_tabs()

    # Values.

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that the form shows, in their order."""
        return tuple(self._specs)

    def value(self, name: str) -> Any:
        """The field's value as it stands in the form."""
        if name in self._rows:
            return self._rows[name].field.value()
        return self._values.get(name, getattr(self._blank, name))

    def values(self) -> dict[str, Any]:
        """Every field's value as it stands in the form."""
        return {name: self.value(name) for name in self._specs}

    def set_value(self, name: str, value: Any) -> None:
        """Show a value; a field that the form does not show is passed over."""
        if name in self._rows:
            self._rows[name].show_value(value)
        elif name in self._specs:
            self._values[name] = value

    def set_values(self, source: object) -> None:
        """Show every field's value of a dataclass or a mapping, and forget what was wrong."""
        for name in self._specs:
            self.set_value(
                name, source[name] if isinstance(source, Mapping) else getattr(source, name)
            )
        self.forget_problems()

    # The rest.

    def field(self, name: str) -> Field:
        """The control of a field. Raises KeyError."""
        return self._row(name).field

    def focus(self, name: str) -> None:
        """Put the keyboard into a field, unfolding its section."""
        row = self._row(name)
        self._sections[row.spec.page].fold(False)
        control = row.field.controls()[0]
        control.setFocus(Qt.FocusReason.OtherFocusReason)
        # Qt follows the keyboard with Tab alone; what was folded has its place a turn later.
        QTimer.singleShot(0, control, lambda: _bring_into_view(control))

    def set_problem(self, name: str, sentence: str) -> None:
        """Say under a field what is wrong with it; "" when it is right again."""
        self._row(name).set_problem(sentence)

    def blame(self, error: NewsroomError) -> bool:
        """Say what the desk refused under the fields that it is about; False if it names none."""
        from newsroom.desk.fields import checked

        found = False
        for name, spec in self._specs.items():
            sentence = str(error) if isinstance(error, SlugTaken) and name == "slug" else ""
            try:
                checked({name: self.value(name)}, {name: spec})
            except BadInput as why:
                sentence = str(why)
            if sentence:
                self.set_problem(name, sentence)
                found = True
        return found

    def forget_problems(self) -> None:
        """Everything was taken as it is."""
        for row in self._rows.values():
            row.set_problem("")

    def finish(self) -> None:
        """Take over what is typed and waits for Enter."""
        for row in self._rows.values():
            row.field.finish()

    def problem(self, name: str) -> str:
        """What is said under a field."""
        return self._rows[name].problem if name in self._rows else ""

    def set_placeholder(self, name: str, text: str) -> None:
        """What stands in a field while it is empty."""
        self._row(name).field.set_placeholder(text)

    def set_lists(self, lists: Lists) -> None:
        """The newsroom's lists changed: offer what they hold now."""
        self._fittings.lists = lists
        for row in self._rows.values():
            row.field.refresh()

    def fold(self, page: str, on: bool) -> None:
        """Fold the section of a page away or back; ``page`` is the msgid of its name."""
        if page in self._sections:
            self._sections[page].fold(on)

    def is_folded(self, page: str) -> bool:
        """Whether the section of a page is folded away."""
        return self._sections[page].folded

    def add_section(self, page: str, make: Callable[[QWidget], QWidget], *, about: int) -> None:
        """A section of one's own after the others: ``make`` gives what stands in it, for the parent
        that it gets; about so many pixels high."""
        section = self._section(page, foldable=True)
        section.waits(lambda: section.add(make(section.body)), about=about)
        if not self._later:
            section.make()
            self._order_tabs()

    def make_down_to(self, height: int) -> None:
        """Have what stands in the first ``height`` pixels, before they are painted: made when a
        paint finds them missing, the whole form is laid out and painted again for each section."""
        top = 0
        for section in self._sections.values():
            if top >= height:
                return
            if not section.folded:
                section.make()
            top += section.sizeHint().height() + self._layout.spacing()

    def make(self, page: str) -> None:
        """Have what stands in the section of a page, though nobody has seen it yet."""
        self._sections[page].make()

    def _row(self, name: str) -> Row:
        if name not in self._rows:
            self._sections[self._specs[name].page].make()
        return self._rows[name]

    def _add(self, name: str) -> None:
        # Each widget is made inside its last parent: one that moves house has its whole family
        # dressed anew by the sheet, which was two thirds of the time that a form took.
        spec = self._specs[name]
        optional = getattr(self._blank, name) is None
        section = self._sections[spec.page]
        row = Row(spec, section.body)
        if spec.kind is Kind.NUMBER:
            field: Field = NumberField(spec, self._fittings, row, optional=optional)
        else:
            field = MAKERS[spec.kind](spec, self._fittings, row)
        row.hold(field)
        field.setObjectName(name)
        field.edited.connect(partial(self._edited, name))
        field.followed.connect(self.followed)
        field.described.connect(self.described)
        self._rows[name] = row
        section.add(row)
        section.rows.append(row)
        if name in self._values:
            row.show_value(self._values.pop(name))

    def _section(self, page: str, *, foldable: bool) -> Section:
        if page not in self._sections:
            section = Section(_(page), self._fittings, self, foldable=foldable)
            section.turned.connect(partial(self.folded.emit, page))
            section.made.connect(self._order_tabs)
            self._sections[page] = section
            at = self._layout.count()
            last = self._layout.itemAt(at - 1)
            # The stretch of a finished form stays at its end.
            self._layout.insertWidget(at - 1 if last and last.spacerItem() else at, section)
        return self._sections[page]

    def _edited(self, name: str, value: object) -> None:
        row = self._rows[name]
        row.count()
        row.set_problem(row.too_long())
        self.changed.emit(name, value)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes on from the last field to a section without fields.

        WORKAROUND: between the two stand the widgets that the fields are in, and Qt 6.11 takes the
        first of them, whose focus proxy is the first field: nobody came out of the form by Tab.
        """
        last: QWidget | None = None
        for section in self._sections.values() if next else ():
            head = section.head
            if head is not None:
                bare = section.folded or not section.rows
                if bare and last is not None and last.hasFocus() and head.isVisible():
                    head.setFocus(Qt.FocusReason.TabFocusReason)
                    return True
                last = head
            for row in section.rows:
                for control in row.field.controls():
                    last = control if control.isVisible() and control.isEnabled() else last
        return super().focusNextPrevChild(next)

    def _order_tabs(self) -> None:
        before: QWidget | None = None
        for section in self._sections.values():
            controls: Iterable[QWidget] = (
                control for row in section.rows for control in row.field.controls()
            )
            for control in (section.head, *controls) if section.head else controls:
                if before is not None:
                    QWidget.setTabOrder(before, control)
                before = control


def _bring_into_view(control: QWidget) -> None:
    """Scroll what holds the control so that it is seen, with its label."""
    above: QWidget | None = control.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        above.ensureWidgetVisible(control, 0, LABEL_HEIGHT)
