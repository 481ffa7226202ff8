"""Draws the glimpse of a window that is about to close, without what will not hold until then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QTextEdit, QWidget

from newsroom.ui.story import State

if TYPE_CHECKING:
    from newsroom.ui.window import Window

Taken = tuple[dict[str, Any], bytes]
"""The head of a glimpse, as far as the window knows it, and its pixels."""


OVERHANG = 2  # px that letters may reach beyond their box


def take(window: Window) -> Taken | None:
    """The window as the next start will show it; None where it would show something else."""
    story, pane = window.workbench.current, window.tabs.pane
    if story is None or pane is None or not story.id or story.state is not State.SAVED:
        return None
    if not window.isVisible() or window.isMinimized() or window.focus_mode:
        return None
    if window.messages.standing:
        return None
    if window.listing.wide or window.listing.model.searching:
        return None  # columns may hold other times; passages are found anew
    unlight(window)
    image = _without_marks(window, pane)
    painter = QPainter(image)
    ages, others = _moving(window)
    for box in (*others, *(box for box, _when in ages)):
        _blank(painter, image, box.adjusted(-OVERHANG, 0, OVERHANG, 0))
    painter.end()
    face, ink = window.workbench.theme.font("caption"), window.workbench.theme.token("faint")
    head = {
        "slug": story.article.slug,
        "width": image.width(),
        "height": image.height(),
        "line": image.bytesPerLine(),
        "ratio": image.devicePixelRatio(),
        "ages": [(box.x(), box.y(), box.width(), box.height(), when) for box, when in ages],
        "face": face.toString(),
        "ink": ink.name(),
    }
    return head, bytes(image.constBits())


def unlight(window: QWidget) -> None:
    """Nothing is lit by the mouse any more: it will be elsewhere when the next start shows it."""
    for widget in (window, *window.findChildren(QWidget)):
        if widget.testAttribute(Qt.WidgetAttribute.WA_UnderMouse):
            widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
            QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


def _without_marks(window: Window, pane: QWidget) -> QImage:
    """The window without what is painted over text: that is looked up anew after a start."""
    marked: list[tuple[Any, object]] = [
        (text, getattr(text, "overpaint", None))
        for text in pane.findChildren(QTextEdit)
        if getattr(text, "overpaint", None) is not None
    ]
    try:
        for text, _paint in marked:
            text.overpaint = None
        return window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    finally:
        for text, paint in marked:
            text.overpaint = paint


def _moving(window: Window) -> tuple[list[tuple[QRect, int]], list[QRect]]:
    """What time alone moves: ages with their moments (µs), and what is left out."""
    rows, model = window.listing.rows, window.listing.model
    delegate = window.listing.delegate
    ages: list[tuple[QRect, int]] = []
    others: list[QRect] = []
    if rows.verticalScrollBar().value():  # the next start begins at the top
        others.append(_on(window, rows.viewport(), rows.viewport().rect()))
    else:
        for number in range(model.rowCount()):
            box = rows.visualRect(model.index(number))
            if box.top() > rows.viewport().height():
                break
            if (row := model.row(number)) is not None:
                age, when, late = delegate.moving(box, row)
                ages.append((_on(window, rows.viewport(), age), when))
                others.extend(_on(window, rows.viewport(), part) for part in late)
    sidebar = window.listing.sidebar
    others.extend(_on(window, sidebar.viewport(), box) for box in sidebar.count_boxes())
    if not window.folded("right"):
        content = window.column.content
        others.append(_on(window, content, content.rect()))
    return ages, others


def _on(window: QWidget, part: QWidget, box: QRect) -> QRect:
    return QRect(part.mapTo(window, QPoint(0, 0)) + box.topLeft(), box.size())


def _blank(painter: QPainter, image: QImage, box: QRect) -> None:
    """Fill the box with the ground that it stands on: what shows at its first pixel."""
    ratio = image.devicePixelRatio()
    at = QPoint(round(box.left() * ratio), round(box.top() * ratio))
    if image.rect().contains(at):
        painter.fillRect(box, image.pixelColor(at))
