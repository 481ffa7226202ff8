"""What is suggested for the words of the lead picture, for the form in which they stand."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import TYPE_CHECKING

from newsroom.i18n import _
from newsroom.news.suggestion import PICTURE_WORDS
from newsroom.ui.review.colours import initials_of, ink_of

if TYPE_CHECKING:
    from newsroom.ui.review.looking import Open
    from newsroom.ui.workbench import Workbench


def told_of(found: Iterable[Open], bench: Workbench) -> dict[str, str]:
    """A line of rich text for each of them that somebody suggests otherwise: initials in the
    person's colour, what is cut struck out, what is added underlined."""
    lines: dict[str, list[str]] = {}
    for item in found:
        person = bench.lists.person(item.author)
        ink = ink_of(bench.theme, item.author).name()
        for change in item.changes:
            if change.field not in PICTURE_WORDS:
                continue
            parts = [f'<b style="color:{ink}">{html.escape(initials_of(person))}</b>']
            if change.before and change.before != change.after:
                parts.append(f'<s style="color:{ink}">{html.escape(change.before)}</s>')
            if change.after:
                parts.append(f'<u style="color:{ink}">{html.escape(change.after)}</u>')
            lines.setdefault(change.field, []).append(" ".join(parts))
    return {
        word: _("Suggested: {changes}").format(changes=" · ".join(some))
        for word, some in lines.items()
    }
