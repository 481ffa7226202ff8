"""How a row is painted, and what its cells say."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from newsroom.news.article import ARTICLE_FIELDS, Hit, Row, Sort
from newsroom.news.staff import Workload
from newsroom.news.workflow import INDEFINITE, PubState
from newsroom.ui.delegates.lines import Line, Lines
from newsroom.ui.delegates.story_row import StoryRow
from newsroom.ui.listing.pane import ListPane
from newsroom.ui.listing.shelves import day_of
from newsroom.ui.lists import Lists
from newsroom.ui.models.columns import COLUMNS, SORTS, Setting
from newsroom.ui.models.flags import standing_of
from newsroom.ui.models.staff import on_hand
from newsroom.ui.models.stories import HIT, ROW
from newsroom.ui.workbench import Workbench
from tests.ui.real import NOW, act, settle

MICROS = 1_000_000


def micros(moment: object) -> int:
    return int(moment.timestamp() * MICROS)  # type: ignore[attr-defined]


def row(**fields: object) -> Row:
    plain: dict[str, object] = dict.fromkeys(Row._fields, "")
    for name in ("assignee", "due_at", "planned_at", "embargo_until", "published_at"):
        plain[name] = None
    plain |= {
        "id": 1, "slug": "ferry", "headline": "Ferry", "stage": "draft", "pubstate": "none",
        "language": "en", "priority": 5, "created_at": micros(NOW), "updated_at": micros(NOW),
        "words": 1200, "commissioned_length": None, "pinned": 0, "version": 1,
    }  # fmt: skip
    return Row(**(plain | fields))  # type: ignore[arg-type]


SETTING = Setting(Lists(), NOW, UTC)


def cell(column: str, story: Row, setting: Setting = SETTING) -> str:
    return next(one for one in COLUMNS if one.id == column).words(story, setting)


def test_a_row_says_what_readers_see(bench: Workbench) -> None:
    looks = {
        state: bytes(painted(bench, row(stage="ready", pubstate=state)).constBits())
        for state in PubState
    }
    assert len(set(looks.values())) == len(PubState), "each has a word of its own"
    assert standing_of("none") is None
    assert standing_of("what a later version writes") is None
    out = standing_of("corrected")
    assert out is not None
    assert out.words == "Corrected"
    # A story that is worked on again says both.
    again = bytes(painted(bench, row(stage="copy", pubstate="published")).constBits())
    plain = bytes(painted(bench, row(stage="copy", pubstate="none")).constBits())
    assert len({again, plain, looks[PubState.PUBLISHED]}) == 3


class Index:
    """Stands in for a row of the model."""

    def __init__(self, story: Row, hit: Hit | None = None) -> None:
        self._data = {ROW: story, HIT: hit}

    def data(self, role: int) -> object:
        return self._data.get(role)


def painted(
    bench: Workbench,
    story: Row,
    *,
    state: QStyle.StateFlag | None = None,
    width: int = 400,
    hit: Hit | None = None,
) -> QImage:
    delegate = StoryRow(bench.theme, bench.icons, lambda: SETTING, list)
    image = QImage(width, delegate.height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, width, delegate.height)  # type: ignore[misc]
    option.state = state or QStyle.StateFlag.State_Enabled  # type: ignore[misc]
    delegate.paint(painter, option, Index(story, hit))  # type: ignore[arg-type]
    painter.end()
    return image


@pytest.mark.parametrize("width", range(180, 420, 20))
def test_of_a_passage_only_the_words_that_are_seen_are_marked(bench: Workbench, width: int) -> None:
    words = "A ferry came in, and much was said of it " + "until the evening came again " * 4
    passage = words + "with the ferry…"
    first, last = (2, 7), (len(words) + 9, len(words) + 14)
    one = painted(bench, row(), hit=Hit(row(), passage, (first,)), width=width)
    both = painted(bench, row(), hit=Hit(row(), passage, (first, last)), width=width)
    assert both == one != painted(bench, row(), width=width)


def middle(image: QImage) -> float:
    """Where the dark words of the headline stand, 0 on the left, 1 on the right."""
    dark = [
        x
        for y in range(image.height() // 3, 2 * image.height() // 3)
        for x in range(image.width())
        if image.pixelColor(x, y).lightness() < 110
    ]
    assert dark
    return sum(dark) / len(dark) / image.width()


def test_a_headline_stands_on_the_side_where_its_script_begins(bench: Workbench) -> None:
    assert middle(painted(bench, row(headline="Ferries"))) < 0.35
    assert middle(painted(bench, row(headline="نوروز چیست؟", language="fa"))) > 0.65


def test_what_is_late_is_told_in_words(bench: Workbench) -> None:
    delegate = StoryRow(bench.theme, bench.icons, lambda: SETTING, list)
    due = row(due_at=micros(NOW - timedelta(minutes=30)))
    assert delegate._late(due, SETTING) == "30 min late"
    assert delegate._late(row(due_at=micros(NOW - timedelta(hours=5))), SETTING) == "5 h late"
    assert delegate._late(row(due_at=micros(NOW - timedelta(days=3))), SETTING) == "3 d late"
    for done in (
        row(due_at=micros(NOW + timedelta(minutes=1))),
        due._replace(pubstate="published"),
        due._replace(stage="spiked"),
        row(),
    ):
        assert delegate._late(done, SETTING) == ""


def test_rows_that_the_late_line_shows_say_so_themselves(bench: Workbench) -> None:
    pane = ListPane(bench)
    pane._ask()
    pane.reload()
    settle(bench)
    pane.sidebar.setCurrentItem(pane.sidebar._keys["late"])
    settle(bench)
    rows = [pane.model.row(number) for number in range(pane.model.rowCount())]
    assert rows
    assert all(pane.delegate._late(one, pane._the_setting()) for one in rows if one)
    pane.deleteLater()


def test_a_selected_row_and_one_under_the_mouse_look_otherwise(bench: Workbench) -> None:
    flag = QStyle.StateFlag
    plain = painted(bench, row())
    chosen = painted(bench, row(), state=flag.State_Enabled | flag.State_Selected)
    under = painted(bench, row(), state=flag.State_Enabled | flag.State_MouseOver)
    assert plain != chosen
    assert plain != under
    assert chosen != under


def test_a_row_says_its_headline_stage_byline_and_length(bench: Workbench) -> None:
    act(bench, lambda desk: desk.articles.create({"headline": "Quay", "body": "One two.\n"}))
    pane = ListPane(bench)
    pane._ask()
    settle(bench)
    words = pane.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "Quay, Draft, 2 words"
    pane.deleteLater()


def test_the_length_is_whole_and_the_byline_is_cut(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    put = Lines.put

    def spy(self: Lines, painter: QPainter, font: str, ink: str, line: Line, *place: Any) -> None:
        shown.append(line.text.text())
        put(self, painter, font, ink, line, *place)

    monkeypatch.setattr(Lines, "put", spy)
    by = "The Editorial Staff of the Whole Harbour"
    painted(bench, row(byline=by, words=41, commissioned_length=110), width=300)
    cut, length = shown[-2:]
    assert length == "· 41 of 110 words"
    assert by.startswith(cut.rstrip("…"))
    assert cut.endswith("…")
    painted(bench, row(byline="Jo", words=41), width=300)
    assert shown[-2:] == ["Jo", "· 41 words"]
    painted(bench, row(byline=by, words=41), width=150)
    assert shown[-1] == "41 words"
    later = micros(NOW + timedelta(hours=3))
    painted(bench, row(byline=by, words=41, embargo_until=later), width=300)
    assert shown[-1].startswith("Embargo 15:30 · The"), "that counts more than the length"
    for_good = micros(INDEFINITE)
    painted(bench, row(words=41, embargo_until=for_good))
    assert shown[-1] == "Embargo until further notice · 41 words"
    assert cell("embargo_until", row(embargo_until=for_good)) == "until further notice"


def test_cells_say_what_a_person_reads() -> None:
    tehran = Setting(Lists(), NOW, ZoneInfo("Asia/Tehran"))
    due = row(due_at=micros(NOW))
    assert cell("due_at", due) == "1 May 2024, 12:30"
    assert cell("due_at", due, tehran) == "1 May 2024, 16:00"
    assert cell("due_at", row()) == ""
    assert cell("words", row()) == "1,200"
    assert cell("words", row(commissioned_length=900)) == "1,200/900"
    assert cell("updated_at", row(updated_at=micros(NOW - timedelta(hours=3)))) == "3 hours ago"
    assert cell("stage", row(stage="copy")) == "Copy"
    assert cell("pubstate", row(pubstate="corrected")) == "Corrected"
    assert cell("pubstate", row(pubstate="unheard of")) == "unheard of"
    assert cell("headline", row(headline="")) == "ferry"
    assert cell("assignee", row(assignee=99)) == ""


def test_every_field_that_may_be_a_column_is_one() -> None:
    shown = {column.id for column in COLUMNS}
    fields = {name for name, spec in ARTICLE_FIELDS.items() if spec.column}
    # The length that was ordered stands beside the words, the bylines as one credit line.
    assert fields - {"commissioned_length", "bylines"} <= shown
    assert "byline" in shown


def test_every_order_of_the_store_is_offered() -> None:
    assert {sort for sort, _down, _label in SORTS} == set(Sort)
    assert {column.sort for column in COLUMNS if column.sort} == set(Sort)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tehran", "Pacific/Auckland", "America/New_York"])
def test_the_newsrooms_day_is_its_own(zone: str) -> None:
    begins, ends = day_of(NOW, ZoneInfo(zone))
    assert begins <= NOW < ends
    assert (begins.hour, begins.minute, ends.hour, ends.minute) == (0, 0, 0, 0)
    assert begins.date() != ends.date()


def test_thousands_are_set_apart_whatever_the_system_is_used_to(
    bench: Workbench,
) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale.c())  # as in a session without a language: it sets none apart
    try:
        body = "Word " * 1000 + "\n"
        act(bench, lambda desk: desk.articles.create({"headline": "Long", "body": body}))
        pane = ListPane(bench)
        pane._ask()
        settle(bench)
        spoken = pane.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert spoken == "Long, Draft, 1,000 words"
        long = pane.model.row(0)
        assert long is not None
        assert pane.delegate._words(long, pane._the_setting()) == "1,000 words"
        pane.deleteLater()
    finally:
        QLocale.setDefault(before)
    assert on_hand(Workload(open=3, words_due=12000)).startswith("3 open, 12,000 words due")
