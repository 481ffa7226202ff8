from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from newsroom.intake.arrival import Setting, file_key
from newsroom.intake.feedarrival import FeedFile, story_key
from newsroom.news.errors import BadInput
from newsroom.news.wire import Item
from tests.desk.test_wire import feed_of, item


@pytest.mark.parametrize(
    ("name", "head", "known"),
    [
        ("a.rss", b"", True),
        ("a.xml", b'<?xml version="1.0"?><rss version="2.0">', True),
        ("a.xml", b'<feed xmlns="http://www.w3.org/2005/Atom">', True),
        ("a.xml", b"<rdf:RDF >", True),
        ("a.xml", "<rss version='2.0'>".encode("utf-16-le"), True),
        ("a.xml", b'<rss xmlns:wp="http://wordpress.org/export/1.2/">', False),
        ("a.xml", b"<newsItem>", False),
        ("a.xml", b"<feedback>", False),
        ("a.json", b'{"version": "https://jsonfeed.org/version/1.1"', True),
        ("a.json", b'{"uri": "tag:1"', False),
    ],
)
def test_a_feed_is_known_by_how_it_begins(name: str, head: bytes, known: bool) -> None:
    assert FeedFile().knows(Path(name), head) is known


def test_the_entries_of_a_file_are_stories(tmp_path: Path) -> None:
    path = tmp_path / "a.rss"
    path.write_bytes(feed_of(item(), item("17", "Second")))
    found = list(FeedFile().read(path, Setting(zone=UTC)))
    assert [one.key for one in found] == ["tag:a.example,2026:1", "a.example:17"]
    assert found[0].fields["headline"] == "Ferry back"
    assert found[0].facts["feed"] == "A"
    path.write_bytes(b"<rss version='2.0'><channel><item><guid>17</guid></item></channel></rss>")
    (nameless,) = FeedFile().read(path, Setting(zone=UTC))
    assert nameless.key == file_key(path, "17")  # of no site that anybody knows
    path.write_bytes(b"<html>")
    with pytest.raises(BadInput, match="web page"):
        FeedFile().read(path, Setting(zone=UTC))


def test_a_story_is_known_by_an_address_or_by_its_site() -> None:
    assert story_key(Item(key="urn:uuid:1"), "") == "urn:uuid:1"
    assert (
        story_key(Item(key="17", link="https://b.example/x"), "https://a.example") == "b.example:17"
    )
    assert story_key(Item(key="17"), "") == ":17"
