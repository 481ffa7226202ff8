from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from newsroom.desk.desk import Desk, open_desk
from newsroom.desk.sample import make_sample
from newsroom.news.article import Filter
from newsroom.news.clock import fixed_clock
from newsroom.news.errors import BadInput, NotAStore
from newsroom.news.workflow import PubState, Stage

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

LISTS = """
site: {name: The Test Post, timezone: Europe/Lisbon, recent_count: 4}
me: NB
sections:
  economy: Economy
  night-life: Night life
desks: {city: City desk}
kickers: [Night Analysis]
templates:
  - name: Exclusive
    fields: {kicker: Exclusive, bylines: [Editorial Staff, A Guest], tags: [x]}
"""

STAFF = """
- name: Nadia Brandt
  initials: NB
  role: editor
  desks: [city]
  portrait: pictures/nadia.png
  bio: Covers the docks.
- {name: Editorial Staff, collective: true, bio: All of us.}
- {name: Old Hand, initials: OH, active: false}
"""

FEES = """---
slug: fees
headline: Harbour fees to rise
section: economy
bylines: [Nadia Brandt]
stage: ready
published_at: -6h
image: {file: ../pictures/crane.png, alt: A crane}
assignee: NB
pinned: true
revisions:
  - {at: -2d 3h, by: NB, headline: Fees may rise, body: First words., stage: draft}
  - {at: -1d, by: OH, note: Figures added, stage: copy, body: Second words.}
updated_by: OH
kept: as it is
---

The last words.
"""

PITCH = """---
slug: pitch
headline: An idea
stage: pitch
bylines: [A Guest]
due_at: +1d
created_at: -3d
---
"""

BACK = """---
slug: back
headline: Taken back
bylines: [NB]
published_at: -2d
pubstate: unpublished
updated_at: -1d
stage: ready
---
Text.
"""

WORK = """---
slug: work
headline: In work
stage: copy
created_at: -5h
updated_at: -1h
---
Text.
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "sample"
    (folder / "stories").mkdir(parents=True)
    (folder / "pictures").mkdir()
    (folder / "lists.yaml").write_text(LISTS, encoding="utf-8")
    (folder / "staff.yaml").write_text(STAFF, encoding="utf-8")
    for name, text in {"fees": FEES, "pitch": PITCH, "back": BACK, "work": WORK}.items():
        (folder / "stories" / f"{name}.md").write_text(text, encoding="utf-8")
    for name in ("nadia.png", "crane.png"):
        file = io.BytesIO()
        Image.new("RGB", (9, 9), (len(name), 9, 9)).save(file, "PNG")
        (folder / "pictures" / name).write_bytes(file.getvalue())
    return folder


def opened(path: Path, source: Path) -> Desk:
    make_sample(path, clock=fixed_clock(NOW), source=source)
    return open_desk(path, clock=fixed_clock(NOW))


def test_everything_of_the_readme_is_built(tmp_path: Path, source: Path) -> None:
    with opened(tmp_path / "s.newsroom", source) as desk:
        assert desk.site().name == "The Test Post"
        assert [(t.key, t.name) for t in desk.lists.terms("sections")] == [
            ("economy", "Economy"),
            ("night-life", "Night life"),
        ]
        assert [(t.key, t.name) for t in desk.lists.terms("kickers")] == [
            ("night-analysis", "Night Analysis")
        ]
        assert desk.me == desk.staff.find("NB")
        (template,) = desk.lists.templates()
        bylines = template.fields["bylines"]
        assert isinstance(bylines, tuple)
        assert [b.staff is None for b in bylines] == [False, True]

        nadia = desk.staff.find("NB")
        assert nadia
        assert nadia.desks == ("city",)
        assert desk._seat.store.media.read(nadia.portrait)
        assert len(desk.staff.all()) == 2
        assert len(desk.staff.all(include_left=True)) == 3

        fees = desk.articles.by_slug("fees")
        assert fees.published_at == NOW - timedelta(hours=6)
        assert (fees.pubstate, fees.stage) == (PubState.PUBLISHED, Stage.READY)
        assert (fees.assignee, fees.pinned) == (nadia.id, True)
        assert fees.extra == {"kept": "as it is"}
        assert fees.picture
        assert fees.picture.alt == "A crane"
        assert [t.age for t in desk.recent.box()] == ["6 hours ago"]

        pitch = desk.articles.by_slug("pitch")
        assert (pitch.stage, pitch.due_at) == (Stage.PITCH, NOW + timedelta(days=1))
        assert pitch.created_at == NOW - timedelta(days=3)

        back = desk.articles.by_slug("back")
        assert back.pubstate is PubState.UNPUBLISHED
        assert back.published_at == NOW - timedelta(days=2)
        assert back.updated_at == NOW - timedelta(days=1)


def test_a_correction_of_the_sample_is_on_record(tmp_path: Path, source: Path) -> None:
    (source / "stories" / "wrong.md").write_text(
        "---\nslug: wrong\nheadline: Wrong\nbylines: [Nadia Brandt]\npublished_at: -3d\n"
        "stage: ready\npubstate: corrected\n"
        "correction: {wrong: '3', right: '7', where: headline}\n---\n\nSeven.\n",
        "utf-8",
    )
    with opened(tmp_path / "s.newsroom", source) as desk:
        story = desk.articles.by_slug("wrong")
        (made,) = desk.correcting.of(story.id)
        assert (made.kind, made.wrong, made.right, made.where) == (
            "correction", "3", "7", "headline",
        )  # fmt: skip
        assert (made.at, made.version) == (story.updated_at, story.version)
        assert desk.articles.revisions(story.id)[0].kind == "correction"


def test_the_past_was_lived_through(tmp_path: Path, source: Path) -> None:
    with opened(tmp_path / "s.newsroom", source) as desk:
        fees = desk.articles.by_slug("fees")
        nadia, hand = desk.staff.find("NB"), desk.staff.find("OH")
        assert nadia
        assert hand
        past = desk.articles.revisions(fees.id)[::-1]
        assert [(r.kind, r.author, r.note) for r in past] == [
            ("create", nadia.id, ""),
            ("save", hand.id, "Figures added"),
            ("save", hand.id, ""),
            ("publish", nadia.id, ""),
        ]
        assert [NOW - r.created_at for r in past] == [
            timedelta(days=2, hours=3),
            timedelta(days=1),
            timedelta(hours=6, minutes=10),
            timedelta(hours=6),
        ]
        first = desk.articles.state(fees.id, 1)
        assert (first.headline, first.body, first.stage) == (
            "Fees may rise",
            "First words.",
            Stage.DRAFT,
        )
        assert first.published_at is None
        assert desk.articles.state(fees.id, 2).headline == "Harbour fees to rise"
        assert fees.body == "The last words.\n"

        work = desk.articles.by_slug("work")
        assert [r.kind for r in desk.articles.revisions(work.id)] == ["save", "create"]
        assert desk.articles.state(work.id, 1).stage is Stage.DRAFT
        assert work.updated_at == NOW - timedelta(hours=1)


def test_the_order_of_the_list_is_that_of_the_changes(tmp_path: Path, source: Path) -> None:
    with opened(tmp_path / "s.newsroom", source) as desk:
        slugs = [row.slug for row in desk.articles.page(Filter()).rows]
        assert slugs == ["work", "fees", "back", "pitch"]


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("staff.yaml", "- {name: A, colour: red}", "colour"),
        ("stories/x.md", "---\nslug: x\nassignee: ZZ\n---\n", "nobody is called ZZ"),
        ("stories/x.md", "---\nslug: x\ncreated_at: soon\n---\n", "soon is no date"),
        ("stories/x.md", "---\nslug: x\nimage: ../pictures/gone.png\n---\n", r"gone\.png"),
    ],
)
def test_a_mistake_is_said_with_its_file(
    tmp_path: Path, source: Path, file: str, text: str, said: str
) -> None:
    (source / file).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=said):
        make_sample(tmp_path / "s.newsroom", clock=fixed_clock(NOW), source=source)


def test_it_is_never_built_over_something(tmp_path: Path, source: Path) -> None:
    path = tmp_path / "s.newsroom"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(NotAStore):
        make_sample(path, clock=fixed_clock(NOW), source=source)
    assert path.read_text(encoding="utf-8") == "mine"


def test_ours_is_as_large_as_was_promised(tmp_path: Path) -> None:
    make_sample(tmp_path / "s.newsroom", clock=fixed_clock(NOW))
    with open_desk(tmp_path / "s.newsroom", clock=fixed_clock(NOW)) as desk:
        every = Filter(stages=frozenset(Stage))
        assert desk.articles.count(every) >= 60
        assert len(desk.staff.all(include_left=True)) >= 10
        counts = desk.articles.counts()
        assert {stage for stage, n in counts.stages.items() if n} == set(Stage)
        states = {state for state, n in counts.pubstates.items() if n}
        assert states >= set(PubState) - {PubState.SCHEDULED}
        assert len(desk.recent.box()) == desk.site().recent_count


def test_it_is_not_built_twice_in_one_place(tmp_path: Path, source: Path) -> None:
    path = tmp_path / "s.newsroom"
    make_sample(path, clock=fixed_clock(NOW), source=source)
    with pytest.raises(BadInput, match="in use already"):
        make_sample(path, clock=fixed_clock(NOW), source=source)


def test_a_sample_of_stories_alone(tmp_path: Path) -> None:
    (tmp_path / "sample" / "stories").mkdir(parents=True)
    (tmp_path / "sample" / "stories" / "a.md").write_text(
        "---\nslug: a\ncreated_by:\n---\nText.\n", encoding="utf-8"
    )
    with opened(tmp_path / "s.newsroom", tmp_path / "sample") as desk:
        assert desk.me is None
        story = desk.articles.by_slug("a")
        assert story.updated_by is None
        assert story.created_at
        assert story.updated_at
        assert story.created_at < story.updated_at < NOW
