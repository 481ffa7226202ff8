"""Values as JSON could hold them, and back: for files, for undo steps and for ``--json``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum

from newsroom.news.article import Byline, BylineRole, Direction, Picture
from newsroom.news.workflow import Need, PubState, Stage


def plain(value: object) -> object:
    """The value as JSON could hold it: moments in ISO 8601 UTC, choices as words."""
    if isinstance(value, StrEnum):
        return value.value  # the one string of all that have the choice
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: plain(getattr(value, item.name)) for item in fields(value)}
    return value


def article_fields(data: Mapping[str, object]) -> dict[str, object]:
    """Fields of a story as values again, out of what ``plain`` made of them."""
    return {name: _article_value(name, value) for name, value in data.items()}


def _article_value(name: str, value: object) -> object:
    if name.endswith(("_at", "_until")):
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    if name == "stage":
        return Stage(str(value))
    if name == "pubstate":
        return PubState(str(value))
    if name in ("legal", "pictures"):
        return Need(str(value))
    if name == "direction":
        return Direction(str(value))
    if name == "tags" and isinstance(value, list):
        return tuple(value)
    if name == "bylines" and isinstance(value, list):
        return tuple(
            Byline(item["name"], item["staff"], BylineRole(item["role"])) for item in value
        )
    if name == "picture" and isinstance(value, Mapping):
        return Picture(**value)
    return value


def iso(moment: datetime) -> str:
    """The moment in UTC, as ISO 8601."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
