"""Pelican building the same pages as we do, as the peer of a first export in bench_site.

Its theme prints what ours prints and nothing else, so that what is measured is its work and not
that of a lavish theme. Fetched once, never shipped.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from newsroom.news.article import Article
from tests.bench.stores import KEPT

PLACE = KEPT / "pelican-venv"

_SETTINGS = """
SITENAME = "The Bench Post"
SITEURL = "https://bench.example"
TIMEZONE = "UTC"
PATH = "content"
THEME = "theme"
DEFAULT_PAGINATION = 20
DEFAULT_LANG = "en"
DEFAULT_DATE_FORMAT = "%d %B %Y"
ARTICLE_URL = ARTICLE_SAVE_AS = "{slug}.html"
AUTHOR_SAVE_AS = "author/{slug}/index.html"
CATEGORY_SAVE_AS = "section/{slug}/index.html"
TAG_SAVE_AS = "tag/{slug}/index.html"
MONTH_ARCHIVE_SAVE_AS = "archive/{date:%Y-%m}/index.html"
ARCHIVES_SAVE_AS = "archive/index.html"
DIRECT_TEMPLATES = ["index", "archives", "authors"]
PAGINATED_TEMPLATES = {"author": None, "category": None, "tag": None}
FEED_ALL_RSS = "feed.xml"
FEED_ALL_ATOM = "atom.xml"
CATEGORY_FEED_ATOM = "section/{slug}/feed.xml"
TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
FEED_MAX_ITEMS = 30
LOAD_CONTENT_CACHE = False
MARKDOWN = {"extension_configs": {"markdown.extensions.extra": {}}, "output_format": "html5"}
RELATIVE_URLS = False
"""

_BASE = """<!doctype html>
<html lang="{{ DEFAULT_LANG }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{% block title %}{{ SITENAME }}{% endblock %}</title>
{% block about %}{% endblock %}
<link rel="stylesheet" href="/site.css">
<script src="/site.js" defer></script>
</head>
<body>
<header class="masthead"><p class="site"><a href="/">{{ SITENAME }}</a></p>
<nav><ul>{% for category, _articles in categories %}<li><a href="{{ SITEURL }}/{{ category.url }}">{{ category }}</a></li>{% endfor %}</ul></nav></header>
{% block content %}{% endblock %}
<footer class="colophon"><p>{{ SITENAME }}</p></footer>
</body>
</html>
"""  # noqa: E501

_CARDS = """{% macro card(one) %}<article class="card"><div>{% if one.kicker %}<p class="kicker">{{ one.kicker }}</p>{% endif %}
<h2><a href="{{ SITEURL }}/{{ one.url }}">{{ one.title }}</a></h2><p class="dek">{{ one.dek }}</p>
<p class="meta">{{ one.author }} <time datetime="{{ one.date.isoformat() }}">{{ one.locale_date }}</time></p></div></article>{% endmacro %}
"""  # noqa: E501

_ARTICLE = """{% extends "base.html" %}
{% block title %}{{ article.title }} | {{ SITENAME }}{% endblock %}
{% block about %}<meta name="description" content="{{ article.dek }}">
<link rel="canonical" href="{{ SITEURL }}/{{ article.url }}">
<meta property="og:type" content="article">
<meta property="og:title" content="{{ article.title }}">
<meta property="og:url" content="{{ SITEURL }}/{{ article.url }}">
<meta property="og:site_name" content="{{ SITENAME }}">
<meta property="article:published_time" content="{{ article.date.isoformat() }}">
{% for tag in article.tags %}<meta property="article:tag" content="{{ tag }}">{% endfor %}{% endblock %}
{% block content %}<div class="sheet"><main><article><header>
{% if article.kicker %}<p class="kicker">{{ article.kicker }}</p>{% endif %}
<h1>{{ article.title }}</h1>
<p class="dek">{{ article.dek }}</p>
<address class="byline"><p>By <a href="{{ SITEURL }}/{{ article.author.url }}">{{ article.author }}</a></p></address>
<p class="times">Published <time datetime="{{ article.date.isoformat() }}">{{ article.locale_date }}</time></p>
</header>
<div class="story">{{ article.content }}</div>
<footer class="tags"><ul>{% for tag in article.tags %}<li><a href="{{ SITEURL }}/{{ tag.url }}">{{ tag }}</a></li>{% endfor %}</ul></footer>
</article></main>
<aside class="recent"><h2>Recent Posts</h2><ul>
{% for one in articles[:6] %}<li><h3><a href="{{ SITEURL }}/{{ one.url }}">{{ one.title }}</a></h3>
<p>{{ one.dek }}</p><p class="age"><time datetime="{{ one.date.isoformat() }}">{{ one.locale_date }}</time></p></li>
{% endfor %}</ul></aside></div>{% endblock %}
"""  # noqa: E501

_LIST = """{% extends "base.html" %}{% import "cards.html" as cards with context %}
{% block content %}<main><h1>{{ NAME }}</h1><div class="cards">
{% for one in articles_page.object_list %}{{ cards.card(one) }}{% endfor %}</div>
<nav>{% if articles_page.has_previous() %}<a href="{{ SITEURL }}/{{ articles_previous_page.url }}">Newer</a>{% endif %}{% if articles_page.has_next() %}<a href="{{ SITEURL }}/{{ articles_next_page.url }}">Older</a>{% endif %}</nav></main>{% endblock %}
"""  # noqa: E501

_THEME = {
    "base.html": _BASE,
    "cards.html": _CARDS,
    "article.html": _ARTICLE,
    "author.html": _LIST.replace("NAME", "author"),
    "category.html": _LIST.replace("NAME", "category"),
    "tag.html": _LIST.replace("NAME", "tag"),
    "index.html": '{% extends "base.html" %}{% import "cards.html" as cards with context %}'
    "{% block content %}<main>{% for one in articles[:17] %}{{ cards.card(one) }}{% endfor %}"
    "{% for category, some in categories %}<section><h2>{{ category }}</h2>"
    "{% for one in some[:4] %}{{ cards.card(one) }}{% endfor %}</section>{% endfor %}"
    "</main>{% endblock %}",
    "archives.html": '{% extends "base.html" %}{% block content %}<main><h1>Archive</h1><ul>'
    "{% for one in dates[:20] %}<li>{{ one.title }}</li>{% endfor %}</ul></main>{% endblock %}",
    "period_archives.html": '{% extends "base.html" %}{% block content %}<main><ul>'
    '{% for one in dates %}<li><a href="{{ SITEURL }}/{{ one.url }}">{{ one.title }}</a> '
    "<time>{{ one.locale_date }}</time></li>{% endfor %}</ul></main>{% endblock %}",
    "authors.html": '{% extends "base.html" %}{% block content %}<main><ul>'
    '{% for author, _some in authors %}<li><a href="{{ SITEURL }}/{{ author.url }}">{{ author }}'
    "</a></li>{% endfor %}</ul></main>{% endblock %}",
}


def program() -> Path | str:
    """Pelican, or why it can't be had."""
    found = PLACE / "bin" / "pelican"
    if found.exists():
        return found
    sys.stderr.write("bench: fetching Pelican …\n")
    for command in (
        [sys.executable, "-m", "venv", str(PLACE)],
        [str(PLACE / "bin" / "pip"), "install", "-q", "pelican", "markdown"],
    ):
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        if done.returncode:
            shutil.rmtree(PLACE, ignore_errors=True)
            return (done.stderr.strip().splitlines() or ["pip failed"])[-1]
    return found


def lay_out(folder: Path, stories: Iterable[Article]) -> None:
    """Pelican's sources for these stories."""
    (folder / "theme" / "templates").mkdir(parents=True)
    (folder / "theme" / "static").mkdir()
    for name, text in _THEME.items():
        (folder / "theme" / "templates" / name).write_text(text, "utf-8")
    (folder / "pelicanconf.py").write_text(_SETTINGS, "utf-8")
    for story in stories:
        assert story.published_at is not None
        head = {
            "Title": story.headline,
            "Dek": story.dek,
            "Kicker": story.kicker,
            "Date": f"{story.published_at:%Y-%m-%d %H:%M}",
            "Author": ", ".join(byline.name for byline in story.bylines),
            "Tags": ", ".join(story.tags),
            "Slug": story.slug,
        }
        path = folder / "content" / story.section / f"{story.slug}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [f"{name}: {words}" for name, words in head.items()]
        path.write_text("\n".join(lines) + "\n\n" + story.body, "utf-8")
