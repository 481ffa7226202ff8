"""Kinds of columns, the same on both engines, and what all tables share."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from newsroom.store.orm import peewee

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime | None) -> int | None:
    """Microseconds since the epoch of an aware moment."""
    return None if moment is None else (moment - _EPOCH) // _MICROSECOND


def moment(micros: int | None) -> datetime | None:
    """The aware moment, in UTC."""
    return None if micros is None else _EPOCH + timedelta(microseconds=micros)


class UtcField(peewee.BigIntegerField):
    """A moment: one type, one order and one index on every engine."""

    def db_value(self, value: Any) -> Any:
        """What is kept: microseconds."""
        return micros(value) if isinstance(value, datetime) else value

    def python_value(self, value: Any) -> Any:
        """What comes out through models: an aware datetime."""
        return moment(value)


class JsonField(peewee.TextField):
    """A small structure as compact JSON text; empty text for nothing."""

    def db_value(self, value: Any) -> Any:
        """What is kept: text."""
        return value if value is None or isinstance(value, str) else to_json(value)

    def python_value(self, value: Any) -> Any:
        """What comes out through models: the structure."""
        return json.loads(value) if value else None


def to_json(value: object) -> str:
    """Compact JSON, with the letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Table(peewee.Model):
    """What all tables share."""

    class Meta:
        """No plural names, and no key but a table's own: Peewee would copy it for each of them."""

        legacy_table_names = False
        primary_key = False
