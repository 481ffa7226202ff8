"""A day and an hour by the newsroom's clock, or none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from PySide6.QtCore import QDate, QDateTime, QSize, Qt, QTime, QTimeZone
from PySide6.QtWidgets import (
    QDateTimeEdit,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from newsroom.i18n import _
from newsroom.news.fields import Spec
from newsroom.ui.hours import clock_time
from newsroom.ui.widgets.field import Field, Fittings, column
from newsroom.ui.widgets.inset import INSET, inset
from newsroom.ui.zones import zone_of


class MomentField(Field):
    """An aware datetime in UTC, shown and typed by the newsroom's clock.

    The editor itself is handed wall-clock time as if it were UTC, so that the summer time of
    this computer can't bend it.
    """

    def __init__(self, spec: Spec, fittings: Fittings, parent: QWidget | None = None) -> None:
        super().__init__(spec, fittings, parent)
        self._value: datetime | None = None
        self._showing = False
        self.begin = QPushButton(_("Set…"))
        self.begin.setProperty("role", "quiet")
        self.begin.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.edit = _QuietMoment()
        self.edit.setTimeZone(QTimeZone.utc())
        self.edit.setCalendarPopup(True)
        self.edit.setDisplayFormat("ddd d MMM yyyy  HH:mm")
        self.edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clear = QToolButton(self)
        self.clear.setIcon(fittings.icons.icon("close"))
        self.clear.setIconSize(QSize(16, 16))
        clear_name = _("Clear: {label}").format(label=_(spec.label))
        self.clear.setAccessibleName(clear_name)
        self.clear.setToolTip(clear_name)
        self.other = QLabel(self)
        self.other.setProperty("role", "caption")
        self.begin.clicked.connect(self._begin)
        self.clear.clicked.connect(self._clear)
        self.edit.dateTimeChanged.connect(self._changed)
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.begin)
        line.addWidget(self.edit)
        line.addWidget(self.clear)
        line.addStretch(0)
        layout = column(self, space=2)
        layout.addWidget(row)
        layout.addWidget(self.other)
        self._draw()

    def value(self) -> datetime | None:
        """The moment in UTC."""
        return self._value

    def show_value(self, value: datetime | None) -> None:
        """Show the moment."""
        self._value = value
        self._draw()

    def controls(self) -> tuple[QWidget, ...]:
        """What can be used now first."""
        parts = (self.begin, self.edit, self.clear)
        return parts if self._value is None else parts[1:]

    def refresh(self) -> None:
        """The newsroom's zone may be another."""
        self._draw()

    def _zone(self) -> tzinfo:
        return zone_of(self.fittings.lists.site.timezone)

    def _begin(self) -> None:
        soon = (self.fittings.clock() + timedelta(hours=1)).astimezone(self._zone())
        self._value = soon.replace(minute=0, second=0, microsecond=0).astimezone(UTC)
        self._draw()
        self.edit.setFocus()
        self.edited.emit(self._value)

    def _clear(self) -> None:
        self._value = None
        self._draw()
        self.begin.setFocus()
        self.edited.emit(None)

    def _changed(self, shown: QDateTime) -> None:
        if self._showing or self._value is None:
            return
        date, time = shown.date(), shown.time()
        wall = datetime(
            date.year(), date.month(), date.day(), time.hour(), time.minute(), tzinfo=self._zone()
        )
        moment = wall.astimezone(UTC)
        if moment != self._value:
            self._value = moment
            self._tell_other()
            self.edited.emit(moment)

    def _draw(self) -> None:
        there = self._value is not None
        self.begin.setVisible(not there)
        self.edit.setVisible(there)
        self.clear.setVisible(there)
        self.other.setVisible(there)
        if self._value is None:
            return
        wall = self._value.astimezone(self._zone())
        self._showing = True
        self.edit.setDateTime(
            QDateTime(
                QDate(wall.year, wall.month, wall.day),
                QTime(wall.hour, wall.minute, wall.second),
                QTimeZone.utc(),
            )
        )
        self._showing = False
        self._tell_other()

    def _tell_other(self) -> None:
        """The same moment by other clocks: the zone's own name and offset, and this computer's."""
        assert self._value is not None
        name = self.fittings.lists.site.timezone
        wall = self._value.astimezone(self._zone())
        offset = wall.strftime("%z")
        place = name.replace("_", " ")
        # Where the zone is called by its offset alone it is said once.
        parts = [place if place == "UTC" else f"{place} (UTC{offset[:3]}:{offset[3:]})"]
        here = self._value.astimezone()
        if here.utcoffset() != wall.utcoffset():
            parts.append(_("{time} here").format(time=clock_time(self._value)))
        self.other.setText(" · ".join(parts))


class _QuietMoment(QDateTimeEdit):
    def __init__(self) -> None:
        super().__init__()
        inset(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        """Qt does not count the room between the frame and the figures."""
        return super().sizeHint() + QSize(2 * INSET, 0)

    def minimumSizeHint(self) -> QSize:
        """Qt does not count the room between the frame and the figures."""
        return super().minimumSizeHint() + QSize(2 * INSET, 0)

    def wheelEvent(self, event: Any) -> None:
        event.ignore()
