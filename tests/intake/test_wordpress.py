"""What WordPress lays over HTML: galleries and other shortcodes."""

from __future__ import annotations

import errno
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from newsroom.intake.arrival import Arrival, Setting
from newsroom.intake.wordpress import readable
from newsroom.intake.wxr import WordPressFile
from newsroom.intake.wxrattached import Attachment, Attachments
from newsroom.news.errors import StoreError

HERE = {
    1: ("https://a.example/1.png", "One", ""),
    2: ("https://a.example/2.png", "", "Two & a half"),
}


def test_a_gallery_is_its_pictures_and_what_is_unknown_is_told() -> None:
    made = readable('Before\n\n[gallery ids="1,7,2,7" columns="2"]\n\nAfter', HERE.get)
    assert made.html.count("<figure>") == 2
    assert "<figcaption>Two &amp; a half</figcaption>" in made.html
    assert "[gallery" not in made.html
    assert made.unknown == [7, 7]
    assert made.left == {}


def test_a_gallery_without_numbers_and_one_of_older_days() -> None:
    made = readable("[gallery]\n\n[gallery columns=3]\n\n[gallery include='1']", HERE.get)
    assert made.left == {"gallery": 2}
    assert made.html.count("<figure>") == 1
    assert made.unknown == []


def note_of(tmp_path: Path, numbers: str, attachments: str = "") -> list[str]:
    path = tmp_path / "site.wxr"
    path.write_text(
        '<?xml version="1.0"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:wxr_version>1.2</wp:wxr_version>'
        f"{attachments}<item><title>A</title><content:encoded><![CDATA[Words.\n\n"
        f'[gallery ids="{numbers}"]]]></content:encoded><wp:post_id>1</wp:post_id>'
        "<wp:post_name>a</wp:post_name><wp:status>draft</wp:status><wp:post_type>post"
        "</wp:post_type></item></channel></rss>",
        encoding="utf-8",
    )
    (story,) = WordPressFile().read(path, Setting(zone=ZoneInfo("UTC")))
    assert isinstance(story, Arrival)
    return [note for note in story.notes if "galler" in note]


def test_the_notes_of_a_story_say_which_pictures_its_gallery_lacks(tmp_path: Path) -> None:
    attached = (
        "<item><title>P</title><wp:post_id>{n}</wp:post_id><wp:post_type>attachment</wp:post_type>"
        "<wp:attachment_url>{address}</wp:attachment_url></item>"
    )
    there = attached.format(n=5, address="https://a.example/5.png")
    without = attached.format(n=6, address="")
    assert note_of(tmp_path, "5", there) == []
    assert note_of(tmp_path, "5,6", there + without) == [
        "1 picture of a gallery is not in the file and was left out (its number there: 6)."
    ]
    (many,) = note_of(tmp_path, "1,2,3,4,5,6,7")
    assert many.startswith("7 pictures of galleries are not in the file and were left out")
    assert many.endswith("(their numbers there: 1, 2, 3, 4, 5 …).")


OURS = "urn:uuid:efdf7aae-197f-50de-839f-cada38640ab7"


def stories(tmp_path: Path, *items: tuple[str, str, dict[str, str]]) -> list[Arrival]:
    """What comes of posts with these guids, contents and custom fields."""
    path = tmp_path / "site.wxr"
    told = [
        f"<item><title>A</title><guid>{guid}</guid><content:encoded><![CDATA[{content}]]>"
        f"</content:encoded><wp:post_id>{n}</wp:post_id><wp:post_name>a-{n}</wp:post_name>"
        "<wp:post_modified_gmt>2026-11-02 00:00:00</wp:post_modified_gmt>"
        "<wp:status>publish</wp:status><wp:post_date_gmt>2026-11-01 00:00:00</wp:post_date_gmt>"
        "<wp:post_type>post</wp:post_type>"
        + "".join(
            f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]>"
            "</wp:meta_value></wp:postmeta>"
            for key, value in meta.items()
        )
        + "</item>"
        for n, (guid, content, meta) in enumerate(items, start=1)
    ]
    path.write_text(
        '<?xml version="1.0"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:wxr_version>1.2</wp:wxr_version>'
        "<language>en-US</language><wp:base_blog_url>https://a.example</wp:base_blog_url>"
        f"{''.join(told)}</channel></rss>",
        encoding="utf-8",
    )
    return [
        story
        for story in WordPressFile().read(path, Setting(zone=ZoneInfo("UTC")))
        if isinstance(story, Arrival)
    ]


def test_a_story_of_ours_is_known_again_however_it_got_there(tmp_path: Path) -> None:
    pushed = f"<p>Words.</p>\n<!-- newsroom {OURS} 0123abcd -->"
    for guid, content, meta in (
        (OURS, "<p>Words.</p>", {}),
        ("https://a.example/?p=1", "<p>Words.</p>", {"newsroom_guid": OURS}),
        ("https://a.example/?p=1", pushed, {}),
    ):
        (story,) = stories(tmp_path, (guid, content, meta))
        assert story.key == OURS
        assert story.fields["body"] == "Words.\n"
    # A copy that was made there is another story.
    keys = [story.key for story in stories(tmp_path, *[("https://a.example/?p=1", pushed, {})] * 2)]
    assert keys == [OURS, "https://a.example#2"]
    (story,) = stories(tmp_path, ("urn:uuid:none", "<p>Words.</p>", {"newsroom_guid": "x"}))
    assert story.key == "https://a.example#1"


def test_what_we_laid_round_a_text_is_taken_off(tmp_path: Path) -> None:
    credits = "By Ana [Lima] & Bo. Photos: Cy"
    line = "<p>By Ana &#091;Lima] &amp; Bo. Photos: Cy</p>"
    turned = '<p lang="fa" dir="rtl" class="has-text-align-right">'
    said = {"newsroom_credits": credits}
    (story,) = stories(tmp_path, ("", f"{line}\n<p>سلام</p>".replace("<p>", turned), said))
    assert (story.fields["body"], story.fields["language"]) == ("سلام\n", "fa")
    (story,) = stories(tmp_path, ("", f"{line}\n<p>Words.</p>", said))
    assert (story.fields["body"], story.fields["language"]) == ("Words.\n", "en-US")
    picture = (
        '<figure><img src="https://a.example/1.png" alt="A"><figcaption>B {}</figcaption></figure>'
    )
    (story,) = stories(
        tmp_path, ("", picture.format('<small>Photo: <span dir="auto">A. Lens</span></small>'), {})
    )
    assert '"B"){: credit="A. Lens" }' in str(story.fields["body"])
    # Somebody wrote in it there: it is theirs now.
    (story,) = stories(tmp_path, ("", f"<p>Only by me.</p>\n{line}\n<p>Words.</p>", said))
    assert "Ana" in str(story.fields["body"])
    (story,) = stories(tmp_path, ("", line, {}))
    assert "Ana" in str(story.fields["body"])


def test_columns_of_its_tables_keep_their_sides(tmp_path: Path) -> None:
    right = 'class="x has-text-align-right" data-align="right"'
    table = (
        f'<figure class="wp-block-table"><table><thead><tr><th>Ship</th><th {right}>Tonnes</th>'
        f"</tr></thead><tbody><tr><td>Lily</td><td {right}>1,200</td></tr></tbody></table></figure>"
    )
    (story,) = stories(tmp_path, ("", table, {}))
    assert "--:" in str(story.fields["body"])


def test_what_wordpress_has_no_place_for_comes_back(tmp_path: Path) -> None:
    said = {
        "newsroom_language": "en-GB",
        "newsroom_short_headline": "Short",
        "newsroom_modified": "2026-11-05T12:30:00+02:00",
    }
    (story,) = stories(tmp_path, ("", "<p>Words.</p>", said))
    assert story.fields["language"] == "en-GB"
    assert story.fields["short_headline"] == "Short"
    assert story.fields["updated_at"] == datetime(2026, 11, 5, 10, 30, tzinfo=UTC)
    for ours, second in (("00:00:01", 1), ("23:59:59", 0), ("00:01:00", 0)):
        meta = {"newsroom_published": f"2026-11-01T{ours}+00:00"}
        (story,) = stories(tmp_path, ("", "<p>Words.</p>", meta))
        assert story.fields["published_at"] == datetime(2026, 11, 1, second=second, tzinfo=UTC)
    for ours, kept in (("a-1-and-more", "a-1-and-more"), ("b", "a-1"), ("", "a-1")):
        (story,) = stories(tmp_path, ("", "<p>Words.</p>", {"newsroom_slug": ours}))
        assert story.fields["slug"] == kept
    for strange in ("soon", "0001-01-01T00:00:00+14:00", "2026-10-01"):
        odd = {"newsroom_modified": strange, "newsroom_language": "all of them"}
        (story,) = stories(tmp_path, ("", "<p>Words.</p>", odd))
        assert story.fields["updated_at"] == datetime(2026, 11, 2, tzinfo=UTC), "changed there"
        assert story.fields["language"] == "en-US"


def test_the_dateline_goes_from_below_a_notice_too(tmp_path: Path) -> None:
    said = {"newsroom_dateline": "VELMORA"}
    notice = "<aside><p><strong>Correction:</strong> It was nine.</p></aside>\n"
    for before, kept in (("", ""), (notice, "**Correction:** It was nine.\n\n")):
        (story,) = stories(tmp_path, ("", f"{before}<p>VELMORA — It rains.</p>", said))
        assert story.fields["body"] == f"{kept}It rains.\n"
    for other in ("<p>In VELMORA — far.</p>", "<p>Far.</p><p>VELMORA — near.</p>"):
        (story,) = stories(tmp_path, ("", other, said))
        assert "VELMORA — " in str(story.fields["body"])


def test_of_very_many_attachments_the_numbers_alone_are_in_memory() -> None:
    count = 20_000
    kept = Attachments()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for n in range(1, count + 1):
        address = f"https://a.example/wp-content/uploads/2026/11/harbour-{n}.jpg"
        kept.put(n, Attachment(address, f"Harbour {n}", "The harbour at dawn " * 5, "Boats", ""))
    held = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert held < 40 * count  # two numbers each; as they are it would be some six hundred bytes
    found = kept.get(count // 2)
    assert found is not None
    assert found.title == f"Harbour {count // 2}"
    assert kept.get(count + 1) is None


@pytest.mark.parametrize("count", [3, 3000])
def test_attachments_are_found_whatever_order_their_file_has(count: int) -> None:
    kept = Attachments()
    assert kept.get(1) is None
    words = "خلیج\n" * 60
    for n in sorted(range(1, count + 1), key=lambda n: n * 7919 % 101):
        kept.put(n, Attachment(f"https://a.example/{n}", f"{n}", words, "\ud800", ""))
    kept.put(2, Attachment("later", "", "", "", ""))
    kept.put(2**70, Attachment("no number of a database", "", "", "", ""))
    assert {getattr(kept.get(n), "title", "") for n in range(3, count + 1)} == {
        str(n) for n in range(3, count + 1)
    }
    assert kept.get(1) == Attachment("https://a.example/1", "1", words, "\ud800", "")
    assert kept.get(2) == Attachment("later", "", "", "", "")
    assert (kept.get(0), kept.get(-1), kept.get(2**70)) == (None, None, None)
    assert len(kept) == count + 1


def test_attachments_that_can_not_be_laid_aside_are_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = Attachments()

    def full(_data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(kept._file, "write", full)
    with pytest.raises(StoreError, match="folder for temporary files"):
        kept.put(1, Attachment("a", "b", "c", "d", "e"))
