"""What the library says of a picture reaches every story that uses it: on pages, at the gates, on
the site. What stands in the story stays as it was written."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from newsroom.desk.desk import Desk
from newsroom.news.article import Picture
from newsroom.news.edited import turned_name
from newsroom.news.errors import BadInput, Refused
from newsroom.news.media import PictureFacts
from newsroom.news.staff import Person
from newsroom.text.pictures import restated
from tests.desk.test_articles import make


def quarters(kind: str = "JPEG") -> bytes:
    """A picture, wider than high, whose upper left quarter is red and whose others are blue."""
    made = Image.new("RGB", (64, 32), "blue")
    made.paste("red", (0, 0, 32, 16))
    file = io.BytesIO()
    made.save(file, kind, quality=95) if kind == "JPEG" else made.save(file, kind)
    return file.getvalue()


def known(desk: Desk, data: bytes | None = None, **fields: object) -> PictureFacts:
    """A picture that came in, with what is said of it."""
    picture = desk.intake.picture(data or quarters(), "shot.jpg").value
    return say(desk, picture.sha256, rights="own", **fields)


def say(desk: Desk, sha256: str, **fields: object) -> PictureFacts:
    return desk.library.describe(sha256, desk.library.facts(sha256).version, fields).value


def used(desk: Desk, facts: PictureFacts, **words: str) -> Picture:
    return replace(desk.library.as_used(facts.sha256), alt="A quay", **words)


def page(desk: Desk, number: int) -> str:
    return desk.publish.page_html(desk.articles.open(number))


def test_a_credit_that_is_changed_is_changed_wherever_the_picture_is(desk: Desk) -> None:
    facts = known(desk, credit="A. Lnes")
    as_it_was = used(desk, facts)
    lead = make(desk, "lead", picture=as_it_was)
    text = make(desk, "text", body=f'![x](media/{facts.sha256}.jpg "On it"){{: credit="A. Lnes" }}')
    bare = make(desk, "bare", body=f"Hm.\n\n![x](media/{facts.sha256}.jpg)\n\nEnd.")
    own = make(desk, "own", body=f"![x](media/{facts.sha256}.jpg){{: credit='By hand' }}")
    done = desk.library.describe(facts.sha256, facts.version, {"credit": "Ana Lens/HP"})
    assert done.changes.articles == {lead, text, bare, own}
    assert done.changes.media
    assert not done.changes.recent
    for number in (lead, text, bare, own):
        told = page(desk, number)
        assert "Ana Lens/HP" in told
        assert "A. Lnes" not in told
        assert "By hand" not in told
    assert desk.articles.open(lead).picture == as_it_was, "the story itself is as it was"
    desk.articles.save(own, 1, {"body": f"![x](media/{facts.sha256}.jpg){{: credit='For us' }}"})
    assert "For us" in page(desk, own), "what somebody writes after that counts"
    back = say(desk, facts.sha256, credit="A. Lnes")
    assert back.former.credits == ("", "Ana Lens/HP", "By hand", "For us")
    for number in (lead, text, bare, own):
        assert "A. Lnes" in page(desk, number)


def test_other_letters_of_a_text_stay() -> None:
    sha = "ab" * 32
    name = {sha: "cd" * 32}

    def told(body: str, credit: str = "New") -> str:
        return restated(body, lambda one: name.get(one, one), lambda one, said: credit)

    path, now = f"media/{sha}.jpg", f"media/{'cd' * 32}.jpg"
    assert told("No picture, no media") == "No picture, no media"
    assert told(f'![a]({path} "C")\n') == f'![a]({now} "C"){{: credit="New" }}\n'
    assert told(f"![a]({path}){{: .wide credit=Old }}") == f'![a]({now}){{: .wide credit="New" }}'
    assert told(f"![a]({path}){{: .wide }}") == f'![a]({now}){{: credit="New" .wide }}'
    assert told(f'![a]({path}){{: credit="Old" }}', "") == f"![a]({now})"
    assert told(f"![a]({path}){{: .wide credit='Old' }}", "") == f"![a]({now}){{: .wide  }}"
    assert told(f"![a]({path})", "") == f"![a]({now})"
    assert told(f"So ![a]({path}) it is.") == f"So ![a]({now}) it is."
    assert told("![a](https://else.example/a.jpg)") == "![a](https://else.example/a.jpg)"
    said = restated(f"![a]({path}){{: credit='&amp; &quot;Co&quot;' }}", lambda one: one,
                    lambda one, said: said + "!")  # fmt: skip
    assert said == f"![a]({path}){{: credit='& \"Co\"!' }}"


def test_the_gates_judge_by_what_the_library_says(desk: Desk) -> None:
    facts = known(desk, credit="A. Lens", terms="Web only")
    lead = make(desk, "lead", picture=used(desk, facts))
    text = make(desk, "text", body=f'![x](media/{facts.sha256}.jpg){{: credit="A. Lens" }}')

    def faults(number: int) -> str:
        return " ".join(one.sentence for one in desk.gates.check(number, "publish").findings)

    for number in (lead, text):
        assert "credit" not in faults(number)
    say(desk, facts.sha256, credit="")
    for number in (lead, text):
        assert "1 picture has no credit" in faults(number)
    say(desk, facts.sha256, credit="B. Lens", rights="unknown", terms="")
    for number in (lead, text):
        assert "credit" not in faults(number)
        assert "on what ground 1 picture" in faults(number), "the terms that it had are gone"
    say(desk, facts.sha256, rights="own")
    for number in (lead, text):
        assert "ground" not in faults(number)


def test_a_turn_is_honoured_and_taken_back(desk: Desk) -> None:
    facts = known(desk, focus_x=0.25, focus_y=0.5)
    number = make(desk, "lead", picture=used(desk, facts), body=f"![x](media/{facts.sha256}.jpg)")
    desk.staff.add(Person(name="A Face", portrait=facts.sha256))
    done = desk.library.describe(
        facts.sha256, facts.version, {"turn": 1, "focus_x": 0.5, "focus_y": 0.25}
    )
    turned = done.value
    assert (turned.turn, turned.width, turned.height) == (1, 32, 64)
    assert done.changes.staff
    assert done.changes.recent
    made = desk.publish._pages.make(
        desk.articles.open(number), now=desk.clock(), suffix=".html", preview=True
    )
    assert made.picture is not None
    assert (made.picture.width, made.picture.height) == (32, 64)
    assert made.story.picture is not None
    assert (made.story.picture.focus_x, made.story.picture.focus_y) == (500, 250)
    assert made.story.picture.sha256 == turned_name(facts.sha256, 1) != facts.sha256
    assert made.body.count('width="32" height="64"') == 1
    assert desk.media(facts.sha256) == quarters(), "the original is untouched"
    back = desk.library.put_back(facts, turned.version)
    assert replace(back.value, version=facts.version, updated_at=None) == replace(
        facts, updated_at=None, uses=2
    )
    assert 'width="64" height="32"' in page(desk, number)
    with pytest.raises(Refused, match="Somebody changed"):
        desk.library.put_back(facts, turned.version)
    again = desk.library.describe(facts.sha256, back.value.version, {"turn": 5}).value
    assert again.turn == 1


def test_what_can_not_be_turned_is_told(desk: Desk) -> None:
    facts = known(desk, quarters("GIF"))
    with pytest.raises(BadInput, match="A GIF can't be turned"):
        say(desk, facts.sha256, turn=1)
    assert say(desk, facts.sha256, turn=0).turn == 0
    with pytest.raises(TypeError):
        say(desk, facts.sha256, turn="left")


def test_a_picture_in_no_story_changes_nothing_else(desk: Desk) -> None:
    facts = known(desk)
    done = desk.library.describe(facts.sha256, facts.version, {"caption": "Dawn"})
    assert not done.changes.articles
    assert done.value.former == facts.former
