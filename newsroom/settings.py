"""What a person set: declared once with a face, kept as JSON, drawn by the preferences."""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from newsroom.i18n import N_
from newsroom.values import dataclass

FILE = "settings.json"

_log = logging.getLogger(__name__)


def _face(default: Any, label: str, *, page: str, kind: str, **more: Any) -> Any:
    """A setting with its face: the arguments of ``news.fields.Spec``.

    It is a plain mapping because this module stands a floor below ``news``.
    """
    return field(
        default=default, metadata={"face": {"label": label, "page": page, "kind": kind} | more}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One person's settings on one computer. Sizes are pixels, widths characters."""

    theme: str = _face(
        "system",
        N_("Look"),
        page=N_("Appearance"),
        kind="choice",
        choices=(
            ("system", N_("As the system")),
            ("light", N_("Light")),
            ("dark", N_("Dark")),
            ("contrast", N_("High contrast")),
        ),
    )
    language: str = _face(
        "",
        N_("Language of the window"),
        page=N_("Appearance"),
        kind="choice",
        choices=(("", N_("As the system")), ("en", N_("English")), ("fa", N_("Persian"))),
        hint=N_("Takes effect at the next start"),
    )
    ui_font_size: int = _face(
        0,
        N_("Letters of the window"),
        page=N_("Appearance"),
        kind="choice",
        choices=(
            (0, N_("As the system")),
            (13, N_("Small")),
            (15, N_("Medium")),
            (17, N_("Large")),
            (20, N_("Very large")),
        ),
    )
    list_density: str = _face(
        "comfortable",
        N_("Rows of the list"),
        page=N_("Appearance"),
        kind="choice",
        choices=(("comfortable", N_("Three lines")), ("compact", N_("Two lines"))),
    )

    story_font_size: int = _face(
        18,
        N_("Letters of the story"),
        page=N_("Writing"),
        kind="number",
        lowest=12,
        highest=32,
        hint=N_("In pixels"),
    )
    story_face: str = _face(
        "serif",
        N_("Face of the story"),
        page=N_("Writing"),
        kind="choice",
        choices=(
            ("serif", N_("Source Serif, as on the page")),
            ("sans", N_("As the window")),
            ("mono", N_("Typewriter")),
        ),
    )
    source_face: str = _face(
        "mono",
        N_("Face of the Markdown"),
        page=N_("Writing"),
        kind="choice",
        choices=(("mono", N_("Typewriter")), ("story", N_("As the story"))),
    )
    page_width: int = _face(
        68,
        N_("Width of the page"),
        page=N_("Writing"),
        kind="number",
        lowest=45,
        highest=110,
        hint=N_("In characters; 66 to 72 read best"),
    )
    reading_speed: int = _face(
        230,
        N_("Reading speed"),
        page=N_("Writing"),
        kind="number",
        lowest=80,
        highest=600,
        hint=N_("Words a minute, for the reading time of a story"),
    )
    open_as_source: bool = _face(
        False, N_("Open stories as Markdown"), page=N_("Writing"), kind="flag"
    )
    hide_marks: bool = _face(
        False,
        N_("Hide Markdown's signs"),
        page=N_("Writing"),
        kind="flag",
        hint=N_("They stay faint, and plain on the line that you write in"),
    )
    typography: bool = _face(
        True,
        N_("Set quotes and dashes while I type"),
        page=N_("Writing"),
        kind="flag",
        hint=N_("As the paragraph's language wants it; one undo gives back what you typed"),
    )
    focus: str = _face(
        "",
        N_("Fade all but"),
        page=N_("Writing"),
        kind="choice",
        choices=(
            ("", N_("Nothing is faded")),
            ("paragraph", N_("The paragraph")),
            ("sentence", N_("The sentence")),
        ),
    )
    typewriter: bool = _face(
        False, N_("Keep the line I write at the same height"), page=N_("Writing"), kind="flag"
    )
    hemingway: bool = _face(
        False,
        N_("Hemingway: nothing can be deleted"),
        page=N_("Writing"),
        kind="flag",
        hint=N_("For a first draft; turn it off to edit"),
    )

    check_spelling: bool = _face(
        True, N_("Check spelling while typing"), page=N_("Writing"), kind="flag"
    )
    check_style: bool = _face(
        True, N_("Check the house style while typing"), page=N_("Writing"), kind="flag"
    )
    english: str = _face(
        "",
        N_("English is spelled"),
        page=N_("Writing"),
        kind="choice",
        choices=(
            ("", N_("As the system")),
            ("en_US", N_("The American way")),
            ("en_GB", N_("The British way")),
        ),
        hint=N_("In stories that do not say which English they are in"),
    )

    who: str = _face(
        "",
        N_("I am"),
        page=N_("Newsroom"),
        kind="line",
        most=200,
        hint=N_("Your name or initials as in the staff directory"),
    )
    store: str = _face(
        "",
        N_("Newsroom to open"),
        page=N_("Newsroom"),
        kind="line",
        most=2000,
        hint=N_("At the next start: a file or an address; empty is your own"),
    )
    export_folder: str = _face(
        "",
        N_("Folder for exported pages"),
        page=N_("Newsroom"),
        kind="line",
        most=4000,
        hint=N_("Empty: one in your documents, named after the newsroom"),
    )
    export_format: str = _face(
        "html",
        N_("Format of exports"),
        page="",  # the dialog of an export keeps it, and shows all there are by name
        kind="line",
        most=40,
        hint=N_("The one that was chosen last, such as html, docx or pdf"),
    )

    export_open: bool = _face(
        True,
        N_("Open an exported file afterwards"),
        page=N_("Newsroom"),
        kind="flag",
        hint=N_("As it was chosen last; of several files none is opened"),
    )
    word_folder: str = _face(
        "",
        N_("Folder for Word documents"),
        page=N_("Newsroom"),
        kind="line",
        most=4000,
        hint=N_("Empty means the system's folder for downloads"),
    )
    backup_at: str = _face(
        "19:00",
        N_("Daily backup"),
        page=N_("Newsroom"),
        kind="choice",
        choices=(
            ("12:00", N_("At noon")),
            ("17:00", N_("At 17:00")),
            ("19:00", N_("At 19:00")),
            ("22:00", N_("At 22:00")),
            ("", N_("Never")),
        ),
        hint=N_("By the newsroom's clock; at the next start where the computer was off"),
    )
    backup_folder: str = _face(
        "",
        N_("Folder for the daily backups"),
        page=N_("Newsroom"),
        kind="line",
        most=4000,
        hint=N_("Empty means beside your own data"),
    )
    backup_keep: int = _face(
        14,
        N_("Daily backups to keep"),
        page=N_("Newsroom"),
        kind="number",
        lowest=1,
        highest=365,
    )


def _faces() -> dict[str, Mapping[str, Any]]:
    return {item.name: MappingProxyType(item.metadata["face"]) for item in fields(Settings)}


SETTINGS_FACES: Mapping[str, Mapping[str, Any]] = MappingProxyType(_faces())
"""Every setting's face by name, in the order of the preferences: arguments for a ``Spec``."""


def load(folder: Path) -> Settings:
    """The settings kept in ``folder``.

    A value that is not possible falls back to its default; a file that can't be read as settings
    is kept beside as ``.bad`` and all defaults hold. Never raises.
    """
    path = folder / FILE
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, RecursionError) as error:
        _put_aside(path, error)
        return Settings()
    if not isinstance(kept, dict):
        _put_aside(path, TypeError("not an object"))
        return Settings()
    good = {name: value for name, value in kept.items() if is_possible(name, value)}
    if len(good) != len(kept):
        _log.warning("settings passed over: %s", ", ".join(sorted(set(kept) - set(good))))
    return Settings(**good)


def save(settings: Settings, folder: Path) -> None:
    """Keep the settings in ``folder``; what stood there stays whole if the disk is full.

    Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(settings), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    handle, name = tempfile.mkstemp(prefix=FILE, dir=folder)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, folder / FILE)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def is_possible(name: str, value: object) -> bool:
    """Whether a setting of that name may have that value."""
    face = SETTINGS_FACES.get(name)
    if face is None:
        return False
    match face["kind"]:
        case "choice":
            return any(type(key) is type(value) and key == value for key, _label in face["choices"])
        case "number":
            return type(value) is int and face["lowest"] <= value <= face["highest"]
        case "flag":
            return isinstance(value, bool)
        case _:
            return isinstance(value, str) and len(value) <= face["most"]


def _put_aside(path: Path, error: Exception) -> None:
    _log.warning("the settings can't be read (%s); they are kept as %s.bad", error, path.name)
    try:
        os.replace(path, path.with_name(f"{path.name}.bad"))
    except OSError as second:
        _log.warning("they could not be put aside: %s", second)
