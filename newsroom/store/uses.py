"""Which pictures a story shows, kept in step with its text."""

from __future__ import annotations

from newsroom.news.article import Article
from newsroom.store.engine import Engine
from newsroom.store.media_tables import MediaUse as U
from newsroom.text.pictures import held_in


def shows(story: Article) -> dict[str, int]:
    """The pictures of the media folder in a story, each with 1 where it is the lead picture."""
    shown = dict.fromkeys(held_in(story.body), 0)
    if story.picture is not None:
        shown[story.picture.sha256] = 1
    return shown


def write_uses(engine: Engine, stands: Article | None, story: Article) -> None:
    """Write down what ``story`` shows otherwise than ``stands`` did, inside the save."""
    before = shows(stands) if stands is not None else {}
    after = shows(story)
    if before == after:
        return
    if gone := [one for one, lead in before.items() if after.get(one) != lead]:
        engine.run(U.delete().where(U.article == story.id, U.sha256.in_(gone)))
    if new := [(story.id, one, lead) for one, lead in after.items() if before.get(one) != lead]:
        engine.run(U.insert_many(new, fields=[U.article, U.sha256, U.lead]))
