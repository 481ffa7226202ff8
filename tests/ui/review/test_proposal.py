"""What one person proposes beside a story: which fields it takes, and what the journal keeps."""

from __future__ import annotations

from dataclasses import replace

from newsroom.news.article import Article, Picture
from newsroom.ui.review.proposal import PICTURE, Proposal

BOAT = Picture(sha256="a" * 64, filename="boat.jpg", mime="image/jpeg", width=8, height=6)
STORY = Article(id=1, version=4, slug="ferry", headline="Ferry", body="One.\n", picture=BOAT)


def test_texts_are_proposed_and_everything_else_is_the_story_s_own() -> None:
    made = Proposal(STORY)
    assert made.put("headline", "Ferries", STORY.headline) == "Ferry", "the story keeps its own"
    assert made.put("section", "city", "") == "city", "a section is no text"
    assert made.field("headline", STORY.headline) == "Ferries"
    assert made.field("section", "city") == "city"
    assert made.proposed() == {"headline": "Ferries"}
    assert made.unstored
    assert not made.empty


def test_a_picture_s_words_are_proposed_and_another_picture_is_the_story_s() -> None:
    made = Proposal(STORY)
    captioned = replace(BOAT, caption="The boat", rights="Ours")
    assert made.put(PICTURE, captioned, BOAT) == replace(BOAT, rights="Ours")
    assert made.proposed() == {"caption": "The boat"}
    assert made.field(PICTURE, BOAT) == replace(BOAT, caption="The boat")
    other = replace(captioned, sha256="b" * 64)
    assert made.put(PICTURE, other, BOAT) == other
    assert made.field(PICTURE, None) is None


def test_what_the_journal_keeps_comes_back_over_the_story() -> None:
    made = Proposal(STORY)
    made.put("body", "Stored.\n", STORY.body)
    made.was_stored(dict(made.texts), None)
    assert made.kept() is None, "the store has all of it"
    made.put("body", "Stored. Typed.\n", STORY.body)
    kept = made.kept()
    assert kept is not None
    again = Proposal.restored(STORY, kept)
    assert (again.texts, again.stored) == (made.texts, made.stored)
    assert again.unstored
    assert Proposal.restored(STORY, {"texts": {"no_such": "x"}, "was": None}).empty
