"""One page with everything in it, and pages that mean harm, for every format alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

from newsroom.export.makeup import Sources, make_page
from newsroom.export.page import PageData
from newsroom.export.pictures import Pictures
from newsroom.export.worker import Renderer
from newsroom.news.article import Article, Byline, BylineRole, Picture
from newsroom.news.staff import Person
from newsroom.news.workflow import Stage
from tests.export.scenes import NOW, article, png, sources

PLANTED = ("PARKEDWORDS", "EDITORSONLY", "HTMLREMARK", "PHONENUMBER")
"""What stands in the story and in no file that a reader, or another's system, may get."""

LEAD = "ab" * 32
INSIDE = "cd" * 32

PEOPLE = {
    1: Person(
        id=1,
        uid="person-1",
        name="Ana Lima",
        title="Harbour correspondent",
        bio="Knows the docks.\n\nSince 1999.",
        email="ana@harbour.example",
        phone="PHONENUMBER",
        social="https://social.example/ana",
    ),
    2: Person(id=2, uid="person-2", name="Editorial Staff", collective=True),
}

BODY = f"""\
Loaded *slowly*, **surely** and with ~~haste~~ `care`, the [Lily](https://lily.example/?a=1&b=2)
left. %%PARKEDWORDS, and more%% Water is H~2~O.[^1] AT&T said "so" & <b>went</b>.

<!-- HTMLREMARK -->

## The second part

سلام دنیا، این یک بند است.

- One
    - Two & more
        1. Three
- [x] Done

| Ship | Tonnes |
|:-----|-------:|
| Lily | 1,200  |
| Rose | *90*   |

> A quotation.[^two]

::: pullquote
It floats.
:::

::: box What it costs
Ten crowns.
:::

```
if a < b:
    print("&")
```

---

![A crane](media/{INSIDE}.png "The old crane"){{: credit="Ilse Moreau" }}

Last words.

[^1]: A note with a [link](https://note.example/).
[^two]: Two paragraphs.

    The second.
"""


def _media(sha256: str) -> bytes:
    return {LEAD: png(64, 36), INSIDE: png(20, 10, "maroon")}[sha256]


def around(renderer: Renderer, **given: object) -> Sources:
    rich: dict[str, object] = {
        "pictures": Pictures(_media),
        "people": PEOPLE,
        "section": "City",
        **given,
    }
    return sources(renderer, **rich)


def story(**fields: object) -> Article:
    rich: dict[str, object] = {
        "id": 7,
        "uid": "0f0e-7",
        "version": 3,
        "slug": "lily-leaves",
        "kicker": "Exclusive",
        "headline": "The “Lily” leaves & <goes>",
        "short_headline": "Lily leaves",
        "dek": "A ship and its cargo",
        "dateline": "VELMORA",
        "section": "city",
        "tags": ("harbour", "ships & sea"),
        "bylines": (
            Byline("Ana Lima", 1),
            Byline("Guest Writer"),
            Byline("Ilse Moreau", None, BylineRole.PHOTO),
        ),
        "picture": Picture(
            sha256=LEAD,
            filename="lily.png",
            mime="image/png",
            width=64,
            height=36,
            caption="The ship",
            credit="Ilse Moreau",
            alt="A ship at a quay",
            rights="One use",
        ),
        "body": BODY,
        "stage": Stage.READY,
        "priority": 3,
        "ed_note": "EDITORSONLY",
        "created_at": NOW - timedelta(days=1),
        "published_at": NOW - timedelta(hours=2),
        "updated_at": NOW,
    }
    return article(**{**rich, **fields})


def parade(renderer: Renderer, **fields: object) -> PageData:
    """The page with everything."""
    return _parade(renderer, tuple(sorted(fields.items(), key=lambda item: item[0])))


@cache
def _parade(renderer: Renderer, fields: tuple[tuple[str, object], ...]) -> PageData:
    return replace(make_page(story(**dict(fields)), around(renderer)), original=_media)


BAD = {
    "controls": "a\x00b\x01c\x0bd\x1fe\x7ff\x85g\ufffeh\uffffi",
    "sections": "]]> <![CDATA[ ]]&gt; <!-- --> <?xml?> <!DOCTYPE x [<!ENTITY y 'z'>]> &y;",
    "script": "</script><script>alert(1)</script> onerror=\"x\" 'y' {{ 7*7 }} {% x %} ${z}",
    "turned": "one \u202e two \u2067 three \u202d four",
    "long": "word " * 1000,
    "unbroken": "w" * 5000,
    "halves": "half \ud83d and \udc00 here",
    "paths": '../../etc/passwd\\..\\x:y*?"<>|',
    "persian": "می‌رود و «بر» نمی‌گردد ۱۲۳",
    "markup": "*a* _b_ [c](d) # e\n> f | g \\h `i` ~j~ ^k^ [^1] <div> &lt; ---\n\n---\n",
    "formula": "=1+1",
}


def hostile(renderer: Renderer, bad: str) -> PageData:
    """The page with the same bad words in every field that takes words."""
    person = replace(
        PEOPLE[1], name=bad, byline=bad, title=bad, bio=bad, email=bad, social=bad, uid=bad
    )
    picture = replace(
        story().picture,
        caption=bad,
        credit=bad,
        alt=bad,
        filename=bad,
        rights=bad,  # type: ignore[type-var]
    )
    site = replace(sources(renderer).site, name=bad, publisher=bad)
    made = story(
        **dict.fromkeys(
            ("uid", "slug", "kicker", "headline", "short_headline", "dek", "dateline", "section"),
            bad,
        ),
        body=f'{bad}\n\n**{bad}**\n\n![{bad}](media/{INSIDE}.png "{bad}")\n\n> {bad}[^1]\n\n'
        f"| {bad} |\n|---|\n| {bad} |\n\n[^1]: {bad}\n",
        tags=(bad, "b"),
        language=bad,
        bylines=(Byline(bad, 1), Byline(bad)),
        picture=picture,
        ed_note=bad,
        extra={bad: bad},
    )
    page = make_page(made, around(renderer, people={1: person}, site=site, section=bad))
    return replace(page, original=_media)


def sample_files() -> list[Path]:
    """The stories of the sample newsroom."""
    from newsroom.assets import asset

    return sorted((asset("sample") / "stories").glob("*.md"))
