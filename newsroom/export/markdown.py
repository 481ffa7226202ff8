"""The story as Markdown with front matter: ``import`` takes it back as it was."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from newsroom.export import originals
from newsroom.export.page import PageData
from newsroom.i18n import N_
from newsroom.news.article import ARTICLE_FIELDS, Article, Byline, BylineRole, Picture
from newsroom.news.plain import plain
from newsroom.news.workflow import PUBLIC
from newsroom.text.matter import join_matter

_ALWAYS = frozenset({"slug", "headline", "language", "stage"})
_BREAKS = re.compile("[\x85\u2028\u2029]")  # line breaks of YAML 1.1 and of Unicode
_PICTURE_WORDS = ("caption", "credit", "alt", "rights")


class MarkdownStory:
    """The story itself with all its fields: also what is parked in it and said to editors."""

    id: ClassVar[str] = "markdown"
    title: ClassVar[str] = N_("Markdown with front matter (the whole story, notes too)")
    suffix: ClassVar[str] = ".md"

    def __init__(self, templates: Path | None = None) -> None:
        """The file has no template."""

    def render(self, page: PageData) -> bytes:
        """The file in UTF-8. Raises NotFound where a picture is missing."""
        story, _files = originals.taken_along(page.story, page.original)
        return story_file(story, pictures=True).encode("utf-8", "replace")

    def beside(self, page: PageData) -> Mapping[str, bytes]:
        """The story's pictures, without camera data. Raises NotFound where one is missing."""
        return originals.taken_along(page.story, page.original)[1]


def story_file(article: Article, *, pictures: bool = False) -> str:
    """The story as ``import`` takes it: YAML front matter, then the body.

    Fields that say nothing are left out; keys that we did not know stand at the end. ``pictures``
    says that the lead picture lies beside the file.
    """
    import yaml

    empty = Article()
    matter: dict[str, object] = {}
    for name, spec in ARTICLE_FIELDS.items():
        value = getattr(article, name)
        if name == "published_at" and article.pubstate not in PUBLIC:
            continue  # or who imports it would show readers what was taken back from them
        if spec.matter and (value != getattr(empty, name) or name in _ALWAYS):
            matter[spec.matter] = _said(value)
    if pictures and article.picture is not None:
        image = matter["image"]
        assert isinstance(image, dict)
        matter["image"] = {"file": originals.lead_name(article), **image}
    for key, item in article.extra.items():
        matter.setdefault(key, plain(item))

    class Dumper(yaml.SafeDumper):
        """Quotes what else would be read back as a mere line break."""

    def words(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
        style = '"' if _BREAKS.search(text) else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)

    Dumper.add_representer(str, words)
    head = yaml.dump(matter, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=10_000)
    return join_matter(head, f"\n{article.body}")


def _said(value: object) -> object:
    if isinstance(value, Picture):
        said = {word: getattr(value, word) for word in _PICTURE_WORDS if getattr(value, word)}
        return {"sha256": value.sha256, **said}
    if isinstance(value, tuple):
        return [_said(item) for item in value]
    if isinstance(value, Byline):
        if value.role is BylineRole.STORY:
            return value.name
        return {"name": value.name, "role": str(value.role)}
    return plain(value)
