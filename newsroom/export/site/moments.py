"""Moments of the site in the newsroom's own zone, each worked out once for all that show it."""

from __future__ import annotations

from datetime import datetime, tzinfo

from newsroom.export.site.edition import moment_of


class Moments:
    """Local times by microseconds since the epoch."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._known: dict[int, tuple[datetime, str]] = {}

    def at(self, micros: int) -> datetime:
        """The local time, to the second."""
        return (self._known.get(micros) or self._told(micros))[0]

    def iso(self, micros: int) -> str:
        """The local time as ISO 8601 with its offset."""
        return (self._known.get(micros) or self._told(micros))[1]

    def _told(self, micros: int) -> tuple[datetime, str]:
        local = moment_of(micros).astimezone(self._zone).replace(microsecond=0)
        found = self._known[micros] = (local, local.isoformat())
        return found
