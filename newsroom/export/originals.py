"""Pictures as the media folder holds them, for formats that another newsroom takes in, without
what cameras and photo desks wrote into them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from newsroom.export.bare import bare
from newsroom.export.files import file_name
from newsroom.news.article import Article
from newsroom.news.digest import digest

_HELD = re.compile(r"(?<![\w/.-])media[:/]([0-9a-f]{64})((?:\.[a-z]{3,4})?)")
"""How the text names a picture of the media folder."""

Read = Callable[[str], bytes]
"""A picture's own bytes by its sha256; raises NotFound where there is none."""


def lead_name(article: Article) -> str:
    """Where the lead picture lies beside the story: under its own name, "" without one."""
    picture = article.picture
    if picture is None:
        return ""
    last = re.split(r"[/\\]", picture.filename)[-1]
    return f"media/{picture.sha256[:16]}/{file_name(last, '')}"


def named_in(body: str) -> dict[str, str]:
    """The pictures that a text shows: path as it is written there, to sha256."""
    return {found[0]: found[1] for found in _HELD.finditer(body)}


def taken_along(article: Article, read: Read) -> tuple[Article, dict[str, bytes]]:
    """The story as it goes out with its pictures as files, and these by their path from it.

    A file that had to be stripped is another one: it goes by its own hash, which the story then
    names. Raises what ``read`` does, and BadInput.
    """
    names: dict[str, str] = {}
    files: dict[str, bytes] = {}
    held: dict[str, bytes] = {}

    def own(sha256: str) -> str:
        if sha256 not in names:
            data = bare(read(sha256))
            names[sha256] = digest(data)
            held[sha256] = data
        return names[sha256]

    def renamed(found: re.Match[str]) -> str:
        path = f"media/{own(found[1])}{found[2]}"
        files[path] = held[found[1]]
        return path

    article = replace(article, body=_HELD.sub(renamed, article.body))
    if article.picture is not None:
        sha256 = article.picture.sha256
        article = replace(article, picture=replace(article.picture, sha256=own(sha256)))
        files[lead_name(article)] = held[sha256]
    return article, files
