"""How others will show the story: a search result, a social card, a feed item, a newsletter.

Lengths are those at which the receivers cut, as far as they say: Google's own page on titles and
snippets names none, so the usual 60 and 155 characters stand here; Open Graph cards are cut by
lines, two for the title.
"""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

from newsroom.export.page import PageData
from newsroom.i18n import _
from newsroom.text.excerpt import excerpt, first_words, plain_text

TITLE, SNIPPET, SOCIAL, WORDS = 60, 155, 90, 30

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1a18; --muted: #5d5a54; --rule: #d9d5cc;
  --paper: #fff; --ground: #f4f3f0; --link: #1a0dab; }
@media (prefers-color-scheme: dark) { :root { --ink: #ebe7df; --muted: #a8a298; --rule: #3a3731;
  --paper: #1d1c1a; --ground: #131211; --link: #8ab4f8; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 1.25rem; background: var(--ground); color: var(--ink);
  font: 15px/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1rem; margin: 0 0 1rem; }
h2 { margin: 1.5rem 0 .5rem; color: var(--muted); font-size: .8125rem; font-weight: 600; }
.card { max-width: 36rem; padding: 1rem; background: var(--paper); border: 1px solid var(--rule);
  border-radius: 8px; }
.card p { margin: .25rem 0 0; }
.muted { color: var(--muted); font-size: .8125rem; }
.link { color: var(--link); font-size: 1.25rem; line-height: 1.3; }
.strong { font-weight: 600; }
.social { padding: 0; overflow: hidden; }
.social img { display: block; width: 100%; aspect-ratio: 1.91; object-fit: cover; }
.social div { padding: .75rem 1rem 1rem; }
.none { display: grid; place-items: center; aspect-ratio: 1.91; background: var(--rule);
  color: var(--muted); }
.serif { font-family: Georgia, serif; font-size: 1.2rem; font-weight: 700; }
"""


def cards_page(page: PageData) -> str:
    """The four cards of a story on one page, for the house to look at."""
    title = page.headline or page.words["untitled"]
    social = page.short_headline or title
    address = page.canonical or _("The site has no address yet")
    host = urlsplit(page.canonical).netloc or page.site.name
    crumbs = " › ".join(filter(None, (host, page.section)))
    lead = first_words(plain_text(page.story.body) or page.dek, WORDS)
    meta = " · ".join(
        filter(
            None,
            (
                ", ".join(a.name for c in page.credits if c.role == "story" for a in c.authors),
                page.published.words if page.published else page.words["not_published"],
            ),
        )
    )
    picture = page.picture
    shown = (
        f'<img src="{escape((picture.social or picture).source)}" alt="{escape(picture.alt)}">'
        if picture
        else f'<div class="none">{escape(_("No lead picture"))}</div>'
    )
    parts = (
        (_("Search result"), (f'<div class="card" dir="{page.direction}"><p class="muted">'
         f'{escape(crumbs)}</p><p class="link">{escape(excerpt(title, TITLE))}</p>'
         f"<p>{escape(excerpt(page.description, SNIPPET))}</p></div>")),
        (_("Social card"), (f'<div class="card social" dir="{page.direction}">{shown}<div>'
         f'<p class="muted">{escape(host)}</p>'
         f'<p class="strong">{escape(excerpt(social, SOCIAL))}</p>'
         f'<p class="muted">{escape(excerpt(page.description, SNIPPET))}</p></div></div>')),
        (_("Feed item"), (f'<div class="card" dir="{page.direction}"><p class="strong">'
         f'{escape(title)}</p><p class="muted">{escape(meta)}</p>'
         f"<p>{escape(page.description)}</p>"
         f'<p class="muted" dir="ltr">{escape(address)}</p></div>')),
        (_("Newsletter"), (f'<div class="card" dir="{page.direction}"><p class="muted">'
         f'{escape(page.kicker)}</p><p class="serif">{escape(title)}</p><p>{escape(lead)}</p>'
         f'<p class="muted">{escape(meta)}</p></div>')),
    )  # fmt: skip
    inside = "\n".join(f"<h2>{escape(name)}</h2>\n{card}" for name, card in parts)
    return (
        f'<!doctype html>\n<html lang="{page.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
        "style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{escape(_('How others will show it'))}</h1>\n{inside}\n</body>\n</html>\n"
    )
