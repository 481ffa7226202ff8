"""What WordPress lays over HTML: galleries and other shortcodes."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from newsroom.intake.arrival import Arrival, Setting
from newsroom.intake.wordpress import readable
from newsroom.intake.wxr import WordPressFile

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
