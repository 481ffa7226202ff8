"""A slug changed with everything that leads to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsroom.desk.desk import Desk, open_desk
from newsroom.news.errors import Refused, SlugTaken
from tests.desk.conftest import HandClock
from tests.desk.people import staffed
from tests.desk.test_articles import make
from tests.desk.test_correcting import published

LINKS = """See [it](old-crane.html), [again](/Old-Crane.html#top "T"), [here][r],
<a href="old-crane">there</a>, <https://h.example/old-crane.html?x=1>, [el](old-crane-2.html),
[far](https://other.example/old-crane.html) and ![pic](old-crane.png).

[r]: <./old-crane.html>
"""


def test_links_are_listed_and_changed_in_one_step(shared: Desk) -> None:
    shared.set_site({"url": "https://h.example"})
    number = published(shared, "old-crane", body="I am [me](old-crane.html).")
    a = published(shared, "a", body=LINKS)
    make(shared, "b", body="The old-crane is no link.")
    listed = shared.renaming.inbound(number)
    assert [(one.row.slug, one.count, one.held) for one in listed] == [
        ("a", 5, ""),
        ("old-crane", 1, ""),
    ]
    changes = shared.renaming.rename(number, "new-crane")
    assert changes.label == "Renamed “old-crane” to “new-crane”, 6 links changed"
    assert shared.articles.open(number).body == "I am [me](new-crane.html)."
    assert shared.articles.open(a).body == (
        LINKS.replace("(old-crane.html)", "(new-crane.html)")
        .replace("/Old-Crane", "/new-crane")
        .replace('"old-crane"', '"new-crane"')
        .replace("h.example/old-crane", "h.example/new-crane")
        .replace("./old-crane", "./new-crane")
    )
    assert shared._seat.store.publications.former_names() == {"old-crane": number}
    assert shared.renaming.inbound(number)[0].count == 5
    shared.undo.undo()
    assert shared.articles.open(a).body == LINKS
    assert shared.articles.open(number).slug == "old-crane"


def test_a_persian_address_stays_as_it_was_written(desk: Desk) -> None:
    number = make(desk, "باران")
    other = make(desk, "a", body="[x](%D8%A8%D8%A7%D8%B1%D8%A7%D9%86.html) [y](باران.html)")
    assert desk.renaming.inbound(number)[0].count == 2
    desk.renaming.rename(number, "برف")
    assert desk.articles.open(other).body == "[x](%D8%A8%D8%B1%D9%81.html) [y](برف.html)"
    assert desk._seat.store.publications.former_names() == {}, "nobody has seen it"


def test_readers_are_sent_on(desk: Desk, tmp_path: Path) -> None:
    number = published(desk, "old-crane")
    desk.siting.publish(tmp_path / "site")
    desk.renaming.rename(number, "new-crane")
    desk.siting.publish(tmp_path / "elsewhere")
    moved = (tmp_path / "elsewhere" / "old-crane.html").read_text()
    assert 'http-equiv="refresh" content="0; url=new-crane.html"' in moved


def test_what_can_not_be(desk: Desk, store_path: Path, clock: HandClock) -> None:
    number = published(desk, "old-crane")
    other = make(desk, "a", body="[x](old-crane.html)")
    assert not desk.renaming.rename(number, "old-crane")
    with pytest.raises(SlugTaken):
        desk.renaming.rename(number, "a")
    with open_desk(store_path, who="Tomas Keel", clock=clock) as window:
        window.presence.take(other)
        (held,) = desk.renaming.inbound(number)
        assert "Tomas Keel has been editing “a”" in held.held
        assert desk.renaming.rename(number, "new").label == "Renamed “old-crane” to “new”"
        assert desk.articles.open(other).body == "[x](old-crane.html)"
    assert not desk.renaming.rename(number, "newer", fix=False).review
    staffed(desk)
    desk.sit("Wim Writer")
    with pytest.raises(Refused, match="change what is published"):
        desk.renaming.rename(number, "newest")
