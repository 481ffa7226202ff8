"""What lists show of a picture that has its point off the middle."""

from __future__ import annotations

import io
import json

import pytest
from PIL import Image

from newsroom.export.parts import Part, card_name, split
from newsroom.export.pictures import Pictures, rendition
from newsroom.news.crop import Box, crop

SHA = "ab" * 32


@pytest.mark.parametrize(
    ("size", "shape", "focus", "box"),
    [
        ((600, 200), 1.5, (0.5, 0.5), Box(150, 0, 300, 200)),
        ((600, 200), 1.5, (0.0, 0.5), Box(0, 0, 300, 200)),
        ((600, 200), 1.5, (0.9, 0.1), Box(300, 0, 300, 200)),
        ((200, 600), 1.0, (0.5, 0.25), Box(0, 50, 200, 200)),
        ((300, 200), 1.5, (0.1, 0.9), Box(0, 0, 300, 200)),
        ((1, 900), 3.0, (0.5, 1.0), Box(0, 899, 1, 1)),
    ],
)
def test_as_much_as_fits_around_the_point(
    size: tuple[int, int], shape: float, focus: tuple[float, float], box: Box
) -> None:
    assert crop(*size, shape, *focus) == box


def test_a_name_tells_the_part() -> None:
    picture = {"sha256": SHA, "focus_x": 250, "focus_y": 1000}
    name = card_name(json.dumps(picture))
    assert name == f"{SHA}@3x2@250x1000"
    assert split(name) == (SHA, Part(1.5, 0.25, 1.0))
    for plain in ({"sha256": SHA}, {"sha256": SHA, "focus_x": 500, "focus_y": 500}):
        assert card_name(json.dumps(plain)) == SHA
    assert split(SHA) == (SHA, None)
    assert split("something else") == ("something else", None)


def halves(width: int = 600, height: int = 200) -> bytes:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", (width, height), "blue")
    picture.paste("red", (0, 0, width // 2, height))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95)
    return out.getvalue()


@pytest.mark.parametrize(("x", "seen"), [(0.1, (254, 0, 0)), (0.9, (0, 0, 254))])
def test_the_point_stays_in_sight(x: float, seen: tuple[int, int, int]) -> None:
    made = rendition(halves(), 120, Part(1.5, x, 0.5))
    assert (made.width, made.height) == (120, 80)
    picture = Image.open(io.BytesIO(made.content))
    for spot in ((5, 40), (115, 40)):
        assert picture.getpixel(spot) == pytest.approx(seen, abs=6)
    small = rendition(halves(60, 20), 120, Part(1.5, x, 0.5))
    assert (small.width, small.height) == (30, 20), "never enlarged"


def test_a_part_is_a_rendition_of_its_own() -> None:
    read: list[str] = []

    def source(sha256: str) -> bytes:
        read.append(sha256)
        return halves()

    pictures = Pictures(source)
    part = pictures.get(f"{SHA}@3x2@100x500", 120)
    assert part.width == 120
    assert pictures.get(SHA, 120).height == 40
    assert read == [SHA, SHA]
