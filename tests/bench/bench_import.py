"""Taking in a whole site: ten thousand posts of WordPress, and as many Markdown files.

The floor of the same run takes the file's markup apart (expat, with the elements' text; or the YAML
of the front matter) and writes ready stories through the store's own insert, in one transaction:
"parsing its XML and writing the rows alone". ``bare`` is the least that any program could do: the
same parsing, and rows into two plain tables with a full-text index. Memory is the peak of a process
that only imports, at forty thousand against ten thousand. How long others wait is what another
process sees that saves a story again and again during the import, against the whole of it.

``python -m tests.bench.bench_import [POSTS [PAIRS [KIND [FIGURE]]]]``; KIND is wxr, markdown or
all, FIGURE is cpu, wait, memory or all. Whole it takes some twenty minutes of one processor.
"""

from __future__ import annotations

import json
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from xml.parsers import expat

import yaml

from newsroom.desk.desk import open_desk
from newsroom.news.article import Article, Byline
from newsroom.news.workflow import PubState, Stage
from tests.bench import figures
from tests.bench.corpus import Corpus

ALL = "all"
POSTS = 10_000
MORE = 4  # times as many posts, for memory
PAIRS = 3  # of ten thousand posts each: a pair takes a minute
GOAL = 2.0  # no less than half the speed
MEMORY_GOAL = 1.15  # the peak of four times as many
WAIT_GOAL = 0.04  # of the import: less than a second of ten thousand posts
BEGIN = datetime(2016, 1, 1, 8, 0, tzinfo=UTC)
HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Bench</title><language>en-US</language><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_blog_url>https://bench.example</wp:base_blog_url>
"""


class Site:
    """Posts as WordPress writes them.

    Of twenty one has a picture with a caption, one a table, one a list and a quotation, one is
    older than blocks: the rest are paragraphs, links, bold words and headings.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._corpus = Corpus(11)
        self._dice = random.Random(11)

    def posts(self) -> Iterator[tuple[dict[str, str], str]]:
        """What a post says of itself, and its paragraphs as plain text."""
        for number in range(1, self.count + 1):
            paragraphs = [
                " ".join(self._corpus.sentence() for _ in range(self._dice.randint(2, 5)))
                for _ in range(self._dice.randint(5, 12))
            ]
            at = BEGIN + timedelta(hours=number * 7)
            yield {
                "id": str(number),
                "title": self._corpus.sentence().rstrip("."),
                "slug": f"story-{number}",
                "author": f"author{number % 12}",
                "section": ("News", "Economy", "Culture", "Sport")[number % 4],
                "tag": self._corpus.word(),
                "at": f"{at:%Y-%m-%d %H:%M:%S}",
            }, "\n\n".join(paragraphs)  # fmt: skip

    def content(self, number: int, text: str) -> str:
        """The text with the markup of its editor."""
        paragraphs = text.split("\n\n")
        if number % 20 == 3:  # before blocks: bare lines
            return "\n\n".join(escape(part, quote=False) for part in paragraphs)
        out: list[str] = []
        for n, part in enumerate(paragraphs):
            words = escape(part, quote=False)
            if n == 0:
                words += f' <a href="https://other.example/{number}">More there</a>.'
            elif n == 2:
                words = f"<strong>{words[:24].strip()}</strong> {words[24:].strip()}"
            out.append(f"<!-- wp:paragraph -->\n<p>{words}</p>\n<!-- /wp:paragraph -->")
        out.insert(2, "<!-- wp:heading -->\n<h2 class=\"wp-block-heading\">What comes next</h2>\n"
                   "<!-- /wp:heading -->")  # fmt: skip
        if number % 20 == 7:
            out.insert(1, "<!-- wp:image {\"id\":1} -->\n<figure class=\"wp-block-image\"><img src="
                       f"\"https://bench.example/u/{number}.jpg\" alt=\"A view\"/><figcaption>"
                       "The view.</figcaption></figure>\n<!-- /wp:image -->")  # fmt: skip
        if number % 20 == 11:
            out.append("<!-- wp:table -->\n<figure class=\"wp-block-table\"><table><tbody><tr><td>"
                       "Year</td><td>Tons</td></tr><tr><td>2024</td><td>12</td></tr></tbody></table>"
                       "</figure>\n<!-- /wp:table -->")  # fmt: skip
        if number % 20 == 15:
            out.append("<!-- wp:list -->\n<ul><li>One thing</li><li>And another</li></ul>\n"
                       "<!-- /wp:list --><!-- wp:quote -->\n<blockquote><p>"
                       "So be it.</p></blockquote>\n<!-- /wp:quote -->")  # fmt: skip
        return "\n\n".join(out)

    def write_wxr(self, path: Path) -> None:
        """The site as one export file."""
        with path.open("w", encoding="utf-8") as file:
            file.write(HEAD)
            for n in range(12):
                file.write(
                    f"<wp:author><wp:author_login>author{n}</wp:author_login><wp:author_email>"
                    f"a{n}@bench.example</wp:author_email><wp:author_display_name>Author {n}"
                    "</wp:author_display_name></wp:author>\n"
                )
            for said, text in self.posts():
                content = self.content(int(said["id"]), text)
                file.write(
                    f"<item><title><![CDATA[{said['title']}]]></title>"
                    f"<link>https://bench.example/{said['slug']}/</link>"
                    f"<dc:creator><![CDATA[{said['author']}]]></dc:creator>"
                    f'<guid isPermaLink="false">https://bench.example/?p={said["id"]}</guid>'
                    f"<content:encoded><![CDATA[{content}]]></content:encoded>"
                    "<excerpt:encoded><![CDATA[]]></excerpt:encoded>"
                    f"<wp:post_id>{said['id']}</wp:post_id>"
                    f"<wp:post_date><![CDATA[{said['at']}]]></wp:post_date>"
                    f"<wp:post_date_gmt><![CDATA[{said['at']}]]></wp:post_date_gmt>"
                    f"<wp:post_modified_gmt><![CDATA[{said['at']}]]></wp:post_modified_gmt>"
                    f"<wp:post_name><![CDATA[{said['slug']}]]></wp:post_name>"
                    "<wp:status><![CDATA[publish]]></wp:status><wp:post_parent>0</wp:post_parent>"
                    "<wp:post_type><![CDATA[post]]></wp:post_type>"
                    f'<category domain="category" nicename="{said["section"].lower()}">'
                    f"<![CDATA[{said['section']}]]></category>"
                    f'<category domain="post_tag" nicename="{said["tag"]}">'
                    f"<![CDATA[{said['tag']}]]></category>"
                    "<wp:postmeta><wp:meta_key><![CDATA[_edit_last]]></wp:meta_key>"
                    "<wp:meta_value><![CDATA[1]]></wp:meta_value></wp:postmeta></item>\n"
                )
            file.write("</channel></rss>\n")

    def write_markdown(self, folder: Path) -> None:
        """The site as a folder of Markdown files with front matter."""
        for said, text in self.posts():
            month = folder / said["at"][:7]
            month.mkdir(parents=True, exist_ok=True)
            (month / f"{said['slug']}.md").write_text(
                f'---\nheadline: "{said["title"]}"\nslug: {said["slug"]}\n'
                f"published_at: {said['at']}\nsection: {said['section']}\n"
                f"tags: [{said['tag']}]\nbylines: [{said['author']}]\n---\n\n{text}\n",
                encoding="utf-8",
            )


def ready(said: dict[str, str], text: str) -> Article:
    """A story with nothing left to find out."""
    at = datetime.fromisoformat(said["at"]).replace(tzinfo=UTC)
    return Article(
        headline=said["title"],
        slug=said["slug"],
        section=said["section"].lower(),
        tags=(said["tag"],),
        bylines=(Byline(said["author"]),),
        body=f"{text}\n",
        stage=Stage.READY,
        pubstate=PubState.PUBLISHED,
        published_at=at,
        created_at=at,
        updated_at=at,
    )


def parse_xml(path: Path) -> int:
    """Take the file apart, with the text of every element, and throw it away."""
    heard: list[str] = []
    count = 0

    def start(_name: str, _attributes: dict[str, str]) -> None:
        heard.clear()

    def end(name: str) -> None:
        nonlocal count
        "".join(heard)
        count += name == "item"

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = heard.append
    with path.open("rb") as file:
        parser.ParseFile(file)
    return count


def parse_markdown(folder: Path) -> int:
    """Read each file and load its YAML."""
    count = 0
    for path in sorted(folder.rglob("*.md")):
        _empty, matter, _body = path.read_text(encoding="utf-8").split("---\n", 2)
        count += bool(yaml.load(matter, Loader=yaml.CSafeLoader))
    return count


def write_rows(stories: list[Article], folder: Path) -> None:
    """Write ready stories through the store's own insert, in one transaction."""
    with open_desk(fresh(folder), create=True) as desk:
        store = desk._seat.store
        with store.transaction():
            for story in stories:
                store.articles.insert(story, author=None)


def bare_rows(stories: list[Article], folder: Path) -> None:
    """The least: two plain tables and a full-text index."""
    with sqlite3.connect(fresh(folder)) as db:
        db.execute(
            "CREATE TABLE a (id INTEGER PRIMARY KEY, slug TEXT UNIQUE, headline TEXT, at TEXT)"
        )
        db.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, body)")
        db.execute("CREATE VIRTUAL TABLE f USING fts5(headline, body, content='')")
        for n, story in enumerate(stories):
            db.execute("INSERT INTO a VALUES (?,?,?,?)",
                       (n, story.slug, story.headline, str(story.published_at)))  # fmt: skip
            db.execute("INSERT INTO t VALUES (?,?)", (n, story.body))
            db.execute("INSERT INTO f (rowid, headline, body) VALUES (?,?,?)",
                       (n, story.headline, story.body))  # fmt: skip


def fresh(folder: Path) -> Path:
    """A place for a new store."""
    return folder / f"{time.monotonic_ns()}.newsroom"


def take(source: Path, folder: Path) -> None:
    """The import itself, into a new newsroom."""
    with open_desk(fresh(folder), create=True) as desk:
        report = desk.intake.take([source]).value
        if report.summary().split(",")[0].split(":")[0] != "New":
            raise SystemExit(f"bench: {report.summary()}")


def peak(source: Path, folder: Path) -> float:
    """MB that a process has at most which does nothing else."""
    code = (
        "import sys; from pathlib import Path; from tests.bench.bench_import import peaked, take;"
        "take(Path(sys.argv[1]), Path(sys.argv[2])); print(peaked())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(source), str(folder)],
        check=True, capture_output=True, text=True, cwd=figures.ROOT,
    )  # fmt: skip
    return float(done.stdout)


def peaked() -> float:
    """MB that this process had at most. ``getrusage`` counts what its parent had when it forked, so
    Linux is asked (proc(5): VmHWM)."""
    said = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"^VmHWM:\s+(\d+) kB", said, re.MULTILINE)[1]) / 1024  # type: ignore[index]


def waits(source: Path, folder: Path) -> tuple[float, float, int]:
    """The longest that a save of another process took during an import, the whole import (both in
    seconds) and how many saves went through."""
    store = fresh(folder)
    with open_desk(store, create=True) as desk:
        story = desk.articles.create({"headline": "Ours"}).value
        code = (
            "import sys; from pathlib import Path; from newsroom.desk.desk import open_desk\n"
            "with open_desk(sys.argv[1]) as desk: desk.intake.take([Path(sys.argv[2])])"
        )
        began = time.monotonic()
        program = subprocess.Popen(
            [sys.executable, "-c", code, str(store), str(source)], cwd=figures.ROOT
        )
        took: list[float] = []
        desk._seat.store.engine.execute("PRAGMA busy_timeout = 600000")
        while program.poll() is None:
            before = time.monotonic()
            desk.articles.save(story.id, story.version, {"body": f"Line {len(took)}."})
            story = desk.articles.open(story.id)
            took.append(time.monotonic() - before)
            time.sleep(0.05)
        return max(took), time.monotonic() - began, len(took)


def figure(
    name: str,
    source: Path,
    parse: Callable[[Path], int],
    site: Site,
    more: Path,
    times: int,
    wanted: str,
) -> None:
    """One kind of source: its time against the floors, what others wait, and its memory."""
    if wanted in ("cpu", ALL):
        against_floors(name, source, parse, site, more.parent, times)
    if wanted in ("wait", ALL):
        longest, whole, saves = waits(source, more.parent)
        figures.tell(
            f"import.{name} longest save of others", longest, whole, unit="s",
            ratio=longest / whole, goal=WAIT_GOAL, saves=saves,
        )  # fmt: skip
    if wanted in ("memory", ALL):
        many, most = peak(source, more.parent), peak(more, more.parent)
        figures.tell(
            f"import.{name} memory of {MORE} times as many", most, many, unit="MB",
            ratio=most / many, goal=MEMORY_GOAL,
        )  # fmt: skip


def against_floors(
    name: str,
    source: Path,
    parse: Callable[[Path], int],
    site: Site,
    folder: Path,
    times: int,
) -> None:
    """Its processor time against that of the floors."""
    stories = [ready(said, text) for said, text in Site(site.count).posts()]

    def floor() -> float:
        return figures.cpu(lambda: (parse(source), write_rows(stories, folder)))

    def bare() -> float:
        return figures.cpu(lambda: (parse(source), bare_rows(stories, folder)))

    app, least, ratio = figures.pairs(
        lambda: figures.cpu(lambda: take(source, folder)), floor, n=times
    )
    figures.tell(
        f"import.{name} cpu", app / 1000, least / 1000, unit="s", ratio=ratio, goal=GOAL, n=times,
        posts=site.count, bare=round(bare() / 1000, 2), xml_or_yaml=round(
            figures.cpu(lambda: parse(source)) / 1000, 2),
    )  # fmt: skip


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else POSTS
    times = int(sys.argv[2]) if len(sys.argv) > 2 else PAIRS
    kind = sys.argv[3] if len(sys.argv) > 3 else ALL
    wanted = sys.argv[4] if len(sys.argv) > 4 else ALL
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        site = Site(count)
        if kind in ("wxr", ALL):
            one, more = folder / "site.wxr.xml", folder / "more.wxr.xml"
            Site(count).write_wxr(one)
            if wanted in ("memory", ALL):
                Site(MORE * count).write_wxr(more)
            size = round(one.stat().st_size / 1024 / 1024, 1)
            print(json.dumps({"wxr_mb": size, "posts": count}), flush=True)
            figure("wxr", one, parse_xml, site, more, times, wanted)
        if kind in ("markdown", ALL):
            one, more = folder / "many", folder / "more"
            Site(count).write_markdown(one)
            if wanted in ("memory", ALL):
                Site(MORE * count).write_markdown(more)
            figure("markdown", one, parse_markdown, site, more, times, wanted)


if __name__ == "__main__":
    main()
