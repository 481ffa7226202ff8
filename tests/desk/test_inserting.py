from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from newsroom.desk.inserting import text_of
from newsroom.news.errors import BadInput
from tests.desk.test_wire import feed_of, item


def test_the_text_of_a_file_is_its_storys_body_with_what_was_told(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\nheadline: A\n---\n\nOne.\n\nTwo.\n", "utf-8")
    made = text_of(path, UTC)
    assert made.markdown.strip() == "One.\n\nTwo."
    assert made.media == ()
    assert made.notes[0] == "Only the text came in; above it stood: “A”."
    feed = tmp_path / "a.rss"
    feed.write_bytes(feed_of(item(text="<p>A.</p><script>x</script>")))
    made = text_of(feed, UTC)
    assert made.markdown.strip() == "A."
    assert any("dropped" in note for note in made.notes)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("two.rss", feed_of(item("a:1"), item("a:2")), "several stories"),
        ("none.rss", feed_of(), "holds no text"),
        ("empty.rss", feed_of(item(text=" ")), "holds no text"),
        ("bad.rss", b"<rss", "damaged"),
        ("a.exe", b"MZ", "no kind"),
    ],
)
def test_what_has_no_one_text_is_refused_in_a_sentence(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(BadInput, match=words):
        text_of(tmp_path / name, UTC)
