"""Paints a suggested change: whose it is, what it does and where, its words with their signs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from newsroom.i18n import N_, _
from newsroom.text.direction import first_strong
from newsroom.text.hunks import ChangeKind
from newsroom.text.seams import SeamKind
from newsroom.ui.delegates.ground import paint_ground
from newsroom.ui.review.colours import tint_of
from newsroom.ui.review.places import where_said
from newsroom.ui.theme import Theme
from newsroom.ui.tokens import SPACE

ROW = int(Qt.ItemDataRole.UserRole)
_CHIP = 28  # px: the circle with the initials
_LINES = 3  # of words at most

DOES = {
    ChangeKind.ADDED: N_("adds"),
    ChangeKind.CUT: N_("cuts"),
    ChangeKind.REPLACED: N_("replaces"),
    ChangeKind.MOVED: N_("moves"),
    ChangeKind.FORMAT: N_("sets otherwise"),
    ChangeKind.LINK: N_("links elsewhere"),
    ChangeKind.STRUCTURE: N_("splits, joins or reshapes"),
}
"""What a change of each kind does, as a part of a line."""

SEAMS = {
    SeamKind.SPLITS: N_("splits a paragraph"),
    SeamKind.JOINS: N_("joins two paragraphs"),
    SeamKind.SHAPES: N_("makes it another kind of paragraph"),
    SeamKind.PICTURES: N_("takes another picture"),
}
"""The same for those that have no words."""


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """One row. ``where`` names the change for whoever asks; ``also`` is a line below the words."""

    initials: str
    ink: QColor
    name: str
    kind: str  # a ChangeKind, or "whole"
    field: str
    before: str
    after: str
    where: Any = None
    verdict: str = ""  # what became of it, for one that is settled
    also: str = ""
    alike: int = 1  # how many make the same correction
    group: str = ""  # the rule that it was made by, with others
    does: str = ""  # what it does, where its kind does not say enough

    @property
    def doing(self) -> str:
        """What it does, as a part of a line."""
        if self.does or self.kind not in set(ChangeKind):
            return self.does or _("changes all of")
        return _(DOES[ChangeKind(self.kind)])

    @property
    def head(self) -> str:
        """The line above the words. What became of it comes first: in a narrow panel the end of
        the line can't be read."""
        does = self.doing if self.does or self.kind in set(ChangeKind) else _("changes all")
        verdict = self.verdict[:1].upper() + self.verdict[1:]
        places = _("{n} places").format(n=self.alike) if self.alike > 1 else ""
        parts = (verdict, self.name, does, where_said(self.field), places, self.group)
        return " · ".join(filter(None, parts))

    @property
    def said(self) -> str:
        """The row as one sentence."""
        place = where_said(self.field)
        words = [self.name, self.doing]
        words += [f"“{self.before}”"] if self.before else []
        words += [_("to"), f"“{self.after}”"] if self.before and self.after else []
        words += [f"“{self.after}”"] if self.after and not self.before else []
        words += [_("in the {field}").format(field=place)] if place else []
        words += [_("by the rule {name}").format(name=self.group)] if self.group else []
        return " ".join(filter(None, (*words, self.verdict, self.also)))


class SuggestionRows(QStyledItemDelegate):
    """Rows as high as their words, of three lines at most."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """As many lines as the words take."""
        row: SuggestionRow | None = index.data(ROW)
        if row is None:
            return QSize(100, 0)
        view: Any = option.widget
        wide = (view.viewport().width() if view is not None else 280) - self._left() - SPACE[2]
        high = self._caption().lineSpacing() + 2 * SPACE[1]
        for text in (row.before, row.after):
            if text:
                high += self._bounds(text, wide).height()
        if row.also:
            high += self._bounds(row.also, wide).height()
        if not row.before and not row.after:
            high += self._caption().lineSpacing()
        return QSize(wide, max(high, _CHIP + 2 * SPACE[1]))

    def _left(self) -> int:
        return SPACE[2] + _CHIP + SPACE[1]

    def _caption(self) -> QFontMetrics:
        return QFontMetrics(self._theme.font("caption"))

    def _bounds(self, text: str, wide: int) -> QRect:
        metrics = QFontMetrics(self._theme.font("ui"))
        most = metrics.lineSpacing() * _LINES
        flags = int(Qt.TextFlag.TextWordWrap)
        box = metrics.boundingRect(QRect(0, 0, max(40, wide), 10_000), flags, _short(text))
        return QRect(0, 0, wide, min(box.height(), most))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the row."""
        row: SuggestionRow | None = index.data(ROW)
        if row is None:
            return
        theme = self._theme
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, rect, state, theme)
        chip = QRectF(rect.left() + SPACE[2], rect.top() + SPACE[1], _CHIP, _CHIP)
        painter.setPen(row.ink)
        painter.setBrush(tint_of(row.ink))
        painter.drawEllipse(chip.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setFont(theme.font("caption"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, row.initials)
        self._words(painter, rect, row)
        painter.restore()

    def _words(self, painter: QPainter, rect: QRect, row: SuggestionRow) -> None:
        theme = self._theme
        left, wide = rect.left() + self._left(), rect.width() - self._left() - SPACE[2]
        top = rect.top() + SPACE[1]
        metrics = self._caption()
        head = metrics.elidedText(row.head, Qt.TextElideMode.ElideRight, wide)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.token("muted"))
        painter.drawText(QRect(left, top, wide, metrics.lineSpacing()), 0, head)
        top += metrics.lineSpacing()
        struck, added = QFont(theme.font("ui")), QFont(theme.font("ui"))
        struck.setStrikeOut(True)
        added.setUnderline(row.kind not in (ChangeKind.FORMAT, ChangeKind.STRUCTURE))
        after = row.after if row.before or row.after else "¶"
        for text, face, ink in ((row.before, struck, "muted"), (after, added, "text")):
            if text:
                top += self._text(painter, text, face, theme.token(ink), left, top, wide)
        if row.also:
            self._text(painter, row.also, theme.font("ui"), theme.token("warning"), left, top, wide)

    def _text(
        self, painter: QPainter, text: str, face: QFont, ink: QColor, left: int, top: int, wide: int
    ) -> int:
        """Words in at most three lines; gives their height."""
        box = self._bounds(text, wide)
        painter.setFont(face)
        painter.setPen(ink)
        place = QRect(left, top, wide, box.height())
        painter.setClipRect(place)
        way = Qt.AlignmentFlag.AlignRight if _is_rtl(text) else Qt.AlignmentFlag.AlignLeft
        painter.drawText(place, int(way) | int(Qt.TextFlag.TextWordWrap), _short(text))
        painter.setClipping(False)
        return box.height()


def _short(text: str) -> str:
    """The words of a row: one run of them, not longer than it can show."""
    said = " ".join(text.split()) or "¶"
    return said if len(said) <= 220 else f"{said[:160]} … {said[-40:]}"


def _is_rtl(text: str) -> bool:
    return first_strong(text) == "rtl"
