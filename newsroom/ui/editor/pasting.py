"""What comes into one pane from elsewhere: pasted, dropped, copied in a file manager; and the
question before very much does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from newsroom.i18n import _
from newsroom.ui.messages import Answer

if TYPE_CHECKING:
    from newsroom.ui.editor.incoming import Incoming
    from newsroom.ui.editor.pane import EditorPane
    from newsroom.ui.editor.paste import RichClipboard
    from newsroom.ui.editor.source import SourceView
    from newsroom.ui.window import Window

_KEY = "paste"


class Pasting:
    """That of one pane; it goes on with the pane's next story."""

    def __init__(self, pane: EditorPane) -> None:
        self._pane = pane
        self._incoming: Incoming | None = None
        self._asked = False  # a paste waits for an answer

    def wire(self, taker: RichClipboard | SourceView) -> None:
        """Take in what comes to the page or to the Markdown."""
        taker.asked.connect(self._ask)
        taker.told.connect(self._pane.say)
        taker.picture.connect(
            lambda source, name: self._pane.commands.inserts.take_picture(source, name)
        )
        taker.files.connect(self.take_files)
        taker.road = self._take_in
        taker.much = lambda text: self.incoming.take_plain(text)

    def wire_page(self, clipboard: RichClipboard) -> None:
        """What the page alone takes, too."""
        self.wire(clipboard)
        clipboard.ours = lambda text: self.incoming.take_markdown(text)
        clipboard.sheet = lambda table: self.incoming.take_sheet(table)

    @property
    def incoming(self) -> Incoming:
        """The road of text from elsewhere; made when it is first wanted."""
        if self._incoming is None:
            from newsroom.ui.editor.incoming import Incoming

            self._incoming = Incoming(self._pane)
        return self._incoming

    def forget(self) -> None:
        """Another story comes: what was asked for the one before is not asked any more."""
        if self._asked:
            self._asked = False
            self._pane.workbench.messages.take_back(_KEY)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Files that were copied in a file manager come in where the caret stands."""
        from newsroom.ui.dropping import dropping

        pane = self._pane
        dropping(cast("Window", pane.window())).take(paths, pane.titles.focused() or pane.view)

    def _take_in(self, html: str, words: str) -> None:
        """Rich text from elsewhere is walked, and put in where it was pasted."""
        self.incoming.take(html, words)

    def _ask(self, question: str, label: str, run: Callable[[], object]) -> None:
        self._asked = True

        def agreed() -> None:
            run()
            self._pane.focus_view()

        self._pane.workbench.messages.say(
            question,
            Answer(label, agreed),
            Answer(_("Leave it"), self._pane.focus_view),
            key=_KEY,
            stays=True,
        )
