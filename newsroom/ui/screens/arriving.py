"""Views of what comes in: pictures, the clipboard, feeds, imports."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.ui.screens.acting import ANSWERS_MS, STORY, newest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from newsroom.desk.arriving import IntakeReport
    from newsroom.desk.desk import Desk
    from newsroom.news.changes import Changes
    from newsroom.ui.window import Window

_FROM_WORD = """<html><head><meta name=Generator content="Microsoft Word 15"></head><body>
<!--StartFragment--><h1>What changes at the harbour</h1><p class=MsoNormal><span style='font-family:
Arial;color:navy'>After eleven months the <b>east basin</b> is open, <i>weather permitting</i><a
style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1">[1]</a>. See <a
href="https://example.org/plan?utm_source=word&utm_medium=mail&fbclid=x">the plan</a>.</span></p>
<p class=MsoNormal>&nbsp;</p><p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·</span>Ferries leave from pier 4</p><p class=MsoListParagraph
style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o</span>every hour</p><table><tr>
<td>Pier</td><td>Depth</td></tr><tr><td>1</td><td>6 m</td></tr></table><div class=shape
v:shape=x><p>Words of a text box</p></div><p><u>Underlined</u> and <img src="cid:x" alt="gone"></p>
<!--EndFragment--><div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1>
<p><a style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1">[1]</a> The port authority.</p>
</div></div></body></html>"""


def pictures(window: Window) -> QWidget:
    """The library, with a picture chosen in it."""
    panel = window.show_panel("pictures")
    window.tasks.wait_idle(ANSWERS_MS)
    panel.grid.setCurrentIndex(panel.model.index(0))  # type: ignore[attr-defined]
    return window


def picture(window: Window) -> QWidget:
    """What is known of a picture."""
    from PySide6.QtWidgets import QDialog

    pictures(window)
    window.show_panel("pictures").describe()  # type: ignore[attr-defined]
    return newest(window, QDialog)


def pasted(window: Window) -> QWidget:
    """A new story into which something from Word was pasted; its line stands above."""
    from PySide6.QtCore import QMimeData

    window.workbench.new()
    assert window.editor is not None
    data = QMimeData()
    data.setHtml(_FROM_WORD)
    data.setText(" ")
    window.editor.rich.insertFromMimeData(data)
    window.tasks.wait_idle(ANSWERS_MS)
    return window


def dropped(window: Window) -> QWidget:
    """What the line's button shows."""
    from PySide6.QtWidgets import QDialog

    pasted(window)
    window.tasks.wait_idle(ANSWERS_MS)
    show = next(m for m in window.messages.standing if m.key == "paste").answers[0]
    show.run()
    return next(d for d in window.findChildren(QDialog) if d.objectName() == "dropped")


def _set_wire(window: Window) -> None:
    """A newsroom that reads two feeds; nothing is asked of anybody from here."""
    from datetime import timedelta

    from newsroom.news.changes import NOTHING
    from newsroom.news.wire import Bulletin, Feed, Item

    def fill(desk: Desk) -> Changes:
        from newsroom.desk.errands import Came
        from newsroom.intake.fetching import Got

        if desk.wire.feeds():
            return NOTHING
        changes, now = NOTHING, desk.clock()
        storm = (
            "Gusts of 110 km/h are expected on Friday night, and the harbour master asks all "
            "small boats to stay in."
        )
        told = (
            ("Ferry strike is off, both sides say", "The boats leave again from six tomorrow."),
            ("Storm warning for the outer bay", storm),
            ("Council publishes its budget for next year", "Harbour dues rise by two percent."),
            ("باران در بندر", "از فردا باران می‌آید."),
        )  # fmt: skip
        for name, minutes in (("Coast Agency", 15), ("Ministry of Transport", 60)):
            feed = Feed(
                name=name, address=f"https://{name.split()[0].lower()}.example/feed.xml",
                minutes=minutes, rights=f"© {name}", language="en",
            )  # fmt: skip
            changes |= desk.wire.put_feed(feed).changes
        for place in range(2):
            errand = desk.wire.take()
            assert errand is not None
            items = tuple(
                Item(
                    key=f"tag:{errand.feed.name},2026:{n}",
                    title=title,
                    link=f"https://agency.example/{n}",
                    authors=("Ana Lima",),
                    published=now - timedelta(minutes=17 * (n + 1) + 40 * place),
                    summary=text,
                    html=f"<p>{text}</p><p>More follows, with <a href='https://x.example/'>a link"
                    "</a>, and a list:</p><ul><li>one</li><li>two</li></ul>",
                )
                for n, (title, text) in enumerate(told[place * 2 :])
            )
            bulletin = Bulletin(kind="Atom", items=items)
            got = Got(address=errand.feed.address)
            changes |= desk.wire.record(Came(errand=errand, got=got, bulletin=bulletin)).changes
        desk.wire.mark([desk.wire.list()[3].id])
        return changes

    window.tasks.change(fill)
    window.tasks.wait_idle(ANSWERS_MS)


def wire(window: Window) -> QWidget:
    """What the feeds sent, with a story opened."""
    from newsroom.ui.panels.wire import WirePanel

    _set_wire(window)
    panel = window.show_panel("wire")
    assert isinstance(panel, WirePanel)
    window.tasks.wait_idle(ANSWERS_MS)
    panel.list.setCurrentRow(1)
    panel.list.itemActivated.emit(panel.list.currentItem())
    return window


def importing(window: Window) -> QWidget:
    """The plan of a folder with much in it: new, changed, doubtful and refused."""
    from newsroom.ui.dialogs.importing import ImportDialog

    dialog = ImportDialog(window, [_stories_to_take()])
    window.open_dialog(dialog)
    window.tasks.wait_idle(ANSWERS_MS)
    return dialog


def _stories_to_take() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="newsroom-import-"))
    head = "---\nheadline: {}\nslug: {}\nbylines: [{}]\n---\n\nText of {}.\n"
    for title, slug, who in (
        ("Storm closes the outer harbour", "storm", "Ana Lima"),
        ("Ferry strike is off, both sides say, and the boats leave at six", "strike", "A. Lima"),
        ("Council publishes its budget", "budget", "Jonas Pike"),
        ("Night ferries return", STORY, "Mara Ridley"),
    ):
        (folder / f"{slug}.md").write_text(head.format(title, slug, who, slug), "utf-8")
    (folder / "broken.newsroom.json").write_text("{", "utf-8")
    return folder


def imported(window: Window) -> QWidget:
    """What came of an import."""
    from newsroom.ui.dialogs.importreport import ReportDialog

    folder = _stories_to_take()
    reports: list[IntakeReport] = []
    window.tasks.run(lambda desk: desk.intake.plan([folder]), then=reports.append)
    window.tasks.wait_idle(ANSWERS_MS)
    dialog = ReportDialog(window, reports[0])
    window.open_dialog(dialog)
    return dialog


def feeds(window: Window) -> QWidget:
    """The feeds, and what is asked of them."""
    from newsroom.ui.dialogs.feeds import FeedsDialog

    _set_wire(window)
    dialog = FeedsDialog(window)
    window.open_dialog(dialog)
    return dialog
