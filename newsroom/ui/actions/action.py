"""What a command is: one row that menus, toolbar, keys, palette, shortcut sheet and tests read."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtGui import QKeySequence

from newsroom.i18n import _
from newsroom.news.rights import Right
from newsroom.ui.actions.context import Window
from newsroom.values import dataclass


class When(StrEnum):
    """What must be there for a command to make sense."""

    ALWAYS = "always"
    STORY = "story"  # a story is open in front
    STORIES = "stories"  # rows are selected in the list, or a story is open in front
    SAVED = "saved"  # the same, and what is open was saved at least once
    TABS = "tabs"  # more than one story is open
    EDITOR = "editor"  # an editor is in front, so there is text to work on


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One command. ``label`` is a msgid with its mnemonic (&); ``keys`` are Qt key sequences.

    The first of ``keys`` is the one that is shown. ``run`` takes the window; ``checked`` tells
    whether a checkable command is on. ``line`` asks for a hairline above it in its menu,
    ``under`` for a submenu of that title (a msgid), ``alone`` says that its name is enough without
    that title; ``tool`` asks for a place in the toolbar. Who does not have the ``right`` finds it
    greyed, and in its tooltip whom to ask.
    """

    id: str
    label: str
    menu: str
    run: Callable[[Window], object]
    keys: tuple[str, ...] = ()
    icon: str = ""
    when: When = When.ALWAYS
    checked: Callable[[Window], bool] | None = None
    line: bool = False
    under: str = ""
    alone: bool = False
    tool: bool = False
    right: Right | None = None

    @property
    def name(self) -> str:
        """The label as words in the person's language, without its mnemonic."""
        return plain(_(self.label))

    @property
    def full_name(self) -> str:
        """Its name where it stands alone: a command of a submenu says which ("Look: Dark")."""
        if self.alone or not self.under:
            return self.name
        return f"{plain(_(self.under))}: {self.name}"

    @property
    def shown_keys(self) -> str:
        """The first of its keys as people write it ("Ctrl+S"); "" if it has none."""
        if not self.keys:
            return ""
        return QKeySequence(self.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)

    @property
    def checkable(self) -> bool:
        """Whether it stands for a state that is on or off."""
        return self.checked is not None


def plain(label: str) -> str:
    """A label without its mnemonic, as a sentence or a list shows it."""
    return label.replace("&&", "\0").replace("&", "").replace("\0", "&")
