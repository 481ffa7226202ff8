"""The web editor's day as far as it leads outside: WordPress, a server's folder, a columnist."""

from __future__ import annotations

import os
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import paramiko
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog

from newsroom.desk.backup import restore
from newsroom.desk.desk import open_desk
from newsroom.desk.secrets import Secrets
from newsroom.intake import wordreturn
from newsroom.news.outward import DeliveryState, Target, TargetKind
from newsroom.news.staff import Person
from newsroom.news.workflow import Stage
from newsroom.ui.actions import publish as publish_actions
from newsroom.ui.courier import courier
from newsroom.ui.dialogs import word
from newsroom.ui.dialogs.deploy import DeploySheet
from newsroom.ui.dialogs.entry import HostSheet, PasswordSheet
from newsroom.ui.dialogs.export import ExportDialog
from newsroom.ui.dialogs.targets import TargetsDialog
from newsroom.ui.dialogs.wordpress import PushSheet, QuestionSheet
from newsroom.ui.dropping import Dropping
from newsroom.ui.panels.queue import QueuePanel
from tests.export.outbound.fake_wordpress import PASSWORD, USER, Site, served
from tests.export.outbound.servers import PASSWORD as SFTP_PASSWORD
from tests.export.outbound.servers import USER as SFTP_USER
from tests.export.outbound.servers import Sftp
from tests.export.test_word import edited, tracked
from tests.journeys.conftest import Hand, Opener

BODY = "The ferry stays in port.\n\nIt is the third day.\n"


@pytest.fixture
def wordpress() -> Iterator[tuple[Site, str]]:
    with served() as made:
        yield made


@pytest.fixture
def hand(
    opener: Opener, tmp_path: Path, wordpress: tuple[Site, str], monkeypatch: pytest.MonkeyPatch
) -> Hand:
    """A window with a finished story, a WordPress and a folder to deploy to."""
    monkeypatch.setitem(os.environ, "XDG_CACHE_HOME", str(tmp_path / "cache"))
    with open_desk(tmp_path / "day.newsroom", create=True) as desk:
        for name in ("Ruth Galloway", "Tomas Keel"):
            desk.staff.add(Person(name=name))
        desk.set_site({"url": "https://harbour.example"})
        fields = {"slug": "ferry", "headline": "The ferry waits", "body": BODY}
        story = desk.articles.create({**fields, "stage": Stage.READY}).value
        desk.publish.publish([story.id])
        desk.siting.publish(tmp_path / "site")
        desk.pushing.put_target(
            Target(name="Magazine", kind=TargetKind.WORDPRESS, address=wordpress[1], user=USER)
        )
        desk.pushing.put_target(
            Target(name="Disk", kind=TargetKind.FOLDER, address=str(tmp_path / "disk"))
        )
    hand = opener(who="Ruth Galloway")
    Dropping(hand.window)  # as soon as the clock is watched
    courier(hand.window).secrets = Secrets()  # nobody's real keyring
    hand.bench.open(story.id, new_tab=True)
    hand.settle()
    return hand


def over(hand: Hand, kind: type[QDialog], command: str = "") -> QDialog:
    if command:
        hand.window.commands.run(command)
        hand.settle()
    dialog = hand.find(kind)
    assert isinstance(dialog, QDialog)
    dialog.activateWindow()
    hand.until(lambda: QApplication.activeWindow() is dialog)
    hand.settle()
    return dialog


def said(hand: Hand) -> str:
    return "\n".join(message.text for message in hand.window.messages.standing)


def delivery(hand: Hand) -> DeliveryState:
    return hand.ask(lambda desk: desk.pushing.last(1)[0].state)  # type: ignore[return-value]


def test_a_story_to_wordpress_in_two_clicks_and_its_questions(
    hand: Hand, wordpress: tuple[Site, str]
) -> None:
    site, address = wordpress
    push = over(hand, PushSheet, "publish.wordpress")
    assert isinstance(push, PushSheet)
    hand.click(push.go)
    # The password is asked once, as there is no keyring.
    password = over(hand, PasswordSheet)
    assert isinstance(password, PasswordSheet)
    hand.click(password.password)
    hand.type(PASSWORD)
    hand.key("Return")
    hand.until(lambda: len(site.posts) == 1)
    hand.until(lambda: delivery(hand) is DeliveryState.DONE)
    hand.until(lambda: "stands at Magazine" in said(hand))
    assert "on its way" not in said(hand), "one sentence on it is enough"
    post = next(iter(site.posts.values()))
    assert (post["title"], post["status"]) == ("The ferry waits", "draft")
    panel = hand.window.show_panel("queue")
    assert isinstance(panel, QueuePanel)
    hand.until(lambda: panel.list.count() == 1)
    row = panel.list.item(0)
    assert re.search(r"\nSent, [^,(]+ · Draft · Magazine$", row.text()), "all of it fits"
    assert "UTC" in row.toolTip()
    # A story that was changed since says so, and goes there again with one click.
    assert not panel.send_again.isVisible()
    story = hand.bench.current
    assert story is not None
    story.set("headline", "The ferry sails")
    hand.key("Ctrl+S")
    hand.until(lambda: "\nChanged since " in panel.list.item(0).text())
    assert "changed since it was sent" in panel.problem.text()
    hand.click(panel.send_again)
    hand.until(lambda: post["title"] == "The ferry sails")
    hand.until(lambda: "\nSent, " in panel.list.item(0).text())
    assert not panel.send_again.isVisible()
    assert len(site.posts) == 1
    targets = over(hand, TargetsDialog, "publish.targets")
    assert isinstance(targets, TargetsDialog)
    targets.rows.setCurrentRow(1)
    hand.click(targets.attempt)
    hand.until(lambda: "knows us as The desk" in targets.note.text())
    # Enter keeps what was typed, and it is said what comes next.
    hand.click(targets.add)
    for field, words in (
        (targets.name, "Weekly"),
        (targets.address, address),
        (targets.user, "desk"),
    ):
        hand.click(field)
        hand.type(words)
    hand.key("Return")
    hand.until(lambda: "Now say its password" in targets.note.text())
    assert targets.rows.currentItem().text() == "Weekly"
    hand.click(targets.remove)
    hand.until(lambda: targets.rows.count() == 2)
    targets.close()
    hand.window.activateWindow()

    # Somebody edits it there; a second push asks before it writes over that.
    site.touch(post["id"], content="Theirs.")
    push = over(hand, PushSheet, "publish.wordpress")
    assert isinstance(push, PushSheet)
    assert "same post" in push.plan.text()
    push.standing.setCurrentIndex(push.standing.findData("publish"))
    hand.settle()
    hand.click(push.go)
    hand.until(lambda: delivery(hand) is DeliveryState.ASKS)
    hand.until(lambda: panel.list.count() == 3)
    panel.list.setCurrentRow(0)
    hand.until(panel.answer.isVisible)
    hand.click(panel.answer)
    question = over(hand, QuestionSheet)
    assert isinstance(question, QuestionSheet)
    hand.click(question.go)
    hand.until(lambda: delivery(hand) is DeliveryState.DONE)
    assert len(site.posts) == 1
    assert "third day" in post["content"]
    assert post["status"] == "publish"


def test_the_site_is_deployed_after_a_look_at_the_plan(hand: Hand, tmp_path: Path) -> None:
    sheet = over(hand, DeploySheet, "publish.deploy")
    assert isinstance(sheet, DeploySheet)
    hand.until(lambda: "files are sent" in sheet.plan.text())
    assert not (tmp_path / "disk").exists()
    hand.click(sheet.go)
    hand.until(lambda: (tmp_path / "disk" / "index.html").exists())
    hand.until(lambda: "The site stands at Disk" in said(hand))

    number = hand.bench.current.id
    hand.ask(lambda desk: desk.publish.unpublish([number]))
    sheet = over(hand, DeploySheet, "publish.deploy")
    assert isinstance(sheet, DeploySheet)
    hand.until(lambda: "older than the newsroom" in sheet.plan.text())
    assert not sheet.go.isEnabled()
    hand.click(sheet.publish)
    hand.until(sheet.go.isEnabled)
    hand.click(sheet.go)
    hand.until(lambda: not (tmp_path / "disk" / "ferry.html").exists())


def test_a_columnist_gets_a_word_document_and_it_comes_back_by_his_name(
    hand: Hand, tmp_path: Path
) -> None:
    number = hand.bench.current.id
    hand.bench.set_settings({"word_folder": str(tmp_path / "letters")})
    hand.window.commands.run("publish.word_out")  # there: the menu and its line
    hand.settle()
    (path,) = (tmp_path / "letters").iterdir()
    assert path.name == "ferry-v2.docx"
    assert f"{path} holds the story" in said(hand)
    assert wordreturn.read(path).story.startswith(f"{number} ")
    path.write_bytes(edited(path.read_bytes(), tracked("third", "fourth", "Tomas Keel")))
    # What lies there may be what somebody sent back: it is never written over.
    hand.window.commands.run("publish.word_out")
    hand.settle()
    assert (tmp_path / "letters" / "ferry-v2-2.docx").exists()
    drop(hand, path)  # and back: one drag onto the window
    hand.until(lambda: "1 change from Tomas Keel came back" in said(hand))
    sets = hand.ask(lambda desk: desk.suggesting.of(number))
    assert [s.proposal["body"] for s in sets] == [BODY.replace("third", "fourth")]  # type: ignore[attr-defined]
    # A name that nobody knows is asked about, and comes into the directory with what he wrote.
    path.write_bytes(edited(hand.ask(lambda desk: desk.word.document(number)),  # type: ignore[arg-type]
                            tracked("ferry", "boat", "A Stranger")))  # fmt: skip
    word.take(hand.window, path)
    hand.settle()
    sheet = over(hand, word.TakeBackSheet)
    assert isinstance(sheet, word.TakeBackSheet)
    assert list(sheet.who) == ["A Stranger"]
    hand.click(sheet.go)
    hand.until(lambda: "A Stranger came back" in said(hand))
    people = hand.ask(lambda desk: [s.author for s in desk.suggesting.of(number)])
    new = hand.ask(lambda desk: desk.staff.find("A Stranger"))
    assert len(people) == 2  # type: ignore[arg-type]
    assert new.id in people  # type: ignore[attr-defined, operator]


def drop(hand: Hand, *paths: Path) -> None:
    """Drag files over the story's text and let them go there."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    assert hand.window.editor is not None
    left, action = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(5, 5), action, data, left, Qt.KeyboardModifier(0))
    enter.ignore()
    # Qt asks the innermost that takes drops, and what is around it where that does not want it.
    assert not hand.window.editor.view.canInsertFromMimeData(data)
    QApplication.sendEvent(hand.window.editor.view.viewport(), enter)
    assert enter.isAccepted()
    let_go = QDropEvent(QPointF(5, 5), action, data, left, Qt.KeyboardModifier(0))
    QApplication.sendEvent(hand.window, let_go)
    hand.settle()


def test_the_story_is_copied_for_another_system_with_one_key(hand: Hand) -> None:
    hand.key("Ctrl+Alt+E")
    hand.until(lambda: "on the clipboard" in said(hand))
    data = QApplication.clipboard().mimeData()
    assert "<h1>The ferry waits</h1>" in data.html()
    assert "<p>It is the third day.</p>" in data.html()
    assert "style=" not in data.html()
    assert "class=" not in data.html()
    assert "It is the third day." in data.text()
    assert bytes(data.data("text/markdown").data()).decode().startswith("# The ferry waits")


def test_stories_go_into_one_file_for_wordpress_and_all_into_a_backup(
    hand: Hand, tmp_path: Path
) -> None:
    def export(command: str) -> None:
        dialog = over(hand, ExportDialog, command)
        assert isinstance(dialog, ExportDialog)
        dialog.choices.folder.setText(str(tmp_path / "out"))
        dialog.choices.format.setCurrentIndex(dialog.choices.format.findData("wxr"))
        # The month is one more choice; last month nothing was published.
        dialog.choices.span.setCurrentIndex(dialog.choices.span.findData("1"))
        hand.until(lambda: dialog.plan.text() == "There is nothing to write.")
        dialog.choices.span.setCurrentIndex(dialog.choices.span.findData("0"))
        hand.until(dialog.go.isEnabled)
        hand.click(dialog.go)
        hand.until(lambda: "Exported 1 file" in said(hand))

    export("publish.export_all")
    (file,) = (tmp_path / "out").glob("*.xml")
    (channel,) = ET.parse(file).getroot()
    assert [item.findtext("title") for item in channel.iter("item")] == ["The ferry waits"]

    publish_actions._back_up_to(hand.window, tmp_path / "all.newsroom-backup")
    hand.until(lambda: "Everything is copied" in said(hand))
    restored = tmp_path / "again.newsroom"
    restore(tmp_path / "all.newsroom-backup", restored)
    with open_desk(restored) as desk:
        assert desk.articles.by_slug("ferry").body == BODY
        assert [target.name for target in desk.pushing.targets()] == ["Disk", "Magazine"]


def test_a_server_is_looked_at_before_anything_is_sent(hand: Hand, tmp_path: Path) -> None:
    (tmp_path / "server").mkdir()
    server = Sftp(tmp_path / "server", key=paramiko.RSAKey.generate(2048))
    try:
        target = Target(
            name="A server", kind=TargetKind.SFTP, address=server.address, user=SFTP_USER,
            more={"folder": "/www"},
        )  # fmt: skip
        hand.ask(lambda desk: desk.pushing.put_target(target))
        secrets = courier(hand.window).secrets
        assert secrets is not None
        secrets.put(target, SFTP_PASSWORD)
        sheet = over(hand, DeploySheet, "publish.deploy")
        host = over(hand, HostSheet)
        assert isinstance(host, HostSheet)
        assert isinstance(sheet, DeploySheet)
        assert not sheet.go.isEnabled()
        hand.click(host.go)
        hand.until(sheet.go.isEnabled)
        assert not server.written
        hand.click(sheet.go)
        hand.until(lambda: "The site stands at A server" in said(hand))
        assert (tmp_path / "server" / "www" / "index.html").exists()
    finally:
        server.close()
