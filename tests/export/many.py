"""Many stories, each made of parts that others have not together: for formats with a schema.

The same seed makes the same stories; what is in them is what a store may hold, and worse.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from random import Random

from newsroom.export.makeup import make_page
from newsroom.export.page import PageData
from newsroom.export.worker import Renderer
from newsroom.news.article import Byline, BylineRole, Direction
from newsroom.news.correction import Correction, CorrectionKind
from newsroom.news.workflow import INDEFINITE, PubState, Stage
from tests.export.parade import BAD, BODY, LEAD, PEOPLE, around, story
from tests.export.scenes import NOW, sources

WORDS = (
    "",
    " ",
    "Lily leaves",
    "Tabs\tand\nlines\r\nand \x0b feeds \x85 \u2028 of \u2029 every kind",
    "\u00a0hard\u00a0spaces\u202f",
    "a:b c:d",
    "15000000",
    "medtop:20000350",
    "http://cv.iptc.org/newscodes/mediatopic/15000000",
    "«بندر» خبر می‌دهد",
    "\U0001f6a2 \U000e0041 \ufeff",
    *BAD.values(),
)
LANGUAGES = (
    "en",
    "fa",
    "ar",
    "en-GB",
    "zh-Hant-TW",
    "",
    "x",
    "english",
    "e n",
    "de_DE",
    "1",
    "ps-",
)
SITES = (
    "",
    "https://harbour.example",
    "https://harbour.example/news/",
    "https://xn--mgb.example:8443/راه",
    "https://می‌رود.example",
    "http://harbour.example/a b?c=d&e=<f>#g",
)
MOMENTS = (
    None,
    NOW,
    NOW - timedelta(days=40, microseconds=7),
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(2026, 3, 29, 2, 30, tzinfo=timezone(timedelta(hours=3, minutes=30))),
    datetime(1969, 7, 20, tzinfo=timezone(-timedelta(hours=11))),
)
BODIES = ("", "One.", BODY, "# A\n\n<h1>B</h1>\n\n- c\n", *BAD.values())


def stories(renderer: Renderer, count: int, *, seed: int = 1) -> Iterator[PageData]:
    """``count`` pages of stories."""
    dice = Random(seed)
    for _ in range(count):
        yield one(renderer, dice)


def one(renderer: Renderer, dice: Random) -> PageData:
    """A page; each of its parts by chance."""

    def words() -> str:
        return dice.choice(WORDS)

    person = replace(
        PEOPLE[1], uid=words(), name=words(), byline=words(), title=words(), bio=words(),
        social=dice.choice(SITES), collective=dice.random() < 0.2,
    )  # fmt: skip
    roles = [dice.choice(list(BylineRole)) for _ in range(dice.randrange(4))]
    picture = story().picture
    assert picture is not None
    picture = replace(
        picture, filename=words(), caption=words(), credit=words(), alt=words(), rights=words()
    )
    made = story(
        uid=dice.choice((words(), "6b3f1f0c-2f6e-4a0e-9f5d-3a9f3a1f2b3c")),
        **{name: words() for name in ("kicker", "headline", "short_headline", "dek", "slug")},
        dateline=words(),
        section=words(),
        tags=tuple(words() for _ in range(dice.randrange(4))),
        language=dice.choice((*LANGUAGES, words())),
        direction=dice.choice(list(Direction)),
        bylines=tuple(Byline(words(), dice.choice((None, 1)), role) for role in roles),
        picture=dice.choice((None, picture, replace(picture, sha256=LEAD, width=0, height=0))),
        body=dice.choice(BODIES),
        stage=dice.choice(list(Stage)),
        pubstate=dice.choice(list(PubState)),
        priority=dice.choice((1, 5, 9, 0, -3, 10, 2**31)),
        version=dice.choice((0, -1, 1, 12, 2**31)),
        embargo_until=dice.choice((*MOMENTS, INDEFINITE)),
        created_at=dice.choice(MOMENTS),
        published_at=dice.choice(MOMENTS),
        updated_at=dice.choice(MOMENTS),
        ed_note=words(),
    )
    site = replace(sources(renderer).site, name=words(), publisher=words(), url=dice.choice(SITES))
    told = (
        Correction(
            article=7,
            at=NOW,
            who=None,
            kind=dice.choice(list(CorrectionKind)),
            wrong=words(),
            right=words(),
        ),
    ) * dice.randrange(2)
    given = around(renderer, people={1: person}, site=site, section=made.section, corrections=told)
    return make_page(made, given)
