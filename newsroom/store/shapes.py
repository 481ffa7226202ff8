"""Fields and filters of a story as JSON, for templates, saved filters and the journal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from newsroom.news.article import Byline, BylineRole, Direction, Filter, Picture
from newsroom.news.workflow import Need, PubState, Stage
from newsroom.store.tables import to_json

# A value that JSON has no word for is kept as {"~": kind, "=": value}; the sign is no field name.
_KIND, _VALUE = "~", "="


def to_json_fields(data: Mapping[str, object]) -> str:
    """Fields of a story as JSON text; ``from_json`` gives equal values back."""
    return to_json({name: _plain(value) for name, value in data.items()})


def from_json(text: str) -> dict[str, Any]:
    """The fields again."""
    return {name: _value(value) for name, value in json.loads(text or "{}").items()}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return {_KIND: "moment", _VALUE: value.isoformat()}
    if isinstance(value, (Stage, PubState, Direction, Need)):
        return {_KIND: type(value).__name__, _VALUE: str(value)}
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, Byline):
        return {_KIND: "byline", _VALUE: [value.name, value.staff, str(value.role)]}
    if isinstance(value, Picture):
        return {_KIND: "picture", _VALUE: asdict(value)}
    if isinstance(value, tuple):
        return {_KIND: "tuple", _VALUE: [_plain(item) for item in value]}
    if isinstance(value, (set, frozenset)):
        return {_KIND: "set", _VALUE: sorted(str(item) for item in value)}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    return value


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return [_value(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() != {_KIND, _VALUE}:
        return {name: _value(item) for name, item in value.items()}
    kind, kept = value[_KIND], value[_VALUE]
    if kind == "moment":
        return datetime.fromisoformat(kept)
    if kind == "byline":
        return Byline(kept[0], kept[1], BylineRole(kept[2]))
    if kind == "picture":
        return Picture(**kept)
    if kind == "tuple":
        return tuple(_value(item) for item in kept)
    if kind == "set":
        return frozenset(kept)
    kinds = {"Stage": Stage, "PubState": PubState, "Direction": Direction, "Need": Need}
    return kinds[kind](kept)


_FILTER_FIELDS = frozenset(item.name for item in fields(Filter))


def filter_to_json(filter: Filter) -> str:
    """A filter as JSON text; what is not set is left out."""
    plain = Filter()
    return to_json_fields(
        {
            item.name: getattr(filter, item.name)
            for item in fields(Filter)
            if getattr(filter, item.name) != getattr(plain, item.name)
        }
    )


def filter_from_json(text: str) -> Filter:
    """The filter again; a condition that this newsroom does not know is left out."""
    data = from_json(text)
    return Filter(**{name: value for name, value in data.items() if name in _FILTER_FIELDS})
