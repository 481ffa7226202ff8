"""The places that a search found, by story, each to be ticked."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QWidget

from newsroom.i18n import N_, _, ngettext
from newsroom.news.article import ARTICLE_FIELDS
from newsroom.news.replacing import FoundPlace, FoundStory, Inside, Place, Preview
from newsroom.ui.theme import Theme

OPENED = 12  # stories whose places are shown at once; the rest on a press
_STORY, _PLACE = int(Qt.ItemDataRole.UserRole), int(Qt.ItemDataRole.UserRole) + 1
INSIDE = {
    Inside.ADDRESS: N_("in an address"),
    Inside.CODE: N_("in code"),
    Inside.NOTE_OUT: N_("noted out"),
}
_PICTURE = {
    "caption": N_("Caption"),
    "credit": N_("Credit"),
    "alt": N_("Description of the picture"),
}


class HitTree(QTreeWidget):
    """``ticked`` says that the choice is another one; ``opened`` carries a story to look at."""

    ticked = Signal()
    opened = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chosen: set[Place] = set()
        self.setHeaderHidden(True)
        self.setAccessibleName(_("Places"))
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setProperty("role", "card")
        self.itemExpanded.connect(self._fill)
        self.itemChanged.connect(self._changed)
        self.itemDoubleClicked.connect(self._open)

    def places(self) -> set[Place]:
        """The ticked places."""
        return set(self._chosen)

    def show_preview(self, preview: Preview | None) -> None:
        """Show what was found; what stands in plain text is ticked."""
        self.blockSignals(True)
        self.clear()
        self._chosen = set()
        for number, story in enumerate(preview.stories if preview is not None else ()):
            item = self._story(story)
            self.addTopLevelItem(item)
            if number < OPENED:
                self._fill(item)
                item.setExpanded(True)
        self.blockSignals(False)

    def _story(self, story: FoundStory) -> QTreeWidgetItem:
        count = ngettext("{n} place", "{n} places", len(story.hits)).format(n=len(story.hits))
        words = f"{story.headline or story.slug} · {count}"
        item = QTreeWidgetItem([f"{words} · {story.refused}" if story.refused else words])
        item.setData(0, _STORY, story)
        item.setToolTip(0, story.refused or words)
        item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
        if story.refused:
            item.setForeground(0, self._theme.token("warning"))
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
            return item
        plain = {hit.place for hit in story.hits if hit.inside is Inside.TEXT}
        self._chosen |= plain
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(0, _state(len(plain), len(story.hits)))
        return item

    def _fill(self, item: QTreeWidgetItem) -> None:
        story: FoundStory | None = item.data(0, _STORY)
        if story is None or item.childCount():
            return
        blocked = self.blockSignals(True)
        for hit in story.hits:
            child = QTreeWidgetItem([_shown(hit)])
            child.setData(0, _PLACE, hit.place)
            child.setToolTip(0, _shown(hit))
            if story.refused:
                child.setFlags(child.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
                child.setForeground(0, self._theme.token("muted"))
            else:
                child.setCheckState(
                    0,
                    Qt.CheckState.Checked if hit.place in self._chosen else Qt.CheckState.Unchecked,
                )
            item.addChild(child)
        self.blockSignals(blocked)

    def _changed(self, item: QTreeWidgetItem, _column: int) -> None:
        """A tick of a place, or of a story and all that is in it."""
        on = item.checkState(0) is Qt.CheckState.Checked
        self.blockSignals(True)
        place: Place | None = item.data(0, _PLACE)
        if place is not None:
            self._chosen.add(place) if on else self._chosen.discard(place)
            parent = item.parent()
            assert parent is not None
            story: FoundStory = parent.data(0, _STORY)
            own = sum(hit.place in self._chosen for hit in story.hits)
            parent.setCheckState(0, _state(own, len(story.hits)))
        elif (found := item.data(0, _STORY)) is not None:
            places = {hit.place for hit in found.hits}
            self._chosen = self._chosen | places if on else self._chosen - places
            for child in _children(item):
                child.setCheckState(0, item.checkState(0))
        self.blockSignals(False)
        self.ticked.emit()

    def _open(self, item: QTreeWidgetItem, _column: int) -> None:
        story: FoundStory | None = (item.parent() or item).data(0, _STORY)
        if story is not None:
            self.opened.emit(story.article)


def _children(item: QTreeWidgetItem) -> Iterator[QTreeWidgetItem]:
    for number in range(item.childCount()):
        child = item.child(number)
        assert child is not None
        yield child


def _state(chosen: int, all_: int) -> Qt.CheckState:
    if not chosen:
        return Qt.CheckState.Unchecked
    return Qt.CheckState.Checked if chosen == all_ else Qt.CheckState.PartiallyChecked


def _shown(hit: FoundPlace) -> str:
    """The words around, what stands there and what is put there, and where that is."""
    field = hit.place.field
    label = _PICTURE.get(field) or ARTICLE_FIELDS[field].label
    change = f"[{hit.found} → {hit.replacement or _('nothing')}]"
    words = " ".join(f"…{hit.before}{change}{hit.after}…".split())
    where = [_(label)]
    if hit.inside in INSIDE:
        where.append(_(INSIDE[hit.inside]))
    return f"{words}   ({', '.join(where)})"
