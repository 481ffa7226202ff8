"""Pictures of icons are as large as was asked for, however large the screen's own units are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage

from newsroom.ui.icons import NAMES, Icons
from newsroom.ui.theme import Theme

ROOT = Path(__file__).resolve().parents[2]

PROBE = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from newsroom.ui.icons import NAMES, Icons
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


def test_kept_pictures_of_another_size_are_drawn_again(theme: Theme, tmp_path: Path) -> None:
    icons = Icons(theme, cache=tmp_path)
    path = icons._path(24)
    path.parent.mkdir(parents=True)
    wrong = QImage(36 * len(NAMES), 36, QImage.Format.Format_ARGB32_Premultiplied)
    wrong.fill(0)
    wrong.save(str(path))
    assert icons.pixmap("list", 16, scale=1.5).isNull()
    icons.draw_missing()
    assert icons.pixmap("list", 16, scale=1.5).width() == 24
    assert QImage(str(path)).height() == 24


def test_the_next_start_takes_all_of_a_size_out_of_one_file(theme: Theme, tmp_path: Path) -> None:
    first = Icons(theme, cache=tmp_path)
    first.pixmap("list")
    first.draw_missing()
    drawn = {name: first.pixmap(name).toImage() for name in NAMES}
    assert len({bytes(image.constBits()) for image in drawn.values()}) > len(NAMES) // 2
    files = [path.name for path in tmp_path.rglob("*.png") if path.parent == first._folder]
    assert files == ["16.png"]
    again = Icons(theme, cache=tmp_path)
    for name, image in drawn.items():
        assert again.pixmap(name).toImage() == image, name
    assert again.complete
    assert again._glyphs is None
    first._path(16).unlink()
    assert again.pixmap("next").toImage() == drawn["next"], "it is read once"


def test_without_a_cache_they_are_drawn_all_the_same(theme: Theme, tmp_path: Path) -> None:
    (tmp_path / "icons").write_text("in the way")
    icons = Icons(theme, cache=tmp_path)
    icons.pixmap("list")
    icons.draw_missing()
    assert not icons.pixmap("list").isNull()


def test_a_picture_that_was_inked_is_the_same_the_next_time(theme: Theme, tmp_path: Path) -> None:
    icons = Icons(theme, cache=tmp_path)
    icons.pixmap("list", 16, scale=1.5)
    icons.draw_missing()
    first = icons.pixmap("list", 16, scale=1.5)
    assert icons.pixmap("list", 16, scale=1.5).cacheKey() == first.cacheKey()
    assert icons.pixmap("list", 24).devicePixelRatio() == 1.0
    assert icons.pixmap("list", 16, ink="danger", scale=1.5).cacheKey() != first.cacheKey()


def test_an_icon_that_has_no_room_is_nothing_to_draw(theme: Theme, tmp_path: Path) -> None:
    icons = Icons(theme, cache=tmp_path)
    assert icons.pixmap("list", 0).isNull()
    assert icons.complete, "nothing waits to be drawn"
