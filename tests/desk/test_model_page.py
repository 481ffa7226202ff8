"""A page of the trade, through the front door: imported, its staff added, exported, read."""

from __future__ import annotations

import re
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import yaml

from newsroom.desk.desk import Desk
from newsroom.news.recent import EXCERPT_LENGTH
from newsroom.news.staff import Person
from tests.desk.conftest import START

MODEL = Path(__file__).parents[3] / "shared" / "model-page.txt"

KICKER = "Harbour Exclusive"
HEADLINE = "Port of Velmora keeps its door open for northern grain"
PARAGRAPHS = tuple(
    """
Velmora’s trade minister, Odile Farrant, has said again that the port’s door stays open for northern
grain, after a telephone call with her colleague in Brisk.

Farrant also called the night closures “a mistake”. She added that her office had followed every
lorry on the coast road since the closures began.

The two spoke of a friendship that is older than either port, and of their will to let it grow.

The talks were held several days after prices had risen. The closures started on March 2. More than
60 ships had to wait.
""".strip().split("\n\n")
)
COLLECTIVE = "Harbour Editorial Staff"
BIO = (
    "The Harbour Editorial Staff is made up of reporters, sub-editors and a night watch. Each "
    'section’s editor answers for its reports and can be reached through "Contact".'
)
WITNESS = "as the harbour master told reporters in a long conversation beside the old crane."
OTHERS = tuple(
    (
        f"{name} in the harbour, seen by those who work there every day of the year",
        f"{name} has been on many minds along the north quay all week, {WITNESS}",
        hours,
    )
    for name, hours in (
        ("Fog", 6),
        ("Ice", 12),
        ("Noise", 15),
        ("Grain", 16),
        ("Diesel", 17),
        ("Salt", 18),
        ("Rust", 40),
    )
)


class Reader(HTMLParser):
    """What a person reads on the page, block by block."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "head"):
            self._hidden += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "head"):
            self._hidden -= 1

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def read(path: Path) -> str:
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return " ".join(" ".join(reader.words).split())


def squeezed(text: str) -> str:
    """Words alone, so that neither line breaks nor the shape of a quotation mark matter."""
    return re.sub(r"\W+", " ", text).strip()


def markdown(matter: dict[str, object], paragraphs: tuple[str, ...]) -> str:
    head = yaml.safe_dump(matter, allow_unicode=True, sort_keys=False)
    return f"---\n{head}---\n\n" + "\n\n".join(paragraphs) + "\n"


def brought_in(
    desk: Desk,
    folder: Path,
    *,
    kicker: str,
    headline: str,
    paragraphs: tuple[str, ...],
    staff: str,
    bio: str,
    others: tuple[tuple[str, str, float], ...],
) -> str:
    """Write the files by hand, import them, add the staff, export, and give what can be read."""
    main = folder / "model.md"
    matter: dict[str, object] = {
        "slug": "model",
        "kicker": kicker,
        "headline": headline,
        "bylines": [staff],
        "published_at": "2026-11-24 11:30",
    }
    main.write_text(markdown(matter, paragraphs), encoding="utf-8")
    files = [main]
    for number, (title, text, hours) in enumerate(others):
        moment = START - timedelta(hours=hours)
        path = folder / f"other-{number}.md"
        other: dict[str, object] = {"headline": title, "published_at": moment.isoformat()}
        path.write_text(markdown(other, (text,)), encoding="utf-8")
        files.append(path)
    report = desk.intake.take(files).value
    assert not [problem for item in report.items for problem in item.problems]
    assert any("stands as a guest" in note for note in report.items[0].notes)
    desk.staff.add(Person(name=staff, collective=True, bio=bio))
    to = folder / "site"
    exported = desk.publish.export(None, to=to)
    assert len(exported.items) == len(others) + 1
    assert not [item for item in exported.items if item.why not in ("new", "changed")]
    return read(to / "model.html")


def stands_in_order(page: str, parts: list[str]) -> None:
    page = squeezed(page)
    place = 0
    for part in map(squeezed, parts):
        found = page.find(part, place)
        assert found >= 0, f"missing, or out of order: {part!r}"
        place = found + len(part)


def test_the_page_in_our_own_words(desk: Desk, tmp_path: Path) -> None:
    page = brought_in(
        desk,
        tmp_path,
        kicker=KICKER,
        headline=HEADLINE,
        paragraphs=PARAGRAPHS,
        staff=COLLECTIVE,
        bio=BIO,
        others=OTHERS,
    )
    stands_in_order(page, [KICKER, HEADLINE, *PARAGRAPHS])
    box = desk.recent.box(exclude=(desk.articles.by_slug("model").id,))
    assert [t.headline for t in box] == [title for title, _text, _hours in OTHERS[:6]]
    for teaser, (_title, text, hours) in zip(box, OTHERS, strict=False):
        assert teaser.excerpt.endswith("…")
        assert len(teaser.excerpt) <= EXCERPT_LENGTH
        assert text.startswith(teaser.excerpt[:-1])
        assert teaser.age == f"{hours} hours ago"
    shown = [part for t in box for part in (t.headline, t.excerpt, t.age)]
    stands_in_order(page, [*PARAGRAPHS, COLLECTIVE, BIO, "Recent Posts", *shown])
    assert OTHERS[6][0] not in page


if MODEL.is_file():  # it is not ours to ship

    def test_the_page_that_it_is_modelled_on(desk: Desk, tmp_path: Path) -> None:
        parts = [part.strip() for part in MODEL.read_text(encoding="utf-8").split("\n\n")]
        parts = [part for part in parts if part]
        recent = parts.index("Recent Posts")
        kicker, headline, *paragraphs, staff, bio = parts[:recent]
        rest = parts[recent + 1 :]
        teasers = [tuple(rest[n : n + 3]) for n in range(0, len(rest), 3)]
        assert len(teasers) == 6
        others = []
        for place, (title, excerpt, age) in enumerate(teasers):
            hours = int(age.split()[0]) + place / 100  # two of one age keep their order
            lead = (
                excerpt.rstrip("…") + " and what was said after these words, at some more length."
            )
            others.append((title, lead, hours))
        page = brought_in(
            desk,
            tmp_path,
            kicker=kicker,
            headline=headline,
            paragraphs=tuple(paragraphs),
            staff=staff,
            bio=bio,
            others=tuple(others),
        )
        stands_in_order(page, [kicker, headline, *paragraphs, staff, bio, "Recent Posts"])
        after = page[page.index("Recent Posts") :]
        for title, _excerpt, age in teasers:
            stands_in_order(after, [title, age])
        box = desk.recent.box(exclude=(desk.articles.by_slug("model").id,))
        assert [(t.headline, t.age) for t in box] == [(title, age) for title, _e, age in teasers]
        for teaser, (_title, lead, _hours) in zip(box, others, strict=True):
            assert teaser.excerpt.endswith("…")
            assert lead.startswith(teaser.excerpt[:-1])
            assert squeezed(teaser.excerpt) in squeezed(after)
