from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from newsroom.desk import shapes
from newsroom.desk.arriving import Action, Planned
from newsroom.desk.desk import Desk
from newsroom.desk.gathering import MOST_FILES
from newsroom.news.article import Article, Filter
from newsroom.news.errors import BadInput, DiskFull
from newsroom.news.workflow import PubState, Stage
from tests.desk.conftest import HandClock


def write(folder: Path, name: str, matter: str, body: str = "Text.\n") -> Path:
    path = folder / name
    path.write_text(f"---\n{matter}\n---\n\n{body}", encoding="utf-8")
    return path


def png(path: Path) -> Path:
    file = io.BytesIO()
    Image.new("RGB", (8, 6), (200, 30, 30)).save(file, "PNG")
    path.write_bytes(file.getvalue())
    return path


def take(desk: Desk, *paths: Path) -> tuple[Planned, ...]:
    return desk.intake.take(paths).value.items


def test_a_new_story_is_made(desk: Desk, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "a.md",
        "slug: harbour\nheadline: Fees\nbylines: [N. Brandt, Some Guest]\nlegacy: 7\n"
        "stage: copy\nsection: Economy",
    )
    done = desk.intake.take([path])
    (item,) = done.value.items
    assert (item.action, item.slug, item.headline, item.source) == (
        Action.NEW,
        "harbour",
        "Fees",
        "a.md",
    )
    assert item.article is not None
    assert done.changes.articles == {item.article}
    assert done.changes.lists
    story = desk.articles.open(item.article)
    nadia = desk.staff.find("NB")
    assert nadia
    assert [(b.name, b.staff) for b in story.bylines] == [
        ("N. Brandt", nadia.id),
        ("Some Guest", None),
    ]
    assert (story.stage, story.section, story.body) == (Stage.COPY, "economy", "Text.\n")
    assert story.extra == {"legacy": 7}
    assert story.pubstate is PubState.NONE
    assert "Some Guest is not on the staff and stands as a guest." in item.notes
    assert "“Economy” was not among the sections and was added." in item.notes
    assert desk.lists.find("sections", "economy")
    assert desk.articles.revisions(story.id)[0].kind == "import"


def test_a_past_publication_is_a_publication(desk: Desk, tmp_path: Path, clock: HandClock) -> None:
    past = write(tmp_path, "a.md", "slug: a\nheadline: A\npublished_at: 2026-11-24 06:00")
    ahead = write(tmp_path, "b.md", "slug: b\nheadline: B\npublished_at: 2027-01-01 06:00")
    done = desk.intake.take([past, ahead])
    assert done.changes.recent
    a, b = desk.articles.by_slug("a"), desk.articles.by_slug("b")
    assert (a.pubstate, a.published_at) == (
        PubState.PUBLISHED,
        datetime(2026, 11, 24, 6, tzinfo=UTC),
    )
    assert a.stage is Stage.READY
    assert (b.pubstate, b.published_at) == (PubState.NONE, None)
    assert b.planned_at == datetime(2027, 1, 1, 6, tzinfo=UTC)
    assert "kept as the planned date" in done.value.items[1].notes[0]
    assert [t.age for t in desk.recent.box()] == ["6 hours ago"]


def test_moments_are_read_by_the_newsrooms_clock(desk: Desk, tmp_path: Path) -> None:
    desk.set_site({"timezone": "Asia/Tehran"})
    take(desk, write(tmp_path, "a.md", "slug: a\ndue_at: 2026-11-24 18:30"))
    assert desk.articles.by_slug("a").due_at == datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def test_the_same_file_twice_makes_no_twins(desk: Desk, tmp_path: Path) -> None:
    png(tmp_path / "a.png")
    path = write(
        tmp_path,
        "a.md",
        "headline: The harbour\nbylines: [NB, Guest]\nimage: {file: a.png, alt: x}\n"
        "section: Economy\ntags: [a, b]\npublished_at: 2026-11-24 06:00\nkey: [1, {a: b}]",
    )
    take(desk, path)
    version = desk.articles.by_slug("the-harbour").version
    done = desk.intake.take([path])
    assert done.value.items[0].action is Action.UNCHANGED
    assert not done.changes
    assert desk.articles.count(Filter()) == 1
    assert desk.articles.by_slug("the-harbour").version == version


def test_a_changed_file_is_a_new_revision(desk: Desk, tmp_path: Path) -> None:
    take(desk, write(tmp_path, "a.md", "slug: a\nheadline: A\ntags: [x]"))
    (item,) = take(desk, write(tmp_path, "a.md", "slug: a\nheadline: B\ntags: [x]", "New.\n"))
    assert (item.action, set(item.fields)) == (Action.CHANGED, {"headline", "body"})
    assert "a was here already; it has a new revision (headline, body)." in item.notes
    story = desk.articles.by_slug("a")
    assert (story.version, story.headline, story.body) == (2, "B", "New.\n")
    assert [r.kind for r in desk.articles.revisions(story.id)] == ["import", "import"]


def test_what_was_edited_here_is_not_set_back_by_an_old_file(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", "slug: a\nheadline: A")
    take(desk, path)
    story = desk.articles.by_slug("a")
    desk.articles.save(story.id, story.version, {"body": "Edited here."})
    (item,) = take(desk, path)
    assert item.action is Action.UNCHANGED
    assert "was edited here since" in item.notes[0]
    assert desk.articles.by_slug("a").body == "Edited here."
    write(tmp_path, "a.md", "slug: a\nheadline: A2")
    (item,) = take(desk, path)
    assert item.action is Action.CHANGED
    assert desk.articles.by_slug("a").headline == "A2"


def test_what_a_file_does_not_say_stays(desk: Desk, tmp_path: Path) -> None:
    done = desk.articles.create({"slug": "a", "kicker": "K", "tags": ("x",), "body": "Old."})
    (item,) = take(desk, write(tmp_path, "a.md", "slug: a\nheadline: H"))
    assert item.article == done.value.id
    story = desk.articles.by_slug("a")
    assert (story.kicker, story.tags, story.headline) == ("K", ("x",), "H")


def test_a_rehearsal_touches_nothing(desk: Desk, tmp_path: Path) -> None:
    png(tmp_path / "a.png")
    matter = "slug: a\nheadline: A\nsection: Economy\nimage: a.png"
    path = write(tmp_path, "a.md", matter)
    before = desk.lists.terms("sections")
    done = desk.intake.take([path], dry_run=True)
    assert done.value.dry_run
    assert done.value.items[0].action is Action.NEW
    assert done.value.items[0].article is None
    assert not done.changes
    assert desk.articles.count(Filter()) == 0
    assert desk.lists.terms("sections") == before
    assert desk.intake.plan([path]).items == done.value.items
    take(desk, path)
    assert desk.intake.plan([path]).items[0].action is Action.UNCHANGED


def test_two_stories_with_one_slug(desk: Desk, tmp_path: Path) -> None:
    a = write(tmp_path, "a.md", "slug: x\nheadline: A")
    b = write(tmp_path, "b.md", "slug: X\nheadline: B")
    items = take(desk, a, b)
    assert [item.slug for item in items] == ["x", "X-2"]
    third = write(tmp_path, "c.md", "slug: x\nheadline: C")
    assert [item.slug for item in take(desk, a, b, third)] == ["x", "X-2", "x-3"]
    assert "this one became “X-2”" in items[1].notes[0]
    assert [item.action for item in take(desk, a, b)] == [Action.UNCHANGED] * 2


@pytest.mark.parametrize(
    ("slug", "expected"),
    [("../../x", "x"), ("CON", "con-1"), ("A b/c", "a-b-c"), ("!!!", "story")],
)
def test_a_slug_that_can_name_no_page_is_changed_and_told(
    desk: Desk, tmp_path: Path, slug: str, expected: str
) -> None:
    (item,) = take(desk, write(tmp_path, "story.md", f'slug: "{slug}"'))
    assert item.slug == expected
    assert expected in item.notes[0]


def test_pictures_are_kept(desk: Desk, tmp_path: Path) -> None:
    data = png(tmp_path / "a.png").read_bytes()
    take(desk, write(tmp_path, "a.md", "slug: a\nimage: {file: a.png, credit: Us, alt: Red}"))
    picture = desk.articles.by_slug("a").picture
    assert picture
    assert (picture.width, picture.height, picture.mime) == (8, 6, "image/png")
    assert (picture.credit, picture.alt, picture.filename) == ("Us", "Red", "a.png")
    assert desk._seat.store.media.read(picture.sha256) == data
    done = desk.intake.picture(data, "again.png")
    assert done.value.sha256 == picture.sha256
    assert done.changes.media
    assert desk.intake.picture(str(tmp_path / "a.png")).value.sha256 == picture.sha256
    with pytest.raises(BadInput, match="not a picture"):
        desk.intake.picture(b"words", "x.png")


def test_a_bad_picture_leaves_the_story(desk: Desk, tmp_path: Path) -> None:
    missing = "0" * 64
    items = take(
        desk,
        write(tmp_path, "a.md", "slug: a\nimage: gone.png"),
        write(tmp_path, "b.md", f"slug: b\nimage: {{sha256: '{missing}'}}"),
    )
    assert [item.action for item in items] == [Action.NEW, Action.NEW]
    assert "no file gone.png" in items[0].problems[0]
    assert "not in the store" in items[1].problems[0]
    assert desk.articles.by_slug("a").picture is None


def test_a_bad_file_is_refused_and_the_rest_goes_on(desk: Desk, tmp_path: Path) -> None:
    items = take(
        desk,
        write(tmp_path, "a.md", "slug: a\ndue_at: soon"),
        write(tmp_path, "b.md", f"slug: b\nheadline: {'x' * 5000}"),
        tmp_path / "gone.md",
        tmp_path / "kind.exe",
        write(tmp_path, "c.md", "slug: c"),
    )
    assert [item.action for item in items] == [Action.REFUSED] * 4 + [Action.NEW]
    assert "no date" in items[0].problems[0]
    assert "b.md: Headline has 5,000 characters" in items[1].problems[0]
    assert "no file gone.md" in items[2].problems[0]
    assert "no kind that can be imported" in items[3].problems[0]
    assert desk.articles.count(Filter()) == 1


def test_folders_are_gone_through(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "stories"
    folder.mkdir()
    with pytest.raises(BadInput, match="nothing that can be imported"):
        take(desk, folder)
    write(folder, "b.md", "slug: b")
    write(folder, "a.markdown", "slug: a")
    (folder / "notes.exe").write_bytes(b"x")
    assert [item.slug for item in take(desk, folder)] == ["a", "b"]


def test_a_story_goes_out_and_comes_back(desk: Desk, tmp_path: Path) -> None:
    png(tmp_path / "a.png")
    take(
        desk,
        write(
            tmp_path,
            "a.md",
            "slug: a\nheadline: 'A: b'\nbylines: [NB, {name: Guest, role: photo}]\n"
            "image: {file: a.png, alt: x}\ntags: [one, two]\nkept: {deep: [1]}\n"
            "published_at: 2026-11-24 06:00\npriority: 2\nsection: Economy",
        ),
    )
    story = desk.articles.by_slug("a")
    out = tmp_path / "out.md"
    out.write_text(shapes.markdown(story), encoding="utf-8")
    (item,) = take(desk, out)
    assert (item.action, item.problems) == (Action.UNCHANGED, ())


def test_a_fault_of_the_store_takes_everything_back(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [write(tmp_path, f"{n}.md", f"slug: s{n}\nsection: New") for n in range(3)]
    articles = desk._seat.store.articles
    insert = articles.insert

    def full(article: Article, **more: object) -> Article:
        if article.slug == "s2":
            raise DiskFull("The disk is full.")
        return insert(article, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(articles, "insert", full)
    with pytest.raises(DiskFull):
        take(desk, *files)
    assert desk.articles.count(Filter()) == 0
    assert desk.lists.find("sections", "New") is None


def test_a_report_counts(desk: Desk, tmp_path: Path) -> None:
    a, b = write(tmp_path, "a.md", "slug: a"), write(tmp_path, "b.md", "slug: b\nstage: x")
    report = desk.intake.take([a, b]).value
    assert (report.count(Action.NEW), report.count(Action.REFUSED)) == (1, 1)
    with pytest.raises(BadInput, match="too many at once"):
        desk.intake.plan([a] * (MOST_FILES + 1))
