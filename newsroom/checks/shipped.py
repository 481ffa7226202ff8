"""The rule book that a newsroom begins with: read from our files under ``resources/rules``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from newsroom.assets import asset
from newsroom.news.rule import Part, RuleKind, Severity, StyleRule

FOLDER: Final = "rules"
_SHARED: Final = ("category", "language", "severity", "kind", "part", "quoted", "why", "source")
"""What the head of a file may say for all of its rules."""


@cache
def shipped() -> tuple[StyleRule, ...]:
    """All rules, by file and in the order of the files.

    Raises ValueError where a file is not as its README says: a mistake of ours.
    """
    return tuple(rule for path in _files() for rule in rules_of(_read(path), path.name))


def _files() -> list[Path]:
    return sorted(asset(FOLDER).glob("*/*.yaml"))


def _read(path: Path) -> Mapping[str, Any]:
    import yaml

    # The parser in C where it is there: it reads all files in a tenth of the time.
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data = yaml.load(path.read_bytes(), Loader=loader)
    if not isinstance(data, dict):
        raise ValueError(f"{path.name} holds no rules")
    return data


def rules_of(data: Mapping[str, Any], name: str = "") -> Iterator[StyleRule]:
    """The rules of one file. Raises ValueError with the name of what is wrong."""
    shared = {field: data[field] for field in _SHARED if field in data}
    for entry in data["rules"]:
        try:
            yield _rule(shared | entry)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ValueError(f"{name}: {entry.get('key', entry)}: {error!r}") from error


def _rule(entry: Mapping[str, Any]) -> StyleRule:
    kept = dict(entry)
    return StyleRule(
        kind=RuleKind(kept.pop("kind", RuleKind.PATTERN)),
        severity=Severity(kept.pop("severity", Severity.CHECK)),
        part=Part(kept.pop("part", Part.ALL)),
        live=not kept.pop("draft", False),
        find=kept.pop("find").rstrip("\n"),
        must=_lines(kept.pop("must", "")),
        must_not=_lines(kept.pop("must_not", "")),
        **kept,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if line)
