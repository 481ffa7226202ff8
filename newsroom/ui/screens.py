"""Draws every view into PNG files, light and dark: python -m newsroom.ui.screens FOLDER."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.i18n import _, ngettext

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QDialog, QWidget

    from newsroom.desk.desk import Desk
    from newsroom.news.changes import Changes
    from newsroom.ui.window import Window

SIZES = ((1366, 768), (2560, 1440))
LOOKS = ("light", "dark")
ANSWERS_MS = 20_000  # the longest that the answers of a view may take
PAGE_MS = 600  # from a page that is loaded to one that is painted, in software
LAYOUT_MS = 150  # layouts and pictures that settle in a second pass
STORY = "ferry-night-service"  # with tags, bylines, a picture and a long body


def without_display(out: Path, *, only: str = "") -> int:
    """What ``make run`` does where nothing can be shown: the screens and the pages, as files.

    They go into ``out`` (NEWSROOM_OUT); ``only`` (NEWSROOM_SCREENS) is a part of the names of the
    views that are drawn, where not all are wanted.
    """
    from newsroom.desk.desk import open_desk

    sys.stderr.write(
        _("newsroom: there is no display here, so the window is drawn into files instead.") + "\n"
    )
    with tempfile.TemporaryDirectory(prefix="newsroom-sample-") as folder:
        store = make_store(Path(folder))
        screens, site = (out / "screens").resolve(), (out / "site").resolve()
        drawn = sum(1 for _path in draw(store, screens, sizes=SIZES[:1], only=only))
        with open_desk(store) as desk:
            desk.publish.export(None, format="html", to=site)
        pages = sum(1 for _path in site.glob("**/*.html"))
    for said in (
        ngettext("{n} screen lies in {place}", "{n} screens lie in {place}", drawn).format(
            n=drawn, place=screens
        ),
        ngettext("{n} page lies in {place}", "{n} pages lie in {place}", pages).format(
            n=pages, place=site
        ),
    ):
        sys.stdout.write(said + "\n")
    return 0


def make_store(folder: Path) -> Path:
    """The sample newsroom as a store in ``folder``."""
    from newsroom.desk.sample import make_sample
    from newsroom.news.clock import system_clock

    path = folder / "sample.newsroom"
    make_sample(path, clock=system_clock)
    return path


def draw(
    store: Path,
    to: Path,
    *,
    looks: Iterable[str] = LOOKS,
    sizes: Iterable[tuple[int, int]] = SIZES,
    only: str = "",
) -> Iterator[Path]:
    """Draw the views into ``to`` and give each file; ``only`` is a part of a view's name."""
    from PySide6.QtCore import QCoreApplication, QEvent, Qt
    from PySide6.QtWidgets import QApplication

    from newsroom.desk.desk import open_desk
    from newsroom.settings import Settings
    from newsroom.ui.build import build
    from newsroom.ui.crash import watch_qt

    if QApplication.instance() is None:
        QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    app = QApplication.instance() or QApplication(["newsroom"])
    assert isinstance(app, QApplication)
    app.setQuitOnLastWindowClosed(False)
    watch_qt()
    to.mkdir(parents=True, exist_ok=True)
    for look in looks:
        for width, height in sizes:
            with tempfile.TemporaryDirectory(prefix="newsroom-state-") as state:
                window = build(
                    lambda: open_desk(store),
                    settings=Settings(theme=look),
                    state_folder=Path(state),
                    cache_folder=to.parent / "cache",
                )
                window.resize(width, height)
                window.show()
                for name, prepare in VIEWS.items():
                    if only in name:
                        shown = prepare(window)
                        yield _grab(shown, to / f"{name}-{look}-{width}x{height}.png", app, window)
                window.close()
                window.deleteLater()
                app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _settle(app: QApplication, window: Window) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    window.tasks.wait_idle(ANSWERS_MS)
    window.workbench.icons.draw_missing()
    loop = QEventLoop()
    QTimer.singleShot(LAYOUT_MS, loop.quit)
    loop.exec()
    window.tasks.wait_idle(ANSWERS_MS)
    app.processEvents()


def _grab(shown: QWidget, path: Path, app: QApplication, window: Window) -> Path:
    _settle(app, window)
    from newsroom.ui.widgets.chooser import Chooser

    shown.grab().save(str(path))
    if shown is not window:
        shown.close()
    for chooser in window.findChildren(Chooser):
        chooser.dismiss()  # a window on no screen may not tell that the keyboard left it
    return path


# The views.


def _empty(window: Window) -> QWidget:
    return window


def _story(window: Window) -> QWidget:
    window.workbench.open(STORY, new_tab=True)
    window.show_panel("inspector")
    return window


def _panel(name: str) -> Callable[[Window], QWidget]:
    def show(window: Window) -> QWidget:
        window.show_panel(name)
        return window

    return show


def _pictures(window: Window) -> QWidget:
    """The library, with a picture chosen in it."""
    panel = window.show_panel("pictures")
    window.tasks.wait_idle(ANSWERS_MS)
    panel.grid.setCurrentIndex(panel.model.index(0))  # type: ignore[attr-defined]
    return window


def _picture(window: Window) -> QWidget:
    """What is known of a picture."""
    from PySide6.QtWidgets import QDialog

    _pictures(window)
    window.show_panel("pictures").describe()  # type: ignore[attr-defined]
    return _newest(window, QDialog)


def _preview(window: Window) -> QWidget:
    from PySide6.QtCore import QEventLoop, QTimer

    from newsroom.ui.panels.preview import PreviewPanel

    panel = window.show_panel("preview")
    assert isinstance(panel, PreviewPanel)
    loop = QEventLoop()
    panel.shown.connect(lambda: QTimer.singleShot(PAGE_MS, loop.quit))
    QTimer.singleShot(ANSWERS_MS, loop.quit)
    loop.exec()
    return window


def _source(window: Window) -> QWidget:
    window.show_panel("inspector")
    window.commands.run("view.source")
    return window


def _new(window: Window) -> QWidget:
    window.workbench.new()
    return window


def _persian(window: Window) -> QWidget:
    window.workbench.open("nowruz-explained", new_tab=True)
    return window


def _messages(window: Window) -> QWidget:
    from newsroom.ui.messages import Answer, Tone

    say = window.messages.say
    say(_("Spiked 3 stories"), Answer(_("Undo"), lambda: None))
    say(
        _("{n} stories recovered").format(n=2),
        Answer(_("Keep"), lambda: None),
        Answer(_("Compare"), lambda: None),
        Answer(_("Discard"), lambda: None),
        tone=Tone.CAUTION,
    )
    say(_("The disk is full; your text is kept here."), tone=Tone.FAULT)
    return window


def _pasted(window: Window) -> QWidget:
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


def _dropped(window: Window) -> QWidget:
    """What the line's button shows."""
    from PySide6.QtWidgets import QDialog

    _pasted(window)
    window.tasks.wait_idle(ANSWERS_MS)
    show = next(m for m in window.messages.standing if m.key == "paste").answers[0]
    show.run()
    return next(d for d in window.findChildren(QDialog) if d.objectName() == "dropped")


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


def _search(window: Window) -> QWidget:
    for message in window.messages.standing:
        window.messages.take_back(message)
    window.commands.run("go.search")
    _type(window, "ferry")
    return window


def _type(window: Window, words: str) -> None:
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    QTest.keyClicks(QApplication.focusWidget() or window, words)


def _focus(window: Window) -> QWidget:
    window.fold("list", True)
    window.fold("right", True)
    return window


def _newest(window: Window, kind: type[QDialog]) -> QWidget:
    window.fold("list", False)
    return next(child for child in reversed(window.findChildren(kind)) if child.isVisible())


def _palette(window: Window) -> QWidget:
    window.fold("list", False)
    window.commands.run("go.palette")
    _type(window, "se")
    return window


def _command(name: str) -> Callable[[Window], QWidget]:
    def show(window: Window) -> QWidget:
        from PySide6.QtWidgets import QDialog

        window.commands.run(name)
        return _newest(window, QDialog)

    return show


def _preferences_of_the_site(window: Window) -> QWidget:
    from newsroom.ui.dialogs.preferences import Preferences

    dialog = _command("edit.preferences")(window)
    assert isinstance(dialog, Preferences)
    dialog.pages.setCurrentRow(dialog.pages.count() - 1)
    return dialog


def _start(_window: Window) -> QWidget:
    from newsroom.paths import default_store
    from newsroom.ui.dialogs.start import StartDialog

    dialog = StartDialog(own=default_store())
    dialog.show()
    return dialog


def _refused(_window: Window) -> QWidget:
    from newsroom.paths import default_store
    from newsroom.ui.dialogs.start import StartDialog

    complaint = _("The server at news.example.org does not answer. Is it running?")
    dialog = StartDialog(own=default_store(), complaint=complaint, again=True)
    dialog.show()
    return dialog


def _conflict(window: Window) -> QWidget:
    from dataclasses import replace

    from newsroom.ui.dialogs.conflict import ConflictDialog

    # One on which nothing is proposed: what is typed into such a story clashes with nothing.
    story = next(one for one in window.workbench.stories if one.id and one.proposal is None)
    first = story.article.body.split("\n\n", 1)[0]
    changed = story.article.body.replace(first, f"{first} The last boat now leaves at one.")
    theirs = replace(
        story.article,
        version=story.article.version + 1,
        headline=f"{story.article.headline}, council says",
        body=changed,
    )
    story.set("headline", f"{story.article.headline} at last")
    story.adopt(theirs)
    for message in window.messages.standing:
        window.messages.take_back(message)
    dialog = ConflictDialog(story, who="Mara Ridley", theme=window.workbench.theme, parent=window)
    dialog.show()
    return dialog


def _suggesting(window: Window) -> QWidget:
    """A copy chief's first minutes with a story: words, a cut, a list item, a headline, a move."""
    from PySide6.QtGui import QTextCursor

    window.fold("list", True)
    window.workbench.open(STORY, new_tab=True)
    window.tasks.wait_idle(ANSWERS_MS)
    story, editor = window.workbench.current, window.editor
    assert story is not None
    assert editor is not None
    if story.proposal is None:
        editor.suggest.review.turn(True)
        window.tasks.wait_idle(ANSWERS_MS)
    body = str(story.standing("body"))
    paragraphs = body.split("\n\n")
    first = paragraphs[0].split(" ")
    paragraphs[0] = " ".join([*first[:3], "quietly", *first[6:]])
    if len(paragraphs) > 4:
        paragraphs[1] = paragraphs[1].replace(" the ", " **the** ", 1)
        paragraphs[2:4] = [f"{paragraphs[2]} {paragraphs[3]}"]
        paragraphs.append("A paragraph that says what happens next.")
    story.set("body", "\n\n".join(paragraphs))
    story.set("headline", f"{story.standing('headline')}, at last".replace("night", "late"))
    review = editor.suggest.review
    review.look()
    window.tasks.wait_idle(ANSWERS_MS)
    review.store()
    window.tasks.wait_idle(ANSWERS_MS)
    editor.view.moveCursor(QTextCursor.MoveOperation.Start)
    window.show_panel("suggestions").step(1)  # type: ignore[attr-defined]
    return window


def _others(window: Window) -> QWidget:
    """The same story as its writer sees it: the suggestions over the text that stands."""
    editor = window.editor
    assert editor is not None
    editor.suggest.review.turn(False)
    window.tasks.wait_idle(ANSWERS_MS)
    window.show_panel("suggestions").step(1)  # type: ignore[attr-defined]
    return window


def _versions(window: Window) -> QWidget:
    window.show_panel("versions")
    return window


def _comparison(window: Window) -> QWidget:
    from newsroom.ui.review.compare import ComparisonDialog, open_comparison

    editor = window.editor
    assert editor is not None
    editor.suggest.review.turn(True)
    window.tasks.wait_idle(ANSWERS_MS)
    open_comparison(window, window.workbench.current)
    window.tasks.wait_idle(ANSWERS_MS)
    return _newest(window, ComparisonDialog)


def _recovery(window: Window) -> QWidget:
    from newsroom.news.revision import Draft
    from newsroom.ui.dialogs.differences import differences
    from newsroom.ui.dialogs.recovery import RecoveryDialog

    article = window.workbench.stories[0].article
    typed = article.body.replace(". ", ". And this was typed before the power went. ", 1)
    draft = Draft(
        key="k",
        article=article.id,
        base_version=article.version,
        fields={"body": typed},
        written_at=window.workbench.clock(),
    )
    found = ((draft, article.headline, differences(article, draft.fields)),)
    dialog = RecoveryDialog(found, theme=window.workbench.theme, parent=window)
    dialog.show()
    return dialog


def _crash(window: Window) -> QWidget:
    from newsroom.ui.crash import CrashDialog, report_text

    dialog = CrashDialog(window)
    dialog.set_reports([report_text(ZeroDivisionError())])
    dialog.show()
    return dialog


def _correct(window: Window) -> QWidget:
    from newsroom.ui.dialogs.correct import CorrectDialog

    window.workbench.open(STORY, new_tab=True)
    window.tasks.wait_idle(ANSWERS_MS)
    story = window.workbench.current
    assert story is not None
    dialog = CorrectDialog(window, story.id)
    window.open_dialog(dialog)
    window.tasks.wait_idle(ANSWERS_MS)
    dialog.wrong.setPlainText(" ".join(story.article.body.split()[:3]))
    dialog.right.setPlainText(_("Something else that is so"))
    return dialog


def _schedule(window: Window) -> QWidget:
    from datetime import timedelta

    window.workbench.open("cup-final-tickets", new_tab=True)
    window.tasks.wait_idle(ANSWERS_MS)
    dialog = _command("publish.schedule")(window)
    from newsroom.ui.dialogs.schedule import ScheduleDialog

    assert isinstance(dialog, ScheduleDialog)
    window.tasks.wait_idle(ANSWERS_MS)
    now = window.workbench.clock()
    dialog.embargo.show_value(now + timedelta(hours=2, minutes=14))
    dialog.publish.show_value(now + timedelta(days=1, hours=3))
    dialog.publish.edited.emit(None)
    return dialog


def _packages(window: Window) -> QWidget:
    from newsroom.ui.panels.packages import PackagesPanel

    panel = window.show_panel("packages")
    assert isinstance(panel, PackagesPanel)
    window.tasks.wait_idle(ANSWERS_MS)
    if panel.names.count() == 0:
        panel.create_package(_("Noon digest"))
        window.tasks.wait_idle(ANSWERS_MS)
        window.tasks.run(lambda desk: desk.recent.box(), then=lambda box: panel.add(
            teaser.article for teaser in box))  # fmt: skip
        window.tasks.wait_idle(ANSWERS_MS)
    return window


def _desk_story(window: Window) -> QWidget:
    """A story with all that the review desk shows of it."""
    from newsroom.news.comment import Fact
    from newsroom.news.workflow import Need
    from newsroom.ui.tasks import Tasks

    tasks: Tasks = window.tasks

    def say(desk: Desk) -> int:
        from newsroom.text.anchor import Page, as_data

        story = desk.articles.by_slug(STORY)
        if not desk.comments.of(story.id):
            page = Page.of_body(story.body)
            anchor = page.between(4, 40)
            desk.comments.add(
                story.id, _("Is this still right?"), anchor=as_data(anchor), quote=anchor.quote
            )
            claim = Fact(claim=_("Two boats cross every forty minutes"), source=_("The council"))
            desk.comments.add(story.id, "", fact=claim)
            desk.review.flag([story.id], legal=Need.REQUIRED, sensitive=True)
        return story.id

    def show(number: int) -> None:
        window.workbench.open(number, new_tab=True)
        window.show_panel("comments")

    tasks.run(say, then=show)
    tasks.wait_idle(ANSWERS_MS)
    return window


def _set_targets(window: Window) -> None:
    """A newsroom that sends to others; nothing is sent from here."""
    from newsroom.news.outward import Target, TargetKind

    def put(target: Target) -> None:
        window.tasks.change(lambda desk: desk.pushing.put_target(target))

    for target in (
        Target(
            name="Harbour Magazine",
            kind=TargetKind.WORDPRESS,
            address="https://magazine.example",
            user="desk",
        ),
        Target(
            name="Web server",
            kind=TargetKind.SFTP,
            address="www.harbour.example",
            user="post",
            more={"folder": "/srv/www"},
        ),
    ):
        put(target)
    window.tasks.wait_idle(ANSWERS_MS)


def _outward(name: str) -> Callable[[Window], QWidget]:
    def show(window: Window) -> QWidget:
        _set_targets(window)
        window.workbench.open(STORY, new_tab=True)
        window.tasks.wait_idle(ANSWERS_MS)
        return _command(name)(window)

    return show


def _outbox(window: Window) -> QWidget:
    """A story in the queue, which asks something."""
    from newsroom.desk.pushing import Delivered
    from newsroom.export.outbound.faults import Asks
    from newsroom.export.outbound.push import Sent
    from newsroom.news.outward import Asked, Question

    _set_targets(window)
    question = Question(
        asked=Asked.AUTHOR, sentence="Who is Jonas Pike there?", about="Jonas Pike",
        choices=(("0", "Nobody: it goes under our own name there"), ("7", "J. Pike")),
    )  # fmt: skip

    def queue(desk: Desk) -> Changes:
        number = desk.articles.by_slug(STORY).id
        changes = desk.pushing.queue([number], "Harbour Magazine").changes
        parcel = desk.pushing.take()
        assert parcel is not None
        return changes | desk.pushing.record(Delivered(parcel, Sent(), Asks(question)))

    window.tasks.change(queue)
    return _panel("queue")(window)


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


def _wire(window: Window) -> QWidget:
    from newsroom.ui.panels.wire import WirePanel

    _set_wire(window)
    panel = window.show_panel("wire")
    assert isinstance(panel, WirePanel)
    window.tasks.wait_idle(ANSWERS_MS)
    panel.list.setCurrentRow(1)
    panel.list.itemActivated.emit(panel.list.currentItem())
    return window


def _import(window: Window) -> QWidget:
    """The plan of a folder with much in it: new, changed, doubtful and refused."""
    from newsroom.ui.dialogs.importing import ImportDialog

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
    dialog = ImportDialog(window, [folder])
    window.open_dialog(dialog)
    window.tasks.wait_idle(ANSWERS_MS)
    return dialog


def _feeds(window: Window) -> QWidget:
    from newsroom.ui.dialogs.feeds import FeedsDialog

    _set_wire(window)
    dialog = FeedsDialog(window)
    window.open_dialog(dialog)
    return dialog


def _board(window: Window) -> QWidget:
    window.commands.run("review.board")
    return window


def _no_board(window: Window) -> QWidget:
    from newsroom.ui.board.place import turn_board

    turn_board(window, on=False)
    window.workbench.open(STORY, new_tab=True)
    window.show_panel("checklist")
    return window


def _replace(window: Window) -> QWidget:
    from newsroom.ui.dialogs.replace import ReplaceDialog

    window.commands.run("review.replace")
    window.tasks.wait_idle(ANSWERS_MS)
    dialog = _newest(window, ReplaceDialog)
    assert isinstance(dialog, ReplaceDialog)
    dialog.what.setText("the council")
    dialog.put.setText("the town council")
    dialog.look()
    return dialog


def _result(format: str, slug: str = STORY) -> Callable[[Window], QWidget]:
    """The export of one story, with its file in that format beside it."""

    def prepare(window: Window) -> QWidget:
        from PySide6.QtCore import QEventLoop, QTimer

        from newsroom.ui.dialogs.export import ExportDialog

        window.workbench.open(slug)
        window.tasks.wait_idle(ANSWERS_MS)
        window.workbench.set_settings({"export_folder": "/srv/www/pages", "export_format": format})
        dialog = _command("publish.export")(window)
        assert isinstance(dialog, ExportDialog)
        loop = QEventLoop()
        page = dialog.format.currentData() == "html"
        dialog.preview.shown.connect(lambda: QTimer.singleShot(PAGE_MS if page else 0, loop.quit))
        QTimer.singleShot(ANSWERS_MS, loop.quit)
        loop.exec()
        return dialog

    return prepare


def _stood(window: Window) -> QWidget:
    """What was let stand, with a name that no rule touches."""
    from newsroom.news.changes import NOTHING
    from newsroom.news.rule import Found, Scope

    def allow(desk: Desk) -> Changes:
        if desk.rules.standing():
            return NOTHING
        story = desk.articles.by_slug(STORY)
        found = Found(
            rule="numbers.percent-sign", field="body", start=0, end=10, words="38 percent",
            fixes=("38%",), said="", before="", after="",
        )  # fmt: skip
        reason = _("It stands so in the law.")
        made = desk.rules.allow(found, Scope.STORY, article=story.id, reason=reason)
        return made.changes | desk.rules.add_name("Percy Percent")

    window.tasks.change(allow)
    window.tasks.wait_idle(ANSWERS_MS)
    return _command("review.standing")(window)


VIEWS: Mapping[str, Callable[[Window], QWidget]] = {
    "01-no-story": _empty,
    "02-story": _story,
    "03-source": _source,
    "04-recent": _panel("recent"),
    "05-preview": _preview,
    "06-staff": _panel("staff"),
    "07-outline": _panel("outline"),
    "08-persian": _persian,
    "09-new-story": _new,
    "10-messages": _messages,
    "10-pasted": _pasted,
    "10-dropped": _dropped,
    "11-search": _search,
    "12-only-the-story": _focus,
    "13-palette": _palette,
    "14-shortcuts": _command("help.shortcuts"),
    "15-about": _command("help.about"),
    "16-preferences": _command("edit.preferences"),
    "16b-preferences-site": _preferences_of_the_site,
    "16-lists": _command("edit.lists"),
    "17-export": _command("publish.export_all"),
    "17-export-page": _result("html"),
    "17-export-ninjs": _result("ninjs"),
    "17-export-word": _result("docx"),
    "17-export-held": _result("text", "energy-tariffs"),
    "17-export-many": _command("publish.export_all"),
    "18-start": _start,
    "19-start-refused": _refused,
    "20-conflict": _conflict,
    "21-recovery": _recovery,
    "23-suggesting": _suggesting,
    "24-suggestions": _others,
    "25-versions": _versions,
    "26-what-changed": _comparison,
    "22-crash": _crash,
    "23-correct": _correct,
    "24-schedule": _schedule,
    "25-unpublish": _command("publish.unpublish"),
    "26-withdraw": _command("publish.kill"),
    "27-slug": _command("publish.rename"),
    "28-news-list": _command("publish.news_list"),
    "29-targets": _outward("publish.targets"),
    "29-wordpress": _outward("publish.wordpress"),
    "29-deploy": _outward("publish.deploy"),
    "29-outbox": _outbox,
    "30-review": _desk_story,
    "31-board": _board,
    "32-checklist": _no_board,
    "33-inbox": _panel("inbox"),
    "34-send": _command("story.send"),
    "35-send-back": _command("review.back"),
    "36-replace": _replace,
    "38-let-stand": _stood,
    "39-stages": _command("edit.stages"),
    "29-packages": _packages,
    "37-ready": _panel("ready"),
    "40-pictures": _pictures,
    "41-picture": _picture,
    "40-wire": _wire,
    "40-feeds": _feeds,
    "41-import": _import,
    "41-import-empty": _command("story.import"),
}
"""What is drawn, one after the other in one window."""


def main(arguments: list[str]) -> int:
    """Draw into the folder that is named, or into out/screens."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    to = Path(arguments[0] if arguments else "out/screens")
    with tempfile.TemporaryDirectory(prefix="newsroom-sample-") as folder:
        store = make_store(Path(folder))
        for path in draw(store, to, only=arguments[1] if len(arguments) > 1 else ""):
            sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
