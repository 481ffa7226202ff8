"""How the window looks: colours, faces and the one sheet made from them, light, dark or contrast.

Widgets choose their dress by object name or by the dynamic property ``role``; delegates and the
editor ask ``token`` and ``font`` when they paint and look again at ``changed``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from newsroom.assets import asset
from newsroom.ui.marks import draw_marks
from newsroom.ui.tokens import MEASURES, Look, read_colours

STORY_FACE = "Source Serif 4"
PERSIAN_FACE = "Vazirmatn NL"
STORY_FAMILIES = (STORY_FACE, PERSIAN_FACE)
"""What stories are set in: the letters that the first lacks come from the second."""

STORY_SIZE = 18  # px; the middle of what a page of 66 to 72 characters wants
SMALLEST_UI = 13  # px; below this the second line of a list row no longer reads
LINE_HEIGHT = 1.5  # of a story

MOTION_MS = 120  # only where movement explains; never above 150

_STEPS: Mapping[str, float] = {
    "caption": -1,
    "ui": 0,
    "strong": 0,
    "title": 2,
    "heading": 8,
    "mono": 0,
}
"""Sizes of the interface's faces, in pixels above its own size."""

_PAGE: Mapping[str, float] = {
    "kicker": 0.72,
    "headline": 1.9,
    "dek": 1.12,
    "dateline": 0.85,
    "byline": 0.83,
    "story": 1,
    "source": 0.86,
}
"""Sizes of the page's faces, as shares of the story's size."""


def load_faces() -> None:
    """Make the faces that come with the program known to Qt. A missing file is no fault."""
    for path in sorted(asset("fonts").glob("*/*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


class Theme(QObject):
    """The look in force. ``changed`` comes after the sheet, the palette and the fonts are set."""

    changed = Signal()

    def __init__(
        self,
        app: QApplication,
        *,
        choice: str = "system",
        ui_size: int = 0,
        story_size: int = STORY_SIZE,
        cache: Path,
    ) -> None:
        """``choice`` is "system" or a ``Look``; ``ui_size`` 0 is the system's; sizes in pixels.

        ``cache`` is a folder for the small pictures of the sheet; it may not exist yet.
        """
        super().__init__(app)
        self._app = app
        self._cache = cache
        self._system_font = QFont(app.font())
        self._choice = choice
        self._ui_size = ui_size
        self._story_size = story_size
        self._fonts: dict[str, QFont] = {}
        load_faces()
        app.setStyle("Fusion")  # the sheet then means the same on every system
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        if accessibility := getattr(hints, "accessibility", None):  # Qt 6.10
            accessibility().contrastPreferenceChanged.connect(self._follow)
        self._dress()

    # What it is.

    @property
    def choice(self) -> str:
        """What the person chose: "system" or a ``Look``."""
        return self._choice

    @property
    def look(self) -> Look:
        """The look in force."""
        return self._look

    @property
    def dark(self) -> bool:
        """Whether ink is light on dark."""
        return self._look is not Look.LIGHT

    @property
    def story_size(self) -> int:
        """The size of a story's letters, in pixels."""
        return self._story_size

    @property
    def motion(self) -> int:
        """How long a movement takes in milliseconds; 0 when the system asks for none."""
        return MOTION_MS if self._app.isEffectEnabled(Qt.UIEffect.UI_General) else 0

    def token(self, name: str) -> QColor:
        """The colour of that name. Raises KeyError for one that no look has."""
        return QColor(self._colours[name])

    def font(self, name: str = "ui") -> QFont:
        """A face by its use.

        "ui", "strong", "caption", "title", "heading", "mono" for the window; "story", "headline",
        "dek", "kicker", "dateline", "byline", "source" for the page. Raises KeyError for others.
        """
        if name not in self._fonts:
            self._fonts[name] = self._make_font(name)
        return QFont(self._fonts[name])

    # Changing it.

    def use(
        self,
        *,
        choice: str | None = None,
        ui_size: int | None = None,
        story_size: int | None = None,
    ) -> None:
        """Take another look or other sizes; what is None stays."""
        before = (self._choice, self._ui_size, self._story_size)
        after = (
            before[0] if choice is None else choice,
            before[1] if ui_size is None else ui_size,
            before[2] if story_size is None else story_size,
        )
        if after != before:
            self._choice, self._ui_size, self._story_size = after
            self._dress()

    def _follow(self) -> None:
        if self._choice == "system" and self._wanted() is not self._look:
            self._dress()

    def _wanted(self) -> Look:
        if self._choice != "system":
            return Look(self._choice)
        hints = self._app.styleHints()
        if accessibility := getattr(hints, "accessibility", None):
            preference = accessibility().contrastPreference()
            if preference == Qt.ContrastPreference.HighContrast:
                return Look.CONTRAST
        return Look.DARK if hints.colorScheme() == Qt.ColorScheme.Dark else Look.LIGHT

    def _dress(self) -> None:
        self._look = self._wanted()
        self._colours = read_colours(self._look)
        self._fonts.clear()
        self._app.setPalette(self._make_palette())
        self._app.setFont(self.font("ui"))
        self._app.setStyleSheet(self._make_sheet())
        self.changed.emit()

    # Making it.

    def _base(self) -> int:
        """The interface's own size in pixels."""
        return self._ui_size or max(SMALLEST_UI, QFontInfo(self._system_font).pixelSize())

    def _size(self, name: str) -> int:
        if name in _STEPS:
            return round(self._base() + _STEPS[name])
        return round(self._story_size * _PAGE[name])

    def _make_font(self, name: str) -> QFont:
        size = self._size(name)
        if name in ("mono", "source"):
            font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
            font.setFamilies([*font.families(), PERSIAN_FACE])
        elif name in ("story", "headline", "dek", "dateline"):
            font = QFont()
            font.setFamilies(list(STORY_FAMILIES))
            # Letters of a page keep their drawn widths, so that lines break as in print.
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        else:
            font = QFont(self._system_font)
        font.setPixelSize(size)
        if name in ("headline", "kicker"):
            font.setWeight(QFont.Weight.Bold)
        elif name in ("strong", "title", "heading"):
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def _make_palette(self) -> QPalette:
        roles, groups = QPalette.ColorRole, QPalette.ColorGroup
        palette = QPalette()
        for role, name in (
            (roles.Window, "window"),
            (roles.WindowText, "text"),
            (roles.Base, "paper"),
            (roles.AlternateBase, "list"),
            (roles.Text, "text"),
            (roles.Button, "raised"),
            (roles.ButtonText, "text"),
            (roles.BrightText, "danger"),
            (roles.PlaceholderText, "faint"),
            (roles.Highlight, "selection"),
            (roles.HighlightedText, "text"),
            (roles.Accent, "accent-fill"),
            (roles.Link, "accent"),
            (roles.LinkVisited, "accent"),
            (roles.ToolTipBase, "tooltip"),
            (roles.ToolTipText, "on-tooltip"),
            (roles.Light, "raised"),
            (roles.Midlight, "hover"),
            (roles.Mid, "border"),
            (roles.Dark, "border-strong"),
            (roles.Shadow, "border-strong"),
        ):
            palette.setColor(role, self.token(name))
        for role in (
            roles.WindowText, roles.Text, roles.ButtonText, roles.HighlightedText,
            roles.PlaceholderText,
        ):  # fmt: skip
            palette.setColor(groups.Disabled, role, self.token("disabled"))
        palette.setColor(groups.Disabled, roles.Highlight, self.token("selected-idle"))
        return palette

    def _make_sheet(self) -> str:
        values = {name: colour.name() for name, colour in self._colours.items()} | dict(MEASURES)
        for name in (*_STEPS, *_PAGE):
            values[f"size-{name}"] = f"{self._size(name)}px"
        values["story-face"] = ", ".join(f'"{family}"' for family in STORY_FAMILIES)
        for name, path in draw_marks(self._cache, self._look, self._colours).items():
            values[f"mark-{name}"] = f'url("{path.as_posix()}")'
        text = asset("themes", "newsroom.qss").read_text(encoding="utf-8")
        return fill_sheet(text, values)


def fill_sheet(text: str, values: Mapping[str, str]) -> str:
    """The sheet with every ``@name`` replaced. Raises KeyError for a name that is not there."""
    return re.sub(r"@([a-z][a-z0-9-]*)", lambda found: values[found[1]], text)
