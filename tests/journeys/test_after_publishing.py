"""The web editor's day after publishing: corrected, withdrawn by two people, moved, mailed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from newsroom.desk.desk import open_desk
from newsroom.news.staff import Person, Role
from newsroom.news.workflow import PubState, Stage
from newsroom.ui.asked import KEY
from newsroom.ui.panels.packages import PackagesPanel
from tests.journeys.conftest import Hand, Opener


def a_paper(path: Path) -> None:
    with open_desk(path, create=True) as desk:
        desk.set_site({"name": "Harbour Post", "url": "https://harbour.example"})
        for name, role in (("Ada Admin", Role.ADMIN), ("Paul Press", Role.PUBLISHER)):
            desk.staff.add(Person(name=name, role=role))
        desk.sit("Ada Admin")
        for slug, body in (
            ("crane", "The crane weighs 12 tonnes."),
            ("lamp", "A lamp, and [the crane](crane.html)."),
        ):
            number = desk.articles.create(
                {"slug": slug, "headline": slug.title(), "body": body, "stage": Stage.READY}
            ).value.id
            desk.publish.publish([number])


def dialog(hand: Hand, name: str) -> QDialog:
    hand.settle()
    found = hand.find(QDialog, name)
    assert isinstance(found, QDialog)
    return found


def see(hand: Hand, button: str) -> None:
    def there() -> bool:  # what comes into a dialog that is shown already is shown a turn later
        tops = [top for top in QApplication.topLevelWidgets() if top.isVisible()]
        found = [top.findChild(QPushButton, button) for top in tops]
        return any(one is not None and one.isVisible() for one in found)

    hand.until(there)


def press(hand: Hand, button: str) -> None:
    see(hand, button)
    hand.click(hand.find(QPushButton, button))


def run(hand: Hand, command: str) -> None:
    hand.window.commands.run(command)
    hand.settle()


def test_a_day_after_publishing(opener: Opener, tmp_path: Path) -> None:
    store, site = tmp_path / "paper.newsroom", tmp_path / "site"
    a_paper(store)
    web = opener(store, state="web", who="Ada Admin")
    web.ask(lambda desk: desk.siting.publish(site))

    # Step 10: an error is reported. Four fields at most, by the keyboard alone.
    web.bench.open("crane")
    web.settle()
    web.key("Ctrl+Alt+C")
    dialog(web, "correct")
    web.type("12")
    web.key("Tab")
    web.type("21")
    correct: Any = dialog(web, "correct")
    correct._look()
    web.settle()
    assert correct.where.text() == "paragraph 1"
    press(web, "correct.go")
    assert web.bench.current is not None
    assert web.bench.current.article.body == "The crane weighs 21 tonnes."
    web.ask(lambda desk: desk.siting.publish(site))
    page = (site / "crane.html").read_text("utf-8")
    assert "said “12” (paragraph 1). It should have said “21”." in page
    assert "said “12”" in (site / "corrections.html").read_text("utf-8")
    assert "said “12”" in (site / "feed.xml").read_text("utf-8")

    # Step 12: another slug; what links to it is changed, the old address leads on.
    run(web, "publish.rename")
    rename: Any = dialog(web, "rename")
    assert "1 link" in rename.fix.text()
    rename.slug.setText("heavy-crane")
    press(web, "rename.go")
    web.ask(lambda desk: desk.siting.publish(site))
    assert 'href="heavy-crane.html"' in (site / "lamp.html").read_text("utf-8")
    assert "url=heavy-crane.html" in (site / "crane.html").read_text("utf-8")

    # Step 14: a digest, stories put in and ordered.
    panel = web.window.show_panel("packages")
    assert isinstance(panel, PackagesPanel)
    web.settle()
    panel.create_package("Noon")
    web.settle()
    ids = web.ask(lambda desk: [desk.articles.by_slug(s).id for s in ("lamp", "heavy-crane")])
    assert isinstance(ids, list)
    panel.add(ids)
    web.settle()
    panel.export(tmp_path / "mail")
    web.settle()
    mail = next((tmp_path / "mail").glob("*.txt")).read_text("utf-8")
    assert mail.index("Lamp") < mail.index("Crane")

    # Step 11: a story must go. One asks, another agrees, in a window of his own.
    web.bench.open("heavy-crane")
    web.settle()
    run(web, "publish.kill")
    kill: Any = dialog(web, "kill")
    see(web, "kill.ask")
    web.until(lambda: kill.reason.hasFocus())
    web.type("A court order")
    press(web, "kill.ask")
    assert web.bench.current is not None
    assert web.bench.current.article.pubstate is PubState.CORRECTED
    press_desk = opener(store, state="press", who="Paul Press")
    press_desk.bench.open("heavy-crane")
    press_desk.settle()
    press_desk.until(lambda: any(m.key == KEY for m in press_desk.bench.messages.standing))
    message = next(m for m in press_desk.bench.messages.standing if m.key == KEY)
    assert "Ada Admin asks to withdraw this story" in message.text
    assert ": A court order – " in message.text
    message.answers[0].run()
    dialog(press_desk, "kill")
    press(press_desk, "kill.agree")
    press_desk.until(lambda: all(m.key != KEY for m in press_desk.bench.messages.standing))
    web.until(
        lambda: (
            web.bench.current is not None
            and web.bench.current.article.pubstate is PubState.WITHDRAWN
        )
    )
    press_desk.ask(lambda desk: desk.siting.publish(site))
    assert "This story was withdrawn" in (site / "heavy-crane.html").read_text("utf-8")
    shown = {
        path.name for path in site.rglob("*")
        if path.is_file() and b"tonnes" in path.read_bytes()
    }  # fmt: skip
    assert shown == set(), "nothing of its text is anywhere"
    history = web.ask(lambda desk: desk.withdrawing.of(ids[1]))
    assert isinstance(history, tuple)
    assert history[0].reason == "A court order"
