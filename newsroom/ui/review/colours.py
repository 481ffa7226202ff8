"""Whose change it is: a colour and initials for each person, the same in every view."""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtGui import QColor

from newsroom.i18n import _
from newsroom.news.staff import Person

_LIGHT: Final = ("#b0281f", "#2457c5", "#1e6b41", "#7a3e9d", "#8a4b08", "#0f6068", "#a3246b")
_DARK: Final = ("#ff9d92", "#8fb4ff", "#7fd6a4", "#d3a6f0", "#f0b56a", "#74d3dc", "#ff9acb")
"""Seven inks that can be told apart, each with a contrast of 4.5:1 and more on its paper."""

_TINT: Final = 28  # of 255: behind words, which stay as readable as without
_DARK_PAPER: Final = 128  # lightness below which a paper is dark


class Tokens(Protocol):
    """What is wanted of the theme."""

    def token(self, name: str) -> QColor:
        """The colour of that name."""


def ink_of(theme: Tokens, person: int | None) -> QColor:
    """The ink of a person's changes on the theme's paper."""
    dark = theme.token("paper").lightness() < _DARK_PAPER
    inks = _DARK if dark else _LIGHT
    return QColor(inks[(person or 0) % len(inks)])


def tint_of(ink: QColor) -> QColor:
    """The same ink, to lie behind words."""
    tint = QColor(ink)
    tint.setAlpha(_TINT)
    return tint


def initials_of(person: Person | None) -> str:
    """Two or three letters for the person; a sign for somebody whom nobody knows."""
    if person is None:
        return "?"
    if person.initials:
        return person.initials[:3]
    return "".join(part[0] for part in person.name.split()[:2]).upper() or "?"


def name_of(person: Person | None) -> str:
    """The person's name, or words for somebody who signed nothing."""
    return person.name if person is not None else _("Somebody")
