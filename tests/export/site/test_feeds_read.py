from __future__ import annotations

from pathlib import Path

from newsroom.desk.desk import Desk
from newsroom.intake.feeds import read_feed


def test_our_own_feeds_are_read_again_and_all_say_the_same(paper: Desk, to: Path) -> None:
    paper.siting.publish(to)
    made = [read_feed((to / name).read_bytes()) for name in ("feed.xml", "atom.xml", "feed.json")]
    assert [one.kind for one in made] == ["RSS 2.0", "Atom", "JSON Feed 1.1"]
    # Atom has the newsroom's own name where a story has no writer (RFC 4287 4.1.1).
    rss, atom, plain = (
        [
            (item.title, item.link, set(item.authors) - {"The Harbour Post"}, item.categories)
            for item in one.items
        ]
        for one in made
    )
    assert rss == atom == plain
    assert len(rss) == 9
    html = [[" ".join(item.html.split()) for item in one.items] for one in made]
    assert html[0] == html[1] == html[2]
    dates = [
        [item.published.replace(microsecond=0) for item in one.items if item.published]
        for one in made
    ]
    assert dates[0] == dates[1] == dates[2]
    assert len(dates[0]) == 9
