"""Where in a story a change stands, as people call the place."""

from __future__ import annotations

from newsroom.i18n import N_, _
from newsroom.news.article import ARTICLE_FIELDS
from newsroom.news.suggestion import PICTURE_WORDS

_WORDS = {"caption": N_("caption"), "credit": N_("credit"), "alt": N_("alternative text")}


def where_said(name: str) -> str:
    """The field as people call it; "" for the body, which need not be said."""
    if name == "body":
        return ""
    if name in PICTURE_WORDS:
        return _(_WORDS[name])
    return _(ARTICLE_FIELDS[name].label).lower() if name in ARTICLE_FIELDS else name
