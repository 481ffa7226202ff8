"""The findings of a story as lines for a list: house style, spelling and the checklist."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsroom.i18n import _
from newsroom.news.gate import Finding
from newsroom.news.rule import SEVERITY_LABELS, Severity

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTextEdit

    from newsroom.ui.editor.pane import EditorPane
    from newsroom.ui.editor.squiggles import Misspelled
    from newsroom.ui.editor.stylecheck import Place, Stylecheck


def rows_of(
    pane: EditorPane, check: Stylecheck, gate: tuple[Finding, ...]
) -> list[tuple[str, list[tuple[str, object]]]]:
    """Groups, the worst first: a title, and lines with what each is about.

    That is a ``Place`` of the house style, a text with its ``Misspelled`` word, or a ``Finding``.
    """
    rules = pane.workbench.styling.rules
    style: dict[Severity, list[tuple[str, object]]] = {severity: [] for severity in Severity}
    for place in check.places():
        rule = rules.get(place.rule)
        if rule is None:
            continue
        head = _told(place)
        said = place.found.said or rule.why
        style[rule.severity].append((f"{head}\n{said}", place))
    spelled: list[tuple[str, object]] = [
        (_shown(word.word), (editor, word)) for editor, word in _misspelled(pane)
    ]
    told: list[tuple[str, object]] = [(found.sentence, found) for found in gate]
    return [
        (_(SEVERITY_LABELS[Severity.FIX]), style[Severity.FIX]),
        (_("Spelling"), spelled),
        (_(SEVERITY_LABELS[Severity.CHECK]), style[Severity.CHECK]),
        (_("Checklist"), told),
        (_(SEVERITY_LABELS[Severity.ADVICE]), style[Severity.ADVICE]),
    ]


def _told(place: Place) -> str:
    """The words and what may stand there; of a sign or a part of a word the whole word."""
    found = place.found
    before = re.search(r"\w*\Z", found.before)
    after = re.match(r"\w*", found.after)
    lead = before[0] if before and found.words[:1].isalnum() else ""
    trail = after[0] if after and found.words[-1:].isalnum() else ""
    words = _shown(f"{lead}{found.words}{trail}")
    if place.fix is None:
        return words
    return f"{words} → {_shown(f'{lead}{place.fix}{trail}', marks=False)}"


def _shown(words: str, *, marks: bool = True) -> str:
    """Words of whatever direction inside a line, with spaces seen where they are what is wrong."""
    said = words.strip()
    said = said.replace(" ", "␣") if "  " in said else said
    return f"\u2068{f'“{said}”' if marks else said}\u2069"


def _misspelled(pane: EditorPane) -> list[tuple[QTextEdit, Misspelled]]:
    spell = pane.spellcheck
    if not spell.spelling.on:
        return []
    editors = [*pane.titles.fields.values(), pane.view]
    return [(editor, word) for editor in editors for word in spell.squiggles(editor).marked()]


def select(pane: EditorPane, editor: QTextEdit, word: Misspelled) -> None:
    """Select a misspelled word and show it."""
    cursor = editor.textCursor()
    cursor.setPosition(word.start)
    cursor.setPosition(word.end, cursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    pane.show_text(editor)
