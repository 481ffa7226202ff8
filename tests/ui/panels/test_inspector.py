"""The inspector on open stories of a real newsroom."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QMimeData, QPointF, Qt, QTime, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from newsroom.news.article import ARTICLE_FIELDS
from newsroom.news.fields import Kind
from newsroom.news.workflow import Stage
from newsroom.text.direction import of_language
from newsroom.ui.panels.inspector import Inspector
from newsroom.ui.widgets.field import Field
from newsroom.ui.workbench import Workbench
from tests.ui.real import MovedClock, act, ask, click, key, opened, png, said, settle

Shown = Callable[..., Inspector]


@pytest.fixture
def panel(bench: Workbench, qtbot: QtBot) -> Inspector:
    """The inspector, following the story in front as the window's column lets it."""
    made = Inspector(bench)
    qtbot.addWidget(made)
    bench.current_changed.connect(made.set_story)
    bench.tasks.changed.connect(made.on_changed)
    made.resize(340, 900)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
    return made


def line(panel: Inspector, name: str) -> Any:
    return panel.form.field(name).controls()[0]


def test_it_comes_with_what_its_place_has_room_for(bench: Workbench, qtbot: QtBot) -> None:
    opened(bench, "rent-explainer")
    place = QWidget()
    qtbot.addWidget(place)
    for height, wanted in ((300, False), (900, True)):
        place.resize(340, height)
        late = Inspector(bench, place)
        made = {field.objectName() for field in late.form.findChildren(Field)}
        assert ("picture" in made) is wanted
        assert "sensitive" not in made


def test_without_a_story_it_says_what_to_do(panel: Inspector) -> None:
    assert panel.empty.isVisible()
    assert panel.empty.text() == "Open a story to see and change what belongs to it."
    assert not panel.form.isVisible()


def test_every_field_of_the_story_is_shown_as_it_stands(panel: Inspector, bench: Workbench) -> None:
    wanted = {
        name
        for name, spec in ARTICLE_FIELDS.items()
        if spec.page and spec.kind not in (Kind.HIDDEN, Kind.MARKDOWN)
    }
    for slug in ("ferry-night-service", "nowruz-explained", "library-fines-end"):
        story = opened(bench, slug)
        assert set(panel.form.names) == wanted
        for name in wanted:
            assert panel.form.value(name) == story.get(name), (slug, name)
        assert not story.dirty, "looking changes nothing"


def test_what_is_typed_reaches_the_story_and_is_saved(panel: Inspector, bench: Workbench) -> None:
    story = opened(bench, "rent-explainer")
    line(panel, "short_headline").clear()
    QTest.keyClicks(line(panel, "short_headline"), "Rents")
    panel.form.field("priority").spin.setValue(2)  # type: ignore[attr-defined]
    QTest.keyClicks(line(panel, "tags"), "tenants,")
    assert story.get("short_headline") == "Rents"
    assert story.get("priority") == 2
    assert story.get("tags")[-1] == "tenants"
    story.save()
    settle(bench)
    kept = ask(bench, lambda desk: desk.articles.by_slug("rent-explainer"))
    assert (kept.short_headline, kept.priority, kept.tags[-1]) == ("Rents", 2, "tenants")


def test_a_change_from_elsewhere_is_shown(panel: Inspector, bench: Workbench) -> None:
    story = opened(bench, "rent-explainer")
    act(bench, lambda desk: desk.articles.move((story.id,), Stage.HOLD))
    assert panel.form.value("stage") == Stage.HOLD
    assert story.get("stage") == Stage.HOLD
    story.set("short_headline", "From the editor")
    assert line(panel, "short_headline").text() == "From the editor"


def test_a_word_that_waits_for_enter_belongs_to_the_story_it_was_typed_for(
    panel: Inspector, bench: Workbench
) -> None:
    first = opened(bench, "rent-explainer")
    second = opened(bench, "ferry-night-service")
    bench.bring_forward(first)
    tags, names = second.get("tags"), second.get("bylines")
    line(panel, "tags").setFocus()
    QTest.keyClicks(line(panel, "tags"), "landlords")
    panel.form.field("bylines").line.setText("Ida Guest")  # type: ignore[attr-defined]
    bench.bring_forward(second)  # as Ctrl+Tab does: the keyboard stays where it is
    assert first.get("tags")[-1] == "landlords"
    assert first.get("bylines")[-1].name == "Ida Guest"
    assert line(panel, "tags").text() == ""
    line(panel, "slug").setFocus()
    assert (second.get("tags"), second.get("bylines")) == (tags, names)


def test_a_closed_story_takes_nothing_more(panel: Inspector, bench: Workbench) -> None:
    story = opened(bench, "rent-explainer")
    QTest.keyClicks(line(panel, "tags"), "landl")
    bench.close(story)
    settle(bench)
    assert panel.empty.isVisible()
    assert not story.dirty


# What can't be kept.


def test_a_refused_slug_is_told_beside_its_field(panel: Inspector, bench: Workbench) -> None:
    story = opened(bench, "rent-explainer")
    slug = line(panel, "slug")
    slug.selectAll()
    QTest.keyClicks(slug, "a/b?")
    story.save()
    settle(bench)
    assert "can't be a slug" in panel.form.problem("slug")
    assert slug.property("problem") is True
    assert panel.form.problem("short_headline") == ""
    slug.selectAll()
    QTest.keyClicks(slug, "rents-explained")
    assert panel.form.problem("slug") == ""
    story.save()
    settle(bench)
    assert story.article.slug == "rents-explained"


def test_a_slug_that_is_taken_is_told_beside_its_field_and_in_the_bar(
    panel: Inspector, bench: Workbench
) -> None:
    story = opened(bench, "rent-explainer")
    slug = line(panel, "slug")
    slug.selectAll()
    QTest.keyClicks(slug, "ferry-night-service")
    story.save()
    settle(bench)
    assert panel.form.problem("slug") == said(bench)[-1]
    answer = bench.messages.standing[-1].answers[0]
    assert answer.label.startswith("Use ferry-night-service-")
    answer.run()
    settle(bench)
    assert slug.text() == story.article.slug != "ferry-night-service"
    assert panel.form.problem("slug") == ""


def test_a_text_that_is_too_long_is_told_while_it_is_typed(
    panel: Inspector, bench: Workbench
) -> None:
    opened(bench, "rent-explainer")
    slug = line(panel, "slug")
    slug.setText("x" * 120)
    QTest.keyClicks(slug, "yz")
    assert panel.form.problem("slug") == "At most 120 characters fit; these are 122."


def test_a_refused_language_is_told_beside_its_field(panel: Inspector, bench: Workbench) -> None:
    story = opened(bench, "rent-explainer")
    box = line(panel, "language")
    box.lineEdit().setText("no language?")
    key(box.lineEdit(), Qt.Key.Key_Return)
    story.save()
    settle(bench)
    assert "no language code" in panel.form.problem("language")


def test_problems_of_one_story_are_not_shown_at_another(panel: Inspector, bench: Workbench) -> None:
    story = opened(bench, "rent-explainer")
    story.set("slug", "a/b")
    story.save()
    settle(bench)
    assert panel.form.problem("slug")
    opened(bench, "ferry-night-service")
    assert panel.form.problem("slug") == ""


# Slug, facts, people, pictures.


def test_the_slug_is_suggested_and_never_forced(panel: Inspector, bench: Workbench) -> None:
    story = bench.new()
    story.set("headline", "Night ferries, again")
    assert line(panel, "slug").placeholderText() == "night-ferries-again"
    assert story.get("slug") == ""


def test_the_facts_are_those_of_the_desk(
    panel: Inspector, bench: Workbench, clock: MovedClock
) -> None:
    story = opened(bench, "ferry-night-service")
    facts = panel.facts
    assert facts.text("pubstate") == "Published"
    assert facts.text("version") == str(story.article.version)
    assert facts.text("words") == str(story.article.words)
    assert story.article.published_at is not None
    out = story.article.published_at
    clock_time = QLocale().toString(QTime(out.hour, out.minute), QLocale.FormatType.ShortFormat)
    assert facts.text("published_at") == f"{out.day} {out:%b %Y}, {clock_time}"
    assert "ago" in facts.text("updated_at")
    clock.go_on(timedelta(minutes=5))
    story.set("short_headline", "Ferries")
    story.save()
    settle(bench)
    assert facts.text("updated_at").endswith("just now, Mara Ridley")
    bench.new()
    assert facts.text("version") == ""
    assert not facts._told["version"].isVisible()


def test_facts_are_told_by_the_newsrooms_clock(panel: Inspector, bench: Workbench) -> None:
    story = opened(bench, "ferry-night-service")
    bench.lists = replace(bench.lists, site=replace(bench.lists.site, timezone="Asia/Tehran"))
    bench.lists_changed.emit()
    assert story.article.created_at is not None
    there = story.article.created_at + timedelta(hours=3, minutes=30)
    assert f"{there.day} " in panel.facts.text("created_at")
    minutes = panel.facts.text("created_at").split(":")[1][:2]
    assert int(minutes) == there.minute


def test_a_byline_leads_to_the_staff_directory(panel: Inspector, bench: Workbench) -> None:
    story = opened(bench, "ferry-night-service")
    wanted: list[tuple[str, object]] = []
    bench.wanted.connect(lambda panel, what: wanted.append((panel, what)))
    rows = panel.form.field("bylines")._rows  # type: ignore[attr-defined]
    click(rows[0].name)
    assert wanted == [("staff", story.get("bylines")[0].staff)]


def test_a_picture_that_is_dropped_is_the_storys_with_its_words(
    panel: Inspector, bench: Workbench, tmp_path: Path
) -> None:
    story = opened(bench, "rent-explainer")
    field: Any = panel.form.field("picture")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(png(tmp_path / "houses.png")))])
    field.well.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, mime,
            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )
    )  # fmt: skip
    settle(bench)
    QTest.keyClicks(field.words["alt"], "A row of houses")
    story.save()
    settle(bench)
    kept = ask(bench, lambda desk: desk.articles.by_slug("rent-explainer"))
    assert kept.picture is not None
    assert (kept.picture.filename, kept.picture.alt) == ("houses.png", "A row of houses")


def test_the_direction_that_is_chosen_holds_on_the_page(panel: Inspector, bench: Workbench) -> None:
    story = opened(bench, "nowruz-explained")
    box = line(panel, "direction")
    told = []
    for word in ("rtl", "ltr", "auto"):
        row = box.findData(word)
        box.setCurrentIndex(row)
        box.activated.emit(row)
        now = story.now()
        html = ask(bench, lambda desk, now=now: desk.publish.page_html(now))
        found = re.search(r'<html[^>]*dir="(\w+)"', html)
        assert found is not None
        told.append(found[1])
    assert told == ["rtl", "ltr", of_language(story.get("language"))]


def test_what_the_newsroom_adds_to_its_lists_is_offered(panel: Inspector, bench: Workbench) -> None:
    from newsroom.news.lists import Term

    story = opened(bench, "rent-explainer")
    act(bench, lambda desk: desk.lists.put("sections", Term(key="weather", name="Weather")))
    box = line(panel, "section")
    assert box.findText("Weather") >= 0
    assert panel.form.value("section") == story.get("section")


def test_someone_new_can_be_handed_the_story(panel: Inspector, bench: Workbench) -> None:
    from newsroom.news.staff import Person

    story = opened(bench, "rent-explainer")
    act(bench, lambda desk: desk.staff.add(Person(name="Ida Newman")))
    box = line(panel, "assignee")
    row = box.findText("Ida Newman")
    box.setCurrentIndex(row)
    box.activated.emit(row)
    person = next(one for one in bench.lists.staff if one.name == "Ida Newman")
    assert story.get("assignee") == person.id


def test_an_update_and_its_parent_lead_to_each_other(
    panel: Inspector, bench: Workbench, qtbot: QtBot
) -> None:
    story = opened(bench, "ferry-night-service")
    panel.kin._ask()
    settle(bench)
    assert not panel.kin.isVisible(), "it has no kin"
    parent = story.id
    made = ask(bench, lambda desk: desk.correcting.rewrite(parent).value)
    panel.kin.look_again()
    qtbot.waitUntil(lambda: panel.kin.isVisible())
    (link,) = panel.kin.links
    assert link.accessibleName() == f"Updated by “{made.headline or made.slug}”"
    click(link)
    qtbot.waitUntil(lambda: bench.current is not None and bench.current.id == made.id)
    qtbot.waitUntil(lambda: panel.kin.isVisible())
    (back,) = panel.kin.links
    assert back.accessibleName().startswith("Updates “")
    click(back)
    qtbot.waitUntil(lambda: bench.current is not None and bench.current.id == parent)
