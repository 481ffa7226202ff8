"""How the window was left: size, panes, open tabs and carets, filters; one JSON file a store."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
from collections.abc import Mapping
from dataclasses import asdict, field, fields, replace
from pathlib import Path
from typing import Any

from newsroom.values import dataclass

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class TabMark:
    """An open tab: the story (0 if it was never saved, then ``key`` names its draft), and where.

    ``caret`` is what the editor gave to find its place again: plain JSON.
    """

    article: int
    key: str = ""
    title: str = ""
    caret: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """How the window was left. ``clean`` is True only while no window is open on it.

    ``geometry`` is Qt's own, in hex; ``panes`` are widths in pixels from the left; ``arranged``: a
    person has moved a line between them, None where that was not kept yet; ``folded`` names what
    was folded away; ``listing`` is the list's own state: plain JSON. ``entries`` is what was
    changed in staff entries and not saved, by id ("0": a new one).
    """

    geometry: str = ""
    panes: tuple[int, ...] = ()
    arranged: bool | None = None
    folded: tuple[str, ...] = ()
    panel: str = ""
    tabs: tuple[TabMark, ...] = ()
    front: int = -1
    listing: Mapping[str, Any] = field(default_factory=dict)
    entries: Mapping[str, Any] = field(default_factory=dict)
    clean: bool = True


def session_file(folder: Path, store: str) -> Path:
    """Where the session of that store lies; ``store`` is its path or address."""
    digest = hashlib.sha256(store.encode()).hexdigest()[:16]
    return folder / "sessions" / f"{digest}.json"


def read_session(path: Path) -> Session:
    """The session as it was left; one that can't be read is as at the first start."""
    try:
        data = json.loads(path.read_text("utf-8"))
        known = {item.name for item in fields(Session)}
        values = {name: value for name, value in data.items() if name in known}
        values["tabs"] = tuple(TabMark(**tab) for tab in values.get("tabs", ()))
        values["panes"] = tuple(int(width) for width in values.get("panes", ()))
        values["folded"] = tuple(str(name) for name in values.get("folded", ()))
        for name in ("listing", "entries"):
            if not isinstance(values.get(name, {}), dict):
                raise TypeError(f"{name} is no object")
        return Session(**values)
    except FileNotFoundError:
        return Session()
    except (OSError, ValueError, TypeError, AttributeError) as error:
        log.warning("the session file is not readable and is passed over: %s", error)
        return Session()


def close_tabs(path: Path) -> None:
    """Keep the layout of a session and nothing that names stories or people by their numbers."""
    session = read_session(path)
    if session.tabs or session.entries:
        write_session(path, replace(session, tabs=(), front=-1, entries={}))


def write_session(path: Path, session: Session) -> None:
    """Keep the session, in one piece or not at all. A disk that refuses costs only the layout."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps(asdict(session)), "utf-8")
        os.replace(fresh, path)
    except OSError as error:
        log.warning("the session could not be kept: %s", error)
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
