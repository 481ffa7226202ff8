"""The model page, brought in as an editor would: files, then the staff's bio.

``model-page.txt`` is the page as readers see it, ``model-page.md`` its story as it is handed in.
Both are in our own words, in the shape of the page that the product is modelled on; that page
itself is read by tests/desk/test_model_page.py where it lies beside us.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from newsroom.desk.desk import Desk
from newsroom.news.staff import Person
from tests.desk.conftest import START

HERE = Path(__file__).parent
STORY = HERE / "model-page.md"

PARTS = tuple(
    part.strip()
    for part in (HERE / "model-page.txt").read_text(encoding="utf-8").split("\n\n")
    if part.strip()
)
BOX = PARTS.index("Recent Posts")
TOLD = PARTS[:BOX]
"""Kicker, headline, paragraphs, the staff's name and bio."""

TEASERS = tuple((PARTS[n], PARTS[n + 1], PARTS[n + 2]) for n in range(BOX + 1, len(PARTS), 3))
"""Title, cut excerpt and age of the other stories, newest first."""

GOES_ON = " and what came after these words, at some more length than a box has room for."


def bring_in(desk: Desk, folder: Path) -> int:
    """Import the story and the others, add the staff; gives the story's number."""
    files = [STORY]
    for place, (title, excerpt, age) in enumerate(TEASERS):
        # Two of one age keep their order.
        moment = START - timedelta(hours=int(age.split()[0]), seconds=place)
        path = folder / f"post-{place}.md"
        path.write_text(
            f'---\nheadline: "{title}"\npublished_at: {moment.isoformat()}\n---\n\n'
            f"{excerpt.rstrip('…')}{GOES_ON}\n",
            encoding="utf-8",
        )
        files.append(path)
    # A seventh, for which the box has no room.
    moment = START - timedelta(days=3)
    (folder / "old.md").write_text(
        f"---\nheadline: Too old for the box\npublished_at: {moment.isoformat()}\n---\n\nText.\n",
        encoding="utf-8",
    )
    report = desk.intake.take([*files, folder / "old.md"]).value
    assert not [problem for item in report.items for problem in item.problems], report
    *_rest, name, bio = TOLD
    desk.staff.add(Person(name=name, collective=True, bio=bio))
    return desk.articles.by_slug("model-page").id
