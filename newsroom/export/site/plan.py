"""What publishing would do, file by file, before anything is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from newsroom.export.site.contents import Leaf
from newsroom.export.site.frames import Kind
from newsroom.export.site.manifest import Entry, Manifest
from newsroom.export.site.tree import Found
from newsroom.i18n import N_
from newsroom.values import dataclass


class Why(StrEnum):
    """The reason for writing or deleting a file."""

    NEW = "new"
    CONTENT = "content"
    BOX = "recent"
    FRAME = "template"
    GONE = "missing"
    TOUCHED = "touched"
    ASKED = "rebuild"
    NO_MORE = "no more"
    MOVED = "moved"
    TAKEN = "taken back"
    BACK = "back"


WHY: Mapping[Why, str] = {
    Why.NEW: N_("new"),
    Why.CONTENT: N_("what it shows changed"),
    Why.BOX: N_("its Recent Posts changed"),
    Why.FRAME: N_("a template, the masthead or the program changed"),
    Why.GONE: N_("it was missing in the folder"),
    Why.TOUCHED: N_("somebody changed it in the folder"),
    Why.ASKED: N_("everything is made anew"),
    Why.NO_MORE: N_("the site does not have it any more"),
    Why.MOVED: N_("the story has another address now; this one leads on to it"),
    Why.TAKEN: N_("the story was taken back; a notice stands there"),
    Why.BACK: N_("the story is back"),
}
"""The reasons in words, untranslated."""

_TURNED: Mapping[Kind, Why] = {
    Kind.REDIRECT: Why.MOVED, Kind.NOTICE: Why.TAKEN, Kind.STORY: Why.BACK,
}  # fmt: skip
"""Why something of another kind stands at an address from now on."""


class Write(NamedTuple):
    """A file that is to be written."""

    leaf: Leaf
    why: Why


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done.

    ``same`` are files that stay as they are. ``mend`` are pictures that were changed or lost in
    the folder. ``others`` are files that somebody else put there; ``taken`` those among them that
    stand where ours would go.
    """

    writes: tuple[Write, ...]
    deletes: tuple[str, ...]
    same: Mapping[str, Entry]
    mend: tuple[str, ...]
    others: tuple[str, ...]
    taken: tuple[str, ...]

    @property
    def idle(self) -> bool:
        """Whether nothing is to be done."""
        return not (self.writes or self.deletes or self.mend)


def compare(
    leaves: Iterable[Leaf], manifest: Manifest | None, found: Found, *, rebuild: bool = False
) -> Plan:
    """Hold the files that there should be against those that are there."""
    files: Mapping[str, Entry] = manifest.files if manifest else {}
    lying = found.files
    writes: list[Write] = []
    same: dict[str, Entry] = {}
    wanted: set[str] = set()
    for leaf in leaves:
        path = leaf.path
        wanted.add(path)
        entry = files.get(path)
        if entry is None:
            writes.append(Write(leaf, Why.NEW))
        elif lying.get(path) != (entry[1], entry[2]):
            writes.append(Write(leaf, Why.TOUCHED if path in lying else Why.GONE))
        elif rebuild:
            writes.append(Write(leaf, Why.ASKED))
        elif entry[4] != leaf.key:
            turned = entry[3] != leaf.kind
            why = _TURNED.get(leaf.kind, Why.CONTENT) if turned else why_of(entry[4], leaf.key)
            writes.append(Write(leaf, why))
        else:
            same[path] = entry
    pictures = {path for path, entry in files.items() if entry.kind == Kind.PICTURE}
    shown = manifest.pictures() & pictures if manifest else set()
    for path in shown:
        entry = files[path]
        if lying.get(path) == (entry.size, entry.mtime):
            same[path] = entry
    deletes = tuple(sorted(files.keys() - wanted - pictures))
    others = (lying.keys() | found.odd) - files.keys()
    return Plan(
        writes=tuple(writes),
        deletes=deletes,
        same=same,
        mend=tuple(sorted(shown - same.keys())),
        others=tuple(sorted(others)),
        taken=_taken(wanted - files.keys(), wanted, others, found),
    )


def why_of(old: str, new: str) -> Why:
    """Why a file whose key changed is written anew."""
    before, after = old.split("."), new.split(".")
    if before[0] != after[0]:
        return Why.FRAME
    return Why.CONTENT if before[1] != after[1] else Why.BOX


def _taken(fresh: set[str], wanted: set[str], others: set[str], found: Found) -> tuple[str, ...]:
    """Others' files and links in the place of ours, or of a folder of ours.

    Names are compared as a file system that ignores case would.
    """
    theirs = {path.casefold(): path for path in others}
    taken = {theirs[path.casefold()] for path in fresh if path.casefold() in theirs}
    above = {folder for path in wanted for folder in _folders(path)}
    taken |= {theirs[folder.casefold()] for folder in above if folder.casefold() in theirs}
    taken |= {folder for folder in found.folders if folder in fresh}
    return tuple(sorted(taken))


def _folders(path: str) -> list[str]:
    found = []
    while "/" in path:
        path = path.rpartition("/")[0]
        found.append(path)
    return found
