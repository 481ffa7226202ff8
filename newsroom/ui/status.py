"""The status bar: whether the text is safe, who works here, and in which newsroom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QMenu, QStatusBar, QToolButton, QWidget

from newsroom.i18n import N_, _
from newsroom.ui.story import OpenStory, State

if TYPE_CHECKING:
    from newsroom.ui.workbench import Workbench

WORDS = {
    State.SAVED: N_("Saved"),
    State.UNSAVED: N_("Unsaved changes"),
    State.KEPT: N_("Unsaved changes, kept safe"),
    State.SAVING: N_("Saving…"),
    State.WAITING: N_("Saved on this computer; it goes to the server when that is back"),
    State.CONFLICT: N_("Somebody else saved too; your text is kept"),
}


ROOM = 12  # px above and below the words: a chip and the hairline fit in


class StatusBar(QStatusBar):
    """The state of saving on the left, the newsroom on the right.

    The length of the story stands below its page, where it is looked for. The bar is as high as
    its chips from the start: Qt lets it grow with each that comes, even while it is hidden, and
    every pane of the window is laid out and painted again then.
    """

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._workbench = workbench
        self._story: OpenStory | None = None
        self.state = self._label("saveState", _("State of saving"))
        self.place = self._label("place", _("Newsroom"))
        self.who = self._make_who()
        self.addWidget(self.state, 1)
        self.addPermanentWidget(self.who)
        self.addPermanentWidget(self.place)
        self.place.setText(_("Opening…"))
        workbench.current_changed.connect(self._story_changed)
        workbench.me_changed.connect(self._show_place)
        workbench.lists_changed.connect(self._show_place)
        self._stand()

    def changeEvent(self, event: QEvent) -> None:
        """Larger words make it higher."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._stand()

    def _stand(self) -> None:
        self.setFixedHeight(self.fontMetrics().height() + ROOM)

    def _label(self, name: str, accessible: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setAccessibleName(accessible)
        return label

    def _make_who(self) -> QToolButton:
        """Who works here; two people at one computer change places by it."""
        who = QToolButton(self)
        who.setObjectName("who")
        who.setProperty("role", "chip")
        who.setToolTip(_("Who works here; somebody else can take over at this computer"))
        who.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        who.clicked.connect(lambda: self.people().popup(who.mapToGlobal(who.rect().topLeft())))
        who.hide()
        return who

    def people(self) -> QMenu:
        """Everybody of the directory who can sit here, who does now ticked."""
        menu, bench = QMenu(self), self._workbench
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for person in bench.lists.staff:
            if person.collective or not person.active:
                continue
            action = menu.addAction(person.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(bench.me is not None and bench.me.id == person.id)
            action.triggered.connect(lambda _on, number=person.id: bench.sit(number))
        return menu

    def _show_place(self) -> None:
        bench = self._workbench
        self.place.setText(bench.name)
        name = bench.me.name if bench.me else _("Who are you?")
        self.who.setText(name)
        self.who.setAccessibleName(_("Who works here: {name}").format(name=name))
        self.who.setVisible(bench.me is not None or bool(bench.lists.staff))

    def _story_changed(self, story: OpenStory | None) -> None:
        if self._story is not None:
            self._story.state_changed.disconnect(self._show_state)
        self._story = story
        if story is not None:
            story.state_changed.connect(self._show_state)
        self._show_state()

    def _show_state(self) -> None:
        story = self._story
        if story is None:
            text, role = "", ""
        elif story.state is State.FAULT:
            text, role = story.fault, "problem"
        elif story.state is State.CONFLICT:
            text, role = _(WORDS[story.state]), "problem"
        elif story.state is State.SAVED and not story.id:
            text, role = _("New story"), ""
        else:
            text, role = _(WORDS[story.state]), ""
        self.state.setText(text)
        if self.state.property("role") != role:
            self.state.setProperty("role", role)
            self.state.style().unpolish(self.state)
            self.state.style().polish(self.state)
