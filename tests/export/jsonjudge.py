"""The part of JSON Schema that our own schemas use, so that they need no library.

https://json-schema.org/draft/2020-12 – a word of a schema that is not known here is a mistake in
it, never a rule that is passed over. ``make judge`` asks the jsonschema library the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
}
_SIGNS = re.compile(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


def faults(value: Any, schema: Mapping[str, Any]) -> list[str]:
    """Where ``value`` is not as the schema has it, each as "place: why"."""
    return [f"{place or '.'}: {why}" for place, why in _faults(value, schema, schema, "")]


def _faults(
    value: Any, schema: Mapping[str, Any], root: Mapping[str, Any], place: str
) -> Iterator[tuple[str, str]]:
    for word, rule in schema.items():
        match word:
            case "$schema" | "$comment" | "$defs":
                pass
            case "$ref":
                name = rule.removeprefix("#/$defs/")
                yield from _faults(value, root["$defs"][name], root, place)
            case "type":
                if not isinstance(value, _TYPES[rule]) or isinstance(value, bool):
                    yield place, f"{value!r} is no {rule}"
                    return
            case "properties":
                for name in value.keys() & rule.keys():
                    yield from _faults(value[name], rule[name], root, f"{place}.{name}")
            case "additionalProperties":
                assert rule is False
                for name in value.keys() - schema["properties"].keys():
                    yield f"{place}.{name}", "is not known"
            case "required":
                yield from ((f"{place}.{name}", "is missing") for name in rule if name not in value)
            case "items":
                for n, one in enumerate(value):
                    yield from _faults(one, rule, root, f"{place}[{n}]")
            case _:
                if not _simple(value, word, rule):
                    yield place, f"{value!r} is not of {word} {rule}"


def _simple(value: Any, word: str, rule: Any) -> bool:
    match word:
        case "enum":
            return value in rule
        case "pattern":
            return re.search(rule, value) is not None
        case "minLength" | "minItems":
            return len(value) >= int(rule)
        case "minimum":
            return value >= int(rule)
        case "maximum":
            return value <= int(rule)
        case "format" if rule == "uri":  # RFC 3986
            scheme, colon, rest = value.partition(":")
            known = re.fullmatch(r"[A-Za-z][A-Za-z0-9+.\-]*", scheme) is not None
            return bool(known and colon and _SIGNS.fullmatch(rest))
        case "format" if rule == "date-time":  # RFC 3339
            return _MOMENT.fullmatch(value) is not None and _is_moment(value)
    raise AssertionError(f"{word} {rule} is not known to this judge")


def _is_moment(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
