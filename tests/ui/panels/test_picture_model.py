"""The library as a model: five thousand pictures cost what is in sight."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtGui import QImage

from newsroom.news.media import PictureFacts
from newsroom.ui.models.pictures import FACTS, KEPT, PICTURE, PictureModel, told

PAGE = 120
MANY = 5_000


def facts(n: int) -> PictureFacts:
    return PictureFacts(
        sha256=f"{n:064x}", filename=f"{n}.jpg", mime="image/jpeg", size=9, width=3, height=2,
        added_at=datetime(2026, 11, 24, tzinfo=UTC),
    )  # fmt: skip


class Library:
    """What the model asks for, and gets at once."""

    def __init__(self) -> None:
        self.pages: list[int] = []
        self.fetched: list[str] = []
        self.model = PictureModel(
            read=self.pages.append, fetch=self.fetched.append, file=lambda _sha: "", page=PAGE
        )
        self.model.show(MANY, {0: [facts(n) for n in range(PAGE)]})

    def paint(self, first: int, last: int) -> None:
        for row in range(first, last):
            index = self.model.index(row)
            if index.data(FACTS) is not None:
                index.data(PICTURE)


def test_what_is_in_sight_is_read_once() -> None:
    library = Library()
    assert library.model.rowCount() == MANY
    library.paint(0, 14)
    library.paint(0, 14)
    assert library.pages == []
    assert len(library.fetched) == 14
    library.paint(2_400, 2_414)  # scrolled there
    library.paint(2_400, 2_414)
    assert library.pages == [20]
    library.model.add(20, [facts(n) for n in range(2_400, 2_400 + PAGE)])
    library.paint(2_400, 2_414)
    assert (library.pages, len(library.fetched)) == ([20], 28)
    assert len(library.model.pictures) == 2 * PAGE


def test_small_pictures_in_memory_are_bounded() -> None:
    library = Library()
    for n in range(KEPT + 50):
        library.model.put_small(f"{n:064x}", QImage(2, 2, QImage.Format.Format_RGB32))
    assert len(library.model._small) == KEPT


def test_a_picture_that_was_turned_is_fetched_anew() -> None:
    library = Library()
    library.paint(0, 2)
    for n in range(2):
        library.model.put_small(facts(n).sha256, QImage(3, 2, QImage.Format.Format_RGB32))
    library.model.show(MANY, {0: [replace(facts(0), turn=1), *(facts(n) for n in range(1, PAGE))]})
    library.paint(0, 2)
    assert library.fetched == [facts(0).sha256, facts(1).sha256, facts(0).sha256]


def test_how_often_a_picture_is_shown_is_told() -> None:
    assert told(facts(1)).endswith("In no story")
    assert told(replace(facts(1), uses=1)).endswith("Shown in 1 place")
    assert told(replace(facts(1), uses=3)).endswith("Shown in 3 places")
