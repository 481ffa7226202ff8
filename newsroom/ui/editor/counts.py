"""The strip below the page: words against the commissioned length, characters, reading time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from newsroom.i18n import _, ngettext
from newsroom.text.counts import characters, count_words
from newsroom.text.notes import count_open
from newsroom.ui.pause import Pause
from newsroom.values import dataclass

PAUSE_MS: Final = 400
"""How long nobody typed before words are counted; half a second feels live and costs no key."""
HERE: Final = 40_000
"""Characters that are counted at once (about 4 ms); longer stories are counted off this thread."""
_APART: Final = " · "
_AMBER: Final = 0.9  # of the commissioned length


@dataclass(frozen=True, slots=True)
class Figures:
    """A story's size."""

    words: int
    characters: int
    minutes: int
    note_outs: int = 0
    tks: int = 0


def figures(source: str, *, speed: int) -> Figures:
    """Count a story's Markdown; its signs do not count. ``speed`` is in words a minute."""
    words = count_words(source)
    still = count_open(source)
    return Figures(
        words,
        characters(source),
        max(1, round(words / speed)) if words else 0,
        still.note_outs,
        still.tks,
    )


class Counter(QObject):
    """Counts a text a little after it stopped changing."""

    counted = Signal(object)
    """Figures"""

    def __init__(
        self,
        source: Callable[[], str],
        *,
        background: Callable[..., object],
        speed: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        """``source`` gives the text; ``background(job, then=, owner=)`` runs off this thread;
        ``speed`` is how many words a minute are read."""
        super().__init__(parent)
        self._source = source
        self._background = background
        self._speed = speed
        self._number = 0
        self.last = Figures(0, 0, 0)
        self._pause = Pause(self, PAUSE_MS, self.count)
        self.touch = self._pause.touch
        """The text changed: count once it rests."""

    def forget(self) -> None:
        """Another text comes; what is counted of the one before is not told."""
        self._pause.drop()
        self._number += 1
        self.last = Figures(0, 0, 0)

    def count(self) -> None:
        """Count now."""
        self._pause.drop()
        self._number += 1
        number, source, speed = self._number, self._source(), self._speed()
        if len(source) <= HERE:
            self._tell(number, figures(source, speed=speed))
        else:
            self._background(
                lambda: figures(source, speed=speed),
                then=lambda found: self._tell(number, found),
                owner=self,
            )

    def _tell(self, number: int, found: Figures) -> None:
        if number == self._number:
            self.last = found
            self.counted.emit(found)


class _Parts(QLabel):
    """Figures side by side: as many as there is room for, never half a one. It gives way, so that
    the page is no wider for what is counted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parts: Sequence[str] = ()
        self.setMinimumWidth(1)

    def say(self, parts: Sequence[str]) -> None:
        """Show these; the first is what matters most."""
        self._parts = parts
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The room that all of them take."""
        wide = self.fontMetrics().horizontalAdvance(_APART.join(self._parts))
        return QSize(wide + 1, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for now."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics, shown = self.fontMetrics(), len(self._parts)
        while shown > 1 and (
            metrics.horizontalAdvance(_APART.join(self._parts[:shown])) > self.width()
        ):
            shown -= 1
        text = _APART.join(self._parts[:shown])
        if text != self.text():
            self.setText(text)
            self.setToolTip(_APART.join(self._parts) if shown < len(self._parts) else "")


class CountStrip(QWidget):
    """Shows the figures, quietly."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("countStrip")
        self._words = self._label(_("Words"))
        self._rest = _Parts(self)
        self._dress(self._rest, _("Characters and reading time"))
        self._today = self._label(_("Words written today"))
        self._place = self._label(_("View"))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(16)
        row.addWidget(self._words)
        row.addWidget(self._rest)
        row.addStretch(1)
        row.addWidget(self._today)
        row.addWidget(self._place)
        self._commissioned: int | None = None
        self._figures: Figures | None = None  # not counted yet: nothing is said
        self._chosen = 0

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        self._dress(label, name)
        return label

    def _dress(self, label: QLabel, name: str) -> None:
        label.setProperty("role", "count")
        label.setAccessibleName(name)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)

    def forget(self) -> None:
        """Another story: nothing is said before it is counted."""
        self._figures, self._chosen = None, 0
        for label in (self._words, self._rest):
            label.clear()

    def set_commissioned(self, words: int | None) -> None:
        """The length that was ordered, None for none."""
        self._commissioned = words
        self._show()

    def set_view(self, name: str) -> None:
        """Say which view is on top."""
        self._place.setText(name)

    def show_figures(self, found: Figures) -> None:
        """Show a new count."""
        self._figures = found
        self._show()

    def show_today(self, words: int) -> None:
        """Words written today in all stories; nothing is shown before the first."""
        said = ngettext("{count} word today", "{count} words today", words)
        self._today.setText(said.format(count=f"{words:,}") if words else "")

    def show_chosen(self, words: int) -> None:
        """Words of the selection, 0 for none."""
        if words != self._chosen:
            self._chosen = words
            self._show()

    def _show(self) -> None:
        found, ordered = self._figures, self._commissioned
        if found is None:
            return
        state = ""
        if ordered:
            text = _("{words} of {ordered} words").format(
                words=f"{found.words:,}", ordered=f"{ordered:,}"
            )
            if found.words > ordered:
                text += " · " + _("{count} over").format(count=f"{found.words - ordered:,}")
                state = "over"
            elif found.words >= ordered * _AMBER:
                state = "near"
        else:
            text = ngettext("{count} word", "{count} words", found.words).format(
                count=f"{found.words:,}"
            )
        if self._chosen:
            text = _("{chosen} chosen, {text}").format(chosen=f"{self._chosen:,}", text=text)
        self._words.setText(text)
        if self._words.property("state") != state:
            self._words.setProperty("state", state)
            self._words.style().unpolish(self._words)
            self._words.style().polish(self._words)
        letters = ngettext("{count} character", "{count} characters", found.characters)
        time = ngettext("{count} minute to read", "{count} minutes to read", found.minutes)
        parts = [letters.format(count=f"{found.characters:,}")]
        if found.words:
            parts.append(time.format(count=found.minutes))
        still = []
        if found.note_outs:
            outs = ngettext("{count} note-out", "{count} note-outs", found.note_outs)
            still.append(outs.format(count=found.note_outs))
        if found.tks:
            still.append(ngettext("{count} TK", "{count} TKs", found.tks).format(count=found.tks))
        if still:
            parts.insert(0, ", ".join(still))
        self._rest.say(parts)
