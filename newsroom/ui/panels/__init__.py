"""The docks: one module each, one entry in ``PANELS`` each."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Literal, Protocol

from newsroom.i18n import N_
from newsroom.values import dataclass

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from newsroom.news.changes import Changes
    from newsroom.ui.story import OpenStory
    from newsroom.ui.workbench import Workbench

Area = Literal["left", "right", "bottom"]


class PanelWidget(Protocol):
    """What a dock's widget (a QWidget) answers to."""

    def on_changed(self, changes: Changes) -> None:
        """Something happened; look again if it concerns you."""

    def set_story(self, story: OpenStory | None) -> None:
        """Another story came to the front, or none; told a turn later. One that holds what was
        typed for the story before has a ``finish()``, too, that is called at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A dock: its name, its side, its icon, its keys and where its widget is made.

    ``module`` holds ``make(workbench, parent) -> QWidget`` (the widget is a ``PanelWidget``); it is
    imported when the dock is first shown, so that the window does not pay for what nobody asked.
    """

    id: str
    title: str
    area: Area
    icon: str
    module: str
    keys: tuple[str, ...] = ()
    shown: bool = False  # at the very first start

    def make(self, workbench: Workbench, parent: QWidget) -> QWidget:
        """The dock's widget, inside ``parent``."""
        maker: Callable[[Workbench, QWidget], QWidget] = import_module(self.module).make
        return maker(workbench, parent)


PANELS: tuple[Panel, ...] = (
    Panel(
        id="inspector",
        title=N_("Inspector"),
        area="right",
        icon="inspector",
        module="newsroom.ui.panels.inspector",
        keys=("Ctrl+Shift+I",),
        shown=True,
    ),
    Panel(
        id="outline",
        title=N_("Outline"),
        area="right",
        icon="outline",
        module="newsroom.ui.panels.outline",
        keys=("Ctrl+Shift+O",),
    ),
    Panel(
        id="suggestions",
        title=N_("Suggestions"),
        area="right",
        icon="suggest",
        module="newsroom.ui.panels.suggestions",
        keys=("Ctrl+Shift+G",),
    ),
    Panel(
        id="versions",
        title=N_("Versions"),
        area="right",
        icon="versions",
        module="newsroom.ui.panels.versions",
        keys=("Ctrl+Shift+H",),
    ),
    Panel(
        id="recent",
        title=N_("Recent posts"),
        area="right",
        icon="recent",
        module="newsroom.ui.panels.recent",
        keys=("Ctrl+Shift+R",),
    ),
    Panel(
        id="preview",
        title=N_("Page preview"),
        area="right",
        icon="preview",
        module="newsroom.ui.panels.preview",
        keys=("F5",),
    ),
    Panel(
        id="comments",
        title=N_("Comments"),
        area="right",
        icon="comment",
        module="newsroom.ui.panels.comments",
        keys=("Ctrl+Shift+M",),
    ),
    Panel(
        id="checklist",
        title=N_("Checklist"),
        area="right",
        icon="checklist",
        module="newsroom.ui.panels.checklist",
        keys=("Ctrl+Shift+K",),
    ),
    Panel(
        id="findings",
        title=N_("Findings"),
        area="right",
        icon="check",
        module="newsroom.ui.panels.findings",
        keys=("Ctrl+Shift+F7",),
    ),
    Panel(
        id="inbox",
        title=N_("Inbox"),
        area="right",
        icon="inbox",
        module="newsroom.ui.panels.inbox",
        keys=("Ctrl+Shift+J",),
    ),
    Panel(
        id="wire",
        title=N_("Wire"),
        area="right",
        icon="wire",
        module="newsroom.ui.panels.wire",
        keys=("Ctrl+Alt+I",),
    ),
    Panel(
        id="ready",
        title=N_("Ready to publish"),
        area="right",
        icon="publish",
        module="newsroom.ui.panels.ready",
        keys=("Ctrl+Alt+R",),
    ),
    Panel(
        id="queue",
        title=N_("Outbox"),
        area="right",
        icon="send-out",
        module="newsroom.ui.panels.queue",
        keys=("Ctrl+Shift+Q",),
    ),
    Panel(
        id="staff",
        title=N_("Staff directory"),
        area="right",
        icon="people",
        module="newsroom.ui.panels.staff",
        keys=("Ctrl+Shift+Y",),
    ),
    Panel(
        id="pictures",
        title=N_("Pictures"),
        area="right",
        icon="picture",
        module="newsroom.ui.panels.pictures",
        keys=("Ctrl+Alt+L",),
    ),
    Panel(
        id="packages",
        title=N_("Packages"),
        area="right",
        icon="package",
        module="newsroom.ui.panels.packages",
        keys=("Ctrl+Alt+K",),
    ),
)
"""Every dock, in the order of the View menu."""
