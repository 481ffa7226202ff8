"""From the table of commands to Qt: one QAction a row, and the menus and the toolbar over them.

A row with a key or a place in the toolbar has its QAction from the start; that of any other is made
when it is first asked for, as the menus' lines are when a menu is first opened.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QWidget

from newsroom.i18n import _
from newsroom.news.errors import Cancelled, NewsroomError
from newsroom.news.rights import Right
from newsroom.ui.actions import ACTIONS, MENUS, Action, When
from newsroom.ui.actions.action import plain
from newsroom.ui.actions.context import Window, chosen
from newsroom.ui.icons import Icons

TOOLBAR_ICON = QSize(20, 20)

_READY: Mapping[When, Callable[[Window], bool]] = MappingProxyType(
    {
        When.ALWAYS: lambda window: True,
        When.STORY: lambda window: window.workbench.current is not None,
        When.STORIES: lambda window: (
            window.workbench.current is not None or bool(window.workbench.selection)
        ),
        When.SAVED: lambda window: bool(chosen(window)),
        When.TABS: lambda window: len(window.workbench.stories) > 1,
        When.EDITOR: lambda window: window.editor is not None,
    }
)


class Commands(QObject):
    """The window's commands as QActions; the window, a QWidget, owns their keys.

    It is made when the window's parts stand, as it looks at them to know what is possible.
    """

    def __init__(self, window: Window) -> None:
        assert isinstance(window, QWidget)
        widget: QWidget = window
        super().__init__(widget)
        self._window = window
        self._widget = widget
        self._icons: Icons = window.workbench.icons
        self._rows: dict[str, Action] = {row.id: row for row in ACTIONS}
        self._actions: dict[str, QAction] = {}
        self._told: set[str] = set()  # those whose tooltip somebody may see
        self._ready: dict[When, bool] = {}  # what was found at the last look
        self._refusals: dict[Right, str] = {}
        for row in ACTIONS:
            if row.keys or row.tool:
                self._actions[row.id] = self._make(row)
        bench = window.workbench
        for signal in (
            bench.current_changed,
            bench.selection_changed,
            bench.story_opened,
            bench.story_closed,
        ):
            signal.connect(self.refresh)

    def action(self, name: str) -> QAction:
        """The QAction of a command by its id. Raises KeyError."""
        action = self._actions.get(name)
        if action is None:
            row = self._rows[name]
            action = self._actions[name] = self._make(row)
            if self._ready:
                self._look(row, action)
                self._show(row, action)
        if name not in self._told:
            self._told.add(name)
            self._tell(self._rows[name], action)
        return action

    def row(self, name: str) -> Action:
        """The command's row by its id. Raises KeyError."""
        return self._rows[name]

    @property
    def names(self) -> frozenset[str]:
        """The ids of every command."""
        return frozenset(self._rows)

    @property
    def rows(self) -> tuple[Action, ...]:
        """Every command, in the order of the menus."""
        return ACTIONS

    @property
    def menus(self) -> dict[str, str]:
        """The menus' titles as words, by name, in the order of the menu bar."""
        return {name: plain(_(title)) for name, title in MENUS.items()}

    def run(self, name: str) -> None:
        """Do it, as if its key was pressed; a command that is not possible now does nothing."""
        self.refresh()
        self.action(name).trigger()

    def refresh(self, *_what: object) -> None:
        """Look again at what is possible now and what is on."""
        for name, action in self._actions.items():
            self._look(self._rows[name], action)
        ready = {when: test(self._window) for when, test in _READY.items()}
        refusals = dict(self._window.workbench.refusals)
        if (ready, refusals) == (self._ready, self._refusals):  # an opening asks four times
            return
        others = self._refusals != refusals
        self._ready, self._refusals = ready, refusals
        for name, action in self._actions.items():
            row = self._rows[name]
            self._show(row, action)
            if others and row.right is not None and name in self._told:
                self._tell(row, action)

    def _look(self, row: Action, action: QAction) -> None:
        if row.checked is not None:
            action.setChecked(row.checked(self._window))

    def _show(self, row: Action, action: QAction) -> None:
        """Let it look as the last look found."""
        action.setEnabled(self._ready[row.when] and not self._why(row))

    def _tell(self, row: Action, action: QAction) -> None:
        """Its tooltip: written for those that somebody has asked for, as most keys never are."""
        why = self._why(row)
        action.setToolTip(f"{tip(row)}\n{why}" if why else tip(row))

    def _why(self, row: Action) -> str:
        return self._refusals.get(row.right, "") if row.right is not None else ""

    def fill_menus(self, bar: QMenuBar) -> None:
        """Put every menu into the bar."""
        for name, title in MENUS.items():
            menu = bar.addMenu(_(title))
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(partial(self._open, menu, name))
            if sys.platform == "darwin":  # takes lines of its own menu from among them
                self._open(menu, name)

    def _open(self, menu: QMenu, name: str) -> None:
        """A menu is about to be seen."""
        if menu.isEmpty():
            self._fill(menu, [row for row in ACTIONS if row.menu == name])
        self.refresh()

    def fill_toolbar(self, bar: QToolBar) -> None:
        """Put the commands that have a place there into the toolbar."""
        bar.setIconSize(TOOLBAR_ICON)
        for row in ACTIONS:
            if row.tool:
                bar.addAction(self.action(row.id))

    def menu(self, names: Iterable[str], parent: QWidget) -> QMenu:
        """A menu of these commands by id, for a right click; "" draws a hairline."""
        self.refresh()
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in names:
            if name:
                menu.addAction(self.action(name))
            else:
                menu.addSeparator()
        return menu

    def _fill(self, menu: QMenu, rows: Iterable[Action]) -> None:
        under: dict[str, QMenu] = {}
        for row in rows:
            into = menu
            if row.under:
                if row.under not in under:
                    menu.addSeparator()
                    under[row.under] = menu.addMenu(_(row.under))
                into = under[row.under]
            elif row.line:
                menu.addSeparator()
            into.addAction(self.action(row.id))

    def _make(self, row: Action) -> QAction:
        action = QAction(_(row.label), self)
        action.setObjectName(row.id)
        action.setShortcuts([QKeySequence(key) for key in row.keys])
        action.setCheckable(row.checkable)
        if row.tool:  # in a menu the word is read before its picture
            action.setIcon(self._icons.icon(row.icon))
            action.setIconVisibleInMenu(False)
        action.triggered.connect(partial(self._triggered, row))
        self._widget.addAction(action)  # so that its keys work while no menu shows it
        return action

    def _triggered(self, row: Action, _checked: bool = False) -> None:
        try:
            row.run(self._window)
        except NewsroomError as error:
            self._window.messages.fault(error)
        except Cancelled:
            pass
        self.refresh()


def tip(row: Action) -> str:
    """The tooltip: the command's name and its key."""
    name = row.name.rstrip("…")
    keys = row.shown_keys
    return f"{name}  {keys}" if keys else name
