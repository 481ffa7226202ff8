"""Draws the sample newsroom's pictures and portraits into resources/sample/pictures/.

All of them are ours: shapes and gradients, seeded, so that the same files come out again.
"""

from __future__ import annotations

import math
import random
import sys
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QRadialGradient,
)

FOLDER = Path(__file__).resolve().parent.parent / "resources/sample/pictures"
WIDE = (1600, 1000)
SQUARE = (320, 320)


def canvas(size: tuple[int, int], top: str, bottom: str) -> tuple[QImage, QPainter]:
    """An image of ``size`` pixels filled from ``top`` to ``bottom``, and its painter."""
    image = QImage(*size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    wash = QLinearGradient(0, 0, 0, size[1])
    wash.setColorAt(0, QColor(top))
    wash.setColorAt(1, QColor(bottom))
    painter.fillRect(image.rect(), wash)
    return image, painter


def glow(painter: QPainter, x: float, y: float, radius: float, colour: str, alpha: int) -> None:
    """A soft light at a point."""
    light = QRadialGradient(x, y, radius)
    middle, edge = QColor(colour), QColor(colour)
    middle.setAlpha(alpha)
    edge.setAlpha(0)
    light.setColorAt(0, middle)
    light.setColorAt(1, edge)
    painter.setBrush(light)
    painter.drawEllipse(QPointF(x, y), radius, radius)


def polygon(painter: QPainter, colour: str, *points: tuple[float, float]) -> None:
    """A filled shape through ``points``."""
    painter.setBrush(QColor(colour))
    painter.drawPolygon(QPolygonF([QPointF(*point) for point in points]))


def box(
    painter: QPainter, colour: str, x: float, y: float, w: float, h: float, r: float = 0
) -> None:
    """A filled rectangle with corners of radius ``r``."""
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(x, y, w, h), r, r)


def round_pen(colour: QColor, width: float) -> QPen:
    """A pen with round ends."""
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen


def ripples(painter: QPainter, dice: random.Random, top: int, colour: str, count: int) -> None:
    """Short strokes of light on water, longer towards the eye."""
    for _ in range(count):
        y = top + (1000 - top) * dice.random() ** 1.4
        length = 12 + (y - top) * 0.22 * dice.random()
        stroke = QColor(colour)
        stroke.setAlpha(dice.randint(18, 70))
        painter.setPen(round_pen(stroke, 1.5 + (y - top) / 220))
        x = dice.uniform(-20, 1600)
        painter.drawLine(QPointF(x, y), QPointF(x + length, y))
    painter.setPen(Qt.PenStyle.NoPen)


def ferry(dice: random.Random) -> QImage:
    """The night ferry before the lights of the harbour."""
    image, painter = canvas(WIDE, "#0d1b33", "#1f3c5f")
    for _ in range(120):
        box(painter, "#c9d6ea", dice.uniform(0, 1600), dice.uniform(0, 420), 2, 2)
    x = -30.0
    while x < 1640:
        w, h = dice.randint(60, 150), dice.randint(60, 210)
        box(painter, "#101d30", x, 560 - h, w, h)
        for row in range(int(h // 26)):
            for column in range(int(w // 22)):
                if dice.random() < 0.36:
                    tone = dice.choice(["#ffd98a", "#ffe9b8", "#f7b763"])
                    box(painter, tone, x + 8 + column * 22, 570 - h + row * 26, 9, 12)
        x += w + dice.randint(-6, 26)
    sea = QLinearGradient(0, 560, 0, 1000)
    sea.setColorAt(0, QColor("#24486f"))
    sea.setColorAt(1, QColor("#0a1628"))
    painter.fillRect(QRectF(0, 560, 1600, 440), sea)
    for _ in range(46):
        glow(
            painter,
            dice.uniform(0, 1600),
            dice.uniform(575, 660),
            dice.uniform(20, 60),
            "#ffcf7a",
            46,
        )
    ripples(painter, dice, 566, "#bcd7f2", 420)
    polygon(painter, "#f3f5f7", (470, 690), (1180, 690), (1120, 770), (540, 770))
    polygon(painter, "#c8483c", (512, 740), (1146, 740), (1120, 770), (540, 770))
    box(painter, "#e4e8ec", 560, 610, 500, 84, 10)
    box(painter, "#f8f9fa", 640, 548, 300, 66, 10)
    box(painter, "#2b3440", 900, 500, 26, 52, 4)
    for n in range(11):
        box(painter, "#ffdf94", 582 + n * 42, 632, 28, 34, 6)
    for n in range(6):
        box(painter, "#ffe8b5", 660 + n * 46, 564, 30, 30, 6)
    glow(painter, 820, 640, 380, "#ffdb8a", 60)
    for n in range(18):
        shine = QColor("#ffdf94")
        shine.setAlpha(90 - n * 4)
        painter.setBrush(shine)
        painter.drawRoundedRect(QRectF(600 + dice.uniform(-30, 380), 780 + n * 11, 90, 4), 2, 2)
    painter.end()
    return image


def lily(dice: random.Random) -> QImage:
    """The giant lily among leaves of the glasshouse."""
    image, painter = canvas(WIDE, "#dfeee2", "#7ea98a")
    pen = QPen(QColor(255, 255, 255, 110), 6)
    painter.setPen(pen)
    for n in range(9):
        painter.drawLine(QPointF(n * 200, 0), QPointF(800 + (n - 4) * 120, 620))
    for n in range(5):
        painter.drawLine(QPointF(0, 60 + n * 120), QPointF(1600, 60 + n * 120))
    painter.setPen(Qt.PenStyle.NoPen)
    for _ in range(46):
        x, y = dice.uniform(-60, 1660), dice.uniform(560, 1040)
        turn, length = dice.uniform(-70, 70), dice.uniform(160, 420)
        painter.save()
        painter.translate(x, y)
        painter.rotate(turn)
        leaf = QPainterPath(QPointF(0, 0))
        leaf.quadTo(length * 0.34, -length * 0.5, 0, -length)
        leaf.quadTo(-length * 0.34, -length * 0.5, 0, 0)
        painter.setBrush(QColor(dice.choice(["#2f6a4a", "#3b7d57", "#255a3f", "#4b9168"])))
        painter.drawPath(leaf)
        painter.restore()
    hood = QPainterPath(QPointF(800, 940))
    hood.cubicTo(560, 820, 470, 520, 520, 330)
    hood.cubicTo(640, 420, 960, 420, 1090, 320)
    hood.cubicTo(1130, 540, 1040, 820, 800, 940)
    red = QLinearGradient(520, 330, 1080, 900)
    red.setColorAt(0, QColor("#8e1f3c"))
    red.setColorAt(1, QColor("#4a0f26"))
    painter.setBrush(red)
    painter.drawPath(hood)
    spike = QPainterPath(QPointF(748, 620))
    spike.cubicTo(740, 380, 770, 150, 806, 90)
    spike.cubicTo(842, 150, 872, 380, 862, 620)
    spike.closeSubpath()
    pale = QLinearGradient(740, 0, 870, 0)
    pale.setColorAt(0, QColor("#d9c27e"))
    pale.setColorAt(0.5, QColor("#f2e4ae"))
    pale.setColorAt(1, QColor("#b99c55"))
    painter.setBrush(pale)
    painter.drawPath(spike)
    fold = QPainterPath(QPointF(560, 500))
    fold.cubicTo(660, 640, 940, 640, 1064, 490)
    fold.cubicTo(1040, 760, 930, 880, 800, 940)
    fold.cubicTo(660, 880, 575, 740, 560, 500)
    inner = QLinearGradient(560, 500, 900, 940)
    inner.setColorAt(0, QColor("#a62c4d"))
    inner.setColorAt(1, QColor("#3d6b45"))
    painter.setBrush(inner)
    painter.drawPath(fold)
    glow(painter, 560, 120, 520, "#ffffff", 90)
    painter.end()
    return image


def market(dice: random.Random) -> QImage:
    """Light through the glass roof of the market hall."""
    image, painter = canvas(WIDE, "#f6efe0", "#c9b48f")
    ridge = QPointF(800, 110)
    for side in (-1, 1):
        for n in range(9):
            far, near = ridge.x() + side * n * 36, ridge.x() + side * n * 125
            panes = ["#bcd9e6", "#d6e8ef", "#a9cbdb"]
            polygon(
                painter, panes[n % 3], (far, 110), (far + side * 36, 118),
                (near + side * 125, 470), (near, 450),
            )  # fmt: skip
    painter.setPen(QPen(QColor("#3a4a4f"), 9))
    for n in range(-9, 10):
        painter.drawLine(QPointF(800 + n * 36, 112), QPointF(800 + n * 125, 462))
    for y, spread in ((190, 0.28), (280, 0.55), (380, 0.82)):
        painter.drawLine(QPointF(800 - 1100 * spread, y), QPointF(800 + 1100 * spread, y))
    for x in (160, 470, 1130, 1440):
        painter.drawLine(QPointF(x, 430), QPointF(x, 940))
    painter.setPen(Qt.PenStyle.NoPen)
    for n in range(5):
        beam = QColor(255, 250, 226, 60)
        painter.setBrush(beam)
        x = 240 + n * 250
        painter.drawPolygon(
            QPolygonF(
                [QPointF(x, 300), QPointF(x + 90, 300), QPointF(x + 320, 960), QPointF(x + 60, 960)]
            )
        )
    for n in range(6):
        x = 40 + n * 265
        stripes = dice.choice(["#b8433a", "#2f6f73", "#c98b2b", "#48617f"])
        for k in range(8):
            box(painter, stripes if k % 2 else "#fbf6ea", x + k * 28, 620, 28, 54)
        box(painter, "#7b5a3c", x, 740, 224, 150, 6)
        for _ in range(34):
            tone = dice.choice(["#d2452f", "#e29a2b", "#6d9b3a", "#8a3f7a", "#e7c65b"])
            painter.setBrush(QColor(tone))
            painter.drawEllipse(QPointF(x + dice.uniform(14, 210), dice.uniform(722, 768)), 15, 15)
    painter.end()
    return image


def handicraft(dice: random.Random) -> QImage:
    """Glazed bowls and jugs on a woven cloth."""
    image, painter = canvas(WIDE, "#efe3d0", "#d9b98a")
    box(painter, "#8c2f39", 0, 640, 1600, 360)
    for n in range(33):
        x = n * 50
        polygon(painter, "#e8c872", (x, 700), (x + 25, 670), (x + 50, 700), (x + 25, 730))
        polygon(painter, "#1f4e5f", (x, 960), (x + 25, 930), (x + 50, 960), (x + 25, 990))
    blues = ["#1b6f8a", "#2a9d8f", "#14506b", "#4fb3bf", "#2f7f5f"]
    for n in range(5):
        x, w = 120 + n * 300, dice.randint(190, 250)
        colour = blues[n]
        if n % 2:
            jug = QPainterPath(QPointF(x + w * 0.36, 360))
            jug.cubicTo(x - 30, 520, x, 830, x + w * 0.3, 850)
            jug.lineTo(x + w * 0.7, 850)
            jug.cubicTo(x + w, 830, x + w + 30, 520, x + w * 0.64, 360)
            jug.closeSubpath()
            painter.setBrush(QColor(colour))
            painter.drawPath(jug)
            box(painter, colour, x + w * 0.33, 320, w * 0.34, 56, 12)
            painter.setPen(QPen(QColor(colour), 20))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawArc(QRectF(x + w * 0.62, 400, 130, 220), -70 * 16, 170 * 16)
            painter.setPen(Qt.PenStyle.NoPen)
            for k in range(3):
                box(painter, "#f2ead7", x + 8 + k * 2, 560 + k * 60, w - 16, 10, 5)
        else:
            bowl = QPainterPath(QPointF(x - 40, 640))
            bowl.cubicTo(x - 10, 900, x + w + 10, 900, x + w + 40, 640)
            bowl.closeSubpath()
            painter.setBrush(QColor(colour))
            painter.drawPath(bowl)
            painter.setBrush(QColor("#f2ead7"))
            painter.drawEllipse(QRectF(x - 40, 612, w + 80, 58))
            painter.setBrush(QColor(colour).darker(150))
            painter.drawEllipse(QRectF(x - 24, 620, w + 48, 42))
            for k in range(9):
                painter.setBrush(QColor("#f2ead7"))
                painter.drawEllipse(QPointF(x - 4 + k * (w + 8) / 8, 742), 11, 11)
    glow(painter, 300, 140, 620, "#fff6de", 130)
    painter.end()
    return image


def observatory(dice: random.Random) -> QImage:
    """The dome on the old water tower under the stars."""
    image, painter = canvas(WIDE, "#070b1f", "#2b3a67")
    for _ in range(520):
        size = dice.choice([1.5, 1.5, 2, 2, 3])
        tone = QColor(dice.choice(["#ffffff", "#cfdcff", "#ffe9c9"]))
        tone.setAlpha(dice.randint(90, 255))
        painter.setBrush(tone)
        painter.drawEllipse(QPointF(dice.uniform(0, 1600), dice.uniform(0, 760)), size, size)
    painter.save()
    painter.translate(1180, 250)
    painter.rotate(-32)
    for n in range(26):
        glow(painter, -620 + n * 46, dice.uniform(-40, 40), dice.uniform(60, 150), "#9fb4ea", 26)
    painter.restore()
    hill = QPainterPath(QPointF(0, 1000))
    hill.lineTo(0, 840)
    hill.cubicTo(360, 760, 700, 720, 1000, 790)
    hill.cubicTo(1300, 850, 1460, 860, 1600, 830)
    hill.lineTo(1600, 1000)
    painter.setBrush(QColor("#0b1326"))
    painter.drawPath(hill)
    box(painter, "#6d4636", 610, 500, 250, 300)
    for row in range(14):
        for column in range(7):
            shade = dice.choice(["#7a4f3d", "#65402f", "#835644"])
            box(painter, shade, 612 + column * 36 - (row % 2) * 10, 504 + row * 21, 33, 18)
    box(painter, "#3c2a24", 596, 484, 278, 26)
    painter.setBrush(QColor("#e9edf2"))
    painter.drawPie(QRectF(592, 330, 286, 310), 0, 180 * 16)
    painter.setBrush(QColor("#ffdc9a"))
    painter.drawPie(QRectF(592, 330, 286, 310), 58 * 16, 14 * 16)
    glow(painter, 770, 380, 150, "#ffdc9a", 90)
    for n in range(3):
        box(painter, "#ffdc9a", 650 + n * 70, 600, 26, 46, 12)
    painter.end()
    return image


SKIN = ["#f1c9a5", "#c98f65", "#8d5a3b", "#e3b48c", "#6d432c", "#d9a47a"]
HAIR = ["#2b1d16", "#6b4226", "#b98144", "#1d1d22", "#8f8f94", "#a23b22"]
CLOTH = ["#2f5d8a", "#7a3e48", "#3f6b4f", "#5a4b7c", "#b0713a", "#37474f"]
GROUND = ["#dfe8ef", "#efe2d3", "#e1ecdf", "#e9e0ef", "#f1e9cf", "#dde6e4"]


def portrait(name: str) -> QImage:
    """A drawn head and shoulders; the name decides its looks."""
    dice = random.Random(name)
    image, painter = canvas(SQUARE, dice.choice(GROUND), dice.choice(GROUND))
    skin, hair, cloth = dice.choice(SKIN), dice.choice(HAIR), dice.choice(CLOTH)
    style = dice.randrange(4)
    if style in (1, 2):
        box(painter, hair, 84, 84, 152, 170 if style == 1 else 130, 70)
    shoulders = QPainterPath(QPointF(30, 330))
    shoulders.cubicTo(36, 250, 110, 240, 160, 240)
    shoulders.cubicTo(210, 240, 284, 250, 290, 330)
    painter.setBrush(QColor(cloth))
    painter.drawPath(shoulders)
    box(painter, QColor(skin).darker(112).name(), 138, 200, 44, 58, 20)
    painter.setBrush(QColor(skin))
    painter.drawEllipse(QRectF(100, 78, 120, 148))
    cap = QPainterPath(QPointF(98, 150))
    cap.cubicTo(90, 40, 230, 40, 222, 150)
    cap.cubicTo(210, 112, 180, 112 + dice.randint(-12, 12), 150, 108)
    cap.cubicTo(126, 108, 108, 122, 98, 150)
    painter.setBrush(QColor(hair))
    if style != 3 or dice.random() < 0.5:
        painter.drawPath(cap)
    ink = QColor("#2a2320")
    painter.setBrush(ink)
    for x in (137, 183):
        painter.drawEllipse(QPointF(x, 156), 5, 6)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(round_pen(QColor(hair).darker(120), 4))
    for x in (137, 183):
        painter.drawArc(QRectF(x - 13, 134, 26, 16), 25 * 16, 130 * 16)
    painter.setPen(round_pen(QColor(skin).darker(140), 3))
    painter.drawArc(QRectF(152, 160, 16, 26), 200 * 16, 130 * 16)
    painter.setPen(round_pen(QColor("#8c3a34"), 4))
    painter.drawArc(QRectF(138, 178, 44, 26), 205 * 16, 130 * 16)
    if dice.random() < 0.4:
        painter.setPen(QPen(ink, 3))
        painter.drawEllipse(QPointF(137, 156), 19, 17)
        painter.drawEllipse(QPointF(183, 156), 19, 17)
        painter.drawLine(QPointF(156, 154), QPointF(164, 154))
    painter.end()
    return image


def emblem() -> QImage:
    """The collective's portrait: three heads around a page."""
    image, painter = canvas(SQUARE, "#e7ecf1", "#cfd9e3")
    for angle, cloth in ((0, CLOTH[0]), (1, CLOTH[1]), (2, CLOTH[2])):
        x = 160 + 74 * math.cos(math.pi * (0.5 + 2 * angle / 3))
        y = 150 - 66 * math.sin(math.pi * (0.5 + 2 * angle / 3))
        box(painter, cloth, x - 46, y + 22, 92, 70, 40)
        painter.setBrush(QColor(SKIN[angle * 2]))
        painter.drawEllipse(QPointF(x, y), 30, 34)
    box(painter, "#fdfdfb", 118, 130, 84, 104, 6)
    for n, width in enumerate((60, 44, 60, 52, 36)):
        box(painter, "#33404d" if n == 0 else "#aab4be", 130, 144 + n * 17, width, 7, 3)
    painter.end()
    return image


PICTURES = {
    "ferry": ferry,
    "lily": lily,
    "market": market,
    "handicraft": handicraft,
    "observatory": observatory,
}
PEOPLE = (
    "mara-ridley", "lena-haddad", "tomas-okafor", "jonas-pike", "sofia-varga", "ewan-brodie",
    "darius-amini", "nasrin-kaveh", "yuki-castellan", "priya-waller", "ruth-galloway",
)  # fmt: skip


def main() -> int:
    """Draw all of them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, draw in PICTURES.items():
        draw(random.Random(name)).save(str(FOLDER / f"{name}.jpg"), "JPG", 84)
    for name in PEOPLE:
        portrait(name).save(str(FOLDER / f"{name}.png"), "PNG")
    emblem().save(str(FOLDER / "editorial-staff.png"), "PNG")
    return 0


if __name__ == "__main__":
    sys.exit(main())
