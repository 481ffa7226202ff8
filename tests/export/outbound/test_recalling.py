"""What is taken from the readers is taken back wherever it was sent, without anybody asking."""

from __future__ import annotations

import threading

import pytest

from newsroom.desk.desk import Desk
from newsroom.desk.pushing import deliver
from newsroom.desk.secrets import Secrets
from newsroom.export.outbound.http import send
from newsroom.news.errors import BadInput
from newsroom.news.outward import DeliveryState, Standing
from newsroom.news.staff import Person
from tests.desk.conftest import HandClock
from tests.export.outbound.fake_wordpress import Site

# ruff: noqa: F401, F811 - the fixtures are those of the pushing itself
from tests.export.outbound.test_pushing import (
    PUBLISH,
    go,
    push,
    pushing,
    secrets,
    site,
    story,
    target,
    the_post,
    wordpress,
)

SECRET = "The ferry"  # what stood in it and must not stand there any more


@pytest.fixture
def two(pushing: Desk) -> Desk:
    """A desk of two people, as a kill takes two."""
    for name in ("Nadia Brandt", "Tomas Keel"):
        pushing.staff.add(Person(name=name, initials=name[:2].upper()))
    pushing.sit("Nadia Brandt")
    return pushing


def out_there(desk: Desk, secrets: Secrets, standing: Standing = PUBLISH) -> int:
    number = story(desk)
    desk.publish.publish([number], override="It is meant.")
    assert push(desk, secrets, number, standing) is DeliveryState.DONE
    return number


def kill(desk: Desk, number: int, page: str = "notice") -> None:
    desk.sit("Nadia Brandt")
    desk.withdrawing.ask_kill(
        number, reason="The court said so.", notice="By order of the <court>.", page=page
    )
    desk.sit("Tomas Keel")
    changes = desk.withdrawing.agree(number)
    assert number in changes.outbox


def test_a_killed_story_is_its_notice_there(two: Desk, secrets: Secrets, site: Site) -> None:
    number = out_there(two, secrets)
    kill(two, number)
    assert two.next_delivery() is not None
    assert go(two, secrets) == 1
    post = the_post(site)
    assert (post["status"], post["title"]) == ("publish", "This story was withdrawn")
    content = str(post["content"])
    assert "By order of the &lt;court&gt;." in content
    assert "<img" not in content
    assert SECRET not in json_of(post)
    assert "court said" not in json_of(post), "the reason stays in the house"
    assert (post["featured_media"], post["tags"], post["excerpt"]) == (0, [], "")
    assert post["comment_status"] == "closed"
    newest = two.pushing.of(number)[0]
    assert (newest.standing, newest.state) == (Standing.WITHDRAW, DeliveryState.DONE)
    assert any("media library" in note for note in newest.notes)
    # Once more: nothing is written.
    stamp = post["modified_gmt"]
    two.pushing.again(newest.id)
    go(two, secrets)
    assert the_post(site)["modified_gmt"] == stamp


def json_of(post: dict[str, object]) -> str:
    return " ".join(str(value) for value in post.values())


def test_where_nothing_is_to_be_left_it_goes_to_the_trash(
    two: Desk, secrets: Secrets, site: Site
) -> None:
    number = out_there(two, secrets)
    kill(two, number, "gone")
    go(two, secrets)
    assert the_post(site)["status"] == "trash"
    assert SECRET not in json_of(the_post(site))
    assert two.pushing.of(number)[0].link == ""


@pytest.mark.parametrize(("before", "after"), [("draft", "draft"), ("schedule", "draft")])
def test_what_readers_there_have_not_seen_never_comes(
    two: Desk, secrets: Secrets, site: Site, clock: HandClock, before: str, after: str
) -> None:
    number = story(two)
    two.publish.publish([number], override="It is meant.")
    at = clock.now.replace(hour=20) if before == "schedule" else None
    push(two, secrets, number, Standing(before), at=at)
    kill(two, number)
    go(two, secrets)
    assert the_post(site)["status"] == after
    assert SECRET not in json_of(the_post(site))


def test_what_somebody_changed_or_deleted_there_stops_nothing(
    two: Desk, secrets: Secrets, site: Site
) -> None:
    number = out_there(two, secrets)
    (post,) = site.posts
    site.touch(post, content=f"{SECRET}, as somebody there put it.")
    kill(two, number)
    go(two, secrets)
    assert SECRET not in json_of(the_post(site))

    other = story(two, "quay")
    two.publish.publish([other], override="It is meant.")
    push(two, secrets, other, PUBLISH)
    del site.posts[max(site.posts)]
    kill(two, other)
    go(two, secrets)
    newest = two.pushing.of(other)[0]
    assert newest.state is DeliveryState.DONE
    assert newest.notes == ("It does not stand there any more.",)


def test_it_is_tried_again_until_it_is_done(
    two: Desk, secrets: Secrets, site: Site, clock: HandClock
) -> None:
    number = out_there(two, secrets)
    kill(two, number)
    site.fail("POST", "posts", status=503, headers={"Retry-After": "120"})
    assert go(two, secrets) == 0
    waiting = two.pushing.of(number)[0]
    assert waiting.state is DeliveryState.WAITING
    assert SECRET in json_of(the_post(site))
    clock.forward(minutes=3)
    assert go(two, secrets) == 1
    assert SECRET not in json_of(the_post(site))


def test_what_was_still_waiting_is_called_off(two: Desk, secrets: Secrets, site: Site) -> None:
    number = story(two)
    two.publish.publish([number], override="It is meant.")
    two.pushing.queue([number], "Magazine", standing=PUBLISH)
    kill(two, number)
    assert go(two, secrets) == 0
    assert site.posts == {}
    (only,) = two.pushing.of(number)
    assert only.state is DeliveryState.CANCELLED


def test_what_arrives_after_the_kill_is_fetched_back(
    two: Desk, secrets: Secrets, site: Site
) -> None:
    number = story(two)
    two.publish.publish([number], override="It is meant.")
    two.pushing.queue([number], "Magazine", standing=PUBLISH)
    parcel = two.pushing.take()
    assert parcel is not None
    came: list[object] = []
    carrier = threading.Thread(target=lambda: came.append(deliver(parcel, secrets, send)))
    carrier.start()
    kill(two, number)
    carrier.join()
    two.pushing.record(came[0])  # type: ignore[arg-type]
    assert SECRET in json_of(the_post(site))
    assert go(two, secrets) >= 1
    assert SECRET not in json_of(the_post(site))


def test_a_takedown_goes_there_and_may_be_taken_back_in_time(
    two: Desk, secrets: Secrets, site: Site
) -> None:
    number = out_there(two, secrets)
    assert two.withdrawing.take_down([number], reason="A wish.").outbox == {number}
    two.undo.undo()
    assert go(two, secrets) == 0
    assert two.pushing.of(number)[0].state is DeliveryState.CANCELLED
    assert SECRET in json_of(the_post(site))
    two.withdrawing.take_down([number], reason="A wish.", notice="They asked us to.")
    go(two, secrets)
    assert "They asked us to." in str(the_post(site)["content"])
    assert SECRET not in json_of(the_post(site))
    # Published again here, it is sent again there: the same post, without a question.
    two.publish.publish([number], override="It is meant.")
    assert push(two, secrets, number, PUBLISH) is DeliveryState.DONE
    assert the_post(site)["title"] == "The ferry & the fog"


def test_nobody_orders_it_by_hand(two: Desk, secrets: Secrets) -> None:
    number = out_there(two, secrets)
    with pytest.raises(BadInput, match="by itself"):
        two.pushing.queue([number], "Magazine", standing=Standing.WITHDRAW)
