"""The Format menu: how words and paragraphs of the story are set."""

from __future__ import annotations

from newsroom.i18n import N_
from newsroom.ui.actions.action import Action, When


def _row(
    name: str,
    label: str,
    keys: tuple[str, ...],
    *,
    icon: str = "",
    line: bool = False,
    under: str = "",
) -> Action:
    return Action(
        id=f"format.{name}",
        label=label,
        menu="format",
        keys=keys,
        icon=icon or name,
        when=When.EDITOR,
        line=line,
        under=under,
        run=lambda window: window.editor.apply(name),
    )


ROWS: tuple[Action, ...] = (
    _row("bold", N_("&Bold"), ("Ctrl+B",)),
    _row("italic", N_("&Italic"), ("Ctrl+I",)),
    _row("strike", N_("Strike thro&ugh"), ("Ctrl+Shift+X",)),
    _row("code", N_("&Code"), ("Ctrl+Shift+C",)),
    _row("link", N_("&Link…"), ("Ctrl+K",)),
    _row("paragraph", N_("&Paragraph"), ("Ctrl+Alt+0",), line=True),
    _row("heading1", N_("Heading &1"), ("Ctrl+Alt+1",)),
    _row("heading2", N_("Heading &2"), ("Ctrl+Alt+2",)),
    _row("heading3", N_("Heading &3"), ("Ctrl+Alt+3",)),
    _row("bullets", N_("List with bulle&ts"), ("Ctrl+Shift+8",), line=True),
    _row("numbers", N_("&Numbered list"), ("Ctrl+Shift+7",)),
    _row("quote", N_("&Quotation"), ("Ctrl+Shift+9",)),
    _row("clear", N_("Clea&r formatting"), ("Ctrl+\\",), line=True),
)
