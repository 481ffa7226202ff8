"""What a scrolled view paints on, made on our side."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QScrollArea, QTextEdit, QWidget


def give_ground(area: QAbstractScrollArea) -> QWidget:
    """Give the view a ``viewport()`` that PySide knows, as Qt would have made it; that viewport.

    For a plain widget that Qt made, PySide 6.11 makes all classes that are derived from QWidget,
    to find out which one it is: 62 of them, for 10 ms and a megabyte. Call it first, so that what
    is set afterwards holds for it.
    """
    # As in QAbstractScrollAreaPrivate::init and the constructors of the views (Qt 6.11).
    ground = QWidget(area)
    ground.setObjectName("qt_scrollarea_viewport")
    role = QPalette.ColorRole
    ground.setBackgroundRole(role.NoRole if isinstance(area, QScrollArea) else role.Base)
    ground.setAutoFillBackground(True)
    ground.setMouseTracking(area.hasMouseTracking())
    ground.setAcceptDrops(area.acceptDrops())
    ground.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
    if isinstance(area, QTextEdit):
        ground.setCursor(Qt.CursorShape.IBeamCursor)
        # It measures on the one before, which goes. On none it takes the usual resolution, which
        # is that of our windows; else each key would ask each line's for it, up to the window.
        area.document().documentLayout().setPaintDevice(None)  # type: ignore[arg-type]
    area.setViewport(ground)
    return ground
