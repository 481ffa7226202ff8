"""The platform's folders for data, settings, state and cache, without Qt.

Linux follows the XDG Base Directory Specification, macOS the Library folder, Windows the known
folders by their environment variables.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

APP = "newsroom"


def _home(*parts: str) -> Path:
    return Path.home().joinpath(*parts)


def _xdg(variable: str, *fallback: str) -> Path:
    value = os.environ.get(variable, "")
    # The specification says that a relative path is to be ignored.
    return Path(value) if value and Path(value).is_absolute() else _home(*fallback)


def data_dir() -> Path:
    """Where the person's own store lives."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or _home("AppData", "Local")) / APP
    if sys.platform == "darwin":
        return _home("Library", "Application Support", APP)
    return _xdg("XDG_DATA_HOME", ".local", "share") / APP


def config_dir() -> Path:
    """Where the settings lie."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or _home("AppData", "Roaming")) / APP
    if sys.platform == "darwin":
        return _home("Library", "Preferences", APP)
    return _xdg("XDG_CONFIG_HOME", ".config") / APP


def state_dir() -> Path:
    """Where the session, the log and the journal of a shared store lie."""
    if sys.platform in ("win32", "darwin"):
        return data_dir() / "state"
    return _xdg("XDG_STATE_HOME", ".local", "state") / APP


def cache_dir() -> Path:
    """Where things lie that can be made again."""
    if sys.platform == "win32":
        return data_dir() / "cache"
    if sys.platform == "darwin":
        return _home("Library", "Caches", APP)
    return _xdg("XDG_CACHE_HOME", ".cache") / APP


def renditions_dir() -> Path:
    """Where pictures lie that were made small for pages."""
    return cache_dir() / "pictures"


def backups_dir() -> Path:
    """Where the daily backups lie, unless the person says otherwise."""
    return data_dir() / "backups"


def default_store() -> Path:
    """The person's own store."""
    return data_dir() / "newsroom.newsroom"
