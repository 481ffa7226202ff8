"""Whole pages, compared with ones that somebody has looked at: tests/export/gold.

After a change that is meant, write them anew and look at the difference:

    NEWSROOM_GOLD=write python -m pytest tests/export/test_gold.py && git diff tests/export/gold

Left out of the comparison is what says nothing about the page's build: the style's text, hashes,
and the bytes of pictures, which differ from one version of a library to the next.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from newsroom.desk.desk import Desk
from newsroom.news.article import BylineRole
from newsroom.news.staff import Person
from tests.desk.conftest import HandClock
from tests.export.harmless import harmless_page
from tests.export.model import bring_in
from tests.export.reading import read_page
from tests.export.scenes import a_picture, out, png, put

GOLD = Path(__file__).parent / "gold"
ASKED_TO_WRITE = os.environ.get("NEWSROOM_GOLD") == "write"

_BUILD = (
    (re.compile(r"(<style>).*?(</style>)", re.DOTALL), r"\1…\2"),
    (re.compile(r"(&#39;sha256-)[\w+/=]+"), r"\1…"),
    (re.compile(r'(name="newsroom:digest" content=")[0-9a-f]{64}'), r"\1…"),
    (re.compile(r"(data:image/(?:png|jpeg);base64,)[\w+/=]+"), r"\1…"),
    (re.compile(r"(/pictures/)[0-9a-f]{16}"), r"\1…"),
)


def model(desk: Desk, _clock: HandClock, folder: Path) -> int:
    return bring_in(desk, folder)


def persian(desk: Desk, clock: HandClock, _folder: Path) -> int:
    desk.set_site(
        {"name": "روزنامهٔ بندر", "url": "https://bandar.example", "timezone": "Asia/Tehran"}
    )
    desk.staff.add(Person(name="نرگس کاوه", title="خبرنگار", bio="از بندر می‌نویسد.", language="fa"))
    clock.forward(hours=-30)
    out(desk, clock, "fog", headline="Fog stops the ferry", body="No ship left port.")
    clock.forward(hours=20)
    out(desk, clock, "باران", headline="باران در شمال", body="باران بارید.", language="fa")
    clock.forward(hours=8)
    return out(
        desk,
        clock,
        "بندر-ولمورا",
        language="fa",
        kicker="اختصاصی",
        headline="بندر ولمورا درِ خود را باز نگه می‌دارد",
        dek="وزیر بازرگانی پس از گفت‌وگوی تلفنی",
        dateline="تهران",
        tags=("بندر", "غله"),
        bylines=(desk.staff.byline("نرگس کاوه"), desk.staff.byline("John Smith")),
        body=(
            "وزیر گفت شرکت *Grain & Co* با ۶۰ کشتی می‌آید و «در» باز می‌ماند.\n\n"
            "The minister said so in English too.\n\n"
            "## واکنش‌ها\n\n"
            "1. یک\n2. دو\n\n"
            "> نقل قول\n\n"
            "یادداشتی هم هست.[^1]\n\n[^1]: در شب.\n"
        ),
    )


def everything(desk: Desk, clock: HandClock, _folder: Path) -> int:
    return out(
        desk,
        clock,
        "tables-and-notes",
        headline="Tables, lists & notes",
        body="""\
A first paragraph with **strong**, *emphatic*, ~~struck~~ and `code` words, a
[link](https://harbour.example/x?a=1&b=2 "Title") and a\\
hard break.

# A heading that steps down

- One
    - Two
        1. Three
- [ ] To do
- [x] Done

| Ship | Tonnes | Flag |
|:-----|-------:|:----:|
| Lily | 1,200  | NL   |
| Rose | 90     | *FR* |

Term
:   What it means

The HTML standard[^std] says so twice.[^std][^2]

*[HTML]: Hypertext Markup Language

> Quoted.
>
> > Twice.

```python
if a < b: print("&")
```

---

![A quay](https://harbour.example/quay.jpg "The old quay")

<details markdown="1"><summary>More</summary>

Hidden **text**.

</details>

<script>alert(1)</script> and <b onclick="x">bold</b>, 1 < 2.

[^std]: The *living* one.
[^2]: Another note.

    In two paragraphs.
""",
    )


def guest(desk: Desk, clock: HandClock, _folder: Path) -> int:
    desk.set_site({"name": "The Harbour Post", "url": "https://harbour.example"})
    kept = a_picture(
        desk, png(64, 36), alt="A ship at a quay", caption="The “Lily”.", credit="Ana Lima"
    )
    out(desk, clock, "fog", headline="Fog & ice", body="Nothing left port. " * 10, picture=kept)
    clock.forward(hours=3)
    return put(
        desk,
        "guest",
        kicker="Opinion",
        headline="A guest writes <here>",
        short_headline="A guest writes",
        dek="With a picture.",
        tags=("guests",),
        bylines=(
            desk.staff.byline("Guest Writer"),
            desk.staff.byline("Ana Lima", BylineRole.PHOTO),
        ),
        picture=kept,
        body="Text by a guest.",
    )


SCENES: dict[str, Callable[[Desk, HandClock, Path], int]] = {
    scene.__name__: scene for scene in (model, persian, everything, guest)
}


def compared(html: str) -> str:
    for pattern, instead in _BUILD:
        html = pattern.sub(instead, html)
    return html


@pytest.mark.parametrize("name", SCENES)
def test_the_page_is_as_it_was_looked_at(
    desk: Desk, clock: HandClock, tmp_path: Path, name: str
) -> None:
    number = SCENES[name](desk, clock, tmp_path)
    html = desk.publish.page_html(desk.articles.open(number))
    harmless_page(read_page(html))
    gold = GOLD / f"{name}.html"
    if ASKED_TO_WRITE:
        gold.write_text(compared(html), encoding="utf-8", newline="\n")
    assert compared(html).splitlines() == gold.read_text(encoding="utf-8").splitlines(), (
        "meant? NEWSROOM_GOLD=write writes the gold pages anew"
    )


def test_every_gold_page_has_its_scene() -> None:
    assert {path.stem for path in GOLD.iterdir()} == set(SCENES)
