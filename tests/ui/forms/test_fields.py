"""Controls for one value each, by keys and mouse, on a real newsroom's lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import (
    QDate,
    QDateTime,
    QMimeData,
    QPointF,
    Qt,
    QTime,
    QTimeZone,
    QUrl,
)
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from newsroom.news.article import ARTICLE_FIELDS, Article, Byline, BylineRole, Direction
from newsroom.news.fields import Kind, Spec
from newsroom.news.staff import PERSON_FIELDS, Person
from newsroom.news.workflow import Stage
from newsroom.ui.forms import MAKERS, Form, fittings_of
from newsroom.ui.workbench import Workbench
from tests.ui.real import NOW, MovedClock, act, ask, click, entries, entry, key, png, settle

Made = Callable[..., Form]


@pytest.fixture
def made(bench: Workbench, qtbot: QtBot) -> Iterator[Made]:
    """Makes forms, shown and with the keyboard."""

    def make(specs: Any = ARTICLE_FIELDS, blank: object | None = None) -> Form:
        form = Form(specs, fittings_of(bench), blank=blank or Article())
        form.set_values(blank or Article())
        qtbot.addWidget(form)
        form.resize(340, 1600)
        form.show()
        form.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is form)
        return form

    return make


def heard(form: Form) -> list[tuple[str, Any]]:
    """What a person changed, from now on."""
    found: list[tuple[str, Any]] = []
    form.changed.connect(lambda name, value: found.append((name, value)))
    return found


def one(kind: Kind, **face: Any) -> dict[str, Spec]:
    return {"it": Spec(label="It", page="Page", kind=kind, **face)}


class Blank:
    it: object = None


def test_every_field_with_a_page_is_drawn_in_its_section(made: Made) -> None:
    for specs, blank in ((ARTICLE_FIELDS, Article()), (PERSON_FIELDS, Person())):
        form = made(specs, blank)
        wanted = [n for n, s in specs.items() if s.page and s.kind is not Kind.HIDDEN]
        assert list(form.names) == wanted
        for name in wanted:
            field = form.field(name)
            assert field.isVisible(), name
            assert field.controls()[0].accessibleName(), name
            assert field.value() == getattr(blank, name), name
        assert {specs[name].page for name in wanted} == set(form._sections)
    assert {s.kind for s in ARTICLE_FIELDS.values()} - set(MAKERS) <= {
        Kind.NUMBER, Kind.HIDDEN, Kind.MARKDOWN,
    }  # fmt: skip


def test_values_that_are_shown_are_no_edits(made: Made, bench: Workbench) -> None:
    form = made()
    edits = heard(form)
    for slug in ("ferry-night-service", "nowruz-explained", "hoax-shark"):
        article = ask(bench, lambda desk, slug=slug: desk.articles.by_slug(slug))
        form.set_values(article)
        settle(bench)
        for name in form.names:
            assert form.value(name) == getattr(article, name), name
    assert edits == []


def test_typed_lines_are_told_letter_by_letter(made: Made) -> None:
    form = made()
    edits = heard(form)
    (line,) = form.field("short_headline").controls()
    QTest.keyClicks(line, "Fe")
    assert edits == [("short_headline", "F"), ("short_headline", "Fe")]


def test_a_choice_hands_back_what_the_story_is_made_of(made: Made) -> None:
    form = made()
    edits = heard(form)
    for name, word, value in (("direction", "rtl", Direction.RTL), ("stage", "copy", Stage.COPY)):
        (box,) = form.field(name).controls()
        row = box.findData(word)  # type: ignore[attr-defined]
        box.setCurrentIndex(row)  # type: ignore[attr-defined]
        box.activated.emit(row)  # type: ignore[attr-defined]
        assert edits[-1] == (name, value)
        assert edits[-1][1] is value


def test_a_value_that_is_offered_no_more_stays_what_it_is(made: Made, bench: Workbench) -> None:
    form = made()
    left = next(person for person in bench.lists.staff if not person.active)
    form.set_value("section", "abolished")
    form.set_value("assignee", left.id)
    assert form.value("section") == "abolished"
    assert form.field("section").controls()[0].currentText() == "abolished"  # type: ignore[attr-defined]
    assert form.field("assignee").controls()[0].currentText() == left.name  # type: ignore[attr-defined]
    form.set_lists(bench.lists)
    assert form.value("assignee") == left.id


def test_the_counter_tells_the_length_that_the_house_likes(made: Made) -> None:
    form = made()
    row = form._rows["short_headline"]
    (line,) = form.field("short_headline").controls()
    assert row.counter.text() == ""
    for words, told, state in (
        ("Ferry", "5/40", ""),
        ("x" * 36, "36/40", "near"),
        ("x" * 43, "43/40", "over"),
    ):
        line.clear()  # type: ignore[attr-defined]
        QTest.keyClicks(line, words)
        assert (row.counter.text(), row.counter.property("state")) == (told, state)
    assert row.counter.toolTip() == "3 over"
    assert form.problem("short_headline") == "", "longer than the house likes is no mistake"


def test_what_is_too_long_to_be_kept_is_told_under_its_field(made: Made) -> None:
    form = made(one(Kind.LINE, most=10), type("B", (), {"it": ""})())
    (line,) = form.field("it").controls()
    QTest.keyClicks(line, "x" * 12)
    assert form.problem("it") == "At most 10 characters fit; these are 12."
    assert line.property("problem") is True
    key(line, Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)
    assert form.problem("it") == ""
    assert line.property("problem") is False


def test_sections_fold_by_mouse_and_key_and_unfold_for_the_keyboard(made: Made) -> None:
    form = made()
    head = form._sections["Story"].head
    assert head is not None
    folds: list[tuple[str, bool]] = []
    form.folded.connect(lambda page, on: folds.append((page, on)))
    click(head)
    assert form.is_folded("Story")
    assert not form.field("slug").isVisible()
    assert head.accessibleDescription() == "folded away"
    head.setFocus()
    key(head, Qt.Key.Key_Space)
    assert not form.is_folded("Story")
    form.fold("Story", True)
    form.focus("tags")
    assert QApplication.focusWidget() is form.field("tags").controls()[0]
    assert folds == [("Story", True), ("Story", False)]


# Tags.


def tags(form: Form) -> Any:
    return form.field("tags")


def test_tags_are_put_in_by_enter_comma_and_leaving_and_taken_out_by_backspace(
    made: Made,
) -> None:
    form = made()
    edits = heard(form)
    field = tags(form)
    field.line.setFocus()
    QTest.keyClicks(field.line, "ferry")
    key(field.line, Qt.Key.Key_Return)
    QTest.keyClicks(field.line, "quay  side,")
    QTest.keyClicks(field.line, "tide")
    form.field("slug").controls()[0].setFocus()
    assert field.value() == ("ferry", "quay side", "tide")
    QTest.keyClicks(field.line, "ferry")
    key(field.line, Qt.Key.Key_Return)
    assert field.value() == ("ferry", "quay side", "tide"), "none stands twice"
    key(field.line, Qt.Key.Key_Backspace)
    assert edits[-1] == ("tags", ("ferry", "quay side"))
    click(field._chips[0])
    assert field.value() == ("quay side",)
    assert field._chips[0].accessibleName() == "Remove quay side"


def test_the_arabic_comma_parts_tags_too(made: Made) -> None:
    form = made()
    field = tags(form)
    field.line.setText("نوروز،")
    field.line.textEdited.emit("نوروز،")
    assert field.value() == ("نوروز",)


def test_a_typed_name_of_the_list_means_its_entry(made: Made, bench: Workbench) -> None:
    form = made(PERSON_FIELDS, Person())
    field = form.field("desks")
    line = field.controls()[0]
    QTest.keyClicks(line, "city DESK")
    enter(line)
    assert form.value("desks") == ("city",)
    assert field._chips[0].text() == "City desk  ×"  # type: ignore[attr-defined]


# Bylines.


def bylines(form: Form) -> Any:
    return form.field("bylines")


def name_in(form: Form, *names: str) -> None:
    line = bylines(form).line
    for name in names:
        line.setFocus()
        QTest.keyClicks(line, name)
        enter(line)


def enter(line: Any) -> None:
    """Enter, which the list of offers gets while it is open."""
    key(QApplication.activePopupWidget() or line, Qt.Key.Key_Return)


def test_bylines_are_of_the_staff_by_name_or_initials_and_else_guests(
    made: Made, bench: Workbench
) -> None:
    form = made()
    name_in(form, "mara ridley", "TO", "Ida Guest", "Mara Ridley")
    people = {person.name: person for person in bench.lists.staff}
    mara, tomas = people["Mara Ridley"], people["Tomas Okafor"]
    assert form.value("bylines") == (
        Byline(mara.credit, mara.id),
        Byline(tomas.credit, tomas.id),
        Byline("Ida Guest"),
    ), "and nobody twice"
    QApplication.processEvents()
    notes = [
        label.text()
        for row in bylines(form)._rows
        for label in row.findChildren(QWidget)
        if label.property("role") == "caption" and label.isVisible()
    ]
    assert notes == ["guest"]


def test_who_left_is_not_offered_but_keeps_a_byline(made: Made, bench: Workbench) -> None:
    form = made()
    left = next(person for person in bench.lists.staff if not person.active)
    offers = bylines(form)._offers.stringList()
    assert "Mara Ridley" in offers
    assert left.credit not in offers
    form.set_value("bylines", (Byline(left.credit, left.id),))
    QApplication.processEvents()
    captions = [
        label.text()
        for label in bylines(form).findChildren(QWidget)
        if label.property("role") == "caption" and label.isVisible()
    ]
    assert captions == ["left"]


def test_bylines_change_their_order_role_and_go(made: Made) -> None:
    form = made()
    name_in(form, "Ada", "Ben", "Cleo")
    field = bylines(form)

    def order() -> str:
        return " ".join(byline.name for byline in form.value("bylines"))

    click(field._rows[2].up)
    assert order() == "Ada Cleo Ben"
    QTest.keyClick(field._rows[1].role, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert order() == "Cleo Ada Ben"
    assert QApplication.focusWidget() is field._rows[0].role, "the keyboard goes with the name"
    QTest.keyClick(field._rows[0].role, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert order() == "Cleo Ada Ben", "there is nothing above the first"
    menu = field._rows[1].role.menu()
    assert entries(menu) == ["Story", "Photo", "Data", "Additional reporting", "Editing"]
    entry(menu, "Photo").trigger()
    assert form.value("bylines")[1] == Byline("Ada", None, BylineRole.PHOTO)
    click(field._rows[0].out)
    assert order() == "Ada Ben"
    key(field._rows[1].role, Qt.Key.Key_Delete)
    assert order() == "Ada"


def test_the_completer_offers_parts_of_names(made: Made, qtbot: QtBot, bench: Workbench) -> None:
    form = made()
    line = bylines(form).line
    line.setFocus()
    QTest.keyClicks(line, "kafo")
    popup = line.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    key(popup, Qt.Key.Key_Down, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(form.value("bylines")))
    assert [byline.name for byline in form.value("bylines")] == ["Tomas Okafor"]
    assert line.text() == ""


@pytest.mark.parametrize(("typed", "count"), [("Mara", 1), ("ma", 2), ("a", 7)])
def test_what_a_line_offers_is_seen_whole(made: Made, qtbot: QtBot, typed: str, count: int) -> None:
    form = made()
    line = bylines(form).line
    line.setFocus()
    QTest.keyClicks(line, typed)
    popup = line.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    rows = min(line.completer().completionModel().rowCount(), line.completer().maxVisibleItems())
    assert rows == count
    assert popup.property("role") == "offers"
    assert popup.viewport().height() >= rows * popup.sizeHintForRow(0)
    popup.hide()


def test_a_name_of_the_staff_leads_to_its_entry(made: Made, bench: Workbench) -> None:
    form = made()
    name_in(form, "Mara Ridley", "Ida Guest")
    wanted: list[int] = []
    form.followed.connect(wanted.append)
    click(bylines(form)._rows[0].name)
    person = next(person for person in bench.lists.staff if person.name == "Mara Ridley")
    assert wanted == [person.id]
    assert len(bylines(form)._rows[1].parts) == 3, "a guest leads nowhere"


def test_names_are_offered_once_the_keyboard_is_there(made: Made) -> None:
    form = made()
    for name in ("bylines", "tags"):
        line = form.field(name).controls()[0]
        assert isinstance(line, QLineEdit)
        assert line.completer() is None
        line.setFocus()
        assert line.completer() is not None


# Tab.


def chain(form: Form) -> list[QWidget]:
    """Where Tab goes, from the first control on."""
    found: list[QWidget] = []
    here: QWidget = form.nextInFocusChain()
    while here is not form and len(found) < 500:
        if here.focusPolicy() & Qt.FocusPolicy.TabFocus and here.isVisible():
            found.append(here)
        here = here.nextInFocusChain()
    return found


def test_tab_goes_down_the_form_also_when_names_and_tags_came_later(made: Made) -> None:
    form = made()
    name_in(form, "Mara Ridley", "Ida Guest")
    form.set_value("tags", ("ferry", "quay"))
    QApplication.processEvents()
    names = list(form.names)
    fields = [
        next((n for n in names if form.field(n).isAncestorOf(widget)), "") for widget in chain(form)
    ]
    order = list(dict.fromkeys(name for name in fields if name))
    assert order == names
    runs = [name for at, name in enumerate(fields) if name and fields[at - 1] != name]
    assert sorted(runs) == sorted(set(runs)), "no field is come to twice"
    rows = bylines(form)._rows
    walked = [widget for widget in chain(form) if bylines(form).isAncestorOf(widget)]
    assert walked == [*(part for row in rows for part in row.parts), bylines(form).line]


def test_tab_leaves_a_field_of_several_lines(made: Made) -> None:
    form = made(PERSON_FIELDS, Person())
    text = form.field("bio").controls()[0]
    text.setFocus()
    key(text, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is form.field("portrait").controls()[0]
    assert form.value("bio") == ""


def test_the_wheel_scrolls_the_form_and_changes_nothing(made: Made) -> None:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QWheelEvent

    form = made()
    form.set_value("priority", 5)
    form.set_value("due_at", NOW)
    edits = heard(form)
    for name in ("section", "priority", "due_at", "language", "stage"):
        control = form.field(name).controls()[0]
        control.setFocus()
        event = QWheelEvent(
            QPointF(5, 5), control.mapToGlobal(QPointF(5, 5)), QPoint(), QPoint(0, -240),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(control, event)
        assert not event.isAccepted(), name
    assert edits == []


# Moments.


def zoned(bench: Workbench, form: Form, zone: str) -> None:
    bench.lists = replace(bench.lists, site=replace(bench.lists.site, timezone=zone))
    form.set_lists(bench.lists)


def test_a_moment_is_shown_and_typed_by_the_newsrooms_clock(made: Made, bench: Workbench) -> None:
    form = made()
    zoned(bench, form, "Asia/Tehran")
    edits = heard(form)
    field: Any = form.field("due_at")
    field.show_value(datetime(2024, 5, 1, 8, 0, tzinfo=UTC))
    assert field.edit.dateTime().toString("d.M. HH:mm") == "1.5. 11:30"
    assert field.other.text().startswith("Asia/Tehran (UTC+03:30)")
    wall = QDateTime(QDate(2024, 5, 2), QTime(1, 0), QTimeZone.utc())
    field.edit.setDateTime(wall)
    assert edits[-1] == ("due_at", datetime(2024, 5, 1, 21, 30, tzinfo=UTC))
    assert edits[-1][1].tzinfo is UTC


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("UTC", datetime(2024, 5, 1, 13, 0, tzinfo=UTC)),
        ("Asia/Tehran", datetime(2024, 5, 1, 13, 30, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2024, 5, 1, 13, 15, tzinfo=UTC)),
    ],
)
def test_a_moment_begins_at_the_next_full_hour_of_the_newsroom(
    made: Made, bench: Workbench, zone: str, moment: datetime, clock: MovedClock
) -> None:
    form = made()
    zoned(bench, form, zone)
    field: Any = form.field("due_at")
    assert field.begin.isVisible()
    assert not field.edit.isVisible()
    click(field.begin)
    assert field.value() == moment
    assert field.edit.time().minute() == 0
    assert moment > clock.now
    assert QApplication.focusWidget() is field.edit
    click(field.clear)
    assert field.value() is None
    assert field.begin.isVisible()


def test_a_moment_has_room_for_its_last_figure(made: Made) -> None:
    field: Any = made().field("due_at")
    field.show_value(datetime(2024, 5, 22, 22, 48, tzinfo=UTC))
    for asked in (field.edit.sizeHint(), field.edit.minimumSizeHint()):
        field.edit.setFixedWidth(asked.width())
        QApplication.processEvents()
        line = field.edit.lineEdit()
        margins = line.textMargins()
        room = line.width() - margins.left() - margins.right()
        assert line.fontMetrics().horizontalAdvance(line.text()) <= room


def test_a_moment_in_summer_time_keeps_its_hour(made: Made, bench: Workbench) -> None:
    form = made()
    zoned(bench, form, "Europe/Paris")
    field: Any = form.field("planned_at")
    for moment, hour in (
        (datetime(2024, 7, 1, 12, tzinfo=UTC), 14),
        (datetime(2024, 1, 1, 12, tzinfo=UTC), 13),
        (datetime(2024, 3, 31, 1, tzinfo=UTC), 3),
    ):
        field.show_value(moment)
        assert field.edit.time().hour() == hour
        assert field.value() == moment


# Numbers, flags, languages.


def test_a_number_may_be_unset_only_where_that_is_allowed(made: Made) -> None:
    form = made()
    length: Any = form.field("commissioned_length")
    assert length.value() is None
    assert length.spin.text() == "Not set"
    length.spin.setValue(300)
    assert form.value("commissioned_length") == 300
    priority: Any = form.field("priority")
    priority.spin.setValue(-5)
    assert priority.value() >= 1
    priority.spin.setValue(99)
    assert priority.value() == ARTICLE_FIELDS["priority"].highest


def test_a_click_into_the_language_chooses_it_whole(made: Made, qtbot: QtBot) -> None:
    form = made()
    field: Any = form.field("language")
    line = field.box.lineEdit()
    assert line.text() != ""
    click(line)
    qtbot.waitUntil(lambda: line.selectedText() == line.text())
    QTest.keyClicks(line, "fa")
    field.finish()
    assert form.value("language") == "fa"
    click(line)
    assert line.selectedText() == "", "the next click puts the caret"


def test_a_language_is_chosen_by_name_or_typed_as_a_tag(made: Made) -> None:
    form = made()
    edits = heard(form)
    field: Any = form.field("language")
    assert field.box.currentText() == "English (en)"
    line = field.box.lineEdit()
    line.setFocus()
    line.setText("persian (FA)")
    key(line, Qt.Key.Key_Return)
    assert edits == [("language", "fa")]
    line.setText("pt-BR")
    form.field("slug").controls()[0].setFocus()
    assert edits[-1] == ("language", "pt-BR")
    line.setText("")
    key(line, Qt.Key.Key_Return)
    assert form.value("language") == "pt-BR", "a story has a language"


# Pictures.


def dropped(field: Any, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, mime,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    field.well.dropEvent(event)
    assert event.isAccepted()


def test_a_dropped_picture_is_kept_and_gets_its_words(
    made: Made, bench: Workbench, tmp_path: Path
) -> None:
    form = made()
    edits = heard(form)
    field: Any = form.field("picture")
    assert field.well.label.text() == "Drop a picture here, or click to choose one"
    dropped(field, png(tmp_path / "quay.png"))
    settle(bench)
    picture = form.value("picture")
    assert (picture.filename, picture.width, picture.height) == ("quay.png", 8, 6)
    assert ask(bench, lambda desk: desk.media(picture.sha256))
    assert not field.well.label.pixmap().isNull()
    assert field.want.text() == "Still wanted: Credit, Alternative text, Rights"
    field.ground.setCurrentIndex(field.ground.findData("own"))
    field.ground.activated.emit(field.ground.currentIndex())
    settle(bench)
    assert ask(bench, lambda desk: desk.library.facts(picture.sha256).rights) == "own"
    assert field.want.text() == "Still wanted: Credit, Alternative text"
    QTest.keyClicks(field.words["alt"], "A quay")
    QTest.keyClicks(field.words["credit"], "Ida")
    QTest.keyClicks(field.words["caption"], "The quay")
    assert not field.want.isVisible()
    name, value = edits[-1]
    assert name == "picture"
    assert (value.alt, value.credit, value.caption) == ("A quay", "Ida", "The quay")
    dropped(field, png(tmp_path / "pier.png", 10, 10))
    settle(bench)
    assert form.value("picture").filename == "pier.png"
    assert form.value("picture").alt == "A quay", "its words stay with the place"
    click(field.remove)
    assert form.value("picture") is None
    assert not field.words["alt"].isVisible()


def test_a_file_that_is_no_picture_is_refused_beside_the_well(
    made: Made, bench: Workbench, tmp_path: Path
) -> None:
    form = made()
    (tmp_path / "notes.png").write_text("no picture at all")
    field: Any = form.field("picture")
    dropped(field, tmp_path / "notes.png")
    settle(bench)
    assert form.value("picture") is None
    assert field.problem.isVisible()
    assert "notes.png" in field.problem.text()
    dropped(field, png(tmp_path / "quay.png"))
    settle(bench)
    assert not field.problem.isVisible()


def test_a_picture_is_pasted_from_the_clipboard(made: Made, bench: Workbench) -> None:
    form = made()
    field: Any = form.field("picture")
    image = QImage(5, 5, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    QApplication.clipboard().setImage(image)
    QTest.keyClick(field.well, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(bench)
    assert form.value("picture").width == 5
    wanted: list[bool] = []
    field.well.wanted.disconnect()
    field.well.wanted.connect(lambda: wanted.append(True))
    key(field.well, Qt.Key.Key_Return, Qt.Key.Key_Space)
    click(field.well)
    assert wanted == [True] * 3, "Enter, Space and a click ask for a file"


def test_a_portrait_is_a_picture_without_words(
    made: Made, bench: Workbench, tmp_path: Path
) -> None:
    form = made(PERSON_FIELDS, Person())
    field: Any = form.field("portrait")
    assert not field.remove.isVisible()
    dropped(field, png(tmp_path / "face.png"))
    settle(bench)
    assert ask(bench, lambda desk: desk.media(form.value("portrait")))
    click(field.remove)
    assert form.value("portrait") == ""


def test_a_missing_picture_is_said_in_its_place(made: Made, bench: Workbench) -> None:
    form = made()
    article = ask(bench, lambda desk: desk.articles.by_slug("ferry-night-service"))
    assert article.picture is not None
    form.set_value("picture", replace(article.picture, sha256="0" * 64))
    settle(bench)
    assert form.field("picture").well.label.text() == "The file of this picture is missing"  # type: ignore[attr-defined]


def test_new_lists_are_offered_at_once(made: Made, bench: Workbench) -> None:
    from newsroom.news.lists import Term

    form = made()
    act(bench, lambda desk: desk.lists.put("sections", Term(key="weather", name="Weather")))
    form.set_lists(bench.lists)
    box: Any = form.field("section").controls()[0]
    assert box.findText("Weather") >= 0
    assert form.value("section") == ""


def test_words_that_fit_are_not_scrolled(bench: Workbench, qtbot: QtBot) -> None:
    """A field was some pixels lower than its lines, and the last one could be scrolled away."""
    from newsroom.ui.widgets.field import GrowingText

    assert bench.theme  # its sheet has the padding
    text = GrowingText(None, (2, 6))
    qtbot.addWidget(text)
    text.show()
    for count in range(1, 7):
        text.setPlainText("\n".join(["Words"] * count))
        text.resize(300, text.sizeHint().height())
        QApplication.processEvents()
        assert text.verticalScrollBar().maximum() == 0, count


def test_what_stands_under_a_picture_is_made_with_the_first_one(
    made: Made, bench: Workbench, tmp_path: Path
) -> None:
    names = ("tags", "picture", "sensitive")
    form = made({name: ARTICLE_FIELDS[name] for name in names})
    field: Any = form.field("picture")
    assert field.controls() == (field.well,)
    assert not field.findChildren(QLineEdit)
    dropped(field, png(tmp_path / "ferry.png"))
    settle(bench)
    assert len(field.findChildren(QLineEdit)) == 2
    field.remove.click()
    assert field.value() is None
    assert not any(line.isVisible() for line in field.findChildren(QLineEdit))
    dropped(field, png(tmp_path / "harbour.png"))
    settle(bench)
    assert all(line.isVisible() for line in field.findChildren(QLineEdit))
    wanted = [part for name in names for part in form.field(name).controls()]
    assert [widget for widget in chain(form) if widget in wanted] == wanted
