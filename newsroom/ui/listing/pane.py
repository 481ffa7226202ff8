"""The left of the window: sidebar, search box and the list, kept up to date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import tzinfo
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _, figure, ngettext
from newsroom.news.article import Counts, Filter, Sort
from newsroom.news.changes import Changes
from newsroom.news.lists import SavedFilter
from newsroom.ui.delegates.story_row import Cell, StoryRow
from newsroom.ui.listing.shelves import Shelf, groups
from newsroom.ui.listing.sidebar import WIDTH, Sidebar
from newsroom.ui.listing.view import Heads, StoryList, known_columns, usual_columns
from newsroom.ui.models.columns import SORTS, Setting
from newsroom.ui.models.stories import PAGE, StoryModel
from newsroom.ui.tokens import SPACE
from newsroom.ui.trace import mark
from newsroom.ui.widgets.flat import flat
from newsroom.ui.workbench import Workbench
from newsroom.ui.zones import zone_of
from newsroom.values import dataclass

if TYPE_CHECKING:
    from newsroom.ui.story import OpenStory
    from newsroom.ui.window import Window

COUNT_MS = 200  # counts may wait for the rows that people look at
NARROWEST = 220  # px, of the rows beside the sidebar
MINUTE_MS = 60_000  # ages and lateness move on
MOVED_ROWS = 200  # that a selected row may have come down by while it was read again
ROW_MENU = (
    "story.send", "story.assign", "story.pin", "", "story.duplicate", "story.spike",
    "story.restore", "", "publish.publish", "publish.unpublish", "publish.export",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What was selected and where the list stood; ``last`` is the last place that counts."""

    ids: tuple[int, ...] = ()
    current: int = 0
    scroll: int = 0
    last: int = 0


class ListPane(QWidget):
    """The article list. ``sidebar`` can be folded away by itself."""

    width_wanted = Signal(bool)  # columns were turned on: as much room as can be had; or off

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = workbench
        self._sort, self._descending, _name = SORTS[0]
        self._wide = False
        self._setting: Setting | None = None
        self._keep: _Kept | None = None
        self._restoring = False
        self._opening = 0  # the story that was asked for here, until it is in front
        self._vacant: list[int] = []  # the place of the rows that were spiked by key
        self._sought: OpenStory | None = None  # in front, and its row is not known yet
        self.setProperty("role", "list")
        self.model = StoryModel(workbench.tasks)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._right = QWidget(self._splitter)
        self.sidebar = Sidebar(workbench, self._splitter)
        self.rows = StoryList(self.model, workbench.theme, self._right)
        self._columns: list[dict[str, object]] = []  # as they were kept, until there are headings
        self.delegate = StoryRow(workbench.theme, workbench.icons, self._the_setting, self._cells)
        self.rows.setItemDelegate(self.delegate)
        self.rows.fit(self.delegate.height)
        self._place()
        self._missed = False
        self._counting = QTimer(self, singleShot=True, interval=COUNT_MS)
        self._counting.timeout.connect(self._count)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self._moved_on)
        self._minute.start()
        self._connect()

    # What others ask for.

    @property
    def wide(self) -> bool:
        """Whether rows stand in columns."""
        return self._wide

    def focus_search(self) -> None:
        """The keyboard goes to the search box."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def focus_list(self) -> None:
        """The keyboard goes to the rows."""
        self.rows.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.rows.currentIndex().isValid() and self.model.rowCount():
            self.rows.setCurrentIndex(self.model.index(0))
        self.rows.scrollTo(self.rows.currentIndex())

    def step(self, by: int) -> None:
        """Open the next (1) or previous (-1) story of the list."""
        story = self.rows.step(by)
        if story:
            self._open(story)

    def reload(self) -> None:
        """Read the rows and the counts again."""
        self._remember()
        self.model.reload()
        self._counting.start()

    def on_changed(self, changes: Changes) -> None:
        """Look again if rows may have changed."""
        if changes.listing or changes.articles or changes.staff:
            panes = self.parentWidget()
            if panes is not None and panes.isHidden():
                self._missed = True  # the board stands before it, and reads by itself
            else:
                self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed behind the board is made good."""
        super().showEvent(event)
        if self._missed:
            self._missed = False
            self.reload()

    def state(self) -> dict[str, Any]:
        """What is shown, to be kept over a restart."""
        return {
            "shelf": self.sidebar.key,
            "sort": str(self._sort),
            "descending": self._descending,
            "search": self.search.text(),
            "wide": self._wide,
            "columns": self._kept_columns(),
            "sizes": self._splitter.sizes(),
            "story": self.rows.current_story(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Show what ``state`` says; what is missing or wrong in it is passed over."""
        sort = str(state.get("sort"))
        self._sort = Sort(sort) if sort in set(Sort) else self._sort
        self._descending = bool(state.get("descending", self._descending))
        columns = state.get("columns")
        if isinstance(columns, list):
            self._take_columns([item for item in columns if isinstance(item, dict)])
        sizes = state.get("sizes")
        if isinstance(sizes, list) and len(sizes) == 2 and all(isinstance(n, int) for n in sizes):
            self._splitter.setSizes(sizes)
        self.sidebar.choose(str(state.get("shelf", "all")))
        self.search.blockSignals(True)
        self.search.setText(str(state.get("search", "")))
        self.search.blockSignals(False)
        self._set_wide(bool(state.get("wide", False)))
        story = state.get("story")
        if isinstance(story, int) and story:
            self._keep = _Kept(ids=(story,), current=story)
        self._ask()

    # Making it.

    def _place(self) -> None:
        right = self._right
        self.title = QLabel(_("All stories"), right)
        self.title.setProperty("role", "title")
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.total = QLabel(right)
        self.total.setProperty("role", "count")
        self._columns_button = self._button("columns", _("Show columns"))
        self._columns_button.setCheckable(True)
        self._order = self._button("sort", _("Sort by"))
        self._order.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._order.setMenu(self._order_menu())
        self._save = self._button("filter", _("Save this filter"))
        self.search = _SearchBox(self.rows, right)
        self.search.setProperty("role", "search")
        self.search.setPlaceholderText(_("Search stories"))
        self.search.setAccessibleName(_("Search stories"))
        top = QHBoxLayout()
        top.setContentsMargins(SPACE[3], SPACE[2], SPACE[1], 0)
        top.setSpacing(SPACE[0])
        top.addWidget(self.title, 1)
        top.addWidget(self.total)
        for button in (self._save, self._order, self._columns_button):
            top.addWidget(button)
        below = QHBoxLayout()
        below.setContentsMargins(SPACE[2], SPACE[1], SPACE[2], SPACE[1])
        below.addWidget(self.search)
        right.setProperty("role", "list")
        right.setMinimumWidth(NARROWEST)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(below)
        column.addWidget(self.rows, 1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(self.sidebar)
        self._splitter.addWidget(right)
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([WIDTH, 330])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._splitter)
        order = (
            self.sidebar,
            self._save,
            self._order,
            self._columns_button,
            self.search,
            self.rows,
        )
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _button(self, icon: str, name: str) -> QToolButton:
        return flat(self._bench.icons.icon(icon), name, self._right, side=16)

    def _order_menu(self) -> QMenu:
        menu = QMenu(self)
        group = QActionGroup(menu)
        self._orders: dict[tuple[Sort, bool], QAction] = {}
        for sort, down, label in SORTS:
            action = menu.addAction(_(label))
            action.setCheckable(True)
            action.triggered.connect(lambda _on, s=sort, d=down: self._sort_by(s, d))
            group.addAction(action)
            self._orders[sort, down] = action
        return menu

    def _connect(self) -> None:
        bench = self._bench
        self.model.loaded.connect(self._loaded)
        self.model.total_changed.connect(self._show_total)
        self.sidebar.chosen.connect(self._shelf_chosen)
        self.search.textChanged.connect(self._ask)
        self.rows.wanted.connect(self._open)
        self.rows.clicked.connect(self._clicked)
        self.rows.spiked.connect(self._spike)
        self.rows.menu_wanted.connect(self._menu)
        self.rows.selectionModel().selectionChanged.connect(self._selection_changed)
        self._columns_button.toggled.connect(self._set_wide)
        self._save.clicked.connect(self._save_filter)
        bench.current_changed.connect(self._came_forward)
        bench.tasks.changed.connect(self.on_changed)
        bench.lists_changed.connect(self._lists_changed)
        bench.me_changed.connect(self._me_changed)
        bench.tasks.opened.connect(lambda _desk: self._ask())
        bench.theme.changed.connect(self._dressed)
        bench.icons.changed.connect(self.rows.viewport().update)

    @cached_property
    def heads(self) -> Heads:
        """The columns' headings; made when somebody first wants columns, as few lists have any."""
        heads = Heads(self._right)
        heads.hide()
        heads.take(self._columns)  # nothing, where the columns are the usual ones
        heads.show_order(self._sort, descending=self._descending)
        column = self._right.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.indexOf(self.rows), heads)
        heads.sorted_by.connect(self._sort_by)
        for signal in (heads.sectionResized, heads.sectionMoved, heads.geometriesChanged):
            signal.connect(self.rows.viewport().update)
        return heads

    def _kept_columns(self) -> list[dict[str, object]]:
        if "heads" in vars(self):
            return self.heads.kept()
        return self._columns or usual_columns()

    def _take_columns(self, columns: list[dict[str, object]]) -> None:
        if "heads" in vars(self):
            self.heads.take(columns)
        else:
            self._columns = known_columns(columns) or self._columns

    # What is shown.

    def _filter(self) -> Filter:
        shelf = self.sidebar.shelf
        plain = shelf.filter() if shelf is not None else Filter()
        # What a saved filter looks for, it goes on looking for; what is typed narrows it.
        return replace(plain, words=" ".join(filter(None, (plain.words, self.search.text()))))

    def _ask(self, *_what: object) -> None:
        """Show the chosen line's stories with the words of the search box."""
        self._remember()
        shelf, filter = self.sidebar.shelf, self._filter()
        self.title.setText(shelf.label if shelf is not None else _("All stories"))
        self._order.setEnabled(not filter.words.strip())
        if (action := self._orders.get((self._sort, self._descending))) is not None:
            action.setChecked(True)
        if "heads" in vars(self):
            self.heads.show_order(self._sort, descending=self._descending)
        self.model.show(filter, self._sort, descending=self._descending)

    def _shelf_chosen(self, _shelf: Shelf) -> None:
        self._keep = _Kept()
        self._ask()

    def _sort_by(self, sort: Sort, descending: bool) -> None:
        self._sort, self._descending = sort, descending
        self._ask()

    def _remember(self) -> None:
        """What is selected and where the list stands, for when the rows are there again."""
        if self._keep is None and self.model.rowCount():
            selected, current = self.rows.selected(), self.rows.currentIndex().row()
            self._keep = _Kept(
                ids=self.rows.chosen(),
                current=self.rows.current_story(),
                scroll=self.rows.verticalScrollBar().value(),
                last=max([current, *selected[-1:]]),
            )

    def _loaded(self) -> None:
        mark("list rows")
        keep = self._keep
        if keep is not None:
            self._choose(keep)
            self.rows.verticalScrollBar().setValue(keep.scroll)
        if (self._sought is not None and self._follow(self._sought)) or self._move_up():
            keep = None
        self._say_empty()
        self._setting = None
        if not self.model.rowCount():
            self.rows.viewport().update()  # why it is empty may be another reason now
        if keep is not None and self._look_for(keep):
            return
        self._keep = None
        self._bench.select(self.rows.chosen())

    def _look_for(self, keep: _Kept) -> bool:
        """Have the places of selected rows found that the first page does not hold."""
        wanted = {*keep.ids, keep.current} - {0}
        missing = wanted - set(self.model.places(wanted))
        last = min(self.model.rowCount(), keep.last + 1 + MOVED_ROWS) - 1
        if not missing or last < PAGE or self.model.searching:
            return False
        shown = self.rows.chosen()

        def found() -> None:
            if self._keep is keep:
                self._keep = None
                if self.rows.chosen() == shown:  # nobody chose another row meanwhile
                    self._choose(keep)
            self._bench.select(self.rows.chosen())

        self.model.learn(PAGE, last, found, sought=missing)
        return True

    def _choose(self, keep: _Kept) -> None:
        self._restoring = True
        self.rows.choose(keep.ids, keep.current)
        self._restoring = False

    def _came_forward(self, story: OpenStory | None) -> None:
        """The row of the story in front is the selected one, unless several are selected."""
        mine = story is not None and story.id == self._opening != 0
        self._opening, self._sought = 0, None
        # Where it was asked for here, the keyboard may have gone on to another row meanwhile.
        if (chosen := self.rows.selected()) and (mine or len(chosen) > 1):
            return
        self._sought = story
        if self.model.rowCount():
            if story is None or not self._follow(story):
                self._choose(_Kept())
            self._bench.select(self.rows.chosen())

    def _follow(self, story: OpenStory) -> bool:
        """Select the story's row, without scrolling; False where its place is not known."""
        if not story.id or not self.model.places([story.id]):
            return False
        self._sought = None
        bar = self.rows.verticalScrollBar()
        place = bar.value()  # Qt goes to the row that is the current one
        self._choose(_Kept(ids=(story.id,), current=story.id))
        bar.setValue(place)
        return True

    def _move_up(self) -> bool:
        """What stands now where rows were spiked by key is selected: so one goes on from there."""
        vacant, self._vacant = self._vacant, []
        if not vacant or self.rows.selected() or not self.model.rowCount():
            return False
        self._restoring = True
        self.rows.setCurrentIndex(self.model.index(min(vacant[0], self.model.rowCount() - 1)))
        self._restoring = False
        return True

    def _selection_changed(self) -> None:
        if not self._restoring:
            self._sought = None
            self._known(lambda: self._bench.select(self.rows.chosen()))

    def _known(self, then: Callable[[], object]) -> None:
        """Go on when it is known which stories the selected rows are."""
        unknown = [row for row in self.rows.selected() if not self.model.story(row)]
        if unknown:
            self.model.learn(unknown[0], unknown[-1], then)
        else:
            then()

    def _say_empty(self) -> None:
        words = self.model.filter.words.strip()
        if words:
            shelf = self.sidebar.shelf
            where = _("Every word must stand in the story; the last may be a beginning.")
            if shelf is not None and shelf.key != "all":
                where = _("Only {shelf} was searched; All stories, on the left, is everything.")
                where = where.format(shelf=f"“{shelf.label}”")
            self.rows.empty = (_("Nothing found for “{words}”").format(words=words[:40]), where)
        elif self.sidebar.key == "all":
            self.rows.empty = (_("No stories yet"), _("Write the first one with Ctrl+N."))
        elif self.sidebar.key.startswith("stage:"):
            self.rows.empty = (
                _("Nothing here"),
                _("Stories come here when they are sent or dragged to this stage."),
            )
        else:
            self.rows.empty = (_("Nothing here"), _("Choose another filter on the left."))

    def _show_total(self, total: int) -> None:
        number = figure(total)
        words = ngettext("{n} story", "{n} stories", total).format(n=number)
        self.total.setText(number)
        self.total.setToolTip(words)
        self.total.setAccessibleName(words)

    def _count(self) -> None:
        self._bench.tasks.run(
            lambda desk: desk.articles.counts(), then=self._counted, owner=self, key="counts"
        )

    def _counted(self, counts: Counts) -> None:
        bench = self._bench
        self.sidebar.fill(groups(bench.lists, counts, bench.me, bench.clock, self._zone()))
        shelf = self.sidebar.shelf
        if shelf is None:
            return
        # The line that the session names is there now, or the chosen one is gone; somebody else
        # sits here, or time went on.
        if self._filter() != self.model.filter:
            self._ask()
        else:
            self.title.setText(shelf.label)

    def _me_changed(self) -> None:
        if self._bench.lists_known:  # at the start they come, and what is counted with them
            self._counting.start()

    def _lists_changed(self) -> None:
        self._setting = None
        self.rows.viewport().update()
        if self.sidebar.filled:
            self._counting.start()
        else:
            self._count()

    def _moved_on(self) -> None:
        self._setting = None
        self.rows.viewport().update()
        self._counting.start()

    def _dressed(self) -> None:
        self.delegate.look_again()
        self.rows.fit(self.delegate.height)

    # Parts of rows.

    def _zone(self) -> tzinfo:
        return zone_of(self._bench.lists.site.timezone)

    def _the_setting(self) -> Setting:
        if self._setting is None:
            bench = self._bench
            self._setting = Setting(bench.lists, bench.clock(), self._zone())
        return self._setting

    def _cells(self) -> list[Cell]:
        return self.heads.cells() if self._wide else []

    def _set_wide(self, on: bool) -> None:
        self._columns_button.blockSignals(True)
        self._columns_button.setChecked(on)
        self._columns_button.blockSignals(False)
        if on == self._wide:
            return
        self._wide = on
        self.heads.setVisible(on)
        self.rows.fit(self.delegate.height)
        self.width_wanted.emit(on)

    # What is done with rows.

    def _clicked(self) -> None:
        ids = self.rows.chosen()
        plain = not QApplication.keyboardModifiers()
        if len(ids) == 1 and plain:
            self._open(ids[0])

    def _open(self, number: int, stay: bool = False) -> None:
        story = self._bench.current
        self._opening = number if story is None or story.id != number else 0
        self._bench.open(number, new_tab=stay)

    def _spike(self) -> None:
        self._known(lambda: self._spike_these(self.rows.chosen()))

    def _spike_these(self, ids: tuple[int, ...]) -> None:
        if ids:
            self._vacant = self.rows.selected()[:1]
            self._bench.saved_first(
                ids, lambda: self._bench.tasks.change(lambda desk: desk.articles.spike(ids))
            )

    def _menu(self, at: QPoint) -> None:
        window = cast("Window", self.window())
        window.commands.menu(ROW_MENU, self).popup(at)

    def _save_filter(self) -> None:
        shelf = self.sidebar.shelf
        words = self.search.text().strip()
        label = shelf.label if shelf is not None else _("All stories")
        name = f"{label}: {words}" if words else label
        taken = {item.name for item in self._bench.lists.filters}
        if name in taken:
            self._bench.messages.say(_("“{name}” is among the saved filters.").format(name=name))
            return
        saved = SavedFilter(name=name, filter=self._filter(), position=len(taken))
        self._bench.tasks.change(lambda desk: desk.lists.put_filter(saved))
        self._bench.messages.say(_("“{name}” is kept in the sidebar.").format(name=name))


class _SearchBox(QLineEdit):
    """Down and Enter go to the rows; Escape empties it."""

    def __init__(self, rows: StoryList, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows
        self.textChanged.connect(self._offer_to_clear)

    def _offer_to_clear(self, text: str) -> None:
        """The button that empties it: Qt looks through all icon themes for it, 4 ms of a start."""
        if text:
            self.setClearButtonEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._rows.setFocus(Qt.FocusReason.OtherFocusReason)
            model = self._rows.model()
            if model.rowCount():
                self._rows.setCurrentIndex(model.index(0, 0))
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
