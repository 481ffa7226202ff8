"""The marks that a sheet can only take from files: ticks, arrows and crosses, in a look's ink."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

Points = tuple[tuple[float, float], ...]

SIZE = 16  # px at scale 1; every mark is drawn on a square of this side
SCALES = (1, 2, 3)  # Qt takes name@2x.png by itself on a dense screen
DRAWING = "1"  # goes up when a drawing changes, so that an old cache is not taken

_DOWN: Points = ((4.5, 6.5), (8, 10), (11.5, 6.5))
_UP: Points = ((4.5, 9.5), (8, 6), (11.5, 9.5))
_RIGHT: Points = ((6.5, 4.5), (10, 8), (6.5, 11.5))
_LEFT: Points = ((9.5, 4.5), (6, 8), (9.5, 11.5))
_TICK: Points = ((3.8, 8.3), (6.8, 11.2), (12.2, 5.2))
_DASH: Points = ((4.5, 8), (11.5, 8))
_CROSS: tuple[Points, ...] = (((4.8, 4.8), (11.2, 11.2)), ((11.2, 4.8), (4.8, 11.2)))

_STROKES: Mapping[str, tuple[str, float, tuple[Points, ...]]] = {
    # name: ink, width, strokes
    "tick": ("on-accent", 2.0, (_TICK,)),
    "tick-disabled": ("disabled", 2.0, (_TICK,)),
    "tick-menu": ("text", 1.6, (_TICK,)),
    "dash": ("on-accent", 2.0, (_DASH,)),
    "down": ("muted", 1.5, (_DOWN,)),
    "down-disabled": ("disabled", 1.5, (_DOWN,)),
    "up": ("muted", 1.5, (_UP,)),
    "up-disabled": ("disabled", 1.5, (_UP,)),
    "right": ("muted", 1.5, (_RIGHT,)),
    "left": ("muted", 1.5, (_LEFT,)),
    "cross": ("muted", 1.5, _CROSS),
    "cross-hover": ("text", 1.5, _CROSS),
}
_DOTS: Mapping[str, str] = {"dot": "on-accent", "dot-disabled": "disabled"}


def draw_marks(cache: Path, look: str, colours: Mapping[str, QColor]) -> dict[str, Path]:
    """The marks of a look as files by name, drawn where they are missing.

    A cache that can't be written is passed over for a folder of this process.
    """
    inks = "".join(f"{name}{colour.name()}" for name, colour in sorted(colours.items()))
    stamp = hashlib.sha256(f"{DRAWING}{inks}".encode()).hexdigest()[:12]
    try:
        return _draw_into(cache / "marks" / f"{look}-{stamp}", colours)
    except OSError:
        return _draw_into(Path(tempfile.mkdtemp(prefix="newsroom-marks-")), colours)


def _draw_into(folder: Path, colours: Mapping[str, QColor]) -> dict[str, Path]:
    names = (*_STROKES, *_DOTS)
    paths = {name: folder / f"{name}.png" for name in names}
    done = folder / "complete"
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            for scale in SCALES:
                suffix = "" if scale == 1 else f"@{scale}x"
                path = folder / f"{name}{suffix}.png"
                if not _draw(name, scale, colours).save(str(path)):
                    raise OSError(f"{path} can't be written")
        done.touch()
    return paths


def _draw(name: str, scale: int, colours: Mapping[str, QColor]) -> QImage:
    image = QImage(SIZE * scale, SIZE * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    if name in _DOTS:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours[_DOTS[name]])
        painter.drawEllipse(QRectF(5, 5, 6, 6))
    else:
        ink, width, strokes = _STROKES[name]
        pen = QPen(colours[ink], width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for stroke in strokes:
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in stroke]))
    painter.end()
    return image
