"""The Format menu: how words, paragraphs and tables of the story are set."""

from __future__ import annotations

from newsroom.i18n import N_
from newsroom.ui.actions.action import Action, When

_TABLE = N_("Tabl&e")


def _row(
    name: str,
    label: str,
    keys: tuple[str, ...] = (),
    *,
    line: bool = False,
    under: str = "",
) -> Action:
    return Action(
        id=f"format.{name}",
        label=label,
        menu="format",
        keys=keys,
        icon=name,
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
    _row("sup", N_("Su&perscript"), ("Ctrl+.",)),
    _row("sub", N_("&Subscript"), ("Ctrl+Alt+.",)),
    _row("link", N_("&Link…"), ("Ctrl+K",)),
    _row("noted", N_("N&ote out"), ("F10",)),
    _row("paragraph", N_("P&aragraph"), ("Ctrl+Alt+0",), line=True),
    _row("heading1", N_("Heading &1"), ("Ctrl+Alt+1",)),
    _row("heading2", N_("Heading &2"), ("Ctrl+Alt+2",)),
    _row("heading3", N_("Heading &3"), ("Ctrl+Alt+3",)),
    _row("codeblock", N_("Co&de block")),
    _row("bullets", N_("List with bulle&ts"), ("Ctrl+Shift+8",), line=True),
    _row("numbers", N_("&Numbered list"), ("Ctrl+Shift+7",)),
    _row("tasks", N_("Tas&ks"), ("Ctrl+Shift+6",)),
    _row("tick", N_("Tick the task"), ("Ctrl+Alt+X",)),
    _row("indent", N_("One le&vel in"), ("Ctrl+]",)),
    _row("outdent", N_("One level out"), ("Ctrl+[",)),
    _row("quote", N_("&Quotation"), ("Ctrl+Shift+9",), line=True),
    _row("pull", N_("Pull quote")),
    _row("box", N_("Bo&x")),
    _row("box_title", N_("Title of the box…")),
    _row("row_above", N_("Row &above"), under=_TABLE),
    _row("row_below", N_("Row &below"), under=_TABLE),
    _row("row_up", N_("Move row &up"), under=_TABLE),
    _row("row_down", N_("Move row &down"), under=_TABLE),
    _row("row_remove", N_("&Remove row"), under=_TABLE),
    _row("column_before", N_("Column be&fore"), under=_TABLE),
    _row("column_after", N_("Column af&ter"), under=_TABLE),
    _row("column_remove", N_("Remove co&lumn"), under=_TABLE),
    _row("align_left", N_("Align column l&eft"), under=_TABLE),
    _row("align_center", N_("Align column &centre"), under=_TABLE),
    _row("align_right", N_("Align column ri&ght"), under=_TABLE),
    _row("align_none", N_("Align column as its &words run"), under=_TABLE),
    _row("table_remove", N_("Remo&ve table"), under=_TABLE),
    _row("renumber", N_("Renumber footnotes"), line=True),
    _row("clear", N_("Clea&r formatting"), ("Ctrl+\\",), line=True),
)
