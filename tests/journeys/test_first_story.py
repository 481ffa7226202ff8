"""A story from the blank page to the exported one, by keyboard and mouse alone."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton

from newsroom.desk.desk import open_desk
from newsroom.news.article import Article
from newsroom.news.staff import Person, Role
from newsroom.news.workflow import PubState, Stage
from newsroom.ui.dialogs.export import ExportDialog
from newsroom.ui.panels.inspector import Inspector
from newsroom.ui.panels.preview import PreviewPanel
from tests import postgres
from tests.journeys.conftest import Hand, Opener, on_both_engines

PARAGRAPHS = (
    "The harbour council keeps its door open for northern grain, its chair said on Tuesday.",
    "She called the closures “a mistake” and asked for a vote before the winter.",
)


class Browser(QObject):
    """Stands where the person's browser does."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[QUrl] = []

    @Slot(QUrl)
    def show(self, address: QUrl) -> None:
        self.shown.append(address)


def staffed(day: Path | str) -> Path | str:
    """Nadia's newsroom; on a server, by her own login."""
    with open_desk(day, create=True) as desk:
        nadia = desk.staff.add(
            Person(name="Nadia Brandt", initials="NB", role=Role.PUBLISHER)
        ).value
        desk.staff.add(
            Person(
                name="Harbour Editorial Staff",
                collective=True,
                bio="Reporters, sub-editors and a night watch.",
            )
        )
        if isinstance(day, Path):
            return day
        desk.logins.set_up()
        database = day.partition("@/")[2].partition("?")[0]
        desk.logins.let_in(nadia.id, f"{database}_nadia", postgres.PASSWORD)
        word = quote(postgres.PASSWORD, safe="")
        return day.replace("newsroom@", f"{database}_nadia:{word}@")


def story(hand: Hand) -> Article:
    found = hand.bench.current
    assert found is not None
    return found.now()


@on_both_engines
def test_from_the_blank_page_to_the_browser(
    opener: Opener, tmp_path: Path, day: Path | str
) -> None:
    hand = opener(staffed(day), who="Nadia Brandt")
    bench, window = hand.bench, hand.window

    # New story, typed in one go from the kicker to the last paragraph.
    hand.key("Ctrl+N")
    editor = window.editor
    assert editor is not None
    assert editor.titles.focused() is editor.titles.fields["headline"], "ready to be typed"
    hand.key("Shift+Tab")
    hand.type("Harbour Exclusive")
    hand.key("Tab")
    hand.type("Council keeps the door open")
    hand.key("Tab")
    hand.type("A vote is due before the winter.")
    hand.key("Tab")
    hand.type("Quay Street")
    hand.key("Tab")
    hand.type("\n".join(PARAGRAPHS))
    now = story(hand)
    assert (now.kicker, now.headline) == ("Harbour Exclusive", "Council keeps the door open")
    assert (now.dek, now.dateline) == ("A vote is due before the winter.", "Quay Street")
    assert now.body.rstrip("\n").split("\n\n") == list(PARAGRAPHS)

    # The byline, from the staff.
    panel = window.show_panel("inspector")
    assert isinstance(panel, Inspector)
    line = panel.form.field("bylines").line
    hand.click(line)
    hand.type("Harbour Edi")
    hand.until(lambda: line.completer().popup().isVisible())
    hand.key("Down", "Return")
    hand.until(lambda: story(hand).bylines)
    assert [b.name for b in story(hand).bylines] == ["Harbour Editorial Staff"]
    assert story(hand).bylines[0].staff is not None

    # Saved, and it has a slug.
    hand.key("Ctrl+S")
    assert bench.current is not None
    assert bench.current.id
    assert story(hand).slug == "council-keeps-the-door-open"
    number = bench.current.id

    # The page as readers will see it.
    hand.key("F5")
    preview = window.column.widget("preview")
    assert isinstance(preview, PreviewPanel)
    assert preview.isVisible()

    # To the desk, from the keyboard.
    hand.click(editor.rich.viewport())
    hand.key("Ctrl+Return")
    hand.type("desk")
    hand.key("Return")
    hand.until(lambda: story(hand).stage is Stage.DESK)

    # Out, exported, and open in the browser's place.
    hand.key("Ctrl+Shift+U")

    def anyway() -> QPushButton | None:
        found = window.findChildren(QPushButton)
        return next((one for one in found if one.text() == "Publish all the same"), None)

    hand.until(anyway)  # nobody has approved it
    assert story(hand).pubstate is PubState.NONE
    hand.click(anyway())
    hand.until(lambda: story(hand).pubstate is PubState.PUBLISHED)
    browser = Browser()
    QDesktopServices.setUrlHandler("file", browser, "show")
    try:
        hand.key("Ctrl+E")
        dialog = hand.find(ExportDialog)
        assert isinstance(dialog, ExportDialog)
        box = dialog.findChild(QLineEdit)
        assert box is not None
        hand.click(box)
        hand.key("Ctrl+A")  # a folder in the documents stands there
        hand.type(str(tmp_path / "site"))
        hand.until(dialog.go.isEnabled)
        open_it = dialog.open_it
        assert isinstance(open_it, QCheckBox)
        assert open_it.isChecked()  # as it is for whoever never chose otherwise
        assert isinstance(dialog.go, QPushButton)
        hand.click(dialog.go)
        hand.until(lambda: browser.shown)
    finally:
        QDesktopServices.unsetUrlHandler("file")
    page = Path(browser.shown[0].toLocalFile())
    assert page == tmp_path / "site" / "council-keeps-the-door-open.html"
    html = page.read_text(encoding="utf-8")
    for words in ("Harbour Exclusive", "Council keeps the door open", *PARAGRAPHS):
        assert words in html
    assert "Reporters, sub-editors and a night watch." in html
    assert hand.ask(lambda desk: desk.articles.open(number).stage) is Stage.DESK
