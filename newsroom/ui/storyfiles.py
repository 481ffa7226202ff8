"""Files and folders that stories come in, among what is dragged or on the clipboard."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData

STORIES: Final = frozenset({
    ".md", ".markdown", ".txt", ".html", ".htm", ".xhtml", ".docx", ".odt", ".xml", ".json", ".eml",
    ".rss", ".atom", ".rdf", ".zip",
})  # fmt: skip
"""The ends of files that stories come in."""


def story_files(data: QMimeData) -> tuple[Path, ...]:
    """The files of stories and the folders of this computer among it."""
    paths = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return tuple(path for path in paths if _may_hold_stories(path))


def only_story_files(data: QMimeData) -> bool:
    """Whether it is such files and folders and nothing else."""
    found = story_files(data)
    return bool(found) and len(found) == len(data.urls())


def _may_hold_stories(path: Path) -> bool:
    return path.suffix.lower() in STORIES or path.is_dir()
