from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from newsroom.intake import SOURCES
from newsroom.intake.arrival import Arrival, ArrivedByline, Setting
from newsroom.intake.markdown import MarkdownFile
from newsroom.news.article import ARTICLE_FIELDS, BylineRole
from newsroom.news.errors import BadInput
from newsroom.news.workflow import Stage

SETTING = Setting(zone=ZoneInfo("Europe/Paris"))


def read(folder: Path, text: str | bytes, *, setting: Setting = SETTING) -> Arrival:
    path = folder / "story.md"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    (arrival,) = MarkdownFile().read(path, setting)
    return arrival


def png(path: Path, size: tuple[int, int] = (8, 6)) -> None:
    file = io.BytesIO()
    Image.new("RGB", size).save(file, "PNG")
    path.write_bytes(file.getvalue())


def test_every_key_of_the_issue_is_read(tmp_path: Path) -> None:
    png(tmp_path / "crane.png")
    story = read(
        tmp_path,
        """---
slug: harbour-fees
kicker: Exclusive
headline: "Fees: up by a tenth"
short_headline: Fees up
dek: >
  Dredging is
  dearer.
dateline: Porto Belo
section: Economy
tags: [harbour, budget, harbour]
bylines:
  - Nadia Brandt
  - name: Ilse Moreau
    role: photo
language: en
stage: Ready
published_at: 2026-11-24 18:30
image:
  file: crane.png
  caption: The old crane
  credit: Ilse Moreau
  alt: A crane
priority: 2
commissioned_length: 400
due_at: 2026-11-24T12:00Z
legacy_id: 77
nested: {a: [1, x]}
---

First graf.

Second graf.
""",
    )
    assert story.fields == {
        "slug": "harbour-fees",
        "kicker": "Exclusive",
        "headline": "Fees: up by a tenth",
        "short_headline": "Fees up",
        "dek": "Dredging is dearer.",
        "dateline": "Porto Belo",
        "section": "Economy",
        "tags": ("harbour", "budget"),
        "language": "en",
        "stage": Stage.READY,
        "published_at": datetime(2026, 11, 24, 17, 30, tzinfo=UTC),
        "priority": 2,
        "commissioned_length": 400,
        "due_at": datetime(2026, 11, 24, 12, 0, tzinfo=UTC),
        "body": "First graf.\n\nSecond graf.\n",
    }
    assert story.bylines == (
        ArrivedByline("Nadia Brandt"),
        ArrivedByline("Ilse Moreau", BylineRole.PHOTO),
    )
    assert story.picture is not None
    assert story.picture.file is not None
    assert story.picture.file.filename == "crane.png"
    assert (story.picture.caption, story.picture.credit, story.picture.alt) == (
        "The old crane",
        "Ilse Moreau",
        "A crane",
    )
    assert story.extra == {"legacy_id": 77, "nested": {"a": [1, "x"]}}
    assert (story.notes, story.problems) == ((), ())


def test_every_field_with_a_key_can_be_imported(tmp_path: Path) -> None:
    """A new field with a ``matter`` is read without a line in intake."""
    samples = {"moment": "2026-01-01 00:00Z", "number": "3", "language": "fa"}
    for name, spec in ARTICLE_FIELDS.items():
        if not spec.matter or name in ("picture", "bylines", "published_at"):
            continue
        value = samples.get(str(spec.kind), "words")
        if spec.choices:
            value = spec.choices[-1][0]
        if name == "stage":
            value = "copy"
        story = read(tmp_path, f"---\n{spec.matter}: {value}\n---\n# T\n")
        assert name in story.fields
        assert story.extra == {}


def test_short_forms(tmp_path: Path) -> None:
    png(tmp_path / "a.png")
    story = read(
        tmp_path,
        "---\nheadline: H\ntags: one, two،three\nbylines: Editorial Staff\n"
        "image: a.png\ncaption: C\nimage_alt: A\npriority:\nstage:\n---\n",
    )
    assert story.fields["tags"] == ("one", "two", "three")
    assert story.bylines == (ArrivedByline("Editorial Staff"),)
    assert story.picture is not None
    assert (story.picture.caption, story.picture.alt) == ("C", "A")
    assert story.fields["body"] == ""
    assert "priority" not in story.fields
    assert "stage" not in story.fields
    assert story.extra == {}


def test_without_front_matter_the_first_heading_is_the_headline(tmp_path: Path) -> None:
    story = read(tmp_path, "# The harbour #\n\nText.\n")
    assert story.fields == {"headline": "The harbour", "body": "Text.\n"}
    assert "first heading" in story.notes[0]
    story = read(tmp_path, "Only text, with --- in it.\n")
    assert story.fields == {"body": "Only text, with --- in it.\n"}
    assert (story.bylines, story.picture) == (None, None)


def test_a_picture_of_the_store_is_named_by_its_hash(tmp_path: Path) -> None:
    story = read(tmp_path, f"---\nimage: {{sha256: {'AB' * 32}, alt: x}}\n---\n")
    assert story.picture is not None
    assert (story.picture.sha256, story.picture.file) == ("ab" * 32, None)


def test_other_dresses_are_read_and_told(tmp_path: Path) -> None:
    text = "---\r\nslug: a\r\n---\r\nبندر\r\n"
    story = read(tmp_path, text.encode("utf-16"))
    assert story.fields["body"] == "بندر\n"
    assert "UTF-16" in story.notes[0]
    story = read(tmp_path, "---\nslug: a\n---\na\0b\n")
    assert story.fields["body"] == "ab\n"
    assert "NUL" in story.notes[0]
    story = read(tmp_path, '---\nslug: a\nheadline: "x\\0y \\ud800"\nmore: ["\\0"]\n---\n')
    assert story.fields["headline"] == "xy \N{REPLACEMENT CHARACTER}"
    assert story.extra == {"more": [""]}
    assert len(story.notes) == 2


def test_a_doubled_key_is_told(tmp_path: Path) -> None:
    story = read(tmp_path, "---\nslug: a\nslug: b\n---\n")
    assert story.fields["slug"] == "b"
    assert story.notes == ("story.md, line 3: “slug” stands twice; the later one counts.",)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("gone.png", "no file gone.png"),
        ("story.md", "not a picture that we know"),
        ("/etc/passwd", "from the story's own folder"),
        ("C:\\\\secret.png", "from the story's own folder"),
        ("https://example.org/a.png", "is an address"),
        (".", "is a folder"),
    ],
)
def test_a_picture_that_cannot_be_taken_is_told_and_the_story_kept(
    tmp_path: Path, place: str, said: str
) -> None:
    story = read(tmp_path, f'---\nslug: a\nimage: "{place}"\n---\nText\n')
    assert story.picture is None
    assert said in story.problems[0]
    assert "The story was taken without it." in story.problems[0]
    assert story.fields["body"] == "Text\n"


@pytest.mark.parametrize(
    ("matter", "said"),
    [
        ("published_at: 32 May", "line 3: “published_at” is “32 May”, which is no date"),
        ("published_at: 2026-02-30", "which is no date"),
        ("due_at: -6h", "which is no date"),
        ("due_at: [a]", "should be words"),
        ("stage: limbo", "should be one of pitch, assigned"),
        ("direction: up", "should be one of auto"),
        ("priority: 10", "a number from 1 to 9"),
        ("priority: high", "a number from 1 to 9"),
        ("headline: {a: b}", "should be words"),
        ("bylines: [{role: photo}]", "needs a “name”"),
        ("bylines: [{name: A, role: king}]", "should be one of story"),
        ("tags: [[a]]", "should be words"),
        ("image: {sha256: xyz}", "64 signs"),
        ("headline: 'x", "not YAML"),
    ],
)
def test_what_is_written_wrong_is_said_with_its_line(
    tmp_path: Path, matter: str, said: str
) -> None:
    with pytest.raises(BadInput) as caught:
        read(tmp_path, f"---\nslug: a\n{matter}\n---\nText\n")
    assert said in str(caught.value)
    assert "story.md" in str(caught.value)
    assert "line 3" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_front_matter_that_is_never_closed_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="never closed"):
        read(tmp_path, "---\nslug: a\n\nText\n")


def test_a_10_mb_body_is_refused_with_its_size(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"story\.md is 10\.0 MB large; at most 5 MB"):
        read(tmp_path, b"x" * (10 * 1024 * 1024))


def test_sources_are_told_apart_by_id() -> None:
    ids = [source.id for source in SOURCES]
    assert len(ids) == len(set(ids))
    assert {"markdown", "json", "docx", "odt"} <= set(ids)
    assert all(suffix.startswith(".") for source in SOURCES for suffix in source.suffixes)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ('[The pier]({{< ref "pier.md" >}})', "[The pier](pier.html)"),
        ('[The pier]({{< relref "posts/pier/index.md#wood" >}})', "[The pier](pier.html#wood)"),
        ('[Below]({{% ref "#wood" %}})', "[Below](#wood)"),
        ("[Next]({% post_url 2023-05-07-after %})", "[Next](after.html)"),
        ("[Next]({% link _posts/2023-05-07-after.md %})", "[Next](after.html)"),
        ("[Lost]({{< other >}}) words", "Lost words"),
        ("{% highlight python %}\nx = {% y %}\n{% endhighlight %}", "```python\nx = {% y %}\n```"),
        ("# The fees\n\nText.", "Text."),
        ("# Other\n\nText.", "# Other\n\nText."),
    ],
)
def test_what_site_builders_write_becomes_what_we_write(
    tmp_path: Path, theirs: str, ours: str
) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\ntitle: The fees\nlayout: post\n---\n\n{theirs}\n")
    (found,) = MarkdownFile().read(path, Setting(zone=UTC))
    assert found.fields["body"] == f"{ours}\n"


def test_pictures_that_are_not_there_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("".join(f"![x](p{n}.png)\n" for n in range(5)))
    (found,) = MarkdownFile().read(path, Setting(zone=UTC))
    assert found.problems == (
        "a.md shows 5 pictures that do not lie beside it: p0.png, p1.png, p2.png …",
    )


def test_pictures_are_not_looked_for_above_a_file_of_no_site(tmp_path: Path) -> None:
    folder = tmp_path / "texts" / "2024"
    folder.mkdir(parents=True)
    png(tmp_path / "mine.png")
    png(folder / "own.png", (9, 6))
    path = folder / "a.md"
    path.write_text("![x](own.png)\n![x](mine.png)\n")
    (found,) = MarkdownFile().read(path, Setting(zone=UTC))
    assert [file.filename for file in found.media] == ["own.png"]
    assert found.problems == ("a.md shows 1 picture that does not lie beside it: mine.png",)
    (tmp_path / "hugo.toml").write_text("")
    (found,) = MarkdownFile().read(path, Setting(zone=UTC))
    assert [file.filename for file in found.media] == ["own.png", "mine.png"]


@pytest.mark.parametrize(
    ("dated", "said"),
    [
        (
            'date: ["2026", {a: b}]',
            'line 3: “["2026", {"a": "b"}]” is no date and was passed over.',
        ),
        ("date: {year: 2026}", 'line 3: “{"year": 2026}” is no date and was passed over.'),
        ("lastmod: [2026-01-02]", 'line 3: “["2026-01-02"]” is no date and was passed over.'),
    ],
)
def test_a_date_that_is_a_list_is_told_as_any_that_is_none(
    tmp_path: Path, dated: str, said: str
) -> None:
    story = read(tmp_path, f"---\ntitle: Ferry\n{dated}\n---\nText\n")
    assert story.notes == (f"story.md, {said}",)
    assert not {"created_at", "published_at", "updated_at"} & set(story.fields)
    assert set(story.extra) == {dated.split(":")[0]}, "it is kept as it stands"


def test_a_list_beside_a_date_that_can_be_read_is_no_doubt(tmp_path: Path) -> None:
    story = read(tmp_path, "---\ntitle: Ferry\ndate: [1]\ncreated: 2026-01-02\n---\nText\n")
    assert story.notes == ()
    assert story.fields["created_at"]
