"""Every command of the window. One module a menu, one row a command, nothing anywhere else."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from newsroom.i18n import N_
from newsroom.ui.actions import (
    check,
    desk,
    edit,
    format,
    go,
    help,
    insert,
    publish,
    review,
    story,
    view,
)
from newsroom.ui.actions.action import Action, When

MENUS: Mapping[str, str] = MappingProxyType(
    {
        "story": N_("&Story"),
        "edit": N_("&Edit"),
        "format": N_("Fo&rmat"),
        "insert": N_("&Insert"),
        "view": N_("&View"),
        "go": N_("&Go"),
        "review": N_("Revie&w"),
        "publish": N_("&Publish"),
        "help": N_("&Help"),
    }
)
"""The menus by name, in the order of the menu bar."""

ACTIONS: tuple[Action, ...] = (
    *story.ROWS,
    *edit.ROWS,
    *format.ROWS,
    *insert.ROWS,
    *view.ROWS,
    *go.ROWS,
    *review.ROWS,
    *check.ROWS,
    *desk.ROWS,
    *publish.ROWS,
    *help.ROWS,
)
"""Every command, in the order of the menus."""

__all__ = ["ACTIONS", "MENUS", "Action", "When"]
