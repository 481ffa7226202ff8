"""Stories pushed to a WordPress: once however often it is tried, and told in plain words if not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest

from newsroom.desk.desk import Desk
from newsroom.desk.secrets import Secrets
from newsroom.export.outbound.faults import wait
from newsroom.export.outbound.http import send
from newsroom.news.article import Byline, BylineRole
from newsroom.news.errors import BadInput, GateClosed, NotFound, Refused
from newsroom.news.outward import Asked, DeliveryState, Standing, Target, TargetKind
from newsroom.news.staff import Person
from tests.desk.conftest import HandClock
from tests.export.outbound.fake_wordpress import PASSWORD, USER, Site, kept, served
from tests.export.scenes import a_picture, change, png, put

DRAFT, PUBLISH = Standing.DRAFT, Standing.PUBLISH


@pytest.fixture
def wordpress() -> Iterator[tuple[Site, str]]:
    with served() as made:
        yield made


@pytest.fixture
def site(wordpress: tuple[Site, str]) -> Site:
    return wordpress[0]


@pytest.fixture
def target(wordpress: tuple[Site, str]) -> Target:
    return Target(name="Magazine", kind=TargetKind.WORDPRESS, address=wordpress[1], user=USER)


@pytest.fixture
def secrets(target: Target) -> Secrets:
    made = Secrets()
    made.put(target, PASSWORD)
    return made


@pytest.fixture
def pushing(desk: Desk, target: Target) -> Desk:
    """The desk with a target; the first of the staff is known there by e-mail."""
    desk.pushing.put_target(target)
    return desk


def story(desk: Desk, slug: str = "ferry", **fields: object) -> int:
    given: dict[str, object] = {
        "headline": "The ferry & the fog",
        "dek": "Why it stays in port.",
        "body": 'The *ferry* stays.\n\n![The quay](media/{sha}){: credit="A. Lens"}\n\nMore.',
        "section": "",
        "tags": ("fog", "Ferries & ports"),
        **fields,
    }
    if "{sha}" in str(given["body"]):
        picture = a_picture(desk, png(9, 7), alt="The quay")
        given["body"] = str(given["body"]).replace("{sha}", picture.sha256)
        given.setdefault(
            "picture", a_picture(desk, png(20, 10, "navy"), alt="Fog", credit="N. Brandt")
        )
    return put(desk, slug, **given)


def go(desk: Desk, secrets: Secrets) -> int:
    return desk.pushing.run(secrets, send)


def push(
    desk: Desk, secrets: Secrets, number: int, standing: Standing = DRAFT, **more: object
) -> DeliveryState:
    (made,) = desk.pushing.queue([number], "Magazine", standing=standing, **more).value  # type: ignore[arg-type]
    go(desk, secrets)
    return desk.pushing.get(made.id).state


def the_post(site: Site) -> dict[str, object]:
    (post,) = site.posts.values()
    return post


def test_a_story_goes_there_whole_and_once(pushing: Desk, secrets: Secrets, site: Site) -> None:
    number = story(pushing)
    assert push(pushing, secrets, number) is DeliveryState.DONE
    post = the_post(site)
    assert (post["status"], post["title"], post["slug"]) == (
        "draft",
        "The ferry & the fog",
        "ferry",
    )
    assert post["excerpt"] == "Why it stays in port."
    content = str(post["content"])
    assert "<em>ferry</em>" in content
    assert "style=" not in content
    assert "class=" not in content
    lead, inside = site.media[post["featured_media"]], next(
        m for m in site.media.values() if m["id"] != post["featured_media"]
    )  # fmt: skip
    assert lead["alt_text"] == "Fog"
    assert "N. Brandt" in lead["caption"]
    assert inside["alt_text"] == "The quay"
    assert f'src="{inside["source_url"]}"' in content
    names = {term["id"]: term["name"] for term in site.terms["tags"].values()}
    assert {names[n] for n in post["tags"]} == {"fog", "Ferries &amp; ports"}  # type: ignore[union-attr]

    # Again: the same post, nothing uploaded anew, and where nothing changed not even written.
    before = len(site.media)
    stamp = post["modified_gmt"]
    assert push(pushing, secrets, number) is DeliveryState.DONE
    assert the_post(site)["modified_gmt"] == stamp
    change(pushing, number, headline="The ferry sails")
    assert push(pushing, secrets, number, PUBLISH) is DeliveryState.DONE
    assert the_post(site)["title"] == "The ferry sails"
    assert the_post(site)["status"] == "publish"
    assert len(site.media) == before
    assert site.count("POST", "posts") == 2
    # A push as a draft takes nothing back from readers there.
    change(pushing, number, headline="The ferry sailed")
    assert push(pushing, secrets, number) is DeliveryState.DONE
    assert (the_post(site)["status"], the_post(site)["title"]) == ("publish", "The ferry sailed")
    assert any("stays so" in note for note in pushing.pushing.of(number)[0].notes)


def test_words_are_words_and_no_tags_nor_shortcodes(
    pushing: Desk, secrets: Secrets, site: Site
) -> None:
    number = story(
        pushing,
        headline="1 < 2",
        dek="<b>Bold</b>",
        body="The [gallery] of [sic] 1 < 2.",
        bylines=(Byline("Ana Lima"), Byline("Bo [Okri]")),
    )
    pushing.pushing.put_target(replace(pushing.pushing.target("Magazine"), more={"fallback": "me"}))
    assert push(pushing, secrets, number) is DeliveryState.DONE
    post = the_post(site)
    assert (post["title"], post["excerpt"]) == ("1 &lt; 2", "&lt;b&gt;Bold&lt;/b&gt;")
    content = str(post["content"])
    assert content.startswith("<p>By Ana Lima and Bo &#091;Okri]</p>\n<p>The &#091;gallery] of")
    stamp = post["modified_gmt"]
    assert push(pushing, secrets, number) is DeliveryState.DONE
    assert the_post(site)["modified_gmt"] == stamp


def test_a_persian_story_is_turned_round_and_known_by_its_name(
    pushing: Desk, secrets: Secrets, site: Site
) -> None:
    slug = "گزارش-ویژه-از-بازار-صنایع-دستی-میدان-بندر-و-جشن-پایان-هفته"
    number = story(pushing, slug, language="fa", headline="بازار", body="هفتاد غرفه.")
    assert push(pushing, secrets, number) is DeliveryState.DONE
    post = the_post(site)
    assert str(post["content"]).startswith(
        '<p lang="fa" dir="rtl" class="has-text-align-right">هفتاد غرفه.</p>'
    )
    assert unquote(str(post["slug"])) == "گزارش-ویژه-از-بازار-صنایع-دستی-میدان"


def test_it_is_scheduled_for_a_moment(
    pushing: Desk, secrets: Secrets, site: Site, clock: HandClock
) -> None:
    number = story(pushing, body="Text.")
    at = clock() + timedelta(hours=5)
    assert push(pushing, secrets, number, Standing.SCHEDULE, at=at) is DeliveryState.DONE
    assert (the_post(site)["status"], the_post(site)["date_gmt"]) == (
        "future", at.strftime("%Y-%m-%dT%H:%M:%S"),
    )  # fmt: skip
    with pytest.raises(BadInput, match="moment to come"):
        pushing.pushing.queue([number], "Magazine", standing=Standing.SCHEDULE, at=clock())


@pytest.mark.parametrize("how", ["drop", "half", "long", "short"])
@pytest.mark.parametrize("what", ["posts", "media"])
def test_an_answer_that_never_came_makes_no_twin(
    pushing: Desk, secrets: Secrets, site: Site, clock: HandClock, how: str, what: str
) -> None:
    """The server did it; nobody heard."""
    site.fail("POST", what, how=how, late=True)
    number = story(pushing)
    assert push(pushing, secrets, number, PUBLISH) is DeliveryState.WAITING
    (waiting,) = pushing.pushing.of(number)
    assert waiting.problem
    assert waiting.next_at is not None
    assert waiting.next_at > clock()
    assert go(pushing, secrets) == 0, "not before its time"
    clock.forward(hours=1)
    assert go(pushing, secrets) == 1
    assert len(site.posts) == 1
    assert len(site.media) == 2
    assert site.count("POST", "posts") == 1 or what == "media"


def test_a_lost_answer_to_an_update_is_no_conflict(
    pushing: Desk, secrets: Secrets, site: Site, clock: HandClock
) -> None:
    number = story(pushing, body="First.")
    push(pushing, secrets, number)
    change(pushing, number, body="Second.")
    site.fail("POST", "posts", how="drop", late=True)
    assert push(pushing, secrets, number) is DeliveryState.WAITING
    clock.forward(hours=1)
    assert go(pushing, secrets) == 1
    assert "Second." in str(the_post(site)["content"])


def test_what_somebody_wrote_there_is_not_written_over_unasked(
    pushing: Desk, secrets: Secrets, site: Site
) -> None:
    number = story(pushing, body="Ours.")
    push(pushing, secrets, number)
    (there,) = site.posts
    site.touch(there, content=str(site.posts[there]["content"]).replace("Ours.", "Theirs."))
    change(pushing, number, body="Ours, again.")
    assert push(pushing, secrets, number) is DeliveryState.ASKS
    assert "Theirs." in str(the_post(site)["content"])
    (asks, *_before) = pushing.pushing.of(number)
    assert asks.question is not None
    assert asks.question.asked is Asked.CONFLICT
    (choice,) = asks.question.choices
    site.touch(there, content="Theirs, once more.")
    pushing.pushing.answer(asks.id, {Asked.CONFLICT: choice[0]})
    go(pushing, secrets)
    assert "once more" in str(the_post(site)["content"]), "the answer was about an older text"
    question = pushing.pushing.get(asks.id).question
    assert question is not None
    pushing.pushing.answer(asks.id, {Asked.CONFLICT: question.choices[0][0]})
    assert go(pushing, secrets) == 1
    assert "Ours, again." in str(the_post(site)["content"])


@pytest.mark.parametrize("slug", ["ferry", "بازار"])
def test_a_post_of_that_name_from_elsewhere_is_asked_about(
    pushing: Desk, secrets: Secrets, site: Site, slug: str
) -> None:
    site.posts[5] = {
        "id": 5, "status": "publish", "slug": kept(slug), "title": "A &amp; B",
        "content": "Theirs.", "excerpt": "",
        "author": 1, "categories": [], "tags": [], "featured_media": 0,
        "date_gmt": "2020-01-01T00:00:00", "modified_gmt": "2020-01-01T00:00:00",
    }  # fmt: skip
    number = story(pushing, slug, body="Ours.")
    assert push(pushing, secrets, number) is DeliveryState.ASKS
    asks = pushing.pushing.of(number)[0]
    assert asks.question is not None
    assert asks.question.sentence.endswith(f"as “{slug}”: A & B")
    assert [value for value, _words in asks.question.choices] == ["5", "new"]
    pushing.pushing.answer(asks.id, {Asked.TWIN: "5"})
    assert go(pushing, secrets) == 1
    assert "Ours." in str(the_post(site)["content"])


@pytest.mark.parametrize("fate", ["deleted", "trashed"])
def test_a_post_that_is_gone_is_made_anew_only_when_somebody_says_so(
    pushing: Desk, secrets: Secrets, site: Site, fate: str
) -> None:
    number = story(pushing, body="Text.")
    push(pushing, secrets, number)
    (there,) = site.posts
    if fate == "deleted":
        del site.posts[there]
    else:
        site.touch(there, status="trash", slug="ferry__trashed")
    assert push(pushing, secrets, number) is DeliveryState.ASKS
    asks = pushing.pushing.of(number)[0]
    pushing.pushing.answer(asks.id, {Asked.GONE: "new"})
    assert go(pushing, secrets) == 1
    assert len([p for p in site.posts.values() if p["status"] != "trash"]) == 1


def test_authors_are_known_by_mail_by_name_or_by_a_person(
    pushing: Desk, secrets: Secrets, site: Site
) -> None:
    lena = pushing.staff.add(Person(name="Lena Haddad", email="lena@harbour.example")).value
    site.users[2] = {"id": 2, "name": "L.", "slug": "lh", "email": "Lena@Harbour.example"}
    site.users[3] = {"id": 3, "name": "Guest Writer", "slug": "guest-writer", "email": ""}
    one = story(pushing, "one", body="T.", bylines=(Byline("", lena.id),))
    assert push(pushing, secrets, one) is DeliveryState.DONE
    two = story(pushing, "two", body="T.", bylines=(Byline("Guest Writer"),))
    push(pushing, secrets, two)
    by_slug = {p["slug"]: p for p in site.posts.values()}
    assert (by_slug["one"]["author"], by_slug["two"]["author"]) == (2, 3)

    three = story(
        pushing, "three", body="T.",
        bylines=(Byline("Nobody There"), Byline("Lens", None, BylineRole.PHOTO)),
    )  # fmt: skip
    assert push(pushing, secrets, three) is DeliveryState.ASKS
    asks = pushing.pushing.of(three)[0]
    assert asks.question is not None
    assert ("3", "Guest Writer") in asks.question.choices
    pushing.pushing.answer(asks.id, {"author:Nobody There": "3"})
    assert go(pushing, secrets) == 1
    by_slug = {p["slug"]: p for p in site.posts.values()}
    assert by_slug["three"]["author"] == 3
    assert "Nobody There" in by_slug["three"]["content"]
    assert "Lens" in by_slug["three"]["content"]
    # The answer stands for the next time.
    four = story(pushing, "four", body="T.", bylines=(Byline("Nobody There"),))
    assert push(pushing, secrets, four) is DeliveryState.DONE
    # Who may not list users still finds those who have written.
    site.role = "editor"
    five = story(pushing, "five", body="T.", bylines=(Byline("Guest Writer"),))
    assert push(pushing, secrets, five) is DeliveryState.DONE


def test_who_may_not_change_the_target_is_asked_once_for_a_story(
    pushing: Desk, secrets: Secrets, site: Site
) -> None:
    site.users[3] = {"id": 3, "name": "Guest Writer", "slug": "guest-writer", "email": ""}
    pushing.staff.add(Person(name="Mara Ridley", role="admin"))
    pushing.staff.add(Person(name="Priya Waller", role="publisher"))
    number = story(pushing, body="T.", bylines=(Byline("Nobody There"),))
    pushing.sit("Priya Waller")
    assert push(pushing, secrets, number) is DeliveryState.ASKS
    pushing.pushing.answer(pushing.pushing.of(number)[0].id, {"author:Nobody There": "0"})
    assert go(pushing, secrets) == 1
    assert push(pushing, secrets, number) is DeliveryState.DONE, "not asked again"
    assert push(pushing, secrets, number) is DeliveryState.DONE, "nor the time after"
    # What is said of the target by who may say so goes before it.
    pushing.sit("Mara Ridley")
    there = pushing.pushing.targets()[0]
    pushing.pushing.put_target(replace(there, authors={"Nobody There": 3}))
    pushing.sit("Priya Waller")
    assert push(pushing, secrets, number) is DeliveryState.DONE
    assert the_post(site)["author"] == 3


def test_sections_and_tags_find_what_is_there(
    pushing: Desk, secrets: Secrets, site: Site, target: Target
) -> None:
    site.terms["categories"][40] = {"id": 40, "slug": "city-life", "name": "City"}
    site.terms["categories"][41] = {"id": 41, "slug": "harbour", "name": "The harbour"}
    site.terms["tags"][50] = {"id": 50, "slug": "fog", "name": "Fog"}
    one = story(pushing, "one", body="T.", section="City", tags=("fog",))
    push(pushing, secrets, one)
    pushing.pushing.put_target(replace(target, sections={"Sea": 41}))
    two = story(pushing, "two", body="T.", section="Sea", tags=())
    push(pushing, secrets, two)
    by_slug = {p["slug"]: p for p in site.posts.values()}
    assert (by_slug["one"]["categories"], by_slug["one"]["tags"]) == ([40], [50])
    assert by_slug["two"]["categories"] == [41]
    # Somebody else made it a moment ago; and who may make none goes without.
    site.terms["tags"][51] = {"id": 51, "slug": "quay", "name": "Something"}
    site.faults.append(_silent_terms())
    three = story(pushing, "three", body="T.", section="", tags=("quay",))
    assert push(pushing, secrets, three) is DeliveryState.DONE
    assert {p["slug"]: p for p in site.posts.values()}["three"]["tags"] == [51]
    site.role = "author"
    four = story(pushing, "four", body="T.", section="", tags=("unheard",))
    assert push(pushing, secrets, four) is DeliveryState.DONE
    assert any("unheard" in note for note in pushing.pushing.of(four)[0].notes)


def _silent_terms():  # type: ignore[no-untyped-def]
    from tests.export.outbound.fake_wordpress import Fault

    return Fault(lambda m, p: m == "GET" and p == "tags", status=200, body=b"[]", times=2)


@pytest.mark.parametrize(
    ("status", "headers", "body", "state", "words"),
    [
        (401, {}, b'{"code":"incorrect_password","message":"<b>Wrong</b> password"}',
         DeliveryState.FAILED, "the name or the application password (Wrong password). Say it"),
        (401, {}, b'{"code":"rest_not_logged_in","message":"You are not currently logged in."}',
         DeliveryState.FAILED, "the name or the application password. Say it anew: Publish"),
        (403, {}, b'{"code":"rest_cannot_create","message":"Sorry"}', DeliveryState.FAILED,
         "does not allow it: Sorry"),
        (403, {}, b"<html>a firewall</html>", DeliveryState.FAILED, "does not allow it"),
        (413, {}, b"too large", DeliveryState.FAILED, "takes no file as large as ferry-"),
        (429, {"Retry-After": "7200"}, b"", DeliveryState.WAITING, "asks us to wait"),
        (500, {}, b'{"code":"internal_server_error","message":"Oops"}', DeliveryState.WAITING,
         "a fault of its own (500): Oops"),
        (500, {}, b'{"code":"rest_upload_sideload_error","message":"not this type"}',
         DeliveryState.FAILED, "does not take the picture"),
        (503, {"Retry-After": "Tue, 24 Nov 2026 15:00:00 GMT"}, b"", DeliveryState.WAITING,
         "asks us to wait"),
        (302, {"Location": "https://elsewhere.example/"}, b"", DeliveryState.FAILED,
         "sends us on to https://elsewhere.example/"),
        (404, {}, b"<html>none</html>", DeliveryState.FAILED, "no WordPress with an open REST"),
    ],
)  # fmt: skip
def test_what_the_server_refuses_is_told_in_plain_words(
    pushing: Desk,
    secrets: Secrets,
    site: Site,
    clock: HandClock,
    status: int,
    headers: dict[str, str],
    body: bytes,
    state: DeliveryState,
    words: str,
) -> None:
    site.fail("POST", "media", status=status, headers=headers, body=body)
    number = story(pushing)
    assert push(pushing, secrets, number) is state
    found = pushing.pushing.of(number)[0]
    assert words in found.problem
    assert "<" not in found.problem
    assert PASSWORD not in found.problem
    assert not site.posts
    if headers.get("Retry-After") == "7200":
        assert found.next_at == clock() + timedelta(hours=2)
    elif "Retry-After" in headers:
        assert found.next_at == datetime(2026, 11, 24, 15, tzinfo=UTC)
    if state is DeliveryState.WAITING:
        clock.forward(days=1)
    else:
        pushing.pushing.again(found.id)
    assert go(pushing, secrets) == 1
    assert len(site.posts) == 1


def test_a_network_that_answers_for_the_server_is_not_believed(
    pushing: Desk, secrets: Secrets, site: Site, clock: HandClock
) -> None:
    site.fail("POST", "posts", how="junk")
    number = story(pushing, body="T.")
    assert push(pushing, secrets, number) is DeliveryState.WAITING
    assert "did not answer as a WordPress does" in pushing.pushing.of(number)[0].problem
    clock.forward(hours=1)
    assert go(pushing, secrets) == 1


def test_a_home_page_that_sends_on_is_followed_nowhere_else(
    pushing: Desk, secrets: Secrets, site: Site
) -> None:
    site.home = "https://www.magazine.example/"
    number = story(pushing, body="T.")
    assert push(pushing, secrets, number) is DeliveryState.FAILED
    assert "www.magazine.example" in pushing.pushing.of(number)[0].problem
    assert not site.log, "the password went nowhere"
    site.home = "/en/"
    pushing.pushing.again(pushing.pushing.of(number)[0].id)
    assert go(pushing, secrets) == 1


def test_waits_double_and_what_the_server_says_counts() -> None:
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    spans = [(wait(n, now) - now).total_seconds() for n in range(1, 13)]
    assert spans[:3] == [30, 60, 120]
    assert spans[-1] == 3600
    assert wait(1, now, chance=0.0) < wait(1, now) < wait(1, now, chance=1.0)
    assert wait(1, now, "5") == wait(1, now), "no sooner than we would ourselves"
    assert wait(1, now, "nonsense") == wait(1, now)
    assert wait(1, now, "999999999999") == now + timedelta(days=1)


def test_what_may_not_go_out_does_not(
    pushing: Desk, secrets: Secrets, site: Site, clock: HandClock
) -> None:
    desk = pushing
    embargoed = story(desk, "embargoed", body="T.", embargo_until=clock() + timedelta(hours=2))
    spiked = story(desk, "spiked", body="T.")
    desk.articles.spike([spiked])
    private = story(desk, "private", body="T.", not_for_publication=True)
    for number, words in ((embargoed, "embargo"), (spiked, "spiked"), (private, "publication")):
        with pytest.raises(Refused, match=words):
            desk.pushing.queue([number], "Magazine")
    with pytest.raises(GateClosed):
        desk.pushing.queue([story(desk, "tk", body="TK")], "Magazine")
    # What may go when it is queued may not when its turn comes.
    late = story(desk, "late", body="T.")
    desk.pushing.queue([late], "Magazine")
    change(desk, late, embargo_until=clock() + timedelta(hours=2))
    assert go(desk, secrets) == 0
    assert "embargo" in desk.pushing.of(late)[0].problem
    assert not site.log
    clock.forward(hours=3)
    desk.pushing.again(desk.pushing.of(late)[0].id)
    assert go(desk, secrets) == 1


def test_without_a_password_nothing_is_sent_and_it_is_said(pushing: Desk, site: Site) -> None:
    number = story(pushing, body="T.")
    assert push(pushing, Secrets(), number) is DeliveryState.FAILED
    assert "password" in pushing.pushing.of(number)[0].problem
    assert not site.log


def test_targets_are_held_to_what_can_be_reached(desk: Desk, target: Target) -> None:
    for wrong, words in (
        (replace(target, address="http://magazine.example"), "https"),
        (replace(target, address="https://me:secret@magazine.example"), "out of the address"),
        (replace(target, address="magazine"), "no web address"),
        (replace(target, user=""), "under which name"),
        (replace(target, name=" "), "needs a name"),
        (Target(name="S", kind=TargetKind.SFTP, address="a/b"), "host or host:port"),
    ):
        with pytest.raises(BadInput, match=words):
            desk.pushing.put_target(wrong)
    desk.pushing.put_target(target)
    desk.pushing.put_target(replace(target, name="Paper"), before="Magazine")
    assert [t.name for t in desk.pushing.targets()] == ["Paper"]
    with pytest.raises(NotFound, match="Paper"):
        desk.pushing.target("Magazine")
    desk.pushing.remove_target("Paper")
    assert desk.pushing.targets() == ()


def test_a_wish_takes_the_place_of_the_one_before(
    pushing: Desk, secrets: Secrets, site: Site
) -> None:
    number = story(pushing, body="T.")
    (first,) = pushing.pushing.queue([number], "Magazine").value
    (second,) = pushing.pushing.queue([number], "Magazine", standing=PUBLISH).value
    assert pushing.pushing.get(first.id).state is DeliveryState.CANCELLED
    (called_off,) = pushing.pushing.queue([story(pushing, "b", body="T.")], "Magazine").value
    pushing.pushing.call_off(called_off.id)
    assert go(pushing, secrets) == 1
    assert the_post(site)["status"] == "publish"
    assert pushing.pushing.get(second.id).link.endswith(f"?p={the_post(site)['id']}")


KILLED = """
import sys, time
from pathlib import Path
from newsroom.desk.desk import open_desk
from newsroom.desk.secrets import Secrets
from newsroom.export.outbound import http
from newsroom.news.clock import fixed_clock
from datetime import datetime

store, at, password = sys.argv[1:]

def send(request):
    if request.method == "POST" and request.url.split("?")[0].endswith("/posts"):
        reply = http.send(request)
        print("asked", flush=True)
        time.sleep(60)  # the answer is here, and nobody has it yet
    return http.send(request)

with open_desk(store, clock=fixed_clock(datetime.fromisoformat(at))) as desk:
    secrets = Secrets()
    secrets.put(desk.pushing.target("Magazine"), password)
    desk.pushing.run(secrets, send)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_between_question_and_answer_it_is_posted_once(
    pushing: Desk, secrets: Secrets, site: Site, tmp_path: Path, clock: HandClock
) -> None:
    store_path = tmp_path / "store" / "test.newsroom"
    number = story(pushing)
    pushing.pushing.queue([number], "Magazine", standing=PUBLISH)
    victim = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(store_path), clock().isoformat(), PASSWORD],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3])},
    )
    assert victim.stdout is not None
    with victim.stdout:
        assert victim.stdout.readline() == b"asked\n"
        victim.send_signal(signal.SIGKILL)
        victim.wait()
    assert len(site.posts) == 1
    assert pushing.pushing.of(number)[0].state is DeliveryState.SENDING
    deadline = time.monotonic() + 5
    while go(pushing, secrets) == 0 and time.monotonic() < deadline:
        pass
    assert pushing.pushing.of(number)[0].state is DeliveryState.DONE
    assert len(site.posts) == 1
    assert len(site.media) == 2
    assert site.count("POST", "posts") == 1


def test_who_sends_is_known_though_they_may_list_nobody(
    pushing: Desk, secrets: Secrets, site: Site
) -> None:
    site.role = "author"
    site.users[2] = {"id": 2, "name": "Ana", "slug": "ana", "email": "ana@harbour.example"}
    for name, email in (("Dee Desk", "DESK@harbour.example"), ("Ana Lima", "ana@harbour.example")):
        person = pushing.staff.add(Person(name=name, email=email)).value
        byline = (Byline(name, person.id, BylineRole.STORY),)
        number = story(pushing, slug=name.split()[0].lower(), bylines=byline, tags=())
        state = push(pushing, secrets, number)
        if name == "Dee Desk":  # the one who is logged in there
            assert state is DeliveryState.DONE
            assert the_post(site)["author"] == 1
        else:  # nobody whose address they may see
            assert state is DeliveryState.ASKS


def behind(desk: Desk) -> list[bool]:
    return [one.behind for one in desk.pushing.last()]


def test_a_story_that_was_sent_and_changed_is_known_by_it(
    pushing: Desk, secrets: Secrets, site: Site
) -> None:
    number = story(pushing)
    assert behind(pushing) == []
    push(pushing, secrets, number)
    assert behind(pushing) == [False]
    change(pushing, number, ed_note="For us alone")
    assert behind(pushing) == [False]
    change(pushing, number, headline="The ferry sails")
    assert behind(pushing) == [True]
    assert [one.behind for one in pushing.pushing.of(number)] == [True]
    push(pushing, secrets, number)
    assert behind(pushing) == [False, False], "the last one counts"


def test_what_the_library_says_anew_of_a_picture_changes_what_was_sent(
    pushing: Desk, secrets: Secrets, site: Site
) -> None:
    number = story(pushing)
    other = story(pushing, "quay", body="No picture.", picture=None)
    for one in (number, other):
        push(pushing, secrets, one)
    used = pushing.articles.open(number).picture
    assert used is not None
    facts = pushing.library.facts(used.sha256)
    done = pushing.library.describe(facts.sha256, facts.version, {"terms": "Once only"})
    assert behind(pushing) == [False, False], "readers see nothing of it"
    pushing.library.describe(facts.sha256, done.value.version, {"credit": "Nadia Brandt"})
    assert behind(pushing) == [False, True]
    push(pushing, secrets, number)
    assert behind(pushing)[0] is False
    assert any("Nadia Brandt" in str(one) for one in site.media.values())
