"""The docks: one module each, one entry in ``PANELS`` each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Literal, Protocol

from newsroom.i18n import N_

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
        """Another story came to the front, or none."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A dock: its name, its side, its icon and where its widget is made.

    ``module`` holds ``make(workbench) -> QWidget`` (the widget is a ``PanelWidget``); it is
    imported when the dock is first shown, so that the window does not pay for what nobody asked.
    """

    id: str
    title: str
    area: Area
    icon: str
    module: str
    shown: bool = False  # at the very first start

    def make(self, workbench: Workbench) -> QWidget:
        """The dock's widget."""
        maker: Callable[[Workbench], QWidget] = import_module(self.module).make
        return maker(workbench)


PANELS: tuple[Panel, ...] = (
    Panel("inspector", N_("Inspector"), "right", "inspector", "newsroom.ui.panels.inspector", True),
    Panel("outline", N_("Outline"), "right", "outline", "newsroom.ui.panels.outline"),
    Panel("recent", N_("Recent posts"), "right", "recent", "newsroom.ui.panels.recent"),
    Panel("preview", N_("Page preview"), "right", "preview", "newsroom.ui.panels.preview"),
    Panel("staff", N_("Staff directory"), "right", "people", "newsroom.ui.panels.staff"),
)
"""Every dock, in the order of the View menu."""
