from dataclasses import replace

import pytest

from newsroom.news.article import Article
from newsroom.ui.typed import Typed

READ = Article(id=7, version=3, headline="Ferry", body="One.\n\nTwo.\n", slug="ferry")


def test_what_is_typed_is_what_stands_and_what_differs() -> None:
    typed = Typed(READ)
    assert typed.unsaved() == {}
    typed.put("headline", "Night ferry")
    assert typed.get("headline") == "Night ferry"
    assert typed.get("slug") == "ferry"
    assert typed.unsaved() == {"headline": "Night ferry"}
    assert typed.now() == replace(READ, headline="Night ferry")


def test_undoing_everything_leaves_nothing_unsaved() -> None:
    typed = Typed(READ)
    typed.put("headline", "Night ferry")
    typed.put("headline", "Ferry")
    assert typed.unsaved() == {}


@pytest.mark.parametrize("name", ["id", "version", "words", "published_at", "nonsense"])
def test_only_fields_that_people_edit_can_be_typed(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        Typed(READ).put(name, 1)


def test_what_the_desk_stored_a_little_differently_stays_as_it_was_typed() -> None:
    typed = Typed(READ)
    typed.put("headline", "Night ferry ")
    changed = typed.was_saved(typed.unsaved(), replace(READ, headline="Night ferry", version=4))
    assert changed == ()
    assert typed.get("headline") == "Night ferry "
    assert typed.unsaved() == {}
    typed.put("headline", "Night ferry a")
    assert typed.unsaved() == {"headline": "Night ferry a"}


def test_what_was_typed_while_the_save_ran_is_still_unsaved() -> None:
    typed = Typed(READ)
    typed.put("headline", "Night")
    sent = typed.unsaved()
    typed.put("headline", "Night ferry")
    saved = replace(READ, headline="Night", slug="night", version=4)
    assert typed.was_saved(sent, saved) == ("slug",)
    assert typed.unsaved() == {"headline": "Night ferry"}


def test_both_sides_clash_only_where_both_changed_to_something_else() -> None:
    typed = Typed(READ)
    typed.put("headline", "Mine")
    typed.put("kicker", "Same")
    typed.put("dek", "Only mine")
    theirs = replace(READ, version=4, headline="Theirs", kicker="Same", section="harbour")
    assert typed.clashes(theirs) == {"headline"}


def test_rebasing_keeps_what_was_typed_over_what_they_saved() -> None:
    typed = Typed(READ)
    typed.put("headline", "Mine")
    theirs = replace(READ, version=4, dek="Theirs", body="One.\n\nTwo.\n\nThree.\n")
    assert set(typed.rebase(theirs)) == {"dek", "body"}
    assert typed.unsaved() == {"headline": "Mine"}
    assert typed.now().body == theirs.body


def test_a_merged_body_stands_over_theirs() -> None:
    typed = Typed(READ)
    typed.put("body", "One, mine.\n\nTwo.\n")
    theirs = replace(READ, version=4, body="One.\n\nTwo, theirs.\n")
    typed.rebase(theirs, body="One, mine.\n\nTwo, theirs.\n")
    assert typed.unsaved() == {"body": "One, mine.\n\nTwo, theirs.\n"}
    assert typed.article.version == 4


def test_giving_up_says_what_looks_different() -> None:
    typed = Typed(READ)
    typed.put("headline", "Mine")
    assert typed.give_up(READ) == ("headline",)
    assert typed.now() == READ


def test_a_new_story_is_made_of_all_that_differs_from_an_empty_one() -> None:
    typed = Typed(Article(kicker="IFP Exclusive", language="fa"))
    typed.put("headline", "Night ferry")
    assert typed.whole() == {
        "kicker": "IFP Exclusive",
        "language": "fa",
        "headline": "Night ferry",
    }
