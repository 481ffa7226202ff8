"""Words for people: every sentence that a person sees goes through ``_``."""

from __future__ import annotations

from typing import TYPE_CHECKING

# Without another language, neither catalogues nor their reader are needed.
if TYPE_CHECKING:
    from gettext import NullTranslations
    from pathlib import Path

DOMAIN = "newsroom"


class _Words:
    """The catalogue in force, None for our own language. One a process, as a language is; set by
    ``use`` at the start."""

    catalogue: NullTranslations | None = None
    language: str = ""


def use(language: str, folder: Path | None = None) -> None:
    """Speak ``language`` (a BCP 47 tag) from now on; one that we have no words in means English."""
    import gettext

    from newsroom.assets import asset

    _Words.language = language
    _Words.catalogue = gettext.translation(
        DOMAIN,
        localedir=folder or asset("translations"),
        languages=[language.replace("-", "_")],
        fallback=True,
    )


def language() -> str:
    """The language in force as ``use`` was given it, "" for our own."""
    return _Words.language


def _(message: str) -> str:
    """The message in the person's language."""
    if _Words.catalogue is None:
        return message
    return _Words.catalogue.gettext(message) if message else ""


def ngettext(one: str, many: str, n: int) -> str:
    """The message for ``n`` things in the person's language."""
    if _Words.catalogue is None:
        return one if n == 1 else many
    return _Words.catalogue.ngettext(one, many, n)


def N_(message: str) -> str:
    """Marks a message that is translated later, where it is shown."""
    return message


def figure(n: int) -> str:
    """A number as it stands in our sentences: thousands set apart as the language does, whatever
    the system's own habit is."""
    return f"{n:,}"
