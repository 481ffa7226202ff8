"""Icons by their meaning: qtawesome's pictures, kept in the cache so that a start does not pay.

A cached picture is only the glyph's shape; it takes the ink of the look when it is painted.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from newsroom import __version__
from newsroom.assets import asset
from newsroom.kept import enums
from newsroom.ui.theme import Theme

_SET = ("ph", "phosphor-1.3.0.ttf", "phosphor-charmap-1.3.0.json")  # as qtawesome 1.4 names it

_IMPORTS = ("qtpy.QtCore", "qtpy.QtGui", "qtpy.QtWidgets", "qtawesome.iconic_font")
"""What drawing takes, one import a turn. Never on another thread: it makes Qt's classes known to
Python, and PySide crashes now and then where two threads do that at once (1 in 40 first starts)."""

NAMES: Mapping[str, str] = MappingProxyType(
    {
        # meaning: glyph, all from the one set of Phosphor
        "plus": "ph.plus",
        "template": "ph.files",
        "save": "ph.floppy-disk",
        "duplicate": "ph.copy",
        "send": "ph.paper-plane-tilt",
        "assign": "ph.user-plus",
        "spike": "ph.tray",
        "restore": "ph.arrow-u-up-left",
        "pin": "ph.push-pin",
        "publish": "ph.globe",
        "unpublish": "ph.eye-slash",
        "correct": "ph.note-pencil",
        "update": "ph.arrows-clockwise",
        "withdraw": "ph.prohibit",
        "package": "ph.stack",
        "card": "ph.identification-card",
        "proof": "ph.printer",
        "news-list": "ph.list-numbers",
        "close": "ph.x",
        "tab": "ph.browser",
        "quit": "ph.sign-out",
        "undo": "ph.arrow-counter-clockwise",
        "redo": "ph.arrow-clockwise",
        "cut": "ph.scissors",
        "copy": "ph.copy-simple",
        "paste": "ph.clipboard",
        "paste-plain": "ph.clipboard-text",
        "find": "ph.magnifying-glass",
        "replace": "ph.swap",
        "settings": "ph.gear-six",
        "bold": "ph.text-bolder",
        "italic": "ph.text-italic",
        "strike": "ph.text-strikethrough",
        "code": "ph.code",
        "link": "ph.link",
        "heading": "ph.text-h",
        "heading1": "ph.text-h-one",
        "heading2": "ph.text-h-two",
        "heading3": "ph.text-h-three",
        "paragraph": "ph.text-align-left",
        "bullets": "ph.list-bullets",
        "numbers": "ph.list-numbers",
        "tasks": "ph.check-square",
        "quote": "ph.quotes",
        "sub": "letters:x₂",
        "sup": "letters:x²",
        "noted": "ph.selection-slash",
        "footnote": "ph.asterisk",
        "pull": "ph.chat-centered-text",
        "box": "ph.frame-corners",
        "embed": "ph.browsers",
        "codeblock": "ph.brackets-curly",
        "box_title": "ph.text-t",
        "renumber": "ph.hash",
        "tick": "ph.check-square-offset",
        "indent": "ph.arrow-bend-down-right",
        "outdent": "ph.arrow-bend-up-left",
        "row_above": "ph.arrow-line-up",
        "row_below": "ph.arrow-line-down",
        "row_up": "ph.arrow-up",
        "row_down": "ph.arrow-down",
        "row_remove": "ph.rows",
        "column_before": "ph.arrow-line-left",
        "column_after": "ph.arrow-line-right",
        "column_remove": "ph.columns",
        "align_left": "ph.text-align-left",
        "align_center": "ph.text-align-center",
        "align_right": "ph.text-align-right",
        "align_none": "ph.text-align-justify",
        "table_remove": "ph.trash",
        "clear": "ph.eraser",
        "rule": "ph.minus",
        "table": "ph.table",
        "picture": "ph.image",
        "source": "ph.brackets-angle",
        "sidebar": "ph.layout",
        "list": "ph.list",
        "inspector": "ph.sliders-horizontal",
        "recent": "ph.newspaper",
        "preview": "ph.eye",
        "people": "ph.users",
        "person": "ph.user",
        "suggest": "ph.pencil-line",
        "compare": "ph.git-diff",
        "versions": "ph.clock-counter-clockwise",
        "outline": "ph.tree-structure",
        "focus": "ph.arrows-out",
        "zoom-in": "ph.magnifying-glass-plus",
        "zoom-out": "ph.magnifying-glass-minus",
        "theme": "ph.circle-half",
        "next": "ph.caret-right",
        "previous": "ph.caret-left",
        "up": "ph.caret-up",
        "down": "ph.caret-down",
        "palette": "ph.command",
        "export": "ph.export",
        "send-out": "ph.cloud-arrow-up",
        "targets": "ph.target",
        "word-out": "ph.paper-plane",
        "browser": "ph.arrow-square-out",
        "backup": "ph.archive",
        "import": "ph.download-simple",
        "keys": "ph.keyboard",
        "about": "ph.info",
        "log": "ph.folder-open",
        "story": "ph.article",
        "filter": "ph.funnel-simple",
        "sort": "ph.sort-ascending",
        "columns": "ph.columns",
        "more": "ph.dots-three",
        "check": "ph.check",
        "warning": "ph.warning",
        "error": "ph.warning-circle",
        "info": "ph.info",
        "lock": "ph.lock-simple",
        "late": "ph.clock",
        "calendar": "ph.calendar-blank",
        "trash": "ph.trash",
        "desk": "ph.users-three",
        "tag": "ph.tag",
        "phone": "ph.device-mobile",
        "tablet": "ph.device-tablet",
        "desktop": "ph.desktop",
        "refresh": "ph.arrows-clockwise",
        "drag": "ph.dots-six-vertical",
        "edit": "ph.pencil-simple",
        "comment": "ph.chat-text",
        "board": "ph.squares-four",
        "inbox": "ph.envelope-simple",
        "wire": "ph.rss-simple",
        "checklist": "ph.check-circle",
        "flag": "ph.flag",
        "legal": "ph.scales",
        "embargo": "ph.hourglass",
        "hand": "ph.hand",
        "back": "ph.arrow-bend-up-left",
        "open": "ph.circle",
        "met": "ph.check-circle",
        "there": "ph.arrow-elbow-down-left",
    }
)
"""What an icon means to the qtawesome glyph that says so."""

_LETTERS = "letters:"
_LETTER = 0.8  # of an icon's side: about the height of the set's own pictures

SIZES = (16, 20)
"""The sizes that icons are drawn for, in pixels at scale 1."""

SLICE_MS = 6  # of drawing before the event loop gets its turn again, well under a frame


class Icons(QObject):
    """Gives icons by meaning. They follow the look by themselves; ``changed`` says: paint again.

    Pictures that the cache lacks are drawn after the paint that missed them, all of that scale at
    once and in slices; until then their icons are empty but keep their place.
    """

    changed = Signal()

    def __init__(self, theme: Theme, *, cache: Path) -> None:
        super().__init__(theme)
        self._theme = theme
        self._folder = cache / "icons" / _stamp()
        self._kept: set[int] = set()  # sizes that the cache was asked for
        self._shapes: dict[tuple[str, int], QImage] = {}
        self._rows: dict[int, QImage] = {}  # all pictures of a size, as they were kept
        self._inked: dict[tuple[str, int, str, float], QPixmap] = {}
        self._waiting: dict[tuple[str, int], None] = {}  # in the order in which they were missed
        self._glyphs: Any = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)
        theme.changed.connect(self._forget_inks)

    def icon(self, name: str, ink: str = "muted") -> QIcon:
        """The icon of that meaning in a colour of the theme. Raises KeyError if there is none."""
        if name not in NAMES:
            raise KeyError(name)
        return QIcon(_Engine(self, name, ink))

    def pixmap(self, name: str, size: int = 16, *, ink: str = "muted", scale: float = 1) -> QPixmap:
        """The picture for delegates: ``size`` pixels at ``scale``; empty while it is missing."""
        key = (name, size, ink, scale)
        picture = self._inked.get(key)
        if picture is None:
            pixels = round(size * scale)
            shape = self._shape(name, pixels) if pixels > 0 else None  # it may have no room at all
            if shape is None:
                return QPixmap()
            picture = self._inked[key] = _inked(shape, self._theme.token(ink))
            picture.setDevicePixelRatio(scale)
        return QPixmap(picture)

    @property
    def complete(self) -> bool:
        """Whether nothing that was asked for is still to be drawn."""
        return not self._waiting

    def draw_missing(self) -> None:
        """Draw all that waits, now (for tests and for pictures of the window)."""
        while self._waiting:
            self._draw_some()

    # Looking up.

    def _path(self, pixels: int) -> Path:
        """All pictures of a size, side by side: a start needs forty, and each would be a file."""
        return self._folder / f"{pixels}.png"

    def _read(self, pixels: int) -> None:
        """Take what is kept in that size."""
        self._kept.add(pixels)
        row = QImage(str(self._path(pixels)))
        if (row.width(), row.height()) == (len(NAMES) * pixels, pixels):
            self._rows[pixels] = row

    def _keep(self, pixels: int) -> None:
        """Keep what was drawn in that size, where there is a cache."""
        shapes = [self._shapes.get((name, pixels)) for name in NAMES]
        row = QImage(len(NAMES) * pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
        row.fill(Qt.GlobalColor.transparent)
        painter = QPainter(row)
        for number, shape in enumerate(shapes):
            if shape is not None:
                painter.drawImage(number * pixels, 0, shape)
        painter.end()
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            row.save(str(self._path(pixels)))

    def _shape(self, name: str, pixels: int) -> QImage | None:
        key = (name, pixels)
        if pixels not in self._kept:
            self._read(pixels)
        if key not in self._shapes and pixels in self._rows:
            at = list(NAMES).index(name) * pixels
            self._shapes[key] = self._rows[pixels].copy(at, 0, pixels, pixels)
        if key not in self._shapes and key not in self._waiting:
            # Whoever misses one will miss the others: they are drawn in one go.
            self._waiting.update(dict.fromkeys((each, pixels) for each in (name, *NAMES)))
            self._timer.start(0)
        return self._shapes.get(key)

    # Drawing.

    def _go_on(self) -> None:
        missing = next((module for module in _IMPORTS if module not in sys.modules), None)
        if missing is not None:
            enums.fill()  # qtpy names members without their classes
            importlib.import_module(missing)
            self._timer.start(0)
            return
        watch = QElapsedTimer()
        watch.start()
        while self._waiting and watch.elapsed() < SLICE_MS:
            self._draw_some()
        if self._waiting:
            self._timer.start(0)

    def _draw_some(self) -> None:
        """Draw one picture; after the last one everybody paints again."""
        name, pixels = key = next(iter(self._waiting))
        self._shapes[key] = self._draw(NAMES[name], pixels)
        del self._waiting[key]
        if not any(size == pixels for _name, size in self._waiting):
            self._keep(pixels)
        if not self._waiting:
            self.changed.emit()
            for widget in QApplication.allWidgets():
                widget.update()

    def _draw(self, glyph: str, pixels: int) -> QImage:
        if glyph.startswith(_LETTERS):
            return _lettered(glyph.removeprefix(_LETTERS), pixels)
        if self._glyphs is None:
            # One set of glyphs instead of the dozen that qtawesome's own front door loads.
            enums.fill()
            from qtawesome.iconic_font import IconicFont

            self._glyphs = IconicFont(_SET)
        # At 1: Qt would take them for the screen's own units and give more pixels than were asked.
        drawn = self._glyphs.icon(glyph, color="black")
        picture: QPixmap = drawn.pixmap(QSize(pixels, pixels), 1.0)
        return picture.toImage().convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)

    def _forget_inks(self) -> None:
        self._inked.clear()
        self.changed.emit()


class _Engine(QIconEngine):
    """Paints an icon from the pictures of ``Icons``, in the ink of the moment."""

    def __init__(self, icons: Icons, name: str, ink: str) -> None:
        super().__init__()
        self._icons, self._name, self._ink = icons, name, ink

    def clone(self) -> QIconEngine:
        return _Engine(self._icons, self._name, self._ink)

    def key(self) -> str:
        return "newsroom"

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        scale = painter.device().devicePixelRatioF()
        picture = self._picture(rect.size(), mode, state, scale)
        if not picture.isNull():
            side = min(rect.width(), rect.height())
            corner = rect.center() - QPoint((side - 1) // 2, (side - 1) // 2)
            painter.drawPixmap(corner, picture)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        # Qt hands the size in device pixels here.
        logical = QSize(round(size.width() / scale), round(size.height() / scale))
        picture = self._picture(logical, mode, state, scale)
        if picture.isNull():
            picture = QPixmap(size)
            picture.fill(Qt.GlobalColor.transparent)
        return picture

    def _picture(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        ink = self._ink
        if mode == QIcon.Mode.Disabled:
            ink = "disabled"
        elif state == QIcon.State.On:
            ink = "accent"
        elif mode in (QIcon.Mode.Active, QIcon.Mode.Selected) and ink == "muted":
            ink = "text"
        side = min(size.width(), size.height())
        return self._icons.pixmap(self._name, side, ink=ink, scale=scale)


def _lettered(letters: str, pixels: int) -> QImage:
    """Letters as an icon, for what the set has no picture of."""
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    font = QFont(QApplication.font())
    font.setPixelSize(round(pixels * _LETTER))
    painter = QPainter(image)
    painter.setFont(font)
    painter.drawText(image.rect(), Qt.AlignmentFlag.AlignCenter, letters)
    painter.end()
    return image


def _inked(shape: QImage, colour: QColor) -> QPixmap:
    image = QImage(shape)
    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(image.rect(), colour)
    painter.end()
    return QPixmap.fromImage(image)


def _stamp() -> str:
    """Names the set of pictures: another version or another table makes another folder."""
    table = "".join(f"{name}{glyph}" for name, glyph in NAMES.items())
    return hashlib.sha256(f"{__version__}{table}".encode()).hexdigest()[:12]


def app_icon() -> QIcon:
    """The program's own icon, from pictures, so that no SVG reader is loaded for it."""
    icon = QIcon()
    for pixels in (16, 24, 32, 48, 64, 128, 256):
        icon.addFile(str(asset("icons", f"newsroom-{pixels}.png")), QSize(pixels, pixels))
    return icon
