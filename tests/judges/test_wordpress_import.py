"""What WordPress's own importer makes of our file, and what its own export brings back of it.

NEWSROOM_WP_IMPORTER names the folder with the plugin (``packaging/judges.py`` tells how to get it).
"""

from __future__ import annotations

import hashlib
import re
import shutil
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from newsroom.desk.arriving import Action
from newsroom.desk.desk import Desk, open_desk
from newsroom.desk.export import Outcome
from newsroom.desk.sample import make_sample
from newsroom.export import prose
from newsroom.export.posted import address_of
from newsroom.news.article import Article, Byline, BylineRole, Filter
from newsroom.news.workflow import PUBLIC
from tests.export.scenes import a_picture, png, put
from tests.export.test_wxr import items, meta, read, said
from tests.intake.test_roundtrip import told
from tests.judges import importer, wordpress
from tests.judges.conftest import NOW, set_right

pytestmark = pytest.mark.judge

CLOCK = ZoneInfo("Asia/Tehran")

HARD = r"""The [gallery] of the [audio]: "[sic]", a[1] and [[video]]. C:\new\table, 100 % of 🦪
oysters ]]> &amp;nbsp; **bold** -- three --- dots...[^1] Some said :-) and https://harbour.example.

```
[caption]

if a < b && c:  # a blank line above
    print("&")
```

- One
    - Two

        and a half

| Ship | Tonnes |
|:-----|-------:|
| Lily | 1,200  |

> It floats.

[^1]: A note
"""


@dataclass(frozen=True)
class Imported:
    """Where it was brought to, what was brought, and what the importer said."""

    there: wordpress.RealWordPress
    desk: Desk
    stories: dict[str, Article]
    file: Path
    port: int
    words: str


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    if importer.plugin() is None:
        pytest.skip("NEWSROOM_WP_IMPORTER names no folder with WordPress's importer")
    if missing := wordpress.absent():
        pytest.skip(f"a real WordPress needs Debian's {missing}")
    folder = tmp_path_factory.mktemp("import")
    out = folder / "out"
    out.mkdir()
    make_sample(folder / "day.newsroom", clock=lambda: NOW)
    with (
        importer.served(out) as port,
        open_desk(folder / "day.newsroom", clock=lambda: NOW) as desk,
        wordpress.running(folder) as there,
    ):
        desk.sit(None)
        desk.set_site({"url": f"http://127.0.0.1:{port}", "timezone": "Asia/Tehran"})
        set_right(desk)
        hard_ones(desk)
        numbers = desk._seat.store.articles.ids(Filter(pubstates=frozenset(map(str, PUBLIC))))
        report = desk.publish.export(numbers, format="wxr", to=out)
        assert {item.action for item in report.items} == {Outcome.WRITE}
        (file,) = out.glob("*.wxr.xml")
        stories = {story.slug: story for story in map(desk.articles.open, numbers)}
        words = importer.bring(there, file, port)
        there.php("wp_delete_post(1, true); return 1;")  # "Hello world!"
        yield Imported(there, desk, stories, file, port, words)


def hard_ones(desk: Desk) -> None:
    """Stories with all that an importer may stumble over, published in one second."""
    pictures = [a_picture(desk, png(30 + n, 20)) for n in range(3)]
    inside = "\n\n".join(
        f'![A quay](media/{picture.sha256}){{: credit="A. Lens"}}' for picture in pictures
    )
    guests = (
        Byline("Zoë d’Arc"),
        Byline("مهری سالاری"),
        Byline("Ana [Lens]", None, BylineRole.PHOTO),
    )
    numbers = [
        put(desk, "weather-north", headline="The weather", body="It rains."),
        put(desk, "weather-south", headline="The Weather", body="It does not."),
        put(desk, "three-quays", headline="Three quays", body=f"Look:\n\n{inside}\n\nThere."),
        put(desk, "hard-words", headline="Hard words & <signs> “here”", body=HARD,
            dek=r"A \ dek & <its> signs", bylines=guests, dateline="ST. JOHN’S",
            tags=(r"O'Neill \ Co", "Ferries & ports", "!!!", "???")),
        put(desk, "گزارش-ویژه-از-بازار-صنایع-دستی-میدان-بندر-و-جشن-پایان-هفته", language="fa",
            headline="بازار", body="هفتاد غرفه. [gallery]", bylines=guests),
    ]  # fmt: skip
    desk.publish.publish(numbers, override="It is meant.")


def written(imported: Imported) -> dict[str, etree.Element]:
    """The stories in our file, by slug."""
    return {said(item, "wp:post_name"): item for item in items(read(imported.file.read_bytes()))}


def posts(found: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {one["slug"]: one for one in found if one["type"] == "post"}


def squeezed(words: str) -> str:
    return " ".join(words.split())


def test_every_story_stands_there_with_its_dates_people_and_terms(imported: Imported) -> None:
    assert imported.words.strip().splitlines() == [
        "All done. Have fun!Remember to update the passwords and roles of imported users."
    ]
    found = posts(importer.everything(imported.there))
    ours = written(imported)
    assert set(found) == set(ours) == {address_of(slug) for slug in imported.stories}
    for story in imported.stories.values():
        slug = address_of(story.slug)
        post, item = found[slug], ours[slug]
        at = story.published_at
        assert at is not None
        at = at.replace(microsecond=0)
        if post["gmt"].endswith(":59"):  # of two that are called the same, one stands earlier
            at -= timedelta(seconds=1)
        assert post["status"] == "publish"
        assert post["gmt"] == f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}", slug
        assert post["local"] == f"{at.astimezone(CLOCK):%Y-%m-%d %H:%M:%S}", slug
        assert unescape(post["title"]) == story.headline
        assert unescape(post["excerpt"]) == story.dek
        assert "<" not in post["title"] + post["excerpt"]
        assert set(map(unescape, post["tags"])) == set(story.tags), slug
        terms = {term.key: term.name for term in imported.desk.lists.terms("sections")}
        sections = [terms[story.section]] if story.section else ["Uncategorized"]
        assert list(map(unescape, post["sections"])) == sections
        writers = [b.name for b in story.bylines if b.role is BylineRole.STORY]
        assert post["author"] == (writers[0] if writers else "desk")
        assert len(writers) < 2 or all(name in post["shown"] for name in writers)
        assert post["content"].count("<p") == said(item, "content:encoded").count("<p")


def test_the_people_are_who_they_are(imported: Imported) -> None:
    found = importer.people(imported.there)
    for story in imported.stories.values():
        for byline in story.bylines:
            if byline.role is not BylineRole.STORY:
                continue
            known = found[byline.name]
            person = imported.desk.staff.get(byline.staff) if byline.staff else None
            assert known["mail"] == (person.email if person else "")
            whole = f"{known['first']} {known['last']}".strip()
            assert whole == ("" if person and person.collective else byline.name)


def test_no_word_and_no_picture_is_lost(imported: Imported) -> None:
    found = importer.everything(imported.there)
    pictures = {one["id"]: one for one in found if one["type"] == "attachment"}
    channel = read(imported.file.read_bytes())
    shots = {said(one, "wp:post_id"): one for one in items(channel, "attachment")}
    folder = imported.file.parent
    assert len(pictures) == len(shots) >= 8
    by_sum = {one["sha256"]: one for one in pictures.values()}
    moved: dict[str, str] = {}
    for one in shots.values():
        address = said(one, "wp:attachment_url")
        name = address.removeprefix(f"http://127.0.0.1:{imported.port}/")
        there = by_sum[hashlib.sha256((folder / name).read_bytes()).hexdigest()]
        assert there["alt"] == meta(one).get("_wp_attachment_image_alt", "")
        assert there["excerpt"] == said(one, "excerpt:encoded")
        moved[address] = there["address"]
    for slug, item in written(imported).items():
        post = posts(found)[slug]
        content = said(item, "content:encoded")
        for before, after in moved.items():
            content = content.replace(before, after)
        assert post["content"] == content, slug
        assert f":{imported.port}/pictures/" not in post["content"], slug
        ours = squeezed(prose.read(content).text)
        assert squeezed(prose.read(post["shown"]).text) == ours, slug
        assert "&amp;amp;" not in post["shown"]
        lead = meta(item).get("_thumbnail_id", "")
        there = pictures.get(post["lead"], {})
        assert there.get("address", "") == (
            moved[said(shots[lead], "wp:attachment_url")] if lead else ""
        )


def test_a_second_import_makes_no_twin(imported: Imported) -> None:
    before = importer.everything(imported.there)
    words = importer.bring(imported.there, imported.file, imported.port)
    assert words.count("already exists.") == len(before)
    after = importer.everything(imported.there)
    assert after == before
    # And a file with one of the stories alone knows it, too.
    alone = imported.file.parent / "alone"
    number = imported.stories["three-quays"].id
    imported.desk.publish.export([number], format="wxr", to=alone)
    (file,) = alone.glob("*.wxr.xml")
    importer.bring(imported.there, file, imported.port)
    assert importer.everything(imported.there) == before


NOTICE = re.compile(
    r"\*\*(?:Correction|Clarification|Update|اصلاحیه|به‌روزرسانی)[^\n*]*:\*\* [^\n]*"
)
"""What was set right goes out as a notice and comes back as words of the text."""

PLAINER = {
    "correction-page-explained",
}  # fmt: skip
"""Its definition list is paragraphs here."""


def drawn(line: str) -> str:
    """A table's line, however wide it was drawn."""
    if not line.startswith("|"):
        return line
    return "|".join(re.sub("-+", "-", cell.strip()) for cell in line.split("|"))


def test_what_wordpress_exports_comes_home_as_it_went(imported: Imported, tmp_path: Path) -> None:
    folder = tmp_path / "back"
    folder.mkdir()
    (folder / "site.xml").write_text(importer.exported(imported.there), "utf-8")
    site = imported.there.folder / "wp-content" / "uploads"
    shutil.copytree(site, folder / "uploads")
    with open_desk(tmp_path / "n.newsroom", create=True, clock=lambda: NOW) as again:
        for person in sorted(imported.desk.staff.all(include_left=True), key=lambda p: p.id):
            again._seat.store.staff.insert(replace(person, id=0, version=0))
        report = again.intake.take([folder]).value
        assert report.count(Action.NEW) == len(report.items) == len(imported.stories)
        assert [item.problems for item in report.items if item.problems] == []
        for story in imported.stories.values():
            came = again.articles.open(again._seat.store.articles.id_of_uid(story.uid) or 0)
            assert home(came) == home(story), story.slug


def home(story: Article) -> dict[str, object]:
    """What of a story there is a place for on the way to a WordPress and back."""
    said = told(story, "wxr")
    if story.slug in PLAINER:
        del said["body"]
    else:  # pictures go out made ready for pages: other bytes, so another name
        body = NOTICE.sub("", str(said["body"])).strip()
        body = "\n".join(map(drawn, body.split("\n")))
        if story.slug == "hard-words":  # what could be a mark comes home escaped
            body = squeezed(re.sub(r"\\(?=[][\\])", "", body))
        said["body"] = re.sub(r"media/[0-9a-f]{64}(\.\w+)?|\s(?=})", "", body)
    return said
