"""Names of the site's files: unique whatever the case, and taken by every system."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar
from urllib.parse import quote

from newsroom.export.files import file_name
from newsroom.text.slug import slugify

Key = TypeVar("Key", bound=Hashable)

SUFFIX = ".html"
OURS = frozenset({"index", "404", "search", "corrections"})
"""Pages of the site itself, which no story may take the place of."""

_PLAIN = re.compile(r"[a-z0-9][a-z0-9-]{3,99}")  # no device of Windows has so simple a long name
_ADDRESS = re.compile(r"[A-Za-z0-9_./~-]*")  # what an address holds as it is (RFC 3986, 2.3)
_NUMBER = re.compile(r"com\d|lpt\d")


def page_names(slugs: Iterable[tuple[int, str]]) -> dict[int, str]:
    """The name of each story's page, without suffix; ``slugs`` are (id, slug).

    Of two that would share one the older story keeps it, the other gets "-2".
    """
    taken: set[str] = set(OURS)
    names: dict[int, str] = {}
    for number, slug in sorted(slugs):
        plain = _PLAIN.fullmatch(slug) and not _NUMBER.fullmatch(slug)
        names[number] = _free(slug if plain else file_name(slug, ""), taken)
    return names


def folder_names(named: Mapping[Key, str]) -> dict[Key, str]:
    """A folder's name, readable in an address, for each section, tag or person; by their names."""
    taken: set[str] = set()
    return {key: _free(file_name(slugify(name) or name, ""), taken) for key, name in named.items()}


def quoted(path: str) -> str:
    """A path as it stands in an address."""
    return path if _ADDRESS.fullmatch(path) else quote(path)


def _free(name: str, taken: set[str]) -> str:
    found, n = name, 1
    while (folded := found.casefold()) in taken:
        n += 1
        found = f"{name}-{n}"
    taken.add(folded)
    return found
