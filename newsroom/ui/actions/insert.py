"""The Insert menu: what is put into the story at the caret."""

from __future__ import annotations

from newsroom.i18n import N_
from newsroom.ui.actions.action import Action, When


def _row(name: str, label: str, keys: tuple[str, ...] = ()) -> Action:
    return Action(
        id=f"insert.{name}",
        label=label,
        menu="insert",
        keys=keys,
        icon=name,
        when=When.EDITOR,
        run=lambda window: window.editor.apply(name),
    )


ROWS: tuple[Action, ...] = (
    _row("picture", N_("&Picture…"), ("Ctrl+Alt+P",)),
    _row("table", N_("&Table…"), ("Ctrl+Alt+T",)),
    _row("embed", N_("&Embed…")),
    _row("footnote", N_("&Footnote"), ("Ctrl+Alt+F",)),
    _row("rule", N_("&Rule")),
)
