"""Whether what a source says of a story is what stands here, or what it said last time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from newsroom.news.article import Article
from newsroom.news.plain import plain
from newsroom.store.state import slug_key

_MARK = 16  # signs of a hash: two texts of one story don't meet by chance


def differences(stands: Article, kept: Mapping[str, object]) -> dict[str, object]:
    """The fields that the file has otherwise; the line break at a body's end is none."""
    return {
        name: value
        for name, value in kept.items()
        if _compared(name, value) != _compared(name, getattr(stands, name))
    }


def _compared(name: str, value: object) -> object:
    if name == "body":
        return str(value).strip("\n")
    if name == "extra" and isinstance(value, Mapping):
        return dict(value)
    if name == "slug":
        return slug_key(str(value))
    return value


def marks_of(kept: Mapping[str, object]) -> dict[str, str]:
    """A short hash of each field, as it would be kept here: whether it changed is seen by it."""
    said: dict[str, str] = {}
    for name, value in kept.items():
        compared = plain(_compared(name, value))
        text = compared if isinstance(compared, str) else json.dumps(compared, sort_keys=True)
        said[name] = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:_MARK]
    return said
