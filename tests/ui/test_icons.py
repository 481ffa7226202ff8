"""Pictures of icons are as large as was asked for, however large the screen's own units are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage

from newsroom.ui.icons import Icons
from newsroom.ui.theme import Theme

ROOT = Path(__file__).resolve().parents[2]

PROBE = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from newsroom.ui.icons import Icons
from newsroom.ui.theme import Theme
app = QApplication([])
folder = Path(sys.argv[1])
icons = Icons(Theme(app, choice="light", cache=folder), cache=folder)
icons.pixmap("list", 16, scale=1.5)
icons.draw_missing()
picture = icons.pixmap("list", 16, scale=1.5)
print(app.devicePixelRatio(), picture.width(), picture.devicePixelRatio())
"""


def test_a_picture_has_the_pixels_that_were_asked_for_on_a_screen_of_one_and_a_half(
    tmp_path: Path,
) -> None:
    told = subprocess.run(
        [sys.executable, "-c", PROBE, str(tmp_path)],
        env={**os.environ, "QT_SCALE_FACTOR": "1.5"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert told.split() == ["1.5", "24", "1.5"]


def test_a_kept_picture_of_another_size_is_drawn_again(theme: Theme, tmp_path: Path) -> None:
    icons = Icons(theme, cache=tmp_path)
    path = icons._path("list", 24)
    path.parent.mkdir(parents=True)
    wrong = QImage(36, 36, QImage.Format.Format_ARGB32_Premultiplied)
    wrong.fill(0)
    wrong.save(str(path))
    assert icons.pixmap("list", 16, scale=1.5).isNull()
    icons.draw_missing()
    assert icons.pixmap("list", 16, scale=1.5).width() == 24
    assert QImage(str(path)).width() == 24
