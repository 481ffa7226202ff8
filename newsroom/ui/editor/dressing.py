"""The fonts that a story is set in, as the person chose them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetricsF

from newsroom.ui.editor.formats import Faces

if TYPE_CHECKING:
    from newsroom.ui.editor.source import SourceView
    from newsroom.ui.workbench import Workbench

SETTINGS: Final = frozenset({"page_width", "story_face", "source_face", "hide_marks"})
"""Settings that change how the text is set, beside those that the theme follows itself."""
_SAMPLE: Final = "The quick brown fox jumps over the lazy dog and then sits down to write, again."
_OF_THE_STORY: Final = frozenset({"story", "headline", "dek", "dateline"})
_LEADING: Final = 1.5  # of the letters' size: the house's line height


class Dressing:
    """Fonts by their use on the page."""

    def __init__(self, workbench: Workbench) -> None:
        self._bench = workbench

    def font(self, name: str) -> QFont:
        """The font of that use, one of those that ``Theme.font`` knows."""
        settings, theme = self._bench.settings, self._bench.theme
        if name == "source" and settings.source_face == "story":
            return self.font("story")
        font = theme.font(name)
        if name == "source" or (name in _OF_THE_STORY and settings.story_face == "mono"):
            font.setFamilies([_typewriter(), *font.families()])
        elif name in _OF_THE_STORY and settings.story_face == "sans":
            font.setFamilies([QFontInfo(theme.font("ui")).family(), *font.families()])
        return font

    def faces(self) -> Faces:
        """The families inside a page, and its leading."""
        story = self.font("story")
        asked = QFontMetricsF(story).height() / max(1, story.pixelSize())
        return Faces(
            mono=(_typewriter(), *self._bench.theme.font("source").families()),
            heading=tuple(self.font("headline").families()),
            size=story.pixelSize(),
            leading=round(_LEADING / asked * 100),
        )

    def column(self) -> int:
        """How many pixels wide the text runs."""
        wide = QFontMetricsF(self.font("story")).horizontalAdvance(_SAMPLE) / len(_SAMPLE)
        return round(wide * self._bench.settings.page_width)

    def dress_source(self, view: SourceView) -> None:
        """Set a Markdown view."""
        settings = self._bench.settings
        view.set_story_font(self.font("source"))
        plain = settings.source_face == "mono" or settings.story_face == "mono"
        view.looks.set_code_face(() if plain else self.faces().mono)
        view.hide_marks(settings.hide_marks)


def _typewriter() -> str:
    """The system's typewriter face; its own name for it may be an alias that finds no font."""
    return QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)).family()
