"""A draft that begins with another story's text: a copy, or an update of it."""

from __future__ import annotations

from dataclasses import replace

from newsroom.news.article import Article
from newsroom.news.workflow import PubState, Stage


def begun_from(story: Article, *, slug: str) -> Article:
    """The same text as a story of its own, not stored yet: a draft, unpublished, with no dates."""
    return replace(
        story,
        id=0,
        uid="",
        version=0,
        slug=slug,
        stage=Stage.DRAFT,
        stage_before="",
        pubstate=PubState.NONE,
        published_at=None,
        publish_at=None,
        created_at=None,
        updated_at=None,
        due_at=None,
        planned_at=None,
        pinned=False,
    )
